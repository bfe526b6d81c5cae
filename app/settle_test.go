package app_test

import (
	"slices"
	"strings"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
)

// leaky carries a run of the source's own words.
var leaky = intel.DraftText{Title: "Street supply", Body: "A man sells tablets from a blue Corsa by the swimming baths every evening."}

// blocking lists what blocks in the saved draft.
func (u *unit) blocking(item entry.ID) []app.FindingView {
	u.t.Helper()
	p, err := u.desk.Open(u.t.Context(), item)
	must(u.t, err)
	fs, err := u.desk.CheckDraft(u.t.Context(), item, p.Draft)
	must(u.t, err)
	var out []app.FindingView
	for _, f := range fs.List {
		if f.Severity == "block" && f.Settled == "" {
			out = append(out, f)
		}
	}
	if len(out) != fs.Blocking {
		u.t.Errorf("%d block, %d are counted", len(out), fs.Blocking)
	}
	return out
}

// A blocking residue is put up by the author, singly and with a reason, and set
// aside by a supervisor who wrote none of it, at sign-off; the gate looks again.
func TestBlockingResiduesArePutUpAndSetAside(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("malik")
	u.recipient()
	item := u.receive(tablets)
	u.read(item)
	u.grade(item)
	u.draft(item, leaky)
	left := u.blocking(item)
	if len(left) < 2 {
		t.Fatalf("only %d residues block: the test is blind", len(left))
	}
	_, err := u.desk.Submit(ctx, item, u.submission())
	refusedFor(t, err, "residue")
	refusedFor(t, u.desk.Settle(ctx, item, left[0].Key, intel.SettleAccept, "known to many"), "H15")
	refusedFor(t, u.desk.Settle(ctx, item, left[0].Key, intel.SettlePutUp, " "), "reason")
	for i, f := range left {
		must(t, u.desk.Settle(ctx, item, f.Key, intel.SettlePutUp, "Seen by everybody who passes."))
		if _, err = u.desk.Submit(ctx, item, u.submission()); i < len(left)-1 {
			refusedFor(t, err, "residue")
		}
	}
	must(t, err)
	if err := u.desk.Settle(ctx, item, left[0].Key, intel.SettleAside, "myself"); err == nil {
		t.Error("a handler set a blocking residue aside")
	}
	u.as("idris")
	rel := u.desk.Waiting()[0].Release
	s, err := u.desk.OpenSubmission(ctx, rel)
	must(t, err)
	if s.Findings.PutUp != len(left) || s.Findings.Blocking != len(left) {
		t.Errorf("shown at sign-off: %d put up, %d block, of %d", s.Findings.PutUp, s.Findings.Blocking, len(left))
	}
	refusedFor(t, u.desk.Approve(ctx, rel, []byte(pass)), "residue")
	for i, f := range s.Findings.List {
		if f.Settled != "" {
			continue
		}
		if !f.PutUp || f.By != "malik" || f.Reason == "" {
			t.Errorf("put up without saying by whom and why: %+v", f)
		}
		refusedFor(t, u.desk.Approve(ctx, rel, []byte(pass)), "residue")
		refusedFor(t, u.desk.Settle(ctx, item, f.Key, intel.SettleAside, ""), "reason")
		must(t, u.desk.Settle(ctx, item, f.Key, intel.SettleAside, "Agreed: public view."))
		if i == 0 && len(u.blocking(item)) != len(left)-1 {
			t.Error("one decision settled more than one residue")
		}
	}
	must(t, u.desk.Approve(ctx, rel, []byte(pass)))
	u.as("malik")
	_, err = u.desk.Dispatch(ctx, rel)
	must(t, err)
	u.sound()
}

func TestDeniedTermsAreSettledByNobody(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("malik")
	item := u.receive(tablets)
	u.read(item)
	u.grade(item)
	must(t, u.desk.Deny(ctx, item, "name", "leisure premises"))
	must(t, u.desk.SaveDraft(ctx, item, clean, "save"))
	hits := slices.DeleteFunc(u.blocking(item), func(f app.FindingView) bool { return f.Kind != "deny_list" })
	if len(hits) != 1 {
		t.Fatalf("%d denied terms are found", len(hits))
	}
	for _, who := range []entry.Person{"malik", "hale"} {
		u.as(who)
		_, err := u.desk.Open(ctx, item)
		must(t, err)
		for _, d := range []string{intel.SettleAccept, intel.SettlePutUp, intel.SettleAside} {
			refusedFor(t, u.desk.Settle(ctx, item, hits[0].Key, d, "please"), "deny_list")
		}
	}
}

// Terms are denied to a product, a source or a compartment; two officers take
// one off, and then it may leave.
func TestDenyListsBySourceAndCompartment(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("malik")
	receive := func(text, source string) entry.ID {
		took, err := u.desk.Receive(ctx, app.Incoming{Name: "n.txt", Bytes: []byte(text), SourceType: intel.CHIS, Tier: intel.OfficialSensitive,
			Receipt: intel.Receipt{Originator: "DSU", SourceRef: source}})
		must(t, err)
		_, err = u.desk.Open(ctx, took.Item)
		must(t, err)
		return took.Item
	}
	first, same := receive("One matter of note.", "ISR  4417"), receive("Another matter of note.", "isr 4417")
	other, none := receive("A third matter of note.", "ISR 9"), receive("A fourth matter of note.", "")
	must(t, u.desk.DenyTo(ctx, app.DenyInput{Item: first, Scope: intel.ScopeSource, Kind: "alias", Term: "Biscuit"}))
	must(t, u.desk.DenyTo(ctx, app.DenyInput{Item: first, Scope: intel.ScopeCompartment, Kind: "operation", Term: "Larkspur"}))
	must(t, u.desk.DenyTo(ctx, app.DenyInput{Item: first, Kind: "name", Term: "Tanner"}))
	refusedFor(t, u.desk.DenyTo(ctx, app.DenyInput{Item: none, Scope: intel.ScopeSource, Kind: "alias", Term: "x"}), "source")
	stops := func(item entry.ID, term string) bool {
		fs, err := u.desk.CheckDraft(ctx, item, intel.DraftText{Title: "t", Body: "Word of " + term + " was heard."})
		must(t, err)
		for _, f := range fs.List {
			if f.Kind == "deny_list" {
				return true
			}
		}
		return false
	}
	for item, want := range map[entry.ID]string{first: "Biscuit Larkspur Tanner", same: "Biscuit Larkspur", other: "Larkspur", none: "Larkspur"} {
		for _, term := range []string{"Biscuit", "Larkspur", "Tanner"} {
			if stops(item, term) != strings.Contains(want, term) {
				t.Errorf("%q: stopped %v, denied are %s", term, stops(item, term), want)
			}
		}
	}
	list, err := u.desk.Denied(ctx, same)
	must(t, err)
	if len(list) != 2 {
		t.Fatalf("%d terms are shown", len(list))
	}
	var larkspur app.DenyView
	for _, v := range list {
		if v.Term == "Larkspur" {
			larkspur = v
		}
	}
	refusedFor(t, u.desk.ProposeUndeny(ctx, same, larkspur.Listed, ""), "reason")
	must(t, u.desk.ProposeUndeny(ctx, same, larkspur.Listed, "The operation is public now."))
	if !stops(other, "Larkspur") {
		t.Error("one officer took it off")
	}
	list, err = u.desk.Denied(ctx, same)
	must(t, err)
	for _, v := range list {
		if (v.Waiting != "") != (v.Term == "Larkspur") {
			t.Errorf("%s: waiting %q", v.Term, v.Waiting)
		}
	}
	refusedFor(t, u.second(), "same_person")
	u.as("hale")
	must(t, u.second())
	_, err = u.desk.Open(ctx, other)
	must(t, err)
	if stops(other, "Larkspur") {
		t.Error("two officers took it off, and it still stops")
	}
	u.sound()
}
