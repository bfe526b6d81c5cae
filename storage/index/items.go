package index

import (
	"corridor/app/entry"
	"corridor/app/pack"
)

// items numbers what is searched, from 1. The zero value is empty.
type items struct {
	raw  [][16]byte         // by number, one less
	odd  map[int64]entry.ID // of those whose id is no UUID
	rows map[entry.ID]int64 // nil until somebody asks
}

func (t *items) len() int { return len(t.raw) }

func (t *items) id(row int64) entry.ID {
	if id, ok := t.odd[row]; ok {
		return id
	}
	return pack.TextID(t.raw[row-1])
}

// row finds an item.
func (t *items) row(id entry.ID) (int64, bool) {
	if t.rows == nil {
		t.rows = make(map[entry.ID]int64, len(t.raw))
		for i := range t.raw {
			t.rows[t.id(int64(i+1))] = int64(i + 1)
		}
	}
	r, ok := t.rows[id]
	return r, ok
}

// add finds an item, or numbers it.
func (t *items) add(id entry.ID) int64 {
	if r, ok := t.row(id); ok {
		return r
	}
	r := t.put(id)
	t.rows[id] = r
	return r
}

func (t *items) put(id entry.ID) int64 {
	raw, ok := pack.RawID(id)
	t.raw = append(t.raw, raw)
	r := int64(len(t.raw))
	if !ok {
		if t.odd == nil {
			t.odd = map[int64]entry.ID{}
		}
		t.odd[r] = id
	}
	return r
}

// pack writes the items for unpackItems.
func (t *items) pack() []byte {
	var w pack.Writer
	w.Int(len(t.raw))
	for i := range t.raw {
		w.ID(t.id(int64(i + 1)))
	}
	return w.Bytes()
}

func unpackItems(b []byte) (t items, err error) {
	r := pack.Read(b)
	t.raw = make([][16]byte, 0, r.Count())
	for range cap(t.raw) {
		t.put(r.ID())
	}
	return t, r.End()
}
