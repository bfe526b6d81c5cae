package part

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Escape and the function keys reach the window wherever the keyboard is.
func TestWindowKeysPassEveryField(t *testing.T) {
	fields := map[string]fyne.Focusable{"field": NewField(""), "area": NewArea("", 2), "choice": NewChoice("", "", []Option{{"a", "A"}}, nil), "tick": NewTick("t", false, nil),
		"button": NewButton("b", nil, nil), "sheet": NewSheet(Neutral, Gap(4), nil), "rows": NewRows(nil, nil), "pane": NewTextPane(false, 2)}
	box := container.NewVBox()
	for _, f := range fields {
		box.Add(f.(fyne.CanvasObject))
	}
	w := show(t, box, 400, 600)
	var heard fyne.KeyName
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { heard = k.Name })
	for name, f := range fields {
		for _, k := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyF1, fyne.KeyF12} {
			heard = ""
			if f.TypedKey(&fyne.KeyEvent{Name: k}); heard != k {
				t.Errorf("%s keeps %s to itself", name, k)
			}
		}
	}
}
