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
	words map[string]bool
	stems map[string]bool
	name  bool // any capitalised word
	num   bool // any number
	start bool // the start of a sentence
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
	byWord  map[string][]*pattern
	byStem  map[string][]*pattern
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
	l := &lexicon{byWord: map[string][]*pattern{}, byStem: map[string][]*pattern{}}
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
			sec = &section{kind: Kind(p[0]), class: p[1], level: lv, rule: p[3]}
		case strings.HasPrefix(line, "why:"):
			sec.why = strings.TrimSpace(line[4:])
		case strings.HasPrefix(line, "say:"):
			sec.say = strings.TrimSpace(line[4:])
		default:
			if sec == nil {
				return nil, fmt.Errorf("line %d: pattern outside a section", n+1)
			}
			p, err := compilePattern(line, classes)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n+1, err)
			}
			p.sec = sec
			l.index(p)
		}
	}
	l.person, l.telling = classes["person"], classes["telling"]
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

func (l *lexicon) index(p *pattern) {
	e := p.elems[0]
	for w := range e.words {
		l.byWord[w] = append(l.byWord[w], p)
	}
	for w := range e.stems {
		l.byStem[w] = append(l.byStem[w], p)
	}
	if e.name {
		l.anyCap = append(l.anyCap, p)
	}
	if e.num {
		l.anyNum = append(l.anyNum, p)
	}
}

// strand is the tokens of a view as the patterns read them: hyphens inside
// words dropped.
type strand struct {
	v  *view
	ix []int
}

func (v *view) strand() strand {
	s := strand{v: v, ix: make([]int, 0, len(v.toks))}
	for i, t := range v.toks {
		if t.w == "-" && !t.gap || t.w == "*" || t.w == "_" {
			continue
		}
		s.ix = append(s.ix, i)
	}
	return s
}

func (s strand) tok(i int) tok {
	if i < 0 || i >= len(s.ix) {
		return tok{kind: markTok, sent: -1}
	}
	return s.v.toks[s.ix[i]]
}

func (e *element) takes(t tok) bool {
	if e.words[t.w] || e.stems != nil && e.stems[t.st] {
		return true
	}
	return e.name && t.cap && t.kind == wordTok || e.num && (t.kind == numTok || t.kind == mixTok)
}

// match tries the pattern at i and gives the end, or -1.
func (p *pattern) match(s strand, i int) int {
	end := p.from(s, i, 0, s.tok(i).sent)
	if end < 0 {
		return -1
	}
	if p.notBefore != nil && s.tok(i-1).sent == s.tok(i).sent && p.notBefore[s.tok(i-1).w] {
		return -1
	}
	if p.notNext != nil && s.tok(end).sent == s.tok(i).sent && p.notNext[s.tok(end).w] {
		return -1
	}
	return end
}

// from matches the elements from k on at token i, within one sentence. Gaps are
// at most nine tokens and patterns at most a dozen elements, so the work at each
// place is bounded.
func (p *pattern) from(s strand, i, k, sent int) int {
	for ; k < len(p.elems); k++ {
		e := &p.elems[k]
		if e.gap > 0 {
			for g := 0; g <= e.gap; g++ {
				if g > 0 && (s.tok(i+g-1).sent != sent || breaks(s.tok(i+g-1))) {
					return -1
				}
				if end := p.from(s, i+g, k+1, sent); end >= 0 {
					return end
				}
			}
			return -1
		}
		t := s.tok(i)
		if t.sent == sent && e.takes(t) {
			if e.opt { // prefer to take it, but allow leaving it
				if end := p.from(s, i+1, k+1, sent); end >= 0 {
					return end
				}
				continue
			}
			i++
			continue
		}
		// a joined form: "sat-nav" written for "satnav"
		if !e.opt {
			if t.sent == sent && t.kind == wordTok && len(s.tok(i+1).w) > 0 && e.words[t.w+s.tok(i+1).w] {
				i += 2
				continue
			}
			return -1
		}
	}
	return i
}

func breaks(t tok) bool { return t.w == ";" || t.w == "." }

// hit is one pattern found.
type hit struct {
	sec  *section
	s, e int // token range in the view
	pat  *pattern
}

// scan finds every pattern in a view. Where asked, only the levels the caller
// wants are tried.
func (l *lexicon) scan(v *view, source bool) []hit {
	s := v.strand()
	var out []hit
	bad := map[int]map[string]bool{}
	try := func(ps []*pattern, i int) {
		for _, p := range ps {
			if !source && p.sec.level == origin {
				continue
			}
			e := p.match(s, i)
			if e < 0 {
				continue
			}
			if p.notIn != nil && p.blocked(v, s.tok(i).sent, bad) {
				continue
			}
			out = append(out, hit{p.sec, s.ix[i], s.ix[e-1] + 1, p})
		}
	}
	for i := range s.ix {
		t := s.tok(i)
		if t.kind == markTok {
			try(l.byWord[t.w], i)
			continue
		}
		try(l.byWord[t.w], i)
		try(l.byStem[t.st], i)
		if j := s.tok(i + 1); j.kind == wordTok && !j.gap && t.kind == wordTok {
			try(l.byWord[t.w+j.w], i)
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
			for i := v.sents[sent][0]; i < v.sents[sent][1]; i++ {
				ws[v.toks[i].w] = true
			}
		}
		seen[sent] = ws
	}
	for w := range p.notIn {
		if ws[w] {
			return true
		}
	}
	return false
}
