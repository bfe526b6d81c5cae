package intake

import (
	"encoding/xml"
	"path"
	"slices"
	"strconv"
	"strings"
)

// readODF reads an OpenDocument file: text, sheets, headers, notes, comments,
// deletions, and what is embedded.
func (r *reader) readODF(in input, a *archive, kind string) found {
	f := found{kind: kind}
	if bad := r.checkODF(a); bad != nil {
		f.fail = bad
		return f
	}
	if e := a.get("META-INF/manifest.xml"); e != nil {
		if b, _ := r.unzip(e); strings.Contains(string(b), "encryption-data") {
			if bad := r.unsealODF(a, b); bad != nil {
				f.fail = bad
				return f
			}
		}
	}
	r.officeSigned(a, "meta-inf/documentsignatures")
	if e := a.get("meta.xml"); e != nil {
		b, _ := r.unzip(e)
		var lines []string
		for _, kv := range leaves(b) {
			if kv[0] == "title" {
				f.subject = kv[1]
			}
			lines = append(lines, kv[0]+": "+kv[1])
		}
		if len(lines) > 0 {
			r.note("document properties", strings.Join(lines, "\n"))
		}
	}
	found := false
	for _, name := range []string{"content.xml", "styles.xml"} {
		e := a.get(name)
		if e == nil {
			continue
		}
		b, bad := r.unzip(e)
		if bad != nil {
			r.lostEntry(e.name, e.file.UncompressedSize64, bad)
			f.partly = bad.What
		}
		found = found || name == "content.xml" && len(b) > 0
		r.odfPart(name, b)
	}
	for _, e := range a.entries {
		r.odfEntry(in, e)
	}
	if !found {
		f.fail = &Failure{"damaged", "not read: the document has no content part"}
	}
	return f
}

// checkODF lets a harmless document type stand: old manifests carry one.
func (r *reader) checkODF(a *archive) *Failure {
	for _, e := range a.entries {
		if n := strings.ToLower(e.name); strings.HasSuffix(n, ".xml") {
			b, bad := r.unzip(e)
			if bad != nil && bad.Class == "bomb" {
				return bad
			}
			if bad := checkXML(b); bad != nil {
				return bad
			}
		}
	}
	return nil
}

func (r *reader) odfEntry(in input, e *zipEntry) {
	n := strings.ToLower(e.name)
	switch {
	case strings.HasSuffix(n, "/"), n == "mimetype", n == "content.xml", n == "styles.xml", n == "meta.xml", n == "settings.xml", n == "manifest.rdf", strings.HasPrefix(n, "meta-inf/"), strings.HasPrefix(n, "configurations2/"), strings.HasPrefix(n, "thumbnails/"), n == "layout-cache":
		return
	case strings.HasPrefix(n, "basic/"), strings.HasPrefix(n, "scripts/"):
		r.warn("active-content", "the document holds a macro (%s); it was not run", e.name)
	case strings.HasSuffix(n, "/styles.xml"), strings.HasSuffix(n, "/settings.xml"), strings.HasSuffix(n, "/meta.xml"):
		return
	}
	b, bad := r.unzip(e)
	if bad != nil && len(b) == 0 {
		r.lostEntry(e.name, e.file.UncompressedSize64, bad)
		return
	}
	if strings.HasSuffix(n, "/content.xml") {
		if p, ok := r.listEntry(e.name, b); ok {
			start := r.out.Len()
			undo := r.head("\n[embedded object " + path.Dir(e.name) + "]\n")
			r.odfPart(e.name, b)
			undo()
			r.res.Parts[p].Type = "application/vnd.oasis.opendocument"
			r.spans(p, start)
		}
		return
	}
	r.attachEntry(in, e.name, b, bad)
}

// flatODF reads an OpenDocument file that is one XML file.
func (r *reader) flatODF(in input) found {
	r.odfPart("content.xml", in.b)
	head := string(in.b[:min(len(in.b), 8192)])
	kind := "odf"
	if _, m, ok := strings.Cut(head, "application/vnd.oasis.opendocument."); ok {
		kind = odfKind(m)
	}
	return found{kind: kind}
}

// odfPart walks one content or styles part.
func (r *reader) odfPart(name string, b []byte) {
	w := odfWriter{r: r}
	d := newXML(b)
	for {
		tok, err := d.Token()
		if err != nil {
			if err.Error() != "EOF" {
				r.warn("damaged-part", "%s is damaged; what came before the damage was read", path.Base(name))
			}
			break
		}
		if int64(w.out.Len()+w.deleted.Len()+w.notes.Len()) > r.lim.TextBytes {
			r.warn("bomb", "%s holds more text than the limit allows; only its beginning was read", path.Base(name))
			break
		}
		switch t := tok.(type) {
		case xml.StartElement:
			w.start(t)
		case xml.EndElement:
			w.end(t.Name.Local)
		case xml.CharData:
			w.chars(string(t))
		}
	}
	w.flush(name == "styles.xml")
}

type odfWriter struct {
	r       *reader
	out     strings.Builder
	deleted strings.Builder
	notes   strings.Builder
	sheet   string
	inText  int
	inDel   int
	inNote  int
	hidden  map[string]bool // table styles that are not shown
	style   string
	links   []string
	macro   strings.Builder
	inMacro int
}

func (w *odfWriter) target() *strings.Builder {
	switch {
	case w.inDel > 0:
		return &w.deleted
	case w.inNote > 0:
		return &w.notes
	}
	return &w.out
}

func (w *odfWriter) start(t xml.StartElement) {
	switch t.Name.Local {
	case "p", "h":
		w.inText++
	case "s":
		n, _ := strconv.Atoi(attr(t, "c"))
		w.target().WriteString(strings.Repeat(" ", max(1, min(n, 1000))))
	case "tab":
		w.target().WriteString("\t")
	case "line-break":
		w.target().WriteString("\n")
	case "annotation":
		w.inNote++
	case "note-body":
		w.target().WriteString(" [note: ")
	case "tracked-changes":
		w.inDel++
		w.r.warn("tracked-changes", "the document keeps tracked changes: deleted text is shown apart")
	case "style":
		w.style = attr(t, "name")
	case "table-properties":
		if attr(t, "display") == "false" {
			w.hide()
		}
	case "table":
		if n := attr(t, "name"); n != "" && strings.Contains(t.Name.Space, "table") {
			w.sheet = n
			w.out.WriteString("\n[table " + n + "]\n")
			if w.hidden[attr(t, "style-name")] {
				w.r.warn("hidden-sheet", "%s is a hidden sheet; it is included", shorten(n, 100))
			}
		}
	case "table-row", "table-column":
		if v := attr(t, "visibility"); v == "collapse" || v == "filter" {
			w.r.warn("hidden-text", "a table has hidden rows or columns; they are included")
		}
	case "hidden-text", "hidden-paragraph":
		w.r.warn("hidden-text", "the document holds hidden text; it is included")
		w.out.WriteString(attr(t, "string-value"))
	case "title", "desc":
		w.inText++
	case "module", "source-code":
		w.inMacro++
	case "drawing-page-properties":
		if attr(t, "visibility") == "hidden" {
			w.hide()
		}
	case "page":
		if w.hidden[attr(t, "style-name")] {
			w.r.warn("hidden-sheet", "the slide %s is hidden; it is included", shorten(attr(t, "name"), 100))
		}
	case "section":
		if attr(t, "display") == "none" {
			w.r.warn("hidden-text", "the document holds a hidden section; it is included")
		}
	case "user-field-decl", "variable-set", "user-defined":
		if v := attr(t, "string-value"); v != "" {
			w.notes.WriteString(attr(t, "name") + " = " + v + "\n")
		}
	case "event-listener", "script":
		w.r.warn("active-content", "the document holds a macro or an action; it was not run")
	case "a":
		if h := attr(t, "href"); strings.Contains(h, ":") {
			if len(w.links) < maxLinks && !slices.Contains(w.links, h) {
				w.links = append(w.links, h)
			}
		}
	case "image", "object", "section-source", "table-source", "plugin":
		if h := attr(t, "href"); strings.HasPrefix(h, "http") || strings.HasPrefix(h, "ftp") || strings.HasPrefix(h, "file:") || strings.HasPrefix(h, "//") {
			w.r.warn("external-reference", "the document refers to something elsewhere, not fetched: %s", shorten(h, 200))
		}
	case "dde-source", "dde-connection-decl":
		w.r.warn("active-content", "the document holds a DDE link, which would start a program")
	case "covered-table-cell", "table-cell":
		if strings.HasPrefix(strings.ToLower(attr(t, "formula")), "of:=dde") || strings.Contains(attr(t, "formula"), "DDE(") {
			w.r.warn("active-content", "a cell holds a DDE formula, which would start a program")
		}
	}
}

// hide notes that the style being read hides what wears it.
func (w *odfWriter) hide() {
	if w.hidden == nil {
		w.hidden = map[string]bool{}
	}
	w.hidden[w.style] = true
}

func (w *odfWriter) end(local string) {
	switch local {
	case "module", "source-code":
		w.inMacro = max(w.inMacro-1, 0)
	case "p", "h", "title", "desc":
		w.inText = max(w.inText-1, 0)
		w.target().WriteString("\n")
	case "annotation":
		w.inNote = max(w.inNote-1, 0)
	case "note-body":
		w.target().WriteString("] ")
	case "tracked-changes":
		w.inDel = max(w.inDel-1, 0)
	case "table-cell":
		w.out.WriteString("\t")
	case "table-row":
		w.out.WriteString("\n")
	case "creator", "date":
		if w.inNote > 0 {
			w.notes.WriteString(": ")
		}
	}
}

func (w *odfWriter) chars(s string) {
	if w.inMacro > 0 {
		w.macro.WriteString(s)
		return
	}
	if w.inText > 0 {
		w.target().WriteString(s)
		return
	}
	if w.inNote > 0 && strings.TrimSpace(s) != "" {
		w.notes.WriteString(strings.TrimSpace(s))
	}
}

func (w *odfWriter) flush(styles bool) {
	t := w.out.String()
	if styles {
		if strings.TrimSpace(t) != "" {
			w.r.view("styles.xml", "application/x-header-footer", "\n[header and footer]\n", strings.TrimSpace(t))
		}
	} else {
		w.r.say(squeeze(t))
		w.r.linkList(w.links, t)
	}
	if m := strings.TrimSpace(w.macro.String()); m != "" {
		w.r.view("macros", "application/x-macro", "\n[macro source, not run]\n", m)
	}
	if d := strings.TrimSpace(w.deleted.String()); d != "" {
		w.r.view("deleted text", "application/x-tracked-changes", "\n[deleted text, kept by change tracking]\n", d)
	}
	if n := strings.TrimSpace(w.notes.String()); n != "" {
		w.r.view("comments", "application/x-comments", "\n[comments]\n", n)
	}
}

// squeeze drops the runs of empty cells and rows that sheets end with, and
// puts a cell's text and the tab after it on one line.
func squeeze(s string) string {
	s = strings.ReplaceAll(s, "\n\t", "\t")
	var out strings.Builder
	blank := 0
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, "\t\r\n ")
		if line == "" {
			if blank++; blank > 1 {
				continue
			}
		} else {
			blank = 0
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}
