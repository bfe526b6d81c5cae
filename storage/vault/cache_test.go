package vault

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"corridor/app"
	"corridor/app/entry"
	"corridor/crypto/pgp"
)

// parts of a cache, one of them of several chunks.
func someParts() []app.KeptPart {
	var out []app.KeptPart
	for name, b := range someBytes() {
		out = append(out, app.KeptPart{Name: name, Body: bytes.NewReader(b)})
	}
	return out
}

// someBytes are the parts, one of them of many blocks, no two of which are alike.
func someBytes() map[string][]byte {
	large := make([]byte, 0, 2_400_008)
	for n := range uint64(300_001) {
		large = binary.BigEndian.AppendUint64(large, n)
	}
	return map[string][]byte{"core": []byte("worked out"), "empty": nil, "index": large, "even": large[:3*blockSize]}
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
	for name, want := range someBytes() {
		if b, err := k.Part(name); err != nil || !bytes.Equal(b, want) {
			t.Errorf("%s: %d bytes, %v", name, len(b), err)
		}
		p, err := k.Open(name)
		if err != nil || p.Size() != int64(len(want)) {
			t.Fatalf("%s: %v", name, err)
		}
		if err := iotest.TestReader(io.NewSectionReader(p, 0, p.Size()), want); err != nil {
			t.Errorf("%s, piecemeal: %v", name, err)
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
		"no key":                {func(h *cacheHeader) { h.Key = []byte{} }, mine, false},
		"a negative size":       {func(h *cacheHeader) { h.Parts[0].Size = -1 }, mine, false},
		"a shorter part":        {func(h *cacheHeader) { h.Parts[0].Size-- }, mine, false},
		"a longer part":         {func(h *cacheHeader) { h.Parts[0].Size++ }, mine, false},
		"another part's blocks": {func(h *cacheHeader) { h.Parts[0].At = h.Parts[1].At }, mine, false},
		"another part's number": {func(h *cacheHeader) { h.Parts[0], h.Parts[1] = h.Parts[1], h.Parts[0] }, mine, false},
		"a part from nowhere":   {func(h *cacheHeader) { h.Parts[0].At = -5 }, mine, false},
		"a part far away":       {func(h *cacheHeader) { h.Parts[0].At = 1 << 62 }, mine, false},
		"a huge part":           {func(h *cacheHeader) { h.Parts[0].Size = 1 << 39 }, mine, false},
		"an endless part":       {func(h *cacheHeader) { h.Parts[0].Size = 1 << 62 }, mine, false},
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

// A block that was changed, moved or cut off is found when it is read, and only
// that one.
func TestBlocksOfACache(t *testing.T) {
	d := keptBy(t)
	v := d.again(t)
	path := cacheFile(d.keys, v.id, v.me)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := someBytes()["index"]
	var at int64
	look := func(cache []byte) (bad []int64, whole error) {
		if err := os.WriteFile(path, cache, 0o600); err != nil {
			t.Fatal(err)
		}
		v.Discard()
		k, err := v.Kept(context.Background())
		if err != nil {
			return nil, err
		}
		p, err := k.Open("index")
		if err != nil {
			t.Fatal(err)
		}
		at = p.(*sealedPart).at
		for no := range blocksOf(p.Size()) {
			b := make([]byte, 100)
			n, err := p.ReadAt(b, no*blockSize)
			if err != nil && err != io.EOF {
				bad = append(bad, no)
			} else if !bytes.Equal(b[:n], want[no*blockSize:][:n]) {
				t.Errorf("block %d is another", no)
			}
		}
		_, whole = k.Part("index")
		return bad, whole
	}
	if bad, whole := look(good); bad != nil || whole != nil {
		t.Fatal(bad, whole)
	}
	flipped := bytes.Clone(good)
	flipped[at+5*blockSealed+77] ^= 1
	if bad, whole := look(flipped); !slices.Equal(bad, []int64{5}) || !errors.Is(whole, ErrCache) {
		t.Errorf("one bit: %v %v", bad, whole)
	}
	swapped := bytes.Clone(good)
	copy(swapped[at+2*blockSealed:], good[at+3*blockSealed:at+4*blockSealed])
	copy(swapped[at+3*blockSealed:], good[at+2*blockSealed:at+3*blockSealed])
	if bad, whole := look(swapped); !slices.Equal(bad, []int64{2, 3}) || !errors.Is(whole, ErrCache) {
		t.Errorf("two that changed places: %v %v", bad, whole)
	}
	head := int(binary.BigEndian.Uint64(good[len(good)-8:])) + 8
	cut := append(bytes.Clone(good[:at+4*blockSealed+9]), good[len(good)-head:]...)
	if bad, whole := look(cut); len(bad) == 0 || bad[0] != 4 || !errors.Is(whole, ErrCache) {
		t.Errorf("cut: %v %v", bad, whole)
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
