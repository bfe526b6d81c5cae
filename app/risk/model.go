package risk

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

// The model weighs signs (classes of words, rules that matched, words, stems and
// pairs of stems) and the mean of word vectors, directly and by way of one hidden
// layer that all questions share. It was trained on the texts beside this package
// and nothing else; the vectors are public GloVe vectors, cut to the commoner words
// and rounded to bytes. It may raise a prompt, and set a strong rule aside that the rest of its passage
// speaks clearly against, never in silence.

//go:embed lexicon/model.bin
var modelBytes []byte

// weighed is a model laid out for reading: every sign has one row, the weights of
// all questions first and then those of the hidden units.
type weighed struct {
	targets   []string // a category, or "any", "ttl", "immediate"
	hidden    int
	bias      []float32 // by question, then hidden unit
	head      []float32 // by hidden unit, then question
	dense     []float32 // by dimension, then as a row
	threshold []float32 // by question
	names     string    // of the signs, in order, parted by new lines
	count     int       // of the signs
	step      float32   // scale of the light signs
	scale     []float32 // by sign
	rows      []byte    // by sign, above 128, filled up to whole words
	float     []float32 // rows before they are rounded; only while a model is made
}

// signs lists the names of the signs in their order.
func (m *weighed) signs() []string {
	if m.count == 0 {
		return nil
	}
	return strings.Split(m.names, "\n")
}

func (m *weighed) width() int { return len(m.targets) + m.hidden }

// stride is the length of a row in bytes.
func (m *weighed) stride() int { return (m.width() + 7) / 8 * 8 }

// heavy tells rules, classes and the like from words. A text has few of them, and
// they weigh much, so each row has a scale of its own; words share one, so that
// their rows add up as bytes.
func heavy(sign string) bool {
	switch sign[0] {
	case 'r', 'a', 'q', 'c', 't':
		return true
	}
	return false
}

func (m *weighed) empty() bool { return len(m.targets) == 0 }

const modelMark = "corridor risk model 3\n"

// write gives the bytes that readModel reads: a mark, the counts, the names, and
// the numbers, all little-endian.
func (m *weighed) write() []byte {
	out := []byte(modelMark)
	head := strings.Join(m.targets, "\n")
	for _, n := range []int{len(m.targets), m.hidden, m.count, len(head), len(m.names)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	out = append(append(out, head...), m.names...)
	for _, list := range [][]float32{m.bias, m.head, m.dense, m.threshold, {m.step}, m.scale} {
		for _, x := range list {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
		}
	}
	return append(out, m.rows...)
}

// readModel reads a model; no bytes give an empty one, which answers nothing.
func readModel(b []byte) (*weighed, error) {
	m := &weighed{}
	if len(b) == 0 {
		return m, nil
	}
	if len(b) < len(modelMark)+20 || string(b[:len(modelMark)]) != modelMark {
		return nil, fmt.Errorf("risk: read model: not a model of this kind")
	}
	b = b[len(modelMark):]
	var n [5]int
	for i := range n {
		n[i] = int(binary.LittleEndian.Uint32(b[4*i:]))
	}
	b = b[20:]
	width := n[0] + n[1]
	want := n[3] + n[4] + 4*(width+n[1]*n[0]+vectorSize*width+n[0]+1+n[2]) + n[2]*((width+7)/8*8)
	if len(b) != want {
		return nil, fmt.Errorf("risk: read model: %d bytes, %d are wanted", len(b), want)
	}
	m.hidden = n[1]
	m.targets = strings.Split(string(b[:n[3]]), "\n")
	m.names, m.count = string(b[n[3]:n[3]+n[4]]), n[2]
	b = b[n[3]+n[4]:]
	floats := func(k int) []float32 {
		out := make([]float32, k)
		for i := range out {
			out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
		b = b[4*k:]
		return out
	}
	m.bias, m.head, m.dense = floats(width), floats(n[1]*n[0]), floats(vectorSize*width)
	m.threshold, m.step, m.scale = floats(n[0]), floats(1)[0], floats(n[2])
	m.rows = b
	if len(m.targets) != n[0] || m.count > 0 && strings.Count(m.names, "\n") != m.count-1 {
		return nil, fmt.Errorf("risk: read model: the names do not fit the counts")
	}
	return m, nil
}

// finish turns the sums of a window into the answer to every question.
func (m *weighed) finish(sum []float32) []float64 {
	n := len(m.targets)
	for h, x := range sum[n:] {
		if x <= 0 {
			continue
		}
		for t, k := range m.head[h*n : (h+1)*n] {
			sum[t] += k * x
		}
	}
	out := make([]float64, n)
	for t := range out {
		out[t] = float64(sum[t])
	}
	return out
}
