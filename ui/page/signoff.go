package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/report"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// SignOff answers "may this leave, and did they do it properly?".
type SignOff struct {
	host    Host
	desk    present.SignOffDesk
	s       present.SignOff
	waiting []app.ReleaseView
	want    entry.ID
	laid    entry.ID // whose pages are laid out
	view    string   // "report", "text", "difference", "changes", "residues"
	residue present.Draft

	list    *part.Rows
	listBox *fyne.Container
	main    *fyne.Container
	side    *fyne.Container
	foot    *fyne.Container
	paper   *part.Paper
	report  *part.TextPane
	source  *part.Source
	draft   *part.TextPane
	finds   *part.FindingList
	root    fyne.CanvasObject
}

// NewSignOff makes the page.
func NewSignOff(h Host, d present.SignOffDesk) *SignOff {
	s := &SignOff{host: h, desk: d, view: "report"}
	s.list = part.NewRows(nil, s.open)
	s.list.OnKey = s.turn
	s.listBox, s.main, s.side, s.foot = container.NewStack(), container.NewStack(), container.NewStack(), container.NewStack()
	s.report, s.source, s.draft = part.NewTextPane(true, 6), part.NewSource(), part.NewTextPane(true, 4)
	s.paper = part.NewPaper(report.PageWidth, report.PageHeight, face(false), face(true))
	s.finds = part.NewFindingList(func(i int) { s.residue.Choose(i); s.drawMain() })
	s.hear()
	left := part.Section(words.T("signoff.waiting"), nil, s.listBox)
	inner := container.NewHSplit(s.main, s.side)
	inner.Offset = 0.66
	split := container.NewHSplit(left, inner)
	split.Offset = 0.22
	s.root = container.NewBorder(nil, s.foot, nil, nil, split)
	return s
}

// Object implements Page.
func (s *SignOff) Object() fyne.CanvasObject { return s.root }

// First implements Page.
func (s *SignOff) First() fyne.Focusable { return s.list }

// Leave implements Page.
func (s *SignOff) Leave() {}

// Show implements Page.
func (s *SignOff) Show(r Route) {
	s.want = r.Release
	s.Refresh()
}

// Refresh implements Page.
func (s *SignOff) Refresh() {
	fetch(s.host, "signoff", "list", func(context.Context) ([]app.ReleaseView, error) { return s.desk.Waiting(), nil }, func(v []app.ReleaseView) {
		s.waiting = v
		s.drawList()
		if s.want != "" {
			for i, w := range v {
				if w.Release == s.want {
					s.want = ""
					s.open(i)
					return
				}
			}
			s.want = ""
		}
		s.drawMain()
	})
}

func (s *SignOff) drawList() {
	var rows []part.Row
	chosen := -1
	for i, w := range s.waiting {
		rows = append(rows, rowOf(present.WaitingRow(s.host.Now(), w)))
		if o := s.s.Opened(); o != nil && o.Release == w.Release {
			chosen = i
		}
	}
	if chosen < 0 && len(rows) > 0 {
		chosen = min(max(s.list.Chosen(), 0), len(rows)-1) // Enter opens it
	}
	s.list.Set(rows, chosen)
	if len(rows) == 0 {
		swap(s.listBox, part.Empty(words.T("signoff.none"), "", nil))
		return
	}
	swap(s.listBox, s.list)
}

// open journals the views, then shows report, source and assessment.
func (s *SignOff) open(i int) {
	w := s.waiting[i]
	if w.Emergency {
		s.openEmergency(w)
		return
	}
	act(s.host, "open", func(ctx context.Context) (app.SignOff, error) { return s.desk.OpenSubmission(ctx, w.Release) }, func(v app.SignOff) {
		s.s.Again(v)
		s.drawMain()
	})
}

func (s *SignOff) drawMain() {
	o := s.s.Opened()
	if o == nil {
		swap(s.main, part.Panel(part.Empty(words.T("signoff.choose"), words.T("signoff.choose.text"), nil)))
		swap(s.side, part.Panel(part.Gap(1)))
		swap(s.foot, part.Gap(1))
		return
	}
	s.report.OnEnd, s.paper.OnEnd = nil, nil
	s.drawReport(*o)
	s.drawSide()
	s.drawFoot(*o)
	s.host.Relay() // the report has its final height before it can count as read
	ended := func() {
		if (s.view == "report" || s.view == "text") && !s.seen("read") {
			s.s.ReadToEnd()
			s.drawSide()
			s.drawFoot(*o)
		}
	}
	s.report.OnEnd, s.paper.OnEnd = ended, ended
	s.report.Refresh()
	s.paper.Object().Refresh()
}

func (s *SignOff) seen(id string) bool {
	for _, a := range s.s.Attend() {
		if a.ID == id {
			return a.Seen
		}
	}
	return false
}

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

func (s *SignOff) drawSide() {
	box := part.Stack(4)
	for _, r := range s.s.Opened().Refusals {
		box.Add(part.NewSheet(part.Danger, part.Prose(r.Words, style.Danger), nil))
	}
	var lines []part.Attend
	for _, a := range s.s.Attend() {
		lines = append(lines, part.Attend{ID: a.ID, Text: a.Text, Warn: a.Warn, Seen: a.Seen})
	}
	box.Add(part.AttendTo(lines, s.look))
	swap(s.side, part.Section(words.T("signoff.attend"), nil, part.Scroller(box)))
}

// look ticks a line off, with what stands behind it on the screen.
func (s *SignOff) look(id string) {
	if id == "read" {
		s.view = "report"
		s.drawMain()
		return
	}
	s.s.Look(id)
	if id == "residues" {
		s.view = "residues"
		s.drawMain()
		return
	}
	if id == "changed" {
		s.view = "changes"
		s.drawMain()
		return
	}
	if text := s.s.Detail(id); text != "" {
		title := ""
		for _, a := range s.s.Attend() {
			if a.ID == id {
				title = a.Text
			}
		}
		s.host.Ask().Tell(title, text)
	}
	s.drawSide()
	s.drawFoot(*s.s.Opened())
}

func (s *SignOff) drawFoot(o app.SignOff) {
	left := part.Side(6, part.NewButton(words.T("signoff.return"), theme.NavigateBackIcon(), s.giveBack), part.NewDanger(words.T("signoff.refuse"), theme.CancelIcon(), s.refuse))
	if o.Status == "approved" {
		send := part.NewPrimary(words.T("release.dispatch"), theme.MailSendIcon(), func() {
			dispatch(s.host, s.desk, o.ReleaseView, func() { s.s.Close(); s.Refresh() })
		})
		swap(s.foot, part.Inset(container.NewBorder(nil, nil, nil, part.Side(6, send), nil), 4, 4))
		return
	}
	approve := part.NewPrimary(words.T("signoff.approve"), theme.ConfirmIcon(), s.approve)
	why := s.s.Ready()
	part.Enable(approve, why == "")
	note := part.NewCut(why, theme.SizeNameCaptionText, style.Due, true)
	mid := part.Stack(8, part.Gap(1), note)
	swap(s.foot, part.Inset(container.NewBorder(nil, nil, left, part.Side(6, approve), part.Inset(mid, 10, 0)), 4, 4))
}

func (s *SignOff) approve() {
	o := s.s.Opened()
	if o == nil || s.s.Ready() != "" {
		return
	}
	s.host.Ask().Secret(words.T("signoff.approve.title", o.Ref), s.s.Naming(), words.T("unlock.passphrase"), words.T("signoff.sign"), func(secret []byte) {
		done(s.host, "sign", func(ctx context.Context) error {
			defer clear(secret)
			return s.desk.Approve(ctx, o.Release, secret)
		}, func() { s.over(words.T("signoff.approved", o.Ref)) })
	})
}

func (s *SignOff) over(text string) {
	s.s.Close()
	s.laid = ""
	s.host.Say(text)
	s.Refresh()
}

func (s *SignOff) giveBack() {
	o := s.s.Opened()
	s.host.Ask().Reason(words.T("signoff.return.title", o.Ref), words.T("signoff.return.text"), words.T("signoff.reason"), words.T("signoff.return"), false, func(why string) {
		done(s.host, "record", func(ctx context.Context) error { return s.desk.Return(ctx, o.Release, why) }, func() { s.over(words.T("signoff.returned", o.Ref)) })
	})
}

func (s *SignOff) refuse() {
	o := s.s.Opened()
	s.host.Ask().Reason(words.T("signoff.refuse.title", o.Ref), words.T("signoff.refuse.text"), words.T("signoff.reason"), words.T("signoff.refuse"), true, func(why string) {
		done(s.host, "record", func(ctx context.Context) error { return s.desk.Refuse(ctx, o.Release, why) }, func() { s.over(words.T("signoff.refused", o.Ref)) })
	})
}

// openEmergency shows what was said on the emergency route, for the decision
// that comes after it.
func (s *SignOff) openEmergency(w app.ReleaseView) {
	act(s.host, "open", func(ctx context.Context) (release.EmergencyWords, error) {
		return s.desk.OpenEmergency(ctx, w.Item, w.Release)
	}, func(e release.EmergencyWords) {
		area := part.NewArea("", 3)
		verdict := part.NewChoice(words.T("choose"), "", []part.Option{{Code: "yes", Text: words.T("emergency.endorse")}, {Code: "no", Text: words.T("emergency.notendorse")}}, nil)
		ready := func() string { // neither answer is given for them
			if verdict.Code() == "" {
				return words.T("emergency.verdict")
			}
			return filled(area)()
		}
		body := part.Stack(6, part.Facts(
			[2]string{words.T("emergency.to"), e.Recipient}, [2]string{words.T("emergency.words"), e.Words},
			[2]string{words.T("emergency.why"), e.Why}, [2]string{words.T("emergency.tried"), e.Unreachable},
			[2]string{words.T("emergency.by"), w.SubmittedBy}, [2]string{words.T("emergency.at"), present.When(s.host.Now(), w.SentAt)}),
			part.Labelled(words.T("emergency.verdict"), verdict), part.Labelled(words.T("emergency.found"), area))
		askForm(s.host, words.T("emergency.sign.title", w.ItemRef), words.T("emergency.sign"), body, area, fyne.NewSize(600, 540), ready, func() {
			ok, why := verdict.Code() == "yes", area.Value()
			done(s.host, "record", func(ctx context.Context) error { return s.desk.EmergencySign(ctx, w.Item, w.Release, ok, why) }, s.Refresh)
		})
	})
}

// Rune implements Page.
func (s *SignOff) Rune(r rune) bool {
	switch r {
	case 'j':
		s.list.Step(1)
	case 'k':
		s.list.Step(-1)
	case 'n', 'p':
		if s.view != "residues" {
			return false
		}
		s.residue.Step(map[rune]int{'n': 1, 'p': -1}[r])
		s.drawMain()
	case 's':
		if s.view != "residues" {
			return false
		}
		s.setAside()
	default:
		return false
	}
	return true
}

// Key implements Page.
func (s *SignOff) Key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		s.list.Open()
	default:
		return s.turn(k)
	}
	return true
}

// turn moves through the pages of the report.
func (s *SignOff) turn(k *fyne.KeyEvent) bool {
	if s.s.Opened() == nil || s.view != "report" || (k.Name != fyne.KeyPageDown && k.Name != fyne.KeyPageUp) {
		return false
	}
	s.paper.Page(k.Name == fyne.KeyPageDown)
	return true
}
