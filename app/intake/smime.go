package intake

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/pem"
	"io"
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
	oidDigested   = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x05"
	oidSigned     = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
	oidPKCS7      = "\x2a\x86\x48\x86\xf7\x0d\x01\x07"
	oidCompressed = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09"
	oidStamped    = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x1f"
)

// isPKCS7 says whether b is a signed, sealed, stamped or compressed S/MIME
// object.
func isPKCS7(b []byte) bool {
	seq := element(b, 0)
	if !seq.ok || seq.tag != 0x30 {
		return false
	}
	oid := element(seq.body, 1)
	return oid.tag == 6 && len(oid.body) > 8 && (strings.HasPrefix(string(oid.body), oidPKCS7) || string(oid.body) == oidCompressed || string(oid.body) == oidStamped)
}

// shallow says whether the elements of b nest no deeper than maxBER, which the
// parsers of signatures do not ask.
func shallow(b []byte, depth int) bool {
	if depth > maxBER {
		return false
	}
	for len(b) > 0 {
		e := element(b, 0)
		if !e.ok || len(e.rest) >= len(b) {
			return true // what cannot be followed is refused by itself
		}
		if e.tag&0x20 != 0 && !shallow(e.body, depth+1) {
			return false
		}
		b = e.rest
	}
	return true
}

// unwrapped is what an S/MIME object is, and what it holds where that can be
// read.
type unwrapped struct {
	how     string // "signed", "compressed", "stamped", "plain", "bare" (a signature or certificates alone) or "sealed"
	content []byte
}

// unwrapPKCS7 takes the content out of an S/MIME object that is signed, stamped
// with a time or compressed; room is the most bytes that it may have.
func unwrapPKCS7(b []byte, room int64) (u unwrapped, err error) {
	seq := element(b, 0)
	oid := element(seq.body, 1)
	outer := element(oid.rest, 1) // [0]
	in := element(outer.body, 2)
	version := element(in.body, 3)
	u.how = "sealed"
	if seq.tag != 0x30 || outer.tag != 0xa0 || version.tag != 2 {
		return u, nil
	}
	switch string(oid.body) {
	case oidSigned:
		u.how = "bare"
		digests := element(version.rest, 3)
		if content := innerContent(element(digests.rest, 3)); digests.tag == 0x31 && len(content) > 0 {
			u.how, u.content = "signed", content
		}
	case oidDigested: // content with its sum beside it
		way := element(version.rest, 3)
		u.how, u.content = "plain", innerContent(element(way.rest, 3))
	case oidCompressed:
		u.how = "compressed"
		way := element(version.rest, 3)
		z, err := zlib.NewReader(bytes.NewReader(innerContent(element(way.rest, 3))))
		if err != nil {
			return u, err
		}
		u.content, err = io.ReadAll(io.LimitReader(z, room+1))
		return u, err
	case oidStamped:
		u.how = "stamped"
		for rest := version.rest; len(rest) > 0; {
			e := element(rest, 3)
			if !e.ok {
				break
			}
			if e.tag&^0x20 == 0x04 {
				u.content = octets(e, 3)
				break
			}
			rest = e.rest
		}
	}
	return u, nil
}

// innerContent is the octet string of an encapsulated content.
func innerContent(inner tlv) []byte {
	kind := element(inner.body, 4)
	content := element(kind.rest, 4)
	if content.tag != 0xa0 {
		return nil
	}
	return octets(element(content.body, 5), 5)
}

// readPKCS7 reads what an S/MIME object signs, stamps or compresses. What it
// seals is never opened.
func (r *reader) readPKCS7(in input) found {
	name := in.name
	for _, ext := range []string{".p7m", ".p7s", ".p7z", ".p7", ".tsd"} {
		name = strings.TrimSuffix(name, ext)
	}
	return r.unwrap(pkcs7Bytes(in.b), input{name: name, depth: in.depth + 1}, in.top)
}

// unwrap reads the content of an S/MIME object as the part in. top says that
// the object is the file itself or the whole body of the message that is.
func (r *reader) unwrap(b []byte, in input, top bool) found {
	f := found{kind: "pkcs7"}
	room := max(min(r.lim.PartBytes, r.lim.Expanded-r.expanded), 0)
	u, err := unwrapPKCS7(b, room)
	switch {
	case int64(len(u.content)) > room:
		return fail(f.kind, "bomb", "it expands past the limit of %d bytes", room)
	case err != nil && len(u.content) == 0, u.how != "sealed" && u.how != "bare" && len(u.content) == 0:
		return fail(f.kind, "damaged", "the S/MIME object cannot be followed")
	case err != nil:
		f.partly = "the S/MIME object is damaged; only what came before was read"
	case u.how == "signed":
		r.signedBy(cms{object: b, at: r.now}.verify(), top)
	case u.how == "stamped":
		r.warn("signature-unknown", "the file carries a time stamp that was not checked")
	case u.how == "bare":
		return fail(f.kind, "unsupported", "an S/MIME signature or certificates without the text they sign")
	case u.how == "sealed":
		return fail(f.kind, "no-key", "the content is encrypted by S/MIME and no key was given")
	}
	in.b = u.content
	r.attach(in)
	return f
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
