package roster

import (
	"slices"

	"corridor/app/entry"
)

// Reach is one key of a compartment that was wrapped to a key of a person: from
// the entry at Given on, whoever holds that key and a copy of the vault can
// read everything sealed under that epoch, earlier entries too.
type Reach struct {
	Compartment entry.ID
	Epoch       uint32
	Key         string // fingerprint it was wrapped to
	Given       uint64 // seq of the entry that carried the grant
}

// Reach lists every grant that a person was ever given, in the order of the
// journal, enrolments that came to nothing included: a grant cannot be taken
// back, only a new epoch ends what it opens.
func (s *State) Reach(p entry.Person) []Reach { return slices.Clone(s.reach[p]) }

// given remembers the grants that an entry in effect carried.
func (s *State) given(e entry.Entry, compartment entry.ID, gs []GrantFact) {
	for _, g := range gs {
		s.reach[g.Person] = append(slices.Clip(s.reach[g.Person]), Reach{Compartment: compartment, Epoch: g.Epoch, Key: g.Key, Given: e.Seq})
	}
}

// Granted reports whether the member key that p has now was given every epoch
// of a compartment.
func (s *State) Granted(p entry.Person, compartment entry.ID) bool {
	key := s.memberOf(p).key(PurposeMember).Fingerprint
	have := map[uint32]bool{}
	for _, r := range s.reach[p] {
		if r.Compartment == compartment && r.Key == key {
			have[r.Epoch] = true
		}
	}
	c, ok := s.compartments[compartment]
	return ok && key != "" && len(have) == len(c.Epochs)
}

// owe marks the compartments whose current key somebody holds who should not
// have what comes next: they left, or the key that it was wrapped to was
// replaced.
func (s *State) owe(p entry.Person) {
	for id, c := range s.compartments {
		current := func(r Reach) bool { return r.Compartment == id && r.Epoch == c.Epoch.Number }
		if slices.ContainsFunc(s.reach[p], current) {
			c.Owed = true
			s.compartments[id] = c
		}
	}
}
