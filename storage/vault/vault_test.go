package vault

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
)

// weak makes tests quick; nothing but tests may lock a key like this.
func weak(t testing.TB) Strength {
	t.Helper()
	t.Log("WEAK KEY DERIVATION: for tests only")
	return Strength{MemoryKiB: 64, Time: 1, Threads: 1}
}

// clock ticks a second at every look.
func clock() func() time.Time {
	var looks atomic.Int64
	return func() time.Time {
		return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Add(time.Duration(looks.Add(1)) * time.Second)
	}
}

const pass = "otter lantern gravel 19"

type desk struct {
	*Vault
	dir, path, keys string
	founder         roster.Member
	now             func() time.Time
}

func found1(t testing.TB) *desk {
	t.Helper()
	dir := t.TempDir()
	d := &desk{dir: dir, path: filepath.Join(dir, "unit.vault"), keys: filepath.Join(dir, "keys"), now: clock()}
	v, err := Found(context.Background(), d.path, Founding{
		KeyDir: d.keys, Passphrase: []byte(pass), Ceiling: "SECRET", Strength: weak(t), Now: d.now,
		Member: roster.Member{Person: "p-00000001", Rank: "DS", Roles: []roster.Role{roster.Supervisor}},
		Pieces: []entry.Piece{{Role: "unit", Body: []byte("Test Unit")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Vault = v
	t.Cleanup(func() { _ = d.Vault.Close() })
	d.founder = d.foundedBy(t)
	return d
}

func (d *desk) foundedBy(t testing.TB) roster.Member {
	t.Helper()
	recs := d.all(t)
	f, err := entry.FactsOf[roster.Founded](recs[0].Entry)
	if err != nil {
		t.Fatal(err)
	}
	return f.Founder
}

func (d *desk) all(t testing.TB) []entry.Record {
	t.Helper()
	return readAll(t, d.Vault, 0)
}

func readAll(t testing.TB, v *Vault, after uint64) []entry.Record {
	t.Helper()
	var out []entry.Record
	if err := v.Read(context.Background(), after, func(r entry.Record) error { out = append(out, r); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

func (d *desk) add(t testing.TB, text string) entry.Entry {
	t.Helper()
	es, err := d.Append(context.Background(), entry.Draft{
		ID: NewID(), Kind: entry.ProductReceived, Item: NewID(), Facts: map[string]string{"ref": "R1"},
		Pieces: []entry.Piece{{Role: "text", Body: []byte(text)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return es[0]
}

func (d *desk) reopen(t testing.TB) {
	t.Helper()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	v, err := Open(context.Background(), d.path, d.keys, "p-00000001", []byte(pass), d.now)
	if err != nil {
		t.Fatal(err)
	}
	d.Vault = v
}

func TestFoundAppendReopenRead(t *testing.T) {
	d := found1(t)
	var want []entry.Entry
	for _, text := range []string{"first", "", strings.Repeat("long ", 500_000)} {
		want = append(want, d.add(t, text))
	}
	d.reopen(t)
	if w := d.Warnings(); len(w) != 0 {
		t.Fatalf("warnings: %q", w)
	}
	seq, hash := d.Head()
	if seq != 4 || len(hash) != 64 {
		t.Fatalf("head %d %q", seq, hash)
	}
	recs := d.all(t)
	if len(recs) != 4 || recs[3].Hash != hash {
		t.Fatalf("%d records", len(recs))
	}
	member := d.founder.Keys[0].Public
	for i, r := range recs {
		if len(r.Faults) != 0 || r.Shut {
			t.Errorf("record %d: %v shut %v", r.Seq, r.Faults, r.Shut)
		}
		if err := r.Proof.By(member); err != nil {
			t.Errorf("record %d: %v", r.Seq, err)
		}
		if err := r.Proof.By(d.founder.Keys[1].Public); err == nil {
			t.Errorf("record %d: signed by the release key", r.Seq)
		}
		if i > 0 {
			same(t, r.Entry, want[i-1])
		}
	}
	b, err := d.Content(context.Background(), recs[3].Entry.Contents[0])
	if err != nil || len(b) != 2_500_000 || !bytes.HasPrefix(b, []byte("long long ")) {
		t.Fatal(len(b), err)
	}
	if b, err := d.Content(context.Background(), recs[2].Entry.Contents[0]); err != nil || len(b) != 0 {
		t.Fatal(len(b), err)
	}
	if got := readAll(t, d.Vault, 2); len(got) != 2 || got[0].Seq != 3 || len(got[0].Faults) != 0 {
		t.Fatalf("from 2: %+v", got)
	}
}

func same(t *testing.T, got, want entry.Entry) {
	t.Helper()
	a, err1 := entry.Encode(got)
	b, err2 := entry.Encode(want)
	if err1 != nil || err2 != nil || !bytes.Equal(a, b) {
		t.Errorf("entry changed:\n%s\n%s", a, b)
	}
}

func TestOpenSaysNo(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	if _, err := Open(ctx, d.path, d.keys, "p-00000001", []byte(pass), d.now); !errors.Is(err, app.ErrInUse) {
		t.Errorf("second program: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, d.path, d.keys, "p-00000001", []byte("wrong"), d.now); !errors.Is(err, app.ErrPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	if _, err := Open(ctx, d.path, d.keys, "p-00000002", []byte(pass), d.now); !errors.Is(err, app.ErrNoMember) {
		t.Errorf("no key file: %v", err)
	}
	if _, err := Open(ctx, d.path, d.keys, "../p-00000001", []byte(pass), d.now); !errors.Is(err, app.ErrNoMember) {
		t.Errorf("a path for a name: %v", err)
	}
	if _, err := NewMemberKeys(d.keys, d.id, "p-00000003", []byte(pass), weak(t), d.now()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, d.path, d.keys, "p-00000003", []byte(pass), d.now); !errors.Is(err, app.ErrNoMember) {
		t.Errorf("a key without a grant: %v", err)
	}
	ps, err := Members(d.keys, d.path)
	if err != nil || len(ps) != 2 || ps[0] != "p-00000001" {
		t.Errorf("members %v %v", ps, err)
	}
	if _, err := Found(ctx, d.path, Founding{KeyDir: d.keys, Passphrase: []byte(pass), Member: d.founder, Strength: weak(t), Now: d.now}); err == nil {
		t.Error("founded over a vault")
	}
	d.reopenOK(t)
}

func (d *desk) reopenOK(t *testing.T) {
	t.Helper()
	v, err := Open(context.Background(), d.path, d.keys, "p-00000001", []byte(pass), d.now)
	if err != nil {
		t.Fatal(err)
	}
	d.Vault = v
}

// enrol lets a second person in, with grants to the common compartment.
func (d *desk) enrol(t testing.TB, p entry.Person) roster.Member {
	t.Helper()
	keys, err := NewMemberKeys(d.keys, d.id, p, []byte(pass), weak(t), d.now())
	if err != nil {
		t.Fatal(err)
	}
	m := roster.Member{Person: p, Rank: "DC", Roles: []roster.Role{roster.Handler}, Keys: keys}
	facts, grants, err := d.Extend(d.Common(), m)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Append(context.Background(), entry.Draft{
		ID: NewID(), Kind: entry.PersonEnrolled, Facts: roster.Enrolled{Member: m, Grants: facts}, Grants: grants,
	}); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSecondMemberReadsAndWrites(t *testing.T) {
	d := found1(t)
	d.add(t, "before")
	m := d.enrol(t, "p-00000002")
	w, err := d.OpenBeside(context.Background(), "p-00000002", []byte(pass))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if got := readAll(t, w, 0); len(got) != 3 || len(got[2].Faults) != 0 {
		t.Fatalf("%+v", got)
	}
	// Two windows write in turn: each rebases on the other.
	beside := &desk{Vault: w, now: d.now}
	for i := 0; i < 3; i++ {
		d.add(t, "mine")
		beside.add(t, "theirs")
	}
	recs := d.all(t)
	if len(recs) != 9 {
		t.Fatalf("%d records", len(recs))
	}
	for _, r := range recs {
		if len(r.Faults) != 0 {
			t.Errorf("record %d: %v", r.Seq, r.Faults)
		}
		key := d.founder.Keys[0].Public
		if r.Entry.Author == m.Person {
			key = m.Keys[0].Public
		}
		if err := r.Proof.By(key); err != nil {
			t.Errorf("record %d: %v", r.Seq, err)
		}
	}
}

func TestCompartment(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	m := d.enrol(t, "p-00000002")
	c := NewID()
	ep, grants, err := d.NewEpoch(c, 1, []roster.Member{d.founder})
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Append(ctx,
		entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Compartment: c, Facts: ep, Grants: grants},
		entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Compartment: c, Pieces: []entry.Piece{{Role: "text", Body: []byte("close hold")}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	d.reopen(t)
	recs := d.all(t)
	if !recs[2].Shut || !recs[3].Shut || len(recs[2].Faults) != 0 {
		t.Fatalf("not shut: %+v", recs[2:])
	}
	mine, err := d.Mine(ctx)
	if err != nil || len(mine) != 2 {
		t.Fatal(mine, err)
	}
	if ok, err := d.Enter(ctx, c); !ok || err != nil {
		t.Fatal(ok, err)
	}
	recs = d.all(t)
	if recs[3].Shut || len(recs[3].Faults) != 0 {
		t.Fatalf("shut: %+v", recs[3])
	}
	secretPiece := recs[3].Entry.Contents[0]
	if b, err := d.Content(ctx, secretPiece); err != nil || string(b) != "close hold" {
		t.Fatal(string(b), err)
	}
	w, err := d.OpenBeside(ctx, m.Person, []byte(pass))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if ok, err := w.Enter(ctx, c); ok || err != nil {
		t.Fatal("an outsider entered", err)
	}
	if _, err := w.Content(ctx, secretPiece); !errors.Is(err, app.ErrShut) {
		t.Fatal(err)
	}
	// The second member joins, then leaves by a new epoch.
	facts, gs, err := d.Extend(c, m)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.CompartmentGranted, Compartment: c,
		Facts: roster.Granted{Compartment: c, Person: m.Person, Grants: facts}, Grants: gs}); err != nil {
		t.Fatal(err)
	}
	if ok, err := w.Enter(ctx, c); !ok || err != nil {
		t.Fatal("a member of the list could not enter", err)
	}
	if b, err := w.Content(ctx, secretPiece); err != nil || string(b) != "close hold" {
		t.Fatal(string(b), err)
	}
	ep2, gs2, err := d.NewEpoch(c, 2, []roster.Member{d.founder})
	if err != nil {
		t.Fatal(err)
	}
	es, err := d.Append(ctx,
		entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Compartment: c, Facts: ep2, Grants: gs2},
		entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Compartment: c, Pieces: []entry.Piece{{Role: "text", Body: []byte("after they left")}}})
	if err != nil {
		t.Fatal(err)
	}
	if es[0].Epoch != 1 || es[1].Epoch != 2 {
		t.Fatalf("epochs %d %d", es[0].Epoch, es[1].Epoch)
	}
	if _, err := w.Content(ctx, es[1].Contents[0]); err == nil {
		t.Fatal("the leaver reads on")
	}
	readAll(t, w, 0)
	if _, err := w.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Compartment: c}); !errors.Is(err, app.ErrShut) {
		t.Fatalf("the leaver writes on: %v", err)
	}
	d.Leave(c)
	if _, err := d.Content(ctx, secretPiece); !errors.Is(err, app.ErrShut) {
		t.Fatal(err)
	}
	if err := d.Trust([]roster.Epoch{ep, ep2}); err != nil {
		t.Fatal(err)
	}
	if ok, err := d.Enter(ctx, c); !ok || err != nil {
		t.Fatal(ok, err)
	}
	for _, r := range d.all(t) {
		if len(r.Faults) != 0 || r.Shut {
			t.Errorf("record %d: %v %v", r.Seq, r.Faults, r.Shut)
		}
	}
}

func TestNewCommonEpochAndLeaver(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	m := d.enrol(t, "p-00000002")
	w, err := d.OpenBeside(ctx, m.Person, []byte(pass))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	readAll(t, w, 0)
	ep, gs, err := d.NewEpoch(d.Common(), 2, []roster.Member{d.founder})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Append(ctx,
		entry.Draft{ID: NewID(), Kind: entry.PersonLeft, Facts: roster.Left{Person: m.Person}},
		entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Facts: ep, Grants: gs},
		entry.Draft{ID: NewID(), Kind: entry.SearchMade}); err != nil {
		t.Fatal(err)
	}
	d.reopenBeside(t)
	for _, r := range d.all(t) {
		if len(r.Faults) != 0 || r.Shut {
			t.Errorf("record %d: %v", r.Seq, r.Faults)
		}
	}
	// The leaver's program knows no better and appends under the old key.
	if _, err := w.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.SearchMade}); err != nil {
		t.Fatal(err)
	}
	d.add(t, "work goes on")
	recs := d.all(t)
	last, stray := recs[len(recs)-1], recs[len(recs)-2]
	if len(last.Faults) != 0 || last.Entry.Author != "p-00000001" {
		t.Errorf("after the stray row: %+v", last.Faults)
	}
	if !has(stray.Faults, entry.FaultTag) || !has(stray.Faults, entry.FaultEpoch) {
		t.Errorf("the leaver's row: %v", stray.Faults)
	}
	if ws := strings.Join(w.Warnings(), "; "); !strings.Contains(ws, "not given to this member") {
		t.Errorf("the leaver is not told: %q", ws)
	}
}

func (d *desk) reopenBeside(t *testing.T) {
	t.Helper()
	v, err := d.OpenBeside(context.Background(), "p-00000001", []byte(pass))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Vault.Close(); err != nil {
		t.Fatal(err)
	}
	d.Vault = v
}

func TestPad(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	if b, err := d.GetPad(ctx, "draft 1"); b != nil || err != nil {
		t.Fatal(b, err)
	}
	for _, text := range []string{"typed", "typed more"} {
		if err := d.PutPad(ctx, "draft 1", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	d.reopen(t)
	if b, err := d.GetPad(ctx, "draft 1"); string(b) != "typed more" || err != nil {
		t.Fatal(string(b), err)
	}
	if err := d.DropPad(ctx, "draft 1"); err != nil {
		t.Fatal(err)
	}
	if b, err := d.GetPad(ctx, "draft 1"); b != nil || err != nil {
		t.Fatal(b, err)
	}
}

func TestAllOrNothing(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	_, err := d.Append(ctx,
		entry.Draft{ID: NewID(), Kind: entry.SearchMade},
		entry.Draft{ID: NewID(), Kind: entry.SearchMade, Compartment: NewID()})
	if !errors.Is(err, app.ErrShut) {
		t.Fatal(err)
	}
	if n := len(d.all(t)); n != 1 {
		t.Fatalf("%d records after a refused append", n)
	}
	d.add(t, "next")
	if recs := d.all(t); len(recs) != 2 || len(recs[1].Faults) != 0 {
		t.Fatal("the append after it failed")
	}
}

func TestRollbackIsNoticed(t *testing.T) {
	d := found1(t)
	d.add(t, "monday")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	d.reopenOK(t)
	d.add(t, "tuesday")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the warning does not wear off
		d.reopenOK(t)
		d.all(t)
		if w := strings.Join(d.Warnings(), ";"); !strings.Contains(w, "rollback suspected") {
			t.Fatalf("not noticed: %q", w)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	d.reopenOK(t)
	if err := d.AcceptHead(context.Background()); err != nil {
		t.Fatal(err)
	}
	d.reopen(t)
	if w := d.Warnings(); len(w) != 0 {
		t.Fatalf("after a lawful restore: %q", w)
	}
}

// TestAnotherVersionIsSaidSo: it is neither damaged nor opened.
func TestAnotherVersionIsSaidSo(t *testing.T) {
	d := found1(t)
	if err := d.store.SetMeta(context.Background(), "format", []byte("corridor vault 1")); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), d.path, d.keys, "p-00000001", []byte(pass), d.now); !errors.Is(err, app.ErrVersion) || errors.Is(err, app.ErrDamaged) {
		t.Errorf("a vault of another version: %v", err)
	}
}
