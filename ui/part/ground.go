package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/style"
)

// Ground is the bed of the whole window. It notices the mouse wherever nothing
// above it does, so that an officer who only reads counts as being there.
type Ground struct {
	widget.BaseWidget
}

// NewGround makes one.
func NewGround() *Ground {
	g := &Ground{}
	g.ExtendBaseWidget(g)
	return g
}

// MouseIn implements desktop.Hoverable.
func (g *Ground) MouseIn(*desktop.MouseEvent) { Noticed(g) }

// MouseMoved implements desktop.Hoverable.
func (g *Ground) MouseMoved(*desktop.MouseEvent) { Noticed(g) }

// MouseOut implements desktop.Hoverable.
func (g *Ground) MouseOut() { Noticed(g) }

// CreateRenderer implements fyne.Widget.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(style.Colour(style.Ground)))
}

var _ fyne.Widget = (*Ground)(nil)
