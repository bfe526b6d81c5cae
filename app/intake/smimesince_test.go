package intake

import (
	"encoding/asn1"
	"testing"
	"time"
)

// withList puts a list of revoked certificates into an S/MIME object, where
// mail programs send it along.
func withList(t *testing.T, object, list []byte) []byte {
	t.Helper()
	type signed struct {
		Version          int
		Digests, Content asn1.RawValue
		Certificates     asn1.RawValue `asn1:"optional,tag:0"`
		Lists            asn1.RawValue `asn1:"optional,tag:1"`
		Signers          asn1.RawValue
	}
	var outer struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue
	}
	if _, err := asn1.Unmarshal(object, &outer); err != nil {
		t.Fatal(err)
	}
	var s signed
	if _, err := asn1.Unmarshal(outer.Content.Bytes, &s); err != nil {
		t.Fatal(err)
	}
	s.Lists = asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 1, IsCompound: true, Bytes: list}
	inner, err := asn1.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	outer.Content = asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: inner}
	b, err := asn1.Marshal(outer)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What has become of a signer's certificate is said of mail as of PDFs, whether
// the message is signed in clear or inside the object.
func TestSMIMESignersWhoseCertificateEnds(t *testing.T) {
	const day = 24 * time.Hour
	now := time.Now()
	ann := newSigner(t, "Ann Example", now.Add(-day), now.Add(day))
	bob := newSigner(t, "Bob Example", now.Add(-day), now.Add(day))
	old := newSigner(t, "Old Example", now.Add(-2*day), now.Add(-day))
	young := newSigner(t, "Young Example", now.Add(day), now.Add(2*day))
	good := "good by Ann Example (chain not checked)"
	for _, c := range []struct {
		name      string
		by        signer
		list      []byte // nil for none
		read      time.Time
		signature string
		warns     string
	}{
		{"valid", ann, nil, now, good, "who issued its certificate was not checked"},
		{"expired since", ann, nil, now.Add(2 * day), good + ", whose certificate has expired since", "; the certificate has expired since"},
		{"expired when it signed", old, nil, now, "unknown", "made outside the time for which its certificate is valid"},
		{"not valid yet", young, nil, now, "unknown", "made outside the time for which its certificate is valid"},
		{"revoked since", ann, ann.revokes(t, now.Add(time.Hour)), now.Add(2 * time.Hour), good + ", whose certificate has been revoked since", "; the certificate has been revoked since"},
		{"revoked when it signed", ann, ann.revokes(t, now.Add(-time.Hour)), now, "unknown: its certificate was revoked before", "proves nothing"},
		{"another's revoked", ann, bob.revokes(t, now.Add(-time.Hour)), now, good, ""},
	} {
		object := func(method string) []byte {
			b := c.by.seal(t, method, []byte(signedText))
			if c.list != nil {
				b = withList(t, b, c.list)
			}
			return b
		}
		for way, mail := range map[string][]byte{"in clear": detachedMail("ann@example.com", signedText, object("adbe.pkcs7.detached")), "inside": opaqueMail(object("inside"))} {
			res := readAt(c.read, "a.eml", mail, "", Limits{})
			if res.Signature != c.signature || !saysWarning(res, "signature-unknown", c.warns) {
				t.Errorf("%s, %s: %q %v, want %q", c.name, way, res.Signature, res.Warnings, c.signature)
			}
			if partOf(res, "") == nil && res.Text == "" || res.Error != nil {
				t.Errorf("%s, %s: not read: %v", c.name, way, res.Error)
			}
		}
	}
}
