package intake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// workbook is what a spreadsheet's cells need to be read as a person sees them.
type workbook struct {
	shared   []string
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
		r.embedded(in, a, "xl/")
		return fail(kind, "unsupported", "a binary workbook (xlsb) is not a kind that can be read")
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
	r.sheetSides(a)
	if w.formulas > 0 {
		r.warn("formula-cell", "%d cells are calculated; their stored results are shown", w.formulas)
	}
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
		r.lostEntry(e, bad)
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

// errLong says that text was cut at its limit: a few bytes of a workbook can
// stand for very much text.
var errLong = errors.New("the text is over the limit")

// sheetText gives the cells row by row, a tab between cells, up to room bytes.
func sheetText(b []byte, w *workbook, room int) (text string, hidden bool, err error) {
	var out, cell, formula strings.Builder
	var typ, style string
	inValue, inFormula, phonetic := false, false, 0
	col, rowStart := 0, true
	d := newXML(b)
	for {
		if out.Len() > room {
			return out.String(), hidden, errLong
		}
		tok, err := d.Token()
		if err != nil {
			if err.Error() == "EOF" {
				err = nil
			}
			return out.String(), hidden, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				rowStart, col = true, 0
				hidden = hidden || attr(t, "hidden") == "1" || attr(t, "hidden") == "true"
			case "col":
				hidden = hidden || attr(t, "hidden") == "1" || attr(t, "hidden") == "true"
			case "c":
				typ, style = attr(t, "t"), attr(t, "s")
				cell.Reset()
				formula.Reset()
				at := column(attr(t, "r"))
				if at < 0 {
					at = col
				}
				if !rowStart || at > 0 {
					out.WriteString(strings.Repeat("\t", max(1, min(at-col, 50))))
					if rowStart && at > 0 {
						col = at
					}
				}
				col, rowStart = at, false
			case "v":
				inValue = true
			case "t":
				inValue = typ == "inlineStr" && phonetic == 0
			case "f":
				inFormula = true
				w.formulas++
			case "rPh":
				phonetic++
			case "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
				cell.Reset()
				inValue = true
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "c":
				out.WriteString(w.value(cell.String(), typ, style))
				if cell.Len() == 0 && formula.Len() > 0 {
					out.WriteString("=" + formula.String())
				}
			case "row":
				out.WriteString("\n")
			case "v", "t":
				inValue = false
			case "f":
				inFormula = false
			case "rPh":
				phonetic--
			case "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
				inValue = false
				out.WriteString("\n" + cell.String() + "\n")
			}
		case xml.CharData:
			if inValue {
				cell.Write(t)
			} else if inFormula {
				formula.Write(t)
			}
		}
	}
}

// column is the index of a cell address such as "AB12", from 0; -1 when there
// is none.
func column(ref string) int {
	n := 0
	for _, c := range ref {
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > 20000 {
			return -1
		}
	}
	return n - 1
}

func (w *workbook) value(raw, typ, style string) string {
	switch typ {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(raw)); err == nil && i >= 0 && i < len(w.shared) {
			return w.shared[i]
		}
		return raw
	case "b":
		if raw == "1" {
			return "TRUE"
		}
		return "FALSE"
	case "str", "inlineStr", "e", "d":
		return raw
	}
	if s, err := strconv.Atoi(style); err == nil && s >= 0 && s < len(w.dates) && w.dates[s] {
		if v, err := strconv.ParseFloat(strings.TrimSpace(raw), 64); err == nil && v >= 0 && v < 3e6 {
			return w.date(v)
		}
	}
	if strings.ContainsAny(raw, "eE") {
		if v, err := strconv.ParseFloat(raw, 64); err == nil && v == float64(int64(v)) && v > -1e18 && v < 1e18 {
			return strconv.FormatInt(int64(v), 10)
		}
	}
	return raw
}

func (w *workbook) date(v float64) string {
	day := int(v)
	secs := int((v-float64(day))*86400 + 0.5)
	t := w.epoch.AddDate(0, 0, day).Add(time.Duration(secs) * time.Second)
	switch {
	case day == 0:
		return t.Format("15:04:05")
	case secs == 0:
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02 15:04:05")
}

func sharedStrings(b []byte) []string {
	var out []string
	var s strings.Builder
	inText, phonetic := false, 0
	d := newXML(b)
	for {
		tok, err := d.Token()
		if err != nil {
			return out
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "si":
				s.Reset()
			case "t":
				inText = phonetic == 0
			case "rPh":
				phonetic++
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "si":
				if len(out) < 4<<20 {
					out = append(out, s.String())
				}
			case "t":
				inText = false
			case "rPh":
				phonetic--
			}
		case xml.CharData:
			if inText {
				s.Write(t)
			}
		}
	}
}

// dateStyles says for each cell style whether its number is a date or time.
func dateStyles(b []byte) []bool {
	custom := map[string]bool{}
	var out []bool
	inCells := false
	d := newXML(b)
	for {
		tok, err := d.Token()
		if err != nil {
			return out
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "numFmt":
				custom[attr(t, "numFmtId")] = dateFormat(attr(t, "formatCode"))
			case "cellXfs":
				inCells = true
			case "xf":
				if inCells {
					id := attr(t, "numFmtId")
					n, _ := strconv.Atoi(id)
					out = append(out, custom[id] || n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58)
				}
			}
		case xml.EndElement:
			if t.Name.Local == "cellXfs" {
				inCells = false
			}
		}
	}
}

func dateFormat(code string) bool {
	quoted, bracket := false, false
	for _, c := range strings.ToLower(code) {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case quoted || bracket:
		case c == 'y' || c == 'd' || c == 'h' || c == 'm' || c == 's':
			return true
		}
	}
	return false
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
			r.lostEntry(e, bad)
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

// readSlides reads a presentation slide by slide with notes and comments.
func (r *reader) readSlides(in input, a *archive, kind string) found {
	f := found{kind: kind}
	if bad := r.checkParts(a, "ppt/"); bad != nil {
		f.fail = bad
		return f
	}
	f.subject = r.properties(a)
	slides := 0
	for _, group := range []struct{ dir, what string }{{"ppt/slides/", "slide"}, {"ppt/notesslides/", "notes"}, {"ppt/comments/", "comments"}, {"ppt/diagrams/data", "drawing"}, {"ppt/charts/", "chart"}, {"ppt/slidemasters/", "master"}, {"ppt/slidelayouts/", "layout"}, {"ppt/handoutmasters/", "master"}} {
		list := a.match(group.dir, ".xml")
		slices.SortStableFunc(list, func(x, y *zipEntry) int { return trailing(x.name) - trailing(y.name) })
		for _, e := range list {
			b, bad := r.unzip(e)
			if bad != nil {
				r.lostEntry(e, bad)
				continue
			}
			if group.what == "slide" {
				slides++
				if strings.Contains(string(b[:min(len(b), 2048)]), `show="0"`) {
					r.warn("hidden-sheet", "slide %d is hidden; it is included", trailing(e.name))
				}
			}
			t := strings.TrimSpace(officeProse(b).text.String())
			if group.what == "comments" {
				for _, kv := range leaves(b) {
					if kv[0] == "text" {
						t += "\n" + kv[1]
					}
				}
			}
			if group.what == "master" || group.what == "layout" {
				if t = ownLines(t); t == "" {
					continue
				}
			}
			if t != "" || group.what == "slide" {
				r.view(fmt.Sprintf("%s %d", group.what, trailing(e.name)), "application/x-"+group.what, fmt.Sprintf("\n[%s %d]\n", group.what, trailing(e.name)), t)
			}
		}
	}
	r.relations(a)
	r.embedded(in, a, "ppt/")
	if slides == 0 {
		f.fail = &Failure{"damaged", "not read: the presentation has no slide that can be found"}
	}
	return f
}

// ownLines leaves out the lines that every master slide has.
func ownLines(t string) string {
	var keep []string
	for line := range strings.Lines(t) {
		l := strings.TrimSpace(line)
		switch {
		case l == "", strings.HasPrefix(l, "Click to edit"), strings.HasPrefix(l, "Click icon"), strings.HasSuffix(l, " level"), strings.HasPrefix(l, "‹#›"), len(l) < 12 && strings.Count(l, "/") == 2:
		default:
			keep = append(keep, l)
		}
	}
	return strings.Join(keep, "\n")
}

// trailing is the number at the end of a part's name.
func trailing(name string) int {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	i := len(base)
	for i > 0 && base[i-1] >= '0' && base[i-1] <= '9' {
		i--
	}
	n, _ := strconv.Atoi(base[i:])
	return n
}

// excelEpoch is day 0 of dates in workbooks.
func excelEpoch() time.Time { return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC) }
