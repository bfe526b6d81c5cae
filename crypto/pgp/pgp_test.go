package pgp

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

func at() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

func key(t testing.TB, uid string) *Secret {
	t.Helper()
	s, err := Generate(uid, at(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func public(t testing.TB, s *Secret) []byte {
	t.Helper()
	b, err := s.Public()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func session(t testing.TB) []byte {
	t.Helper()
	k := make([]byte, KeySize)
	if _, err := rand.Read(k); err != nil {
		t.Fatal(err)
	}
	return k
}

func weak() Strength { return Strength{MemoryKiB: 64, Time: 1, Threads: 1} }

func TestSealOpenEverySize(t *testing.T) {
	k := session(t)
	for _, n := range []int{0, 1, 15, 16, 500, 511, 512, 513, 1023, 1024, 1025, 4096, 65535, 65536, 65537, 200_000, 1<<20 + 5} {
		plain := bytes.Repeat([]byte{7}, n)
		lit, err := Literal(plain)
		if err != nil {
			t.Fatal(err)
		}
		padded, err := Pad(lit, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if Bucket(len(padded)) != len(padded) {
			t.Errorf("%d bytes: padded to %d, no bucket", n, len(padded))
		}
		sealed, err := Seal(k, padded, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		inner, err := Open(k, sealed)
		if err != nil {
			t.Fatalf("%d bytes: %v", n, err)
		}
		got, err := ReadLiteral(inner)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%d bytes: %d back, %v", n, len(got), err)
		}
		if _, err := Open(session(t), sealed); !errors.Is(err, ErrOpen) {
			t.Errorf("%d bytes: another key: %v", n, err)
		}
	}
}

// TestNoBitMayFlip: no single bit of a sealed packet can change unseen.
func TestNoBitMayFlip(t *testing.T) {
	k := session(t)
	lit, _ := Literal([]byte("a short entry"))
	sealed, err := Seal(k, lit, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for i := range sealed {
		for bit := range 8 {
			b := bytes.Clone(sealed)
			b[i] ^= 1 << bit
			if got, err := Open(k, b); err == nil {
				t.Fatalf("byte %d bit %d: opened as %q", i, bit, got)
			}
		}
	}
	for n := range sealed {
		if _, err := Open(k, sealed[:n]); err == nil {
			t.Fatalf("cut at %d: opened", n)
		}
	}
	if _, err := Open(k, append(bytes.Clone(sealed), 0xd5, 0)); err == nil {
		t.Fatal("opened with bytes behind it")
	}
}

func TestPadFillsBuckets(t *testing.T) {
	for n := range 20_000 {
		p := padding(n)
		header := 2
		if p >= 8384 {
			header = 6
		} else if p >= 192 {
			header = 3
		}
		if total := n + header + p; p < 0 || Bucket(total) != total {
			t.Fatalf("%d bytes: padding of %d gives %d", n, p, total)
		}
	}
}

func TestOnlyTheProfileOpens(t *testing.T) {
	k := session(t)
	for name, c := range map[string]struct {
		cipher packet.CipherFunction
		mode   packet.AEADMode
		v2     bool
		chunk  uint64
	}{
		"OCB":            {packet.CipherAES256, packet.AEADModeOCB, true, 1024},
		"EAX":            {packet.CipherAES256, packet.AEADModeEAX, true, 1024},
		"4 MiB chunks":   {packet.CipherAES256, packet.AEADModeGCM, true, 4 << 20},
		"version 1 (v1)": {packet.CipherAES256, packet.AEADModeGCM, false, 1024},
	} {
		var b bytes.Buffer
		cfg := &packet.Config{DefaultCipher: c.cipher, AEADConfig: &packet.AEADConfig{DefaultMode: c.mode, ChunkSize: c.chunk}}
		w, err := packet.SerializeSymmetricallyEncrypted(&b, c.cipher, c.v2, packet.CipherSuite{Cipher: c.cipher, Mode: c.mode}, k, cfg)
		if err != nil {
			t.Fatal(err)
		}
		lit, _ := Literal([]byte("x"))
		_, _ = w.Write(lit)
		_ = w.Close()
		if _, err := Open(k, b.Bytes()); !errors.Is(err, ErrProfile) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSignedMessage(t *testing.T) {
	alice, mallory := key(t, "officer p-1"), key(t, "officer p-2")
	inner, err := alice.Sign([]byte("entry"), at(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ReadSigned(inner)
	if err != nil || string(s.Literal) != "entry" {
		t.Fatal(err)
	}
	if err := s.By(public(t, alice)); err != nil {
		t.Error(err)
	}
	if err := s.By(public(t, mallory)); !errors.Is(err, ErrSignature) {
		t.Errorf("another key: %v", err)
	}
	for name, b := range map[string][]byte{
		"two messages": append(bytes.Clone(inner), inner...),
		"literal only": func() []byte { l, _ := Literal([]byte("entry")); return l }(),
		"trailing":     append(bytes.Clone(inner), 1),
		"empty":        nil,
		"padding first": func() []byte {
			p, _ := Pad(nil, rand.Reader)
			return append(p, inner...)
		}(),
	} {
		if _, err := ReadSigned(b); err == nil {
			t.Errorf("%s: read", name)
		}
	}
	for i := range inner {
		b := bytes.Clone(inner)
		b[i] ^= 1
		if s, err := ReadSigned(b); err == nil && s.By(public(t, alice)) == nil && !bytes.Equal(s.Literal, []byte("entry")) {
			t.Fatalf("byte %d: another text passes as signed", i)
		}
	}
}

func TestDetached(t *testing.T) {
	s := key(t, "Release 00000000")
	sig, err := s.SignDetached([]byte("report"), at(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := VerifyDetached(public(t, s), []byte("report"), sig); err != nil {
		t.Error(err)
	}
	if err := VerifyDetached(public(t, s), []byte("Report"), sig); !errors.Is(err, ErrSignature) {
		t.Errorf("changed: %v", err)
	}
	if err := VerifyDetached(public(t, s), []byte("report"), append(sig, sig...)); err == nil {
		t.Error("two signatures passed as one")
	}
}

func TestWrap(t *testing.T) {
	alice, bob := key(t, "officer p-1"), key(t, "officer p-2")
	k := session(t)
	w, err := Wrap(public(t, alice), k, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(w, alice.entity.PrimaryKey.Fingerprint) || bytes.Contains(w, alice.entity.Subkeys[0].PublicKey.Fingerprint) {
		t.Error("the recipient is not hidden")
	}
	got, err := alice.Unwrap(w)
	if err != nil || !bytes.Equal(got, k) {
		t.Fatal(err)
	}
	if _, err := bob.Unwrap(w); !errors.Is(err, ErrNotOurs) {
		t.Errorf("bob: %v", err)
	}
	for n := range w {
		if _, err := alice.Unwrap(w[:n]); err == nil {
			t.Fatalf("cut at %d: unwrapped", n)
		}
	}
}

// TestSubkeyMustBeBound: an enroller cannot slip their own encryption subkey
// under somebody else's confirmed primary key.
func TestSubkeyMustBeBound(t *testing.T) {
	alice, mallory := key(t, "officer p-1"), key(t, "officer p-2")
	var grafted bytes.Buffer
	if err := alice.entity.PrimaryKey.Serialize(&grafted); err != nil {
		t.Fatal(err)
	}
	sub := mallory.entity.Subkeys[0]
	if err := sub.Serialize(&grafted, false); err != nil {
		t.Fatal(err)
	}
	if _, err := Wrap(grafted.Bytes(), session(t), rand.Reader); !errors.Is(err, ErrProfile) {
		t.Fatalf("wrapped to a grafted subkey: %v", err)
	}
}

func TestLockUnlock(t *testing.T) {
	a := key(t, "officer p-1")
	locked, err := a.Lock([]byte("open sesame"), weak(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(locked, "\n=") {
		t.Error("armour without its checksum")
	}
	k, err := Unlock(locked, []byte("open sesame"))
	if err != nil || k.Fingerprint() != a.Fingerprint() {
		t.Fatal(err)
	}
	if _, err := Unlock(locked, []byte("open sesamE")); !errors.Is(err, ErrPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	if _, err := a.Sign(nil, at(), rand.Reader); err != nil {
		t.Errorf("locking a copy locked the original: %v", err)
	}
	d1, err := a.Derive("x")
	if err != nil {
		t.Fatal(err)
	}
	d2, err := k.Derive("x")
	if err != nil || !d1.Equal(d2) {
		t.Error("derived keys differ", err)
	}
	if d3, _ := a.Derive("y"); d1.Equal(d3) {
		t.Error("labels do not separate")
	}
	k.Wipe()
	if _, err := k.Sign([]byte("x"), at(), rand.Reader); err == nil {
		t.Error("signs after it was wiped")
	}
	plain, err := a.armoured()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Unlock(plain, nil); !errors.Is(err, ErrProfile) {
		t.Errorf("a key that is not locked: %v", err)
	}
}

func TestEnclose(t *testing.T) {
	a, b := key(t, "officer p-1"), key(t, "Release 00000000")
	msg, err := a.Enclose(b, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	got, err := a.Disclose(msg)
	if err != nil || got.Fingerprint() != b.Fingerprint() {
		t.Fatal(err)
	}
	sig, err := got.SignDetached([]byte("x"), at(), rand.Reader)
	if err != nil || VerifyDetached(public(t, b), []byte("x"), sig) != nil {
		t.Error("the enclosed key does not sign", err)
	}
	if _, err := b.Disclose(msg); !errors.Is(err, ErrNotOurs) {
		t.Errorf("for another: %v", err)
	}
	for _, bad := range []string{"", "x", msg[:len(msg)/2]} {
		if _, err := a.Disclose(bad); err == nil {
			t.Errorf("%.20q disclosed", bad)
		}
	}
}

// TestGreedyKeyIsRefused: a key file cannot make us allocate without end.
func TestGreedyKeyIsRefused(t *testing.T) {
	a := key(t, "officer p-1")
	locked, err := a.Lock([]byte("x"), weak(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := unarmour([]byte(locked))
	if err != nil {
		t.Fatal(err)
	}
	// usage 253, cipher AES-256, mode GCM, specifier 4, salt, passes, lanes, log2 KiB
	i := bytes.Index(raw, []byte{253, 9, 3, 4})
	if i < 0 {
		t.Fatal("no Argon2 specifier where RFC 9580 puts it")
	}
	raw[i+4+16+2] = 31
	greedy, err := armour("PGP PRIVATE KEY BLOCK", raw)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Unlock(greedy, []byte("x")); !errors.Is(err, ErrProfile) {
		t.Fatalf("%v", err)
	}
}

func TestSecretsAreNotFormatted(t *testing.T) {
	s := key(t, "officer p-1")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if got := fmt.Sprintf(verb, s); got != "key "+s.Fingerprint() {
			t.Errorf("%s: %s", verb, got)
		}
	}
}

// TestPadSharesNothing: what was padded may be wiped at once.
func TestPadSharesNothing(t *testing.T) {
	for n := range 3000 {
		b := make([]byte, n, n+5000)
		for i := range b {
			b[i] = 7
		}
		p, err := Pad(b, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		clear(b)
		if !bytes.Equal(p[:n], bytes.Repeat([]byte{7}, n)) {
			t.Fatalf("%d bytes: wiped with the original", n)
		}
	}
}

func TestBuckets(t *testing.T) {
	for n, want := range map[int]int{0: 512, 1: 512, 512: 512, 513: 640, 640: 640, 641: 768, 1024: 1024, 1025: 1280, 2049: 2560, 4096: 4096, 4097: 5120,
		64 << 10: 64 << 10, 64<<10 + 1: 72 << 10, 200_057: 208 << 10, 1<<20 + 57: 1<<20 + 128<<10} {
		if got := Bucket(n); got != want {
			t.Errorf("%d bytes go to %d, want %d", n, got, want)
		}
	}
}
