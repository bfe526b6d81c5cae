// Package pack writes plain values as few bytes and reads them back quickly:
// the form in which a desk keeps what it has worked out from the journal.
//
// It owns: numbers of varying length, times, strings that are written once
// each, and identifiers in 16 bytes; and a reader that fails on the first byte
// that does not fit and from then on gives zero values.
//
// It refuses: meaning, versions, secrecy. What is packed is derived, thrown
// away at any doubt and made again; it is never the record.
package pack

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"time"

	"corridor/app/entry"
)

// ErrShape is returned for bytes that no Writer wrote.
var ErrShape = errors.New("pack: not in shape")

// Writer packs values one behind the other. The zero value is ready.
type Writer struct {
	b     []byte
	words map[string]uint64
}

// Bytes gives what was packed.
func (w *Writer) Bytes() []byte { return w.b }

// Uint packs a number; small ones are short.
func (w *Writer) Uint(n uint64) { w.b = binary.AppendUvarint(w.b, n) }

// Int packs a number that is not negative; a negative one is packed as 0.
func (w *Writer) Int(n int) { w.Uint(uint64(max(n, 0))) }

// Bool packs yes or no.
func (w *Writer) Bool(yes bool) {
	if yes {
		w.b = append(w.b, 1)
		return
	}
	w.b = append(w.b, 0)
}

// Time packs a time to the nanosecond, in UTC; the zero time stays one.
func (w *Writer) Time(t time.Time) {
	if w.Bool(!t.IsZero()); !t.IsZero() {
		w.b = binary.BigEndian.AppendUint64(w.b, uint64(t.Unix()))
		w.b = binary.BigEndian.AppendUint32(w.b, uint32(t.Nanosecond()))
	}
}

func (w *Writer) raw(b []byte) { w.b = append(w.b, b...) }

// Blob packs bytes with their length.
func (w *Writer) Blob(b []byte) {
	w.Int(len(b))
	w.raw(b)
}

// Word packs a string that is likely to come again: the second time it costs a
// number.
func (w *Writer) Word(s string) {
	if n, ok := w.words[s]; ok {
		w.Uint(n)
		return
	}
	if w.words == nil {
		w.words = map[string]uint64{}
	}
	n := uint64(len(w.words))
	w.words[s] = n
	w.Uint(n)
	w.Blob([]byte(s))
}

// ID packs an identifier: 16 bytes if it is a canonical UUID, else its text.
func (w *Writer) ID(id entry.ID) {
	raw, ok := RawID(id)
	if w.Bool(ok); ok {
		w.raw(raw[:])
		return
	}
	w.Word(string(id))
}

// IDs packs many identifiers: 16 bytes each if all of them are canonical UUIDs.
func (w *Writer) IDs(ids []entry.ID) {
	w.Int(len(ids))
	start := len(w.b)
	w.Bool(true)
	for _, id := range ids {
		raw, ok := RawID(id)
		if !ok {
			w.b = w.b[:start]
			w.Bool(false)
			for _, id := range ids {
				w.ID(id)
			}
			return
		}
		w.raw(raw[:])
	}
}

// Texts packs many short strings that are each another one.
func (w *Writer) Texts(ts []string) {
	w.Int(len(ts))
	for _, t := range ts {
		w.Int(len(t))
	}
	for _, t := range ts {
		w.b = append(w.b, t...)
	}
}

// Hash packs a SHA-256 in lower-case hex in 32 bytes, and other text as it is.
func (w *Writer) Hash(s string) {
	b, err := hex.DecodeString(s)
	ok := err == nil && len(b) == 32 && hex.EncodeToString(b) == s
	if w.Bool(ok); ok {
		w.raw(b)
		return
	}
	w.Word(s)
}

// Rising packs places in rising order by their distances.
func (w *Writer) Rising(ns []uint64) {
	w.Int(len(ns))
	before := uint64(0)
	for _, n := range ns {
		w.Uint(n - before)
		before = n
	}
}

// RawID gives the 16 bytes of a canonical UUID; ok is false for any other text.
func RawID(id entry.ID) (raw [16]byte, ok bool) {
	s := string(id)
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return raw, false
	}
	n := 0
	for i := 0; i < 36; i += 2 {
		if s[i] == '-' {
			i++
		}
		hi, lo := nibble(s[i]), nibble(s[i+1])
		if hi > 15 || lo > 15 {
			return raw, false
		}
		raw[n] = hi<<4 | lo
		n++
	}
	return raw, true
}

// nibble is the value of a lower-case hex digit; over 15 for anything else.
func nibble(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}

// Reader reads what a Writer packed, in the same order.
type Reader struct {
	b     []byte
	words []string
	bad   bool
}

// Read begins to read b, which it does not change.
func Read(b []byte) *Reader { return &Reader{b: b} }

// Err is ErrShape if anything did not fit.
func (r *Reader) Err() error {
	if r.bad {
		return ErrShape
	}
	return nil
}

// End is Err, and ErrShape too if bytes are left.
func (r *Reader) End() error {
	if len(r.b) > 0 {
		r.bad = true
	}
	return r.Err()
}

// More reports whether there is more to read.
func (r *Reader) More() bool { return !r.bad && len(r.b) > 0 }

func (r *Reader) take(n uint64) []byte {
	if r.bad || n > uint64(len(r.b)) {
		r.bad, r.b = true, nil
		return nil
	}
	out := r.b[:n:n]
	r.b = r.b[n:]
	return out
}

// Uint reads a number.
func (r *Reader) Uint() uint64 {
	n, size := binary.Uvarint(r.b)
	if r.bad || size <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[size:]
	return n
}

// Int reads a number that fits an int.
func (r *Reader) Int() int {
	n := r.Uint()
	if n > 1<<62 {
		r.bad = true
		return 0
	}
	return int(n)
}

// Count reads how many things of at least one byte each follow: never more
// than there are bytes left, so that nobody can ask for more memory than that.
func (r *Reader) Count() int {
	n := r.Uint()
	if n > uint64(len(r.b)) {
		r.bad, r.b = true, nil
		return 0
	}
	return int(n)
}

// Bool reads yes or no.
func (r *Reader) Bool() bool {
	b := r.take(1)
	if len(b) == 1 && b[0] > 1 {
		r.bad = true
	}
	return len(b) == 1 && b[0] == 1
}

// Time reads a time in UTC.
func (r *Reader) Time() time.Time {
	if !r.Bool() {
		return time.Time{}
	}
	b := r.take(12)
	if b == nil {
		return time.Time{}
	}
	return time.Unix(int64(binary.BigEndian.Uint64(b)), int64(binary.BigEndian.Uint32(b[8:]))).UTC()
}

// Blob reads bytes with their length. They are those of the reader: to be
// copied by whoever keeps them.
func (r *Reader) Blob() []byte { return r.take(r.Uint()) }

// Word reads a string.
func (r *Reader) Word() string {
	n := r.Uint()
	if n < uint64(len(r.words)) {
		return r.words[n]
	}
	if n > uint64(len(r.words)) {
		r.bad = true
		return ""
	}
	s := string(r.Blob())
	r.words = append(r.words, s)
	return s
}

// ID reads an identifier.
func (r *Reader) ID() entry.ID {
	if !r.Bool() {
		return entry.ID(r.Word())
	}
	b := r.take(16)
	if b == nil {
		return ""
	}
	return TextID([16]byte(b))
}

// TextID is the canonical text of a UUID.
func TextID(b [16]byte) entry.ID {
	var t [36]byte
	spell(t[:], b[:])
	return entry.ID(t[:])
}

// spell writes the 36 characters of 16 bytes.
func spell(t, b []byte) {
	hex.Encode(t[:8], b[:4])
	hex.Encode(t[9:13], b[4:6])
	hex.Encode(t[14:18], b[6:8])
	hex.Encode(t[19:23], b[8:10])
	hex.Encode(t[24:], b[10:])
	t[8], t[13], t[18], t[23] = '-', '-', '-', '-'
}

// IDs reads many identifiers, which then lie in memory together.
func (r *Reader) IDs() []entry.ID {
	out := make([]entry.ID, r.Count())
	if !r.Bool() {
		for i := range out {
			out[i] = r.ID()
		}
		return out
	}
	b := r.take(16 * uint64(len(out)))
	text := make([]byte, 36*len(b)/16)
	for i := range len(b) / 16 {
		spell(text[36*i:36*(i+1)], b[16*i:16*(i+1)])
	}
	all := string(text)
	for i := range len(b) / 16 {
		out[i] = entry.ID(all[36*i : 36*(i+1)])
	}
	return out
}

// Texts reads many strings, which then lie in memory together.
func (r *Reader) Texts() []string {
	out, ends := make([]string, r.Count()), uint64(0)
	at := make([]uint64, len(out))
	for i := range out {
		n := r.Uint()
		if n > uint64(len(r.b)) {
			r.bad = true
			return out
		}
		ends += n
		at[i] = ends
	}
	all, from := string(r.take(ends)), uint64(0)
	if r.bad {
		return out
	}
	for i, to := range at {
		out[i], from = all[from:to], to
	}
	return out
}

// Hash reads a SHA-256 in hex.
func (r *Reader) Hash() string {
	if !r.Bool() {
		return r.Word()
	}
	return hex.EncodeToString(r.take(32))
}

// Rising reads places in rising order.
func (r *Reader) Rising() []uint64 {
	out := make([]uint64, r.Count())
	before := uint64(0)
	for i := range out {
		before += r.Uint()
		out[i] = before
	}
	return out
}
