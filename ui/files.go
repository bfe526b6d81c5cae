package ui

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"corridor/app"
	folders "corridor/app/folder"
	"corridor/app/roster"
	"corridor/ui/ask"
	"corridor/ui/job"
	"corridor/ui/page"
	"corridor/ui/words"
)

// disk is the real door to the disk. Its questions stand above any other, on a
// queue of their own.
type disk struct {
	jobs *job.Runner
	asks *ask.Queue
	last string // the folder looked into last
}

// Open implements page.Files.
func (d *disk) Open(title string, done func(page.File, error)) {
	d.find(title, false, func(path string) { d.read(storage.NewFileURI(path), done) })
}

// Find implements page.Files.
func (d *disk) Find(title string, done func(string)) { d.find(title, false, done) }

// Folder implements page.Files.
func (d *disk) Folder(title string, done func(string)) { d.find(title, true, done) }

func (d *disk) find(title string, folders bool, done func(string)) {
	if d.last == "" {
		d.last = string(filepath.Separator)
		if home, err := os.UserHomeDir(); err == nil {
			d.last = home
		}
	}
	find(d.jobs, d.asks, title, d.last, folders, func(dir string) { d.last = dir }, done)
}

func (d *disk) read(uri fyne.URI, done func(page.File, error)) {
	job.Own(d.jobs, "read", func(context.Context, job.Report) (page.File, error) { return readURI(uri) }, done)
}

// readURI reads a file, unless it is too large to be held.
func readURI(uri fyne.URI) (page.File, error) {
	if st, err := os.Stat(uri.Path()); err == nil && st.Size() > app.MaxOriginal {
		return page.File{Name: uri.Name(), Large: folders.At(uri.Path(), uri.Name(), st.Size()).Source()}, nil
	}
	r, err := storage.Reader(uri)
	if err != nil {
		return page.File{}, err
	}
	b, err := io.ReadAll(io.LimitReader(r, app.MaxOriginal+1))
	return page.File{Name: uri.Name(), Bytes: b}, errors.Join(err, r.Close())
}

// Save implements page.Files.
func (d *disk) Save(title string, files map[string][]byte, done func(string, error)) {
	d.find(title, true, func(path string) {
		job.Own(d.jobs, "write", func(context.Context, job.Report) (string, error) { return path, writeAll(path, files) }, done)
	})
}

// Write implements page.Files.
func (d *disk) Write(place, name string, b []byte) error {
	return writeAll(place, map[string][]byte{name: b})
}

// writeAll writes each file below a folder, readable by its owner only, and
// never over one that exists.
func writeAll(place string, files map[string][]byte) error {
	for name, b := range files {
		if !filepath.IsLocal(name) || strings.Contains(name, "\\") {
			return errors.New("ui: a file name leaves its folder")
		}
		path := filepath.Join(place, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		_, err = f.Write(b)
		if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// receive asks for a file and then for its receipt.
func (w *Window) receive() {
	if w.desk == nil {
		return
	}
	w.files.Open(words.T("files.receive"), w.received)
}

func (w *Window) received(f page.File, err error) {
	switch {
	case err != nil:
		w.asks.Warn(words.T("receive.unreadable"), words.T("receive.unreadable.text"))
	case w.desk != nil:
		page.Receive(w, w.desk, f, nil)
	}
}

// dropped receives what was dropped on the window: one file by its own form,
// several or a folder by one form for all.
func (w *Window) dropped(_ fyne.Position, uris []fyne.URI) {
	w.noticed()
	if w.desk == nil || len(uris) == 0 {
		return
	}
	var paths []string
	for _, uri := range uris {
		paths = append(paths, uri.Path())
	}
	w.receivePaths(paths)
}

// makeKeys makes a new member's keys for the vault that is open.
func (w *Window) makeKeys(ctx context.Context, m roster.Member, name string, pass []byte) (roster.Member, error) {
	return w.doors.NewKeys(ctx, w.card.Path, m, name, pass)
}
