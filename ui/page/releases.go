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

// Releases says who has which copy, and whether they said so.
type Releases struct {
	host Host
	desk present.ReleasesDesk
	all  []app.ReleaseView // everything
	some []app.ReleaseView // what the filter keeps
	pick present.ReleaseFilter
	at   int
	who  *fyne.Container
	list *part.Rows
	box  *fyne.Container
	main *fyne.Container
	root fyne.CanvasObject
}

// NewReleases makes the page.
func NewReleases(h Host, d present.ReleasesDesk) *Releases {
	r := &Releases{host: h, desk: d, at: -1}
	r.list = part.NewRows(func(i int) { r.at = i; r.draw() }, func(i int) { r.goItem() })
	r.box, r.main, r.who = container.NewStack(), container.NewStack(), container.NewStack()
	late := part.NewTick(words.T("releases.overdue"), false, func(on bool) { r.pick.Overdue = on; r.narrow() })
	filter := container.NewBorder(nil, nil, nil, late, r.who)
	split := container.NewHSplit(part.Section(words.T("releases.title"), nil, container.NewBorder(part.Inset(filter, 0, 2), nil, nil, nil, r.box)), r.main)
	split.Offset = 0.38
	r.root = split
	return r
}

// Object implements Page.
func (r *Releases) Object() fyne.CanvasObject { return r.root }

// First implements Page.
func (r *Releases) First() fyne.Focusable { return r.list }

// Leave implements Page.
func (r *Releases) Leave() {}

// Show implements Page.
func (r *Releases) Show(Route) { r.Refresh() }

// Refresh implements Page.
func (r *Releases) Refresh() {
	fetch(r.host, "releases", "list", func(context.Context) ([]app.ReleaseView, error) { return r.desk.Releases(), nil }, func(v []app.ReleaseView) {
		r.all = v
		r.drawFilter()
		r.narrow()
	})
}

// drawFilter offers everybody who has a copy.
func (r *Releases) drawFilter() {
	opts := []part.Option{{Code: "-", Text: words.T("releases.everybody")}}
	for _, name := range present.RecipientsOf(r.all) {
		opts = append(opts, part.Option{Code: name, Text: name})
	}
	on := r.pick.Recipient
	if on == "" {
		on = "-"
	}
	swap(r.who, part.NewChoice(words.T("releases.everybody"), on, opts, func(c string) { r.pick.Recipient = plain(c); r.narrow() }))
}

// narrow shows the releases that the filter keeps.
func (r *Releases) narrow() {
	now := r.host.Now()
	r.some = nil
	var rows []part.Row
	for _, x := range r.all {
		if r.pick.Keeps(now, x) {
			r.some = append(r.some, x)
			rows = append(rows, rowOf(present.ReleaseRow(now, x)))
		}
	}
	if r.at >= len(rows) || r.at < 0 {
		r.at = 0
	}
	r.list.Set(rows, r.at)
	switch {
	case len(r.all) == 0:
		swap(r.box, part.Empty(words.T("releases.none"), words.T("releases.none.text"), nil))
	case len(rows) == 0:
		swap(r.box, part.Empty(words.T("releases.nonekept"), words.T("releases.nonekept.text"), nil))
	default:
		swap(r.box, r.list)
	}
	r.draw()
}

func (r *Releases) goItem() {
	if r.at >= 0 && r.at < len(r.some) {
		r.host.Go(Route{Page: "product", Item: r.some[r.at].Item, Step: "release"})
	}
}

func (r *Releases) draw() {
	if r.at < 0 || r.at >= len(r.some) {
		swap(r.main, part.Panel(part.Empty(words.T("releases.choose"), "", nil)))
		return
	}
	v, now := r.some[r.at], r.host.Now()
	head := container.NewHBox(part.Line(v.Ref, theme.SizeNameHeadingText, style.Ink, true), chipsOf([]present.Word{present.StatusWord(v)}))
	facts := part.Facts([2]string{words.T("releases.item"), v.ItemRef}, [2]string{words.T("releases.by"), v.SubmittedBy + ", " + present.When(now, v.SubmittedAt)},
		[2]string{words.T("releases.approved"), v.ApprovedBy}, [2]string{words.T("releases.sent"), present.When(now, v.SentAt)}, [2]string{words.T("releases.decision"), v.Decision})
	box := part.Stack(6)
	for _, c := range v.Copies {
		text, state := present.CopyLine(now, v.SentAt, c)
		chip := part.NewChip(state.Text, tone(state.Tone))
		right := part.Side(6, chip)
		if !v.SentAt.IsZero() && c.Acknowledged.IsZero() {
			right = part.Side(6, chip, part.NewButton(words.T("releases.ack"), nil, func() {
				done(r.host, "record", func(ctx context.Context) error { return r.desk.Acknowledge(ctx, v.Release, c.No) }, r.Refresh)
			}))
		}
		box.Add(part.NewSheet(part.Neutral, container.NewBorder(nil, nil, nil, right, part.Prose(text, style.Ink)), nil))
	}
	if len(v.Copies) == 0 {
		box.Add(part.Small(words.T("releases.nocopies"), style.Muted))
	}
	acts := container.NewHBox(part.NewButton(words.T("releases.open"), nil, r.goItem))
	if v.Status == "approved" {
		acts.Add(part.NewPrimary(words.T("release.dispatch"), theme.MailSendIcon(), func() { dispatch(r.host, r.desk, v, r.Refresh) }))
	}
	if v.Status == "sent" && !v.Emergency {
		acts.Add(part.NewButton(words.T("releases.again"), theme.ViewRefreshIcon(), func() { dispatch(r.host, r.desk, v, r.Refresh) }))
	}
	swap(r.main, part.Panel(container.NewBorder(part.Stack(6, head, facts, part.Label(words.T("releases.copies"))), acts, nil, nil, part.Scroller(box))))
}

// Rune implements Page.
func (r *Releases) Rune(c rune) bool {
	switch c {
	case 'j':
		r.list.Step(1)
	case 'k':
		r.list.Step(-1)
	default:
		return false
	}
	return true
}

// Key implements Page.
func (r *Releases) Key(*fyne.KeyEvent) bool { return false }
