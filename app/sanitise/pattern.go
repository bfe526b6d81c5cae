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
	text               string
}

// lexicon is the compiled wording rules. It is built once and never changed.
type lexicon struct {
	version string
	byWord  [][]*pattern // by number in the vocabulary
	byStem  [][]*pattern
	vocab   map[string]int32 // every word and stem of the lexicon, from 1
	heads   map[string]bool  // first parts of hyphenated words
	all     []*pattern
	anyCap  []*pattern
	anyNum  []*pattern
	person  map[string]bool
	telling map[string]bool
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
			p.sec = sec
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
	l.byWord, l.byStem = make([][]*pattern, n), make([][]*pattern, n)
	for _, p := range l.all {
		for i := range p.elems {
			p.elems[i].bits, p.elems[i].sbits = bits(p.elems[i].words), bits(p.elems[i].stems)
		}
		l.index(p)
	}
}

func (l *lexicon) index(p *pattern) {
	e := &p.elems[0]
	for w := range e.words {
		l.byWord[l.vocab[w]] = append(l.byWord[l.vocab[w]], p)
	}
	for w := range e.stems {
		l.byStem[l.vocab[w]] = append(l.byStem[l.vocab[w]], p)
	}
	if e.name {
		l.anyCap = append(l.anyCap, p)
	}
	if e.num {
		l.anyNum = append(l.anyNum, p)
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
		s.word[k] = l.vocab[t.w]
		if t.kind == markTok {
			continue
		}
		s.stem[k] = s.word[k]
		if t.st != t.w {
			s.stem[k] = l.vocab[t.st]
		}
		if k+1 < n && l.heads[t.w] {
			if x := &v.toks[s.ix[k+1]]; x.kind == wordTok && x.sent == t.sent {
				s.joint[k] = l.vocab[t.w+x.w]
			}
		}
	}
	return s
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

// scan finds the patterns wanted in a view, telling found of each as it goes.
func (l *lexicon) scan(v *view, want func(*section) bool, found func(hit)) []hit {
	s := l.strand(v)
	var out []hit
	bad := map[int]map[string]bool{}
	try := func(ps []*pattern, i int) {
		for _, p := range ps {
			if !want(p.sec) {
				continue
			}
			e := p.match(&s, i)
			if e < 0 || p.notIn != nil && p.blocked(v, s.tok(i).sent, bad) {
				continue
			}
			h := hit{p.sec, s.ix[i], s.ix[e-1] + 1, p}
			out = append(out, h)
			if found != nil {
				found(h)
			}
		}
	}
	for i := range s.ix {
		t := s.tok(i)
		if id := s.word[i]; id != 0 {
			try(l.byWord[id], i)
		}
		if t.kind == markTok {
			continue
		}
		if id := s.stem[i]; id != 0 {
			try(l.byStem[id], i)
		}
		if id := s.joint[i]; id != 0 {
			try(l.byWord[id], i)
		}
		if t.cap && t.kind == wordTok {
			try(l.anyCap, i)
		}
		if t.kind == numTok || t.kind == mixTok {
			try(l.anyNum, i)
		}
	}
	return out
}

// blocked reports whether the sentence holds one of the words that make the
// pattern innocent. Sentences are turned into sets once.
func (p *pattern) blocked(v *view, sent int, seen map[int]map[string]bool) bool {
	ws, ok := seen[sent]
	if !ok {
		ws = map[string]bool{}
		if sent >= 0 && sent < len(v.sents) {
			v.work += v.sents[sent][1] - v.sents[sent][0]
			for i := v.sents[sent][0]; i < v.sents[sent][1]; i++ {
				ws[v.toks[i].w] = true
			}
		}
		seen[sent] = ws
	}
	v.work += len(p.notIn)
	for w := range p.notIn {
		if ws[w] {
			return true
		}
	}
	return false
}
