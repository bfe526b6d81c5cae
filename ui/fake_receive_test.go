package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intake/alike"
	"corridor/app/intel"
	"corridor/app/pieces"
	"corridor/ui/present"
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
	if d.refuseFiles != nil {
		return app.Batched{}, d.refuseFiles
	}
	out := app.NewBatch(list, nil, form).Batched
	for i, w := range list {
		if out.Files[i] = fakeFiled(w); w.Name == d.unread {
			out.Files[i] = app.Filed{Name: w.Name, Outcome: app.OutcomeLost, Why: "The file could not be opened."}
		}
		tell(app.BatchProgress{Done: i + 1, Total: len(list), Name: w.Name, Left: fakeLeft})
	}
	return out, d.note("receive all %d %s", len(list), form.Receipt.Originator)
}

func (d *fakeDesk) RunBatch(ctx context.Context, b app.Batch, open func(app.Filed) app.Waiting, passphrase string, tell func(app.BatchProgress)) (app.Batch, error) {
	done, total := 0, b.Waits()
	for i, f := range b.Files {
		if f.Outcome != app.OutcomeWaiting || ctx.Err() != nil {
			continue
		}
		b.Files[i] = fakeFiled(open(f))
		done++
		tell(app.BatchProgress{Done: done, Total: total, Name: f.Name, Left: fakeLeft})
		if d.batchAt != nil && d.batchAt(done) {
			<-ctx.Done()
		}
	}
	b.Cancelled = ctx.Err() != nil
	d.batch = &b
	return b, d.note("receive all %d %s%s", total, b.Form.Receipt.Originator, passphrase)
}

func (d *fakeDesk) KeptBatch(context.Context) (app.Batch, bool, error) {
	if d.batch == nil {
		return app.Batch{}, false, nil
	}
	return *d.batch, true, nil
}

func (d *fakeDesk) DropBatch(context.Context) error {
	d.batch = nil
	return d.note("drop batch")
}

func (d *fakeDesk) ExportBatch(_ context.Context, b app.Batch, to entry.ID) ([]byte, error) {
	return []byte("sealed"), d.note("export batch %d %s", len(b.Files), to)
}

func (d *fakeDesk) WatchedFolder(_ context.Context, folder string) (app.Watched, bool, error) {
	return d.watched, folder != "" && d.watched.Folder == folder, nil
}

func (d *fakeDesk) KeepWatched(_ context.Context, w app.Watched) error {
	d.watched = w
	return nil
}

func (d *fakeDesk) TakeApart(_ context.Context, item entry.ID, _ string) (app.Apart, error) {
	a := app.Apart{Item: item, Ref: "SIU-26-0412", Name: "all.mbox", SourceType: intel.Partner, Receipt: intel.Receipt{Originator: "Northshire DSU", SourceRef: "4417"}}
	mails := app.Way{Code: app.WayMessages, Each: item == "i5"}
	for i, s := range []string{"The white van was back at the yard on Tuesday.", "Kelly says that the keys are with her brother.", "The white van has not been seen since."} {
		mails.Cuts = append(mails.Cuts, app.Cut{Part: i + 1, Name: fmt.Sprintf("message %d of three", i+1), Bytes: 4096, Text: s})
	}
	turns := app.Way{Code: app.WayTurns}
	paragraphs := app.Way{Code: app.WayParagraphs}
	for i, s := range pieces.Paragraphs(fakeText) {
		text := string([]rune(fakeText)[s.From:s.To])
		paragraphs.Cuts = append(paragraphs.Cuts, app.Cut{From: s.From, To: s.To, Text: text})
		turns.Cuts = append(turns.Cuts, app.Cut{From: s.From, To: s.To, Who: []string{"Ann", "Bob"}[i%2], Text: text})
	}
	a.Ways = []app.Way{mails, turns, paragraphs}
	return a, d.note("apart %s", item)
}

func (d *fakeDesk) Split(_ context.Context, item entry.ID, list []app.Slice, _ string) ([]app.Took, error) {
	out := make([]app.Took, len(list))
	for i, s := range list {
		out[i] = app.Took{Item: "i5", Ref: "SIU-26-0401"}
		if err := d.note("split %s %v %v %s %s", item, s.Parts, s.Spans, s.SourceType, s.Receipt.SourceRef); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (d *fakeDesk) Join(_ context.Context, items []entry.ID, name string, r intel.Receipt) (app.Took, error) {
	return app.Took{Item: items[0], Ref: "SIU-26-0500"}, d.note("join %v %s %s", items, name, r.Note)
}

func (d *fakeDesk) Tied(item entry.ID) []app.Tie {
	if item != "i3" {
		return nil
	}
	return []app.Tie{{Item: "i5", Ref: "SIU-26-0401", How: intel.LinkSplitInto, Parts: []int{1, 3}}, {Item: "i1", Ref: "SIU-26-0412", How: intel.LinkSplitFrom, Spans: [][2]int{{0, 40}}}}
}

// CallTable makes a table of what comes from a telephone company.
func (d *fakeDesk) CallTable(_ context.Context, item entry.ID) (app.CallTable, error) {
	if item != "i6" {
		return app.CallTable{}, app.ErrNoTable
	}
	t := app.CallTable{Item: item, Ref: "SIU-26-0388", Originator: "Telecom A", Rows: 1204, Columns: intake.Columns{intake.FieldWhen: 2},
		Header: []string{"Party one", "Party two", "Start date", "Secs", "Site", "Handset", "In/out", "Tariff"}}
	for i := range 12 {
		t.First = append(t.First, []string{"07700 900123", fmt.Sprintf("07700 9001%02d", 24+i), fmt.Sprintf("21/11/2026 21:%02d", 10+i), fmt.Sprint(70 + i), "A1 " + fmt.Sprint(i), "350000000000017", "out", "X"})
	}
	t.First[3][2] = "yesterday"
	if d.columns != nil {
		t.Columns, t.By, t.At = d.columns, "DC Rowan Malik", fakeNow.Add(-30*time.Hour)
	}
	return t, nil
}

func (d *fakeDesk) SettleColumns(_ context.Context, item entry.ID, c intake.Columns) error {
	d.columns = c
	return d.note("columns %s %v", item, c)
}

func fakeFiled(w app.Waiting) app.Filed {
	f := app.Filed{Name: w.Name, Path: w.Path, Outcome: app.OutcomeTaken, Took: app.Took{Item: "i5", Ref: "SIU-26-0401", Read: "yes"}}
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

// fakeWatching is a watched folder in the midst of its work.
func fakeWatching() present.Watching {
	v := present.Watching{State: present.WatchOn, Folder: "/srv/partners/in", Left: []app.Untouched{{Name: "inner", Why: "it is a folder: what lies in it is not watched"},
		{Name: "large download.zip", Why: "it is too large to be taken in whole"}, {Name: "statement.docx.part", Why: "another program is at work on it"}, {Name: "to the yard.lnk", Why: "it is a link: links are not followed"}}}
	for _, w := range fakeWaiting()[:5] {
		v.Files = append(v.Files, fakeFiled(w))
	}
	v.Files[0].Marked = "SECRET"
	return v
}
