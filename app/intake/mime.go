package intake

import (
	"bytes"
	"encoding/base64"
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
			if peek, _ := cutLine(after); len(bytes.TrimSpace(more)) == 0 && !headerLine(peek) {
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
	if i < 1 || i > 64 || i+2 >= len(h) || h[i+2] != '?' || strings.ContainsAny(h[:i], " \t=") {
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

func hexPair(a, b byte) int {
	x, y := hexDigit(a), hexDigit(b)
	if x < 0 || y < 0 {
		return -1
	}
	return x<<4 | y
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// decodeBase64 reads what base64 there is. damaged is true when bytes that do
// not belong were passed over or the end is missing.
func decodeBase64(b []byte) (out []byte, damaged bool) {
	clean := make([]byte, 0, len(b))
	ended := false
	for _, c := range b {
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
			if ended { // a second run after padding
				for len(clean)%4 != 0 {
					clean = append(clean, 'A')
				}
				ended = false
			}
			clean = append(clean, c)
		case c == '-' || c == '_':
			damaged = true
		case c == '=':
			ended = true
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
		default:
			damaged = true
		}
	}
	if len(clean)%4 == 1 {
		damaged = true
		clean = clean[:len(clean)-1]
	}
	out = make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, _ := base64.RawStdEncoding.Decode(out, clean)
	return out[:n], damaged
}

func decodeQP(b []byte) (out []byte, damaged bool) {
	out = make([]byte, 0, len(b))
	for len(b) > 0 {
		i := bytes.IndexByte(b, '\n')
		line, end := b, ""
		if i >= 0 {
			line, end, b = b[:i], "\n", b[i+1:]
			if bytes.HasSuffix(line, []byte("\r")) {
				line, end = line[:len(line)-1], "\r\n"
			}
		} else {
			b = nil
		}
		line = bytes.TrimRight(line, " \t")
		for j := 0; j < len(line); j++ {
			c := line[j]
			switch {
			case c != '=':
				out = append(out, c)
			case j == len(line)-1:
				end = ""
			case j+2 < len(line) && hexPair(line[j+1], line[j+2]) >= 0:
				out = append(out, byte(hexPair(line[j+1], line[j+2])))
				j += 2
			default:
				damaged = true
				out = append(out, c)
			}
		}
		out = append(out, end...)
	}
	return out, damaged
}

// decodeUU reads a uuencoded body and the name it carries.
func decodeUU(b []byte) (out []byte, name string, damaged bool) {
	started, ended := false, false
	for line := range bytes.Lines(b) {
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case !started:
			if f := bytes.SplitN(line, []byte(" "), 3); len(f) == 3 && string(f[0]) == "begin" && len(f[1]) >= 3 {
				started, name = true, string(f[2])
			}
		case string(line) == "end":
			return out, name, damaged
		case len(line) == 0:
		default:
			n := int(line[0]-' ') & 63
			data := line[1:]
			row := make([]byte, 0, n+3)
			for i := 0; i+1 < len(data) && len(row) < n; i += 4 {
				var v [4]byte
				for k := range v {
					if i+k < len(data) {
						v[k] = (data[i+k] - ' ') & 63
					}
				}
				row = append(row, v[0]<<2|v[1]>>4, v[1]<<4|v[2]>>2, v[2]<<6|v[3])
			}
			if len(row) < n {
				damaged = true
				n = len(row)
			}
			out = append(out, row[:n]...)
		}
	}
	return out, name, damaged || !ended
}

// params splits a header such as Content-Type into its value and parameters,
// joining RFC 2231 continuations. Values are decoded for reading.
func params(raw string) (value string, list map[string]string) {
	list = map[string]string{}
	pieces := splitParams(raw)
	value = strings.ToLower(strings.TrimSpace(stripComment(pieces[0])))
	value, _, _ = strings.Cut(value, " ")
	type piece struct {
		text    string
		encoded bool
	}
	runs := map[string][]piece{}
	spelt := map[string]bool{} // given in full as encoded words, which then count
	for _, p := range pieces[1:] {
		k, v, ok := strings.Cut(p, "=")
		if !ok {
			continue
		}
		k = strings.ToLower(strings.TrimSpace(k))
		v = unquote(strings.TrimSpace(v))
		base, tail, star := strings.Cut(k, "*")
		if !star {
			if _, have := list[k]; !have {
				list[k] = decodeHeader(v)
				spelt[k] = list[k] != v && strings.Contains(v, "=?")
			}
			continue
		}
		enc := tail == "" || strings.HasSuffix(tail, "*")
		n := 0
		for _, c := range strings.TrimSuffix(tail, "*") {
			if c < '0' || c > '9' || n > 999 {
				n = -1
				break
			}
			n = n*10 + int(c-'0')
		}
		if n < 0 {
			continue
		}
		for len(runs[base]) <= n && len(runs[base]) < 1000 {
			runs[base] = append(runs[base], piece{})
		}
		if n < len(runs[base]) {
			runs[base][n] = piece{v, enc}
		}
	}
	for k, run := range runs {
		if spelt[k] {
			continue
		}
		set := ""
		var joined []byte
		for i, p := range run {
			t := p.text
			if i == 0 && p.encoded {
				if f := strings.SplitN(t, "'", 3); len(f) == 3 {
					set, t = f[0], f[2]
				}
			}
			if p.encoded {
				joined = append(joined, percent(t)...)
			} else {
				joined = append(joined, t...)
			}
		}
		text := charset.Decode(joined, set).Text
		if set == "" && strings.Contains(text, "=?") {
			text = decodeHeader(text)
		}
		list[k] = text
	}
	return value, list
}

func stripComment(s string) string {
	if i := strings.IndexByte(s, '('); i >= 0 {
		return s[:i]
	}
	return s
}

func splitParams(s string) []string {
	var out []string
	start, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if quoted {
				i++
			}
		case '"':
			quoted = !quoted
		case ';':
			if !quoted {
				out = append(out, s[start:i])
				start = i + 1
			}
		}
	}
	return append(out, s[start:])
}

func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		s = s[1 : len(s)-1]
		return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(s)
	}
	return strings.Trim(s, `"`)
}

func percent(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && hexPair(s[i+1], s[i+2]) >= 0 {
			out = append(out, byte(hexPair(s[i+1], s[i+2])))
			i += 2
			continue
		}
		out = append(out, s[i])
	}
	return out
}

// multipart is the split of a body at its boundary lines.
type multipart struct {
	preamble, epilogue []byte
	parts              [][]byte
	closed, opened     bool
}

func splitMultipart(body []byte, boundary string) multipart {
	var m multipart
	start, partStart := 0, -1
	for start < len(body) && !m.closed {
		end := len(body)
		if i := bytes.IndexByte(body[start:], '\n'); i >= 0 {
			end = start + i + 1
		}
		line := bytes.TrimRight(body[start:end], "\r\n \t")
		if closing, ok := boundaryLine(line, boundary); ok {
			if partStart >= 0 {
				m.parts = append(m.parts, trimEOL(body[partStart:start]))
			} else {
				m.preamble = body[:start]
			}
			m.opened = true
			partStart = end
			m.closed = closing
		}
		start = end
	}
	switch {
	case m.closed:
		m.epilogue = body[min(partStart, len(body)):]
	case partStart >= 0:
		m.parts = append(m.parts, body[partStart:])
	default:
		m.preamble = body
	}
	return m
}

func boundaryLine(line []byte, boundary string) (closing, ok bool) {
	rest, ok := bytes.CutPrefix(line, []byte("--"))
	if !ok {
		return false, false
	}
	rest, ok = bytes.CutPrefix(rest, []byte(boundary))
	if !ok {
		return false, false
	}
	switch string(rest) {
	case "":
		return false, true
	case "--":
		return true, true
	}
	// "-->" and the like end it too; "--more" is another boundary.
	if tail, ok := bytes.CutPrefix(rest, []byte("--")); ok && !bytes.ContainsAny(tail, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=") {
		return true, true
	}
	return false, false
}

func trimEOL(b []byte) []byte {
	b = bytes.TrimSuffix(b, []byte("\n"))
	return bytes.TrimSuffix(b, []byte("\r"))
}
