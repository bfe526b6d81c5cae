package risk

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
	"time"
)

// The model is linear: signs (classes of words, rules that matched, single words
// and pairs) and the mean of word vectors are weighed and added. It was trained
// on the development corpus beside this package and nothing else; the vectors
// are public GloVe vectors, cut to the commoner words and rounded to bytes.
// It may raise a "possible" prompt; it never silences a rule.

//go:embed lexicon/vectors.bin
var vectorBytes []byte

//go:embed lexicon/model.json
var modelBytes []byte

const vectorSize = 100

type vectors struct {
	index  map[string]int32
	data   []int8
	groups []group
}

// group names the two clusters of like words that a word belongs to, a narrow
// one and a wide one.
type group struct {
	narrow uint16
	wide   uint8
}

const groupSize = 3

func readVectors(b []byte) (*vectors, error) {
	if len(b) < 4 {
		return nil, fmt.Errorf("risk: read vectors: too short")
	}
	n := int(binary.LittleEndian.Uint32(b))
	v := &vectors{index: make(map[string]int32, n), data: make([]int8, 0, n*vectorSize)}
	b = b[4:]
	for i := range n {
		if len(b) < 1 || len(b) < 1+int(b[0])+vectorSize+groupSize {
			return nil, fmt.Errorf("risk: read vectors: cut short at word %d", i)
		}
		l := int(b[0])
		v.index[string(b[1:1+l])] = int32(i)
		for _, c := range b[1+l : 1+l+vectorSize] {
			v.data = append(v.data, int8(c))
		}
		b = b[1+l+vectorSize:]
		v.groups = append(v.groups, group{binary.LittleEndian.Uint16(b), b[2]})
		b = b[groupSize:]
	}
	return v, nil
}

// linear holds the weights of every question that the model answers.
type linear struct {
	Signs     []string  `json:"signs"`   // names of the sparse signs
	Targets   []string  `json:"targets"` // a category, or "any", "ttl", "immediate"
	Bias      weights   `json:"bias"`
	Dense     []weights `json:"dense"`  // by target: weights of the mean vector
	Sparse    []weights `json:"sparse"` // by target: weights of the signs
	Threshold weights   `json:"threshold"`
	index     map[string]int
}

func readModel(b []byte) (*linear, error) {
	m := &linear{}
	if len(bytes.TrimSpace(b)) == 0 {
		return m, nil
	}
	if err := json.Unmarshal(b, m); err != nil {
		return nil, fmt.Errorf("risk: read model: %w", err)
	}
	m.index = make(map[string]int, len(m.Signs))
	for i, s := range m.Signs {
		m.index[s] = i
	}
	return m, nil
}

// features is what one window of text offers to the model.
type features struct {
	dense [vectorSize]float64
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

// features gathers the signs of a window.
func (m *matcher) features(w window, live, aside []hit, received time.Time) *features {
	e, p := m.e, m.p
	f := &features{}
	set := newBitset(e.stride)
	var sum [vectorSize]int32
	for si := w.from; si < w.to; si++ {
		s := &p.sents[si]
		set.or(s.classes)
		prev := ""
		for i := s.from; i < s.to; i++ {
			t := &p.tokens[i]
			word := e.wordOf(p, t)
			if vi, ok := e.vectors.index[word]; ok && !dull(word) {
				v := e.vectors.data[int(vi)*vectorSize : int(vi+1)*vectorSize]
				for d, x := range v {
					sum[d] += int32(x)
				}
				f.words++
				g := e.vectors.groups[vi]
				f.signs = append(f.signs, "k:"+strconv.Itoa(int(g.narrow)), "K:"+strconv.Itoa(int(g.wide)))
			}
			f.signs = append(f.signs, "w:"+word)
			if prev != "" {
				f.signs = append(f.signs, "b:"+prev+" "+word)
			}
			prev = word
		}
	}
	if f.words > 0 {
		norm := 0.0
		for d, x := range sum {
			f.dense[d] = float64(x)
			norm += f.dense[d] * f.dense[d]
		}
		norm = math.Sqrt(norm)
		for d := range f.dense {
			f.dense[d] *= 10 / max(norm, 1)
		}
	}
	set.each(e.named, func(c classID) { f.signs = append(f.signs, "c:"+e.classNames[c]) })
	f.signs = append(f.signs, m.pageSigns(w, received)...)
	f.hits("r:", live, w)
	f.hits("a:", aside, w)
	f.signs = unique(f.signs)
	return f
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
	}
	return out
}

func (f *features) hits(mark string, hits []hit, w window) {
	for i := range hits {
		if hits[i].sent < w.from || hits[i].sent >= w.to {
			continue
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

// dull words carry no weight in the mean.
func dull(w string) bool {
	return len(w) < 2 || strings.Contains(" the of and to in is it that for on with as at by an be this from or are was were has have had but not his her he she they them him you your our we its their there then than so if ", " "+w+" ")
}

// weigh answers one question about a window.
func (m *linear) weigh(target int, f *features) float64 {
	z := m.Bias[target]
	for d, x := range f.dense {
		z += m.Dense[target][d] * x
	}
	for _, s := range f.signs {
		if i, ok := m.index[s]; ok {
			z += m.Sparse[target][i]
		}
	}
	return z
}

const citedWords = 3

// weightiest gives the words of a window that weighed most for a target, in the
// order of the text. There is always at least one.
func (m *matcher) weightiest(target, words int, w window) []run {
	type heavy struct {
		at int32
		z  float64
	}
	sc := m.e.scorer
	var list []heavy
	weight := func(sign int32) float64 {
		if sign < 0 {
			return 0
		}
		return float64(sc.sparse[int(sign)*sc.targets+target])
	}
	first, last := m.p.sents[w.from].from, m.p.sents[w.to-1].to
	for i := first; i < last; i++ {
		ws := &sc.list[m.p.tokens[i].model]
		z := weight(ws.word) + weight(ws.narrow) + weight(ws.broad)
		if ws.vector >= 0 {
			v := m.e.vectors.data[int(ws.vector)*vectorSize : int(ws.vector+1)*vectorSize]
			dot := float32(0)
			for d, x := range v {
				dot += sc.dense[d*sc.targets+target] * float32(x)
			}
			z += float64(dot) / 127 / float64(max(words, 1)) * 10
		}
		if z > 0 || len(list) == 0 {
			list = append(list, heavy{i, z})
		}
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].z > list[b].z })
	if len(list) > citedWords {
		list = list[:citedWords]
	}
	sort.Slice(list, func(a, b int) bool { return list[a].at < list[b].at })
	out := make([]run, len(list))
	for i, h := range list {
		out[i] = run{h.at, h.at + 1}
	}
	return out
}
