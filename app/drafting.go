package app

import (
	"context"
	"strings"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/sanitise"
	"corridor/app/state"
	"corridor/app/threat"
)

// KeepTyped seals what is being typed, so that it survives a crash. It is not
// an act: nothing is journalled.
func (d *Desk) KeepTyped(ctx context.Context, id entry.ID, t intel.DraftText) error {
	b, err := entry.Encode(t)
	if err != nil {
		return err
	}
	return d.Vault.PutPad(ctx, string(id), b)
}

// Typed gives back what was being typed; ok is false when there is nothing.
func (d *Desk) Typed(ctx context.Context, id entry.ID) (t intel.DraftText, ok bool, err error) {
	b, err := d.Vault.GetPad(ctx, string(id))
	if err != nil || len(b) == 0 {
		return t, false, err
	}
	t, err = entry.Decode[intel.DraftText](b)
	return t, err == nil, err
}

// SaveDraft keeps a version of the draft: the only form that can be checked
// for threat to life, submitted and approved.
func (d *Desk) SaveDraft(ctx context.Context, id entry.ID, t intel.DraftText, why string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(id)
	if err != nil {
		return err
	}
	if strings.TrimSpace(t.Body) == "" {
		return refuse("draft", "The draft is empty.", "draft")
	}
	if old, ok := it.Draft(); ok {
		was, err := content[intel.DraftText](ctx, d.Vault, old.Entry, intel.RoleDraft)
		if err == nil && was == t {
			return nil
		}
	}
	w, err := piece(intel.RoleDraft, t)
	if err != nil {
		return err
	}
	err = d.append(ctx, entry.Draft{Kind: entry.DraftSaved, Item: id, Pieces: []entry.Piece{w},
		Facts: intel.Saved{Version: len(it.Drafts) + 1, Why: why}})
	if err != nil {
		return err
	}
	return d.Vault.DropPad(ctx, string(id))
}

// CheckDraft compares a draft with its source, live: nothing is journalled.
func (d *Desk) CheckDraft(ctx context.Context, id entry.ID, t intel.DraftText) (Findings, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.openedItem(id)
	if err != nil {
		return Findings{}, err
	}
	return d.findings(ctx, it, t)
}

// findings checks the draft as one text and hands each finding to its field.
func (d *Desk) findings(ctx context.Context, it *state.Item, t intel.DraftText) (Findings, error) {
	in, err := d.against(ctx, it)
	if err != nil {
		return Findings{}, err
	}
	whole, bounds := joined(t)
	in.Draft = whole
	res := sanitise.Check(in)
	out := Findings{Mosaic: res.Mosaic}
	for _, f := range res.Findings {
		v := FindingView{Key: sum([]byte(f.Key()))}
		v.Field, f.Start, f.End = within(bounds, f.Start, f.End)
		v.Finding = f
		if s, ok := it.Settled[v.Key]; ok {
			d.addDecision(ctx, &v, s)
		}
		if v.PutUp {
			out.PutUp++
		}
		switch {
		case v.Settled != "":
			out.Done++
		case f.Severity == "block":
			out.Blocking++
		default:
			out.ToAccept++
		}
		out.List = append(out.List, v)
	}
	return out, nil
}

// addDecision says how a finding stands by what was decided about it.
func (d *Desk) addDecision(ctx context.Context, v *FindingView, s state.At[intel.Settled]) {
	covers := settles(s.Facts, v.Finding)
	v.PutUp = s.Facts.Decision == intel.SettlePutUp && !covers
	if !covers && !v.PutUp {
		return
	}
	if covers {
		v.Settled = s.Facts.Decision
	}
	v.By, v.Reason = d.name(s.Entry.Author), d.text(ctx, s.Entry, intel.RoleReason)
}

// settles asks whether a decision covers a finding as it stands now: one that
// has become blocking is not covered by an author's acceptance.
func settles(s intel.Settled, f sanitise.Finding) bool {
	if f.Kind == "deny_list" {
		return false
	}
	return f.Severity != "block" && s.Decision != intel.SettlePutUp || s.Decision == intel.SettleAside
}

type bound struct {
	field      string
	start, end int
}

// joined puts the fields of a draft together as one text, with their bounds.
func joined(t intel.DraftText) (string, []bound) {
	var b strings.Builder
	var bs []bound
	at := 0
	for _, f := range []struct{ name, text string }{{"title", t.Title}, {"body", t.Body}, {"provenance", t.Provenance}} {
		n := len([]rune(f.text))
		bs = append(bs, bound{f.name, at, at + n})
		b.WriteString(f.text)
		b.WriteString("\n\n")
		at += n + 2
	}
	return b.String(), bs
}

// within turns offsets into the whole into offsets into the field they start in.
func within(bs []bound, start, end int) (string, int, int) {
	for _, b := range bs {
		if start >= b.start && start < max(b.end, b.start+1) {
			return b.field, start - b.start, min(end, b.end) - b.start
		}
	}
	return "body", 0, 0
}

func (d *Desk) sourceText(ctx context.Context, it *state.Item) (string, error) {
	r, err := content[intel.Reading](ctx, d.Vault, it.Entry, intel.RoleReading)
	if err != nil {
		return "", err
	}
	if r.Subject == "" {
		return r.Text, nil
	}
	return r.Subject + "\n" + r.Text, nil
}

// Settle decides one residue that stays in the saved draft, with a reason. An
// author accepts an advisory one. A blocking one they put up to the supervisor:
// it may then be submitted, and goes on blocking until a supervisor who wrote
// none of it sets it aside at sign-off. A term on the deny list is settled by
// nobody (domain rule H15).
func (d *Desk) Settle(ctx context.Context, id entry.ID, key, decision, reason string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(id)
	if err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return refuse("reason", "Say why it may stay.", "draft")
	}
	dr, ok := it.Draft()
	if !ok {
		return refuse("draft", "Save the draft first: a residue is settled in a saved version.", "draft")
	}
	text, err := content[intel.DraftText](ctx, d.Vault, dr.Entry, intel.RoleDraft)
	if err != nil {
		return err
	}
	fs, err := d.findings(ctx, it, text)
	if err != nil {
		return err
	}
	for _, f := range fs.List {
		if f.Key != key {
			continue
		}
		if f.Kind == "deny_list" {
			return refuse("deny_list", "A term on the deny list leaves by no route. Take it out of the draft.", "draft")
		}
		if f.Severity == "block" && decision == intel.SettleAccept {
			return refuse("H15", "This points at the source: take it out. Only the supervisor can set it aside, at sign-off: put it up to them, with your reason.", "draft")
		}
		if f.Severity != "block" && decision == intel.SettlePutUp {
			return refuse("advisory", "This does not block. Take it out, or accept it with a reason.", "draft")
		}
		return d.append(ctx, entry.Draft{Kind: entry.ResidueSettled, Item: id, Pieces: words(intel.RoleReason, reason),
			Facts: intel.Settled{Draft: dr.Entry.ID, Finding: key, Kind: string(f.Kind), Severity: string(f.Severity), Decision: decision}})
	}
	return refuse("residue", "That residue is not in the saved draft any more.", "draft")
}

// CheckThreat records the threat-to-life check of the latest saved draft. Any
// later edit voids it (domain rule H5).
func (d *Desk) CheckThreat(ctx context.Context, id entry.ID, in CheckInput) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(id)
	if err != nil {
		return err
	}
	dr, ok := it.Draft()
	if !ok {
		return refuse("draft", "Save the draft first: the check answers for one saved version.", "draft")
	}
	for _, a := range []intel.Answer{in.Real, in.Immediate, in.Identified} {
		if a == intel.Unanswered {
			return refuse("H5", "Answer each of the three questions: yes, no or cannot tell.", "draft")
		}
	}
	if strings.TrimSpace(in.Words.IfReleased) == "" || strings.TrimSpace(in.Words.IfNotReleased) == "" {
		return refuse("H5", "Say what could happen if this is released, and what if it is not.", "draft")
	}
	w, err := piece(threat.RoleCheck, in.Words)
	if err != nil {
		return err
	}
	return d.append(ctx, entry.Draft{Kind: entry.ThreatChecked, Item: id, Pieces: []entry.Piece{w},
		Facts: threat.Checked{Draft: dr.Entry.ID, Real: in.Real, Immediate: in.Immediate, Identified: in.Identified}})
}
