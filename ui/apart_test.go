package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"corridor/ui/page"
	"corridor/ui/words"
)

// onSource goes to the source step of an item.
func onSource(w *Window, item string) {
	w.Go(page.Route{Page: "product", Item: page.ItemID(item), Step: "source"})
}

// A mailbox of two sources is split by keyboard alone: the messages by digit,
// then where the first piece comes from.
func TestSplitByKeyboard(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	onSource(w, "i1")
	typeIn(t, w, "s")
	did(t, d, "apart i1")
	if w.asks.Title() != words.T("apart.title", "SIU-26-0412") {
		t.Fatalf("asked %q", w.asks.Title())
	}
	press(t, w, words.T("apart.verb"))
	if !strings.Contains(text(w), words.T("apart.nothing")) {
		t.Error("an empty split was not refused")
	}
	key(w, fyne.Key1)
	key(w, fyne.KeyN)
	key(w, fyne.Key1)
	for _, want := range []string{words.T("apart.inpiece", 2), words.T("apart.piece", 1, 2), words.T("apart.piece", 2, 1), words.T("apart.rest.none"), "has not been seen since"} {
		if !strings.Contains(flat(text(w)), flat(want)) {
			t.Errorf("no %q", want)
		}
	}
	first := firstChoice(w)
	first.SetSelectedIndex(3)
	w.Fyne().Canvas().Focus(fieldAfter(w, 1))
	typeIn(t, w, "17")
	press(t, w, words.T("apart.piece", 2, 1))
	if slices.Contains(valued(w), "17") {
		t.Error("one piece's source shows with another")
	}
	press(t, w, words.T("apart.verb"))
	if !slices.ContainsFunc(d.did, func(s string) bool { return strings.HasPrefix(s, "split i1 [1 3] [] ") && strings.HasSuffix(s, " 17") }) || !slices.ContainsFunc(d.did, func(s string) bool { return strings.HasPrefix(s, "split i1 [2] []  ") }) {
		t.Errorf("the desk was asked %q", d.did)
	}
	if w.asks.Open() {
		t.Errorf("then %q", w.asks.Title())
	}
}

// fieldAfter is the nth text field of the question that is open, from 1.
func fieldAfter(w *Window, n int) (out fyne.Focusable) {
	walk(w.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		f, ok := o.(interface {
			fyne.Focusable
			Value() string
		})
		if ok {
			n--
			out = f
		}
		return ok && n == 0
	})
	return out
}

func TestAMailboxProposesItsMessages(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	onSource(w, "i5")
	typeIn(t, w, "s")
	if !strings.Contains(text(w), words.T("apart.rest.none")) {
		t.Error("the messages are not proposed")
	}
	press(t, w, words.T("apart.verb"))
	for _, want := range []string{"split i5 [1] []", "split i5 [2] []", "split i5 [3] []"} {
		if !slices.ContainsFunc(d.did, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("not %q", want)
		}
	}
}

func TestAChatIsSplitBySpeaker(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	onSource(w, "i1")
	press(t, w, words.T("apart.begin"))
	press(t, w, words.Of("apart.way", "turns")+" 3")
	press(t, w, words.T("apart.eachspeaker"))
	press(t, w, words.T("apart.verb"))
	n := 0
	for _, s := range d.did {
		if strings.HasPrefix(s, "split i1 [] [[") {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d pieces of two speakers: %q", n, d.did)
	}
}

func TestLinksAreShownBothWays(t *testing.T) {
	w, _ := unlocked(t, false, 1280, 720)
	onSource(w, "i3")
	for _, want := range []string{"Split off: SIU-26-0401 · its parts 1, 3", "Split from SIU-26-0412 · letters 1 to 40 of its text"} {
		if !strings.Contains(flat(text(w)), want) {
			t.Errorf("no %q", want)
		}
	}
	press(t, w, words.T("tie.open"))
	if w.At().Item != "i1" && w.At().Item != "i5" {
		t.Errorf("it opened %+v", w.At())
	}
}

func TestJoinByKeyboard(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	onSource(w, "i3")
	typeIn(t, w, "o")
	press(t, w, words.T("join.verb"))
	if !strings.Contains(text(w), words.T("join.need")) {
		t.Error("one item alone was joined")
	}
	key(w, fyne.KeySpace)
	key(w, fyne.KeyDown)
	key(w, fyne.KeySpace)
	key(w, fyne.KeySpace)
	press(t, w, words.T("join.verb"))
	if !slices.ContainsFunc(d.did, func(s string) bool { return strings.HasPrefix(s, "join [i3 i5]") }) {
		t.Errorf("the desk was asked %q", d.did)
	}
}

// Columns are settled over a preview of the first rows; a field has one column.
func TestColumnsAreSettledOverAPreview(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	d.products["i6"].Reading.Kind = "csv"
	onSource(w, "i6")
	if !strings.Contains(flat(text(w)), flat(words.T("columns.guessed", "Telecom A"))) {
		t.Fatal("nothing says that the columns are guessed")
	}
	typeIn(t, w, "t")
	if w.asks.Title() != words.T("columns.title", "SIU-26-0388") {
		t.Fatalf("asked %q", w.asks.Title())
	}
	if !strings.Contains(flat(text(w)), flat(words.T("columns.odd", 1, 12))) || !strings.Contains(flat(text(w)), "21 Nov 2026 21:10 GMT") {
		t.Error("the preview does not read the rows")
	}
	first := firstChoice(w)
	first.SetSelected(words.Of("field", "from"))
	if !strings.Contains(text(w), "07700 900123") {
		t.Error("the preview does not follow")
	}
	press(t, w, words.T("columns.verb"))
	did(t, d, "columns i6 map[from:0 when:2]")
	if !strings.Contains(flat(text(w)), "DC Rowan Malik settled them on") {
		t.Error("nothing says whose columns they are")
	}
}
