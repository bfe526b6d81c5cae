package part

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Field is the only text field of the desk: one line, several lines or a
// secret. Shortcuts that an entry has no use for go on to the window.
type Field struct {
	widget.Entry
	// OnKey sees keys before the entry; true means used up.
	OnKey func(*fyne.KeyEvent) bool
	caret caret
}

// NewField makes a field of one line.
func NewField(hint string) *Field {
	f := &Field{}
	f.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	f.PlaceHolder = hint
	f.ExtendBaseWidget(f)
	return f
}

// NewArea makes a field of several lines that wraps.
func NewArea(hint string, rows int) *Field {
	f := &Field{}
	f.MultiLine = true
	f.Wrapping = fyne.TextWrapWord
	f.PlaceHolder = hint
	f.ExtendBaseWidget(f)
	f.SetMinRowsVisible(rows)
	return f
}

// NewSecret makes a masked field of one line. Its text is a Go string that
// cannot be wiped: take it once with Take and drop the field.
func NewSecret(hint string) *Field {
	f := NewField(hint)
	f.Password = true
	return f
}

// Take empties the field and gives what was in it.
func (f *Field) Take() []byte {
	b := []byte(f.Text)
	f.SetText("")
	return b
}

// Value is the text without white space around it.
func (f *Field) Value() string { return strings.TrimSpace(f.Text) }

// AcceptsTab keeps Tab for moving on, in areas too.
func (f *Field) AcceptsTab() bool { return false }

// CreateRenderer lays the wheel over the entry.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	r := f.Entry.CreateRenderer()
	return &wheeled{r, newWheel(f, r)}
}

// FocusGained brings the field into view.
func (f *Field) FocusGained() {
	f.Entry.FocusGained()
	reveal(f)
}

// TypedRune types a character.
func (f *Field) TypedRune(r rune) {
	Noticed(f)
	f.caret.typed(&f.Entry, r)
}

// TypedKey uses a key, or hands the window's own keys on.
func (f *Field) TypedKey(k *fyne.KeyEvent) {
	Noticed(f)
	if f.OnKey != nil && f.OnKey(k) {
		return
	}
	if windowKey(k.Name) {
		passKey(f, k)
		return
	}
	f.caret.before(&f.Entry)
	f.Entry.TypedKey(k)
}

// Tapped focuses the field.
func (f *Field) Tapped(e *fyne.PointEvent) {
	Noticed(f)
	f.caret.forget()
	f.Entry.Tapped(e)
}

// TypedShortcut keeps what a text field uses and hands the rest on.
func (f *Field) TypedShortcut(s fyne.Shortcut) {
	Noticed(f)
	if forwards(&f.Entry, s) {
		passShortcut(f, s)
		return
	}
	f.caret.shortcut(&f.Entry, s)
	copied(f, s)
}

// forwards handles the ends of a text, which an entry leaves out, and reports
// whether a shortcut is the window's.
func forwards(e *widget.Entry, s fyne.Shortcut) bool {
	c, ok := s.(*desktop.CustomShortcut)
	if !ok {
		return false
	}
	ctrl := c.Modifier&fyne.KeyModifierControl != 0 || c.Modifier&fyne.KeyModifierSuper != 0
	switch c.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyBackspace, fyne.KeyDelete:
		return c.Modifier&fyne.KeyModifierAlt != 0
	case fyne.KeyA, fyne.KeyC, fyne.KeyV, fyne.KeyX, fyne.KeyZ, fyne.KeyY, fyne.KeyInsert:
		return !ctrl || c.Modifier&fyne.KeyModifierAlt != 0
	case fyne.KeyHome, fyne.KeyEnd:
		if ctrl {
			toEnd(e, c.KeyName == fyne.KeyEnd)
		}
		return false
	}
	return true
}

func toEnd(e *widget.Entry, end bool) {
	e.CursorRow, e.CursorColumn = 0, 0
	if end {
		for r := 0; ; r++ {
			e.CursorRow = r
			if r > 0 && e.CursorTextOffset() == 0 {
				e.CursorRow = r - 1
				break
			}
		}
		e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	}
	e.Refresh()
}

// MouseDown places the cursor by hand.
func (f *Field) MouseDown(e *desktop.MouseEvent) {
	f.caret.forget()
	f.Entry.MouseDown(e)
}

// Dragged selects by hand.
func (f *Field) Dragged(e *fyne.DragEvent) {
	f.caret.forget()
	f.Entry.Dragged(e)
}

// DoubleTapped selects a word by hand.
func (f *Field) DoubleTapped(e *fyne.PointEvent) {
	f.caret.forget()
	f.Entry.DoubleTapped(e)
}
