package roster

import (
	"maps"
	"slices"

	"corridor/app/entry"
	"corridor/app/intel"
)

// PossessionCheck reports nil if k.Possession is a signature by k over text,
// and k.Fingerprint is the fingerprint of k.Public.
type PossessionCheck func(k Key, text []byte) error

// The standings of a person.
const (
	StatusProposed = "proposed" // enrolled, not yet confirmed
	StatusMember   = "member"
	StatusLeft     = "left"
)

// Person is a member with their standing.
type Person struct {
	Member
	Status     string
	Confirmers []entry.Person
	EnrolledBy entry.Person
	From       uint64 // seq from which they are a member; 0 while proposed
	Until      uint64 // seq of leaving; 0 while there
}

// Has reports whether the person holds a role.
func (p Person) Has(r Role) bool { return slices.Contains(p.Roles, r) }

// Compartment is a list of readers and the epochs of their key.
type Compartment struct {
	ID      entry.ID
	Epoch   Epoch   // the current one
	Epochs  []Epoch // all, in order
	Members []entry.Person
	Needs   Needs
	Begun   []uint64 // seq of the entry that began each epoch
	Owed    bool     // somebody who left, or a key that was replaced, still opens what comes: a new epoch is due
}

// Lists reports whether p is on the list.
func (c Compartment) Lists(p entry.Person) bool { return slices.Contains(c.Members, p) }

// interval is a key with the part of the journal over which it is good.
type interval struct {
	key      Key
	from, to uint64 // inclusive; to 0 is open
}

// proposal is an enrolment that waits for its second person.
type proposal struct {
	member Member
	by     entry.Person
	epochs int // of the common compartment when it was made
}

// record is all that is known of one person. Records are values: a change
// replaces the record and its slices, so clones may share them.
type record struct {
	person  Person
	keys    []interval
	pending *proposal
}

// State is the roster at one point of the journal. It is not safe for use by
// several goroutines; Clone first.
type State struct {
	check        PossessionCheck
	lines        map[entry.Kind]Line // of Table; shared by clones
	vault        entry.ID
	founder      entry.Person
	common       entry.ID
	ceiling      intel.Tier
	persons      map[entry.Person]record
	order        []entry.Person
	compartments map[entry.ID]Compartment
	made         []entry.ID
	distrusted   []Span
	forewarned   []Span
	proposals    []Proposal
	reach        map[entry.Person][]Reach
	recovery     record // the unit's recovery key; nobody's
	recoveryOpen bool
	recoveryUses []RecoveryUse
}

// New gives the roster of an empty journal. A nil check accepts every proof of
// possession and is for tests alone.
func New(check PossessionCheck) *State {
	return &State{check: check, lines: lines(), persons: map[entry.Person]record{}, compartments: map[entry.ID]Compartment{}, reach: map[entry.Person][]Reach{}}
}

// Clone gives an independent copy; its cost grows with persons and
// compartments, not with the journal.
func (s *State) Clone() *State {
	c := *s
	c.persons = maps.Clone(s.persons)
	c.compartments = maps.Clone(s.compartments)
	c.order = slices.Clone(s.order)
	c.made = slices.Clone(s.made)
	c.distrusted = slices.Clone(s.distrusted)
	c.forewarned = slices.Clone(s.forewarned)
	c.proposals = slices.Clone(s.proposals)
	c.recoveryUses = slices.Clone(s.recoveryUses)
	c.reach = maps.Clone(s.reach)
	return &c
}

// Founded reports whether the unit has been founded.
func (s *State) Founded() bool { return s.founder != "" }

// Founder is who founded the unit, or "".
func (s *State) Founder() entry.Person { return s.founder }

// Common is the compartment of the whole unit.
func (s *State) Common() entry.ID { return s.common }

// Ceiling is the highest tier that this vault may hold (domain rule H3).
func (s *State) Ceiling() intel.Tier { return s.ceiling }

// Person finds a person, whatever their standing.
func (s *State) Person(p entry.Person) (Person, bool) {
	r, ok := s.persons[p]
	return r.person, ok
}

// Persons lists everybody ever enrolled, in order of enrolment.
func (s *State) Persons() []Person {
	out := make([]Person, 0, len(s.order))
	for _, p := range s.order {
		out = append(out, s.persons[p].person)
	}
	return out
}

// Pending lists enrolments and renewals of keys that wait for a second person.
func (s *State) Pending() []Member {
	var out []Member
	for _, p := range s.order {
		if r := s.persons[p]; r.pending != nil {
			out = append(out, r.pending.member)
		}
	}
	return out
}

// Compartment finds a compartment, without regard to who asks.
func (s *State) Compartment(id entry.ID) (Compartment, bool) {
	c, ok := s.compartments[id]
	return c, ok
}

// Compartments lists all compartments in the order in which they were made.
func (s *State) Compartments() []Compartment {
	out := make([]Compartment, 0, len(s.made))
	for _, id := range s.made {
		out = append(out, s.compartments[id])
	}
	return out
}

// KeyAt is the key by which p signed inside the vault at a place in the
// journal.
func (s *State) KeyAt(p entry.Person, seq uint64) (Key, bool) { return s.keyAt(p, seq, PurposeMember) }

// ReleaseKeyAt is the neutral key by which p signed what leaves.
func (s *State) ReleaseKeyAt(p entry.Person, seq uint64) (Key, bool) {
	return s.keyAt(p, seq, PurposeRelease)
}

func (s *State) keyAt(p entry.Person, seq uint64, purpose string) (Key, bool) {
	if s.doubted(p, seq) {
		return Key{}, false
	}
	keys := s.persons[p].keys
	if p == Recovery {
		keys = s.recovery.keys
	}
	for _, i := range keys {
		if i.key.Purpose == purpose && i.from <= seq && (i.to == 0 || seq <= i.to) {
			return i.key, true
		}
	}
	return Key{}, false
}

// Provisional reports whether the unit still lacks two different members of
// whom one can write and the other approve.
func (s *State) Provisional() bool {
	for _, a := range s.persons {
		for _, b := range s.persons {
			if a.writes() && b.approves() && a.person.Person != b.person.Person {
				return false
			}
		}
	}
	return true
}

func (r record) active() bool { return r.person.Status == StatusMember }

func (r record) writes() bool {
	return r.active() && (r.person.Has(Handler) || r.person.Has(Resilience))
}

func (r record) approves() bool { return r.active() && r.person.Has(Supervisor) }

// active lists the members of the unit now, in order of enrolment.
func (s *State) active() []entry.Person {
	var out []entry.Person
	for _, p := range s.order {
		if s.persons[p].active() {
			out = append(out, p)
		}
	}
	return out
}
