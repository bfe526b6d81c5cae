package ui

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/page"
	"corridor/ui/part"
	"corridor/ui/words"
)

// pressIn presses what says so, if it is there.
func pressIn(w *Window, label string) bool {
	rs := roots(w)
	for i := len(rs) - 1; i >= 0; i-- {
		if walk(rs[i], func(o fyne.CanvasObject) bool {
			b, ok := o.(*part.Button)
			says := ok && b.Text == label && !b.Disabled()
			if c, chip := o.(interface{ Label() string }); chip {
				says = c.Label() == label
			}
			if says {
				o.(fyne.Tappable).Tapped(&fyne.PointEvent{})
			}
			return says
		}) {
			return true
		}
	}
	return false
}

func fakeWaiting() []app.Waiting {
	var out []app.Waiting
	for _, name := range []string{"report 1.eml", "life at risk.eml", "held before.eml", "large download.zip", "scan.tiff", "gone.txt", "report 2.eml"} {
		out = append(out, app.Waiting{Name: name, Size: 4096, Open: func() ([]byte, error) {
			if name == "gone.txt" {
				return nil, os.ErrNotExist
			}
			return []byte("x"), nil
		}})
	}
	return out
}

func fakeLeftAlone() []app.Untouched {
	return []app.Untouched{{Name: "inbox/link.lnk", Why: "it is a link: links are not followed"}}
}

// batchTaken takes a batch in and leaves its summary on the screen.
func batchTaken(w *Window) {
	page.ReceiveMany(w, w.desk, fakeWaiting(), fakeLeftAlone(), w.batched)
	for _, r := range "Northshire DSU" {
		w.Fyne().Canvas().Focused().TypedRune(r)
	}
	firstChoice(w).SetSelectedIndex(1)
	pressIn(w, words.T("batch.verb", 7))
}

// firstChoice is the first drop-down of the question that is open.
func firstChoice(w *Window) (out *part.Choice) {
	walk(w.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		c, ok := o.(*part.Choice)
		if ok {
			out = c
		}
		return ok
	})
	return out
}

// valued lists what stands in the fields of the question that is open.
func valued(w *Window) (out []string) {
	walk(w.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		if f, ok := o.(*part.Field); ok && f.Text != "" {
			out = append(out, f.Text)
		}
		return false
	})
	return out
}

func TestWhatAFileSaysIsOfferedAndNeverFilledIn(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	w.received(page.File{Name: "/tmp/in/report.eml", Bytes: []byte("x")}, nil)
	if got := valued(w); len(got) != 0 {
		t.Fatalf("filled in unasked: %q", got)
	}
	if !strings.Contains(text(w), words.T("receive.found")) {
		t.Fatal("nothing is offered")
	}
	key(w, fyne.KeyF2)
	key(w, fyne.KeyF4)
	if got := valued(w); !slices.Equal(got, []string{"Northshire Dedicated Source Unit <dsu@northshire.example>", "OP-77/26"}) {
		t.Errorf("by key: %q", got)
	}
	w.Fyne().Canvas().Focus(firstChoice(w)) // the keys work from every field of the form
	key(w, fyne.KeyF3)
	if got := valued(w); !slices.Contains(got, "NDSU-2210") || slices.Contains(got, "OP-77/26") {
		t.Errorf("another reference: %q", got)
	}
	walk(w.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool { // SECRET as the tier, by a click
		s, ok := o.(*part.Sheet)
		if ok = ok && s.Name == "offer-5"; ok {
			s.Tapped(nil)
		}
		return ok
	})
	firstChoice(w).SetSelectedIndex(1)
	press(t, w, words.T("receive.verb"))
	did(t, d, "receive report.eml Northshire Dedicated Source Unit <dsu@northshire.example>")
}

func TestNearTextIsComparedOnlyWhenAsked(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	w.received(page.File{Name: "report.eml", Bytes: []byte("x")}, nil)
	if slices.Contains(d.did, "compare i2") {
		t.Fatal("an item was opened unasked")
	}
	if strings.Contains(text(w), "07700 900462") {
		t.Fatal("text of an item is shown unasked")
	}
	typeIn(t, w, "Northshire")
	press(t, w, words.T("receive.near.see"))
	did(t, d, "compare i2")
	for _, want := range []string{"07700 900462", words.T("receive.diff.held", "SIU-26-0409"), words.T("receive.diff.new"), words.T("receive.diff.title", "SIU-26-0409")} {
		if !strings.Contains(flat(text(w)), flat(want)) {
			t.Errorf("the comparison lacks %q", want)
		}
	}
	press(t, w, words.T("receive.diff.back"))
	if got := valued(w); !slices.Equal(got, []string{"Northshire"}) {
		t.Errorf("after the comparison the form holds %q", got)
	}
}

// flat is text without its line breaks: where it wraps depends on widths.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestPreviewThatFailsStopsNothing(t *testing.T) {
	for name, want := range map[string]string{
		"broken.eml": words.T("receive.ahead.failed"),
		"plain.txt":  words.T("receive.found.none"),
		"locked.zip": words.T("receive.ahead.not", "It is locked with a passphrase"),
	} {
		w, d := unlocked(t, false, 1280, 720)
		w.received(page.File{Name: name, Bytes: []byte("x")}, nil)
		if !strings.Contains(flat(text(w)), flat(want)) {
			t.Errorf("%s: no %q", name, want)
		}
		typeIn(t, w, "Northshire")
		firstChoice(w).SetSelectedIndex(1)
		press(t, w, words.T("receive.verb"))
		did(t, d, "receive "+name+" Northshire")
	}
}

func TestALockedFileIsReadAgainWithItsPassphrase(t *testing.T) {
	w, _ := unlocked(t, false, 1280, 720)
	w.received(page.File{Name: "locked.zip", Bytes: []byte("x")}, nil)
	if pressIn(w, words.T("receive.ahead.again")) {
		t.Fatal("read again without a passphrase")
	}
	walk(w.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		f, ok := o.(*part.Field)
		if ok = ok && f.Password; ok {
			f.SetText(fakeLocked)
		}
		return ok
	})
	press(t, w, words.T("receive.ahead.again"))
	if !strings.Contains(text(w), "NDSU-2210") {
		t.Error("the file was not read with its passphrase")
	}
}

func TestManyFilesOneReceiptAndASummaryToActOn(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	batchTaken(w)
	did(t, d, "receive all 7 Northshire DSU")
	if w.asks.Title() != words.T("batch.summary") {
		t.Fatalf("no summary: %q", w.asks.Title())
	}
	said := text(w)
	for _, want := range []string{"life at risk.eml", words.T("batch.heldas", "SIU-26-0411"), "The file could not be opened.", words.T("outcome.refused"), words.T("batch.near", "SIU-26-0409")} {
		if !strings.Contains(flat(said), flat(want)) {
			t.Errorf("the summary lacks %q", want)
		}
	}
	key(w, fyne.KeyDown)
	key(w, fyne.KeyReturn)
	if w.asks.Open() || w.At().Page != "triage" || w.At().Item != "i1" {
		t.Errorf("the line opened %+v", w.At())
	}
	w.SetDark(true)
	press(t, w, words.T("batch.chip.done", 7))
	if w.asks.Title() != words.T("batch.summary") {
		t.Error("the summary is not kept on the triage page")
	}
	w.Lock()
	if strings.Contains(text(w), "report 1.eml") || w.batch != nil {
		t.Error("names of files outlive a lock")
	}
	w.Enter(d, page.VaultCard{})
	press(t, w, words.T("batch.chip.done", 7))
	press(t, w, words.T("batch.away"))
	did(t, d, "drop batch")
	if strings.Contains(text(w), words.T("batch.chip.done", 7)) {
		t.Error("what was put away is still there")
	}
}

// While a batch runs it says how far it is; stopping it leaves the rest where it
// was, and says that too.
func TestABatchIsStoppedAfterTheFileInHand(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	d.batchAt = func(done int) bool {
		said := text(w)
		for _, want := range []string{words.T("batch.done", done, 7), words.T("batch.left", 3), words.T("batch.chip", words.T("batch.done", done, 7))} {
			if !strings.Contains(said, want) {
				t.Errorf("after %d files: no %q", done, want)
			}
		}
		if done < 3 {
			return false
		}
		press(t, w, words.T("batch.stop"))
		if pressIn(w, words.T("batch.stop")) || !strings.Contains(text(w), words.T("batch.stopping")) {
			t.Error("nothing says that it is being stopped")
		}
		return true
	}
	batchTaken(w)
	said := flat(text(w))
	for _, want := range []string{words.T("batch.cancelled"), words.T("batch.waiting", 4), words.T("outcome.waiting")} {
		if !strings.Contains(said, flat(want)) {
			t.Errorf("the summary lacks %q", want)
		}
	}
}

// Closed, the progress is out of the way: the batch goes on and its end takes
// nothing off the screen and puts nothing on it.
func TestABatchGoesOnBesideTheWork(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	d.batchAt = func(done int) bool {
		if done == 1 {
			w.asks.Escape()
			w.help()
		}
		return false
	}
	batchTaken(w)
	if w.asks.Title() != words.T("frame.shortcuts") {
		t.Fatalf("on the screen is %q", w.asks.Title())
	}
	w.asks.Escape()
	if w.asks.Open() {
		t.Errorf("then came %q", w.asks.Title())
	}
	press(t, w, words.T("batch.chip.done", 7))
}

func TestABatchWithoutFilesSaysSo(t *testing.T) {
	w, _ := unlocked(t, false, 1280, 720)
	page.ReceiveMany(w, w.desk, nil, fakeLeftAlone(), w.batched)
	if w.asks.Title() != words.T("batch.nothing") {
		t.Errorf("asked %q", w.asks.Title())
	}
}

func TestFoldersAreWalkedAndLinksAreNot(t *testing.T) {
	dir := t.TempDir()
	write := func(name string) string {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(name), 0o600)); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one := write("one.txt")
	write("deep/two.txt")
	write(".hidden")
	if err := os.Symlink(one, filepath.Join(dir, "deep", "link.txt")); err != nil {
		t.Fatal(err)
	}
	g, err := gather([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	var names, left []string
	for _, l := range g.list {
		b, err := l.Open()
		if err != nil || l.Size != int64(len(b)) {
			t.Errorf("%s: %d bytes of %d, %v", l.Name, len(b), l.Size, err)
		}
		names = append(names, l.Name)
	}
	for _, l := range g.left {
		left = append(left, l.Name)
	}
	if !slices.Equal(names, []string{filepath.Join("deep", "two.txt"), "one.txt"}) || !slices.Equal(left, []string{".hidden", filepath.Join("deep", "link.txt")}) {
		t.Errorf("taken %q, left %q", names, left)
	}
	if g, err := gather([]string{one}); err != nil || g.one == nil || string(g.one.Bytes) != "one.txt" {
		t.Errorf("one file alone: %+v, %v", g, err)
	}
	if _, err := gather([]string{filepath.Join(dir, "gone")}); err == nil {
		t.Error("what is not there was gathered")
	}
}

// A filter never leaves the pane on an item that the list does not hold, unless
// it is open; then the pane says so.
func TestTriagePaneAgreesWithTheList(t *testing.T) {
	w, _ := unlocked(t, false, 1280, 720)
	shows := func(ref string) bool { return strings.Contains(text(w), words.T("triage.shut", ref)) }
	press(t, w, words.Of("filter", "working")+" 5")
	if shows("SIU-26-0412") || !shows("SIU-26-0409") {
		t.Error("the pane shows what the filter hides")
	}
	typeIn(t, w, "/0401")
	if !shows("SIU-26-0401") {
		t.Error("the pane does not follow the search")
	}
	typeIn(t, w, "9999")
	if !strings.Contains(text(w), words.T("triage.choose")) {
		t.Error("an empty list still shows an item")
	}
	w.Go(page.Route{Page: "triage", Item: "i1"})
	if !strings.Contains(flat(text(w)), flat(words.T("triage.hidden", "SIU-26-0412"))) {
		t.Error("an item that was gone to is hidden and nothing says so")
	}
	key(w, fyne.KeyReturn)
	press(t, w, words.T("triage.widen"))
	if strings.Contains(text(w), words.T("triage.widen")) {
		t.Error("the item is still not in the list")
	}
	press(t, w, words.Of("filter", "working")+" 5")
	if !strings.Contains(flat(text(w)), flat(words.T("triage.hidden", "SIU-26-0412"))) {
		t.Error("an open item was taken away, or nothing says that it is hidden")
	}
}

// Each part says how far it was read, on the source step and beside the
// questions.
func TestPartsOfAFileAreListed(t *testing.T) {
	w, _ := unlocked(t, false, 1280, 720)
	parts := []string{"accounts.xlsx", words.Of("partread", "partly"), words.Of("partread", "no"), "One sheet is protected by a passphrase."}
	key(w, fyne.KeyReturn)
	typeIn(t, w, "p")
	if w.asks.Title() != words.T("reading.parts.title") {
		t.Fatalf("p asked %q", w.asks.Title())
	}
	for _, want := range parts {
		if !strings.Contains(flat(text(w)), want) {
			t.Errorf("beside the questions: no %q", want)
		}
	}
	w.asks.Escape()
	w.Go(page.Route{Page: "product", Item: "i1", Step: "source"})
	for _, want := range append(parts, words.T("reading.signature.unknown")) {
		if !strings.Contains(flat(text(w)), flat(want)) {
			t.Errorf("on the source step: no %q", want)
		}
	}
}

// TestALargeFileIsSaidNotToBeRead: its receipt is asked for as for any other, no
// reading of it is tried, and the desk is given the file and not its bytes.
func TestALargeFileIsSaidNotToBeRead(t *testing.T) {
	w, d := unlocked(t, false, 1280, 720)
	w.received(page.File{Name: "phone.img", Large: &entry.Source{Size: 1 << 30}}, nil)
	if !strings.Contains(text(w), words.T("receive.large", app.MaxOriginal>>20)[:40]) {
		t.Error("it is not said that nothing is read")
	}
	typeIn(t, w, "Download team")
	var kinds *part.Choice
	walk(w.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		if c, ok := o.(*part.Choice); ok && kinds == nil {
			kinds = c
		}
		return kinds != nil
	})
	kinds.SetSelected(kinds.Options[1])
	press(t, w, words.T("receive.verb"))
	did(t, d, "receive phone.img Download team")
	if d.large == nil || d.large.Size != 1<<30 || d.large.Told == nil {
		t.Errorf("%+v", d.large)
	}
}
