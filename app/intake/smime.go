package intake

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"strings"
)

// tlv is one element of BER, in which lengths may be left open.
type tlv struct {
	tag  byte
	body []byte // content, still with its elements inside
	rest []byte // what follows the element
	ok   bool
}

// maxBER bounds elements inside each other.
const maxBER = 32

func element(b []byte, depth int) tlv {
	if len(b) < 2 || b[0]&0x1f == 0x1f || depth > maxBER {
		return tlv{}
	}
	n, at := int64(b[1]), 2
	switch {
	case n == 0x80: // ended by two zero bytes
		rest := b[2:]
		for len(rest) >= 2 && (rest[0] != 0 || rest[1] != 0) {
			e := element(rest, depth+1)
			if !e.ok {
				return tlv{b[0], b[2:], nil, true} // cut off: what is there
			}
			rest = e.rest
		}
		return tlv{b[0], b[2 : len(b)-len(rest)], rest[min(2, len(rest)):], true}
	case n > 0x80:
		k := int(n & 0x7f)
		if k > 5 || 2+k > len(b) {
			return tlv{}
		}
		n = 0
		for _, c := range b[2 : 2+k] {
			n = n<<8 | int64(c)
		}
		at += k
	}
	if n > int64(len(b)-at) {
		n = int64(len(b) - at) // cut off
	}
	return tlv{b[0], b[at : at+int(n)], b[at+int(n):], true}
}

// octets joins the pieces of an octet string.
func octets(e tlv, depth int) []byte {
	if e.tag&0x20 == 0 || depth > maxBER {
		return e.body
	}
	var out []byte
	for b := e.body; len(b) > 0; {
		in := element(b, depth)
		if !in.ok || in.tag == 0 {
			break
		}
		out = append(out, octets(in, depth+1)...)
		b = in.rest
	}
	return out
}

const (
	oidSigned     = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
	oidPKCS7      = "\x2a\x86\x48\x86\xf7\x0d\x01\x07"
	oidCompressed = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09"
)

// isPKCS7 says whether b is a signed, sealed or compressed S/MIME object.
func isPKCS7(b []byte) bool {
	seq := element(b, 0)
	if !seq.ok || seq.tag != 0x30 {
		return false
	}
	oid := element(seq.body, 1)
	return oid.tag == 6 && len(oid.body) > 8 && (strings.HasPrefix(string(oid.body), oidPKCS7) || string(oid.body) == oidCompressed)
}

// smimeContent takes the signed content out of an opaque S/MIME object, or nil
// when it is encrypted, holds none or cannot be followed. The signature is not
// checked.
func smimeContent(b []byte) []byte {
	seq := element(b, 0)
	oid := element(seq.body, 1)
	outer := element(oid.rest, 1) // [0]
	if seq.tag != 0x30 || string(oid.body) != oidSigned || outer.tag != 0xa0 {
		return nil
	}
	signed := element(outer.body, 2)
	version := element(signed.body, 3)
	digests := element(version.rest, 3)
	inner := element(digests.rest, 3)
	kind := element(inner.body, 4)
	content := element(kind.rest, 4)
	if version.tag != 2 || digests.tag != 0x31 || content.tag != 0xa0 {
		return nil
	}
	return octets(element(content.body, 5), 5)
}

// readPKCS7 reads what an S/MIME object signs. What it seals is never opened.
func (r *reader) readPKCS7(in input) found {
	f := found{kind: "pkcs7"}
	b := pkcs7Bytes(in.b)
	if content := smimeContent(b); len(content) > 0 {
		r.warn("signature-unknown", "the file carries an S/MIME signature that was not checked here")
		name := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(in.name, ".p7m"), ".p7s"), ".p7")
		r.attach(input{name: name, b: content, depth: in.depth + 1})
		return f
	}
	oid := element(element(b, 0).body, 1)
	if string(oid.body) == oidSigned {
		return fail(f.kind, "unsupported", "an S/MIME signature or certificates without the text they sign")
	}
	return fail(f.kind, "no-key", "the content is encrypted by S/MIME and no key was given")
}

// pkcs7Bytes takes the armour off.
func pkcs7Bytes(b []byte) []byte {
	if p, _ := pem.Decode(b); p != nil && (p.Type == "PKCS7" || p.Type == "CMS" || p.Type == "PKCS #7 SIGNED DATA") {
		return p.Bytes
	}
	if t := bytes.TrimSpace(b); len(t) > 64 && t[0] == 'M' {
		out := make([]byte, base64.StdEncoding.DecodedLen(len(t)))
		if n, err := base64.StdEncoding.Decode(out, bytes.Map(func(c rune) rune {
			if c == '\r' || c == '\n' {
				return -1
			}
			return c
		}, t)); err == nil && isPKCS7(out[:n]) {
			return out[:n]
		}
	}
	return b
}
