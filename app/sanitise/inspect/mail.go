package inspect

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"io"
	"mime"
	"mime/quotedprintable"
	"strings"
	"unicode/utf8"
)

// header is the fields of a message or part, unfolded.
type header struct {
	names, values []string
}

func (h header) get(name string) string {
	for i, n := range h.names {
		if strings.EqualFold(n, name) {
			return h.values[i]
		}
	}
	return ""
}

// readHeader takes the fields off the front and gives the rest.
func readHeader(b []byte) (header, []byte) {
	var h header
	var cur []byte
	end := func() {
		if n := len(h.names); n > len(h.values) {
			h.values = append(h.values, string(cur))
		}
		cur = cur[:0]
	}
	for len(b) > 0 {
		line, rest, _ := bytes.Cut(b, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			end()
			return h, rest
		}
		if line[0] == ' ' || line[0] == '\t' {
			if len(h.names) > 0 {
				cur = append(append(cur, ' '), bytes.TrimSpace(line)...)
			}
			b = rest
			continue
		}
		name, value, ok := field(line)
		if !ok {
			end()
			return h, b
		}
		end()
		h.names = append(h.names, name)
		cur = append(cur, value...)
		b = rest
	}
	end()
	return h, nil
}

// field reads one header line, or the line mailboxes put before a message.
func field(line []byte) (name, value string, ok bool) {
	if bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From ")) {
		_, v, _ := bytes.Cut(line, []byte(" "))
		return "From ", string(v), true
	}
	i := bytes.IndexByte(line, ':')
	if i <= 0 || bytes.ContainsAny(line[:i], " \t") {
		return "", "", false
	}
	return string(line[:i]), strings.TrimSpace(string(line[i+1:])), true
}

// mail reads a message: every header field, every part, and what stands between
// the parts.
func (w *walker) mail(where string, b []byte, depth int) {
	h, body := readHeader(b)
	w.fields(where, h)
	w.part(where, h, body, depth)
}

func (w *walker) fields(where string, h header) {
	for i, n := range h.names {
		v := h.values[i]
		d := w.encodedWords(where, v)
		w.place(in(where, "header "+n), d)
		if d != v {
			w.place(in(where, "header "+n+", as sent"), v)
		}
	}
}

func (w *walker) encodedWords(where, v string) string {
	if !strings.Contains(v, "=?") {
		if !utf8.ValidString(v) {
			return latin([]byte(v))
		}
		return v
	}
	dec := mime.WordDecoder{CharsetReader: func(cs string, r io.Reader) (io.Reader, error) {
		b, err := io.ReadAll(r)
		return strings.NewReader(w.charset(where, cs, b)), err
	}}
	s, err := dec.DecodeHeader(v)
	if err != nil {
		w.unread(where, "a header that cannot be decoded")
		return v
	}
	return s
}

// part reads one part of a message by its type.
func (w *walker) part(where string, h header, body []byte, depth int) {
	if depth > maxDepth {
		w.unread(where, "nested too deep")
		return
	}
	if w.parts++; w.parts > maxParts {
		w.unread(where, "too many parts")
		return
	}
	ct := h.get("Content-Type")
	kind, params, err := mime.ParseMediaType(ct)
	if err != nil && ct != "" {
		kind = strings.ToLower(strings.TrimSpace(strings.SplitN(ct, ";", 2)[0]))
	}
	for _, n := range []string{params["name"], params["charset"]} {
		w.place(in(where, "part name"), n)
	}
	if _, p, err := mime.ParseMediaType(h.get("Content-Disposition")); err == nil {
		w.place(in(where, "attachment name"), p["filename"])
		if params == nil {
			params = map[string]string{}
		}
		if params["name"] == "" {
			params["name"] = p["filename"]
		}
	}
	if kind == "multipart/encrypted" || kind == "application/pgp-encrypted" || strings.HasSuffix(kind, "pkcs7-mime") {
		w.unread(where, "encrypted")
	}
	if strings.HasPrefix(kind, "multipart/") {
		w.multipart(where, params["boundary"], body, depth)
		return
	}
	data, ok := w.transfer(where, h.get("Content-Transfer-Encoding"), body)
	if !ok {
		return
	}
	switch {
	case kind == "message/rfc822" || kind == "message/global":
		w.mail(in(where, "message"), data, depth+1)
	case kind == "text/html":
		w.markup(in(where, "html"), []byte(w.charset(where, params["charset"], data)), true, depth)
	case kind == "" || strings.HasPrefix(kind, "text/") || strings.HasPrefix(kind, "message/"):
		w.place(in(where, "body"), w.charset(where, params["charset"], data))
	default:
		w.visit(in(where, "attachment "+params["name"]), params["name"], data, depth+1)
	}
}

// multipart cuts a body at its boundary. Text before, between and after the
// parts is read too: mail programs hide it.
func (w *walker) multipart(where, boundary string, body []byte, depth int) {
	if boundary == "" {
		w.unread(where, "a message of several parts without a boundary")
		w.place(in(where, "body"), decodeText(body))
		return
	}
	mark := []byte("--" + boundary)
	var stray []byte
	start, open, n := 0, false, 0
	for i := 0; i <= len(body); {
		e := bytes.IndexByte(body[i:], '\n')
		next := len(body) + 1
		line := body[i:]
		if e >= 0 {
			line, next = body[i:i+e], i+e+1
		}
		if bytes.HasPrefix(line, mark) {
			t := bytes.TrimRight(line[len(mark):], " \t\r")
			if len(t) == 0 || string(t) == "--" {
				if open {
					n++
					h, b := readHeader(body[start:i])
					p := in(where, numbered("part", n))
					w.fields(p, h)
					w.part(p, h, b, depth+1)
				} else {
					stray = append(stray, body[start:i]...)
				}
				start, open = min(next, len(body)), len(t) == 0
			}
		}
		w.steps += next - i
		i = next
	}
	if open {
		n++
		h, b := readHeader(body[start:])
		p := in(where, numbered("part", n))
		w.fields(p, h)
		w.part(p, h, b, depth+1)
	} else {
		stray = append(stray, body[start:]...)
	}
	w.place(in(where, "outside the parts"), decodeText(stray))
}

// transfer undoes the transfer encoding of a part.
func (w *walker) transfer(where, enc string, b []byte) ([]byte, bool) {
	switch strings.ToLower(strings.TrimSpace(enc)) {
	case "base64":
		clean := bytes.Map(func(r rune) rune {
			if r == '\n' || r == '\r' || r == ' ' || r == '\t' {
				return -1
			}
			return r
		}, b)
		out := make([]byte, base64.StdEncoding.DecodedLen(len(clean)))
		n, err := base64.StdEncoding.Decode(out, clean)
		if err != nil {
			raw := bytes.TrimRight(clean, "=")
			loose := make([]byte, base64.RawStdEncoding.DecodedLen(len(raw))) // it may be longer than a whole one would be
			if m, err := base64.RawStdEncoding.Decode(loose, raw); err == nil {
				return loose[:m], true
			}
			w.unread(where, "a part that cannot be decoded")
		}
		return out[:n], n > 0 || len(clean) == 0
	case "quoted-printable":
		out, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(b)))
		if err != nil {
			return looseQuoted(b), true
		}
		return out, true
	case "", "7bit", "8bit", "binary":
		return b, true
	}
	w.unread(where, "a transfer encoding that is not known")
	return b, true
}

// looseQuoted decodes quoted-printable text that breaks the rules.
func looseQuoted(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b); i++ {
		if b[i] == '=' && i+2 < len(b) {
			if b[i+1] == '\n' {
				i++
				continue
			}
			if b[i+1] == '\r' && b[i+2] == '\n' {
				i += 2
				continue
			}
			var d [1]byte
			if _, err := hex.Decode(d[:], b[i+1:i+3]); err == nil {
				out = append(out, d[0])
				i += 2
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}

// charset reads text in the character sets British mail uses, and notes others.
func (w *walker) charset(where, cs string, b []byte) string {
	switch strings.ToLower(strings.TrimSpace(cs)) {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
		return decodeText(b)
	case "iso-8859-1", "iso-8859-15", "windows-1252", "cp1252", "latin1":
		return latin(b)
	case "utf-16", "utf-16le":
		if bytes.HasPrefix(b, []byte("\xfe\xff")) || bytes.HasPrefix(b, []byte("\xff\xfe")) {
			return decodeText(b)
		}
		return utf16(b, false)
	case "utf-16be":
		return utf16(b, true)
	}
	w.unread(where, "a character set that is not known")
	return latin(b)
}
