package ui

import (
	"context"
	"errors"

	"corridor/app"
	"corridor/app/roster"
	"corridor/ui/job"
	"corridor/ui/present"
)

// rescanLane is the lane in which the vault is read again.
const rescanLane = "rescan"

// rescan reads the vault again, beside the work, when the rules in force have
// not read all of it: after a change of terms or rules, and after a new version
// of the program. Where the officer stopped it, it stays stopped until more is
// owed or they ask for it on the Unit page.
func (w *Window) rescan(s app.Status) {
	if s.ToRescan <= w.held || w.jobs.Busy(rescanLane) {
		return
	}
	d := w.desk
	job.Run(w.jobs, rescanLane, "rescan", func(ctx context.Context, report job.Report) (app.Rescanned, error) {
		return d.Rescan(ctx, report)
	}, func(r app.Rescanned, err error) {
		if err != nil {
			w.held = s.ToRescan // and do not ask again and again
			if _, denied := roster.AsDenied(err); !denied && !errors.Is(err, context.Canceled) && !errors.Is(err, app.ErrReadOnly) {
				w.Fail(err)
			}
			return
		}
		w.held = r.Left
		w.Changed()
		w.Say(present.RescanDone(r))
	})
}
