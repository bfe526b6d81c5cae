package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/style"
)

// Column of a table: a heading and its share of the width. With Fixed it
// takes that many pixels.
type Column struct {
	Head  string
	Share float32
	Fixed float32
}

// Line of a table.
type Cells struct {
	Text []string
	Tone Tone // Neutral prints in ink
}

// Table shows lines in columns that fill the width; cells are canvas text
// with an ellipsis of their own, which is what makes it quick.
type Table struct {
	widget.List
	columns []Column
	count   int
	line    func(i int) Cells
	OnOpen  func(i int)
	chosen  int
}

// NewTable makes a table; line is asked for the lines in view only.
func NewTable(columns []Column, line func(i int) Cells, open func(i int)) *Table {
	t := &Table{columns: columns, line: line, OnOpen: open, chosen: -1}
	t.Length = func() int { return t.count }
	t.CreateItem = func() fyne.CanvasObject { return newTableRow(columns) }
	t.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < t.count {
			o.(*tableRow).set(t.line(i))
		}
	}
	t.OnSelected = func(i widget.ListItemID) { t.chosen = i }
	t.HideSeparators = false
	t.ExtendBaseWidget(t)
	return t
}

// SetCount says how many lines there are and draws them anew.
func (t *Table) SetCount(n int) {
	t.count = n
	if t.chosen >= n {
		t.UnselectAll()
		t.chosen = -1
	}
	t.Refresh()
}

// Count is how many lines there are.
func (t *Table) Count() int { return t.count }

// FocusGained keeps Fyne from tinting its own first line.
func (t *Table) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (t *Table) FocusLost() {}

// TypedKey moves and opens.
func (t *Table) TypedKey(k *fyne.KeyEvent) {
	Noticed(t)
	step := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1, fyne.KeyPageDown: 12, fyne.KeyPageUp: -12, fyne.KeyHome: -t.count, fyne.KeyEnd: t.count}
	if n, ok := step[k.Name]; ok {
		if t.count > 0 {
			t.Select(min(max(t.chosen+n, 0), t.count-1))
		}
		return
	}
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if t.chosen >= 0 && t.OnOpen != nil {
			t.OnOpen(t.chosen)
		}
	case fyne.KeySpace:
	default:
		passKey(t, k)
	}
}

// TypedRune moves by j and k.
func (t *Table) TypedRune(r rune) {
	switch r {
	case 'j':
		t.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	case 'k':
		t.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	default:
		passRune(t, r)
	}
}

// WithHead puts the table under its headings.
func (t *Table) WithHead() fyne.CanvasObject {
	head := newTableRow(t.columns)
	names := Cells{}
	for _, c := range t.columns {
		names.Text = append(names.Text, c.Head)
	}
	head.bold = true
	head.set(names)
	return container.NewBorder(container.NewVBox(head, Rule()), nil, nil, nil, t)
}

// tableRowHeight is fixed: lists of one height need no measuring.
const tableRowHeight = 24

type tableRow struct {
	widget.BaseWidget
	columns []Column
	cells   Cells
	bold    bool
}

func newTableRow(columns []Column) *tableRow {
	r := &tableRow{columns: columns}
	r.ExtendBaseWidget(r)
	return r
}

func (r *tableRow) set(c Cells) {
	r.cells = c
	r.Refresh()
}

func (r *tableRow) CreateRenderer() fyne.WidgetRenderer {
	x := &tableRowRenderer{row: r, bed: canvas.NewRectangle(style.Clear())}
	x.bed.CornerRadius = 3
	x.objects = []fyne.CanvasObject{x.bed}
	for range r.columns {
		t := Line("", theme.SizeNameText, style.Ink, false)
		x.texts = append(x.texts, t)
		x.objects = append(x.objects, t)
	}
	return x
}

type tableRowRenderer struct {
	row     *tableRow
	bed     *canvas.Rectangle // what stands out lies on the bed of its tone
	texts   []*canvas.Text
	objects []fyne.CanvasObject
}

func (x *tableRowRenderer) Destroy()                     {}
func (x *tableRowRenderer) Objects() []fyne.CanvasObject { return x.objects }
func (x *tableRowRenderer) MinSize() fyne.Size           { return fyne.NewSize(120, tableRowHeight) }
func (x *tableRowRenderer) Layout(s fyne.Size) {
	x.bed.Resize(s)
	room, shares := s.Width-12, float32(0)
	for _, c := range x.row.columns {
		room -= c.Fixed
		shares += c.Share
	}
	at := float32(6)
	for i, c := range x.row.columns {
		w := c.Fixed
		if shares > 0 {
			w += room * c.Share / shares
		}
		text := ""
		if i < len(x.row.cells.Text) {
			text = x.row.cells.Text[i]
		}
		fit(x.texts[i], text, max(w-10, 1))
		m := x.texts[i].MinSize()
		x.texts[i].Resize(m)
		x.texts[i].Move(fyne.NewPos(at, (s.Height-m.Height)/2))
		at += w
	}
}
func (x *tableRowRenderer) Refresh() {
	ink := style.Ink
	x.bed.FillColor = style.Clear()
	if x.row.cells.Tone != Neutral {
		ink = x.row.cells.Tone.ink()
		x.bed.FillColor = style.Colour(x.row.cells.Tone.bed())
	}
	x.bed.Refresh()
	if x.row.bold {
		ink = style.Muted
	}
	for _, t := range x.texts {
		t.Color = style.Colour(ink)
		t.TextStyle.Bold = x.row.bold || x.row.cells.Tone != Neutral
		if x.row.bold {
			t.TextSize = style.Size(theme.SizeNameCaptionText)
		}
	}
	x.Layout(x.row.Size())
	for _, t := range x.texts {
		t.Refresh()
	}
}
