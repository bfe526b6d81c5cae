package syntax

import "bytes"

// literal reads (text) with its escapes and nested brackets (7.3.4.2).
func (l *Lexer) literal() []byte {
	l.Pos++
	out := make([]byte, 0, 32)
	for depth := 1; l.Pos < len(l.B); {
		c := l.B[l.Pos]
		l.Pos++
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return out
			}
		case '\\':
			out = l.escape(out)
			continue
		case '\r':
			l.lineFeed()
			c = '\n'
		}
		out = append(out, c)
	}
	l.Broken = true
	return out
}

// lineFeed passes over the second half of a line end.
func (l *Lexer) lineFeed() {
	if l.Pos < len(l.B) && l.B[l.Pos] == '\n' {
		l.Pos++
	}
}

func (l *Lexer) escape(out []byte) []byte {
	if l.Pos >= len(l.B) {
		return out
	}
	c := l.B[l.Pos]
	l.Pos++
	switch c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\r':
		l.lineFeed()
		return out
	case '\n':
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	v := int(c - '0')
	for i := 0; i < 2 && l.Pos < len(l.B) && l.B[l.Pos] >= '0' && l.B[l.Pos] <= '7'; i++ {
		v = v*8 + int(l.B[l.Pos]-'0')
		l.Pos++
	}
	return append(out, byte(v))
}

// hex reads <text> in hexadecimal (7.3.4.3).
func (l *Lexer) hex() []byte {
	rest := l.B[l.Pos+1:]
	i := bytes.IndexByte(rest, '>')
	if i < 0 {
		l.Pos, l.Broken = len(l.B), true
		return UnHex(rest)
	}
	l.Pos += i + 2
	return UnHex(rest[:i])
}

// UnHex reads pairs of hexadecimal digits up to ">", whatever stands between
// them; half a pair counts as if 0 followed.
func UnHex(b []byte) []byte {
	if i := bytes.IndexByte(b, '>'); i >= 0 {
		b = b[:i]
	}
	out := make([]byte, 0, len(b)/2+1)
	half := -1
	for _, c := range b {
		v := nibble(c)
		switch {
		case v < 0:
		case half < 0:
			half = v
		default:
			out, half = append(out, byte(half<<4|v)), -1
		}
	}
	if half >= 0 {
		out = append(out, byte(half<<4))
	}
	return out
}

// nibble is the value of a hexadecimal digit, or -1.
func nibble(c byte) int {
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
