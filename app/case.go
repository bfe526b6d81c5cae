package app

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
	"corridor/app/recipient"
	"corridor/app/release"
	"corridor/app/report"
	"corridor/app/risk"
	"corridor/app/roster"
	"corridor/app/sanitise"
	"corridor/app/sanitise/inspect"
	"corridor/app/setting"
	"corridor/app/state"
)

// baseCase fills what the gate looks at before anything is submitted.
func (d *Desk) baseCase(ctx context.Context, it *state.Item, stage release.Stage) (release.Case, error) {
	c := release.Case{Now: d.Now().UTC(), Stage: stage, Provisional: d.st.Roster.Provisional(), NewerKind: it.NewerKind,
		FirstRead: openPrompts(it) == 0, Authors: it.Authors()}
	for name, a := range it.Answers {
		switch a.Facts.Answer {
		case intel.CannotTell:
			if !d.takenUp(it, name) {
				c.CannotTell++
			}
			fallthrough
		case intel.Yes:
			if name == "legal_privilege" || name == "journalistic" {
				c.Frozen = append(c.Frozen, name)
			}
		}
	}
	for name, a := range it.Answers {
		if risk.Category(name).Life() && a.Facts.Answer != intel.No && !threatEver(it, name) {
			c.Threats = append(c.Threats, release.ThreatCase{}) // a life question answered so has to have raised one
		}
	}
	for _, t := range it.OpenThreats() {
		c.Threats = append(c.Threats, release.ThreatCase{Threat: t.ID, Owned: t.Owned(), RealImmediate: t.RealImmediate()})
	}
	if g, ok := it.Grade(); ok {
		c.Graded, c.Grade = true, g.Facts
	}
	c.CorroborateOK = func(gi grade.Item) bool { return d.corroborates(ctx, it, gi) }
	for _, k := range it.Consults { // the latest word of the originator stands
		switch k.Facts.For {
		case intel.ForSanitisation:
			c.OriginatorSanitise = k.Facts.Granted
		case intel.ForAction:
			c.OriginatorAction = k.Facts.Granted
		case intel.ForMarking:
			c.OriginatorMarking = k.Facts.Granted
		}
	}
	return c, d.draftCase(ctx, it, &c)
}

func threatEver(it *state.Item, category string) bool {
	for _, t := range it.Threats {
		if slices.Contains(t.Categories, category) {
			return true
		}
	}
	return false
}

// takenUp: a "cannot tell" about life is taken up when its threat has an
// owner; any other when a supervisor answers the question themselves.
func (d *Desk) takenUp(it *state.Item, category string) bool {
	for _, t := range it.Threats {
		for _, have := range t.Categories {
			if have == category && (t.Owned() || !t.Open()) {
				return true
			}
		}
	}
	return false
}

func (d *Desk) draftCase(ctx context.Context, it *state.Item, c *release.Case) error {
	dr, ok := it.Draft()
	if !ok {
		return nil
	}
	text, err := content[intel.DraftText](ctx, d.Vault, dr.Entry, intel.RoleDraft)
	if err != nil {
		return err
	}
	c.Draft, c.DraftedAt, c.Items = dr.Entry.ID, dr.Entry.Recorded, len(intel.Items(text.Body))
	fs, err := d.findings(ctx, it, text)
	if err != nil {
		return err
	}
	c.Blocking, c.PutUp, c.Advisory = fs.Blocking, fs.PutUp, fs.ToAccept
	for _, f := range fs.List {
		if f.Kind == "deny_list" {
			c.DenyHits++
		}
	}
	if k, ok := it.Check(); ok {
		c.Check = release.CheckCase{Present: true, Draft: k.Facts.Draft, At: k.Entry.Recorded,
			Real: k.Facts.Real, Immediate: k.Facts.Immediate, Identified: k.Facts.Identified}
	}
	return nil
}

// withSubmission adds what the submitter recorded and the recipients.
func (d *Desk) withSubmission(ctx context.Context, c *release.Case, it *state.Item, by entry.Person, f release.Submitted, w release.CaseWords) error {
	c.Submission = release.SubmissionCase{Present: true, Submitter: by, Draft: f.Draft, Basis: f.Basis,
		Purpose: filled(w.Purpose), NeedToKnow: filled(w.NeedToKnow), Necessity: filled(w.Necessity), Proportionality: filled(w.Proportionality),
		Tier: intel.Tier(f.Tier), SourceTier: it.Received.Tier, Disposition: f.Action, Expires: f.Expires, Graded: f.Graded, Check: f.Check, MarkingLine: carries(w.MarkingLine, f.Tier)}
	if g, ok := it.Grade(); ok {
		c.Submission.GradeStands = g.Entry.ID == f.Graded
	}
	if k, ok := it.Check(); ok {
		c.Submission.CheckStands = k.Entry.ID == f.Check
	}
	if err := d.carried(ctx, c, it, f, w); err != nil {
		return err
	}
	c.Recipients = nil
	for _, id := range f.Recipients {
		r, ok := d.st.Recipients.Get(id)
		if !ok {
			c.Recipients = append(c.Recipients, release.RecipientCase{Recipient: id, CertFault: "not recorded"})
			continue
		}
		c.Recipients = append(c.Recipients, d.recipientCase(r))
	}
	return nil
}

// carries asks whether a marking line states exactly the tier: at its start or
// after a prefix such as UK, and not as part of a higher one.
func carries(line, tier string) bool {
	line = strings.ToUpper(strings.TrimSpace(line))
	rest, ok := strings.CutPrefix(strings.TrimPrefix(line, "UK "), tier)
	return ok && (rest == "" || rest[0] == ' ')
}

// carried checks everything that is printed beside the draft as the draft
// itself is checked: it leaves with the report.
func (d *Desk) carried(ctx context.Context, c *release.Case, it *state.Item, f release.Submitted, w release.CaseWords) error {
	source, err := d.sourceText(ctx, it)
	if err != nil {
		return err
	}
	deny, err := d.denyList(ctx, it)
	if err != nil {
		return err
	}
	beside := w.Conditions + "\n\n" + w.ActionOn + "\n\n" + w.MarkingLine + "\n\n" + f.ReviewDate
	for _, g := range it.Grades {
		if g.Entry.ID == f.Graded {
			gw, err := content[grade.Words](ctx, d.Vault, g.Entry, grade.RoleGrading)
			if err != nil {
				return err
			}
			beside += "\n\n" + gw.Instructions
		}
	}
	c.Submission.Carried = sanitise.Check(sanitise.Input{Source: source, Draft: beside, Deny: deny, WordRun: d.st.Settings.Int("sanitise.word_run")}).Blocking()
	return nil
}

func (d *Desk) recipientCase(r recipient.Recipient) release.RecipientCase {
	out := release.RecipientCase{Recipient: r.ID, Confirmed: r.ConfirmedBy != "", Cleared: filled(d.who[r.ID].Clearance)}
	if _, err := d.Vault.Certificate(r.Certificate); err != nil {
		out.CertFault = certWords(err)
	}
	return out
}

func filled(s string) bool { return strings.TrimSpace(s) != "" }

// submittedCase is the whole case of a submission: everything is read from
// the journal again and every signature and hash checked here and now.
func (d *Desk) submittedCase(ctx context.Context, it *state.Item, r *state.Release, stage release.Stage) (release.Case, error) {
	c, err := d.baseCase(ctx, it, stage)
	if err != nil {
		return c, err
	}
	w, err := content[release.CaseWords](ctx, d.Vault, r.Entry, release.RoleCase)
	if err != nil {
		return c, err
	}
	if err := d.withSubmission(ctx, &c, it, r.Entry.Author, r.Submitted, w); err != nil {
		return c, err
	}
	m, _ := r.Entry.Piece(release.RoleManifest)
	c.Submission.Manifest = m.SHA256
	c.Submission.Decided = r.Decided != nil
	manifest, err := d.Vault.Content(ctx, m)
	if err != nil {
		return c, err
	}
	files, err := d.rendered(ctx, it, r.Entry.Done, r.Submitted, w)
	if err != nil {
		return c, err
	}
	c.Submission.ManifestSound = d.sound(manifest, it, r, w, files)
	if err := d.inspected(ctx, it, files, &c); err != nil {
		return c, err
	}
	c.Submission.AuthorSigned = d.signed(ctx, r.Entry, manifest, files[report.TextFile])
	for _, a := range r.Approvals {
		c.Approvals = append(c.Approvals, d.approvalCase(ctx, it, r, a, manifest, files[report.TextFile]))
	}
	return c, nil
}

// sound asks whether the manifest is, to the byte, what would be signed now:
// the same files, conditions, recipients and keys.
func (d *Desk) sound(manifest []byte, it *state.Item, r *state.Release, w release.CaseWords, files map[string][]byte) bool {
	now, err := entry.Encode(d.manifest(r.Submitted, r.Entry.Done, it, w, files))
	return err == nil && bytes.Equal(now, manifest)
}

// signed checks an officer's signatures over manifest and report by the
// release key that the roster gives them at that place of the journal.
func (d *Desk) signed(ctx context.Context, e entry.Entry, manifest, report []byte) bool {
	key, ok := d.st.Roster.ReleaseKeyAt(e.Author, e.Seq)
	if !ok {
		return false
	}
	for role, b := range map[string][]byte{release.RoleSignature: manifest, roleReportSignature: report} {
		if d.Vault.VerifyRelease(key.Public, b, []byte(d.text(ctx, e, role))) != nil {
			return false
		}
	}
	return true
}

// roleReportSignature is the content role of the signature over the report,
// beside the one over the manifest.
const roleReportSignature = "report_signature"

func (d *Desk) approvalCase(ctx context.Context, it *state.Item, r *state.Release, a state.At[release.Approved], manifest, report []byte) release.ApprovalCase {
	after := uint64(0)
	if dr, ok := it.Draft(); ok {
		after = dr.Entry.Seq
	}
	saw := func(what string, of entry.ID) bool {
		for _, id := range a.Facts.Views {
			for _, v := range it.Views {
				if v.Entry.ID == id && v.Entry.Author == a.Entry.Author && v.Facts.What == what && v.Facts.Of == of && v.Entry.Seq > after && v.Entry.Seq < a.Entry.Seq {
					return true
				}
			}
		}
		return false
	}
	return release.ApprovalCase{By: a.Entry.Author, At: a.Entry.Recorded, Manifest: a.Facts.Manifest,
		Supervisor: d.holds(a.Entry.Author, roster.Supervisor), Current: d.current(a.Entry.Author),
		Signed: d.signed(ctx, a.Entry, manifest, report), SawReport: saw(intel.ViewReport, r.Entry.ID), SawSource: saw(intel.ViewSource, it.Entry.ID), SawThreat: saw(intel.ViewAssessment, r.Submitted.Check)}
}

// holds asks whether a person has a role.
func (d *Desk) holds(p entry.Person, r roster.Role) bool {
	m, ok := d.st.Roster.Person(p)
	return ok && m.Has(r)
}

// current asks whether a person may approve today: vetting in date, and the
// rank that force policy asks for.
func (d *Desk) current(p entry.Person) bool {
	ok, _ := d.st.Roster.Current(p, roster.Needs{Vetting: roster.RV}, d.Now())
	m, _ := d.st.Roster.Person(p)
	return ok && roster.RankAtLeast(m.Rank, d.st.Settings.Get(setting.ApproveMinRank))
}

// inspected parses every finished file again from its bytes.
func (d *Desk) inspected(ctx context.Context, it *state.Item, files map[string][]byte, c *release.Case) error {
	deny, err := d.denyList(ctx, it)
	if err != nil {
		return err
	}
	for name, b := range files {
		r := inspect.File(name, b, deny)
		if !r.Read {
			c.NotInspected++
		}
		c.DenyHits += len(r.Hits)
	}
	return nil
}

// why lists what stops a release of this item now, in order of the work.
func (d *Desk) why(ctx context.Context, it *state.Item) []release.Reason {
	if r := it.Current(); r != nil && r.Sent == nil && r.Decided == nil {
		stage := release.Approving
		if len(r.Approvals) > 0 {
			stage = release.Dispatching
		}
		c, err := d.submittedCase(ctx, it, r, stage)
		if err != nil {
			return unread(err)
		}
		return missing(c)
	}
	c, err := d.baseCase(ctx, it, release.Submitting)
	if err != nil {
		return unread(err)
	}
	return missing(c)
}

func unread(error) []release.Reason {
	return []release.Reason{{Code: "unread", Words: "Something that the decision needs could not be read from the vault. Nothing was released. Run the check on the Journal screen.", Field: "unit"}}
}

// missing is what the gate finds against a case; nil when it may go on.
func missing(c release.Case) []release.Reason {
	if no, ok := release.Decide(c).(release.Refusal); ok {
		return no.Reasons
	}
	return nil
}

// refuse is a "no" of one reason.
func refuse(code, words, field string) error {
	return &RefusedError{Reasons: []release.Reason{{Code: code, Words: words, Field: field}}}
}
