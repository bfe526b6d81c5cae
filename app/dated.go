package app

import (
	"slices"
	"time"

	"corridor/app/clock"
	"corridor/app/intel"
	"corridor/app/risk"
)

// readBy scans a product's text with "tonight" and "Tuesday" counted from the
// product's own date: the date of intelligence where one was recorded, or else
// the day of receipt in London. What is pressing by either day is pressing: a
// report that lay for days must not lose its haste by that.
func readBy(e *risk.Engine, text string, f intel.Received, at time.Time) risk.Result {
	received, _ := time.Parse(time.DateOnly, clock.Date(at))
	late := e.Scan(text, received)
	told, err := time.Parse(time.DateOnly, f.Intelligence)
	if err != nil || !told.Before(received) {
		return late
	}
	res := e.Scan(text, told)
	res.Immediate = res.Immediate || late.Immediate
	for i := range res.Prompts {
		p := &res.Prompts[i]
		p.Immediate = p.Immediate || slices.ContainsFunc(late.Prompts, func(q risk.Prompt) bool {
			return q.Immediate && q.Category == p.Category && q.Rule == p.Rule
		})
	}
	return res
}
