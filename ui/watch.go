package ui

import (
	"context"
	"errors"
	"time"

	"corridor/app"
	"corridor/ui/job"
	"corridor/ui/present"
)

// Tick watches the clock: it locks an idle desk and moves the clocks on.
func (w *Window) Tick() {
	if w.desk == nil {
		return
	}
	if w.opts.Now().Sub(w.active) >= w.idle {
		w.seat.Idle = w.idle
		w.leave()
		return
	}
	w.lookWatched()
	now := w.opts.Now()
	if now.Sub(w.active) >= restAfter && w.rested.Before(w.active) {
		w.rested = now
		w.tidy()
	}
	if now.Sub(w.drawn) >= drawEvery {
		w.drawn = now
		w.refreshFrame()
	}
}

// drawEvery is how often the clocks on the frame move on.
const drawEvery = 15 * time.Second

// restAfter is how long nobody does anything before the desk notes where the
// journal ends and keeps, sealed, what makes the next unlock quick.
const restAfter = time.Minute

func (w *Window) tidy() {
	d := w.desk
	job.Run(w.jobs, "tidy", "tidy", func(ctx context.Context, _ job.Report) (struct{}, error) { return struct{}{}, d.Keep(ctx) },
		func(_ struct{}, err error) {
			if err != nil {
				w.Fail(err)
			}
		})
}

// recheck verifies, beside the work, the entries that were taken as an earlier
// session had judged them.
func (w *Window) recheck() {
	d := w.desk
	if d.Status().ToCheck == 0 {
		return
	}
	job.Run(w.jobs, "recheck", "recheck", func(ctx context.Context, report job.Report) (app.VerifyReport, error) {
		return d.Recheck(ctx, func(done, total uint64) { report(int(done), int(total)) })
	}, func(r app.VerifyReport, err error) {
		switch {
		case errors.Is(err, context.Canceled): // the status line says what is still to check
		case err != nil:
			w.Fail(err)
		case len(r.Alarms) > 0:
			m := present.VerifyWords(r)
			w.asks.Warn(m.Title, m.Text)
		}
		w.Changed()
	})
}

// noticed is called whenever somebody uses the window.
func (w *Window) noticed() { w.active = w.opts.Now() }
