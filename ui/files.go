package ui

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"corridor/app"
	"corridor/app/roster"
	"corridor/ui/job"
	"corridor/ui/page"
	"corridor/ui/words"
)

// dialogs are the real doors to the disk.
type dialogs struct {
	win  fyne.Window
	jobs *job.Runner
}

type file struct {
	name string
	b    []byte
}

// Open implements page.Files.
func (d *dialogs) Open(title string, done func(string, []byte, error)) {
	d.choose(title, func(uri fyne.URI) { d.read(uri, done) })
}

// Find implements page.Files.
func (d *dialogs) Find(title string, done func(string)) {
	d.choose(title, func(uri fyne.URI) { done(uri.Path()) })
}

func (d *dialogs) choose(title string, done func(fyne.URI)) {
	dlg := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			return
		}
		uri := r.URI()
		_ = r.Close()
		done(uri)
	}, d.win)
	dlg.SetTitleText(title)
	dlg.Resize(fyne.NewSize(860, 600))
	dlg.Show()
}

func (d *dialogs) read(uri fyne.URI, done func(string, []byte, error)) {
	job.Own(d.jobs, "read", func(context.Context, job.Report) (file, error) { return readURI(uri) },
		func(f file, err error) { done(f.name, f.b, err) })
}

// readURI reads a file up to one byte more than the desk takes, so that the
// desk can say that it is too large.
func readURI(uri fyne.URI) (file, error) {
	r, err := storage.Reader(uri)
	if err != nil {
		return file{}, err
	}
	b, err := io.ReadAll(io.LimitReader(r, app.MaxOriginal+1))
	return file{uri.Name(), b}, errors.Join(err, r.Close())
}

// Save implements page.Files.
func (d *dialogs) Save(title string, files map[string][]byte, done func(string, error)) {
	dlg := dialog.NewFolderOpen(func(l fyne.ListableURI, err error) {
		if err != nil || l == nil {
			done("", err)
			return
		}
		place := l.Path()
		job.Own(d.jobs, "write", func(context.Context, job.Report) (string, error) { return place, writeAll(place, files) }, done)
	}, d.win)
	dlg.SetTitleText(title)
	dlg.Resize(fyne.NewSize(860, 600))
	dlg.Show()
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
	w.files.Open(words.T("files.receive"), func(name string, b []byte, err error) { w.received(name, b, err) })
}

func (w *Window) received(name string, b []byte, err error) {
	switch {
	case err != nil:
		w.asks.Warn(words.T("receive.unreadable"), words.T("receive.unreadable.text"))
	case w.desk != nil:
		page.Receive(w, w.desk, name, b, nil)
	}
}

// dropped receives files that were dropped on the window, one form after the
// other.
func (w *Window) dropped(_ fyne.Position, uris []fyne.URI) {
	w.noticed()
	if w.desk == nil {
		return
	}
	for _, uri := range uris {
		job.Own(w.jobs, "read", func(context.Context, job.Report) (file, error) { return readURI(uri) },
			func(f file, err error) { w.received(f.name, f.b, err) })
	}
}

// makeKeys makes a new member's keys for the vault that is open.
func (w *Window) makeKeys(ctx context.Context, m roster.Member, name string, pass []byte) (roster.Member, error) {
	return w.doors.NewKeys(ctx, w.card.Path, m, name, pass)
}
