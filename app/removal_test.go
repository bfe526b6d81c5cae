package app_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/roster"
	"corridor/storage/vault"
)

// second finds the one proposal that waits and carries it out.
func (u *unit) second() error {
	u.t.Helper()
	ps := u.desk.Proposals()
	if len(ps) != 1 {
		u.t.Fatalf("%d proposals wait", len(ps))
	}
	return u.desk.Second(u.t.Context(), ps[0].ID, []byte(pass))
}

// denied asks that an error is a denial of a code.
func denied(t *testing.T, err error, code string) {
	t.Helper()
	d, ok := roster.AsDenied(err)
	if !ok || d.Code != code {
		t.Fatalf("want a denial for %s, got %v", code, err)
	}
}

// sound asks that the whole journal stands.
func (u *unit) sound() {
	u.t.Helper()
	r, err := u.desk.Verify(u.t.Context())
	must(u.t, err)
	if len(r.Alarms) != 0 {
		u.t.Fatalf("alarms: %+v", r.Alarms)
	}
}

// acorn makes a compartment with one product in it.
func (u *unit) acorn(members ...entry.Person) (id, item entry.ID) {
	u.t.Helper()
	id, err := u.desk.NewCompartment(u.t.Context(), app.CompartmentInput{Label: "ACORN", Members: members})
	must(u.t, err)
	return id, u.receiveIn(id, "a matter of its own")
}

func (u *unit) receiveIn(id entry.ID, text string) entry.ID {
	u.t.Helper()
	took, err := u.desk.Receive(u.t.Context(), app.Incoming{Name: "n.txt", Bytes: []byte(text), Compartment: id, SourceType: intel.CHIS, Tier: intel.OfficialSensitive,
		Receipt: intel.Receipt{Originator: "DSU", SourceRef: "ISR 4417"}})
	must(u.t, err)
	return took.Item
}

func TestRemovalTakesTwoAndMakesNewKeys(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("hale")
	id, before := u.acorn("hale", "malik", "idris")
	u.as("malik")
	must(t, u.desk.Enter(ctx, id, "my product"))
	_, err := u.desk.Open(ctx, before)
	must(t, err)
	u.as("okafor")
	must(t, u.desk.ProposeRemoval(ctx, app.RemovalInput{Person: "malik", Reason: "Posted elsewhere."}))
	refusedFor(t, u.desk.Second(ctx, u.desk.Proposals()[0].ID, []byte(pass)), roster.CodeSamePerson)
	u.as("hale")
	p := u.desk.Proposals()[0]
	if p.Kind != entry.PersonLeft || p.About != "malik" || p.By != "okafor" || p.Mine {
		t.Errorf("proposal shown as %+v", p)
	}
	if err := u.desk.Second(ctx, p.ID, []byte("velvet anchor beside nine patient rivets")); !errors.Is(err, app.ErrPassphrase) {
		t.Errorf("without the passphrase: %v", err)
	}
	must(t, u.desk.Enter(ctx, id, "to make its new key"))
	why, err := u.desk.Reasons(ctx, p.Seq)
	if err != nil || why[p.Seq] != "Posted elsewhere." {
		t.Errorf("the second officer is not told why: %v %v", why, err)
	}
	must(t, u.second())
	for _, l := range u.desk.Journal(app.JournalFilter{Kind: entry.PersonLeft}) {
		if said := u.desk.Reason(ctx, l.Seq); !l.Why || said != "Posted elsewhere." {
			t.Errorf("the act does not say why: %q", said)
		}
	}
	for _, c := range u.desk.Unit().Compartments {
		if c.Epoch != 2 || c.Owed || slices.Contains(c.Members, "malik") {
			t.Errorf("%s after: epoch %d, owed %v, %v", c.Label, c.Epoch, c.Owed, c.Members)
		}
	}
	after := u.receiveIn(id, "what came after")
	u.receive("what came after, in the unit")
	u.sound()
	r, err := u.desk.Reach(ctx, "malik")
	must(t, err)
	if r.Status != roster.StatusLeft || r.Left.IsZero() || len(r.Compartments) != 2 {
		t.Fatalf("report %+v", r)
	}
	acorn := r.Compartments[0]
	if acorn.Name != "ACORN" || acorn.Still || len(acorn.Items) != 1 || acorn.Items[0].Item != before || acorn.Items[0].Opened != 1 || !acorn.Items[0].Source {
		t.Errorf("compartment in the report: %+v", acorn)
	}
	if slices.ContainsFunc(acorn.Items, func(i app.ReachItem) bool { return i.Item == after }) {
		t.Error("what came after the removal is in the report")
	}
	if unit := r.Compartments[1]; unit.From != 1 || unit.Still || len(unit.Items) != 0 {
		t.Errorf("the unit's compartment in the report: %+v", unit)
	}
	stays := u.as("idris")
	must(t, stays.Enter(ctx, id, "mine"))
	for _, item := range []entry.ID{before, after} {
		if _, err := stays.Open(ctx, item); err != nil {
			t.Errorf("somebody who stays: %v", err)
		}
	}
}

// The report is exactly what the leaver's own key opens, row for row.
func TestReportIsWhatTheKeyOpens(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("hale")
	id, _ := u.acorn("hale", "malik", "idris")
	must(t, u.desk.GrantCompartment(ctx, id, "okafor"))
	u.receive("a note for everybody")
	must(t, u.desk.ProposeRemoval(ctx, app.RemovalInput{Person: "malik", Reason: "Posted elsewhere."}))
	u.as("idris")
	must(t, u.desk.Enter(ctx, id, "to make its new key"))
	must(t, u.second())
	u.receiveIn(id, "later")
	u.receive("a later note for everybody")
	r, err := u.desk.Reach(ctx, "malik")
	must(t, err)
	want := map[entry.ID]int{}
	for _, c := range r.Compartments {
		want[c.ID] = c.Entries
	}
	must(t, u.desk.Close())
	u.desk, u.who = nil, ""
	v, err := vault.Open(ctx, u.path, u.keys, "malik", []byte(pass), u.clk.now)
	must(t, err)
	defer v.Close()
	if ok, err := v.Enter(ctx, id); !ok || err != nil {
		t.Fatalf("the leaver's old key opens nothing: %v %v", ok, err)
	}
	got := map[entry.ID]int{}
	must(t, v.Read(ctx, 0, func(r entry.Record) error {
		if !r.Shut && r.Entry.Kind != "" {
			got[r.Compartment]++
		}
		return nil
	}))
	if len(got) != 2 || got[id] != want[id] || got[v.Common()] != want[v.Common()] {
		t.Errorf("the key opens %v, the report says %v", got, want)
	}
}

func TestLeavingByOnesOwnWordOwesKeys(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("hale")
	id, item := u.acorn("hale", "malik")
	u.as("hale")
	must(t, u.desk.LeaveUnit(ctx, "Retiring.", []byte(pass)))
	u.as("malik")
	must(t, u.desk.Enter(ctx, id, "mine"))
	owing, err := u.desk.SettleKeys(ctx)
	must(t, err)
	if !slices.Equal(owing, []string{"ACORN"}) {
		t.Errorf("owing %v: the unit's own key, and one that nobody can hold yet", owing)
	}
	must(t, u.desk.Rekey(ctx, id, "idris"))
	if owing, err = u.desk.SettleKeys(ctx); err != nil || len(owing) != 0 {
		t.Errorf("still owing %v: %v", owing, err)
	}
	u.sound()
	u.as("idris")
	must(t, u.desk.Enter(ctx, id, "covering"))
	if _, err := u.desk.Open(ctx, item); err != nil {
		t.Errorf("whoever joined cannot read what lies before: %v", err)
	}
}

func TestProposalsAreWithdrawnAndRefused(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("malik")
	refusedFor(t, u.desk.ProposeRemoval(ctx, app.RemovalInput{Person: "hale", Reason: " "}), "reason")
	refusedFor(t, u.desk.ProposeRemoval(ctx, app.RemovalInput{Person: "malik", Reason: "myself"}), "self")
	if err := u.desk.ProposeRemoval(ctx, app.RemovalInput{Person: "nobody", Reason: "who"}); !errors.Is(err, app.ErrNoItem) {
		t.Errorf("removal of nobody: %v", err)
	}
	must(t, u.desk.ProposeRemoval(ctx, app.RemovalInput{Person: "hale", Reason: "mistaken"}))
	id := u.desk.Proposals()[0].ID
	u.as("okafor")
	denied(t, u.second(), roster.CodeRole) // two officers, none of them a supervisor
	denied(t, u.desk.Withdraw(ctx, id, "not mine"), roster.CodeRole)
	u.as("malik")
	refusedFor(t, u.desk.Withdraw(ctx, id, ""), "reason")
	must(t, u.desk.Withdraw(ctx, id, "mistaken"))
	if len(u.desk.Proposals()) != 0 {
		t.Error("withdrawn and still waiting")
	}
	if err := u.desk.Second(ctx, id, []byte(pass)); !errors.Is(err, app.ErrNoItem) {
		t.Errorf("carried out after it was withdrawn: %v", err)
	}
	u.sound()
}

// A compromise reaches back: what the key signed after the last trusted entry
// is void, for every reader.
func TestRemovalForCompromise(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("hale")
	last := u.desk.Unit().Entries
	u.as("malik")
	item := u.receive(tablets)
	u.as("hale")
	must(t, u.desk.ProposeRemoval(ctx, app.RemovalInput{Person: "malik", Compromised: true, LastTrusted: last, Reason: "The laptop is gone."}))
	u.as("idris")
	must(t, u.second())
	if _, err := u.desk.Open(ctx, item); !errors.Is(err, app.ErrNoItem) {
		t.Errorf("received by a key in other hands: %v", err)
	}
	r, err := u.desk.Verify(ctx)
	must(t, err)
	if len(r.Alarms) == 0 {
		t.Error("void entries raise no alarm")
	}
}

func TestExclusionFromOneCompartment(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("hale")
	id, before := u.acorn("hale", "malik", "idris")
	refusedFor(t, u.desk.Exclude(ctx, id, "okafor", "never on it"), "listed")
	refusedFor(t, u.desk.Exclude(ctx, id, "malik", ""), "reason")
	must(t, u.desk.Exclude(ctx, id, "malik", "No longer needs to know."))
	denied(t, u.desk.Exclude(ctx, id, "idris", "then hale would be alone"), roster.CodeReaders)
	after := u.receiveIn(id, "what came after")
	r, err := u.desk.Reach(ctx, "malik")
	must(t, err)
	acorn := r.Compartments[0]
	if r.Status != roster.StatusMember || acorn.Still || len(acorn.Items) != 1 || acorn.Items[0].Item != before {
		t.Errorf("report %+v", acorn)
	}
	d := u.as("malik")
	if err := d.Enter(ctx, id, "a look"); err == nil {
		t.Error("somebody off the list enters")
	}
	if _, err := d.Open(ctx, after); !errors.Is(err, app.ErrNoItem) {
		t.Errorf("what came after: %v", err)
	}
	u.sound()
}

// A new key is one entry and its grants, whatever the compartment holds: what
// is sealed already stays as it is.
func TestANewKeyIsOneEntry(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("hale")
	id, _ := u.acorn("hale", "malik", "idris")
	for _, text := range []string{"a second matter", "a third", "a fourth"} {
		u.receiveIn(id, text)
	}
	sealed := func() map[entry.ID]string {
		out := map[entry.ID]string{}
		must(t, u.desk.Vault.Read(ctx, 0, func(r entry.Record) error {
			for _, c := range r.Entry.Contents {
				out[c.ID] = c.SHA256
				must(t, u.desk.Vault.CheckContents(ctx, []entry.Content{c})[0]) // the ciphertext as it was signed
			}
			return nil
		}))
		return out
	}
	before, entries := sealed(), u.desk.Unit().Entries
	must(t, u.desk.Rekey(ctx, id))
	if n := u.desk.Unit().Entries - entries; n != 1 {
		t.Errorf("a new key took %d entries", n)
	}
	if after := sealed(); len(before) < 12 || !maps.Equal(before, after) {
		t.Errorf("%d pieces became %d, or were sealed again", len(before), len(after))
	}
	u.sound()
}
