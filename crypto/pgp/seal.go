package pgp

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Seal encrypts packets under a session key as one version 2
// integrity-protected packet.
func Seal(key, packets []byte, rand io.Reader) ([]byte, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("pgp: seal: key of %d bytes: %w", len(key), ErrProfile)
	}
	var b bytes.Buffer
	b.Grow(len(packets) + 256 + len(packets)/minChunk)
	c := vaultConfig(rand, time.Time{}, len(packets))
	w, err := packet.SerializeSymmetricallyEncrypted(&b, packet.CipherAES256, true, suite(), key, c)
	if err != nil {
		return nil, fmt.Errorf("pgp: seal: %w", err)
	}
	if _, err = w.Write(packets); err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("pgp: seal: %w", err)
	}
	return b.Bytes(), nil
}

// Open decrypts what Seal made and nothing else: one packet of the profile
// with no byte before or after it.
func Open(key, sealed []byte) ([]byte, error) {
	if len(sealed) > maxBody {
		return nil, fmt.Errorf("pgp: open: %d bytes: %w", len(sealed), ErrProfile)
	}
	if !framed(sealed) {
		return nil, fmt.Errorf("pgp: open: not one packet: %w", ErrShape)
	}
	r := bytes.NewReader(sealed)
	p, err := packet.Read(r)
	if err != nil {
		return nil, fmt.Errorf("pgp: open: %w", ErrShape)
	}
	se, ok := p.(*packet.SymmetricallyEncrypted)
	if !ok {
		return nil, fmt.Errorf("pgp: open: %w", ErrShape)
	}
	if !inProfile(se) {
		return nil, fmt.Errorf("pgp: open: %w", ErrProfile)
	}
	in, err := se.Decrypt(packet.CipherAES256, key)
	if err != nil {
		return nil, ErrOpen
	}
	out := bytes.NewBuffer(make([]byte, 0, len(sealed)))
	if _, err := io.Copy(out, in); err != nil {
		return nil, ErrOpen
	}
	if err := in.Close(); err != nil {
		return nil, ErrOpen
	}
	if r.Len() != 0 {
		return nil, fmt.Errorf("pgp: open: bytes after the packet: %w", ErrShape)
	}
	return out.Bytes(), nil
}

// framed reports whether b is exactly one packet by its own lengths, which may
// be partial: the library forgives a last length that reaches beyond the end.
func framed(b []byte) bool {
	if len(b) < 2 || b[0]&0xc0 != 0xc0 {
		return false
	}
	for b = b[1:]; len(b) > 0; {
		if l := b[0]; l >= 224 && l < 255 { // partial: a power of two follows
			n := 1 << (l & 0x1f)
			if n > len(b)-1 {
				return false
			}
			b = b[1+n:]
			continue
		}
		n, head := newLength(append([]byte{0}, b[:min(5, len(b))]...))
		return head > 0 && n >= 0 && n == len(b)-(head-1)
	}
	return false
}

func inProfile(se *packet.SymmetricallyEncrypted) bool {
	return se.IntegrityProtected && se.Version == 2 && se.Cipher == packet.CipherAES256 &&
		se.Mode == packet.AEADModeGCM && se.ChunkSizeByte <= maxReadChunk
}

// Wrap encrypts a session key to the encryption subkey of a member's public
// key, without saying whose it is.
func Wrap(public, key []byte, rand io.Reader) ([]byte, error) {
	sub, err := encryptionKey(public)
	if err != nil {
		return nil, err
	}
	if len(key) != KeySize {
		return nil, fmt.Errorf("pgp: wrap: key of %d bytes: %w", len(key), ErrProfile)
	}
	var b bytes.Buffer
	c := vaultConfig(rand, time.Time{}, 0)
	if err := packet.SerializeEncryptedKeyAEADwithHiddenOption(&b, sub, packet.CipherAES256, true, key, true, c); err != nil {
		return nil, fmt.Errorf("pgp: wrap: %w", err)
	}
	return b.Bytes(), nil
}

// Unwrap opens a wrapped session key with any of our subkeys, or reports
// ErrNotOurs.
func (s *Secret) Unwrap(wrapped []byte) ([]byte, error) {
	if len(wrapped) > maxPublic {
		return nil, fmt.Errorf("pgp: unwrap: %w", ErrProfile)
	}
	for _, k := range s.packets() {
		if !k.PubKeyAlgo.CanEncrypt() || k.Encrypted {
			continue
		}
		// Decrypt writes into the packet, so it is read anew for each key.
		ek, err := readWrapped(wrapped)
		if err != nil {
			return nil, err
		}
		if ek.Algo == k.PubKeyAlgo && ek.Decrypt(k, nil) == nil && len(ek.Key) == KeySize {
			return ek.Key, nil
		}
	}
	return nil, ErrNotOurs
}

func readWrapped(wrapped []byte) (*packet.EncryptedKey, error) {
	r := bytes.NewReader(wrapped)
	p, err := packet.Read(r)
	if err != nil || r.Len() != 0 {
		return nil, fmt.Errorf("pgp: unwrap: %w", ErrShape)
	}
	ek, ok := p.(*packet.EncryptedKey)
	if !ok || ek.Version != 6 || ek.KeyVersion != 0 {
		return nil, fmt.Errorf("pgp: unwrap: %w", ErrProfile)
	}
	return ek, nil
}
