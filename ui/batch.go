package ui

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/storage"

	"corridor/app"
	"corridor/ui/job"
	"corridor/ui/page"
	"corridor/ui/words"
)

// gathered is what lies at the places that were dropped or chosen.
type gathered struct {
	list []app.Waiting
	left []app.Untouched
	one  *file // the only thing there is, a file that was named itself
}

// receiveFolder asks for a folder and takes in what lies in it.
func (w *Window) receiveFolder() {
	if w.desk == nil {
		return
	}
	w.files.Folder(words.T("files.receivefolder"), func(path string) { w.receivePaths([]string{path}) })
}

// receivePaths asks for the receipt of one file, or for one receipt for all
// that lies at several places.
func (w *Window) receivePaths(paths []string) {
	job.Own(w.jobs, "read", func(context.Context, job.Report) (gathered, error) { return gather(paths) }, func(g gathered, err error) {
		switch {
		case err != nil:
			w.received("", nil, err)
		case w.desk == nil:
		case g.one != nil:
			w.received(g.one.name, g.one.b, nil)
		default:
			page.ReceiveMany(w, w.desk, g.list, g.left, w.batched)
		}
	})
}

// batched shows on the triage page how a batch stands.
func (w *Window) batched(b *page.Batch) {
	if w.desk == nil {
		return // locked meanwhile
	}
	w.batch = b
	if t, ok := w.pages["triage"].(interface{ SetBatch(*page.Batch) }); ok {
		t.SetBatch(b)
	}
}

// gather lists the files that were named and those in the folders that were,
// folders inside them too. Links are never followed. One file that was named
// alone is read at once.
func gather(paths []string) (gathered, error) {
	var g gathered
	for _, p := range paths {
		st, err := os.Stat(p)
		switch {
		case err != nil:
			return gathered{}, err
		case st.IsDir():
			g.walk(p)
		case len(paths) == 1:
			f, err := readURI(storage.NewFileURI(p))
			return gathered{one: &f}, err
		default:
			g.list = append(g.list, waitingFile(p, filepath.Base(p), st.Size()))
		}
	}
	return g, nil
}

func (g *gathered) walk(dir string) {
	_ = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error { // every error is on the list
		name, relErr := filepath.Rel(dir, path)
		switch {
		case err != nil || relErr != nil:
			g.left = append(g.left, app.Untouched{Name: name, Why: words.T("batch.left.unreadable")})
		case e.IsDir():
		case !e.Type().IsRegular():
			g.left = append(g.left, app.Untouched{Name: name, Why: words.T("batch.left.link")})
		case strings.HasPrefix(e.Name(), "."):
			g.left = append(g.left, app.Untouched{Name: name, Why: words.T("batch.left.hidden")})
		default:
			size := int64(0)
			if i, err := e.Info(); err == nil {
				size = i.Size()
			}
			g.list = append(g.list, waitingFile(path, name, size))
		}
		return nil
	})
}

// waitingFile is a file that is read when its turn comes, up to one byte more
// than the desk takes.
func waitingFile(path, name string, size int64) app.Waiting {
	return app.Waiting{Name: name, Size: size, Open: func() ([]byte, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, app.MaxOriginal+1))
	}}
}
