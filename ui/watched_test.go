package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"corridor/app"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/ui/page"
	"corridor/ui/present"
	"corridor/ui/words"
)

// lay puts a file into a folder, as it lay some time ago.
func lay(t *testing.T, dir, name string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte("The words of "+name), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, fakeNow, fakeNow.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
}

// watchingFolder has a folder watched under a receipt of Northshire.
func watchingFolder(t *testing.T, dark bool, wide, high float32) (*Window, *fakeDesk, string) {
	t.Helper()
	w, d := unlocked(t, dark, wide, high)
	dir := t.TempDir()
	w.files.(*fakeFiles).dir = dir
	press(t, w, words.T("watch.chip.off"))
	if w.asks.Title() != words.T("watch.settle.title") {
		t.Fatalf("asked %q", w.asks.Title())
	}
	typeIn(t, w, "Northshire")
	firstChoice(w).SetSelectedIndex(1)
	press(t, w, words.T("watch.settle.verb"))
	return w, d, dir
}

// times counts how often the desk was asked to do something.
func times(d *fakeDesk, what string) int {
	n := 0
	for _, x := range d.did {
		if x == what {
			n++
		}
	}
	return n
}

func TestWhatLandsInAWatchedFolderIsReceived(t *testing.T) {
	w, d, dir := watchingFolder(t, false, 1280, 720)
	if w.app.Preferences().String(prefWatch) != dir || d.watched.Form.Receipt.Originator != "Northshire" {
		t.Fatalf("kept: %q, %+v", w.app.Preferences().String(prefWatch), d.watched)
	}
	lay(t, dir, "report 1.eml")
	lay(t, dir, "half.part")
	if err := os.Mkdir(filepath.Join(dir, "inner"), 0o700); err != nil {
		t.Fatal(err)
	}
	w.Tick()
	if times(d, "receive all 1 Northshire") != 0 {
		t.Fatal("a file was taken in at its first look")
	}
	w.Tick()
	w.Tick()
	if times(d, "receive all 1 Northshire") != 1 {
		t.Fatalf("asked %q", d.did)
	}
	if w.asks.Open() {
		t.Errorf("%q stands over the work", w.asks.Title())
	}
	chip := words.T("watch.chip.on") + " · " + words.T("watch.taken", 1)
	press(t, w, chip)
	said := flat(text(w))
	for _, want := range []string{dir, "report 1.eml", "half.part", "Another program is at work on it", "inner", "It is a folder", words.T("filed.left", 2)} {
		if !strings.Contains(said, flat(want)) {
			t.Errorf("the list lacks %q", want)
		}
	}
	press(t, w, words.T("watch.pause"))
	lay(t, dir, "report 2.eml")
	w.Tick()
	w.Tick()
	if times(d, "receive all 1 Northshire") != 1 || !w.app.Preferences().Bool(prefPaused) {
		t.Error("paused, and it takes in")
	}
	press(t, w, words.T("watch.goon"))
	w.Tick()
	w.Tick()
	if times(d, "receive all 1 Northshire") != 2 || !strings.Contains(text(w), "report 2.eml") {
		t.Errorf("it goes on, and %q; the list open says %q", d.did, text(w))
	}
	b, err := os.ReadFile(filepath.Join(dir, "report 1.eml"))
	st, _ := os.Stat(filepath.Join(dir, "report 1.eml"))
	if err != nil || string(b) != "The words of report 1.eml" || !st.ModTime().Equal(fakeNow.Add(-time.Hour)) {
		t.Error("a file of the folder was changed")
	}
}

// A lock stops it; the next session of the officer goes on where it was, and
// another officer gives a receipt of their own.
func TestAWatchedFolderOutlivesARestart(t *testing.T) {
	w, d, dir := watchingFolder(t, false, 1280, 720)
	lay(t, dir, "report 1.eml")
	w.Tick()
	w.Tick()
	w.Lock()
	lay(t, dir, "report 2.eml")
	w.Tick()
	w.Tick()
	if times(d, "receive all 1 Northshire") != 1 {
		t.Fatal("a locked desk takes in")
	}
	if strings.Contains(text(w), dir) {
		t.Error("the folder's path shows on a locked screen")
	}
	w.Enter(d, page.VaultCard{})
	for range 3 {
		w.Tick()
	}
	if times(d, "receive all 1 Northshire") != 2 || times(d, "receive all 2 Northshire") != 0 {
		t.Errorf("after the restart: %q", d.did)
	}
	w.Lock()
	d.watched = app.Watched{}
	w.Enter(d, page.VaultCard{})
	for range 3 {
		w.Tick()
	}
	if times(d, "receive all 1 Northshire") != 2 {
		t.Error("taken in under nobody's receipt")
	}
	press(t, w, words.T("watch.chip.unsettled"))
	press(t, w, words.T("watch.settle"))
	typeIn(t, w, "Eastmere")
	firstChoice(w).SetSelectedIndex(1)
	press(t, w, words.T("watch.settle.verb"))
	w.Tick()
	did(t, d, "receive all 2 Eastmere")
	press(t, w, words.T("watch.chip.on")+" · "+words.T("watch.taken", 2))
	press(t, w, words.T("watch.stop"))
	if w.app.Preferences().String(prefWatch) != "" || d.watched.Folder != "" || !strings.Contains(text(w), words.T("watch.chip.off")) {
		t.Error("it was stopped and is remembered")
	}
}

func TestAWatchedFolderThatCannotBeUsedSaysSo(t *testing.T) {
	w, d, dir := watchingFolder(t, false, 1280, 720)
	if err := os.Rename(dir, dir+" away"); err != nil {
		t.Fatal(err)
	}
	w.Tick()
	if !strings.Contains(text(w), words.T("watch.chip.gone")) {
		t.Error("nobody says that the folder is gone")
	}
	if err := os.Rename(dir+" away", dir); err != nil {
		t.Fatal(err)
	}
	lay(t, dir, "report 1.eml")
	w.Tick()
	w.Tick()
	did(t, d, "receive all 1 Northshire")
	for i := range w.unit.Compartments {
		w.unit.Compartments[i].Open = false
	}
	w.lookWatched()
	if !strings.Contains(text(w), words.T("watch.chip.shut")) {
		t.Error("nobody says that its compartment is shut")
	}
	w.unit = d.Unit()
	d.refuseFiles = &app.RefusedError{Reasons: []release.Reason{{Code: "ceiling", Words: "Marked too high."}}}
	lay(t, dir, "report 2.eml")
	for range 3 {
		w.Tick()
	}
	press(t, w, words.T("watch.chip.refused"))
	if !strings.Contains(flat(text(w)), "Marked too high.") {
		t.Error("nobody says why nothing is taken in")
	}
}

// A file that cannot be read has one line, and is given up after three tries.
func TestAFileOfTheFolderThatCannotBeReadIsTriedAgain(t *testing.T) {
	w, d, dir := watchingFolder(t, false, 1280, 720)
	d.unread = "locked.eml"
	lay(t, dir, "locked.eml")
	for range 8 {
		w.Tick()
	}
	if n := times(d, "receive all 1 Northshire"); n != 3 || len(w.watch.view.Files) != 1 {
		t.Errorf("tried %d times, %d lines", n, len(w.watch.view.Files))
	}
	d.unread = ""
	w.Lock()
	w.Enter(d, page.VaultCard{})
	w.Tick()
	w.Tick()
	if len(w.watch.view.Files) != 1 || w.watch.view.Files[0].Outcome != app.OutcomeTaken {
		t.Errorf("after a restart: %+v", w.watch.view.Files)
	}
}

// A batch that an earlier session left cut short can go on from the triage page.
func TestABatchOfAnEarlierSessionGoesOn(t *testing.T) {
	w, d := start(t, false, 1280, 720)
	dir, list := t.TempDir(), fakeWaiting()
	for i, x := range list {
		list[i].Path = filepath.Join(dir, x.Name)
		if x.Name != "gone.txt" {
			lay(t, dir, x.Name)
		}
	}
	b := app.NewBatch(list, fakeLeftAlone(), app.Incoming{Passphrase: "x", Receipt: intel.Receipt{Originator: "Northshire DSU"}})
	b.Files[0] = fakeFiled(list[0])
	d.batch = &b
	w.Enter(d, page.VaultCard{Path: "/vaults/northshire.corridor", Marking: "SECRET"})
	w.receivePaths([]string{t.TempDir()})
	if w.asks.Title() != words.T("batch.busy") {
		t.Errorf("another batch beside one that waits: %q", w.asks.Title())
	}
	w.asks.Close()
	press(t, w, words.T("batch.chip.cut", 6, 7))
	if !strings.Contains(flat(text(w)), flat(words.T("batch.cancelled"))) || !strings.Contains(text(w), words.T("filed.waiting", 6)) {
		t.Error("nothing says that it was cut short")
	}
	press(t, w, words.T("batch.goon", 6))
	typeIn(t, w, "sesame")
	press(t, w, words.T("batch.goon", 6))
	did(t, d, "receive all 6 Northshire DSUsesame")
	if w.asks.Title() != words.T("batch.summary") {
		t.Fatalf("then %q", w.asks.Title())
	}
	for _, step := range []string{words.T("filed.taken", 4), words.T("filed.refused", 2)} {
		if !strings.Contains(text(w), step) {
			t.Errorf("no filter %q among %q", step, text(w))
		}
	}
	key(w, fyne.KeyRight) // received
	if strings.Contains(text(w), "large download.zip") {
		t.Error("the filter shows what it should not")
	}
	press(t, w, words.T("batch.export"))
	if w.asks.Title() != words.T("batch.export.title") {
		t.Errorf("the export asked %q", w.asks.Title())
	}
}

func TestChipsOfAWatchedFolder(t *testing.T) {
	taken := app.Filed{Outcome: app.OutcomeTaken, Took: app.Took{Read: "yes"}}
	for want, v := range map[string]present.Watching{
		words.T("watch.chip.off"):                                    {State: present.WatchOff},
		words.T("watch.chip.paused"):                                 {State: present.WatchPaused, Files: []app.Filed{taken}},
		words.T("watch.taking"):                                      {State: present.WatchOn, Taking: true},
		words.T("watch.chip.on") + " · " + words.T("watch.taken", 2): {State: present.WatchOn, Files: []app.Filed{taken, taken}},
		words.T("watch.chip.on") + " · " + words.T("watch.taken", 1) + " · " + words.T("watch.refused", 2): {State: present.WatchOn, Files: []app.Filed{taken, {Outcome: app.OutcomeLost}, {Outcome: app.OutcomeRefused}}},
	} {
		if got := v.Chip(); got.Text != want {
			t.Errorf("%q, want %q", got.Text, want)
		}
		if line := v.Line(); line.Text == "" || strings.Contains(line.Text, "«") {
			t.Errorf("%+v: %q", v, line.Text)
		}
	}
	if v := (present.Watching{State: present.WatchRefused, Refused: "Too high.", More: true}); !strings.Contains(v.Line().Text, "Too high.") || !strings.Contains(v.Line().Text, words.T("watch.more")) {
		t.Errorf("%q", v.Line().Text)
	}
}
