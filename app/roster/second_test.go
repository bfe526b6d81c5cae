package roster

import (
	"slices"
	"testing"

	"corridor/app/entry"
)

// Facts that stand for those of another room: the roster compares bytes.
type destroyed struct {
	Contents []string `json:"contents"`
}

func TestTwoOfficersAndNoFewer(t *testing.T) {
	for _, k := range []entry.Kind{entry.ContentDestroyed, entry.DenyLifted, entry.VaultRestored} {
		u := trio(t)
		f := destroyed{[]string{"one"}}
		deny := func(code string, by entry.Person, in entry.ID, facts any) {
			t.Helper()
			if d, ok := AsDenied(u.Permit(u.entry(by, k, in, facts))); !ok || d.Code != code {
				t.Errorf("%s by %s: %+v, want %s", k, by, d, code)
			}
		}
		deny(CodeSecond, ann.Person, common, f)
		u.propose(bob.Person, k, common, f)
		deny(CodeSamePerson, bob.Person, common, f)
		deny(CodeRole, cat.Person, common, f) // neither of the two is a supervisor
		deny(CodeSecond, ann.Person, common, destroyed{[]string{"another"}})
		e := u.entry(ann.Person, k, common, f)
		if err := u.Permit(e); err != nil {
			t.Errorf("%s by a second officer: %v", k, err)
		}
		e.Item = "another item"
		if u.Permit(e) == nil {
			t.Errorf("%s of another item", k)
		}
		e.Item = ""
		u.Carried(e)
		deny(CodeSecond, ann.Person, common, f) // once only
	}
}

func TestASupervisorsProposalIsCarriedOutByAnybodyElse(t *testing.T) {
	u := trio(t)
	f := destroyed{[]string{"one"}}
	u.propose(ann.Person, entry.ContentDestroyed, common, f)
	if d, ok := AsDenied(u.Permit(u.entry(ann.Person, entry.ContentDestroyed, common, f))); !ok || d.Code != CodeSamePerson {
		t.Errorf("alone: %+v", d)
	}
	if err := u.Permit(u.entry(bob.Person, entry.ContentDestroyed, common, f)); err != nil {
		t.Error(err)
	}
}

// What makes the unit's scans look for less is a supervisor's to propose, and
// another officer's to confirm.
func TestLessIsProposedByASupervisor(t *testing.T) {
	for _, k := range []entry.Kind{entry.TermDropped, entry.RuleOff} {
		u := trio(t)
		f := destroyed{[]string{"one"}}
		b, err := entry.Encode(f)
		if err != nil {
			t.Fatal(err)
		}
		deny := func(code string, by entry.Person, kind entry.Kind, facts any) {
			t.Helper()
			if d, ok := AsDenied(u.Permit(u.entry(by, kind, common, facts))); !ok || d.Code != code {
				t.Errorf("%s by %s: %+v, want %s", kind, by, d, code)
			}
		}
		deny(CodeRole, bob.Person, entry.ActProposed, Proposed{Kind: k, Facts: b})
		deny(CodeSecond, ann.Person, k, f)
		u.propose(ann.Person, k, common, f)
		deny(CodeSamePerson, ann.Person, k, f)
		if err := u.Permit(u.entry(cat.Person, k, common, f)); err != nil {
			t.Errorf("%s by a second officer: %v", k, err)
		}
	}
}

func TestProposalsEnd(t *testing.T) {
	u := trio(t)
	f := destroyed{[]string{"one"}}
	u.propose(bob.Person, entry.ContentDestroyed, common, f)
	id := u.Proposals()[0].ID
	u.refused(CodeRole, cat.Person, entry.ActWithdrawn, common, Withdrawn{Proposal: id})
	u.refused(CodePending, bob.Person, entry.ActWithdrawn, common, Withdrawn{Proposal: "none"})
	before := u.Clone()
	u.must(bob.Person, entry.ActWithdrawn, common, Withdrawn{Proposal: id})
	if len(u.Proposals()) != 0 || len(before.Proposals()) != 1 {
		t.Error("withdrawn and still there, or gone from the clone too")
	}
	u.propose(cat.Person, entry.ContentDestroyed, common, f)
	u.must(ann.Person, entry.ActWithdrawn, common, Withdrawn{Proposal: u.Proposals()[0].ID})
	u.propose(cat.Person, entry.ContentDestroyed, common, f)
	u.must(cat.Person, entry.PersonLeft, common, Left{Person: cat.Person})
	if len(u.Proposals()) != 0 {
		t.Error("the proposal of somebody who left stands")
	}
	if u.Permit(u.entry(ann.Person, entry.ContentDestroyed, common, f)) == nil {
		t.Error("carried out on the word of somebody who left")
	}
	u.refused(CodeFacts, ann.Person, entry.ActProposed, common, Proposed{Kind: entry.ReleaseApproved, Facts: []byte("{}")})
}

func TestTheLastSupervisorCanBeRemovedByTwo(t *testing.T) {
	u := trio(t)
	u.remove(bob.Person, cat.Person, Left{Person: ann.Person})
	if u.status(ann.Person) != StatusLeft || !u.Provisional() {
		t.Error("the only supervisor cannot be removed")
	}
	u = trio(t)
	u.join(dan, ann.Person, bob.Person)
	u.propose(bob.Person, entry.PersonLeft, common, Left{Person: ann.Person})
	u.refused(CodeRole, cat.Person, entry.PersonLeft, common, Left{Person: ann.Person}) // Dan is there to ask
	u.must(dan.Person, entry.PersonLeft, common, Left{Person: ann.Person})
}

func TestOnlyARemovalDoesWithoutASupervisor(t *testing.T) {
	u := trio(t)
	u.must(ann.Person, entry.PersonLeft, common, Left{Person: ann.Person})
	f := destroyed{[]string{"one"}}
	u.propose(bob.Person, entry.ContentDestroyed, common, f)
	if d, ok := AsDenied(u.Permit(u.entry(cat.Person, entry.ContentDestroyed, common, f))); !ok || d.Code != CodeRole {
		t.Errorf("destroyed without a supervisor: %+v", d)
	}
}

func TestOneTurnsDownAnEnrolmentAndTheOtherOfTwo(t *testing.T) {
	u := trio(t)
	u.must(ann.Person, entry.PersonEnrolled, common, u.enrolment(dan))
	u.refused(CodeRole, bob.Person, entry.PersonLeft, common, Left{Person: dan.Person})
	u.must(ann.Person, entry.PersonLeft, common, Left{Person: dan.Person})
	if c, _ := u.Compartment(common); !c.Owed {
		t.Error("somebody who never joined was given the key, and no new one is owed")
	}
	p := pair(t)
	p.refused(CodeRole, bob.Person, entry.PersonLeft, common, Left{Person: ann.Person})
	p.must(ann.Person, entry.PersonLeft, common, Left{Person: bob.Person})
}

// A key that is owed is made by anybody on the list, and nothing else with it.
func TestWhoPaysAnOwedKey(t *testing.T) {
	u := trio(t)
	op := entry.ID("op")
	u.must(ann.Person, entry.CompartmentEpoch, op, epochOf(op, 1, Needs{}, ann, bob, cat))
	u.refused(CodeRole, bob.Person, entry.CompartmentEpoch, op, epochOf(op, 2, Needs{}, ann, bob, cat)) // none is owed
	u.join(dan, ann.Person, bob.Person)
	u.remove(dan.Person, bob.Person, Left{Person: ann.Person})
	u.refused(CodeList, dan.Person, entry.CompartmentEpoch, op, epochOf(op, 2, Needs{}, bob, cat, dan)) // not on it
	u.refused(CodeReaders, bob.Person, entry.CompartmentEpoch, op, epochOf(op, 2, Needs{}, bob, cat))   // no supervisor left on it
	u.refused(CodeRole, bob.Person, entry.CompartmentEpoch, op, epochOf(op, 2, Needs{}, bob, dan))      // leaves Cat out
	u.must(bob.Person, entry.CompartmentEpoch, op, epochOf(op, 2, Needs{}, bob, cat, dan))
	if c, _ := u.Compartment(op); c.Owed || !c.Lists(dan.Person) || !slices.Equal(c.Begun, []uint64{c.Begun[0], u.seq}) {
		t.Errorf("after: %+v", c)
	}
	u.must(bob.Person, entry.CompartmentEpoch, common, epochOf(common, 2, Needs{}, bob, cat, dan))
	if c, _ := u.Compartment(common); c.Owed {
		t.Error("the unit's key is still owed")
	}
}

func TestReachIsEveryGrantEverGiven(t *testing.T) {
	u := trio(t)
	op := entry.ID("op")
	u.must(ann.Person, entry.CompartmentEpoch, op, epochOf(op, 1, Needs{}, ann, bob))
	u.must(ann.Person, entry.CompartmentEpoch, op, epochOf(op, 2, Needs{}, ann, bob))
	if len(u.Reach(cat.Person)) != 1 || u.Granted(cat.Person, op) || !u.Granted(cat.Person, common) {
		t.Errorf("reach of somebody not on the list: %v", u.Reach(cat.Person))
	}
	u.must(ann.Person, entry.CompartmentGranted, op, Granted{Compartment: op, Person: cat.Person, Grants: []GrantFact{grantOf(cat, op, 1), grantOf(cat, op, 2)}})
	granted := u.seq
	if !u.Granted(cat.Person, op) {
		t.Error("granted every epoch, and not said so")
	}
	u.remove(bob.Person, ann.Person, Left{Person: cat.Person})
	u.must(ann.Person, entry.CompartmentEpoch, op, epochOf(op, 3, Needs{}, ann, bob))
	u.must(ann.Person, entry.CompartmentEpoch, common, epochOf(common, 2, Needs{}, ann, bob))
	want := []Reach{{common, 1, cat.Keys[0].Fingerprint, 3}, {op, 1, cat.Keys[0].Fingerprint, granted}, {op, 2, cat.Keys[0].Fingerprint, granted}}
	if got := u.Reach(cat.Person); !slices.Equal(got, want) {
		t.Errorf("reach %v, want %v", got, want)
	}
}

func TestARenewedKeyOwesANewEpochAndIsGrantedTheOldOnes(t *testing.T) {
	u := trio(t)
	op := entry.ID("op")
	u.must(ann.Person, entry.CompartmentEpoch, op, epochOf(op, 1, Needs{}, ann, bob))
	renewed := keyed(bob.Person, "2", "DC", Handler)
	u.must(ann.Person, entry.PersonEnrolled, common, u.enrolment(renewed))
	u.must(cat.Person, entry.PersonConfirmed, common, confirmation(renewed))
	for _, id := range []entry.ID{common, op} {
		if c, _ := u.Compartment(id); !c.Owed {
			t.Errorf("%s: the old key opens what comes, and no new one is owed", id)
		}
	}
	if u.Granted(bob.Person, op) || !u.Granted(bob.Person, common) {
		t.Error("whether the new key has the old epochs is not known")
	}
	u.must(ann.Person, entry.CompartmentGranted, op, Granted{Compartment: op, Person: bob.Person, Grants: []GrantFact{grantOf(renewed, op, 1)}})
	if !u.Granted(bob.Person, op) {
		t.Error("granted and not said so")
	}
}

var seals = keyed(Recovery, "1", "")

func withRecovery(t *testing.T) *unit {
	t.Helper()
	u := trio(t)
	f := RecoverySet{Keys: seals.Keys}
	u.refused(CodeSecond, ann.Person, entry.RecoverySet, common, f)
	u.propose(ann.Person, entry.RecoverySet, common, f)
	u.must(bob.Person, entry.RecoverySet, common, f)
	return u
}

func TestEveryEpochIsGrantedToTheRecoveryKey(t *testing.T) {
	u := withRecovery(t)
	if m, ok := u.RecoveryMember(); !ok || m.Person != Recovery || len(u.Persons()) != 3 {
		t.Errorf("recovery is %+v among %d people", m, len(u.Persons()))
	}
	op := entry.ID("op")
	u.refused(CodeGrants, ann.Person, entry.CompartmentEpoch, op, epochOf(op, 1, Needs{}, ann, bob))
	f := epochOf(op, 1, Needs{}, ann, bob)
	f.Grants = append(f.Grants, grantOf(seals, op, 1))
	u.must(ann.Person, entry.CompartmentEpoch, op, f)
	if !u.Granted(Recovery, op) || u.Granted(Recovery, common) {
		t.Error("what the recovery key was given is not known")
	}
	u.refused(CodeRole, bob.Person, entry.CompartmentGranted, common, Granted{Compartment: common, Person: Recovery, Grants: []GrantFact{grantOf(seals, common, 1)}})
	u.must(ann.Person, entry.CompartmentGranted, common, Granted{Compartment: common, Person: Recovery, Grants: []GrantFact{grantOf(seals, common, 1)}})
	if c, _ := u.Compartment(common); !u.Granted(Recovery, common) || c.Lists(Recovery) || c.Owed {
		t.Error("not granted, or put on a list")
	}
	again := RecoverySet{Keys: keyed(Recovery, "2", "").Keys}
	u.propose(ann.Person, entry.RecoverySet, common, again)
	u.must(bob.Person, entry.RecoverySet, common, again)
	for _, id := range []entry.ID{common, op} {
		if c, _ := u.Compartment(id); !c.Owed {
			t.Errorf("%s: whoever has the old halves reads what comes, and no new key is owed", id)
		}
	}
}

func TestTheRecoveryKeyReadsAloudAndDoesNothingElse(t *testing.T) {
	u := trio(t)
	u.refused(CodeRecovery, Recovery, entry.RecoveryUsed, common, RecoveryUsed{})
	u = withRecovery(t)
	if k, ok := u.KeyAt(Recovery, u.seq+1); !ok || k.Fingerprint != seals.Keys[0].Fingerprint {
		t.Fatal("what it signs cannot be checked")
	}
	u.refused(CodeRecovery, ann.Person, entry.RecoveryUsed, common, RecoveryUsed{})
	view := func() error { return u.Permit(u.entry(Recovery, entry.ProductViewed, common, struct{}{})) }
	u.must(Recovery, entry.DeskUnlocked, common, Unlocked{})
	u.must(Recovery, entry.RecoveryUsed, common, RecoveryUsed{Rehearsal: true, Epochs: 1})
	if view() == nil || u.RecoveryOpen() {
		t.Error("a rehearsal shows product")
	}
	u.must(Recovery, entry.RecoveryUsed, common, RecoveryUsed{Epochs: 1})
	if err := view(); err != nil || !u.RecoveryOpen() {
		t.Errorf("after its use was recorded: %v", err)
	}
	may := []entry.Kind{entry.DeskUnlocked, entry.RecoveryUsed, entry.ProductViewed, entry.SearchMade, entry.JournalViewed, entry.VaultExported}
	for _, k := range entry.Known() {
		err := u.Permit(u.entry(Recovery, k, common, struct{}{}))
		if (err == nil) != slices.Contains(may, k) {
			t.Errorf("%s by the recovery key: %v", k, err)
		}
	}
	again := RecoverySet{Keys: keyed(Recovery, "2", "").Keys}
	u.propose(bob.Person, entry.RecoverySet, common, again)
	u.must(ann.Person, entry.RecoverySet, common, again)
	if u.RecoveryOpen() || u.Granted(Recovery, common) {
		t.Error("a fresh key is still open, or was granted what only the old one was")
	}
	if k, _ := u.KeyAt(Recovery, u.seq+1); k.Fingerprint != again.Keys[0].Fingerprint {
		t.Error("the old recovery key still signs")
	}
	if c, _ := u.Compartment(common); c.Owed {
		t.Error("a key is owed though the old recovery key was never given the one that stands")
	}
	spent := RecoverySet{Keys: seals.Keys}
	u.propose(bob.Person, entry.RecoverySet, common, spent)
	u.refused(CodeKey, ann.Person, entry.RecoverySet, common, spent)
	u.refused(CodeFacts, ann.Person, entry.PersonEnrolled, common, u.enrolment(keyed(Recovery, "3", "DS", Supervisor)))
}
