package ui

import (
	"context"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/job"
	"corridor/ui/present"
)

// replaceKeys makes new keys for a member of the vault that is open.
func (w *Window) replaceKeys(ctx context.Context, p entry.Person, pass []byte) error {
	return w.doors.ReplaceKeys(ctx, w.card.Path, p, pass)
}

// newRecovery makes a recovery key for the vault that is open.
func (w *Window) newRecovery(ctx context.Context, reason string) ([2]string, error) {
	return w.doors.NewRecovery(ctx, w.card.Path, reason)
}

// rehearse locks the desk, since a vault is open once only, tries both halves
// of the recovery key on it, and tells on the locked screen what they opened.
func (w *Window) rehearse(first, second []byte, reason string) {
	path := w.card.Path
	w.Lock()
	job.Own(w.jobs, "rehearse", func(ctx context.Context, _ job.Report) (app.RecoveryOpens, error) {
		defer clear(first)
		defer clear(second)
		w.shut.Wait()
		return w.doors.Rehearse(ctx, path, string(first), string(second), reason)
	}, func(v app.RecoveryOpens, err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		m := present.Rehearsed(v)
		w.asks.Tell(m.Title, m.Text)
	})
}
