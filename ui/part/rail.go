package part

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/style"
)

// RailItem is a page on the rail. Count is shown only where a person must act.
type RailItem struct {
	widget.BaseWidget
	Text  string
	Icon  fyne.Resource
	OnTap func()

	on, hover, focused, urgent bool
	count                      int
}

// NewRailItem makes an entry of the rail.
func NewRailItem(text string, icon fyne.Resource, tap func()) *RailItem {
	r := &RailItem{Text: text, Icon: icon, OnTap: tap}
	r.ExtendBaseWidget(r)
	return r
}

// SetOn marks the page that is shown.
func (r *RailItem) SetOn(on bool) {
	if r.on != on {
		r.on = on
		r.Refresh()
	}
}

// SetCount changes the number; urgent paints it red.
func (r *RailItem) SetCount(n int, urgent bool) {
	if r.count != n || r.urgent != urgent {
		r.count, r.urgent = n, urgent
		r.Refresh()
	}
}

// Count is the number shown.
func (r *RailItem) Count() int { return r.count }

// Tapped goes to the page.
func (r *RailItem) Tapped(*fyne.PointEvent) { Noticed(r); r.OnTap() }

// MouseIn implements desktop.Hoverable.
func (r *RailItem) MouseIn(*desktop.MouseEvent) { r.hover = true; r.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (r *RailItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *RailItem) MouseOut() { r.hover = false; r.Refresh() }

// FocusGained implements fyne.Focusable.
func (r *RailItem) FocusGained() { r.focused = true; r.Refresh() }

// FocusLost implements fyne.Focusable.
func (r *RailItem) FocusLost() { r.focused = false; r.Refresh() }

// TypedRune hands characters on.
func (r *RailItem) TypedRune(c rune) { passRune(r, c) }

// TypedKey goes to the page by Enter or Space.
func (r *RailItem) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		r.OnTap()
	default:
		passKey(r, k)
	}
}

// CreateRenderer implements fyne.Widget.
func (r *RailItem) CreateRenderer() fyne.WidgetRenderer {
	x := &railRenderer{item: r}
	x.bed, x.bar, x.bubble = canvas.NewRectangle(style.Clear()), canvas.NewRectangle(style.Clear()), canvas.NewRectangle(style.Clear())
	x.bed.CornerRadius, x.bar.CornerRadius, x.bubble.CornerRadius = 4, 1, 8
	x.text = Line(r.Text, theme.SizeNameText, style.NavInk, false)
	x.count = Line("", theme.SizeNameCaptionText, style.NavInk, true)
	x.icon = canvas.NewImageFromResource(r.Icon)
	x.icon.FillMode = canvas.ImageFillContain
	x.Refresh()
	return x
}

type railRenderer struct {
	item             *RailItem
	bed, bar, bubble *canvas.Rectangle
	icon             *canvas.Image
	text, count      *canvas.Text
}

func (x *railRenderer) Destroy() {}
func (x *railRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{x.bed, x.bar, x.icon, x.text, x.bubble, x.count}
}
func (x *railRenderer) MinSize() fyne.Size { return fyne.NewSize(150, 34) }
func (x *railRenderer) Layout(s fyne.Size) {
	x.bed.Resize(s)
	x.bar.Resize(fyne.NewSize(3, max(s.Height-14, 0)))
	x.bar.Move(fyne.NewPos(3, 7))
	x.icon.Resize(fyne.NewSize(16, 16))
	x.icon.Move(fyne.NewPos(14, (s.Height-16)/2))
	x.text.Resize(x.text.MinSize())
	x.text.Move(fyne.NewPos(40, (s.Height-x.text.MinSize().Height)/2))
	m := x.count.MinSize()
	w := max(m.Width+10, 20)
	x.bubble.Resize(fyne.NewSize(w, 17))
	x.bubble.Move(fyne.NewPos(s.Width-w-9, (s.Height-17)/2))
	x.count.Resize(m)
	x.count.Move(fyne.NewPos(s.Width-9-w/2-m.Width/2, (s.Height-m.Height)/2))
}
func (x *railRenderer) Refresh() {
	r := x.item
	ink := style.NavMuted
	x.bed.FillColor, x.bar.FillColor = style.Clear(), style.Clear()
	if r.on {
		ink = style.NavInk
		x.bed.FillColor, x.bar.FillColor = style.Colour(style.NavOn), style.Colour(theme.ColorNamePrimary)
	} else if r.hover {
		ink = style.NavInk
	}
	x.bed.StrokeWidth = 0
	if r.focused {
		x.bed.StrokeWidth, x.bed.StrokeColor = 1, style.Colour(style.NavMuted)
	}
	x.text.Text, x.text.Color, x.text.TextStyle.Bold = r.Text, style.Colour(ink), r.on
	x.icon.Resource = theme.NewColoredResource(r.Icon, ink)
	x.count.Text, x.count.Color = "", style.Colour(style.NavInk)
	x.bubble.FillColor = style.Clear()
	if r.count > 0 {
		x.count.Text = strconv.Itoa(r.count)
		x.bubble.FillColor = style.Colour(style.NavOn)
		if r.urgent {
			x.bubble.FillColor, x.count.Color = style.Colour(style.Danger), style.Colour(style.OnDanger)
		}
	}
	x.Layout(r.Size())
	for _, o := range x.Objects() {
		o.Refresh()
	}
}
