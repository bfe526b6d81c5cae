package part

import (
	"fyne.io/fyne/v2"
)

// Activity is what widgets send to their window when somebody uses them. It is
// a shortcut so that it needs no registry: the canvas knows who listens.
type Activity struct{}

// ShortcutName implements fyne.Shortcut.
func (*Activity) ShortcutName() string { return "corridor:activity" }

// Copied is what a text tells its window when something was copied from it, so
// that lock can take it off the clipboard again.
type Copied struct{ Text string }

// ShortcutName implements fyne.Shortcut.
func (*Copied) ShortcutName() string { return "corridor:copied" }

// copied tells the window what a shortcut put on the clipboard.
func copied(o fyne.CanvasObject, s fyne.Shortcut) {
	switch c := s.(type) {
	case *fyne.ShortcutCopy:
		passShortcut(o, &Copied{c.Clipboard.Content()})
	case *fyne.ShortcutCut:
		passShortcut(o, &Copied{c.Clipboard.Content()})
	}
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// Noticed tells the window that somebody is there.
func Noticed(o fyne.CanvasObject) {
	if s, ok := canvasOf(o).(fyne.Shortcutable); ok && s != nil {
		s.TypedShortcut(&Activity{})
	}
}

// passShortcut hands a shortcut on to the window.
func passShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	if c, ok := canvasOf(o).(fyne.Shortcutable); ok && c != nil {
		c.TypedShortcut(s)
	}
}

// passRune hands a typed character on to the window.
func passRune(o fyne.CanvasObject, r rune) {
	if c := canvasOf(o); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// passKey hands a key on to the window.
func passKey(o fyne.CanvasObject, k *fyne.KeyEvent) {
	if c := canvasOf(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(k)
	}
}

// windowKey reports whether a key belongs to the window even in a text field.
func windowKey(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
		fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12:
		return true
	}
	return false
}
