package intake

import (
	"bytes"
	"compress/zlib"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/smallstep/pkcs7"
)

const signedText = "Content-Type: text/plain; charset=utf-8\r\n\r\nThe van is due at the yard.\r\n"

// sign makes an S/MIME object over text with a certificate of its own.
func sign(t testing.TB, text string, detached bool) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	cert := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Ann Example"}, EmailAddresses: []string{"ann@example.com"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	if cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	s, err := pkcs7.NewSignedData([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	s.SetDigestAlgorithm(pkcs7.OIDDigestAlgorithmSHA256)
	if err := s.AddSigner(cert, key, pkcs7.SignerInfoConfig{}); err != nil {
		t.Fatal(err)
	}
	if detached {
		s.Detach()
	}
	b, err := s.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func wrapped(b []byte) string {
	s := base64.StdEncoding.EncodeToString(b)
	var out strings.Builder
	for len(s) > 76 {
		out.WriteString(s[:76] + "\r\n")
		s = s[76:]
	}
	return out.String() + s + "\r\n"
}

func detachedMail(from, text string, signature []byte) []byte {
	return []byte("From: " + from + "\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=b\r\n\r\n--b\r\n" +
		text + "\r\n--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=smime.p7s\r\n\r\n" + wrapped(signature) + "--b--\r\n")
}

func opaqueMail(b []byte) []byte {
	return []byte("From: ann@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n" + wrapped(b))
}

func saysWarning(res Result, class, what string) bool {
	for _, w := range res.Warnings {
		if w.Class == class && strings.Contains(w.What, what) {
			return true
		}
	}
	return false
}

func TestSMIMESignatures(t *testing.T) {
	good := "good by Ann Example <ann@example.com> (chain not checked)"
	detached := sign(t, signedText, true)
	mail := detachedMail("Ann <ann@example.com>", signedText, detached)
	res := Read("a.eml", mail, "", Limits{})
	if res.Signature != good || !strings.Contains(res.Text, "the yard") || !saysWarning(res, "signature-unknown", "who issued its certificate was not checked") || saysWarning(res, "signature-unknown", "another address") {
		t.Errorf("detached: %q %v", res.Signature, res.Warnings)
	}
	bare := bytes.ReplaceAll(mail, []byte("\r\n"), []byte("\n")) // as a mail program stores it
	if res := Read("a.eml", bare, "", Limits{}); res.Signature != good {
		t.Errorf("with bare line ends: %q", res.Signature)
	}
	changed := bytes.Replace(mail, []byte("the yard"), []byte("the park"), 1)
	if res := Read("a.eml", changed, "", Limits{}); res.Signature != "bad" || !warned(res, "signature-bad") || !strings.Contains(res.Text, "the park") {
		t.Errorf("changed: %q %v", res.Signature, res.Warnings)
	}
	if res := Read("a.eml", detachedMail("Bob <bob@example.net>", signedText, detached), "", Limits{}); !saysWarning(res, "signature-unknown", "another address") {
		t.Errorf("another sender: %v", res.Warnings)
	}
	if res := Read("a.eml", detachedMail("ann@example.com", signedText, []byte("0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02\xa0\x80")), "", Limits{}); res.Signature != "unknown" {
		t.Errorf("a broken signature: %q %v", res.Signature, res.Warnings)
	}
	res = Read("a.eml", opaqueMail(sign(t, signedText, false)), "", Limits{})
	if res.Signature != good || res.Error != nil || !strings.Contains(res.Text, "the yard") {
		t.Errorf("opaque: %q %v %q", res.Signature, res.Error, res.Text)
	}
	res = Read("note.txt.p7m", sign(t, "words by themselves", false), "", Limits{})
	if res.Signature != good || !strings.Contains(res.Text, "words by themselves") || partOf(res, "note.txt") == nil {
		t.Errorf("a file: %q %+v", res.Signature, res.Parts)
	}
	outer := []byte("From: bob@example.net\r\nSubject: fwd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n\r\nsee below\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n" + string(mail) + "\r\n--o--\r\n")
	if res := Read("a.eml", outer, "", Limits{}); res.Signature != "" || !saysWarning(res, "signature-unknown", good) {
		t.Errorf("a signed message inside an unsigned one speaks for it: %q %v", res.Signature, res.Warnings)
	}
}

func TestSMIMEThatIsNotOpened(t *testing.T) {
	sealed, err := pkcs7.Encrypt([]byte("secret words"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"a.p7m": sealed, "a.eml": opaqueMail(sealed)} {
		if res := Read(name, b, "", Limits{}); !failed(res, "no-key") || !strings.Contains(res.Error.What, "S/MIME") || strings.Contains(res.Text, "secret") {
			t.Errorf("%s: %+v", name, res.Error)
		}
	}
	if res := Read("a.p7s", sign(t, signedText, true), "", Limits{}); !failed(res, "unsupported") {
		t.Errorf("a signature alone: %v", res.Error)
	}
}

// encapsulated is the content that the objects of RFC 5652 hold.
type encapsulated struct {
	Type    asn1.ObjectIdentifier
	Content []byte `asn1:"explicit,tag:0"`
}

// pkcs7Of is an S/MIME object of the type whose last numbers are given.
func pkcs7Of(t testing.TB, content any, oid ...int) []byte {
	t.Helper()
	body, err := asn1.Marshal(content)
	if err != nil {
		t.Fatal(err)
	}
	b, err := asn1.Marshal(struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue
	}{append(asn1.ObjectIdentifier{1, 2, 840, 113549, 1}, oid...), asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: body}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// packedPKCS7 is a compressed S/MIME object, as RFC 3274 has it.
func packedPKCS7(t testing.TB, content []byte) []byte {
	t.Helper()
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(content)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return pkcs7Of(t, struct {
		Version int
		Way     pkix.AlgorithmIdentifier
		Inner   encapsulated
	}{0, pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 3, 8}}, encapsulated{pkcs7.OIDData, z.Bytes()}}, 9, 16, 1, 9)
}

func TestSMIMECompressed(t *testing.T) {
	b := packedPKCS7(t, []byte(signedText))
	if res := Read("a.eml", opaqueMail(b), "", Limits{}); res.Error != nil || !strings.Contains(res.Text, "the yard") {
		t.Errorf("%v %q", res.Error, res.Text)
	}
	if res := Read("a.p7z", packedPKCS7(t, make([]byte, 4<<20)), "", Limits{PartBytes: 1 << 20}); !failed(res, "bomb") {
		t.Errorf("a bomb: %v", res.Error)
	}
}

// Content with its sum beside it, as RFC 5652 §7 has it, is no secret; nor is
// what a time stamp covers (RFC 5544).
func TestSMIMEInClear(t *testing.T) {
	digested := pkcs7Of(t, struct {
		Version int
		Way     pkix.AlgorithmIdentifier
		Inner   encapsulated
		Sum     []byte
	}{0, pkix.AlgorithmIdentifier{Algorithm: pkcs7.OIDDigestAlgorithmSHA256}, encapsulated{pkcs7.OIDData, []byte("words in clear")}, make([]byte, 32)}, 7, 5)
	stamped := pkcs7Of(t, struct {
		Version int
		Content []byte
	}{1, []byte("words in clear")}, 9, 16, 1, 31)
	for name, b := range map[string][]byte{"a.p7": digested, "a.txt.tsd": stamped} {
		if res := Read(name, b, "", Limits{}); res.Error != nil || !strings.Contains(res.Text, "words in clear") || res.Signature != "" {
			t.Errorf("%s: %v %q %q", name, res.Error, res.Signature, res.Text)
		}
	}
}

// Elements inside elements, which would use up the stack of a parser that
// follows them all.
func TestSMIMEDepth(t *testing.T) {
	deep := bytes.Repeat([]byte{0x30, 0x80}, 1<<18)
	b := append([]byte("0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02\xa0\x80"), deep...)
	began := time.Now()
	v := cms{object: b, over: [][]byte{[]byte("x")}, at: time.Now()}.verify()
	if v.code != "unknown" || shallow(b, 0) {
		t.Errorf("%+v", v)
	}
	t.Logf("%d elements inside each other: %v", 1<<18, time.Since(began))
}

func FuzzSMIME(f *testing.F) {
	f.Add(sign(f, signedText, false))
	f.Add(packedPKCS7(f, []byte(signedText)))
	f.Add(sign(f, signedText, true))
	f.Fuzz(func(t *testing.T, b []byte) {
		if v := (cms{object: b, over: [][]byte{[]byte(signedText)}, at: time.Now()}).verify(); v.code != "bad" && v.code != "unknown" && !strings.HasPrefix(v.code, "good by ") {
			t.Fatalf("%+v", v)
		}
		for _, name := range []string{"a.p7m", "a.eml"} {
			file := b
			if name == "a.eml" {
				file = opaqueMail(b)
			}
			if res := Read(name, file, "", Limits{Bytes: 1 << 20, PartBytes: 1 << 20, Expanded: 2 << 20}); res.Error != nil && strings.Contains(res.Error.What, "broke its parser") {
				t.Fatal(fmt.Sprint(res.Error))
			}
		}
	})
}
