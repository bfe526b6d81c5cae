package intake

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"

	"corridor/app/intake/rtf"
)

// readRTF is the one place that calls the RTF reader.
func (r *reader) readRTF(in input) found {
	f := found{kind: "rtf"}
	d := rtf.Read(in.b, int(r.lim.TextBytes))
	f.subject, f.from = d.Title, ""
	if d.Broken {
		r.warn("malformed", "the RTF does not end where it should; all that is there was read")
	}
	if d.Hidden {
		r.warn("hidden-text", "the document holds text formatted as hidden; it is included")
	}
	if d.Changed {
		r.warn("tracked-changes", "the document keeps tracked changes: deleted text is shown apart")
	}
	if len(d.Info) > 0 {
		r.note("document properties", strings.Join(d.Info, "\n"))
	}
	if d.HTML != "" {
		h := readHTMLText(d.HTML)
		r.htmlWarnings(h)
		r.say(h.text)
		r.linkList(h.links, h.text)
	} else {
		r.say(d.Text)
	}
	if t := strings.TrimSpace(d.Deleted); t != "" {
		r.view("deleted text", "application/x-tracked-changes", "\n[deleted text, kept by change tracking]\n", t)
	}
	if len(d.Notes) > 0 {
		r.view("comments", "application/x-comments", "\n[comments]\n", strings.Join(d.Notes, "\n"))
	}
	var links []string
	for _, code := range d.Fields {
		r.fieldCodes(code)
		if _, to, ok := strings.Cut(code, "HYPERLINK"); ok && !slices.Contains(links, to) && len(links) < 1000 {
			links = append(links, strings.Trim(strings.TrimSpace(to), `"`))
		}
	}
	if len(links) > 0 {
		r.view("", "application/x-links", "\n[links]\n", strings.Join(links, "\n"))
	}
	for _, o := range d.Objects {
		r.rtfObject(in, o)
	}
	return f
}

// rtfObject takes the OLE 1 wrapper off an embedded object.
func (r *reader) rtfObject(in input, o rtf.Object) {
	b := o.Data
	if i := bytes.Index(b, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")); i >= 0 {
		b = b[i:]
	} else if strings.EqualFold(o.Class, "package") || bytes.Contains(b[:min(len(b), 64)], []byte("Package\x00")) {
		if name, body, ok := olePackage(afterOLE1(b)); ok {
			r.warn("active-content", "a file is embedded as a package: %s", shorten(name, 100))
			r.attach(input{name: name, b: body, depth: in.depth + 1})
			return
		}
	}
	if strings.Contains(strings.ToLower(o.Class), "equation") || bytes.Contains(b[:min(len(b), 200)], []byte("Equation.3")) {
		r.warn("active-content", "the document embeds an Equation 3 object, as exploits do; it was not run")
	}
	if strings.Contains(strings.ToLower(o.Class), "otkloadr") || strings.Contains(strings.ToLower(o.Class), "link") {
		r.warn("external-reference", "the document embeds an object of class %s", shorten(o.Class, 60))
	}
	r.attach(input{name: label(o.Class, "object"), b: b, depth: in.depth + 1})
}

// afterOLE1 steps over the OLE 1 header to the native data.
func afterOLE1(b []byte) []byte {
	if len(b) < 12 {
		return nil
	}
	at := 8
	for range 3 {
		if at+4 > len(b) {
			return nil
		}
		n := int(binary.LittleEndian.Uint32(b[at:]))
		if n < 0 || at+4+n > len(b) {
			return nil
		}
		at += 4 + n
	}
	if at+4 > len(b) {
		return nil
	}
	return b[at:]
}

// olePackage reads an "Ole10Native" stream: a file under a label and a path.
func olePackage(b []byte) (name string, body []byte, ok bool) {
	if len(b) < 8 {
		return "", nil, false
	}
	at := 6
	text := func() string {
		i := bytes.IndexByte(b[at:], 0)
		if i < 0 {
			at = len(b)
			return ""
		}
		s := string(b[at : at+i])
		at += i + 1
		return s
	}
	name = text()
	path := text()
	if at+8 > len(b) {
		return "", nil, false
	}
	at += 4 // two flags
	n := int(binary.LittleEndian.Uint32(b[at:]))
	at += 4
	if n < 0 || at+n > len(b) {
		return "", nil, false
	}
	at += n
	if at+4 > len(b) {
		return "", nil, false
	}
	n = int(binary.LittleEndian.Uint32(b[at:]))
	at += 4
	if n < 0 || at+n > len(b) {
		return "", nil, false
	}
	if name == "" {
		name = path
	}
	if i := strings.LastIndexAny(name, `\/`); i >= 0 {
		name = name[i+1:]
	}
	return eightBit(name), b[at : at+n], true
}
