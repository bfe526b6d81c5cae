package vault

import (
	"errors"
	"os"
	"slices"
	"testing"

	"corridor/app"
	"corridor/app/entry"
)

func TestKeysSetAsideOpenNothingAndStay(t *testing.T) {
	dir, id := t.TempDir(), NewID()
	now := found1(t).now()
	if aside, err := SetAsideKeys(dir, id, "p-one"); aside != "" || err != nil {
		t.Errorf("without keys: %q %v", aside, err)
	}
	if _, err := SetAsideKeys(dir, id, "../p"); err == nil {
		t.Error("a path as a person")
	}
	var kept []string
	for range 3 {
		if _, err := NewMemberKeys(dir, id, "p-one", []byte(pass), weak(t), now); err != nil {
			t.Fatal(err)
		}
		if _, err := NewMemberKeys(dir, id, "p-one", []byte(pass), weak(t), now); err == nil {
			t.Fatal("keys were written over keys")
		}
		aside, err := SetAsideKeys(dir, id, "p-one")
		if err != nil || slices.Contains(kept, aside) {
			t.Fatal(aside, err)
		}
		kept = append(kept, aside)
		if _, _, err := loadKeys(dir, id, entry.Person("p-one"), []byte(pass)); !errors.Is(err, app.ErrNoMember) {
			t.Errorf("keys set aside still open: %v", err)
		}
	}
	for _, k := range kept {
		if _, err := os.Stat(k); err != nil {
			t.Error(err)
		}
	}
	if err := TakeBackKeys(kept[0]); err != nil {
		t.Fatal(err)
	}
	if _, _, err := loadKeys(dir, id, entry.Person("p-one"), []byte(pass)); err != nil {
		t.Errorf("keys taken back do not open: %v", err)
	}
	if TakeBackKeys("") != nil || TakeBackKeys(keyFile(dir, id, "p-one")) == nil {
		t.Error("nothing is taken back without an error, and something that was not set aside with one")
	}
}

// What desks kept of a vault, words that are destroyed among them, goes with
// the destruction.
func TestDestructionThrowsAwayWhatDesksKept(t *testing.T) {
	d := found1(t)
	es, err := d.Append(t.Context(), entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Pieces: []entry.Piece{{Role: "text", Body: []byte("to be destroyed")}}})
	if err != nil {
		t.Fatal(err)
	}
	other, kept := cacheFile(d.keys, d.id, "p-other"), keyFile(d.keys, d.id, "p-00000001")
	for _, p := range []string{other, cacheFile(d.keys, d.id, d.Me())} {
		if err := os.WriteFile(p, []byte("what was kept"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Destroy(t.Context(), es[0].Contents[0].ID); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{other, cacheFile(d.keys, d.id, d.Me())} {
		if _, err := os.Stat(p); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there: %v", p, err)
		}
	}
	if _, err := os.Stat(kept); err != nil {
		t.Errorf("the keys went too: %v", err)
	}
}
