package risk

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

// TestLanesAddUp holds the sums of bytes to sums of numbers, past the point where
// the lanes are full.
func TestLanesAddUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const length, shown = 24, 21
	const rows = 3*lanesFull + 7
	data := make([]byte, rows*length)
	l := newLanes(data, length)
	got, want := make([]float32, shown), make([]int, shown)
	for at := 0; at < len(data); at += length {
		row := data[at:][:length]
		for i := range row {
			row[i] = byte(rng.Uint32())
			if i < shown {
				want[i] += int(row[i]) - middle
			}
		}
		if l.add(at) {
			l.pour(got, 0.5)
		}
	}
	l.pour(got, 0.5)
	for i := range got {
		if got[i] != float32(want[i])/2 {
			t.Fatalf("column %d: %v, want %v", i, got[i], float32(want[i])/2)
		}
	}
}

func TestTables(t *testing.T) {
	var words wordTable
	var pairs []pair
	for i := range 5000 {
		s := "w" + strconv.Itoa(i*i)
		if n := words.add(s); int(n) != i || words.add(s) != n {
			t.Fatalf("%s has number %d, want %d", s, n, i)
		}
		pairs = append(pairs, pair{uint64(i+1)<<32 | uint64(7*i+1), int32(i)})
	}
	kept := words.clone()
	words.add("another")
	table := newPairTable(pairs)
	for i := range 5000 {
		s := "w" + strconv.Itoa(i*i)
		if words.findString(s) != int32(i) || kept.find([]byte(s)) != int32(i) {
			t.Fatalf("%s is not found", s)
		}
		if got := table.find(pairs[i].key); got != int32(i) {
			t.Fatalf("pair %d is %d", i, got)
		}
	}
	if kept.findString("another") != -1 || words.findString("w2") != -1 || table.find(3) != -1 || new(wordTable).findString("x") != -1 {
		t.Error("what was never filed is found")
	}
}
