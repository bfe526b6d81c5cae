package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/style"
)

// Tone says what a colour means; it never says a colour.
type Tone int

// The tones.
const (
	Neutral Tone = iota
	Accent
	Danger
	Due
	Settled
)

func (t Tone) ink() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{style.Muted, style.Accent, style.Danger, style.Due, style.Settled}[t]
}

func (t Tone) bed() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{style.NeutralBed, style.AccentBed, style.DangerBed, style.DueBed, style.SettledBed}[t]
}

// Line is one unwrapped line of text.
func Line(text string, size fyne.ThemeSizeName, colour fyne.ThemeColorName, bold bool) *canvas.Text {
	t := canvas.NewText(text, style.Colour(colour))
	t.TextSize = style.Size(size)
	t.TextStyle.Bold = bold
	return t
}

// Heading is the title of a page.
func Heading(text string) fyne.CanvasObject {
	return NewCut(text, style.SizeTitle, style.Ink, true)
}

// SubHeading is the title within a page.
func SubHeading(text string) fyne.CanvasObject {
	return NewCut(text, theme.SizeNameSubHeadingText, style.Ink, true)
}

// Caption is a small grey line.
func Caption(text string) fyne.CanvasObject {
	return NewCut(text, theme.SizeNameCaptionText, style.Muted, false)
}

// Label is a small bold grey line above a field.
func Label(text string) *canvas.Text {
	return Line(text, theme.SizeNameCaptionText, style.Muted, true)
}

// Prose is text that wraps, in the colour of a meaning.
func Prose(text string, colour fyne.ThemeColorName) *widget.RichText {
	return prose(text, colour, theme.SizeNameText, false)
}

// Strong is bold text that wraps.
func Strong(text string, colour fyne.ThemeColorName) *widget.RichText {
	return prose(text, colour, theme.SizeNameText, true)
}

// Small is small text that wraps.
func Small(text string, colour fyne.ThemeColorName) *widget.RichText {
	return prose(text, colour, theme.SizeNameCaptionText, false)
}

func prose(text string, colour fyne.ThemeColorName, size fyne.ThemeSizeName, bold bool) *widget.RichText {
	r := widget.NewRichText(&widget.TextSegment{Text: text, Style: widget.RichTextStyle{
		ColorName: colour, SizeName: size, TextStyle: fyne.TextStyle{Bold: bold},
	}})
	r.Wrapping = fyne.TextWrapWord
	return r
}

// Cut is one line that ends in an ellipsis where it does not fit.
type Cut struct {
	widget.BaseWidget
	full string
	text *canvas.Text
}

// NewCut makes a line that fits itself to its width.
func NewCut(text string, size fyne.ThemeSizeName, colour fyne.ThemeColorName, bold bool) *Cut {
	c := &Cut{full: text, text: Line(text, size, colour, bold)}
	c.ExtendBaseWidget(c)
	return c
}

// SetText changes the line.
func (c *Cut) SetText(text string) {
	c.full = text
	fit(c.text, text, c.Size().Width)
	c.Refresh()
}

// Resize fits the text again.
func (c *Cut) Resize(s fyne.Size) {
	c.BaseWidget.Resize(s)
	fit(c.text, c.full, s.Width)
}

// MinSize asks for the height of a line and a little width.
func (c *Cut) MinSize() fyne.Size {
	return fyne.NewSize(24, fyne.MeasureText("Ag", c.text.TextSize, c.text.TextStyle).Height)
}

// CreateRenderer implements fyne.Widget.
func (c *Cut) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.text) }

// fit puts as much of full into t as width holds, with an ellipsis.
func fit(t *canvas.Text, full string, width float32) {
	if width <= 0 {
		t.Text = full
		return
	}
	if wide(full, t) <= width {
		t.Text = full
		return
	}
	runes := []rune(full)
	lo, hi := 0, len(runes)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if wide(string(runes[:mid])+"…", t) <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	t.Text = string(runes[:lo]) + "…"
}

func wide(s string, t *canvas.Text) float32 {
	return fyne.MeasureText(s, t.TextSize, t.TextStyle).Width
}

// Panel puts content on a bordered sheet.
func Panel(content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(sheet(style.Panel, style.Edge), Inset(content, 10, 10))
}

// Card is a panel whose bed has a meaning.
func Card(tone Tone, content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(sheet(tone.bed(), tone.bed()), Inset(content, 8, 8))
}

func sheet(fill, edge fyne.ThemeColorName) *canvas.Rectangle {
	r := canvas.NewRectangle(style.Colour(fill))
	r.StrokeColor = style.Colour(edge)
	r.StrokeWidth = 1
	r.CornerRadius = style.Size(style.SizePanel)
	return r
}

// Fill is a plain bed of one colour.
func Fill(colour fyne.ThemeColorName, content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(canvas.NewRectangle(style.Colour(colour)), content)
}

// Inset puts space around content, in pixels.
func Inset(content fyne.CanvasObject, x, y float32) fyne.CanvasObject {
	return container.New(inset{x, y}, content)
}

// Flush takes text that wraps out of the padding that the toolkit puts around
// it: it begins and ends where the labels and fields beside it do.
func Flush(text *widget.RichText) fyne.CanvasObject {
	pad := theme.InnerPadding()
	return Inset(text, -pad, -pad)
}

// inset is a padded layout that never gives its content less than nothing.
type inset struct{ x, y float32 }

func (i inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objects {
		if o.Visible() {
			m = m.Max(o.MinSize())
		}
	}
	return m.AddWidthHeight(2*i.x, 2*i.y)
}

func (i inset) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(i.x, i.y))
		o.Resize(fyne.NewSize(max(s.Width-2*i.x, 0), max(s.Height-2*i.y, 0)))
	}
}

// Section is a panel with a small heading, things at its right, and a body
// that takes the room.
func Section(title string, right fyne.CanvasObject, body fyne.CanvasObject) fyne.CanvasObject {
	head := container.NewBorder(nil, nil, nil, right, container.NewVBox(layout.NewSpacer(), Label(title), layout.NewSpacer()))
	return Panel(container.NewBorder(Inset(head, 0, 2), nil, nil, nil, body))
}

// Scroller scrolls content up and down, with room for its edges and its bar.
func Scroller(content fyne.CanvasObject) *container.Scroll {
	return container.NewVScroll(Inset(content, 5, 3))
}

// Labelled is a field under its label. A drop-down gets the border that the
// other fields have of their own.
func Labelled(label string, field fyne.CanvasObject) fyne.CanvasObject {
	if c, ok := field.(*Choice); ok {
		edge := sheet(style.Panel, theme.ColorNameInputBorder)
		edge.CornerRadius = style.Size(theme.SizeNameInputRadius)
		edge.FillColor = style.Clear() // it lies above: the drop-down paints its own bed
		field = container.NewStack(c, edge)
	}
	return container.New(layout.NewCustomPaddedVBoxLayout(2), Label(label), field)
}

// Columns lays objects side by side in equal widths.
func Columns(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.NewGridWithColumns(len(objects), objects...)
}

// Gap is empty height.
func Gap(h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(style.Colour(style.Panel))
	r.FillColor = style.Clear()
	r.SetMinSize(fyne.NewSize(1, h))
	return r
}

// Rule is a thin line across.
func Rule() fyne.CanvasObject {
	r := canvas.NewRectangle(style.Colour(style.Edge))
	r.SetMinSize(fyne.NewSize(1, 1))
	return r
}

// Stack lays objects from top to bottom with a gap of px between them.
func Stack(px float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(px), objects...)
}

// Side lays objects from left to right with a gap of px between them, each
// centred in height.
func Side(px float32, objects ...fyne.CanvasObject) *fyne.Container {
	mid := make([]fyne.CanvasObject, len(objects))
	for i, o := range objects {
		mid[i] = container.NewVBox(layout.NewSpacer(), o, layout.NewSpacer())
	}
	return container.New(layout.NewCustomPaddedHBoxLayout(px), mid...)
}

// Empty is a designed empty state: what is so, and what can be done.
func Empty(title, what string, act fyne.CanvasObject) fyne.CanvasObject {
	t := Line(title, theme.SizeNameSubHeadingText, style.Ink, true)
	t.Alignment = fyne.TextAlignCenter
	p := Prose(what, style.Muted)
	p.Segments[0].(*widget.TextSegment).Style.Alignment = fyne.TextAlignCenter
	body := Stack(6, t, p)
	if act != nil {
		body.Add(container.NewCenter(act))
	}
	return container.NewCenter(MinWidth(body, 250))
}

// MinWidth gives content at least that width.
func MinWidth(content fyne.CanvasObject, w float32) fyne.CanvasObject {
	r := canvas.NewRectangle(style.Clear())
	r.SetMinSize(fyne.NewSize(w, 1))
	return container.NewStack(r, content)
}

// MinHeight gives content at least that height.
func MinHeight(content fyne.CanvasObject, h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(style.Clear())
	r.SetMinSize(fyne.NewSize(1, h))
	return container.NewStack(r, content)
}
