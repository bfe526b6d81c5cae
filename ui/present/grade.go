package present

import (
	"context"

	"corridor/app"
	"corridor/app/clock"
	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
	"corridor/ui/words"
)

// GradeDesk is what the grade step asks of the desk.
type GradeDesk interface {
	Grade(ctx context.Context, id entry.ID, in app.GradeInput) error
}

// Grading is the grade form while it is filled in: each numbered item has a
// grade of its own, the handling code is of the whole report.
type Grading struct {
	in     app.GradeInput
	chosen int
}

// NewGrading begins with the grade that stands, and with an item for each
// paragraph of the draft, or one while there is no draft.
func NewGrading(p app.Product) *Grading {
	g := &Grading{in: app.GradeInput{Graded: p.Grade, Words: p.GradeWords}}
	g.in.Graded.Items = append([]grade.Item(nil), p.Grade.Items...)
	g.in.Words.Items = append([]grade.ItemWords(nil), p.GradeWords.Items...)
	g.in.Words.Why = ""
	if g.in.Words.Legacy == "" {
		if _, err := grade.ParseLegacy(p.Receipt.Handling); err == nil {
			g.in.Words.Legacy = p.Receipt.Handling
		}
	}
	want := max(1, len(intel.Items(p.Draft.Body)), len(g.in.Graded.Items))
	for len(g.in.Graded.Items) < want {
		g.Add()
	}
	g.chosen = 0
	return g
}

// Add adds a numbered item and looks at it.
func (g *Grading) Add() {
	n := len(g.in.Graded.Items) + 1
	g.in.Graded.Items = append(g.in.Graded.Items, grade.Item{No: n})
	g.in.Words.Items = append(g.in.Words.Items, grade.ItemWords{No: n})
	g.chosen = n - 1
}

// Drop takes the last item away, if there is more than one.
func (g *Grading) Drop() {
	n := len(g.in.Graded.Items)
	if n < 2 {
		return
	}
	g.in.Graded.Items = g.in.Graded.Items[:n-1]
	g.in.Words.Items = g.in.Words.Items[:min(len(g.in.Words.Items), n-1)]
	g.chosen = min(g.chosen, n-2)
}

// Choose looks at an item.
func (g *Grading) Choose(i int) {
	if i >= 0 && i < len(g.in.Graded.Items) {
		g.chosen = i
	}
}

// Chosen is the item looked at.
func (g *Grading) Chosen() int { return g.chosen }

// Item is the item looked at.
func (g *Grading) Item() grade.Item { return g.in.Graded.Items[g.chosen] }

// Words is the text about the item looked at.
func (g *Grading) Words() grade.ItemWords {
	for _, w := range g.in.Words.Items {
		if w.No == g.Item().No {
			return w
		}
	}
	return grade.ItemWords{No: g.Item().No}
}

// SetSource sets the source evaluation of the item looked at.
func (g *Grading) SetSource(code string) {
	g.in.Graded.Items[g.chosen].Source = grade.Source(code)
}

// SetAssessment sets the intelligence assessment of the item looked at; what
// corroborates goes with any code but B.
func (g *Grading) SetAssessment(code string) {
	it := &g.in.Graded.Items[g.chosen]
	it.Assessment = grade.Assessment(code)
	if it.Assessment != grade.Corroborated {
		it.Corroborated = ""
	}
}

// SetCorroborated names the item that bears a B out.
func (g *Grading) SetCorroborated(id entry.ID) {
	g.in.Graded.Items[g.chosen].Corroborated = id
}

// SetConfidence sets the confidence of the item looked at.
func (g *Grading) SetConfidence(c string) { g.in.Graded.Items[g.chosen].Confidence = c }

// SetHandling sets the handling code; conditions go with C alone, so P takes
// them away.
func (g *Grading) SetHandling(code string) {
	g.in.Graded.Handling = grade.Handling(code)
	if g.in.Graded.Handling != grade.Conditions {
		g.in.Graded.Action, g.in.Graded.Sanitisation = "", ""
		g.in.Words.Instructions = ""
	}
}

// SetAction sets the action code, under C.
func (g *Grading) SetAction(code string) { g.in.Graded.Action = code }

// SetSanitisation sets the sanitisation code, under C.
func (g *Grading) SetSanitisation(code string) { g.in.Graded.Sanitisation = code }

// SetItemWords sets label and reason of the item looked at.
func (g *Grading) SetItemWords(label, reason string) {
	no := g.Item().No
	for i := range g.in.Words.Items {
		if g.in.Words.Items[i].No == no {
			g.in.Words.Items[i].Label, g.in.Words.Items[i].Reason = label, reason
			return
		}
	}
	g.in.Words.Items = append(g.in.Words.Items, grade.ItemWords{No: no, Label: label, Reason: reason})
}

// SetReportWords sets the words about the whole report.
func (g *Grading) SetReportWords(instructions, riskAssessment, why string) {
	g.in.Words.Instructions, g.in.Words.RiskAssessment, g.in.Words.Why = instructions, riskAssessment, why
}

// Restore takes back a grading that was filled in and not recorded.
func (g *Grading) Restore(in app.GradeInput) {
	if len(in.Graded.Items) == 0 {
		return
	}
	g.in = in
	g.chosen = min(g.chosen, len(in.Graded.Items)-1)
}

// Input is the grading as filled in.
func (g *Grading) Input() app.GradeInput { return g.in }

// NeedsReason reports whether the item looked at needs a written reason.
func (g *Grading) NeedsReason() bool {
	return g.Item().Source == grade.NotReliable || g.Item().Assessment == grade.False
}

// UnderConditions reports whether the conditions are asked for.
func (g *Grading) UnderConditions() bool { return g.in.Graded.Handling == grade.Conditions }

// Lines are the items with their grades so far.
func (g *Grading) Lines() []Word {
	var out []Word
	for i, it := range g.in.Graded.Items {
		code := string(it.Source) + string(it.Assessment) + string(g.in.Graded.Handling)
		tone := Settled
		if it.Source == "" || it.Assessment == "" || g.in.Graded.Handling == "" {
			tone = Due
			code = words.T("grade.incomplete")
		}
		out = append(out, Word{words.T("grade.item", i+1, code), tone})
	}
	return out
}

// GradeLine shows one grading of a product in a line.
func GradeLine(g app.Graded) string {
	return words.T("grade.line", g.Version, g.Words, g.By, clock.London(g.At))
}
