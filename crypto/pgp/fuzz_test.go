package pgp

import (
	"crypto/rand"
	"testing"
)

// FuzzCertificate: hostile certificates neither panic nor pass without a key.
func FuzzCertificate(f *testing.F) {
	s := key(f, "Example")
	pub := public(f, s)
	a, err := ArmourPublic(pub)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(pub)
	f.Add(a)
	f.Add(pub[:60])
	f.Add([]byte("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n=AAAA\n-----END PGP PUBLIC KEY BLOCK-----"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ReadCertificate(b, at())
		if err == nil && (c.Fingerprint == "" || len(c.Binary) == 0) {
			t.Fatal("passed without a key")
		}
	})
}

// FuzzMessage: hostile messages neither panic, hang nor unfold without bound.
func FuzzMessage(f *testing.F) {
	s := key(f, "Example")
	msg, err := EncryptExport([][]byte{public(f, s)}, "", []byte("hello"), at(), rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	raw, err := unarmour(msg)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(msg)
	f.Add(raw)
	f.Add([]byte{0xa3, 1, 0x78, 0x9c}) // compressed, with nothing in it
	f.Fuzz(func(t *testing.T, b []byte) {
		if plain, _, err := s.DecryptMessage(b, at()); err == nil && string(plain) != "hello" {
			t.Fatalf("read as %q", plain)
		}
	})
}

// FuzzUnwrap: hostile grants give no key but the one that was wrapped.
func FuzzUnwrap(f *testing.F) {
	s := key(f, "Example")
	k := make([]byte, KeySize)
	w, err := Wrap(public(f, s), k, rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(w)
	f.Add(w[:12])
	f.Add([]byte{0xc1, 0xff, 0xff, 0xff, 0xff, 0xff, 6, 0, 18})
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := s.Unwrap(b); err == nil && len(got) != KeySize {
			t.Fatal("a key of the wrong length")
		}
	})
}
