package risk

import (
	_ "embed"
	"slices"
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
	w := encoderRooms.Get().(*encoderWork)
	defer encoderRooms.Put(w)
	x := room(&w.x, n*encoderIn)
	for t, id := range ids {
		row, scale := e.embedding[int(id)*encoderIn:][:encoderIn], 2*e.embScale[id]
		at, time := x[t*encoderIn:][:encoderIn], e.timing[t*encoderIn:][:encoderIn]
		for d := range at {
			at[d] = float32(scale*float32(int32(row[d])-middle)) + time[d]
		}
	}
	for i := range e.layers {
		x = e.layers[i].run(w, x, n)
	}
	g := &encoding{e: e, words: words, last: slices.Clone(x[:n*encoderWidth])}
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
