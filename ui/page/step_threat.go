package page

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/threat"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// threatStep is the assessment on one page, top to bottom, with the log of the
// threat on the right.
type threatStep struct {
	page   *Product
	in     assessment
	kept   kept[assessment]
	chosen entry.ID
	root   *fyne.Container
	side   *fyne.Container
	offers map[string][]string // words of the source, by box
}

// assessment is the form as it is kept: of which threat it is.
type assessment struct {
	app.ThreatInput
	Threat entry.ID
}

func newThreatStep(p *Product) *threatStep {
	return &threatStep{page: p, kept: keptOf[assessment](p, app.FormThreat), root: container.NewStack(), side: container.NewStack()}
}

func (s *threatStep) current(v app.Product) *app.ThreatView {
	for i := range v.Threats {
		if v.Threats[i].T.ID == s.chosen {
			return &v.Threats[i]
		}
	}
	for i := range v.Threats {
		if v.Threats[i].T.Open() {
			return &v.Threats[i]
		}
	}
	if n := len(v.Threats); n > 0 {
		return &v.Threats[n-1]
	}
	return nil
}

func (s *threatStep) put(v app.Product, fresh bool) fyne.CanvasObject {
	t := s.current(v)
	if t == nil {
		raise := part.NewDanger(words.T("act.raise"), theme.WarningIcon(), s.page.raise)
		return part.Panel(part.Empty(words.T("threat.none"), words.T("threat.none.text"), raise))
	}
	if fresh || s.in.Threat != t.T.ID {
		s.begin(*t)
		s.build(*t)
		s.kept.back(func(in assessment) {
			if in.Threat == t.T.ID {
				s.in = in
				s.build(*t)
			}
		})
	}
	swap(s.side, s.aside(*t))
	return s.root
}

// begin is the form as it was recorded last.
func (s *threatStep) begin(t app.ThreatView) {
	s.in = assessment{Threat: t.T.ID, ThreatInput: app.ThreatInput{Real: t.T.Assessed.Real, Immediate: t.T.Assessed.Immediate, Identified: t.T.Assessed.Identified,
		Reasonable: t.T.Assessed.Reasonable, Level: t.T.Level, Options: append([]string(nil), t.T.Assessed.Options...), Words: t.Words}}
}

func answers() []part.Option {
	return []part.Option{{Code: "yes", Text: words.T("prompt.yes")}, {Code: "no", Text: words.T("prompt.no")}, {Code: "cannot_tell", Text: words.T("prompt.cannottell")}}
}

func (s *threatStep) build(t app.ThreatView) {
	s.offers = present.ThreatOffers(*s.page.p, s.in.Words)
	form := part.Stack(6)
	for _, f := range present.ThreatFields() {
		switch f.ID {
		case "if_warned":
			form.Add(s.questions())
		case "gathered":
			form.Add(s.options())
		}
		if f.Section != "" {
			form.Add(part.Inset(part.SubHeading(f.Section), 0, 4))
		}
		form.Add(s.box(f))
	}
	record := part.NewPrimary(words.T("threat.record"), theme.DocumentSaveIcon(), func() { s.record(t) })
	foot := part.Inset(container.NewHBox(record), 0, 4)
	left := part.Section(words.T("threat.assessment", present.When(s.page.host.Now(), t.T.RaisedAt)), nil,
		container.NewBorder(nil, foot, nil, nil, part.Scroller(part.Inset(form, 4, 0))))
	split := container.NewHSplit(left, s.side)
	split.Offset = 0.66
	swap(s.root, split)
}

func (s *threatStep) box(f present.ThreatField) fyne.CanvasObject {
	area := part.NewArea("", f.Rows)
	area.SetText(present.ThreatText(s.in.Words, f.ID))
	area.OnChanged = func(text string) { present.SetThreatText(&s.in.Words, f.ID, text); s.kept.keep(s.in) }
	return s.offered(f, area)
}

// offered is a box with the words of the source that it may want, each put in by
// one press. They are worked out once for a form, so that nothing moves while
// somebody types.
func (s *threatStep) offered(f present.ThreatField, area *part.Field) fyne.CanvasObject {
	list := s.offers[f.ID]
	if len(list) == 0 {
		return part.Labelled(f.Label, area)
	}
	rows := part.Stack(3, part.Labelled(f.Label, area))
	for at := 0; at < len(list); at += offersInRow {
		row := part.Side(5)
		if at == 0 {
			row = part.Side(5, part.Label(words.T("threat.offered")))
		}
		for _, o := range list[at:min(at+offersInRow, len(list))] {
			row.Add(part.NewFilter("+ "+present.Short(o), part.Accent, false, func() {
				if !strings.Contains(area.Value(), o) {
					area.SetText(present.WithOffer(area.Value(), o))
				}
			}))
		}
		rows.Add(row)
	}
	return rows
}

// offersInRow is how many offers fit beside each other in the smallest window.
const offersInRow = 3

func (s *threatStep) questions() fyne.CanvasObject {
	grid := container.NewGridWithColumns(2)
	for _, q := range []struct {
		text string
		code *intel.Answer
	}{
		{words.T("threat.real"), &s.in.Real}, {words.T("threat.immediate"), &s.in.Immediate},
		{words.T("threat.identified"), &s.in.Identified}, {words.T("threat.reasonable"), &s.in.Reasonable},
	} {
		grid.Add(part.Labelled(q.text, part.NewAnswers(answers(), string(*q.code), func(c string) { *q.code = intel.Answer(c); s.kept.keep(s.in) })))
	}
	var levels []part.Option
	for _, l := range threat.Levels() {
		levels = append(levels, part.Option{Code: l, Text: words.Of("level", l)})
	}
	level := part.Labelled(words.T("threat.level"), part.NewAnswers(levels, s.in.Level, func(c string) { s.in.Level = c; s.kept.keep(s.in) }))
	return part.Stack(8, part.Inset(part.SubHeading(words.T("threat.law")), 0, 4), grid, level)
}

func (s *threatStep) options() fyne.CanvasObject {
	grid := container.NewGridWithColumns(2)
	for _, o := range threat.Options() {
		on := false
		for _, c := range s.in.Options {
			on = on || c == o.Code
		}
		grid.Add(part.NewTick(o.Name, on, func(v bool) {
			s.in.Options = without(s.in.Options, o.Code)
			if v {
				s.in.Options = append(s.in.Options, o.Code)
				if o.Ask != "" {
					s.page.host.Say(o.Ask)
				}
			}
			s.kept.keep(s.in)
		}))
	}
	return part.Stack(4, part.Inset(part.SubHeading(words.T("threat.options")), 0, 4), grid)
}

func without(list []string, s string) []string {
	var out []string
	for _, x := range list {
		if x != s {
			out = append(out, x)
		}
	}
	return out
}

func (s *threatStep) record(t app.ThreatView) {
	in := s.in.ThreatInput
	s.page.do(s.kept.until(func(ctx context.Context) error { return s.page.desk.Assess(ctx, s.page.item, t.T.ID, in) }), func() {
		s.page.host.Say(words.T("threat.recorded"))
	})
}

// aside says who owns it, what is next, and its log.
func (s *threatStep) aside(t app.ThreatView) fyne.CanvasObject {
	now := s.page.host.Now()
	owner := t.Owner
	tone_ := part.Settled
	if owner == "" {
		owner, tone_ = words.T("threat.noowner"), part.Danger
	}
	c := present.Clock(now, t.Due)
	head := part.Stack(4, chipsOf([]present.Word{{Text: words.Of("threatstate", string(t.T.State)), Tone: present.Accent}, {Text: owner, Tone: present.Tone(tone_)}}),
		part.Prose(t.Next, style.Ink))
	if !t.Due.IsZero() {
		head.Add(part.NewClockBar(c.Text, present.Run(t.T.RaisedAt, now, t.Due), tone(c.Tone)))
	}
	acts := part.Stack(4)
	if t.T.Open() {
		if !t.T.Owned() || t.T.OwnedOf < t.T.Version {
			acts.Add(part.NewDanger(words.T("threat.accept"), theme.ConfirmIcon(), func() { s.accept(t) }))
		}
		acts.Add(part.NewButton(words.T("threat.did"), nil, func() { s.acted(t) }))
		acts.Add(part.NewButton(words.T("threat.review"), nil, func() { s.review(t) }))
		acts.Add(part.NewButton(words.T("threat.close"), nil, func() { s.shut(t) }))
	}
	log := part.Stack(-6)
	for i := len(t.Log) - 1; i >= 0; i-- {
		log.Add(part.Small(present.LogRow(now, t.Log[i]), style.Muted))
	}
	return part.Section(words.T("threat.log"), nil, container.NewBorder(part.Stack(10, head, acts, part.Label(words.T("source.history"))), nil, nil, nil, part.Scroller(log)))
}

func (s *threatStep) accept(t app.ThreatView) {
	s.page.host.Ask().Confirm(words.T("threat.accept.title"), words.T("threat.accept.text"), words.T("threat.accept"), func() {
		s.page.do(func(ctx context.Context) error { return s.page.desk.AcceptThreat(ctx, s.page.item, t.T.ID) }, nil)
	})
}

func (s *threatStep) acted(t app.ThreatView) {
	var opts []part.Option
	for _, o := range threat.Options() {
		opts = append(opts, part.Option{Code: o.Code, Text: o.Name})
	}
	first := ""
	if len(t.T.Assessed.Options) > 0 {
		first = t.T.Assessed.Options[0]
	}
	s.noted(words.T("threat.did"), words.T("threat.did.what"), opts, first, func(ctx context.Context, code, what string) error {
		return s.page.desk.ActOnThreat(ctx, s.page.item, t.T.ID, code, what)
	})
}

func (s *threatStep) review(t app.ThreatView) {
	var opts []part.Option
	for _, l := range threat.Levels() {
		opts = append(opts, part.Option{Code: l, Text: words.Of("level", l)})
	}
	s.noted(words.T("threat.review"), words.T("threat.review.why"), opts, t.T.Level, func(ctx context.Context, code, what string) error {
		return s.page.desk.ReviewThreat(ctx, s.page.item, t.T.ID, code, what)
	})
}

func (s *threatStep) noted(title, label string, opts []part.Option, first string, verb func(ctx context.Context, code, what string) error) {
	choice := part.NewChoice(words.T("choose"), first, opts, nil)
	area := part.NewArea("", 4)
	ready := func() string {
		if choice.Code() == "" || area.Value() == "" {
			return words.T("ask.fill")
		}
		return ""
	}
	askForm(s.page.host, title, title, part.Stack(8, choice, part.Labelled(label, area)), area, fyne.NewSize(520, 320), ready, func() {
		code, what := choice.Code(), area.Value()
		s.page.do(func(ctx context.Context) error { return verb(ctx, code, what) }, nil)
	})
}

func (s *threatStep) shut(t app.ThreatView) {
	s.page.host.Ask().Reason(words.T("threat.close.title"), words.T("threat.close.text"), words.T("threat.close.why"), words.T("threat.close"), true, func(why string) {
		s.page.do(func(ctx context.Context) error { return s.page.desk.CloseThreat(ctx, s.page.item, t.T.ID, why) }, nil)
	})
}
