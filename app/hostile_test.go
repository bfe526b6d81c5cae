package app_test

import (
	"slices"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/keeping"
	"corridor/app/release"
	"corridor/app/roster"
	"corridor/app/tune"
	"corridor/storage/vault"
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
	other := "A" + to[1:]
	if other == to {
		other = "B" + to[1:]
	}
	sound := release.Copy{No: 1, Recipient: u.to, Fingerprint: to}
	for name, copies := range map[string][]release.Copy{
		"none":       nil,
		"one more":   {sound, {No: 2, Recipient: u.to, Fingerprint: to}},
		"other key":  {{No: 1, Recipient: u.to, Fingerprint: other}},
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

// What takes two officers has no effect by one, however the entry was made: not
// alone, not on one's own proposal, not with other facts than were proposed.
func TestActsOfTwoByOneAreVoid(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("hale")
	item := u.receive(tablets)
	_, err := u.desk.Open(ctx, item)
	must(t, err)
	must(t, u.desk.Deny(ctx, item, "name", "Biscuit"))
	listed, err := u.desk.Denied(ctx, item)
	must(t, err)
	keys, err := vault.NewMemberKeys(t.TempDir(), u.desk.Vault.ID(), roster.Recovery, []byte(pass), weak(t), u.clk.now())
	must(t, err)
	_, hash := u.desk.Vault.Head()
	var pieces []entry.ID
	must(t, u.desk.Vault.Read(ctx, 0, func(r entry.Record) error {
		for _, c := range r.Entry.Contents {
			if r.Entry.Item == item {
				pieces = append(pieces, c.ID)
			}
		}
		return nil
	}))
	slices.Sort(pieces)
	acts := map[entry.Kind]any{
		entry.PersonLeft:       roster.Left{Person: "malik"},
		entry.RecoverySet:      roster.RecoverySet{Keys: keys},
		entry.VaultRestored:    keeping.Restored{Ended: 3, Head: hash, Lost: 9},
		entry.ContentDestroyed: keeping.Destroyed{Contents: pieces},
		entry.DenyLifted:       intel.Lifted{Listed: listed[0].Listed},
		entry.TermDropped:      tune.Dropped{Term: listed[0].Listed},
		entry.RuleOff:          tune.Switched{Rule: "ttl-plain"},
	}
	if len(acts) != len(entry.TakesTwo()) {
		t.Fatalf("%d kinds of %d are tried", len(acts), len(entry.TakesTwo()))
	}
	write := func(k entry.Kind, facts any, about bool) {
		e := entry.Draft{Kind: k, Done: u.clk.now(), Facts: facts}
		if about {
			e.Item = item
		}
		if k == entry.ActProposed {
			e.Pieces = []entry.Piece{{Role: intel.RoleReason, Body: []byte("because")}}
		}
		_, err := u.desk.Vault.Append(ctx, e)
		must(t, err)
	}
	alarms := func() int {
		r, err := u.desk.Verify(ctx)
		must(t, err)
		return len(r.Alarms)
	}
	want := 0
	for k, facts := range acts {
		about := k == entry.ContentDestroyed || k == entry.DenyLifted
		write(k, facts, about) // nobody proposed it
		b, err := entry.Encode(facts)
		must(t, err)
		write(entry.ActProposed, roster.Proposed{Kind: k, Facts: b}, about)
		write(k, facts, about) // on one's own proposal
		want += 2
		if got := alarms(); got != want {
			t.Errorf("%s by one: %d alarms of %d", k, got, want)
		}
	}
	u.as("idris") // a second officer, but with other facts
	for k, facts := range map[entry.Kind]any{
		entry.PersonLeft:    roster.Left{Person: "okafor"},
		entry.VaultRestored: keeping.Restored{Ended: 3, Head: hash, Lost: 10},
	} {
		write(k, facts, false)
		want++
		if got := alarms(); got != want {
			t.Errorf("%s with other facts: %d alarms of %d", k, got, want)
		}
	}
	if n := len(u.desk.Proposals()); n != len(acts) {
		t.Errorf("%d proposals of %d still wait", n, len(acts))
	}
	if p, err := u.desk.Open(ctx, item); err != nil || p.Destroyed != nil || u.desk.Recovery().Made {
		t.Errorf("something took effect: %v", err)
	}
}
