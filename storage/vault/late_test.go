package vault

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"corridor/app/entry"
	"corridor/storage/spool"
)

// TestLate: what waited outside a vault that went on without it is given back to
// whoever did it, whole and at the time at which it was done, until it is merged.
func TestLate(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	for _, dir := range []string{"", "keys"} {
		from, to := d.path, filepath.Join(elsewhere, "unit.vault")
		if dir != "" {
			from, to = d.keys, filepath.Join(elsewhere, dir)
		}
		if err := os.MkdirAll(elsewhere, 0o700); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("cp", "-r", from, to).CombinedOutput(); err != nil {
			t.Fatalf("%s", out)
		}
	}

	d.reopenOK(t)
	done := d.now().Add(-time.Hour).UTC().Round(0)
	did := entry.Draft{ID: NewID(), Kind: entry.EmergencyReleased, Done: done, Compartment: d.common, Pieces: []entry.Piece{{Role: "words", Body: []byte("leave the house now")}}}
	p, err := d.prepare(ctx, did, d.now().UTC().Round(0))
	if err != nil {
		t.Fatal(err)
	}
	d.mu.Lock()
	w, err := d.appendBy(ctx, d.store.Aside, []pending{p})
	if err == nil {
		d.committed(w)
	}
	d.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}

	other := filepath.Join(elsewhere, "unit.vault")
	v, err := Open(ctx, other, filepath.Join(elsewhere, "keys"), "p-00000001", []byte(pass), d.now)
	if err != nil {
		t.Fatal(err)
	}
	readAll(t, v, 0)
	if _, err := v.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.ProductViewed}); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(other, d.path); err != nil {
		t.Fatal(err)
	}

	for range 2 {
		d.reopen(t)
		recs := d.all(t)
		late, err := d.Late(ctx)
		if err != nil || len(late) != 1 {
			t.Fatalf("%d acts: %v", len(late), err)
		}
		got := late[0].Draft
		if got.ID != did.ID || got.Kind != did.Kind || !got.Done.Equal(done) || len(got.Pieces) != 1 || string(got.Pieces[0].Body) != "leave the house now" {
			t.Errorf("%+v", got)
		}
		if len(recs) != 2 || recs[1].Entry.ID == did.ID {
			t.Fatal("what waited was put where it does not fit")
		}
		_ = d.Close() // without merging, as if the program had been killed
	}
	d.reopen(t)
	d.all(t)
	late, _ := d.Late(ctx)
	es, err := d.Append(ctx, late[0].Draft)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := d.Late(ctx); err != nil || len(again) != 0 {
		t.Errorf("what the journal holds is given again: %d %v", len(again), err)
	}
	if live, astray := d.store.Waiting(); live+astray != 0 {
		t.Errorf("%d and %d wait", live, astray)
	}
	_ = d.Close()
	if i, err := os.Stat(spoolFile(d.keys, d.id)); err != nil || i.Size() != spool.Size {
		t.Errorf("%v", err)
	}
	d.reopen(t)
	d.all(t)
	if b, err := d.Content(ctx, es[0].Contents[0]); err != nil || string(b) != "leave the house now" {
		t.Errorf("%q %v", b, err)
	}
	if !es[0].Recorded.After(es[0].Done) {
		t.Error("it does not show that it was recorded later")
	}
	_ = d.Close()
}
