package part

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"corridor/ui/style"
)

const sample = "On Saturday 21 November at about 2140 hours the person was seen near the old mill. " +
	"They said the parcel would be moved, and nobody else was told of it.\n\nA second paragraph follows: naïve café, £5, and a long tail of words that wraps round the edge of the pane again and again.\n"

func show(t *testing.T, o fyne.CanvasObject, w, h float32) fyne.Window {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(style.New(false))
	win := test.NewTempWindow(t, o)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	return win
}

// painted collects the text objects of a widget tree, from top to bottom.
func painted(o fyne.CanvasObject, out *[]string) {
	switch v := o.(type) {
	case *canvas.Text:
		*out = append(*out, v.Text)
	case *fyne.Container:
		for _, c := range v.Objects {
			painted(c, out)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(v).Objects() {
			painted(c, out)
		}
	}
}

// The rows that the pane works out must be the rows that Fyne paints: this
// fails loudly if an upgrade of Fyne breaks the highlights.
func TestRowsAgreeWithPaint(t *testing.T) {
	for _, width := range []float32{180, 260, 333, 520} {
		p := NewTextPane(true, 4)
		show(t, p, width, 400)
		p.Put(sample, nil)
		rows := p.Rows()
		runes := []rune(p.Text)
		var want []string
		for i, start := range rows {
			end := len(runes)
			if i+1 < len(rows) {
				end = rows[i+1]
			}
			want = append(want, strings.TrimRight(string(runes[start:end]), "\n "))
		}
		var got []string
		painted(p.scroll.Content, &got)
		// the placeholder and the selection bring no text of their own
		var lines []string
		for _, g := range got {
			lines = append(lines, strings.TrimRight(g, "\n "))
		}
		if len(rows) < 4 {
			t.Fatalf("width %v: only %d rows", width, len(rows))
		}
		if trimEmpty(lines) != trimEmpty(want) {
			t.Errorf("width %v:\npainted %q\nrows    %q", width, lines, want)
		}
	}
}

func trimEmpty(s []string) string {
	return strings.Trim(strings.Join(s, "|"), "|")
}

func TestSpanIsDrawnUnderItsWords(t *testing.T) {
	p := NewTextPane(false, 4)
	show(t, p, 260, 400)
	runes := []rune(sample)
	start := len([]rune(sample[:strings.Index(sample, "café")]))
	p.Put(sample, []Span{{Start: start, End: start + 4, Tone: Danger}, {Start: 0, End: len(runes), Tone: Accent}})
	if len(p.layer.Objects) < len(p.Rows())-2 {
		t.Fatalf("%d boxes for %d rows", len(p.layer.Objects), len(p.Rows()))
	}
	row, _ := rowOf(p.Rows(), start)
	box := p.layer.Objects[0]
	want := p.at(row, start-p.Rows()[row])
	if box.Position().X != want.X-1 {
		t.Errorf("box at %v, word at %v", box.Position(), want)
	}
	p.Light([]Span{{Start: -3, End: 2}, {Start: 5, End: 5}, {Start: 9999, End: 10001}})
	if len(p.layer.Objects) != 0 {
		t.Error("impossible spans were drawn")
	}
}

func TestHighlightsScrollWithTheText(t *testing.T) {
	p := NewTextPane(true, 4)
	show(t, p, 260, 120)
	long := strings.Repeat("word ", 600)
	p.Put(long, []Span{{Start: 0, End: 4, Tone: Danger}, {Start: 2500, End: 2504, Tone: Danger}})
	if len(p.layer.Objects) != 1 {
		t.Fatalf("at the top %d boxes", len(p.layer.Objects))
	}
	p.Place(2500)
	if len(p.layer.Objects) != 1 {
		t.Fatalf("after the jump %d boxes", len(p.layer.Objects))
	}
	if y := p.layer.Objects[0].Position().Y; y < 0 || y > 120 {
		t.Errorf("the run jumped to is at %v, out of view", y)
	}
	p.Put(long+"more", nil)
	if p.scroll.Offset.Y != 0 {
		t.Error("another text begins in its middle")
	}
}

func TestReadOnlyDropsEdits(t *testing.T) {
	p := NewTextPane(true, 4)
	w := show(t, p, 300, 200)
	p.Put(sample, nil)
	w.Canvas().Focus(p)
	var passed []rune
	w.Canvas().SetOnTypedRune(func(r rune) { passed = append(passed, r) })
	test.Type(p, "yn")
	for _, k := range []fyne.KeyName{fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyReturn} {
		p.TypedKey(&fyne.KeyEvent{Name: k})
	}
	p.TypedShortcut(&fyne.ShortcutPaste{Clipboard: test.NewClipboard()})
	p.TypedShortcut(&fyne.ShortcutSelectAll{})
	p.TypedShortcut(&fyne.ShortcutCut{Clipboard: test.NewClipboard()})
	if p.Text != sample {
		t.Errorf("text changed to %q", p.Text)
	}
	if string(passed) != "yn" {
		t.Errorf("window heard %q", string(passed))
	}
}

func TestOnlyTheOfficersEditsAreTold(t *testing.T) {
	p := NewTextPane(false, 4)
	w := show(t, p, 300, 200)
	var told []string
	p.OnEdited = func(s string) { told = append(told, s) }
	p.Put("draft", nil)
	if len(told) != 0 {
		t.Fatal("Put was told as an edit")
	}
	w.Canvas().Focus(p)
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	test.Type(p, "s")
	if len(told) != 1 || told[0] != "drafts" {
		t.Errorf("told %q", told)
	}
	p.Undo()
	if p.Text != "draft" {
		t.Errorf("undo gave %q", p.Text)
	}
}

// Shortcuts reach the window while a field has the keyboard.
func TestFieldsForwardShortcuts(t *testing.T) {
	f, area, pane := NewField("f"), NewArea("a", 3), NewTextPane(false, 3)
	w := show(t, container.NewVBox(f, area, pane), 400, 400)
	heard := 0
	k := &desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: fyne.KeyModifierControl}
	w.Canvas().AddShortcut(k, func(fyne.Shortcut) { heard++ })
	for i, o := range []fyne.Focusable{f, area, pane} {
		w.Canvas().Focus(o)
		o.(fyne.Shortcutable).TypedShortcut(k)
		if heard != i+1 {
			t.Errorf("%T kept Ctrl+K to itself", o)
		}
	}
	ctrlLeft := &desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierControl}
	w.Canvas().AddShortcut(ctrlLeft, func(fyne.Shortcut) { t.Error("Ctrl+Left left the field") })
	f.SetText("two words")
	f.CursorColumn = 9
	f.TypedShortcut(ctrlLeft)
	if f.CursorColumn != 4 {
		t.Errorf("Ctrl+Left moved to %d", f.CursorColumn)
	}
	f1 := 0
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) {
		if k.Name == fyne.KeyF1 {
			f1++
		}
	})
	area.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	if f1 != 1 {
		t.Error("F1 did not reach the window")
	}
}

func TestControlEndAndHome(t *testing.T) {
	a := NewArea("", 3)
	show(t, a, 200, 200)
	a.SetText("one two three four five six seven eight nine ten\nlast line")
	a.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEnd, Modifier: fyne.KeyModifierControl})
	if got, want := a.CursorTextOffset(), len([]rune(a.Text)); got != want {
		t.Errorf("Ctrl+End at %d of %d", got, want)
	}
	a.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyHome, Modifier: fyne.KeyModifierControl})
	if a.CursorTextOffset() != 0 {
		t.Error("Ctrl+Home is not at the start")
	}
}

// Every use of a widget tells the window that somebody is there.
func TestActivityReachesTheWindow(t *testing.T) {
	f := NewField("")
	b := NewButton("Do it", nil, nil)
	w := show(t, container.NewVBox(f, b), 300, 200)
	n := 0
	w.Canvas().AddShortcut(&Activity{}, func(fyne.Shortcut) { n++ })
	test.Type(f, "ab")
	test.Tap(b)
	if n < 3 {
		t.Errorf("noticed %d times", n)
	}
}

func TestSecretIsTakenOnce(t *testing.T) {
	s := NewSecret("")
	show(t, s, 200, 60)
	test.Type(s, "correct horse")
	if got := string(s.Take()); got != "correct horse" || s.Text != "" {
		t.Errorf("took %q and left %q", got, s.Text)
	}
}

// A proposal that is taken can be undone, wherever the rows wrap.
func TestReplaceCanBeUndone(t *testing.T) {
	runes := []rune(sample)
	for _, width := range []float32{180, 260, 333, 520} {
		for start := 0; start+9 < len(runes); start += 31 {
			end := start + 9
			p := NewTextPane(false, 4)
			w := show(t, p, width, 300)
			w.Canvas().Focus(p)
			p.Put(sample, nil)
			told := 0
			p.OnEdited = func(string) { told++ }
			p.Replace(start, end, "in town")
			want := string(runes[:start]) + "in town" + string(runes[end:])
			if p.Text != want || told != 1 {
				t.Fatalf("width %v, %d to %d: told %d times\n%q\n%q", width, start, end, told, p.Text, want)
			}
		}
	}
	p := NewTextPane(false, 4)
	w := show(t, p, 400, 300)
	w.Canvas().Focus(p)
	p.Put("seen in the kitchen today", nil)
	p.Replace(8, 19, "there")
	for range 4 {
		p.Undo()
	}
	if p.Text != "seen in the kitchen today" {
		t.Errorf("undone to %q", p.Text)
	}
}

// The pointer is told apart by what is painted under it.
func TestPointerRestsOnLitRuns(t *testing.T) {
	p := NewTextPane(true, 4)
	show(t, p, 260, 400)
	var told []int
	p.OnOver = func(off int) { told = append(told, off) }
	p.Put(sample, []Span{{Start: 3, End: 11, Tone: Danger}, {Start: 60, End: 130}})
	for _, b := range p.layer.Objects {
		at := p.clip.Position().Add(b.Position()).AddXY(2, 2)
		p.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
		p.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at.AddXY(1, 0)}}) // the same one: not told again
	}
	p.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(2, 390)}})
	p.MouseOut()
	if len(p.layer.Objects) < 3 || !slices.Equal(told, []int{3, 60, -1}) {
		t.Errorf("over %d rectangles it told %v", len(p.layer.Objects), told)
	}
}

func TestALineOfALongTextTellsItsLitRun(t *testing.T) {
	s := NewSource()
	var told []int
	s.Hear(func(off int) { told = append(told, off) }, nil)
	w := show(t, s.Object(), 300, 300)
	s.Put(strings.Repeat("a line of words\n", MaxEdit/10), []Span{{Start: 20, End: 40}})
	w.Resize(fyne.NewSize(301, 300))
	for _, i := range []int{0, 1, 2, 3} {
		s.rows.Select(i)
	}
	if !s.Long() || !slices.Equal(told, []int{20, 32}) {
		t.Errorf("told %v", told)
	}
}
