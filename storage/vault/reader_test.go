package vault

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/crypto/frame"
)

// line is what the reader in another language prints.
type line struct {
	Seq      uint64 `json:"seq"`
	Hash     string `json:"hash"`
	Hashed   bool   `json:"hashed"`
	Chained  bool   `json:"chained"`
	Tagged   bool   `json:"tagged"`
	Placed   bool   `json:"placed"`
	Signed   bool   `json:"signed"`
	Entry    []byte `json:"entry"`
	Read     fields `json:"read"`
	Content  string `json:"content"`
	Gone     bool   `json:"gone"`
	AsSigned bool   `json:"as_signed"`
	Body     []byte `json:"body"`
}

// fields are what it makes of an entry.
type fields struct {
	Vault       entry.ID        `json:"vault"`
	Seq         uint64          `json:"seq"`
	Prev        string          `json:"prev"`
	Compartment entry.ID        `json:"compartment"`
	Epoch       uint32          `json:"epoch"`
	ID          entry.ID        `json:"id"`
	Item        string          `json:"item"` // 16 zeros for none
	Must        bool            `json:"must"`
	Done        time.Time       `json:"done"` // milliseconds: that language has no finer ones
	Recorded    time.Time       `json:"recorded"`
	Kind        entry.Kind      `json:"kind"`
	Author      entry.Person    `json:"author"`
	Facts       json.RawMessage `json:"facts"`
	Contents    []entry.Content `json:"contents"`
}

// of is what the other program should have made of an entry.
func of(e entry.Entry) fields {
	f := fields{Vault: e.Vault, Seq: e.Seq, Prev: e.Prev, Compartment: e.Compartment, Epoch: e.Epoch, ID: e.ID, Item: string(e.Item), Must: e.Must,
		Done: e.Done.Truncate(time.Millisecond), Recorded: e.Recorded.Truncate(time.Millisecond), Kind: e.Kind, Author: e.Author, Facts: e.Facts, Contents: e.Contents}
	if f.Item == "" {
		f.Item = "00000000-0000-0000-0000-000000000000"
	}
	return f
}

// readerDir installs the reader's one dependency, or skips, loudly.
func readerDir(t *testing.T) string {
	t.Helper()
	for _, tool := range []string{"node", "npm", "sqlite3"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("SKIPPED, THE FORMAT IS NOT PROVEN BY ANOTHER PROGRAM HERE: %s is missing", tool)
		}
	}
	dir := filepath.Join(os.TempDir(), "corridor-reader-cache-6.3.2")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{"package.json", "read.mjs"} {
		b, err := os.ReadFile(filepath.Join("testdata", "reader", f))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, f), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "openpgp", "package.json")); err != nil {
		cmd := exec.Command("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Skipf("SKIPPED, THE FORMAT IS NOT PROVEN BY ANOTHER PROGRAM HERE: npm install: %v %s", err, out)
		}
	}
	return dir
}

func runReader(t *testing.T, d *desk, person entry.Person) []line {
	t.Helper()
	dir := readerDir(t)
	cmd := exec.Command("node", filepath.Join(dir, "read.mjs"), d.path, keyFile(d.keys, d.id, person), pass)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("reader: %v\n%s", err, stderr.String())
	}
	var lines []line
	s := bufio.NewScanner(bytes.NewReader(out))
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		var l line
		if err := json.Unmarshal(s.Bytes(), &l); err != nil {
			t.Fatalf("%v in %.200s", err, s.Text())
		}
		lines = append(lines, l)
	}
	return lines
}

// TestAnotherProgramReadsTheVault: every entry and every piece of content,
// byte for byte, through another OpenPGP implementation in another language.
func TestAnotherProgramReadsTheVault(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	for _, text := range []string{"short", "", "Róisín \x00 bytes", strings.Repeat("0123456789abcdef", 150_000)} {
		d.add(t, text)
	}
	m := d.enrol(t, "p-00000002")
	c := NewID()
	ep, gs, err := d.NewEpoch(c, 1, []roster.Member{d.founder})
	if err != nil {
		t.Fatal(err)
	}
	ep2, gs2, err := d.NewEpoch(d.Common(), 2, []roster.Member{d.founder, m})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Append(ctx,
		entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Compartment: c, Facts: ep, Grants: gs},
		entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Compartment: c, Pieces: []entry.Piece{{Role: "text", Body: []byte("close hold")}}},
		entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Facts: ep2, Grants: gs2},
	); err != nil {
		t.Fatal(err)
	}
	d.add(t, "under the second epoch")
	if ok, err := d.Enter(ctx, c); !ok || err != nil {
		t.Fatal(ok, err)
	}
	recs := d.all(t)
	var want int
	for _, r := range recs {
		want += 1 + len(r.Entry.Contents)
		if len(r.Faults) > 0 || r.Shut {
			t.Fatalf("record %d: %v", r.Seq, r.Faults)
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	lines := runReader(t, d, "p-00000001")
	if len(lines) != want || want < 12 {
		t.Fatalf("%d lines, want %d", len(lines), want)
	}
	d.reopenOK(t)
	if ok, err := d.Enter(ctx, c); !ok || err != nil {
		t.Fatal(ok, err)
	}
	for _, r := range recs {
		l := lines[0]
		lines = lines[1:]
		text, err := frame.EncodeEntry(r.Entry)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(l.Read, of(r.Entry)) {
			t.Errorf("entry %d: read as\n%+v\nwritten as\n%+v", r.Seq, l.Read, of(r.Entry))
		}
		if l.Seq != r.Seq || l.Hash != r.Hash || !bytes.Equal(l.Entry, text) {
			t.Errorf("entry %d: read as\n%x\nwritten as\n%x", r.Seq, l.Entry, text)
		}
		if !l.Hashed || !l.Chained || !l.Tagged || !l.Placed || !l.Signed {
			t.Errorf("entry %d: not all checks passed: %+v", r.Seq, l)
		}
		for _, p := range r.Entry.Contents {
			l := lines[0]
			lines = lines[1:]
			b, err := d.Content(ctx, p)
			if err != nil || l.Content != string(p.ID) || !l.AsSigned || !bytes.Equal(l.Body, b) {
				t.Errorf("content %s: %v, %d bytes read, %d written, as signed %v", p.Role, err, len(l.Body), len(b), l.AsSigned)
			}
		}
	}
}

// TestReaderSeesNoMoreThanTheMember: a member who is not on a compartment's
// list gets nothing of it from the other program either.
func TestReaderSeesNoMoreThanTheMember(t *testing.T) {
	d := found1(t)
	d.enrol(t, "p-00000002")
	c := NewID()
	ep, gs, err := d.NewEpoch(c, 1, []roster.Member{d.founder})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Append(context.Background(),
		entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Compartment: c, Facts: ep, Grants: gs}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	lines := runReader(t, d, "p-00000002")
	last := lines[len(lines)-1]
	if last.Seq != 3 || last.Entry != nil || !last.Tagged || !last.Hashed {
		t.Fatalf("%+v %s", last, base64.StdEncoding.EncodeToString(last.Entry))
	}
}
