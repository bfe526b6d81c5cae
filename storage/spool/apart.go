package spool

import (
	"bytes"
	"crypto/sha256"
	"slices"

	"corridor/storage"
)

// Put keeps a sealed act that has no place in a journal, because no journal could
// be opened: durable when it returns. storage.ErrFull: there is no room. A file
// that is used so stands behind no Store.
func (s *File) Put(sealed []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum := sha256.Sum256(sealed)
	return s.put(frame{Batch: storage.Batch{Rows: []storage.Row{{Hash: sum[:], Body: sealed}}}})
}

// Apart gives what was Put, oldest first; each is named by the hash of its bytes.
func (s *File) Apart() []storage.Row {
	s.mu.Lock()
	defer s.mu.Unlock()
	return joined(s.live).Rows
}

// Drop forgets acts of Apart by their hashes: they stand in the journal.
func (s *File) Drop(hashes [][]byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.live)
	s.live = slices.DeleteFunc(s.live, func(f frame) bool {
		return slices.ContainsFunc(hashes, func(h []byte) bool { return bytes.Equal(h, f.Batch.Rows[0].Hash) })
	})
	if len(s.live) == before {
		return nil
	}
	return s.keep()
}
