package ui

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"corridor/ui/words"
)

func TestPackagesAreWrittenForTheirOwnerOnly(t *testing.T) {
	dir := t.TempDir()
	files := map[string][]byte{"REL-1-copy-1/report.txt.asc": []byte("sealed"), "REL-1-copy-2/report.txt.asc": []byte("sealed too")}
	if err := writeAll(dir, files); err != nil {
		t.Fatal(err)
	}
	for name, b := range files {
		path := filepath.Join(dir, name)
		got, err := os.ReadFile(path)
		if err != nil || string(got) != string(b) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v", name, st.Mode())
		}
	}
	if err := writeAll(dir, files); err == nil {
		t.Error("a package was written over another")
	}
}

func TestNothingIsWrittenOutsideTheFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "chosen")
	for _, name := range []string{"../out.asc", "/etc/out.asc", "a/../../out.asc", `..\out.asc`, ""} {
		if err := writeAll(dir, map[string][]byte{name: []byte("x")}); err == nil {
			t.Errorf("%q was written", name)
		}
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(dir), "out.asc")); err == nil {
		t.Error("a file lies outside the folder")
	}
}

func TestDroppedFilesAskForTheirReceipts(t *testing.T) {
	w, _ := unlocked(t, false, 1280, 720)
	var uris []fyne.URI
	for _, name := range []string{"one.txt", "two.txt"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte("text of "+name), 0o600); err != nil {
			t.Fatal(err)
		}
		uris = append(uris, storage.NewFileURI(path))
	}
	w.dropped(fyne.NewPos(10, 10), uris[:1])
	if w.asks.Title() != words.T("receive.title") {
		t.Fatalf("one file: asked %q", w.asks.Title())
	}
	w.asks.Escape()
	w.dropped(fyne.NewPos(10, 10), uris)
	if w.asks.Title() != words.T("batch.title") {
		t.Fatalf("two files: asked %q", w.asks.Title())
	}
	w.asks.Escape()
	if w.asks.Open() {
		t.Fatalf("another form for the same files: %q", w.asks.Title())
	}
	w.dropped(fyne.NewPos(10, 10), []fyne.URI{storage.NewFileURI(filepath.Join(t.TempDir(), "gone.txt"))})
	if w.asks.Title() != words.T("receive.unreadable") {
		t.Errorf("a file that is gone: %q", w.asks.Title())
	}
	w.asks.Escape()
	w.Lock()
	w.dropped(fyne.NewPos(10, 10), uris)
	if w.asks.Open() {
		t.Error("a locked desk takes files")
	}
}
