package vault

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/crypto/pgp"
)

// parts of a cache, one of them of several chunks.
func someParts() []app.KeptPart {
	return []app.KeptPart{{Name: "core", Body: []byte("worked out")}, {Name: "empty", Body: nil}, {Name: "index", Body: bytes.Repeat([]byte("0123456789abcdef"), 150_000)}}
}

// keptBy leaves a vault of a few entries closed, with a cache of all of them.
func keptBy(t *testing.T) *desk {
	d := found1(t)
	for range 5 {
		d.add(t, "text")
	}
	recs := d.all(t)
	if err := d.Keep(context.Background(), recs[len(recs)-1].Seq, someParts()); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) again(t testing.TB) *Vault {
	t.Helper()
	v, err := Open(context.Background(), d.path, d.keys, "p-00000001", []byte(pass), d.now)
	if err != nil {
		t.Fatal(err)
	}
	d.Vault = v
	return v
}

func TestCacheThereAndBack(t *testing.T) {
	d := keptBy(t)
	v := d.again(t)
	k, err := v.Kept(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range someParts() {
		if b, err := k.Part(p.Name); err != nil || !bytes.Equal(b, p.Body) {
			t.Errorf("%s: %d bytes, %v", p.Name, len(b), err)
		}
	}
	if _, err := k.Part("never"); err == nil {
		t.Error("a part that was never kept")
	}
	// The vault goes on from there: it appends, reads on, and reads all.
	e := d.add(t, "later")
	var seen []uint64
	for _, r := range readAll(t, v, k.Seq) {
		if seen = append(seen, r.Seq); len(r.Faults) > 0 {
			t.Errorf("entry %d: %v", r.Seq, r.Faults)
		}
	}
	if !reflect.DeepEqual(seen, []uint64{e.Seq}) || e.Seq != k.Seq+1 {
		t.Errorf("read %v behind %d, appended %d", seen, k.Seq, e.Seq)
	}
	for _, r := range d.all(t) {
		if len(r.Faults) > 0 {
			t.Errorf("entry %d, read again: %v", r.Seq, r.Faults)
		}
	}
}

// A replay of an entry that only the cache knows of is still one.
func TestReplayOfWhatTheCacheKnows(t *testing.T) {
	d := keptBy(t)
	v := d.again(t)
	if _, err := v.Kept(context.Background()); err != nil {
		t.Fatal(err)
	}
	recs, err := v.Records(context.Background(), []uint64{3})
	if err != nil || len(recs) != 1 {
		t.Fatal(recs, err)
	}
	if _, err := d.Append(context.Background(), entry.Draft{ID: recs[0].Entry.ID, Kind: entry.ProductViewed, Item: recs[0].Entry.Item}); err != nil {
		t.Fatal(err)
	}
	last := readAll(t, v, 6)
	if len(last) != 1 || !has(last[0].Faults, entry.FaultReplay) {
		t.Errorf("%+v", last)
	}
}

// rewritten puts another head on a cache file.
func (v *Vault) rewritten(t *testing.T, file []byte, change func(*cacheHeader), by *pgp.Secret) []byte {
	t.Helper()
	n := binary.BigEndian.Uint64(file[len(file)-8:])
	body := file[:len(file)-8-int(n)]
	h, err := v.openHeader(file[len(body) : len(file)-8])
	if err != nil {
		t.Fatal(err)
	}
	change(&h)
	b, err := entry.Encode(h)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := by.Sign(b, v.now(), v.rand)
	if err != nil {
		t.Fatal(err)
	}
	head, err := v.member.SealToSelf(signed, v.rand) // anybody can who has the public key
	if err != nil {
		t.Fatal(err)
	}
	return binary.BigEndian.AppendUint64(append(bytes.Clone(body), head...), uint64(len(head)))
}

// A cache that is not this member's, of this vault, of this program, or does
// not end where the journal goes through, is not taken.
func TestCacheOfAnother(t *testing.T) {
	d := keptBy(t)
	v := d.again(t)
	path := cacheFile(d.keys, v.id, v.me)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := pgp.Generate("stranger", d.now(), v.rand)
	if err != nil {
		t.Fatal(err)
	}
	mine := v.member
	for name, c := range map[string]struct {
		change func(*cacheHeader)
		by     *pgp.Secret
		taken  bool
	}{
		"as it is":              {func(*cacheHeader) {}, mine, true},
		"signed by a stranger":  {func(*cacheHeader) {}, stranger, false},
		"another format":        {func(h *cacheHeader) { h.Format = "corridor cache 0" }, mine, false},
		"another vault":         {func(h *cacheHeader) { h.Vault = NewID() }, mine, false},
		"another person":        {func(h *cacheHeader) { h.Person = "p-00000002" }, mine, false},
		"another program":       {func(h *cacheHeader) { h.Program = strings.Repeat("0", 64) }, mine, false},
		"no program":            {func(h *cacheHeader) { h.Program = "" }, mine, false},
		"another first entry":   {func(h *cacheHeader) { h.Genesis = h.Hash }, mine, false},
		"a place ahead":         {func(h *cacheHeader) { h.Last++ }, mine, false},
		"a place behind":        {func(h *cacheHeader) { h.Last-- }, mine, false},
		"no place":              {func(h *cacheHeader) { h.Last = 0 }, mine, false},
		"another row":           {func(h *cacheHeader) { h.Hash = hex.EncodeToString(make([]byte, 32)) }, mine, false},
		"another key":           {func(h *cacheHeader) { h.Key[0] ^= 1 }, mine, false},
		"no parts":              {func(h *cacheHeader) { h.Parts = []cachePart{} }, mine, false},
		"a negative size":       {func(h *cacheHeader) { h.Parts[0].Size = -1 }, mine, false},
		"chunks of another":     {func(h *cacheHeader) { h.Parts[0].Chunks = h.Parts[1].Chunks }, mine, false},
		"a huge chunk":          {func(h *cacheHeader) { h.Parts[0].Chunks[0].Size = 1 << 40 }, mine, false},
		"a chunk from nowhere":  {func(h *cacheHeader) { h.Parts[0].Chunks[0].At = -5 }, mine, false},
		"a size without chunks": {func(h *cacheHeader) { h.Parts[0].Size = 1 << 50 }, mine, false},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, v.rewritten(t, good, c.change, c.by), 0o600); err != nil {
				t.Fatal(err)
			}
			v.Discard()
			_, err := v.Kept(context.Background())
			if c.taken != (err == nil) || !c.taken && !errors.Is(err, ErrCache) {
				t.Errorf("%v", err)
			}
			if !c.taken && v.front.last != 0 {
				t.Error("refused, and yet believed")
			}
		})
	}
}

// Where a rollback is suspected, no cache is taken and none is written.
func TestNoCacheUnderSuspicion(t *testing.T) {
	d := keptBy(t)
	if err := os.WriteFile(headFile(d.keys, d.id, d.me), []byte("not a head"), 0o600); err != nil {
		t.Fatal(err)
	}
	v := d.again(t)
	if _, err := v.Kept(context.Background()); !errors.Is(err, ErrCache) {
		t.Error(err)
	}
	if err := v.Keep(context.Background(), 3, nil); !errors.Is(err, ErrCache) {
		t.Error(err)
	}
}

// A cache says nothing in the clear, whatever is in it.
func TestCacheIsSealed(t *testing.T) {
	d := keptBy(t)
	b, err := os.ReadFile(cacheFile(d.keys, d.id, d.me))
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"worked out", "0123456789abcdef", "corridor cache", string(d.id), "p-00000001", "core", "index"} {
		if bytes.Contains(b, []byte(word)) {
			t.Errorf("%q stands in the file", word)
		}
	}
	i, err := os.Stat(cacheFile(d.keys, d.id, d.me))
	if err != nil || i.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", i.Mode(), err)
	}
}

// Records shows each row as Read does, but for its link to the row before.
func TestRecordsAgreeWithRead(t *testing.T) {
	d := found1(t)
	for range 4 {
		d.add(t, "text")
	}
	all := d.all(t)
	places := []uint64{1, 2, 4, 5, 99}
	recs, err := d.Records(context.Background(), places)
	if err != nil || len(recs) != 4 {
		t.Fatalf("%d records, %v", len(recs), err)
	}
	own := d.founder.Keys[0].Public
	for i, r := range recs {
		want := all[places[i]-1]
		if r.Proof == nil || r.Proof.By(own) != nil {
			t.Errorf("entry %d is not signed", r.Seq)
		}
		r.Proof, want.Proof = nil, nil
		if !reflect.DeepEqual(r, want) {
			t.Errorf("\n got %+v\nwant %+v", r, want)
		}
	}
}

// FuzzCacheHeader: what is not a head that this member signed is refused.
func FuzzCacheHeader(f *testing.F) {
	d := found1(f)
	sealed, err := d.sealHeader(cacheHeader{Format: cacheFormat, Vault: d.id, Person: d.me})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add([]byte{})
	f.Add(sealed[:len(sealed)/2])
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := d.openHeader(b); err == nil && !bytes.Equal(b, sealed) {
			t.Error("taken")
		}
	})
}

func TestSeenIDs(t *testing.T) {
	id := func(n byte) [16]byte { return [16]byte{n} }
	s := noneSeen()
	for n := byte(1); n < 200; n += 2 {
		s.note(id(n), uint64(n))
	}
	s = seenIDs{old: s.sorted(), fresh: map[[16]byte]uint64{}}
	for n := byte(2); n < 200; n += 4 {
		s.note(id(n), uint64(n))
	}
	s.note(id(3), 1)
	s = seenIDs{old: s.sorted(), fresh: map[[16]byte]uint64{}}
	for n := range byte(255) {
		want, known := uint64(n), n < 200 && (n%2 == 1 || n%4 == 2)
		if n == 3 {
			want = 1
		}
		if seq, ok := s.find(id(n)); ok != known || known && seq != want {
			t.Errorf("%d: %d %v", n, seq, ok)
		}
	}
	if len(s.old)%seenSize != 0 || len(s.old)/seenSize != 150 {
		t.Errorf("%d ids", len(s.old)/seenSize)
	}
}

// What was noted at idle is missed when the file is put back behind it.
func TestNotedHeadFindsARollback(t *testing.T) {
	d := found1(t)
	d.add(t, "one")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	d.again(t)
	d.add(t, "two")
	d.add(t, "three")
	if err := d.NoteHead(); err != nil {
		t.Fatal(err)
	}
	noted, err := os.ReadFile(headFile(d.keys, d.id, d.me))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(headFile(d.keys, d.id, d.me), noted, 0o600); err != nil { // the program was killed, and closed nothing
		t.Fatal(err)
	}
	if err := os.WriteFile(d.path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	v := d.again(t)
	if !v.suspect || !strings.Contains(strings.Join(v.Warnings(), "\n"), "rollback") {
		t.Errorf("%q", v.Warnings())
	}
	if err := d.Close(); err != nil || v.NoteHead() == nil {
		t.Errorf("noted after it was closed (%v)", err)
	}
}
