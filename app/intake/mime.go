package intake

import (
	"bytes"
	"strings"

	"corridor/app/intake/charset"
)

// field is one header line, unfolded, its value still as bytes came.
type field struct{ name, value string }

// splitHead parts a message, or a MIME part when inner is true, into header
// fields and body. It tolerates an envelope line, blank lines before a
// message, and a body that begins without a blank line; bad says so in words.
func splitHead(b []byte, inner bool) (fields []field, body []byte, bad string) {
	rest := bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	enveloped := false
	for len(rest) > 0 {
		line, next := cutLine(rest)
		switch {
		case len(bytes.TrimSpace(line)) == 0 && len(fields) == 0 && !inner && !enveloped && len(bytes.TrimSpace(next)) > 0:
			rest = next
			continue
		case len(line) == 0:
			return fields, next, bad
		case len(fields) == 0 && (bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From "))):
			rest, enveloped = next, true
			continue
		case (line[0] == ' ' || line[0] == '\t') && len(fields) == 0 && knownLine(bytes.TrimLeft(line, " \t")):
			bad = "the first line of the header is set in"
			line = bytes.TrimLeft(line, " \t")
		case line[0] == ' ' || line[0] == '\t':
			if len(bytes.TrimSpace(line)) == 0 {
				return fields, next, "a line of blanks stands where the header should end"
			}
			return fields, rest, "a line of the header belongs to no field; the text from there on is shown as body"
		}
		name, value, ok := bytes.Cut(line, []byte(":"))
		n := strings.TrimRight(string(name), " \t")
		if peek, _ := cutLine(next); (!ok || !isToken(n)) && len(fields) > 0 && knownLine(peek) {
			bad = "a line of the header belongs to no field; it was kept with the field before it"
			fields[len(fields)-1].value += " " + string(line)
			rest = next
			continue
		}
		if !ok || !isToken(n) {
			return fields, rest, "the body begins without the blank line that should part it from the header"
		}
		run := [][]byte{value}
		for len(next) > 0 && (next[0] == ' ' || next[0] == '\t') {
			more, after := cutLine(next)
			if len(bytes.TrimSpace(more)) == 0 && !headGoesOn(after) {
				break
			}
			run = append(run, more)
			next = after
		}
		fields = append(fields, field{n, strings.TrimLeft(string(bytes.Join(run, nil)), " \t")})
		rest = next
	}
	return fields, nil, bad
}

func knownLine(l []byte) bool {
	name, _, ok := bytes.Cut(l, []byte(":"))
	if !ok {
		return false
	}
	known, _ := knownHeader(string(name))
	return known && isToken(string(name))
}

// headGoesOn says whether a header goes on after a line of blanks: with a field,
// or with lines set in that a known field follows.
func headGoesOn(b []byte) bool {
	line, rest := cutLine(b)
	for range 20 {
		if len(line) == 0 || line[0] != ' ' && line[0] != '\t' || len(bytes.TrimSpace(line)) == 0 {
			break
		}
		if line, rest = cutLine(rest); knownLine(line) {
			return true
		}
	}
	first, _ := cutLine(b)
	return headerLine(first)
}

func headerLine(l []byte) bool {
	name, _, ok := bytes.Cut(l, []byte(":"))
	return len(l) == 0 || ok && isToken(strings.TrimRight(string(name), " \t"))
}

// cutLine takes one line ended by CRLF, LF or CR alone.
func cutLine(b []byte) (line, rest []byte) {
	i := bytes.IndexByte(b, '\n')
	head := b
	if i >= 0 {
		head = b[:i]
	}
	if j := bytes.IndexByte(head, '\r'); j >= 0 && j != len(head)-1 {
		return head[:j], b[j+1:]
	}
	if i < 0 {
		return bytes.TrimSuffix(b, []byte("\r")), nil
	}
	return bytes.TrimSuffix(head, []byte("\r")), b[i+1:]
}

func get(fields []field, name string) string {
	for _, f := range fields {
		if strings.EqualFold(f.name, name) {
			return f.value
		}
	}
	return ""
}

func count(fields []field, name string) int {
	n := 0
	for _, f := range fields {
		if strings.EqualFold(f.name, name) {
			n++
		}
	}
	return n
}

// decodeHeader makes a header value readable: encoded words (RFC 2047) and
// raw bytes of any set. Linear in its length.
func decodeHeader(raw string) string {
	s := raw
	if !strings.Contains(s, "=?") {
		return eightBit(s)
	}
	var out strings.Builder
	var run []byte // bytes of adjacent words in one set
	set := ""
	flush := func() {
		if set != "" {
			out.WriteString(charset.Decode(run, set).Text)
		}
		run, set = nil, ""
	}
	for len(s) > 0 {
		i := strings.Index(s, "=?")
		if i < 0 {
			break
		}
		word, cs, n := encodedWord(s[i:])
		if n == 0 {
			flush()
			out.WriteString(eightBit(s[:i+2]))
			s = s[i+2:]
			continue
		}
		if set == "" || strings.TrimSpace(s[:i]) != "" {
			flush()
			out.WriteString(eightBit(s[:i]))
		}
		if !strings.EqualFold(cs, set) {
			flush()
			set = cs
		}
		run = append(run, word...)
		s = s[i+n:]
	}
	flush()
	out.WriteString(eightBit(s))
	return out.String()
}

func eightBit(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return charset.Decode([]byte(s), "").Text
		}
	}
	return s
}

// maxWord bounds one encoded word; RFC 2047 says 75, senders say otherwise.
const maxWord = 8 << 10

// encodedWord decodes "=?set?B|Q?…?=" at the start of s. n is 0 when there is
// none, else the length of the word.
func encodedWord(s string) (word []byte, set string, n int) {
	h := s[2:min(len(s), maxWord)]
	i := strings.IndexByte(h, '?')
	if i < 0 || i > 64 || i+2 >= len(h) || h[i+2] != '?' || strings.ContainsAny(h[:i], " \t=") {
		return nil, "", 0
	}
	body := h[i+3:]
	j := strings.Index(body, "?=")
	if j < 0 {
		return nil, "", 0
	}
	data := body[:j]
	n = 2 + i + 3 + j + 2
	switch h[i+1] {
	case 'b', 'B':
		word, _ = decodeBase64([]byte(data))
	case 'q', 'Q':
		word = decodeQWord(data)
	default:
		return nil, "", 0
	}
	if i == 0 { // it names no set: a set that it can be read in
		if set = charset.Detect(word); set == "" {
			set = "us-ascii"
		}
		return word, set, n
	}
	return word, charset.Clean(h[:i]), n
}

func decodeQWord(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '_':
			out = append(out, ' ')
		case c == '=' && i+2 < len(s) && hexPair(s[i+1], s[i+2]) >= 0:
			out = append(out, byte(hexPair(s[i+1], s[i+2])))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out
}
