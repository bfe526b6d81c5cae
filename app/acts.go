package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/risk"
	"corridor/app/roster"
	"corridor/app/state"
	"corridor/app/threat"
)

// Answer records the answer to one risk question. A question that the engine
// had flagged needs a reason; "yes" and "cannot tell" to a question of life
// raise a threat in the same transaction, so that neither stands alone.
func (d *Desk) Answer(ctx context.Context, id entry.ID, c risk.Category, a intel.Answer, reason string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.openedItem(id)
	if err != nil {
		return err
	}
	flagged := it.Flags(string(c))
	reason = strings.TrimSpace(reason)
	if it.Held(string(c)) && a != it.Answers[string(c)].Facts.Answer && !d.holds(d.Vault.Me(), roster.Supervisor) {
		return refuse("held", "\"Cannot tell\", and protected material, go to the supervisor: only they can settle it.", "prompts")
	}
	if flagged && reason == "" {
		return refuse("reason", "The wording was flagged: say in a few words why you answer as you do.", "prompts")
	}
	if a != intel.Yes && a != intel.No && a != intel.CannotTell {
		return refuse("answer", "Answer yes, no or cannot tell.", "prompts")
	}
	ds := []entry.Draft{{Kind: entry.PromptAnswered, Item: id, Pieces: words(intel.RoleReason, reason),
		Facts: intel.Answered{Category: string(c), Answer: a, Flagged: flagged}}}
	if c.Life() && a != intel.No && !threatOpenFor(it, string(c)) {
		ds = append(ds, d.raise(it, []string{string(c)}, "prompt", reason))
	}
	return d.append(ctx, ds...)
}

// AnswerRest answers "no" to every question that has no answer yet, that the
// engine did not flag, and that is not one of life: those are answered singly.
// One act of the officer, one entry for each question.
func (d *Desk) AnswerRest(ctx context.Context, id entry.ID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.openedItem(id)
	if err != nil {
		return err
	}
	var ds []entry.Draft
	for _, c := range risk.Categories() {
		if _, ok := it.Answers[string(c)]; ok || c.Life() || it.Flags(string(c)) {
			continue
		}
		ds = append(ds, entry.Draft{Kind: entry.PromptAnswered, Item: id, Facts: intel.Answered{Category: string(c), Answer: intel.No}})
	}
	if len(ds) == 0 {
		return nil
	}
	return d.append(ctx, ds...)
}

func threatOpenFor(it *state.Item, category string) bool {
	for _, t := range it.OpenThreats() {
		for _, c := range t.Categories {
			if c == category {
				return true
			}
		}
	}
	return false
}

func (d *Desk) raise(it *state.Item, categories []string, from, reason string) entry.Draft {
	return entry.Draft{Kind: entry.ThreatRaised, Item: it.ID, Pieces: words(intel.RoleReason, reason),
		Facts: threat.Raised{Threat: d.NewID(), Categories: categories, From: from,
			Deadline: d.Now().UTC().Add(d.st.Settings.Duration("threat.accept"))}}
}

// RaiseThreat is the officer's own: no prompt is needed.
func (d *Desk) RaiseThreat(ctx context.Context, id entry.ID, reason string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(id)
	if err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return refuse("reason", "Say in a few words what the threat is.", "threat")
	}
	return d.append(ctx, d.raise(it, []string{"threat_to_life"}, "officer", reason))
}

// Assess records a threat-to-life assessment.
func (d *Desk) Assess(ctx context.Context, id, t entry.ID, in ThreatInput) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(id)
	if err != nil {
		return err
	}
	version := 1
	for _, a := range it.Assessments {
		if a.Facts.Threat == t {
			version = a.Facts.Version + 1
		}
	}
	review := d.Now().UTC().Add(d.st.Settings.Duration("threat.review." + in.Level))
	f := threat.Assessed{Threat: t, Version: version, Real: in.Real, Immediate: in.Immediate, Identified: in.Identified,
		Reasonable: in.Reasonable, Level: in.Level, Options: in.Options, Owner: in.Owner, ReviewBy: review}
	var rs []release.Reason
	for _, p := range f.Check(in.Words) {
		rs = append(rs, release.Reason{Code: p.Code, Words: p.Words, Field: "threat"})
	}
	if len(rs) > 0 {
		return &RefusedError{Reasons: rs}
	}
	w, err := piece(threat.RoleAssessment, in.Words)
	if err != nil {
		return err
	}
	return d.append(ctx, entry.Draft{Kind: entry.ThreatAssessed, Item: id, Facts: f, Pieces: []entry.Piece{w}})
}

// AcceptThreat makes this supervisor the owner.
func (d *Desk) AcceptThreat(ctx context.Context, id, t entry.ID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(id)
	if err != nil {
		return err
	}
	now, version, level := d.Now().UTC(), 0, "high"
	for _, a := range it.Assessments {
		if a.Facts.Threat == t {
			version, level = a.Facts.Version, a.Facts.Level
		}
	}
	review := now.Add(d.st.Settings.Duration("threat.review." + level))
	return d.append(ctx, entry.Draft{Kind: entry.ThreatAccepted, Item: id, Facts: threat.Accepted{Threat: t, Version: version, ReviewBy: review}})
}

// ActOnThreat records what was done.
func (d *Desk) ActOnThreat(ctx context.Context, id, t entry.ID, option, what string) error {
	return d.threatNote(ctx, id, what, func() (entry.Kind, any) { return entry.ThreatActed, threat.Acted{Threat: t, Option: option} })
}

// ReviewThreat records a review and sets the next.
func (d *Desk) ReviewThreat(ctx context.Context, id, t entry.ID, level, why string) error {
	return d.threatNote(ctx, id, why, func() (entry.Kind, any) {
		by := d.Now().UTC().Add(d.st.Settings.Duration("threat.review." + level))
		return entry.ThreatReviewed, threat.Reviewed{Threat: t, Level: level, ReviewBy: by}
	})
}

// CloseThreat closes it, with the rationale.
func (d *Desk) CloseThreat(ctx context.Context, id, t entry.ID, why string) error {
	return d.threatNote(ctx, id, why, func() (entry.Kind, any) { return entry.ThreatClosed, threat.Closed{Threat: t} })
}

func (d *Desk) threatNote(ctx context.Context, id entry.ID, why string, act func() (entry.Kind, any)) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, err := d.item(id); err != nil {
		return err
	}
	if strings.TrimSpace(why) == "" {
		return refuse("reason", "Say in a few words what was done and why.", "threat")
	}
	kind, facts := act()
	return d.append(ctx, entry.Draft{Kind: kind, Item: id, Facts: facts, Pieces: words(intel.RoleReason, why)})
}

// Grade records a 3x5x2 grading; one that stood stays in the journal.
func (d *Desk) Grade(ctx context.Context, id entry.ID, in GradeInput) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(id)
	if err != nil {
		return err
	}
	g := gradeFacts(in, len(it.Grades)+1)
	var rs []release.Reason
	for _, p := range g.Check() {
		rs = append(rs, release.Reason{Code: p.Code, Words: p.Words, Field: "grade"})
	}
	if len(rs) > 0 {
		return &RefusedError{Reasons: rs}
	}
	for _, gi := range g.Items {
		if gi.Assessment == "B" && !d.corroborates(ctx, it, gi) {
			return refuse("H9", "B needs a corroborating item that is graded A and has a different origin.", "grade")
		}
	}
	w, err := piece(grade.RoleGrading, in.Words)
	if err != nil {
		return err
	}
	return d.append(ctx, entry.Draft{Kind: entry.ProductGraded, Item: id, Facts: g, Pieces: []entry.Piece{w}})
}

// gradeFacts works out what the facts say of the words.
func gradeFacts(in GradeInput, version int) grade.Graded {
	g := in.Graded
	g.Version = version
	g.Items = append([]grade.Item(nil), g.Items...)
	for i := range g.Items {
		g.Items[i].Reasoned = false
		for _, w := range in.Words.Items {
			if w.No == g.Items[i].No && strings.TrimSpace(w.Reason) != "" {
				g.Items[i].Reasoned = true
			}
		}
	}
	g.Instructed = strings.TrimSpace(in.Words.Instructions) != ""
	g.RiskAssessed = strings.TrimSpace(in.Words.RiskAssessment) != ""
	return g
}

// corroborates asks whether the item named by a B grade is graded A and comes
// from somewhere else (domain rule H9).
func (d *Desk) corroborates(ctx context.Context, it *state.Item, gi grade.Item) bool {
	other, ok := d.st.Item(gi.Corroborated)
	if !ok || other.ID == it.ID {
		return false
	}
	g, ok := other.Grade()
	if !ok {
		return false
	}
	gradedA := false
	for _, i := range g.Facts.Items {
		gradedA = gradedA || i.Assessment == "A"
	}
	return gradedA && d.origin(ctx, other) != d.origin(ctx, it)
}

func (d *Desk) origin(ctx context.Context, it *state.Item) string {
	r, err := content[intel.Receipt](ctx, d.Vault, it.Entry, intel.RoleReceipt)
	if err != nil {
		return string(it.ID)
	}
	return strings.ToLower(strings.TrimSpace(r.Originator) + "|" + strings.TrimSpace(r.SourceRef))
}

// Consult records that the originator was asked: for sanitisation (S2), for
// action (A1) or for a lower marking (H16).
func (d *Desk) Consult(ctx context.Context, id entry.ID, about string, granted bool, who, said string, when time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, err := d.item(id); err != nil {
		return err
	}
	if !slices.Contains(intel.Consultations(), about) {
		return ErrInput
	}
	if strings.TrimSpace(who) == "" || strings.TrimSpace(said) == "" {
		return refuse("consulted", "Say who was asked and the words agreed.", "grade")
	}
	if when.After(d.Now()) {
		return refuse("when", "That is in the future. Record it when it has happened.", "grade")
	}
	if when.IsZero() {
		when = d.Now()
	}
	return d.append(ctx, entry.Draft{Kind: entry.OriginatorConsulted, Item: id,
		Facts:  intel.Consulted{For: about, Granted: granted, When: when.UTC()},
		Pieces: words(intel.RoleWords, strings.ReplaceAll(who, "\n", " ")+"\n"+said)})
}
