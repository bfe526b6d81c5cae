package app

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/report"
	"corridor/app/roster"
	"corridor/app/state"
)

// Waiting lists what a supervisor has to decide: submissions, and emergency
// releases that wait for their retrospective sign-off; danger first, then age.
func (d *Desk) Waiting() []ReleaseView {
	return d.releases(d.hot, func(v ReleaseView) bool {
		return v.Status == "waiting" || v.Status == "approved" || (v.Emergency && !v.Signed)
	})
}

// Releases lists every dissemination, the latest first.
func (d *Desk) Releases() []ReleaseView {
	out := d.releases(d.disseminated, func(ReleaseView) bool { return true })
	sort.SliceStable(out, func(i, j int) bool { return out[i].SubmittedAt.After(out[j].SubmittedAt) })
	return out
}

// disseminated lists the products of which anything was ever released.
func (d *Desk) disseminated() []*state.Item {
	for id, b := range d.briefs {
		if b.releases {
			d.st.Item(id)
		}
	}
	return d.hot()
}

func (d *Desk) releases(items func() []*state.Item, keep func(ReleaseView) bool) []ReleaseView {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []ReleaseView
	for _, it := range items() {
		for _, r := range it.Releases {
			if v := d.releaseView(context.Background(), it, r); keep(v) {
				out = append(out, v)
			}
		}
		for _, sp := range it.Spoken {
			if v := d.spokenView(it, sp); keep(v) {
				out = append(out, v)
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].Danger != out[j].Danger {
			return out[i].Danger < out[j].Danger
		}
		return out[i].SubmittedAt.Before(out[j].SubmittedAt)
	})
	return out
}

func (d *Desk) releaseView(ctx context.Context, it *state.Item, r *state.Release) ReleaseView {
	v := ReleaseView{Release: r.Submitted.Release, Item: it.ID, Ref: r.Submitted.Ref, ItemRef: it.Received.Ref, Status: r.Status(),
		Danger: d.danger(it), SubmittedBy: d.name(r.Entry.Author), SubmittedAt: r.Entry.Done}
	for _, a := range r.Approvals {
		v.ApprovedBy = d.name(a.Entry.Author)
	}
	if r.Decided != nil {
		v.Decision = d.text(ctx, r.Decided.Entry, intel.RoleReason)
	}
	life := len(it.OpenThreats()) > 0
	for i, id := range r.Submitted.Recipients {
		c := CopyView{No: i + 1, Recipient: d.who[id].Name, Organisation: d.who[id].Organisation}
		if r.Sent != nil {
			v.SentAt = r.Sent.Entry.Done
			c.Due = d.due(v.SentAt, life)
		}
		for _, a := range r.Acks {
			if a.Facts.Recipient == id {
				c.Acknowledged = a.Entry.Done
			}
		}
		v.Copies = append(v.Copies, c)
	}
	return v
}

func (d *Desk) spokenView(it *state.Item, sp *state.Spoken) ReleaseView {
	v := ReleaseView{Release: sp.Record.Release, Item: it.ID, ItemRef: it.Received.Ref, Ref: "Emergency", Status: sp.Record.How, Emergency: true,
		Danger: Life, SubmittedBy: d.name(sp.Entry.Author), SubmittedAt: sp.Entry.Done, SentAt: sp.Record.At, SignBy: sp.Record.SignBy}
	if sp.Signed != nil {
		v.Signed, v.ApprovedBy = true, d.name(sp.Signed.Entry.Author)
	}
	return v
}

// OpenSubmission journals the officer's views of report, source and
// assessment, then shows everything that the decision rests on.
func (d *Desk) OpenSubmission(ctx context.Context, id entry.ID) (SignOff, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, r, err := d.submission(id)
	if err != nil {
		return SignOff{}, err
	}
	views := []entry.Draft{
		{Kind: entry.ProductViewed, Item: it.ID, Facts: intel.Viewed{What: intel.ViewReport, Of: r.Entry.ID}},
		{Kind: entry.ProductViewed, Item: it.ID, Facts: intel.Viewed{What: intel.ViewSource, Of: it.Entry.ID}},
		{Kind: entry.ProductViewed, Item: it.ID, Facts: intel.Viewed{What: intel.ViewAssessment, Of: r.Submitted.Check}},
	}
	before, after := besides(it, r)
	for _, other := range []entry.ID{before.Submitted.Draft, after} { // the texts it is compared with
		if other != "" {
			views = append(views, entry.Draft{Kind: entry.ProductViewed, Item: it.ID, Facts: intel.Viewed{What: intel.ViewDraft, Of: other}})
		}
	}
	if err := d.append(ctx, views...); err != nil {
		return SignOff{}, err
	}
	d.opened[it.ID] = true
	return d.signOff(ctx, it, r)
}

func (d *Desk) submission(id entry.ID) (*state.Item, *state.Release, error) {
	r, ok := d.st.Release(id)
	if !ok {
		return nil, nil, ErrNoItem
	}
	it, err := d.item(r.Item)
	return it, r, err
}

func (d *Desk) signOff(ctx context.Context, it *state.Item, r *state.Release) (SignOff, error) {
	s := SignOff{ReleaseView: d.releaseView(ctx, it, r), Report: d.text(ctx, r.Entry, release.RoleReport)}
	var err error
	if s.Product, err = d.product(ctx, it); err != nil {
		return s, err
	}
	if s.Changes, err = d.changes(ctx, it, r); err != nil {
		return s, err
	}
	if s.Case, err = content[release.CaseWords](ctx, d.Vault, r.Entry, release.RoleCase); err != nil {
		return s, err
	}
	if s.Manifest, err = content[release.Manifest](ctx, d.Vault, r.Entry, release.RoleManifest); err != nil {
		return s, err
	}
	if s.Pages, err = d.pages(ctx, it, r, s.Case); err != nil {
		return s, err
	}
	if s.Findings, err = d.findings(ctx, it, s.Product.Draft); err != nil {
		return s, err
	}
	for _, id := range r.Submitted.Recipients {
		if rc, ok := d.st.Recipients.Get(id); ok {
			s.Recipients = append(s.Recipients, d.recipientView(rc))
		}
	}
	for _, old := range it.Releases {
		if old.Sent != nil && old != r {
			s.Earlier++
		}
	}
	c, err := d.submittedCase(ctx, it, r, release.Approving)
	if err != nil {
		return s, err
	}
	s.Refusals = missing(d.wouldApprove(it, r, c))
	s.Attend = d.attend(it, s, release.Warnings(c))
	return s, nil
}

// besides gives the last submission before this one that was decided on another
// text, and the draft that was saved after this one, "" if none was: the gate refuses
// that by its own rule.
func besides(it *state.Item, r *state.Release) (before state.Release, after entry.ID) {
	for _, old := range it.Releases {
		if old == r {
			break
		}
		if old.Status() != "waiting" && old.Submitted.Draft != r.Submitted.Draft {
			before = *old
		}
	}
	if last, ok := it.Draft(); ok && last.Entry.ID != r.Submitted.Draft {
		after = last.Entry.ID
	}
	return before, after
}

// changes compares the text submitted with those beside it.
func (d *Desk) changes(ctx context.Context, it *state.Item, r *state.Release) ([]Change, error) {
	before, after := besides(it, r)
	if before.Submitted.Draft == "" && after == "" {
		return nil, nil
	}
	text := func(id entry.ID) (t intel.DraftText, err error) {
		for _, v := range it.Drafts {
			if v.Entry.ID == id {
				return content[intel.DraftText](ctx, d.Vault, v.Entry, intel.RoleDraft)
			}
		}
		return t, ErrGone
	}
	now, err := text(r.Submitted.Draft)
	if err != nil {
		return nil, err
	}
	var out []Change
	if before.Submitted.Draft != "" {
		was, err := text(before.Submitted.Draft)
		if err != nil {
			return nil, err
		}
		out = append(out, Change{Words: "since " + before.Submitted.Ref + ", " + before.Status(), Older: was, Newer: now})
	}
	if after != "" {
		then, err := text(after)
		if err != nil {
			return nil, err
		}
		out = append(out, Change{Words: "after it was submitted", Older: now, Newer: then})
	}
	return out, nil
}

// pages lays the report out as it was submitted. Nothing is shown in the place
// of a PDF that differs: the gate refuses that by its own rule.
func (d *Desk) pages(ctx context.Context, it *state.Item, r *state.Release, w release.CaseWords) ([]report.Page, error) {
	now, err := d.report(ctx, it, r.Entry.Done, r.Submitted, w)
	if err != nil {
		return nil, err
	}
	pdf, err := report.PDF(now)
	if err != nil || string(pdf) != d.text(ctx, r.Entry, release.RolePDF) {
		return nil, err
	}
	return report.Pages(now)
}

// attend names what a supervisor has to look at before approving, the most
// dangerous first.
func (d *Desk) attend(it *state.Item, s SignOff, warnings []release.Reason) []Attend {
	var out []Attend
	add := func(id, words string, n int, warn bool) {
		out = append(out, Attend{ID: id, Words: words, Count: n, Warn: warn})
	}
	noes := 0
	for _, c := range s.Product.Prompts {
		if c.Flagged && c.Answer == intel.No {
			noes++
		}
	}
	add("threat", fmt.Sprintf("Flagged wording answered \"no\": %d, with reasons", noes), noes, noes > 0)
	add("check", "Threat-to-life check of this text: what if released, what if not", 0, s.Product.Check != nil && s.Product.Check.Real != intel.No)
	add("residues", fmt.Sprintf("Residues accepted or set aside: %d; put up to you: %d; blocking: %d", s.Findings.Done, s.Findings.PutUp, s.Findings.Blocking), s.Findings.Done, s.Findings.Blocking > 0)
	unconfirmed := 0
	for _, r := range s.Recipients {
		if r.ConfirmedBy == "" || r.Fault != "" {
			unconfirmed++
		}
	}
	fingerprints := "every fingerprint confirmed"
	if unconfirmed > 0 {
		fingerprints = fmt.Sprintf("certificates that cannot be used: %d", unconfirmed)
	}
	add("recipients", fmt.Sprintf("Recipients: %d, %s", len(s.Recipients), fingerprints), len(s.Recipients), unconfirmed > 0)
	add("grade", "Grade and conditions: "+s.Product.Head.Grade+", "+s.Product.Grade.Line(), 0, false)
	add("earlier", fmt.Sprintf("Earlier releases of this item: %d", s.Earlier), s.Earlier, s.Earlier > 0)
	if len(s.Changes) > 0 {
		var when []string
		for _, c := range s.Changes {
			when = append(when, c.Words)
		}
		add("changed", "The text was changed "+strings.Join(when, ", and "), len(when), true)
	}
	for _, w := range warnings {
		add(w.Code, w.Words, 0, true)
	}
	if it.Alarms > 0 {
		add("alarms", fmt.Sprintf("Entries about this item without effect: %d (see Journal)", it.Alarms), it.Alarms, true)
	}
	for _, c := range s.Product.Prompts {
		if c.Answer == intel.No {
			continue
		}
		switch c.Category {
		case "corruption":
			add("corruption", "Corruption: audience is the Counter-Corruption Unit and you, nobody else", 0, true)
		case "exculpatory":
			add("exculpatory", "Exculpatory: it has to reach the prosecutor by the prosecutor-only route", 0, true)
		case "child_at_risk":
			add("child", "Child at risk: have social services been told?", 0, true)
		}
	}
	return out
}

// Approve signs report and manifest by this supervisor's neutral release key.
// It asks for the passphrase again, and puts the whole case to the gate first.
func (d *Desk) Approve(ctx context.Context, id entry.ID, passphrase []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.Vault.Confirm(passphrase); err != nil {
		return err
	}
	if err := d.load(ctx); err != nil {
		return err
	}
	it, r, err := d.submission(id)
	if err != nil {
		return err
	}
	c, err := d.submittedCase(ctx, it, r, release.Approving)
	if err != nil {
		return err
	}
	if rs := missing(d.wouldApprove(it, r, c)); len(rs) > 0 {
		return &RefusedError{Reasons: rs}
	}
	var views []entry.ID
	for _, v := range d.ownViews(it, r) {
		views = append(views, v)
	}
	sort.Slice(views, func(i, j int) bool { return views[i] < views[j] })
	m, _ := r.Entry.Piece(release.RoleManifest)
	manifest, err := d.Vault.Content(ctx, m)
	if err != nil {
		return err
	}
	signs, err := d.signatures(manifest, []byte(d.text(ctx, r.Entry, release.RoleReport)))
	if err != nil {
		return err
	}
	return d.append(ctx, entry.Draft{Kind: entry.ReleaseApproved, Item: it.ID, Pieces: signs,
		Facts: release.Approved{Release: id, Manifest: m.SHA256, Views: views}})
}

// ownViews are this officer's views of report, source and assessment after the
// submission, by what was viewed: an approval cites them.
func (d *Desk) ownViews(it *state.Item, r *state.Release) map[string]entry.ID {
	out := map[string]entry.ID{}
	for what, of := range map[string]entry.ID{intel.ViewReport: r.Entry.ID, intel.ViewSource: it.Entry.ID, intel.ViewAssessment: r.Submitted.Check} {
		if v, ok := it.Saw(d.Vault.Me(), what, of, r.Entry.Seq); ok {
			out[what] = v
		}
	}
	return out
}

// wouldApprove puts this officer before the gate as the approver.
func (d *Desk) wouldApprove(it *state.Item, r *state.Release, c release.Case) release.Case {
	seen, me := d.ownViews(it, r), d.Vault.Me()
	c.Approvals = []release.ApprovalCase{{By: me, At: c.Now, Manifest: c.Submission.Manifest,
		Supervisor: d.holds(me, roster.Supervisor), Current: d.current(me),
		SawReport: seen[intel.ViewReport] != "", SawSource: seen[intel.ViewSource] != "", SawThreat: seen[intel.ViewAssessment] != ""}}
	return c
}

// Return gives a submission back to its author, with the reason.
func (d *Desk) Return(ctx context.Context, id entry.ID, reason string) error {
	return d.decide(ctx, id, entry.ReleaseReturned, reason)
}

// Refuse ends a submission, with the reason.
func (d *Desk) Refuse(ctx context.Context, id entry.ID, reason string) error {
	return d.decide(ctx, id, entry.ReleaseRefused, reason)
}

func (d *Desk) decide(ctx context.Context, id entry.ID, kind entry.Kind, reason string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, _, err := d.submission(id)
	if err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return refuse("reason", "Give the reason: the author has to be able to act on it.", "signoff")
	}
	return d.append(ctx, entry.Draft{Kind: kind, Item: it.ID, Facts: release.Decided{Release: id}, Pieces: words(intel.RoleReason, reason)})
}
