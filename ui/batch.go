package ui

import (
	"context"
	"os"

	"fyne.io/fyne/v2/storage"

	"corridor/app"
	folders "corridor/app/folder"
	"corridor/ui/job"
	"corridor/ui/page"
	"corridor/ui/words"
)

// gathered is what lies at the places that were dropped or chosen.
type gathered struct {
	list []app.Waiting
	left []app.Untouched
	one  *page.File // the only thing there is, a file that was named itself
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
			w.received(page.File{}, err)
		case w.desk == nil:
		case g.one != nil:
			w.received(*g.one, nil)
		case w.batch != nil && (w.batch.Running() || w.batch.CutShort()):
			w.asks.Tell(words.T("batch.busy"), words.T("batch.busy.text"))
		default:
			page.ReceiveMany(w, w.desk, g.list, g.left, w.batched)
		}
	})
}

// batched shows on the triage page how a batch stands; nil puts it away.
func (w *Window) batched(b *page.Batch) {
	if w.desk == nil {
		return // locked meanwhile
	}
	w.batch = b
	if t, ok := w.pages["triage"].(interface{ SetBatch(*page.Batch) }); ok {
		t.SetBatch(b)
	}
}

// batchAgain takes up the batch that an earlier session of this officer left.
func (w *Window) batchAgain() {
	d := w.desk
	type kept struct {
		b  app.Batch
		ok bool
	}
	job.Run(w.jobs, "batch-kept", "list", func(ctx context.Context, _ job.Report) (kept, error) {
		b, ok, err := d.KeptBatch(ctx)
		return kept{b, ok}, err
	}, func(k kept, err error) {
		switch {
		case err != nil:
			w.Fail(err)
		case k.ok && w.desk == d && w.batch == nil:
			w.batched(page.KeptBatch(w, d, k.b, w.batched))
		}
	})
}

// gather lists what lies at the places that were named. One file that was named
// alone is read at once.
func gather(paths []string) (g gathered, err error) {
	if len(paths) == 1 {
		st, err := os.Stat(paths[0])
		if err != nil {
			return gathered{}, err
		}
		if !st.IsDir() {
			f, err := readURI(storage.NewFileURI(paths[0]))
			return gathered{one: &f}, err
		}
	}
	g.list, g.left, err = folders.Gather(paths)
	return g, err
}
