package tune

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"corridor/app/entry"
)

// Term is a term that stands.
type Term struct {
	Entry entry.Entry // term.added; its words are content of it
	Sense string
}

// State is what the unit has changed, as it stands.
type State struct {
	terms []Term                         // in the order in which they were added
	off   map[string]entry.Entry         // rule.off, by rule
	read  map[entry.ID]map[string]uint64 // compartment → version of the rules → Through
}

// New gives what the engine has by itself.
func New() *State {
	return &State{off: map[string]entry.Entry{}, read: map[entry.ID]map[string]uint64{}}
}

// Clone gives an independent copy.
func (s *State) Clone() *State {
	c := &State{terms: slices.Clone(s.terms), off: maps.Clone(s.off), read: make(map[entry.ID]map[string]uint64, len(s.read))}
	for k, v := range s.read {
		c.read[k] = maps.Clone(v)
	}
	return c
}

// Fold applies this room's kinds; others change nothing. What cannot be is
// refused and changes nothing.
func (s *State) Fold(e entry.Entry) error {
	switch e.Kind {
	case entry.TermAdded:
		return fold(e, s.add)
	case entry.TermDropped:
		return fold(e, s.drop)
	case entry.RuleOff:
		return fold(e, s.switchOff)
	case entry.RuleOn:
		return fold(e, s.switchOn)
	case entry.VaultRescanned:
		return fold(e, s.rescanned)
	}
	return nil
}

func fold[T any](e entry.Entry, do func(entry.Entry, T) error) error {
	f, err := entry.FactsOf[T](e)
	if err != nil {
		return err
	}
	return do(e, f)
}

func (s *State) add(e entry.Entry, f Added) error {
	if !code(f.Sense) {
		return errors.New("tune: a term without a sense")
	}
	s.terms = append(s.terms, Term{Entry: e, Sense: f.Sense})
	return nil
}

func (s *State) drop(_ entry.Entry, f Dropped) error {
	i := slices.IndexFunc(s.terms, func(t Term) bool { return t.Entry.ID == f.Term })
	if i < 0 {
		return errors.New("tune: no such term stands")
	}
	s.terms = slices.Delete(slices.Clone(s.terms), i, i+1)
	return nil
}

func (s *State) switchOff(e entry.Entry, f Switched) error {
	if _, off := s.off[f.Rule]; off || !code(f.Rule) {
		return errors.New("tune: the rule is off already, or is none")
	}
	s.off[f.Rule] = e
	return nil
}

func (s *State) switchOn(_ entry.Entry, f Switched) error {
	if _, off := s.off[f.Rule]; !off {
		return errors.New("tune: the rule is not off")
	}
	delete(s.off, f.Rule)
	return nil
}

func (s *State) rescanned(e entry.Entry, f Rescanned) error {
	if f.Version == "" || f.Through >= e.Seq || f.Through <= s.Through(e.Compartment, f.Version) || f.Read < 0 || f.Found < 0 || f.NotRead < 0 {
		return errors.New("tune: a rescan goes on from where the last one came to")
	}
	if s.read[e.Compartment] == nil {
		s.read[e.Compartment] = map[string]uint64{}
	}
	s.read[e.Compartment][f.Version] = f.Through
	return nil
}

// maxCode is the longest name of a sense or a rule.
const maxCode = 64

// code reports whether a name can be a fact: small letters, digits and dashes.
func code(s string) bool {
	return s != "" && len(s) <= maxCode && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// Terms lists the terms that stand, in the order in which they were added. The
// list is the state's own.
func (s *State) Terms() []Term { return s.terms }

// Term finds a term that stands.
func (s *State) Term(id entry.ID) (Term, bool) {
	for _, t := range s.terms {
		if t.Entry.ID == id {
			return t, true
		}
	}
	return Term{}, false
}

// Off lists the rules that are off, in order.
func (s *State) Off() []string { return slices.Sorted(maps.Keys(s.off)) }

// SwitchedOff is the entry that switched a rule off; ok is false for one that is
// on.
func (s *State) SwitchedOff(rule string) (e entry.Entry, ok bool) {
	e, ok = s.off[rule]
	return e, ok
}

// Through is the place up to which a compartment's products were read again by
// a version of the rules; 0 for none.
func (s *State) Through(compartment entry.ID, version string) uint64 {
	return s.read[compartment][version]
}

// Key names what stands: the same for the same terms and switched rules.
func (s *State) Key() string {
	var b strings.Builder
	for _, t := range s.terms {
		fmt.Fprintf(&b, "+%s", t.Entry.ID)
	}
	for _, r := range s.Off() {
		fmt.Fprintf(&b, "-%s", r)
	}
	return b.String()
}
