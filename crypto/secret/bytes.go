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
type Bytes struct {
	b      []byte
	pages  []byte // memory of its own that b lies in; nil if the runtime's
	locked bool
}

// maxPaged is the longest secret that gets memory of its own, bytes.
const maxPaged = 64 << 10

// Take makes a secret of b and clears b: from now on the secret lies in memory
// of its own, locked where the system lets us.
func Take(b []byte) *Bytes {
	s := Copy(b)
	Zero(b)
	return s
}

// Copy makes a secret of a copy of b; the caller keeps, and wipes, b.
func Copy(b []byte) *Bytes {
	s := room(len(b))
	copy(s.b, b)
	return s
}

func room(n int) *Bytes {
	if n > 0 && n <= maxPaged {
		if m, locked := newPages(n); m != nil {
			return &Bytes{b: m[:n:n], pages: m, locked: locked}
		}
	}
	return &Bytes{b: make([]byte, n)}
}

// Random reads n secret bytes from r.
func Random(r io.Reader, n int) (*Bytes, error) {
	s := room(n)
	if _, err := io.ReadFull(r, s.b); err != nil {
		s.Wipe()
		return nil, fmt.Errorf("secret: random: %w", err)
	}
	return s, nil
}

// Locked reports whether the secret cannot be swapped out to a disk.
func (s *Bytes) Locked() bool { return s != nil && s.locked }

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
	if s.pages != nil {
		dropPages(s.pages)
	}
	s.b, s.pages, s.locked = nil, nil, false
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
