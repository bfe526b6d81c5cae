package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/style"
)

// Strip is the protective marking, edge to edge, at the top and the bottom of
// the window.
func Strip(marking string) fyne.CanvasObject {
	t := Line(marking, theme.SizeNameCaptionText, style.OnMarking, true)
	t.Alignment = fyne.TextAlignCenter
	return Fill(style.Marking, Inset(t, 0, 3))
}

// Unmarked is a strip where there is nothing to mark.
func Unmarked(text string) fyne.CanvasObject {
	t := Line(text, theme.SizeNameCaptionText, style.NavInk, true)
	t.Alignment = fyne.TextAlignCenter
	return Fill(style.Nav, Inset(t, 0, 3))
}

// Alarm is the red strip under the marking: what must be done now. Tapping it
// goes there.
type Alarm struct {
	widget.BaseWidget
	bed  *canvas.Rectangle
	text *canvas.Text
	box  *fyne.Container
	tap  func()
}

// NewAlarm makes a strip; without text it takes no room.
func NewAlarm(tap func()) *Alarm {
	a := &Alarm{tap: tap}
	a.bed = canvas.NewRectangle(style.Colour(style.Danger))
	a.text = Line("", theme.SizeNameText, style.OnDanger, true)
	a.text.Alignment = fyne.TextAlignCenter
	a.box = container.NewStack(a.bed, Inset(a.text, 8, 4))
	a.ExtendBaseWidget(a)
	a.Hide()
	return a
}

// Say shows the strip, or hides it when there is nothing to say.
func (a *Alarm) Say(text string) {
	if a.text.Text == text && a.Visible() == (text != "") {
		return
	}
	a.text.Text = text
	a.text.Refresh()
	if text == "" {
		a.Hide()
		return
	}
	a.Show()
}

// Text is what the strip says.
func (a *Alarm) Text() string { return a.text.Text }

// Tapped goes to where the alarm comes from.
func (a *Alarm) Tapped(*fyne.PointEvent) { Noticed(a); a.tap() }

// FocusGained implements fyne.Focusable.
func (a *Alarm) FocusGained() { a.edge(2) }

// FocusLost implements fyne.Focusable.
func (a *Alarm) FocusLost() { a.edge(0) }

func (a *Alarm) edge(w float32) {
	a.bed.StrokeWidth, a.bed.StrokeColor = w, style.Colour(style.Ink)
	a.bed.Refresh()
}

// TypedRune implements fyne.Focusable.
func (a *Alarm) TypedRune(r rune) { passRune(a, r) }

// TypedKey implements fyne.Focusable.
func (a *Alarm) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		a.tap()
	default:
		passKey(a, k)
	}
}

// CreateRenderer implements fyne.Widget.
func (a *Alarm) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(a.box) }
