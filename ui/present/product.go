package present

import (
	"context"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/ui/words"
)

// ProductDesk is what the product screen asks of the desk.
type ProductDesk interface {
	TriageDesk
	DraftDesk
	GradeDesk
	ThreatDesk
	SubmitDesk
	FormsDesk
	ApartDesk
	ColumnsDesk
	ProposeDestruction(ctx context.Context, id entry.ID, reason string) error
	Original(ctx context.Context, id entry.ID) ([]byte, error)
}

// FormsDesk keeps what stands in a form that is not recorded yet.
type FormsDesk interface {
	KeepForm(ctx context.Context, id entry.ID, f app.Form, b []byte) error
	KeptForm(ctx context.Context, id entry.ID, f app.Form) ([]byte, error)
}

// StepIDs are the steps of the work on a product, in their order.
func StepIDs() []string { return []string{"source", "prompts", "threat", "grade", "draft", "release"} }

// StepView is a tab.
type StepView struct {
	ID, Text, Note string
	Tone           Tone
}

// Steps are the tabs of a product with how each stands.
func Steps(p app.Product) []StepView {
	var out []StepView
	for _, s := range p.Steps {
		v := StepView{ID: s.ID, Text: words.Of("step", s.ID), Note: s.Note}
		switch s.State {
		case "done":
			v.Tone = Settled
			if v.Note == "" {
				v.Note = "✓"
			}
		case "blocked":
			v.Tone = Danger
			if v.Note == "" {
				v.Note = words.T("step.blocks")
			}
		}
		if s.ID == "threat" && s.State == "open" {
			v.Tone = Due
		}
		if s.ID == "release" && s.Note != "" {
			v.Note = words.Of("stage", s.Note)
		}
		out = append(out, v)
	}
	return out
}

// WhyView is a reason why an item cannot be released, word for word, and the
// step that cures it.
type WhyView struct {
	Words string
	Step  string // one of StepIDs, or "" when no step cures it
	Link  string // what the link says
}

// Why lists the refusals of an item.
func Why(p app.Product) []WhyView {
	var out []WhyView
	for _, r := range p.Why {
		v := WhyView{Words: r.Words, Step: StepOf(r.Field)}
		if v.Step != "" {
			v.Link = words.T("why.goto", words.Of("step", v.Step))
		}
		out = append(out, v)
	}
	return out
}

// StepOf is the step on which a field of the work is, or "".
func StepOf(field string) string {
	for _, s := range StepIDs() {
		if s == field {
			return s
		}
	}
	switch field {
	case "check", "items", "residue", "deny":
		return "draft"
	case "recipient", "recipients", "purpose", "basis", "submission", "signoff", "manifest", "expires", "approval", "review_date",
		"necessity", "proportionality", "need_to_know", "disposition", "action", "tier", "marking":
		return "release"
	case "handling", "sanitisation", "corroborated", "instructions":
		return "grade"
	}
	return ""
}

// LogRow is a line of an item's history.
func LogRow(now time.Time, l app.LogLine) string {
	return When(now, l.At) + "  " + words.Of("kind", string(l.Kind)) + " · " + l.Who
}

// SubmitDesk is what the release step asks of the desk.
type SubmitDesk interface {
	Submit(ctx context.Context, id entry.ID, in app.Submission) (entry.ID, error)
	Consult(ctx context.Context, id entry.ID, about string, granted bool, who, said string, when time.Time) error
	Dispatch(ctx context.Context, id entry.ID) ([]app.Package, error)
}

// Dispositions are what a recipient may do with a report, by code.
func Dispositions() []string { return []string{"intelligence", "action", "arrest", "evidence"} }

// RecipientLine is a recipient as a line to choose.
func RecipientLine(r app.RecipientView) (text string, usable bool) {
	text = r.Name + ", " + r.Post + ", " + r.Organisation
	switch {
	case r.Fault != "":
		return text + " · " + words.T("recipient.fault"), false
	case r.ConfirmedBy == "":
		return text + " · " + words.T("recipient.unconfirmed"), false
	}
	return text, true
}

// CheckLine says how the threat-to-life check of the draft stands.
func CheckLine(p app.Product) Word {
	switch {
	case p.DraftVersion == 0:
		return Word{words.T("check.nodraft"), Neutral}
	case p.Check == nil:
		return Word{words.T("check.none", p.DraftVersion), Danger}
	case !p.Check.Stands:
		return Word{words.T("check.void", p.DraftVersion), Danger}
	case p.Check.Real != intel.No && p.Check.Immediate != intel.No:
		return Word{words.T("check.danger", p.DraftVersion), Due}
	}
	return Word{words.T("check.stands", p.DraftVersion), Settled}
}
