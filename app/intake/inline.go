package intake

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
)

// lettersOf keeps letters and digits alone, to compare two renderings.
func lettersOf(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return c
		}
		return -1
	}, s)
}

// bare says whether a flowed line ends in a word and the one space that parts
// it from the next. DelSp=yes has that space taken out (RFC 3676), for which
// its writer should have put a second one; many write only one, and their words
// would grow together. An address cut to fit, or a script without spaces, is
// joined as the rule says.
func bare(line string) bool {
	word := line[strings.LastIndexByte(line[:len(line)-1], ' ')+1 : len(line)-1]
	if word == "" || len(word) > 24 {
		return false
	}
	for _, c := range word {
		if c == '/' || c == '@' || c > 0x2e7f {
			return false
		}
	}
	return true
}

// unflow joins the lines of text that was broken to fit (format=flowed).
func unflow(s string, delsp bool) string {
	var out strings.Builder
	for line := range strings.Lines(s) {
		body := strings.TrimRight(line, "\r\n")
		if strings.HasSuffix(body, " ") && body != "-- " && !strings.HasPrefix(body, ">") {
			if delsp && !bare(body) {
				body = body[:len(body)-1]
			}
			out.WriteString(body)
			continue
		}
		out.WriteString(body + "\n")
	}
	return out.String()
}

// inlineSealed notes an OpenPGP block inside a text body.
func (r *reader) inlineSealed(e entityBody, block []byte, m *message) {
	if c := pgpMessage(block, r.lim.PartBytes); c.found { // signed or packed, not encrypted
		r.attach(input{declared: "application/pgp", b: block, depth: e.depth + 1})
		return
	}
	if p, ok := r.list("", "application/pgp-encrypted", block); ok {
		r.settle(p, "no", "encrypted; no key was given")
	}
	m.noKey = &Failure{"no-key", "not read: the message holds an encrypted OpenPGP block and no key was given"}
}

func inlinePGP(b []byte) ([]byte, bool) {
	const begin, end = "-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----"
	i := bytes.Index(b, []byte(begin))
	if i < 0 {
		return nil, false
	}
	if j := bytes.Index(b[i:], []byte(end)); j >= 0 {
		return b[i : i+j+len(end)], true
	}
	return b[i:], true
}

// inlineYEnc finds a file encoded in a text body the way newsgroups do.
func inlineYEnc(b []byte) (out []byte, name string, damaged bool) {
	i := bytes.Index(b, []byte("=ybegin "))
	if i < 0 || i > 0 && b[i-1] != '\n' {
		return nil, "", false
	}
	line, rest := cutLF(b[i:])
	_, n, _ := bytes.Cut(line, []byte(" name="))
	name = eightBit(string(bytes.TrimSpace(n)))
	damaged = true
	for len(rest) > 0 {
		line, rest = cutLF(rest)
		if bytes.HasPrefix(line, []byte("=ypart ")) {
			continue
		}
		if bytes.HasPrefix(line, []byte("=yend")) {
			damaged = false
			if _, after, ok := bytes.Cut(line, []byte("size=")); ok {
				size, _, _ := bytes.Cut(after, []byte(" "))
				want, err := strconv.Atoi(string(bytes.TrimSpace(size)))
				damaged = err != nil || want != len(out)
			}
			break
		}
		for k := 0; k < len(line); k++ {
			c := line[k]
			if c == '=' && k+1 < len(line) {
				k++
				c = line[k] - 64
			}
			out = append(out, c-42)
		}
	}
	return out, name, damaged
}

// cutLF takes one line ended by LF or CRLF: other bytes are data here.
func cutLF(b []byte) (line, rest []byte) {
	line, rest, _ = bytes.Cut(b, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r")), rest
}

// inlineUU finds a uuencoded file in a text body.
func inlineUU(b []byte) (out []byte, name string, ok bool) {
	i := bytes.Index(b, []byte("begin 6"))
	if i < 0 || i > 0 && b[i-1] != '\n' || !bytes.Contains(b[i:], []byte("\nend")) {
		return nil, "", false
	}
	line, _ := cutLine(b[i:])
	if f := bytes.Fields(line); len(f) < 3 || len(f[1]) != 3 {
		return nil, "", false
	}
	out, name, _ = decodeUU(b[i:])
	return out, name, out != nil
}

// maxPlain bounds the text that a rendering in HTML is compared with.
const maxPlain = 1 << 20

// remember keeps the letters of plain text for a twin in HTML to be known by.
func (m *message) remember(text string) {
	l := lettersOf(text[:min(len(text), maxPlain)])
	if len(m.plain)+len(l) > maxPlain {
		m.plain = ""
	}
	m.plain += l
}
