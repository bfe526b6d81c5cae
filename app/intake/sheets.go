package intake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"path"
	"strings"
	"time"
)

// workbook is what a spreadsheet's cells need to be read as a person sees them.
type workbook struct {
	shared   []string
	used     []bool // by cells, of the shared strings
	dates    []bool // by style index: the number is a date
	epoch    time.Time
	formulas int
}

// readSheets reads a workbook sheet by sheet, hidden ones included, with
// comments and text in shapes.
func (r *reader) readSheets(in input, a *archive, kind string) found {
	f := found{kind: kind}
	if bad := r.checkParts(a, "xl/"); bad != nil {
		f.fail = bad
		return f
	}
	if kind == "xlsb" {
		return r.readBinarySheets(in, a)
	}
	f.subject = r.properties(a)
	w := &workbook{epoch: time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)}
	if e := a.get("xl/sharedStrings.xml"); e != nil {
		b, _ := r.unzip(e)
		w.shared = sharedStrings(b)
	}
	if e := a.get("xl/styles.xml"); e != nil {
		b, _ := r.unzip(e)
		w.dates = dateStyles(b)
	}
	rels := map[string]string{}
	if e := a.get("xl/_rels/workbook.xml.rels"); e != nil {
		b, _ := r.unzip(e)
		for _, rel := range relationsOf(b) {
			rels[rel.id] = strings.TrimPrefix(path.Join("/xl", rel.target), "/")
			if strings.HasPrefix(rel.target, "/") {
				rels[rel.id] = strings.TrimPrefix(rel.target, "/")
			}
		}
	}
	read := map[*zipEntry]bool{}
	if e := a.get("xl/workbook.xml"); e != nil {
		b, _ := r.unzip(e)
		r.sheetList(a, w, b, rels, read)
	}
	for _, e := range a.match("xl/worksheets/", ".xml") {
		if !read[e] && !strings.Contains(strings.ToLower(e.name), "/_rels/") {
			r.sheet(e, w, strings.TrimSuffix(path.Base(e.name), ".xml"), "")
			read[e] = true
		}
	}
	r.strayStrings(w.shared, w.used)
	r.sheetSides(a)
	if w.formulas > 0 {
		r.warn("formula-cell", "%d cells are calculated; their stored results are shown", w.formulas)
	}
	r.officeSides(a)
	r.relations(a)
	r.embedded(in, a, "xl/")
	if len(read) == 0 {
		f.fail = &Failure{"damaged", "not read: the workbook has no sheet that can be found"}
	}
	return f
}

func (r *reader) sheetList(a *archive, w *workbook, b []byte, rels map[string]string, read map[*zipEntry]bool) {
	d := newXML(b)
	inName := ""
	var names []string
	for {
		tok, err := d.Token()
		if err != nil {
			break
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "workbookPr":
				if v := attr(t, "date1904"); v == "1" || v == "true" {
					w.epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
				}
			case "definedName":
				inName = attr(t, "name")
			case "sheet":
				e := a.get(rels[sheetRel(t)])
				name := attr(t, "name")
				if state := attr(t, "state"); state == "hidden" || state == "veryHidden" {
					r.warn("hidden-sheet", "%s is a hidden sheet; it is included", shorten(name, 100))
				}
				if e == nil {
					r.warn("damaged-part", "the sheet %s is named but missing", shorten(name, 100))
					r.lostSheet(name)
					continue
				}
				if !read[e] {
					read[e] = true
					r.sheet(e, w, name, attr(t, "state"))
				}
			}
		case xml.EndElement:
			inName = ""
		case xml.CharData:
			if inName != "" && len(names) < 500 {
				names = append(names, inName+" = "+strings.TrimSpace(string(t)))
				up := strings.ToUpper(string(t))
				if strings.Contains(up, "CMD|") || strings.Contains(up, "DDE") && strings.Contains(up, "|") {
					r.warn("active-content", "a name in the workbook would start a program: %s", shorten(string(t), 100))
				}
			}
		}
	}
	if len(names) > 0 {
		r.note("defined names", strings.Join(names, "\n"))
	}
}

// string is the shared string i of the workbook, which a cell shows.
func (w *workbook) string(i int) string {
	if len(w.used) < len(w.shared) {
		w.used = make([]bool, len(w.shared))
	}
	w.used[i] = true
	return w.shared[i]
}

// strayStrings reads the strings of a workbook that no cell shows: what stood in
// it once, or was never meant to be seen.
func (r *reader) strayStrings(all []string, used []bool) {
	shown := map[string]bool{}
	for i, u := range used {
		if u {
			shown[all[i]] = true
		}
	}
	var lines []string
	for i, s := range all {
		if (i >= len(used) || !used[i]) && !shown[s] && strings.TrimSpace(s) != "" {
			shown[s] = true
			lines = append(lines, s)
		}
	}
	if len(lines) > 0 {
		r.warn("hidden-text", "the workbook keeps %d strings that no cell read here shows; they are included", len(lines))
		r.view("", "application/x-stray-strings", "\n[strings of no cell]\n", strings.Join(lines, "\n"))
	}
}

func (r *reader) lostSheet(name string) {
	shown, _ := safeName(name)
	r.res.Parts = append(r.res.Parts, Part{Name: shown, Type: "application/x-sheet", Read: "no", Why: "missing from the workbook"})
}

func sheetRel(t xml.StartElement) string {
	for _, a := range t.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

func (r *reader) sheet(e *zipEntry, w *workbook, name, state string) {
	b, bad := r.unzip(e)
	if bad != nil && len(b) == 0 {
		r.lostEntry(e.name, e.file.UncompressedSize64, bad)
		return
	}
	text, hidden, err := sheetText(b, w, int(r.lim.TextBytes)-r.out.Len())
	if errors.Is(err, errLong) {
		r.warn("bomb", "the sheet %s holds more text than the limit allows; only its beginning was read", shorten(name, 100))
	}
	head := "\n[sheet " + name + "]\n"
	if state == "hidden" || state == "veryHidden" {
		head = "\n[hidden sheet " + name + "]\n"
	}
	r.view(name, "application/x-sheet", head, text)
	p := len(r.res.Parts) - 1
	if err != nil || bad != nil {
		r.settle(p, "partly", "the sheet is damaged; what came before the damage was read")
		r.warn("damaged-part", "the sheet %s is damaged; what came before the damage was read", shorten(name, 100))
	}
	if hidden {
		r.warn("hidden-text", "the sheet %s has hidden rows or columns; they are included", shorten(name, 100))
	}
}

// sheetSides reads comments and the text in shapes and charts.
func (r *reader) sheetSides(a *archive) {
	for _, e := range a.match("xl/", ".xml") {
		n := strings.ToLower(e.name)
		what := ""
		switch {
		case strings.Contains(n, "threadedcomments/"), strings.Contains(path.Base(n), "comments"):
			what = "comments"
		case strings.Contains(n, "/drawings/"), strings.Contains(n, "/charts/chart"), strings.Contains(n, "/diagrams/data"):
			what = "drawing"
		case strings.Contains(n, "externallinks/externallink"):
			b, _ := r.unzip(e)
			if i := bytes.Index(b, []byte("ddeService")); i >= 0 {
				r.warn("active-content", "the workbook holds a DDE link, which would start a program: %s", shorten(string(b[i:min(len(b), i+120)]), 120))
			} else {
				r.warn("external-reference", "the workbook refers to another file (%s); it was not fetched", path.Base(e.name))
			}
			continue
		default:
			continue
		}
		b, bad := r.unzip(e)
		if bad != nil {
			r.lostEntry(e.name, e.file.UncompressedSize64, bad)
			continue
		}
		p := officeProse(b)
		t := p.text.String()
		if strings.Contains(n, "threadedcomments/") {
			t = ""
			for _, kv := range leaves(b) {
				t += kv[1] + "\n"
			}
		}
		if strings.TrimSpace(t) != "" {
			r.view(path.Base(e.name), "application/x-"+what, "\n["+what+"]\n", strings.TrimSpace(t))
		}
	}
}
