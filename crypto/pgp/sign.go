package pgp

import (
	"bytes"
	"crypto"
	_ "crypto/sha512" // the hash of both profiles
	"fmt"
	"io"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Signed is a literal with the signature that stood behind it, not yet
// checked against anybody's key.
type Signed struct {
	Literal []byte
	sig     *packet.Signature
}

// closer lets the library close a buffer.
type closer struct{ io.Writer }

func (closer) Close() error { return nil }

// Literal writes b as a literal packet: binary, without name or time.
func Literal(b []byte) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(len(b) + 64)
	if err := literal(&out, b); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func literal(out io.Writer, b []byte) error {
	w, err := packet.SerializeLiteral(closer{out}, true, "", 0)
	if err == nil {
		if _, err = w.Write(b); err == nil {
			err = w.Close()
		}
	}
	if err != nil {
		return fmt.Errorf("pgp: literal: %w", err)
	}
	return nil
}

// ReadLiteral takes b apart as exactly one literal and, perhaps, padding.
func ReadLiteral(b []byte) ([]byte, error) {
	r := bytes.NewReader(b)
	body, err := readLiteral(r)
	if err != nil {
		return nil, err
	}
	if err := readPadding(r); err != nil {
		return nil, err
	}
	return body, nil
}

func readLiteral(r *bytes.Reader) ([]byte, error) {
	p, err := packet.Read(r)
	if err != nil {
		return nil, fmt.Errorf("pgp: literal: %w", ErrShape)
	}
	l, ok := p.(*packet.LiteralData)
	if !ok || l.Format != 'b' || l.FileName != "" || l.Time != 0 {
		return nil, fmt.Errorf("pgp: literal: %w", ErrShape)
	}
	body := bytes.NewBuffer(make([]byte, 0, r.Len()+bytes.MinRead)) // it never grows
	if _, err := body.ReadFrom(l.Body); err != nil {
		return nil, fmt.Errorf("pgp: literal: %w", ErrShape)
	}
	return body.Bytes(), nil
}

// readPadding accepts the end, or one padding packet and then the end.
func readPadding(r *bytes.Reader) error {
	if r.Len() == 0 {
		return nil
	}
	p, err := packet.Read(r)
	if err != nil {
		return fmt.Errorf("pgp: padding: %w", ErrShape)
	}
	if _, ok := p.(packet.Padding); !ok || r.Len() != 0 {
		return fmt.Errorf("pgp: padding: %w", ErrShape)
	}
	return nil
}

// Sign writes a one-pass signature, b as a literal and the signature over it:
// a signed OpenPGP message.
func (s *Secret) Sign(b []byte, at time.Time, rand io.Reader) ([]byte, error) {
	k, err := s.signer()
	if err != nil {
		return nil, err
	}
	sig, err := signature(k, b, at, rand, true)
	if err != nil {
		return nil, err
	}
	ops := packet.OnePassSignature{
		Version: 3, SigType: sig.SigType, Hash: sig.Hash, PubKeyAlgo: sig.PubKeyAlgo, KeyId: k.KeyId, IsLast: true,
	}
	var out bytes.Buffer
	out.Grow(len(b) + 512)
	if err := ops.Serialize(&out); err != nil {
		return nil, fmt.Errorf("pgp: sign: %w", err)
	}
	if err := literal(&out, b); err != nil {
		return nil, err
	}
	if err := sig.Serialize(&out); err != nil {
		return nil, fmt.Errorf("pgp: sign: %w", err)
	}
	return out.Bytes(), nil
}

func (s *Secret) signer() (*packet.PrivateKey, error) {
	k := s.entity.PrivateKey
	if k == nil || k.Dummy() || k.PrivateKey == nil || !k.PubKeyAlgo.CanSign() {
		return nil, fmt.Errorf("pgp: sign: the primary key cannot sign: %w", ErrProfile)
	}
	return k, nil
}

// signature signs b. One that is kept inside a message is terse: its issuer is
// named once, by fingerprint, and it bears no salt. The library adds one so that
// no text is signed twice alike, lest a fault while signing give the key away;
// each entry has an id and a place of its own, and is signed once.
func signature(k *packet.PrivateKey, b []byte, at time.Time, rand io.Reader, terse bool) (*packet.Signature, error) {
	c := vaultConfig(rand, at, 0)
	id, salted := &k.KeyId, !terse
	if terse {
		id = nil
	}
	c.NonDeterministicSignaturesViaNotation = &salted
	sig := &packet.Signature{
		Version: k.Version, SigType: packet.SigTypeBinary, PubKeyAlgo: k.PubKeyAlgo, Hash: crypto.SHA512,
		CreationTime: at, IssuerKeyId: id, IssuerKeyVersion: uint8(k.Version), IssuerFingerprint: k.Fingerprint,
	}
	h, err := sig.PrepareSign(c)
	if err != nil {
		return nil, fmt.Errorf("pgp: sign: %w", err)
	}
	h.Write(b)
	if err := sig.Sign(h, k, c); err != nil {
		return nil, fmt.Errorf("pgp: sign: %w", err)
	}
	return sig, nil
}

// Pad gives a copy of b with a padding packet behind it, so that it reaches its
// Bucket. If there is no room for a packet in what is missing, the next bucket
// is taken. The copy shares no memory with b, which may be wiped.
func Pad(b []byte, rand io.Reader) ([]byte, error) {
	n := padding(len(b))
	out := bytes.NewBuffer(make([]byte, 0, len(b)+n+8))
	out.Write(b)
	if err := packet.Padding(n).SerializePadding(out, rand); err != nil {
		return nil, fmt.Errorf("pgp: pad: %w", err)
	}
	return out.Bytes(), nil
}

// padding is the length of the content of a padding packet that fills n bytes
// up to a bucket, its header of two, three or six bytes included.
func padding(n int) int {
	for room := Bucket(n+2) - n; ; room = Bucket(n+room+1) - n {
		switch {
		case room >= 2 && room-2 < 192:
			return room - 2
		case room-3 >= 192 && room-3 < 8384:
			return room - 3
		case room-6 >= 8384:
			return room - 6
		}
	}
}

// ReadSigned takes b apart as exactly: one-pass signature, literal, signature
// of the profile, perhaps padding. It does not check the signature; By does.
func ReadSigned(b []byte) (*Signed, error) {
	r := bytes.NewReader(b)
	p, err := packet.Read(r)
	if err != nil {
		return nil, fmt.Errorf("pgp: signed: %w", ErrShape)
	}
	ops, ok := p.(*packet.OnePassSignature)
	if !ok || ops.Version != 3 || !ops.IsLast {
		return nil, fmt.Errorf("pgp: signed: %w", ErrShape)
	}
	body, err := readLiteral(r)
	if err != nil {
		return nil, err
	}
	sig, err := readSignature(r)
	if err != nil {
		return nil, err
	}
	if err := readPadding(r); err != nil {
		return nil, err
	}
	if ops.Hash != sig.Hash || ops.PubKeyAlgo != sig.PubKeyAlgo || ops.SigType != sig.SigType {
		return nil, fmt.Errorf("pgp: signed: %w", ErrShape)
	}
	return &Signed{Literal: body, sig: sig}, nil
}

func readSignature(r io.Reader) (*packet.Signature, error) {
	p, err := packet.Read(r)
	if err != nil {
		return nil, fmt.Errorf("pgp: signature: %w", ErrShape)
	}
	sig, ok := p.(*packet.Signature)
	if !ok {
		return nil, fmt.Errorf("pgp: signature: %w", ErrShape)
	}
	if sig.Version != 4 || sig.SigType != packet.SigTypeBinary || sig.Hash != crypto.SHA512 {
		return nil, fmt.Errorf("pgp: signature: %w", ErrProfile)
	}
	return sig, nil
}

// By reports nil if the literal was signed by exactly the primary key packet
// that public begins with. What the certificate says of itself (expiry,
// revocation, flags) is not looked at.
func (s *Signed) By(public []byte) error {
	k, err := primary(public)
	if err != nil {
		return err
	}
	return verify(k, s.Literal, s.sig)
}

func verify(k *packet.PublicKey, b []byte, sig *packet.Signature) error {
	if k.PubKeyAlgo != sig.PubKeyAlgo || !sig.CheckKeyIdOrFingerprint(k) {
		return ErrSignature
	}
	h, err := sig.PrepareVerify()
	if err != nil {
		return ErrSignature
	}
	h.Write(b)
	if k.VerifySignature(h, sig) != nil {
		return ErrSignature
	}
	return nil
}

// SignDetached signs b; the signature is one binary packet.
func (s *Secret) SignDetached(b []byte, at time.Time, rand io.Reader) ([]byte, error) {
	k, err := s.signer()
	if err != nil {
		return nil, err
	}
	sig, err := signature(k, b, at, rand, false)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := sig.Serialize(&out); err != nil {
		return nil, fmt.Errorf("pgp: sign: %w", err)
	}
	return out.Bytes(), nil
}

// VerifyDetached checks a detached signature, binary or armoured, by exactly
// the primary key packet that public begins with.
func VerifyDetached(public, b, sig []byte) error {
	k, err := primary(public)
	if err != nil {
		return err
	}
	raw, err := unarmour(sig)
	if err != nil {
		return err
	}
	r := bytes.NewReader(raw)
	p, err := readSignature(r)
	if err != nil {
		return err
	}
	if r.Len() != 0 {
		return fmt.Errorf("pgp: signature: bytes after it: %w", ErrShape)
	}
	return verify(k, b, p)
}
