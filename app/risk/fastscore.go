package risk

import (
	"math"
	"strconv"
	"time"
)

// scorer is the model laid out for reading text: every sign has the weights of
// all questions side by side, and every word knows its signs.
type scorer struct {
	targets int
	dense   []float32 // by dimension, then target
	sparse  []float32 // by sign, then target
	words   map[string]wordSigns
	list    []wordSigns // by number, from 1
	pairs   map[uint64]int32
	class   []int32 // sign of a class, or -1
	sign    map[string]int
}

type wordSigns struct {
	id                  int32 // for pairs
	vector              int32 // -1: none that counts
	word, narrow, broad int32 // signs, or -1
}

func (e *Engine) newScorer() *scorer {
	m := e.model
	if len(m.Targets) == 0 {
		return nil
	}
	n := len(m.Targets)
	s := &scorer{targets: n, words: make(map[string]wordSigns, len(e.vectors.index)), pairs: map[uint64]int32{}, sign: m.index}
	s.dense = make([]float32, vectorSize*n)
	s.sparse = make([]float32, len(m.Signs)*n)
	for t := range n {
		for d, x := range m.Dense[t] {
			s.dense[d*n+t] = float32(x)
		}
		for i, x := range m.Sparse[t] {
			s.sparse[i*n+t] = float32(x)
		}
	}
	narrow, broad := s.groupSigns()
	for w, vi := range e.vectors.index {
		ws := wordSigns{id: int32(len(s.words)), vector: -1, word: -1, narrow: -1, broad: -1}
		if !dull(w) {
			g := e.vectors.groups[vi]
			ws.vector, ws.narrow, ws.broad = vi, narrow[g.narrow], broad[g.wide]
		}
		s.words[w] = ws
	}
	s.readSigns(m.Signs)
	s.class = make([]int32, len(e.classNames))
	for i, name := range e.classNames {
		s.class[i] = s.find("c:" + name)
	}
	return s
}

func (s *scorer) groupSigns() (narrow, broad []int32) {
	narrow, broad = make([]int32, 1<<16), make([]int32, 256)
	for i := range narrow {
		narrow[i] = -1
	}
	for i := range broad {
		broad[i] = s.find("K:" + strconv.Itoa(i))
	}
	for sign, i := range s.sign {
		if len(sign) > 2 && sign[:2] == "k:" {
			if k, err := strconv.Atoi(sign[2:]); err == nil && k < len(narrow) {
				narrow[k] = int32(i)
			}
		}
	}
	return narrow, broad
}

func (s *scorer) readSigns(signs []string) {
	for i, sign := range signs {
		switch sign[:2] {
		case "w:":
			ws := s.entry(sign[2:])
			ws.word = int32(i)
			s.words[sign[2:]] = ws
		case "b:":
			for j := 3; j < len(sign); j++ {
				if sign[j] == ' ' {
					a, b := s.entry(sign[2:j]), s.entry(sign[j+1:])
					s.pairs[uint64(a.id)<<32|uint64(b.id)] = int32(i)
					break
				}
			}
		}
	}
}

// entry makes sure that a word is known.
func (s *scorer) entry(w string) wordSigns {
	ws, ok := s.words[w]
	if !ok {
		ws = wordSigns{id: int32(len(s.words)), vector: -1, word: -1, narrow: -1, broad: -1}
		s.words[w] = ws
	}
	return ws
}

func (s *scorer) find(sign string) int32 {
	if i, ok := s.sign[sign]; ok {
		return int32(i)
	}
	return -1
}

// scoring is the work of one window; it is kept from one window to the next.
type scoring struct {
	z    []float32
	seen []int32 // by sign: the window that counted it last
	turn int32
}

func (c *scoring) add(s *scorer, sign int32) {
	if sign < 0 || c.seen[sign] == c.turn {
		return
	}
	c.seen[sign] = c.turn
	row := s.sparse[int(sign)*s.targets : int(sign+1)*s.targets]
	for t, x := range row {
		c.z[t] += x
	}
}

// scores answers every question about a window. It agrees with what the model
// says of features().
func (m *matcher) scores(w window, live, aside []hit, received time.Time) (z []float64, words int) {
	e, s := m.e, m.e.scorer
	if m.work.seen == nil {
		m.work = scoring{z: make([]float32, s.targets), seen: make([]int32, len(e.model.Signs))}
	}
	c := &m.work
	c.turn++
	for t := range c.z {
		c.z[t] = float32(e.model.Bias[t])
	}
	words = m.scoreWords(w)
	set := newBitset(e.stride)
	for si := w.from; si < w.to; si++ {
		set.or(m.p.sents[si].classes)
	}
	set.each(e.named, func(id classID) { c.add(s, s.class[id]) })
	for _, sign := range m.pageSigns(w, received) {
		c.add(s, s.find(sign))
	}
	f := features{}
	f.hits("r:", live, w)
	f.hits("a:", aside, w)
	for _, sign := range f.signs {
		c.add(s, s.find(sign))
	}
	z = make([]float64, s.targets)
	for t := range z {
		z[t] = float64(c.z[t])
	}
	return z, words
}

// scoreWords adds what single words, pairs and the mean of their vectors weigh.
func (m *matcher) scoreWords(w window) int {
	e, s, c := m.e, m.e.scorer, &m.work
	var sum [vectorSize]int32
	words := 0
	for si := w.from; si < w.to; si++ {
		prev := int32(-1)
		for i := m.p.sents[si].from; i < m.p.sents[si].to; i++ {
			t := &m.p.tokens[i]
			if t.model == 0 {
				prev = -1
				continue
			}
			ws := &s.list[t.model]
			if ws.vector >= 0 {
				v := e.vectors.data[int(ws.vector)*vectorSize : int(ws.vector+1)*vectorSize]
				for d := range sum {
					sum[d] += int32(v[d])
				}
				words++
			}
			c.add(s, ws.word)
			c.add(s, ws.narrow)
			c.add(s, ws.broad)
			if prev >= 0 {
				if b, ok := s.pairs[uint64(prev)<<32|uint64(ws.id)]; ok {
					c.add(s, b)
				}
			}
			prev = ws.id
		}
	}
	if words == 0 {
		return 0
	}
	norm := 0.0
	for _, x := range sum {
		norm += float64(x) * float64(x)
	}
	scale := float32(10 / max(math.Sqrt(norm), 1))
	for d, x := range sum {
		v := float32(x) * scale
		row := s.dense[d*s.targets : (d+1)*s.targets]
		for t, k := range row {
			c.z[t] += k * v
		}
	}
	return words
}
