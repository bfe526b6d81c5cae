package frame

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"corridor/app/entry"
	"corridor/crypto/pgp"
)

// PartSize is the plaintext length of every part of content but the last.
const PartSize = 1 << 20

// PartHeader is the first line of every part: strict JSON, ended by a line
// feed, then the bytes themselves. Parts are counted from 0; there is at least
// one, even of nothing.
type PartHeader struct {
	Vault   entry.ID `json:"vault"`
	Content entry.ID `json:"content"`
	Part    int      `json:"part"`
	Parts   int      `json:"parts"`
	Size    int64    `json:"size"` // of the whole plaintext, bytes
}

// ContentKey is what stands in a sealed content key.
type ContentKey struct {
	Vault       entry.ID `json:"vault"`
	Content     entry.ID `json:"content"`
	Compartment entry.ID `json:"compartment"`
	Epoch       uint32   `json:"epoch"`
	Key         []byte   `json:"key"`
}

// Pad names text being typed.
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
	return sealHeaded(h, key, b, rand)
}

// OpenPart opens one part and compares its header with what it should be.
func OpenPart(want PartHeader, key, sealed []byte) ([]byte, error) {
	return openHeaded(want, key, sealed)
}

// SealContentKey seals the key of a piece under its compartment's key.
func SealContentKey(k ContentKey, compartmentKey []byte, rand io.Reader) ([]byte, error) {
	line, err := entry.Encode(k)
	if err != nil {
		return nil, err
	}
	lit, err := pgp.Literal(line)
	clear(line)
	if err != nil {
		return nil, err
	}
	defer clear(lit)
	return pgp.Seal(compartmentKey, lit, rand)
}

// OpenContentKey opens the key of a piece; want has everything but the key.
func OpenContentKey(want ContentKey, compartmentKey, packet []byte) ([]byte, error) {
	inner, err := pgp.Open(compartmentKey, packet)
	if err != nil {
		return nil, err
	}
	defer clear(inner)
	line, err := pgp.ReadLiteral(inner)
	if err != nil {
		return nil, err
	}
	got, err := entry.Decode[ContentKey](line)
	clear(line)
	if err != nil {
		return nil, err
	}
	want.Key = got.Key
	if !same(got, want) || len(got.Key) != pgp.KeySize {
		return nil, fmt.Errorf("frame: content key %s: in another place: %w", want.Content, entry.ErrStrict)
	}
	return got.Key, nil
}

func same(a, b ContentKey) bool {
	return a.Vault == b.Vault && a.Content == b.Content && a.Compartment == b.Compartment && a.Epoch == b.Epoch
}

// SealPad seals text being typed under its author's own key.
func SealPad(p Pad, key, b []byte, rand io.Reader) ([]byte, error) {
	return sealHeaded(p, key, b, rand)
}

// OpenPad opens text being typed.
func OpenPad(want Pad, key, sealed []byte) ([]byte, error) { return openHeaded(want, key, sealed) }

func sealHeaded(header any, key, b []byte, rand io.Reader) ([]byte, error) {
	line, err := entry.Encode(header)
	if err != nil {
		return nil, err
	}
	plain := make([]byte, 0, len(line)+1+len(b))
	plain = append(append(append(plain, line...), '\n'), b...)
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

func openHeaded[T comparable](want T, key, sealed []byte) ([]byte, error) {
	inner, err := pgp.Open(key, sealed)
	if err != nil {
		return nil, err
	}
	plain, err := pgp.ReadLiteral(inner)
	if err != nil {
		return nil, err
	}
	line, b, found := bytes.Cut(plain, []byte{'\n'})
	if !found {
		return nil, fmt.Errorf("frame: header: %w", entry.ErrStrict)
	}
	got, err := entry.Decode[T](line)
	if err != nil {
		return nil, err
	}
	if got != want {
		return nil, fmt.Errorf("frame: header names another place: %w", entry.ErrStrict)
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
