package inspect

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// tag is one piece of XML or HTML: a tag, a comment, a declaration or text.
type tag struct {
	kind  byte   // '<' start, '/' end, '!' comment or declaration, 't' text
	name  string // local name, lower case
	full  string // with prefix
	raw   string // text, or the inside of a comment
	attrs string // the attributes, unparsed
	empty bool   // <x/>
}

// scanner cuts markup into tags and text, never failing and never going back.
type scanner struct {
	s     string
	i     int
	steps *int // counts the bytes read
}

func (x *scanner) next() (tag, bool) {
	from := x.i
	defer func() { *x.steps += x.i - from }()
	if x.i >= len(x.s) {
		return tag{}, false
	}
	if x.s[x.i] != '<' {
		j := strings.IndexByte(x.s[x.i:], '<')
		if j < 0 {
			j = len(x.s) - x.i
		}
		t := tag{kind: 't', raw: x.s[x.i : x.i+j]}
		x.i += j
		return t, true
	}
	rest := x.s[x.i:]
	switch {
	case strings.HasPrefix(rest, "<!--"):
		return x.upto(4, "-->")
	case strings.HasPrefix(rest, "<![CDATA["):
		t, ok := x.upto(9, "]]>")
		t.kind = 't'
		t.raw = strings.ReplaceAll(t.raw, "&", "&amp;")
		return t, ok
	case strings.HasPrefix(rest, "<?"):
		return x.upto(2, "?>")
	case strings.HasPrefix(rest, "<!"):
		return x.upto(2, ">")
	}
	end := tagEnd(rest)
	body := rest[1:end]
	x.i += end
	if x.i < len(x.s) {
		x.i++
	}
	t := tag{kind: '<'}
	if strings.HasPrefix(body, "/") {
		t.kind, body = '/', body[1:]
	}
	if strings.HasSuffix(body, "/") {
		t.empty, body = true, body[:len(body)-1]
	}
	n := strings.IndexAny(body, " \t\r\n")
	if n < 0 {
		n = len(body)
	}
	t.full, t.attrs = strings.ToLower(body[:n]), body[n:]
	t.name = t.full
	if c := strings.IndexByte(t.full, ':'); c >= 0 {
		t.name = t.full[c+1:]
	}
	return t, true
}

// tagEnd finds the > of a tag, passing over quoted values.
func tagEnd(s string) int {
	q := byte(0)
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case q != 0:
			if c == q {
				q = 0
			}
		case c == '"' || c == '\'':
			q = c
		case c == '>':
			return i
		}
	}
	if i := strings.IndexByte(s, '>'); i >= 0 {
		return i
	}
	return len(s)
}

func (x *scanner) upto(skip int, end string) (tag, bool) {
	rest := x.s[x.i+skip:]
	j := strings.Index(rest, end)
	if j < 0 {
		x.i = len(x.s)
		return tag{kind: '!', raw: rest}, true
	}
	x.i += skip + j + len(end)
	return tag{kind: '!', raw: rest[:j]}, true
}

// each calls f with every attribute.
func (t tag) each(f func(name, value string)) {
	s := t.attrs
	for {
		s = strings.TrimLeft(s, " \t\r\n/")
		e := strings.IndexByte(s, '=')
		if e < 0 {
			return
		}
		name := strings.ToLower(strings.TrimSpace(s[:e]))
		s = strings.TrimLeft(s[e+1:], " \t\r\n")
		if s == "" {
			return
		}
		var v string
		if s[0] == '"' || s[0] == '\'' {
			j := strings.IndexByte(s[1:], s[0])
			if j < 0 {
				v, s = s[1:], ""
			} else {
				v, s = s[1:1+j], s[j+2:]
			}
		} else {
			j := strings.IndexAny(s, " \t\r\n")
			if j < 0 {
				j = len(s)
			}
			v, s = s[:j], s[j:]
		}
		f(name, unescape(v))
	}
}

// attr is one attribute's value, by its local name.
func (t tag) attr(local string) string {
	out := ""
	t.each(func(n, v string) {
		if i := strings.IndexByte(n, ':'); i >= 0 {
			n = n[i+1:]
		}
		if n == local && out == "" {
			out = v
		}
	})
	return out
}

var entities = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "pound": "£", "euro": "€",
	"ndash": "-", "mdash": "-", "lsquo": "'", "rsquo": "'", "ldquo": "\"", "rdquo": "\"", "hellip": "...", "shy": "", "zwnj": "", "zwj": "",
	"commat": "@", "period": ".", "colon": ":", "sol": "/", "lowbar": "_", "num": "#", "eacute": "é", "copy": "©"}

// unescape reads character references; unknown ones stay as they are.
func unescape(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		if s[i] != '&' {
			b.WriteByte(s[i])
			i++
			continue
		}
		j := strings.IndexByte(s[i:min(len(s), i+14)], ';')
		if j < 0 {
			b.WriteByte('&')
			i++
			continue
		}
		if r, ok := reference(s[i+1 : i+j]); ok {
			b.WriteString(r)
			i += j + 1
			continue
		}
		b.WriteByte('&')
		i++
	}
	return b.String()
}

func reference(e string) (string, bool) {
	if strings.HasPrefix(e, "#") {
		base, d := 10, e[1:]
		if strings.HasPrefix(d, "x") || strings.HasPrefix(d, "X") {
			base, d = 16, d[1:]
		}
		n, err := strconv.ParseInt(d, base, 32)
		if err != nil || n <= 0 || n > 0x10FFFF {
			return "", false
		}
		return string(rune(n)), true
	}
	r, ok := entities[e]
	return r, ok
}

// markup reads HTML, or XML of no particular kind: text, comments, and every
// attribute that can hold words.
func (w *walker) markup(where string, b []byte, html bool, depth int) {
	w.doubtful(where, b)
	s := decodeText(b)
	if hasEntities(s) {
		w.unread(where, "defines its own entities")
	}
	var text, hidden, attrs, notes strings.Builder
	x := &scanner{s: s, steps: &w.steps}
	off, offName := 0, ""
	for {
		t, ok := x.next()
		if !ok {
			break
		}
		switch t.kind {
		case 't':
			if off > 0 {
				hidden.WriteString(unescape(t.raw))
			} else {
				text.WriteString(unescape(t.raw))
			}
		case '!':
			notes.WriteString(t.raw)
			notes.WriteByte('\n')
		case '<':
			t.each(func(n, v string) {
				if rest, ok := strings.CutPrefix(v, "data:"); ok {
					w.dataURI(in(where, "data in "+t.name), rest, depth)
					return
				}
				if wordy(v) {
					attrs.WriteString(v)
					attrs.WriteByte('\n')
				}
			})
			if off == 0 && html && !t.empty && unseen(t) {
				off, offName = 1, t.full
			} else if off > 0 && t.full == offName && !t.empty {
				off++
			}
			if block(t.name) {
				text.WriteByte('\n')
			}
		case '/':
			if off > 0 && t.full == offName {
				off--
			}
			if block(t.name) || !html {
				text.WriteByte('\n')
				hidden.WriteByte('\n')
			}
		}
	}
	w.place(in(where, "text"), text.String())
	w.place(in(where, "hidden text"), hidden.String())
	w.place(in(where, "attributes"), attrs.String())
	w.place(in(where, "comments"), notes.String())
}

// hasEntities reports a document type that defines entities. They are never
// expanded, so what they hide is not read.
func hasEntities(s string) bool {
	return strings.Contains(s, "<!ENTITY")
}

func block(n string) bool {
	switch n {
	case "p", "div", "br", "tr", "td", "th", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "title", "ul", "ol", "body", "head", "section", "script", "style", "option", "pre", "blockquote", "hr":
		return true
	}
	return false
}

// unseen reports an element a browser does not show.
func unseen(t tag) bool {
	switch t.name {
	case "script", "style", "template", "noscript", "head":
		return true
	case "br", "img", "meta", "link", "input", "hr":
		return false
	}
	a := strings.ToLower(strings.ReplaceAll(t.attrs, " ", ""))
	return strings.Contains(a, "display:none") || strings.Contains(a, "visibility:hidden") || strings.Contains(a, "color:white") ||
		strings.Contains(a, "color:#fff") || strings.Contains(a, "font-size:0") || strings.Contains(a, "opacity:0;") || strings.HasSuffix(a, "hidden")
}

// wordy reports an attribute value that may hold words or numbers worth reading.
func wordy(v string) bool {
	if len(v) < 3 {
		return false
	}
	return !strings.HasPrefix(v, "http://schemas.") && !strings.HasPrefix(v, "urn:oasis") && !strings.HasPrefix(v, "http://www.w3.org")
}

func (w *walker) dataURI(where, s string, depth int) {
	i := strings.IndexByte(s, ',')
	if i < 0 {
		return
	}
	if !strings.Contains(s[:i], "base64") {
		w.place(where, s[i+1:])
		return
	}
	b, err := base64.StdEncoding.DecodeString(strings.Map(dropSpace, s[i+1:]))
	if err != nil || !w.spend(where, len(b)) {
		w.unread(where, "data that cannot be decoded")
		return
	}
	w.visit(where, "", b, depth+1)
}

func dropSpace(r rune) rune {
	if r == ' ' || r == '\n' || r == '\r' || r == '\t' {
		return -1
	}
	return r
}

// rtf reads rich text by leaving out its controls; every destination is read,
// the hidden ones too.
func (w *walker) rtf(where string, b []byte) {
	var out strings.Builder
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case c == '\\' && i+1 < len(b):
			i = w.rtfControl(where, b, i+1, &out)
		case c == '{' || c == '}' || c == '\r' || c == '\n':
			i++
		default:
			if c < 0x80 {
				out.WriteByte(c)
			} else {
				out.WriteString(latin(b[i : i+1]))
			}
			i++
		}
	}
	w.place(in(where, "text and properties"), out.String())
}

func (w *walker) rtfControl(where string, b []byte, i int, out *strings.Builder) int {
	c := b[i]
	if c == '\'' && i+2 < len(b) {
		if n, err := strconv.ParseUint(string(b[i+1:i+3]), 16, 8); err == nil {
			out.WriteString(latin([]byte{byte(n)}))
		}
		return i + 3
	}
	if c < 'a' || c > 'z' {
		if c == '~' || c == '\n' || c == '\r' {
			out.WriteByte(' ')
		} else if c == '\\' || c == '{' || c == '}' {
			out.WriteByte(c)
		}
		return i + 1
	}
	j := i
	for j < len(b) && b[j] >= 'a' && b[j] <= 'z' {
		j++
	}
	word := string(b[i:j])
	k := j
	if k < len(b) && b[k] == '-' {
		k++
	}
	for k < len(b) && b[k] >= '0' && b[k] <= '9' {
		k++
	}
	num, _ := strconv.Atoi(string(b[j:k]))
	if k < len(b) && b[k] == ' ' {
		k++
	}
	switch word {
	case "par", "line", "cell", "row", "sect", "page":
		out.WriteByte('\n')
	case "tab":
		out.WriteByte('\t')
	case "u":
		if num < 0 {
			num += 65536
		}
		out.WriteRune(rune(num))
		if k < len(b) && b[k] == '?' {
			k++
		}
	case "object", "objdata", "pict":
		w.unread(where, "an object or picture in rich text")
	case "bin":
		w.unread(where, "binary data in rich text")
		return min(len(b), k+max(num, 0))
	}
	return k
}
