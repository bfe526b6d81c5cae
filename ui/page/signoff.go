package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/entry"
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
