package vault

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
)

// disk mounts a small disk of its own, or skips, loudly.
func disk(t *testing.T, size string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "disk")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("SKIPPED, A REALLY FULL DISK IS NOT TRIED HERE: cannot mount: %s", out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
	return dir
}

func foundOn(t *testing.T, dir string) *desk {
	t.Helper()
	d := &desk{dir: dir, path: filepath.Join(dir, "unit.vault"), keys: filepath.Join(t.TempDir(), "keys"), now: clock()}
	v, err := Found(context.Background(), d.path, Founding{KeyDir: d.keys, Passphrase: []byte(pass), Strength: weak(t), Now: d.now,
		Member: roster.Member{Person: "p-00000001", Roles: []roster.Role{roster.Supervisor}}})
	if err != nil {
		t.Fatal(err)
	}
	d.Vault = v
	return d
}

// TestEmergencyOnAFullDisk: when others have filled the disk, ordinary acts are
// refused in words, and acts that answer a threat to life are still recorded.
func TestEmergencyOnAFullDisk(t *testing.T) {
	dir := disk(t, "24m")
	d := foundOn(t, dir)
	ctx := context.Background()
	kept := d.add(t, "before")
	junk, err := os.Create(filepath.Join(dir, "junk"))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil { // another program fills the disk
		_, err = junk.Write(make([]byte, 4096))
	}
	_ = junk.Close()
	for err = nil; err == nil; { // and what is left in the log fills up too
		_, err = d.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Pieces: []entry.Piece{{Role: "text", Body: make([]byte, 5000)}}})
	}
	if !errors.Is(err, app.ErrFull) {
		t.Fatal(err)
	}
	for range 100 {
		if _, err := d.Append(ctx,
			entry.Draft{ID: NewID(), Kind: entry.ProductViewed},
			entry.Draft{ID: NewID(), Kind: entry.ThreatRaised, Pieces: []entry.Piece{{Role: "text", Body: []byte("life at risk")}}},
			entry.Draft{ID: NewID(), Kind: entry.EmergencyReleased}); err != nil {
			t.Fatalf("the emergency route is shut: %v", err)
		}
	}
	if w := strings.Join(d.Warnings(), ";"); !strings.Contains(w, "last reserve") || !strings.Contains(w, "disk is full") {
		t.Errorf("nobody is told: %q", w)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d.reopenOK(t)
	for _, r := range d.all(t) {
		if len(r.Faults) > 0 {
			t.Errorf("row %d: %v", r.Seq, r.Faults)
		}
	}
	if b, err := d.Content(ctx, kept.Contents[0]); err != nil || string(b) != "before" {
		t.Error(err)
	}
	if err := os.Remove(junk.Name()); err != nil {
		t.Fatal(err)
	}
	d.reopen(t)
	d.add(t, "there is room again")
	if i, err := os.Stat(reserveFile(d.path)); err != nil || i.Size() != reserveSize {
		t.Errorf("the reserve was not laid again: %v", err)
	}
	_ = d.Close()
}

// TestOpensWhenFull: a vault that was closed on a full disk still opens.
func TestOpensWhenFull(t *testing.T) {
	dir := disk(t, "20m")
	d := foundOn(t, dir)
	d.add(t, "one")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	junk, err := os.Create(filepath.Join(dir, "junk"))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = junk.Write(make([]byte, 4096))
	}
	_ = junk.Close()
	d.reopenOK(t)
	if n := len(d.all(t)); n != 2 {
		t.Errorf("%d records", n)
	}
	if _, err := d.Append(context.Background(), entry.Draft{ID: NewID(), Kind: entry.ThreatRaised}); err != nil {
		t.Errorf("the emergency route is shut: %v", err)
	}
	_ = d.Close()
}

// TestWriteProtectedMedium: opens, reads, and says that nothing can be
// recorded.
func TestWriteProtectedMedium(t *testing.T) {
	dir := disk(t, "24m")
	d := foundOn(t, dir)
	d.add(t, "one")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-o", "remount,ro", dir).CombinedOutput(); err != nil {
		t.Skipf("SKIPPED, A WRITE-PROTECTED DISK IS NOT TRIED HERE: %s", out)
	}
	v, err := Open(context.Background(), d.path, d.keys, "p-00000001", []byte(pass), d.now)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	recs := readAll(t, v, 0)
	if len(recs) != 2 || len(recs[1].Faults) > 0 {
		t.Errorf("%d records", len(recs))
	}
	if w := strings.Join(v.Warnings(), ";"); !strings.Contains(w, "cannot be written") {
		t.Errorf("%q", w)
	}
	if _, err := v.Append(context.Background(), entry.Draft{ID: NewID(), Kind: entry.ThreatRaised}); !errors.Is(err, app.ErrReadOnly) {
		t.Errorf("%v", err)
	}
}
