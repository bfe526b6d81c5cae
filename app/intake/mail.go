package intake

import (
	"bytes"
	"strings"

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
	f.id = get(fields, "Message-ID")
	if count(fields, "From") > 1 || count(fields, "Subject") > 1 {
		r.warn("malformed", "the header names its sender or subject more than once; all are shown")
	}
	shown, trace := headerText(fields)
	r.trace(trace)
	if in.top && r.out.Len() == 0 && strings.TrimSpace(string(body)) == "" && len(fields) > 0 {
		r.warn("no-text", "the message has a header and no body")
	}
	start := r.out.Len()
	undo := r.head(shown + "\n")
	m := &message{top: in.top}
	r.entity(fields, body, in.depth, m, "")
	undo()
	if r.out.Len() == start && strings.TrimSpace(shown) != "" { // nothing to stand over: kept apart, so that it is not lost
		r.note("message header", shown)
	}
	if m.aside != "" {
		r.warn("hidden-text", "the message holds text outside its parts, which mail programs do not show")
		if r.out.Len() > start {
			r.say(m.aside)
		}
	}
	f.charset = m.charset
	if in.top {
		r.signerSent(f.from)
	}
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

// maxTrace bounds the trace headers kept of all messages together, in bytes.
const maxTrace = 1 << 20

// trace keeps what relays and programs wrote over a message, of every message
// in the file.
func (r *reader) trace(h string) {
	switch {
	case strings.TrimSpace(h) == "":
	case len(r.res.Headers)+len(h) > maxTrace:
		r.warn("damaged-part", "more than %d bytes of trace headers: the rest is in the original", maxTrace)
	case r.res.Headers == "":
		r.res.Headers = clean(h)
	default:
		r.res.Headers += "\n" + clean(h)
	}
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
	followed := false
	for i, part := range mp.parts {
		fields, inner, bad := splitHead(part, true)
		if bad != "" {
			r.warn("malformed", "in a part: %s", bad)
		}
		before := len(r.res.Parts)
		r.entity(fields, inner, depth+1, m, typ)
		if typ == "multipart/signed" && i == 1 && len(r.res.Parts) > before {
			followed = r.signedPart(before, mp.parts[0], m.top && depth == 0)
		}
	}
	if typ == "multipart/signed" && !followed {
		r.warn("signature-unknown", "the message says that it is signed; its signature cannot be followed")
	}
	if typ == "multipart/encrypted" {
		m.noKey = &Failure{"no-key", "not read: the message is encrypted and no key was given"}
	}
	if !boilerplate(mp.epilogue) {
		r.sideText("text after the last part", mp.epilogue, m)
	}
}

// signedPart takes part p for the signature over the bytes signed, if it is
// one: S/MIME is checked here, OpenPGP by the parent.
func (r *reader) signedPart(p int, signed []byte, whole bool) bool {
	b := pkcs7Bytes(r.res.Parts[p].Body)
	switch {
	case isPKCS7(b):
		v := cms{object: b, over: [][]byte{crlf(signed), signed}, at: r.now}.verify() // signed over the line ends of mail, or those it came with
		r.res.Parts[p].Why = "a signature: " + v.code
		r.signedBy(v, whole)
	case isSignature(r.res.Parts[p].Body):
		r.warn("signature-unknown", uncheckedMail)
		r.covers(p, signed, whole)
	default:
		return false
	}
	return true
}
