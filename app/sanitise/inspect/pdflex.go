package inspect

import (
	"bytes"
	"strconv"
)

// The values of a PDF. A name is kept without its slash; a reference points at
// an object by number.
type (
	pdfName string
	pdfRef  int
	pdfOp   string
	pdfDict map[pdfName]any
)

// lexer reads PDF values. It never fails: what makes no sense is passed over.
type lexer struct {
	b      []byte
	i      int
	broken bool          // a string or stream ran to the end of the bytes
	steps  *int          // counts the bytes read, where somebody counts
	notes  *bytes.Buffer // comments go here, where somebody wants them
}

func white(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delim(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

// maxNotes bounds the comments of a file that are kept; a file with more has
// been through several readings of the same bytes.
const maxNotes = 16 << 20

func (l *lexer) space() {
	for l.i < len(l.b) {
		switch c := l.b[l.i]; {
		case white(c):
			l.i++
		case c == '%':
			from := l.i
			for l.i < len(l.b) && l.b[l.i] != '\n' && l.b[l.i] != '\r' {
				l.i++
			}
			if l.notes != nil && l.notes.Len() < maxNotes {
				l.notes.Write(l.b[from:l.i])
				l.notes.WriteByte('\n')
			}
		default:
			return
		}
	}
}

// value reads the next value; ok is false at the end. Operators come as pdfOp.
func (l *lexer) value(depth int) (any, bool) {
	if depth == 0 && l.steps != nil {
		from := l.i
		defer func() { *l.steps += l.i - from + 1 }()
	}
	l.space()
	if l.i >= len(l.b) || depth > 60 {
		l.i = len(l.b)
		return nil, false
	}
	switch c := l.b[l.i]; {
	case c == '/':
		l.i++
		return l.name(), true
	case c == '(':
		return l.literal(), true
	case c == '<':
		if l.i+1 < len(l.b) && l.b[l.i+1] == '<' {
			l.i += 2
			return l.dict(depth), true
		}
		return l.hex(), true
	case c == '[':
		l.i++
		var a []any
		for {
			l.space()
			if l.i >= len(l.b) {
				return a, true
			}
			if l.b[l.i] == ']' {
				l.i++
				return a, true
			}
			v, ok := l.value(depth + 1)
			if !ok {
				return a, true
			}
			if o, is := v.(pdfOp); is && o == "R" && len(a) >= 2 {
				if n, is := a[len(a)-2].(float64); is {
					a = append(a[:len(a)-2], pdfRef(int(n)))
					continue
				}
			}
			a = append(a, v)
		}
	case c == ']' || c == '>' || c == ')' || c == '{' || c == '}':
		l.i++
		return pdfOp(string(c)), true
	}
	s := l.i
	for l.i < len(l.b) && !white(l.b[l.i]) && !delim(l.b[l.i]) {
		l.i++
	}
	t := l.b[s:l.i]
	if c := t[0]; c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' {
		if f, err := strconv.ParseFloat(string(t), 64); err == nil {
			return f, true
		}
	}
	return pdfOp(t), true
}

func (l *lexer) name() pdfName {
	var out []byte
	for l.i < len(l.b) && !white(l.b[l.i]) && !delim(l.b[l.i]) {
		c := l.b[l.i]
		if c == '#' && l.i+2 < len(l.b) {
			if n, err := strconv.ParseUint(string(l.b[l.i+1:l.i+3]), 16, 8); err == nil {
				out = append(out, byte(n))
				l.i += 3
				continue
			}
		}
		out = append(out, c)
		l.i++
	}
	return pdfName(out)
}

// literal reads (text) with its escapes and nested brackets.
func (l *lexer) literal() string {
	l.i++
	var out []byte
	for depth := 1; l.i < len(l.b); l.i++ {
		c := l.b[l.i]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.i++
				return string(out)
			}
		case '\\':
			l.i++
			if l.i >= len(l.b) {
				return string(out)
			}
			out = l.escape(out)
			continue
		}
		out = append(out, c)
	}
	l.broken = true
	return string(out)
}

func (l *lexer) escape(out []byte) []byte {
	c := l.b[l.i]
	switch c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b', 'f':
		return out
	case '\r':
		if l.i+1 < len(l.b) && l.b[l.i+1] == '\n' {
			l.i++
		}
		return out
	case '\n':
		return out
	}
	if c >= '0' && c <= '7' {
		n := 0
		k := 0
		for k < 3 && l.i+k < len(l.b) && l.b[l.i+k] >= '0' && l.b[l.i+k] <= '7' {
			n = n*8 + int(l.b[l.i+k]-'0')
			k++
		}
		l.i += k - 1
		return append(out, byte(n))
	}
	return append(out, c)
}

func (l *lexer) hex() string {
	l.i++
	var out []byte
	hi := -1
	for ; l.i < len(l.b); l.i++ {
		c := l.b[l.i]
		var n int
		switch {
		case c == '>':
			l.i++
			if hi >= 0 {
				out = append(out, byte(hi<<4))
			}
			return string(out)
		case c >= '0' && c <= '9':
			n = int(c - '0')
		case c >= 'a' && c <= 'f':
			n = int(c-'a') + 10
		case c >= 'A' && c <= 'F':
			n = int(c-'A') + 10
		default:
			continue
		}
		if hi < 0 {
			hi = n
		} else {
			out = append(out, byte(hi<<4|n))
			hi = -1
		}
	}
	return string(out)
}

func (l *lexer) dict(depth int) pdfDict {
	d := pdfDict{}
	var key pdfName
	have := false
	var stack []any
	put := func() {
		if have && len(stack) > 0 {
			d[key] = stack[len(stack)-1]
		}
		stack = stack[:0]
	}
	for {
		l.space()
		if l.i >= len(l.b) {
			put()
			return d
		}
		if l.b[l.i] == '>' {
			l.i++
			if l.i < len(l.b) && l.b[l.i] == '>' {
				l.i++
			}
			put()
			return d
		}
		v, ok := l.value(depth + 1)
		if !ok {
			put()
			return d
		}
		if o, is := v.(pdfOp); is {
			if o == "R" && len(stack) >= 2 {
				if n, is := stack[len(stack)-2].(float64); is {
					stack = append(stack[:len(stack)-2], pdfRef(int(n)))
				}
				continue
			}
			if o == "endobj" || o == "stream" {
				l.i -= len(o)
				put()
				return d
			}
		}
		if n, is := v.(pdfName); is && (!have || len(stack) > 0) {
			put()
			key, have = n, true
			continue
		}
		stack = append(stack, v)
	}
}

// object is one indirect object: a value and, where it is a stream, its bytes
// as they stand in the file.
type object struct {
	num    int
	val    any
	stream []byte
	has    bool
	broken bool
}

func (o *object) dict() pdfDict {
	d, _ := o.val.(pdfDict)
	return d
}

const (
	maxObjects  = 300_000
	maxTrailers = 1000
	maxTrailer  = 8 << 10 // bytes of one
)

// objects finds every object by its "n g obj", whatever the cross-reference
// table says, so that earlier versions kept in the file are read too.
// What stands between them goes to notes.
func (w *walker) objects(b []byte, notes *bytes.Buffer) (all []*object, trailers []pdfDict, over bool) {
	last := 0
	defer func() { between(b[last:], notes) }()
	t := find(b, 0, "trailer")
	for i := 0; i < len(b); {
		j := bytes.Index(b[i:], []byte("obj"))
		if t < i {
			t = find(b, i, "trailer")
		}
		if t < len(b) && (j < 0 || t < i+j) {
			if len(trailers) >= maxTrailers {
				return all, trailers, true
			}
			l := &lexer{b: b[:min(len(b), t+7+maxTrailer)], i: t + 7}
			l.space()
			if l.i+1 < len(l.b) && b[l.i] == '<' && b[l.i+1] == '<' {
				l.i += 2
				trailers = append(trailers, l.dict(0))
			}
			w.steps += l.i - i
			i = t + 7
			continue
		}
		if j < 0 {
			return all, trailers, false
		}
		p := i + j
		w.steps += j
		i = p + 3
		num, ok := objectNumber(b, p)
		if !ok {
			continue
		}
		if len(all) >= maxObjects {
			return all, trailers, true
		}
		between(b[last:p], notes)
		o, end := w.readObject(b, i, notes)
		last = end
		w.steps += end - p
		o.num = num
		all = append(all, o)
		i = max(i, end)
	}
	return all, trailers, false
}

// find is the place of s at or after i, or the end.
func find(b []byte, i int, s string) int {
	if j := bytes.Index(b[i:], []byte(s)); j >= 0 {
		return i + j
	}
	return len(b)
}

// objectNumber reads "12 0 " backwards from the word obj.
func objectNumber(b []byte, p int) (int, bool) {
	if p >= 3 && string(b[p-3:p]) == "end" {
		return 0, false
	}
	k := p
	for part := 0; part < 2; part++ {
		for k > 0 && white(b[k-1]) {
			k--
		}
		e := k
		for k > 0 && b[k-1] >= '0' && b[k-1] <= '9' && e-k < 10 {
			k--
		}
		if e == k {
			return 0, false
		}
		if part == 1 {
			n, err := strconv.Atoi(string(b[k:e]))
			return n, err == nil
		}
	}
	return 0, false
}

// between keeps what is no cross-reference table of the bytes outside objects.
func between(b []byte, notes *bytes.Buffer) {
	for len(b) > 0 && notes.Len() < maxNotes {
		line := b
		if k := bytes.IndexAny(b, "\r\n"); k >= 0 {
			line, b = b[:k], b[k+1:]
		} else {
			b = nil
		}
		line = bytes.TrimSpace(line)
		if len(line) == 18 && (line[17] == 'n' || line[17] == 'f') && line[10] == ' ' {
			continue
		}
		switch string(line) {
		case "", "endobj", "endstream", "xref", "trailer", "startxref", "%%EOF":
			continue
		}
		notes.Write(line)
		notes.WriteByte('\n')
	}
}

func (w *walker) readObject(b []byte, i int, notes *bytes.Buffer) (*object, int) {
	l := &lexer{b: b, i: i, steps: &w.steps, notes: notes}
	v, _ := l.value(0)
	o := &object{val: v, broken: l.broken}
	d, is := v.(pdfDict)
	l.space()
	if !is || !bytes.HasPrefix(b[min(l.i, len(b)):], []byte("stream")) {
		return o, l.i
	}
	s := l.i + 6
	if s < len(b) && b[s] == '\r' {
		s++
	}
	if s < len(b) && b[s] == '\n' {
		s++
	}
	o.has = true
	if n, ok := d["Length"].(float64); ok && n >= 0 && s+int(n) <= len(b) {
		e := s + int(n)
		t := bytes.TrimLeft(b[e:min(len(b), e+32)], "\r\n \t")
		if bytes.HasPrefix(t, []byte("endstream")) {
			o.stream = b[s:e]
			return o, e
		}
	}
	e := bytes.Index(b[min(s, len(b)):], []byte("endstream"))
	if e < 0 {
		o.broken = true
		o.stream = b[min(s, len(b)):]
		return o, len(b)
	}
	o.stream = b[s : s+e]
	return o, s + e
}
