package spool

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"corridor/storage"
	"corridor/storage/sqlite"
	"corridor/storage/storagetest"
)

func ctx() context.Context { return context.Background() }

// tight is a journal that can be told to refuse.
type tight struct {
	storage.Store
	err error
}

func (s *tight) Append(c context.Context, build func(storage.Place) (storage.Batch, error)) error {
	if s.err != nil {
		return s.err
	}
	return s.Store.Append(c, build)
}

// made is a store over a journal in a folder of its own.
type made struct {
	*Store
	base *tight
	path string
}

func (m *made) open(t *testing.T) {
	t.Helper()
	if m.base == nil {
		b, err := sqlite.Create(ctx(), filepath.Join(t.TempDir(), "journal"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = b.Close() })
		m.base, m.path = &tight{Store: b}, filepath.Join(t.TempDir(), "spool")
	}
	f, err := Lay(m.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	if m.Store, err = Over(ctx(), m.base, f); err != nil {
		t.Fatal(err)
	}
}

func row(seq uint64, mark byte) storage.Row {
	fill := func(b byte) []byte { return bytes.Repeat([]byte{b, mark}, 16) }
	return storage.Row{Seq: seq, Compartment: fill(9)[:16], Epoch: 1, Prev: fill(1), BodyHash: fill(2), Hash: append(fill(3), byte(seq)), Tag: fill(4), Body: fill(5)}
}

// next builds a batch of one row, with one piece of content, behind the end.
func next(mark byte) func(storage.Place) (storage.Batch, error) {
	return func(p storage.Place) (storage.Batch, error) {
		id := bytes.Repeat([]byte{mark}, 16)
		return storage.Batch{Rows: []storage.Row{row(p.Last+1, mark)},
			Parts: []storage.Part{{ID: id, BodyHash: []byte{mark}, Body: []byte{mark, mark}}},
			Keys:  []storage.ContentKey{{ID: id, Compartment: id, Epoch: 1, Packet: []byte{mark}}}}, nil
	}
}

func (m *made) marks(t *testing.T) string {
	t.Helper()
	rows, err := m.Rows(ctx(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	out := ""
	for _, r := range rows {
		out += string(r.Tag[1])
	}
	if last, err := m.Last(ctx()); err != nil || len(rows) > 0 && last != rows[len(rows)-1].Seq {
		t.Errorf("last is %d: %v", last, err)
	}
	return out
}

func (m *made) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestContract: with a spool behind it, a store is still a store.
func TestContract(t *testing.T) {
	storagetest.Run(t, func(t *testing.T) (storage.Store, func() storage.Store) {
		dir := t.TempDir()
		path := filepath.Join(dir, "journal")
		base, err := sqlite.Create(ctx(), path)
		if err != nil {
			t.Fatal(err)
		}
		over := func(base storage.Store) storage.Store {
			f, err := Lay(filepath.Join(dir, "spool"))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = f.Close() })
			s, err := Over(ctx(), base, f)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			return s
		}
		s := over(base)
		return s, func() storage.Store {
			_ = s.Close()
			base, err := sqlite.Open(ctx(), path)
			if err != nil {
				t.Fatal(err)
			}
			return over(base)
		}
	})
}

// TestWaits: what the journal refuses waits, is read as if it stood, outlives the
// program, and is put in its place before anything else.
func TestWaits(t *testing.T) {
	m := &made{}
	m.open(t)
	m.must(t, m.Append(ctx(), next('a')))
	m.base.err = storage.ErrFull
	if err := m.Append(ctx(), next('x')); !errors.Is(err, storage.ErrFull) {
		t.Fatal(err)
	}
	m.must(t, m.Aside(ctx(), next('b')))
	m.must(t, m.Aside(ctx(), next('c')))
	for range 2 {
		if got := m.marks(t); got != "abc" {
			t.Fatalf("%q", got)
		}
		for _, mark := range []byte("abc") {
			id := bytes.Repeat([]byte{mark}, 16)
			p, err := m.Part(ctx(), id, 0)
			if err != nil || !bytes.Equal(p.Body, []byte{mark, mark}) {
				t.Errorf("%c: part %v %v", mark, p, err)
			}
			if h, whole, err := m.Hashes(ctx(), id); err != nil || !whole || len(h) != 1 || h[0][0] != mark {
				t.Errorf("%c: hashes %v %v %v", mark, h, whole, err)
			}
			shown := 0
			if err := m.FirstParts(ctx(), [][]byte{id}, func(got, body []byte, destroyed bool) {
				if shown++; !bytes.Equal(got, id) || !bytes.Equal(body, []byte{mark, mark}) || destroyed {
					t.Errorf("%c: first part %x %x %v", mark, got, body, destroyed)
				}
			}); err != nil || shown != 1 {
				t.Errorf("%c: %d first parts: %v", mark, shown, err)
			}
			if k, err := m.ContentKey(ctx(), id); err != nil || !bytes.Equal(k.Packet, []byte{mark}) {
				t.Errorf("%c: key %v %v", mark, k, err)
			}
		}
		m.open(t) // the program was killed
	}
	if err := m.Append(ctx(), next('x')); !errors.Is(err, storage.ErrFull) {
		t.Fatalf("an ordinary act overtook what waits: %v", err)
	}
	m.base.err = nil
	m.must(t, m.Append(ctx(), next('d')))
	if got := m.marks(t); got != "abcd" {
		t.Errorf("%q", got)
	}
	if n, _ := m.base.Last(ctx()); n != 4 {
		t.Errorf("the journal ends at %d", n)
	}
	m.open(t)
	if live, astray := m.Waiting(); live+astray != 0 {
		t.Errorf("%d and %d still wait", live, astray)
	}
}

// TestKilledWhileSettling: rows that stand in the journal already are not put
// there again.
func TestKilledWhileSettling(t *testing.T) {
	m := &made{}
	m.open(t)
	m.must(t, m.Append(ctx(), next('a')))
	m.must(t, m.Aside(ctx(), next('b')))
	left, err := os.ReadFile(m.path)
	m.must(t, err)
	m.must(t, m.Settle(ctx()))
	m.must(t, os.WriteFile(m.path, left, 0o600)) // it was killed before the spool was emptied
	m.open(t)
	m.must(t, m.Append(ctx(), next('c')))
	if got := m.marks(t); got != "abc" {
		t.Errorf("%q", got)
	}
}

// TestAstray: when the journal went on elsewhere, what waited is not forced on
// it; it is kept and given out, and new acts may wait beside it.
func TestAstray(t *testing.T) {
	m := &made{}
	m.open(t)
	m.must(t, m.Append(ctx(), next('a')))
	m.must(t, m.Aside(ctx(), next('b')))
	m.must(t, m.base.Append(ctx(), next('z'))) // by another workstation
	for range 2 {
		m.open(t)
		if got := m.marks(t); got != "az" {
			t.Fatalf("%q", got)
		}
		if live, astray := m.Waiting(); live != 0 || astray != 1 {
			t.Fatalf("%d wait, %d are astray", live, astray)
		}
	}
	rows := m.Stranded()
	if len(rows) != 1 || rows[0].Tag[1] != 'b' {
		t.Fatalf("%v", rows)
	}
	if p, err := m.Part(ctx(), bytes.Repeat([]byte{'b'}, 16), 0); err != nil || len(p.Body) != 2 {
		t.Errorf("its content: %v %v", p, err)
	}
	m.base.err = storage.ErrFull
	m.must(t, m.Aside(ctx(), next('c')))
	m.open(t)
	if got := m.marks(t); got != "azc" {
		t.Errorf("%q", got)
	}
	m.must(t, m.Forget([][]byte{rows[0].Hash}))
	m.open(t)
	if live, astray := m.Waiting(); live != 1 || astray != 0 {
		t.Errorf("%d wait, %d are astray", live, astray)
	}
	m.base.err = nil
	m.must(t, m.Append(ctx(), next('d')))
	if got := m.marks(t); got != "azcd" {
		t.Errorf("%q", got)
	}
}

// TestPutBack: a journal that was put back to an older copy does not take rows
// whose place in it is another.
func TestPutBack(t *testing.T) {
	m := &made{}
	m.open(t)
	m.must(t, m.Append(ctx(), next('a')))
	m.must(t, m.Aside(ctx(), next('b')))
	b, err := sqlite.Create(ctx(), filepath.Join(t.TempDir(), "other"))
	m.must(t, err)
	defer b.Close()
	m.must(t, b.Append(ctx(), next('o')))
	m.base = &tight{Store: b}
	m.open(t)
	if got := m.marks(t); got != "o" {
		t.Errorf("%q", got)
	}
}

// TestTorn: what is not whole was never acknowledged, and what is written after it
// is read.
func TestTorn(t *testing.T) {
	m := &made{}
	m.open(t)
	m.base.err = storage.ErrReadOnly
	m.must(t, m.Aside(ctx(), next('a')))
	end := m.file.end
	m.must(t, m.Aside(ctx(), next('b')))
	whole, err := os.ReadFile(m.path)
	m.must(t, err)
	for at := end; at < m.file.end; at += 7 {
		torn := bytes.Clone(whole)
		for i := at; i < m.file.end; i++ {
			torn[i] = 0
		}
		m.must(t, os.WriteFile(m.path, torn, 0o600))
		m.open(t)
		if got := m.marks(t); got != "a" {
			t.Fatalf("cut at %d: %q", at, got)
		}
		m.must(t, m.Aside(ctx(), next('c')))
		m.open(t)
		if got := m.marks(t); got != "ac" {
			t.Fatalf("cut at %d, then written: %q", at, got)
		}
	}
}

// TestFull: a full spool says so and keeps what it has; its file never grows.
func TestFull(t *testing.T) {
	m := &made{}
	m.open(t)
	m.base.err = storage.ErrFull
	n := 0
	var err error
	for ; err == nil; n++ {
		err = m.Aside(ctx(), func(p storage.Place) (storage.Batch, error) {
			r := row(p.Last+1, 'f')
			r.Body = bytes.Repeat([]byte{1}, 20_000)
			return storage.Batch{Rows: []storage.Row{r}}, nil
		})
	}
	if !errors.Is(err, storage.ErrFull) || n < 10 {
		t.Fatal(n, err)
	}
	m.open(t)
	if live, _ := m.Waiting(); live != n-1 {
		t.Errorf("%d of %d wait", live, n-1)
	}
	if i, err := os.Stat(m.path); err != nil || i.Size() != Size {
		t.Errorf("%v %v", i.Size(), err)
	}
}

// TestCannotWait: an act that makes keys has to stand in the journal.
func TestCannotWait(t *testing.T) {
	m := &made{}
	m.open(t)
	for name, b := range map[string]storage.Batch{
		"nothing": {}, "a grant": {Rows: []storage.Row{row(1, 'a')}, Grants: []storage.Grant{{}}},
	} {
		if err := m.Aside(ctx(), func(storage.Place) (storage.Batch, error) { return b, nil }); !errors.Is(err, storage.ErrFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
	none, err := Over(ctx(), m.base, nil)
	m.must(t, err)
	if err := none.Aside(ctx(), next('a')); !errors.Is(err, storage.ErrFull) {
		t.Errorf("without a file: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(mark))
	b, err := encode(frame{After: 3, Hash: []byte{1}, Batch: storage.Batch{Rows: []storage.Row{row(4, 'a')}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(append([]byte(mark), b...))
	f.Add(append(append([]byte(mark), b...), b[:len(b)-1]...))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < len(mark) || len(b) > Size {
			return
		}
		fs, end := decode(b)
		if end > int64(len(b)) {
			t.Fatalf("ends at %d of %d", end, len(b))
		}
		path := filepath.Join(t.TempDir(), "spool")
		whole := make([]byte, Size)
		copy(whole, b)
		copy(whole, mark)
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Lay(path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if len(s.live) < len(fs) && bytes.HasPrefix(b, []byte(mark)) {
			t.Fatalf("%d frames of %d", len(s.live), len(fs))
		}
	})
}

func TestCutFileKeepsWhatIsWhole(t *testing.T) {
	var m made
	m.open(t)
	for _, mark := range []byte{1, 2} {
		m.base.err = storage.ErrFull
		if err := m.Aside(ctx(), next(mark)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Truncate(m.path, 2<<10); err != nil {
		t.Fatal(err)
	}
	m.open(t)
	if i, err := os.Stat(m.path); err != nil || i.Size() != Size {
		t.Errorf("the file has %d bytes, %v, want %d", i.Size(), err, Size)
	}
	if live, _ := m.Waiting(); live != 2 {
		t.Errorf("%d acts wait after the file was cut behind them, want 2", live)
	}
	if err := os.WriteFile(m.path, []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Lay(m.path); !errors.Is(err, storage.ErrFormat) {
		t.Errorf("error %v for a file that is no spool, want ErrFormat", err)
	}
}

// unread is a journal whose rows stop to be readable.
type unread struct {
	storage.Store
	after int // rows may be asked for so often
}

var errUnread = errors.New("unread")

func (s *unread) Rows(c context.Context, after uint64, limit int) ([]storage.Row, error) {
	if s.after--; s.after < 0 {
		return nil, errUnread
	}
	return s.Store.Rows(c, after, limit)
}

func TestUnreadableJournalLosesNothingThatWaits(t *testing.T) {
	var m made
	m.open(t)
	m.base.err = storage.ErrFull
	for _, mark := range []byte{1, 2, 3} {
		if err := m.Aside(ctx(), next(mark)); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 6 {
		f, err := Lay(m.path)
		if err != nil {
			t.Fatal(err)
		}
		s, err := Over(ctx(), &unread{m.base, n}, f)
		if err != nil && !errors.Is(err, errUnread) {
			t.Fatal(err)
		}
		if live, astray := s.Waiting(); live+astray != 3 {
			t.Errorf("after %d readings %d acts wait, want 3", n, live+astray)
		}
		_ = f.Close()
	}
}
