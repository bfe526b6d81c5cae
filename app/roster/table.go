package roster

import (
	"errors"
	"slices"
	"strings"
	"time"

	"corridor/app/entry"
)

// Line is one row of the table: what the author of a kind must be.
type Line struct {
	Kind    entry.Kind
	Roles   []Role // one of these; empty: any member
	Founder bool   // the eldest member will do while the unit is provisional
	Lapsed  bool   // allowed with a lapsed clearance: life may hang on it
	Settled bool   // refused while the unit is provisional
}

// Table says who may make which kind of entry. Membership of the unit and of
// the entry's compartment is asked of every line but the founding.
func Table() []Line {
	all := []Role{Handler, Resilience, Supervisor}
	writers := []Role{Handler, Resilience}
	sup := []Role{Supervisor}
	return []Line{
		{Kind: entry.UnitFounded},
		{Kind: entry.PersonEnrolled},
		{Kind: entry.PersonConfirmed},
		{Kind: entry.PersonLeft}, // two officers, or oneself
		{Kind: entry.AccreditationSet, Roles: sup, Founder: true},
		{Kind: entry.CompartmentEpoch, Roles: sup, Founder: true},   // where a key is owed: anybody on the list
		{Kind: entry.CompartmentGranted, Roles: sup, Founder: true}, // to somebody on the list already: anybody on it
		{Kind: entry.CompartmentEntered},
		{Kind: entry.DeskUnlocked, Lapsed: true},
		{Kind: entry.ActProposed, Roles: all},
		{Kind: entry.ActWithdrawn, Roles: all},
		{Kind: entry.RecoverySet, Roles: all},  // two officers
		{Kind: entry.RecoveryUsed, Roles: all}, // the recovery key alone

		{Kind: entry.BackupMade, Roles: all},
		{Kind: entry.VaultRestored, Roles: all}, // two officers
		{Kind: entry.RestoreAccepted},
		{Kind: entry.ContentDestroyed, Roles: all}, // two officers
		{Kind: entry.VaultExported, Roles: sup},

		{Kind: entry.SettingChanged, Roles: sup},
		{Kind: entry.TermAdded, Roles: sup},
		{Kind: entry.TermDropped, Roles: all}, // two officers; a supervisor proposes
		{Kind: entry.RuleOff, Roles: all},     // two officers; a supervisor proposes
		{Kind: entry.RuleOn, Roles: sup},
		{Kind: entry.RulesPreviewed, Roles: all},
		{Kind: entry.VaultRescanned, Roles: all},
		{Kind: entry.PhraseProposed, Roles: all},
		{Kind: entry.PhraseAgreed, Roles: sup}, // not the proposer
		{Kind: entry.PhraseDropped, Roles: sup},
		{Kind: entry.RecipientRecorded, Roles: all},
		{Kind: entry.RecipientConfirmed, Roles: all},

		{Kind: entry.ProductReceived, Roles: all},
		{Kind: entry.ProductLinked, Roles: all},
		{Kind: entry.ProductViewed},
		{Kind: entry.SearchMade},
		{Kind: entry.JournalExported, Roles: sup},
		{Kind: entry.JournalViewed},
		{Kind: entry.OriginatorConsulted, Roles: all},
		{Kind: entry.ColumnsSettled, Roles: all},
		{Kind: entry.ListExported, Roles: all},
		{Kind: entry.ProductScanned, Roles: all},
		{Kind: entry.ProductRescanned, Roles: all},
		{Kind: entry.PromptAnswered, Roles: all},

		{Kind: entry.ThreatRaised, Lapsed: true},
		{Kind: entry.ThreatAssessed, Roles: all, Lapsed: true},
		{Kind: entry.ThreatAccepted, Roles: sup, Lapsed: true},
		{Kind: entry.ThreatActed, Roles: all, Lapsed: true},
		{Kind: entry.ThreatReviewed, Roles: sup},
		{Kind: entry.ThreatClosed, Roles: sup},
		{Kind: entry.ThreatChecked, Roles: all},

		{Kind: entry.ProductGraded, Roles: writers},
		{Kind: entry.DraftSaved, Roles: writers},
		{Kind: entry.ResidueSettled, Roles: all}, // setting a block aside: a supervisor
		{Kind: entry.DenyListed, Roles: all},
		{Kind: entry.DenyLifted, Roles: all}, // two officers

		{Kind: entry.ReleaseSubmitted, Roles: writers},
		{Kind: entry.ReleaseApproved, Roles: sup, Settled: true},
		{Kind: entry.ReleaseReturned, Roles: sup},
		{Kind: entry.ReleaseRefused, Roles: sup},
		{Kind: entry.ReleaseDispatched, Roles: all, Settled: true},
		{Kind: entry.ReleaseAcknowledged, Roles: all},
		{Kind: entry.EmergencyReleased, Lapsed: true},
		{Kind: entry.EmergencySigned, Roles: sup, Lapsed: true},
	}
}

// lines is the table by kind: made once for a roster, never changed.
func lines() map[entry.Kind]Line {
	out := map[entry.Kind]Line{}
	for _, l := range Table() {
		out[l.Kind] = l
	}
	return out
}

// Permit applies the table to an entry as the roster stands. nil allows it;
// otherwise the error is a *Denied. The writer calls it before the act and
// every reader calls it again; both on the roster just before the entry.
func (s *State) Permit(e entry.Entry) error {
	l, ok := s.lines[e.Kind]
	if !ok {
		return deny(e.Kind, CodeUnknown, "this version does not know the act")
	}
	if e.Kind == entry.UnitFounded {
		return s.permitFounding(e)
	}
	if e.Author == Recovery {
		return s.permitRecovery(e)
	}
	if !s.persons[e.Author].active() {
		return deny(e.Kind, CodeMember, "only members of the unit may do this")
	}
	if err := s.permitRole(l, e); err != nil {
		return err
	}
	if err := s.permitPlace(l, e); err != nil {
		return err
	}
	return s.permitFacts(e)
}

func (s *State) permitFounding(e entry.Entry) error {
	f, err := entry.FactsOf[Founded](e)
	switch {
	case err != nil:
		return deny(e.Kind, CodeFacts, "the facts cannot be read")
	case s.Founded():
		return deny(e.Kind, CodeFounding, "the unit has been founded already")
	case e.Author == "" || f.Founder.Person != e.Author:
		return deny(e.Kind, CodeFounding, "the founder signs the founding")
	}
	return nil
}

func (s *State) permitRole(l Line, e entry.Entry) error {
	p := s.persons[e.Author].person
	if l.Settled && s.Provisional() {
		return deny(e.Kind, CodeProvisional, "the unit is provisional: nothing leaves until two different people can write and approve")
	}
	if len(l.Roles) == 0 || slices.ContainsFunc(l.Roles, p.Has) || l.Founder && s.founding(e.Author) {
		return nil
	}
	if e.Kind == entry.CompartmentEpoch && s.owes(e) || e.Kind == entry.CompartmentGranted && s.again(e) {
		return nil
	}
	return deny(e.Kind, CodeRole, "this needs the role "+join(l.Roles))
}

// founding reports whether the unit is provisional and p its eldest member:
// the founder, or whoever has been there longest if the founder left. Without
// this a unit that lost its last supervisor could never have another.
func (s *State) founding(p entry.Person) bool { return s.Provisional() && s.active()[0] == p }

// owes reports whether an epoch entry pays a key that its compartment owes.
func (s *State) owes(e entry.Entry) bool {
	f, err := entry.FactsOf[Epoch](e)
	return err == nil && s.compartments[f.Compartment].Owed
}

// again reports whether a grant is to somebody who is on the list already: their
// keys were replaced, or they joined with the newest key alone.
func (s *State) again(e entry.Entry) bool {
	f, err := entry.FactsOf[Granted](e)
	return err == nil && s.compartments[f.Compartment].Lists(f.Person)
}

func join(roles []Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	return strings.Join(words, " or ")
}

// permitPlace asks for the author's place on the list of the compartment that
// the entry is sealed to, and for a current accreditation.
func (s *State) permitPlace(l Line, e entry.Entry) error {
	if e.Kind == entry.CompartmentEpoch && e.Compartment != s.common {
		return nil // a new compartment may seal its own first entry; see permitEpoch
	}
	c, ok := s.compartments[e.Compartment]
	if !ok || !c.Lists(e.Author) {
		return deny(e.Kind, CodeList, "no such compartment")
	}
	if l.Lapsed {
		return nil
	}
	return lapsed(e.Kind, unmet(s.persons[e.Author].person, c.Needs, at(e)))
}

func lapsed(k entry.Kind, missing []string) error {
	if len(missing) == 0 {
		return nil
	}
	return deny(k, CodeLapsed, strings.Join(missing, "; "))
}

// at is the time by which an entry's permissions are judged: when it was
// recorded, or done if it has no place yet.
func at(e entry.Entry) time.Time {
	if e.Recorded.IsZero() {
		return e.Done
	}
	return e.Recorded
}

// MayEnter says whether p may open a compartment at now (domain rule H1).
// Somebody off its list gets ErrNoSuch, as for a compartment that does not
// exist (H2); somebody on it whose clearance lapsed is told what lapsed.
func (s *State) MayEnter(p entry.Person, compartment entry.ID, now time.Time) error {
	c, ok := s.compartments[compartment]
	if ok && p == Recovery && s.recoveryOpen {
		return nil
	}
	if !ok || !c.Lists(p) || !s.persons[p].active() {
		return ErrNoSuch
	}
	return lapsed(entry.CompartmentEntered, unmet(s.persons[p].person, c.Needs, now))
}

// AsDenied finds the Denied in an error.
func AsDenied(err error) (*Denied, bool) {
	var d *Denied
	ok := errors.As(err, &d)
	return d, ok
}
