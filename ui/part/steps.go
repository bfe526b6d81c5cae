package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/style"
)

// Step is one tab of a piece of work, with how it stands.
type Step struct {
	ID, Text, Note string
	Tone           Tone // Settled: done; Danger: blocks; Neutral: open
}

// StepBar shows the steps of the work in their order.
type StepBar struct {
	widget.BaseWidget
	box   *fyne.Container
	tabs  []*stepTab
	OnTap func(id string)
}

// NewStepBar makes a bar.
func NewStepBar(tap func(id string)) *StepBar {
	b := &StepBar{OnTap: tap, box: Side(2)}
	b.ExtendBaseWidget(b)
	return b
}

// Set shows steps, with one of them on.
func (b *StepBar) Set(steps []Step, on string) {
	if len(b.tabs) != len(steps) {
		b.tabs, b.box.Objects = nil, nil
		for range steps {
			t := &stepTab{bar: b}
			t.ExtendBaseWidget(t)
			b.tabs = append(b.tabs, t)
			b.box.Objects = append(b.box.Objects, t)
		}
	}
	for i, s := range steps {
		b.tabs[i].step, b.tabs[i].on = s, s.ID == on
		b.tabs[i].Refresh()
	}
	b.box.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *StepBar) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.box) }

type stepTab struct {
	widget.BaseWidget
	bar         *StepBar
	step        Step
	on, focused bool
}

func (t *stepTab) Tapped(*fyne.PointEvent) { Noticed(t); t.bar.OnTap(t.step.ID) }
func (t *stepTab) FocusGained()            { t.focused = true; t.Refresh() }
func (t *stepTab) FocusLost()              { t.focused = false; t.Refresh() }
func (t *stepTab) TypedRune(r rune)        { passRune(t, r) }
func (t *stepTab) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		t.bar.OnTap(t.step.ID)
	default:
		passKey(t, k)
	}
}

func (t *stepTab) CreateRenderer() fyne.WidgetRenderer {
	r := &stepRenderer{tab: t, under: canvas.NewRectangle(style.Clear()), bed: canvas.NewRectangle(style.Clear()), notebed: canvas.NewRectangle(style.Clear())}
	r.bed.CornerRadius, r.notebed.CornerRadius = 4, 8
	r.text = Line("", theme.SizeNameText, style.Ink, true)
	r.note = Line("", theme.SizeNameCaptionText, style.Muted, true)
	r.Refresh()
	return r
}

type stepRenderer struct {
	tab                 *stepTab
	bed, under, notebed *canvas.Rectangle
	text, note          *canvas.Text
}

func (r *stepRenderer) Destroy() {}
func (r *stepRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bed, r.under, r.text, r.notebed, r.note}
}
func (r *stepRenderer) MinSize() fyne.Size {
	w := r.text.MinSize().Width + 20
	if r.note.Text != "" {
		w += r.note.MinSize().Width + 18
	}
	return fyne.NewSize(w, 32)
}
func (r *stepRenderer) Layout(s fyne.Size) {
	r.bed.Resize(s)
	r.under.Resize(fyne.NewSize(max(s.Width-12, 0), 2))
	r.under.Move(fyne.NewPos(6, s.Height-3))
	m := r.text.MinSize()
	r.text.Resize(m)
	r.text.Move(fyne.NewPos(10, (s.Height-m.Height)/2))
	n := r.note.MinSize()
	r.notebed.Resize(fyne.NewSize(n.Width+12, 16))
	r.notebed.Move(fyne.NewPos(14+m.Width, (s.Height-16)/2))
	r.note.Resize(n)
	r.note.Move(fyne.NewPos(20+m.Width, (s.Height-n.Height)/2))
}
func (r *stepRenderer) Refresh() {
	t := r.tab
	r.text.Text, r.note.Text = t.step.Text, t.step.Note
	r.text.Color = style.Colour(style.Muted)
	r.under.FillColor, r.bed.StrokeWidth = style.Clear(), 0
	if t.on {
		r.text.Color, r.under.FillColor = style.Colour(style.Ink), style.Colour(style.Accent)
	}
	if t.focused {
		r.bed.StrokeWidth, r.bed.StrokeColor = 1, style.Colour(style.Accent)
	}
	r.notebed.FillColor = style.Clear()
	if t.step.Note != "" {
		r.notebed.FillColor = style.Colour(t.step.Tone.bed())
		r.note.Color = style.Colour(t.step.Tone.ink())
	}
	r.Layout(t.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

// ClockBar shows how much of a time has run, and says it in words.
type ClockBar struct {
	widget.BaseWidget
	run        float32
	tone       Tone
	text       *canvas.Text
	bed, front *canvas.Rectangle
}

// NewClockBar makes a bar: run from 0 (just begun) to 1 (over).
func NewClockBar(text string, run float32, tone Tone) *ClockBar {
	c := &ClockBar{run: min(max(run, 0), 1), tone: tone}
	c.text = Line(text, theme.SizeNameCaptionText, tone.ink(), true)
	c.bed, c.front = canvas.NewRectangle(style.Colour(style.NeutralBed)), canvas.NewRectangle(style.Colour(tone.ink()))
	c.bed.CornerRadius, c.front.CornerRadius = 2, 2
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *ClockBar) CreateRenderer() fyne.WidgetRenderer { return &clockRenderer{c} }

type clockRenderer struct{ c *ClockBar }

func (r *clockRenderer) Destroy() {}
func (r *clockRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.c.bed, r.c.front, r.c.text}
}
func (r *clockRenderer) MinSize() fyne.Size {
	return fyne.NewSize(max(r.c.text.MinSize().Width, 80), r.c.text.MinSize().Height+7)
}
func (r *clockRenderer) Layout(s fyne.Size) {
	h := r.c.text.MinSize().Height
	r.c.text.Resize(fyne.NewSize(s.Width, h))
	r.c.bed.Move(fyne.NewPos(0, h+2))
	r.c.bed.Resize(fyne.NewSize(s.Width, 4))
	r.c.front.Move(fyne.NewPos(0, h+2))
	r.c.front.Resize(fyne.NewSize(s.Width*r.c.run, 4))
}
func (r *clockRenderer) Refresh() {
	for _, o := range r.Objects() {
		o.Refresh()
	}
}
