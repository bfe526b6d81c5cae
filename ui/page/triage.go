package page

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Triage answers "what must I do first?": the list in order of danger, and
// the item looked at. Nothing shows text before it is opened.
type Triage struct {
	host    Host
	p       *present.Triage
	search  *part.Field
	filters *fyne.Container
	list    *part.Rows
	listBox *fyne.Container
	item    *fyne.Container
	reading *reading
	root    fyne.CanvasObject
	batch   *fyne.Container // how the last batch of files stands
}

// NewTriage makes the page; receive begins receiving a file, folder one that
// holds many.
func NewTriage(h Host, d present.TriageDesk, receive, folder func()) *Triage {
	t := &Triage{host: h, p: present.NewTriage(d, h.Now)}
	t.search = part.NewField(words.T("triage.search"))
	t.search.OnChanged = func(s string) { t.p.SetQuery(s); t.draw() }
	t.filters = part.Side(5)
	t.list = part.NewRows(func(i int) { t.p.Choose(i); t.drawItem() }, func(int) { t.open() })
	t.listBox = container.NewStack(t.list)
	t.item = container.NewStack()
	t.reading = newReading(h, d, t.answer, t.rest)
	take := part.NewButton(words.T("triage.receive"), theme.ContentAddIcon(), receive)
	many := part.NewButton("", theme.FolderIcon(), folder)
	t.batch = part.Stack(0)
	t.batch.Hide()
	head := part.Stack(6, container.NewBorder(nil, nil, nil, part.Side(2, take, many), t.search), t.batch, container.NewHScroll(t.filters))
	left := part.Panel(container.NewBorder(part.Inset(head, 0, 2), nil, nil, nil, t.listBox))
	split := container.NewHSplit(left, t.item)
	split.Offset = 0.31
	t.root = split
	return t
}

// Object implements Page.
func (t *Triage) Object() fyne.CanvasObject { return t.root }

// First implements Page.
func (t *Triage) First() fyne.Focusable { return t.list }

// Leave implements Page.
func (t *Triage) Leave() {}

// Show implements Page.
func (t *Triage) Show(r Route) {
	if r.Item != "" {
		t.p.ChooseItem(r.Item)
	}
	if r.Step != "" {
		t.p.SetFilter(present.Filter(r.Step))
	}
	t.Refresh()
}

// Refresh implements Page.
func (t *Triage) Refresh() {
	fetch(t.host, "triage", "list", func(context.Context) ([]app.Head, error) { return t.p.List(), nil }, func(h []app.Head) {
		t.p.Put(h)
		t.draw()
	})
}

func (t *Triage) draw() {
	v := t.p.View()
	if v.Chosen < 0 && v.Count > 0 && t.p.Chosen() == "" {
		t.p.Choose(0)
		v = t.p.View()
	}
	t.filters.Objects = nil
	for _, f := range v.Filters {
		t.filters.Add(part.NewFilter(f.Text, tone(f.Tone), f.On, func() { t.p.SetFilter(f.ID); t.draw() }))
	}
	t.filters.Refresh()
	t.list.Source(v.Count, func(i int) part.Row { return rowOf(t.p.Row(i)) }, v.Chosen)
	if v.Empty != "" {
		swap(t.listBox, part.Empty(words.T("triage.empty"), v.Empty, nil))
	} else {
		swap(t.listBox, t.list)
	}
	t.drawItem()
}

func (t *Triage) drawItem() {
	v := t.p.View()
	switch {
	case v.Header == nil:
		swap(t.item, part.Panel(part.Empty(words.T("triage.choose"), words.T("triage.choose.text"), nil)))
	case t.p.Opened() != nil:
		t.reading.put(present.Read(*t.p.Opened()))
		swap(t.item, container.NewBorder(t.header(v), nil, nil, nil, t.reading.root))
	default:
		open := part.NewPrimary(words.T("triage.open"), theme.FolderOpenIcon(), t.open)
		body := part.Empty(words.T("triage.shut", v.Header.Title), words.T("triage.shut.text"), open)
		swap(t.item, container.NewBorder(t.header(v), nil, nil, nil, part.Panel(body)))
	}
}

func (t *Triage) header(v present.TriageView) fyne.CanvasObject {
	right := part.Side(6)
	if v.Opened {
		right.Add(part.NewDanger(words.T("act.raise"), theme.WarningIcon(), t.raise))
		right.Add(part.NewPrimary(words.T("act.work"), theme.NavigateNextIcon(), t.work))
	}
	head := itemHeader(*v.Header, right)
	if v.Hidden == "" {
		return head
	}
	widen := part.NewQuiet(words.T("triage.widen"), nil, t.widen)
	return part.Stack(0, head, part.Card(part.Due, container.NewBorder(nil, nil, nil, part.Side(0, widen), part.Small(v.Hidden, style.Ink))))
}

// widen shows every item, with the one looked at among them.
func (t *Triage) widen() {
	t.p.Widen()
	changed := t.search.OnChanged
	t.search.OnChanged = nil
	t.search.SetText("")
	t.search.OnChanged = changed
	t.draw()
}

// SetBatch shows how a batch of files stands; tapping it tells more. nil shows
// none.
func (t *Triage) SetBatch(b *Batch) {
	if b == nil {
		t.batch.Hide()
		t.host.Relay()
		return
	}
	shade := part.Settled
	switch {
	case b.Running():
		shade = part.Accent
	case b.CutShort():
		shade = part.Due
	}
	t.batch.Objects = []fyne.CanvasObject{container.NewHBox(part.NewFilter(b.Line(), shade, false, b.Open))}
	t.batch.Show()
	t.host.Relay()
}

// itemHeader is the head of an item, on every page that shows one.
func itemHeader(h present.HeaderView, right fyne.CanvasObject) fyne.CanvasObject {
	ref := part.Line(h.Title, theme.SizeNameHeadingText, "corridorInk", true)
	line := container.NewHBox(ref, chipsOf(h.Words), layout.NewSpacer())
	below := part.Caption(h.Line)
	if h.Clock.Text != "" {
		below = container.NewBorder(nil, nil, part.Side(0, part.NewChip(h.Clock.Text, tone(h.Clock.Tone))), nil, container.NewVBox(layout.NewSpacer(), below, layout.NewSpacer()))
	}
	return part.Inset(container.NewBorder(nil, nil, nil, right, part.Stack(0, line, below)), 6, 4)
}

// open journals the view and shows the text.
func (t *Triage) open() {
	id := t.p.Chosen()
	if id == "" || t.p.Opened() != nil {
		return
	}
	act(t.host, "open", func(ctx context.Context) (app.Product, error) { return t.p.Fetch(ctx, id) }, t.opened)
}

func (t *Triage) opened(p app.Product) {
	t.p.Show(p)
	t.drawItem()
}

func (t *Triage) answer(c risk.Category, a intel.Answer, reason string) {
	id := t.p.Chosen()
	act(t.host, "record", func(ctx context.Context) (app.Product, error) { return t.p.Answer(ctx, id, c, a, reason) }, func(p app.Product) {
		t.opened(p)
		if c.Life() && a != intel.No {
			t.host.Ask().Warn(words.T("threat.raised.title"), words.T("threat.raised.text"))
		}
	})
}

func (t *Triage) rest() {
	id := t.p.Chosen()
	act(t.host, "record", func(ctx context.Context) (app.Product, error) { return t.p.AnswerRest(ctx, id) }, t.opened)
}

func (t *Triage) raise() {
	id := t.p.Chosen()
	t.host.Ask().Reason(words.T("threat.raise.title"), words.T("threat.raise.text"), words.T("threat.raise.reason"), words.T("threat.raise.verb"), true, func(why string) {
		act(t.host, "record", func(ctx context.Context) (app.Product, error) { return t.p.Raise(ctx, id, why) }, t.opened)
	})
}

func (t *Triage) work() {
	step := "grade"
	if p := t.p.Opened(); p != nil {
		step = nextStep(*p)
	}
	t.host.Go(Route{Page: "product", Item: t.p.Chosen(), Step: step})
}

// nextStep is the first step that is not done.
func nextStep(p app.Product) string {
	for _, s := range p.Steps {
		if s.State != "done" {
			return s.ID
		}
	}
	return "release"
}

// Rune implements Page.
func (t *Triage) Rune(r rune) bool {
	switch r {
	case 'j':
		t.list.Step(1)
	case 'k':
		t.list.Step(-1)
	case '/':
		t.host.Focus(t.search)
	case 'w':
		if t.p.Opened() != nil {
			t.work()
		}
	default:
		return t.p.Opened() != nil && t.reading.rune(r)
	}
	return true
}

// Key implements Page.
func (t *Triage) Key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		t.open()
	case fyne.KeyDown:
		t.list.Step(1)
	case fyne.KeyUp:
		t.list.Step(-1)
	default:
		return false
	}
	return true
}

// pauseFor is how long to wait before checking what was typed.
func pauseFor(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Opened is the item whose text is on the page, or "".
func (t *Triage) Opened() string {
	if p := t.p.Opened(); p != nil {
		return string(p.Item)
	}
	return ""
}

// About is the item looked at.
func (t *Triage) About() string { return string(t.p.Chosen()) }
