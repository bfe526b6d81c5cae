package pgp

import (
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// TestRevocationDoesNotCondemnHistory: a leaver who revokes their certificate,
// even as compromised, changes nothing about what they signed before; nor does
// expiry. Outside recipients' certificates are judged by those very rules.
func TestRevocationDoesNotCondemnHistory(t *testing.T) {
	s := key(t, "officer p-1")
	inner, err := s.Sign([]byte("entry"), at(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	before := public(t, s)
	if err := s.entity.Revoke(packet.KeyCompromised, "", keyConfig(rand.Reader, at())); err != nil {
		t.Fatal(err)
	}
	after := public(t, s)
	if len(after) <= len(before) {
		t.Fatal("the certificate was not revoked")
	}
	signed, err := ReadSigned(inner)
	if err != nil {
		t.Fatal(err)
	}
	for name, cert := range map[string][]byte{"as enrolled": before, "revoked": after} {
		if err := signed.By(cert); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadCertificate(before, at().Add(time.Hour)); err != nil {
		t.Error(err)
	}
	if _, err := ReadCertificate(after, at().Add(time.Hour)); !errors.Is(err, ErrRevoked) {
		t.Errorf("a revoked recipient: %v", err)
	}
	if _, err := EncryptExport([][]byte{after}, "", nil, at().Add(time.Hour), rand.Reader); !errors.Is(err, ErrRevoked) {
		t.Errorf("encrypted to a revoked recipient: %v", err)
	}
}

func TestExpiredRecipient(t *testing.T) {
	c := keyConfig(rand.Reader, at())
	c.KeyLifetimeSecs = 3600
	e := key(t, "Partner")
	if err := e.entity.AddUserId("Soon over", "", "", c); err != nil {
		t.Fatal(err)
	}
	delete(e.entity.Identities, "Partner")
	cert := public(t, e)
	got, err := ReadCertificate(cert, at().Add(time.Minute))
	if err != nil || got.Expires != "2026-03-02" || got.UserID != "Soon over" {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := ReadCertificate(cert, at().Add(2*time.Hour)); !errors.Is(err, ErrExpired) {
		t.Errorf("after its end: %v", err)
	}
}
