package risk

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
	"time"
)

// The model weighs signs (classes of words, rules that matched, words, stems and
// pairs of stems) and the mean of word vectors, directly and by way of one hidden
// layer that all questions share. It was trained on the texts beside this package
// and nothing else; the vectors are public GloVe vectors, cut to the commoner words
// and rounded to bytes. It may raise a prompt, and set a strong rule aside that the rest of its passage
// speaks clearly against, never in silence.

//go:embed lexicon/vectors.bin
var vectorBytes string

//go:embed lexicon/model.bin
var modelBytes []byte

const vectorSize = 100

// vectors holds the vectors of the commoner words, weighed by how rare the word
// is, as bytes above 128; the cluster of like words that each belongs to; and how
// common it is.
type vectors struct {
	index  wordTable
	data   []byte // rows of vectorRow
	groups []uint16
	ranks  []uint16 // place in the order of how common words are, divided by rankStep
}

const (
	vectorRow  = 104 // vectorSize, filled up to whole words
	groupSize  = 4
	rankStep   = 4
	commonRank = 22_000 // a word before it is taken for what it says
)

// readVectors reads the words: a byte of length, the word, its vector, its cluster
// and its rank.
func readVectors(b string) (*vectors, error) {
	if len(b) < 4 {
		return nil, fmt.Errorf("risk: read vectors: too short")
	}
	n := int(b[0]) | int(b[1])<<8 | int(b[2])<<16 | int(b[3])<<24
	if n > len(b)/(vectorSize+groupSize) {
		return nil, fmt.Errorf("risk: read vectors: %d words in %d bytes", n, len(b))
	}
	v := &vectors{index: newWordTable(n + n/4), data: make([]byte, n*vectorRow), groups: make([]uint16, n), ranks: make([]uint16, n)}
	at := 4
	for i := range n {
		if len(b) < at+1 || len(b) < at+1+int(b[at])+vectorSize+groupSize {
			return nil, fmt.Errorf("risk: read vectors: cut short at word %d", i)
		}
		l := int(b[at])
		v.index.add(b[at+1 : at+1+l])
		at += 1 + l
		copy(v.data[i*vectorRow:], b[at:at+vectorSize])
		at += vectorSize
		v.groups[i], v.ranks[i] = uint16(b[at])|uint16(b[at+1])<<8, uint16(b[at+2])|uint16(b[at+3])<<8
		at += groupSize
	}
	if len(v.index.words) != n {
		return nil, fmt.Errorf("risk: read vectors: a word stands twice")
	}
	return v, nil
}

// rank gives the place of a word in the order of how common words are, and whether
// it is a common one.
func (v *vectors) rank(s []byte) (int, bool) {
	i := v.index.find(s)
	if i < 0 {
		return 0, false
	}
	r := int(v.ranks[i]) * rankStep
	return r, r < commonRank
}

func (v *vectors) row(i int32) []byte { return v.data[int(i)*vectorRow:][:vectorRow] }

// features is what one window of text offers to the model.
type features struct {
	dense [vectorSize]float32
	signs []string
	words int
}

// window is a run of sentences that is judged together.
type window struct{ from, to int } // sentence indexes, half open

const windowTokens = 90

// windows cuts a page into runs of at most windowTokens, unless a sentence is
// longer by itself. A short text is one window.
func (p *page) windows() []window {
	if len(p.tokens) <= shortText {
		return []window{{0, len(p.sents)}}
	}
	var out []window
	from := 0
	for i := range p.sents {
		if i > from && p.sents[i].to-p.sents[from].from > windowTokens {
			out = append(out, window{from, i})
			from = i
		}
	}
	return append(out, window{from, len(p.sents)})
}

const (
	nameWord  = "<name>" // stands for every name
	pairReach = 4        // words back to which a pair of stems reaches
	negReach  = 5        // words over which a denial is felt
)

// features gathers the signs of a window by name, for training and for tests;
// scores reads the same without names.
func (m *matcher) features(w window, live, aside []hit, received time.Time) *features {
	e, p := m.e, m.p
	f := &features{}
	set := newBitset(e.stride)
	var sum [vectorSize]int32
	for si := w.from; si < w.to; si++ {
		s := &p.sents[si]
		if m.setPhrases(w, s) {
			continue
		}
		set.or(s.classes)
		var stems []string
		for i := s.from; i < s.to; i++ {
			t := &p.tokens[i]
			word := e.modelWord(p, t)
			st := stem(word)
			f.signs = append(f.signs, "s:"+st)
			if vi := e.vectors.index.findString(word); vi >= 0 {
				for d, x := range e.vectors.row(vi)[:vectorSize] {
					sum[d] += int32(x) - middle
				}
				f.words++
				if !dull(word) {
					f.signs = append(f.signs, "k:"+strconv.Itoa(int(e.vectors.groups[vi])))
				}
			}
			if !dull(word) {
				f.signs = append(f.signs, "w:"+word)
			}
			for j := max(0, len(stems)-pairReach); j < len(stems); j++ {
				f.signs = append(f.signs, "p:"+stems[j]+" "+st)
			}
			if m.denied(s, i) {
				f.signs = append(f.signs, "n:"+st)
			}
			stems = append(stems, st)
		}
	}
	f.dense = normal(&sum)
	set.each(e.named, func(c classID) { f.signs = append(f.signs, "c:"+e.classNames[c]) })
	f.signs = append(f.signs, m.pageSigns(w, received)...)
	f.hits("r:", live, w)
	f.hits("a:", aside, w)
	f.signs = unique(f.signs)
	return f
}

// setPhrases reports a sentence of boilerplate, which is no part of what the model
// weighs unless it is all there is; rules read it all the same.
func (m *matcher) setPhrases(w window, s *sentence) bool {
	return w.to-w.from > 1 && s.classes.has(m.e.scopes.boiler)
}

// denied reports a denial a few words before token i of the same clause.
func (m *matcher) denied(s *sentence, i int32) bool {
	if !s.classes.has(m.e.scopes.neg) {
		return false
	}
	for j := i - 1; j >= s.from && j >= i-negReach && m.p.tokens[j+1].join < joinClause; j-- {
		if m.e.has(m.p, j, m.e.scopes.neg) {
			return true
		}
	}
	return false
}

// normal brings a sum of vectors to one length.
func normal(sum *[vectorSize]int32) (out [vectorSize]float32) {
	norm := 0.0
	for _, x := range sum {
		norm += float64(x) * float64(x)
	}
	scale := float32(10 / max(math.Sqrt(norm), 1))
	for d, x := range sum {
		out[d] = float32(x) * scale
	}
	return out
}

// pageSigns says how the text is written and when the window speaks of.
func (m *matcher) pageSigns(w window, received time.Time) []string {
	p := m.p
	out := []string(nil)
	if p.odd {
		out = append(out, "t:odd")
	}
	if p.decoded > 2 || p.decoded > 0 && p.odd {
		out = append(out, "t:leet")
	}
	for si := w.from; si < w.to; si++ {
		s := &m.p.sents[si]
		if m.sentenceMoment(s, received, 0).immediate {
			out = append(out, "t:soon")
		}
		if got, ok := m.weekday(s, received); ok {
			out = append(out, "t:day"+strconv.FormatBool(got.immediate))
		}
		if m.underWay(s) {
			out = append(out, "t:ing")
		}
	}
	return out
}

// underWay reports that a sentence speaks of somebody doing something: "he's
// kicking the door", not "he's going to".
func (m *matcher) underWay(s *sentence) bool {
	e := m.e
	for i := s.from + 1; i < s.to; i++ {
		switch m.p.tokens[i-1].word {
		case e.wIs, e.wShes, e.wHes, e.wIm, e.wAre, e.wTheyre:
		default:
			continue
		}
		if raw := m.p.text(&m.p.tokens[i]); m.p.tokens[i-1].word != 0 && len(raw) > 5 && string(raw[len(raw)-3:]) == "ing" {
			return true
		}
	}
	return false
}

func (f *features) hits(mark string, hits []hit, w window) {
	for i := range hits {
		if hits[i].sent < w.from || hits[i].sent >= w.to {
			continue
		}
		mark := mark
		if hits[i].doubt {
			mark = "q:"
		}
		f.signs = append(f.signs, mark+hits[i].rule.name)
		for _, c := range hits[i].rule.cats {
			f.signs = append(f.signs, mark+"="+string(c))
		}
	}
}

func unique(list []string) []string {
	sort.Strings(list)
	out := list[:0]
	for i, s := range list {
		if i == 0 || s != list[i-1] {
			out = append(out, s)
		}
	}
	return out
}

func (e *Engine) wordOf(p *page, t *token) string {
	if t.word != 0 {
		return e.spelling[t.word]
	}
	return string(p.text(t))
}

// modelWord is the plain word that a token stands for.
func (e *Engine) modelWord(p *page, t *token) string {
	if t.extra&(1<<className) != 0 {
		return nameWord
	}
	return e.plainWord(e.wordOf(p, t))
}

// plainWord undoes a spelling by ear; a word that has no vector gives way to its
// stem where that has one.
func (e *Engine) plainWord(s string) string {
	if to, ok := e.plain[s]; ok {
		return to
	}
	if e.vectors.index.findString(s) < 0 {
		if st := stem(s); e.vectors.index.findString(st) >= 0 {
			return st
		}
	}
	return s
}

// dull words are no signs by themselves, though their stems are.
func dull(w string) bool {
	return len(w) < 2 || len(w) <= 5 && strings.Contains(" the of and to in is it that for on with as at by an be this from or are was were has have had but not his her he she they them him you your our we its their there then than so if ", " "+w+" ")
}

// weighed is a model laid out for reading: every sign has one row, the weights of
// all questions first and then those of the hidden units.
type weighed struct {
	targets   []string // a category, or "any", "ttl", "immediate"
	hidden    int
	bias      []float32 // by question, then hidden unit
	head      []float32 // by hidden unit, then question
	dense     []float32 // by dimension, then as a row
	threshold []float32 // by question
	signs     []string  // in order
	step      float32   // scale of the light signs
	scale     []float32 // by sign
	rows      []byte    // by sign, above 128, filled up to whole words
	float     []float32 // rows before they are rounded; only while a model is made
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
	names := strings.Join(m.signs, "\n")
	head := strings.Join(m.targets, "\n")
	for _, n := range []int{len(m.targets), m.hidden, len(m.signs), len(head), len(names)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	out = append(append(out, head...), names...)
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
	m.signs = strings.Split(string(b[n[3]:n[3]+n[4]]), "\n")
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
	if len(m.targets) != n[0] || len(m.signs) != n[2] {
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
