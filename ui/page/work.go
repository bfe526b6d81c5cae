package page

import (
	"context"

	"corridor/ui/job"
)

// fetch reads something beside the window and puts it on the screen.
func fetch[T any](h Host, lane, what string, read func(context.Context) (T, error), put func(T)) {
	job.Run(h.Jobs(), lane, what, func(ctx context.Context, _ job.Report) (T, error) { return read(ctx) },
		func(v T, err error) {
			if err != nil {
				h.Fail(err)
				return
			}
			put(v)
			h.Relay()
		})
}

// act does something that is journalled, then has everything read again.
func act[T any](h Host, what string, do func(context.Context) (T, error), then func(T)) {
	job.Own(h.Jobs(), what, func(ctx context.Context, _ job.Report) (T, error) { return do(ctx) }, func(v T, err error) {
		if err != nil {
			h.Fail(err)
			return
		}
		then(v)
		h.Relay()
		h.Changed()
	})
}

// done is act for a verb that gives nothing but an error.
func done(h Host, what string, do func(context.Context) error, then func()) {
	act(h, what, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) }, func(struct{}) { then() })
}

// lane is fetch for work that tells how far it is.
func lane[T any](h Host, name, what string, work func(context.Context, func(done, total int)) (T, error), put func(T)) {
	job.Run(h.Jobs(), name, what, func(ctx context.Context, report job.Report) (T, error) { return work(ctx, report) },
		func(v T, err error) {
			if err != nil {
				h.Fail(err)
				return
			}
			put(v)
			h.Relay()
		})
}
