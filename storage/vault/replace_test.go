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
}
