package app_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intel"
)

// counting is a reader that counts how often it reads.
type counting struct {
	app.Reader
	read map[string]int
}

func (c counting) Open(ctx context.Context, name string, b []byte, pass string, o intake.Opener) (intake.Result, error) {
	c.read[name]++
	return c.Reader.Open(ctx, name, b, pass, o)
}

func TestAPreviewedFileIsReadOnce(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	c := counting{d.Reader, map[string]int{}}
	d.Reader = c
	in := form
	in.Name, in.Bytes = "once.txt", []byte("Read me once.")
	res, err := d.Preview(t.Context(), in.Name, in.Bytes, "")
	must(t, err)
	in.Read = &res
	took, err := d.Receive(t.Context(), in)
	must(t, err)
	p, err := d.Open(t.Context(), took.Item)
	must(t, err)
	if c.read["once.txt"] != 1 || strings.TrimSpace(p.Reading.Text) != "Read me once." {
		t.Errorf("read %d times: %q", c.read["once.txt"], p.Reading.Text)
	}
	other := form
	other.Name, other.Bytes, other.Read = "other.txt", []byte("Other words."), &res
	took, err = d.Receive(t.Context(), other)
	must(t, err)
	if p, err = d.Open(t.Context(), took.Item); err != nil || c.read["other.txt"] != 1 || strings.TrimSpace(p.Reading.Text) != "Other words." {
		t.Errorf("a preview of other bytes was believed: %q %v", p.Reading.Text, err)
	}
}

func notes(n int) (list []app.Waiting) {
	for i := range n {
		w := waiting(fmt.Sprint("note ", i, ".txt"), fmt.Sprint("The words of note ", i))
		w.Path = "/in/" + w.Name
		list = append(list, w)
	}
	return list
}

// openOf finds the file of a line again by where it lies.
func openOf(list []app.Waiting) func(app.Filed) app.Waiting {
	return func(f app.Filed) app.Waiting {
		for _, w := range list {
			if w.Path == f.Path {
				return w
			}
		}
		return app.Waiting{Name: f.Name, Path: f.Path, Open: func() ([]byte, error) { return nil, context.Canceled }}
	}
}

// A batch that a lock, a crash or a restart cut short is there after the next
// unlock, and goes on where it was; nothing is taken twice.
func TestABatchIsTakenUpAfterARestart(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	if _, ok, err := d.KeptBatch(t.Context()); ok || err != nil {
		t.Fatalf("there is a batch before any: %v", err)
	}
	list := notes(9)
	secret := form
	secret.Passphrase = "open sesame"
	ctx, stop := context.WithCancel(t.Context())
	b, err := d.RunBatch(ctx, app.NewBatch(list, []app.Untouched{{Name: "x.lnk", Why: "it is a link"}}, secret), openOf(list), "open sesame", func(p app.BatchProgress) {
		if p.Done == 4 {
			stop()
		}
	})
	must(t, err)
	if !b.Cancelled || b.Count(app.OutcomeTaken) != 4 || b.Waits() != 5 {
		t.Fatalf("%+v", b)
	}
	u.as("hale")
	if _, ok, _ := u.desk.KeptBatch(t.Context()); ok {
		t.Error("one officer's batch shows with another")
	}
	d = u.as("malik")
	kept, ok, err := d.KeptBatch(t.Context())
	must(t, err)
	if !ok || kept.Waits() != 5 || !kept.Locked || kept.Form.Receipt.Originator != "Partner" || len(kept.Left) != 1 || kept.Files[0].Took.Item == "" {
		t.Fatalf("kept: %+v", kept)
	}
	c := counting{d.Reader, map[string]int{}}
	d.Reader = c
	kept, err = d.RunBatch(t.Context(), kept, openOf(list), "", nil)
	must(t, err)
	if kept.Cancelled || kept.Count(app.OutcomeTaken) != 9 || kept.Waits() != 0 || len(c.read) != 5 || len(d.Inbox()) != 9 {
		t.Errorf("taken up: %+v; read %v; %d items", kept, c.read, len(d.Inbox()))
	}
	if again, ok, _ := d.KeptBatch(t.Context()); !ok || again.Waits() != 0 {
		t.Errorf("the summary is not kept: %+v", again)
	}
	must(t, d.DropBatch(t.Context()))
	if _, ok, _ := d.KeptBatch(t.Context()); ok {
		t.Error("it was put away and is there")
	}
}

// A desk that opens a vault for the first time and has not read it all takes
// nothing twice either.
func TestADeskStillReadingTakesNothingTwice(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	_, err := d.ReceiveAll(t.Context(), notes(5), form, nil)
	must(t, err)
	d = u.early("malik", 0)
	if !stillReading(d) {
		t.Fatal("this desk has read it all: the test says nothing")
	}
	got, err := d.ReceiveAll(t.Context(), notes(6), form, nil)
	must(t, err)
	if got.Count(app.OutcomeHeld) != 5 || got.Count(app.OutcomeTaken) != 1 || len(d.Inbox()) != 6 {
		t.Errorf("%+v, %d items", got, len(d.Inbox()))
	}
}

// What was taken in after the batch was last sealed is found by its bytes.
func TestABatchKeptTooEarlyTakesNothingTwice(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	list := notes(5)
	start := app.NewBatch(list, nil, form)
	_, err := d.RunBatch(t.Context(), start, openOf(list), "", nil)
	must(t, err)
	again, err := d.RunBatch(t.Context(), start, openOf(list), "", nil)
	must(t, err)
	again.Files[0].Outcome = app.OutcomeLost
	if once := again.Again(); once.Waits() != 1 || again.Waits() != 0 {
		t.Errorf("tried again: %+v of %+v", once, again)
	}
	again.Files[0].Outcome = app.OutcomeHeld
	if again.Count(app.OutcomeHeld) != 5 || len(d.Inbox()) != 5 || start.Waits() != 5 {
		t.Errorf("%+v, %d items", again, len(d.Inbox()))
	}
}

func TestABatchRefusedIsNotKept(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	bad := form
	bad.Receipt.Originator = " "
	_, err := d.RunBatch(t.Context(), app.NewBatch(notes(1), nil, bad), openOf(nil), "", nil)
	refusedFor(t, err, "originator")
	if _, ok, _ := d.KeptBatch(t.Context()); ok {
		t.Error("kept")
	}
}

// A file marked above the ceiling is not taken in where nobody looks at it; one
// marked above its receipt is, and says so.
func TestMarkingsOfABatch(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	list := []app.Waiting{waiting("top.txt", "SECRET\n\nThe words."), waiting("higher.txt", "OFFICIAL-SENSITIVE\n\nThe words."), waiting("same.txt", "OFFICIAL\n\nThe words.")}
	open := form
	open.Tier = intel.Official
	got, err := d.ReceiveAll(t.Context(), list, open, nil)
	must(t, err)
	by := map[string]app.Filed{}
	for _, f := range got.Files {
		by[f.Name] = f
	}
	if f := by["top.txt"]; f.Outcome != app.OutcomeRefused || !strings.Contains(f.Why, "reads SECRET") {
		t.Errorf("above the ceiling: %+v", f)
	}
	if f := by["higher.txt"]; f.Outcome != app.OutcomeTaken || f.Marked != "OFFICIAL-SENSITIVE" || !f.Warns() {
		t.Errorf("above its receipt: %+v", f)
	}
	if f := by["same.txt"]; f.Outcome != app.OutcomeTaken || f.Marked != "" || f.Warns() {
		t.Errorf("as its receipt: %+v", f)
	}
}

// The list leaves only encrypted to a confirmed recipient, and by an entry.
func TestTheListOfABatchLeavesByAnEntry(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	u.recipient()
	list := append(notes(2), waiting("=cmd|x.txt", "Quiet words."))
	b, err := d.RunBatch(t.Context(), app.NewBatch(list, []app.Untouched{{Name: "x.lnk", Why: "it is a link"}}, form), openOf(list), "", nil)
	must(t, err)
	_, err = d.ExportBatch(t.Context(), b, "nobody")
	refusedFor(t, err, "recipient")
	before := len(d.Journal(app.JournalFilter{Kind: entry.ListExported}))
	sealed, err := d.ExportBatch(t.Context(), b, u.to)
	must(t, err)
	plain, _, err := u.rcp.DecryptMessage(sealed, u.clk.now())
	must(t, err)
	rows, err := csv.NewReader(strings.NewReader(string(plain))).ReadAll()
	must(t, err)
	if len(rows) != 5 || rows[1][1] != "taken" || rows[4][1] != "untouched" || !strings.Contains(string(plain), "'=cmd|x.txt") {
		t.Errorf("%q", rows)
	}
	if n := len(d.Journal(app.JournalFilter{Kind: entry.ListExported})); n != before+1 {
		t.Errorf("%d entries", n-before)
	}
}

func TestWhatAnOfficerSettledForAFolder(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	w := app.Watched{Folder: "/in", Form: form.Filing(), Dealt: []string{"a", "b"}}
	must(t, d.KeepWatched(t.Context(), w))
	d = u.as("malik")
	got, ok, err := d.WatchedFolder(t.Context(), "/in")
	must(t, err)
	if in := got.Form.Incoming(); !ok || len(got.Dealt) != 2 || in.Receipt != form.Receipt || in.SourceType != form.SourceType || in.Tier != form.Tier {
		t.Errorf("%+v %v", got, ok)
	}
	if _, ok, _ := d.WatchedFolder(t.Context(), "/other"); ok {
		t.Error("it stands for another folder")
	}
	if _, ok, _ := u.as("hale").WatchedFolder(t.Context(), "/in"); ok {
		t.Error("it stands for another officer")
	}
	d = u.as("malik")
	must(t, d.KeepWatched(t.Context(), app.Watched{}))
	if _, ok, _ := d.WatchedFolder(t.Context(), "/in"); ok {
		t.Error("it was dropped and stands")
	}
}

// The time left is told from the files that were read: those held already take
// no time, and promise nothing.
func TestTimeLeftOfABatch(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	list := notes(6)
	told := func(list []app.Waiting) (heard []time.Duration) {
		_, err := d.ReceiveAll(t.Context(), list, form, func(p app.BatchProgress) { heard = append(heard, p.Left) })
		must(t, err)
		return heard
	}
	if heard := told(list[:3]); len(heard) != 3 || heard[0] <= 0 || heard[1] <= 0 || heard[1] > 2*heard[0] || heard[2] != 0 {
		t.Errorf("fresh files: %v", heard)
	}
	if heard := told(list); len(heard) != 6 || heard[2] != 0 || heard[3] <= 0 || heard[5] != 0 {
		t.Errorf("half of them held: %v", heard)
	}
}
