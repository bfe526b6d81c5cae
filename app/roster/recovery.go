package roster

import (
	"slices"
	"time"

	"corridor/app/entry"
)

// RecoveryMember is the unit's recovery key as something that keys are wrapped
// to; ok is false while there is none.
func (s *State) RecoveryMember() (Member, bool) {
	m := s.recovery.person.Member
	return m, len(m.Keys) > 0
}

// RecoveryOpen reports whether the recovery key that stands has been used in
// earnest: its halves are no longer sealed, and it wants replacing.
func (s *State) RecoveryOpen() bool { return s.recoveryOpen }

// memberOf is a person, or the recovery key under its code.
func (s *State) memberOf(p entry.Person) Member {
	if p == Recovery {
		return s.recovery.person.Member
	}
	return s.persons[p].person.Member
}

// permitRecoverySet: two fresh keys with their proofs, by two officers.
func (s *State) permitRecoverySet(e entry.Entry, f RecoverySet) error {
	if err := s.permitKeys(e, Member{Person: Recovery, Keys: f.Keys}); err != nil {
		return err
	}
	return s.seconded(e, "")
}

// setRecovery puts the recovery key in force from this entry on. What the one
// before it opens owes a new key.
func (s *State) setRecovery(e entry.Entry, f RecoverySet) error {
	s.owe(Recovery)
	s.recovery = record{person: Person{Member: Member{Person: Recovery, Keys: f.Keys}, From: e.Seq}, keys: replaced(s.recovery.keys, f.Keys, e.Seq)}
	s.recoveryOpen = false
	return nil
}

// replaced ends the keys that stood and begins fresh ones at seq.
func replaced(old []interval, fresh []Key, seq uint64) []interval {
	keys := slices.Clone(old)
	for i := range keys {
		if keys[i].to == 0 {
			keys[i].to = seq - 1
		}
	}
	for _, k := range fresh {
		keys = append(keys, interval{key: k, from: seq})
	}
	return keys
}

// RecoveryUse is one use of the recovery key.
type RecoveryUse struct {
	Seq       uint64
	At        time.Time
	Rehearsal bool
}

// RecoveryUses lists every use of every recovery key, oldest first.
func (s *State) RecoveryUses() []RecoveryUse { return slices.Clone(s.recoveryUses) }

func (s *State) useRecovery(e entry.Entry, f RecoveryUsed) error {
	s.recoveryUses = append(s.recoveryUses, RecoveryUse{Seq: e.Seq, At: e.Done, Rehearsal: f.Rehearsal})
	s.recoveryOpen = s.recoveryOpen || !f.Rehearsal
	return nil
}

// permitRecovery says what the recovery key may do: say that it is used; then,
// unless that was a rehearsal, read, each view journalled, and give members the
// keys of compartments that nobody else can give them.
func (s *State) permitRecovery(e entry.Entry) error {
	if len(s.recovery.keys) == 0 {
		return deny(e.Kind, CodeRecovery, "this unit has no recovery key")
	}
	switch e.Kind {
	case entry.DeskUnlocked:
		return nil
	case entry.RecoveryUsed:
		return s.permitFacts(e)
	case entry.ProductViewed, entry.SearchMade, entry.JournalViewed, entry.CompartmentEntered, entry.CompartmentGranted, entry.VaultExported:
		if !s.recoveryOpen {
			return deny(e.Kind, CodeRecovery, "the use of the recovery key is recorded first, with its reason")
		}
		return s.permitFacts(e)
	}
	return deny(e.Kind, CodeRecovery, "the recovery key reads and grants; it does nothing else")
}
