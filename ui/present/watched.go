package present

import (
	"context"

	"corridor/app"
	"corridor/ui/words"
)

// WatchDesk is what a watched folder asks of the desk.
type WatchDesk interface {
	ReceiveAll(ctx context.Context, list []app.Waiting, form app.Incoming, tell func(app.BatchProgress)) (app.Batched, error)
	WatchedFolder(ctx context.Context, folder string) (app.Watched, bool, error)
	KeepWatched(ctx context.Context, w app.Watched) error
}

// WatchState is how the folder stands that this workstation watches.
type WatchState string

// The states. Only in WatchOn is anything received.
const (
	WatchOff       WatchState = "off"       // no folder is watched here
	WatchOn        WatchState = "on"        //
	WatchPaused    WatchState = "paused"    // by an officer
	WatchUnsettled WatchState = "unsettled" // this officer has not said whose files they are
	WatchShut      WatchState = "shut"      // the compartment that they go to is not open
	WatchGone      WatchState = "gone"      // the folder is not there, or cannot be read
	WatchRefused   WatchState = "refused"   // the desk takes nothing in under its receipt
)

// Watching is a watched folder as it stands.
type Watching struct {
	State   WatchState
	Folder  string
	Taking  bool // files are being taken in
	More    bool // it holds more than is looked at
	Files   []app.Filed
	Left    []app.Untouched
	Refused string // why, in words, in WatchRefused
}

// Chip is a watched folder in a few words, for the status line.
func (w Watching) Chip() Word {
	tone := map[WatchState]Tone{WatchOff: Neutral, WatchOn: Settled, WatchPaused: Due, WatchUnsettled: Due, WatchShut: Due, WatchGone: Danger, WatchRefused: Danger}[w.State]
	text := words.Of("watch.chip", string(w.State))
	if w.State != WatchOn {
		return Word{text, tone}
	}
	if w.Taking {
		return Word{words.T("watch.taking"), Accent}
	}
	b := app.Batched{Files: w.Files}
	text += " · " + words.T("watch.taken", b.Count(app.OutcomeTaken))
	if n := b.Count(app.OutcomeRefused) + b.Count(app.OutcomeLost); n > 0 {
		return Word{text + " · " + words.T("watch.refused", n), Due}
	}
	return Word{text, tone}
}

// Line says how a watched folder stands, and what is safe.
func (w Watching) Line() Word {
	tone := w.Chip().Tone
	text := words.Of("watch.state", string(w.State))
	if w.State == WatchRefused {
		text = words.T("watch.state.refused", w.Refused)
	}
	if w.More {
		text += " " + words.T("watch.more")
	}
	return Word{text, tone}
}
