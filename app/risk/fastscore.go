package risk

import (
	"sort"
	"strconv"
	"strings"
	"time"
)

// scorer is the model laid out by word: every word knows its signs.
type scorer struct {
	*weighed
	words map[string]int32 // number of a word, from 1
	stems map[string]int32 // number of a stem, for words that are not filed
	list  []wordSigns      // by number
	pairs map[uint64]int32 // sign of two stems
	class []int32          // sign of a class, or -1
	sign  map[string]int32 // signs that are looked up by name
	name  int32            // the number of the word that stands for names
}

type wordSigns struct {
	vector                 int32 // -1: none
	word, group, stem, not int32 // signs, or -1
	stemID                 int32 // for pairs; 0: in no pair
}

func blankSigns() wordSigns {
	return wordSigns{vector: -1, word: -1, group: -1, stem: -1, not: -1}
}

func (e *Engine) newScorer() *scorer {
	m := e.model
	if m.empty() {
		return nil
	}
	s := &scorer{weighed: m, words: make(map[string]int32, len(e.vectors.words)+1024), pairs: map[uint64]int32{}, sign: map[string]int32{}}
	groups := make([]int32, 1<<16)
	for i := range groups {
		groups[i] = -1
	}
	word, stems, not := map[string]int32{}, map[string]int32{}, map[string]int32{}
	ids := map[string]int32{}
	id := func(st string) int32 {
		n, ok := ids[st]
		if !ok {
			n = int32(len(ids) + 1)
			ids[st] = n
		}
		return n
	}
	for i, sign := range m.signs {
		rest := sign[2:]
		switch sign[0] {
		case 'w':
			word[rest] = int32(i)
		case 's':
			stems[rest] = int32(i)
		case 'n':
			not[rest] = int32(i)
		case 'k':
			if k, err := strconv.Atoi(rest); err == nil && k < len(groups) {
				groups[k] = int32(i)
			}
		case 'p':
			a, b, _ := strings.Cut(rest, " ")
			s.pairs[uint64(id(a))<<32|uint64(id(b))] = int32(i)
		default:
			s.sign[sign] = int32(i)
		}
	}
	s.list = append(s.list, blankSigns())
	file := func(w string) *wordSigns {
		n, ok := s.words[w]
		if !ok {
			n = int32(len(s.list))
			s.words[w] = n
			ws := blankSigns()
			st := stem(w)
			if at, ok := stems[st]; ok {
				ws.stem = at
			}
			if at, ok := not[st]; ok {
				ws.not = at
			}
			ws.stemID = ids[st]
			if at, ok := word[w]; ok {
				ws.word = at
			}
			s.list = append(s.list, ws)
		}
		return &s.list[n]
	}
	for i, w := range e.vectors.words {
		ws := file(w)
		ws.vector = int32(i)
		if !dull(w) {
			ws.group = groups[e.vectors.groups[i].narrow]
		}
	}
	for w := range word {
		file(w)
	}
	s.stems = make(map[string]int32, len(ids))
	for _, list := range []map[string]int32{stems, not, ids} {
		for st := range list {
			if s.stems[st] != 0 {
				continue
			}
			if n, ok := s.words[st]; ok && s.list[n].vector >= 0 {
				s.stems[st] = n // a word that gives way to its stem
				continue
			}
			ws := blankSigns()
			if at, ok := stems[st]; ok {
				ws.stem = at
			}
			if at, ok := not[st]; ok {
				ws.not = at
			}
			ws.stemID = ids[st]
			s.stems[st] = int32(len(s.list))
			s.list = append(s.list, ws)
		}
	}
	for _, w := range e.spelling {
		file(w)
	}
	for _, w := range e.plain {
		file(w)
	}
	file(nameWord)
	s.name = s.words[nameWord]
	s.class = make([]int32, len(e.classNames))
	for i, name := range e.classNames {
		s.class[i] = s.find("c:" + name)
	}
	return s
}

func (s *scorer) find(sign string) int32 {
	if i, ok := s.sign[sign]; ok {
		return i
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
	k := s.scale[sign]
	n := s.width()
	row := s.rows[int(sign)*n:][:n]
	z := c.z[:n]
	for t, x := range row {
		z[t] += k * float32(x)
	}
}

// scores answers every question about a window. It agrees with what the model
// says of features(). words is how many of them have a vector.
func (m *matcher) scores(w window, live, aside []hit, received time.Time) (z []float64, words int) {
	e, s := m.e, m.e.scorer
	if m.work.seen == nil {
		m.work = scoring{z: make([]float32, s.width()), seen: make([]int32, len(s.signs))}
	}
	c := &m.work
	c.turn++
	copy(c.z, s.bias)
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
	return s.finish(c.z), words
}

// modelNumber is the number of the word that a token stands for, 0 for none.
func (s *scorer) number(t *token) int32 {
	if t.extra&(1<<className) != 0 {
		return s.name
	}
	return t.model
}

// scoreWords adds what words, pairs and the mean of their vectors weigh.
func (m *matcher) scoreWords(w window) int {
	e, s, c := m.e, m.e.scorer, &m.work
	var sum [vectorSize]int32
	words := 0
	for si := w.from; si < w.to; si++ {
		sent := &m.p.sents[si]
		var last [pairReach]int32 // stems of the words before
		for i := sent.from; i < sent.to; i++ {
			ws := &s.list[s.number(&m.p.tokens[i])]
			if ws.vector >= 0 {
				r := int32(e.vectors.groups[ws.vector].rarity)
				for d, x := range e.vectors.row(ws.vector) {
					sum[d] += int32(x) * r
				}
				words++
			}
			c.add(s, ws.word)
			c.add(s, ws.group)
			c.add(s, ws.stem)
			if ws.not >= 0 && m.denied(sent, i) {
				c.add(s, ws.not)
			}
			if ws.stemID != 0 {
				for _, b := range last {
					if b != 0 {
						if at, ok := s.pairs[uint64(b)<<32|uint64(ws.stemID)]; ok {
							c.add(s, at)
						}
					}
				}
			}
			copy(last[1:], last[:pairReach-1])
			last[0] = ws.stemID
		}
	}
	if words == 0 {
		return 0
	}
	mean := normal(&sum)
	n := s.width()
	for d, v := range mean {
		row := s.dense[d*n : (d+1)*n]
		for t, k := range row {
			c.z[t] += k * v
		}
	}
	return words
}

const citedWords = 3

// weightiest gives the words of a window that weighed most for a question, in the
// order of the text. There is always at least one. It asks how the answer changes
// with each word's own signs, as far as the hidden units are awake.
func (m *matcher) weightiest(target, words int, w window) []run {
	type heavy struct {
		at int32
		z  float32
	}
	s := m.e.scorer
	n, width := len(s.targets), s.width()
	slope := make([]float32, width) // of the answer, by place in a row
	slope[target] = 1
	for h := range s.hidden {
		if m.work.z[n+h] > 0 {
			slope[n+h] = s.head[h*n+target]
		}
	}
	weight := func(sign int32) float32 {
		if sign < 0 {
			return 0
		}
		z := float32(0)
		for t, x := range s.rows[int(sign)*width:][:width] {
			z += slope[t] * float32(x)
		}
		return z * s.scale[sign]
	}
	var dense [vectorSize]float32
	for d := range dense {
		for t, x := range s.dense[d*width : (d+1)*width] {
			dense[d] += slope[t] * x
		}
	}
	var list []heavy
	first, last := m.p.sents[w.from].from, m.p.sents[w.to-1].to
	for i := first; i < last; i++ {
		ws := &s.list[s.number(&m.p.tokens[i])]
		z := weight(ws.word) + weight(ws.group) + weight(ws.stem)
		if ws.vector >= 0 {
			dot, r := float32(0), float32(m.e.vectors.groups[ws.vector].rarity)/255
			for d, x := range m.e.vectors.row(ws.vector) {
				dot += dense[d] * float32(x)
			}
			z += r * dot / 127 / float32(max(words, 1)) * 10
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
