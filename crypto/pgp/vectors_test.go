package pgp_test

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"

	"corridor/app/entry"
	"corridor/crypto/frame"
	"corridor/crypto/pgp"
)

// vector is a row with the keys that it takes to judge it, and the first thing
// that a reader must find wrong with it ("none" for the controls).
type vector struct {
	Name        string `json:"name"`
	Expect      string `json:"expect"` // none, hash, tag, body, binding, signature
	Vault       string `json:"vault"`
	Seq         uint64 `json:"seq"`
	Compartment string `json:"compartment"`
	Epoch       uint32 `json:"epoch"`
	Prev        string `json:"prev"`
	BodyHash    string `json:"body_hash"`
	Hash        string `json:"hash"`
	Tag         string `json:"tag"`
	Key         string `json:"key"`    // session key of the common compartment's epoch, which is the row's
	Author      string `json:"author"` // transferable public key
	Body        string `json:"body"`
}

// TestVectors: every file is judged as it says.
func TestVectors(t *testing.T) {
	files, err := filepath.Glob("testdata/vectors/*.json")
	if err != nil || len(files) < 110 {
		t.Fatalf("%d vectors: %v", len(files), err)
	}
	counts := map[string]int{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var v vector
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		counts[v.Expect]++
		if got := v.judge(t); got != v.Expect {
			t.Errorf("%s: %s: judged %q, want %q", filepath.Base(f), v.Name, got, v.Expect)
		}
	}
	for _, e := range []string{"none", "hash", "tag", "body", "binding", "signature"} {
		if counts[e] < 2 {
			t.Errorf("%d vectors expect %q", counts[e], e)
		}
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// judge names the first thing that is wrong with a row.
func (v vector) judge(t *testing.T) string {
	r := frame.Row{
		Seq: v.Seq, Compartment: entry.ID(v.Compartment), Epoch: v.Epoch, Prev: unhex(t, v.Prev), BodyHash: unhex(t, v.BodyHash),
		Hash: unhex(t, v.Hash), Tag: unhex(t, v.Tag), Body: unhex(t, v.Body),
	}
	h, err := frame.RowHash(entry.ID(v.Vault), r)
	if err != nil || !bytes.Equal(h, r.Hash) || !bytes.Equal(frame.BodyHash(r.Body), r.BodyHash) {
		return "hash"
	}
	key := unhex(t, v.Key)
	rowKey, err := frame.RowKey(entry.ID(v.Vault), key)
	if err != nil || !frame.TagValid(rowKey, r.Hash, r.Tag) {
		return "tag"
	}
	e, proof, err := frame.OpenEntry(r.Body, key)
	if err != nil {
		return "body"
	}
	if !frame.InPlace(e, entry.ID(v.Vault), r) {
		return "binding"
	}
	if proof.By(unhex(t, v.Author)) != nil {
		return "signature"
	}
	return "none"
}

// maker makes the vectors. Run with CORRIDOR_UPDATE=1 to write them anew.
type maker struct {
	t      *testing.T
	author *pgp.Secret
	key    []byte
	n      int
}

const (
	vaultID = entry.ID("11111111-1111-4111-8111-111111111111")
	compID  = entry.ID("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa")
)

func TestMakeVectors(t *testing.T) {
	if os.Getenv("CORRIDOR_UPDATE") == "" {
		t.Skip("writes the vectors anew with CORRIDOR_UPDATE=1")
	}
	s, err := pgp.Generate("officer p-1", time.Unix(1_700_000_000, 0), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	m := &maker{t: t, author: s, key: bytes.Repeat([]byte{4}, 32)}
	if err := os.RemoveAll("testdata/vectors"); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll("testdata/vectors", 0o755); err != nil {
		t.Fatal(err)
	}
	m.controls()
	m.columns()
	m.bodies()
	m.places()
	m.strictness()
	m.packets()
	m.signatures()
}

func (m *maker) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m *maker) entry() entry.Entry {
	return entry.Entry{
		Vault: vaultID, Seq: 7, Prev: strings.Repeat("01", 32), Compartment: compID, Epoch: 2, ID: "22222222-2222-4222-8222-222222222222",
		Kind: entry.SearchMade, Author: "p-1", Done: time.Unix(1_700_000_001, 0).UTC(), Recorded: time.Unix(1_700_000_002, 5).UTC(),
		Facts: []byte(`{"a":"<&>"}`), Contents: []entry.Content{},
	}
}

func (m *maker) text(e entry.Entry) []byte {
	b, err := frame.EncodeEntry(e)
	m.must(err)
	return b
}

func (m *maker) signed(text []byte) []byte {
	b, err := m.author.Sign(text, time.Unix(1_700_000_002, 0), rand.Reader)
	m.must(err)
	return b
}

func (m *maker) seal(inner []byte) []byte {
	b, err := pgp.Seal(m.key, inner, rand.Reader)
	m.must(err)
	return b
}

// row completes the columns around a body, as its author would have.
func (m *maker) row(body []byte) frame.Row {
	rowKey, err := frame.RowKey(vaultID, m.key)
	m.must(err)
	r, err := frame.Fill(vaultID, frame.Row{Seq: 7, Compartment: compID, Epoch: 2, Prev: bytes.Repeat([]byte{1}, 32), Body: body}, rowKey)
	m.must(err)
	return r
}

func (m *maker) good() frame.Row {
	padded, err := pgp.Pad(m.signed(m.text(m.entry())), rand.Reader)
	m.must(err)
	return m.row(m.seal(padded))
}

func (m *maker) write(name, expect string, r frame.Row) {
	m.n++
	public, err := m.author.Public()
	m.must(err)
	v := vector{
		Name: name, Expect: expect, Vault: string(vaultID), Seq: r.Seq, Compartment: string(r.Compartment), Epoch: r.Epoch,
		Prev: hex.EncodeToString(r.Prev), BodyHash: hex.EncodeToString(r.BodyHash), Hash: hex.EncodeToString(r.Hash), Tag: hex.EncodeToString(r.Tag),
		Key: hex.EncodeToString(m.key), Author: hex.EncodeToString(public), Body: hex.EncodeToString(r.Body),
	}
	b, err := json.MarshalIndent(v, "", " ")
	m.must(err)
	m.must(os.WriteFile(fmt.Sprintf("testdata/vectors/%03d-%s.json", m.n, expect), append(b, '\n'), 0o644))
}

func (m *maker) controls() {
	m.write("as written, padded", "none", m.good())
	m.write("as written, without padding", "none", m.row(m.seal(m.signed(m.text(m.entry())))))
}

// columns: one change to each column of a sound row.
func (m *maker) columns() {
	for _, c := range []struct {
		name, expect string
		change       func(*frame.Row)
	}{
		{"seq 8", "hash", func(r *frame.Row) { r.Seq = 8 }},
		{"seq 0", "hash", func(r *frame.Row) { r.Seq = 0 }},
		{"seq of 64 bits", "hash", func(r *frame.Row) { r.Seq = 1<<63 | 7 }},
		{"another compartment", "hash", func(r *frame.Row) { r.Compartment = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb" }},
		{"compartment in capitals", "hash", func(r *frame.Row) { r.Compartment = "AAAAAAAA-AAAA-4AAA-8AAA-AAAAAAAAAAAA" }},
		{"no compartment", "hash", func(r *frame.Row) { r.Compartment = "" }},
		{"epoch 1", "hash", func(r *frame.Row) { r.Epoch = 1 }},
		{"epoch 3", "hash", func(r *frame.Row) { r.Epoch = 3 }},
		{"prev cut", "hash", func(r *frame.Row) { r.Prev = r.Prev[:31] }},
		{"prev longer", "hash", func(r *frame.Row) { r.Prev = append(bytes.Clone(r.Prev), 0) }},
		{"prev of another row", "hash", func(r *frame.Row) { r.Prev = bytes.Repeat([]byte{2}, 32) }},
		{"body hash of zeros", "hash", func(r *frame.Row) { r.BodyHash = make([]byte, 32) }},
		{"body hash cut", "hash", func(r *frame.Row) { r.BodyHash = r.BodyHash[:16] }},
		{"no body hash", "hash", func(r *frame.Row) { r.BodyHash = nil }},
		{"hash of zeros", "hash", func(r *frame.Row) { r.Hash = make([]byte, 32) }},
		{"no hash", "hash", func(r *frame.Row) { r.Hash = nil }},
		{"hash with one bit flipped", "hash", func(r *frame.Row) { r.Hash = bytes.Clone(r.Hash); r.Hash[31] ^= 1 }},
		{"no body", "hash", func(r *frame.Row) { r.Body = nil }},
		{"body longer", "hash", func(r *frame.Row) { r.Body = append(bytes.Clone(r.Body), 0) }},
		{"tag of zeros", "tag", func(r *frame.Row) { r.Tag = make([]byte, 32) }},
		{"no tag", "tag", func(r *frame.Row) { r.Tag = nil }},
		{"tag cut", "tag", func(r *frame.Row) { r.Tag = r.Tag[:31] }},
		{"tag longer", "tag", func(r *frame.Row) { r.Tag = append(bytes.Clone(r.Tag), 0) }},
		{"tag with one bit flipped", "tag", func(r *frame.Row) { r.Tag = bytes.Clone(r.Tag); r.Tag[0] ^= 0x80 }},
		{"the hash for a tag", "tag", func(r *frame.Row) { r.Tag = r.Hash }},
		{"tag under the session key itself", "tag", func(r *frame.Row) { r.Tag = frame.Tag(m.key, r.Hash) }},
		{"tag under another vault's row key", "tag", func(r *frame.Row) {
			k, err := frame.RowKey("22222222-2222-4222-8222-222222222222", m.key)
			m.must(err)
			r.Tag = frame.Tag(k, r.Hash)
		}},
	} {
		r := m.good()
		c.change(&r)
		m.write(c.name, c.expect, r)
	}
}

// bodies: damage to the sealed packet by somebody who can mend hashes and tag.
func (m *maker) bodies() {
	body := m.good().Body
	for i := 0; i < len(body); i += len(body)/24 + 1 {
		b := bytes.Clone(body)
		b[i] ^= 0x20
		m.write(fmt.Sprintf("body, byte %d of %d changed", i, len(body)), "body", m.row(b))
	}
	for _, n := range []int{0, 1, 2, 38, len(body) / 2, len(body) - 16, len(body) - 1} {
		m.write(fmt.Sprintf("body cut to %d of %d bytes", n, len(body)), "body", m.row(body[:n]))
	}
	m.write("body twice", "body", m.row(append(bytes.Clone(body), body...)))
	m.write("a byte behind the body", "body", m.row(append(bytes.Clone(body), 0)))
	m.write("a padding packet behind the body", "body", m.row(append(bytes.Clone(body), 0xd5, 0)))
	other, err := pgp.Seal(bytes.Repeat([]byte{5}, 32), m.signed(m.text(m.entry())), rand.Reader)
	m.must(err)
	m.write("sealed under another key", "body", m.row(other))
	m.write("text in the clear", "body", m.row(m.text(m.entry())))
	m.write("a signed message in the clear", "body", m.row(m.signed(m.text(m.entry()))))
}

// places: sound and well signed, for another place.
func (m *maker) places() {
	for _, c := range []struct {
		name   string
		change func(*entry.Entry)
	}{
		{"signed for another vault", func(e *entry.Entry) { e.Vault = e.ID }},
		{"signed for the vault of zeros", func(e *entry.Entry) { e.Vault = "00000000-0000-0000-0000-000000000000" }},
		{"signed for the place before", func(e *entry.Entry) { e.Seq = 6 }},
		{"signed for the place after", func(e *entry.Entry) { e.Seq = 8 }},
		{"signed for place 0", func(e *entry.Entry) { e.Seq = 0 }},
		{"signed after another row", func(e *entry.Entry) { e.Prev = strings.Repeat("02", 32) }},
		{"signed as the first", func(e *entry.Entry) { e.Prev = strings.Repeat("00", 32) }},
		{"signed in a compartment of zeros", func(e *entry.Entry) { e.Compartment = "00000000-0000-0000-0000-000000000000" }},
		{"signed for another compartment", func(e *entry.Entry) { e.Compartment = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb" }},
		{"signed for the epoch before", func(e *entry.Entry) { e.Epoch = 1 }},
		{"signed for the epoch after", func(e *entry.Entry) { e.Epoch = 3 }},
	} {
		e := m.entry()
		c.change(&e)
		m.write(c.name, "binding", m.row(m.seal(m.signed(m.text(e)))))
	}
}

// strictness: the same entry said in other bytes, or bytes that say none.
func (m *maker) strictness() {
	text := m.text(m.entry())
	const must, done, kind = 108, 109, 133 // where these fields begin
	at := func(i int, with ...byte) []byte {
		b := bytes.Clone(text)
		copy(b[i:], with)
		return b
	}
	facts := func(with string) []byte {
		const old = `{"a":"<&>"}`
		i := bytes.Index(text, []byte(old))
		return join(text[:i-4], binary.BigEndian.AppendUint32(nil, uint32(len(with))), []byte(with), text[i+len(old):])
	}
	for _, c := range []struct {
		name string
		text []byte
	}{
		{"a byte behind it", join(text, []byte{0})},
		{"a line end at the end", join(text, []byte{'\n'})},
		{"a byte before it", join([]byte{0}, text)},
		{"two entries", join(text, text)},
		{"nothing", nil},
		{"cut short", text[:len(text)-1]},
		{"cut after the place", text[:76]},
		{"as an object of JSON", []byte(m.json())},
		{"must of two", at(must, 2)},
		{"must of 255", at(must, 255)},
		{"a thousand million nanoseconds", at(done+8, 0x3b, 0x9a, 0xca, 0)},
		{"nanoseconds beyond a second", at(done+8, 0xff, 0xff, 0xff, 0xff)},
		{"done in the year 10000", at(done, 0, 0, 0, 0x3a, 0xff, 0xf4, 0x41, 0x80)},
		{"done at the end of time", at(done, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)},
		{"done before the year 0", at(done, 0x80, 0, 0, 0, 0, 0, 0, 0)},
		{"kind longer than the entry", at(kind, 255)},
		{"kind not UTF-8", at(kind+1, 0xff)},
		{"author not UTF-8", at(kind+1+11+1, 0xff)},
		{"facts with a space", facts(`{"a": "<&>"}`)},
		{"facts with a line end", facts("{\"a\":\"<&>\"}\n")},
		{"facts of two objects", facts(`{"a":"<&>"}{}`)},
		{"facts cut", facts(`{"a":"<&>"`)},
		{"facts in a list", facts(`["a"]`)},
		{"facts of null", facts(`null`)},
		{"facts of nothing", facts(``)},
		{"facts not UTF-8", facts("{\"a\":\"\xff\"}")},
		{"facts behind a byte order mark", facts("\ufeff{}")},
		{"facts longer than the entry", bytes.Replace(text, []byte{0, 0, 0, 11, '{'}, []byte{0, 0, 1, 11, '{'}, 1)},
		{"facts of 4 GiB", bytes.Replace(text, []byte{0, 0, 0, 11, '{'}, []byte{0xff, 0xff, 0xff, 0xff, '{'}, 1)},
		{"a piece too few", at(len(text)-2, 0, 1)},
		{"65,535 pieces too few", at(len(text)-2, 0xff, 0xff)},
		{"a piece of less than nothing", m.piece(text, 0x80, "x")},
		{"a piece whose role is not UTF-8", m.piece(text, 0, "\xff")},
		{"a piece not counted", append(bytes.Clone(m.piece(text, 0, "x")[:len(text)-2]), append([]byte{0, 0}, m.piece(text, 0, "x")[len(text):]...)...)},
	} {
		if bytes.Equal(c.text, text) {
			m.t.Fatalf("%s: nothing was changed", c.name)
		}
		m.write(c.name, "body", m.row(m.seal(m.signed(c.text))))
	}
}

// json is the entry as people read it.
func (m *maker) json() string {
	b, err := entry.Encode(m.entry())
	m.must(err)
	return string(b)
}

// piece names one piece behind an entry that names none.
func (m *maker) piece(text []byte, size byte, role string) []byte {
	return join(text[:len(text)-2], []byte{0, 1}, make([]byte, 48), []byte{size, 0, 0, 0, 0, 0, 0, 1}, []byte{byte(len(role))}, []byte(role))
}

// packets: other packets inside the seal, or another seal.
func (m *maker) packets() {
	text := m.text(m.entry())
	inner := m.signed(text)
	lit, err := pgp.Literal(text)
	m.must(err)
	ops, rest := split(m.t, inner)
	_, sig := split(m.t, rest)
	padding := []byte{0xd5, 2, 0, 0}
	for _, c := range []struct {
		name  string
		inner []byte
	}{
		{"a literal alone", lit},
		{"nothing sealed", nil},
		{"padding alone", padding},
		{"padding first", join(padding, inner)},
		{"padding between", join(ops, lit, padding, sig)},
		{"padding twice", join(inner, padding, padding)},
		{"a marker packet first", join([]byte{0xca, 3, 'P', 'G', 'P'}, inner)},
		{"no one-pass signature", join(lit, sig)},
		{"the signature first, in the old way", join(sig, lit)},
		{"no signature", join(ops, lit)},
		{"two signatures", join(inner, sig)},
		{"two literals", join(ops, lit, lit, sig)},
		{"two messages", join(inner, inner)},
		{"bytes behind the padding", join(inner, padding, []byte{0})},
		{"a literal with a name", join(ops, []byte{0xcb, byte(7 + 0), 'b', 1, 'x', 0, 0, 0, 0}, sig)},
		{"a literal of text", join(ops, []byte{0xcb, 6, 't', 0, 0, 0, 0, 0}, sig)},
		{"a literal with a time", join(ops, []byte{0xcb, 6, 'b', 0, 1, 2, 3, 4}, sig)},
		{"a one-pass signature that is not the last", join(notLast(ops), lit, sig)},
		{"a sealed packet inside", m.seal(inner)},
	} {
		m.write(c.name, "body", m.row(m.seal(c.inner)))
	}
	for _, c := range []struct {
		name  string
		v2    bool
		mode  packet.AEADMode
		chunk uint64
	}{
		{"sealed with OCB", true, packet.AEADModeOCB, 1024}, {"sealed with EAX", true, packet.AEADModeEAX, 1024},
		{"sealed in chunks of 4 MiB", true, packet.AEADModeGCM, 4 << 20}, {"sealed with a version 1 packet", false, 0, 0},
	} {
		var b bytes.Buffer
		w, err := packet.SerializeSymmetricallyEncrypted(&b, packet.CipherAES256, c.v2, packet.CipherSuite{Cipher: packet.CipherAES256, Mode: c.mode}, m.key,
			&packet.Config{DefaultCipher: packet.CipherAES256, AEADConfig: &packet.AEADConfig{DefaultMode: c.mode, ChunkSize: c.chunk}})
		m.must(err)
		_, err = w.Write(inner)
		m.must(err)
		m.must(w.Close())
		m.write(c.name, "body", m.row(b.Bytes()))
	}
}

// signatures: in place and strict, but not by the author's key.
func (m *maker) signatures() {
	stranger, err := pgp.Generate("officer p-1", time.Unix(1_700_000_000, 0), rand.Reader)
	m.must(err)
	text := m.text(m.entry())
	by, err := stranger.Sign(text, time.Unix(1_700_000_002, 0), rand.Reader)
	m.must(err)
	m.write("signed by a stranger under the same name", "signature", m.row(m.seal(by)))
	e := m.entry()
	e.Kind = entry.ReleaseApproved
	ops, rest := split(m.t, m.signed(text))
	_, sig := split(m.t, rest)
	lit, err := pgp.Literal(m.text(e))
	m.must(err)
	m.write("a true signature over another text", "signature", m.row(m.seal(join(ops, lit, sig))))
	flipped := bytes.Clone(sig)
	flipped[len(flipped)-1] ^= 1
	same, err := pgp.Literal(text)
	m.must(err)
	m.write("the last bit of the signature flipped", "signature", m.row(m.seal(join(ops, same, flipped))))
	sops, srest := split(m.t, by)
	_ = sops
	_, ssig := split(m.t, srest)
	m.write("a stranger's signature behind the author's announcement", "signature", m.row(m.seal(join(ops, same, ssig))))
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// notLast clears the flag of a one-pass signature.
func notLast(ops []byte) []byte {
	b := bytes.Clone(ops)
	b[len(b)-1] = 0
	return b
}

// split takes the first packet off, with partial lengths or without.
func split(t *testing.T, b []byte) (first, rest []byte) {
	t.Helper()
	r := bytes.NewReader(b)
	p, err := packet.Read(r)
	if err != nil {
		t.Fatal(err)
	}
	if l, ok := p.(*packet.LiteralData); ok {
		if _, err := new(bytes.Buffer).ReadFrom(l.Body); err != nil {
			t.Fatal(err)
		}
	}
	n := len(b) - r.Len()
	return b[:n], b[n:]
}
