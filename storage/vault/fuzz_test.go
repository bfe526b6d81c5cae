package vault

import (
	"context"
	"crypto/rand"
	"os"
	"testing"

	"corridor/app/entry"
	"corridor/crypto/frame"
	"corridor/storage"
)

// FuzzRow: whatever columns a row has, judging it does not panic, and only the
// row that was written reads without fault.
func FuzzRow(f *testing.F) {
	d := found1(f)
	e := d.add(f, "x")
	rows, err := d.store.Rows(context.Background(), 0, 10)
	if err != nil || len(rows) != 2 {
		f.Fatal(err)
	}
	for _, r := range rows {
		f.Add(r.Seq, r.Compartment, r.Epoch, r.Prev, r.BodyHash, r.Hash, r.Tag, r.Body)
	}
	f.Add(uint64(1), []byte{}, uint32(0), []byte{}, []byte{}, []byte{}, []byte{}, []byte{})
	f.Add(uint64(3), make([]byte, 16), uint32(9), make([]byte, 32), make([]byte, 32), make([]byte, 32), make([]byte, 32), []byte{0xd2, 0xff})
	f.Fuzz(func(t *testing.T, seq uint64, c []byte, epoch uint32, prev, bodyHash, hash, tag, body []byte) {
		r := storage.Row{Seq: seq, Compartment: c, Epoch: epoch, Prev: prev, BodyHash: bodyHash, Hash: hash, Tag: tag, Body: body}
		d.mu.Lock()
		defer d.mu.Unlock()
		st, err := d.at(context.Background(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if rec, _ := d.judge(&st, r, d.openBody(rowOf(r)), 1); len(rec.Faults) == 0 && !rec.Shut && rec.Entry.ID != e.ID {
			t.Fatalf("row %d reads without fault", seq)
		}
	})
}

// FuzzKeyFile: no bytes of a key file panic, hang or allocate without bound,
// and none but ours unlock.
func FuzzKeyFile(f *testing.F) {
	d := found1(f)
	good, err := os.ReadFile(keyFile(d.keys, d.id, "p-00000001"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte("{}"))
	dir, person := f.TempDir(), entry.Person("p-00000001")
	if err := os.MkdirAll(dir+"/"+string(d.id), 0o700); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(keyFile(dir, d.id, person), b, 0o600); err != nil {
			t.Fatal(err)
		}
		m, r, err := loadKeys(dir, d.id, person, []byte("not the passphrase"))
		if err == nil {
			t.Fatalf("unlocked %v %v", m, r)
		}
	})
}

// FuzzHead: no bytes of a kept head are believed but our own.
func FuzzHead(f *testing.F) {
	d := found1(f)
	good, err := os.ReadFile(headFile(d.keys, d.id, "p-00000001"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:20])
	sealed, err := frame.SealPad(d.padName("x"), d.own.Expose(), []byte("pad"), rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(headFile(d.keys, d.id, "p-00000001"), b, 0o600); err != nil {
			t.Fatal(err)
		}
		if h, err := d.readHead(); err == nil && (h.Seq != 1 || h.Genesis != d.genesis) {
			t.Fatalf("believed %+v", h)
		}
	})
}
