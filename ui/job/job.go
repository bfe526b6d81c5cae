package job

import (
	"context"
	"strconv"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// Progress of a job: Done of Total, 0 of 0 when that is not known.
type Progress struct {
	Lane        string
	What        string // a key of ui/words, filled in by whoever started it
	Done, Total int
	Running     bool
}

// Report tells how far a job is; it may be called from the job's goroutine.
type Report func(done, total int)

// Runner runs jobs. The zero value is not usable: call New.
type Runner struct {
	publish func(func())
	start   func(func())
	notice  func(Progress)

	mu     sync.Mutex
	lanes  map[string]*lane
	serial uint64
	acts   uint64
}

type lane struct {
	serial uint64
	cancel context.CancelFunc
}

// New makes a runner for the desktop. notice, on the window's goroutine, is
// told when a job begins, moves on and ends.
func New(notice func(Progress)) *Runner {
	return &Runner{
		publish: fyne.Do,
		start:   func(f func()) { go f() },
		notice:  notice,
		lanes:   map[string]*lane{},
	}
}

// NewInline makes a runner that does everything at once on the caller's
// goroutine, for tests and for screenshots.
func NewInline(notice func(Progress)) *Runner {
	at := func(f func()) { f() }
	return &Runner{publish: at, start: at, notice: notice, lanes: map[string]*lane{}}
}

// Run starts work in a lane and gives its result to done, on the window's
// goroutine, unless something newer has started in that lane or the runner
// was stopped. what is a key of ui/words.
func Run[T any](r *Runner, name, what string, work func(context.Context, Report) (T, error), done func(T, error)) {
	ctx, serial := r.open(name)
	r.tell(Progress{Lane: name, What: what, Running: true}, serial)
	r.start(func() {
		report := func(n, total int) {
			r.publish(func() { r.tell(Progress{Lane: name, What: what, Done: n, Total: total, Running: true}, serial) })
		}
		v, err := work(ctx, report)
		r.publish(func() {
			if !r.close(name, serial) {
				return
			}
			r.say(Progress{Lane: name, What: what})
			done(v, err)
		})
	})
}

// Own starts work in a lane of its own: an act that is journalled is never
// cancelled by the next one. Stop alone ends it.
func Own[T any](r *Runner, what string, work func(context.Context, Report) (T, error), done func(T, error)) {
	r.mu.Lock()
	r.acts++
	name := "act-" + strconv.FormatUint(r.acts, 10)
	r.mu.Unlock()
	Run(r, name, what, work, done)
}

// Publish runs f on the window's goroutine: for listeners that the desk calls.
func (r *Runner) Publish(f func()) { r.publish(f) }

// Cancel stops the job in a lane, if there is one; its end is dropped.
func (r *Runner) Cancel(name string) {
	if r.drop(name) {
		r.say(Progress{Lane: name})
	}
}

// Stop cancels every lane.
func (r *Runner) Stop() {
	r.mu.Lock()
	names := make([]string, 0, len(r.lanes))
	for n := range r.lanes {
		names = append(names, n)
	}
	r.mu.Unlock()
	for _, n := range names {
		r.Cancel(n)
	}
}

// Idle reports whether nothing runs at all.
func (r *Runner) Idle() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.lanes) == 0
}

// Busy reports whether anything runs in a lane.
func (r *Runner) Busy(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lanes[name] != nil
}

func (r *Runner) open(name string) (context.Context, uint64) {
	ctx, cancel := context.WithCancel(context.Background())
	r.mu.Lock()
	defer r.mu.Unlock()
	if old := r.lanes[name]; old != nil {
		old.cancel()
	}
	r.serial++
	r.lanes[name] = &lane{serial: r.serial, cancel: cancel}
	return ctx, r.serial
}

// close ends a lane if it is still the one that was opened.
func (r *Runner) close(name string, serial uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.lanes[name]
	if l == nil || l.serial != serial {
		return false
	}
	l.cancel()
	delete(r.lanes, name)
	return true
}

func (r *Runner) drop(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.lanes[name]
	if l == nil {
		return false
	}
	l.cancel()
	delete(r.lanes, name)
	return true
}

func (r *Runner) tell(p Progress, serial uint64) {
	r.mu.Lock()
	l := r.lanes[p.Lane]
	current := l != nil && l.serial == serial
	r.mu.Unlock()
	if current {
		r.say(p)
	}
}

func (r *Runner) say(p Progress) {
	if r.notice != nil {
		r.notice(p)
	}
}

// Every calls f on the window's goroutine each time d has gone by, until stop
// is called.
func (r *Runner) Every(d time.Duration, f func()) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	r.start(func() { r.beat(ctx, d, f) })
	return cancel
}

func (r *Runner) beat(ctx context.Context, d time.Duration, f func()) {
	t := time.NewTicker(d)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			r.publish(f)
		}
	}
}
