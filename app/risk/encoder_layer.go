package risk

import (
	"math"
	"sync"
)

// encoderWork holds the room that one reading needs; readings hand it on.
type encoderWork struct {
	x, y, normed, qkv, mixed, inner []float32
	rows                            quantised
	keys, weight                    []float32
}

var encoderRooms = sync.Pool{New: func() any { return &encoderWork{} }}

// room gives a list n places, with what they happen to hold.
func room[T any](list *[]T, n int) []T {
	if cap(*list) < n {
		*list = make([]T, n+n/4)
	}
	*list = (*list)[:n]
	return *list
}

// run takes n rows through a layer. What it gives lies in w until the next layer.
func (l *encoderLayer) run(w *encoderWork, x []float32, n int) []float32 {
	in, full := l.qkv.in, (n+tile-1)/tile*tile
	normed := room(&w.normed, n*in)
	l.before.apply(normed, x, n)
	w.rows.set(normed, n, in, zeroSigned)
	qkv := room(&w.qkv, full*3*in)
	l.qkv.times(&w.rows, qkv, n)
	mixed := room(&w.mixed, n*in)
	w.attend(mixed, qkv, n, in)
	y := room(&w.y, full*encoderWidth)
	w.rows.set(mixed, n, in, zeroSigned)
	l.out.times(&w.rows, y, n)
	if l.across != nil {
		wide := room(&w.inner, full*encoderWidth)
		w.rows.set(x, n, in, zeroSigned)
		l.across.times(&w.rows, wide, n)
		x = wide
	}
	add(y[:n*encoderWidth], x)
	normed = room(&w.normed, n*encoderWidth)
	l.inner.apply(normed, y, n)
	w.rows.set(normed, n, encoderWidth, zeroSigned)
	inner := room(&w.inner, full*l.up.out)
	l.up.times(&w.rows, inner, n)
	for i, v := range inner {
		inner[i] = max(v, 0)
	}
	w.rows.set(inner, n, l.up.out, zeroPositive)
	down := room(&w.mixed, full*encoderWidth)
	l.dn.times(&w.rows, down, n)
	add(y[:n*encoderWidth], down)
	w.x, w.y = w.y, w.x
	return y
}

func add(to, from []float32) {
	from = from[:len(to)]
	for i := range to {
		to[i] += from[i]
	}
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

// attend lets every piece look at every other.
func (w *encoderWork) attend(out, qkv []float32, n, width int) {
	size, stride := width/encoderHeads, 3*width
	scale := float32(1 / math.Sqrt(float64(size)))
	full := (n + 7) / 8 * 8
	keys, weight := room(&w.keys, size*full), room(&w.weight, full)
	for h := range encoderHeads {
		for u := range n {
			for d, v := range qkv[u*stride+width+h*size:][:size] {
				keys[d*full+u] = v
			}
		}
		for d := range size {
			clear(keys[d*full+n : (d+1)*full])
		}
		for t := range n {
			combine(weight, qkv[t*stride+h*size:][:size], keys, full)
			softmax(weight[:n], scale)
			combine(out[t*width+h*size:][:size], weight[:n], qkv[2*width+h*size:], stride)
		}
	}
}

// softmax turns scores, times scale, into parts of one.
func softmax(x []float32, scale float32) {
	top := float32(math.Inf(-1))
	for i, v := range x {
		x[i] = v * scale
		top = max(top, x[i])
	}
	sum := float32(0)
	for i, v := range x {
		x[i] = exp(v - top)
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
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

// parts of a power of two that exp knows by heart.
const expParts = 32

// expTable holds two to the power of i/expParts.
var expTable = func() (t [expParts]float64) {
	const step = 1.0218971486541166782 // two to the power of 1/32
	t[0] = 1
	for i := 1; i < expParts; i++ {
		t[i] = float64(t[i-1] * step)
	}
	return t
}()

// exp gives e to the power of x, for x of nought or less, in the same way on every
// machine.
func exp(x float32) float32 {
	if x < -80 {
		return 0
	}
	k := int(float64(float64(x)*(expParts*math.Log2E)) - 0.5)
	r := float64(x) - float64(float64(k)*(math.Ln2/expParts))
	sum := 1 + float64(r*(1+float64(r*(0.5+float64(r*(1.0/6))))))
	power := math.Float64frombits(uint64(k>>5+1023) << 52)
	return float32(float64(expTable[k&(expParts-1)]*power) * sum)
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

// moments gives the mean of x and one over its spread. Its length is a multiple of four.
func moments(x []float32) (mean, spread float64) {
	var sum, square [4]float64
	for i := 0; i+4 <= len(x); i += 4 {
		v := x[i:][:4]
		sum[0] += float64(v[0])
		sum[1] += float64(v[1])
		sum[2] += float64(v[2])
		sum[3] += float64(v[3])
	}
	mean = (sum[0] + sum[1] + (sum[2] + sum[3])) / float64(len(x))
	for i := 0; i+4 <= len(x); i += 4 {
		v := x[i:][:4]
		a, b, c, d := float64(v[0])-mean, float64(v[1])-mean, float64(v[2])-mean, float64(v[3])-mean
		square[0] += float64(a * a)
		square[1] += float64(b * b)
		square[2] += float64(c * c)
		square[3] += float64(d * d)
	}
	return mean, 1 / math.Sqrt((square[0]+square[1]+(square[2]+square[3]))/float64(len(x))+levelFloor)
}
