package index

import (
	"errors"
	"io"
	"maps"
	"sync"

	"github.com/psanford/sqlite3vfs"

	"corridor/app"
)

// pageSize is the size of a page of the database, bytes.
const pageSize = 4096

// page is what was written to one place. It does not change once a snapshot of
// its generation was taken.
type page struct {
	gen int
	b   [pageSize]byte
}

// layers is a database: the pages that were written here over those of an image
// that somebody kept, which are read from there each time they are asked for.
type layers struct {
	base  app.Image // nil: none
	below int64     // how many bytes of base still count
	own   map[int64]*page
	size  int64
}

// ReadAt reads up to size.
func (l *layers) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) && off < l.size {
		in := off % pageSize
		some := p[n : n+int(min(int64(len(p)-n), pageSize-in, l.size-off))]
		if own := l.own[off/pageSize]; own != nil {
			copy(some, own.b[in:])
		} else if err := l.under(some, off); err != nil {
			return n, err
		}
		n, off = n+len(some), off+int64(len(some))
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// under reads what the image has there, and zeros where it has nothing.
func (l *layers) under(p []byte, off int64) error {
	there := p[:max(0, min(int64(len(p)), l.below-off))]
	clear(p[len(there):])
	if len(there) == 0 {
		return nil
	}
	if n, err := l.base.ReadAt(there, off); n < len(there) {
		return errors.Join(app.ErrImage, err)
	}
	return nil
}

// pages is a database file that is in no file: what was written lies in memory,
// the rest in an image.
type pages struct {
	mu sync.Mutex
	layers
	gen int
	bad bool // the image could not be read
}

func newPages(base app.Image, size int64) *pages {
	return &pages{layers: layers{base: base, below: size, own: map[int64]*page{}, size: size}}
}

// ReadAt is what the database asks.
func (f *pages) ReadAt(p []byte, off int64) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.layers.ReadAt(p, off)
	if err != nil && err != io.EOF {
		f.bad = true
		return n, sqlite3vfs.IOErrorRead
	}
	return n, err
}

// WriteAt is what the database asks.
func (f *pages) WriteAt(p []byte, off int64) (n int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for n < len(p) {
		no, in := off/pageSize, off%pageSize
		some := p[n : n+int(min(int64(len(p)-n), pageSize-in))]
		to, err := f.fresh(no, len(some) == pageSize)
		if err != nil {
			f.bad = true
			return n, sqlite3vfs.IOErrorWrite
		}
		copy(to.b[in:], some)
		n, off = n+len(some), off+int64(len(some))
		f.size = max(f.size, off)
	}
	return n, nil
}

// fresh gives a page that may be written: one that no snapshot shares. Where
// whole is true all of it will be.
func (f *pages) fresh(no int64, whole bool) (*page, error) {
	had := f.own[no]
	if had != nil && had.gen == f.gen {
		return had, nil
	}
	p := &page{gen: f.gen}
	switch {
	case whole:
	case had != nil:
		p.b = had.b
	default:
		if err := f.under(p.b[:], no*pageSize); err != nil {
			return nil, err
		}
	}
	f.own[no] = p
	return p, nil
}

// Truncate is what the database asks.
func (f *pages) Truncate(size int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for no := (size + pageSize - 1) / pageSize; no*pageSize < f.size; no++ {
		delete(f.own, no)
	}
	f.size, f.below = size, min(f.below, size)
	return nil
}

// FileSize is what the database asks.
func (f *pages) FileSize() (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.size, nil
}

// snapshot is the database as it is now, whatever is written later. Nothing must
// be under way in it.
func (f *pages) snapshot() *layers {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.gen++
	l := f.layers
	l.own = maps.Clone(l.own)
	return &l
}

// broken reports whether the image could not be read at some time.
func (f *pages) broken() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.bad
}

// forget clears what was written and is in no snapshot.
func (f *pages) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range f.own {
		if p.gen == f.gen {
			clear(p.b[:])
		}
	}
	f.layers = layers{}
}

// The rest of what a database asks of a file has no meaning here: there is one
// connection to it, and nothing that could be lost.

func (f *pages) Close() error                                           { return nil }
func (f *pages) Sync(sqlite3vfs.SyncType) error                         { return nil }
func (f *pages) Lock(sqlite3vfs.LockType) error                         { return nil }
func (f *pages) Unlock(sqlite3vfs.LockType) error                       { return nil }
func (f *pages) CheckReservedLock() (bool, error)                       { return false, nil }
func (f *pages) SectorSize() int64                                      { return pageSize }
func (f *pages) DeviceCharacteristics() sqlite3vfs.DeviceCharacteristic { return 0 }
