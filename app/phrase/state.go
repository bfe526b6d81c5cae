package phrase

import (
	"errors"
	"slices"

	"corridor/app/entry"
)

// Phrase is one that stands or waits.
type Phrase struct {
	Entry  entry.Entry  // phrase.proposed; its words are content of it
	Agreed *entry.Entry // phrase.agreed; nil while it waits
}

// State is the phrases of a unit as they stand, in the order in which they were
// proposed. The nil State holds none.
type State []Phrase

// Fold gives the state after an entry of this room; other kinds change nothing.
// What cannot be is refused. The state before is left as it was.
func (s State) Fold(e entry.Entry) (State, error) {
	switch e.Kind {
	case entry.PhraseProposed:
		if _, err := entry.FactsOf[Proposed](e); err != nil {
			return s, err
		}
		return append(slices.Clip(s), Phrase{Entry: e}), nil
	case entry.PhraseAgreed:
		f, err := entry.FactsOf[Agreed](e)
		if err != nil {
			return s, err
		}
		i := s.find(f.Phrase)
		switch {
		case i < 0 || s[i].Agreed != nil:
			return s, errors.New("phrase: no such phrase waits")
		case s[i].Entry.Author == e.Author:
			return s, errors.New("phrase: the proposer does not agree it")
		}
		s = slices.Clone(s)
		s[i].Agreed = &e
		return s, nil
	case entry.PhraseDropped:
		f, err := entry.FactsOf[Dropped](e)
		if err != nil {
			return s, err
		}
		i := s.find(f.Phrase)
		if i < 0 {
			return s, errors.New("phrase: no such phrase")
		}
		return slices.Delete(slices.Clone(s), i, i+1), nil
	}
	return s, nil
}

func (s State) find(id entry.ID) int {
	return slices.IndexFunc(s, func(p Phrase) bool { return p.Entry.ID == id })
}

// Of finds a phrase that stands or waits.
func (s State) Of(id entry.ID) (Phrase, bool) {
	if i := s.find(id); i >= 0 {
		return s[i], true
	}
	return Phrase{}, false
}
