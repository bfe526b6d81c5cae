package sanitise

import "slices"

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
