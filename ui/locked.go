package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/job"
	"corridor/ui/page"
	"corridor/ui/part"
	"corridor/ui/words"
)

// waiting has a vault opened only after the desk before is shut: two of them
// at one file would be refused.
func (w *Window) waiting(d Doors) Doors {
	open := d.Unlock
	d.Unlock = func(ctx context.Context, path string, p entry.Person, passphrase []byte, report func(done, total int)) (page.Desk, error) {
		w.shut.Wait()
		return open(ctx, path, p, passphrase, report)
	}
	return d
}

// Lock empties the window and shuts the desk; nothing of it stays but who sat
// here.
func (w *Window) Lock() {
	if w.desk == nil {
		return
	}
	w.seat.Idle = 0
	w.leave()
}

// leave is what every lock does, once w.seat says whose it was.
func (w *Window) leave() {
	if p := w.pages[w.at.Page]; p != nil {
		p.Leave()
	}
	w.over.Clear()
	w.asks.Clear()
	w.jobs.Stop()
	for _, o := range w.win.Canvas().Overlays().List() {
		w.win.Canvas().Overlays().Remove(o)
	}
	desk := w.desk
	w.desk, w.pages, w.frame = nil, nil, nil
	w.heads, w.unit, w.batch, w.watch = nil, app.Unit{}, nil, nil
	w.at = page.Route{}
	w.wipeClipboard()
	w.shut.Add(1)
	w.showLocked()
	job.Own(w.jobs, "lock", func(context.Context, job.Report) (struct{}, error) {
		defer w.shut.Done()
		w.keep.Flush()
		return struct{}{}, desk.Close()
	}, func(_ struct{}, err error) {
		if err != nil {
			w.Fail(err)
			return // it must be read
		}
		w.stale = true
		w.afresh()
	})
}

// afresh has the program replaced once a desk was locked in it. While another
// program has the keyboard it waits: a window that comes up then takes what is
// being typed there.
func (w *Window) afresh() {
	if w.opts.Afresh != nil && w.stale && !w.away && !w.ending && w.desk == nil {
		w.stale = false
		w.opts.Afresh(w.seat)
	}
}

// front hears that the program gets or loses the keyboard.
func (w *Window) front(has bool) {
	w.away = !has
	w.afresh()
}

// wipeClipboard takes what was copied here off the clipboard, if it is still
// there.
func (w *Window) wipeClipboard() {
	if w.copied != "" && w.app.Clipboard().Content() == w.copied {
		w.app.Clipboard().SetContent("")
	}
	w.copied = ""
}

func (w *Window) showLocked() {
	if w.unlock == nil {
		w.unlock = page.NewUnlock(w, w.doors, w.Enter, w.showWizard)
	}
	w.unlock.Sit(w.seat)
	w.win.SetContent(w.bare(w.card.Marking, w.unlock.Object()))
	w.unlock.Show(page.Route{})
	w.Focus(w.unlock.First())
}

// bare is a screen without a desk between the strips of a marking; "" when no
// unit is open, which is no marking and does not look like one.
func (w *Window) bare(marking string, content fyne.CanvasObject) fyne.CanvasObject {
	top, foot := part.Strip(marking), part.Strip(marking)
	if marking == "" {
		top, foot = part.Unmarked(words.T("app.nomarking")), part.Unmarked(words.T("app.nomarking"))
	}
	return container.NewBorder(top, foot, nil, nil, content)
}

func (w *Window) showWizard() {
	w.wizard = page.NewWizard(w, w.doors, func(c page.VaultCard) {
		w.card = c
		w.showLocked()
		w.unlock.Pick(c)
	}, func() { w.wizard.Leave(); w.showLocked() })
	w.win.SetContent(w.bare("", w.wizard.Object()))
	w.Focus(w.wizard.First())
}
