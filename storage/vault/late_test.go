package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"corridor/app/entry"
	"corridor/crypto/frame"
	"corridor/storage"
	"corridor/storage/spool"
)

// wait has a draft taken into the spool, as when the journal refuses it.
func (d *desk) wait(t *testing.T, did entry.Draft) {
	t.Helper()
	p, err := d.prepare(context.Background(), did, d.now().UTC().Round(0))
	if err != nil {
		t.Fatal(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	w, err := d.appendBy(context.Background(), d.store.Aside, []pending{p})
	if err != nil {
		t.Fatal(err)
	}
	d.committed(w)
}

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
	d.wait(t, did)
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

// TestSpoolEdited: somebody without keys who edits the spool, and makes its sums
// right again, is found out as if they had edited the vault; so is one who cuts it.
func TestSpoolEdited(t *testing.T) {
	type waiting struct {
		After uint64        `json:"after"`
		Hash  []byte        `json:"hash,omitempty"`
		Batch storage.Batch `json:"batch"`
	}
	for _, c := range []struct {
		name  string
		edit  func(fs []waiting) []waiting
		fault entry.Fault
		warn  string
	}{
		{"as it was", func(fs []waiting) []waiting { return fs }, "", ""},
		{"a body", func(fs []waiting) []waiting { fs[0].Batch.Rows[0].Body[40] ^= 1; return fs }, entry.FaultHash, ""},
		{"a body and its hash", func(fs []waiting) []waiting {
			r := &fs[0].Batch.Rows[0]
			r.Body[40] ^= 1
			r.BodyHash = frame.BodyHash(r.Body)
			return fs
		}, entry.FaultHash, ""},
		{"the order", func(fs []waiting) []waiting {
			a, b := &fs[0].Batch.Rows[0], &fs[1].Batch.Rows[0]
			a.Body, b.Body = b.Body, a.Body
			return fs
		}, entry.FaultHash, ""},
		{"the last act taken out", func(fs []waiting) []waiting { return fs[:1] }, "", "rollback suspected"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := found1(t)
			var ids []entry.ID
			for range 2 {
				did := entry.Draft{ID: NewID(), Kind: entry.ProductViewed, Compartment: d.common}
				d.wait(t, did)
				ids = append(ids, did.ID)
			}
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			path := spoolFile(d.keys, d.id)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			start := bytes.IndexByte(b, '\n') + 1
			var fs []waiting
			for at := start; ; {
				n := int(binary.BigEndian.Uint32(b[at:]))
				if n == 0 {
					break
				}
				var f waiting
				if err := json.Unmarshal(b[at+4+sha256.Size:][:n], &f); err != nil {
					t.Fatal(err)
				}
				fs, at = append(fs, f), at+4+sha256.Size+n
			}
			if len(fs) != 2 {
				t.Fatalf("%d acts wait", len(fs))
			}
			out := append([]byte(nil), b[:start]...)
			for _, f := range c.edit(fs) {
				body, err := json.Marshal(f)
				if err != nil {
					t.Fatal(err)
				}
				sum := sha256.Sum256(body)
				out = append(append(binary.BigEndian.AppendUint32(out, uint32(len(body))), sum[:]...), body...)
			}
			if err := os.WriteFile(path, append(out, make([]byte, spool.Size-len(out))...), 0o600); err != nil {
				t.Fatal(err)
			}
			d.reopenOK(t)
			defer d.Close()
			var found []entry.Fault
			stood := 0
			for _, r := range d.all(t) {
				found = append(found, r.Faults...)
				if slices.Contains(ids, r.Entry.ID) && len(r.Faults) == 0 {
					stood++
				}
			}
			if c.fault == "" && len(found) > 0 || c.fault != "" && (!slices.Contains(found, c.fault) || stood > 1) {
				t.Errorf("faults %v, %d acts stand, want %q", found, stood, c.fault)
			}
			if w := strings.Join(d.Warnings(), "\n"); c.warn == "" && c.fault == "" && strings.Contains(w, "rollback") || !strings.Contains(w, c.warn) {
				t.Errorf("warnings %q, want %q", w, c.warn)
			}
		})
	}
}
