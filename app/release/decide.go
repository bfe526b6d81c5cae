package release

import (
	"fmt"
	"slices"
	"time"

	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
)

// The dispositions: what the recipient may do with the report.
const (
	ForIntelligence = "intelligence"
	ForAction       = "action"
	ForArrest       = "arrest"
	ForEvidence     = "evidence"
)

// Decide says whether the case may go on.
//
// Submitting asks everything of product, threat, grade, draft, check, case and
// recipients. Approving asks also for a sound, signed submission of the same
// text that has not lapsed; if c.Approvals is not empty, its last is the
// would-be approver, of whom everything but the signature is asked. Dispatching
// asks also for one approval that is whole. Submitting and Approving end in
// Ready or Refusal, Dispatching in Authority or Refusal.
func Decide(c Case) Outcome {
	var r reasons
	r.unless(c.Stage >= Submitting && c.Stage <= Dispatching, "stage_unknown", FieldUnit, "The step is unknown to this version.")
	r.unless(!c.Now.IsZero(), "time_unknown", FieldUnit, "The time is not known.")
	r.unit(c)
	r.firstRead(c)
	r.threats(c)
	r.grade(c)
	r.draft(c)
	r.check(c)
	r.argument(c)
	r.recipients(c)
	if c.Stage != Submitting && c.Submission.Present {
		r.submission(c)
	}
	approval := r.approval(c)
	switch {
	case len(r.all) > 0:
		return Refusal{Reasons: r.all}
	case c.Stage == Dispatching:
		return authority(c, approval)
	}
	return Ready{Stage: c.Stage}
}

func authority(c Case, a ApprovalCase) Authority {
	out := Authority{manifest: c.Submission.Manifest, submitter: c.Submission.Submitter, approver: a.By,
		draft: c.Draft, decided: c.Now, expires: c.Submission.Expires}
	for _, to := range c.Recipients {
		out.recipients = append(out.recipients, to.Recipient)
	}
	return out
}

func (r *reasons) unit(c Case) {
	r.unless(!c.Provisional, "provisional", FieldUnit, "The unit is provisional: nothing leaves until two different people can write and approve. Enrol a second officer.")
	r.unless(!c.NewerKind, "newer_kind", FieldUnit, "Something about this product was recorded by a newer version of Corridor. Update this desk first.")
	r.unless(c.Alarms == 0, "alarms", FieldUnit, fmt.Sprintf("Look first at what failed a check about this product: %s.", count(c.Alarms, "entry", "entries")))
}

func (r *reasons) firstRead(c Case) {
	r.unless(c.FirstRead, "first_read", FieldPrompts, "Answer every first-read question: yes, no or cannot tell.")
	r.unless(c.CannotTell == 0, "cannot_tell", FieldPrompts, fmt.Sprintf("%s “cannot tell” and no supervisor has taken it up.", count(c.CannotTell, "question is answered", "questions are answered")))
	for _, f := range c.Frozen {
		r.unless(false, "frozen", FieldPrompts, "Frozen as "+frozenWords(f)+": a supervisor takes legal advice and clears it first.")
	}
}

func frozenWords(category string) string {
	switch category {
	case "legal_privilege":
		return "possibly legally privileged"
	case "journalistic":
		return "possibly journalistic material or a journalist's source"
	}
	return "protected material"
}

func (r *reasons) threats(c Case) {
	for _, t := range c.Threats {
		r.unless(t.Owned, "threat_unowned", FieldThreat, "A threat to life is open and no supervisor has accepted it. A supervisor accepts ownership; if life is at risk now, use the emergency release.")
	}
}

func (r *reasons) grade(c Case) {
	r.unless(c.Graded, "not_graded", FieldGrade, "Grade the report.")
	if !c.Graded {
		return
	}
	for _, p := range c.Grade.Check() {
		r.unless(false, "grade_"+p.Code, FieldGrade, p.Words)
	}
	r.unless(c.Draft == "" || c.Items > 0 && len(c.Grade.Items) == c.Items, "grade_items", FieldGrade, fmt.Sprintf("The draft has %s; %s graded. Every numbered item is graded on its own.", count(c.Items, "item", "items"), count(len(c.Grade.Items), "is", "are")))
	for _, i := range c.Grade.Items {
		ok := i.Assessment != grade.Corroborated || c.CorroborateOK != nil && c.CorroborateOK(i)
		r.unless(ok, "not_corroborated", FieldGrade, fmt.Sprintf("Item %d: the record named for B is not graded A, or has the same origin.", i.No))
	}
	r.conditions(c)
}

// conditions keeps what handling under conditions asks for (H11, H12).
func (r *reasons) conditions(c Case) {
	if c.Grade.Handling != grade.Conditions {
		return
	}
	does := c.Submission.Disposition
	if c.Grade.Sanitisation == grade.ConsultOriginator {
		r.unless(c.OriginatorSanitise, "s2_originator", FieldGrade, "S2: record that the originator was consulted, when, and the words agreed.")
	}
	if c.Grade.Action == grade.CovertDevelopment && does != ForIntelligence && c.Submission.Present {
		r.unless(c.OriginatorAction, "a1_originator", FieldGrade, "A1: nobody acts on this without the originator's permission. Record it, or release for intelligence only.")
	}
	if c.Grade.Action == grade.CovertUse {
		r.unless(does != ForEvidence && does != ForArrest, "a2_use", FieldRelease, "A2: never evidence and never the only ground for an arrest. Release it for intelligence or covert action.")
	}
}

func (r *reasons) draft(c Case) {
	r.unless(c.Draft != "", "no_draft", FieldDraft, "Write and save a draft.")
	if c.Draft == "" {
		return
	}
	r.unless(!c.DraftedAt.IsZero() && !c.ahead(c.DraftedAt), "draft_time", FieldDraft, "It is not known when the draft was saved. Save it again.")
	r.unless(len(c.Authors) > 0 && !slices.Contains(c.Authors, ""), "no_author", FieldDraft, "It is not known who wrote the draft. Save it again.")
	r.residues(c)
	r.unless(c.Advisory == 0, "residue_advisory", FieldDraft, fmt.Sprintf("%s to look at: take it out, or accept it with a reason.", count(c.Advisory, "possible trace of the source is left", "possible traces of the source are left")))
	r.unless(c.DenyHits == 0, "deny_list", FieldDraft, fmt.Sprintf("%s on the deny list in the draft or a finished file. Take it out.", count(c.DenyHits, "term stands", "terms stand")))
	r.unless(c.NotInspected == 0, "not_inspected", FieldDraft, fmt.Sprintf("%s could not be inspected in full. Make it again or leave it out.", count(c.NotInspected, "finished file", "finished files")))
}

// residues: what points at the source is taken out, or put up to the supervisor
// by the author, each with a reason; at sign-off the supervisor has set each of
// those aside, or it is refused (H15).
func (r *reasons) residues(c Case) {
	open := c.Blocking
	if c.Stage == Submitting && c.PutUp >= 0 && c.PutUp <= c.Blocking {
		open -= c.PutUp
	}
	r.unless(open == 0, "residue", FieldDraft, fmt.Sprintf("%s of the source in the draft: take it out, or a supervisor sets it aside with a reason.", count(open, "trace", "traces")))
}

// check asks for the life-at-risk check of this very text (H5).
func (r *reasons) check(c Case) {
	k := c.Check
	r.unless(k.Present, "check_missing", FieldCheck, "Could a person die because of this? Check this text for a threat to life.")
	if !k.Present {
		return
	}
	r.unless(k.Draft == c.Draft && k.Draft != "", "check_other_draft", FieldCheck, "The text was edited after the life-at-risk check. Check it again.")
	r.unless(!k.At.IsZero() && !k.At.Before(c.DraftedAt) && !c.ahead(k.At), "check_stale", FieldCheck, "The life-at-risk check is older than the text. Check it again.")
	answers := []intel.Answer{k.Real, k.Immediate, k.Identified}
	unanswered := slices.ContainsFunc(answers, func(a intel.Answer) bool { return !a.Given() })
	r.unless(!unanswered, "check_unanswered", FieldCheck, "Answer all three questions of the life-at-risk check.")
	owned := slices.ContainsFunc(c.Threats, func(t ThreatCase) bool { return t.Owned })
	r.unless(owned || !atRisk(answers), "check_at_risk", FieldCheck, "The check says that life may be at risk, and no supervisor owns an open threat about it. Raise it and have it accepted.")
}

// atRisk: all three yes, or any of them not known. Not known is not no.
func atRisk(answers []intel.Answer) bool {
	yes := !slices.ContainsFunc(answers, func(a intel.Answer) bool { return a != intel.Yes })
	return yes || slices.Contains(answers, intel.CannotTell)
}

// argument asks for what a dissemination decision must say (H14, H16).
func (r *reasons) argument(c Case) {
	s := c.Submission
	r.unless(s.Present, "not_submitted", FieldRelease, "Make the case for the release, and submit it for sign-off.")
	if !s.Present {
		return
	}
	does := []string{ForIntelligence, ForAction, ForArrest, ForEvidence}
	r.unless(slices.Contains(does, s.Disposition), "disposition", FieldRelease, "Say what the recipient may do with it: intelligence, action, arrest or evidence.")
	r.unless(s.Purpose, "purpose", FieldRelease, "Write the policing purpose.")
	r.unless(s.NeedToKnow, "need_to_know", FieldRelease, "Write why the recipient needs to know.")
	r.unless(s.Necessity, "necessity", FieldRelease, "Write why it is necessary.")
	r.unless(s.Proportionality, "proportionality", FieldRelease, "Write why it is proportionate.")
	r.unless(knownBasis(s.Basis), "basis", FieldRelease, "Choose a legal basis.")
	r.unless(s.Tier.Valid(), "marking", FieldRelease, "Choose a protective marking.")
	if s.Tier.Valid() {
		lower := !s.SourceTier.Valid() || s.SourceTier.Above(s.Tier)
		r.unless(!lower || s.SourceTier.Valid() && c.OriginatorMarking, "marking_down", FieldRelease, "The marking is lower than the product's. Only the originator agrees to that: record that they were asked about the marking, or mark it as high.")
	}
	r.unless(s.MarkingLine, "marking_line", FieldRelease, "The marking line does not carry the tier that was chosen. Write the same tier in it.")
	r.unless(s.Carried == 0, "carried", FieldRelease, fmt.Sprintf("%s of the source in conditions, action-on terms, marking line or handling instructions. Take it out: they are printed on the report.", count(s.Carried, "trace", "traces")))
	r.unless(s.Submitter != "", "no_submitter", FieldRelease, "It is not known who submits this.")
	r.unless(s.Expires.After(c.Now), "expired", FieldRelease, "The time in which this could be used has run out. Submit it again.")
}

func (r *reasons) recipients(c Case) {
	r.unless(len(c.Recipients) > 0, "no_recipient", FieldRecipient, "Choose at least one recipient.")
	var seen []entry.ID
	for _, to := range c.Recipients {
		r.unless(to.Recipient != "" && !slices.Contains(seen, to.Recipient), "recipient_twice", FieldRecipient, "A recipient is missing or named twice.")
		r.unless(to.Confirmed, "recipient_unconfirmed", FieldRecipient, "Read the key's code with the recipient by voice, and confirm it.")
		r.unless(to.Cleared, "recipient_clearance", FieldRecipient, "Record how it is known that the recipient is cleared.")
		r.unless(to.CertFault == "", "recipient_certificate", FieldRecipient, "The recipient's certificate cannot be used: "+to.CertFault+". Ask them for a new one.")
		seen = append(seen, to.Recipient)
	}
}

func (r *reasons) submission(c Case) {
	s := c.Submission
	r.unless(!s.Decided, "decided", FieldSignOff, "This was returned, refused or sent already. Submit it again.")
	r.unless(s.Draft == c.Draft && s.Draft != "", "submission_other_draft", FieldRelease, "The text was edited after it was submitted. Submit it again.")
	r.unless(s.GradeStands, "submission_other_grade", FieldRelease, "It was graded again after it was submitted. Submit it again.")
	r.unless(s.CheckStands, "submission_other_check", FieldRelease, "The life-at-risk check was made again after it was submitted. Submit it again.")
	r.unless(s.Manifest != "" && s.ManifestSound, "manifest", FieldRelease, "The files are not those that were submitted. Submit it again.")
	r.unless(s.AuthorSigned, "author_signature", FieldRelease, "The submitter's signature does not verify. Submit it again.")
}

// approval looks for an approval that is whole and gives it. At Approving it
// judges the would-be approver, if there is one.
func (r *reasons) approval(c Case) ApprovalCase {
	switch {
	case c.Stage == Submitting, c.Stage == Approving && len(c.Approvals) == 0:
		return ApprovalCase{}
	case len(c.Approvals) == 0:
		r.unless(false, "not_approved", FieldSignOff, "A supervisor who wrote no word of it has to sign it off.")
		return ApprovalCase{}
	case c.Stage == Approving:
		last := c.Approvals[len(c.Approvals)-1]
		last.Signed = true
		r.all = append(r.all, faults(c, last)...)
		return last
	}
	var fewest []Reason
	for i, a := range c.Approvals {
		found := faults(c, a)
		if len(found) == 0 {
			return a
		}
		if i == 0 || len(found) < len(fewest) {
			fewest = found
		}
	}
	r.all = append(r.all, fewest...)
	return ApprovalCase{}
}

// faults lists what is wrong with an approval (H13).
func faults(c Case, a ApprovalCase) []Reason {
	var r reasons
	own := slices.Contains(c.Authors, a.By) || a.By == c.Submission.Submitter
	r.unless(a.By != "", "no_approver", FieldSignOff, "It is not known who approved this.")
	r.unless(!own, "own_work", FieldSignOff, "Whoever wrote, sanitised or submitted a report never signs it off. Another supervisor has to.")
	r.unless(a.Supervisor, "not_supervisor", FieldSignOff, "Only a supervisor signs off a report.")
	r.unless(a.Current, "approver_lapsed", FieldSignOff, "The supervisor's accreditation had lapsed.")
	r.unless(a.Manifest == c.Submission.Manifest && a.Manifest != "", "approval_other", FieldSignOff, "The approval is for another version. Sign this one off.")
	r.unless(a.Signed, "approval_signature", FieldSignOff, "The supervisor's signature does not verify. Sign it off again.")
	r.unless(!a.At.IsZero() && !a.At.Before(c.DraftedAt) && !c.ahead(a.At), "approval_time", FieldSignOff, "The approval is older than the text. Sign it off again.")
	r.unless(a.SawReport, "unseen_report", FieldSignOff, "The supervisor has not opened the report since its last edit.")
	r.unless(a.SawSource, "unseen_source", FieldSignOff, "The supervisor has not opened the source since the last edit.")
	r.unless(a.SawThreat, "unseen_threat", FieldSignOff, "The supervisor has not opened the life-at-risk check since the last edit.")
	return r.all
}

// slack is how far the clock of another desk may run ahead of ours.
const slack = 2 * time.Minute

// ahead reports whether t lies further ahead of now than clocks differ.
func (c Case) ahead(t time.Time) bool { return t.After(c.Now.Add(slack)) }

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
