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
	must(t, os.MkdirAll(dir, 0o700))
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
	if _, err := v.Append(context.Background(), entry.Draft{ID: NewID(), Kind: entry.ProductReceived}); !errors.Is(err, app.ErrReadOnly) {
		t.Errorf("%v", err)
	}
	raised := entry.Draft{ID: NewID(), Kind: entry.ThreatRaised, Pieces: []entry.Piece{{Role: "text", Body: []byte("life at risk")}}}
	es, err := v.Append(context.Background(), raised)
	if err != nil {
		t.Fatalf("the emergency route is shut: %v", err)
	}
	if b, err := v.Content(context.Background(), es[0].Contents[0]); err != nil || string(b) != "life at risk" {
		t.Errorf("%q %v", b, err)
	}
	_ = v.Close()
	if v, err = Open(context.Background(), d.path, d.keys, "p-00000001", []byte(pass), d.now); err != nil {
		t.Fatal(err)
	}
	if recs := readAll(t, v, 0); len(recs) != 3 || recs[2].Entry.ID != raised.ID || len(recs[2].Faults) > 0 {
		t.Errorf("what waits is not shown again: %d records", len(recs))
	}
	_ = v.Close()
	if out, err := exec.Command("mount", "-o", "remount,rw", dir).CombinedOutput(); err != nil {
		t.Fatalf("%s", out)
	}
	d.reopenOK(t)
	recs = d.all(t)
	if live, astray := d.store.Waiting(); len(recs) != 3 || recs[2].Entry.ID != raised.ID || live+astray != 0 {
		t.Errorf("not put into the vault: %d records, %d and %d wait", len(recs), live, astray)
	}
	if n, err := d.store.Base().Last(context.Background()); err != nil || n != 3 {
		t.Errorf("the vault ends at %d: %v", n, err)
	}
	_ = d.Close()
}

// TestNoRoomAtAll: when nothing is left, not even the reserve, ordinary acts are
// refused, and what answers a threat to life is taken into the spool, through
// every unlock, until there is room.
func TestNoRoomAtAll(t *testing.T) {
	dir := disk(t, "20m")
	d := foundOn(t, dir)
	d.add(t, "before")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(reserveFile(d.path)); err != nil {
		t.Fatal(err)
	}
	junk := fill(t, dir)
	ctx := context.Background()
	var want []entry.ID
	for range 3 {
		d.reopenOK(t)
		if recs := d.all(t); len(recs) != 2+len(want) {
			t.Fatalf("%d records, %d wait", len(recs), len(want))
		}
		if _, err := d.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.ProductReceived}); !errors.Is(err, app.ErrFull) && !errors.Is(err, app.ErrReadOnly) {
			t.Fatalf("an act that can wait: %v", err)
		}
		for range 10 {
			id := NewID()
			if _, err := d.Append(ctx, entry.Draft{ID: id, Kind: entry.ProductViewed}); err != nil {
				t.Fatalf("a view is refused: %v", err)
			}
			want = append(want, id)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(junk); err != nil {
		t.Fatal(err)
	}
	d.reopen(t)
	d.add(t, "there is room again")
	recs := d.all(t)
	if len(recs) != 3+len(want) {
		t.Fatalf("%d records", len(recs))
	}
	for i, id := range want {
		if recs[2+i].Entry.ID != id || len(recs[2+i].Faults) > 0 {
			t.Errorf("act %d: %s %v", i, recs[2+i].Entry.ID, recs[2+i].Faults)
		}
	}
	if n, _ := d.store.Base().Last(ctx); n != uint64(len(recs)) {
		t.Errorf("the vault ends at %d of %d", n, len(recs))
	}
	_ = d.Close()
}

// TestReserveIsForLife: once an urgent act has drawn on the reserve, an ordinary
// one cannot take the rest of it.
func TestReserveIsForLife(t *testing.T) {
	dir := disk(t, "24m")
	d := foundOn(t, dir)
	fill(t, dir)
	ctx := context.Background()
	for err := error(nil); err == nil; { // what is left in the log fills up too
		_, err = d.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Pieces: []entry.Piece{{Role: "text", Body: make([]byte, 5000)}}})
	}
	if _, err := d.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.ThreatRaised}); err != nil {
		t.Fatal(err)
	}
	fill(t, dir) // and what the reserve gave back is gone as well
	for range 2 {
		if _, err := d.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.ProductReceived}); !errors.Is(err, app.ErrFull) {
			t.Fatalf("an act that can wait took what was left for one that cannot: %v", err)
		}
		if _, err := d.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.EmergencyReleased, Pieces: []entry.Piece{{Role: "words", Body: make([]byte, 3000)}}}); err != nil {
			t.Fatalf("the emergency route is shut: %v", err)
		}
	}
	_ = d.Close()
}

// fill takes all the room that a disk has.
func fill(t *testing.T, dir string) string {
	t.Helper()
	junk, err := os.CreateTemp(dir, "junk-")
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = junk.Write(make([]byte, 4096))
	}
	_ = junk.Close()
	return junk.Name()
}
