package risk

import (
	"math"
	"sort"
	"strconv"
	"strings"
	"time"
)

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
			if vi := e.vectors.find([]byte(word)); vi >= 0 {
				for d, x := range e.vectors.row(vi)[:vectorSize] {
					sum[d] += int32(x) - middle
				}
				f.words++
				if !dull(word) {
					f.signs = append(f.signs, "k:"+strconv.Itoa(e.vectors.group(vi)))
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
	if e.vectors.find([]byte(s)) < 0 {
		if st := stem(s); e.vectors.find([]byte(st)) >= 0 {
			return st
		}
	}
	return s
}

// dull words are no signs by themselves, though their stems are.
func dull(w string) bool {
	return len(w) < 2 || len(w) <= 5 && strings.Contains(" the of and to in is it that for on with as at by an be this from or are was were has have had but not his her he she they them him you your our we its their there then than so if ", " "+w+" ")
}
