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
	length int       // of a row
	words  wordTable // number of a word, less one
	list   []wordSigns
	stems  wordTable // for words that are not filed
	byStem []int32   // number of a stem
	pairs  pairTable // sign of two stems
	class  []int32   // sign of a class, or -1
	sign   map[string]int32
	name   int32 // the number of the word that stands for names
}

type wordSigns struct {
	vector                 int32 // -1: none
	word, group, stem, not int32 // signs, or -1
	stemID                 int32 // for pairs; 0: in no pair
}

// stemSigns are the signs of one stem.
type stemSigns struct{ stem, not, pairID int32 }

func (e *Engine) newScorer() *scorer {
	m := e.model
	if m.empty() {
		return nil
	}
	s := &scorer{weighed: m, length: m.stride(), sign: map[string]int32{}, stems: newWordTable(len(m.signs) / 2)}
	groups := make([]int32, 1<<16)
	for i := range groups {
		groups[i] = -1
	}
	var signs []stemSigns
	stemOf := func(st string) *stemSigns {
		n := s.stems.add(st)
		if int(n) == len(signs) {
			signs = append(signs, stemSigns{-1, -1, 0})
		}
		return &signs[n]
	}
	inPairs := int32(0)
	id := func(st string) uint64 {
		x := stemOf(st)
		if x.pairID == 0 {
			inPairs++
			x.pairID = inPairs
		}
		return uint64(x.pairID)
	}
	words := newWordTable(1 << 14)
	var wordSign []int32
	pairs := make([]pair, 0, len(m.signs))
	for i, sign := range m.signs {
		rest, at := sign[2:], int32(i)
		switch sign[0] {
		case 'w':
			words.add(rest)
			wordSign = append(wordSign, at)
		case 's':
			stemOf(rest).stem = at
		case 'n':
			stemOf(rest).not = at
		case 'k':
			if k, err := strconv.Atoi(rest); err == nil && k < len(groups) {
				groups[k] = at
			}
		case 'p':
			a, b, _ := strings.Cut(rest, " ")
			pairs = append(pairs, pair{id(a)<<32 | id(b), at})
		default:
			s.sign[sign] = at
		}
	}
	s.pairs = newPairTable(pairs)
	known := len(e.vectors.index.words)
	s.words = e.vectors.index.clone()
	s.list = make([]wordSigns, 1, known+len(e.spelling)+len(signs)+1)
	s.list[0] = wordSigns{-1, -1, -1, -1, -1, 0}
	enter := func(w string) *wordSigns {
		ws := wordSigns{-1, -1, -1, -1, -1, 0}
		if at := s.stems.findString(stem(w)); at >= 0 {
			ws.stem, ws.not, ws.stemID = signs[at].stem, signs[at].not, signs[at].pairID
		}
		if at := words.findString(w); at >= 0 {
			ws.word = wordSign[at]
		}
		s.list = append(s.list, ws)
		return &s.list[len(s.list)-1]
	}
	for i, w := range e.vectors.index.words {
		ws := enter(w)
		ws.vector = int32(i)
		if !dull(w) {
			ws.group = groups[e.vectors.groups[i]]
		}
	}
	file := func(w string) {
		if n := int(s.words.add(w)) + 1; n == len(s.list) {
			enter(w)
		}
	}
	for _, w := range words.words {
		file(w)
	}
	for _, w := range e.spelling {
		file(w)
	}
	for _, w := range e.plain {
		file(w)
	}
	file(nameWord)
	s.name = s.words.findString(nameWord) + 1
	s.byStem = make([]int32, len(signs))
	for n, st := range s.stems.words {
		if at := e.vectors.index.findString(st); at >= 0 {
			s.byStem[n] = at + 1 // a word gives way to its stem where that has a vector
			continue
		}
		s.byStem[n] = int32(len(s.list))
		s.list = append(s.list, wordSigns{-1, -1, -1, signs[n].stem, signs[n].not, signs[n].pairID})
	}
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
	rows lanes // of the light signs
}

func (c *scoring) add(s *scorer, sign int32) {
	if sign < 0 || c.seen[sign] == c.turn {
		return
	}
	c.seen[sign] = c.turn
	row := s.rows[int(sign)*s.length:][:s.length]
	k := s.scale[sign]
	if k == s.step {
		if c.rows.add(row) {
			c.rows.pour(c.z, s.step)
		}
		return
	}
	for t := range c.z {
		c.z[t] += k * (float32(row[t]) - middle)
	}
}

// scores answers every question about a window. It agrees with what the model
// says of features(). words is how many of them have a vector.
func (m *matcher) scores(w window, live, aside []hit, received time.Time) (z []float64, words int) {
	e, s := m.e, m.e.scorer
	if m.work.seen == nil {
		m.work = scoring{z: make([]float32, s.width()), seen: make([]int32, len(s.signs)), rows: newLanes(s.length)}
	}
	c := &m.work
	m.scored = w
	c.turn++
	copy(c.z, s.bias)
	words = m.scoreWords(w)
	set := newBitset(e.stride)
	for si := w.from; si < w.to; si++ {
		if sent := &m.p.sents[si]; !m.setPhrases(w, sent) {
			set.or(sent.classes)
		}
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
	c.rows.pour(c.z, s.step)
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
	vecs := newLanes(vectorRow)
	var sum [vectorRow]float32
	words := 0
	for si := w.from; si < w.to; si++ {
		sent := &m.p.sents[si]
		if m.setPhrases(w, sent) {
			continue
		}
		var last [pairReach]int32 // stems of the words before
		for i := sent.from; i < sent.to; i++ {
			ws := &s.list[s.number(&m.p.tokens[i])]
			if ws.vector >= 0 {
				if vecs.add(e.vectors.row(ws.vector)) {
					vecs.pour(sum[:], 1)
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
						c.add(s, s.pairs.find(uint64(b)<<32|uint64(ws.stemID)))
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
	vecs.pour(sum[:], 1)
	var whole [vectorSize]int32
	for d := range whole {
		whole[d] = int32(sum[d])
	}
	mean := normal(&whole)
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
func (m *matcher) weightiest(target int, said *answers, w window) []run {
	type heavy struct {
		at int32
		z  float32
	}
	s := m.e.scorer
	n, width := len(s.targets), s.width()
	type place struct {
		at    int
		slope float32 // of the answer, by this place of a row
	}
	places := append(make([]place, 0, width), place{target, 1})
	for h := range s.hidden {
		if m.work.z[n+h] > 0 {
			places = append(places, place{n + h, s.head[h*n+target]})
		}
	}
	weight := func(sign int32) float32 {
		if sign < 0 {
			return 0
		}
		z, row := float32(0), s.rows[int(sign)*s.length:][:s.length]
		for _, p := range places {
			z += p.slope * (float32(row[p.at]) - middle)
		}
		return z * s.scale[sign]
	}
	var dense [vectorSize]float32
	for d := range dense {
		row := s.dense[d*width : (d+1)*width]
		for _, p := range places {
			dense[d] += p.slope * row[p.at]
		}
	}
	var list []heavy
	first, last := m.p.sents[w.from].from, m.p.sents[w.to-1].to
	share, more := said.wordWeights(target, first, last)
	for i := first; i < last; i++ {
		ws := &s.list[s.number(&m.p.tokens[i])]
		z := weight(ws.word) + weight(ws.group) + weight(ws.stem)
		if ws.vector >= 0 {
			dot := float32(0)
			for d, x := range m.e.vectors.row(ws.vector)[:vectorSize] {
				dot += dense[d] * (float32(x) - middle)
			}
			z += dot / 127 / float32(max(said.words, 1)) * 10
		}
		z *= share
		if more != nil {
			z += more[i-first]
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
