package roster

import (
	"slices"

	"corridor/app/entry"
)

// Span is a part of the journal in which a person's keys are not believed,
// because somebody else may have held them: From and To inclusive.
type Span struct {
	Person   entry.Person
	From, To uint64
}

// Distrusted lists the spans that removals for compromise have named so far.
// They lie before the entries that name them, so a fold from the front has
// believed them already. Whoever finds any folds again, with a roster that was
// told of them by Forewarn.
func (s *State) Distrusted() []Span { return slices.Clone(s.distrusted) }

// Forewarn tells an empty roster which spans a fold to the end found to be
// compromised: KeyAt gives no key within them.
func (s *State) Forewarn(spans []Span) {
	s.forewarned = append(slices.Clone(s.forewarned), spans...)
}

// doubted reports whether a person's keys are not believed at a place.
func (s *State) doubted(p entry.Person, seq uint64) bool {
	return slices.ContainsFunc(s.forewarned, func(x Span) bool { return x.Person == p && x.From <= seq && seq <= x.To })
}
