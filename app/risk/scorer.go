package risk

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// scorer is the model laid out by word: every word knows its signs.
type scorer struct {
	*weighed
	length int       // of a row
	words  wordTable // number of a word, less one; only while an engine is compiled
	list   []wordSigns
	stems  wordTable // for words that are not filed
	byStem []int32   // number of a stem
	joined []pair    // sign of two stems
	pairs  pairTable // the same, for finding
	class  []int32   // sign of a class, or -1
	rule   []ruleSigns
	page   pageSigns
	name   int32 // the number of the word that stands for names
	rooms  *sync.Pool
}

type wordSigns struct {
	vector                 int32 // -1: none
	word, group, stem, not int32 // signs, or -1
	stemID                 int32 // for pairs; 0: in no pair
}

var noSigns = wordSigns{-1, -1, -1, -1, -1, 0}

// ruleSigns are the signs of a rule that matched, one that was set aside, and one that
// is doubtful: its own, then those of its categories.
type ruleSigns [3][]int32

const (
	signLive = iota
	signAside
	signDoubt
)

// pageSigns are the signs of how a text is written and when it speaks of.
type pageSigns struct{ odd, leet, soon, dayFalse, dayTrue, underWay int32 }

// stemSigns are the signs of one stem.
type stemSigns struct{ stem, not, pairID int32 }

// signBook is what the names of the signs say, while a scorer is made of them.
type signBook struct {
	s        *scorer
	other    map[string]int32 // of no word
	groups   []int32
	stems    []stemSigns // by number in s.stems
	inPairs  int32
	words    wordTable // that have a sign of their own
	wordSign []int32
}

func (b *signBook) stem(st string) *stemSigns {
	n := b.s.stems.add(st)
	if int(n) == len(b.stems) {
		b.stems = append(b.stems, stemSigns{-1, -1, 0})
	}
	return &b.stems[n]
}

func (b *signBook) pairID(st string) uint64 {
	x := b.stem(st)
	if x.pairID == 0 {
		b.inPairs++
		x.pairID = b.inPairs
	}
	return uint64(x.pairID)
}

func (b *signBook) read(signs []string) {
	for i, sign := range signs {
		rest, at := sign[2:], int32(i)
		switch sign[0] {
		case 'w':
			b.words.add(rest)
			b.wordSign = append(b.wordSign, at)
		case 's':
			b.stem(rest).stem = at
		case 'n':
			b.stem(rest).not = at
		case 'k':
			if k, err := strconv.Atoi(rest); err == nil && k < len(b.groups) {
				b.groups[k] = at
			}
		case 'p':
			one, other, _ := strings.Cut(rest, " ")
			b.s.joined = append(b.s.joined, pair{b.pairID(one)<<32 | b.pairID(other), at})
		default:
			b.other[sign] = at
		}
	}
}

func (b *signBook) find(sign string) int32 {
	if i, ok := b.other[sign]; ok {
		return i
	}
	return -1
}

// word gives the signs of a word.
func (b *signBook) word(w string) wordSigns {
	ws := noSigns
	if at := b.s.stems.findString(stem(w)); at >= 0 {
		ws.stem, ws.not, ws.stemID = b.stems[at].stem, b.stems[at].not, b.stems[at].pairID
	}
	if at := b.words.findString(w); at >= 0 {
		ws.word = b.wordSign[at]
	}
	return ws
}

func (e *Engine) newScorer() *scorer {
	m := e.model
	s := &scorer{weighed: m, stems: newWordTable(m.count / 8)}
	book := &signBook{s: s, other: map[string]int32{}, groups: make([]int32, 1<<16), words: newWordTable(1 << 14)}
	for i := range book.groups {
		book.groups[i] = -1
	}
	book.read(m.signs())
	s.words = e.vectors.words.clone()
	s.list = append(s.list, noSigns)
	for i := range e.vectors.at {
		w := e.vectors.words.word(int32(i))
		ws := book.word(w)
		ws.vector = int32(i)
		if !dull(w) {
			ws.group = book.groups[e.vectors.group(int32(i))]
		}
		s.list = append(s.list, ws)
	}
	file := func(w string) {
		if n := int(s.words.add(w)) + 1; n == len(s.list) {
			s.list = append(s.list, book.word(w))
		}
	}
	for i := range book.words.len() {
		file(book.words.word(int32(i)))
	}
	for _, w := range e.spelling[1:] {
		file(w)
	}
	for _, w := range slices.Sorted(maps.Values(e.plain)) {
		file(w)
	}
	file(nameWord)
	s.name = s.words.findString(nameWord) + 1
	for n := range s.stems.len() {
		if at := e.vectors.find(s.stems.at(int32(n))); at >= 0 {
			s.byStem = append(s.byStem, at+1) // a word gives way to its stem where that has a vector
			continue
		}
		s.byStem = append(s.byStem, int32(len(s.list)))
		s.list = append(s.list, wordSigns{-1, -1, -1, book.stems[n].stem, book.stems[n].not, book.stems[n].pairID})
	}
	for _, name := range e.classNames {
		s.class = append(s.class, book.find("c:"+name))
	}
	for _, r := range e.rules {
		var list ruleSigns
		for kind, mark := range []string{signLive: "r:", signAside: "a:", signDoubt: "q:"} {
			list[kind] = append(list[kind], book.find(mark+r.name))
			for _, c := range r.cats {
				list[kind] = append(list[kind], book.find(mark+"="+string(c)))
			}
		}
		s.rule = append(s.rule, list)
	}
	s.page = pageSigns{book.find("t:odd"), book.find("t:leet"), book.find("t:soon"), book.find("t:dayfalse"), book.find("t:daytrue"), book.find("t:ing")}
	s.ready()
	return s
}

// ready makes what is quicker made than read.
func (s *scorer) ready() {
	s.length = s.stride()
	s.pairs = newPairTable(s.joined)
	s.rooms = &sync.Pool{New: func() any {
		return &scoring{z: make([]float32, s.width()), seen: make([]int32, s.count), rows: newLanes(s.rows, s.length),
			vectors: newLanes(vectorBytes, vectorRow)}
	}}
}
