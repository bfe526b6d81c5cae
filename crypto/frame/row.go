package frame

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/hkdf"

	"corridor/app/entry"
)

// The strings that keep one use of a hash apart from every other.
const (
	rowTag    = "corridor row v1\x00"
	epochTag  = "corridor epoch v1\x00"
	rowKeyTag = "corridor row tag v1"
)

// HashSize is the length of every hash and tag, in bytes.
const HashSize = sha256.Size

// Zero is the hash before the first row.
func Zero() []byte { return make([]byte, HashSize) }

// Row is a row of the journal as it is stored.
type Row struct {
	Seq         uint64
	Compartment entry.ID
	Epoch       uint32
	Prev        []byte
	BodyHash    []byte
	Hash        []byte
	Tag         []byte
	Body        []byte
}

// RawID gives the 16 bytes of a canonical lower-case UUID. Every other form is
// refused, so that an ID has one encoding.
func RawID(id entry.ID) ([16]byte, error) {
	var raw [16]byte
	s := string(id)
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' || strings.ToLower(s) != s {
		return raw, fmt.Errorf("frame: not an identifier: %w", entry.ErrStrict)
	}
	b, err := hex.DecodeString(s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:])
	if err != nil {
		return raw, fmt.Errorf("frame: not an identifier: %w", entry.ErrStrict)
	}
	copy(raw[:], b)
	return raw, nil
}

// TextID is the canonical text of 16 bytes; "" if b has another length.
func TextID(b []byte) entry.ID {
	if len(b) != 16 {
		return ""
	}
	h := hex.EncodeToString(b)
	return entry.ID(h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:])
}

// BodyHash is the SHA-256 of a sealed body.
func BodyHash(body []byte) []byte {
	h := sha256.Sum256(body)
	return h[:]
}

// RowHash is the hash of a row: over a tag string, the vault, the place, the
// compartment and epoch, the hash before and the hash of the body. Every part
// has a fixed length, so two different rows never give the same bytes.
func RowHash(vault entry.ID, r Row) ([]byte, error) {
	v, err := RawID(vault)
	if err != nil {
		return nil, err
	}
	c, err := RawID(r.Compartment)
	if err != nil {
		return nil, err
	}
	if len(r.Prev) != HashSize || len(r.BodyHash) != HashSize {
		return nil, fmt.Errorf("frame: row %d: hash of a wrong length: %w", r.Seq, entry.ErrStrict)
	}
	b := make([]byte, 0, 160)
	b = append(b, rowTag...)
	b = append(b, v[:]...)
	b = binary.BigEndian.AppendUint64(b, r.Seq)
	b = append(b, c[:]...)
	b = binary.BigEndian.AppendUint32(b, r.Epoch)
	b = append(b, r.Prev...)
	b = append(b, r.BodyHash...)
	h := sha256.Sum256(b)
	return h[:], nil
}

// RowKey derives the key of row tags from the session key of an epoch of the
// common compartment: whoever holds the one can compute the other.
func RowKey(vault entry.ID, session []byte) ([]byte, error) {
	v, err := RawID(vault)
	if err != nil {
		return nil, err
	}
	info := append([]byte(rowKeyTag), v[:]...)
	k := make([]byte, HashSize)
	if _, err := io.ReadFull(hkdf.New(sha256.New, session, nil, info), k); err != nil {
		return nil, fmt.Errorf("frame: row key: %w", err)
	}
	return k, nil
}

// Tag proves that a row was written by somebody who holds the members' key.
func Tag(rowKey, rowHash []byte) []byte {
	m := hmac.New(sha256.New, rowKey)
	m.Write(rowHash)
	return m.Sum(nil)
}

// TagValid compares in constant time.
func TagValid(rowKey, rowHash, tag []byte) bool {
	return hmac.Equal(Tag(rowKey, rowHash), tag)
}

// Commitment is what an epoch entry says of its key: hex SHA-256 over a tag
// string, vault, compartment, number and the key. It reveals nothing of a
// random key and fits no other.
func Commitment(vault, compartment entry.ID, number uint32, key []byte) (string, error) {
	v, err := RawID(vault)
	if err != nil {
		return "", err
	}
	c, err := RawID(compartment)
	if err != nil {
		return "", err
	}
	b := append([]byte(epochTag), v[:]...)
	b = append(b, c[:]...)
	b = binary.BigEndian.AppendUint32(b, number)
	b = append(b, key...)
	h := sha256.Sum256(b)
	clear(b)
	return hex.EncodeToString(h[:]), nil
}
