package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/style"
)

// LongText shows a text of any length with lit runs: it wraps the text itself,
// by the widths of its letters, and draws only the lines in view.
type LongText struct {
	widget.List
	// OnPlace hears where the first lit run begins of a line chosen by hand.
	OnPlace func(offset int)

	runes []rune
	spans []Span
	lines [][2]int // rune offsets, half open
	width float32
}

// NewLongText makes an empty one.
func NewLongText() *LongText {
	l := &LongText{}
	l.Length = func() int { return len(l.lines) }
	l.CreateItem = func() fyne.CanvasObject { return newTextLine() }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(l.lines) {
			o.(*textLine).set(l.runes, l.lines[i], l.spans)
		}
	}
	l.HideSeparators = true
	l.OnSelected = func(i widget.ListItemID) {
		l.Unselect(i)
		l.chosen(i)
	}
	l.ExtendBaseWidget(l)
	return l
}

// Put shows text and its lit runs from the top.
func (l *LongText) Put(text string, spans []Span) {
	l.runes, l.spans = []rune(text), spans
	l.wrap()
	l.Refresh()
	l.ScrollToTop()
}

func (l *LongText) chosen(i int) {
	if l.OnPlace == nil || i >= len(l.lines) {
		return
	}
	for _, s := range l.spans {
		if from := max(s.Start, l.lines[i][0]); from < min(s.End, l.lines[i][1]) {
			l.OnPlace(from)
			return
		}
	}
}

// Light changes the lit runs.
func (l *LongText) Light(spans []Span) {
	l.spans = spans
	l.Refresh()
}

// Place brings a rune offset into view.
func (l *LongText) Place(offset int) {
	for i, line := range l.lines {
		if offset < line[1] || i == len(l.lines)-1 {
			l.ScrollTo(i)
			return
		}
	}
}

// Resize wraps the text to its new width.
func (l *LongText) Resize(s fyne.Size) {
	if s.Width != l.width {
		l.width = s.Width
		l.wrap()
	}
	l.List.Resize(s)
}

// textMargin is the room left and right of a line; it also makes up for the
// letters whose widths do not simply add up.
const textMargin = 14

func (l *LongText) wrap() {
	l.lines = wrapRunes(l.runes, l.width-2*textMargin, letterWidths())
}

// letterWidths measures each letter once.
func letterWidths() func(rune) float32 {
	size, known := style.Size(theme.SizeNameText), map[rune]float32{}
	return func(r rune) float32 {
		w, ok := known[r]
		if !ok {
			w = fyne.MeasureText(string(r), size, fyne.TextStyle{}).Width
			known[r] = w
		}
		return w
	}
}

// wrapRunes breaks a text into lines that fit a width, after white space where
// there is any. Line breaks belong to no line.
func wrapRunes(runes []rune, width float32, wide func(rune) float32) [][2]int {
	if width <= 0 {
		return nil
	}
	var out [][2]int
	start, space, used := 0, -1, float32(0)
	for i := 0; i < len(runes); i++ {
		if runes[i] == '\n' {
			out = append(out, [2]int{start, i})
			start, space, used = i+1, -1, 0
			continue
		}
		used += wide(runes[i])
		if runes[i] == ' ' || runes[i] == '\t' {
			space = i
		}
		if used <= width || i == start {
			continue
		}
		end := i
		if space > start {
			end = space + 1
		}
		out = append(out, [2]int{start, end})
		start, space, used = end, -1, 0
		i = end - 1
	}
	if start < len(runes) {
		out = append(out, [2]int{start, len(runes)})
	}
	return out
}

type textLine struct {
	widget.BaseWidget
	runes []rune
	line  [2]int
	spans []Span
}

func newTextLine() *textLine {
	t := &textLine{}
	t.ExtendBaseWidget(t)
	return t
}

func (t *textLine) set(runes []rune, line [2]int, spans []Span) {
	t.runes, t.line, t.spans = runes, line, spans
	t.Refresh()
}

func (t *textLine) CreateRenderer() fyne.WidgetRenderer {
	r := &textLineRenderer{line: t, text: Line("", theme.SizeNameText, style.Ink, false)}
	r.Refresh()
	return r
}

type textLineRenderer struct {
	line    *textLine
	text    *canvas.Text
	objects []fyne.CanvasObject
}

func (r *textLineRenderer) Destroy()                     {}
func (r *textLineRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *textLineRenderer) MinSize() fyne.Size {
	return fyne.NewSize(20, fyne.MeasureText("Ag", r.text.TextSize, fyne.TextStyle{}).Height)
}
func (r *textLineRenderer) Layout(fyne.Size) {
	r.text.Move(fyne.NewPos(textMargin, 0))
	r.text.Resize(r.text.MinSize())
}

func (r *textLineRenderer) Refresh() {
	t := r.line
	r.objects = nil
	if t.line[1] <= len(t.runes) {
		r.text.Text = string(t.runes[t.line[0]:t.line[1]])
		for _, s := range t.spans {
			if from, to := max(s.Start, t.line[0]), min(s.End, t.line[1]); from < to {
				r.objects = append(r.objects, r.box(from, to, s))
			}
		}
	}
	r.text.Color = style.Colour(style.Ink)
	r.objects = append(r.objects, r.text)
	r.Layout(t.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

// box is the bed of a lit run, in runes of the whole text.
func (r *textLineRenderer) box(from, to int, s Span) fyne.CanvasObject {
	wide := func(a, b int) float32 {
		return fyne.MeasureText(string(r.line.runes[a:b]), r.text.TextSize, fyne.TextStyle{}).Width
	}
	box := canvas.NewRectangle(style.Colour(s.colour()))
	box.CornerRadius = 2
	box.Move(fyne.NewPos(textMargin+wide(r.line.line[0], from)-1, 0))
	box.Resize(fyne.NewSize(wide(from, to)+2, r.MinSize().Height))
	return box
}
