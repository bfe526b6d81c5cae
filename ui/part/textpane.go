package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/style"
)

// MaxEdit is the largest text that can be edited with comfort, in bytes.
// Longer text is shown, not edited.
const MaxEdit = 20000

// Span lights a run of a text: rune offsets, Start < End.
type Span struct {
	Start, End int
	Tone       Tone
	Chosen     bool
}

// TextPane shows text with lit runs behind the words, read-only or edited in
// place. It draws between the box and the text of Fyne's own entry, by its
// public means alone; a test compares its rows with what is painted.
type TextPane struct {
	widget.Entry
	// OnEdited hears what the officer typed; not what SetText put there.
	OnEdited func(text string)
	// OnPlace hears where the cursor was put by hand, as a rune offset.
	OnPlace func(offset int)
	// OnOver hears which lit run the pointer comes to rest on, by the rune offset
	// at which it begins; -1 when it leaves one.
	OnOver func(offset int)
	// OnFull hears that no more can be typed.
	OnFull func()
	// OnEnd hears that the last row was on the screen.
	OnEnd func()

	readOnly bool
	spans    []Span
	over     int    // the lit run under the pointer, or -1
	beds     []Span // the lit run of each rectangle of the layer
	layer    *fyne.Container
	clip     *container.Clip
	scroll   *container.Scroll
	setting  bool
	caret    caret
}

// NewTextPane makes a pane; a read-only one can still be copied from.
func NewTextPane(readOnly bool, rows int) *TextPane {
	p := &TextPane{readOnly: readOnly, over: -1, layer: container.NewWithoutLayout()}
	p.clip = container.NewClip(p.layer)
	p.MultiLine = true
	p.Wrapping = fyne.TextWrapWord
	p.ExtendBaseWidget(p)
	p.SetMinRowsVisible(rows)
	p.Entry.OnChanged = func(s string) {
		if !p.setting && p.OnEdited != nil {
			p.OnEdited(s)
		}
		p.paint()
	}
	return p
}

// Put shows text and its lit runs. The undo history goes with it, so it
// is called for a new text, never for what is being typed.
func (p *TextPane) Put(text string, spans []Span) {
	p.setting = true
	defer func() { p.setting = false }()
	p.spans = spans
	if p.Text != text {
		p.CursorRow, p.CursorColumn = 0, 0
		p.SetText(text)
		if p.scroll != nil {
			p.scroll.ScrollToTop()
		}
	}
	p.paint()
}

// Replace puts other words in place of a run of runes as if the officer had
// typed them, so that they can be undone; it is told as one edit.
func (p *TextPane) Replace(start, end int, with string) {
	runes := []rune(p.Text)
	if start < 0 || end > len(runes) || start >= end {
		return
	}
	p.setting = true
	if p.choose(start, end) == string(runes[start:end]) {
		for _, r := range with {
			p.caret.typed(&p.Entry, r)
		}
	} else { // the rows hide the run from the keyboard
		p.SetText(string(runes[:start]) + with + string(runes[end:]))
	}
	p.setting = false
	if p.OnEdited != nil {
		p.OnEdited(p.Text)
	}
}

// choose selects a run by the keyboard, which is the only way there is, and
// gives what was selected.
func (p *TextPane) choose(start, end int) string {
	p.Place(start)
	p.Entry.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	for range end - start {
		if p.CursorTextOffset() >= end {
			break
		}
		p.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	p.Entry.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	return p.SelectedText()
}

// Light changes the lit runs and leaves the text alone.
func (p *TextPane) Light(spans []Span) {
	p.spans = spans
	p.paint()
}

// Spans are the lit runs.
func (p *TextPane) Spans() []Span { return p.spans }

// Rows gives the rune offset at which each wrapped row begins.
func (p *TextPane) Rows() []int { return rowsOf(&p.Entry) }

// Place puts the cursor at a rune offset and scrolls it into view.
func (p *TextPane) Place(offset int) {
	p.caret.forget()
	p.unselect()
	placeAt(&p.Entry, offset)
	p.Refresh()
	p.reveal()
}

// reveal scrolls so that the cursor's row is in view.
func (p *TextPane) reveal() {
	if p.scroll == nil {
		return
	}
	at := p.CursorPosition()
	top, h := p.scroll.Offset.Y, p.scroll.Size().Height
	if at.Y < top || at.Y > top+h-30 {
		p.scroll.ScrollToOffset(fyne.NewPos(0, max(at.Y-h/3, 0)))
	}
	p.paint()
}

func rowOf(rows []int, offset int) (row, col int) {
	for i, start := range rows {
		if start > offset {
			break
		}
		row, col = i, offset-start
	}
	return row, col
}

// CreateRenderer slips the layer of lit runs behind the text.
func (p *TextPane) CreateRenderer() fyne.WidgetRenderer {
	base := p.Entry.CreateRenderer()
	for _, o := range base.Objects() {
		if s, ok := o.(*container.Scroll); ok {
			p.scroll = s
			s.OnScrolled = func(fyne.Position) { p.paint() }
		}
	}
	return &paneRenderer{WidgetRenderer: base, pane: p}
}

type paneRenderer struct {
	fyne.WidgetRenderer
	pane *TextPane
}

func (r *paneRenderer) Objects() []fyne.CanvasObject {
	base := r.WidgetRenderer.Objects()
	out := make([]fyne.CanvasObject, 0, len(base)+1)
	out = append(out, base[0], r.pane.clip)
	return append(out, base[1:]...)
}

func (r *paneRenderer) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.pane.clip.Move(fyne.NewPos(1, 1))
	r.pane.clip.Resize(fyne.NewSize(max(s.Width-2, 0), max(s.Height-2, 0)))
	r.pane.paint()
}

func (r *paneRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.pane.paint()
}

// paint draws a rectangle for every row that a lit run covers, in view only.
func (p *TextPane) paint() {
	if p.scroll == nil || p.Size().Width <= 0 {
		return
	}
	r0, c0 := p.CursorRow, p.CursorColumn
	defer func() { p.CursorRow, p.CursorColumn = r0, c0 }()
	rows := p.Rows()
	total := len([]rune(p.Text))
	line := p.lineHeight()
	var objects []fyne.CanvasObject
	p.beds = p.beds[:0]
	for _, s := range p.spans {
		if s.Start < 0 || s.End <= s.Start || s.Start >= total {
			continue
		}
		boxes := p.boxes(s, rows, min(s.End, total), line)
		objects = append(objects, boxes...)
		for range boxes {
			p.beds = append(p.beds, s)
		}
	}
	p.layer.Objects = objects
	p.layer.Refresh()
	if p.OnEnd != nil && p.Text != "" && p.scroll.Size().Height > line {
		last := p.at(len(rows)-1, 0).Y + line
		if p.scroll.Offset.Y+p.scroll.Size().Height >= last {
			p.OnEnd()
		}
	}
}

func (p *TextPane) lineHeight() float32 {
	size := style.Size(theme.SizeNameText)
	return fyne.MeasureText("Ag", size, fyne.TextStyle{}).Height
}

func (p *TextPane) boxes(s Span, rows []int, end int, line float32) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i, start := range rows {
		stop := len([]rune(p.Text))
		if i+1 < len(rows) {
			stop = rows[i+1]
		}
		from, to := max(s.Start, start), min(end, stop)
		if from >= to {
			continue
		}
		a, b := p.at(i, from-start), p.at(i, to-start)
		if b.X <= a.X {
			continue
		}
		y := a.Y - p.scroll.Offset.Y - 1
		if y < -line || y > p.Size().Height {
			continue
		}
		box := canvas.NewRectangle(style.Colour(s.colour()))
		box.CornerRadius = 2
		box.Move(fyne.NewPos(a.X-1, y))
		box.Resize(fyne.NewSize(b.X-a.X+2, line+2))
		out = append(out, box)
	}
	return out
}

func (p *TextPane) at(row, col int) fyne.Position {
	p.CursorRow, p.CursorColumn = row, col
	return p.CursorPosition()
}

func (s Span) colour() fyne.ThemeColorName {
	if s.Chosen {
		return style.HiChosen
	}
	switch s.Tone {
	case Danger:
		return style.HiDanger
	case Due:
		return style.HiDue
	case Neutral, Settled:
		return style.NeutralBed
	}
	return style.HiAccent
}

// TypedRune edits, or goes on to the window where the pane is read-only.
func (p *TextPane) TypedRune(r rune) {
	Noticed(p)
	if p.readOnly {
		passRune(p, r)
		return
	}
	if p.full(1) {
		return
	}
	p.caret.typed(&p.Entry, r)
}

// full reports whether more bytes would be too many to edit with comfort, and
// says so.
func (p *TextPane) full(more int) bool {
	if len(p.Text)+more <= MaxEdit {
		return false
	}
	if p.OnFull != nil {
		p.OnFull()
	}
	return true
}

// TypedKey edits or moves; a read-only pane only moves.
func (p *TextPane) TypedKey(k *fyne.KeyEvent) {
	Noticed(p)
	if windowKey(k.Name) {
		passKey(p, k)
		return
	}
	if p.readOnly {
		switch k.Name {
		case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeySpace:
			return
		case fyne.KeyReturn, fyne.KeyEnter:
			passKey(p, k)
			return
		case fyne.KeyTab:
			return
		}
	}
	p.caret.before(&p.Entry)
	p.Entry.TypedKey(k)
}

// TypedShortcut keeps what a text uses, drops edits of a read-only pane and
// hands the rest on.
func (p *TextPane) TypedShortcut(s fyne.Shortcut) {
	Noticed(p)
	if p.readOnly {
		switch s.(type) {
		case *fyne.ShortcutCut, *fyne.ShortcutPaste:
			return
		case *fyne.ShortcutUndo, *fyne.ShortcutRedo: // it has none of its own
			passShortcut(p, s)
			return
		}
		if c, ok := s.(*desktop.CustomShortcut); ok && (c.KeyName == fyne.KeyBackspace || c.KeyName == fyne.KeyDelete) {
			return
		}
	}
	if forwards(&p.Entry, s) {
		passShortcut(p, s)
		return
	}
	if c, ok := s.(*fyne.ShortcutPaste); ok && p.full(len(c.Clipboard.Content())) {
		return
	}
	p.caret.shortcut(&p.Entry, s)
	copied(p, s)
}

// AcceptsTab keeps Tab for moving on.
func (p *TextPane) AcceptsTab() bool { return false }

// Tapped places the cursor.
func (p *TextPane) Tapped(e *fyne.PointEvent) {
	Noticed(p)
	p.caret.forget()
	p.Entry.Tapped(e)
	if p.OnPlace != nil {
		p.OnPlace(p.CursorTextOffset())
	}
}

// TappedSecondary opens no menu on a read-only pane: it could cut and paste.
func (p *TextPane) TappedSecondary(e *fyne.PointEvent) {
	if !p.readOnly {
		p.Entry.TappedSecondary(e)
	}
}

// MouseDown places the cursor by hand.
func (p *TextPane) MouseDown(e *desktop.MouseEvent) {
	p.caret.forget()
	p.Entry.MouseDown(e)
}

// Dragged selects by hand.
func (p *TextPane) Dragged(e *fyne.DragEvent) {
	p.caret.forget()
	p.Entry.Dragged(e)
}

// DoubleTapped selects a word by hand.
func (p *TextPane) DoubleTapped(e *fyne.PointEvent) {
	p.caret.forget()
	p.Entry.DoubleTapped(e)
}

// MouseIn implements desktop.Hoverable.
func (p *TextPane) MouseIn(e *desktop.MouseEvent) { p.MouseMoved(e) }

// MouseMoved tells which lit run the pointer rests on.
func (p *TextPane) MouseMoved(e *desktop.MouseEvent) {
	at := e.Position.Subtract(p.clip.Position())
	for i := len(p.layer.Objects) - 1; i >= 0; i-- { // the one on top first
		o := p.layer.Objects[i]
		if in := at.Subtract(o.Position()); in.X >= 0 && in.Y >= 0 && in.X < o.Size().Width && in.Y < o.Size().Height {
			p.rest(p.beds[i].Start)
			return
		}
	}
	p.rest(-1)
}

// MouseOut implements desktop.Hoverable.
func (p *TextPane) MouseOut() { p.rest(-1) }

func (p *TextPane) rest(over int) {
	if p.over == over {
		return
	}
	p.over = over
	if p.OnOver != nil {
		p.OnOver(over)
	}
}
