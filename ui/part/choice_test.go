package part

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestOpenListGoesOnFromWhatIsChosen(t *testing.T) {
	for _, c := range []struct {
		from string
		key  fyne.KeyName
		want string
	}{{"b", fyne.KeyDown, "c"}, {"b", fyne.KeyUp, "a"}, {"a", fyne.KeyDown, "b"}, {"", fyne.KeyDown, "a"}} {
		got := ""
		x := NewChoice("", c.from, []Option{{"a", "Ash"}, {"b", "Beech"}, {"c", "Cedar"}}, func(code string) { got = code })
		w := show(t, x, 300, 300)
		w.Canvas().Focus(x)
		for _, k := range []fyne.KeyName{fyne.KeyDown, c.key, fyne.KeyReturn} {
			w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
		}
		if got != c.want {
			t.Errorf("from %q by %s: %q, want %q", c.from, c.key, got, c.want)
		}
	}
}
