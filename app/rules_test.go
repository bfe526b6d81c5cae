package app_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/app/tune"
	"corridor/storage/index"
	"corridor/storage/vault"
)

const zorbler = "There is a zorbler in the kitchen."

func (u *unit) rules() app.RulesView {
	u.t.Helper()
	v, err := u.desk.Rules(u.t.Context())
	must(u.t, err)
	return v
}

func (u *unit) rule(name string) app.RuleView {
	u.t.Helper()
	for _, r := range u.rules().Rules {
		if r.Rule == name {
			return r
		}
	}
	u.t.Fatalf("no rule %s", name)
	return app.RuleView{}
}

// kinds counts the entries of a kind in the journal.
func (u *unit) kinds(k entry.Kind) int {
	return len(u.desk.Journal(app.JournalFilter{Kind: k}))
}

func addGun(words string) app.RuleChange {
	return app.RuleChange{Add: risk.Term{Words: words, Sense: "gun"}}
}

func TestATermIsAddedByASupervisorAndForeseen(t *testing.T) {
	u := newUnit(t)
	u.as("hale")
	ctx := t.Context()
	item := u.receive(zorbler)
	u.receive(tablets)
	base := u.rules().Version

	for name, c := range map[string]app.RuleChange{"empty": {}, "no words": addGun(" "), "no sense": {Add: risk.Term{Words: "zorbler"}}, "notation": addGun("(a|b)"),
		"six words": addGun("a b c d e f"), "two at once": {Add: risk.Term{Words: "zorbler", Sense: "gun"}, Off: "ttl-plain"}} {
		if err := u.desk.Change(ctx, c, "heard on the wing"); err == nil {
			t.Errorf("%s: added", name)
		}
		if _, err := u.desk.Foresee(ctx, c, nil); err == nil {
			t.Errorf("%s: foreseen", name)
		}
	}
	refusedFor(t, u.desk.Change(ctx, addGun("zorbler"), " "), "reason")
	u.as("malik")
	if err := u.desk.Change(ctx, addGun("zorbler"), "heard on the wing"); err == nil {
		t.Error("a handler added a term")
	}

	u.as("hale")
	heard := 0
	f, err := u.desk.Foresee(ctx, addGun(" zorbler "), func(done, total int) { heard = done * 10 / total })
	must(t, err)
	if f.Read != 2 || f.NotRead != 0 || f.Gaining() != 1 || f.Losing() != 0 || heard != 10 || f.Before != base || f.After == base {
		t.Fatalf("foreseen: %+v, progress %d", f, heard)
	}
	if s := f.Shifts[0]; s.Item != item || !slices.Contains(s.Raised, risk.Firearms) || s.Ref == "" {
		t.Errorf("the product that gains: %+v", s)
	}
	if u.kinds(entry.RulesPreviewed) != 1 || u.rules().Version != base {
		t.Error("looking was not journalled, or changed something")
	}
	must(t, u.desk.Change(ctx, addGun("zorbler"), "heard on the wing"))
	refusedFor(t, u.desk.Change(ctx, addGun("Zorbler"), "again"), "term")
	v := u.rules()
	if v.Version != f.After || len(v.Terms) != 1 || v.Terms[0].Words != "zorbler" || v.Terms[0].Sense.Title != "A gun or ammunition" || v.Terms[0].By != "R. Hale" || v.Terms[0].Unread {
		t.Errorf("the unit's rules: %s, %+v", v.Version, v.Terms)
	}
	took, err := u.desk.Receive(ctx, app.Incoming{Name: "n.txt", Bytes: []byte(zorbler + "\n"), SourceType: intel.Anonymous, Tier: intel.Official, Receipt: intel.Receipt{Originator: "x"}})
	must(t, err)
	if took.Prompts == 0 {
		t.Error("a later scan does not know the term")
	}
	u.as("malik") // another session
	if got := u.rules(); got.Version != v.Version || len(got.Terms) != 1 {
		t.Errorf("another officer's rules: %s, %d terms", got.Version, len(got.Terms))
	}
}

// Looking for less takes two; the term's words are in no fact.
func TestTakingATermOffTakesTwo(t *testing.T) {
	u := newUnit(t)
	u.as("hale")
	ctx := t.Context()
	base := u.rules().Version
	must(t, u.desk.Change(ctx, addGun("zorbler"), "heard"))
	drop := app.RuleChange{Drop: u.rules().Terms[0].ID}
	if err := u.desk.Change(ctx, app.RuleChange{Drop: "nothing"}, "why"); !errors.Is(err, app.ErrNoItem) {
		t.Errorf("dropping nothing: %v", err)
	}
	must(t, u.desk.Change(ctx, drop, "never used"))
	refusedFor(t, u.desk.Change(ctx, drop, "never used"), "waiting")
	if v := u.rules(); v.Version == base || v.Terms[0].Waiting == "" {
		t.Errorf("one officer took it off, or nothing waits: %+v", v.Terms)
	}
	if err := u.desk.Second(ctx, u.desk.Proposals()[0].ID, []byte(pass)); err == nil {
		t.Error("confirmed by whoever proposed it")
	}
	u.as("malik")
	if _, err := u.desk.Foresee(ctx, drop, nil); err != nil {
		t.Errorf("the second officer cannot look first: %v", err)
	}
	must(t, u.second())
	if v := u.rules(); v.Version != base || len(v.Terms) != 0 {
		t.Errorf("still there: %+v", v)
	}
	must(t, u.desk.Vault.Read(ctx, 0, func(r entry.Record) error {
		if strings.Contains(string(r.Entry.Facts), "zorbler") {
			t.Errorf("%s: the term stands among the facts", r.Entry.Kind)
		}
		return nil
	}))
}

func TestARuleIsSwitchedOffByTwoAndOnByOne(t *testing.T) {
	u := newUnit(t)
	u.as("hale")
	ctx := t.Context()
	item := u.receive("I'm going to kill you and I mean it.")
	off, on := app.RuleChange{Off: "ttl-plain"}, app.RuleChange{On: "ttl-plain"}
	refusedFor(t, u.desk.Change(ctx, app.RuleChange{Off: "no-such-rule"}, "why"), "rule")
	refusedFor(t, u.desk.Change(ctx, on, "why"), "rule")
	before, err := u.desk.Foresee(ctx, off, nil)
	must(t, err)
	must(t, u.desk.Change(ctx, off, "dismissed every time"))
	if r := u.rule("ttl-plain"); r.Off || r.Waiting == "" {
		t.Errorf("after one officer: %+v", r)
	}
	u.as("malik")
	must(t, u.second())
	r := u.rule("ttl-plain")
	if !r.Off || r.OffBy != "malik" || r.OffAt.IsZero() || r.Waiting != "" || u.rules().Version != before.After {
		t.Errorf("after two: %+v", r)
	}
	if err := u.desk.Change(ctx, on, "why"); err == nil {
		t.Error("a handler switched it on")
	}
	// What it had raised stays raised, with the words that it cited.
	p, err := u.desk.Open(ctx, item)
	must(t, err)
	i := slices.IndexFunc(p.Prompts, func(c app.PromptCard) bool { return c.Category == risk.ThreatToLife })
	if c := p.Prompts[i]; !c.Flagged || len(c.Prompts) == 0 || len(c.Prompts[0].Spans) == 0 {
		t.Errorf("switching a rule off took a prompt away: %+v", c)
	}
	u.as("hale")
	must(t, u.desk.Change(ctx, on, "missed one"))
	if r := u.rule("ttl-plain"); r.Off || u.rules().Version != before.Before {
		t.Errorf("not on again: %+v", r)
	}
}

// Whoever looks is on record before a reference is shown, and a search that is
// cut off shows nothing.
func TestForeseeingIsASearch(t *testing.T) {
	u := newUnit(t)
	u.as("hale")
	u.receive(zorbler)
	ctx, cancel := context.WithCancel(t.Context())
	f, err := u.desk.Foresee(ctx, addGun("zorbler"), func(int, int) { cancel() })
	if err == nil || len(f.Shifts) != 0 || u.kinds(entry.RulesPreviewed) != 0 {
		t.Errorf("a search that was cut off showed %+v (%v)", f, err)
	}
	// A compartment that is not open is not looked into.
	id, err := u.desk.NewCompartment(t.Context(), app.CompartmentInput{Label: "ACORN", Members: []entry.Person{"hale", "malik"}})
	must(t, err)
	_, err = u.desk.Receive(t.Context(), app.Incoming{Name: "n.txt", Bytes: []byte(zorbler + " There."), Compartment: id, SourceType: intel.CHIS, Tier: intel.Official, Receipt: intel.Receipt{Originator: "DSU"}})
	must(t, err)
	for _, who := range []entry.Person{"okafor", "hale"} { // hale unlocks anew, with ACORN shut
		u.as(who)
		f, err := u.desk.Foresee(t.Context(), addGun("zorbler"), nil)
		must(t, err)
		if f.Read != 1 || f.Gaining() != 1 {
			t.Errorf("%s, with ACORN shut, reads %d and finds %d", who, f.Read, f.Gaining())
		}
	}
	must(t, u.desk.Enter(t.Context(), id, "to look"))
	if f, err := u.desk.Foresee(t.Context(), addGun("zorbler"), nil); err != nil || f.Read != 2 || f.Gaining() != 2 {
		t.Errorf("with ACORN open: %+v, %v", f, err)
	}
}

func TestRescanAsksAgainAndTakesNothingAway(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	item := u.receive(zorbler)
	plain := u.receive(tablets)
	u.as("malik")
	u.read(item)
	u.read(plain)
	u.as("hale")
	if s := u.desk.Status(); s.ToRescan != 0 || s.Fresh != 0 {
		t.Fatalf("before any change: %+v", s)
	}
	if r, err := u.desk.Rescan(ctx, nil); err != nil || r.Read != 0 || u.kinds(entry.VaultRescanned) != 0 {
		t.Errorf("a rescan that nothing asked for: %+v, %v", r, err)
	}
	must(t, u.desk.Change(ctx, addGun("zorbler"), "heard"))
	if n := u.desk.Status().ToRescan; n != 2 {
		t.Fatalf("%d to rescan", n)
	}
	heard := 0
	r, err := u.desk.Rescan(ctx, func(done, total int) { heard = done*10 + total })
	must(t, err)
	if r.Version != u.rules().Version || r.Read != 2 || r.Found != 1 || r.Left != 0 || heard != 22 || u.kinds(entry.VaultRescanned) != 1 || u.kinds(entry.ProductRescanned) != 1 {
		t.Fatalf("rescan: %+v, progress %d", r, heard)
	}
	if s := u.desk.Status(); s.ToRescan != 0 || s.Fresh != 1 || s.ToRead != 1 {
		t.Errorf("after it: %+v", s)
	}
	fresh := u.desk.Fresh()
	if len(fresh) != 1 || fresh[0].Item != item || !slices.Equal(fresh[0].Questions, []risk.Category{risk.Firearms}) || fresh[0].OpenPrompts != 1 || fresh[0].Stage != app.StageNew {
		t.Fatalf("new: %+v", fresh)
	}
	if fresh[0].Deadline.Sub(fresh[0].At).Minutes() != 30 {
		t.Errorf("the clock of the new question runs to %v from %v", fresh[0].Deadline, fresh[0].At)
	}
	if again, err := u.desk.Rescan(ctx, nil); err != nil || again.Read != 0 {
		t.Errorf("a second time: %+v, %v", again, err)
	}

	u.as("malik")
	p, err := u.desk.Open(ctx, item)
	must(t, err)
	for _, c := range p.Prompts {
		if want := c.Category == risk.Firearms; c.Fresh != want || c.Answer != intel.No {
			t.Errorf("%s: fresh %v, answer %q", c.Category, c.Fresh, c.Answer)
		}
	}
	refusedFor(t, u.desk.Answer(ctx, item, risk.Firearms, intel.No, ""), "reason")
	must(t, u.desk.AnswerRest(ctx, item))
	if len(u.desk.Fresh()) != 1 {
		t.Error("a question that was raised was answered with the rest")
	}
	must(t, u.desk.Answer(ctx, item, risk.Firearms, intel.No, "A toy, see the photograph."))
	if len(u.desk.Fresh()) != 0 || u.desk.Status().ToRead != 0 {
		t.Error("answered, and still new")
	}
	v, err := u.desk.Verify(ctx)
	must(t, err)
	if len(v.Alarms) != 0 {
		t.Errorf("alarms: %+v", v.Alarms)
	}
}

// A rescan that is cut off goes on where it was, also in another session, and
// one by rules that changed meanwhile ends.
func TestRescanGoesOn(t *testing.T) {
	u := newUnit(t)
	u.as("hale")
	for i := range 70 {
		u.receive(zorbler + strings.Repeat("\n", i))
	}
	must(t, u.desk.Change(t.Context(), addGun("zorbler"), "heard"))
	ctx, cancel := context.WithCancel(t.Context())
	r, err := u.desk.Rescan(ctx, func(int, int) { cancel() })
	if !errors.Is(err, context.Canceled) || r.Read != 64 || r.Left != 6 {
		t.Fatalf("cut off: %+v, %v", r, err)
	}
	u.as("malik")
	if n := u.desk.Status().ToRescan; n != 6 {
		t.Fatalf("%d are left in another session", n)
	}
	r, err = u.desk.Rescan(t.Context(), nil)
	must(t, err)
	if r.Read != 6 || r.Found != 6 || len(u.desk.Fresh()) != 70 {
		t.Errorf("went on: %+v, %d new", r, len(u.desk.Fresh()))
	}
	u.as("hale")
	must(t, u.desk.Change(t.Context(), addGun("wibbler"), "heard"))
	changed := false
	r, err = u.desk.Rescan(t.Context(), func(int, int) {
		if !changed {
			changed = true
			must(t, u.desk.Change(t.Context(), addGun("wobbler"), "heard"))
		}
	})
	if err != nil || r.Left != 6 || u.desk.Status().ToRescan != 70 {
		t.Errorf("rules that changed meanwhile: %+v, %v, %d to do", r, err, u.desk.Status().ToRescan)
	}
}

func TestWorthIsCountedByRuleAndOutlivesTheSession(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("malik")
	answer := func(i int, a intel.Answer) {
		t.Helper()
		item := u.receive(fmt.Sprintf("I'm going to kill you and I mean it. %d", i))
		_, err := u.desk.Open(ctx, item)
		must(t, err)
		must(t, u.desk.Answer(ctx, item, risk.ThreatToLife, a, "said in a film"))
	}
	for i := range 3 {
		answer(i, intel.No)
	}
	answer(3, intel.Yes)
	answer(4, intel.CannotTell)
	check := func() {
		t.Helper()
		r := u.rule("ttl-plain")
		if r.No != 3 || r.Yes != 1 || r.CannotTell != 1 || r.Answered() != 5 || !strings.HasSuffix(r.Why, ".") || r.Categories[0] != risk.ThreatToLife || r.Fixed {
			t.Errorf("worth: %+v", r)
		}
	}
	check()
	u.as("hale")
	check()
	_, err := u.desk.Verify(ctx)
	must(t, err)
	check()
}

// What this program does not know of what was journalled is left out and named;
// everything else is in force.
func TestUnknownRulesAndSensesLoseNoScan(t *testing.T) {
	u := newUnit(t)
	u.as("hale")
	ctx := t.Context()
	must(t, u.desk.Change(ctx, addGun("zorbler"), "heard"))
	write := func(k entry.Kind, facts any, roles ...string) {
		t.Helper()
		e := entry.Draft{Kind: k, Done: u.clk.now(), Facts: facts}
		for _, r := range roles {
			e.Pieces = append(e.Pieces, entry.Piece{Role: r, Body: []byte("someword")})
		}
		_, err := u.desk.Vault.Append(ctx, e)
		must(t, err)
	}
	write(entry.TermAdded, tune.Added{Sense: "of-a-later-version"}, intel.RoleWords, intel.RoleReason)
	write(entry.ActProposed, struct {
		Kind  entry.Kind `json:"kind"`
		Facts any        `json:"facts"`
	}{entry.RuleOff, tune.Switched{Rule: "of-a-later-version"}}, intel.RoleReason)
	u.as("malik")
	must(t, u.second())
	v := u.rules()
	if len(v.Terms) != 2 || v.Terms[0].Unread || !v.Terms[1].Unread {
		t.Errorf("terms: %+v", v.Terms)
	}
	took, err := u.desk.Receive(ctx, app.Incoming{Name: "n.txt", Bytes: []byte(zorbler), SourceType: intel.Anonymous, Tier: intel.Official, Receipt: intel.Receipt{Originator: "x"}})
	must(t, err)
	if took.Prompts == 0 {
		t.Error("one unknown term silenced another")
	}
}

// found gives the references that each subject is known in.
func found(ks []app.Known) map[string]string {
	out := map[string]string{}
	for _, k := range ks {
		var refs []string
		for _, h := range k.Items {
			refs = append(refs, string(h.Item))
		}
		out[k.Kind+" "+k.Text] = strings.Join(refs, " ")
	}
	return out
}

// searching opens a desk with the real search.
func (u *unit) searching(who entry.Person) *app.Desk {
	u.t.Helper()
	must(u.t, u.desk.Close())
	u.desk = nil
	v, err := vault.Open(u.t.Context(), u.path, u.keys, who, []byte(pass), u.clk.now)
	must(u.t, err)
	ix, err := index.New()
	must(u.t, err)
	d, err := app.OpenDesk(u.t.Context(), app.Parts{Vault: v, Reader: reader{}, Index: ix, Risk: u.risk, Now: u.clk.now, NewID: vault.NewID, Rand: rand.Reader})
	must(u.t, err)
	u.desk, u.who = d, who
	return d
}

func TestWhatOthersHoldToo(t *testing.T) {
	u := newUnit(t)
	u.as("hale")
	ctx := t.Context()
	id, err := u.desk.NewCompartment(ctx, app.CompartmentInput{Label: "ACORN", Members: []entry.Person{"hale", "malik"}})
	must(t, err)
	secret, err := u.desk.Receive(ctx, app.Incoming{Name: "s.txt", Bytes: []byte("Darren Quillfeather uses 07700 900461."), Compartment: id, SourceType: intel.CHIS, Tier: intel.Official, Receipt: intel.Receipt{Originator: "DSU"}})
	must(t, err)
	phone := u.receive("Call +44 7700 900461 about the tyres.")
	person := u.receive("Spoke to Darren  Quillfeather at the depot about tyres.")
	car := u.receive("A grey car, YK19XTB, outside the depot.")
	last := u.receive("Quillfeather was seen. Later it was Quillfeather again.")
	mine := u.receive("Today Darren Quillfeather drives YK19 XTB and answers 07700900461. Nobody else was named.")

	u.searching("okafor") // not on the list of ACORN
	if _, err := u.desk.Known(ctx, mine); !errors.Is(err, app.ErrUnopened) {
		t.Fatalf("shown before it was opened: %v", err)
	}
	_, err = u.desk.Open(ctx, mine)
	must(t, err)
	lines := len(u.desk.Journal(app.JournalFilter{}))
	ks, err := u.desk.Known(ctx, mine)
	must(t, err)
	got := found(ks)
	for what, want := range map[string]entry.ID{"phone 07700900461": phone, "vehicle YK19 XTB": car, "person Darren Quillfeather": person, "person Quillfeather": last} {
		if got[what] != string(want) {
			t.Errorf("%s is known in %q, want %q (all: %v)", what, got[what], want, got)
		}
	}
	if len(u.desk.Journal(app.JournalFilter{})) != lines {
		t.Error("references alone were journalled")
	}
	for _, k := range ks {
		for _, h := range k.Items {
			if h.Item == secret.Item {
				t.Error("a compartment that is not open was hinted at")
			}
		}
	}
	u.searching("hale")
	_, err = u.desk.Open(ctx, mine)
	must(t, err)
	if ks, err = u.desk.Known(ctx, mine); err != nil || strings.Contains(found(ks)["phone 07700900461"], string(secret.Item)) {
		t.Errorf("shut, and shown: %v %v", found(ks), err)
	}
	must(t, u.desk.Enter(ctx, id, "to compare"))
	if ks, err = u.desk.Known(ctx, mine); err != nil || !strings.Contains(found(ks)["phone 07700900461"], string(secret.Item)) {
		t.Errorf("open, and not shown: %v %v", found(ks), err)
	}
}

func TestManyHoldersAreCounted(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	for i := range 9 {
		u.receive(fmt.Sprintf("Note %d: a call from 07700 900462.", i))
	}
	mine := u.receive("One call from 07700 900462, one from 07700 900463.")
	u.receive("Also 07700 900463.")
	u.searching("malik")
	_, err := u.desk.Open(ctx, mine)
	must(t, err)
	ks, err := u.desk.Known(ctx, mine)
	must(t, err)
	if len(ks) != 2 || ks[0].Text != "07700 900463" || len(ks[0].Items) != 1 || len(ks[1].Items) != 6 || ks[1].More != 3 || ks[1].Many {
		t.Fatalf("the rarest first: %+v", ks)
	}
	for i := 1; i < len(ks[1].Items); i++ {
		if ks[1].Items[i].Received.After(ks[1].Items[i-1].Received) {
			t.Error("not the newest first")
		}
	}
}

// "Tonight" is the night of the product's own date, and what was pressing then
// stays pressing.
func TestTimesCountFromTheProductsOwnDate(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	for _, c := range []struct{ told, text, want string }{
		{"2026-11-20", "I'm going to kill you tonight and I mean it.", "Fri 20 Nov"},
		{"", "I'm going to kill you tonight and I mean it!", "Mon 23 Nov"},
		{"2026-11-20", "I'm going to kill you on Tuesday and I mean it.", "Tue 24 Nov"},
	} {
		took, err := u.desk.Receive(ctx, app.Incoming{Name: "n.txt", Bytes: []byte(c.text), SourceType: intel.Anonymous, Tier: intel.Official, Intelligence: c.told, Receipt: intel.Receipt{Originator: "x"}})
		must(t, err)
		p, err := u.desk.Open(ctx, took.Item)
		must(t, err)
		i := slices.IndexFunc(p.Scan.Prompts, func(q risk.Prompt) bool { return q.Category == risk.ThreatToLife })
		if i < 0 {
			t.Fatalf("%q raises nothing", c.text)
		}
		if q := p.Scan.Prompts[i]; !strings.Contains(q.When, c.want) || !q.Immediate || !took.Immediate {
			t.Errorf("%q told %q: when %q, immediate %v and %v", c.text, c.told, q.When, q.Immediate, took.Immediate)
		}
	}
}
