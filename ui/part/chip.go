package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/style"
)

// Chip is a word on a coloured bed. With OnTap it can be chosen, by mouse or
// by keyboard.
type Chip struct {
	widget.BaseWidget
	Text    string
	Tone    Tone
	On      bool // chosen
	OnTap   func()
	focused bool
}

// NewChip makes a chip that only says something.
func NewChip(text string, tone Tone) *Chip {
	c := &Chip{Text: text, Tone: tone}
	c.ExtendBaseWidget(c)
	return c
}

// NewFilter makes a chip that can be chosen.
func NewFilter(text string, tone Tone, on bool, tap func()) fyne.CanvasObject {
	f := &filter{}
	f.Text, f.Tone, f.On, f.OnTap = text, tone, on, tap
	f.ExtendBaseWidget(f)
	return f
}

// filter is a chip that takes taps and the keyboard; a plain chip takes none,
// so that it is no stop on the way of the Tab key.
type filter struct{ Chip }

func (c *filter) Tapped(*fyne.PointEvent) { c.tap() }
func (c *filter) FocusGained()            { c.focused = true; c.Refresh(); reveal(c) }
func (c *filter) FocusLost()              { c.focused = false; c.Refresh() }
func (c *filter) TypedRune(r rune) {
	if r != ' ' {
		passRune(c, r)
	}
}
func (c *filter) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.tap()
	default:
		passKey(c, k)
	}
}
func (c *filter) tap() {
	Noticed(c)
	if c.OnTap != nil {
		c.OnTap()
	}
}

// Set changes what a chip says.
func (c *Chip) Set(text string, tone Tone) {
	c.Text, c.Tone = text, tone
	c.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{chip: c, bed: canvas.NewRectangle(style.Clear()), text: Line("", theme.SizeNameCaptionText, style.Muted, true)}
	r.bed.CornerRadius = 8
	r.Refresh()
	return r
}

type chipRenderer struct {
	chip *Chip
	bed  *canvas.Rectangle
	text *canvas.Text
}

func (r *chipRenderer) Destroy()                     {}
func (r *chipRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.bed, r.text} }
func (r *chipRenderer) MinSize() fyne.Size {
	return r.text.MinSize().Add(fyne.NewSize(14, 3))
}
func (r *chipRenderer) Layout(s fyne.Size) {
	h := r.MinSize().Height
	r.bed.Resize(fyne.NewSize(s.Width, h))
	r.bed.Move(fyne.NewPos(0, (s.Height-h)/2))
	r.text.Resize(r.text.MinSize())
	r.text.Move(fyne.NewPos(7, (s.Height-r.text.MinSize().Height)/2))
}
func (r *chipRenderer) Refresh() {
	r.text.Text = r.chip.Text
	r.text.Color = style.Colour(r.chip.Tone.ink())
	r.bed.FillColor = style.Colour(r.chip.Tone.bed())
	r.bed.StrokeWidth = 0
	if r.chip.On || r.chip.focused {
		r.bed.StrokeWidth = 1
		r.bed.StrokeColor = style.Colour(r.chip.Tone.ink())
	}
	r.bed.Refresh()
	r.text.Refresh()
}

// Label is what the chip says.
func (c *filter) Label() string { return c.Text }
