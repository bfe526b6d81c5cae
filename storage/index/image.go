package index

import (
	"context"
	"database/sql"
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
	x.use.RLock()
	defer x.use.RUnlock()
	x.mu.RLock()
	defer x.mu.RUnlock()
	var w pack.Writer
	w.Int(len(x.items) - 1)
	for _, id := range x.items[1:] {
		w.ID(id)
	}
	err := onConn(x.db, func(c *sqlite3.SQLiteConn) error {
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
	x.use.Lock()
	defer x.use.Unlock()
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

// replace puts a serialised database in the place of ours. It can be searched at
// once, and cannot grow: see grow. The caller holds use.
func (x *Index) replace(db []byte) error {
	fresh := inMemory()
	err := onConn(fresh, func(c *sqlite3.SQLiteConn) error { return c.Deserialize(db, "main") })
	if err == nil {
		_, err = fresh.Exec("SELECT rowid FROM doc LIMIT 1")
	}
	if err != nil {
		_ = fresh.Close()
		return err
	}
	old := x.db
	x.db, x.fixed = fresh, true
	return old.Close()
}

// grow makes an index that was restored one that can be added to: by a copy,
// which nobody who only searches has to wait for.
func (x *Index) grow() error {
	x.use.Lock()
	defer x.use.Unlock()
	if !x.fixed {
		return nil
	}
	fresh := inMemory()
	err := onConn(x.db, func(src *sqlite3.SQLiteConn) error {
		return onConn(fresh, func(dst *sqlite3.SQLiteConn) error {
			b, err := dst.Backup("main", src, "main")
			if err != nil {
				return err
			}
			_, err = b.Step(-1)
			return errors.Join(err, b.Finish())
		})
	})
	if err != nil {
		_ = fresh.Close()
		return fmt.Errorf("index: grow: %w", err)
	}
	old := x.db
	x.db, x.fixed = fresh, false
	return old.Close()
}

// onConn works on the one connection of a database.
func onConn(db *sql.DB, work func(*sqlite3.SQLiteConn) error) error {
	c, err := db.Conn(context.Background())
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
