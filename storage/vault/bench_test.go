package vault

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"corridor/app/entry"
)

// sizes of the corpus: facts of an ordinary entry, and a text of 2 KiB.
func benchDraft(text []byte) entry.Draft {
	return entry.Draft{
		ID: NewID(), Kind: entry.ProductReceived, Item: NewID(), Facts: map[string]string{"ref": "SIU-2026-000123", "grade": "B2"},
		Pieces: []entry.Piece{{Role: "text", Body: text}},
	}
}

func benchText() []byte {
	b := make([]byte, 2048)
	_, _ = rand.Read(b)
	return b
}

// BenchmarkSave: one act with its text, durable.
func BenchmarkSave(b *testing.B) {
	d := found1(b)
	text := benchText()
	b.ResetTimer()
	for b.Loop() {
		if _, err := d.Append(context.Background(), benchDraft(text)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSavePlain: the same bytes into plain SQLite through the same driver
// with the same pragmas: no signature, no seal, no chain.
func BenchmarkSavePlain(b *testing.B) {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(b.TempDir(), "p.db")+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_secure_delete=on")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE act(seq INTEGER PRIMARY KEY, id TEXT, kind TEXT, item TEXT, facts TEXT); CREATE TABLE content(id TEXT PRIMARY KEY, act INT, body BLOB)"); err != nil {
		b.Fatal(err)
	}
	text := benchText()
	b.ResetTimer()
	for b.Loop() {
		d := benchDraft(text)
		facts, _ := entry.Encode(d.Facts)
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		r, err := tx.Exec("INSERT INTO act(id,kind,item,facts) VALUES(?,?,?,?)", string(d.ID), string(d.Kind), string(d.Item), facts)
		if err != nil {
			b.Fatal(err)
		}
		n, _ := r.LastInsertId()
		if _, err := tx.Exec("INSERT INTO content VALUES(?,?,?)", string(d.Pieces[0].ID)+string(d.ID), n, text); err != nil {
			b.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkImport: a thousand acts in one transaction; ns per act.
func BenchmarkImport(b *testing.B) {
	d := found1(b)
	text := benchText()
	b.ResetTimer()
	n := 0
	for b.Loop() {
		ds := make([]entry.Draft, 1000)
		for i := range ds {
			ds[i] = benchDraft(text)
		}
		if _, err := d.Append(context.Background(), ds...); err != nil {
			b.Fatal(err)
		}
		n += len(ds)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "acts/s")
}

// filled is a vault with n entries.
func filled(b *testing.B, n int) *desk {
	d := found1(b)
	for n > 0 {
		k := min(n, 1000)
		ds := make([]entry.Draft, k)
		for i := range ds {
			ds[i] = entry.Draft{ID: NewID(), Kind: entry.ProductViewed, Item: NewID(), Facts: map[string]string{"ref": "SIU-2026-000123"}}
		}
		if _, err := d.Append(context.Background(), ds...); err != nil {
			b.Fatal(err)
		}
		n -= k
	}
	return d
}

// BenchmarkRead: judging and opening every entry, without signatures.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := filled(b, n)
			b.ResetTimer()
			total := 0
			for b.Loop() {
				if err := d.Read(context.Background(), 0, func(entry.Record) error { total++; return nil }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(total)/b.Elapsed().Seconds(), "entries/s")
		})
	}
}

// BenchmarkVerify: the same with the author's signature of each.
func BenchmarkVerify(b *testing.B) {
	d := filled(b, 2000)
	key := d.founder.Keys[0].Public
	b.ResetTimer()
	total := 0
	for b.Loop() {
		err := d.Read(context.Background(), 0, func(r entry.Record) error {
			total++
			return r.Proof.By(key)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(total)/b.Elapsed().Seconds(), "entries/s")
}

// BenchmarkUnlock: passphrase to an open vault, at full strength.
func BenchmarkUnlock(b *testing.B) {
	d := filled(b, 10_000)
	if err := ChangePassphrase(d.keys, d.id, "p-00000001", []byte(pass), []byte(pass), DefaultStrength()); err != nil {
		b.Fatal(err)
	}
	if err := d.Close(); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		v, err := Open(context.Background(), d.path, d.keys, "p-00000001", []byte(pass), d.now)
		if err != nil {
			b.Fatal(err)
		}
		_ = v.Close()
	}
}

// BenchmarkScale: a vault of CORRIDOR_TRIALS entries (10,000 if unset): opening
// it, and reading it through once, as a desk without a cache does.
func BenchmarkScale(b *testing.B) {
	d := filled(b, many(10_000))
	if err := ChangePassphrase(d.keys, d.id, "p-00000001", []byte(pass), []byte(pass), DefaultStrength()); err != nil {
		b.Fatal(err)
	}
	if err := d.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		t0 := time.Now()
		v, err := Open(context.Background(), d.path, d.keys, "p-00000001", []byte(pass), d.now)
		if err != nil {
			b.Fatal(err)
		}
		opened := time.Since(t0)
		n := 0
		if err := v.Read(context.Background(), 0, func(entry.Record) error { n++; return nil }); err != nil {
			b.Fatal(err)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(opened.Milliseconds()), "open-ms")
		b.ReportMetric(float64(time.Since(t0).Milliseconds()), "read-ms")
		b.ReportMetric(float64(n), "entries")
		b.ReportMetric(float64(m.HeapInuse>>20), "heap-MiB")
		_ = v.Close()
	}
}
