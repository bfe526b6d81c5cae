package pgp

import (
	"fmt"
	"io"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/v2"
)

// Adopt makes a member key of somebody's own key pair of another program: it
// keeps the primary key and the subkeys for encryption, and replaces every
// user id, which may hold a name, by a neutral one. The primary key must be of
// version 4 and able to sign.
func (s *Secret) Adopt(uid string, at time.Time, rand io.Reader) error {
	e := s.entity
	if e.PrimaryKey.Version != 4 {
		return fmt.Errorf("pgp: adopt: a key of version %d: %w", e.PrimaryKey.Version, ErrProfile)
	}
	if _, err := s.signer(); err != nil {
		return fmt.Errorf("pgp: adopt: %w", err)
	}
	if bits, err := e.PrimaryKey.BitLength(); err != nil || (isRSA(e) && bits < 2048) {
		return fmt.Errorf("pgp: adopt: %w", ErrWeak)
	}
	var subs []v2.Subkey
	for _, sub := range e.Subkeys {
		if sub.PrivateKey != nil && !sub.PrivateKey.Dummy() && sub.PublicKey.PubKeyAlgo.CanEncrypt() {
			subs = append(subs, sub)
		}
	}
	if len(subs) == 0 {
		return fmt.Errorf("pgp: adopt: %w", ErrNoKey)
	}
	e.Subkeys, e.Identities, e.DirectSignatures, e.Revocations = subs, map[string]*v2.Identity{}, nil, nil
	if err := e.AddUserId(uid, "", "", keyConfig(rand, at)); err != nil {
		return fmt.Errorf("pgp: adopt: %w", err)
	}
	public, err := s.Public()
	if err != nil {
		return err
	}
	if _, err := encryptionKey(public); err != nil {
		return fmt.Errorf("pgp: adopt: %w", ErrNoKey)
	}
	return nil
}

func isRSA(e *v2.Entity) bool {
	return e.PrimaryKey.PubKeyAlgo == 1 || e.PrimaryKey.PubKeyAlgo == 3
}
