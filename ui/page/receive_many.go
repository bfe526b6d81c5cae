package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/app"
	"corridor/ui/job"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Batch is many files taken in under one receipt: how far it is while it runs,
// and what became of each file afterwards. Its methods are for the window's
// goroutine.
type Batch struct {
	host   Host
	left   []app.Untouched
	at     app.BatchProgress
	sum    *app.Batched
	cancel context.CancelFunc
	draw   func() // of the progress, whether it is on the screen or not
	heard  func(*Batch)
}

// ReceiveMany asks for one receipt for many files and takes them in, one after
// the other, beside the window. left is what was found with them and is no file
// to take in. changed hears whenever the batch has something new to say.
func ReceiveMany(h Host, d present.ReceiveDesk, list []app.Waiting, left []app.Untouched, changed func(*Batch)) {
	if len(list) == 0 {
		h.Ask().Tell(words.T("batch.nothing"), words.T("batch.nothing.text", len(left)))
		return
	}
	r := newReceipt(h.Unit())
	size := int64(0)
	for _, w := range list {
		size += w.Size
	}
	about := words.T("batch.files", len(list), (size+1023)/1024)
	if len(left) > 0 {
		about += " " + words.T("batch.untouched.text", len(left))
	}
	askForm(h, words.T("batch.title"), words.T("batch.verb", len(list)), r.body(about), r.from, fyne.NewSize(720, 540), r.ready, func() {
		b := &Batch{host: h, left: left, at: app.BatchProgress{Total: len(list)}, heard: changed}
		b.run(d, list, r.filled())
	})
}

// run takes the files in. Stopping it ends it after the file in hand; what was
// taken in stays, and the rest is taken up by doing it again.
func (b *Batch) run(d present.ReceiveDesk, list []app.Waiting, form app.Incoming) {
	asked, stop := context.WithCancel(context.Background())
	b.cancel = func() {
		b.cancel = nil
		stop()
		b.draw()
	}
	b.Open()
	b.heard(b)
	type end struct {
		sum app.Batched
		err error
	}
	job.Own(b.host.Jobs(), "batch", func(ctx context.Context, report job.Report) (end, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(asked, cancel)()
		sum, err := d.ReceiveAll(ctx, list, form, func(p app.BatchProgress) {
			report(p.Done, p.Total)
			b.host.Jobs().Publish(func() { b.moved(p) })
		})
		return end{sum, err}, nil
	}, func(e end, _ error) {
		stop()
		b.sum, b.cancel = &e.sum, nil
		b.heard(b)
		b.host.Changed()
		b.host.Say(present.Summary(e.sum, b.left).Head)
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

// Line says in a few words how far the batch is.
func (b *Batch) Line() string {
	if b.sum == nil {
		return words.T("batch.chip", b.at.Done, b.at.Total)
	}
	return words.T("batch.chip.done", len(b.sum.Files))
}

// Running reports whether files are still being taken in.
func (b *Batch) Running() bool { return b.sum == nil }

// Open shows the progress while the batch runs, and then the summary.
func (b *Batch) Open() {
	if b.sum == nil {
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

// summary lists what became of each file; a line opens its item.
func (b *Batch) summary() {
	v := present.Summary(*b.sum, b.left)
	rows := make([]present.Row, len(v.Rows))
	for i, r := range v.Rows {
		rows[i] = r.Row
	}
	list := part.NewRows(nil, func(i int) {
		if i >= 0 && i < len(v.Rows) && v.Rows[i].Item != "" {
			b.host.Ask().Close()
			b.host.Go(Route{Page: "triage", Item: v.Rows[i].Item})
		}
	})
	list.Set(rowsOf(rows), 0)
	head := part.Stack(0, part.Strong(v.Head, toneInk(v.Tone)), part.Small(words.T("batch.summary.how"), style.Muted))
	body := container.NewBorder(part.Inset(head, 0, 2), nil, nil, nil, part.MinHeight(list, 300))
	b.host.Ask().Page(words.T("batch.summary"), body, list, fyne.NewSize(860, 600))
}
