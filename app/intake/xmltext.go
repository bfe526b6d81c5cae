package intake

import (
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"regexp"
	"strings"

	"corridor/app/intake/charset"
)

// checkXML refuses what a document type could do: outside entities and
// expansion. Both are refused before any parser sees them.
func checkXML(b []byte) *Failure {
	head := b
	if len(b) > 1 && (b[0] == 0xff || b[0] == 0xfe || b[0] == 0) {
		head = []byte(charset.Decode(b, "").Text)
	}
	i := bytes.Index(head, []byte("<!DOCTYPE"))
	if i < 0 {
		return nil
	}
	dtd := head[i:]
	if j := bytes.Index(dtd, []byte("<!ENTITY")); j >= 0 {
		ent := dtd[j:]
		if bytes.Contains(ent, []byte("SYSTEM")) || bytes.Contains(ent, []byte("PUBLIC")) {
			return &Failure{"external-entity", "not read: the XML refers to something outside itself; nothing was fetched"}
		}
		return &Failure{"bomb", "not read: the XML defines entities that could expand without end"}
	}
	return nil
}

var outsideDTD = regexp.MustCompile(`^<!DOCTYPE\s+\S+\s+(?:SYSTEM|PUBLIC\s+["'][^"']*["'])\s+["']((?:https?|ftp|file|//|\\)[^"']*)`)

// outside gives the address of a document type that is kept elsewhere.
func outside(b []byte) string {
	i := bytes.Index(b, []byte("<!DOCTYPE"))
	if i < 0 {
		return ""
	}
	m := outsideDTD.FindSubmatch(b[i:min(len(b), i+1000)])
	if m == nil || bytes.Contains(m[1], []byte("//www.w3.org/")) {
		return ""
	}
	return string(m[1])
}

// readXML reads other XML: its character data, one element a line.
func (r *reader) readXML(in input) found {
	f := found{kind: "xml"}
	if bad := checkXML(in.b); bad != nil {
		f.fail = bad
		return f
	}
	if to := outside(in.b); to != "" {
		r.warn("external-reference", "the XML names a document type elsewhere, not fetched: %s", shorten(to, 200))
	}
	if bytes.Contains(in.b[:min(len(in.b), 4096)], []byte("urn:oasis:names:tc:opendocument")) {
		return r.flatODF(in)
	}
	d := newXML(in.b)
	var out, codes strings.Builder
	inside := ""
	name := ""
	for {
		t, err := d.Token()
		if err != nil {
			if err != io.EOF {
				r.warn("malformed", "the XML is broken; what was read before the break is shown, then all as text")
				out.WriteString(charset.Decode(in.b, "").Text)
			}
			break
		}
		switch t := t.(type) {
		case xml.CharData:
			s := strings.TrimSpace(strings.TrimPrefix(string(t), "\ufeff"))
			switch {
			case s == "":
			case inside == "binData" || inside == "binaryData":
				if b, _ := decodeBase64(t); len(b) > 0 {
					r.attach(input{name: path.Base(name), b: b, depth: in.depth + 1})
				}
			case inside == "instrText":
				codes.Write(t)
			default:
				out.WriteString(s + "\n")
			}
		case xml.EndElement:
			inside = ""
		case xml.StartElement:
			inside = t.Name.Local
			if n := attr(t, "name"); n != "" {
				name = n
			}
			codes.WriteString(attr(t, "instr") + " ")
			if c := attr(t, "Formula"); strings.Contains(c, "|") || strings.Contains(strings.ToUpper(c), "DDE") {
				r.warn("active-content", "a cell holds a DDE formula, which would start a program: %s", shorten(c, 100))
				out.WriteString(c + "\n")
			}
			if strings.EqualFold(t.Name.Local, "script") {
				r.warn("active-content", "the XML holds a script, not run")
			}
			for _, a := range t.Attr {
				if len(a.Value) > 0 && a.Name.Space != "xmlns" && a.Name.Local != "xmlns" && (strings.ContainsAny(a.Value, " ") || a.Name.Local == "UnicodeString") {
					out.WriteString(a.Value + "\n")
				}
			}
		}
	}
	r.fieldCodes(codes.String())
	r.say(out.String())
	return f
}

// newXML is a decoder that forgives, reads other character sets and expands
// nothing.
func newXML(b []byte) *xml.Decoder {
	if len(b) > 1 && (b[0] == 0xff && b[1] == 0xfe || b[0] == 0xfe && b[1] == 0xff) {
		b = []byte(charset.Decode(b, "").Text)
	}
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(label), "utf-16") || strings.EqualFold(label, "unicode") {
			return r, nil // turned into UTF-8 above
		}
		all, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		return strings.NewReader(charset.Decode(all, label).Text), nil
	}
	return d
}
