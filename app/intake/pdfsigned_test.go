package intake

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/md5"
	"crypto/rand"
	"crypto/rc4"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/smallstep/pkcs7"
)

// signer is somebody who signs PDFs, with a certificate made for the test.
type signer struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	bare bool // the certificate does not go with what is signed
}

// padding completes a passphrase of a PDF (ISO 32000-1, 7.6.3.3).
const padding = "\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a"

func newSigner(t testing.TB, name string, from, to time.Time) signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: name}, NotBefore: from, NotAfter: to, KeyUsage: x509.KeyUsageCRLSign, IsCA: true, BasicConstraintsValid: true, SubjectKeyId: []byte{7}}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return signer{cert: c, key: key}
}

// seal makes the object that stands in a PDF over the bytes that it covers.
func (s signer) seal(t testing.TB, method string, over []byte) []byte {
	t.Helper()
	content := over
	switch method {
	case "adbe.pkcs7.sha1":
		sum := sha1.Sum(over)
		content = sum[:]
	case stampMethod:
		content = s.stampOf(t, over)
	}
	p, err := pkcs7.NewSignedData(content)
	if err != nil {
		t.Fatal(err)
	}
	p.SetDigestAlgorithm(pkcs7.OIDDigestAlgorithmSHA256)
	if method == "ETSI.CAdES.detached" { // whose time of signing stands in the PDF alone
		err = p.SignWithoutAttr(s.cert, s.key, pkcs7.SignerInfoConfig{})
	} else {
		err = p.AddSigner(s.cert, s.key, pkcs7.SignerInfoConfig{})
	}
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(method, ".detached") {
		p.Detach()
	}
	b, err := p.Finish()
	if err != nil {
		t.Fatal(err)
	}
	if s.bare { // the one that comes along has another number
		other := bytes.Replace(s.cert.Raw, []byte{2, 1, 7}, []byte{2, 1, 8}, 1)
		b = bytes.Replace(b, s.cert.Raw, other, 1)
	}
	return b
}

// stampOf is the content of a time stamp (RFC 3161, 2.4.2), as far as it is read.
func (s signer) stampOf(t testing.TB, over []byte) []byte {
	t.Helper()
	type imprint struct {
		Way    pkix.AlgorithmIdentifier
		Digest []byte
	}
	sum := sha256.Sum256(over)
	b, err := asn1.Marshal(struct {
		Version int
		Policy  asn1.ObjectIdentifier
		Imprint imprint
		Serial  int
	}{1, asn1.ObjectIdentifier{1, 2, 3}, imprint{pkix.AlgorithmIdentifier{Algorithm: pkcs7.OIDDigestAlgorithmSHA256}, sum[:]}, 1})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// revokes is a list that has the signer's certificate revoked.
func (s signer) revokes(t testing.TB, when time.Time) []byte {
	t.Helper()
	list, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: when, NextUpdate: when.Add(time.Hour),
		RevokedCertificateEntries: []x509.RevocationListEntry{{SerialNumber: s.cert.SerialNumber, RevocationTime: when}}}, s.cert, crypto.Signer(s.key))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// update appends objects, numbers and bodies in turn, to a PDF, with a table that
// leads to them; without a PDF it begins one.
func update(pdf []byte, objects ...any) []byte {
	var b bytes.Buffer
	b.Write(pdf)
	before := bytes.LastIndex(pdf, []byte("startxref\n"))
	back := ""
	if before >= 0 {
		at := 0
		_, _ = fmt.Sscanf(string(pdf[before+10:]), "%d", &at)
		back = fmt.Sprintf("/Prev %d", at)
	} else {
		b.WriteString("%PDF-1.7\n")
	}
	var table strings.Builder
	for i := 0; i < len(objects); i += 2 {
		fmt.Fprintf(&table, "%d 1\n%010d 00000 n \n", objects[i], b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", objects[i], objects[i+1])
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n%strailer\n<</Size 40/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", &table, back, at)
	return b.Bytes()
}

const signatureRoom = 6000 // hexadecimal digits kept for a signature

// unsigned is a PDF of one page with room for the signature 10; extra objects follow.
func unsigned(method, date string, extra ...any) []byte {
	text := "BT /F 12 Tf 10 700 Td (Meet at the yard) Tj ET"
	return update(nil, append([]any{
		1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[9 0 R]/SigFlags 3>>/DSS<</CRLs[20 0 R]>>>>",
		2, "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		4, fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(text), text),
		5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		9, "<</FT/Sig/T(first)/V 10 0 R>>",
		10, room(method, date)}, extra...)...)
}

func room(method, date string) string {
	return "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/" + method + "/Name(As They Say)/M(" + date + ")/ByteRange[0 0000000000 0000000000 0000000000]/Contents<" + strings.Repeat("0", signatureRoom) + ">>>"
}

// signPDF fills the last room for a signature that is in the file.
func signPDF(t testing.TB, s signer, method string, pdf []byte) []byte {
	t.Helper()
	b := bytes.Clone(pdf)
	from := bytes.LastIndex(b, []byte("/Contents<0")) + len("/Contents")
	to := from + signatureRoom + 2
	around := bytes.LastIndex(b[:from], []byte("[0 0000000000 "))
	copy(b[around:], fmt.Sprintf("[0 %010d %010d %010d", from, to, len(b)-to))
	cms := fmt.Sprintf("%x", s.seal(t, method, append(bytes.Clone(b[:from]), b[to:]...)))
	if len(cms) > signatureRoom {
		t.Fatalf("the signature has %d digits", len(cms))
	}
	copy(b[from+1:], cms)
	return b
}

// around writes other numbers into the only ByteRange of a file.
func around(b []byte, numbers ...int) []byte {
	i := bytes.Index(b, []byte("/ByteRange["))
	n := bytes.IndexByte(b[i:], ']')
	list := strings.Trim(fmt.Sprint(numbers), "[]")
	return append(append(bytes.Clone(b[:i+len("/ByteRange[")]), fmt.Sprintf("%-*s", n-len("/ByteRange["), list)...), b[i+n:]...)
}

func TestPDFSignatures(t *testing.T) {
	now := time.Now().UTC().Truncate(time.Second)
	day := 24 * time.Hour
	ann := newSigner(t, "Ann Example", now.Add(-day), now.Add(day))
	bob := newSigner(t, "Bob Example", now.Add(-day), now.Add(day))
	said := now.Format("D:20060102150405Z")
	const detached, cades = "adbe.pkcs7.detached", "ETSI.CAdES.detached"
	good := "good by Ann Example (chain not checked)"
	plain := signPDF(t, ann, detached, unsigned(detached, said))
	list := func(b []byte) string { return fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(b), b) }
	from := bytes.Index(plain, []byte("/Contents<")) + len("/Contents")
	to := from + signatureRoom + 2
	hole := bytes.Clone(plain) // an object among the digits, which nobody signed
	copy(hole[to-60:], "\n4 0 obj [(evil)] endobj\n")
	second := update(plain, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[9 0 R 11 0 R]/SigFlags 3>>>>", 11, "<</FT/Sig/T(second)/V 12 0 R>>", 12, room(detached, said))
	stamped := update(plain, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[9 0 R 11 0 R]/SigFlags 3>>>>", 11, "<</FT/Sig/T(stamp)/V 12 0 R>>", 12, room(stampMethod, said))
	badStamp := signPDF(t, bob, stampMethod, stamped)
	stranger := ann
	stranger.bare = true
	owner := strings.Repeat("o", 32)
	sum := md5.Sum([]byte(padding + owner + "\xfc\xff\xff\xffid")) // ISO 32000-1, algorithm 2
	cipher, err := rc4.NewCipher(sum[:5])
	if err != nil {
		t.Fatal(err)
	}
	user := []byte(padding)
	cipher.XORKeyStream(user, user)
	encrypted := bytes.Replace(unsigned(detached, said, 30, fmt.Sprintf("<</Filter/Standard/V 1/R 2/P -4/O<%x>/U<%x>>>", owner, user)), []byte("/Root 1 0 R"), []byte("/Root 1 0 R/Encrypt 30 0 R/ID[(id)(id)]"), 1)
	for _, c := range []struct {
		name  string
		b     []byte
		at    time.Time // when it is read; now when zero
		code  string    // beginning of what the record keeps
		class string
		line  string // of the signatures' part
	}{
		{"whole", plain, now, good, "signature-unknown", "covers the whole file"},
		{"one byte changed", bytes.Replace(plain, []byte("the yard"), []byte("the park"), 1), now, "bad", "signature-bad", "checked: bad"},
		{"digest inside, SHA-1", signPDF(t, ann, "adbe.pkcs7.sha1", unsigned("adbe.pkcs7.sha1", said)), now, good, "weak-crypto", ""},
		{"digest inside, changed", bytes.Replace(signPDF(t, ann, "adbe.pkcs7.sha1", unsigned("adbe.pkcs7.sha1", said)), []byte("yard"), []byte("park"), 1), now, "bad", "signature-bad", ""},
		{"CAdES", signPDF(t, ann, cades, unsigned(cades, said)), now, good, "", ""},
		{"CAdES, read when the certificate has expired", signPDF(t, ann, cades, unsigned(cades, said)), now.Add(2 * day), good + ", whose certificate has expired since", "", ""},
		{"CAdES that says no time, expired", signPDF(t, ann, cades, unsigned(cades, "")), now.Add(2 * day), "unknown: it does not say when it was made", "signature-unknown", ""},
		{"CAdES made after it expired", signPDF(t, ann, cades, unsigned(cades, now.Add(3*day).Format("D:20060102150405+00'00'"))), now.Add(4 * day), "unknown: its certificate had expired", "", ""},
		{"CAdES made before it was valid", signPDF(t, ann, cades, unsigned(cades, now.Add(-2*day).Format("D:20060102150405Z"))), now, "unknown: its certificate was not valid yet", "", ""},
		{"signed after it expired", signPDF(t, newSigner(t, "Old Example", now.Add(-2*day), now.Add(-day)), detached, unsigned(detached, said)), now, "unknown", "signature-unknown", "outside the time"},
		{"revoked before", signPDF(t, ann, detached, unsigned(detached, said, 20, list(ann.revokes(t, now.Add(-time.Hour))))), now, "unknown: its certificate was revoked before", "signature-unknown", ""},
		{"revoked since", signPDF(t, ann, detached, unsigned(detached, said, 20, list(ann.revokes(t, now.Add(time.Hour))))), now.Add(2 * time.Hour), good + ", whose certificate has been revoked since", "", ""},
		{"another's revoked", signPDF(t, ann, detached, unsigned(detached, said, 20, list(bob.revokes(t, now.Add(-time.Hour))))), now, good, "", ""},
		{"added to", update(plain, 4, "<</Length 43>>\nstream\nBT /F 12 Tf 10 700 Td (Meet in the park) Tj ET\nendstream"), now, "unknown: it holds for an earlier version", "signature-unknown", "bytes were added"},
		{"two signers", signPDF(t, bob, detached, second), now, "good by Bob Example", "", "2. signed by As They Say"},
		{"two signers, the first changed", bytes.Replace(signPDF(t, bob, detached, second), []byte("yard"), []byte("park"), 1), now, "bad", "signature-bad", ""},
		{"a place that nobody filled", unsigned(detached, said), now, "unknown: ", "signature-unknown", ""},
		{"a time stamp alone", signPDF(t, bob, stampMethod, unsigned(stampMethod, said)), now, "", "signature-unknown", "1. a time stamp"},
		{"a time stamp over a signature", badStamp, now, "unknown: it holds for an earlier version", "", "2. a time stamp"},
		{"a time stamp that does not hold", bytes.Replace(badStamp, []byte("/T(stamp)"), []byte("/T(stomp)"), 1), now, "unknown: it holds for an earlier version", "signature-bad", ""},
		{"begins after the beginning", around(plain, 9, from-9, to, len(plain)-to), now, "unknown: the bytes that it says it covers are not in the file", "signature-unknown", ""},
		{"ends past the end", around(plain, 0, from, to, len(plain)), now, "unknown: the bytes that it says", "", ""},
		{"pieces that overlap", around(plain, 0, to, from, len(plain)-from), now, "unknown: the bytes that it says", "", ""},
		{"numbers below nothing", around(plain, 0, from, to, -1), now, "unknown: the bytes that it says", "", ""},
		{"leaves out more", around(plain, 0, from-30, to, len(plain)-to), now, "unknown: it leaves out more of the file than itself", "", ""},
		{"three pieces", around(plain, 0, from, to, 1, to+1, 1), now, "unknown: it does not say what it covers", "", ""},
		{"an object among its digits", hole, now, "unknown: it leaves out more of the file than itself", "signature-unknown", ""},
		{"covers less than the rest", around(plain, 0, from, to, 20), now, "bad", "signature-bad", ""},
		{"its certificate does not come along", signPDF(t, stranger, detached, unsigned(detached, said)), now, "unknown", "signature-unknown", ""},
		{"encrypted, with nothing to be asked", signPDF(t, ann, detached, encrypted), now, good, "", "covers the whole file"},
	} {
		if c.at.IsZero() {
			c.at = now
		}
		res := readAt(c.at.Add(time.Minute), "a.pdf", c.b, "", Limits{})
		if res.Error != nil || !strings.HasPrefix(res.Signature, c.code) || strings.HasPrefix(c.code, "good") && strings.TrimPrefix(res.Signature, c.code) != "" && c.name != "two signers" {
			t.Errorf("%s: %v %q, want %q", c.name, res.Error, res.Signature, c.code)
		}
		if c.class != "" && !warned(res, c.class) {
			t.Errorf("%s: no warning %s in %v", c.name, c.class, res.Warnings)
		}
		if !strings.Contains(res.Text, "[digital signatures]") || !strings.Contains(res.Text, c.line) {
			t.Errorf("%s: its line is not in %q", c.name, res.Text)
		}
	}
}
