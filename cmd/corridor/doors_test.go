package main

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/release"
	"corridor/app/roster"
	"corridor/cmd/internal/demo"
	"corridor/cmd/internal/station"
	"corridor/storage/vault"
	"corridor/ui/page"
)

// TestMain lets the test binary be the parsing child of itself: without it each
// child would run the tests, and start children of its own.
func TestMain(m *testing.M) {
	intake.BeChild()
	os.Exit(m.Run())
}

// demoDoors are doors on the demonstration unit, with its officers by role.
func demoDoors(t *testing.T) (d *doors, path string, officers map[roster.Role]demo.Officer) {
	t.Helper()
	dir := t.TempDir()
	st, err := station.New(filepath.Join(dir, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	t.Log("keys of this test are locked weakly: 1 MiB, one pass")
	st.Strength = vault.Strength{MemoryKiB: 1024, Time: 1, Threads: 1}
	u, err := demo.Build(t.Context(), st, dir, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	officers = map[roster.Role]demo.Officer{}
	for _, o := range demo.Officers() {
		officers[o.Role] = o
	}
	return &doors{st: st, list: filepath.Join(dir, "known"), demo: dir, demoKeys: st}, u.Vault, officers
}

// sit opens the vault for an officer.
func sit(t *testing.T, d *doors, path string, o demo.Officer) page.Desk {
	t.Helper()
	desk, err := d.unlock(t.Context(), path, o.Person, []byte(o.Passphrase), nil)
	if err != nil {
		t.Fatal(err)
	}
	return desk
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A recovery key is made at one officer's desk, put in force at another's, and
// rehearsed on the vault once it is shut: it is on no list of officers.
func TestRecoveryKeyByTheDoors(t *testing.T) {
	d, path, who := demoDoors(t)
	ctx := t.Context()
	first := sit(t, d, path, who[roster.Handler])
	halves, err := d.newRecovery(ctx, path, "There is none yet.")
	must(t, err)
	must(t, first.Close())
	second := sit(t, d, path, who[roster.Supervisor])
	ps := second.Proposals()
	i := slices.IndexFunc(ps, func(p app.ProposalView) bool { return p.Kind == entry.RecoverySet && !p.Mine })
	if i < 0 {
		t.Fatalf("what waits: %+v", ps)
	}
	must(t, second.Second(ctx, ps[i].ID, []byte(who[roster.Supervisor].Passphrase)))
	if _, err := d.rehearse(ctx, path, halves[0], halves[1], "too early"); !errors.Is(err, app.ErrInUse) {
		t.Errorf("while the desk is open: %v", err)
	}
	must(t, second.Close())
	if _, err := d.rehearse(ctx, path, halves[1], halves[0], "the wrong way round"); !errors.Is(err, app.ErrPassphrase) {
		t.Errorf("halves the wrong way round: %v", err)
	}
	opens, err := d.rehearse(ctx, path, halves[0], halves[1], "To see that it works.")
	if err != nil || opens.Entries == 0 || opens.Epochs == 0 {
		t.Fatalf("the rehearsal: %+v, %v", opens, err)
	}
	sitting, err := d.members(ctx, path)
	if err != nil || len(sitting) == 0 || slices.ContainsFunc(sitting, func(o page.Officer) bool { return o.Person == roster.Recovery }) {
		t.Errorf("officers: %v %v", sitting, err)
	}
	sees := sit(t, d, path, who[roster.Supervisor])
	if n := len(sees.Journal(app.JournalFilter{Kind: entry.RecoveryUsed})); n != 1 {
		t.Errorf("%d uses on record", n)
	}
	must(t, sees.Close())
}

// New keys open once a second officer has compared their code.
func TestNewKeysByTheDoors(t *testing.T) {
	d, path, who := demoDoors(t)
	ctx := t.Context()
	handler, fresh := who[roster.Handler], "granite whistle along two narrow bridges"
	desk := sit(t, d, path, who[roster.Supervisor])
	must(t, d.replaceKeys(ctx, path, handler.Person, []byte(fresh)))
	code := ""
	for _, p := range desk.Unit().People {
		if p.Person == handler.Person {
			code = p.NewCode
		}
	}
	must(t, desk.Close())
	third := sit(t, d, path, who[roster.Resilience])
	must(t, third.ConfirmPerson(ctx, handler.Person, code))
	must(t, third.Close())
	if _, err := d.unlock(ctx, path, handler.Person, []byte(handler.Passphrase), nil); !errors.Is(err, app.ErrPassphrase) {
		t.Errorf("the old passphrase: %v", err)
	}
	handler.Passphrase = fresh
	must(t, sit(t, d, path, handler).Close())
	d.open = nil
	if err := d.replaceKeys(ctx, path, handler.Person, []byte(fresh)); !errors.Is(err, app.ErrShut) {
		t.Errorf("with no desk open: %v", err)
	}
}

// A vault that is gone, cut short, or a folder, does not stop an emergency
// release: it is recorded from the locked screen, and filed when its author
// unlocks the vault again, under the product that it names or as one of its own.
func TestEmergencyWithoutTheVault(t *testing.T) {
	lost := map[string]func(path string) error{
		"gone":      func(string) error { return nil },
		"cut short": func(path string) error { return os.WriteFile(path, make([]byte, 700), 0o600) },
		"a folder":  func(path string) error { return os.Mkdir(path, 0o700) },
	}
	d, path, who := demoDoors(t)
	d.demo = "" // its vault is known like any other
	ctx, o := t.Context(), who[roster.Handler]
	for _, name := range slices.Sorted(maps.Keys(lost)) {
		desk := sit(t, d, path, o)
		ref := desk.Inbox()[0].Ref
		before := len(desk.Inbox())
		must(t, desk.Close())
		must(t, os.Rename(path, path+".away"))
		must(t, lost[name](path))
		cards := d.vaults()
		if len(cards) != 1 || cards[0].Path != path || name != "cut short" && cards[0].Warning == "" {
			t.Fatalf("%s: %+v", name, cards)
		}
		if _, err := d.unlock(ctx, path, o.Person, []byte(o.Passphrase), nil); err == nil {
			t.Fatalf("%s: it opened", name)
		}
		if os, err := d.members(ctx, path); err != nil || !slices.ContainsFunc(os, func(x page.Officer) bool { return x.Person == o.Person }) {
			t.Errorf("%s: officers %v %v", name, os, err)
		}
		hs, err := d.holders(path)
		i := slices.IndexFunc(hs, func(h page.Holder) bool { return h.Person == o.Person })
		if err != nil || i < 0 {
			t.Fatalf("%s: %v %v", name, hs, err)
		}
		record := func(about, said string) error {
			return d.recordApart(ctx, page.Apart{Vault: hs[i].Vault, Person: o.Person, Passphrase: []byte(o.Passphrase), About: about,
				Words: release.EmergencyWords{Words: said, Recipient: "Control room", Why: "He is on his way with a gun."}})
		}
		var no *app.RefusedError
		if err := record("", ""); !errors.As(err, &no) {
			t.Errorf("%s: without words: %v", name, err)
		}
		must(t, record("see "+ref+".", "Keep him indoors."))
		must(t, record("", "Get her out of the house."))
		must(t, os.RemoveAll(path))
		must(t, os.Rename(path+".away", path))
		now := d.st.Now
		d.st.Now = func() time.Time { return now().Add(2 * time.Hour) }

		other := sit(t, d, path, who[roster.Supervisor])
		if w := strings.Join(other.Status().Warnings, "\n"); !strings.Contains(w, "without the vault: 2") {
			t.Errorf("%s: a colleague is not told: %q", name, w)
		}
		must(t, other.Close())
		desk = sit(t, d, path, o)
		if w := strings.Join(desk.Status().Warnings, "\n"); !strings.Contains(w, "in the vault now, marked late: 2") {
			t.Errorf("%s: its author is not told: %q", name, w)
		}
		hds := desk.Inbox()
		if len(hds) != before+1 {
			t.Fatalf("%s: %d products, were %d", name, len(hds), before)
		}
		var owed []app.ReleaseView
		for _, r := range desk.Waiting() {
			if r.Emergency && !r.Signed {
				owed = append(owed, r)
			}
		}
		for _, said := range []string{"Keep him indoors.", "Get her out of the house."} {
			found := false
			for _, r := range owed {
				w, err := desk.OpenEmergency(ctx, r.Item, r.Release)
				must(t, err)
				if w.Words != said {
					continue
				}
				found = true
				if said == "Keep him indoors." && r.ItemRef != ref {
					t.Errorf("%s: filed under %s, not %s", name, r.ItemRef, ref)
				}
				p, err := desk.Again(ctx, r.Item)
				must(t, err)
				if len(p.Threats) == 0 {
					t.Errorf("%s: %q raised no threat", name, said)
				}
			}
			if !found {
				t.Errorf("%s: %q waits for nobody's sign-off", name, said)
			}
		}
		late := 0
		for _, l := range desk.Journal(app.JournalFilter{Kind: entry.EmergencyReleased}) {
			if !l.Late.IsZero() {
				late++
			}
		}
		if late == 0 {
			t.Errorf("%s: none is marked late", name)
		}
		must(t, desk.Close())
		desk = sit(t, d, path, o)
		if w := strings.Join(desk.Status().Warnings, "\n"); strings.Contains(w, "without the vault") {
			t.Errorf("%s: it is told for ever: %q", name, w)
		}
		must(t, desk.Close())
	}
}
