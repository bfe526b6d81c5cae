package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"corridor/app"
	"corridor/app/intel"
	"corridor/app/sanitise"
	"corridor/ui/page"
	"corridor/ui/part"
	"corridor/ui/words"
)

// body is the pane that the draft is typed into.
func body(t *testing.T, w *Window) *part.TextPane {
	t.Helper()
	var out *part.TextPane
	walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
		if p, ok := o.(*part.TextPane); ok && strings.Contains(p.Text, "known as Stretch is") {
			out = p
		}
		return out != nil
	})
	if out == nil {
		t.Fatal("no draft on the screen")
	}
	return out
}

func draft(t *testing.T) (*Window, *fakeDesk) {
	t.Helper()
	w, d := unlocked(t, false, 1280, 720)
	w.Go(page.Route{Page: "product", Item: "i4", Step: "draft"})
	return w, d
}

func TestFactsToldStandInATable(t *testing.T) {
	w, _ := draft(t)
	typeIn(t, w, "m")
	said := text(w)
	for _, want := range []string{"27 Harrow Lane", words.T("mosaic.new"), "a grey VW Golf", "REL-26-0021", words.T("mosaic.line", 2, 1)} {
		if !strings.Contains(flat(said), flat(want)) {
			t.Errorf("the table lacks %q", want)
		}
	}
	if strings.Index(said, words.T("mosaic.new")) > strings.Index(said, "REL-26-0011") {
		t.Error("what is new does not stand first")
	}
}

func TestTermsComeOffADenyListByTwo(t *testing.T) {
	w, d := draft(t)
	typeIn(t, w, "l")
	for _, want := range []string{"Operation Lantern", words.T("denyscope.compartment"), "Kelly Holt", words.T("denyscope.item"), words.T("denyscope.source")} {
		if !strings.Contains(text(w), want) {
			t.Errorf("the lists lack %q", want)
		}
	}
	press(t, w, words.T("deny.off")) // the first is the compartment's
	if !strings.Contains(flat(text(w)), "Operation Lantern") {
		t.Fatal("nothing says which term it is")
	}
	typeIn(t, w, "The operation is public")
	key(w, fyne.KeyReturn)
	did(t, d, `undeny n2 "The operation is public"`)
}

func TestATermIsDeniedToAChosenScope(t *testing.T) {
	w, d := draft(t)
	b := body(t, w)
	w.Fyne().Canvas().Focus(b)
	start, end := runeSpan(b.Text, "blue Adidas bag")
	b.Place(start)
	b.Entry.KeyDown(&fyne.KeyEvent{Name: "LeftShift"})
	for range end - start {
		b.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	b.Entry.KeyUp(&fyne.KeyEvent{Name: "LeftShift"})
	press(t, w, words.T("draft.denied"))
	press(t, w, words.T("draft.deny"))
	if got := valued(w); !slices.Equal(got, []string{"blue Adidas bag"}) {
		t.Fatalf("the words selected are not offered: %q", got)
	}
	var scope *part.Choice
	walk(w.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		if c, ok := o.(*part.Choice); ok {
			scope = c
		}
		return false
	})
	scope.SetCode("compartment")
	press(t, w, words.T("draft.deny.verb"))
	did(t, d, `deny name "blue Adidas bag" to "compartment"`)
}

func TestLessExactReplacesWhereTheCursorStands(t *testing.T) {
	w, d := draft(t)
	b := body(t, w)
	w.Fyne().Canvas().Focus(b)
	at, _ := runeSpan(b.Text, "Harrow Lane")
	b.Place(at + 2)
	before := b.Text
	key(w, fyne.KeyF11)
	want := sanitise.Generalise(before, at+2, at+2)
	if len(want) == 0 || w.asks.Title() != words.T("coarser.title") {
		t.Fatalf("offered %d, asked %q", len(want), w.asks.Title())
	}
	key(w, fyne.KeyReturn)
	if b.Text != want[0].Apply(before) {
		t.Errorf("the draft says %q", b.Text)
	}
	if got := d.typed["i4"].Body; got != b.Text {
		t.Errorf("kept %q", got)
	}
	if w.Fyne().Canvas().Focused() != fyne.Focusable(b) {
		t.Error("typing does not go on in the draft")
	}
	for range 10 { // word by word, as typing is undone
		b.Undo()
	}
	if b.Text != before {
		t.Errorf("after undo %q", b.Text)
	}
	end := len([]rune(b.Text))
	b.Place(end)
	b.TypedRune(' ')
	key(w, fyne.KeyF11)
	if !strings.Contains(flat(text(w)), flat(words.T("coarser.none"))) {
		t.Error("where nothing is exact, nothing says so")
	}
}

func TestPhrasesAreTypedByTheirShortForm(t *testing.T) {
	w, d := draft(t)
	b := body(t, w)
	w.Fyne().Canvas().Focus(b)
	end := len([]rune(b.Text))
	b.Place(end)
	before := b.Text
	typeIn(t, w, " ib")
	key(w, fyne.KeyF12)
	key(w, fyne.KeyReturn)
	if b.Text != before+" It is believed that" {
		t.Errorf("the draft ends %q", b.Text[len(before):])
	}
	key(w, fyne.KeyF12)
	typeIn(t, w, words.T("phrases.propose"))
	key(w, fyne.KeyReturn)
	typeIn(t, w, "veh2")
	w.Fyne().Canvas().FocusNext()
	typeIn(t, w, "a vehicle of a common kind")
	press(t, w, words.T("phrases.propose.verb"))
	did(t, d, "propose phrase veh2: a vehicle of a common kind")
}

func TestPhrasesOfTheUnitAreAgreedAndTakenOff(t *testing.T) {
	w, d := draft(t)
	w.Fyne().Canvas().Focus(body(t, w))
	for _, c := range []struct{ pick, did string }{
		{words.T("phrases.agree", "premises in the area"), "agree phrase ph1"},
		{words.T("phrases.drop", "premises in the area"), "drop phrase ph1"},
		{words.T("phrases.drop", "a firearm of an unknown kind"), "drop phrase ph2"},
	} {
		key(w, fyne.KeyF12)
		typeIn(t, w, words.T("phrases.unit"))
		key(w, fyne.KeyReturn)
		typeIn(t, w, c.pick)
		key(w, fyne.KeyReturn)
		did(t, d, c.did)
	}
	key(w, fyne.KeyF12)
	typeIn(t, w, "premises in the area")
	key(w, fyne.KeyReturn)
	if strings.Contains(body(t, w).Text, "premises in the area") {
		t.Error("a phrase that nobody agreed was offered")
	}
}

func TestAFirstDraftIsTakenStepByStep(t *testing.T) {
	w, d := draft(t)
	was := body(t, w).Text
	typeIn(t, w, "s")
	if w.asks.Title() != words.T("start.title") {
		t.Fatalf("asked %q", w.asks.Title())
	}
	if body(t, w).Text != was {
		t.Fatal("the draft changed before the officer said so")
	}
	key(w, fyne.KeyReturn) // the first step is taken back
	press(t, w, words.T("start.verb"))
	got := d.typed["i4"].Body
	if !strings.Contains(got, "2140 hours") || !strings.Contains(got, "the Harrow Lane area") || strings.Contains(got, "07700 900461") {
		t.Errorf("the draft is %q", got)
	}
	w.Fyne().Canvas().Unfocus()
	typeIn(t, w, "s")
	if w.asks.Title() != words.T("draft.savefirst") {
		t.Errorf("what is typed would be lost: asked %q", w.asks.Title())
	}
}

func TestVersionsAreCompared(t *testing.T) {
	w, d := draft(t)
	typeIn(t, w, "v")
	did(t, d, "open draft i4 v3") // newest, with the one submitted
	n := 0
	for _, x := range d.did {
		if strings.HasPrefix(x, "open draft") {
			n++
		}
	}
	if n != 2 || !slices.Contains(d.did, "open draft i4 v1") {
		t.Fatalf("%q", d.did)
	}
	for _, want := range []string{"firearm of an older kind", words.T("versions.submitted", "REL-26-0021"), words.T("versions.diff", 5, 1)} {
		if !strings.Contains(flat(text(w)), flat(want)) {
			t.Errorf("the comparison lacks %q", want)
		}
	}
	older := firstChoice(w)
	older.SetSelectedIndex(0) // the newest with itself
	if !strings.Contains(text(w), words.T("versions.same")) {
		t.Error("the same version differs from itself")
	}
	w.asks.Escape()
	body(t, w).Write(0, 0, "Now ")
	w.Fyne().Canvas().Unfocus()
	typeIn(t, w, "v")
	if !strings.Contains(text(w), words.T("versions.now")) || !strings.Contains(text(w), "Now A man") {
		t.Error("what is typed is not among the versions")
	}
}

// What a check finds lights words and moves nothing: typing goes on where it
// was, letter by letter.
func TestChecksNeverMoveTheCursor(t *testing.T) {
	w, d := draft(t)
	b := body(t, w)
	w.Fyne().Canvas().Focus(b)
	_, at := runeSpan(b.Text, "believed to be")
	b.Place(at)
	const typed = " (said on Tuesday 24 November at 27 Harrow Lane, with a blue Adidas bag)"
	for i, r := range typed {
		b.TypedRune(r)
		if got := b.CursorTextOffset(); got != at+i+1 && got != at+i { // a space at a row's end is swallowed
			t.Fatalf("after %q the cursor is at %d, not %d", typed[:i+1], got, at+i+1)
		}
	}
	if got := string([]rune(b.Text)[at : at+len(typed)]); got != typed || d.typed["i4"].Body != b.Text {
		t.Errorf("typed %q", got)
	}
	if len(b.Spans()) < 3 {
		t.Errorf("only %d residues are lit", len(b.Spans()))
	}
}

// The residue looked at is what is made less exact when nothing is selected.
func TestLessExactOfTheResidueLookedAt(t *testing.T) {
	w, _ := draft(t)
	b := body(t, w)
	typeIn(t, w, "n")
	key(w, fyne.KeyF11)
	if w.asks.Title() != words.T("coarser.title") || strings.Contains(flat(text(w)), flat(words.T("coarser.none"))) {
		t.Fatal("nothing is offered for the residue")
	}
	key(w, fyne.KeyReturn)
	if strings.Contains(b.Text, "27 Harrow Lane") {
		t.Errorf("the draft says %q", b.Text)
	}
}

func TestSignOffShowsWhatBecameOfATextThatCameBack(t *testing.T) {
	w, d := unlocked(t, false, 1440, 900)
	older := intel.DraftText{Title: "T", Body: "A handgun may be kept at the yard."}
	newer := intel.DraftText{Title: "T", Body: "A firearm may be kept at the yard."}
	d.changes = []app.Change{{Words: "since REL-26-0021, returned", Older: older, Newer: newer}, {Words: "after it was submitted", Older: newer, Newer: older}}
	w.Go(page.Route{Page: "signoff", Release: "r1"})
	walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
		s, ok := o.(*part.Sheet)
		if ok = ok && s.Name == "changed"; ok {
			s.Tapped(nil)
		}
		return ok
	})
	got := flat(text(w))
	for _, want := range []string{words.T("signoff.changed", d.changes[0].Words), words.T("signoff.changed", d.changes[1].Words), words.T("versions.diff", 1, 1)} {
		if !strings.Contains(got, flat(want)) {
			t.Errorf("nothing says %q", want)
		}
	}
	if !strings.Contains(got, "handgun") || !strings.Contains(got, "firearm") {
		t.Error("the two texts are not shown")
	}
}

// marked are the words lit more than the others, in the draft and in the source.
func marked(t *testing.T, w *Window) (draft, source string) {
	t.Helper()
	walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
		p, ok := o.(*part.TextPane)
		if !ok {
			return false
		}
		for _, s := range p.Spans() {
			if said := string([]rune(p.Text)[s.Start:s.End]); s.Chosen && p == body(t, w) {
				draft += said
			} else if s.Chosen {
				source += said
			}
		}
		return false
	})
	return draft, source
}

func TestBothSidesLightEachOther(t *testing.T) {
	w, _ := draft(t)
	b := body(t, w)
	var source *part.TextPane
	walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
		if p, ok := o.(*part.TextPane); ok && p != b {
			source = p
		}
		return source != nil
	})
	const words = "blue Adidas bag"
	from, _ := runeSpan(b.Text, words)
	b.OnOver(from)
	if d, s := marked(t, w); d != words || s != words {
		t.Errorf("the pointer over the draft lights %q and %q", d, s)
	}
	b.OnOver(-1)
	if d, s := marked(t, w); d != "" || s != "" {
		t.Errorf("when it is gone %q and %q stay lit", d, s)
	}
	from, _ = runeSpan(source.Text, words)
	source.OnOver(from + 1)
	if d, s := marked(t, w); d != words || s != words {
		t.Errorf("the pointer over the source lights %q and %q", d, s)
	}
	source.OnOver(-1)
	source.OnPlace(from + 2)
	if d, s := marked(t, w); d != words || s != words {
		t.Errorf("chosen in the source: %q and %q", d, s)
	}
}

// undo presses Ctrl+Z (or Ctrl+Y) the way the driver routes it.
func undo(w *Window, back bool) {
	var s fyne.Shortcut = &fyne.ShortcutRedo{}
	if back {
		s = &fyne.ShortcutUndo{}
	}
	if f, ok := w.Fyne().Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
		return
	}
	w.Fyne().Canvas().(fyne.Shortcutable).TypedShortcut(s)
}

// A proposal is put in by one key wherever the keyboard is, and taken back
// from there too: in the text and in the fields beside it.
func TestAProposalIsTakenBackFromAnywhere(t *testing.T) {
	w, d := draft(t)
	b := body(t, w)
	before := b.Text
	var source *part.TextPane
	walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
		if p, ok := o.(*part.TextPane); ok && p != b {
			source = p
		}
		return source != nil
	})
	for _, at := range []fyne.Focusable{nil, source} {
		w.Fyne().Canvas().Focus(at)
		typeIn(t, w, "na")
		after := b.Text
		if after == before {
			t.Fatal("no proposal was put in")
		}
		undo(w, true)
		if b.Text != before || d.typed["i4"].Body != before {
			t.Errorf("taken back it says %q", b.Text)
		}
		undo(w, false)
		if b.Text != after {
			t.Errorf("done again it says %q", b.Text)
		}
		undo(w, true)
	}
	var title *part.Field
	walk(w.Fyne().Content(), func(o fyne.CanvasObject) bool {
		if f, ok := o.(*part.Field); ok && f.PlaceHolder == words.T("draft.title") {
			title = f
		}
		return title != nil
	})
	title.SetText("An Adidas bag")
	w.Fyne().Canvas().Focus(nil)
	for range 4 { // the findings of the text are before it
		typeIn(t, w, "na")
		if title.Text != "An Adidas bag" {
			break
		}
		undo(w, true)
		typeIn(t, w, "n")
	}
	if title.Text != "An sports bag" {
		t.Fatalf("the title says %q", title.Text)
	}
	undo(w, true)
	if title.Text != "An Adidas bag" || d.typed["i4"].Title != title.Text || b.Text != before {
		t.Errorf("taken back the title says %q, the draft %q", title.Text, b.Text)
	}
	undo(w, false)
	if title.Text != "An sports bag" {
		t.Errorf("done again the title says %q", title.Text)
	}
}
