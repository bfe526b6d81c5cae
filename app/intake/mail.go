package intake

import (
	"bytes"
	"path"
	"strconv"
	"strings"
	"unicode"

	"corridor/app/intake/charset"
)

// message carries what one mail message gathers while its parts are read.
type message struct {
	charset string
	top     bool
	noKey   *Failure
	aside   string // text outside the parts, which mail programs do not show
	plain   string // letters of the plain text read last, to spot a twin in HTML
}

// readMail reads a message: header, body, every part in turn.
func (r *reader) readMail(in input) found {
	f := found{kind: "eml"}
	fields, body, bad := splitHead(in.b, false)
	if bad != "" {
		r.warn("malformed", "%s", bad)
	}
	f.subject = decodeHeader(get(fields, "Subject"))
	f.from = strings.TrimSpace(decodeHeader(get(fields, "From")))
	f.date = strings.TrimSpace(decodeHeader(get(fields, "Date")))
	if count(fields, "From") > 1 || count(fields, "Subject") > 1 {
		r.warn("malformed", "the header names its sender or subject more than once; all are shown")
	}
	shown, trace := headerText(fields)
	if in.top || r.res.Headers == "" {
		r.res.Headers = shorten(trace, 64<<10)
	}
	if in.top && r.out.Len() == 0 && strings.TrimSpace(string(body)) == "" && len(fields) > 0 {
		r.warn("no-text", "the message has a header and no body")
	}
	start := r.out.Len()
	undo := r.head(shown + "\n")
	m := &message{top: in.top}
	r.entity(fields, body, in.depth, m, "")
	undo()
	if m.aside != "" {
		r.warn("hidden-text", "the message holds text outside its parts, which mail programs do not show")
		if r.out.Len() > start {
			r.say(m.aside)
		}
	}
	f.charset = m.charset
	f.fail = nil
	if m.noKey != nil {
		if in.top {
			f.fail = m.noKey
		} else {
			r.warn(m.noKey.Class, "%s", m.noKey.What)
			f.partly = m.noKey.What
		}
	}
	return f
}

// headerText parts a header into what people write and what relays write.
func headerText(fields []field) (shown, trace string) {
	var a, b strings.Builder
	for _, f := range fields {
		w := &a
		if traceHeader(f.name) {
			w = &b
		}
		w.WriteString(f.name + ": " + strings.TrimSpace(decodeHeader(f.value)) + "\n")
	}
	return a.String(), b.String()
}

func traceHeader(name string) bool {
	n := strings.ToLower(name)
	switch n {
	case "received", "return-path", "delivered-to", "message-id", "mime-version", "content-type", "content-transfer-encoding", "content-disposition", "content-id",
		"content-language", "dkim-signature", "domainkey-signature", "authentication-results", "received-spf", "envelope-to", "precedence", "errors-to",
		"references", "in-reply-to", "user-agent", "importance", "auto-submitted", "feedback-id", "status", "thread-index", "content-length", "lines", "autocrypt":
		return true
	}
	return strings.HasPrefix(n, "arc-") || strings.HasPrefix(n, "list-") || strings.HasPrefix(n, "x-")
}

// maxMIME bounds nesting of multiparts inside one message.
const maxMIME = 40

// entity reads one MIME entity. parent is the type of the multipart around it.
func (r *reader) entity(fields []field, body []byte, depth int, m *message, parent string) {
	typ, param := params(get(fields, "Content-Type"))
	if !strings.Contains(typ, "/") {
		if typ != "" {
			r.warn("malformed", "a part has the content type %q, read as text", shorten(typ, 60))
		}
		typ = "text/plain"
		if parent == "multipart/digest" {
			typ = "message/rfc822"
		}
	}
	_, disp := params(get(fields, "Content-Disposition"))
	name := disp["filename"]
	if name == "" {
		name = param["name"]
	}
	disposition, _ := params(get(fields, "Content-Disposition"))
	if depth > maxMIME || depth > r.lim.Depth*4 {
		r.warn("nested-too-deep", "parts nest more than %d deep; the inner ones were not read", maxMIME)
		if p, ok := r.list(name, typ, body); ok {
			r.settle(p, "no", "nested too deep")
		}
		return
	}
	cte := strings.ToLower(strings.TrimSpace(stripComment(get(fields, "Content-Transfer-Encoding"))))
	if strings.HasPrefix(typ, "multipart/") {
		body = r.multipartBody(typ, cte, body)
		r.readMultipart(typ, param, body, depth, m)
		return
	}
	raw := body
	body, uuName, broken := r.transfer(cte, body, typ)
	if name == "" {
		name = uuName
	}
	if broken {
		r.warn("damaged-part", "the transfer encoding (%s) of %s is damaged; what could be decoded is shown", cte, label(name, typ))
	}
	if broken && strings.HasPrefix(typ, "text/") && charset.Decode(body, "").NotText {
		body = raw // it is not in the encoding it names: the bytes as they came say more
	}
	e := entityBody{typ: typ, param: param, name: name, body: body, depth: depth, broken: broken, attached: disposition == "attachment"}
	switch {
	case typ == "message/rfc822" || typ == "message/global" || typ == "message/news":
		if cte == "base64" || cte == "quoted-printable" {
			r.warn("malformed", "an attached message is transfer-encoded, which is not allowed; it was decoded")
		}
		r.nested(e, fields, m)
	case typ == "message/external-body":
		r.external(e, raw)
	case typ == "message/partial":
		r.warn("incomplete-message", "this is piece %s of %s of a longer message; the others are not here", label(param["number"], "?"), label(param["total"], "?"))
		if n := param["number"]; n == "" || n == "1" {
			r.nested(e, fields, m) // the first piece begins with the header of the whole
		} else {
			r.bodyText(e, m)
		}
	case typ == "application/pgp-encrypted" || typ == "application/pkcs7-mime" || typ == "application/x-pkcs7-mime":
		r.sealed(e, m)
	case (strings.HasPrefix(typ, "text/") || typ == "message/delivery-status" || typ == "message/disposition-notification" || typ == "message/feedback-report") && name == "" && !e.attached:
		r.bodyText(e, m)
	default:
		r.attachment(e, m)
	}
}

type entityBody struct {
	typ, name string
	param     map[string]string
	body      []byte
	depth     int
	broken    bool
	attached  bool
}

// multipartBody undoes an encoding that a multipart may not have but has.
func (r *reader) multipartBody(typ, cte string, body []byte) []byte {
	switch cte {
	case "base64", "quoted-printable":
		r.warn("malformed", "%s is transfer-encoded as a whole, which is not allowed", typ)
		if !bytes.Contains(body, []byte("\n--")) && cte == "base64" {
			body, _ = decodeBase64(body)
		}
	}
	return body
}

func (r *reader) transfer(cte string, body []byte, typ string) (out []byte, name string, damaged bool) {
	switch strings.Trim(cte, "\"'; ") {
	case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits":
		return body, "", false
	case "base64", "base-64", "x-base64":
		out, damaged = decodeBase64(body)
		return out, "", damaged
	case "quoted-printable", "quotedprintable", "quoted_printable", "qp":
		out, damaged = decodeQP(body)
		return out, "", damaged && !strings.HasPrefix(typ, "text/html")
	case "uuencode", "x-uuencode", "x-uue", "uue":
		return decodeUU(body)
	}
	r.warn("unknown-encoding", "the transfer encoding %q is not known; the part is kept as it came", shorten(cte, 60))
	return body, "", false
}

func (r *reader) readMultipart(typ string, param map[string]string, body []byte, depth int, m *message) {
	boundary := strings.TrimRight(param["boundary"], " \t")
	if boundary == "" {
		r.warn("malformed", "%s names no boundary; its body is shown as text", typ)
		r.bodyText(entityBody{typ: "text/plain", param: map[string]string{"charset": param["charset"]}, body: body, depth: depth}, m)
		return
	}
	mp := splitMultipart(body, boundary)
	switch {
	case !mp.opened:
		r.warn("malformed", "%s has no part: its boundary does not occur", typ)
	case !mp.closed:
		r.warn("malformed", "%s does not end: its closing boundary is missing", typ)
	case len(mp.parts) == 0:
		r.warn("malformed", "%s has no parts", typ)
	}
	if !mp.opened && len(bytes.TrimSpace(mp.preamble)) > 0 {
		r.bodyText(entityBody{typ: "text/plain", param: map[string]string{"charset": param["charset"]}, body: mp.preamble, depth: depth}, m)
	} else if !boilerplate(mp.preamble) {
		r.sideText("text before the first part", mp.preamble, m)
	}
	for i, part := range mp.parts {
		fields, inner, bad := splitHead(part, true)
		if bad != "" {
			r.warn("malformed", "in a part: %s", bad)
		}
		before := len(r.res.Parts)
		r.entity(fields, inner, depth+1, m, typ)
		if typ == "multipart/signed" && i == 1 && len(r.res.Parts) > before {
			r.res.Parts[before].Signed = bytes.Clone(mp.parts[0])
		}
	}
	if typ == "multipart/signed" {
		r.warn("signature-unknown", "the message carries a signature that was not checked here")
	}
	if typ == "multipart/encrypted" {
		m.noKey = &Failure{"no-key", "not read: the message is encrypted and no key was given"}
	}
	if !boilerplate(mp.epilogue) {
		r.sideText("text after the last part", mp.epilogue, m)
	}
}

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
			m.plain += lettersOf(d.Text)
		}
		if e.param["format"] != "" && strings.EqualFold(e.param["format"], "flowed") {
			d.Text = unflow(d.Text, strings.EqualFold(e.param["delsp"], "yes"))
		}
		r.say(dashUnescape(d.Text))
	}
	if r.res.Parts[p].Text == "" {
		r.spans(p, start)
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

// lettersOf keeps letters and digits alone, to compare two renderings.
func lettersOf(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return c
		}
		return -1
	}, s)
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

func unflow(s string, delsp bool) string {
	var out strings.Builder
	for line := range strings.Lines(s) {
		body := strings.TrimRight(line, "\r\n")
		if strings.HasSuffix(body, " ") && body != "-- " && !strings.HasPrefix(body, ">") {
			if delsp {
				body = body[:len(body)-1]
			}
			out.WriteString(body)
			continue
		}
		out.WriteString(body + "\n")
	}
	return out.String()
}

// dashUnescape undoes the escaping inside a cleartext signature.
func dashUnescape(s string) string {
	if !strings.Contains(s, "-----BEGIN PGP SIGNED MESSAGE-----") {
		return s
	}
	return strings.ReplaceAll(s, "\n- -", "\n-")
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
		if content := smimeContent(e.body); content != nil {
			r.warn("signature-unknown", "the message carries an S/MIME signature that was not checked here")
			r.attach(input{declared: "message/rfc822", b: content, depth: e.depth + 1})
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

// inlineSealed notes an OpenPGP block inside a text body.
func (r *reader) inlineSealed(e entityBody, block []byte, m *message) {
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
