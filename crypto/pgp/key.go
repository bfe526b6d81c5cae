package pgp

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/crypto/hkdf"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/ecdh"
	"github.com/ProtonMail/go-crypto/openpgp/eddsa"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"github.com/ProtonMail/go-crypto/openpgp/v2"

	"corridor/crypto/secret"
)

// Secret is an unlocked key pair: a signing primary key and an encryption
// subkey. It prints as its fingerprint only.
type Secret struct {
	entity *v2.Entity
	kept   []*secret.Bytes // the secret numbers, in memory of their own
}

// hold moves the secret numbers that the library lets us reach into memory of
// their own. Behind that of a signing key lies its public half, which spares
// the library a copy of both for every signature.
func hold(e *v2.Entity) *Secret {
	s := &Secret{entity: e}
	for _, k := range s.packets() {
		switch p := k.PrivateKey.(type) {
		case *eddsa.PrivateKey:
			s.keep(&p.D, p.X)
		case *ecdh.PrivateKey:
			s.keep(&p.D, nil)
		}
	}
	return s
}

func (s *Secret) keep(d *[]byte, public []byte) {
	if len(*d) == 0 { // locked by a passphrase
		return
	}
	both := append(bytes.Clone(*d), public...)
	secret.Zero(*d)
	b := secret.Take(both)
	s.kept = append(s.kept, b)
	*d = b.Expose()[:len(both)-len(public)]
}

// Generate makes a key pair whose only user id is uid, which must be neutral.
func Generate(uid string, at time.Time, rand io.Reader) (*Secret, error) {
	e, err := v2.NewEntity(uid, "", "", keyConfig(rand, at))
	if err != nil {
		return nil, fmt.Errorf("pgp: generate: %w", err)
	}
	return hold(e), nil
}

// Fingerprint is that of the primary key, upper-case hex.
func (s *Secret) Fingerprint() string { return fingerprint(s.entity.PrimaryKey) }

// String never shows more than the fingerprint.
func (s *Secret) String() string { return "key " + s.Fingerprint() }

// GoString is for %#v.
func (s *Secret) GoString() string { return s.String() }

// Format answers every verb alike.
func (s *Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

func fingerprint(k *packet.PublicKey) string {
	return strings.ToUpper(hex.EncodeToString(k.Fingerprint))
}

// Public is the transferable public key, binary.
func (s *Secret) Public() ([]byte, error) {
	var b bytes.Buffer
	if err := s.entity.Serialize(&b); err != nil {
		return nil, fmt.Errorf("pgp: public: %w", err)
	}
	return b.Bytes(), nil
}

// Wipe clears the secret numbers that the library lets us reach.
func (s *Secret) Wipe() {
	if s == nil || s.entity == nil {
		return
	}
	for _, b := range s.kept {
		b.Wipe()
	}
	for _, k := range s.packets() {
		k.PrivateKey = nil
	}
}

func (s *Secret) packets() []*packet.PrivateKey {
	var ks []*packet.PrivateKey
	if s.entity.PrivateKey != nil && !s.entity.PrivateKey.Dummy() {
		ks = append(ks, s.entity.PrivateKey)
	}
	for _, sub := range s.entity.Subkeys {
		if sub.PrivateKey != nil && !sub.PrivateKey.Dummy() {
			ks = append(ks, sub.PrivateKey)
		}
	}
	return ks
}

// Derive gives a key that only the holder of this secret can compute, for
// sealing what is the member's own. label separates its uses.
func (s *Secret) Derive(label string) (*secret.Bytes, error) {
	var b bytes.Buffer
	if s.entity.PrivateKey == nil || s.entity.PrivateKey.Encrypted {
		return nil, fmt.Errorf("pgp: derive: %w", ErrProfile)
	}
	if err := s.entity.PrivateKey.Serialize(&b); err != nil {
		return nil, fmt.Errorf("pgp: derive: %w", err)
	}
	defer secret.Zero(b.Bytes())
	out := make([]byte, KeySize)
	if _, err := io.ReadFull(hkdf.New(sha256.New, b.Bytes(), nil, []byte(label)), out); err != nil {
		return nil, fmt.Errorf("pgp: derive: %w", err)
	}
	return secret.Take(out), nil
}

// Lock writes the key pair armoured, locked by a passphrase. The secret given
// stays unlocked.
func (s *Secret) Lock(passphrase []byte, st Strength, rand io.Reader) (string, error) {
	c, err := s.clone()
	if err != nil {
		return "", err
	}
	defer c.Wipe()
	if err := packet.EncryptPrivateKeys(c.packets(), passphrase, lockConfig(rand, st)); err != nil {
		return "", fmt.Errorf("pgp: lock: %w", err)
	}
	return c.armoured()
}

// Enclose writes another key pair as an armoured message that only s opens: a
// second lock by passphrase would cost as much as the first to open.
func (s *Secret) Enclose(other *Secret, rand io.Reader) (string, error) {
	b, err := other.serialize()
	if err != nil {
		return "", err
	}
	defer secret.Zero(b)
	lit, err := Literal(b)
	if err != nil {
		return "", err
	}
	defer secret.Zero(lit)
	sealed, err := s.SealToSelf(lit, rand)
	if err != nil {
		return "", err
	}
	return armour(v2.MessageType, sealed)
}

// Disclose opens what Enclose wrote.
func (s *Secret) Disclose(armoured string) (*Secret, error) {
	raw, err := unarmour([]byte(armoured))
	if err != nil {
		return nil, err
	}
	inner, err := s.OpenToSelf(raw)
	if err != nil {
		return nil, err
	}
	defer secret.Zero(inner)
	b, err := ReadLiteral(inner)
	if err != nil {
		return nil, err
	}
	defer secret.Zero(b)
	e, err := v2.ReadEntity(packet.NewReader(bytes.NewReader(b)))
	if err != nil || e.PrivateKey == nil || e.PrivateKey.Encrypted {
		return nil, fmt.Errorf("pgp: enclosed key: %w", ErrProfile)
	}
	return hold(e), nil
}

// SealToSelf seals packets under a fresh session key, wrapped to this key: one
// ordinary OpenPGP message.
func (s *Secret) SealToSelf(packets []byte, rand io.Reader) ([]byte, error) {
	key, err := secret.Random(rand, KeySize)
	if err != nil {
		return nil, err
	}
	defer key.Wipe()
	public, err := s.Public()
	if err != nil {
		return nil, err
	}
	wrapped, err := Wrap(public, key.Expose(), rand)
	if err != nil {
		return nil, err
	}
	sealed, err := Seal(key.Expose(), packets, rand)
	if err != nil {
		return nil, err
	}
	return append(wrapped, sealed...), nil
}

// OpenToSelf opens what SealToSelf wrote.
func (s *Secret) OpenToSelf(message []byte) ([]byte, error) {
	_, _, sealed, err := nextPacket(message)
	if err != nil {
		return nil, err
	}
	key, err := s.Unwrap(message[:len(message)-len(sealed)])
	if err != nil {
		return nil, err
	}
	defer secret.Zero(key)
	return Open(key, sealed)
}

func (s *Secret) serialize() ([]byte, error) {
	var b bytes.Buffer
	if err := s.entity.SerializePrivateWithoutSigning(&b, nil); err != nil {
		return nil, fmt.Errorf("pgp: secret key: %w", err)
	}
	return b.Bytes(), nil
}

func (s *Secret) clone() (*Secret, error) {
	b, err := s.serialize()
	if err != nil {
		return nil, err
	}
	defer secret.Zero(b)
	e, err := v2.ReadEntity(packet.NewReader(bytes.NewReader(b)))
	if err != nil {
		return nil, fmt.Errorf("pgp: secret key: %w", err)
	}
	return hold(e), nil
}

func (s *Secret) armoured() (string, error) {
	b, err := s.serialize()
	if err != nil {
		return "", err
	}
	return armour(v2.PrivateKeyType, b)
}

// Unlock opens what Lock wrote. A wrong passphrase is ErrPassphrase, anything
// that is not such a key is ErrProfile.
func Unlock(armoured string, passphrase []byte) (*Secret, error) {
	e, err := readSecret([]byte(armoured))
	if err != nil {
		return nil, err
	}
	s := &Secret{entity: e}
	for _, k := range s.packets() {
		if !k.Encrypted {
			return nil, fmt.Errorf("pgp: unlock: the key is not locked: %w", ErrProfile)
		}
	}
	if err := packet.DecryptPrivateKeys(s.packets(), passphrase); err != nil {
		return nil, ErrPassphrase
	}
	return hold(e), nil
}

// readSecret parses one armoured secret key, first making sure that what it
// asks of Argon2 is within reason.
func readSecret(a []byte) (*v2.Entity, error) {
	if len(a) > maxPublic {
		return nil, fmt.Errorf("pgp: secret key: too long: %w", ErrProfile)
	}
	block, err := armor.Decode(bytes.NewReader(a))
	if err != nil || block.Type != v2.PrivateKeyType {
		return nil, fmt.Errorf("pgp: secret key: not armoured: %w", ErrProfile)
	}
	raw, err := io.ReadAll(io.LimitReader(block.Body, maxPublic))
	if err != nil {
		return nil, fmt.Errorf("pgp: secret key: %w", ErrProfile)
	}
	if err := checkCost(raw); err != nil {
		return nil, err
	}
	e, err := v2.ReadEntity(packet.NewReader(bytes.NewReader(raw)))
	if err != nil || e.PrivateKey == nil {
		return nil, fmt.Errorf("pgp: secret key: %w", ErrProfile)
	}
	return e, nil
}

// PublicFingerprint reads the fingerprint of the first key packet of b.
func PublicFingerprint(b []byte) (string, error) {
	k, err := primary(b)
	if err != nil {
		return "", err
	}
	return fingerprint(k), nil
}

// primary is the first packet of a transferable public key.
func primary(b []byte) (*packet.PublicKey, error) {
	if len(b) > maxPublic {
		return nil, fmt.Errorf("pgp: public key: too long: %w", ErrProfile)
	}
	p, err := packet.Read(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("pgp: public key: %w", ErrShape)
	}
	k, ok := p.(*packet.PublicKey)
	if !ok || k.IsSubkey {
		return nil, fmt.Errorf("pgp: public key: %w", ErrShape)
	}
	return k, nil
}

// encryptionKey finds the subkey to wrap to: one that the primary key itself
// has bound for encryption. Expiry and revocation are the roster's to judge.
func encryptionKey(public []byte) (*packet.PublicKey, error) {
	main, err := primary(public)
	if err != nil {
		return nil, err
	}
	r := bytes.NewReader(public)
	var sub *packet.PublicKey
	for n := 0; n < 64; n++ {
		p, err := packet.Read(r)
		if err == io.EOF {
			break
		}
		if err != nil {
			continue
		}
		switch p := p.(type) {
		case *packet.PublicKey:
			if p.IsSubkey {
				sub = p
			}
		case *packet.Signature:
			if binds(main, sub, p) {
				return sub, nil
			}
		}
	}
	return nil, fmt.Errorf("pgp: public key %s: no encryption subkey: %w", fingerprint(main), ErrProfile)
}

func binds(main, sub *packet.PublicKey, sig *packet.Signature) bool {
	return sub != nil && sig.SigType == packet.SigTypeSubkeyBinding && sub.PubKeyAlgo.CanEncrypt() &&
		sig.FlagsValid && (sig.FlagEncryptCommunications || sig.FlagEncryptStorage) &&
		main.VerifyKeySignature(sub, sig) == nil
}

// armour writes b in ASCII with its checksum: some programs call a good
// signature bad without one.
func armour(kind string, b []byte) (string, error) {
	var out bytes.Buffer
	w, err := armor.EncodeWithChecksumOption(&out, kind, nil, true)
	if err != nil {
		return "", fmt.Errorf("pgp: armour: %w", err)
	}
	if _, err = w.Write(b); err == nil {
		err = w.Close()
	}
	if err != nil {
		return "", fmt.Errorf("pgp: armour: %w", err)
	}
	out.WriteByte('\n')
	return out.String(), nil
}
