package intake

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/smallstep/pkcs7"
)

// verdict is what a signature of CMS (S/MIME, PDF) proves.
type verdict struct {
	code string   // as Result.Signature has it
	why  string   // what the officer is told beside it, or ""
	mail []string // addresses that the certificate names
	weak bool     // by a digest that is broken
}

// maxSignature bounds what is checked of one signature and what it covers, in
// bytes.
const maxSignature = 64 << 20

// cms is a signature to be checked.
type cms struct {
	object  []byte   // DER or BER
	over    [][]byte // what it is to hold over, any of them; its own content when there is none
	revoked [][]byte // lists of revoked certificates beside it, DER
	at      time.Time
	said    time.Time // when it says it was made, outside its own attributes; zero when nowhere
}

// verify checks the signature. The certificate that comes with it is taken at
// its word: who issued it is not asked, nor anybody whether it was revoked;
// lists of revoked certificates that came along are believed.
func (c cms) verify() verdict {
	unknown := verdict{code: "unknown"}
	size := len(c.object)
	for _, b := range c.over {
		size = max(size, len(c.object)+len(b))
	}
	if size > maxSignature || !shallow(c.object, 0) {
		unknown.why = "the signature is too large to be checked"
		return unknown
	}
	unknown.why = "the signature is of a kind that cannot be checked"
	p, err := pkcs7.Parse(c.object)
	if err != nil || len(p.Signers) == 0 {
		return unknown
	}
	if len(c.over) == 0 {
		err = p.Verify()
	}
	for i, content := range c.over {
		p.Content = content
		if e := p.Verify(); i == 0 || e == nil {
			err = e
		}
		if err == nil {
			break
		}
	}
	var digest *pkcs7.MessageDigestMismatchError
	var late *pkcs7.SigningTimeNotValidError
	switch {
	case errors.As(err, &digest), errors.Is(err, rsa.ErrVerification), err != nil && strings.Contains(err.Error(), "verification failure"):
		return verdict{code: "bad", why: "the signature does not hold: what it covers, or the signature, was changed"}
	case errors.As(err, &late):
		unknown.why = "the signature was made outside the time for which its certificate is valid"
		return unknown
	case err != nil:
		return unknown
	}
	v := verdict{}
	var names []string
	since := ""
	for _, s := range p.Signers {
		i := slices.IndexFunc(p.Certificates, func(c *x509.Certificate) bool {
			return c.SerialNumber.Cmp(s.IssuerAndSerialNumber.SerialNumber) == 0 && slices.Equal(c.RawIssuer, s.IssuerAndSerialNumber.IssuerName.FullBytes)
		})
		if i < 0 {
			return unknown
		}
		name, mail := certificateNames(p.Certificates[i])
		names, v.mail = append(names, name), append(v.mail, mail...)
		alg := s.DigestAlgorithm.Algorithm
		v.weak = v.weak || alg.Equal(pkcs7.OIDDigestAlgorithmSHA1) || alg.Equal(pkcs7.OIDDigestAlgorithmDSASHA1)
		var made time.Time
		for _, a := range s.AuthenticatedAttributes {
			if a.Type.Equal(pkcs7.OIDAttributeSigningTime) {
				_, _ = asn1.Unmarshal(a.Value.Bytes, &made) // one that cannot be read is none
			}
		}
		if made.IsZero() {
			made = c.said
		}
		after, doubt := c.since(p, p.Certificates[i], made)
		if doubt != "" {
			unknown.why = "the signature proves nothing: " + doubt
			unknown.code = "unknown: " + doubt
			return unknown
		}
		since = max(since, after)
	}
	v.code = "good by " + shorten(strings.Join(names, " and "), 200) + " (chain not checked)" + since
	v.why = "the signature holds; who issued its certificate was not checked" + strings.Replace(since, ", whose certificate", "; the certificate", 1)
	return v
}

// since says what has become of a signer's certificate after it signed, and
// doubt why the signature proves nothing although it holds. made is when it
// says it was made; zero when it does not, and then it may have been any time.
func (c cms) since(p *pkcs7.PKCS7, cert *x509.Certificate, made time.Time) (since, doubt string) {
	if made.IsZero() {
		made = c.at
	}
	when, revoked := c.revocation(p, cert)
	switch {
	case revoked && !when.After(made):
		return "", "its certificate was revoked before"
	case made.Before(cert.NotBefore):
		return "", "its certificate was not valid yet"
	case made.After(cert.NotAfter) && made.Equal(c.at):
		return "", "it does not say when it was made, and its certificate has expired"
	case made.After(cert.NotAfter):
		return "", "its certificate had expired"
	case revoked:
		return ", whose certificate has been revoked since", ""
	case c.at.After(cert.NotAfter):
		return ", whose certificate has expired since", ""
	}
	return "", ""
}

// revocation looks for a certificate in the lists that came with its signature.
func (c cms) revocation(p *pkcs7.PKCS7, cert *x509.Certificate) (time.Time, bool) {
	for _, list := range p.CRLs {
		if b, err := asn1.Marshal(list); err == nil {
			c.revoked = append(c.revoked, b)
		}
	}
	for _, b := range c.revoked {
		list, err := x509.ParseRevocationList(b)
		if err != nil || !slices.Equal(list.RawIssuer, cert.RawIssuer) {
			continue
		}
		for _, e := range list.RevokedCertificateEntries {
			if e.SerialNumber.Cmp(cert.SerialNumber) == 0 {
				return e.RevocationTime, true
			}
		}
	}
	return time.Time{}, false
}

// oidMail is the address in the name of an old certificate.
var oidMail = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}

// certificateNames gives the holder's name, made safe to show, and addresses.
func certificateNames(c *x509.Certificate) (name string, mail []string) {
	mail = slices.Clone(c.EmailAddresses)
	for _, n := range c.Subject.Names {
		if s, ok := n.Value.(string); ok && n.Type.Equal(oidMail) && !slices.Contains(mail, s) {
			mail = append(mail, s)
		}
	}
	name = c.Subject.CommonName
	if name == "" {
		name = c.Subject.String()
	}
	if len(mail) > 0 && !strings.Contains(name, mail[0]) {
		name = strings.TrimSpace(name + " <" + mail[0] + ">")
	}
	return strings.Map(func(r rune) rune {
		if unseen(r) {
			return '_'
		}
		return r
	}, clean(name)), mail
}

// signedBy keeps what a signature proves. top says that it covers the whole
// file and not a message inside it.
func (r *reader) signedBy(v verdict, top bool) {
	class := "signature-unknown"
	if v.code == "bad" {
		class = "signature-bad"
	}
	if top && r.res.Signature == "" {
		r.res.Signature, r.signers = v.code, v.mail
		r.warn(class, "%s", v.why)
	} else {
		r.warn(class, "of a part: %s (%s)", v.why, v.code)
	}
	if v.weak {
		r.warn("weak-crypto", "the signature uses SHA-1, which can be forged")
	}
}

// signerSent warns when the certificate of a good signature does not name the
// address that the message says it is from.
func (r *reader) signerSent(from string) {
	if !strings.HasPrefix(r.res.Signature, "good by ") || len(r.signers) == 0 || from == "" {
		return
	}
	if !slices.ContainsFunc(r.signers, func(a string) bool { return strings.Contains(strings.ToLower(from), strings.ToLower(a)) }) {
		r.warn("signature-unknown", "the signer's certificate names another address than the sender's: %s", shorten(strings.Join(r.signers, ", "), 200))
	}
}
