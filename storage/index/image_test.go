package index

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"corridor/app"
	"corridor/app/entry"
)

func found(t *testing.T, x *Index, query string) []app.Hit {
	t.Helper()
	hits, err := x.Search(query, 10)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return hits
}

// An index that was kept finds what it found before, and goes on growing.
func TestImage(t *testing.T) {
	from, to := sample(t), empty(t)
	kept, err := from.Image()
	if err != nil {
		t.Fatal(err)
	}
	if err := to.Restore(kept); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"harbour", "07700 900123", "ab12cde", `"nunez"`, "ref:SIU-2026-0002", "har*", "harbour NOT vehicle"} {
		if want, got := found(t, from, q), found(t, to, q); !slices.Equal(want, got) {
			t.Errorf("%s: %v, was %v", q, got, want)
		}
	}
	if to.Len() != from.Len() {
		t.Errorf("%d items, was %d", to.Len(), from.Len())
	}
	for range 2000 {
		if err := to.Add("z", map[string]string{"text": "a later word: zebra"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Add("a", map[string]string{"text": "replaced"}); err != nil {
		t.Fatal(err)
	}
	if h := found(t, to, "zebra"); len(h) != 1 || h[0].Item != "z" {
		t.Errorf("what came later: %v", h)
	}
	if h := found(t, to, "harbour after six"); len(h) != 0 {
		t.Errorf("what was replaced is still found: %v", h)
	}
	if err := to.Remove("b"); err != nil || len(found(t, to, "AB12 CDE")) != 0 {
		t.Errorf("what was removed is still found (%v)", err)
	}
}

// bytesOf reads the whole of an image.
func bytesOf(t *testing.T, i app.Image) []byte {
	t.Helper()
	b, err := io.ReadAll(io.NewSectionReader(i, 0, i.Size()))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What is no image changes nothing.
func TestNotAnImage(t *testing.T) {
	x := sample(t)
	i, err := x.Image()
	if err != nil {
		t.Fatal(err)
	}
	whole, end := bytesOf(t, i), i.(*image).pages.size
	for name, b := range map[string][]byte{
		"nothing": nil, "garbage": bytes.Repeat([]byte{7}, 500), "cut": whole[:len(whole)-1], "longer": append(bytes.Clone(whole), 0),
		"less of the database": whole[pageSize:], "an empty database": append(make([]byte, end), whole[end:]...),
	} {
		if err := x.Restore(bytes.NewReader(b)); !errors.Is(err, app.ErrImage) {
			t.Errorf("%s: %v", name, err)
		}
		if h := found(t, x, "harbour"); len(h) == 0 {
			t.Errorf("%s: nothing is found any more", name)
		}
	}
}

// fragile is an image that cannot be read any more at some time.
type fragile struct {
	app.Image
	broken atomic.Bool
}

var errTorn = errors.New("torn")

func (f *fragile) ReadAt(p []byte, off int64) (int, error) {
	if f.broken.Load() {
		return 0, errTorn
	}
	return f.Image.ReadAt(p, off)
}

// many is an index that does not fit into what the database keeps at hand when
// it opens.
func many(t *testing.T) *Index {
	x := empty(t)
	text := corpus(1)
	for n := range 300 {
		if err := x.Add(entry.ID(fmt.Sprint("item ", n)), map[string]string{"text": text()}); err != nil {
			t.Fatal(err)
		}
	}
	return x
}

// An image that breaks while it is used says so, and leaves an index that is
// empty and sound.
func TestImageThatBreaks(t *testing.T) {
	kept, err := many(t).Image()
	if err != nil {
		t.Fatal(err)
	}
	for name, ask := range map[string]func(*Index) error{
		"search": func(x *Index) error { _, err := x.Search("wa*", 5); return err },
		"add": func(x *Index) error {
			var err error
			for n := 0; n < 600 && err == nil; n++ { // what is added is not always written at once
				err = x.Add("new", map[string]string{"text": corpus(1)()})
			}
			return err
		},
		"image": func(x *Index) error {
			i, err := x.Image()
			if err == nil {
				_, err = i.ReadAt(make([]byte, i.Size()), 0)
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			x := empty(t)
			f := &fragile{Image: kept}
			if err := x.Restore(f); err != nil {
				t.Fatal(err)
			}
			f.broken.Store(true)
			if err := ask(x); !errors.Is(err, app.ErrImage) {
				t.Fatal(err)
			}
			if name == "image" {
				_, _ = x.Search("wa*", 5)
			}
			if h := found(t, x, "wa*"); len(h) != 0 || x.Len() != 0 {
				t.Errorf("%d hits of %d items", len(h), x.Len())
			}
			if err := x.Add("z", map[string]string{"text": "zebra"}); err != nil || len(found(t, x, "zebra")) != 1 {
				t.Errorf("of no use afterwards: %v", err)
			}
		})
	}
}

// An image stays as it was taken while the index goes on, over another image or
// not.
func TestImageStaysAsItWas(t *testing.T) {
	x := many(t)
	for range 3 {
		i, err := x.Image()
		if err != nil {
			t.Fatal(err)
		}
		before := bytesOf(t, i)
		for n := range 300 {
			if err := x.Add(entry.ID(fmt.Sprint("later ", n)), map[string]string{"text": "something else altogether"}); err != nil {
				t.Fatal(err)
			}
		}
		if err := x.Remove("item 7"); err != nil {
			t.Fatal(err)
		}
		found(t, x, "altogether")
		if !bytes.Equal(bytesOf(t, i), before) {
			t.Fatal("the image changed")
		}
		y := empty(t)
		if err := y.Restore(i); err != nil {
			t.Fatal(err)
		}
		x = y
	}
}

// The database finds our pages and nothing else.
func TestNoOtherFile(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"index-999999", filepath.Join(dir, "x.db")} {
		db := sql.OpenDB(connector{name})
		defer db.Close()
		if _, err := db.Exec("CREATE TABLE t(a)"); err == nil {
			t.Errorf("%s: made", name)
		}
	}
	x := sample(t)
	if _, err := x.db.Exec("ATTACH DATABASE 'other.db' AS other; CREATE TABLE other.t(a)"); err == nil {
		t.Error("attached another file")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("%v %v", left, err)
	}
}

func empty(t *testing.T) *Index {
	t.Helper()
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}
