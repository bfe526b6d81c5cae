package intake

import (
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"io"
	"slices"
	"strings"
)

// pgpContent is what the packets of an OpenPGP message hold that is not
// encrypted.
type pgpContent struct {
	name    string // of the literal, as its sender gave it
	literal []byte
	found   bool   // there is a literal
	signed  bool   // a signature is announced or there
	sigs    []byte // the signature packets, one after the other
	keys    int    // session keys wrapped to somebody's key
	phrases int    // session keys under a passphrase
	sealed  bool   // there is encrypted content
	cut     bool   // a packet ends before its length says
	bomb    bool   // it unfolds past the room there was
	deep    bool   // compressed inside compressed too often
	damaged bool   // something stands there that is no message
}

// maxPacked bounds compression inside compression.
const maxPacked = 3

// pgpMessage takes the packets of b apart, armoured or binary, unfolding at
// most room bytes. Nothing is decrypted.
func pgpMessage(b []byte, room int64) pgpContent {
	var c pgpContent
	c.walk(dearmour(b), room, 0)
	return c
}

func (c *pgpContent) walk(b []byte, room int64, depth int) {
	for len(b) > 0 {
		tag, body, rest, cut := wholePacket(b)
		if tag == 0 {
			c.damaged = true
			return
		}
		c.cut = c.cut || cut
		switch tag {
		case 1:
			c.keys++
		case 3:
			c.phrases++
		case 9, 18, 20:
			c.sealed = true
			return
		case 4:
			c.signed = true
		case 2:
			c.signed = true
			c.sigs = append(binary.BigEndian.AppendUint32(append(c.sigs, 0xc2, 0xff), uint32(len(body))), body...)
		case 8:
			out, err := inflatePacket(body, room)
			c.bomb = c.bomb || int64(len(out)) > room
			c.deep = c.deep || depth >= maxPacked
			c.cut = c.cut || err != nil
			if c.bomb || c.deep {
				return
			}
			c.walk(out, room-int64(len(out)), depth+1)
		case 11:
			if c.found || len(body) < 2 || len(body) < 6+int(body[1]) {
				c.damaged = true
				return
			}
			n := 2 + int(body[1])
			c.found, c.name, c.literal = true, eightBit(string(body[2:n])), body[n+4:]
		case 10, 21: // marker, padding
		default:
			c.damaged = true
			return
		}
		b = rest
	}
}

// inflatePacket unfolds a compressed packet to at most one byte over room.
func inflatePacket(body []byte, room int64) ([]byte, error) {
	if len(body) == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	var in io.Reader = bytes.NewReader(body[1:])
	switch body[0] {
	case 1:
		in = flate.NewReader(in)
	case 2:
		z, err := zlib.NewReader(in)
		if err != nil {
			return nil, err
		}
		in = z
	case 3:
		in = bzip2.NewReader(in)
	}
	return io.ReadAll(io.LimitReader(in, max(room, 0)+1))
}

// wholePacket takes the first packet of b with its pieces joined. tag is 0
// when there is none; cut says that it ends before its length says.
func wholePacket(b []byte) (tag byte, body, rest []byte, cut bool) {
	if len(b) < 2 || b[0]&0x80 == 0 {
		return 0, nil, nil, false
	}
	if b[0]&0x40 == 0 {
		tag = b[0] >> 2 & 15
		size := 1 << (b[0] & 3)
		if size == 8 { // to the end
			return tag, b[1:], nil, false
		}
		if len(b) < 1+size {
			return tag, nil, nil, true
		}
		n := uint64(0)
		for _, c := range b[1 : 1+size] {
			n = n<<8 | uint64(c)
		}
		body, rest, cut = cutAt(b[1+size:], n)
		return tag, body, rest, cut
	}
	tag, rest = b[0]&0x3f, b[1:]
	for {
		if len(rest) == 0 {
			return tag, body, nil, true
		}
		n, head, more := uint64(rest[0]), 1, false
		switch l := rest[0]; {
		case l >= 224 && l < 255:
			n, more = 1<<(l&31), true
		case l == 255:
			if head = 5; len(rest) >= head {
				n = uint64(binary.BigEndian.Uint32(rest[1:]))
			}
		case l >= 192:
			if head = 2; len(rest) >= head {
				n = (uint64(l)-192)<<8 + uint64(rest[1]) + 192
			}
		}
		if len(rest) < head {
			return tag, body, nil, true
		}
		var piece []byte
		piece, rest, cut = cutAt(rest[head:], n)
		if body == nil && !more {
			return tag, piece, rest, cut
		}
		body = append(body[:len(body):len(body)], piece...)
		if cut || !more {
			return tag, body, rest, cut
		}
	}
}

func cutAt(b []byte, n uint64) (head, rest []byte, cut bool) {
	if n > uint64(len(b)) {
		return b, nil, true
	}
	return b[:n], b[n:], false
}

// dearmour gives the packets inside ASCII armour; what is not armoured is
// given as it is.
func dearmour(b []byte) []byte {
	_, rest, ok := bytes.Cut(b, []byte("-----BEGIN PGP "))
	if t := bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")); !ok || len(t) == 0 || t[0]&0x80 != 0 {
		return b
	}
	_, rest = cutLine(rest)
	var body bytes.Buffer
	head := true
	for len(rest) > 0 {
		var line []byte
		line, rest = cutLine(rest)
		line = bytes.TrimSpace(line)
		switch {
		case bytes.HasPrefix(line, []byte("-----END")):
			rest = nil
		case head && (len(line) == 0 || bytes.Contains(line, []byte(": "))):
			head = len(line) > 0
		case len(line) == 5 && line[0] == '=': // the checksum
		default:
			head = false
			body.Write(line)
			body.WriteByte('\n')
		}
	}
	out, _ := decodeBase64(body.Bytes())
	return out
}

// What a file says of a signature that nobody has checked yet. Result.verify
// takes these warnings away once it is.
const (
	uncheckedMail = "the message carries a signature that was not checked here"
	uncheckedText = "the text is signed by OpenPGP; the signature was not checked here"

	uncheckedAlone = "this is a signature by itself; it was not checked here"
	signatureAlone = "this is an OpenPGP signature without the text it signs"
)

// readOpenPGPMessage reads a message that is signed or packed and not
// encrypted. It reports false for one that needs a key.
func (r *reader) readOpenPGPMessage(in input) (found, bool) {
	room := max(min(r.lim.PartBytes, r.lim.Expanded-r.expanded), 0)
	c := pgpMessage(in.b, room)
	switch {
	case c.bomb:
		return fail("openpgp", "bomb", "it unfolds past the limit of %d bytes", room), true
	case c.deep:
		return fail("openpgp", "bomb", "it is packed inside itself more than %d times", maxPacked), true
	case c.sealed && c.phrases > 0 && c.keys == 0:
		return fail("openpgp", "password-required", "the message is encrypted under a passphrase"), true
	case c.sealed || c.keys > 0 || c.phrases > 0:
		return found{}, false
	case !c.found && c.cut:
		return fail("openpgp", "truncated", "the OpenPGP message was cut off"), true
	case !c.found:
		return fail("openpgp", "damaged", "the OpenPGP message holds no text that can be found"), true
	}
	f := found{kind: "openpgp"}
	name := c.name
	if name == "" || name == "_CONSOLE" {
		name = unsealedName(in.name)
	}
	if got := r.attach(input{name: name, b: c.literal, depth: in.depth + 1}); got != nil {
		f.subject, f.from, f.date, f.charset, f.id = got.subject, got.from, got.date, got.charset, got.id
	}
	if c.cut || c.damaged {
		f.partly = "the OpenPGP message is damaged or cut off; what came before was read"
		r.warn("damaged-part", "%s", f.partly)
	}
	switch {
	case !c.signed:
		r.warn("unsigned", "the message is packed as OpenPGP does and carries no signature")
	case len(c.sigs) == 0:
		r.warn("signature-unknown", "the message says that it is signed and its signature is missing or cannot be read")
	default:
		r.warn("signature-unknown", uncheckedText)
		r.signature(c.sigs, c.literal, in.top)
	}
	return f, true
}

// signature lists an OpenPGP signature that was found apart from any part of
// its own, with the bytes that it covers, for the parent to check. whole says
// that it covers all of the file.
func (r *reader) signature(sig, signed []byte, whole bool) {
	if p, ok := r.list("", "application/pgp-signature", sig); ok {
		r.covers(p, signed, whole)
	}
}

// covers notes which bytes the signature in part p covers.
func (r *reader) covers(p int, signed []byte, whole bool) {
	part := &r.res.Parts[p]
	part.Signed, part.whole = bytes.Clone(signed), whole
	r.settle(p, "no", "a signature: it was not checked here")
	if whole && r.res.Signature == "" {
		r.res.Signature = "unknown"
	}
}

// cleartext is one text signed in the clear.
type cleartext struct {
	before []byte // what stands outside, before the block
	text   []byte // as it is to be read: without its escapes
	signed []byte // the bytes that the signature covers
	sig    []byte // armoured
	after  []byte
}

// cutCleartext finds the first cleartext signature in b.
func cutCleartext(b []byte) (c cleartext, ok bool) {
	const begin, mid, end = "-----BEGIN PGP SIGNED MESSAGE-----", "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
	i := lineAt(b, begin)
	if i < 0 {
		return c, false
	}
	j := lineAt(b[i:], mid)
	if j < 0 {
		return c, false
	}
	k := bytes.Index(b[i+j:], []byte(end))
	if k < 0 {
		return c, false
	}
	c.before, c.sig, c.after = b[:i], b[i+j:i+j+k+len(end)], b[i+j+k+len(end):]
	_, rest := cutLine(b[i : i+j])
	for len(rest) > 0 { // Hash: and the like, to the first blank line
		var line []byte
		if line, rest = cutLine(rest); len(bytes.TrimSpace(line)) == 0 {
			break
		}
	}
	var text, signed [][]byte
	for len(rest) > 0 {
		var line []byte
		line, rest = cutLine(rest)
		line = bytes.TrimPrefix(line, []byte("- "))
		text = append(text, line)
		signed = append(signed, bytes.TrimRight(line, " \t\r"))
	}
	c.text, c.signed = bytes.Join(text, []byte("\n")), bytes.Join(signed, []byte("\r\n"))
	return c, true
}

// lineAt is where a line that is s begins in b, or -1.
func lineAt(b []byte, s string) int {
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte(s))
		if i < 0 {
			return -1
		}
		if at += i; at == 0 || b[at-1] == '\n' || b[at-1] == '\r' || strings.HasSuffix(string(b[:at]), "\xef\xbb\xbf") {
			return at
		}
		at += len(s)
	}
}

// clearSigned lists the signatures of texts signed in the clear in b, and
// gives b as it is to be read. whole says that b is all there is; a signature
// covers it only when nothing stands outside.
func (r *reader) clearSigned(b []byte, whole bool) []byte {
	var out []byte
	for n := 0; ; n++ {
		c, ok := cutCleartext(b)
		if !ok {
			if n == 0 {
				return b
			}
			return append(out, b...)
		}
		alone := len(bytes.TrimSpace(bytes.TrimPrefix(c.before, []byte("\xef\xbb\xbf")))) == 0 && len(bytes.TrimSpace(c.after)) == 0 && n == 0
		r.warn("signature-unknown", uncheckedText)
		if !alone {
			r.warn("signature-unknown", "text stands outside what the signature covers")
		}
		r.signature(c.sig, c.signed, whole && alone)
		out = append(append(append(out, c.before...), c.text...), '\n')
		b = c.after
	}
}

// pairSignatures finds, for a signature in a file of its own, the file of the
// same name beside it that it is for.
func (r *reader) pairSignatures() {
	byName := map[string]int{}
	for i, p := range r.res.Parts {
		if p.Name != "" {
			if _, twice := byName[p.Name]; twice {
				byName[p.Name] = -1
			} else {
				byName[p.Name] = i
			}
		}
	}
	alone := 0
	for i, p := range r.res.Parts {
		if p.Signed != nil || p.Read != "no" || !isSignature(p.Body) || strings.HasSuffix(p.Type, "/pgp-signature") {
			continue
		}
		ext := extension(p.Name)
		of, ok := byName[p.Name[:max(len(p.Name)-len(ext)-1, 0)]]
		if !ok || of < 0 || r.res.Parts[of].Body == nil || ext != "asc" && ext != "sig" && ext != "sign" {
			alone++
			continue
		}
		r.unwarn(label(p.Name, "a part") + ": not read: " + signatureAlone)
		r.covers(i, r.res.Parts[of].Body, false)
		r.warn("signature-unknown", uncheckedText)
	}
	if alone == 0 && r.res.Kind != "openpgp-signature" {
		r.unwarn(uncheckedAlone)
	}
}

// unwarn takes back a warning that turned out to be wrong.
func (r *reader) unwarn(what string) {
	r.res.Warnings = slices.DeleteFunc(r.res.Warnings, func(w Warning) bool { return w.What == what })
}

// isSignature says whether b is an OpenPGP signature by itself.
func isSignature(b []byte) bool {
	t := strings.TrimLeft(string(b[:min(len(b), 4096)]), " \t\r\n\ufeff")
	return sniffArmour(t) == "openpgp-signature" || binaryKey(b) == "openpgp-signature"
}
