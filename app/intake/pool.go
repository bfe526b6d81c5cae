package intake

import (
	"context"
	"sync"
)

// Pool is a Runner that keeps children waiting, so that a file does not wait
// for its child to start. Each child still reads one file and is gone: nothing
// of a file can reach the next. The first read, or Warm, starts the first of
// them. A Pool may be used by several goroutines.
type Pool struct {
	Runner
	n     int
	begin sync.Once
	idle  chan *child
	done  chan struct{}
	wait  sync.WaitGroup
}

// NewPool keeps n children waiting for r; with n below 1, none.
func NewPool(r Runner, n int) *Pool {
	p := &Pool{Runner: r, n: n, idle: make(chan *child), done: make(chan struct{})}
	p.spare = p.next
	return p
}

// Warm starts the children that wait.
func (p *Pool) Warm() {
	p.begin.Do(func() {
		for range p.n {
			p.wait.Go(p.keep)
		}
	})
}

// keep holds one waiting child until somebody takes it, then another.
func (p *Pool) keep() {
	for {
		c, err := p.start()
		if err != nil {
			return // reads start their own, and say why they cannot
		}
		select {
		case p.idle <- c:
		case <-p.done:
			c.end()
			return
		}
	}
}

func (p *Pool) next() *child {
	select {
	case c := <-p.idle:
		return c
	default:
		return nil
	}
}

// Open is Runner.Open; it starts the pool.
func (p *Pool) Open(ctx context.Context, name string, b []byte, passphrase string, o Opener) (Result, error) {
	p.Warm()
	return p.Runner.Open(ctx, name, b, passphrase, o)
}

// Close ends the children that wait. Reads go on without a pool.
func (p *Pool) Close() {
	p.begin.Do(func() {})
	close(p.done)
	p.wait.Wait()
}
