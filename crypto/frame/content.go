package frame

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"

	"corridor/app/entry"
	"corridor/crypto/pgp"
)

// PartSize is the plaintext length of every part of content but the last.
const PartSize = 1 << 20

// PartHeader stands before the bytes of every part. Parts are counted from 0;
// there is at least one, even of nothing.
type PartHeader struct {
	Vault   entry.ID
	Content entry.ID
	Part    int
	Parts   int
	Size    int64 // of the whole plaintext, bytes
}

// bytes is how a header is written: 48 bytes.
func (h PartHeader) bytes() ([]byte, error) {
	var w writer
	w.id(h.Vault)
	w.id(h.Content)
	w.check(h.Part >= 0 && h.Part < h.Parts && h.Parts <= math.MaxUint32 && h.Size >= 0)
	w.uint32(uint32(h.Part))
	w.uint32(uint32(h.Parts))
	w.uint64(uint64(h.Size))
	if w.bad {
		return nil, fmt.Errorf("frame: part %d of %d of content %s: %w", h.Part, h.Parts, h.Content, entry.ErrStrict)
	}
	return w.b, nil
}

// ContentKey is the key of a piece with the place that it is for.
type ContentKey struct {
	Vault       entry.ID
	Content     entry.ID
	Compartment entry.ID
	Epoch       uint32
	Key         []byte
}

// place is what stands before a key: 52 bytes.
func (k ContentKey) place() ([]byte, error) {
	w := writer{b: make([]byte, 0, 52+pgp.KeySize)}
	w.id(k.Vault)
	w.id(k.Content)
	w.id(k.Compartment)
	w.uint32(k.Epoch)
	if w.bad {
		return nil, fmt.Errorf("frame: key of content %s: %w", k.Content, entry.ErrStrict)
	}
	return w.b, nil
}

// Pad names text being typed. It stands before the text as one line of JSON.
type Pad struct {
	Vault  entry.ID     `json:"vault"`
	Author entry.Person `json:"author"`
	Draft  string       `json:"draft"`
}

// Parts is how many parts size bytes take.
func Parts(size int64) int {
	if size <= 0 {
		return 1
	}
	return int((size + PartSize - 1) / PartSize)
}

// SealPart seals one part of content under the piece's own key.
func SealPart(h PartHeader, key, b []byte, rand io.Reader) ([]byte, error) {
	head, err := h.bytes()
	if err != nil {
		return nil, err
	}
	return sealHeaded(head, key, b, rand)
}

// OpenPart opens one part and compares its header with what it should be.
func OpenPart(want PartHeader, key, sealed []byte) ([]byte, error) {
	head, err := want.bytes()
	if err != nil {
		return nil, err
	}
	return openHeaded(head, key, sealed)
}

// SealContentKey seals the key of a piece under its compartment's key.
func SealContentKey(k ContentKey, compartmentKey []byte, rand io.Reader) ([]byte, error) {
	b, err := k.place()
	if err != nil {
		return nil, err
	}
	if len(k.Key) != pgp.KeySize {
		return nil, fmt.Errorf("frame: key of content %s: %d bytes: %w", k.Content, len(k.Key), entry.ErrStrict)
	}
	b = append(b, k.Key...)
	lit, err := pgp.Literal(b)
	clear(b)
	if err != nil {
		return nil, err
	}
	defer clear(lit)
	return pgp.Seal(compartmentKey, lit, rand)
}

// OpenContentKey opens the key of a piece; want has everything but the key.
func OpenContentKey(want ContentKey, compartmentKey, packet []byte) ([]byte, error) {
	place, err := want.place()
	if err != nil {
		return nil, err
	}
	key, err := openHeaded(place, compartmentKey, packet)
	if err != nil {
		return nil, fmt.Errorf("content key %s: %w", want.Content, err)
	}
	if len(key) != pgp.KeySize {
		clear(key)
		return nil, fmt.Errorf("frame: content key %s: %d bytes: %w", want.Content, len(key), entry.ErrStrict)
	}
	return key, nil
}

// SealPad seals text being typed under its author's own key.
func SealPad(p Pad, key, b []byte, rand io.Reader) ([]byte, error) {
	head, err := p.line()
	if err != nil {
		return nil, err
	}
	return sealHeaded(head, key, b, rand)
}

// OpenPad opens text being typed.
func OpenPad(want Pad, key, sealed []byte) ([]byte, error) {
	head, err := want.line()
	if err != nil {
		return nil, err
	}
	return openHeaded(head, key, sealed)
}

func (p Pad) line() ([]byte, error) {
	b, err := entry.Encode(p)
	return append(b, '\n'), err
}

// sealHeaded seals b, padded, behind what says where it belongs.
func sealHeaded(head, key, b []byte, rand io.Reader) ([]byte, error) {
	plain := make([]byte, 0, len(head)+len(b))
	plain = append(append(plain, head...), b...)
	lit, err := pgp.Literal(plain)
	clear(plain)
	if err != nil {
		return nil, err
	}
	padded, err := pgp.Pad(lit, rand)
	clear(lit)
	if err != nil {
		return nil, err
	}
	defer clear(padded)
	return pgp.Seal(key, padded, rand)
}

// openHeaded opens what belongs where head says, and gives what stands behind.
func openHeaded(head, key, sealed []byte) ([]byte, error) {
	inner, err := pgp.Open(key, sealed)
	if err != nil {
		return nil, err
	}
	plain, err := pgp.ReadLiteral(inner)
	clear(inner)
	if err != nil {
		return nil, err
	}
	b, found := bytes.CutPrefix(plain, head)
	if !found {
		clear(plain)
		return nil, fmt.Errorf("frame: names another place: %w", entry.ErrStrict)
	}
	return b, nil
}

// Digest is the name of content by its ciphertext: hex SHA-256 over the hashes
// of its sealed parts, in order.
func Digest(partHashes [][]byte) string {
	h := sha256.New()
	for _, p := range partHashes {
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil))
}
