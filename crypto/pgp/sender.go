package pgp

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	pgperrors "github.com/ProtonMail/go-crypto/openpgp/errors"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"github.com/ProtonMail/go-crypto/openpgp/v2"
)

// maxPhraseLogKiB is the most memory that a passphrase of a message from
// outside may ask for, as a power of two of KiB: 1 GiB.
const maxPhraseLogKiB = 20

// ErrDear is a message whose passphrase asks for too much memory.
var ErrDear = errors.New("pgp: the message asks for too much memory")

// foreignConfig is the profile under which messages and signatures from
// outside are read; nothing is written under it. Old keys are read.
func foreignConfig(at time.Time) *packet.Config {
	c := exportConfig(nil, at)
	c.MinRSABits = 1024
	return c
}

// senders is the keyring of the certificates of people outside. One that
// cannot be read is left out: it vouches for nobody.
func senders(certs [][]byte) v2.EntityList {
	var ring v2.EntityList
	for _, b := range certs {
		if e, err := readCert(b); err == nil {
			ring = append(ring, e)
		}
	}
	return ring
}

// VerifyFrom checks the detached signature over exactly b, armoured or binary,
// by the certificates given, as their own rules have it when it was made. The
// answer is "good by FPR", with what has become of the key since; "unknown"
// when no certificate is the signer's; "unknown: …" when the signature proves
// nothing, with the reason; or "bad" when it does not hold over b.
func VerifyFrom(certs [][]byte, b, signature []byte, at time.Time) string {
	const unreadable = "unknown: the signature is of a kind that cannot be read"
	raw, err := unarmour(signature)
	if err != nil {
		return unreadable
	}
	md, err := v2.VerifyDetachedSignatureReader(senders(certs), bytes.NewReader(b), bytes.NewReader(raw), foreignConfig(at))
	if err != nil {
		return unreadable
	}
	if _, err := io.Copy(io.Discard, md.UnverifiedBody); err != nil {
		return unreadable
	}
	return signer(md, at)
}

// signer puts what is known of a message's signatures into words: one bad
// signature spoils them all, and a good one says more than one that proves
// nothing.
func signer(md *v2.MessageDetails, at time.Time) string {
	if !md.IsSigned || len(md.SignatureCandidates) == 0 {
		return "none"
	}
	word := "unknown"
	for _, c := range md.SignatureCandidates {
		why := doubt(c.SignatureError)
		switch {
		case c.SignatureError == nil && c.SignedByEntity != nil:
			if !strings.HasPrefix(word, "good by ") {
				word = "good by " + fingerprint(c.SignedByEntity.PrimaryKey) + since(c.SignedByEntity, at)
			}
		case c.SignatureError == nil, errors.Is(c.SignatureError, pgperrors.ErrUnknownIssuer):
		case why == "":
			return "bad"
		case word == "unknown":
			word += ": " + why
		}
	}
	return word
}

// doubt is why a signature proves nothing although it may hold, or "".
func doubt(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, pgperrors.ErrSignatureExpired):
		return "it was valid for a time that has passed"
	case errors.Is(err, pgperrors.ErrKeyExpired), errors.Is(err, pgperrors.ErrSignatureOlderThanKey):
		return "it was made when its key was not valid"
	case errors.Is(err, pgperrors.ErrKeyRevoked):
		return "its key has been revoked"
	case strings.Contains(err.Error(), "insecure"):
		return "it uses a digest that can be forged"
	}
	return ""
}

// since says what has become of a signer's certificate.
func since(e *v2.Entity, at time.Time) string {
	if e.Revoked(at) {
		return ", whose key has been revoked since"
	}
	if sig, err := e.VerifyPrimaryKey(at, foreignConfig(at)); errors.Is(err, pgperrors.ErrKeyExpired) || err == nil && e.PrimaryKey.KeyExpired(sig, at) || err != nil && outlived(e, at) {
		return ", whose key has expired since"
	}
	return ""
}

// OpenPhrase opens a message that is encrypted under a passphrase, armoured or
// binary, with the signature as DecryptMessage gives it. ErrOpen when the
// passphrase is not its own.
func OpenPhrase(b, passphrase []byte, certs [][]byte, at time.Time) (plain []byte, signature string, err error) {
	raw, err := unarmour(b)
	if err != nil {
		return nil, "", err
	}
	if dearPhrase(raw) {
		return nil, "", ErrDear
	}
	asked := false
	prompt := func([]v2.Key, bool) ([]byte, error) {
		if asked {
			return nil, ErrOpen
		}
		asked = true
		return passphrase, nil
	}
	md, err := v2.ReadMessage(bytes.NewReader(raw), senders(certs), prompt, foreignConfig(at))
	return unfold(md, err, at)
}

// unfold reads a message to its end. Only then is its integrity known.
func unfold(md *v2.MessageDetails, err error, at time.Time) (plain []byte, signature string, _ error) {
	if err != nil {
		return nil, "", fmt.Errorf("pgp: decrypt: %w", ErrOpen)
	}
	if !md.IsEncrypted {
		return nil, "", fmt.Errorf("pgp: decrypt: not encrypted: %w", ErrShape)
	}
	plain, err = io.ReadAll(io.LimitReader(md.UnverifiedBody, maxPlain+1))
	if len(plain) > maxPlain {
		return nil, "", ErrTooLarge
	}
	if err != nil {
		return nil, "", fmt.Errorf("pgp: decrypt: %w", ErrOpen)
	}
	return plain, signer(md, at), nil
}

// dearPhrase says whether a session key under a passphrase asks for more
// memory than maxPhraseLogKiB.
func dearPhrase(raw []byte) bool {
	for len(raw) > 0 {
		tag, body, rest, err := nextPacket(raw)
		if err != nil || tag != 1 && tag != 3 && tag != 10 {
			return false // the content, whose length may be open, comes after the keys
		}
		if at := phraseAt(body); tag == 3 && at > 0 && len(body) > at+19 && body[at] == 4 && body[at+19] > maxPhraseLogKiB {
			return true
		}
		raw = rest
	}
	return false
}

// phraseAt is where the specifier of the passphrase stands in a packet with a
// session key under one.
func phraseAt(body []byte) int {
	if len(body) == 0 {
		return 0
	}
	switch body[0] {
	case 4: // version, cipher
		return 2
	case 5: // version, cipher, mode
		return 3
	case 6: // version, length, cipher, mode, length
		return 5
	}
	return 0
}
