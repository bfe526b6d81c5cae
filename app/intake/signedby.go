package intake

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"slices"
	"strings"

	"github.com/smallstep/pkcs7"
)

// verdict is what an S/MIME signature proves.
type verdict struct {
	code string   // as Result.Signature has it
	why  string   // what the officer is told beside it, or ""
	mail []string // addresses that the certificate names
	weak bool     // by a digest that is broken
}

// maxSignature bounds the S/MIME objects whose signature is checked, in bytes.
const maxSignature = 64 << 20

// verifyPKCS7 checks the signature of an S/MIME object over the content it
// holds or, when signed is not nil, over that. The certificate that comes with
// it is taken at its word: who issued it is not asked.
func verifyPKCS7(b, signed []byte) verdict {
	unknown := verdict{code: "unknown"}
	if len(b)+len(signed) > maxSignature || !shallow(b, 0) {
		unknown.why = "the S/MIME signature is too large to be checked"
		return unknown
	}
	unknown.why = "the S/MIME signature is of a kind that cannot be checked"
	p, err := pkcs7.Parse(b)
	if err != nil || len(p.Signers) == 0 {
		return unknown
	}
	check := func(content []byte) error { p.Content = content; return p.Verify() }
	if signed == nil {
		err = p.Verify()
	} else if err = check(crlf(signed)); err != nil && check(signed) == nil {
		err = nil // signed over the line ends that it came with
	}
	var digest *pkcs7.MessageDigestMismatchError
	var late *pkcs7.SigningTimeNotValidError
	switch {
	case errors.As(err, &digest), errors.Is(err, rsa.ErrVerification), err != nil && strings.Contains(err.Error(), "verification failure"):
		return verdict{code: "bad", why: "the S/MIME signature does not hold: the text or the signature was changed"}
	case errors.As(err, &late):
		unknown.why = "the S/MIME signature was made outside the time for which its certificate is valid"
		return unknown
	case err != nil:
		return unknown
	}
	v := verdict{}
	var names []string
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
	}
	v.code = "good by " + shorten(strings.Join(names, " and "), 200) + " (chain not checked)"
	v.why = "the S/MIME signature holds; who issued its certificate was not checked"
	return v
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
		r.warn("weak-crypto", "the S/MIME signature uses SHA-1, which can be forged")
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
