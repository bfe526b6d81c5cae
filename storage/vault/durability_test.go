package vault

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/entry"
)

// many is how often a costly trial is repeated: few by default, as many as
// CORRIDOR_TRIALS says for a long run.
func many(few int) int {
	if n, err := strconv.Atoi(os.Getenv("CORRIDOR_TRIALS")); err == nil && n > 0 {
		return n
	}
	return few
}

// TestMain lets this program be started again as the writer that is killed.
func TestMain(m *testing.M) {
	if path := os.Getenv("CORRIDOR_TEST_WRITER"); path != "" {
		write(path, os.Getenv("CORRIDOR_TEST_KEYS"))
		return
	}
	os.Exit(m.Run())
}

// write appends until it is killed, and says on standard output which entries
// were acknowledged.
func write(path, keys string) {
	v, err := Open(context.Background(), path, keys, "p-00000001", []byte(pass), time.Now)
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	for i := 0; ; i++ {
		es, err := v.Append(context.Background(),
			entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Pieces: []entry.Piece{{Role: "text", Body: make([]byte, i*37%5000)}}},
			entry.Draft{ID: NewID(), Kind: entry.SearchMade})
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println("ack", es[1].Seq, es[0].ID, es[1].ID)
	}
}

// TestKilledAtAnyMoment: whatever was acknowledged stands, pairs stand or fall
// together, nothing is damaged, and no false alarm is raised.
func TestKilledAtAnyMoment(t *testing.T) {
	d := found1(t)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	acked := map[entry.ID]bool{}
	for run := range many(12) {
		for id := range killed(t, d, time.Duration(1+run*7%90)*time.Millisecond) {
			acked[id] = true
		}
		d.reopenOK(t)
		if w := d.Warnings(); len(w) > 0 {
			t.Fatalf("run %d: %q", run, w)
		}
		recs := d.all(t)
		if len(recs)%2 != 1 {
			t.Fatalf("run %d: half a transaction: %d records", run, len(recs))
		}
		there := map[entry.ID]bool{}
		for _, r := range recs {
			if len(r.Faults) > 0 {
				t.Fatalf("run %d: row %d: %v", run, r.Seq, r.Faults)
			}
			there[r.Entry.ID] = true
			for _, c := range r.Entry.Contents {
				if _, err := d.Content(context.Background(), c); err != nil {
					t.Fatalf("run %d: row %d: %v", run, r.Seq, err)
				}
			}
		}
		for id := range acked {
			if !there[id] {
				t.Fatalf("run %d: an acknowledged entry is lost", run)
			}
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(acked) == 0 {
		t.Fatal("no run lived long enough to acknowledge anything")
	}
	t.Logf("%d runs, %d acknowledged entries, none lost", many(12), len(acked))
}

// killed runs the writer, kills it after a while of writing, and gives what it
// had acknowledged.
func killed(t *testing.T, d *desk, after time.Duration) map[entry.ID]bool {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "CORRIDOR_TEST_WRITER="+d.path, "CORRIDOR_TEST_KEYS="+d.keys)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	acked := map[entry.ID]bool{}
	var timer *time.Timer
	for s := bufio.NewScanner(out); s.Scan(); {
		if timer == nil { // it is writing
			timer = time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
		f := strings.Fields(s.Text())
		if len(f) == 4 && f[0] == "ack" {
			acked[entry.ID(f[2])], acked[entry.ID(f[3])] = true, true
		} else if len(f) > 0 && f[0] == "error" {
			t.Fatal(s.Text())
		}
	}
	_ = cmd.Wait()
	return acked
}

// TestNoBitFlipsUnseen: after any one bit of the file flips, every entry that
// still reads without fault is the one that was written, and so is every piece
// of content.
func TestNoBitFlipsUnseen(t *testing.T) {
	s := stage(t)
	want, contents := s.truth(t)
	whole, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	rnd := mrand.New(mrand.NewPCG(1, 2))
	var unopened, named, silent int
	for range many(60) {
		b := append([]byte(nil), whole...)
		at := rnd.IntN(len(b))
		b[at] ^= 1 << rnd.IntN(8)
		if err := os.WriteFile(s.path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		switch faults, opened := s.compare(t, want, contents); {
		case !opened:
			unopened++
		case faults > 0:
			named++
		default:
			silent++
		}
	}
	t.Logf("%d flips: %d kept the vault from opening, %d named at a row or piece, %d touched nothing that is read", many(60), unopened, named, silent)
	if named == 0 {
		t.Error("no flip was named: the trial is blind")
	}
}

// TestFilesCutShort: a file cut at any length is refused or named, never read
// as something else.
func TestFilesCutShort(t *testing.T) {
	s := stage(t)
	want, contents := s.truth(t)
	whole, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	rnd := mrand.New(mrand.NewPCG(3, 4))
	for i := range many(25) {
		n := rnd.IntN(len(whole))
		if i == 0 {
			n = len(whole) - 4096
		}
		if err := os.WriteFile(s.path, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if faults, opened := s.compare(t, want, contents); opened && faults == 0 {
			t.Errorf("cut to %d of %d bytes, unseen", n, len(whole))
		}
	}
}

// truth is every entry and piece as written, by place.
func (s *scene) truth(t *testing.T) (map[uint64]string, map[entry.ID]string) {
	t.Helper()
	v := s.as(t, "p-00000001")
	defer v.Close()
	if ok, err := v.Enter(context.Background(), s.compartment); !ok || err != nil {
		t.Fatal(ok, err)
	}
	entries, contents := map[uint64]string{}, map[entry.ID]string{}
	for _, r := range readAll(t, v, 0) {
		b, err := entry.Encode(r.Entry)
		if err != nil {
			t.Fatal(err)
		}
		entries[r.Seq] = string(b)
		for _, c := range r.Entry.Contents {
			b, err := v.Content(context.Background(), c)
			if err != nil {
				t.Fatal(err)
			}
			contents[c.ID] = string(b)
		}
	}
	return entries, contents
}

// compare opens a damaged vault and counts what it names as wrong. What it
// gives without a fault must be the truth.
func (s *scene) compare(t *testing.T, want map[uint64]string, contents map[entry.ID]string) (faults int, opened bool) {
	t.Helper()
	for _, suffix := range []string{"-wal", "-shm"} {
		_ = os.Remove(s.path + suffix)
	}
	ctx := context.Background()
	v, err := Open(ctx, s.path, s.keys, "p-00000001", []byte(pass), s.now)
	if err != nil {
		return 0, false
	}
	defer v.Close()
	_, _ = v.Enter(ctx, s.compartment)
	seen := 0
	err = v.Read(ctx, 0, func(r entry.Record) error {
		seen++
		if len(r.Faults) > 0 || r.Shut {
			faults++
			return nil
		}
		if b, _ := entry.Encode(r.Entry); string(b) != want[r.Seq] {
			t.Errorf("row %d was changed unseen", r.Seq)
		}
		for _, c := range r.Entry.Contents {
			b, err := v.Content(ctx, c)
			if err != nil {
				faults++
			} else if string(b) != contents[c.ID] {
				t.Errorf("content %s was changed unseen", c.ID)
			}
		}
		return nil
	})
	if err != nil || seen != len(want) {
		faults++
	}
	if len(v.Warnings()) > 0 {
		faults++
	}
	return faults, true
}

// TestFullDisk: an append that finds no room says so and leaves no trace; what
// was acknowledged stands; reading goes on; room makes writing possible again.
func TestFullDisk(t *testing.T) {
	d := found1(t)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d.reopenOK(t)
	db, ok := d.store.Base().(interface{ Limit(int) error })
	if !ok {
		t.Fatal("the store cannot be given a limit")
	}
	if err := db.Limit(200); err != nil {
		t.Fatal(err)
	}
	var acked []entry.Entry
	for {
		es, err := d.Append(context.Background(), entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Pieces: []entry.Piece{{Role: "text", Body: make([]byte, 30_000)}}})
		if errors.Is(err, app.ErrFull) {
			break
		}
		if err != nil || len(acked) > 200 {
			t.Fatal(err, len(acked))
		}
		acked = append(acked, es...)
	}
	recs := d.all(t)
	if len(recs) != 1+len(acked) || len(acked) == 0 {
		t.Fatalf("%d records, %d acknowledged", len(recs), len(acked))
	}
	for i, e := range acked {
		same(t, recs[i+1].Entry, e)
		if _, err := d.Content(context.Background(), e.Contents[0]); err != nil {
			t.Error(err)
		}
	}
	if err := db.Limit(1 << 30); err != nil {
		t.Fatal(err)
	}
	d.add(t, "there is room again")
	for _, r := range d.all(t) {
		if len(r.Faults) > 0 {
			t.Errorf("row %d: %v", r.Seq, r.Faults)
		}
	}
}

// TestReadOnlyMedium: the vault opens, reads, says so, and refuses to write.
func TestReadOnlyMedium(t *testing.T) {
	if os.Geteuid() == 0 {
		// The owner of everything can write to a file without permission;
		// closing the journal leaves one file, and an immutable copy of it is
		// refused by the database alone.
		t.Log("as root, permissions do not bind: the write is refused by a read-only connection instead")
	}
	s := stage(t)
	if err := os.Chmod(s.path, 0o400); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(s.path, 0o600)
	v, err := Open(context.Background(), s.path, s.keys, "p-00000001", []byte(pass), s.now)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if n := len(readAll(t, v, 0)); n != 8 {
		t.Errorf("%d records", n)
	}
	_, err = v.Append(context.Background(), entry.Draft{ID: NewID(), Kind: entry.SearchMade})
	if os.Geteuid() != 0 && !errors.Is(err, app.ErrReadOnly) {
		t.Errorf("append: %v", err)
	}
}

// TestNoPlaintextOnDisk: canaries typed everywhere are found nowhere below the
// vault's folder while it is open; a positive control shows the search works.
func TestNoPlaintextOnDisk(t *testing.T) {
	d := found1(t)
	const canary = "ZQX-CANARY-"
	for i := range 50 {
		text := fmt.Sprintf("%s%04d", canary, i)
		d.add(t, text)
		if err := d.PutPad(context.Background(), text, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Append(context.Background(), entry.Draft{ID: NewID(), Kind: entry.SearchMade, Facts: map[string]string{"x": text}}); err != nil {
			t.Fatal(err)
		}
	}
	control := filepath.Join(d.dir, "control.db")
	db, err := sql.Open("sqlite3", control)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE t(x); INSERT INTO t VALUES('" + canary + "control')"); err != nil {
		t.Fatal(err)
	}
	files, controls := 0, 0
	err = filepath.Walk(d.dir, func(path string, i os.FileInfo, err error) error {
		if err != nil || i.IsDir() {
			return err
		}
		files++
		b, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(b), canary) {
			return err
		}
		if path == control {
			controls++
			return nil
		}
		t.Errorf("plaintext in %s", path)
		return nil
	})
	if err != nil || controls != 1 || files < 5 {
		t.Fatalf("%v: %d files, control found %d times", err, files, controls)
	}
}

// TestDamagedPageHidesNothingElse: with a page of the journal overwritten, all
// that lies on other pages still reads, what is lost shows as a gap, and the
// user is told which entries.
func TestDamagedPageHidesNothingElse(t *testing.T) {
	d := found1(t)
	for i := range 200 {
		d.add(t, fmt.Sprint(i))
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	trials := 0
	for page := 20; page < len(whole)/4096; page += 9 {
		b := append([]byte(nil), whole...)
		clear(b[page*4096 : (page+1)*4096])
		if err := os.WriteFile(d.path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		v, err := Open(context.Background(), d.path, d.keys, "p-00000001", []byte(pass), d.now)
		if err != nil {
			t.Logf("page %d: %v", page, err)
			continue
		}
		trials++
		sound, gaps := 0, 0
		err = v.Read(context.Background(), 0, func(r entry.Record) error {
			if len(r.Faults) == 0 {
				sound++
			} else {
				gaps++
			}
			return nil
		})
		if err != nil && !errors.Is(err, app.ErrDamaged) {
			t.Errorf("page %d: %v", page, err)
		}
		if sound < 201-12 {
			t.Errorf("page %d: only %d of 201 read (%d gaps): %v, %q", page, sound, gaps, err, v.Warnings())
		}
		if sound < 201 && gaps == 0 && err == nil {
			t.Errorf("page %d: %d lost without a word", page, 201-sound)
		}
		_ = v.Close()
	}
	if trials < 5 {
		t.Errorf("only %d trials", trials)
	}
}

// TestMuchGarbage: more stray rows than are read at a time hide nothing.
func TestMuchGarbage(t *testing.T) {
	s := stage(t)
	s.do(t, "WITH RECURSIVE n(i) AS (SELECT 9 UNION ALL SELECT i+1 FROM n WHERE i<900) INSERT INTO row SELECT i,randomblob(16),1,randomblob(32),randomblob(32),randomblob(32),randomblob(32),randomblob(50) FROM n")
	o := s.look(t)
	if len(o.recs) != 900 {
		t.Fatalf("%d records", len(o.recs))
	}
	for range 3 {
		worksOn(t, s)
	}
	s.reopen(t)
	if w := s.Warnings(); len(w) > 0 {
		t.Errorf("%q", w)
	}
	worksOn(t, s)
	if seq, _ := s.Head(); seq != 904 {
		t.Errorf("head at %d", seq)
	}
}
