package index

import (
	"context"
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/pack"
)

var _ app.ImagedIndex = (*Index)(nil)

// ErrImage is returned for bytes that are no image of an index.
var ErrImage = errors.New("index: not an image")

// Image gives the whole index as bytes, to be sealed by whoever keeps them:
// they hold every word of every item.
func (x *Index) Image() ([]byte, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var w pack.Writer
	w.Int(len(x.items) - 1)
	for _, id := range x.items[1:] {
		w.ID(id)
	}
	err := x.raw(func(c *sqlite3.SQLiteConn) error {
		db, err := c.Serialize("main")
		w.Blob(db)
		clear(db)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("index: image: %w", err)
	}
	return w.Bytes(), nil
}

// Restore makes the index what it was when the image was taken, or leaves it
// as it is. The image must come from Image: it is not looked through.
func (x *Index) Restore(image []byte) error {
	r := pack.Read(image)
	items := append(make([]entry.ID, 0, r.Count()+1), "")
	for range cap(items) - 1 {
		items = append(items, r.ID())
	}
	db := r.Blob()
	if r.End() != nil || len(db) == 0 {
		return ErrImage
	}
	if err := x.replace(db); err != nil {
		return fmt.Errorf("index: restore: %w", err)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.items, x.rows = items, make(map[entry.ID]int64, len(items))
	for i, id := range items[1:] {
		x.rows[id] = int64(i + 1)
	}
	return nil
}

// replace copies a serialised database over ours: one that was only attached
// could not grow.
func (x *Index) replace(db []byte) error {
	from, err := connector{}.Connect(context.Background())
	if err != nil {
		return err
	}
	defer from.Close()
	src, ok := from.(*sqlite3.SQLiteConn)
	if !ok {
		return ErrImage
	}
	if err := src.Deserialize(db, "main"); err != nil {
		return err
	}
	return x.raw(func(dst *sqlite3.SQLiteConn) error {
		b, err := dst.Backup("main", src, "main")
		if err != nil {
			return err
		}
		_, err = b.Step(-1)
		return errors.Join(err, b.Finish())
	})
}

// raw works on the one connection.
func (x *Index) raw(work func(*sqlite3.SQLiteConn) error) error {
	c, err := x.db.Conn(context.Background())
	if err != nil {
		return err
	}
	defer c.Close()
	return c.Raw(func(d any) error {
		s, ok := d.(*sqlite3.SQLiteConn)
		if !ok {
			return ErrImage
		}
		return work(s)
	})
}
