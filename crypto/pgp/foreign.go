package pgp

import (
	"bytes"
	"fmt"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/v2"
)

// ReadSecret reads one secret key of any maker, armoured or binary, and unlocks
// it; an unlocked one needs no passphrase. ErrPassphrase when it stays locked.
func ReadSecret(b, passphrase []byte) (*Secret, error) {
	raw, err := unarmour(b)
	if err != nil {
		return nil, err
	}
	ring, err := v2.ReadKeyRing(bytes.NewReader(raw))
	if err != nil || len(ring) == 0 {
		return nil, fmt.Errorf("pgp: secret key: %w", ErrShape)
	}
	for _, e := range ring {
		if !secretPart(e) {
			continue
		}
		if err := e.DecryptPrivateKeys(passphrase); err != nil && locked(e) {
			return nil, ErrPassphrase
		}
		return hold(e), nil
	}
	return nil, fmt.Errorf("pgp: no secret key: %w", ErrShape)
}

func secretPart(e *v2.Entity) bool {
	if e.PrivateKey != nil {
		return true
	}
	for _, k := range e.Subkeys {
		if k.PrivateKey != nil {
			return true
		}
	}
	return false
}

// locked reports whether any secret part that is there is still encrypted.
func locked(e *v2.Entity) bool {
	if e.PrivateKey != nil && !e.PrivateKey.Dummy() && e.PrivateKey.Encrypted {
		return true
	}
	for _, k := range e.Subkeys {
		if k.PrivateKey != nil && !k.PrivateKey.Dummy() && k.PrivateKey.Encrypted {
			return true
		}
	}
	return false
}

// ArmourUnlocked writes the key without a passphrase: for fictitious people of
// a demonstration only.
func (s *Secret) ArmourUnlocked() ([]byte, error) {
	var b bytes.Buffer
	w, err := armor.EncodeWithChecksumOption(&b, "PGP PRIVATE KEY BLOCK", nil, true)
	if err != nil {
		return nil, fmt.Errorf("pgp: armour: %w", err)
	}
	if err := s.entity.SerializePrivateWithoutSigning(w, nil); err != nil {
		return nil, fmt.Errorf("pgp: secret key: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pgp: armour: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
