package ui

import (
	"context"
	"errors"
	"slices"

	"corridor/app"
	"corridor/app/entry"
	folders "corridor/app/folder"
	"corridor/ui/job"
	"corridor/ui/page"
	"corridor/ui/present"
	"corridor/ui/words"
)

// watched is the folder that this workstation watches while the desk is open.
// Which folder, and whether it is paused, are the workstation's preferences;
// the receipt of what lands in it, and what was dealt with, are the officer's,
// sealed. It only ever reads files: none is moved, changed or removed.
type watched struct {
	view   present.Watching
	form   app.Filing
	watch  *folders.Watch
	looks  bool // a look is under way
	cancel context.CancelFunc
	shown  *page.WatchedFolder // nil when it is not on the screen
}

// lookLane is the lane of the looks, which nobody is told of.
const lookLane = "look"

// maxWatchFiles is how many files of a watched folder are listed; the oldest go
// first.
const maxWatchFiles = 2000

// watchAgain takes up the folder that this workstation watches.
func (w *Window) watchAgain() {
	d := w.desk
	now := &watched{view: present.Watching{State: present.WatchOff, Folder: w.app.Preferences().String(prefWatch)}, watch: &folders.Watch{}}
	w.watch = now
	if now.view.Folder == "" {
		w.showWatched()
		return
	}
	type kept struct {
		w  app.Watched
		ok bool
	}
	dir := now.view.Folder
	job.Run(w.jobs, lookLane, "list", func(ctx context.Context, _ job.Report) (kept, error) {
		k, ok, err := d.WatchedFolder(ctx, dir)
		return kept{k, ok}, err
	}, func(k kept, err error) {
		if w.watch != now {
			return
		}
		switch {
		case err != nil:
			w.Fail(err)
		case k.ok:
			now.form, now.watch = k.w.Form, folders.Resume(k.w.Dealt)
			now.view.State = w.pausedOr(present.WatchOn)
		default:
			now.view.State = present.WatchUnsettled
		}
		w.showWatched()
	})
}

// pausedOr is the state of a folder that is settled.
func (w *Window) pausedOr(s present.WatchState) present.WatchState {
	if w.app.Preferences().Bool(prefPaused) {
		return present.WatchPaused
	}
	return s
}

// showWatched shows how the folder stands, wherever it is shown.
func (w *Window) showWatched() {
	if w.watch == nil || w.frame == nil {
		return
	}
	w.frame.watching(w.watch.view.Chip())
	if w.watch.shown == nil {
		return
	}
	if w.asks.Title() != words.T("watch.title") {
		w.watch.shown = nil
		return
	}
	w.watch.shown.Put(w.watch.view)
}

// lookWatched looks at the folder, once at a time, and takes in what has come
// to rest there.
func (w *Window) lookWatched() {
	now := w.watch
	if now == nil || now.looks || now.cancel != nil {
		return
	}
	switch now.view.State {
	case present.WatchOff, present.WatchPaused, present.WatchUnsettled, present.WatchRefused:
		return
	}
	if s := w.mayFile(now.form.Compartment); s != present.WatchOn {
		w.stand(s)
		return
	}
	type seen struct {
		lying []folders.Lying
		more  bool
	}
	now.looks = true
	dir := now.view.Folder
	job.Run(w.jobs, lookLane, "list", func(context.Context, job.Report) (seen, error) {
		lying, more, err := folders.Look(dir)
		return seen{lying, more}, err
	}, func(s seen, err error) {
		if w.watch != now {
			return
		}
		now.looks = false
		if err != nil {
			w.stand(present.WatchGone)
			return
		}
		ready, left := now.watch.Look(s.lying)
		changed := now.view.More != s.more || !slices.Equal(now.view.Left, left)
		now.view.More, now.view.Left = s.more, left
		if now.view.State == present.WatchPaused {
			return // meanwhile
		}
		if len(ready) > 0 {
			w.takeReady(ready)
		} else if changed || now.view.State != present.WatchOn {
			now.view.State = present.WatchOn
			w.showWatched()
		}
	})
}

// mayFile says whether what lands in the folder can go where its receipt says.
func (w *Window) mayFile(compartment entry.ID) present.WatchState {
	for _, c := range w.unit.Compartments {
		if c.ID == compartment && c.Open {
			return present.WatchOn
		}
	}
	return present.WatchShut
}

// stand shows another state.
func (w *Window) stand(s present.WatchState) {
	if w.watch.view.State != s {
		w.watch.view.State = s
		w.showWatched()
	}
}

// takeReady takes in what has come to rest.
func (w *Window) takeReady(ready []folders.Lying) {
	now, d := w.watch, w.desk
	asked, stop := context.WithCancel(context.Background())
	now.cancel, now.view.Taking, now.view.State = stop, true, present.WatchOn
	w.showWatched()
	list := make([]app.Waiting, len(ready))
	for i, l := range ready {
		list[i] = folders.In(now.view.Folder, l)
	}
	form := now.form.Incoming()
	type end struct {
		sum app.Batched
		err error
	}
	job.Own(w.jobs, "watch", func(ctx context.Context, report job.Report) (end, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(asked, cancel)()
		sum, err := d.ReceiveAll(ctx, list, form, func(p app.BatchProgress) { report(p.Done, p.Total) })
		return end{sum, err}, nil
	}, func(e end, _ error) {
		stop()
		if w.watch != now {
			return
		}
		now.cancel, now.view.Taking = nil, false
		w.filed(e.sum.Files)
		var no *app.RefusedError
		switch {
		case errors.As(e.err, &no):
			now.view.State, now.view.Refused = present.WatchRefused, no.Reasons[0].Words
		case e.err != nil:
			now.view.State = present.WatchPaused // until somebody has read why
			w.app.Preferences().SetBool(prefPaused, true)
			w.Fail(e.err)
		}
		w.showWatched()
		w.Changed()
	})
}

// filed notes what became of files of the folder.
func (w *Window) filed(files []app.Filed) {
	now := w.watch
	dealt := false
	for _, f := range files {
		switch f.Outcome {
		case app.OutcomeWaiting:
			continue
		case app.OutcomeLost:
			now.watch.Failed(f.Name)
		default:
			dealt = true
			now.watch.Done(f.Name)
		}
		now.view.Files = slices.DeleteFunc(now.view.Files, func(x app.Filed) bool { return x.Name == f.Name && x.Outcome == app.OutcomeLost })
		now.view.Files = slices.Insert(now.view.Files, 0, f)
	}
	now.view.Files = now.view.Files[:min(len(now.view.Files), maxWatchFiles)]
	if dealt {
		w.keepWatched()
	}
}

// keepWatched seals what was dealt with, so that a restart does not look at it
// again.
func (w *Window) keepWatched() {
	d, k := w.desk, app.Watched{Folder: w.watch.view.Folder, Form: w.watch.form, Dealt: w.watch.watch.Dealt()}
	w.keep.Keep("watch", func(ctx context.Context) error { return d.KeepWatched(ctx, k) })
}

// openWatched shows the watched folder, or asks for one where there is none.
func (w *Window) openWatched() {
	if w.desk == nil || w.watch == nil {
		return
	}
	if w.watch.view.State == present.WatchOff {
		w.chooseWatched()
		return
	}
	w.watch.shown = page.OpenWatched(w, w.watch.view, page.WatchActs{Pause: w.pauseWatched, Settle: w.settleWatched, Choose: w.chooseWatched, Stop: w.stopWatched})
}

// pauseWatched holds the watch, or lets it go on. A file in hand is finished.
func (w *Window) pauseWatched(on bool) {
	w.app.Preferences().SetBool(prefPaused, on)
	if on && w.watch.cancel != nil {
		w.watch.cancel()
	}
	w.watch.view.State = w.pausedOr(present.WatchOn)
	w.showWatched()
}

// chooseWatched asks which folder this workstation is to watch, and what its
// receipt is.
func (w *Window) chooseWatched() {
	w.files.Folder(words.T("files.watch"), func(dir string) {
		if w.desk != nil {
			w.settle(dir, nil)
		}
	})
}

// settleWatched asks for the receipt of the folder as it stands.
func (w *Window) settleWatched() {
	before := &w.watch.form
	if w.watch.view.State == present.WatchUnsettled {
		before = nil
	}
	w.settle(w.watch.view.Folder, before)
}

func (w *Window) settle(dir string, before *app.Filing) {
	d := w.desk
	page.SettleWatched(w, dir, before, func(f app.Filing) {
		if w.desk != d {
			return
		}
		if w.watch.cancel != nil {
			w.watch.cancel()
		}
		old := w.watch
		w.watch = &watched{view: present.Watching{State: present.WatchOn, Folder: dir}, form: f, watch: &folders.Watch{}}
		if old.view.Folder == dir {
			w.watch.watch, w.watch.view.Files = old.watch, old.view.Files
		}
		w.app.Preferences().SetString(prefWatch, dir)
		w.app.Preferences().SetBool(prefPaused, false)
		w.keepWatched()
		w.showWatched()
		w.lookWatched()
	})
}

// stopWatched watches no folder any more. Nothing in it was touched, and what
// was received stays.
func (w *Window) stopWatched() {
	if w.watch.cancel != nil {
		w.watch.cancel()
	}
	d := w.desk
	w.watch = &watched{view: present.Watching{State: present.WatchOff}, watch: &folders.Watch{}}
	w.app.Preferences().RemoveValue(prefWatch)
	w.app.Preferences().RemoveValue(prefPaused)
	w.keep.Keep("watch", func(ctx context.Context) error { return d.KeepWatched(ctx, app.Watched{}) })
	w.showWatched()
}
