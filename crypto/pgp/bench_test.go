package pgp

import (
	"bytes"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// two is a record of 2 KiB.
func two() []byte { return bytes.Repeat([]byte("0123456789abcdef"), 128) }

// BenchmarkSealOpen: a 2 KiB record under a session key, with its signature.
func BenchmarkSealOpen(b *testing.B) {
	s, k := key(b, "officer p-1"), session(b)
	cert := public(b, s)
	b.Run("sign+seal", func(b *testing.B) {
		for b.Loop() {
			in, _ := s.Sign(two(), at(), rand.Reader)
			if _, err := Seal(k, in, rand.Reader); err != nil {
				b.Fatal(err)
			}
		}
	})
	in, _ := s.Sign(two(), at(), rand.Reader)
	sealed, _ := Seal(k, in, rand.Reader)
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			inner, err := Open(k, sealed)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := ReadSigned(inner); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("open+verify", func(b *testing.B) {
		for b.Loop() {
			inner, _ := Open(k, sealed)
			m, err := ReadSigned(inner)
			if err != nil || m.By(cert) != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkExport: sign and encrypt a 2 KiB report for one recipient, here and
// by gpg as a process of its own; and verify, here and by gpgv. Most of the
// difference is the price of a process and its agent.
func BenchmarkExport(b *testing.B) {
	s := key(b, "Release 00000000")
	cert := public(b, s)
	now := time.Now()
	b.Run("sign+encrypt/here", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.SignExport(two(), now, rand.Reader); err != nil {
				b.Fatal(err)
			}
			if _, err := EncryptExport([][]byte{cert}, "", two(), now, rand.Reader); err != nil {
				b.Fatal(err)
			}
		}
	})
	sig, err := s.SignExport(two(), now, rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("verify/here", func(b *testing.B) {
		for b.Loop() {
			if err := VerifyDetached(cert, two(), sig); err != nil {
				b.Fatal(err)
			}
		}
	})
	if _, err := exec.LookPath("gpg"); err != nil {
		b.Skip("SKIPPED: no gpg to compare with")
	}
	home, err := os.MkdirTemp("", "g")
	if err != nil {
		b.Fatal(err)
	}
	defer os.RemoveAll(home)
	defer exec.Command("gpgconf", "--homedir", home, "--kill", "all").Run()
	run := func(b *testing.B, in []byte, args ...string) {
		b.Helper()
		cmd := exec.Command("gpg", append([]string{"--homedir", home, "--batch", "--yes", "--quiet", "--trust-model", "always", "--pinentry-mode", "loopback", "--passphrase", ""}, args...)...)
		cmd.Stdin = bytes.NewReader(in)
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("gpg %v: %v %s", args, err, out)
		}
	}
	run(b, nil, "--quick-gen-key", "desk@example.org", "future-default", "default", "never")
	b.Run("sign+encrypt/gpg", func(b *testing.B) {
		for b.Loop() {
			run(b, two(), "-o", filepath.Join(home, "out"), "--sign", "--encrypt", "-r", "desk@example.org")
		}
	})
	file := filepath.Join(home, "r")
	if err := os.WriteFile(file, two(), 0o600); err != nil {
		b.Fatal(err)
	}
	a, err := ArmourPublic(cert)
	if err != nil {
		b.Fatal(err)
	}
	run(b, a, "--import")
	if err := os.WriteFile(file+".asc", sig, 0o600); err != nil {
		b.Fatal(err)
	}
	ring := filepath.Join(home, "pubring.kbx")
	b.Run("verify/gpgv", func(b *testing.B) {
		for b.Loop() {
			if out, err := exec.Command("gpgv", "--homedir", home, "--keyring", ring, file+".asc", file).CombinedOutput(); err != nil {
				b.Fatalf("%v %s", err, out)
			}
		}
	})
}
