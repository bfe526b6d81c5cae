package risk

import "encoding/binary"

// matrix is a linear map whose rows are bytes above 128. It is laid out in one of two
// ways, for the processor at hand: in quads, or in lanes.
type matrix struct {
	in, out     int
	scale, bias []float32 // by row
	// quads holds strips of rows: for each four places of the first row of the strip
	// a word of four signed bytes, then those of the second row, and so on; then the
	// next four places. start is what each sum begins with, to make up for the bytes
	// that it is multiplied by standing above a nought that is not 0.
	quads []uint32
	start []int32
	// lanes holds three rows to a row of words: 21 bits for each, so that the products
	// of 64 places with bytes below 128 add up without a carry.
	lanes []uint64
}

const (
	tile      = 4  // pieces that are worked on together
	strip     = 32 // rows that are worked on together
	laneBits  = 21
	laneMask  = 1<<laneBits - 1
	laneBlock = 64 // places before a lane could carry
)

// signs are the top bits of four bytes: to turn them makes signed bytes of bytes
// above 128.
const signs = 0x80808080

// pack lays rows out; zero is what stands for nought in the bytes to come.
func (m *matrix) pack(rows string, zero int32, quads bool) {
	m.start = make([]int32, m.out)
	for o := range m.out {
		sum := int32(0)
		for _, c := range []byte(rows[o*m.in : (o+1)*m.in]) {
			sum += int32(c)
		}
		m.start[o] = zero * (int32(m.in)*middle - sum)
	}
	if quads {
		m.packQuads(rows)
	} else {
		m.packLanes(rows)
	}
}

func (m *matrix) packQuads(rows string) {
	m.quads = make([]uint32, m.out*m.in/4)
	for o := range m.out {
		row, to := []byte(rows[o*m.in:(o+1)*m.in]), m.quads[o/strip*strip*m.in/4+o%strip:]
		for i := 0; i < m.in; i += 4 {
			to[i/4*strip] = binary.LittleEndian.Uint32(row[i:]) ^ signs
		}
	}
}

func (m *matrix) packLanes(rows string) {
	m.lanes = make([]uint64, (m.out+2)/3*m.in)
	for o := range m.out {
		row, at := rows[o*m.in:(o+1)*m.in], m.lanes[o/3*m.in:][:m.in]
		for i := range at {
			at[i] |= uint64(row[i]) << (o % 3 * laneBits)
		}
	}
}

// quantised is a row of bytes below 128 for each piece.
type quantised struct {
	bytes  []byte    // rows that follow each other, filled up to whole tiles
	scales []float32 // by piece, filled up likewise
}

// What stands for nought in bytes: half-way for places that may be below it.
const (
	zeroSigned   = 64
	zeroPositive = 0
)

// set rounds n rows.
func (q *quantised) set(x []float32, n, width int, zero int32) {
	full := (n + tile - 1) / tile * tile
	q.bytes, q.scales = room(&q.bytes, full*width), room(&q.scales, full)
	clear(q.bytes[n*width:])
	steps := float32(127 - zero)
	for t := range n {
		row := x[t*width:][:width]
		top := max(greatest(row), 1e-12)
		q.scales[t] = top / steps
		roundTo(q.bytes[t*width:][:width], row, steps/top, zero)
	}
	clear(q.scales[n:])
}

// times multiplies n rows by a matrix. out has room for whole tiles.
func (m *matrix) times(q *quantised, out []float32, n int) {
	if m.quads == nil {
		m.timesLanes(q, out, n)
		return
	}
	for o := 0; o < m.out; o += strip {
		quads := m.quads[o*m.in/4:][:strip*m.in/4]
		for t := 0; t < n; t += tile {
			productStrip(out[t*m.out+o:], m.out, quads, q.bytes[t*m.in:][:tile*m.in], m.in, m.start[o:], m.scale[o:], m.bias[o:], q.scales[t:])
		}
	}
}

func (m *matrix) timesLanes(q *quantised, out []float32, n int) {
	var sums [3 * tile]int32
	for t := 0; t < n; t += tile {
		rows := q.bytes[t*m.in:][:tile*m.in]
		var counts [tile]int32
		for j := range counts {
			for _, c := range rows[j*m.in:][:m.in] {
				counts[j] += int32(c)
			}
		}
		for o := 0; o < m.out; o += 3 {
			productGo(&sums, m.lanes[o/3*m.in:][:m.in], rows, m.in)
			for j := range tile {
				for r := range min(3, m.out-o) {
					whole := m.start[o+r] + sums[r*tile+j] - middle*counts[j]
					out[(t+j)*m.out+o+r] = float32(float32(float32(whole)*q.scales[t+j])*m.scale[o+r]) + m.bias[o+r]
				}
			}
		}
	}
}
