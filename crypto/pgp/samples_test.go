package pgp

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// samples is the folder of keys and messages of other programs, or a loud skip.
func samples(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "samples", "openpgp")
	if m, _ := filepath.Glob(filepath.Join(dir, "*")); len(m) < 20 {
		t.Skip("SKIPPED, OTHER PROGRAMS' KEYS AND MESSAGES ARE NOT TRIED HERE: samples are missing")
	}
	return dir
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(samples(t), name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCertificatesOfOthers(t *testing.T) {
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	for name, want := range map[string]struct {
		err error
		fpr string // ending
	}{
		"rnp-rfc9580-A.3.transferable-pubkey-v6.asc":    {nil, ""},
		"rnp-alice-pub.asc":                             {ErrNoKey, "0451409669FFDE3C"},
		"rnp-ecc-25519-pub.pgp":                         {ErrNoKey, "CC786278981B0728"},
		"rnp-ecc-25519-pub-forged-key.pgp":              {ErrUnsound, ""},
		"rnp-ecc-p256-pub-expired-key.pgp":              {ErrExpired, "23674F21B2441527"},
		"rnp-keyrings-1-pubring.gpg":                    {ErrCert, ""},
		"rnp-armor-wrong_chars_base64_1.asc":            {ErrCert, ""},
		"rnp-armor-long_header_line_1024.asc":           {ErrExpired, "5719063A2D8998FA"},
		"gopenpgp-keyring_publicKey":                    {nil, "3EB6259EDF21DF24"},
		"gopenpgp-key_expiredKey":                       {ErrExpired, "CDC17DF671AB9009"},
		"pgpainless-keys-romeo_pub.asc":                 {nil, "04A32182E05E21F7"},
		"rpgp-draft-bre-openpgp-samples-00-bob.pub.asc": {nil, "FBFCC82A015E7330"},
		"dchat-key-bob-public.asc":                      {nil, "DB18B18CBCF70487"},
		"gpg-desk-rsa3072-public.asc":                   {nil, ""},
		"gpg-expired-key-public.asc":                    {ErrExpired, ""},
		"gpg-officer-ed25519-signsub-public.pgp":        {nil, ""},
		"sq-unit-public.asc":                            {nil, ""},
	} {
		c, err := ReadCertificate(read(t, name), now)
		if !errors.Is(err, want.err) || (want.err == nil && err != nil) {
			t.Errorf("%s: %v, want %v", name, err, want.err)
		}
		if !strings.HasSuffix(c.Fingerprint, want.fpr) {
			t.Errorf("%s: fingerprint %s", name, c.Fingerprint)
		}
	}
}

func TestMessagesOfOthers(t *testing.T) {
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ key, pass, msg, want, by string }{
		{"rnp-rfc9580-A.4.transferable-seckey-v6.asc", "", "rnp-rfc9580-A.8.5-v6pkesk-v2seipd", "Hello, world!", "none"},
		{"pgpainless-keys-juliet_sec.asc", "", "pgpainless-test_message_01.asc", "This message is encrypted\n", "good"},
		{"rpgp-draft-bre-openpgp-samples-00-bob.sec.asc", "", "rpgp-gnupg-msg_to_bob.asc", "foo\n", "none"},
		// Names the encrypt-only RSA algorithm for a key that is not of it, which the library refuses: a known limit.
		{"interop-gnupg-v1-001-decrypt.asc", "test", "interop-gnupg-v1-001.asc", "!", ""},
		{"gpg-officer-ed25519-signsub-secret.asc", "", "gpg-encrypted-bzip2.gpg", "AB12 CDE", "none"},
		{"gpg-officer-ed25519-signsub-secret.asc", "", "gpg-signed-encrypted-two-recipients.asc", "", "unknown"},
		{"gpg-desk-rsa3072-secret-locked.asc", "correct horse 42", "gpg-signed-encrypted-two-recipients.asc", "", "good"},
		{"sq-unit-secret.asc", "", "sq-signed-encrypted.asc", "", "good"},
		{"rpgp-draft-bre-openpgp-samples-00-bob.sec.asc", "", "rpgp-literal_eating_mdc.asc", "!", ""},
		{"rpgp-draft-bre-openpgp-samples-00-bob.sec.asc", "", "gopenpgp-message_badmdc", "!", ""},
		{"gpg-officer-ed25519-signsub-secret.asc", "", "gpg-encrypted-truncated.gpg", "!", ""},
		{"gpg-officer-ed25519-signsub-secret.asc", "", "rnp-message.zlib-quine", "!", ""},
		{"gpg-officer-ed25519-signsub-secret.asc", "", "rnp-4g.bzip2.gpg", "!", ""},
	} {
		s, err := ReadSecret(read(t, c.key), []byte(c.pass))
		if err != nil {
			t.Errorf("%s: %v", c.key, err)
			continue
		}
		plain, by, err := s.DecryptMessage(read(t, c.msg), now)
		if c.want == "!" {
			if err == nil {
				t.Errorf("%s: opened as %.40q", c.msg, plain)
			}
			continue
		}
		if err != nil || !strings.Contains(string(plain), c.want) || !strings.HasPrefix(by, c.by) {
			t.Errorf("%s: %.60q signed %q, %v", c.msg, plain, by, err)
		}
	}
}

func TestDetachedOfOthers(t *testing.T) {
	sig := read(t, "gpg-detached-by-signing-subkey.txt.asc")
	cert := read(t, "gpg-officer-ed25519-signsub-public.pgp")
	// A signature by a subkey is not one by the key that the roster names.
	if err := VerifyDetached(cert, read(t, "gpg-detached-by-signing-subkey.txt"), sig); err == nil {
		t.Error("a subkey's signature passed as the primary key's")
	}
	if err := VerifyDetached(cert, read(t, "gpg-detached-tampered.txt"), sig); err == nil {
		t.Error("a tampered text passed")
	}
}
