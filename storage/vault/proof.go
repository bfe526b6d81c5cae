package vault

import (
	"bytes"
	"sync"

	"corridor/app/entry"
)

// signers remembers by which key each author's entries were last found to be
// signed. It is a guess that saves time, and never an answer.
type signers struct{ keys sync.Map } // entry.Person to []byte

func (s *signers) of(p entry.Person) []byte {
	k, _ := s.keys.Load(p)
	b, _ := k.([]byte)
	return b
}

func (s *signers) note(p entry.Person, key []byte) {
	if !bytes.Equal(s.of(p), key) {
		s.keys.Store(p, bytes.Clone(key))
	}
}

// proof is the proof of an entry, which may have been checked ahead by the key
// that it will most likely be asked about.
type proof struct {
	entry.Proof
	vault  *Vault
	author entry.Person
	key    []byte // checked ahead by this one; nil if not
	err    error  // what that gave
}

// ahead checks the signature by the author's usual key, if one is known.
func (p *proof) ahead() {
	if p.key = p.vault.signers.of(p.author); p.key != nil {
		p.err = p.Proof.By(p.key)
	}
}

// By checks the signature by exactly the given key.
func (p *proof) By(key []byte) error {
	if p.key != nil && bytes.Equal(p.key, key) {
		return p.err
	}
	err := p.Proof.By(key)
	if err == nil {
		p.vault.signers.note(p.author, key)
	}
	return err
}
