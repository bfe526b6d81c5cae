package part

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// A hundred thousand rows cost what the rows in view cost.
func TestOnlyRowsInViewAreMade(t *testing.T) {
	made, opened := 0, -1
	l := NewRows(nil, func(i int) { opened = i })
	w := show(t, l, 400, 600)
	l.Source(100000, func(i int) Row {
		made++
		return Row{Title: fmt.Sprint("row ", i), Words: []Word{{"new", Danger}}}
	}, 0)
	w.Canvas().Focus(l)
	for range 50 {
		test.Type(l, "j")
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if l.Chosen() != 99999 || opened != 99999 {
		t.Errorf("chosen %d, opened %d", l.Chosen(), opened)
	}
	if made > 2000 {
		t.Errorf("%d rows were made", made)
	}
	test.Type(l, "k")
	if l.Chosen() != 99998 {
		t.Errorf("k moved to %d", l.Chosen())
	}
}

func TestMovingOpensNothing(t *testing.T) {
	show(t, container.NewVBox(), 100, 100)
	l := NewRows(nil, func(int) { t.Error("opened") })
	show(t, l, 400, 300)
	l.Step(1)
	l.Set([]Row{{Title: "a"}, {Title: "b"}}, -1)
	test.Type(l, "jjjk")
	if l.Chosen() != 0 {
		t.Errorf("chosen %d", l.Chosen())
	}
}

func TestLongRowsEndInAnEllipsis(t *testing.T) {
	show(t, container.NewVBox(), 100, 100)
	c := NewCut("a line that is much too long for its room", "text", "corridorInk", false)
	show(t, container.NewVBox(c), 100, 60)
	if c.text.Text == c.full || c.text.MinSize().Width > 100 {
		t.Errorf("%q is %v wide", c.text.Text, c.text.MinSize().Width)
	}
	c.SetText("short")
	if c.text.Text != "short" {
		t.Errorf("%q", c.text.Text)
	}
}

func TestPaletteNarrows(t *testing.T) {
	show(t, container.NewVBox(), 100, 100)
	done := ""
	acts := []Act{{Text: "Triage", Hint: "page"}, {Text: "SIU-26-0412", Hint: "Interception new"}, {Text: "Lock", Hint: "Ctrl+L"}}
	p := NewPalette("", acts, func(a Act) { done = a.Text })
	w := show(t, p.Body, 400, 300)
	w.Canvas().Focus(p.Field)
	test.Type(p.Field, "0412 new")
	if len(p.Shown()) != 1 {
		t.Fatalf("shown %+v", p.Shown())
	}
	p.Field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if done != "SIU-26-0412" {
		t.Errorf("did %q", done)
	}
	p.Field.SetText("")
	p.Field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	p.Field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if done != "SIU-26-0412" {
		t.Errorf("down and Enter did %q", done)
	}
}

// Custom widgets can be used by the keyboard alone.
func TestWidgetsByKeyboard(t *testing.T) {
	n := 0
	count := func() { n++ }
	show(t, container.NewVBox(), 100, 100)
	codes := NewCodes("h", []Code{{Code: "A", Name: "a"}, {Code: "B", Name: "b"}}, "", func(string) { n++ })
	for _, o := range []fyne.Focusable{
		NewSheet(Neutral, NewCut("x", "text", "corridorInk", false), count), NewRailItem("x", nil, count),
		NewButton("x", nil, count), NewFilter("x", Accent, false, count).(fyne.Focusable), NewAlarm(count), codes.sheets[1],
	} {
		before := n
		o.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if n != before+1 {
			t.Errorf("%T is not pressed by Enter", o)
		}
	}
	codes.sheets[0].TypedRune('a')
	if codes.Code() != "A" {
		t.Errorf("typing a chose %q", codes.Code())
	}
}

func TestSourceShowsLongTextAnotherWay(t *testing.T) {
	show(t, container.NewVBox(), 100, 100)
	s := NewSource()
	w := test.NewTempWindow(t, s.Object())
	w.Resize(fyne.NewSize(400, 300))
	s.Put("short text", []Span{{Start: 0, End: 5, Tone: Danger}})
	if s.Long() || len(s.Pane.Spans()) != 1 {
		t.Error("a short text is not in the pane")
	}
	long := make([]byte, MaxEdit+1)
	for i := range long {
		long[i] = "word "[i%5]
	}
	s.Put(string(long), []Span{{Start: 5, End: 9, Tone: Danger}, {Start: 7, End: 20}, {Start: -4, End: 2}})
	if !s.Long() || s.Pane.Text != "" {
		t.Error("a long text is in the pane")
	}
	got := ""
	for _, l := range s.rows.lines {
		got += string(s.rows.runes[l[0]:l[1]])
	}
	if got != string(long) {
		t.Error("the lines are not the text")
	}
	s.Place(15000)
	if s.rows.GetScrollOffset() <= 0 {
		t.Error("it did not scroll there")
	}
}

// Whatever the text and the width, the lines are the text without its breaks.
func FuzzWrap(f *testing.F) {
	f.Add("one two three", 30)
	f.Add("a\n\nnaïve café £5 \n", 7)
	f.Add("unbroken", 1)
	f.Fuzz(func(t *testing.T, text string, width int) {
		if len(text) > 2000 {
			return
		}
		runes := []rune(text)
		want, got, last := "", "", 0
		for _, r := range runes {
			if r != '\n' {
				want += string(r)
			}
		}
		if width <= 0 {
			return
		}
		for _, l := range wrapRunes(runes, float32(width%1000+1), func(rune) float32 { return 3 }) {
			if l[0] < last || l[1] < l[0] || l[1] > len(runes) {
				t.Fatalf("line %v after %d of %d", l, last, len(runes))
			}
			last = l[1]
			got += string(runes[l[0]:l[1]])
		}
		if got != want {
			t.Fatalf("%q became %q", want, got)
		}
	})
}
