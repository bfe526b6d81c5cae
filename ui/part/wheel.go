package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/style"
)

// wheel lies over a text field and takes the mouse wheel alone. A field has a
// scroll of its own, which would keep the wheel even when there is nothing in
// it to scroll; the wheel moves the field's text if it can, or else the form
// that the field stands in.
type wheel struct {
	widget.BaseWidget
	own   *container.Scroll
	field fyne.CanvasObject
}

// newWheel makes one for a field over the renderer that shows it.
func newWheel(field fyne.CanvasObject, r fyne.WidgetRenderer) *wheel {
	w := &wheel{field: field}
	for _, o := range r.Objects() {
		if s, ok := o.(*container.Scroll); ok {
			w.own = s
		}
	}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled implements fyne.Scrollable.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	Noticed(w)
	if w.own != nil {
		before := w.own.Offset
		if w.own.Scrolled(e); w.own.Offset != before {
			return
		}
	}
	if s := around(w.field); len(s) > 0 {
		s[0].Scrolled(e)
	}
}

// CreateRenderer implements fyne.Widget.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(style.Clear()))
}

// wheeled is the renderer of a field with the wheel above it.
type wheeled struct {
	fyne.WidgetRenderer
	wheel *wheel
}

// Objects implements fyne.WidgetRenderer.
func (r *wheeled) Objects() []fyne.CanvasObject {
	base := r.WidgetRenderer.Objects()
	return append(base[:len(base):len(base)], r.wheel)
}

// Layout implements fyne.WidgetRenderer.
func (r *wheeled) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.wheel.Resize(s)
}
