package frame

import (
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"corridor/app/entry"
	"corridor/crypto/pgp"
)

// SealEntry signs an entry and seals it under its compartment's key, padded.
func SealEntry(e entry.Entry, by *pgp.Secret, key []byte, rand io.Reader) ([]byte, error) {
	b, err := EncodeEntry(e)
	if err != nil {
		return nil, err
	}
	signed, err := by.Sign(b, signTime(e.Recorded), rand)
	if err != nil {
		return nil, err
	}
	padded, err := pgp.Pad(signed, rand)
	if err != nil {
		return nil, err
	}
	return pgp.Seal(key, padded, rand)
}

// signTime is the entry's own time, in whole seconds as signatures have it.
func signTime(t time.Time) time.Time { return t.Truncate(time.Second) }

// OpenEntry opens a body and reads the entry in it. The signature is not
// checked yet: the proof does that, against the key that the roster names.
func OpenEntry(body, key []byte) (entry.Entry, entry.Proof, error) {
	inner, err := pgp.Open(key, body)
	if err != nil {
		return entry.Entry{}, nil, err
	}
	return ReadEntry(inner)
}

// ReadEntry takes the packets inside a body apart.
func ReadEntry(inner []byte) (entry.Entry, entry.Proof, error) {
	signed, err := pgp.ReadSigned(inner)
	if err != nil {
		return entry.Entry{}, nil, err
	}
	e, err := DecodeEntry(signed.Literal)
	if err != nil {
		return entry.Entry{}, nil, err
	}
	return e, signed, nil
}

// InPlace reports whether the signed envelope names this row of this vault.
func InPlace(e entry.Entry, vault entry.ID, r Row) bool {
	return e.Vault == vault && e.Seq == r.Seq && e.Prev == hex.EncodeToString(r.Prev) &&
		e.Compartment == r.Compartment && e.Epoch == r.Epoch
}

// Fill completes a row: body hash, hash and tag.
func Fill(vault entry.ID, r Row, rowKey []byte) (Row, error) {
	r.BodyHash = BodyHash(r.Body)
	h, err := RowHash(vault, r)
	if err != nil {
		return r, fmt.Errorf("frame: row %d: %w", r.Seq, err)
	}
	r.Hash, r.Tag = h, Tag(rowKey, h)
	return r, nil
}
