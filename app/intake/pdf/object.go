package pdf

import (
	"bytes"
	"strconv"
)

type (
	name string
	ref  struct{ num, gen int }
	dict map[name]any
	// stream is a dictionary with bytes, still encoded.
	stream struct {
		dict
		raw []byte
		own ref // the object it is, for decryption
	}
)

// keyword is any bare word that is not a value: obj, endobj, an operator.
type keyword string

// maxNest bounds arrays and dictionaries inside each other.
const maxNest = 64

// lexer takes objects out of bytes. It never fails: what cannot be read is a
// keyword or nil, and it always moves forward.
type lexer struct {
	b   []byte
	pos int
}

func space(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == '\f'
}

func delim(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func (l *lexer) skip() {
	for l.pos < len(l.b) {
		c := l.b[l.pos]
		if c == '%' {
			for l.pos < len(l.b) && l.b[l.pos] != '\n' && l.b[l.pos] != '\r' {
				l.pos++
			}
		} else if !space(c) {
			return
		} else {
			l.pos++
		}
	}
}

func (l *lexer) end() bool {
	l.skip()
	return l.pos >= len(l.b)
}

// next reads one object; refs says whether "1 0 R" means a reference.
func (l *lexer) next(depth int, refs bool) any {
	l.skip()
	if l.pos >= len(l.b) {
		return keyword("")
	}
	c := l.b[l.pos]
	switch {
	case c == '/':
		return l.name()
	case c == '(':
		return l.literal()
	case c == '<':
		if l.pos+1 < len(l.b) && l.b[l.pos+1] == '<' {
			l.pos += 2
			return l.dict(depth, refs)
		}
		return l.hex()
	case c == '[':
		l.pos++
		return l.array(depth, refs)
	case c == '>' && l.pos+1 < len(l.b) && l.b[l.pos+1] == '>':
		l.pos += 2
		return keyword(">>")
	case c == ']' || c == ')' || c == '>' || c == '{' || c == '}':
		l.pos++
		return keyword(string(c))
	case c == '+' || c == '-' || c == '.' || c >= '0' && c <= '9':
		return l.number(refs)
	}
	start := l.pos
	for l.pos < len(l.b) && !space(l.b[l.pos]) && !delim(l.b[l.pos]) {
		l.pos++
	}
	switch w := string(l.b[start:l.pos]); w {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	default:
		return keyword(w)
	}
}

func (l *lexer) name() name {
	l.pos++
	var out []byte
	for l.pos < len(l.b) && !space(l.b[l.pos]) && !delim(l.b[l.pos]) {
		c := l.b[l.pos]
		if c == '#' && l.pos+2 < len(l.b) {
			if v, err := strconv.ParseUint(string(l.b[l.pos+1:l.pos+3]), 16, 8); err == nil {
				out = append(out, byte(v))
				l.pos += 3
				continue
			}
		}
		out = append(out, c)
		l.pos++
	}
	return name(out)
}

func (l *lexer) number(refs bool) any {
	start := l.pos
	whole := true
	for l.pos < len(l.b) {
		c := l.b[l.pos]
		if c == '.' {
			whole = false
		} else if (c < '0' || c > '9') && !((c == '-' || c == '+') && l.pos >= start) {
			break
		}
		l.pos++
	}
	s := l.b[start:l.pos]
	if !whole {
		return parseReal(s)
	}
	n, err := strconv.Atoi(string(s))
	if err != nil {
		return parseReal(s)
	}
	if refs && n >= 0 {
		if r, ok := l.reference(n); ok {
			return r
		}
	}
	return n
}

func parseReal(s []byte) any {
	// "--5", "1.2.3" and "5-3" occur; take the sense of the front.
	neg := false
	for len(s) > 0 && (s[0] == '-' || s[0] == '+') {
		neg = neg || s[0] == '-'
		s = s[1:]
	}
	if i := bytes.IndexAny(s, "+-"); i >= 0 {
		s = s[:i]
	}
	if i := bytes.IndexByte(s, '.'); i >= 0 {
		if j := bytes.IndexByte(s[i+1:], '.'); j >= 0 {
			s = s[:i+1+j]
		}
	}
	f, _ := strconv.ParseFloat(string(s), 64)
	if neg {
		f = -f
	}
	return f
}

func (l *lexer) reference(n int) (ref, bool) {
	at := l.pos
	for at < len(l.b) && space(l.b[at]) {
		at++
	}
	g, digits := 0, 0
	for at < len(l.b) && l.b[at] >= '0' && l.b[at] <= '9' && digits < 6 {
		g = g*10 + int(l.b[at]-'0')
		at++
		digits++
	}
	if digits == 0 {
		return ref{}, false
	}
	sep := at
	for at < len(l.b) && space(l.b[at]) {
		at++
	}
	if at == sep || at >= len(l.b) || l.b[at] != 'R' || at+1 < len(l.b) && !space(l.b[at+1]) && !delim(l.b[at+1]) {
		return ref{}, false
	}
	l.pos = at + 1
	return ref{n, g}, true
}

func (l *lexer) literal() []byte {
	l.pos++
	out := []byte{}
	depth := 1
	for l.pos < len(l.b) {
		c := l.b[l.pos]
		l.pos++
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
			if l.pos < len(l.b) && l.b[l.pos] == '\n' {
				l.pos++
			}
			c = '\n'
		}
		out = append(out, c)
	}
	return out
}

func (l *lexer) escape(out []byte) []byte {
	if l.pos >= len(l.b) {
		return out
	}
	c := l.b[l.pos]
	l.pos++
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
		if l.pos < len(l.b) && l.b[l.pos] == '\n' {
			l.pos++
		}
		return out
	case '\n':
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	v := int(c - '0')
	for i := 0; i < 2 && l.pos < len(l.b) && l.b[l.pos] >= '0' && l.b[l.pos] <= '7'; i++ {
		v = v*8 + int(l.b[l.pos]-'0')
		l.pos++
	}
	return append(out, byte(v))
}

func (l *lexer) hex() []byte {
	l.pos++
	out := []byte{}
	half, have := byte(0), false
	for l.pos < len(l.b) {
		c := l.b[l.pos]
		l.pos++
		v := unhex(c)
		switch {
		case c == '>':
			if have {
				out = append(out, half<<4)
			}
			return out
		case v < 0:
		case have:
			out = append(out, half<<4|byte(v))
			have = false
		default:
			half, have = byte(v), true
		}
	}
	return out
}

func unhex(c byte) int {
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

func (l *lexer) array(depth int, refs bool) []any {
	out := []any{}
	for !l.end() && depth < maxNest {
		v := l.next(depth+1, refs)
		if k, ok := v.(keyword); ok {
			if k == "]" {
				return out
			}
			if k == "endobj" || k == "endstream" || k == ">>" {
				l.pos -= len(k)
				return out
			}
			continue
		}
		out = append(out, v)
	}
	return out
}

func (l *lexer) dict(depth int, refs bool) dict {
	out := dict{}
	for !l.end() && depth < maxNest {
		k := l.next(depth+1, refs)
		switch k := k.(type) {
		case name:
			v := l.next(depth+1, refs)
			if w, ok := v.(keyword); ok {
				if w == ">>" {
					return out
				}
				if w == "endobj" || w == "stream" {
					l.pos -= len(w)
					return out
				}
				continue
			}
			out[k] = v
		case keyword:
			if k == ">>" {
				return out
			}
			if k == "endobj" || k == "stream" {
				l.pos -= len(k)
				return out
			}
		}
	}
	return out
}
