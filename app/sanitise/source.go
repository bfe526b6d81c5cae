package sanitise

import (
	"slices"
	"strings"
	"unicode"
)

// Source is a source text read once, so that a draft can be held against it
// again and again while it is written. It is never changed, and any number of
// checks may use it at once.
type Source struct {
	v      *view
	facts  facts
	groups []group
	atoms  []atom
	class  map[string]bool
	few    []int
}

// Shares reports whether a text names somebody or something by name, address or
// number that the source names too: then both may be about the same matter.
func (s *Source) Shares(text string) bool {
	mine := map[string]bool{}
	for _, f := range particulars(s.v, nil) {
		if apart(f.Kind) {
			mine[spelt(f.Value)] = true
		}
	}
	return len(mine) > 0 && slices.ContainsFunc(particulars(newView(text), nil), func(f Fact) bool { return apart(f.Kind) && mine[spelt(f.Value)] })
}

// apart tells the particulars that part one matter from another; times, sums and
// places are common to many.
func apart(kind string) bool {
	for _, k := range []dKind{dTime, dDate, dWeekday, dSum, dMeasure, dCount, dAge, dPlace, dOrdinal} {
		if kind == k.name() {
			return false
		}
	}
	return kind != "place"
}

// spelt is a value without what its spelling adds.
func spelt(value string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, value)
}

// ReadSource reads a source text for Input.Read.
func ReadSource(text string) *Source {
	v := newView(text)
	s := &Source{v: v, facts: readFacts(v), groups: groupsOf(v), atoms: netAtoms(v)}
	s.class, s.few = loadLexicon().readSource(v)
	v.quotations()
	v.stock()
	v.mixedCase()
	return s
}

// own is the view as one check may number and ask of it.
func (s *Source) own() *view {
	v := *s.v
	v.toks, v.words = slices.Clone(v.toks), slices.Clone(v.words)
	return &v
}
