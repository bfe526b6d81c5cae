package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Search is one field; hits are neutral lines with the reason they matched,
// and opening one is a view.
type Search struct {
	host  Host
	desk  present.SearchDesk
	field *part.Field
	list  *part.Rows
	hits  []app.HitView
	box   *fyne.Container
	count *part.Chip
	note  *part.Cut
	root  fyne.CanvasObject
}

// NewSearch makes the page.
func NewSearch(h Host, d present.SearchDesk) *Search {
	s := &Search{host: h, desk: d}
	s.field = part.NewField(words.T("search.hint"))
	s.field.OnSubmitted = func(string) { s.run() }
	s.list = part.NewRows(nil, func(i int) { h.Go(Route{Page: "triage", Item: s.hits[i].Item}) })
	s.count = part.NewChip("", part.Neutral)
	s.count.Hide()
	s.box = container.NewStack(part.Empty(words.T("search.begin"), words.T("search.begin.text"), nil))
	find := part.NewPrimary(words.T("search.find"), theme.SearchIcon(), s.run)
	s.note = part.NewCut(words.T("search.note"), theme.SizeNameCaptionText, style.Muted, false)
	head := part.Stack(4, container.NewBorder(nil, nil, nil, part.Side(6, s.count, find), s.field), s.note)
	s.root = part.Panel(container.NewBorder(part.Inset(head, 0, 4), nil, nil, nil, s.box))
	return s
}

// Object implements Page.
func (s *Search) Object() fyne.CanvasObject { return s.root }

// First implements Page.
func (s *Search) First() fyne.Focusable { return s.field }

// Leave implements Page.
func (s *Search) Leave() {}

// Show implements Page.
func (s *Search) Show(Route) {}

// Refresh implements Page: hits stay as they were found; looking again would
// be another search, on the record.
func (s *Search) Refresh() {}

// run journals the query before hits appear.
func (s *Search) run() {
	q := s.field.Value()
	if q == "" {
		return
	}
	fetch(s.host, "search", "search", func(ctx context.Context) ([]app.HitView, error) { return s.desk.Search(ctx, q) }, func(hits []app.HitView) {
		s.hits = hits
		count, most := present.HitCount(len(hits), s.desk.Status().Unread)
		s.count.Set(count.Text, tone(count.Tone))
		s.count.Show()
		if most == "" {
			most = words.T("search.note")
		}
		s.note.SetText(most)
		if len(hits) == 0 {
			swap(s.box, part.Empty(words.T("search.none"), words.T("search.none.text"), nil))
			return
		}
		var rows []part.Row
		for _, h := range hits {
			rows = append(rows, rowOf(present.HitRow(s.host.Now(), h)))
		}
		s.list.Set(rows, 0)
		swap(s.box, s.list)
		s.host.Focus(s.list)
	})
}

// Rune implements Page.
func (s *Search) Rune(r rune) bool {
	if r == '/' {
		s.host.Focus(s.field)
		return true
	}
	return false
}

// Key implements Page.
func (s *Search) Key(*fyne.KeyEvent) bool { return false }
