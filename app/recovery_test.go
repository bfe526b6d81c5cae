package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/crypto/pgp"
	"corridor/storage/vault"
)

func proposedFacts(t *testing.T, e entry.Entry) any {
	t.Helper()
	f, err := entry.FactsOf[roster.Proposed](e)
	must(t, err)
	return f.Facts
}

// recovery makes the unit's recovery key: hale proposes, idris confirms.
func (u *unit) recovery() (first, second string) {
	u.t.Helper()
	u.as("hale")
	m, halves, err := vault.NewRecovery(u.keys, u.desk.Vault.ID(), weak(u.t), u.clk.now())
	must(u.t, err)
	must(u.t, u.desk.ProposeRecovery(u.t.Context(), m.Keys, "Found the unit's way back in."))
	u.as("idris")
	must(u.t, u.second())
	return halves[0], halves[1]
}

// recover unlocks the vault with both halves.
func (u *unit) recover(first, second string) *app.Desk {
	u.t.Helper()
	must(u.t, u.desk.Close())
	u.desk = nil
	v, err := vault.Open(u.t.Context(), u.path, u.keys, roster.Recovery, vault.RecoveryPassphrase(first, second), u.clk.now)
	must(u.t, err)
	u.open(v, roster.Recovery)
	return u.desk
}

func TestRecoveryIsGrantedAllAndRehearsed(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("hale")
	id, item := u.acorn("hale", "malik") // before there is a recovery key, and idris is not on its list
	a, b := u.recovery()
	if r := u.desk.Recovery(); !r.Made || r.Used || len(r.Lacking) != 0 || r.Code == "" {
		t.Errorf("as idris sees it: %+v", r)
	}
	u.as("hale")
	must(t, u.desk.Enter(ctx, id, "to give the recovery key its own"))
	if r := u.desk.Recovery(); len(r.Lacking) != 1 || r.Lacking[0] != "ACORN" {
		t.Errorf("as hale sees it: %+v", r)
	}
	owing, err := u.desk.SettleKeys(ctx)
	if err != nil || len(owing) != 0 || len(u.desk.Recovery().Lacking) != 0 {
		t.Fatalf("after it was given: %v %v", owing, err)
	}
	later, err := u.desk.NewCompartment(ctx, app.CompartmentInput{Label: "BRAMBLE", Members: []entry.Person{"hale", "malik"}})
	must(t, err)
	u.receiveIn(later, "a later matter")
	must(t, u.desk.ProposeRemoval(ctx, app.RemovalInput{Person: "okafor", Reason: "Posted elsewhere."}))
	u.as("idris")
	must(t, u.second()) // a new epoch of the unit's compartment, for the recovery key too

	d := u.recover(a, b)
	if _, err := d.Open(ctx, item); !errors.Is(err, app.ErrNoItem) {
		t.Errorf("before its use was recorded it shows %v", err)
	}
	refusedUse(t, d, "")
	got, err := d.UseRecovery(ctx, true, "Yearly rehearsal.")
	must(t, err)
	if strings.Join(got.Compartments, " ") != "Unit ACORN BRAMBLE" && strings.Join(got.Compartments, " ") != "Unit BRAMBLE ACORN" {
		t.Errorf("opens %v", got.Compartments)
	}
	if got.Shut != 0 || got.Epochs != 4 {
		t.Errorf("rehearsal: %+v", got)
	}
	if err := d.Enter(ctx, id, "a look"); !errors.Is(err, roster.ErrNoSuch) {
		t.Errorf("a rehearsal opens a compartment: %v", err)
	}
	u.as("malik")
	if w := strings.Join(u.desk.Status().Warnings, "\n"); !strings.Contains(w, "rehearsed") {
		t.Errorf("nobody is told of the rehearsal: %s", w)
	}
	u.sound()
}

func refusedUse(t *testing.T, d *app.Desk, reason string) {
	t.Helper()
	_, err := d.UseRecovery(t.Context(), false, reason)
	refusedFor(t, err, "reason")
}

func TestRecoveryIsUsedLoudlyAndThenReplaced(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("hale")
	id, item := u.acorn("hale", "idris")
	u.as("idris")
	must(t, u.desk.Enter(ctx, id, "mine"))
	a, b := u.recovery()
	u.as("idris")
	must(t, u.desk.Enter(ctx, id, "to give the recovery key its own"))
	_, err := u.desk.SettleKeys(ctx)
	must(t, err)
	d := u.recover(a, b)
	_, err = d.UseRecovery(ctx, false, "Both who could open it are in hospital.")
	must(t, err)
	must(t, d.Enter(ctx, id, "to reach the matter"))
	p, err := d.Open(ctx, item)
	if err != nil || p.Reading.Text == "" {
		t.Fatalf("recovery shows nothing: %v", err)
	}
	if _, err := d.Receive(ctx, app.Incoming{Name: "n.txt", Bytes: []byte("x"), SourceType: "anonymous", Tier: "OFFICIAL", Receipt: p.Receipt}); err == nil {
		t.Error("the recovery key wrote something")
	}
	must(t, d.GrantCompartment(ctx, id, "malik"))
	u.as("malik")
	if w := strings.Join(u.desk.Status().Warnings, "\n"); !strings.Contains(w, "recovery key was used") {
		t.Errorf("nobody is told: %s", w)
	}
	must(t, u.desk.Enter(ctx, id, "given by the recovery key"))
	if _, err := u.desk.Open(ctx, item); err != nil {
		t.Errorf("given by the recovery key: %v", err)
	}
	u.as("hale")
	m, _, err := vault.NewRecovery(filepath.Join(u.keys, "fresh"), u.desk.Vault.ID(), weak(t), u.clk.now())
	must(t, err)
	must(t, u.desk.ProposeRecovery(ctx, m.Keys, "The old one was used."))
	u.as("malik")
	must(t, u.second())
	if w := strings.Join(u.desk.Status().Warnings, "\n"); strings.Contains(w, "recovery key was used") || !strings.Contains(w, "a new key is owed to Unit") {
		t.Errorf("after it was replaced, by one who could read on with the old one: %s", w)
	}
	_, err = u.desk.SettleKeys(ctx)
	must(t, err)
	if w := strings.Join(u.desk.Status().Warnings, "\n"); strings.Contains(w, "a new key is owed") {
		t.Errorf("still owed: %s", w)
	}
	u.sound()
}

func TestALostKeyIsReplaced(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("hale")
	id, item := u.acorn("hale", "malik", "idris")
	fresh := filepath.Join(filepath.Dir(u.keys), "fresh")
	keys, err := vault.NewMemberKeys(fresh, u.desk.Vault.ID(), "malik", []byte(pass), weak(t), u.clk.now())
	must(t, err)
	if err := u.desk.RenewKeys(ctx, "nobody", keys); !errors.Is(err, app.ErrNoItem) {
		t.Errorf("keys for nobody: %v", err)
	}
	must(t, u.desk.RenewKeys(ctx, "malik", keys))
	u.as("malik") // the old key still signs: nobody has confirmed the new one
	u.as("idris")
	code := u.desk.Vault.CodeOf(keys[0].Fingerprint)
	must(t, u.desk.ConfirmPerson(ctx, "malik", code))
	must(t, u.desk.Enter(ctx, id, "to settle its keys"))
	if w := strings.Join(u.desk.Status().Warnings, "\n"); strings.Count(w, "a new key is owed") != 2 {
		t.Errorf("what is owed is not said: %s", w)
	}
	owing, err := u.desk.SettleKeys(ctx)
	if err != nil || len(owing) != 0 {
		t.Fatal(owing, err)
	}
	after := u.receiveIn(id, "what came after")
	u.sound()
	must(t, u.desk.Close())
	u.desk, u.who = nil, ""
	old, err := vault.Open(ctx, u.path, u.keys, "malik", []byte(pass), u.clk.now)
	must(t, err)
	_, err = app.OpenDesk(ctx, app.Parts{Vault: old, Reader: reader{}, Index: noIndex{}, Risk: u.risk, Now: u.clk.now, NewID: vault.NewID, Rand: bytes.NewReader(nil)})
	if err == nil {
		t.Error("the lost key still works")
	}
	must(t, old.Close())
	v, err := vault.Open(ctx, u.path, fresh, "malik", []byte(pass), u.clk.now)
	must(t, err)
	u.open(v, "malik")
	if u.desk.Me().Name != "malik" {
		t.Errorf("the name went with the key: %q", u.desk.Me().Name)
	}
	must(t, u.desk.Enter(ctx, id, "mine"))
	for _, i := range []entry.ID{item, after} {
		if _, err := u.desk.Open(ctx, i); err != nil {
			t.Errorf("with the new key: %v", err)
		}
	}
	r, err := u.desk.Verify(ctx)
	must(t, err)
	if len(r.Alarms) != 1 || r.Alarms[0].Who != "malik" || r.Alarms[0].Fault != entry.FaultTag {
		t.Errorf("what the lost key wrote: %+v", r.Alarms)
	}
}

// An export is encrypted to one certificate in full, signed, and says what it
// leaves out.
func TestExportIsWholeAndSealed(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("hale")
	u.acorn("hale", "idris")
	u.as("malik")
	u.receive(tablets)
	reader, err := pgp.Generate("Archive", u.clk.now(), bytes.NewReader(bytes.Repeat([]byte("seed of no importance "), 99)))
	must(t, err)
	cert, err := reader.Public()
	must(t, err)
	in := app.ExportInput{Certificate: cert, Reason: "Handed to the archive."}
	got := map[string][]byte{}
	take := func(name string, b []byte) error { got[name] = b; return nil }
	_, err = u.desk.Export(ctx, in, take)
	refusedFor(t, err, "fingerprint")
	in.Heard = reader.Fingerprint()[30:]
	_, err = u.desk.Export(ctx, in, take)
	denied(t, err, roster.CodeRole)
	u.as("idris")
	before := u.desk.Unit().Entries
	_, err = u.desk.Export(ctx, app.ExportInput{Certificate: cert, Heard: in.Heard}, take)
	refusedFor(t, err, "reason")
	if len(got) != 0 {
		t.Fatal("something was handed out by a refusal")
	}
	v, err := u.desk.Export(ctx, in, take)
	must(t, err)
	plain := map[string][]byte{}
	for name, b := range got {
		if name == "READ-ME.txt" {
			continue
		}
		p, _, err := reader.DecryptMessage(b, u.clk.now())
		must(t, err)
		plain[strings.TrimSuffix(name, ".pgp")] = p
	}
	lines := strings.Split(strings.TrimSpace(string(plain["entries.jsonl"])), "\n")
	if uint64(len(lines)) != before+1 || v.Entries+v.Shut != int(before) || v.Shut < 3 || len(plain) != v.Contents+1+3 {
		t.Errorf("%d lines and %d files for %d entries, %+v", len(lines), len(plain), before, v)
	}
	originals := 0
	for _, l := range lines {
		var e struct {
			Shut     bool
			Kind     string
			Contents []struct{ Role, File, SHA256 string }
		}
		must(t, json.Unmarshal([]byte(l), &e))
		for _, c := range e.Contents {
			if c.Role == "original" {
				originals++
				if string(plain[strings.TrimSuffix(c.File, ".pgp")]) != tablets {
					t.Error("an original is not what was received")
				}
			}
		}
		if e.Shut && e.Kind != "" {
			t.Error("an entry that is shut says more than that")
		}
	}
	if originals != 1 {
		t.Errorf("%d originals; that of a compartment which is not open stays where it is", originals)
	}
	me, err := u.desk.Certificate()
	must(t, err)
	if !bytes.Equal(me, plain["exporter.asc"]) || len(plain["entries.jsonl.asc"]) == 0 {
		t.Error("not signed by whoever exported it")
	}
	if l := u.desk.Journal(app.JournalFilter{})[0]; l.Kind != entry.VaultExported || !l.Why {
		t.Errorf("journalled as %s", l.Kind)
	}
	u.sound()
}
