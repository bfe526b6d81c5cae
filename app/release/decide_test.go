package release

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// whole is a case of which every condition holds, at dispatch.
func whole() Case {
	drafted := now.Add(-3 * time.Hour)
	return Case{
		Now: now, Stage: Dispatching, FirstRead: true,
		Threats: []ThreatCase{{Threat: "t1", Owned: true, RealImmediate: true}},
		Grade: grade.Graded{Version: 1, Handling: grade.Conditions, Action: "A1", Sanitisation: "S2", Instructed: true, RiskAssessed: true,
			Items: []grade.Item{{No: 1, Source: "2", Assessment: "D"}, {No: 2, Source: "1", Assessment: "B", Corroborated: "other"}}},
		Graded: true, CorroborateOK: func(grade.Item) bool { return true }, Items: 2,
		Draft: "draft-2", DraftedAt: drafted, Authors: []entry.Person{"p-author", "p-other"},
		Check: CheckCase{Present: true, Draft: "draft-2", At: drafted.Add(time.Hour), Real: intel.Yes, Immediate: intel.Yes, Identified: intel.Yes},

		OriginatorSanitise: true, OriginatorAction: true, OriginatorMarking: true,
		Submission: SubmissionCase{Present: true, Submitter: "p-submitter", Draft: "draft-2", Manifest: "m1", ManifestSound: true,
			AuthorSigned: true, GradeStands: true, CheckStands: true, MarkingLine: true, Purpose: true, NeedToKnow: true, Necessity: true, Proportionality: true, Basis: "common_law",
			Tier: intel.OfficialSensitive, SourceTier: intel.Secret, Disposition: ForAction, Expires: now.Add(time.Hour)},
		Recipients: []RecipientCase{{Recipient: "r1", Confirmed: true, Cleared: true}, {Recipient: "r2", Confirmed: true, Cleared: true}},
		Approvals: []ApprovalCase{{By: "p-boss", At: drafted.Add(2 * time.Hour), Manifest: "m1", Supervisor: true, Current: true, Signed: true,
			SawReport: true, SawSource: true, SawThreat: true}},
	}
}

// breach is one condition taken away, with the code and the step that name it
// and the first stage that asks for it.
type breach struct {
	name  string
	code  string
	field string
	from  Stage
	take  func(*Case)
}

func approval(take func(*ApprovalCase)) func(*Case) {
	return func(c *Case) {
		c.Approvals = slices.Clone(c.Approvals)
		take(&c.Approvals[0])
	}
}

func to(take func(*RecipientCase)) func(*Case) {
	return func(c *Case) {
		c.Recipients = slices.Clone(c.Recipients)
		take(&c.Recipients[1])
	}
}

func graded(take func(*grade.Graded)) func(*Case) {
	return func(c *Case) {
		c.Grade.Items = slices.Clone(c.Grade.Items)
		take(&c.Grade)
	}
}

func breaches() []breach {
	return []breach{
		{"no time", "time_unknown", FieldUnit, Submitting, func(c *Case) { c.Now = time.Time{} }},
		{"stage too low", "stage_unknown", FieldUnit, Submitting, func(c *Case) { c.Stage = 0 }},
		{"stage too high", "stage_unknown", FieldUnit, Submitting, func(c *Case) { c.Stage = Dispatching + 1 }},
		{"provisional", "provisional", FieldUnit, Submitting, func(c *Case) { c.Provisional = true }},
		{"newer kind", "newer_kind", FieldUnit, Submitting, func(c *Case) { c.NewerKind = true }},
		{"alarms", "alarms", FieldUnit, Submitting, func(c *Case) { c.Alarms = 1 }},
		{"first read", "first_read", FieldPrompts, Submitting, func(c *Case) { c.FirstRead = false }},
		{"cannot tell", "cannot_tell", FieldPrompts, Submitting, func(c *Case) { c.CannotTell = 2 }},
		{"frozen", "frozen", FieldPrompts, Submitting, func(c *Case) { c.Frozen = []string{"legal_privilege"} }},
		{"threat unowned", "threat_unowned", FieldThreat, Submitting, func(c *Case) {
			c.Threats = append(slices.Clone(c.Threats), ThreatCase{Threat: "t2"})
		}},
		{"not graded", "not_graded", FieldGrade, Submitting, func(c *Case) { c.Graded = false }},
		{"grade too short", "grade_items", FieldGrade, Submitting, func(c *Case) { c.Items = 3 }},
		{"no items", "grade_items", FieldGrade, Submitting, func(c *Case) { c.Items = 0 }},
		{"no source", "grade_source_missing", FieldGrade, Submitting, graded(func(g *grade.Graded) { g.Items[0].Source = "" })},
		{"bad assessment", "grade_assessment_missing", FieldGrade, Submitting, graded(func(g *grade.Graded) { g.Items[0].Assessment = "F" })},
		{"source 3 no reason", "grade_reason_missing", FieldGrade, Submitting, graded(func(g *grade.Graded) { g.Items[0].Source = "3" })},
		{"E no reason", "grade_reason_missing", FieldGrade, Submitting, graded(func(g *grade.Graded) { g.Items[0].Assessment = "E" })},
		{"B names none", "grade_corroboration_missing", FieldGrade, Submitting, graded(func(g *grade.Graded) { g.Items[1].Corroborated = "" })},
		{"no handling", "grade_handling_missing", FieldGrade, Submitting, graded(func(g *grade.Graded) { g.Handling = "" })},
		{"no action code", "grade_action_missing", FieldGrade, Submitting, graded(func(g *grade.Graded) { g.Action = "" })},
		{"no sanitisation code", "grade_sanitisation_missing", FieldGrade, Submitting, graded(func(g *grade.Graded) { g.Sanitisation = "" })},
		{"no instructions", "grade_instructions_missing", FieldGrade, Submitting, graded(func(g *grade.Graded) { g.Instructed = false })},
		{"no risk assessment", "grade_risk_missing", FieldGrade, Submitting, graded(func(g *grade.Graded) { g.RiskAssessed = false })},
		{"P with conditions", "grade_p_with_conditions", FieldGrade, Submitting, graded(func(g *grade.Graded) { g.Handling = "P" })},
		{"numbering", "grade_numbering", FieldGrade, Submitting, graded(func(g *grade.Graded) { g.Items[1].No = 3 })},
		{"corroboration refused", "not_corroborated", FieldGrade, Submitting, func(c *Case) { c.CorroborateOK = func(grade.Item) bool { return false } }},
		{"corroboration not judged", "not_corroborated", FieldGrade, Submitting, func(c *Case) { c.CorroborateOK = nil }},
		{"S2 alone", "s2_originator", FieldGrade, Submitting, func(c *Case) { c.OriginatorSanitise = false }},
		{"marking down", "marking_down", FieldRelease, Submitting, func(c *Case) { c.OriginatorMarking = false }},
		{"A1 acts", "a1_originator", FieldGrade, Submitting, func(c *Case) { c.OriginatorAction = false }},
		{"A2 arrests", "a2_use", FieldRelease, Submitting, func(c *Case) { c.Grade.Action = "A2"; c.Submission.Disposition = ForArrest }},
		{"A2 evidence", "a2_use", FieldRelease, Submitting, func(c *Case) { c.Grade.Action = "A2"; c.Submission.Disposition = ForEvidence }},
		{"no disposition", "disposition", FieldRelease, Submitting, func(c *Case) { c.Submission.Disposition = "" }},
		{"no draft", "no_draft", FieldDraft, Submitting, func(c *Case) { c.Draft = "" }},
		{"draft of no time", "draft_time", FieldDraft, Submitting, func(c *Case) { c.DraftedAt = time.Time{} }},
		{"draft of tomorrow", "draft_time", FieldDraft, Submitting, func(c *Case) { c.DraftedAt = now.Add(24 * time.Hour) }},
		{"no author", "no_author", FieldDraft, Submitting, func(c *Case) { c.Authors = nil }},
		{"unknown author", "no_author", FieldDraft, Submitting, func(c *Case) { c.Authors = []entry.Person{"p-author", ""} }},
		{"residue", "residue", FieldDraft, Submitting, func(c *Case) { c.Blocking = 1 }},
		{"advisory", "residue_advisory", FieldDraft, Submitting, func(c *Case) { c.Advisory = 1 }},
		{"deny list", "deny_list", FieldDraft, Submitting, func(c *Case) { c.DenyHits = 1 }},
		{"not inspected", "not_inspected", FieldDraft, Submitting, func(c *Case) { c.NotInspected = 1 }},
		{"negative count", "residue", FieldDraft, Submitting, func(c *Case) { c.Blocking = -1 }},
		{"one of two put up", "residue", FieldDraft, Submitting, func(c *Case) { c.Blocking, c.PutUp = 2, 1 }},
		{"put up and not there", "residue", FieldDraft, Submitting, func(c *Case) { c.Blocking, c.PutUp = 1, 2 }},
		{"put up, not set aside", "residue", FieldDraft, Approving, func(c *Case) { c.Blocking, c.PutUp = 1, 1 }},
		{"no check", "check_missing", FieldCheck, Submitting, func(c *Case) { c.Check = CheckCase{} }},
		{"check of other draft", "check_other_draft", FieldCheck, Submitting, func(c *Case) { c.Check.Draft = "draft-1" }},
		{"check too old", "check_stale", FieldCheck, Submitting, func(c *Case) { c.Check.At = c.DraftedAt.Add(-time.Second) }},
		{"check of no time", "check_stale", FieldCheck, Submitting, func(c *Case) { c.Check.At = time.Time{} }},
		{"check unanswered", "check_unanswered", FieldCheck, Submitting, func(c *Case) { c.Check.Immediate = intel.Unanswered }},
		{"check answered oddly", "check_unanswered", FieldCheck, Submitting, func(c *Case) { c.Check.Real = "maybe" }},
		{"check says risk, none open", "check_at_risk", FieldCheck, Submitting, func(c *Case) { c.Threats = nil }},
		{"check cannot tell, none open", "check_at_risk", FieldCheck, Submitting, func(c *Case) {
			c.Threats, c.Check.Real, c.Check.Immediate = nil, intel.No, intel.CannotTell
		}},
		{"no purpose", "purpose", FieldRelease, Submitting, func(c *Case) { c.Submission.Purpose = false }},
		{"no need", "need_to_know", FieldRelease, Submitting, func(c *Case) { c.Submission.NeedToKnow = false }},
		{"no necessity", "necessity", FieldRelease, Submitting, func(c *Case) { c.Submission.Necessity = false }},
		{"no proportionality", "proportionality", FieldRelease, Submitting, func(c *Case) { c.Submission.Proportionality = false }},
		{"no basis", "basis", FieldRelease, Submitting, func(c *Case) { c.Submission.Basis = "because" }},
		{"no marking", "marking", FieldRelease, Submitting, func(c *Case) { c.Submission.Tier = "" }},
		{"source marking unknown", "marking_down", FieldRelease, Submitting, func(c *Case) { c.Submission.SourceTier = "COSMIC" }},
		{"no submitter", "no_submitter", FieldRelease, Submitting, func(c *Case) { c.Submission.Submitter = "" }},
		{"graded again", "submission_other_grade", FieldRelease, Approving, func(c *Case) { c.Submission.GradeStands = false }},
		{"checked again", "submission_other_check", FieldRelease, Approving, func(c *Case) { c.Submission.CheckStands = false }},
		{"marking line of another tier", "marking_line", FieldRelease, Submitting, func(c *Case) { c.Submission.MarkingLine = false }},
		{"source in the conditions", "carried", FieldRelease, Submitting, func(c *Case) { c.Submission.Carried = 1 }},
		{"expired", "expired", FieldRelease, Submitting, func(c *Case) { c.Submission.Expires = now }},
		{"no expiry", "expired", FieldRelease, Submitting, func(c *Case) { c.Submission.Expires = time.Time{} }},
		{"no recipient", "no_recipient", FieldRecipient, Submitting, func(c *Case) { c.Recipients = nil }},
		{"recipient unnamed", "recipient_twice", FieldRecipient, Submitting, to(func(r *RecipientCase) { r.Recipient = "" })},
		{"recipient twice", "recipient_twice", FieldRecipient, Submitting, to(func(r *RecipientCase) { r.Recipient = "r1" })},
		{"recipient unconfirmed", "recipient_unconfirmed", FieldRecipient, Submitting, to(func(r *RecipientCase) { r.Confirmed = false })},
		{"recipient not cleared", "recipient_clearance", FieldRecipient, Submitting, to(func(r *RecipientCase) { r.Cleared = false })},
		{"certificate", "recipient_certificate", FieldRecipient, Submitting, to(func(r *RecipientCase) { r.CertFault = "expired" })},

		{"not submitted", "not_submitted", FieldRelease, Submitting, func(c *Case) { c.Submission.Present = false }},
		{"decided", "decided", FieldSignOff, Approving, func(c *Case) { c.Submission.Decided = true }},
		{"edited since", "submission_other_draft", FieldRelease, Approving, func(c *Case) { c.Submission.Draft = "draft-1" }},
		{"no manifest", "manifest", FieldRelease, Approving, func(c *Case) { c.Submission.Manifest = "" }},
		{"manifest unsound", "manifest", FieldRelease, Approving, func(c *Case) { c.Submission.ManifestSound = false }},
		{"author unsigned", "author_signature", FieldRelease, Approving, func(c *Case) { c.Submission.AuthorSigned = false }},

		{"author approves", "own_work", FieldSignOff, Approving, func(c *Case) { c.Authors = append(slices.Clone(c.Authors), "p-boss") }},
		{"submitter approves", "own_work", FieldSignOff, Approving, func(c *Case) { c.Submission.Submitter = "p-boss" }},
		{"nobody approves", "no_approver", FieldSignOff, Approving, approval(func(a *ApprovalCase) { a.By = "" })},
		{"not a supervisor", "not_supervisor", FieldSignOff, Approving, approval(func(a *ApprovalCase) { a.Supervisor = false })},
		{"lapsed", "approver_lapsed", FieldSignOff, Approving, approval(func(a *ApprovalCase) { a.Current = false })},
		{"other manifest", "approval_other", FieldSignOff, Approving, approval(func(a *ApprovalCase) { a.Manifest = "m0" })},
		{"approved before edit", "approval_time", FieldSignOff, Approving, approval(func(a *ApprovalCase) { a.At = now.Add(-4 * time.Hour) })},
		{"approved tomorrow", "approval_time", FieldSignOff, Approving, approval(func(a *ApprovalCase) { a.At = now.Add(24 * time.Hour) })},
		{"report unseen", "unseen_report", FieldSignOff, Approving, approval(func(a *ApprovalCase) { a.SawReport = false })},
		{"source unseen", "unseen_source", FieldSignOff, Approving, approval(func(a *ApprovalCase) { a.SawSource = false })},
		{"check unseen", "unseen_threat", FieldSignOff, Approving, approval(func(a *ApprovalCase) { a.SawThreat = false })},

		{"approval unsigned", "approval_signature", FieldSignOff, Dispatching, approval(func(a *ApprovalCase) { a.Signed = false })},
		{"not approved", "not_approved", FieldSignOff, Dispatching, func(c *Case) { c.Approvals = nil }},
	}
}

func TestWholeCaseGivesAuthority(t *testing.T) {
	a, ok := Decide(whole()).(Authority)
	if !ok {
		t.Fatalf("refused: %v", Decide(whole()))
	}
	if a.Manifest() != "m1" || a.Approver() != "p-boss" || a.Submitter() != "p-submitter" || a.Draft() != "draft-2" ||
		!slices.Equal(a.Recipients(), []entry.ID{"r1", "r2"}) || !a.Expires().Equal(now.Add(time.Hour)) {
		t.Errorf("authority is %+v", a)
	}
	if !a.Covers("m1", now) || !a.Covers("m1", now.Add(59*time.Minute)) {
		t.Error("does not cover its own manifest")
	}
	if a.Covers("m2", now) || a.Covers("", now) || a.Covers("m1", now.Add(time.Hour)) || a.Covers("m1", now.Add(-time.Second)) {
		t.Error("covers another manifest or time")
	}
}

func TestEarlierStagesAreReadyAndAuthoriseNothing(t *testing.T) {
	for _, s := range []Stage{Submitting, Approving} {
		c := whole()
		c.Stage = s
		if r, ok := Decide(c).(Ready); !ok || r.Stage != s {
			t.Errorf("stage %d: %v", s, Decide(c))
		}
		c.Approvals = nil
		if _, ok := Decide(c).(Ready); !ok {
			t.Errorf("stage %d without an approver: %v", s, Decide(c))
		}
	}
}

func TestEachConditionAloneRefusesAndIsNamed(t *testing.T) {
	for _, b := range breaches() {
		for _, s := range []Stage{Submitting, Approving, Dispatching} {
			c := whole()
			c.Stage = s
			b.take(&c)
			r, refused := Decide(c).(Refusal)
			if s < b.from && c.Stage == s {
				if refused && r.Has(b.code) {
					t.Errorf("%s: asked too early, at stage %d", b.name, s)
				}
				continue
			}
			if !refused {
				t.Errorf("%s, stage %d: not refused: %T", b.name, s, Decide(c))
				continue
			}
			i := slices.IndexFunc(r.Reasons, func(x Reason) bool { return x.Code == b.code })
			if i < 0 {
				t.Errorf("%s, stage %d: %q is not among %v", b.name, s, b.code, r.Reasons)
				continue
			}
			if got := r.Reasons[i]; got.Field != b.field || len(got.Words) < 15 || strings.Contains(got.Words, "%!") {
				t.Errorf("%s: reason is %+v", b.name, got)
			}
		}
	}
}

func TestZeroCaseIsRefusedAtEveryStage(t *testing.T) {
	for s := Stage(-1); s <= Dispatching+1; s++ {
		if _, ok := Decide(Case{Stage: s, Now: now}).(Refusal); !ok {
			t.Errorf("stage %d: zero case is %T", s, Decide(Case{Stage: s}))
		}
	}
}

// TestRandomCases breaks a random handful of conditions: there is an authority
// if and only if none is broken.
func TestRandomCases(t *testing.T) {
	all := breaches()
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		c := whole()
		var broken []string
		for range rng.IntN(4) {
			b := all[rng.IntN(len(all))]
			if len(c.Recipients) < 2 || len(c.Approvals) < 1 {
				continue
			}
			b.take(&c)
			broken = append(broken, b.name)
		}
		_, authority := Decide(c).(Authority)
		// two breaches can undo each other only by replacing a value
		if authority && len(broken) > 0 {
			t.Fatalf("authority with %v broken", broken)
		}
		if !authority && len(broken) == 0 {
			t.Fatalf("whole case refused: %v", Decide(c))
		}
	}
}

func TestOneWholeApprovalAmongOthersSuffices(t *testing.T) {
	c := whole()
	bad := c.Approvals[0]
	bad.By = "p-author"
	unsigned := c.Approvals[0]
	unsigned.By, unsigned.Signed = "p-third", false
	c.Approvals = []ApprovalCase{bad, c.Approvals[0], unsigned}
	a, ok := Decide(c).(Authority)
	if !ok || a.Approver() != "p-boss" {
		t.Fatalf("got %v", Decide(c))
	}
	c.Approvals = []ApprovalCase{bad, unsigned}
	r, ok := Decide(c).(Refusal)
	if !ok || len(r.Reasons) != 1 {
		t.Errorf("halves of two approvals made a whole one: %v", Decide(c))
	}
}

func TestHarmlessReleaseNeedsNoThreat(t *testing.T) {
	c := whole()
	c.Threats = nil
	c.Check.Real, c.Check.Immediate, c.Check.Identified = intel.No, intel.No, intel.Yes
	if _, ok := Decide(c).(Authority); !ok {
		t.Errorf("refused: %v", Decide(c))
	}
}

func TestHandlingWithoutConditionsAsksForNoOriginator(t *testing.T) {
	c := whole()
	c.Grade = grade.Graded{Version: 1, Handling: "P", Items: []grade.Item{{No: 1, Source: "1", Assessment: "A"}, {No: 2, Source: "2", Assessment: "C"}}}
	c.OriginatorAction, c.OriginatorSanitise, c.OriginatorMarking, c.CorroborateOK = false, false, false, nil
	c.Submission.SourceTier = intel.OfficialSensitive
	if _, ok := Decide(c).(Authority); !ok {
		t.Errorf("refused: %v", Decide(c))
	}
	c.Submission.Tier = intel.TopSecret
	if _, ok := Decide(c).(Authority); !ok {
		t.Error("marking up is free, but was refused")
	}
}

func TestWouldBeApproverIsJudgedBeforeSigning(t *testing.T) {
	c := whole()
	c.Stage = Approving
	c.Approvals[0].Signed = false
	if _, ok := Decide(c).(Ready); !ok {
		t.Fatalf("refused for a signature not yet made: %v", Decide(c))
	}
	c.Approvals = append(c.Approvals, ApprovalCase{By: "p-author"})
	r, ok := Decide(c).(Refusal)
	if !ok || !r.Has("own_work") {
		t.Errorf("author may approve: %v", Decide(c))
	}
}

func TestZeroOutcomesPermitNothing(t *testing.T) {
	if (Authority{}).Covers("", time.Time{}) || (Authority{}).Covers("", now) || (Authority{}).Covers("m1", now) {
		t.Error("zero authority covers something")
	}
	if (Emergency{}).Granted() {
		t.Error("zero emergency is granted")
	}
}

func TestAuthorityCannotBeWidenedThroughItsAccessors(t *testing.T) {
	a := Decide(whole()).(Authority)
	a.Recipients()[0] = "r9"
	if a.Recipients()[0] != "r1" {
		t.Error("recipients can be changed from outside")
	}
	c := whole()
	b := Decide(c).(Authority)
	c.Recipients[0].Recipient = "r9"
	if b.Recipients()[0] != "r1" {
		t.Error("recipients share memory with the case")
	}
}
