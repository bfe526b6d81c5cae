package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/style"
)

// Word is a chip of a row.
type Word struct {
	Text string
	Tone Tone
}

// Row is a line of a list, drawn with canvas primitives so that a hundred
// thousand of them scroll without a stall.
type Row struct {
	Tone  Tone   // of the bar at its left; Neutral draws it grey
	Title string // bold, first line
	Right string // at the right of the first line
	Late  Tone   // of Right
	Sub   string // second line
	Words []Word // chips on the third line
}

const rowChips = 4

// rowHeight is fixed: lists of one height need no measuring.
const rowHeight = 62

// rowItem draws a Row.
type rowItem struct {
	widget.BaseWidget
	row  Row
	at   int
	list *Rows
}

func newRowItem(l *Rows) *rowItem {
	r := &rowItem{list: l}
	r.ExtendBaseWidget(r)
	return r
}

func (r *rowItem) set(at int, row Row) {
	r.at, r.row = at, row
	r.Refresh()
}

// Tapped chooses the row, and opens it if it was chosen already.
func (r *rowItem) Tapped(*fyne.PointEvent) { r.list.tapped(r.at) }

// CreateRenderer implements fyne.Widget.
func (r *rowItem) CreateRenderer() fyne.WidgetRenderer {
	x := &rowRenderer{item: r, bar: canvas.NewRectangle(style.Clear())}
	x.bar.CornerRadius = 1.5
	x.title = Line("", theme.SizeNameText, style.Ink, true)
	x.right = Line("", theme.SizeNameCaptionText, style.Muted, true)
	x.sub = Line("", theme.SizeNameCaptionText, style.Muted, false)
	x.objects = []fyne.CanvasObject{x.bar, x.title, x.right, x.sub}
	for i := range x.chips {
		x.beds[i] = canvas.NewRectangle(style.Clear())
		x.beds[i].CornerRadius = 8
		x.chips[i] = Line("", theme.SizeNameCaptionText, style.Muted, true)
		x.objects = append(x.objects, x.beds[i], x.chips[i])
	}
	return x
}

type rowRenderer struct {
	item              *rowItem
	bar               *canvas.Rectangle
	title, right, sub *canvas.Text
	beds              [rowChips]*canvas.Rectangle
	chips             [rowChips]*canvas.Text
	objects           []fyne.CanvasObject
}

func (x *rowRenderer) Destroy()                     {}
func (x *rowRenderer) Objects() []fyne.CanvasObject { return x.objects }
func (x *rowRenderer) MinSize() fyne.Size           { return fyne.NewSize(160, rowHeight) }

func (x *rowRenderer) Layout(s fyne.Size) {
	const left = 16
	x.bar.Resize(fyne.NewSize(4, max(s.Height-14, 0)))
	x.bar.Move(fyne.NewPos(4, 7))
	rw := x.right.MinSize()
	x.right.Resize(rw)
	x.right.Move(fyne.NewPos(s.Width-rw.Width-10, 7))
	fit(x.title, x.item.row.Title, s.Width-left-rw.Width-20)
	x.title.Resize(x.title.MinSize())
	x.title.Move(fyne.NewPos(left, 5))
	fit(x.sub, x.item.row.Sub, s.Width-left-10)
	x.sub.Resize(x.sub.MinSize())
	x.sub.Move(fyne.NewPos(left, 23))
	at := float32(left)
	for i, c := range x.chips {
		m := c.MinSize()
		w := m.Width + 14
		show := c.Text != "" && at+w <= s.Width-6
		if !show {
			x.beds[i].Hide()
			c.Hide()
			continue
		}
		x.beds[i].Show()
		c.Show()
		x.beds[i].Resize(fyne.NewSize(w, 16))
		x.beds[i].Move(fyne.NewPos(at, 40))
		c.Resize(m)
		c.Move(fyne.NewPos(at+7, 40+(16-m.Height)/2))
		at += w + 5
	}
}

func (x *rowRenderer) Refresh() {
	row := x.item.row
	x.bar.FillColor = style.Colour(row.Tone.ink())
	x.title.Text, x.sub.Text, x.right.Text = row.Title, row.Sub, row.Right
	x.right.Color = style.Colour(row.Late.ink())
	for i := range x.chips {
		x.chips[i].Text = ""
		if i < len(row.Words) {
			w := row.Words[i]
			x.chips[i].Text, x.chips[i].Color = w.Text, style.Colour(w.Tone.ink())
			x.beds[i].FillColor = style.Colour(w.Tone.bed())
		}
	}
	x.Layout(x.item.Size())
	for _, o := range x.objects {
		o.Refresh()
	}
}

// Rows is a list of rows. j and k move, Enter opens; choosing opens nothing.
type Rows struct {
	widget.List
	count  int
	row    func(i int) Row
	chosen int
	// OnChoose hears which row is looked at; OnOpen hears which is opened.
	OnChoose, OnOpen func(i int)
	// OnKey sees keys before the list; true means used up.
	OnKey func(*fyne.KeyEvent) bool
	quiet bool
}

// NewRows makes an empty list.
func NewRows(choose, open func(i int)) *Rows {
	l := &Rows{chosen: -1, OnChoose: choose, OnOpen: open}
	l.Length = func() int { return l.count }
	l.CreateItem = func() fyne.CanvasObject { return newRowItem(l) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < l.count {
			o.(*rowItem).set(i, l.row(i))
		}
	}
	l.OnSelected = func(i widget.ListItemID) {
		l.chosen = i
		if !l.quiet && l.OnChoose != nil {
			l.OnChoose(i)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// Set shows other rows, with one of them chosen (-1 for none), silently.
func (l *Rows) Set(rows []Row, chosen int) {
	l.Source(len(rows), func(i int) Row { return rows[i] }, chosen)
}

// Source shows count rows that are asked for only when they come into view,
// with one of them chosen (-1 for none), silently.
func (l *Rows) Source(count int, row func(i int) Row, chosen int) {
	l.count, l.row = count, row
	if chosen == l.chosen && chosen < count {
		l.Refresh() // the place in the list stays where the officer left it
		return
	}
	l.quiet = true
	defer func() { l.quiet = false }()
	l.UnselectAll()
	l.chosen = -1
	if chosen >= 0 && chosen < count {
		l.Select(chosen)
	}
	l.Refresh()
}

// Count is how many rows there are.
func (l *Rows) Count() int { return l.count }

// Row is a row as it is shown.
func (l *Rows) Row(i int) Row { return l.row(i) }

// Chosen is the row looked at, or -1.
func (l *Rows) Chosen() int { return l.chosen }

// Step chooses the row n further on, within the list.
func (l *Rows) Step(n int) {
	if l.count == 0 {
		return
	}
	to := min(max(l.chosen+n, 0), l.count-1)
	l.Select(to)
}

// Open opens the row chosen.
func (l *Rows) Open() {
	if l.chosen >= 0 && l.OnOpen != nil {
		l.OnOpen(l.chosen)
	}
}

func (l *Rows) tapped(i int) {
	Noticed(l)
	if c := canvasOf(l); c != nil {
		c.Focus(l)
	}
	if i == l.chosen {
		l.Open()
		return
	}
	l.Select(i)
}

// FocusGained keeps Fyne from tinting its own first row: the row chosen is the
// place of the keyboard.
func (l *Rows) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (l *Rows) FocusLost() {}

// TypedKey moves and opens.
func (l *Rows) TypedKey(k *fyne.KeyEvent) {
	Noticed(l)
	if l.OnKey != nil && l.OnKey(k) {
		return
	}
	switch k.Name {
	case fyne.KeyDown:
		l.Step(1)
	case fyne.KeyUp:
		l.Step(-1)
	case fyne.KeyPageDown:
		l.Step(8)
	case fyne.KeyPageUp:
		l.Step(-8)
	case fyne.KeyHome:
		l.Step(-l.count)
	case fyne.KeyEnd:
		l.Step(l.count)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.Open()
	case fyne.KeySpace:
	default:
		passKey(l, k)
	}
}

// TypedRune moves by j and k and hands other characters on.
func (l *Rows) TypedRune(r rune) {
	Noticed(l)
	switch r {
	case 'j':
		l.Step(1)
	case 'k':
		l.Step(-1)
	case ' ':
	default:
		passRune(l, r)
	}
}
