package part

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

const typedText = "Tablets are believed to be sold from a vehicle near leisure premises in the town during the evening. Biscuit sells tablets from a blue car by the baths, and so on and on until it wraps."

// What is typed stands in the text letter by letter, wherever the rows wrap.
func TestTypingOverTheEdgeLosesNothing(t *testing.T) {
	for _, width := range []float32{150, 189, 241} {
		p, a := NewTextPane(false, 4), NewArea("", 4)
		for _, f := range []fyne.Focusable{p, a} {
			w := show(t, f.(fyne.CanvasObject), width, 300)
			w.Canvas().Focus(f)
			test.Type(f, typedText)
		}
		if p.Text != typedText {
			t.Errorf("pane at %v: %q", width, p.Text)
		}
		if a.Text != typedText {
			t.Errorf("area at %v: %q", width, a.Text)
		}
	}
}

// Backspace takes the swallowed space away, not the letter before it.
func TestBackspaceAtTheEdge(t *testing.T) {
	for width := float32(150); width < 260; width += 7 {
		a := NewArea("", 4)
		w := show(t, a, width, 300)
		w.Canvas().Focus(a)
		for _, r := range "Tablets are believed to be sold" {
			a.TypedRune(r)
			if r == ' ' {
				a.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
				a.TypedRune(' ')
			}
		}
		if a.Text != "Tablets are believed to be sold" {
			t.Errorf("at %v: %q", width, a.Text)
		}
	}
}

// Moving the cursor by hand counts, whatever the caret remembers.
func TestPlaceByHandCounts(t *testing.T) {
	a := NewArea("", 4)
	w := show(t, a, 189, 300)
	w.Canvas().Focus(a)
	test.Type(a, "Tablets are believed to be sold from a vehicle near leisure premises in the town ")
	a.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageUp})
	test.Type(a, "X")
	if a.Text[0] != 'X' {
		t.Errorf("%q", a.Text)
	}
}
