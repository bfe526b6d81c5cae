package intake

import (
	"bytes"
	"strings"
)

// IsOpenPGP says whether b is an OpenPGP message, armoured or binary:
// something to be opened with a key before it can be read.
func IsOpenPGP(b []byte) bool {
	if binaryOpenPGP(b) {
		return true
	}
	t := strings.TrimLeft(string(bytes.TrimPrefix(b[:min(len(b), 4096)], []byte("\xef\xbb\xbf"))), " \t\r\n")
	k := sniffArmour(t)
	return k == "openpgp" || k == "openpgp-signed"
}

func sniffArmour(t string) string {
	for _, a := range []struct{ head, kind string }{
		{"-----BEGIN PGP MESSAGE", "openpgp"},
		{"-----BEGIN PGP SIGNED MESSAGE-----", "openpgp-signed"},
		{"-----BEGIN PGP PUBLIC KEY BLOCK", "openpgp-key"},
		{"-----BEGIN PGP PRIVATE KEY BLOCK", "openpgp-key"},
		{"-----BEGIN PGP SIGNATURE-----", "openpgp-signature"},
		{"-----BEGIN PGP ARMORED FILE", "openpgp"},
	} {
		if strings.HasPrefix(t, a.head) {
			return a.kind
		}
	}
	return ""
}

// binaryOpenPGP checks the first packet: its tag, its length and its version
// must all be those of a message.
func binaryOpenPGP(b []byte) bool {
	if len(b) < 4 || b[0]&0x80 == 0 {
		return false
	}
	tag, body, whole, ok := packet(b)
	if !ok || len(body) < 2 {
		return false
	}
	if tag == 10 {
		return string(body[:min(3, len(body))]) == "PGP" && len(whole) > 3 && binaryOpenPGP(whole)
	}
	switch tag {
	case 1:
		return body[0] == 3 && len(body) > 10 && knownPublic(body[9]) || body[0] == 6
	case 3:
		return (body[0] == 4 || body[0] == 5 || body[0] == 6) && body[1] > 0 && body[1] < 30
	case 4:
		return body[0] == 3 || body[0] == 6
	case 8:
		return body[0] >= 1 && body[0] <= 3 && plausibleDeflate(body)
	case 9:
		return len(whole) == 0 && len(body) > 18
	case 18:
		return body[0] == 1 || body[0] == 2
	case 20:
		return body[0] == 1
	case 11:
		return (body[0] == 'b' || body[0] == 't' || body[0] == 'u' || body[0] == 'l') && int(body[1])+6 <= len(body)
	}
	return false
}

// binaryKey says whether b begins with an OpenPGP key, or is a signature by
// itself; kind is "" when it is neither.
func binaryKey(b []byte) (kind string) {
	if len(b) < 8 || b[0]&0x80 == 0 {
		return ""
	}
	tag, body, _, ok := packet(b)
	if !ok || len(body) < 6 {
		return ""
	}
	switch {
	case (tag == 5 || tag == 6) && (body[0] == 4 && knownPublic(body[5]) || body[0] == 6 && knownPublic(body[5]) || body[0] == 3 && len(body) > 8 && knownPublic(body[7])):
		return "openpgp-key"
	case tag == 2 && (body[0] == 4 || body[0] == 6) && (body[1] <= 3 || body[1] >= 0x10 && body[1] <= 0x1f) && knownPublic(body[2]) && body[3] <= 14:
		return "openpgp-signature"
	}
	return ""
}

func knownPublic(a byte) bool { return a >= 1 && a <= 3 || a >= 16 && a <= 28 }

func plausibleDeflate(body []byte) bool {
	switch body[0] {
	case 2:
		return len(body) > 3 && body[1]&0x0f == 8
	case 3:
		return len(body) > 4 && string(body[1:4]) == "BZh"
	}
	return len(body) > 3 && body[1]&6 != 6
}

// packet takes the first packet header apart; for partial and open lengths
// body is what there is.
func packet(b []byte) (tag byte, body, rest []byte, ok bool) {
	n, at := 0, 0
	if b[0]&0x40 != 0 {
		tag = b[0] & 0x3f
		switch l := b[1]; {
		case l < 192:
			n, at = int(l), 2
		case l < 224 && len(b) > 2:
			n, at = (int(l)-192)<<8+int(b[2])+192, 3
		case l == 255 && len(b) > 6:
			n, at = int(b[2])<<24|int(b[3])<<16|int(b[4])<<8|int(b[5]), 6
		case l >= 224 && l < 255:
			n, at = min(1<<(l&31), len(b)-2), 2
			if tag != 8 && tag != 9 && tag != 11 && tag != 18 && tag != 20 {
				return 0, nil, nil, false
			}
		default:
			return 0, nil, nil, false
		}
	} else {
		tag = b[0] >> 2 & 15
		switch b[0] & 3 {
		case 0:
			n, at = int(b[1]), 2
		case 1:
			n, at = int(b[1])<<8|int(b[2]), 3
		case 2:
			if len(b) < 6 {
				return 0, nil, nil, false
			}
			n, at = int(b[1])<<24|int(b[2])<<16|int(b[3])<<8|int(b[4]), 5
		default:
			n, at = len(b)-1, 1
			if tag != 8 && tag != 9 && tag != 11 {
				return 0, nil, nil, false
			}
		}
	}
	if n < 0 || n > 1<<31 {
		return 0, nil, nil, false
	}
	if at+n > len(b) {
		if tag != 9 && tag != 18 && tag != 8 && tag != 11 {
			return 0, nil, nil, false
		}
		n = len(b) - at
	}
	return tag, b[at : at+n], b[at+n:], true
}

// readOpenPGP says what can be said of OpenPGP data without a key.
func (r *reader) readOpenPGP(kind string, in input) found {
	switch kind {
	case "openpgp-key":
		return fail(kind, "unsupported", "this is an OpenPGP key, not a message")
	case "openpgp-signature":
		if f, ok := r.readOpenPGPMessage(in); ok && f.fail == nil {
			return f // a signature before its text, as the oldest programs write
		}
		r.warn("signature-unknown", uncheckedAlone)
		return fail(kind, "unsupported", signatureAlone)
	case "openpgp-signed":
		return r.readCleartext(in)
	}
	if f, ok := r.readOpenPGPMessage(in); ok {
		return f
	}
	return fail("openpgp", "no-key", "the message is OpenPGP data and no key was given that opens it")
}

// readCleartext shows the text of a cleartext signature and lists the
// signature for the parent to check.
func (r *reader) readCleartext(in input) found {
	f := found{kind: "openpgp-signed"}
	b := in.b
	if _, ok := cutCleartext(b); ok {
		b = r.clearSigned(b, in.top)
	} else {
		r.warn("malformed", "the cleartext signature is not whole")
		r.warn("signature-unknown", "the text says that it is signed; its signature cannot be followed")
	}
	d := r.decode(b, "")
	r.say(d.Text)
	f.charset = d.Charset
	return f
}
