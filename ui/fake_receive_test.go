package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intake/alike"
)

const fakeLeft = 150 * time.Second

// fakeLocked is the passphrase without which the fake desk's reader reads no
// file called locked….
const fakeLocked = "open sesame"

func (d *fakeDesk) Preview(_ context.Context, name string, b []byte, pass string) (intake.Result, error) {
	switch {
	case strings.HasPrefix(name, "broken"):
		return intake.Result{}, errors.New("no child")
	case strings.HasPrefix(name, "locked") && pass != fakeLocked:
		return intake.Result{Kind: "zip", Error: &intake.Failure{Class: "encrypted", What: "It is locked with a passphrase."}}, nil
	case strings.HasPrefix(name, "plain"):
		return intake.Result{Kind: "txt", Text: string(b)}, nil
	}
	return intake.Result{Kind: "eml", Text: fakeText, From: "Northshire Dedicated Source Unit <dsu@northshire.example>", Date: "Sun, 22 Nov 2026 23:30:00 +0000",
		Marking: "SECRET", Handling: "Handling: 2BC A2 S2", References: []string{"NDSU-2210", "OP-77/26"}, Dates: []string{"2026-11-21", "2026-11-22"},
		Parts: []intake.Part{{Name: "statement.pdf", Read: "yes"}, {Name: "photo.heic", Read: "no", Why: "pictures of this kind are not read"}}}, nil
}

func (d *fakeDesk) Near(_ context.Context, name string, _ intake.Result) ([]app.Near, error) {
	if strings.HasPrefix(name, "report") {
		return []app.Near{{Item: "i2", Ref: "SIU-26-0409", How: app.NearText, Percent: 94}}, nil
	}
	return nil, nil
}

func (d *fakeDesk) Difference(_ context.Context, item entry.ID, _ string, _ intake.Result) ([]alike.Line, error) {
	if err := d.note("compare %s", item); err != nil {
		return nil, err
	}
	held := strings.Replace(fakeText, "07700 900461", "07700 900462", 1)
	return alike.Lines("First line of both.\nSecond line of both.\nThird line of both.\n"+held, "First line of both.\nSecond line of both.\nThird line of both.\n"+fakeText), nil
}

// ReceiveAll takes in what its name does not say otherwise about.
func (d *fakeDesk) ReceiveAll(ctx context.Context, list []app.Waiting, form app.Incoming, tell func(app.BatchProgress)) (app.Batched, error) {
	out := app.Batched{Files: make([]app.Filed, len(list))}
	for i, w := range list {
		if out.Files[i] = (app.Filed{Name: w.Name, Outcome: app.OutcomeWaiting}); ctx.Err() != nil {
			out.Cancelled = true
			continue
		}
		out.Files[i] = fakeFiled(w)
		tell(app.BatchProgress{Done: i + 1, Total: len(list), Name: w.Name, Left: fakeLeft})
		if d.batchAt != nil && d.batchAt(i+1) {
			<-ctx.Done()
		}
	}
	return out, d.note("receive all %d %s", len(list), form.Receipt.Originator)
}

func fakeFiled(w app.Waiting) app.Filed {
	f := app.Filed{Name: w.Name, Outcome: app.OutcomeTaken, Took: app.Took{Item: "i5", Ref: "SIU-26-0401", Read: "yes"}}
	switch {
	case strings.HasPrefix(w.Name, "life"):
		f.Took = app.Took{Item: "i1", Ref: "SIU-26-0412", Read: "yes", Prompts: 3, Life: true}
	case strings.HasPrefix(w.Name, "held"):
		f.Outcome, f.Took = app.OutcomeHeld, app.Took{Item: "i3", Ref: "SIU-26-0411", Already: "SIU-26-0411"}
	case strings.HasPrefix(w.Name, "large"):
		f.Outcome, f.Took, f.Why = app.OutcomeRefused, app.Took{}, "The file is too large to be taken in whole. Ask the sender for it in parts."
	case strings.HasPrefix(w.Name, "scan"):
		f.Took.Read, f.Took.NotRead = "no", "picture: nothing in it could be read as text."
		f.Took.Near = []app.Near{{Item: "i2", Ref: "SIU-26-0409", How: app.NearText, Percent: 92}}
	}
	if b, err := w.Open(); w.Open != nil && (err != nil || len(b) == 0) {
		f.Outcome, f.Took, f.Why = app.OutcomeLost, app.Took{}, "The file could not be opened."
	}
	return f
}
