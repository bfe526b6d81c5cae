package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"corridor/app"
	"corridor/app/intel"
	"corridor/app/report"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// drawReport shows the submission as the view chosen has it.
func (s *SignOff) drawReport(o app.SignOff) {
	tabs := part.Side(5)
	views := []string{"report", "text", "difference", "residues"}
	if len(o.Changes) > 0 {
		views = append(views, "changes")
	} else if s.view == "changes" {
		s.view = "report"
	}
	for _, v := range views {
		tabs.Add(part.NewFilter(words.Of("signoffview", v), part.Accent, v == s.view, func() { s.view = v; s.drawMain() }))
	}
	title := o.Ref
	switch {
	case s.view == "report" && len(o.Pages) > 0:
		s.drawPages(o)
		swap(s.main, part.Section(title, tabs, s.paper.Object()))
	case s.view == "report" || s.view == "text":
		s.report.Put(o.Report, nil)
		swap(s.main, part.Section(title, tabs, s.report))
	case s.view == "residues":
		swap(s.main, part.Section(title, tabs, s.drawResidues(o)))
	case s.view == "changes":
		swap(s.main, part.Section(title, tabs, drawChanges(o.Changes)))
	default:
		source, _ := present.SourceText(o.Product.Reading)
		stayed, added := present.Diff(source, o.Product.Draft.Body)
		s.source.Put(source, spansOf(stayed))
		s.draft.Put(o.Product.Draft.Body, spansOf(added))
		split := container.NewVSplit(container.NewBorder(part.Label(words.T("signoff.stayed")), nil, nil, nil, s.source.Object()),
			container.NewBorder(part.Label(words.T("signoff.added")), nil, nil, nil, s.draft))
		swap(s.main, part.Section(title, tabs, split))
	}
}

// drawChanges shows what the text was and what became of it, side by side, with
// the words lit that are in one of them alone.
func drawChanges(changes []app.Change) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, c := range changes {
		d := present.Compare(c.Older, c.Newer)
		older, newer := part.NewSource(), part.NewSource()
		older.Put(d.Older, spansOf(d.Gone))
		newer.Put(d.Newer, spansOf(d.Added))
		head := part.Stack(-4, part.Label(words.T("signoff.changed", c.Words)), part.Small(d.Line, style.Muted))
		rows = append(rows, container.NewBorder(head, nil, nil, nil, part.Columns(older.Object(), newer.Object())))
	}
	if len(rows) == 1 {
		return rows[0]
	}
	return container.NewVSplit(rows[0], rows[1])
}

// drawPages shows the pages of the PDF, once for a submission: what was
// scrolled to stays there.
func (s *SignOff) drawPages(o app.SignOff) {
	if s.laid == o.Release {
		return
	}
	s.laid = o.Release
	pages := make([][]part.Run, len(o.Pages))
	for i, p := range o.Pages {
		for _, r := range p {
			pages[i] = append(pages[i], part.Run(r))
		}
	}
	s.paper.Put(pages)
}

// face is the typeface of the pages; without it they are shown in the desk's.
func face(bold bool) fyne.Resource {
	b, err := report.Font(bold)
	if err != nil {
		return nil
	}
	name := "report.ttf"
	if bold {
		name = "report-bold.ttf"
	}
	return fyne.NewStaticResource(name, b)
}

// drawResidues lists what was found between source and report, and how each
// was settled; the one chosen is lit in both.
func (s *SignOff) drawResidues(o app.SignOff) fyne.CanvasObject {
	s.residue.Put(o.Product.Draft, o.Findings)
	v := s.residue.View()
	rows := make([]part.Finding, len(v.Findings))
	for i, f := range v.Findings {
		rows[i] = part.Finding{Key: f.Key, Text: f.Text, Why: f.Why, State: f.State, Tone: tone(f.Tone)}
	}
	s.finds.Set(rows, v.Chosen)
	source, _ := present.SourceText(o.Product.Reading)
	s.source.Put(source, nil)
	s.draft.Put(o.Product.Draft.Body, nil)
	lightBoth(&s.residue, nil, s.source, s.draft)
	c := s.residue.Chosen()
	if c != nil {
		s.finds.Choose(v.Chosen)
		if c.Field == "body" {
			s.draft.Place(c.Start)
		}
		if c.Source.End > 0 {
			s.source.Place(c.Source.Start)
		}
	}
	aside := part.NewButton(words.T("signoff.aside"), nil, s.setAside)
	part.Enable(aside, c != nil && c.Block && !c.Settled && o.Status == "waiting")
	foot := container.NewBorder(nil, nil, part.NewChip(v.Bar, tone(v.BarTone)), aside)
	list := s.finds.Object()
	if len(rows) == 0 {
		list = part.Empty(words.T("signoff.noresidue"), words.T("signoff.noresidue.text"), nil)
	}
	texts := container.NewHSplit(container.NewBorder(part.Label(words.T("draft.source")), nil, nil, nil, s.source.Object()),
		container.NewBorder(part.Label(words.T("draft.draft")), nil, nil, nil, s.draft))
	split := container.NewVSplit(texts, list)
	split.Offset = 0.45
	return container.NewBorder(nil, part.Inset(foot, 0, 4), nil, nil, split)
}

// hear has words chosen by hand, or pointed at, light their twins while the
// residues are shown.
func (s *SignOff) hear() {
	place := func(choose func(offset int) bool) func(int) {
		return func(off int) {
			if s.view == "residues" && choose(off) {
				s.drawMain()
			}
		}
	}
	over := func(field string) func(int) {
		return func(off int) {
			if s.view == "residues" {
				lightBoth(&s.residue, s.residue.At(field, off), s.source, s.draft)
			}
		}
	}
	s.draft.OnPlace, s.draft.OnOver = place(func(off int) bool { return s.residue.ChooseAt("body", off) }), over("body")
	s.source.Hear(place(s.residue.ChooseIn), over(""))
}

// setAside lets one blocking residue stay, by the supervisor, with a reason.
func (s *SignOff) setAside() {
	o, c := s.s.Opened(), s.residue.Chosen()
	if o == nil || c == nil || c.Settled || !c.Block {
		return
	}
	key, item, id := c.Key, o.Item, o.Release
	s.host.Ask().Reason(words.T("draft.aside.title"), "“"+c.Text+"”\n"+c.Why, words.T("draft.keep.reason"), words.T("signoff.aside.verb"), true, func(reason string) {
		act(s.host, "record", func(ctx context.Context) (app.SignOff, error) {
			if err := s.desk.Settle(ctx, item, key, intel.SettleAside, reason); err != nil {
				return app.SignOff{}, err
			}
			return s.desk.OpenSubmission(ctx, id)
		}, func(v app.SignOff) { s.s.Again(v); s.drawMain() })
	})
}
