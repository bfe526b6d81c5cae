package frame

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"corridor/app/entry"
	"corridor/crypto/pgp"
)

const (
	vaultA = entry.ID("11111111-1111-4111-8111-111111111111")
	vaultB = entry.ID("22222222-2222-4222-8222-222222222222")
	compA  = entry.ID("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa")
	compB  = entry.ID("bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb")
)

func row() Row {
	return Row{Seq: 7, Compartment: compA, Epoch: 2, Prev: bytes.Repeat([]byte{1}, 32), BodyHash: bytes.Repeat([]byte{2}, 32)}
}

// TestRowHashIsFixed: the format outlives the program, so the numbers stand
// here. They were computed by another program (Python's hashlib and hmac).
func TestRowHashIsFixed(t *testing.T) {
	h, err := RowHash(vaultA, row())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := hex.EncodeToString(h), "f5d9219787fb2b0aa8c6ee6423ca48ad172100f0836a268acf3e7e2e87af45c4"; got != want {
		t.Errorf("row hash %s, want %s", got, want)
	}
	k, err := RowKey(vaultA, bytes.Repeat([]byte{3}, 32))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := hex.EncodeToString(Tag(k, h)), "898bf7866d426962ca95dce3a0be013613b2d9ad3f288348985cc48b225def58"; got != want {
		t.Errorf("tag %s, want %s", got, want)
	}
	c, err := Commitment(vaultA, compA, 2, bytes.Repeat([]byte{3}, 32))
	if err != nil {
		t.Fatal(err)
	}
	if want := "0d9742244a780c8c6335a069c038c3f221285f974700385aec6c7ebc5308a1ee"; c != want {
		t.Errorf("commitment %s, want %s", c, want)
	}
}

func TestEveryColumnCounts(t *testing.T) {
	base, err := RowHash(vaultA, row())
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Row){
		"seq":         func(r *Row) { r.Seq++ },
		"compartment": func(r *Row) { r.Compartment = compB },
		"epoch":       func(r *Row) { r.Epoch++ },
		"prev":        func(r *Row) { r.Prev = bytes.Repeat([]byte{9}, 32) },
		"body":        func(r *Row) { r.BodyHash = bytes.Repeat([]byte{9}, 32) },
	} {
		r := row()
		change(&r)
		h, err := RowHash(vaultA, r)
		if err != nil || bytes.Equal(h, base) {
			t.Errorf("%s does not count: %v", name, err)
		}
	}
	if h, _ := RowHash(vaultB, row()); bytes.Equal(h, base) {
		t.Error("the vault does not count")
	}
}

func TestIdentifiersHaveOneSpelling(t *testing.T) {
	raw, err := RawID(vaultA)
	if err != nil || TextID(raw[:]) != vaultA {
		t.Fatal(err)
	}
	for _, bad := range []entry.ID{"", "x", "AAAAAAAA-AAAA-4AAA-8AAA-AAAAAAAAAAAA", vaultA + "0", "{11111111-1111-4111-8111-11111111111}",
		"11111111111141118111111111111111", "1111111g-1111-4111-8111-111111111111", "11111111-1111-4111-81111-11111111111"} {
		if _, err := RawID(bad); err == nil {
			t.Errorf("%q passed", bad)
		}
	}
	if TextID([]byte{1}) != "" {
		t.Error("one byte is an identifier")
	}
}

func signer(t testing.TB) *pgp.Secret {
	t.Helper()
	s, err := pgp.Generate("officer p-1", time.Unix(1_700_000_000, 0), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func sampleEntry() entry.Entry {
	return entry.Entry{
		Vault: vaultA, Seq: 7, Prev: strings.Repeat("01", 32), Compartment: compA, Epoch: 2, ID: vaultB,
		Kind: entry.SearchMade, Author: "p-1", Done: time.Unix(1_700_000_001, 0).UTC(), Recorded: time.Unix(1_700_000_002, 5).UTC(),
		Facts: []byte(`{"a":"<&>"}`), Contents: []entry.Content{},
	}
}

func TestEntryOpensOnlyInItsPlace(t *testing.T) {
	s, key := signer(t), bytes.Repeat([]byte{4}, 32)
	body, err := SealEntry(sampleEntry(), s, key, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	e, proof, err := OpenEntry(body, key)
	if err != nil {
		t.Fatal(err)
	}
	pub, _ := s.Public()
	if err := proof.By(pub); err != nil {
		t.Error(err)
	}
	r := row()
	if !InPlace(e, vaultA, r) {
		t.Fatal("not in its own place")
	}
	for name, change := range map[string]func(*Row){
		"seq": func(r *Row) { r.Seq++ }, "compartment": func(r *Row) { r.Compartment = compB },
		"epoch": func(r *Row) { r.Epoch++ }, "prev": func(r *Row) { r.Prev = Zero() },
	} {
		r := row()
		change(&r)
		if InPlace(e, vaultA, r) {
			t.Errorf("passes with another %s", name)
		}
	}
	if InPlace(e, vaultB, r) {
		t.Error("passes in another vault")
	}
}

// TestSizesSayLittle: entries of many lengths give few sizes.
func TestSizesSayLittle(t *testing.T) {
	s, key := signer(t), bytes.Repeat([]byte{4}, 32)
	sizes := map[int]bool{}
	for n := range 200 {
		e := sampleEntry()
		e.Facts = []byte(`{"a":"` + strings.Repeat("x", n) + `"}`)
		body, err := SealEntry(e, s, key, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		sizes[len(body)] = true
	}
	if len(sizes) > 2 {
		t.Errorf("%d sizes", len(sizes))
	}
}

func TestPartsAreBound(t *testing.T) {
	key := bytes.Repeat([]byte{5}, 32)
	h := PartHeader{Vault: vaultA, Content: vaultB, Part: 1, Parts: 3, Size: 2<<20 + 5}
	b, err := SealPart(h, key, []byte("line\nline"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := OpenPart(h, key, b); err != nil || string(got) != "line\nline" {
		t.Fatal(string(got), err)
	}
	for name, change := range map[string]func(*PartHeader){
		"vault": func(h *PartHeader) { h.Vault = vaultB }, "content": func(h *PartHeader) { h.Content = vaultA },
		"part": func(h *PartHeader) { h.Part = 2 }, "parts": func(h *PartHeader) { h.Parts = 4 }, "size": func(h *PartHeader) { h.Size-- },
	} {
		w := h
		change(&w)
		if _, err := OpenPart(w, key, b); err == nil {
			t.Errorf("opens with another %s", name)
		}
	}
	ck := ContentKey{Vault: vaultA, Content: vaultB, Compartment: compA, Epoch: 3, Key: bytes.Repeat([]byte{6}, 32)}
	p, err := SealContentKey(ck, key, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := OpenContentKey(ck, key, p); err != nil || !bytes.Equal(got, ck.Key) {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*ContentKey){
		"vault": func(k *ContentKey) { k.Vault = vaultB }, "content": func(k *ContentKey) { k.Content = vaultA },
		"compartment": func(k *ContentKey) { k.Compartment = compB }, "epoch": func(k *ContentKey) { k.Epoch++ },
	} {
		w := ck
		change(&w)
		if _, err := OpenContentKey(w, key, p); err == nil {
			t.Errorf("content key opens with another %s", name)
		}
	}
}

func TestParts(t *testing.T) {
	for size, want := range map[int64]int{-1: 1, 0: 1, 1: 1, PartSize: 1, PartSize + 1: 2, 10 * PartSize: 10} {
		if got := Parts(size); got != want {
			t.Errorf("%d bytes: %d parts", size, got)
		}
	}
}

// FuzzReadEntry: whatever stands inside a body, reading it neither panics nor
// accepts two spellings of one entry.
func FuzzReadEntry(f *testing.F) {
	s := signer(f)
	good, err := EncodeEntry(sampleEntry())
	if err != nil {
		f.Fatal(err)
	}
	full := sampleEntry()
	full.Item, full.Must = vaultA, true
	full.Contents = []entry.Content{{ID: vaultA, Role: "original", SHA256: strings.Repeat("02", 32), Size: 5}, {ID: compA, Role: "", SHA256: strings.Repeat("03", 32)}}
	named, err := EncodeEntry(full)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{good, named, []byte("{}"), nil, good[:len(good)-1], append(bytes.Clone(good), 0), bytes.Replace(good, []byte(`{"a"`), []byte(`{ "a"`), 1)} {
		inner, err := s.Sign(seed, time.Unix(1_700_000_002, 0), rand.Reader)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(inner)
		padded, err := pgp.Pad(inner, rand.Reader)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(padded)
	}
	f.Fuzz(func(t *testing.T, inner []byte) {
		e, proof, err := ReadEntry(inner)
		if err != nil {
			return
		}
		if proof == nil {
			t.Fatal("an entry without a proof")
		}
		again, err := EncodeEntry(e)
		if err != nil || !bytes.Equal(proof.(*pgp.Signed).Literal, again) {
			t.Fatalf("read %x, which does not stand there: %v", again, err)
		}
	})
}

// FuzzOpen: no bytes of a row make opening panic or allocate without bound.
func FuzzOpen(f *testing.F) {
	key := bytes.Repeat([]byte{4}, 32)
	body, err := SealEntry(sampleEntry(), signer(f), key, rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(body)
	f.Add(body[:40])
	big := bytes.Clone(body)
	big[6] = 16 // 4 MiB chunks
	f.Add(big)
	f.Add([]byte{0xd2, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 9, 3, 12})
	f.Fuzz(func(t *testing.T, b []byte) {
		e, _, err := OpenEntry(b, key)
		if err != nil {
			return
		}
		got, _ := EncodeEntry(e)
		if want, _ := EncodeEntry(sampleEntry()); !bytes.Equal(got, want) {
			t.Fatal("other bytes open as another entry")
		}
	})
}
