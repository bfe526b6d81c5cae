package pack

import (
	"bytes"
	"math"
	"slices"
	"testing"
	"time"

	"corridor/app/entry"
)

const uuid = entry.ID("0189f7ea-ae2f-4a52-8d3c-0123456789ab")

const hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

func sample() []byte {
	var w Writer
	w.Uint(math.MaxUint64)
	w.Int(300)
	w.Int(-1)
	w.Bool(true)
	w.Time(time.Time{})
	w.Time(time.Date(2026, 11, 23, 9, 0, 0, 7, time.FixedZone("x", 3600)))
	w.Word("kind")
	w.Word("")
	w.Word("kind")
	w.ID(uuid)
	w.ID("not a uuid")
	w.ID("0189F7EA-AE2F-4A52-8D3C-0123456789AB")
	w.Hash(hash)
	w.Hash("no hash")
	w.Rising([]uint64{1, 1, 500, math.MaxUint64})
	w.Rising(nil)
	w.Blob([]byte{1, 2, 3})
	w.IDs([]entry.ID{uuid, uuid})
	w.IDs([]entry.ID{uuid, "other", uuid})
	w.IDs(nil)
	w.Texts([]string{"one", "", "three"})
	w.Texts(nil)
	return w.Bytes()
}

func read(b []byte) (*Reader, []any) {
	r := Read(b)
	return r, []any{r.Uint(), r.Int(), r.Int(), r.Bool(), r.Time(), r.Time(), r.Word(), r.Word(), r.Word(), r.ID(), r.ID(), r.ID(), r.Hash(), r.Hash(),
		slices.Equal(r.Rising(), []uint64{1, 1, 500, math.MaxUint64}), len(r.Rising()), string(r.Blob()),
		slices.Equal(r.IDs(), []entry.ID{uuid, uuid}), slices.Equal(r.IDs(), []entry.ID{uuid, "other", uuid}), len(r.IDs()),
		slices.Equal(r.Texts(), []string{"one", "", "three"}), len(r.Texts())}
}

func TestThereAndBack(t *testing.T) {
	want := []any{uint64(math.MaxUint64), 300, 0, true, time.Time{}, time.Date(2026, 11, 23, 8, 0, 0, 7, time.UTC), "kind", "", "kind",
		uuid, entry.ID("not a uuid"), entry.ID("0189F7EA-AE2F-4A52-8D3C-0123456789AB"), hash, "no hash", true, 0, "\x01\x02\x03", true, true, 0, true, 0}
	r, got := read(sample())
	if err := r.End(); err != nil || !slices.Equal(got, want) {
		t.Fatalf("%v\n got %v\nwant %v", err, got, want)
	}
}

// Whatever is cut off or added is noticed by the end.
func TestCutOrLonger(t *testing.T) {
	whole := sample()
	for n := range whole {
		if r, _ := read(whole[:n]); r.End() == nil {
			t.Errorf("cut at %d of %d: not noticed", n, len(whole))
		}
	}
	if r, _ := read(append(bytes.Clone(whole), 0)); r.End() == nil {
		t.Error("a byte more: not noticed")
	}
}

// A count never asks for more than there is, so garbage cannot fill the memory.
func TestGreedyCounts(t *testing.T) {
	var w Writer
	w.Uint(1 << 40)
	for name, ask := range map[string]func(*Reader){
		"count": func(r *Reader) { r.Count() }, "blob": func(r *Reader) { r.Blob() }, "rising": func(r *Reader) { r.Rising() },
		"word": func(r *Reader) { r.Word() }, "ids": func(r *Reader) { r.IDs() }, "texts": func(r *Reader) { r.Texts() },
	} {
		r := Read(w.Bytes())
		if ask(r); r.Err() == nil {
			t.Errorf("%s: not refused", name)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		r, _ := read(b)
		_ = r.End()
		if r.More() {
			t.Error("more after a failed end")
		}
	})
}
