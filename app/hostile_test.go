package app_test

import (
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/release"
)

// A dispatch made by hand that names other copies than were approved has no
// effect, whoever made it.
func TestDispatchOfOtherCopiesIsVoid(t *testing.T) {
	u := newUnit(t)
	item, rel := u.submitted()
	u.as("hale")
	must(t, u.approve(rel))
	u.as("malik")
	to := ""
	for _, r := range u.desk.Recipients() {
		if r.Recipient == u.to {
			to = r.Fingerprint
		}
	}
	sound := release.Copy{No: 1, Recipient: u.to, Fingerprint: to}
	for name, copies := range map[string][]release.Copy{
		"none":       nil,
		"one more":   {sound, {No: 2, Recipient: u.to, Fingerprint: to}},
		"other key":  {{No: 1, Recipient: u.to, Fingerprint: "A" + to[1:]}},
		"other name": {{No: 1, Recipient: item, Fingerprint: to}},
		"other no":   {{No: 7, Recipient: u.to, Fingerprint: to}},
	} {
		_, err := u.desk.Vault.Append(t.Context(), entry.Draft{Kind: entry.ReleaseDispatched, Item: item, Done: u.clk.now(),
			Facts: release.Dispatched{Release: rel, Copies: copies}})
		must(t, err)
		if got := u.status(rel); got != "approved" {
			t.Fatalf("%s: recorded as %s", name, got)
		}
	}
	r, err := u.desk.Verify(t.Context())
	must(t, err)
	if len(r.Alarms) != 5 {
		t.Errorf("%d alarms of 5: %+v", len(r.Alarms), r.Alarms)
	}
	_, err = u.desk.Dispatch(t.Context(), rel)
	must(t, err)
	if got := u.status(rel); got != "sent" {
		t.Errorf("the lawful dispatch: %s", got)
	}
}

func (u *unit) status(rel entry.ID) string {
	u.t.Helper()
	_, err := u.desk.Verify(u.t.Context())
	must(u.t, err)
	for _, r := range u.desk.Releases() {
		if r.Release == rel {
			return r.Status
		}
	}
	return ""
}

// Consent to sanitise is no consent to a lower marking.
func TestMarkingGoesDownByTheOriginatorAlone(t *testing.T) {
	u := newUnit(t)
	item, _ := u.submitted()
	ctx := t.Context()
	lower := u.submission()
	lower.Tier, lower.Words.MarkingLine = intel.Official, "OFFICIAL"
	ask := func(about string, granted bool) {
		must(t, u.desk.Consult(ctx, item, about, granted, "PC Doe", "said so", u.clk.now()))
	}
	ask(intel.ForSanitisation, true)
	ask(intel.ForAction, true)
	_, err := u.desk.Submit(ctx, item, lower)
	refusedFor(t, err, "marking_down")
	ask(intel.ForMarking, false)
	_, err = u.desk.Submit(ctx, item, lower)
	refusedFor(t, err, "marking_down")
	ask(intel.ForMarking, true)
	_, err = u.desk.Submit(ctx, item, lower)
	must(t, err)
	if err := u.desk.Consult(ctx, item, "anything", true, "PC Doe", "said so", u.clk.now()); err == nil {
		t.Error("a consultation about nothing was recorded")
	}
}

// The reasons of a page are one view for each compartment, journalled first.
func TestReasonsOfAPageAreOneView(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	ctx := t.Context()
	item := u.receive(tablets)
	u.read(item)
	must(t, u.desk.RaiseThreat(ctx, item, "named in the note"))
	var seqs []uint64
	reasoned := 0
	for _, l := range u.desk.Journal(app.JournalFilter{}) {
		seqs = append(seqs, l.Seq)
		if l.Why {
			reasoned++
		}
	}
	before := len(seqs)
	why, err := u.desk.Reasons(ctx, seqs...)
	must(t, err)
	if len(why) != reasoned || reasoned < 10 {
		t.Errorf("%d reasons of %d", len(why), reasoned)
	}
	found := false
	for _, w := range why {
		found = found || w == "named in the note"
	}
	after := u.desk.Journal(app.JournalFilter{})
	if !found || len(after) != before+1 || after[0].Kind != entry.JournalViewed {
		t.Errorf("found %v; %d lines became %d, the last of them %s", found, before, len(after), after[0].Kind)
	}
	none, err := u.desk.Reasons(ctx, after[0].Seq)
	if err != nil || len(none) != 0 || len(u.desk.Journal(app.JournalFilter{})) != len(after) {
		t.Errorf("a line without a reason: %v %v", none, err)
	}
}
