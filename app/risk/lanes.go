package risk

import "encoding/binary"

// middle is the byte that stands for nothing in a row.
const middle = 128

// lanes adds up rows of bytes, eight at a time: each sum has sixteen bits, so that
// 256 rows fit before they must be poured out.
type lanes struct {
	even, odd []uint64
	n         int
}

const lanesFull = 256

func newLanes(length int) lanes {
	return lanes{even: make([]uint64, length/8), odd: make([]uint64, length/8)}
}

// add takes a row in and reports whether the lanes are full.
func (l *lanes) add(row []byte) bool {
	const mask = 0x00ff00ff00ff00ff
	even, odd := l.even, l.odd[:len(l.even)]
	for i := range even {
		v := binary.LittleEndian.Uint64(row[8*i:])
		even[i] += v & mask
		odd[i] += v >> 8 & mask
	}
	l.n++
	return l.n == lanesFull
}

// pour adds the sums, times step, to z and empties the lanes. z may be shorter than
// the rows.
func (l *lanes) pour(z []float32, step float32) {
	if l.n == 0 {
		return
	}
	zero := float32(middle * l.n)
	for i := range l.even {
		even, odd := l.even[i], l.odd[i]
		for k := range 4 {
			if at := 8*i + 2*k; at < len(z) {
				z[at] += step * (float32(even>>(16*k)&0xffff) - zero)
			}
			if at := 8*i + 2*k + 1; at < len(z) {
				z[at] += step * (float32(odd>>(16*k)&0xffff) - zero)
			}
		}
		l.even[i], l.odd[i] = 0, 0
	}
	l.n = 0
}

type pair struct {
	key  uint64 // not 0
	sign int32
}

// pairTable finds the sign of a pair by open addressing.
type pairTable struct {
	slots []pair
	shift uint
}

func newPairTable(list []pair) pairTable {
	t := pairTable{shift: 63}
	size := 2
	for size < 2*len(list) {
		size *= 2
		t.shift--
	}
	t.slots = make([]pair, size)
	for _, p := range list {
		i := t.at(p.key)
		for t.slots[i].key != 0 {
			i = (i + 1) & (size - 1)
		}
		t.slots[i] = p
	}
	return t
}

func (t *pairTable) at(key uint64) int { return int(key * 0x9e3779b97f4a7c15 >> t.shift) }

// find gives the sign of a pair, or -1.
func (t *pairTable) find(key uint64) int32 {
	for i := t.at(key); ; i = (i + 1) & (len(t.slots) - 1) {
		switch t.slots[i].key {
		case key:
			return t.slots[i].sign
		case 0:
			return -1
		}
	}
}
