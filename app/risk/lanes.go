package risk

import "encoding/binary"

// middle is the byte that stands for nothing in a row.
const middle = 128

// lanes adds up rows of bytes that lie about in data: each sum has sixteen bits, so
// that 256 rows fit before they must be poured out.
type lanes struct {
	data      []byte
	even, odd []uint64
	at        []uint32 // where the rows start that are still to be added up
}

const lanesFull = 256

// newLanes adds up rows of length bytes, a multiple of eight.
func newLanes(data []byte, length int) lanes {
	return lanes{data: data, even: make([]uint64, length/8), odd: make([]uint64, length/8), at: make([]uint32, 0, lanesFull)}
}

// add notes a row and reports whether the lanes are full.
func (l *lanes) add(at int) bool {
	l.at = append(l.at, uint32(at))
	return len(l.at) == lanesFull
}

// pour adds the sums, times step, to z and empties the lanes. z may be shorter than
// the rows.
func (l *lanes) pour(z []float32, step float32) {
	if len(l.at) == 0 {
		return
	}
	sumRows(l.even, l.odd, l.data, l.at)
	zero := float32(middle * len(l.at))
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
	}
	l.at = l.at[:0]
}

// sumRowsGo adds up the even and the odd bytes of rows apart, in lanes of sixteen bits.
func sumRowsGo(even, odd []uint64, data []byte, at []uint32) {
	const mask = 0x00ff00ff00ff00ff
	clear(even)
	clear(odd)
	odd = odd[:len(even)]
	for _, from := range at {
		row := data[from:][:8*len(even)]
		for i := range even {
			v := binary.LittleEndian.Uint64(row[8*i:])
			even[i] += v & mask
			odd[i] += v >> 8 & mask
		}
	}
}
