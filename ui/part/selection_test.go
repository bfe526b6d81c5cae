package part

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestSelectionIsFoundFromBothEnds(t *testing.T) {
	p := NewTextPane(false, 4)
	show(t, p, 400, 300)
	p.Put("one two two three", nil)
	p.choose(4, 7) // from the left: the cursor ends behind it
	if s, e := p.Selection(); s != 4 || e != 7 {
		t.Errorf("forwards: %d to %d", s, e)
	}
	p.Place(11)
	p.Entry.KeyDown(&fyne.KeyEvent{Name: "LeftShift"})
	for range 3 {
		p.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
	p.Entry.KeyUp(&fyne.KeyEvent{Name: "LeftShift"})
	if s, e := p.Selection(); s != 8 || e != 11 {
		t.Errorf("backwards: %d to %d of %q", s, e, p.SelectedText())
	}
	p.Put("other", nil)
	p.Place(2)
	if s, e := p.Selection(); s != 2 || e != 2 {
		t.Errorf("nothing selected: %d to %d", s, e)
	}
}

func TestWriteInsertsReplacesAndTellsOnce(t *testing.T) {
	p := NewTextPane(false, 4)
	told := 0
	p.OnEdited = func(string) { told++ }
	show(t, p, 180, 300)
	const long = "It was seen at the old mill on the river, and nobody else was told. £5 é end"
	for _, c := range []struct {
		start, end int
		with, want string
	}{
		{0, 0, "So: ", "So: " + long}, {3, 6, "stood", "It stood" + long[6:]},
		{len([]rune(long)), len([]rune(long)), "…", long + "…"}, {20, 20, "very ", string([]rune(long)[:20]) + "very " + string([]rune(long)[20:])},
	} {
		p.Put(long, nil)
		told = 0
		if !p.Write(c.start, c.end, c.with) || p.Text != c.want || told != 1 {
			t.Errorf("%q at %d to %d: %q, told %d times", c.with, c.start, c.end, p.Text, told)
		}
		if at := p.CursorTextOffset(); at != c.start+len([]rune(c.with)) && at != c.start+len([]rune(c.with))-1 {
			t.Errorf("%q: the cursor is at %d", c.with, at)
		}
	}
	full := 0
	p.OnFull = func() { full++ }
	p.Put(strings.Repeat("line\n", MaxEdit/5), nil)
	if p.Write(0, 0, "more") || full != 1 {
		t.Error("a full pane takes more")
	}
}
