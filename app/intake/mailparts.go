package intake

import (
	"bytes"
	"path"
	"strings"

	"corridor/app/intake/charset"
)

// boilerplate knows the note that old clients leave for older ones.
func boilerplate(b []byte) bool {
	t := strings.ToLower(strings.TrimSpace(string(b[:min(len(b), 600)])))
	return t == "" || len(t) < 500 && (strings.Contains(t, "mime") || strings.Contains(t, "multi-part") || strings.Contains(t, "multipart"))
}

func (r *reader) sideText(what string, b []byte, m *message) {
	if len(bytes.TrimSpace(b)) == 0 {
		return
	}
	text := strings.TrimSpace(charset.Decode(b, "").Text)
	r.note(what, text)
	m.aside += "\n[" + what + "]\n" + text + "\n"
}

// bodyText reads a text part that is body, not attachment.
func (r *reader) bodyText(e entityBody, m *message) {
	if len(bytes.TrimSpace(e.body)) == 0 {
		if p, ok := r.list("", e.typ, e.body); ok && e.broken {
			r.settle(p, "no", "the transfer encoding is damaged")
		}
		return
	}
	p, ok := r.list("", e.typ, e.body)
	if !ok {
		return
	}
	if !strings.HasPrefix(e.typ, "text/html") {
		if out, name, _ := inlineUU(e.body); out != nil {
			defer r.attach(input{name: name, b: out, depth: e.depth + 1})
		}
		if out, name, damaged := inlineYEnc(e.body); out != nil {
			if damaged {
				r.warn("damaged-part", "a file in the text (%s) is damaged or only part of one", shorten(name, 100))
			}
			defer r.attach(input{name: name, b: out, depth: e.depth + 1})
		}
		if b, ok := inlinePGP(e.body); ok {
			r.inlineSealed(e, b, m)
		}
	}
	declared := charset.Clean(e.param["charset"])
	if e.typ == "text/html" && declared == "" {
		declared = htmlCharset(e.body)
	}
	if !strings.HasPrefix(e.typ, "text/html") {
		e.body = r.clearSigned(e.body, m.top && e.depth == 0)
	}
	d := r.decode(e.body, declared)
	if m.charset == "" {
		m.charset = d.Charset
	}
	start := r.out.Len()
	switch {
	case d.NotText:
		r.warn("damaged-part", "a text part holds bytes that are no text")
		r.settle(p, "no", "the bytes are no text")
		return
	case e.typ == "text/html":
		r.htmlBody(p, d.Text, m, e.depth)
	case e.typ == "text/enriched" || e.typ == "text/richtext":
		r.say(stripTags(d.Text))
	case e.typ == "text/rtf":
		r.readRTF(input{b: e.body, depth: e.depth})
	default:
		if e.typ == "text/plain" {
			m.remember(d.Text)
		}
		if e.param["format"] != "" && strings.EqualFold(e.param["format"], "flowed") {
			d.Text = unflow(d.Text, strings.EqualFold(e.param["delsp"], "yes"))
		}
		r.say(d.Text)
	}
	if r.res.Parts[p].Text == "" {
		r.bodySpan(p, start)
	}
	switch {
	case e.broken:
		r.settle(p, "partly", "the transfer encoding is damaged")
	case d.Bad > 0:
		r.settle(p, "partly", "some characters could not be decoded")
	}
}

func (r *reader) htmlBody(p int, src string, m *message, depth int) {
	h := readHTMLText(src)
	r.htmlWarnings(h)
	if l := lettersOf(h.text); l != "" && strings.Contains(m.plain, l) {
		r.res.Parts[p].Text = h.text
		r.res.Parts[p].Why = "the same words as the plain text"
		r.linkList(h.links, r.out.String())
		return
	}
	r.say(h.text)
	r.linkList(h.links, h.text)
}

// decode reads bytes as text and warns of what did not fit.
func (r *reader) decode(b []byte, declared string) charset.Decoded {
	d := charset.Decode(b, declared)
	switch {
	case d.Unknown:
		r.warn("unknown-charset", "%s", d.Problem)
	case d.Problem != "":
		r.warn("unknown-charset", "the character set does not fit: it %s", d.Problem)
	case d.Bad > 0 && !d.NotText:
		r.warn("malformed", "%d characters could not be decoded as %s; they are shown as \ufffd", d.Bad, d.Charset)
	}
	return d
}

// nested reads a message inside this one.
func (r *reader) nested(e entityBody, fields []field, m *message) {
	if len(bytes.TrimSpace(e.body)) == 0 {
		if len(get(fields, "Content-Type")) > 0 || len(e.body) > 0 {
			r.list(e.name, e.typ, e.body)
		}
		return
	}
	name := e.name
	f := r.attach(input{name: name, declared: "message/rfc822", b: e.body, depth: e.depth + 1})
	if f != nil && m.charset == "" {
		m.charset = f.charset
	}
	if e.broken && len(r.res.Parts) > 0 {
		r.warn("damaged-part", "an attached message is damaged")
	}
}

// external lists a body that is kept elsewhere. Nothing is fetched.
func (r *reader) external(e entityBody, raw []byte) {
	fields, inner, _ := splitHead(raw, true)
	typ, _ := params(get(fields, "Content-Type"))
	if !strings.Contains(typ, "/") {
		typ = e.typ
	}
	var where []string
	for _, k := range []string{"access-type", "site", "directory", "name", "server", "url", "subject", "mode"} {
		if v := e.param[k]; v != "" {
			where = append(where, k+"="+v)
		}
	}
	if p, ok := r.list(e.param["name"], typ, raw); ok {
		r.settle(p, "no", "kept elsewhere ("+strings.Join(where, ", ")+"); never fetched")
	}
	r.warn("external-reference", "a part lies outside the message (%s); it was not fetched", strings.Join(where, ", "))
	r.say("[kept elsewhere: " + strings.Join(where, ", ") + "]\n" + eightBit(string(inner)))
}

// sealed lists an encrypted part of PGP/MIME or S/MIME.
func (r *reader) sealed(e entityBody, m *message) {
	p, ok := r.list(e.name, e.typ, e.body)
	if !ok {
		return
	}
	if e.typ == "application/pgp-encrypted" && bytes.Contains(bytes.ToLower(e.body), []byte("version")) && len(e.body) < 200 {
		return
	}
	if strings.Contains(e.typ, "pkcs7") {
		f := r.unwrap(e.body, input{declared: "message/rfc822", depth: e.depth + 1}, m.top && e.depth == 0)
		switch {
		case f.fail == nil && f.partly == "":
			return
		case f.fail == nil:
			r.settle(p, "partly", f.partly)
			return
		case f.fail.Class != "no-key":
			r.judge(p, input{}, f)
			return
		}
		m.noKey = &Failure{"no-key", "not read: the message is encrypted by S/MIME and no key was given"}
	}
	r.settle(p, "no", "encrypted; no key was given")
}

// attachment reads a part with a name, or of a kind that is no body text.
func (r *reader) attachment(e entityBody, m *message) {
	if strings.HasSuffix(e.typ, "-signature") {
		if p, ok := r.list(e.name, e.typ, e.body); ok {
			r.settle(p, "no", "a signature: it says nothing by itself")
		}
		return
	}
	ext := strings.ToLower(path.Ext(e.name))
	sealed := e.typ == "application/pgp-encrypted" || IsOpenPGP(e.body) && (e.typ == "application/octet-stream" || ext == ".asc" || ext == ".pgp" || ext == ".gpg")
	before := len(r.res.Parts)
	f := r.attach(input{name: e.name, declared: e.typ, charset: e.param["charset"], b: e.body, depth: e.depth + 1})
	if f == nil {
		return
	}
	if sealed && f.fail != nil && f.fail.Class == "no-key" && before < len(r.res.Parts) {
		r.settle(before, "no", "encrypted; no key was given")
	}
	if e.broken && before < len(r.res.Parts) && r.res.Parts[before].Read == "yes" {
		r.settle(before, "partly", "the transfer encoding is damaged")
	}
	if !e.attached && m.charset == "" && strings.HasPrefix(e.typ, "text/") {
		m.charset = f.charset
	}
}
