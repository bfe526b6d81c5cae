package intake

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"hash"
	"strings"

	"github.com/smallstep/pkcs7"

	"corridor/app/intake/pdf"
)

// pdfSignatures tells of the digital signatures of a PDF and checks those whose
// kind can be checked. One that covers the whole file speaks for it.
func (r *reader) pdfSignatures(in input, d pdf.Document) {
	if len(d.Signatures) == 0 {
		return
	}
	var told []string
	whole := verdict{}
	room := 4 * maxSignature // bytes to be hashed, of all signatures together
	for i, s := range d.Signatures {
		v := r.pdfVerdict(s, d.Revoked, &room)
		told = append(told, pdfSigned(i+1, s, v))
		switch {
		case s.Method == stampMethod, s.Use == "UR3", s.Use == "UR":
			if v.code == "bad" {
				r.warn("signature-bad", "%s of the PDF does not hold", pdfSignatureWord(s))
			}
		case v.code == "bad" || whole.code == "":
			whole = v
		case whole.code != "bad" && s.Later == 0:
			whole = v
		}
	}
	if whole.code == "" {
		r.warn("signature-unknown", "the PDF carries no signature of a sender, only a time stamp or usage rights")
	} else {
		r.signedBy(whole, in.top)
	}
	r.view("", "application/x-signatures", "\n[digital signatures]\n", strings.Join(told, "\n"))
}

// stampMethod is the SubFilter of a signature that proves a time and nobody's
// will.
const stampMethod = "ETSI.RFC3161"

func pdfSignatureWord(s pdf.Signature) string {
	switch {
	case s.Method == stampMethod:
		return "a time stamp"
	case s.Use == "UR3" || s.Use == "UR":
		return "usage rights, given by the maker of a program"
	case s.Use == "DocMDP":
		return "certified"
	}
	return "signed"
}

// pdfSigned is the line of one signature, in the order of the file.
func pdfSigned(n int, s pdf.Signature, v verdict) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d. %s", n, pdfSignatureWord(s))
	for _, p := range [][2]string{{" by ", s.Name}, {" on ", pdf.Day(s.Date)}, {" at ", s.Place}, {", reason: ", s.Reason}, {", contact: ", s.Contact}, {", field: ", s.Field}} {
		if t := strings.Join(strings.Fields(p[1]), " "); t != "" {
			b.WriteString(p[0] + shorten(t, 200))
		}
	}
	b.WriteString(" (as the file says)")
	switch {
	case s.Odd != "":
	case s.Later == 0:
		b.WriteString("; covers the whole file")
	default:
		fmt.Fprintf(&b, "; covers the file as it was before %d bytes were added", s.Later)
	}
	if s.Change > 0 {
		b.WriteString("; after it " + [...]string{"nothing", "forms and signatures", "forms, signatures and notes"}[s.Change-1] + " may change")
	}
	b.WriteString("; checked: " + v.code)
	if v.code == "unknown" {
		b.WriteString(", " + v.why)
	}
	return b.String()
}

// pdfVerdict checks one signature of a PDF by its kind (ISO 32000-1, table 257).
// What it covers is taken from room, the bytes that may still be hashed.
func (r *reader) pdfVerdict(s pdf.Signature, revoked [][]byte, room *int) verdict {
	size := len(s.Signed[0]) + len(s.Signed[1])
	doubt := func(why string) verdict {
		return verdict{code: "unknown: " + why, why: "the signature of the PDF proves nothing: " + why}
	}
	switch {
	case s.Odd != "":
		return doubt(s.Odd)
	case s.CMS == nil:
		return doubt("its place was never filled")
	case size > maxSignature:
		return doubt("what it covers is too large to be checked")
	case size > *room:
		return doubt("the signatures of the file cover too much to be checked")
	}
	*room -= size
	e := element(s.CMS, 0)
	if !e.ok || !isPKCS7(s.CMS) {
		return doubt("it is of a kind that is not checked (" + shorten(s.Method, 40) + ")")
	}
	signed := bytes.Join(s.Signed[:], nil)
	c := cms{object: s.CMS[:len(s.CMS)-len(e.rest)], over: [][]byte{signed}, revoked: revoked, at: r.now, said: s.Made()}
	if s.Method == stampMethod || s.Method == "adbe.pkcs7.sha1" {
		c.over = nil // it holds a digest of what it covers
	}
	v := c.verify()
	if c.over == nil && v.code != "bad" {
		switch covers, known := coversDigest(c.object, signed, s.Method); {
		case !known:
			return doubt("it is of a kind that is not checked (" + shorten(s.Method, 40) + ")")
		case !covers:
			return verdict{code: "bad", why: "the signature of the PDF does not hold: the file was changed"}
		}
		v.weak = v.weak || s.Method != stampMethod // by its definition a SHA-1
	}
	if strings.HasPrefix(v.code, "good by ") && s.Later > 0 {
		return doubt("it holds for an earlier version of the file, to which something was added")
	}
	return v
}

// coversDigest says whether the object holds the digest of what it covers: bare,
// or as a time stamp has it (RFC 3161). known is false when it cannot be told. The
// content is the one that cms.verify checked, found by the same parser.
func coversDigest(object, signed []byte, method string) (covers, known bool) {
	p, err := pkcs7.Parse(object)
	if err != nil {
		return false, false
	}
	if method != stampMethod {
		sum := sha1.Sum(signed)
		return bytes.Equal(p.Content, sum[:]), true
	}
	var stamp struct {
		Version int
		Policy  asn1.ObjectIdentifier
		Imprint struct {
			Way    pkix.AlgorithmIdentifier
			Digest []byte
		}
	}
	if _, err := asn1.Unmarshal(p.Content, &stamp); err != nil {
		return false, false
	}
	var h hash.Hash
	switch way := stamp.Imprint.Way.Algorithm; {
	case way.Equal(pkcs7.OIDDigestAlgorithmSHA1):
		h = sha1.New()
	case way.Equal(pkcs7.OIDDigestAlgorithmSHA256):
		h = sha256.New()
	case way.Equal(pkcs7.OIDDigestAlgorithmSHA384):
		h = sha512.New384()
	case way.Equal(pkcs7.OIDDigestAlgorithmSHA512):
		h = sha512.New()
	default:
		return false, false
	}
	h.Write(signed)
	return bytes.Equal(h.Sum(nil), stamp.Imprint.Digest), true
}
