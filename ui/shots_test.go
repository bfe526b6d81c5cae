package ui

import (
	"cmp"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	folders "corridor/app/folder"
	"corridor/ui/page"
	"corridor/ui/words"
)

// start opens the desktop on a fake desk, everything inline.
func start(t *testing.T, dark bool, w, h float32) (*Window, *fakeDesk) {
	t.Helper()
	a := test.NewTempApp(t)
	a.Preferences().SetBool(prefDark, dark)
	d := newFakeDesk()
	win := New(a, fakeDoors(d), Options{Now: func() time.Time { return fakeNow }, Inline: true, Files: &fakeFiles{}})
	win.Fyne().Resize(fyne.NewSize(w, h))
	win.Start()
	t.Cleanup(win.Fyne().Close)
	return win, d
}

// unlocked is start with the desk open.
func unlocked(t *testing.T, dark bool, w, h float32) (*Window, *fakeDesk) {
	t.Helper()
	win, d := start(t, dark, w, h)
	win.Enter(d, page.VaultCard{Path: "/vaults/northshire.corridor", Unit: "Northshire", Marking: "SECRET"})
	return win, d
}

type fakeFiles struct {
	name  string
	b     []byte
	saved map[string][]byte
	dir   string // that is chosen
}

func (f *fakeFiles) Open(_ string, done func(page.File, error)) {
	done(page.File{Name: f.name, Bytes: f.b}, nil)
}
func (f *fakeFiles) Find(_ string, done func(string))   { done("/vaults/" + f.name) }
func (f *fakeFiles) Folder(_ string, done func(string)) { done(cmp.Or(f.dir, "/vaults")) }
func (f *fakeFiles) Save(_ string, files map[string][]byte, done func(string, error)) {
	f.saved = files
	done("/chosen", nil)
}

// TestScreens paints every page at both sizes and in both themes, and keeps
// the pictures where CORRIDOR_SHOTS says. A page that cannot be painted fails.
func TestScreens(t *testing.T) {
	dir := os.Getenv("CORRIDOR_SHOTS")
	if dir == "" {
		dir = t.TempDir()
	}
	sizes := []struct {
		name string
		w, h float32
	}{{"1280", 1280, 720}, {"1440", 1440, 900}}
	for _, dark := range []bool{false, true} {
		for _, s := range sizes {
			if dark && s.w == 1280 || testing.Short() && (dark || s.w == 1440) {
				continue
			}
			for _, sh := range shots() {
				if (dark || s.w == 1440) && asked(sh.name) {
					continue
				}
				name := s.name + "-" + map[bool]string{true: "dark", false: "light"}[dark] + "-" + sh.name
				t.Run(name, func(t *testing.T) {
					w, d := start(t, dark, s.w, s.h)
					if !sh.locked {
						w.Enter(d, page.VaultCard{Path: "/vaults/northshire.corridor", Marking: "SECRET"})
					}
					sh.do(w)
					w.Fyne().Resize(fyne.NewSize(s.w, s.h))
					keep(t, filepath.Join(dir, name+".png"), w)
				})
			}
		}
	}
}

func keep(t *testing.T, path string, w *Window) {
	t.Helper()
	img := w.Fyne().Canvas().Capture()
	if img.Bounds().Dx() < 1000 {
		t.Fatalf("painted only %v", img.Bounds())
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

type shot struct {
	name   string
	locked bool
	do     func(w *Window)
}

// asked names the questions that are painted at the smallest size alone: a
// larger window and the other theme change nothing that the others do not show.
func asked(name string) bool {
	return slices.Contains([]string{"facts", "deny-lists", "less-exact", "phrases", "receive-compare", "receive-many", "batch-summary"}, name)
}

// onDraft goes to the draft of an item and presses keys there.
func onDraft(keys string) func(*Window) {
	return func(w *Window) {
		w.Go(page.Route{Page: "product", Item: "i4", Step: "draft"})
		for _, r := range keys {
			w.typedRune(r)
		}
	}
}

func shots() []shot {
	to := func(r page.Route) func(*Window) { return func(w *Window) { w.Go(r) } }
	return append(unitShots(), []shot{
		{"unlock", true, func(*Window) {}},
		{"wizard", true, func(w *Window) { w.showWizard() }},
		{"triage", false, func(*Window) {}},
		{"read", false, func(w *Window) { w.typedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }},
		{"answer", false, func(w *Window) { w.typedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}); w.typedRune('1'); w.typedRune('n') }},
		{"source", false, to(page.Route{Page: "product", Item: "i1", Step: "source"})},
		{"threat", false, to(page.Route{Page: "product", Item: "i2", Step: "threat"})},
		{"grade", false, to(page.Route{Page: "product", Item: "i4", Step: "grade"})},
		{"draft", false, func(w *Window) { w.Go(page.Route{Page: "product", Item: "i4", Step: "draft"}); w.typedRune('n') }},
		{"facts", false, onDraft("m")}, {"deny-lists", false, onDraft("l")}, {"start", false, onDraft("s")}, {"versions", false, onDraft("v")},
		{"less-exact", false, func(w *Window) { onDraft("n")(w); w.typedKey(&fyne.KeyEvent{Name: fyne.KeyF11}) }},
		{"phrases", false, func(w *Window) { onDraft("n")(w); w.typedKey(&fyne.KeyEvent{Name: fyne.KeyF12}) }},
		{"release", false, to(page.Route{Page: "product", Item: "i4", Step: "release"})},
		{"why", false, func(w *Window) {
			w.Go(page.Route{Page: "product", Item: "i4", Step: "release"})
			w.pages["product"].(interface{ Why() }).Why()
		}},
		{"board", false, to(page.Route{Page: "threat"})},
		{"signoff", false, to(page.Route{Page: "signoff", Release: "r1"})},
		{"releases", false, to(page.Route{Page: "releases"})},
		{"search", false, to(page.Route{Page: "search"})},
		{"journal", false, to(page.Route{Page: "journal"})},
		{"unit", false, to(page.Route{Page: "unit"})},
		{"settings", false, to(page.Route{Page: "unit", Step: "settings"})},
		{"vault", false, to(page.Route{Page: "unit", Step: "vault"})},
		{"emergency", false, func(w *Window) { w.emergency() }},
		{"palette", false, func(w *Window) { w.palette() }},
		{"help", false, func(w *Window) { w.help() }},
		{"receive", false, func(w *Window) { w.received(page.File{Name: "report.eml", Bytes: []byte("x")}, nil) }},
		{"receive-compare", false, func(w *Window) {
			w.received(page.File{Name: "report.eml", Bytes: []byte("x")}, nil)
			pressIn(w, words.T("receive.near.see"))
		}},
		{"receive-many", false, func(w *Window) { page.ReceiveMany(w, w.desk, fakeWaiting(), fakeLeftAlone(), w.batched) }},
		{"batch-summary", false, func(w *Window) { batchTaken(w) }},
		{"batch-cut", false, func(w *Window) {
			w.desk.(*fakeDesk).batchAt = func(done int) bool { pressIn(w, words.T("batch.stop")); return true }
			batchTaken(w)
		}},
		{"watched", false, func(w *Window) {
			w.watch = &watched{view: fakeWatching(), watch: &folders.Watch{}}
			w.showWatched()
			w.openWatched()
		}},
		{"watched-chip", false, func(w *Window) { w.watch = &watched{view: fakeWatching()}; w.showWatched() }},
		{"watch-settle", false, func(w *Window) { w.chooseWatched() }},
		{"split", false, func(w *Window) {
			onSource(w, "i1")
			pressIn(w, words.T("apart.begin"))
			for _, k := range []fyne.KeyName{fyne.Key1, fyne.KeyN, fyne.Key1} {
				key(w, k)
			}
		}},
		{"join", false, func(w *Window) { onSource(w, "i3"); pressIn(w, words.T("join.begin")); key(w, fyne.KeySpace) }},
		{"links", false, func(w *Window) { onSource(w, "i3") }},
		{"columns", false, func(w *Window) {
			w.desk.(*fakeDesk).products["i6"].Reading.Kind = "csv"
			onSource(w, "i6")
			pressIn(w, words.T("columns.change"))
			firstChoice(w).SetSelected(words.Of("field", "from"))
		}},
		{"columns-line", false, func(w *Window) {
			w.desk.(*fakeDesk).products["i6"].Reading.Kind = "csv"
			onSource(w, "i6")
		}},
		{"triage-batch", false, func(w *Window) {
			batchTaken(w)
			w.asks.Clear()
			w.typedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			pressIn(w, words.Of("filter", "working")+" 5")
		}},
	}...)
}
