package app_test

import (
	"bytes"
	"testing"

	"corridor/app"
	"corridor/app/entry"
)

// The report of what somebody could read leaves only encrypted, to somebody
// whose fingerprint was confirmed, by a supervisor, and on record first.
func TestReportLeavesOnlySealed(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("hale")
	u.receive("a note for everybody")
	rendered := 0
	render := func(v app.ReachView) []byte {
		rendered++
		return []byte("What " + v.Name + " could read")
	}
	if _, err := u.desk.ExportReach(ctx, "malik", "nobody", render); err == nil || rendered != 0 {
		t.Fatalf("handed to nobody: %v, rendered %d times", err, rendered)
	}
	u.recipient()
	was := len(u.desk.Journal(app.JournalFilter{Kind: entry.JournalExported}))
	b, err := u.desk.ExportReach(ctx, "malik", u.to, render)
	must(t, err)
	if rendered != 1 || !bytes.Contains(b, []byte("BEGIN PGP MESSAGE")) || bytes.Contains(b, []byte("could read")) {
		t.Errorf("rendered %d times; %d bytes handed over", rendered, len(b))
	}
	if now := len(u.desk.Journal(app.JournalFilter{Kind: entry.JournalExported})); now != was+1 {
		t.Errorf("%d exports on record, %d before", now, was)
	}
	if _, err := u.desk.ExportReach(ctx, "unknown", u.to, render); err == nil {
		t.Error("a report on somebody unknown")
	}
	u.as("malik")
	if b, err := u.desk.ExportReach(ctx, "hale", u.to, render); err == nil || b != nil {
		t.Error("a handler handed a report out")
	}
	u.sound()
}
