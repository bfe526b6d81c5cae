package storagetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"corridor/storage"
)

// Make gives an empty store, and a function that closes and opens it again.
type Make func(t *testing.T) (s storage.Store, again func() storage.Store)

// Run tries the whole contract.
func Run(t *testing.T, mk Make) {
	for name, f := range map[string]func(*testing.T, Make){
		"rows come back in order": rowsInOrder, "append is all or nothing": allOrNothing,
		"a place is taken once": onePlace, "build's error undoes": buildError,
		"content by parts": contentParts, "destroying forgets": destroying, "grants": grants,
		"pads are overwritten": pads, "meta": meta, "what stood stands after opening again": lasting,
		"appends are serialised": serialised, "a cancelled context stores nothing": cancelled,
		"limits are kept": limits, "staging": staging,
	} {
		t.Run(name, func(t *testing.T) { f(t, mk) })
	}
}

func ctx() context.Context { return context.Background() }

// row makes a row whose every column can be recognised.
func row(seq uint64) storage.Row {
	b := byte(seq)
	return storage.Row{
		Seq: seq, Compartment: bytes.Repeat([]byte{0xc0, b}, 8), Epoch: uint32(seq) + 1, Prev: bytes.Repeat([]byte{1, b}, 16),
		BodyHash: bytes.Repeat([]byte{2, b}, 16), Hash: bytes.Repeat([]byte{3, b}, 16), Tag: bytes.Repeat([]byte{4, b}, 16),
		Body: bytes.Repeat([]byte{5, b}, 300),
	}
}

func put(t *testing.T, s storage.Store, b storage.Batch) {
	t.Helper()
	if err := s.Append(ctx(), func(storage.Place) (storage.Batch, error) { return b, nil }); err != nil {
		t.Fatal(err)
	}
}

func same(a, b storage.Row) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

func rowsInOrder(t *testing.T, mk Make) {
	s, _ := mk(t)
	if last, err := s.Last(ctx()); last != 0 || err != nil {
		t.Fatal(last, err)
	}
	for _, seq := range []uint64{3, 1, 2, 1 << 40} { // gaps are allowed
		put(t, s, storage.Batch{Rows: []storage.Row{row(seq)}})
	}
	rows, err := s.Rows(ctx(), 0, 100)
	if err != nil || len(rows) != 4 {
		t.Fatal(len(rows), err)
	}
	for i, seq := range []uint64{1, 2, 3, 1 << 40} {
		if !same(rows[i], row(seq)) {
			t.Errorf("row %d came back as %+v", seq, rows[i])
		}
	}
	if rows, err = s.Rows(ctx(), 2, 1); err != nil || len(rows) != 1 || rows[0].Seq != 3 {
		t.Errorf("after 2: %+v %v", rows, err)
	}
	if last, err := s.Last(ctx()); last != 1<<40 || err != nil {
		t.Error(last, err)
	}
	err = s.Append(ctx(), func(p storage.Place) (storage.Batch, error) {
		if p.Last != 1<<40 {
			t.Errorf("an append sees %d as last", p.Last)
		}
		return storage.Batch{}, nil
	})
	if err != nil {
		t.Error(err)
	}
}

func allOrNothing(t *testing.T, mk Make) {
	s, _ := mk(t)
	put(t, s, storage.Batch{Rows: []storage.Row{row(1)}})
	id := bytes.Repeat([]byte{7}, 16)
	err := s.Append(ctx(), func(storage.Place) (storage.Batch, error) {
		return storage.Batch{
			Parts:  []storage.Part{{ID: id, BodyHash: id, Body: id}},
			Keys:   []storage.ContentKey{{ID: id, Compartment: id, Epoch: 1, Packet: id}},
			Grants: []storage.Grant{{Compartment: id, Epoch: 1, Packet: id}},
			Rows:   []storage.Row{row(2), row(1)},
		}, nil
	})
	if !errors.Is(err, storage.ErrExists) {
		t.Fatalf("a taken place: %v", err)
	}
	if rows, _ := s.Rows(ctx(), 0, 9); len(rows) != 1 {
		t.Errorf("%d rows", len(rows))
	}
	if _, err := s.Part(ctx(), id, 0); !errors.Is(err, storage.ErrNone) {
		t.Errorf("content stayed: %v", err)
	}
	if _, err := s.ContentKey(ctx(), id); !errors.Is(err, storage.ErrNone) {
		t.Errorf("a key stayed: %v", err)
	}
	if gs, err := s.Grants(ctx(), id); len(gs) != 0 || err != nil {
		t.Errorf("a grant stayed: %v %v", gs, err)
	}
}

func onePlace(t *testing.T, mk Make) {
	s, _ := mk(t)
	put(t, s, storage.Batch{Rows: []storage.Row{row(1)}})
	other := row(2)
	other.Seq = 1
	err := s.Append(ctx(), func(storage.Place) (storage.Batch, error) { return storage.Batch{Rows: []storage.Row{other}}, nil })
	if !errors.Is(err, storage.ErrExists) {
		t.Fatal(err)
	}
	rows, err := s.Rows(ctx(), 0, 9)
	if err != nil || len(rows) != 1 || !same(rows[0], row(1)) {
		t.Errorf("the row was replaced: %+v %v", rows, err)
	}
	err = s.Append(ctx(), func(storage.Place) (storage.Batch, error) { return storage.Batch{Rows: []storage.Row{row(0)}}, nil })
	if err == nil {
		t.Error("place 0 was given")
	}
}

func buildError(t *testing.T, mk Make) {
	s, _ := mk(t)
	mine := errors.New("mine")
	if err := s.Append(ctx(), func(storage.Place) (storage.Batch, error) { return storage.Batch{Rows: []storage.Row{row(1)}}, mine }); !errors.Is(err, mine) {
		t.Fatal(err)
	}
	put(t, s, storage.Batch{Rows: []storage.Row{row(1)}})
}

func contentParts(t *testing.T, mk Make) {
	s, _ := mk(t)
	id := bytes.Repeat([]byte{7}, 16)
	var b storage.Batch
	for i := range 3 {
		b.Parts = append(b.Parts, storage.Part{ID: id, Part: i, BodyHash: []byte{byte(i)}, Body: bytes.Repeat([]byte{byte(i)}, 1<<20)})
	}
	b.Keys = []storage.ContentKey{{ID: id, Compartment: []byte("c"), Epoch: 4, Packet: []byte("p")}}
	put(t, s, b)
	p, err := s.Part(ctx(), id, 2)
	if err != nil || len(p.Body) != 1<<20 || p.Body[0] != 2 || p.BodyHash[0] != 2 {
		t.Fatal(len(p.Body), err)
	}
	hs, whole, err := s.Hashes(ctx(), id)
	if err != nil || !whole || len(hs) != 3 || hs[1][0] != 1 {
		t.Error(hs, whole, err)
	}
	k, err := s.ContentKey(ctx(), id)
	if err != nil || k.Epoch != 4 || string(k.Packet) != "p" || string(k.Compartment) != "c" {
		t.Errorf("%+v %v", k, err)
	}
	if _, err := s.Part(ctx(), id, 3); !errors.Is(err, storage.ErrNone) {
		t.Error(err)
	}
	first := firstParts(t, s, []byte("none"), id)
	if len(first) != 1 || first[string(id)] != string(make([]byte, 1<<20)) {
		t.Errorf("first parts of %d pieces", len(first))
	}
	if hs, whole, err := s.Hashes(ctx(), []byte("none")); len(hs) != 0 || whole || err != nil {
		t.Error(hs, whole, err)
	}
}

// firstParts gives bodies by id; "none" for a piece that has lost its body, and
// "destroyed". It asks for so many others too that no store takes them at once.
func firstParts(t *testing.T, s storage.Store, ids ...[]byte) map[string]string {
	t.Helper()
	for i := range 5000 {
		ids = append(ids, fmt.Appendf(nil, "nobody %d", i))
	}
	out := map[string]string{}
	err := s.FirstParts(ctx(), ids, func(id, body []byte, destroyed bool) {
		switch {
		case destroyed:
			out[string(id)] = "destroyed"
		case body == nil:
			out[string(id)] = "none"
		default:
			out[string(id)] = string(body)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func destroying(t *testing.T, mk Make) {
	s, again := mk(t)
	keep, lose := bytes.Repeat([]byte{8}, 16), bytes.Repeat([]byte{9}, 16)
	for _, id := range [][]byte{keep, lose} {
		put(t, s, storage.Batch{
			Parts: []storage.Part{{ID: id, Part: 0, BodyHash: []byte("h0"), Body: []byte("b0")}, {ID: id, Part: 1, BodyHash: []byte("h1"), Body: []byte("b1")}},
			Keys:  []storage.ContentKey{{ID: id, Compartment: id, Epoch: 1, Packet: []byte("p")}},
		})
	}
	if err := s.Destroy(ctx(), [][]byte{lose}); err != nil {
		t.Fatal(err)
	}
	s = again()
	if k, err := s.ContentKey(ctx(), lose); err != nil || k.Packet != nil {
		t.Errorf("the key stands: %+v %v", k, err)
	}
	p, err := s.Part(ctx(), lose, 1)
	if err != nil || p.Body != nil || string(p.BodyHash) != "h1" {
		t.Errorf("part %+v %v", p, err)
	}
	if hs, whole, err := s.Hashes(ctx(), lose); len(hs) != 2 || whole || err != nil {
		t.Error(hs, whole, err)
	}
	if k, err := s.ContentKey(ctx(), keep); err != nil || k.Packet == nil {
		t.Errorf("another key went too: %+v %v", k, err)
	}
	if got := firstParts(t, s, lose, keep); len(got) != 2 || got[string(lose)] != "destroyed" || got[string(keep)] != "b0" {
		t.Errorf("first parts: %q", got)
	}
}

func grants(t *testing.T, mk Make) {
	s, _ := mk(t)
	a, b := bytes.Repeat([]byte{0xa}, 16), bytes.Repeat([]byte{0xb}, 16)
	put(t, s, storage.Batch{Grants: []storage.Grant{{Compartment: a, Epoch: 2, Packet: []byte("a2")}, {Compartment: a, Epoch: 1, Packet: []byte("a1")}, {Compartment: b, Epoch: 1, Packet: []byte("b1")}}})
	gs, err := s.Grants(ctx(), a)
	if err != nil || len(gs) != 2 || gs[0].Epoch != 1 || string(gs[1].Packet) != "a2" {
		t.Errorf("%+v %v", gs, err)
	}
	cs, err := s.Compartments(ctx())
	if err != nil || len(cs) != 2 || !bytes.Equal(cs[0], a) {
		t.Errorf("%x %v", cs, err)
	}
}

func pads(t *testing.T, mk Make) {
	s, _ := mk(t)
	a, d := []byte("author"), []byte("draft")
	if b, err := s.Pad(ctx(), a, d); b != nil || err != nil {
		t.Fatal(b, err)
	}
	for _, body := range []string{"one", "two"} {
		if err := s.PutPad(ctx(), a, d, []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if b, err := s.Pad(ctx(), a, d); string(b) != "two" || err != nil {
		t.Error(string(b), err)
	}
	if b, err := s.Pad(ctx(), []byte("other"), d); b != nil || err != nil {
		t.Error("another's pad", b, err)
	}
	if err := s.DropPad(ctx(), a, d); err != nil {
		t.Error(err)
	}
	if b, err := s.Pad(ctx(), a, d); b != nil || err != nil {
		t.Error(b, err)
	}
	if err := s.DropPad(ctx(), a, d); err != nil {
		t.Error("dropping nothing", err)
	}
}

func meta(t *testing.T, mk Make) {
	s, again := mk(t)
	if _, err := s.Meta(ctx(), "k"); !errors.Is(err, storage.ErrNone) {
		t.Error(err)
	}
	for _, v := range []string{"1", "2"} {
		if err := s.SetMeta(ctx(), "k", []byte(v)); err != nil {
			t.Fatal(err)
		}
	}
	if v, err := again().Meta(ctx(), "k"); string(v) != "2" || err != nil {
		t.Error(string(v), err)
	}
}

func lasting(t *testing.T, mk Make) {
	s, again := mk(t)
	for seq := uint64(1); seq <= 600; seq++ {
		put(t, s, storage.Batch{Rows: []storage.Row{row(seq)}})
	}
	rows, err := again().Rows(ctx(), 0, 1000)
	if err != nil || len(rows) != 600 {
		t.Fatal(len(rows), err)
	}
	for i, r := range rows {
		if !same(r, row(uint64(i)+1)) {
			t.Fatalf("row %d differs", i+1)
		}
	}
}

func serialised(t *testing.T, mk Make) {
	s, _ := mk(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 10 {
				err := s.Append(ctx(), func(p storage.Place) (storage.Batch, error) {
					return storage.Batch{Rows: []storage.Row{row(p.Last + 1)}}, nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		}()
	}
	wg.Wait()
	if last, err := s.Last(ctx()); last != 80 || err != nil {
		t.Error(last, err)
	}
}

func cancelled(t *testing.T, mk Make) {
	s, _ := mk(t)
	c, cancel := context.WithCancel(ctx())
	err := s.Append(c, func(storage.Place) (storage.Batch, error) {
		cancel()
		return storage.Batch{Rows: []storage.Row{row(1)}}, nil
	})
	last, e := s.Last(ctx())
	if e != nil || (err == nil) != (last == 1) {
		t.Errorf("append said %v, and the journal ends at %d (%v)", err, last, e)
	}
}

func limits(t *testing.T, mk Make) {
	s, _ := mk(t)
	put(t, s, storage.Batch{Rows: []storage.Row{row(1), row(2)}})
	if rows, err := s.Rows(ctx(), 1<<63, 10); len(rows) != 0 || err != nil {
		t.Error(rows, err)
	}
	if rows, err := s.Rows(ctx(), 0, 0); len(rows) != 0 || err != nil {
		t.Error(rows, err)
	}
	big := row(1 << 63)
	if err := s.Append(ctx(), func(storage.Place) (storage.Batch, error) { return storage.Batch{Rows: []storage.Row{big}}, nil }); err == nil {
		t.Error("a place beyond every database was given")
	}
}

func staging(t *testing.T, mk Make) {
	s, again := mk(t)
	id, other := bytes.Repeat([]byte{8}, 16), bytes.Repeat([]byte{9}, 16)
	stage := func(id []byte, from, to int) {
		t.Helper()
		var ps []storage.Part
		for i := from; i < to; i++ {
			ps = append(ps, storage.Part{ID: id, Part: i, BodyHash: []byte{byte(i)}, Body: []byte{1, byte(i)}})
		}
		if err := s.Stage(ctx(), ps); err != nil {
			t.Fatal(err)
		}
	}
	wait := func(want int) {
		t.Helper()
		if ids, err := s.Staged(ctx()); err != nil || len(ids) != want {
			t.Errorf("%d staged, not %d: %v", len(ids), want, err)
		}
	}
	wait(0)
	stage(id, 0, 2)
	stage(id, 2, 3)
	stage(other, 0, 1)
	wait(2)
	put(t, s, storage.Batch{Rows: []storage.Row{row(1)}, Staged: [][]byte{id},
		Keys: []storage.ContentKey{{ID: id, Compartment: []byte("c"), Epoch: 1, Packet: []byte("p")}}})
	s = again()
	if hs, whole, err := s.Hashes(ctx(), id); err != nil || !whole || len(hs) != 3 {
		t.Error(hs, whole, err)
	}
	ids, err := s.Staged(ctx())
	if err != nil || len(ids) != 1 || !bytes.Equal(ids[0], other) {
		t.Fatalf("%x %v", ids, err)
	}
	for _, x := range [][]byte{other, id, []byte("none")} { // what was appended stays
		if err := s.Unstage(ctx(), x); err != nil {
			t.Error(err)
		}
	}
	wait(0)
	if hs, _, err := s.Hashes(ctx(), other); err != nil || len(hs) != 0 {
		t.Error("what was staged for nothing is still there", err)
	}
	if hs, whole, err := s.Hashes(ctx(), id); err != nil || !whole || len(hs) != 3 {
		t.Error("what stands was forgotten", hs, whole, err)
	}
}
