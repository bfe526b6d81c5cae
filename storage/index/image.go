package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"corridor/app"
)

var _ app.ImagedIndex = (*Index)(nil)

// An image is the database, the numbers of the items, the lengths of both in 8
// bytes each, and a mark.
const (
	imageMark = "corridor index 2"
	imageFoot = 16 + len(imageMark)
	maxItems  = 1 << 30 // bytes of their numbers
)

// image is an index at one time.
type image struct {
	pages *layers
	tail  []byte // all that stands behind the database
}

func (i *image) Size() int64 { return i.pages.size + int64(len(i.tail)) }

func (i *image) ReadAt(p []byte, off int64) (n int, err error) {
	if off < i.pages.size {
		if n, err = i.pages.ReadAt(p, off); err != io.EOF {
			return n, err
		}
	}
	at := off + int64(n) - i.pages.size
	if at < 0 || at > int64(len(i.tail)) {
		return n, io.EOF
	}
	if n += copy(p[n:], i.tail[at:]); n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Image gives the whole index, to be sealed by whoever keeps it: it holds every
// word of every item.
func (x *Index) Image() (app.Image, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.settle(); err != nil {
		return nil, fmt.Errorf("index: image: %w", x.failed(err))
	}
	i := &image{pages: x.file.snapshot(), tail: x.items.pack()}
	items := uint64(len(i.tail))
	i.tail = binary.BigEndian.AppendUint64(i.tail, uint64(i.pages.size))
	i.tail = binary.BigEndian.AppendUint64(i.tail, items)
	i.tail = append(i.tail, imageMark...)
	return i, nil
}

// Restore makes the index what it was when the image was taken, or leaves it
// as it is. The image must come from Image: it is not looked through, but read
// as searches need it.
func (x *Index) Restore(from app.Image) error {
	size, t, err := readTail(from)
	if err != nil {
		return fmt.Errorf("index: restore: %w", errors.Join(app.ErrImage, err))
	}
	f := newPages(from, size)
	db, done, err := over(f)
	if err != nil {
		return err
	}
	if _, err := db.Exec("SELECT rowid FROM doc LIMIT 1"); err != nil {
		return fmt.Errorf("index: restore: %w", errors.Join(app.ErrImage, done()))
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	old := x.done
	x.db, x.file, x.done, x.waiting, x.items = db, f, done, 0, t
	return old()
}

func readTail(from app.Image) (size int64, t items, err error) {
	foot := make([]byte, imageFoot)
	if from.Size() < int64(len(foot)) {
		return 0, t, io.ErrUnexpectedEOF
	}
	if _, err := io.ReadFull(io.NewSectionReader(from, from.Size()-int64(len(foot)), int64(len(foot))), foot); err != nil {
		return 0, t, err
	}
	pages, n := binary.BigEndian.Uint64(foot), binary.BigEndian.Uint64(foot[8:])
	if string(foot[16:]) != imageMark || n > maxItems || pages%pageSize != 0 || pages > uint64(from.Size()) || pages+n+uint64(len(foot)) != uint64(from.Size()) {
		return 0, t, app.ErrImage
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(io.NewSectionReader(from, int64(pages), int64(n)), b); err != nil {
		return 0, t, err
	}
	t, err = unpackItems(b)
	return int64(pages), t, err
}
