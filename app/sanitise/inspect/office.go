package inspect

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"
)

// officeKind tells a document from a plain archive by its parts.
func officeKind(r *zip.Reader) string {
	kind := "zip"
	for _, f := range r.File {
		switch {
		case strings.HasPrefix(f.Name, "word/"):
			kind = "docx"
		case strings.HasPrefix(f.Name, "xl/"):
			kind = "xlsx"
		case strings.HasPrefix(f.Name, "ppt/"):
			kind = "pptx"
		case f.Name == "mimetype" && f.UncompressedSize64 < 200:
			if rc, err := f.Open(); err == nil {
				m, _ := io.ReadAll(io.LimitReader(rc, 200))
				rc.Close()
				switch {
				case bytes.Contains(m, []byte("opendocument.text")):
					return "odt"
				case bytes.Contains(m, []byte("opendocument.spreadsheet")):
					return "ods"
				case bytes.Contains(m, []byte("opendocument")):
					return "odp"
				}
			}
		}
	}
	return kind
}

// office reads the parts of a document.
func (w *walker) office(where, kind string, parts map[string][]byte, order []string, depth int) {
	if kind == "xlsx" {
		w.workbook(where, parts)
	}
	for _, n := range order {
		b := parts[n]
		p := in(where, n)
		switch ext := strings.ToLower(path.Ext(n)); {
		case ext == ".xml" || ext == ".rels" || ext == ".vml":
			w.officeXML(p, n, b)
		case n == "mimetype" || n == "[Content_Types].xml":
			w.text(p, b)
		default:
			w.visit(p, n, b, depth+1)
		}
	}
}

// run is the state of a run of text in a document part.
type run struct {
	deleted, inserted, note, hidden, white bool
}

func (r run) name() string {
	switch {
	case r.note:
		return "comment"
	case r.deleted:
		return "deleted text"
	case r.hidden:
		return "hidden text"
	case r.white:
		return "white text"
	case r.inserted:
		return "tracked insertion"
	}
	return ""
}

// officeXML reads one XML part of a document: its text by sort, and every
// attribute that can hold words.
func (w *walker) officeXML(where, name string, b []byte) {
	s := decodeText(b)
	if hasEntities(s) {
		w.unread(where, "defines its own entities")
	}
	texts := map[string]*strings.Builder{}
	var keys []string
	put := func(k, t string) {
		o := texts[k]
		if o == nil {
			o = &strings.Builder{}
			texts[k] = o
			keys = append(keys, k)
		}
		o.WriteString(t)
	}
	var attrs strings.Builder
	var st run
	depth := map[string]int{}
	props := strings.HasPrefix(path.Base(name), "core") || strings.HasPrefix(path.Base(name), "app") || strings.HasPrefix(path.Base(name), "custom") || path.Base(name) == "meta.xml"
	x := &scanner{s: s, steps: &w.steps}
	for {
		t, ok := x.next()
		if !ok {
			break
		}
		switch t.kind {
		case 't':
			st.deleted = depth["del"] > 0 || depth["movefrom"] > 0 || depth["tracked-changes"] > 0 || depth["deltext"] > 0
			st.inserted = depth["ins"] > 0 || depth["moveto"] > 0
			st.note = depth["annotation"] > 0 || depth["comment"] > 0
			put(st.name(), unescape(t.raw))
		case '!':
			put("markup comment", t.raw+"\n")
		case '<':
			w.officeTag(t, &st, &attrs)
			if !t.empty {
				depth[t.name]++
			}
			if t.name == "tab" || t.name == "br" || t.name == "cr" || t.name == "s" && strings.HasPrefix(t.full, "text:") {
				put(st.name(), " ")
			}
		case '/':
			if depth[t.name] > 0 {
				depth[t.name]--
			}
			switch t.name {
			case "r", "span":
				st.hidden, st.white = false, false
			case "p", "h", "si", "row", "c", "table-cell", "comment", "tc", "tr", "annotation":
				for _, k := range keys {
					put(k, "\n")
				}
			}
			if props || !strings.Contains(s, ":t") && t.name != "r" && t.name != "t" {
				put(st.name(), "\n")
			}
		}
	}
	for _, k := range keys {
		label := where
		if k != "" {
			label = in(where, k)
		}
		w.place(label, texts[k].String())
	}
	w.place(in(where, "attributes"), attrs.String())
}

// officeTag reads what a start tag says of the run that follows, and its words.
func (w *walker) officeTag(t tag, st *run, attrs *strings.Builder) {
	switch t.name {
	case "r", "span":
		st.hidden, st.white = false, false
	case "vanish", "webhidden", "hidden-text", "hidden-paragraph":
		if v := t.attr("val"); v != "0" && v != "false" {
			st.hidden = true
		}
	case "color", "srgbclr":
		if v := strings.ToUpper(t.attr("val")); v == "FFFFFF" || v == "FEFEFE" {
			st.white = true
		}
	}
	t.each(func(n, v string) {
		if strings.HasPrefix(n, "xmlns") || !wordy(v) {
			return
		}
		attrs.WriteString(v)
		attrs.WriteByte('\n')
	})
}

// workbook reads a spreadsheet cell by cell, so that a number in a cell and a
// hidden sheet, row or column are seen for what they are.
func (w *walker) workbook(where string, parts map[string][]byte) {
	shared := w.sharedStrings(decodeText(parts["xl/sharedStrings.xml"]))
	target := map[string]string{}
	x := &scanner{s: decodeText(parts["xl/_rels/workbook.xml.rels"]), steps: &w.steps}
	for {
		t, ok := x.next()
		if !ok {
			break
		}
		if t.kind == '<' && t.name == "relationship" {
			target[t.attr("id")] = strings.TrimPrefix(t.attr("target"), "/xl/")
		}
	}
	x = &scanner{s: decodeText(parts["xl/workbook.xml"]), steps: &w.steps}
	read := map[string]bool{} // a part that stands for two sheets says nothing twice
	for {
		t, ok := x.next()
		if !ok {
			break
		}
		if t.kind != '<' || t.name != "sheet" {
			continue
		}
		label := "sheet " + t.attr("name")
		if st := t.attr("state"); st == "hidden" || st == "veryHidden" {
			label = "hidden " + label
		}
		id := ""
		t.each(func(n, v string) {
			if strings.HasSuffix(n, ":id") {
				id = v
			}
		})
		if b, ok := parts["xl/"+target[id]]; ok && !read[target[id]] {
			read[target[id]] = true
			w.sheet(in(where, label), decodeText(b), shared)
		}
	}
}

// sharedStrings lists the strings cells refer to by number.
func (w *walker) sharedStrings(s string) []string {
	var out []string
	var cur strings.Builder
	x := &scanner{s: s, steps: &w.steps}
	inT := false
	for {
		t, ok := x.next()
		if !ok {
			return out
		}
		switch {
		case t.kind == '<' && t.name == "t" && !t.empty:
			inT = true
		case t.kind == '/' && t.name == "t":
			inT = false
		case t.kind == 't' && inT:
			cur.WriteString(unescape(t.raw))
		case t.kind == '/' && t.name == "si", t.kind == '<' && t.name == "si" && t.empty:
			out = append(out, cur.String())
			cur.Reset()
		}
	}
}

// maxPainted is how many columns the elements of one sheet may hide, counted
// again each time.
const maxPainted = 1 << 20

// sheet reads the cells of one sheet. A string that many cells share is read
// where it first stands, seen and hidden apart.
func (w *walker) sheet(where, s string, shared []string) {
	var seen, hidden strings.Builder
	hiddenCols := map[int]bool{}
	x := &scanner{s: s, steps: &w.steps}
	row, kind, ref, inV := false, "", "", false
	told := map[int]bool{} // shared strings written, by number, the hidden ones below nought
	painted := 0
	for {
		t, ok := x.next()
		if !ok {
			break
		}
		switch {
		case t.kind == '<' && t.name == "col" && t.attr("hidden") == "1":
			from, to := atoi(t.attr("min")), min(atoi(t.attr("max")), 16384)
			if painted += max(to-from, 0); painted > maxPainted {
				w.unread(where, "too many hidden columns")
				return
			}
			w.steps += max(to-from, 0)
			for i := from; i <= to; i++ {
				hiddenCols[i] = true
			}
		case t.kind == '<' && t.name == "row":
			row = t.attr("hidden") == "1"
		case t.kind == '<' && t.name == "c":
			kind, ref = t.attr("t"), t.attr("r")
		case t.kind == '<' && (t.name == "v" || t.name == "t" || t.name == "f") && !t.empty:
			inV = true
		case t.kind == '/' && (t.name == "v" || t.name == "t" || t.name == "f"):
			inV = false
		case t.kind == 't' && inV:
			v := unescape(t.raw)
			to, mark := &seen, 1
			if row || hiddenCols[column(ref)] {
				to, mark = &hidden, -1
			}
			if kind == "s" {
				if i := atoi(v); i >= 0 && i < len(shared) {
					if told[mark*(i+1)] {
						continue
					}
					told[mark*(i+1)] = true
					v = shared[i]
				}
			}
			w.steps += len(v)
			to.WriteString(v)
			to.WriteByte('\n')
		}
	}
	w.place(where, seen.String())
	w.place(in(where, "hidden rows and columns"), hidden.String())
}

func atoi(s string) int {
	n := 0
	for i := 0; i < len(s) && i < 9; i++ {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	if s == "" {
		return -1
	}
	return n
}

// column reads the number of a cell's column from its reference.
func column(ref string) int {
	n := 0
	for i := 0; i < len(ref) && i < 3 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		n = n*26 + int(ref[i]-'A') + 1
	}
	return n
}
