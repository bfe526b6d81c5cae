package roster

import (
	"slices"
	"testing"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
)

func TestFoundingMakesAProvisionalUnitOfOne(t *testing.T) {
	u := founded(t)
	if !u.Founded() || !u.Provisional() || u.Common() != common || u.Ceiling() != intel.OfficialSensitive || u.Founder() != ann.Person {
		t.Errorf("unit is %+v", u.State)
	}
	if u.status(ann.Person) != StatusMember || len(u.Persons()) != 1 {
		t.Error("founder is not a member")
	}
	if k, ok := u.KeyAt(ann.Person, 1); !ok || k.Purpose != PurposeMember {
		t.Error("the founding cannot be checked against the founder's key")
	}
}

func TestUnsoundFoundingsAreRefused(t *testing.T) {
	for name, take := range map[string]func(*Founded){
		"ceiling":     func(f *Founded) { f.Ceiling = "RESTRICTED" },
		"rank":        func(f *Founded) { f.Founder.Rank = "SHERIFF" },
		"no roles":    func(f *Founded) { f.Founder.Roles = nil },
		"odd role":    func(f *Founded) { f.Founder.Roles = []Role{"god"} },
		"role twice":  func(f *Founded) { f.Founder.Roles = []Role{Handler, Handler} },
		"one key":     func(f *Founded) { f.Founder.Keys = f.Founder.Keys[:1] },
		"same key":    func(f *Founded) { f.Founder.Keys = []Key{f.Founder.Keys[0], f.Founder.Keys[0]} },
		"epoch 2":     func(f *Founded) { f.Common.Number = 2 },
		"commitment":  func(f *Founded) { f.Common.Commitment = "" },
		"no grant":    func(f *Founded) { f.Common.Grants = nil },
		"other grant": func(f *Founded) { f.Common.Grants = []GrantFact{grantOf(bob, common, 1)} },
		"two members": func(f *Founded) { f.Common = epochOf(common, 1, Needs{}, ann, bob) },
		"elsewhere":   func(f *Founded) { f.Common.Compartment = "other" },
		"not author":  func(f *Founded) { f.Founder.Person = "p-eve" },
	} {
		u := &unit{t: t, State: New(nil), at: day0}
		f := founding(ann)
		take(&f)
		if err := u.try(ann.Person, entry.UnitFounded, common, f); err == nil {
			t.Errorf("%s: founded", name)
		}
	}
	u := founded(t)
	u.refused(CodeFounding, ann.Person, entry.UnitFounded, common, founding(ann))
	u.refused(CodeFounding, bob.Person, entry.UnitFounded, common, founding(bob))
}

func TestNobodyActsBeforeTheFounding(t *testing.T) {
	u := &unit{t: t, State: New(nil), at: day0}
	for _, k := range entry.Known() {
		if k == entry.UnitFounded {
			continue
		}
		if err := u.Permit(u.entry(ann.Person, k, common, struct{}{})); err == nil {
			t.Errorf("%s is permitted before the founding", k)
		}
	}
}

func TestFounderAloneBringsInOnlyTheSecondPerson(t *testing.T) {
	u := pair(t)
	if u.status(bob.Person) != StatusMember || u.Provisional() {
		t.Error("one can write and another approve, yet the unit is provisional")
	}
	u.must(ann.Person, entry.PersonEnrolled, common, u.enrolment(cat))
	if u.status(cat.Person) != StatusProposed {
		t.Error("the third person joined on one word")
	}
	u.refused(CodeSamePerson, ann.Person, entry.PersonConfirmed, common, confirmation(cat))
	u.refused(CodeMember, cat.Person, entry.PersonConfirmed, common, confirmation(cat))
	u.must(bob.Person, entry.PersonConfirmed, common, confirmation(cat))
	p, _ := u.Person(cat.Person)
	if p.Status != StatusMember || p.EnrolledBy != ann.Person || !slices.Equal(p.Confirmers, []entry.Person{bob.Person}) || p.From != u.seq {
		t.Errorf("cat is %+v", p)
	}
	if c, _ := u.Compartment(common); !c.Lists(cat.Person) {
		t.Error("a new member is not on the unit's list")
	}
}

func TestProvisionalNeedsTwoDifferentPeople(t *testing.T) {
	both := member("p-both", "DS", Handler, Supervisor)
	u := &unit{t: t, State: New(nil), at: day0}
	u.must(both.Person, entry.UnitFounded, common, founding(both))
	if !u.Provisional() {
		t.Error("one person with both roles is enough")
	}
	u.must(both.Person, entry.PersonEnrolled, common, u.enrolment(ann))
	if u.Provisional() {
		t.Error("two supervisors, one of whom writes, are not enough")
	}
	twoHandlers := &unit{t: t, State: New(nil), at: day0}
	twoHandlers.must(bob.Person, entry.UnitFounded, common, founding(bob))
	twoHandlers.must(bob.Person, entry.PersonEnrolled, common, twoHandlers.enrolment(cat))
	if !twoHandlers.Provisional() {
		t.Error("nobody can approve, yet the unit is not provisional")
	}
}

func TestEnrolmentRefusals(t *testing.T) {
	u := trio(t)
	stolen := dan
	stolen.Keys = bob.Keys
	u.refused(CodeKey, ann.Person, entry.PersonEnrolled, common, u.enrolment(stolen))
	half := dan
	half.Keys = []Key{dan.Keys[0], bob.Keys[1]}
	u.refused(CodeKey, ann.Person, entry.PersonEnrolled, common, u.enrolment(half))
	renamed := dan
	renamed.Keys = slices.Clone(dan.Keys)
	renamed.Keys[0].Public = bob.Keys[0].Public // Bob's key under another name
	u.refused(CodeKey, ann.Person, entry.PersonEnrolled, common, u.enrolment(renamed))
	self := u.enrolment(dan)
	u.refused(CodeMember, dan.Person, entry.PersonEnrolled, common, self)
	none := dan
	none.Roles = nil
	u.refused(CodeFacts, ann.Person, entry.PersonEnrolled, common, u.enrolment(none))
	wrong := u.enrolment(dan)
	wrong.Grants[0].Key = "FF"
	u.refused(CodeGrants, ann.Person, entry.PersonEnrolled, common, wrong)
	u.refused(CodeGrants, ann.Person, entry.PersonEnrolled, common, Enrolled{Member: dan})
	u.refused(CodePending, ann.Person, entry.PersonConfirmed, common, confirmation(dan))
	u.must(bob.Person, entry.PersonEnrolled, common, u.enrolment(dan))
	waits := member("p-eve", "PC", Handler)
	waits.Keys = dan.Keys
	u.refused(CodeKey, ann.Person, entry.PersonEnrolled, common, u.enrolment(waits))
	u.refused(CodeKey, ann.Person, entry.PersonConfirmed, common, Confirmed{Person: dan.Person, Fingerprint: "00"})
}

func TestANewSupervisorNeedsASupervisor(t *testing.T) {
	u := trio(t)
	u.must(bob.Person, entry.PersonEnrolled, common, u.enrolment(dan))
	u.refused(CodeRole, cat.Person, entry.PersonConfirmed, common, confirmation(dan))
	u.must(ann.Person, entry.PersonConfirmed, common, confirmation(dan))
}

func TestProofOfPossessionIsAsked(t *testing.T) {
	var asked []string
	check := func(k Key, text []byte) error {
		asked = append(asked, string(text))
		if string(k.Possession) != "proof" {
			return errFalse
		}
		return nil
	}
	u := &unit{t: t, State: New(check), at: day0}
	u.must(ann.Person, entry.UnitFounded, common, founding(ann))
	forged := bob
	forged.Keys = slices.Clone(bob.Keys)
	forged.Keys[1].Possession = []byte("copied")
	u.refused(CodePossession, ann.Person, entry.PersonEnrolled, common, u.enrolment(forged))
	u.must(ann.Person, entry.PersonEnrolled, common, u.enrolment(bob))
	want := string(PossessionText(vault, bob.Person, bob.Keys[0].Fingerprint, PurposeMember))
	if !slices.Contains(asked, want) {
		t.Errorf("the text asked about is not bound to vault, person and key: %q", asked)
	}
}

func TestConfirmationAfterANewUnitKeyIsRefused(t *testing.T) {
	u := trio(t)
	u.must(ann.Person, entry.PersonEnrolled, common, u.enrolment(dan))
	u.must(ann.Person, entry.CompartmentEpoch, common, epochOf(common, 2, Needs{}, ann, bob, cat))
	u.refused(CodeEpoch, bob.Person, entry.PersonConfirmed, common, confirmation(dan))
	u.must(ann.Person, entry.PersonEnrolled, common, u.enrolment(dan)) // again, now with two grants
	u.must(bob.Person, entry.PersonConfirmed, common, confirmation(dan))
}

func TestLeavingEndsKeysAndLists(t *testing.T) {
	u := trio(t)
	u.refused(CodeSecond, bob.Person, entry.PersonLeft, common, Left{Person: cat.Person})
	u.remove(bob.Person, ann.Person, Left{Person: cat.Person})
	left := u.seq
	if _, ok := u.KeyAt(cat.Person, left); !ok {
		t.Error("the key is not good up to the leaving")
	}
	if _, ok := u.KeyAt(cat.Person, left+1); ok {
		t.Error("the key is good after the leaving")
	}
	if _, ok := u.ReleaseKeyAt(cat.Person, left+1); ok {
		t.Error("the release key is good after the leaving")
	}
	c, _ := u.Compartment(common)
	if c.Lists(cat.Person) || !c.Owed || u.status(cat.Person) != StatusLeft {
		t.Errorf("still on the list, or no new key owed: %+v", c)
	}
	u.refused(CodeMember, cat.Person, entry.DeskUnlocked, common, Unlocked{})
	u.must(ann.Person, entry.CompartmentEpoch, common, epochOf(common, 2, Needs{}, ann, bob))
	if c, _ = u.Compartment(common); c.Owed || c.Epoch.Number != 2 || len(c.Epochs) != 2 {
		t.Errorf("after the new key: %+v", c)
	}
	u.refused(CodePending, ann.Person, entry.PersonLeft, common, Left{Person: cat.Person})
	u.must(bob.Person, entry.PersonLeft, common, Left{Person: bob.Person}) // oneself
	if !u.Provisional() {
		t.Error("one member left, yet not provisional")
	}
	u.refused(CodeReaders, ann.Person, entry.PersonLeft, common, Left{Person: ann.Person})
}

func TestAUnitThatLostItsSupervisorCanHaveAnother(t *testing.T) {
	u := trio(t)
	u.must(ann.Person, entry.PersonLeft, common, Left{Person: ann.Person})
	if !u.Provisional() {
		t.Fatal("not provisional without a supervisor")
	}
	set := func(m Member) Accredited {
		return Accredited{Person: m.Person, Roles: []Role{Supervisor}, Accreditation: m.Accreditation}
	}
	u.refused(CodeSamePerson, bob.Person, entry.AccreditationSet, common, set(bob))
	u.refused(CodeRole, cat.Person, entry.AccreditationSet, common, set(bob))
	u.must(bob.Person, entry.AccreditationSet, common, set(cat))
	if u.Provisional() {
		t.Error("still provisional")
	}
	u.refused(CodeRole, bob.Person, entry.AccreditationSet, common, set(cat))
}

func TestTheLastMemberStartsAgain(t *testing.T) {
	u := pair(t)
	u.must(ann.Person, entry.PersonLeft, common, Left{Person: ann.Person})
	u.must(bob.Person, entry.PersonEnrolled, common, u.enrolment(dan))
	if u.status(dan.Person) != StatusMember {
		t.Error("a vault with one member can never have a second")
	}
	u.must(dan.Person, entry.PersonEnrolled, common, u.enrolment(cat))
	if u.status(cat.Person) != StatusProposed {
		t.Error("the third joined on one word")
	}
}

func TestCompromiseReachesBack(t *testing.T) {
	u := trio(t)
	trusted := u.seq
	for range 5 {
		u.must(cat.Person, entry.DeskUnlocked, common, Unlocked{})
	}
	u.refused(CodeFacts, ann.Person, entry.PersonLeft, common, Left{Person: cat.Person, Compromised: true})
	u.refused(CodeFacts, ann.Person, entry.PersonLeft, common, Left{Person: cat.Person, Compromised: true, LastTrusted: 9999})
	u.refused(CodeFacts, ann.Person, entry.PersonLeft, common, Left{Person: cat.Person, LastTrusted: 3})
	u.remove(bob.Person, ann.Person, Left{Person: cat.Person, Compromised: true, LastTrusted: trusted})
	if _, ok := u.KeyAt(cat.Person, trusted); !ok {
		t.Error("the last trusted entry is not trusted")
	}
	if _, ok := u.KeyAt(cat.Person, trusted+1); ok {
		t.Error("an entry after the last trusted one is trusted")
	}
}

func TestAFoldForewarnedOfACompromiseBelievesNoneOfIt(t *testing.T) {
	u := trio(t)
	trusted := u.seq
	u.must(cat.Person, entry.DeskUnlocked, common, Unlocked{})
	u.remove(bob.Person, ann.Person, Left{Person: cat.Person, Compromised: true, LastTrusted: trusted})
	spans := u.Distrusted()
	if len(spans) != 1 || spans[0] != (Span{cat.Person, trusted + 1, u.seq}) {
		t.Fatalf("spans %v", spans)
	}
	again := &unit{t: t, State: New(nil), at: day0}
	again.Forewarn(spans)
	again.must(ann.Person, entry.UnitFounded, common, founding(ann))
	again.must(ann.Person, entry.PersonEnrolled, common, again.enrolment(bob))
	again.join(cat, ann.Person, bob.Person)
	if _, ok := again.KeyAt(cat.Person, trusted); !ok {
		t.Error("what came before is not believed")
	}
	if _, ok := again.KeyAt(cat.Person, trusted+1); ok {
		t.Error("the compromised key is believed")
	}
	if _, ok := again.Clone().ReleaseKeyAt(cat.Person, trusted+1); ok {
		t.Error("a clone believes it")
	}
	if _, ok := again.KeyAt(bob.Person, trusted+1); !ok {
		t.Error("somebody else is doubted too")
	}
}

func TestReturnNeedsNewKeysAndTwoPeopleAgain(t *testing.T) {
	u := trio(t)
	u.remove(bob.Person, ann.Person, Left{Person: cat.Person})
	u.refused(CodeKey, ann.Person, entry.PersonEnrolled, common, u.enrolment(cat))
	again := keyed(cat.Person, "2", "PC", Resilience)
	u.must(ann.Person, entry.PersonEnrolled, common, u.enrolment(again))
	if u.status(cat.Person) != StatusProposed {
		t.Error("back on one word")
	}
	u.must(bob.Person, entry.PersonConfirmed, common, confirmation(again))
	k, ok := u.KeyAt(cat.Person, u.seq+1)
	if !ok || k.Fingerprint != again.key(PurposeMember).Fingerprint {
		t.Error("the new key is not good")
	}
	if len(u.Persons()) != 3 {
		t.Error("a returner was counted twice")
	}
}

func TestRenewalOfKeysKeepsPersonAndHistory(t *testing.T) {
	u := trio(t)
	renewed := keyed(bob.Person, "2", "DC", Handler)
	promoted := keyed(bob.Person, "2", "DC", Handler, Supervisor)
	u.refused(CodeFacts, bob.Person, entry.PersonEnrolled, common, u.enrolment(promoted))
	u.must(bob.Person, entry.PersonEnrolled, common, u.enrolment(renewed))
	if u.status(bob.Person) != StatusMember || len(u.Pending()) != 1 {
		t.Error("somebody renewing keys stops being a member")
	}
	u.refused(CodeSamePerson, bob.Person, entry.PersonConfirmed, common, confirmation(renewed))
	old := u.seq
	u.must(cat.Person, entry.PersonConfirmed, common, confirmation(renewed))
	a, okA := u.KeyAt(bob.Person, old)
	b, okB := u.KeyAt(bob.Person, u.seq)
	if !okA || !okB || a.Fingerprint != bob.Keys[0].Fingerprint || b.Fingerprint != renewed.Keys[0].Fingerprint {
		t.Errorf("keys at %d and %d: %s %s", old, u.seq, a.Fingerprint, b.Fingerprint)
	}
	if c, _ := u.Compartment(common); len(c.Members) != 3 {
		t.Errorf("list is %v", c.Members)
	}
}

func TestASoleMemberCannotRenewAlone(t *testing.T) {
	u := founded(t)
	u.refused(CodePending, ann.Person, entry.PersonEnrolled, common, u.enrolment(keyed(ann.Person, "2", "DS", Supervisor)))
}

func TestAccreditationIsSetByAnotherSupervisor(t *testing.T) {
	u := trio(t)
	set := func(m Member, roles ...Role) Accredited {
		return Accredited{Person: m.Person, Roles: roles, Accreditation: m.Accreditation}
	}
	u.refused(CodeSamePerson, ann.Person, entry.AccreditationSet, common, set(ann, Handler, Supervisor))
	u.refused(CodeRole, bob.Person, entry.AccreditationSet, common, set(cat, Supervisor))
	u.refused(CodeRole, bob.Person, entry.AccreditationSet, common, set(bob, Supervisor))
	u.refused(CodeFacts, ann.Person, entry.AccreditationSet, common, set(bob, "god"))
	u.refused(CodePending, ann.Person, entry.AccreditationSet, common, set(dan, Handler))
	u.must(ann.Person, entry.AccreditationSet, common, set(bob, Handler, Supervisor))
	if p, _ := u.Person(bob.Person); !p.Has(Supervisor) {
		t.Error("role not given")
	}
}

func TestCloneIsIndependent(t *testing.T) {
	u := trio(t)
	c := u.Clone()
	u.remove(bob.Person, ann.Person, Left{Person: cat.Person})
	u.must(ann.Person, entry.CompartmentEpoch, common, epochOf(common, 2, Needs{}, ann, bob))
	if p, _ := c.Person(cat.Person); p.Status != StatusMember {
		t.Error("the clone saw somebody leave")
	}
	if _, ok := c.KeyAt(cat.Person, u.seq+10); !ok {
		t.Error("the clone lost a key")
	}
	if cc, _ := c.Compartment(common); !cc.Lists(cat.Person) || len(cc.Epochs) != 1 || cc.Owed {
		t.Errorf("the clone's list changed: %+v", cc)
	}
}

func TestLapsesNameWhatRunsOut(t *testing.T) {
	a := Accreditation{Vetting: DV, VettingUntil: day0.Add(-time.Hour), Briefed57: day0.AddDate(-1, 0, 0), Briefed57Til: day0.AddDate(0, 0, 30),
		SPoCUntil: day0.AddDate(1, 0, 0)}
	got := Lapses(a, day0, 60*24*time.Hour)
	if len(got) != 2 || !got[0].Lapsed || got[0].What != "vetting DV" || got[1].Lapsed || got[1].What != "section 57 briefing" {
		t.Errorf("got %+v", got)
	}
	if got := Lapses(Accreditation{}, day0, time.Hour); len(got) != 0 {
		t.Errorf("what was never held lapsed: %+v", got)
	}
}
