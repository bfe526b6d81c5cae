package roster

import (
	"slices"

	"corridor/app/entry"
	"corridor/app/intel"
)

// Fold applies an entry of this room's own kinds; entries of other kinds leave
// the roster as it is. It asks Permit first: an error means that the rules
// refuse the entry, which is then void and has changed nothing.
func (s *State) Fold(e entry.Entry) error {
	apply, ok := steps()[e.Kind]
	if !ok {
		return nil
	}
	if err := s.Permit(e); err != nil {
		return err
	}
	if err := apply(s, e); err != nil {
		return err
	}
	s.Carried(e)
	return nil
}

func steps() map[entry.Kind]func(*State, entry.Entry) error {
	return map[entry.Kind]func(*State, entry.Entry) error{
		entry.UnitFounded:        step((*State).found),
		entry.PersonEnrolled:     step((*State).enrol),
		entry.PersonConfirmed:    step((*State).confirm),
		entry.PersonLeft:         step((*State).leave),
		entry.AccreditationSet:   step((*State).accredit),
		entry.CompartmentEpoch:   step((*State).turn),
		entry.CompartmentGranted: step((*State).grant),
		entry.CompartmentEntered: step(func(*State, entry.Entry, Entered) error { return nil }),
		entry.DeskUnlocked:       step(func(*State, entry.Entry, Unlocked) error { return nil }),
		entry.ActProposed:        step((*State).propose),
		entry.ActWithdrawn:       step((*State).withdraw),
		entry.RecoverySet:        step((*State).setRecovery),
		entry.RecoveryUsed:       step((*State).useRecovery),
	}
}

func step[T any](do func(*State, entry.Entry, T) error) func(*State, entry.Entry) error {
	return func(s *State, e entry.Entry) error {
		return withFacts(e, func(e entry.Entry, f T) error { return do(s, e, f) })
	}
}

// found checks the whole of a founding, since there is no roster yet to ask.
func (s *State) found(e entry.Entry, f Founded) error {
	m, c := f.Founder, f.Common
	sole := len(c.Members) == 1 && c.Members[0] == m.Person
	switch {
	case e.Seq > 1:
		return deny(e.Kind, CodeFounding, "the founding is the first entry")
	case !intel.Tier(f.Ceiling).Valid():
		return deny(e.Kind, CodeFacts, "unknown ceiling")
	case !slices.Contains(append(Ranks(), RankStaff), m.Rank) || !knownRoles(m.Roles):
		return deny(e.Kind, CodeFacts, "a person needs a code, a known rank and known roles")
	case c.Compartment == "" || e.Compartment != c.Compartment || c.Number != 1 || !isHash(c.Commitment) || !sole:
		return deny(e.Kind, CodeEpoch, "the founding makes the first key of the unit's compartment")
	}
	if err := s.permitKeys(e, m); err != nil {
		return err
	}
	if err := s.checkEpochGrants(e.Kind, c, func(entry.Person) Member { return m }); err != nil {
		return err
	}
	s.vault, s.founder, s.common, s.ceiling = e.Vault, m.Person, c.Compartment, intel.Tier(f.Ceiling)
	s.put(record{person: Person{Member: m, EnrolledBy: m.Person}})
	s.admit(m, e.Seq)
	s.open(e, c)
	return nil
}

// put stores a record and remembers the order of first enrolment.
func (s *State) put(r record) {
	if _, known := s.persons[r.person.Person]; !known {
		s.order = append(s.order, r.person.Person)
	}
	s.persons[r.person.Person] = r
}

func (s *State) enrol(e entry.Entry, f Enrolled) error {
	alone := len(s.active()) == 1 // then there is nobody else to confirm
	r := s.persons[f.Member.Person]
	if !r.active() {
		r.person = Person{Member: f.Member, Status: StatusProposed, EnrolledBy: e.Author}
	}
	r.pending = &proposal{member: f.Member, by: e.Author, epochs: len(s.compartments[s.common].Epochs)}
	s.put(r)
	s.given(e, s.common, f.Grants)
	if alone {
		s.admit(f.Member, e.Seq)
	}
	return nil
}

func (s *State) confirm(e entry.Entry, f Confirmed) error {
	r := s.persons[f.Person]
	m := r.pending.member
	if r.active() { // keys only: roles and accreditation stay as they stand
		s.owe(f.Person)
		m.Roles, m.Accreditation, m.Rank = r.person.Roles, r.person.Accreditation, r.person.Rank
	}
	r.person.Confirmers = append(slices.Clone(r.person.Confirmers), e.Author)
	s.put(r)
	s.admit(m, e.Seq)
	return nil
}

// admit makes m a member with the keys they bring, good from seq on; keys that
// stood before end with the entry before it.
func (s *State) admit(m Member, seq uint64) {
	r := s.persons[m.Person]
	if !r.active() {
		r.person.From, r.person.Until = seq, 0
	}
	r.person.Member, r.person.Status = m, StatusMember
	r.keys, r.pending = replaced(r.keys, m.Keys, seq), nil
	s.put(r)
	s.list(s.common, m.Person)
}

// list puts a person on a compartment's list if it exists and lacks them.
func (s *State) list(id entry.ID, p entry.Person) {
	c, ok := s.compartments[id]
	if !ok || c.Lists(p) {
		return
	}
	c.Members = append(slices.Clone(c.Members), p)
	s.compartments[id] = c
}

func (s *State) leave(e entry.Entry, f Left) error {
	r := s.persons[f.Person]
	last := e.Seq
	if f.Compromised {
		last = f.LastTrusted
		s.distrusted = append(s.distrusted, Span{Person: f.Person, From: last + 1, To: e.Seq})
	}
	r.keys = slices.Clone(r.keys)
	for i := range r.keys {
		if r.keys[i].to == 0 || r.keys[i].to > last {
			r.keys[i].to = last
		}
	}
	r.person.Status, r.person.Until, r.pending = StatusLeft, e.Seq, nil
	s.put(r)
	for id, c := range s.compartments {
		if c.Lists(f.Person) {
			c.Members = slices.DeleteFunc(slices.Clone(c.Members), func(p entry.Person) bool { return p == f.Person })
			s.compartments[id] = c
		}
	}
	s.owe(f.Person)
	return nil
}

func (s *State) accredit(_ entry.Entry, f Accredited) error {
	r := s.persons[f.Person]
	r.person.Roles, r.person.Accreditation = slices.Clone(f.Roles), f.Accreditation
	s.put(r)
	return nil
}

func (s *State) turn(e entry.Entry, f Epoch) error {
	s.open(e, f)
	return nil
}

// open makes f the current epoch of its compartment.
func (s *State) open(e entry.Entry, f Epoch) {
	c, known := s.compartments[f.Compartment]
	if !known {
		s.made = append(s.made, f.Compartment)
	}
	c.ID, c.Epoch, c.Needs, c.Owed = f.Compartment, f, f.Needs, false
	c.Epochs = append(slices.Clone(c.Epochs), f)
	c.Begun = append(slices.Clone(c.Begun), e.Seq)
	c.Members = slices.Clone(f.Members)
	s.compartments[f.Compartment] = c
	s.given(e, f.Compartment, f.Grants)
}

func (s *State) grant(e entry.Entry, f Granted) error {
	s.given(e, f.Compartment, f.Grants)
	if f.Person != Recovery {
		s.list(f.Compartment, f.Person)
	}
	return nil
}
