package risk

import (
	"encoding/binary"
	"fmt"
	"math"
)

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

// matrix reads a matrix for rows of bytes in which zero stands for nought.
func (r *encoderReader) matrix(in, out int, zero int32) matrix {
	m := matrix{in: in, out: out, scale: r.floats(out), bias: r.floats(out)}
	if rows := r.take(in * out); r.err == nil {
		m.pack(rows, zero, hasAVX2)
	}
	return m
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
		l.qkv, l.out = r.matrix(in, 3*in, zeroSigned), r.matrix(in, encoderWidth, zeroSigned)
		if in != encoderWidth {
			m := r.matrix(in, encoderWidth, zeroSigned)
			l.across = &m
		}
		l.inner = r.evening(encoderWidth)
		l.up, l.dn = r.matrix(encoderWidth, ff, zeroSigned), r.matrix(ff, encoderWidth, zeroPositive)
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
