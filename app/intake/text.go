package intake

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"corridor/app/intake/charset"
)

// readText reads plain text in whatever set it is.
func (r *reader) readText(in input) found {
	d := r.decode(in.b, in.charset)
	if d.NotText {
		return fail("txt", "unknown-charset", "the bytes are no text in any character set that could be told")
	}
	r.say(d.Text)
	return found{kind: "txt", charset: d.Charset}
}

// readCSV reads a table: the text exactly as it came, its size, and a warning
// for cells that a spreadsheet would run.
func (r *reader) readCSV(in input) found {
	d := r.decode(in.b, in.charset)
	if d.NotText {
		return fail("csv", "unknown-charset", "the bytes are no text in any character set that could be told")
	}
	f := found{kind: "csv", charset: d.Charset}
	t := ParseTable(d.Text)
	f.rows = len(t.Rows)
	for _, row := range t.Rows {
		f.columns = max(f.columns, len(row))
		for _, cell := range row {
			if formulaCell(cell) {
				r.warn("formula-cell", "a cell begins with %q: a spreadsheet would calculate it; it is shown as text", shorten(cell, 40))
				break
			}
		}
	}
	if t.Cut {
		r.warn("damaged-part", "the table is longer than %d bytes: its rows were counted only so far", maxTable)
	}
	if t.Ragged {
		r.warn("malformed", "not all rows of the table have the same number of cells, or a quote is not closed")
	}
	r.say(d.Text)
	return f
}

func formulaCell(cell string) bool {
	c := strings.TrimLeft(cell, " \t\r\n")
	if c == "" {
		return false
	}
	switch c[0] {
	case '=':
		return true
	case '@', '+', '-':
		return len(c) > 1 && strings.ContainsAny(c, "(!|") && !strings.ContainsAny(c[1:2], "0123456789 ") || strings.Contains(c, "cmd|")
	}
	return false
}

// Table is delimited text taken apart. Cells are as written, never numbers:
// an IMEI keeps its digits and a telephone number its plus sign.
type Table struct {
	Comma  rune
	Rows   [][]string
	Ragged bool // rows differ in length, or a quote was left open
	Cut    bool // the text was longer than maxTable; the rest is not in Rows
}

// maxTable is how much text is taken apart into cells.
const maxTable = 16 << 20

// ParseTable splits delimited text. It never fails: a quote left open closes
// at the end of the text.
func ParseTable(text string) Table {
	t := Table{Comma: delimiter(text)}
	var row []string
	var cell strings.Builder
	quoted, started := false, false
	endRow := func() {
		row = append(row, cell.String())
		cell.Reset()
		if len(row) > 1 || row[0] != "" {
			t.Rows = append(t.Rows, row)
		}
		row, started = nil, false
	}
	text = strings.TrimPrefix(text, "\ufeff")
	if len(text) > maxTable {
		text, t.Cut = text[:maxTable], true
	}
	comma := byte(t.Comma)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quoted && c == '"' && i+1 < len(text) && text[i+1] == '"':
			cell.WriteByte('"')
			i++
		case quoted && c == '"':
			quoted = false
		case quoted:
			cell.WriteByte(c)
		case c == '"' && !started:
			quoted, started = true, true
		case c == comma:
			row = append(row, cell.String())
			cell.Reset()
			started = false
		case c == '\n' || c == '\r':
			if c == '\r' && i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
			endRow()
		default:
			started = started || c != ' '
			cell.WriteByte(c)
		}
	}
	if cell.Len() > 0 || len(row) > 0 {
		endRow()
	}
	t.Ragged = quoted
	for _, r := range t.Rows {
		t.Ragged = t.Ragged || len(r) != len(t.Rows[0])
	}
	return t
}

// delimiter is the sign that cuts the first lines most evenly.
func delimiter(text string) rune {
	best, top := ',', 0
	for _, c := range []rune{',', ';', '\t', '|'} {
		var counts []int
		n, quoted := 0, false
		for _, x := range text[:min(len(text), 8<<10)] {
			switch {
			case x == '"':
				quoted = !quoted
			case quoted:
			case x == c:
				n++
			case x == '\n':
				counts = append(counts, n)
				n = 0
			}
		}
		if n > 0 {
			counts = append(counts, n)
		}
		if len(counts) == 0 {
			continue
		}
		same := 0
		for _, k := range counts {
			if k == counts[0] && k > 0 {
				same++
			}
		}
		if score := same*100/len(counts)*10 + min(counts[0], 9); same > 0 && score > top {
			best, top = c, score
		}
	}
	return best
}

// readJSON reads STIX bundles as objects and other JSON as text.
func (r *reader) readJSON(in input) found {
	d := charset.Decode(in.b, "utf-8")
	f := found{kind: "json", charset: d.Charset}
	var bundle struct {
		Type    string            `json:"type"`
		Spec    string            `json:"spec_version"`
		Objects []json.RawMessage `json:"objects"`
	}
	if err := json.Unmarshal([]byte(d.Text), &bundle); err != nil || bundle.Type != "bundle" {
		r.say(d.Text)
		return f
	}
	f.kind = "stix"
	for _, raw := range bundle.Objects {
		r.stixObject(raw)
	}
	r.say(fmt.Sprintf("[STIX bundle of %d objects, as it came]\n%s", len(bundle.Objects), d.Text))
	return f
}

func (r *reader) stixObject(raw json.RawMessage) {
	var o map[string]any
	if json.Unmarshal(raw, &o) != nil {
		if p, ok := r.list("", "stix", raw); ok {
			r.settle(p, "no", "not a STIX object")
		}
		r.warn("damaged-part", "an entry of the bundle is no STIX object")
		return
	}
	text := func(k string) string { s, _ := o[k].(string); return s }
	if p, ok := r.list(text("id"), "stix/"+text("type"), raw); ok {
		var lines strings.Builder
		lines.WriteString(text("type") + " " + label(text("name"), text("id")) + "\n")
		keys := make([]string, 0, len(o))
		for k := range o {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			if s, ok := o[k].(string); ok && k != "type" && k != "id" && k != "spec_version" {
				lines.WriteString("  " + k + ": " + s + "\n")
			}
		}
		r.res.Parts[p].Text = lines.String()
		r.say(lines.String())
	}
}

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
				if len(a.Value) > 0 && a.Name.Space != "xmlns" && a.Name.Local != "xmlns" && strings.ContainsAny(a.Value, " ") {
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
