package pgp

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"time"

	pgperrors "github.com/ProtonMail/go-crypto/openpgp/errors"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"github.com/ProtonMail/go-crypto/openpgp/v2"
)

// maxPlain is the most that a message from outside may unfold to: 256 MiB.
const maxPlain = 256 << 20

// Certificate is what an outside certificate says of itself.
type Certificate struct {
	Fingerprint string
	UserID      string
	Binary      []byte
	Expires     string // date, or "" for never
}

// Why a certificate or a message cannot be used, in words for the screen.
var (
	ErrExpired  = errors.New("pgp: the certificate has expired")
	ErrRevoked  = errors.New("pgp: the certificate has been revoked by its owner")
	ErrNoKey    = errors.New("pgp: the certificate has no key to encrypt to")
	ErrWeak     = errors.New("pgp: the certificate's key is too weak")
	ErrUnsound  = errors.New("pgp: the certificate is not soundly signed by its own key")
	ErrTooLarge = errors.New("pgp: the message unfolds to more than may be read")
	ErrCert     = errors.New("pgp: not one certificate")
)

// SignExport makes a detached armoured signature that stock programs verify.
func (s *Secret) SignExport(b []byte, at time.Time, rand io.Reader) ([]byte, error) {
	sig, err := s.SignDetached(b, at.Truncate(time.Second), rand)
	if err != nil {
		return nil, err
	}
	a, err := armour(v2.SignatureType, sig)
	return []byte(a), err
}

// ArmourPublic writes a public certificate in ASCII.
func ArmourPublic(public []byte) ([]byte, error) {
	if _, err := primary(public); err != nil {
		return nil, err
	}
	a, err := armour(v2.PublicKeyType, public)
	return []byte(a), err
}

func exportConfig(rand io.Reader, at time.Time) *packet.Config {
	limit := int64(maxPlain)
	c := keyConfig(rand, at)
	c.MinRSABits = 2048
	c.MaxDecompressedMessageSize = &limit
	return c
}

// EncryptExport encrypts to every certificate, each of which must be usable
// now, as an armoured message with version 1 packets under AES-256.
func EncryptExport(certs [][]byte, name string, b []byte, at time.Time, rand io.Reader) ([]byte, error) {
	if len(certs) == 0 {
		return nil, fmt.Errorf("pgp: encrypt: nobody to encrypt to")
	}
	c := exportConfig(rand, at)
	var keys []*packet.PublicKey
	for _, cert := range certs {
		e, err := readCert(cert)
		if err != nil {
			return nil, err
		}
		k, err := usable(e, at, c)
		if err != nil {
			return nil, fmt.Errorf("pgp: encrypt to %s: %w", fingerprint(e.PrimaryKey), err)
		}
		keys = append(keys, k)
	}
	raw, err := encryptV1(keys, name, b, c)
	if err != nil {
		return nil, fmt.Errorf("pgp: encrypt: %w", err)
	}
	a, err := armour(v2.MessageType, raw)
	return []byte(a), err
}

// encryptV1 writes version 3 session keys and one version 1 packet, whatever
// newer features the certificates claim: what leaves must open everywhere.
func encryptV1(keys []*packet.PublicKey, name string, b []byte, c *packet.Config) ([]byte, error) {
	session := make([]byte, KeySize)
	if _, err := io.ReadFull(c.Random(), session); err != nil {
		return nil, err
	}
	defer clear(session)
	var out bytes.Buffer
	for _, k := range keys {
		if err := packet.SerializeEncryptedKeyAEAD(&out, k, packet.CipherAES256, false, session, c); err != nil {
			return nil, err
		}
	}
	w, err := packet.SerializeSymmetricallyEncrypted(&out, packet.CipherAES256, false, packet.CipherSuite{}, session, c)
	if err != nil {
		return nil, err
	}
	l, err := packet.SerializeLiteral(closer{w}, true, name, 0)
	if err != nil {
		return nil, err
	}
	if _, err := l.Write(b); err != nil {
		return nil, err
	}
	if err := l.Close(); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// ReadCertificate reads one certificate, armoured or binary, and says why it
// cannot be encrypted to, if so. What was read is given with the error.
func ReadCertificate(b []byte, at time.Time) (Certificate, error) {
	e, err := readCert(b)
	if err != nil {
		return Certificate{}, err
	}
	c := Certificate{Fingerprint: fingerprint(e.PrimaryKey), UserID: userID(e, at), Expires: expires(e, at)}
	var raw bytes.Buffer
	if err := e.Serialize(&raw); err != nil {
		return c, fmt.Errorf("pgp: certificate %s: %w", c.Fingerprint, ErrCert)
	}
	c.Binary = raw.Bytes()
	if _, err := usable(e, at, exportConfig(nil, at)); err != nil {
		return c, fmt.Errorf("pgp: certificate %s: %w", c.Fingerprint, err)
	}
	return c, nil
}

func readCert(b []byte) (*v2.Entity, error) {
	raw, err := unarmour(b)
	if err != nil {
		return nil, fmt.Errorf("pgp: certificate: %w", ErrCert)
	}
	if len(raw) > maxPublic {
		return nil, fmt.Errorf("pgp: certificate: too long: %w", ErrCert)
	}
	es, err := v2.ReadKeyRing(bytes.NewReader(raw))
	if err != nil || len(es) != 1 {
		return nil, fmt.Errorf("pgp: certificate: %w", ErrCert)
	}
	return es[0], nil
}

// usable finds the key to encrypt to by the certificate's own rules.
func usable(e *v2.Entity, at time.Time, c *packet.Config) (*packet.PublicKey, error) {
	if e.Revoked(at) {
		return nil, ErrRevoked
	}
	sig, err := e.VerifyPrimaryKey(at, c)
	switch {
	case errors.Is(err, pgperrors.ErrKeyExpired), err == nil && e.PrimaryKey.KeyExpired(sig, at):
		return nil, ErrExpired
	case errors.Is(err, pgperrors.ErrKeyRevoked):
		return nil, ErrRevoked
	case err != nil && outlived(e, at):
		return nil, ErrExpired
	case err != nil:
		return nil, ErrUnsound
	}
	k, err := e.EncryptionKeyWithError(at, c)
	switch {
	case err == nil:
		return k.PublicKey, nil
	case errors.Is(err, pgperrors.ErrKeyExpired):
		return nil, ErrExpired
	case errors.Is(err, pgperrors.ErrKeyRevoked):
		return nil, ErrRevoked
	case strings.Contains(err.Error(), "bit") || strings.Contains(err.Error(), "weak"):
		return nil, ErrWeak
	}
	return nil, ErrNoKey
}

// outlived reports whether every lifetime that the certificate gives itself
// has passed.
func outlived(e *v2.Entity, at time.Time) bool {
	var ends []time.Time
	for _, id := range e.Identities {
		for _, s := range id.SelfCertifications {
			if l := s.Packet.KeyLifetimeSecs; l != nil && *l > 0 {
				ends = append(ends, e.PrimaryKey.CreationTime.Add(time.Duration(*l)*time.Second))
			}
			if l := s.Packet.SigLifetimeSecs; l != nil && *l > 0 {
				ends = append(ends, s.Packet.CreationTime.Add(time.Duration(*l)*time.Second))
			}
		}
	}
	for _, end := range ends {
		if end.After(at) {
			return false
		}
	}
	return len(ends) > 0
}

func userID(e *v2.Entity, at time.Time) string {
	if _, id := e.PrimaryIdentity(at, nil); id != nil {
		return id.Name
	}
	var names []string
	for n := range e.Identities {
		names = append(names, n)
	}
	sort.Strings(names)
	if len(names) > 0 {
		return names[0]
	}
	return ""
}

func expires(e *v2.Entity, at time.Time) string {
	sig, err := e.PrimarySelfSignature(at, nil)
	if err != nil || sig == nil || sig.KeyLifetimeSecs == nil || *sig.KeyLifetimeSecs == 0 {
		return ""
	}
	return e.PrimaryKey.CreationTime.Add(time.Duration(*sig.KeyLifetimeSecs) * time.Second).UTC().Format("2006-01-02")
}

// DecryptMessage is DecryptFrom where no sender's certificate is held.
func (s *Secret) DecryptMessage(b []byte, at time.Time, known ...*Secret) (plain []byte, signature string, err error) {
	return s.DecryptFrom(nil, b, at, known...)
}

// DecryptFrom opens a message encrypted to this key, armoured or binary. Only
// whole, integrity-protected messages open. signature says who signed, as
// VerifyFrom does, of this key, the keys of known and the certificates given;
// or "none".
func (s *Secret) DecryptFrom(certs [][]byte, b []byte, at time.Time, known ...*Secret) (plain []byte, signature string, err error) {
	raw, err := unarmour(b)
	if err != nil {
		return nil, "", err
	}
	ring := v2.EntityList{s.entity}
	for _, k := range known {
		ring = append(ring, k.entity)
	}
	md, err := v2.ReadMessage(bytes.NewReader(raw), append(ring, senders(certs)...), nil, foreignConfig(at))
	return unfold(md, err, at)
}
