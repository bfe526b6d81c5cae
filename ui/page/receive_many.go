package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/folder"
	"corridor/ui/job"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Batch is many files taken in under one receipt: how far it is while it runs,
// and what became of each file afterwards. The desk keeps it, sealed, until it
// is put away: after a lock or a restart it goes on where it was. Its methods
// are for the window's goroutine.
type Batch struct {
	host   Host
	desk   present.BatchDesk
	b      app.Batch
	files  map[string]app.Waiting // by where they lie; empty after a restart
	at     app.BatchProgress
	runs   bool
	cancel context.CancelFunc
	draw   func() // of the progress, whether it is on the screen or not
	heard  func(*Batch)
}

// ReceiveMany asks for one receipt for many files and takes them in, one after
// the other, beside the window. left is what was found with them and is no file
// to take in. changed hears whenever the batch has something new to say, and
// hears nil when it is put away.
func ReceiveMany(h Host, d present.BatchDesk, list []app.Waiting, left []app.Untouched, changed func(*Batch)) {
	if len(list) == 0 {
		h.Ask().Tell(words.T("batch.nothing"), words.T("batch.nothing.text", len(left)))
		return
	}
	r := newReceipt(h.Unit())
	size := int64(0)
	b := &Batch{host: h, desk: d, files: map[string]app.Waiting{}, heard: changed}
	for _, w := range list {
		size += w.Size
		b.files[fileKey(w.Path, w.Name)] = w
	}
	about := words.T("batch.files", len(list), (size+1023)/1024)
	if len(left) > 0 {
		about += " " + words.T("batch.untouched.text", len(left))
	}
	askForm(h, words.T("batch.title"), words.T("batch.verb", len(list)), r.body(about, true), r.from, fyne.NewSize(720, 540), r.ready, func() {
		in := r.filled()
		b.b = app.NewBatch(list, left, in)
		b.run(in.Passphrase)
	})
}

// KeptBatch is a batch as an earlier session left it.
func KeptBatch(h Host, d present.BatchDesk, kept app.Batch, changed func(*Batch)) *Batch {
	return &Batch{host: h, desk: d, b: kept, heard: changed}
}

// fileKey tells files of a batch apart.
func fileKey(path, name string) string { return path + "\x00" + name }

// file finds the file of a line: as it was listed, or again by where it lay.
func (b *Batch) file(f app.Filed) app.Waiting {
	if w, ok := b.files[fileKey(f.Path, f.Name)]; ok {
		return w
	}
	return folder.Again(f.Path, f.Name)
}

// run takes in what waits. Stopping it ends it after the file in hand; what was
// taken in stays, and the rest waits.
func (b *Batch) run(passphrase string) {
	asked, stop := context.WithCancel(context.Background())
	b.runs, b.at = true, app.BatchProgress{Total: b.b.Waits()}
	b.cancel = func() {
		b.cancel = nil
		stop()
		b.draw()
	}
	b.Open()
	b.heard(b)
	type end struct {
		b   app.Batch
		err error
	}
	now := b.b
	job.Own(b.host.Jobs(), "batch", func(ctx context.Context, report job.Report) (end, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(asked, cancel)()
		sum, err := b.desk.RunBatch(ctx, now, b.file, passphrase, func(p app.BatchProgress) {
			if p.Done%max(1, p.Total/100) == 0 || p.Done == p.Total { // a hundred times is often enough
				report(p.Done, p.Total)
				b.host.Jobs().Publish(func() { b.moved(p) })
			}
		})
		return end{sum, err}, nil
	}, func(e end, _ error) {
		stop()
		b.b, b.cancel, b.runs = e.b, nil, false
		b.heard(b)
		b.host.Changed()
		b.host.Say(present.Summary(e.b).Text)
		if b.host.Ask().Title() == words.T("batch.progress") { // it was not sent to the background
			b.host.Ask().Close()
			b.Open()
		}
		if e.err != nil {
			b.host.Fail(e.err)
		}
	})
}

func (b *Batch) moved(p app.BatchProgress) {
	b.at = p
	b.draw()
	b.heard(b)
}

// Line says in a few words how the batch stands.
func (b *Batch) Line() string {
	switch n := b.b.Waits(); {
	case b.runs:
		return words.T("batch.chip", present.BatchLine(b.at))
	case n > 0:
		return words.T("batch.chip.cut", n, len(b.b.Files))
	}
	return words.T("batch.chip.done", len(b.b.Files))
}

// Running reports whether files are still being taken in.
func (b *Batch) Running() bool { return b.runs }

// CutShort reports whether files wait and nobody takes them in.
func (b *Batch) CutShort() bool { return !b.runs && b.b.Waits() > 0 }

// Open shows the progress while the batch runs, and otherwise the summary.
func (b *Batch) Open() {
	if b.runs {
		b.progress()
		return
	}
	b.summary()
}

func (b *Batch) progress() {
	bar, line, name := widget.NewProgressBar(), part.Strong("", style.Ink), part.Caption("").(*part.Cut)
	bar.TextFormatter = func() string { return "" }
	bar.Max = float64(b.at.Total)
	stop := part.NewButton(words.T("batch.stop"), theme.CancelIcon(), func() {
		if b.cancel != nil {
			b.cancel()
		}
	})
	b.draw = func() {
		bar.SetValue(float64(b.at.Done))
		line.Segments[0].(*widget.TextSegment).Text = present.BatchLine(b.at)
		line.Refresh()
		name.SetText(b.at.Name)
		if b.cancel == nil {
			stop.SetText(words.T("batch.stopping"))
			stop.Disable()
		}
	}
	b.draw()
	body := part.Stack(6, line, bar, name, container.NewHBox(stop), part.Prose(words.T("batch.running"), style.Muted))
	b.host.Ask().Page(words.T("batch.progress"), body, nil, fyne.NewSize(560, 330))
}

// summary lists what became of each file, with what can be done about it.
func (b *Batch) summary() {
	f := newFiled(b.host)
	f.put(b.b.Files, b.b.Left)
	line := present.Summary(b.b)
	acts := part.Side(6)
	lost := b.b.Count(app.OutcomeLost)
	if n := b.b.Waits(); n > 0 {
		acts.Add(part.NewPrimary(words.T("batch.goon", n), theme.MediaPlayIcon(), func() { b.goOn(false) }))
	} else if lost > 0 {
		acts.Add(part.NewPrimary(words.T("batch.again", lost), theme.ViewRefreshIcon(), func() { b.goOn(true) }))
	}
	acts.Add(part.NewButton(words.T("batch.export"), theme.DocumentSaveIcon(), func() { b.host.Ask().Close(); b.export() }))
	acts.Add(part.NewButton(words.T("batch.away"), theme.DeleteIcon(), func() { b.host.Ask().Close(); b.away() }))
	head := part.Stack(0, part.Strong(line.Text, toneInk(line.Tone)), part.Small(words.T("batch.summary.how"), style.Muted))
	body := container.NewBorder(part.Inset(head, 0, 2), part.Inset(container.NewHBox(acts), 0, 4), nil, nil, part.MinHeight(f.root, 300))
	b.host.Ask().Page(words.T("batch.summary"), body, f.list, fyne.NewSize(900, 640))
}

// goOn takes in what waits, and where asked what could not be opened too. The
// files' passphrase is not kept: it is asked for again.
func (b *Batch) goOn(lost bool) {
	b.host.Ask().Close()
	next := b.b
	if lost {
		next = next.Again()
	}
	start := func(pass string) {
		b.b = next
		b.run(pass)
	}
	if !b.b.Locked {
		start("")
		return
	}
	pass := part.NewSecret("")
	body := part.Stack(6, part.Prose(words.T("batch.passphrase"), style.Muted), part.Labelled(words.T("receive.passphrase"), pass))
	askForm(b.host, words.T("batch.title"), words.T("batch.goon", next.Waits()), body, pass, fyne.NewSize(520, 260), nil, func() { start(string(pass.Take())) })
}

// export hands the list out, encrypted to a confirmed recipient.
func (b *Batch) export() {
	now := b.b
	handOut(b.host, words.T("batch.export.title"), words.T("batch.export.text"), words.T("files.batch"), "batch.csv.asc", func(ctx context.Context, to entry.ID) ([]byte, error) {
		return b.desk.ExportBatch(ctx, now, to)
	})
}

// away takes the list off the desk. What was taken in stays.
func (b *Batch) away() {
	drop := func() { done(b.host, "record", b.desk.DropBatch, func() { b.heard(nil) }) }
	if n := b.b.Waits(); n > 0 {
		b.host.Ask().Confirm(words.T("batch.away.title"), words.T("batch.away.text", n), words.T("batch.away"), drop)
		return
	}
	drop()
}
