package vault

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"corridor/app/entry"
	"corridor/crypto/frame"
)

// lengthy is a source of so many bytes, always the same, that counts how far it was
// read.
type lengthy struct {
	size, at int64
	gen      *rand.ChaCha8
	stop     int64 // fails here; 0 for never
	closed   bool
}

var errStop = errors.New("stopped")

func (l *lengthy) Read(b []byte) (int, error) {
	if l.stop > 0 && l.at >= l.stop {
		return 0, errStop
	}
	if l.at >= l.size {
		return 0, io.EOF
	}
	b = b[:min(int64(len(b)), l.size-l.at)]
	_, _ = l.gen.Read(b)
	l.at += int64(len(b))
	return len(b), nil
}

func (l *lengthy) Close() error {
	l.closed = true
	return nil
}

func source(size, said, stop int64) (*entry.Source, *lengthy) {
	l := &lengthy{size: size, stop: stop, gen: rand.NewChaCha8([32]byte{1})}
	return &entry.Source{Size: said, Open: func() (io.ReadCloser, error) { return l, nil }}, l
}

// TestLargeContent: content that comes from a source is sealed and stored as it is
// read, a few parts at a time, and gives the same as content that was held.
func TestLargeContent(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	for _, size := range []int64{0, 1, frame.PartSize - 1, frame.PartSize, frame.PartSize + 1, 40*frame.PartSize + 17} {
		from, l := source(size, size, 0)
		var told []int64
		from.Told = func(n int64) {
			if told = append(told, n); l.at > n+stageEvery*frame.PartSize {
				t.Errorf("%d bytes are read and %d stored", l.at, n)
			}
		}
		es, err := d.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Pieces: []entry.Piece{{Role: "original", From: from}, {Role: "text", Body: []byte("beside it")}}})
		if err != nil {
			t.Fatal(size, err)
		}
		if !l.closed || len(told) == 0 || told[len(told)-1] != size {
			t.Errorf("%d bytes: closed %v, told %v", size, l.closed, told)
		}
		want := make([]byte, size)
		same, _ := source(size, size, 0)
		r, _ := same.Open()
		if _, err := io.ReadFull(r, want); err != nil {
			t.Fatal(err)
		}
		got, err := d.Content(ctx, es[0].Contents[0])
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes: %d came back: %v", size, len(got), err)
		}
		if err := errors.Join(d.CheckContents(ctx, es[0].Contents)...); err != nil {
			t.Error(err)
		}
	}
	if ids, err := d.store.Staged(ctx); err != nil || len(ids) != 0 {
		t.Errorf("%d pieces are still staged: %v", len(ids), err)
	}
}

// TestLargeContentThatFails: a source that breaks off, changes or is cancelled
// leaves neither an entry nor parts.
func TestLargeContentThatFails(t *testing.T) {
	d := found1(t)
	const size = 20 * frame.PartSize
	cancelled, cancel := context.WithCancel(context.Background())
	defer cancel()
	for name, c := range map[string]struct {
		size, said, stop int64
		ctx              context.Context
	}{
		"breaks off": {size, size, size / 2, context.Background()},
		"is shorter": {size - 1, size, 0, context.Background()},
		"is longer":  {size + 1, size, 0, context.Background()},
		"cancelled":  {size, size, 0, cancelled},
	} {
		from, l := source(c.size, c.said, c.stop)
		from.Told = func(n int64) {
			if name == "cancelled" && n >= size/2 {
				cancel()
			}
		}
		seq, _ := d.Head()
		_, err := d.Append(c.ctx, entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Pieces: []entry.Piece{{Role: "original", From: from}}})
		if err == nil || !l.closed {
			t.Errorf("%s: %v, closed %v", name, err, l.closed)
		}
		if name == "cancelled" && !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		if now, _ := d.Head(); now != seq {
			t.Errorf("%s: an entry was appended", name)
		}
		if ids, err := d.store.Staged(context.Background()); err != nil || len(ids) != 0 {
			t.Errorf("%s: %d pieces are still staged: %v", name, len(ids), err)
		}
	}
}

// TestStagedByAProgramThatWasKilled: what it left is forgotten at the next opening.
func TestStagedByAProgramThatWasKilled(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	from, _ := source(12*frame.PartSize, 12*frame.PartSize, 0)
	p, err := d.prepare(ctx, entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Compartment: d.common, Pieces: []entry.Piece{{Role: "original", From: from}}}, d.now())
	if err != nil {
		t.Fatal(err)
	}
	id := p.pieces[0].raw
	d.reopen(t)
	if hs, _, err := d.store.Hashes(ctx, id[:]); err != nil || len(hs) != 0 {
		t.Errorf("%d parts are left: %v", len(hs), err)
	}
	if ids, _ := d.store.Staged(ctx); len(ids) != 0 {
		t.Errorf("%d pieces are still staged", len(ids))
	}
}
