package station

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intel"
	"corridor/app/roster"
	"corridor/storage/vault"
)

// TestMain lets the test binary be the parsing child of itself.
func TestMain(m *testing.M) {
	intake.BeChild()
	os.Exit(m.Run())
}

const good = "velvet anchor beside nine patient rivers"

func testStation(t *testing.T) (*Station, string) {
	t.Helper()
	dir := t.TempDir()
	st, err := New(filepath.Join(dir, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	t.Log("keys of this test are locked weakly: 1 MiB, one pass")
	st.Strength = vault.Strength{MemoryKiB: 1024, Time: 1, Threads: 1}
	return st, filepath.Join(dir, "unit.corridor")
}

func founding() Founding {
	return Founding{Unit: "Test SIU", Ceiling: string(intel.OfficialSensitive), Name: "R. Hale", Passphrase: []byte(good),
		Member: roster.Member{Person: "hale", Rank: "DS", Roles: []roster.Role{roster.Supervisor, roster.Handler}}}
}

func TestFoundRefuses(t *testing.T) {
	st, path := testStation(t)
	weak := founding()
	weak.Passphrase = []byte("password1")
	if _, err := st.Found(t.Context(), path, weak); !errors.Is(err, vault.ErrWeak) {
		t.Errorf("weak passphrase: %v", err)
	}
	odd := founding()
	odd.Member.Person = "../hale"
	if _, err := st.Found(t.Context(), path, odd); !errors.Is(err, ErrPerson) {
		t.Errorf("a path as a person id: %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a refused founding left a file: %v", err)
	}
}

// What an officer does leaves no word of it in any file of the workstation.
func TestNoPlaintextOnDisk(t *testing.T) {
	st, path := testStation(t)
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	f := founding()
	d, err := st.Found(t.Context(), path, f)
	if err != nil {
		t.Fatal(err)
	}
	const canary = "zanzibar-canary-4417"
	took, err := d.Receive(t.Context(), app.Incoming{Name: canary + ".txt", Bytes: []byte("text " + canary), SourceType: intel.Partner, Tier: intel.Official,
		Receipt: intel.Receipt{Originator: "from " + canary}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Open(t.Context(), took.Item); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Search(t.Context(), "canary"); err != nil {
		t.Fatal(err)
	}
	if err := d.KeepTyped(t.Context(), took.Item, intel.DraftText{Body: canary}); err != nil {
		t.Fatal(err)
	}
	if n := holding(t, canary, filepath.Dir(path), tmp); len(n) != 0 {
		t.Errorf("while open, plaintext in %v", n)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{canary, "R. Hale", "Test SIU", good} {
		if n := holding(t, word, filepath.Dir(path), tmp); len(n) != 0 {
			t.Errorf("%q in %v", word, n)
		}
	}
	// The positive control: the same search finds what is there.
	if err := os.WriteFile(filepath.Join(tmp, "control"), []byte(canary), 0o600); err != nil {
		t.Fatal(err)
	}
	if n := holding(t, canary, tmp); len(n) != 1 {
		t.Errorf("the search itself finds nothing: %v", n)
	}
}

func holding(t *testing.T, word string, dirs ...string) []string {
	t.Helper()
	var out []string
	seen := 0
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			seen++
			b, err := os.ReadFile(p)
			if err == nil && strings.Contains(string(b), word) {
				out = append(out, filepath.Base(p))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen == 0 {
		t.Fatal("no files to look through")
	}
	return out
}

func TestWrongPassphraseAndStranger(t *testing.T) {
	st, path := testStation(t)
	d, err := st.Found(t.Context(), path, founding())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Unlock(context.Background(), path, "hale", []byte(good)); !errors.Is(err, app.ErrInUse) {
		t.Errorf("a second program: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Unlock(t.Context(), path, "hale", []byte("amber satchel under four mountains")); !errors.Is(err, app.ErrPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	if _, err := st.Unlock(t.Context(), path, entry.Person("nobody"), []byte(good)); !errors.Is(err, app.ErrNoMember) {
		t.Errorf("stranger: %v", err)
	}
	ms, err := st.Members(path)
	if err != nil || len(ms) != 1 || ms[0] != "hale" {
		t.Errorf("members: %v %v", ms, err)
	}
	d, err = st.Unlock(t.Context(), path, "hale", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

// A renewal that is refused leaves the keys that were there.
func TestRefusedRenewalLeavesTheKeys(t *testing.T) {
	st, path := testStation(t)
	d, err := st.Found(t.Context(), path, founding())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.NewKeys(d, roster.Recovery, []byte(good)); !errors.Is(err, ErrPerson) {
		t.Errorf("keys for a person called recovery: %v", err)
	}
	if _, err := st.ReplaceKeys(t.Context(), d, "hale", []byte("granite whistle along two narrow bridges")); err == nil {
		t.Error("a sole member renewed their keys alone")
	}
	if _, err := st.NewRecovery(t.Context(), d, " "); err == nil {
		t.Error("a recovery key without a reason")
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d, err = st.Unlock(t.Context(), path, "hale", []byte(good))
	if err != nil {
		t.Fatalf("locked out by a renewal that was refused: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}
