package secret

import (
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
)

// redacted is all that a secret says of itself.
const redacted = "[secret]"

// Bytes is a secret byte string. The zero value is empty. A Bytes must not be
// copied by value: pass the pointer, so that one Wipe reaches every user.
type Bytes struct{ b []byte }

// Take makes a secret of b and owns it from now on: Wipe clears b itself.
func Take(b []byte) *Bytes { return &Bytes{b: b} }

// Copy makes a secret of a copy of b; the caller keeps, and wipes, b.
func Copy(b []byte) *Bytes { return &Bytes{b: append([]byte(nil), b...)} }

// Random reads n secret bytes from r.
func Random(r io.Reader, n int) (*Bytes, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, fmt.Errorf("secret: random: %w", err)
	}
	return &Bytes{b: b}, nil
}

// Expose gives the bytes themselves, not a copy: they die with Wipe.
func (s *Bytes) Expose() []byte {
	if s == nil {
		return nil
	}
	return s.b
}

// Len is the number of bytes, 0 once wiped.
func (s *Bytes) Len() int { return len(s.Expose()) }

// Equal compares in constant time for equal lengths.
func (s *Bytes) Equal(o *Bytes) bool {
	return subtle.ConstantTimeCompare(s.Expose(), o.Expose()) == 1
}

// Wipe clears the bytes and forgets them. It may be called again.
func (s *Bytes) Wipe() {
	if s == nil {
		return
	}
	Zero(s.b)
	s.b = nil
}

// Zero clears b.
func Zero(b []byte) {
	clear(b)
}

// String says that there is a secret, never what it is.
func (s *Bytes) String() string { return redacted }

// GoString is for %#v.
func (s *Bytes) GoString() string { return redacted }

// Format answers every verb alike.
func (s *Bytes) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// MarshalText answers encoders of text and JSON.
func (s *Bytes) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalBinary refuses: a secret is not stored by accident.
func (s *Bytes) MarshalBinary() ([]byte, error) {
	return nil, fmt.Errorf("secret: not marshalled")
}

// LogValue answers structured loggers.
func (s *Bytes) LogValue() slog.Value { return slog.StringValue(redacted) }
