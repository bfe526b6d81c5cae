package vault

import (
	"fmt"

	"corridor/app"
	"corridor/app/roster"
	"corridor/crypto/pgp"
)

// SignRelease makes a detached armoured signature by the neutral release key.
func (v *Vault) SignRelease(b []byte) ([]byte, error) {
	return v.release.SignExport(b, v.now().UTC(), v.rand)
}

// VerifyRelease checks a detached signature by exactly the given key.
func (v *Vault) VerifyRelease(key, b, signature []byte) error {
	if err := pgp.VerifyDetached(key, b, signature); err != nil {
		return fmt.Errorf("vault: verify release: %w", err)
	}
	return nil
}

// EncryptTo encrypts to every certificate given, armoured, so that programs of
// the last decade open it. Each certificate must be usable now.
func (v *Vault) EncryptTo(certs [][]byte, name string, b []byte) ([]byte, error) {
	return pgp.EncryptExport(certs, name, b, v.now().UTC(), v.rand)
}

// Decrypt opens a message to this member. signature is "good by FPR" for our
// own keys and the certificates of senders, "unknown" for a signer whose
// certificate is not among them, "bad" or "none".
func (v *Vault) Decrypt(b []byte, senders ...[]byte) (plain []byte, signature string, err error) {
	return v.member.DecryptFrom(senders, b, v.now().UTC(), v.release)
}

// OpenPhrase opens a message that is encrypted under a passphrase.
func (v *Vault) OpenPhrase(b []byte, passphrase string, senders ...[]byte) (plain []byte, signature string, err error) {
	return pgp.OpenPhrase(b, []byte(passphrase), senders, v.now().UTC())
}

// VerifyFrom checks a detached signature by the certificates of senders.
func (v *Vault) VerifyFrom(b, signature []byte, senders ...[]byte) string {
	return pgp.VerifyFrom(senders, b, signature, v.now().UTC())
}

// Certificate reads a recipient's certificate and says why it cannot be used.
func (v *Vault) Certificate(b []byte) (app.Certificate, error) {
	c, err := pgp.ReadCertificate(b, v.now().UTC())
	return app.Certificate{Fingerprint: c.Fingerprint, UserID: c.UserID, Binary: c.Binary, Expires: c.Expires}, err
}

// ReleaseCert is the armoured public release certificate of a member.
func (v *Vault) ReleaseCert(m roster.Member) ([]byte, error) {
	for _, k := range m.Keys {
		if k.Purpose == roster.PurposeRelease {
			return pgp.ArmourPublic(k.Public)
		}
	}
	return nil, fmt.Errorf("vault: release certificate of %s: no release key", m.Person)
}
