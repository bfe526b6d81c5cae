package sanitise

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed words/lexicon.txt
var lexiconText string

// level says how much a pattern proves by itself.
type level uint8

const (
	strong level = iota // blocks wherever it stands
	tied                // blocks when the source is of the same class
	hint                // as tied, and otherwise silent
	origin              // read in the source only
	sure                // as strong, whatever the sentence weighs or orders
)

// element is one place in a pattern.
type element struct {
	words map[string]bool // as compiled; matching uses the bits
	stems map[string]bool
	bits  []uint64 // the words, by number in the vocabulary
	sbits []uint64 // the stems
	must  []piece  // words and stems as pieces of bits; none where others than these fit
	name  bool     // any capitalised word
	num   bool     // any number
	start bool     // the start of a sentence
	opt   bool
	gap   int // up to this many tokens, instead of a word
}

// section is a group of patterns that mean the same.
type section struct {
	kind     Kind
	class    string
	level    level
	rule     string
	why, say string
	few      bool // says that few people knew
}

type pattern struct {
	sec                *section
	elems              []element
	notBefore, notNext map[string]bool
	notIn              map[string]bool
	never              []uint64 // notIn, by number in the vocabulary
	n                  int      // its place among the patterns
	text               string
}

// lexicon is the compiled wording rules. It is built once and never changed.
type lexicon struct {
	version string
	drafts  index            // the patterns looked for in drafts
	sources index            // those looked for in sources
	vocab   map[string]int32 // every word and stem of the lexicon, from 1
	heads   map[string]bool  // first parts of hyphenated words
	all     []*pattern
	person  map[string]bool
	telling map[string]bool
}

// piece is one word of a set of bits that is not nought.
type piece struct {
	at   int
	bits uint64
}

// index gives the patterns that could start at a token.
type index struct {
	byWord, byStem [][]*pattern // by number in the vocabulary
	anyCap, anyNum []*pattern
}

var loadLexicon = sync.OnceValue(func() *lexicon {
	l, err := compile(lexiconText)
	if err != nil {
		panic("sanitise: built-in lexicon: " + err.Error())
	}
	return l
})

// compile reads the lexicon's text form.
func compile(text string) (*lexicon, error) {
	l := &lexicon{vocab: map[string]int32{}, heads: map[string]bool{}}
	classes := map[string]map[string]bool{}
	var sec *section
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "# version:"):
			l.version = strings.TrimSpace(line[len("# version:"):])
		case line == "" || line[0] == '#' && !strings.HasPrefix(line, "# |") && !strings.HasPrefix(line, "#|"):
		case strings.HasPrefix(line, "class "):
			name, ws, _ := strings.Cut(line[6:], ":")
			l.note(ws)
			classes[name] = set(strings.ReplaceAll(ws, "-", ""))
		case line[0] == '[':
			p := strings.Fields(strings.Trim(line, "[]"))
			if len(p) != 4 {
				return nil, fmt.Errorf("line %d: a section needs four words", n+1)
			}
			lv, ok := map[string]level{"strong": strong, "tied": tied, "hint": hint, "origin": origin, "sure": sure}[p[2]]
			if !ok {
				return nil, fmt.Errorf("line %d: unknown level", n+1)
			}
			sec = &section{kind: Kind(p[0]), class: p[1], level: lv, rule: p[3], few: p[3] == "exclusivity"}
		case strings.HasPrefix(line, "why:"):
			sec.why = strings.TrimSpace(line[4:])
		case strings.HasPrefix(line, "say:"):
			sec.say = strings.TrimSpace(line[4:])
		default:
			if sec == nil {
				return nil, fmt.Errorf("line %d: pattern outside a section", n+1)
			}
			l.note(strings.ReplaceAll(line, "|", " "))
			p, err := compilePattern(line, classes)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n+1, err)
			}
			p.sec, p.n = sec, len(l.all)
			l.all = append(l.all, p)
		}
	}
	l.person, l.telling = classes["person"], classes["telling"]
	l.number()
	return l, nil
}

func compilePattern(line string, classes map[string]map[string]bool) (*pattern, error) {
	p := &pattern{text: line}
	for _, f := range strings.Fields(line) {
		switch {
		case strings.HasPrefix(f, "!<"):
			p.notBefore = alternatives(f[2:])
		case strings.HasPrefix(f, "!>"):
			p.notNext = alternatives(f[2:])
		case strings.HasPrefix(f, "!~"):
			p.notIn = alternatives(f[2:])
		case f[0] == '*' && len(f) == 2:
			p.elems = append(p.elems, element{gap: int(f[1] - '0')})
		default:
			e, err := compileElement(f, classes)
			if err != nil {
				return nil, err
			}
			p.elems = append(p.elems, e)
		}
	}
	if len(p.elems) == 0 || p.elems[0].opt || p.elems[0].gap > 0 {
		return nil, fmt.Errorf("a pattern must start with a word: %q", line)
	}
	return p, nil
}

func alternatives(s string) map[string]bool {
	return set(strings.ReplaceAll(s, "|", " "))
}

func compileElement(f string, classes map[string]map[string]bool) (element, error) {
	e := element{words: map[string]bool{}}
	if s, ok := strings.CutSuffix(f, "?"); ok {
		f, e.opt = s, true
	}
	for _, a := range strings.Split(f, "|") {
		switch {
		case a == "":
			return e, fmt.Errorf("empty alternative in %q", f)
		case a == "@":
			e.name = true
		case a == "#":
			e.num = true
		case a == "^":
			e.start = true
		case a[0] == '<':
			c, ok := classes[strings.Trim(a, "<>")]
			if !ok {
				return e, fmt.Errorf("no class %q", a)
			}
			for w := range c {
				e.words[w] = true
			}
		case strings.HasSuffix(a, "~"):
			if e.stems == nil {
				e.stems = map[string]bool{}
			}
			e.stems[stem(a[:len(a)-1])] = true
		default:
			// The words of a hyphenated alternative are matched joined.
			e.words[strings.ReplaceAll(a, "-", "")] = true
		}
	}
	return e, nil
}

// note keeps the first parts of hyphenated words, which may stand apart.
func (l *lexicon) note(ws string) {
	for _, w := range strings.Fields(ws) {
		if h, _, ok := strings.Cut(strings.TrimLeft(w, "!<>~"), "-"); ok && h != "" {
			l.heads[h] = true
		}
	}
}

// number gives every word a number and turns the patterns' sets into bits, so
// that a token is looked up once and then only tested.
func (l *lexicon) number() {
	add := func(m map[string]bool) {
		for w := range m {
			if l.vocab[w] == 0 {
				l.vocab[w] = int32(len(l.vocab) + 1)
			}
		}
	}
	for _, p := range l.all {
		add(p.notIn)
		for i := range p.elems {
			add(p.elems[i].words)
			add(p.elems[i].stems)
		}
	}
	n := len(l.vocab) + 1
	bits := func(m map[string]bool) []uint64 {
		if len(m) == 0 {
			return nil
		}
		b := make([]uint64, n/64+1)
		for w := range m {
			id := l.vocab[w]
			b[id/64] |= 1 << (id % 64)
		}
		return b
	}
	l.drafts = index{byWord: make([][]*pattern, n), byStem: make([][]*pattern, n)}
	l.sources = index{byWord: make([][]*pattern, n), byStem: make([][]*pattern, n)}
	for _, p := range l.all {
		for i := range p.elems {
			e := &p.elems[i]
			e.bits, e.sbits = bits(e.words), bits(e.stems)
			if e.opt || e.gap > 0 || e.name || e.num || e.start {
				continue
			}
			for _, b := range [...][]uint64{e.bits, e.sbits} {
				for k, x := range b {
					if x != 0 {
						e.must = append(e.must, piece{k, x})
					}
				}
			}
		}
		p.never = bits(p.notIn)
		if p.sec.level != origin {
			l.drafts.add(l.vocab, p)
		}
		if p.sec.few || p.sec.kind == Technique && p.sec.level != tied {
			l.sources.add(l.vocab, p)
		}
	}
}

func (x *index) add(vocab map[string]int32, p *pattern) {
	e := &p.elems[0]
	for w := range e.words {
		x.byWord[vocab[w]] = append(x.byWord[vocab[w]], p)
	}
	for w := range e.stems {
		x.byStem[vocab[w]] = append(x.byStem[vocab[w]], p)
	}
	if e.name {
		x.anyCap = append(x.anyCap, p)
	}
	if e.num {
		x.anyNum = append(x.anyNum, p)
	}
}

// strand is the tokens of a view as the patterns read them: hyphens inside
// words dropped, words by their number in the vocabulary.
type strand struct {
	v                 *view
	ix                []int
	word, stem, joint []int32 // numbers of the word, its stem, and it with the next
}

func (l *lexicon) strand(v *view) strand {
	s := strand{v: v, ix: make([]int, 0, len(v.toks))}
	for i := range v.toks {
		t := &v.toks[i]
		if t.w == "-" && !t.gap || t.w == "*" || t.w == "_" {
			continue
		}
		s.ix = append(s.ix, i)
	}
	n := len(s.ix)
	all := make([]int32, 3*n)
	s.word, s.stem, s.joint = all[:n], all[n:2*n], all[2*n:]
	for k, i := range s.ix {
		t := &v.toks[i]
		w := &v.words[t.rec]
		s.word[k] = w.lex
		if t.kind == markTok {
			continue
		}
		s.stem[k] = w.slex
		if k+1 < n && t.flags&isHead != 0 {
			if x := &v.toks[s.ix[k+1]]; x.kind == wordTok && x.sent == t.sent {
				s.joint[k] = l.vocab[t.w+x.w]
			}
		}
	}
	return s
}

// possible marks the patterns that a text could hold: those of which no element
// that has to be there is wholly of words the text lacks.
func (l *lexicon) possible(s *strand) []bool {
	in := make([]uint64, (len(l.vocab)+1)/64+1)
	for i := range s.v.words {
		for _, id := range [...]int32{s.v.words[i].lex, s.v.words[i].slex} {
			in[id>>6] |= 1 << (id & 63)
		}
	}
	for _, id := range s.joint {
		in[id>>6] |= 1 << (id & 63)
	}
	in[0] &^= 1
	out := make([]bool, len(l.all))
	for n, p := range l.all {
		out[n] = true
		for k := range p.elems {
			if must := p.elems[k].must; must != nil && !anyOf(must, in) {
				out[n] = false
				break
			}
		}
	}
	return out
}

func anyOf(ps []piece, in []uint64) bool {
	for _, p := range ps {
		if in[p.at]&p.bits != 0 {
			return true
		}
	}
	return false
}

func meet(a, b []uint64) bool {
	for i, x := range a {
		if x&b[i] != 0 {
			return true
		}
	}
	return false
}

func (s strand) tok(i int) *tok {
	s.v.work++
	if i < 0 || i >= len(s.ix) {
		return &outside
	}
	return &s.v.toks[s.ix[i]]
}

// outside stands for what is before and after a text; it is never written.
var outside = tok{kind: markTok, sent: -1}

func has(b []uint64, id int32) bool {
	return b != nil && id != 0 && b[id>>6]&(1<<(id&63)) != 0
}

func (e *element) takes(s *strand, i int, t *tok) bool {
	if has(e.bits, s.word[i]) || e.sbits != nil && has(e.sbits, s.stem[i]) {
		return true
	}
	return e.name && t.cap && t.kind == wordTok || e.num && (t.kind == numTok || t.kind == mixTok)
}

// match tries the pattern at i and gives the end, or -1.
func (p *pattern) match(s *strand, i int) int {
	sent := s.tok(i).sent
	end := p.from(s, i, 0, sent)
	if end < 0 {
		return -1
	}
	if p.notBefore != nil && s.tok(i-1).sent == sent && p.notBefore[s.tok(i-1).w] {
		return -1
	}
	if p.notNext != nil && s.tok(end).sent == sent && p.notNext[s.tok(end).w] {
		return -1
	}
	return end
}

// from matches the elements from k on at token i, within one sentence. Gaps are
// at most nine tokens and patterns at most a dozen elements, so the work at each
// place is bounded.
func (p *pattern) from(s *strand, i, k, sent int) int {
	for ; k < len(p.elems); k++ {
		e := &p.elems[k]
		if e.gap > 0 {
			for g := 0; g <= e.gap; g++ {
				if g > 0 {
					if t := s.tok(i + g - 1); t.sent != sent || breaks(t) {
						return -1
					}
				}
				if end := p.from(s, i+g, k+1, sent); end >= 0 {
					return end
				}
			}
			return -1
		}
		t := s.tok(i)
		if t.sent != sent {
			if e.opt {
				continue
			}
			return -1
		}
		if e.takes(s, i, t) {
			if e.opt { // prefer to take it, but allow leaving it
				if end := p.from(s, i+1, k+1, sent); end >= 0 {
					return end
				}
				continue
			}
			i++
			continue
		}
		if e.opt {
			continue
		}
		if has(e.bits, s.joint[i]) { // "sat-nav" for "satnav"
			i += 2
			continue
		}
		return -1
	}
	return i
}

func breaks(t *tok) bool { return t.w == ";" || t.w == "." }

// hit is one pattern found.
type hit struct {
	sec  *section
	s, e int // token range in the view
	pat  *pattern
}

// scan finds the patterns of an index in a view and gives each to found as it
// goes. Want, where there is one, says which are still wanted.
func (l *lexicon) scan(v *view, in *index, want func(*section) bool, found func(hit)) {
	s := l.strand(v)
	possible := l.possible(&s)
	var here sentenceWords
	try := func(ps []*pattern, i int) {
		for _, p := range ps {
			if !possible[p.n] || want != nil && !want(p.sec) {
				continue
			}
			e := p.match(&s, i)
			if e < 0 || p.never != nil && meet(p.never, here.of(&s, i).bits) {
				continue
			}
			found(hit{p.sec, s.ix[i], s.ix[e-1] + 1, p})
		}
	}
	for i := range s.ix {
		t := s.tok(i)
		if id := s.word[i]; id != 0 {
			try(in.byWord[id], i)
		}
		if t.kind == markTok {
			continue
		}
		if id := s.stem[i]; id != 0 {
			try(in.byStem[id], i)
		}
		if id := s.joint[i]; id != 0 {
			try(in.byWord[id], i)
		}
		if t.cap && t.kind == wordTok {
			try(in.anyCap, i)
		}
		if t.kind == numTok || t.kind == mixTok {
			try(in.anyNum, i)
		}
	}
}

// sentenceWords holds the words of one sentence, by their number in the
// vocabulary. A scan goes forward, so each sentence is read once.
type sentenceWords struct {
	sent int
	bits []uint64
}

func (w *sentenceWords) of(s *strand, i int) *sentenceWords {
	sent := s.tok(i).sent
	if w.bits != nil && w.sent == sent {
		return w
	}
	w.sent = sent
	if w.bits == nil {
		w.bits = make([]uint64, (len(loadLexicon().vocab)+1)/64+1)
	}
	clear(w.bits)
	v := s.v
	v.work += v.sents[sent][1] - v.sents[sent][0]
	for k := v.sents[sent][0]; k < v.sents[sent][1]; k++ {
		id := v.words[v.toks[k].rec].lex
		w.bits[id>>6] |= 1 << (id & 63)
	}
	return w
}
