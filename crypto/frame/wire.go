package frame

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"time"
	"unicode/utf8"

	"corridor/app/entry"
)

// EncodeEntry gives the bytes that an author signs: every field in one place
// and of one form, so that an entry has one encoding (crypto/doc.go, "Bodies").
// What cannot be said in it is ErrStrict.
func EncodeEntry(e entry.Entry) ([]byte, error) {
	w := writer{b: make([]byte, 0, 192+len(e.Facts)+64*len(e.Contents))}
	w.id(e.Vault)
	w.uint64(e.Seq)
	w.hash(e.Prev)
	w.id(e.Compartment)
	w.uint32(e.Epoch)
	w.id(e.ID)
	w.item(e.Item)
	w.bool(e.Must)
	w.time(e.Done)
	w.time(e.Recorded)
	w.short(string(e.Kind))
	w.short(string(e.Author))
	w.facts(e.Facts)
	w.check(len(e.Contents) <= math.MaxUint16)
	w.b = binary.BigEndian.AppendUint16(w.b, uint16(len(e.Contents)))
	for _, c := range e.Contents {
		w.id(c.ID)
		w.hash(c.SHA256)
		w.check(c.Size >= 0)
		w.uint64(uint64(c.Size))
		w.short(c.Role)
	}
	if w.bad {
		return nil, fmt.Errorf("frame: encode entry %s %s: %w", e.Kind, e.ID, entry.ErrStrict)
	}
	return w.b, nil
}

// DecodeEntry reads what EncodeEntry gives, and nothing else.
func DecodeEntry(b []byte) (entry.Entry, error) {
	r := reader{b: b}
	e := entry.Entry{Vault: r.id(), Seq: r.uint64(), Prev: r.hash(), Compartment: r.id(), Epoch: r.uint32(), ID: r.id(), Item: r.item(),
		Must: r.bool(), Done: r.time(), Recorded: r.time(), Kind: entry.Kind(r.short()), Author: entry.Person(r.short()), Facts: r.facts()}
	n := int(binary.BigEndian.Uint16(r.fixed(2)))
	e.Contents = make([]entry.Content, 0, min(n, len(r.b)/contentSize))
	for ; n > 0 && !r.bad; n-- {
		c := entry.Content{ID: r.id(), SHA256: r.hash(), Size: int64(r.uint64())}
		r.check(c.Size >= 0)
		c.Role = r.short()
		e.Contents = append(e.Contents, c)
	}
	if r.check(len(r.b) == 0); r.bad {
		return entry.Entry{}, fmt.Errorf("frame: entry: %w", entry.ErrStrict)
	}
	return e, nil
}

// contentSize is the least that a named piece takes, bytes.
const contentSize = 16 + HashSize + 8 + 1

// writer appends fields; bad tells that one had no form.
type writer struct {
	b   []byte
	bad bool
}

func (w *writer) check(ok bool) { w.bad = w.bad || !ok }

func (w *writer) id(id entry.ID) {
	raw, err := RawID(id)
	w.check(err == nil)
	w.b = append(w.b, raw[:]...)
}

// item writes 16 zeros for an act about the unit.
func (w *writer) item(id entry.ID) {
	if id == "" {
		w.b = append(w.b, make([]byte, 16)...)
		return
	}
	w.check(id != TextID(make([]byte, 16)))
	w.id(id)
}

func (w *writer) hash(text string) {
	raw, err := hex.AppendDecode(w.b, []byte(text))
	w.check(err == nil && len(raw) == len(w.b)+HashSize && hex.EncodeToString(raw[len(w.b):]) == text)
	w.b = raw
}

func (w *writer) uint64(n uint64) { w.b = binary.BigEndian.AppendUint64(w.b, n) }
func (w *writer) uint32(n uint32) { w.b = binary.BigEndian.AppendUint32(w.b, n) }

func (w *writer) bool(yes bool) {
	if yes {
		w.b = append(w.b, 1)
		return
	}
	w.b = append(w.b, 0)
}

func (w *writer) time(t time.Time) {
	w.check(inYears(t))
	w.uint64(uint64(t.Unix()))
	w.uint32(uint32(t.Nanosecond()))
}

// inYears reports whether a time can be written with a year of four digits.
func inYears(t time.Time) bool { y := t.UTC().Year(); return y >= 0 && y <= 9999 }

func (w *writer) short(text string) {
	w.check(len(text) <= math.MaxUint8 && utf8.ValidString(text))
	w.b = append(append(w.b, byte(len(text))), text...)
}

func (w *writer) facts(b []byte) {
	w.check(isFacts(b) && len(b) <= math.MaxUint32)
	w.uint32(uint32(len(b)))
	w.b = append(w.b, b...)
}

// isFacts reports whether b is one JSON object without a space or line end
// outside its strings.
func isFacts(b []byte) bool {
	if len(b) == 0 || b[0] != '{' || !utf8.Valid(b) {
		return false
	}
	tight := bytes.NewBuffer(make([]byte, 0, len(b)))
	return json.Compact(tight, b) == nil && tight.Len() == len(b)
}

// reader takes fields off; bad tells that one was missing or had another form.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) check(ok bool) { r.bad = r.bad || !ok }

// take gives the next n bytes, or nil.
func (r *reader) take(n int) []byte {
	if r.check(n >= 0 && n <= len(r.b)); r.bad {
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

// fixed gives the next n bytes, or as many zeros.
func (r *reader) fixed(n int) []byte {
	if b := r.take(n); b != nil {
		return b
	}
	return make([]byte, n)
}

func (r *reader) id() entry.ID   { return TextID(r.fixed(16)) }
func (r *reader) hash() string   { return hex.EncodeToString(r.fixed(HashSize)) }
func (r *reader) uint64() uint64 { return binary.BigEndian.Uint64(r.fixed(8)) }
func (r *reader) uint32() uint32 { return binary.BigEndian.Uint32(r.fixed(4)) }

func (r *reader) item() entry.ID {
	raw := r.fixed(16)
	if bytes.Equal(raw, make([]byte, 16)) {
		return ""
	}
	return TextID(raw)
}

func (r *reader) bool() bool {
	b := r.fixed(1)[0]
	r.check(b <= 1)
	return b == 1
}

func (r *reader) time() time.Time {
	s, ns := int64(r.uint64()), r.uint32()
	t := time.Unix(s, int64(ns)).UTC()
	r.check(ns < 1e9 && inYears(t) && t.Unix() == s)
	return t
}

func (r *reader) short() string {
	b := r.take(int(r.fixed(1)[0]))
	r.check(utf8.Valid(b))
	return string(b)
}

func (r *reader) facts() json.RawMessage {
	n := r.uint32()
	r.check(uint64(n) <= uint64(len(r.b)))
	b := bytes.Clone(r.take(int(n)))
	r.check(isFacts(b))
	return b
}
