package risk

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
	"sync"
)

// The encoder is a small transformer of two layers that reads the words of a window
// in their order. It began as the Universal Sentence Encoder (Lite) and was trained
// further on the texts beside this package by encoder.py. All products of its large
// matrices are sums of whole numbers, and everything else is added up in a fixed
// order, so that every machine gives the same answer.

//go:embed lexicon/encoder.bin
var encoderBytes string

// shipped is the encoder beside this package.
var shipped = &encoderFile{raw: encoderBytes}

const (
	encoderMark   = "corridor risk encoder 2\n"
	encoderPieces = 192 // a window is cut to this many pieces
	encoderHeads  = 4
	encoderIn     = 256 // width of the first layer
	encoderWidth  = 512 // width of the second layer and of what comes out
)

// encoderFile is an encoder that is laid out for reading when it is first asked.
type encoderFile struct {
	raw  string
	once sync.Once
	enc  *encoder
	err  error
}

// get gives the encoder; no bytes, or bytes that cannot be read, give none. That the
// bytes beside this package can be read is held by a test.
func (f *encoderFile) get() *encoder {
	f.once.Do(func() {
		if len(f.raw) > 0 {
			f.enc, f.err = readEncoder(f.raw)
		}
	})
	return f.enc
}

// matrix holds a linear map in bytes above 128, three rows to a row of words: 21 bits
// for each, so that the products of 64 places with bytes below 128 add up without a
// carry. sums corrects for the 128.
type matrix struct {
	in, out int
	packed  []uint64  // by three rows, then by place
	scale   []float32 // by row
	bias    []float32
	sums    []int32 // of each row's bytes
}

const (
	laneBits  = 21
	laneMask  = 1<<laneBits - 1
	laneBlock = 64 // places before a lane could carry
	tile      = 4  // pieces that are worked on together
)

type evening struct{ scale, bias []float32 }

type encoderLayer struct {
	before, inner    evening
	qkv, out, up, dn matrix
	across           *matrix // brings what comes in to the width of what goes out
}

// encoder is a model laid out for reading. It is not changed by reading.
type encoder struct {
	pieces    pieces
	embedding string // by piece, bytes above 128
	embScale  []float32
	timing    []float32 // by position
	layers    [2]encoderLayer
	targets   int
	head      []float32 // by target: for the mean, then for the greatest
	bias      []float32
	blend     []float32 // by target: for the model's answer, the encoder's, and a constant
	joint     joining
	threshold []float32 // by target, of the two together
}

// encoderReader takes the parts of the file in their order.
type encoderReader struct {
	b   string
	err error
}

func (r *encoderReader) take(n int) string {
	if r.err != nil || n < 0 || n > len(r.b) {
		if r.err == nil {
			r.err = fmt.Errorf("risk: read encoder: %d bytes are wanted, %d are left", n, len(r.b))
		}
		return ""
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *encoderReader) number() int {
	s := r.take(4)
	if s == "" {
		return 0
	}
	return int(binary.LittleEndian.Uint32([]byte(s)))
}

func (r *encoderReader) floats(n int) []float32 {
	s := []byte(r.take(4 * n))
	out := make([]float32, len(s)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(s[4*i:]))
	}
	return out
}

func (r *encoderReader) evening(n int) evening { return evening{r.floats(n), r.floats(n)} }

func (r *encoderReader) matrix(in, out int) matrix {
	m := matrix{in: in, out: out, scale: r.floats(out), bias: r.floats(out)}
	if rows := r.take(in * out); r.err == nil {
		m.pack(rows)
	}
	return m
}

// pack lays the rows out in lanes.
func (m *matrix) pack(rows string) {
	m.sums = make([]int32, m.out)
	m.packed = make([]uint64, (m.out+2)/3*m.in)
	for o := range m.out {
		row, at := rows[o*m.in:(o+1)*m.in], m.packed[o/3*m.in:][:m.in]
		shift, sum := uint(o%3*laneBits), int32(0)
		for i := range at {
			at[i] |= uint64(row[i]) << shift
			sum += int32(row[i])
		}
		m.sums[o] = sum
	}
}

// readEncoder reads what encoder.py writes: a mark, the counts, the pieces and their
// worth, and the numbers in the order in which they are used.
func readEncoder(b string) (*encoder, error) {
	if len(b) < len(encoderMark) || b[:len(encoderMark)] != encoderMark {
		return nil, fmt.Errorf("risk: read encoder: not an encoder of this kind")
	}
	r := &encoderReader{b: b[len(encoderMark):]}
	e := &encoder{}
	count, ff := r.number(), r.number()
	e.targets = r.number()
	if r.err == nil && (ff%laneBlock != 0 || count > 1<<16 || ff > 1<<13 || e.targets > 64) {
		return nil, fmt.Errorf("risk: read encoder: %d pieces, %d inner units, %d questions", count, ff, e.targets)
	}
	e.pieces.read(r, count)
	e.embScale, e.embedding = r.floats(count), r.take(count*encoderIn)
	e.timing = r.floats(encoderPieces * encoderIn)
	for i, in := range []int{encoderIn, encoderWidth} {
		l := &e.layers[i]
		l.before = r.evening(in)
		l.qkv, l.out = r.matrix(in, 3*in), r.matrix(in, encoderWidth)
		if in != encoderWidth {
			m := r.matrix(in, encoderWidth)
			l.across = &m
		}
		l.inner = r.evening(encoderWidth)
		l.up, l.dn = r.matrix(encoderWidth, ff), r.matrix(ff, encoderWidth)
	}
	e.head, e.bias = r.floats(e.targets*2*encoderWidth), r.floats(e.targets)
	e.blend = r.floats(3 * e.targets)
	e.joint = r.joining(e.targets)
	e.threshold = r.floats(e.targets)
	if r.err == nil && len(r.b) > 0 {
		r.err = fmt.Errorf("risk: read encoder: %d bytes too many", len(r.b))
	}
	if r.err != nil {
		return nil, r.err
	}
	return e, nil
}

// encoding is what the encoder makes of one window.
type encoding struct {
	e     *encoder
	words []int32   // by piece: the token that it belongs to
	last  []float32 // by piece, what comes out of the last layer
	z     []float32 // by target
	// What the head took, to say which words weighed.
	meanScale, topScale float32
	top                 []int32 // by place: the piece that is greatest there
}

// read runs the encoder over pieces; words says which token each belongs to.
func (e *encoder) read(ids, words []int32) *encoding {
	n := len(ids)
	if n == 0 {
		return nil
	}
	x := make([]float32, n*encoderIn)
	for t, id := range ids {
		row, scale := e.embedding[int(id)*encoderIn:][:encoderIn], 2*e.embScale[id]
		at, time := x[t*encoderIn:][:encoderIn], e.timing[t*encoderIn:][:encoderIn]
		for d := range at {
			at[d] = float32(scale*float32(int32(row[d])-middle)) + time[d]
		}
	}
	var w encoderWork
	for i := range e.layers {
		x = e.layers[i].run(&w, x, n)
	}
	g := &encoding{e: e, words: words, last: x}
	g.finish(n)
	return g
}

// finish takes the mean and the greatest of every place over the pieces, brings each
// to one size, and answers the questions.
func (g *encoding) finish(n int) {
	e := g.e
	var mean, top [encoderWidth]float32
	g.top = make([]int32, encoderWidth)
	copy(top[:], g.last[:encoderWidth])
	for t := range n {
		row := g.last[t*encoderWidth:][:encoderWidth]
		for d, v := range row {
			mean[d] += v
			if v > top[d] {
				top[d], g.top[d] = v, int32(t)
			}
		}
	}
	for d := range mean {
		mean[d] /= float32(n)
	}
	g.meanScale, g.topScale = level(mean[:]), level(top[:])
	g.z = make([]float32, e.targets)
	for k := range g.z {
		row := e.head[k*2*encoderWidth:][:2*encoderWidth]
		g.z[k] = e.bias[k] + dot(row[:encoderWidth], mean[:]) + dot(row[encoderWidth:], top[:])
	}
}

// weights says how much each token weighed for a question, by what its pieces gave
// to the mean and to the greatest.
func (g *encoding) weights(target int, add func(token int32, z float32)) {
	row := g.e.head[target*2*encoderWidth:][:2*encoderWidth]
	n := len(g.words)
	for t, word := range g.words {
		out := g.last[t*encoderWidth:][:encoderWidth]
		z := float32(dot(row[:encoderWidth], out)*g.meanScale) / float32(n)
		for d, at := range g.top {
			if at == int32(t) {
				z += float32(float32(row[encoderWidth+d]*out[d]) * g.topScale)
			}
		}
		add(word, z)
	}
}

// level brings a row to a mean of nought and a spread of one, and gives what it was
// multiplied by.
func level(x []float32) float32 {
	mean, spread := moments(x)
	for d, v := range x {
		x[d] = float32((float64(v) - mean) * spread)
	}
	return float32(spread)
}

const levelFloor = 1e-6

func moments(x []float32) (mean, spread float64) {
	sum, square := 0.0, 0.0
	for _, v := range x {
		sum += float64(v)
	}
	mean = sum / float64(len(x))
	for _, v := range x {
		d := float64(v) - mean
		square += float64(d * d)
	}
	return mean, 1 / math.Sqrt(square/float64(len(x))+levelFloor)
}

// encoderWork holds the room that the layers share.
type encoderWork struct {
	normed []float32
	bytes  []byte    // by tile, place, piece of the tile
	scales []float32 // by piece
	counts []int32   // by piece: the sum of its numbers
	base   int32     // what stands for nought in bytes
	qkv    []float32
	mixed  []float32
	inner  []float32
	weight [encoderPieces]float32
}

func room(list *[]float32, n int) []float32 {
	if cap(*list) < n {
		*list = make([]float32, n)
	}
	*list = (*list)[:n]
	return *list
}

func (l *encoderLayer) run(w *encoderWork, x []float32, n int) []float32 {
	in := l.qkv.in
	normed := room(&w.normed, n*in)
	l.before.apply(normed, x, n)
	qkv := room(&w.qkv, n*3*in)
	w.quantise(normed, n, in, false)
	l.qkv.times(w, qkv, n)
	mixed := room(&w.mixed, n*in)
	w.attend(mixed, qkv, n, in)
	y := make([]float32, n*encoderWidth)
	w.quantise(mixed, n, in, false)
	l.out.times(w, y, n)
	if l.across != nil {
		wide := room(&w.inner, n*encoderWidth)
		w.quantise(x, n, in, false)
		l.across.times(w, wide, n)
		x = wide
	}
	for i, v := range x {
		y[i] += v
	}
	normed = room(&w.normed, n*encoderWidth)
	l.inner.apply(normed, y, n)
	w.quantise(normed, n, encoderWidth, false)
	inner := room(&w.inner, n*l.up.out)
	l.up.times(w, inner, n)
	for i, v := range inner {
		inner[i] = max(v, 0)
	}
	w.quantise(inner, n, l.up.out, true)
	down := room(&w.mixed, n*encoderWidth)
	l.dn.times(w, down, n)
	for i, v := range down {
		y[i] += v
	}
	return y
}

func (m evening) apply(out, x []float32, n int) {
	width := len(m.scale)
	for t := range n {
		row, to := x[t*width:][:width], out[t*width:][:width]
		mean, spread := moments(row)
		for d, v := range row {
			to[d] = float32(float32((float64(v)-mean)*spread)*m.scale[d]) + m.bias[d]
		}
	}
}

// quantise turns rows into bytes below 128: above 64 for those that may be below
// nought, above 0 for the others. Missing pieces of the last tile are left at 0.
func (w *encoderWork) quantise(x []float32, n, width int, positive bool) {
	tiles := (n + tile - 1) / tile
	if need := tiles * tile * width; cap(w.bytes) < need {
		w.bytes = make([]byte, need)
	} else {
		w.bytes = w.bytes[:need]
		clear(w.bytes[(tiles-1)*tile*width:])
	}
	w.scales = room(&w.scales, n)
	w.counts = append(w.counts[:0], make([]int32, n)...)
	steps, zero := float32(63), int32(64)
	if positive {
		steps, zero = 127, 0
	}
	for t := range n {
		row := x[t*width:][:width]
		top := float32(1e-12)
		for _, v := range row {
			top = max(top, v, -v)
		}
		up := steps / top
		w.scales[t] = top / steps
		to := w.bytes[t/tile*tile*width+t%tile:]
		sum := int32(0)
		for d, v := range row {
			q := int32(float32(v*up)+128.5) - 128 + zero
			to[d*tile] = byte(q)
			sum += q - zero
		}
		w.counts[t] = sum
	}
	w.base = zero
}

// times multiplies the rows in hand by a matrix.
func (m *matrix) times(w *encoderWork, out []float32, n int) {
	var sums [3 * tile]int32
	for o := 0; o < m.out; o += 3 {
		rows := m.packed[o/3*m.in:][:m.in]
		lanes := min(3, m.out-o)
		for t := 0; t < n; t += tile {
			product(&sums, rows, w.bytes[t*m.in:][:tile*m.in])
			for j := range min(tile, n-t) {
				for r := range lanes {
					whole := sums[r*tile+j] - w.base*m.sums[o+r] - middle*w.counts[t+j]
					out[(t+j)*m.out+o+r] = float32(float32(float32(whole)*w.scales[t+j])*m.scale[o+r]) + m.bias[o+r]
				}
			}
		}
	}
}

// product multiplies three rows of a matrix by the pieces of a tile.
func product(sums *[3 * tile]int32, rows []uint64, bytes []byte) {
	clear(sums[:])
	for len(rows) >= laneBlock && len(bytes) >= tile*laneBlock {
		w, a := rows[:laneBlock], bytes[:tile*laneBlock]
		var s0, s1, s2, s3 uint64
		for i, x := range w {
			q := a[tile*i:][:tile:tile]
			s0 += x * uint64(q[0])
			s1 += x * uint64(q[1])
			s2 += x * uint64(q[2])
			s3 += x * uint64(q[3])
		}
		for j, s := range [tile]uint64{s0, s1, s2, s3} {
			sums[j] += int32(s & laneMask)
			sums[tile+j] += int32(s >> laneBits & laneMask)
			sums[2*tile+j] += int32(s >> (2 * laneBits))
		}
		rows, bytes = rows[laneBlock:], bytes[tile*laneBlock:]
	}
}

// attend lets every piece look at every other.
func (w *encoderWork) attend(out, qkv []float32, n, width int) {
	size := width / encoderHeads
	scale := float32(1 / math.Sqrt(float64(size)))
	stride := 3 * width
	for h := range encoderHeads {
		for t := range n {
			q := qkv[t*stride+h*size:][:size]
			weight := w.weight[:n]
			top := float32(math.Inf(-1))
			for u := range n {
				weight[u] = dot(q, qkv[u*stride+width+h*size:][:size]) * scale
				top = max(top, weight[u])
			}
			sum := float32(0)
			for u, v := range weight {
				weight[u] = exp(v - top)
				sum += weight[u]
			}
			to := out[t*width+h*size:][:size]
			clear(to)
			for u, v := range weight {
				v /= sum
				from := qkv[u*stride+2*width+h*size:][:size]
				for d, x := range from {
					to[d] += float32(v * x)
				}
			}
		}
	}
}

// dot adds up in a fixed order.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for len(a) >= 4 && len(b) >= 4 {
		s0 += float32(a[0] * b[0])
		s1 += float32(a[1] * b[1])
		s2 += float32(a[2] * b[2])
		s3 += float32(a[3] * b[3])
		a, b = a[4:], b[4:]
	}
	return s0 + s1 + (s2 + s3)
}

// exp gives e to the power of x, for x of nought or less, in the same way on every
// machine.
func exp(x float32) float32 {
	if x < -80 {
		return 0
	}
	k := math.Floor(float64(x)*math.Log2E + 0.5)
	r := float64(x) - float64(k*math.Ln2)
	sum := 1.0
	for i := 7; i > 0; i-- {
		sum = 1 + float64(float64(r*sum)/float64(i))
	}
	return float32(sum * math.Float64frombits(uint64(int64(k)+1023)<<52))
}
