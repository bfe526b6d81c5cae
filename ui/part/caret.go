package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// caret keeps the place of typing where Fyne's entry loses it: a space typed
// at the edge of a wrapped row is swallowed by the wrap, the entry's cursor
// stays before it, and the next letter would land there, so that words run
// together. The caret remembers where the next letter belongs.
type caret struct {
	want int // rune offset
	size int // bytes of the text then
	on   bool
}

// before puts the cursor where typing belongs, unless the text changed since.
func (c *caret) before(e *widget.Entry) {
	if c.on && len(e.Text) == c.size {
		placeAt(e, c.want)
	}
	c.on = false
}

// after notes where typing belongs if the cursor is not there.
func (c *caret) after(e *widget.Entry, want int) {
	if e.CursorTextOffset() != want && want <= len([]rune(e.Text)) {
		*c = caret{want: want, size: len(e.Text), on: true}
	}
}

// forget is for a cursor that was placed by hand.
func (c *caret) forget() { c.on = false }

// typed types a character at the place where it belongs.
func (c *caret) typed(e *widget.Entry, r rune) {
	c.before(e)
	if e.SelectedText() != "" {
		e.TypedRune(r)
		return
	}
	want, size := e.CursorTextOffset()+1, len(e.Text)
	e.TypedRune(r)
	if len(e.Text) > size {
		c.after(e, want)
	}
}

// shortcut does a shortcut at the place where it belongs.
func (c *caret) shortcut(e *widget.Entry, s fyne.Shortcut) {
	c.before(e)
	p, ok := s.(*fyne.ShortcutPaste)
	if !ok || e.SelectedText() != "" {
		e.TypedShortcut(s)
		return
	}
	size, offset := len([]rune(e.Text)), e.CursorTextOffset()
	e.TypedShortcut(p)
	if more := len([]rune(e.Text)) - size; more > 0 {
		c.after(e, offset+more)
	}
}

// rowsOf gives the rune offset at which each wrapped row of an entry begins.
func rowsOf(e *widget.Entry) (out []int) {
	r0, c0 := e.CursorRow, e.CursorColumn
	defer func() { e.CursorRow, e.CursorColumn = r0, c0 }()
	e.CursorColumn = 0
	for r := 0; ; r++ {
		e.CursorRow = r
		off := e.CursorTextOffset()
		if r > 0 && off == 0 {
			return out
		}
		out = append(out, off)
	}
}

// placeAt puts the cursor of an entry at a rune offset, also where no row shows
// it.
func placeAt(e *widget.Entry, offset int) {
	e.CursorRow, e.CursorColumn = rowOf(rowsOf(e), offset)
}
