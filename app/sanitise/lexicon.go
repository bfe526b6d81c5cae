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
