package roster

import (
	"bytes"
	"encoding/hex"
	"slices"

	"corridor/app/entry"
	"corridor/app/intel"
)

// permitFacts asks what depends on the facts of an entry.
func (s *State) permitFacts(e entry.Entry) error {
	switch e.Kind {
	case entry.PersonEnrolled:
		return withFacts(e, s.permitEnrolled)
	case entry.PersonConfirmed:
		return withFacts(e, s.permitConfirmed)
	case entry.PersonLeft:
		return withFacts(e, s.permitLeft)
	case entry.AccreditationSet:
		return withFacts(e, s.permitAccredited)
	case entry.CompartmentEpoch:
		return withFacts(e, s.permitEpoch)
	case entry.CompartmentGranted:
		return withFacts(e, s.permitGranted)
	case entry.CompartmentEntered:
		return withFacts(e, s.permitEntered)
	case entry.ResidueSettled:
		return withFacts(e, s.permitSettled)
	case entry.ActProposed:
		return withFacts(e, s.permitProposed)
	case entry.ActWithdrawn:
		return withFacts(e, s.permitWithdrawn)
	case entry.RecoverySet:
		return withFacts(e, s.permitRecoverySet)
	case entry.RecoveryUsed:
		if e.Author != Recovery {
			return deny(e.Kind, CodeRecovery, "only the recovery key says that it is used")
		}
	case entry.VaultRestored, entry.ContentDestroyed, entry.DenyLifted, entry.TermDropped, entry.RuleOff:
		return s.seconded(e, "")
	}
	return nil
}

// withFacts decodes the facts of an entry and hands them to a rule.
func withFacts[T any](e entry.Entry, rule func(entry.Entry, T) error) error {
	f, err := entry.FactsOf[T](e)
	if err != nil {
		return deny(e.Kind, CodeFacts, "the facts cannot be read")
	}
	return rule(e, f)
}

// permitEnrolled: a newcomer, or a member whose keys are renewed. A sole member
// brings in the second person alone, and nobody after.
func (s *State) permitEnrolled(e entry.Entry, f Enrolled) error {
	old, known := s.persons[f.Member.Person]
	renewal := known && old.active()
	switch {
	case f.Member.Person == "" || f.Member.Person == Recovery || !slices.Contains(append(Ranks(), RankStaff), f.Member.Rank) || !knownRoles(f.Member.Roles):
		return deny(e.Kind, CodeFacts, "a person needs a code, a known rank and known roles")
	case renewal && !slices.Equal(old.person.Roles, f.Member.Roles):
		return deny(e.Kind, CodeFacts, "a renewal of keys does not change roles")
	case renewal && len(s.active()) < 2:
		return deny(e.Kind, CodePending, "a renewal of keys needs a second member")
	}
	if err := s.permitKeys(e, f.Member); err != nil {
		return err
	}
	return s.checkGrants(e.Kind, s.common, f.Member, f.Grants)
}

func knownRoles(rs []Role) bool {
	for i, r := range rs {
		if r != Handler && r != Resilience && r != Supervisor || slices.Contains(rs[:i], r) {
			return false
		}
	}
	return len(rs) > 0
}

// permitKeys: exactly one key of each purpose, each with proof that its holder
// asked for it, and neither ever seen on this roster before.
func (s *State) permitKeys(e entry.Entry, m Member) error {
	if len(m.Keys) != 2 || m.key(PurposeMember).Fingerprint == "" || m.key(PurposeRelease).Fingerprint == "" ||
		m.Keys[0].same(m.Keys[1]) {
		return deny(e.Kind, CodeKey, "a person needs one member key and one release key")
	}
	for _, k := range m.Keys {
		if s.taken(k, m.Person) {
			return deny(e.Kind, CodeKey, "this key belongs to somebody or has been used before")
		}
		if s.check == nil {
			continue
		}
		if s.check(k, PossessionText(e.Vault, m.Person, k.Fingerprint, k.Purpose)) != nil {
			return deny(e.Kind, CodePossession, "no proof that the newcomer holds the key")
		}
	}
	return nil
}

// key is the key of a purpose, or the zero Key.
func (m Member) key(purpose string) Key {
	for _, k := range m.Keys {
		if k.Purpose == purpose {
			return k
		}
	}
	return Key{}
}

// same reports whether two keys share their name or their bytes. Bytes count
// too: a key must not come back under a fingerprint that is not its own.
func (k Key) same(other Key) bool {
	return k.Fingerprint == other.Fingerprint || bytes.Equal(k.Public, other.Public)
}

// taken reports whether a key was ever good for anybody, or waits in the
// enrolment of somebody else.
func (s *State) taken(key Key, by entry.Person) bool {
	is := key.same
	for p, r := range s.persons {
		if slices.ContainsFunc(r.keys, func(i interval) bool { return is(i.key) }) {
			return true
		}
		if p != by && r.pending != nil && slices.ContainsFunc(r.pending.member.Keys, is) {
			return true
		}
	}
	return slices.ContainsFunc(s.recovery.keys, func(i interval) bool { return is(i.key) })
}

// permitConfirmed: a second existing member, other than the newcomer and
// whoever enrolled them, who names the same key.
func (s *State) permitConfirmed(e entry.Entry, f Confirmed) error {
	p := s.persons[f.Person].pending
	switch {
	case p == nil:
		return deny(e.Kind, CodePending, "no enrolment of this person is waiting")
	case e.Author == f.Person || e.Author == p.by:
		return deny(e.Kind, CodeSamePerson, "the second person is neither the newcomer nor whoever enrolled them")
	case f.Fingerprint != p.member.key(PurposeMember).Fingerprint:
		return deny(e.Kind, CodeKey, "this is not the key that was enrolled")
	case p.epochs != len(s.compartments[s.common].Epochs):
		return deny(e.Kind, CodeEpoch, "the unit's key changed since: enrol again")
	case s.newApprover(p.member) && !s.Provisional() && !s.persons[e.Author].approves() && !s.persons[p.by].approves():
		return deny(e.Kind, CodeRole, "a new supervisor is enrolled or confirmed by a supervisor")
	}
	return nil
}

// newApprover reports whether m brings the supervisor's role to somebody who
// does not hold it.
func (s *State) newApprover(m Member) bool {
	return slices.Contains(m.Roles, Supervisor) && !s.persons[m.Person].approves()
}

// permitLeft: a member is removed by two officers, or leaves by their own word.
// An enrolment that waits is turned down by one, and so is the other of the
// last two: nobody else is left to ask.
func (s *State) permitLeft(e entry.Entry, f Left) error {
	switch {
	case s.persons[f.Person].person.Status == "" || s.persons[f.Person].person.Status == StatusLeft:
		return deny(e.Kind, CodePending, "this person is not here")
	case f.Compromised && (f.LastTrusted == 0 || e.Seq != 0 && f.LastTrusted >= e.Seq):
		return deny(e.Kind, CodeFacts, "a compromise names the last trusted entry before it")
	case !f.Compromised && f.LastTrusted != 0:
		return deny(e.Kind, CodeFacts, "only a compromise names a last trusted entry")
	case len(s.active()) == 1 && s.persons[f.Person].active():
		return deny(e.Kind, CodeReaders, "the last member cannot leave")
	case e.Author == f.Person:
		return nil
	case s.persons[f.Person].active() && s.others(f.Person) > 1:
		return s.seconded(e, f.Person)
	case !s.persons[e.Author].approves() && !s.founding(e.Author):
		return deny(e.Kind, CodeRole, "this needs the role supervisor, or the person themselves")
	}
	return nil
}

func (s *State) permitAccredited(e entry.Entry, f Accredited) error {
	switch {
	case e.Author == f.Person:
		return deny(e.Kind, CodeSamePerson, "nobody changes their own roles or accreditation")
	case !s.persons[f.Person].active():
		return deny(e.Kind, CodePending, "this person is not a member")
	case !knownRoles(f.Roles) || !slices.Contains(Levels(), f.Accreditation.Vetting):
		return deny(e.Kind, CodeFacts, "unknown role or vetting level")
	}
	return nil
}

// permitEpoch: the next number, an allowed list of readers, a grant for each.
// The author of a first epoch is on its list; of a later one, on the list that
// stands, so nobody adds themselves to what they may not read.
func (s *State) permitEpoch(e entry.Entry, f Epoch) error {
	c, exists := s.compartments[f.Compartment]
	switch {
	case f.Compartment == "" || e.Compartment != f.Compartment && e.Compartment != s.common:
		return deny(e.Kind, CodeEpoch, "an epoch stands in its own compartment or in the unit's")
	case exists && !c.Lists(e.Author), !exists && !slices.Contains(f.Members, e.Author):
		return deny(e.Kind, CodeList, "no such compartment")
	case f.Number != uint32(len(c.Epochs))+1:
		return deny(e.Kind, CodeEpoch, "epochs are numbered without gaps")
	case !isHash(f.Commitment):
		return deny(e.Kind, CodeFacts, "an epoch commits to its key")
	}
	if err := s.permitReaders(e, c, f); err != nil {
		return err
	}
	if !s.persons[e.Author].approves() && !s.founding(e.Author) && !s.onlyPays(c, f) {
		return deny(e.Kind, CodeRole, "without the role supervisor a key that is owed is made for those on the list, and for supervisors where none is left on it")
	}
	return s.checkEpochGrants(e.Kind, f, s.memberOf)
}

// onlyPays reports whether an epoch changes nothing of a list but its key, or
// adds supervisors to one that has none.
func (s *State) onlyPays(c Compartment, f Epoch) bool {
	for _, p := range c.Members {
		if !slices.Contains(f.Members, p) {
			return false
		}
	}
	without := !slices.ContainsFunc(c.Members, func(p entry.Person) bool { return s.persons[p].approves() })
	for _, p := range f.Members {
		if !c.Lists(p) && !(without && s.persons[p].approves()) {
			return false
		}
	}
	return f.Needs == c.Needs
}

// permitReaders: everybody listed is a member, the unit's own compartment lists
// all of them, others at least two with a supervisor. Whoever is new to a list
// meets its needs.
func (s *State) permitReaders(e entry.Entry, c Compartment, f Epoch) error {
	supervisor := false
	for i, p := range f.Members {
		r := s.persons[p]
		if !r.active() || slices.Contains(f.Members[:i], p) {
			return deny(e.Kind, CodeReaders, "a reader is not a member, or is named twice")
		}
		supervisor = supervisor || r.approves()
		if missing := unmet(r.person, f.Needs, at(e)); !c.Lists(p) && len(missing) > 0 {
			return deny(e.Kind, CodeLapsed, "somebody new to the list does not meet its needs")
		}
	}
	switch {
	case f.Compartment == s.common && len(f.Members) != len(s.active()):
		return deny(e.Kind, CodeReaders, "the unit's compartment lists every member")
	case len(f.Members) == 0 || !s.Provisional() && (len(f.Members) < 2 || !supervisor):
		return deny(e.Kind, CodeReaders, "a compartment has at least two readers, one of them a supervisor")
	}
	return nil
}

// permitGranted: a member who meets the needs joins a list that the author is
// on, and is given every epoch so far. Somebody on the list already is granted
// again after a renewal of their keys. The recovery key is given the epochs
// that stood before it, and joins no list.
func (s *State) permitGranted(e entry.Entry, f Granted) error {
	c, ok := s.compartments[f.Compartment]
	r := s.persons[f.Person]
	switch {
	case !ok || !c.Lists(e.Author) && e.Author != Recovery || e.Compartment != f.Compartment && e.Compartment != s.common:
		return deny(e.Kind, CodeList, "no such compartment")
	case f.Person == Recovery:
		return s.checkGrants(e.Kind, f.Compartment, s.memberOf(Recovery), f.Grants)
	case f.Compartment == s.common:
		return deny(e.Kind, CodeReaders, "the unit's compartment is joined by enrolment")
	case !r.active():
		return deny(e.Kind, CodeReaders, "not a member")
	case len(unmet(r.person, c.Needs, at(e))) > 0:
		return deny(e.Kind, CodeLapsed, "this person does not meet what the compartment needs")
	}
	return s.checkGrants(e.Kind, f.Compartment, r.person.Member, f.Grants)
}

// permitEntered asks H1 of the compartment that is opened, wherever the act is
// journalled.
func (s *State) permitEntered(e entry.Entry, f Entered) error {
	err := s.MayEnter(e.Author, f.Compartment, at(e))
	if err == ErrNoSuch {
		return deny(e.Kind, CodeList, "no such compartment")
	}
	return err
}

func (s *State) permitSettled(e entry.Entry, f intel.Settled) error {
	r := s.persons[e.Author]
	switch {
	case f.Decision == intel.SettleAside && !r.approves():
		return deny(e.Kind, CodeRole, "setting a residue aside needs the role supervisor")
	case f.Decision == intel.SettlePutUp && f.Severity == "block":
		return nil
	case f.Decision == intel.SettleAccept && f.Severity == "block":
		return deny(e.Kind, CodeRole, "a blocking residue is taken out, or set aside by a supervisor")
	case f.Decision != intel.SettleAside && f.Decision != intel.SettleAccept:
		return deny(e.Kind, CodeFacts, "unknown decision")
	}
	return nil
}

// checkGrants: one grant per epoch of a compartment, to the member key of m.
func (s *State) checkGrants(k entry.Kind, id entry.ID, m Member, gs []GrantFact) error {
	epochs := s.compartments[id].Epochs
	if len(gs) != len(epochs) {
		return deny(k, CodeGrants, "a grant for every epoch is needed")
	}
	seen := map[uint32]bool{}
	for _, g := range gs {
		sound := g.Epoch >= 1 && int(g.Epoch) <= len(epochs) && !seen[g.Epoch]
		if !sound || !fits(g, m) {
			return deny(k, CodeGrants, "a grant does not fit its person, key or epoch")
		}
		seen[g.Epoch] = true
	}
	return nil
}

// checkEpochGrants: one grant of this epoch for each reader and for the unit's
// recovery key, if there is one, and for nobody else.
func (s *State) checkEpochGrants(k entry.Kind, f Epoch, member func(entry.Person) Member) error {
	to := slices.Clone(f.Members)
	if _, ok := s.RecoveryMember(); ok {
		to = append(to, Recovery)
	}
	if len(f.Grants) != len(to) {
		return deny(k, CodeGrants, "a grant for each reader, for the recovery key, and for nobody else is needed")
	}
	seen := map[entry.Person]bool{}
	for _, g := range f.Grants {
		ok := g.Epoch == f.Number && slices.Contains(to, g.Person) && !seen[g.Person]
		if !ok || !fits(g, member(g.Person)) {
			return deny(k, CodeGrants, "a grant does not fit its person, key or epoch")
		}
		seen[g.Person] = true
	}
	return nil
}

func fits(g GrantFact, m Member) bool {
	return g.Person == m.Person && g.Key == m.key(PurposeMember).Fingerprint && g.Key != "" && isHash(g.SHA256)
}

// isHash reports whether s is a SHA-256 in lower-case hex.
func isHash(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32 && hex.EncodeToString(b) == s
}
