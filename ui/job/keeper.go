package job

import (
	"context"
	"sync"
)

// Keeper writes down what is being typed: one write at a time, the latest of
// each name only, never an older one after a newer one.
type Keeper struct {
	start  func(func())
	failed func(error)

	mu      sync.Mutex
	done    *sync.Cond
	waiting map[string]func(context.Context) error
	order   []string
	busy    bool
}

// NewKeeper makes a keeper; failed hears, on the writing goroutine, that
// something could not be kept.
func NewKeeper(failed func(error)) *Keeper {
	return newKeeper(func(f func()) { go f() }, failed)
}

// NewInlineKeeper makes a keeper that writes at once on the caller's goroutine.
func NewInlineKeeper(failed func(error)) *Keeper {
	return newKeeper(func(f func()) { f() }, failed)
}

func newKeeper(start func(func()), failed func(error)) *Keeper {
	k := &Keeper{start: start, failed: failed, waiting: map[string]func(context.Context) error{}}
	k.done = sync.NewCond(&k.mu)
	return k
}

// Keep has write called soon. What waits under the same name is forgotten.
func (k *Keeper) Keep(name string, write func(context.Context) error) {
	k.mu.Lock()
	if _, ok := k.waiting[name]; !ok {
		k.order = append(k.order, name)
	}
	k.waiting[name] = write
	idle := !k.busy
	k.busy = true
	k.mu.Unlock()
	if idle {
		k.start(k.run)
	}
}

func (k *Keeper) run() {
	for {
		k.mu.Lock()
		if len(k.order) == 0 {
			k.busy = false
			k.done.Broadcast()
			k.mu.Unlock()
			return
		}
		name := k.order[0]
		write := k.waiting[name]
		k.order = k.order[1:]
		delete(k.waiting, name)
		k.mu.Unlock()
		if err := write(context.Background()); err != nil {
			k.failed(err)
		}
	}
}

// Flush waits until everything is written.
func (k *Keeper) Flush() {
	k.mu.Lock()
	for k.busy {
		k.done.Wait()
	}
	k.mu.Unlock()
}
