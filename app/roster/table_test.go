package roster

import (
	"errors"
	"slices"
	"testing"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
)

func TestEveryKindHasOneLine(t *testing.T) {
	var have []entry.Kind
	for _, l := range Table() {
		if slices.Contains(have, l.Kind) {
			t.Errorf("%s has two lines", l.Kind)
		}
		have = append(have, l.Kind)
	}
	known := entry.Known()
	if len(known) == 0 || len(have) != len(known) {
		t.Errorf("%d lines for %d kinds", len(have), len(known))
	}
	for _, k := range known {
		if !slices.Contains(have, k) {
			t.Errorf("%s has no line", k)
		}
	}
}

func TestUnknownKindsAreRefused(t *testing.T) {
	u := trio(t)
	for _, k := range []entry.Kind{"", "person.promoted", "release.approved "} {
		if d, ok := AsDenied(u.Permit(u.entry(ann.Person, k, common, struct{}{}))); !ok || d.Code != CodeUnknown {
			t.Errorf("%q: %+v", k, d)
		}
	}
}

// TestWhoMay says, for every kind that hangs on role alone, which of a
// supervisor, a handler and a resilience officer may make it.
func TestWhoMay(t *testing.T) {
	all, writers, sup := "ABC", "BC", "A"
	want := map[entry.Kind]string{
		entry.DeskUnlocked: all, entry.SettingChanged: sup, entry.RecipientRecorded: all, entry.RecipientConfirmed: all,
		entry.ProductReceived: all, entry.ProductLinked: all, entry.ProductViewed: all, entry.SearchMade: all, entry.JournalExported: sup,
		entry.TermAdded: sup, entry.RuleOn: sup, entry.RulesPreviewed: all, entry.VaultRescanned: all, entry.ProductRescanned: all,
		entry.PhraseProposed: all, entry.PhraseAgreed: sup, entry.PhraseDropped: sup,
		entry.JournalViewed: all, entry.BackupMade: all, entry.RestoreAccepted: all, entry.VaultExported: sup,
		entry.ColumnsSettled: all, entry.ListExported: all, entry.OriginatorConsulted: all, entry.ProductScanned: all, entry.PromptAnswered: all,
		entry.ThreatRaised: all, entry.ThreatAssessed: all, entry.ThreatAccepted: sup, entry.ThreatActed: all,
		entry.ThreatReviewed: sup, entry.ThreatClosed: sup, entry.ThreatChecked: all,
		entry.ProductGraded: writers, entry.DraftSaved: writers, entry.DenyListed: all,
		entry.ReleaseSubmitted: writers, entry.ReleaseApproved: sup, entry.ReleaseReturned: sup, entry.ReleaseRefused: sup,
		entry.ReleaseDispatched: all, entry.ReleaseAcknowledged: all, entry.EmergencyReleased: all, entry.EmergencySigned: sup,
	}
	u := trio(t)
	own := []entry.Kind{entry.UnitFounded, entry.PersonEnrolled, entry.PersonConfirmed, entry.PersonLeft, entry.AccreditationSet,
		entry.CompartmentEpoch, entry.CompartmentGranted, entry.CompartmentEntered, entry.ResidueSettled,
		entry.ActProposed, entry.ActWithdrawn, entry.RecoverySet, entry.RecoveryUsed, entry.VaultRestored, entry.ContentDestroyed, entry.DenyLifted, entry.TermDropped, entry.RuleOff} // tested with their facts
	for _, k := range entry.Known() {
		if slices.Contains(own, k) {
			continue
		}
		who, ok := want[k]
		if !ok {
			t.Errorf("%s is not in this test", k)
		}
		for letter, p := range map[string]entry.Person{"A": ann.Person, "B": bob.Person, "C": cat.Person} {
			err := u.Permit(u.entry(p, k, common, struct{}{}))
			if may := slices.Contains([]byte(who), letter[0]); may != (err == nil) {
				t.Errorf("%s by %s: %v", k, p, err)
			}
		}
		for _, p := range []entry.Person{"", "p-stranger", dan.Person} {
			if u.Permit(u.entry(p, k, common, struct{}{})) == nil {
				t.Errorf("%s is permitted to %q", k, p)
			}
		}
		able := map[byte]entry.Person{'A': ann.Person, 'B': bob.Person}[who[0]]
		if err := u.Permit(u.entry(able, k, "nowhere", struct{}{})); !errors.Is(err, ErrNoSuch) {
			t.Errorf("%s in no compartment: %v", k, err)
		}
	}
}

func TestAProposedPersonMayDoNothing(t *testing.T) {
	u := trio(t)
	u.must(ann.Person, entry.PersonEnrolled, common, u.enrolment(dan))
	for _, k := range entry.Known() {
		if u.Permit(u.entry(dan.Person, k, common, struct{}{})) == nil {
			t.Errorf("%s is permitted to somebody not yet confirmed", k)
		}
	}
	if _, ok := u.KeyAt(dan.Person, u.seq+1); ok {
		t.Error("an unconfirmed key is good")
	}
}

func TestNothingLeavesAProvisionalUnit(t *testing.T) {
	u := founded(t)
	for _, k := range []entry.Kind{entry.ReleaseApproved, entry.ReleaseDispatched} {
		if d, ok := AsDenied(u.Permit(u.entry(ann.Person, k, common, struct{}{}))); !ok || d.Code != CodeProvisional {
			t.Errorf("%s: %+v", k, d)
		}
	}
	if err := u.Permit(u.entry(ann.Person, entry.EmergencyReleased, common, struct{}{})); err != nil {
		t.Errorf("an emergency is refused in a provisional unit: %v", err)
	}
}

func TestResiduesAreSetAsideBySupervisorsOnly(t *testing.T) {
	u := trio(t)
	settled := func(severity, decision string) intel.Settled {
		return intel.Settled{Draft: "d", Finding: hash("f"), Kind: "word_run", Severity: severity, Decision: decision}
	}
	for _, tc := range []struct {
		by       entry.Person
		severity string
		decision string
		code     string
	}{
		{bob.Person, "advise", intel.SettleAccept, ""},
		{bob.Person, "block", intel.SettleAccept, CodeRole},
		{ann.Person, "block", intel.SettleAccept, CodeRole},
		{bob.Person, "block", intel.SettleAside, CodeRole},
		{ann.Person, "block", intel.SettleAside, ""},
		{ann.Person, "block", "ignored", CodeFacts},
		{bob.Person, "block", intel.SettlePutUp, ""},
		{bob.Person, "advise", intel.SettlePutUp, CodeFacts},
	} {
		d, denied := AsDenied(u.Permit(u.entry(tc.by, entry.ResidueSettled, common, settled(tc.severity, tc.decision))))
		if denied != (tc.code != "") || denied && d.Code != tc.code {
			t.Errorf("%+v: %+v", tc, d)
		}
	}
}

var needs = Needs{Vetting: DV, Briefed57: true, Course: true}

// secret adds the compartment "op" with Ann and Bob on its list.
func secret(t *testing.T) *unit {
	t.Helper()
	u := trio(t)
	u.must(ann.Person, entry.CompartmentEpoch, "op", epochOf("op", 1, needs, ann, bob))
	return u
}

func TestCompartmentIsOpenToItsListOnly(t *testing.T) {
	u := secret(t)
	for _, p := range []Member{ann, bob} {
		if err := u.MayEnter(p.Person, "op", day0); err != nil {
			t.Errorf("%s: %v", p.Person, err)
		}
		u.must(p.Person, entry.CompartmentEntered, "op", Entered{Compartment: "op"})
	}
	off := u.MayEnter(cat.Person, "op", day0)
	never := u.MayEnter(cat.Person, "never-made", day0)
	if off != ErrNoSuch || never != ErrNoSuch || off.Error() != never.Error() {
		t.Errorf("off the list %v and never made %v are told apart", off, never)
	}
	a := u.Permit(u.entry(cat.Person, entry.ProductViewed, "op", struct{}{}))
	b := u.Permit(u.entry(cat.Person, entry.ProductViewed, "never-made", struct{}{}))
	if a == nil || b == nil || a.Error() != b.Error() || !errors.Is(a, ErrNoSuch) {
		t.Errorf("%v and %v are told apart", a, b)
	}
	x := u.try(cat.Person, entry.CompartmentEntered, common, Entered{Compartment: "op"})
	y := u.try(cat.Person, entry.CompartmentEntered, common, Entered{Compartment: "never-made"})
	if x == nil || y == nil || x.Error() != y.Error() {
		t.Errorf("%v and %v are told apart", x, y)
	}
}

func TestLapsedClearanceIsNamedToThoseOnTheList(t *testing.T) {
	for name, tc := range map[string]struct {
		take func(*Accreditation)
		says string
	}{
		"vetting ended":    {func(a *Accreditation) { a.VettingUntil = day0.AddDate(0, 0, -1) }, "your vetting DV lapsed on 22 Nov 2026"},
		"vetting too low":  {func(a *Accreditation) { a.Vetting = SC }, "vetting DV is needed"},
		"vetting no end":   {func(a *Accreditation) { a.VettingUntil = time.Time{} }, "your vetting DV lapsed (no end date is recorded)"},
		"briefing ended":   {func(a *Accreditation) { a.Briefed57Til = day0.AddDate(0, 0, -20) }, "your section 57 briefing lapsed on 3 Nov 2026"},
		"never briefed":    {func(a *Accreditation) { a.Briefed57 = time.Time{} }, "the section 57 briefing is needed"},
		"briefed tomorrow": {func(a *Accreditation) { a.Briefed57 = day0.AddDate(0, 0, 1) }, "the section 57 briefing is needed"},
		"no course":        {func(a *Accreditation) { a.HandlerCourse = time.Time{} }, "the Product Handler Course is needed"},
	} {
		u := secret(t)
		a := bob.Accreditation
		tc.take(&a)
		u.must(ann.Person, entry.AccreditationSet, common, Accredited{Person: bob.Person, Roles: bob.Roles, Accreditation: a})
		d, ok := AsDenied(u.MayEnter(bob.Person, "op", day0))
		if !ok || d.Code != CodeLapsed || d.Words != tc.says {
			t.Errorf("%s: %+v", name, d)
		}
		if err := u.MayEnter(bob.Person, common, day0); err != nil {
			t.Errorf("%s: shut out of the unit too: %v", name, err)
		}
		u.refused(CodeLapsed, bob.Person, entry.CompartmentEntered, "op", Entered{Compartment: "op"})
		for _, k := range []entry.Kind{entry.ThreatRaised, entry.ThreatAssessed, entry.ThreatActed, entry.EmergencyReleased} {
			if err := u.Permit(u.entry(bob.Person, k, "op", struct{}{})); err != nil {
				t.Errorf("%s: a lapsed clearance stops %s: %v", name, k, err)
			}
		}
		for _, k := range []entry.Kind{entry.ProductViewed, entry.DraftSaved, entry.ReleaseSubmitted} {
			if d, _ := AsDenied(u.Permit(u.entry(bob.Person, k, "op", struct{}{}))); d == nil || d.Code != CodeLapsed {
				t.Errorf("%s: a lapsed clearance does not stop %s", name, k)
			}
		}
	}
}

func TestCourseIsAskedOfHandlersOnly(t *testing.T) {
	u := secret(t)
	p, _ := u.Person(ann.Person)
	p.Accreditation.HandlerCourse = time.Time{}
	if missing := unmet(p, needs, day0); len(missing) != 0 {
		t.Errorf("a supervisor needs the course: %v", missing)
	}
}

func TestAccreditationIsJudgedAsOfTheEntry(t *testing.T) {
	u := secret(t)
	e := u.entry(bob.Person, entry.ProductViewed, "op", struct{}{})
	e.Recorded = day0.AddDate(1, 0, 0) // the section 57 briefing has run out by then
	if d, _ := AsDenied(u.Permit(e)); d == nil || d.Code != CodeLapsed {
		t.Errorf("got %+v", d)
	}
}

func TestEpochRefusals(t *testing.T) {
	for name, tc := range map[string]struct {
		by   entry.Person
		in   entry.ID
		code string
		f    Epoch
	}{
		"handler":         {bob.Person, "x", CodeRole, epochOf("x", 1, Needs{}, ann, bob)},
		"alone":           {ann.Person, "x", CodeReaders, epochOf("x", 1, Needs{}, ann)},
		"gap":             {ann.Person, "x", CodeEpoch, epochOf("x", 2, Needs{}, ann, bob)},
		"again":           {ann.Person, "op", CodeEpoch, epochOf("op", 1, Needs{}, ann, bob)},
		"not on it":       {ann.Person, "x", CodeList, epochOf("x", 1, Needs{}, bob, cat)},
		"stranger":        {ann.Person, "x", CodeReaders, epochOf("x", 1, Needs{}, ann, dan)},
		"twice":           {ann.Person, "x", CodeReaders, epochOf("x", 1, Needs{}, ann, ann)},
		"elsewhere":       {ann.Person, "op", CodeEpoch, epochOf("x", 1, Needs{}, ann, bob)},
		"common misses":   {ann.Person, common, CodeReaders, epochOf(common, 2, Needs{}, ann, bob)},
		"no compartment":  {ann.Person, common, CodeEpoch, epochOf("", 1, Needs{}, ann, bob)},
		"needs not met":   {ann.Person, "x", CodeLapsed, epochOf("x", 1, Needs{Vetting: "STRAP"}, ann, bob)},
		"unknown vetting": {ann.Person, "x", CodeLapsed, epochOf("x", 1, Needs{Vetting: "dv"}, ann, bob)},
	} {
		t.Run(name, func(t *testing.T) { secretFor(t).refused(tc.code, tc.by, entry.CompartmentEpoch, tc.in, tc.f) })
	}
	u := secret(t)
	f := epochOf("x", 1, Needs{}, ann, bob)
	f.Commitment = "short"
	u.refused(CodeFacts, ann.Person, entry.CompartmentEpoch, "x", f)
	for name, take := range map[string]func(*Epoch){
		"grant missing":  func(f *Epoch) { f.Grants = f.Grants[:1] },
		"grant extra":    func(f *Epoch) { f.Grants = append(f.Grants, grantOf(cat, "x", 1)) },
		"grant twice":    func(f *Epoch) { f.Grants[1] = f.Grants[0] },
		"grant for cat":  func(f *Epoch) { f.Grants[1] = grantOf(cat, "x", 1) },
		"grant old key":  func(f *Epoch) { f.Grants[1].Key = cat.Keys[0].Fingerprint },
		"grant epoch":    func(f *Epoch) { f.Grants[1].Epoch = 2 },
		"grant no hash":  func(f *Epoch) { f.Grants[1].SHA256 = "" },
		"grant HEX hash": func(f *Epoch) { f.Grants[1].SHA256 = "AB" + f.Grants[1].SHA256[2:] },
	} {
		f := epochOf("x", 1, Needs{}, ann, bob)
		take(&f)
		u.refused(CodeGrants, ann.Person, entry.CompartmentEpoch, "x", f)
		if _, ok := u.Compartment("x"); ok {
			t.Errorf("%s: made all the same", name)
		}
	}
}

func secretFor(t *testing.T) *unit { t.Helper(); return secret(t) }

func TestNobodyAddsThemselvesToAList(t *testing.T) {
	u := secret(t)
	u.join(dan, ann.Person, bob.Person)
	u.refused(CodeList, dan.Person, entry.CompartmentEpoch, "op", epochOf("op", 2, needs, dan, ann))
	g := Granted{Compartment: "op", Person: dan.Person, Grants: []GrantFact{grantOf(dan, "op", 1)}}
	u.refused(CodeList, dan.Person, entry.CompartmentGranted, "op", g)
	u.refused(CodeList, dan.Person, entry.CompartmentGranted, common, g) // by way of the unit's compartment
	u.refused(CodeList, dan.Person, entry.CompartmentEpoch, common, epochOf("op", 2, needs, dan, ann))
	u.must(ann.Person, entry.CompartmentGranted, "op", g)
	if err := u.MayEnter(dan.Person, "op", day0); err != nil {
		t.Error(err)
	}
}

func TestGrantRefusals(t *testing.T) {
	u := secret(t)
	grant := func(m Member, gs ...GrantFact) Granted {
		return Granted{Compartment: "op", Person: m.Person, Grants: gs}
	}
	ok := grantOf(cat, "op", 1)
	u.refused(CodeRole, bob.Person, entry.CompartmentGranted, "op", grant(cat, ok))
	u.refused(CodeReaders, ann.Person, entry.CompartmentGranted, "op", grant(dan, grantOf(dan, "op", 1)))
	u.refused(CodeGrants, ann.Person, entry.CompartmentGranted, "op", grant(cat))
	u.refused(CodeGrants, ann.Person, entry.CompartmentGranted, "op", grant(cat, grantOf(bob, "op", 1)))
	u.refused(CodeReaders, ann.Person, entry.CompartmentGranted, common, Granted{Compartment: common, Person: cat.Person})
	unvetted := cat.Accreditation
	unvetted.Vetting = MV
	u.must(ann.Person, entry.AccreditationSet, common, Accredited{Person: cat.Person, Roles: cat.Roles, Accreditation: unvetted})
	u.refused(CodeLapsed, ann.Person, entry.CompartmentGranted, "op", grant(cat, ok))
}

func TestRenewedKeysAreGrantedAgain(t *testing.T) {
	u := secret(t)
	renewed := keyed(bob.Person, "2", "DC", Handler)
	u.join(renewed, bob.Person, ann.Person)
	u.refused(CodeGrants, ann.Person, entry.CompartmentGranted, "op", Granted{Compartment: "op", Person: bob.Person, Grants: []GrantFact{grantOf(bob, "op", 1)}})
	u.must(ann.Person, entry.CompartmentGranted, "op", Granted{Compartment: "op", Person: bob.Person, Grants: []GrantFact{grantOf(renewed, "op", 1)}})
	if c, _ := u.Compartment("op"); len(c.Members) != 2 {
		t.Errorf("list is %v", c.Members)
	}
}

func TestALapsedReaderDoesNotStopANewKey(t *testing.T) {
	u := secret(t)
	a := bob.Accreditation
	a.VettingUntil = day0.AddDate(0, 0, -1)
	u.must(ann.Person, entry.AccreditationSet, common, Accredited{Person: bob.Person, Roles: bob.Roles, Accreditation: a})
	u.must(ann.Person, entry.CompartmentEpoch, "op", epochOf("op", 2, needs, ann, bob))
}

func TestVettingOrder(t *testing.T) {
	levels := Levels()
	for i, have := range levels {
		for j, need := range levels {
			if have.AtLeast(need) != (i >= j) {
				t.Errorf("%q at least %q", have, need)
			}
		}
	}
	if Vetting("eDV").AtLeast(RV) || DV.AtLeast("eDV") {
		t.Error("an unknown level counts")
	}
}

func TestRankOrder(t *testing.T) {
	for _, tc := range []struct {
		rank, need string
		want       bool
	}{
		{"DS", "DS", true}, {"PS", "DS", true}, {"DI", "DS", true}, {"SUPT", "DCI", true},
		{"DC", "DS", false}, {"DS", "DI", false}, {RankStaff, "PC", false}, {"", "", false}, {"DS", "", false}, {"XX", "PC", false},
	} {
		if RankAtLeast(tc.rank, tc.need) != tc.want {
			t.Errorf("%+v", tc)
		}
	}
}
