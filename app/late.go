package app

import (
	"errors"
	"runtime/debug"

	"corridor/app/entry"
)

// errLate says that the search an earlier session kept could not be had.
var errLate = errors.New("app: the kept search is of no use")

// lateIndex is a search that is still being taken up from a cache: whoever asks
// it waits until it is there, and nobody who does not ask waits.
type lateIndex struct {
	cachedIndex
	done chan struct{}
	err  error // once done
}

// cachedIndex is all that a search can be asked for.
type cachedIndex interface {
	ImagedIndex
	FacetIndex
}

// takeLate begins to take up a search.
func takeLate(ix cachedIndex, image func() ([]byte, error)) *lateIndex {
	l := &lateIndex{cachedIndex: ix, done: make(chan struct{})}
	go func() {
		defer close(l.done)
		b, err := image()
		if err == nil {
			err = ix.Restore(b)
		}
		b = nil
		debug.FreeOSMemory() // the image was as large as the search is
		if l.err = err; err != nil {
			l.err = errLate
		}
	}()
	return l
}

// failed reports whether it is done and of no use. It does not wait.
func (l *lateIndex) failed() bool {
	select {
	case <-l.done:
		return l.err != nil
	default:
		return false
	}
}

func (l *lateIndex) wait() error {
	<-l.done
	return l.err
}

func (l *lateIndex) Add(item entry.ID, fields map[string]string) error {
	if err := l.wait(); err != nil {
		return err
	}
	return l.cachedIndex.Add(item, fields)
}

func (l *lateIndex) Search(query string, limit int) ([]Hit, error) {
	if err := l.wait(); err != nil {
		return nil, err
	}
	return l.cachedIndex.Search(query, limit)
}

func (l *lateIndex) Find(query string, limit int, about func(entry.ID) (Facets, bool)) ([]Hit, error) {
	if err := l.wait(); err != nil {
		return nil, err
	}
	return l.cachedIndex.Find(query, limit, about)
}

func (l *lateIndex) Image() ([]byte, error) {
	if err := l.wait(); err != nil {
		return nil, err
	}
	return l.cachedIndex.Image()
}
