package pgp

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// gpg runs stock GnuPG in a home of its own, or skips, loudly.
func gpg(t *testing.T) func(stdin []byte, args ...string) (string, []byte, error) {
	t.Helper()
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Skip("SKIPPED, EXPORTS ARE NOT PROVEN AGAINST GnuPG HERE: gpg is missing")
	}
	home, err := os.MkdirTemp("", "g") // short: the agent's socket has a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = exec.Command("gpgconf", "--homedir", home, "--kill", "all").Run()
		_ = os.RemoveAll(home)
	})
	return func(stdin []byte, args ...string) (string, []byte, error) {
		cmd := exec.Command("gpg", append([]string{"--homedir", home, "--batch", "--yes", "--status-fd", "2", "--trust-model", "always", "--pinentry-mode", "loopback", "--passphrase", ""}, args...)...)
		cmd.Stdin = bytes.NewReader(stdin)
		var out, status bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &status
		err := cmd.Run()
		return status.String(), out.Bytes(), err
	}
}

// TestStockGnuPGReadsWhatLeaves: decrypts, verifies, and says so with exit 0.
// Sixty rounds, because a missing armour checksum fails one time in three.
func TestStockGnuPGReadsWhatLeaves(t *testing.T) {
	run := gpg(t)
	if status, _, err := run(nil, "--quick-gen-key", "partner@example.org", "default", "default", "never"); err != nil {
		t.Fatalf("%v\n%s", err, status)
	}
	_, cert, err := run(nil, "--armor", "--export", "partner@example.org")
	if err != nil {
		t.Fatal(err)
	}
	release := key(t, "Release 00000000")
	mine, err := ArmourPublic(public(t, release))
	if err != nil {
		t.Fatal(err)
	}
	if status, _, err := run(mine, "--import"); err != nil {
		t.Fatalf("%v\n%s", err, status)
	}
	now := time.Now()
	dir := t.TempDir()
	for i := range 60 {
		report := bytes.Repeat([]byte("Róisín reports.\n"), i)
		sealed, err := EncryptExport([][]byte{cert}, "report.txt", report, now, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		sig, err := release.SignExport(report, now, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if i%10 == 0 {
			status, plain, err := run(sealed, "--decrypt")
			if err != nil || !bytes.Equal(plain, report) || !strings.Contains(status, "DECRYPTION_OKAY") {
				t.Fatalf("round %d: %v\n%s", i, err, status)
			}
		}
		file := filepath.Join(dir, "r")
		if err := os.WriteFile(file, report, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file+".asc", sig, 0o600); err != nil {
			t.Fatal(err)
		}
		status, _, err := run(nil, "--verify", file+".asc", file)
		if err != nil || !strings.Contains(status, "VALIDSIG "+release.Fingerprint()) {
			t.Fatalf("round %d: %v\n%s", i, err, status)
		}
	}
	// And a message that GnuPG makes opens here.
	member := key(t, "officer p-1")
	their, err := ArmourPublic(public(t, member))
	if err != nil {
		t.Fatal(err)
	}
	if status, _, err := run(their, "--import"); err != nil {
		t.Fatalf("%v\n%s", err, status)
	}
	status, msg, err := run([]byte("for the desk"), "--armor", "--sign", "--encrypt", "-u", "partner@example.org", "-r", member.Fingerprint())
	if err != nil {
		t.Fatalf("%v\n%s", err, status)
	}
	plain, by, err := member.DecryptMessage(msg, now)
	if err != nil || string(plain) != "for the desk" || by != "unknown" {
		t.Fatalf("%q %q %v", plain, by, err)
	}
}

func TestExportSaysNo(t *testing.T) {
	if _, err := EncryptExport(nil, "x", nil, at(), rand.Reader); err == nil {
		t.Error("encrypted to nobody")
	}
	if _, err := EncryptExport([][]byte{[]byte("no certificate")}, "x", nil, at(), rand.Reader); !errors.Is(err, ErrCert) {
		t.Error(err)
	}
	s := key(t, "officer p-1")
	if _, _, err := s.DecryptMessage([]byte("not a message"), at()); err == nil {
		t.Error("decrypted nonsense")
	}
	lit, _ := Literal([]byte("in the clear"))
	if _, _, err := s.DecryptMessage(lit, at()); err == nil {
		t.Error("a message in the clear passed as encrypted")
	}
}

func TestDecryptNamesKnownSigner(t *testing.T) {
	s, other := key(t, "officer p-1"), key(t, "officer p-2")
	msg, err := EncryptExport([][]byte{public(t, s)}, "", []byte("hello"), at(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plain, by, err := s.DecryptMessage(msg, at())
	if err != nil || string(plain) != "hello" || by != "none" {
		t.Fatalf("%q %q %v", plain, by, err)
	}
	if _, _, err := other.DecryptMessage(msg, at()); err == nil {
		t.Error("opened for another")
	}
	for i := 100; i < len(msg)-80; i += 37 {
		b := bytes.Clone(msg)
		b[i] ^= 2
		if got, _, err := s.DecryptMessage(b, at()); err == nil && string(got) != "hello" {
			t.Fatalf("byte %d: read as %q", i, got)
		}
	}
}
