package vault

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/release"
	"corridor/app/roster"
	"corridor/storage/spool"
)

func spoken(words string) entry.Draft {
	return entry.Draft{ID: NewID(), Kind: entry.EmergencyReleased, Facts: release.EmergencyRecord{Release: NewID(), How: release.Spoken},
		Pieces: []entry.Piece{{Role: release.RoleEmergency, Body: []byte(words)}}}
}

// TestApart: whatever has become of the vault, an act that saves a life is kept,
// sealed, and given back to whoever did it when the vault is there again.
func TestApart(t *testing.T) {
	const secretWords = "leave 12 Larch Grove by the back door"
	for name, lose := range map[string]func(t *testing.T, path string){
		"gone":        func(t *testing.T, path string) {},
		"cut short":   func(t *testing.T, path string) { lay(t, path, "SQLite format 3\x00 and no more") },
		"empty":       func(t *testing.T, path string) { lay(t, path, "") },
		"other bytes": func(t *testing.T, path string) { lay(t, path, strings.Repeat("no vault ", 1000)) },
		"a folder": func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		},
		"a link to nowhere": func(t *testing.T, path string) {
			if err := os.Symlink(path+".nowhere", path); err != nil {
				t.Fatal(err)
			}
		},
		"no leave to read": func(t *testing.T, path string) {
			if os.Geteuid() == 0 {
				t.Skip("SKIPPED: the superuser may read everything, so permission cannot be denied here")
			}
			lay(t, path, "x")
			if err := os.Chmod(path, 0); err != nil {
				t.Fatal(err)
			}
		},
		"on a folder that is gone": nil,
	} {
		t.Run(name, func(t *testing.T) {
			d := foundOn(t, filepath.Join(t.TempDir(), "disk"))
			must(t, d.Close())
			away := d.dir + ".away"
			if lose == nil {
				must(t, os.Rename(d.dir, away))
			} else {
				must(t, os.Rename(d.path, d.path+".away"))
				lose(t, d.path)
			}
			if _, err := Open(t.Context(), d.path, d.keys, "p-00000001", []byte(pass), d.now); err == nil {
				t.Fatal("it opened")
			}
			hs, err := Holders(d.keys)
			if err != nil || !slices.Contains(hs, Holder{d.id, "p-00000001"}) {
				t.Fatalf("%v %v", hs, err)
			}
			did := spoken(secretWords)
			did.Done = d.now()
			if err := RecordApart(d.keys, d.id, "p-00000001", []byte("not the passphrase"), did, d.now()); !errors.Is(err, app.ErrPassphrase) {
				t.Errorf("a wrong passphrase: %v", err)
			}
			must(t, RecordApart(d.keys, d.id, "p-00000001", []byte(pass), did, d.now()))
			b, err := os.ReadFile(apartFile(d.keys, d.id))
			if err != nil || len(b) != spool.Size || strings.Contains(string(b), "Larch") {
				t.Errorf("%d bytes, %v", len(b), err)
			}
			if lose == nil {
				must(t, os.Rename(away, d.dir))
			} else {
				must(t, os.RemoveAll(d.path))
				must(t, os.Rename(d.path+".away", d.path))
			}
			for range 2 { // the second time as if it had been killed before it was merged
				d.reopenOK(t)
				d.all(t)
				late, err := d.Late(t.Context())
				if err != nil || len(late) != 1 || !late[0].Apart || late[0].Draft.ID != did.ID || !late[0].Draft.Done.Equal(did.Done) || string(late[0].Draft.Pieces[0].Body) != secretWords {
					t.Fatalf("%+v %v", late, err)
				}
				_ = d.Close()
			}
			d.reopenOK(t)
			d.all(t)
			late, _ := d.Late(t.Context())
			if _, err := d.Append(t.Context(), late[0].Draft); err != nil {
				t.Fatal(err)
			}
			if late, err = d.Late(t.Context()); err != nil || len(late) != 0 {
				t.Errorf("what the journal holds is given again: %+v %v", late, err)
			}
			_ = d.Close()
			if _, err := os.Stat(apartFile(d.keys, d.id)); err != nil {
				t.Error("no room is laid for the next one")
			}
		})
	}
}

func lay(t *testing.T, path, what string) {
	t.Helper()
	must(t, os.WriteFile(path, []byte(what), 0o600))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestApartRefuses: only what saves a life is kept so; what is edited, or comes
// from another vault or member, is nobody's act.
func TestApartRefuses(t *testing.T) {
	d := found1(t)
	other := found1(t)
	_ = d.Close()
	_ = other.Close()
	err := RecordApart(d.keys, d.id, "p-00000001", []byte(pass), entry.Draft{ID: NewID(), Kind: entry.ReleaseApproved}, d.now())
	if !errors.Is(err, app.ErrInput) {
		t.Errorf("an approval: %v", err)
	}
	if err := RecordApart(d.keys, d.id, "p-0000000f", []byte(pass), spoken("w"), d.now()); !errors.Is(err, app.ErrNoMember) {
		t.Errorf("a stranger: %v", err)
	}
	must(t, RecordApart(other.keys, other.id, "p-00000001", []byte(pass), spoken("w"), d.now()))
	for name, put := range map[string]func(f, o *spool.File) error{
		"nonsense":         func(f, _ *spool.File) error { return f.Put([]byte("nonsense")) },
		"of another vault": func(f, o *spool.File) error { return f.Put(o.Apart()[0].Body) },
		"one byte not as it was": func(f, o *spool.File) error {
			b := slices.Clone(o.Apart()[0].Body)
			b[len(b)/2] ^= 1
			return f.Put(b)
		},
	} {
		must(t, withApart(other.keys, other.id, func(o *spool.File) error {
			return withApart(d.keys, d.id, func(f *spool.File) error { return put(f, o) })
		}))
		d.reopenOK(t)
		d.all(t)
		if late, err := d.Late(t.Context()); err != nil || len(late) != 0 {
			t.Errorf("%s: %+v %v", name, late, err)
		}
		if w := strings.Join(d.Warnings(), "\n"); !strings.Contains(w, "without the vault") {
			t.Errorf("%s: nobody is told: %q", name, w)
		}
		_ = d.Close()
	}
}

// TestApartOnAFullDisk: the room for it was laid while there was any.
func TestApartOnAFullDisk(t *testing.T) {
	keys := disk(t, "8m")
	d := &desk{dir: t.TempDir(), keys: keys, now: clock()}
	d.path = filepath.Join(d.dir, "unit.vault")
	v, err := Found(t.Context(), d.path, Founding{KeyDir: d.keys, Passphrase: []byte(pass), Strength: weak(t), Now: d.now,
		Member: roster.Member{Person: "p-00000001", Roles: []roster.Role{roster.Supervisor}}})
	must(t, err)
	d.Vault = v
	must(t, d.Close())
	must(t, os.Remove(d.path))
	fill(t, keys)
	for range 20 {
		must(t, RecordApart(d.keys, d.id, "p-00000001", []byte(pass), spoken("leave now"), d.now()))
	}
}

// TestLostWhileOpen: when the file is taken away under an open desk, an ordinary
// act is not acknowledged, and one that saves a life waits in the spool.
func TestLostWhileOpen(t *testing.T) {
	for _, what := range []string{"the file", "its folder"} {
		t.Run(what, func(t *testing.T) { lostWhileOpen(t, what == "the file") })
	}
}

func lostWhileOpen(t *testing.T, file bool) {
	d := foundOn(t, filepath.Join(t.TempDir(), "disk"))
	d.add(t, "before")
	lost := d.dir
	if file {
		lost = d.path
	}
	away := lost + ".away"
	must(t, os.Rename(lost, away))
	if _, err := d.Append(t.Context(), entry.Draft{ID: NewID(), Kind: entry.ProductReceived}); !errors.Is(err, app.ErrDamaged) {
		t.Errorf("acknowledged in a file that is not there: %v", err)
	}
	did := spoken("leave now")
	if _, err := d.Append(t.Context(), did); err != nil {
		t.Fatalf("the emergency route is shut: %v", err)
	}
	if w := strings.Join(d.Warnings(), "\n"); !strings.Contains(w, "cannot be written") {
		t.Errorf("nobody is told: %q", w)
	}
	_ = d.Close()
	must(t, os.Rename(away, lost))
	d.reopenOK(t)
	recs := d.all(t)
	if len(recs) != 3 || recs[2].Entry.ID != did.ID || len(recs[2].Faults) > 0 {
		t.Errorf("%d records", len(recs))
	}
	if n, err := d.store.Base().Last(context.Background()); err != nil || n != 3 {
		t.Errorf("the vault ends at %d: %v", n, err)
	}
	_ = d.Close()
}

// FuzzApart: whatever was signed, what reads as an act is written the same again.
func FuzzApart(f *testing.F) {
	seeds := 0
	for _, a := range []apartAct{
		{Format: apartFormat, Vault: NewID(), Person: "p-00000001", ID: NewID(), Kind: entry.EmergencyReleased, Facts: []byte("{}"), Pieces: []apartPiece{}},
		{Format: apartFormat, Facts: []byte(`{"how":"spoken"}`), Pieces: []apartPiece{{"about", []byte("SIU-26-000001")}, {"emergency", nil}}},
	} {
		if b, err := entry.Encode(a); err == nil {
			f.Add(b)
			seeds++
		}
	}
	if seeds != 2 {
		f.Fatalf("%d seeds", seeds)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := entry.Decode[apartAct](b)
		if err != nil {
			return
		}
		again, err := entry.Encode(a)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Decode[apartAct](again); err != nil {
			t.Fatalf("%q is not read again: %v", again, err)
		}
		_ = a.draft()
	})
}
