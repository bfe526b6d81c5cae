package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// gradeStep is the 3x5x2 form: three columns of codes with their meaning,
// conditions under C, and the numbered items at the left.
type gradeStep struct {
	page  *Product
	kept  kept[app.GradeInput]
	g     *present.Grading
	v     app.Product
	root  *fyne.Container
	items *fyne.Container
	cond  *fyne.Container
	extra *fyne.Container

	source, assess, handling *part.Codes
}

func newGradeStep(p *Product) *gradeStep {
	return &gradeStep{page: p, kept: keptOf[app.GradeInput](p, app.FormGrade), root: container.NewStack()}
}

// keep seals what was filled in.
func (s *gradeStep) keep() { s.kept.keep(s.g.Input()) }

func (s *gradeStep) put(v app.Product, fresh bool) fyne.CanvasObject {
	s.v = v
	if fresh || s.g == nil {
		s.g = present.NewGrading(v)
		s.build()
		s.kept.back(func(in app.GradeInput) { s.g.Restore(in); s.build() })
	}
	return s.root
}

func (s *gradeStep) build() {
	s.source = part.NewCodes(words.T("grade.source"), codesOf(grade.Sources()), "", func(c string) { s.g.SetSource(c); s.keep(); s.drawItems() })
	s.assess = part.NewCodes(words.T("grade.assessment"), codesOf(grade.Assessments()), "", func(c string) { s.g.SetAssessment(c); s.keep(); s.drawItems() })
	s.handling = part.NewCodes(words.T("grade.handling"), codesOf(grade.Handlings()), "", func(c string) { s.g.SetHandling(c); s.keep(); s.drawItems(); s.drawConditions() })
	s.items, s.cond, s.extra = container.NewStack(), container.NewStack(), container.NewStack()
	columns := container.NewGridWithColumns(3,
		part.Scroller(s.source), part.Scroller(s.assess),
		part.Scroller(part.Stack(8, s.handling, s.cond)))
	record := part.NewPrimary(words.T("grade.record"), theme.DocumentSaveIcon(), s.record)
	foot := part.Inset(container.NewBorder(nil, nil, nil, part.Side(6, record), s.extra), 0, 4)
	right := part.Section(words.T("grade.title"), nil, container.NewBorder(nil, foot, nil, nil, columns))
	split := container.NewHSplit(part.Section(words.T("grade.items"), nil, s.items), right)
	split.Offset = 0.2
	swap(s.root, split)
	s.drawItems()
	s.drawConditions()
}

// drawItems shows the numbered items and the codes of the one looked at.
func (s *gradeStep) drawItems() {
	texts := intel.Items(s.v.Draft.Body)
	box := part.Stack(4)
	for i, l := range s.g.Lines() {
		body := part.Stack(-6, part.Strong(l.Text, toneInk(l.Tone)))
		if i < len(texts) {
			body.Add(part.Small(texts[i], style.Muted))
		}
		sh := part.NewSheet(part.Neutral, body, func() { s.g.Choose(i); s.drawItems() })
		sh.SetOn(i == s.g.Chosen())
		box.Add(sh)
	}
	box.Add(container.NewHBox(part.NewButton(words.T("grade.add"), nil, func() { s.g.Add(); s.keep(); s.drawItems() }),
		part.NewQuiet(words.T("grade.drop"), nil, func() { s.g.Drop(); s.keep(); s.drawItems() })))
	if len(s.v.GradeHistory) > 0 {
		box.Add(part.Label(words.T("grade.history")))
		for i := len(s.v.GradeHistory) - 1; i >= 0; i-- {
			box.Add(part.Small(present.GradeLine(s.v.GradeHistory[i]), style.Muted))
		}
	}
	swap(s.items, part.Scroller(box))
	it := s.g.Item()
	s.source.SetCode(string(it.Source))
	s.assess.SetCode(string(it.Assessment))
	s.handling.SetCode(string(s.g.Input().Graded.Handling))
	s.drawExtra()
}

// drawExtra asks for what a code demands of the item looked at: the reason of
// 3 or E, the record that bears a B out.
func (s *gradeStep) drawExtra() {
	row := part.Stack(4)
	w := s.g.Words()
	if s.g.NeedsReason() {
		reason := part.NewField(words.T("grade.reason"))
		reason.SetText(w.Reason)
		reason.OnChanged = func(t string) { s.g.SetItemWords(w.Label, t); s.keep() }
		row.Add(reason)
	}
	if s.g.Item().Assessment == grade.Corroborated {
		var opts []part.Option
		for _, h := range s.page.host.Heads() {
			if h.Item != s.page.item && h.Grade != "" {
				opts = append(opts, part.Option{Code: string(h.Item), Text: h.Ref + "  " + h.Grade})
			}
		}
		row.Add(part.NewChoice(words.T("grade.corroborated"), string(s.g.Item().Corroborated), opts, func(c string) { s.g.SetCorroborated(entry.ID(c)); s.keep() }))
	}
	if s.v.Graded {
		why := part.NewField(words.T("grade.why"))
		why.SetText(s.g.Input().Words.Why)
		why.OnChanged = func(t string) {
			w := s.g.Input().Words
			s.g.SetReportWords(w.Instructions, w.RiskAssessment, t)
			s.keep()
		}
		row.Add(why)
	}
	swap(s.extra, row)
}

// drawConditions asks for what goes with C, and for the risk assessment.
func (s *gradeStep) drawConditions() {
	in := s.g.Input()
	box := part.Stack(8)
	risk := part.NewArea(words.T("grade.risk.hint"), 3)
	risk.SetText(in.Words.RiskAssessment)
	instructions := part.NewArea(words.T("grade.instructions.hint"), 3)
	instructions.SetText(in.Words.Instructions)
	keep := func(string) {
		s.g.SetReportWords(instructions.Value(), risk.Value(), s.g.Input().Words.Why)
		s.keep()
	}
	risk.OnChanged, instructions.OnChanged = keep, keep
	if s.g.UnderConditions() {
		box.Add(part.NewCodes(words.T("grade.action"), codesOf(grade.Actions()), in.Graded.Action, func(c string) { s.g.SetAction(c); s.keep() }))
		box.Add(part.NewCodes(words.T("grade.sanitisation"), codesOf(grade.Sanitisations()), in.Graded.Sanitisation, func(c string) { s.g.SetSanitisation(c); s.keep() }))
		box.Add(part.Labelled(words.T("grade.instructions"), instructions))
	}
	box.Add(part.Labelled(words.T("grade.risk"), risk))
	if in.Words.Legacy != "" {
		box.Add(part.Small(words.T("grade.legacy", in.Words.Legacy), style.Muted))
	}
	swap(s.cond, box)
}

func (s *gradeStep) record() {
	in := s.g.Input()
	s.page.do(s.kept.until(func(ctx context.Context) error { return s.page.desk.Grade(ctx, s.page.item, in) }), func() {
		s.page.host.Say(words.T("grade.recorded"))
	})
}
