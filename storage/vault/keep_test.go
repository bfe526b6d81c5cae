package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/crypto/frame"
)

// TestBackupWhileInUse: copies taken while others write are whole, end where
// the vault stood, and open.
func TestBackupWhileInUse(t *testing.T) {
	d := found1(t)
	var wg sync.WaitGroup
	wg.Go(func() {
		for range 40 {
			if _, err := d.Append(context.Background(), entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Pieces: []entry.Piece{{Role: "text", Body: make([]byte, 9000)}}}); err != nil {
				t.Error(err)
			}
		}
	})
	var last Copy
	for i := range 4 {
		c, err := d.Backup(context.Background(), filepath.Join(d.dir, "backup"+string(rune('0'+i))))
		if err != nil {
			t.Fatal(err)
		}
		if c.Seq < last.Seq || len(c.HeadCode) != 16 {
			t.Errorf("%+v after %+v", c, last)
		}
		last = c
	}
	wg.Wait()
	last, err := d.Backup(context.Background(), filepath.Join(d.dir, "last"))
	if err != nil {
		t.Fatal(err)
	}
	if seq, hash := d.Head(); last.Seq != seq || last.Hash != hash || last.HeadCode != d.HeadCode() {
		t.Errorf("%+v, the vault ends at %d %s", last, seq, hash)
	}
	if _, err := d.Backup(context.Background(), last.Path); err == nil {
		t.Error("wrote over a backup")
	}
	if i, err := os.Stat(last.Path); err != nil || i.Mode().Perm() != 0o600 {
		t.Error(i.Mode(), err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	v, err := Open(context.Background(), last.Path, d.keys, "p-00000001", []byte(pass), d.now)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if recs := readAll(t, v, 0); len(recs) != 41 || len(v.Warnings()) != 0 {
		t.Errorf("%d records, %q", len(recs), v.Warnings())
	}
}

func TestDestroy(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	a, b := d.add(t, "to be destroyed"), d.add(t, "to be kept")
	for _, e := range []entry.Entry{a, b} {
		if err := d.CheckContents(ctx, e.Contents)[0]; err != nil {
			t.Error(err)
		}
	}
	if err := d.Destroy(ctx, a.Contents[0].ID); err != nil {
		t.Fatal(err)
	}
	d.reopen(t)
	if _, err := d.Content(ctx, a.Contents[0]); !errors.Is(err, app.ErrGone) {
		t.Error(err)
	}
	if err := d.CheckContents(ctx, a.Contents)[0]; !errors.Is(err, app.ErrGone) {
		t.Error(err)
	}
	if got, err := d.Content(ctx, b.Contents[0]); err != nil || string(got) != "to be kept" {
		t.Error(string(got), err)
	}
	for _, r := range d.all(t) {
		if len(r.Faults) > 0 {
			t.Errorf("row %d: %v: the history must stay whole", r.Seq, r.Faults)
		}
	}
}

// TestRecover: with pages of the file overwritten, everything that can still be
// read is carried over and read without fault, and what is lost is counted.
func TestRecover(t *testing.T) {
	d := found1(t)
	for i := range 120 {
		d.add(t, strings.Repeat("text ", i%40*20))
	}
	want := map[uint64]string{}
	for _, r := range d.all(t) {
		want[r.Seq] = string(r.Entry.ID)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	rnd := mrand.New(mrand.NewPCG(5, 6))
	carried := 0
	for trial := range 6 {
		b := append([]byte(nil), whole...)
		for range 1 + trial {
			page := 8 + rnd.IntN(len(b)/4096-8) // the first pages hold the schema
			clear(b[page*4096 : (page+1)*4096])
		}
		damaged, to := filepath.Join(d.dir, "damaged"), filepath.Join(d.dir, "recovered"+string(rune('0'+trial)))
		if err := os.WriteFile(damaged, b, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := Recover(context.Background(), damaged, to, d.id)
		if err != nil {
			t.Fatal(err)
		}
		v, err := Open(context.Background(), to, d.keys, "p-00000001", []byte(pass), d.now)
		if errors.Is(err, app.ErrNoMember) || errors.Is(err, app.ErrDamaged) {
			t.Logf("trial %d: the grants or the first row were hit: %+v", trial, got)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range readAll(t, v, 0) {
			carried++
			if string(r.Entry.ID) != want[r.Seq] && len(r.Faults) == 0 {
				t.Errorf("trial %d: row %d is another one", trial, r.Seq)
			}
		}
		if got.Rows+got.Lost < len(want) {
			t.Errorf("trial %d: %+v does not account for %d rows", trial, got, len(want))
		}
		_ = v.Close()
	}
	if carried < 100 {
		t.Errorf("only %d rows carried in all", carried)
	}
}

// TestRestoreRehearsal: a backup comes back as a vault that says what was lost,
// until the restore is accepted.
func TestRestoreRehearsal(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	kept := d.add(t, "in the backup")
	b, err := d.Backup(ctx, filepath.Join(d.dir, "backup"))
	if err != nil {
		t.Fatal(err)
	}
	d.add(t, "after it")
	d.add(t, "after it too")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{"", "-wal", "-shm", ".reserve"} {
		_ = os.Remove(d.path + f)
	}
	if err := Restore(ctx, b.Path, d.path); err != nil {
		t.Fatal(err)
	}
	if err := Restore(ctx, b.Path, d.path); err == nil {
		t.Error("restored over a vault")
	}
	d.reopenOK(t)
	if w := strings.Join(d.Warnings(), ";"); !strings.Contains(w, "ended at entry 4") || !strings.Contains(w, "now ends at entry 2") {
		t.Errorf("%q", w)
	}
	if text, err := d.Content(ctx, kept.Contents[0]); err != nil || string(text) != "in the backup" {
		t.Error(string(text), err)
	}
	d.add(t, "two officers record the restore") // the desk's entry, here any
	if err := d.AcceptHead(ctx); err != nil {
		t.Fatal(err)
	}
	d.reopen(t)
	if w := d.Warnings(); len(w) != 0 {
		t.Errorf("%q", w)
	}
	bad := filepath.Join(d.dir, "bad")
	raw, err := os.ReadFile(b.Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bad, raw[:len(raw)-4096], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Restore(ctx, bad, filepath.Join(d.dir, "from bad")); err == nil {
		t.Error("restored from a backup that is cut short")
	}
}

// Many pieces checked together are each judged by themselves.
func TestCheckContents(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	var cs []entry.Content
	for i := range 70 {
		cs = append(cs, d.add(t, fmt.Sprint("piece ", i)).Contents...)
	}
	large := d.add(t, strings.Repeat("x", frame.PartSize+1)).Contents[0]
	gone, lost, bare, twice, long := cs[3], cs[40], cs[5], cs[9], cs[11]
	if err := d.Destroy(ctx, gone.ID); err != nil {
		t.Fatal(err)
	}
	raw := func(c entry.Content) []byte { r, _ := frame.RawID(c.ID); return r[:] }
	db, err := sql.Open("sqlite3", "file:"+d.path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for q, c := range map[string]entry.Content{
		"DELETE FROM content_key WHERE id=?":                           lost,
		"UPDATE content SET body=NULL WHERE id=?":                      bare,
		"UPDATE content SET body=CAST(body||x'00' AS BLOB) WHERE id=?": long,
		"UPDATE content SET body=zeroblob(9) WHERE id=? AND part=1":    large,
	} {
		if _, err := db.Exec(q, raw(c)); err != nil {
			t.Fatal(err)
		}
	}
	other := cs[12]
	other.SHA256 = cs[13].SHA256
	odd := entry.Content{ID: "no identifier"}
	asked := append(slices.Clone(cs), large, twice, other, odd)
	for i, err := range d.CheckContents(ctx, asked) {
		var want error
		switch c := asked[i]; {
		case c == gone:
			want = app.ErrGone
		case c == lost, c == bare, c == long, c == large, c == other:
			want = app.ErrDamaged
		case c == odd:
			want = entry.ErrStrict
		}
		if (want == nil) != (err == nil) || !errors.Is(err, want) {
			t.Errorf("piece %d: %v", i, err)
		}
	}
}
