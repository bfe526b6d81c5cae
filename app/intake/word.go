package intake

import (
	"encoding/xml"
	"path"
	"slices"
	"strconv"
	"strings"
)

// prose is the text of one XML part of an office document.
type prose struct {
	text    strings.Builder
	deleted strings.Builder
	fields  strings.Builder
	author  string // of the deletion being read
	hidden  bool
	changed bool
	broken  bool
}

// readWord reads a Word document: body, headers, footers, notes, comments,
// deletions, parts in other formats, and everything embedded.
func (r *reader) readWord(in input, a *archive, kind string) found {
	f := found{kind: kind}
	if bad := r.checkParts(a, "word/"); bad != nil {
		f.fail = bad
		return f
	}
	f.subject = r.properties(a)
	bodies := 0
	for _, e := range a.match("word/", ".xml") {
		what, ok := wordPart(e.name)
		if !ok || what != "" {
			continue
		}
		b, bad := r.unzip(e)
		if bad != nil {
			r.lostEntry(e, bad)
			f.partly = bad.What
		}
		if len(b) > 0 {
			bodies++
			r.wordPart(e.name, "", b)
		}
	}
	for _, e := range a.match("word/", ".xml") {
		if what, ok := wordPart(e.name); ok && what != "" {
			if b, bad := r.unzip(e); bad == nil {
				r.wordPart(e.name, what, b)
			} else {
				r.lostEntry(e, bad)
			}
		}
	}
	r.relations(a)
	r.embedded(in, a, "word/")
	if bodies == 0 && f.fail == nil {
		f.fail = &Failure{"damaged", "not read: the document has no body part"}
	}
	return f
}

// wordPart says what an XML part holds: "" for the body. ok is false for
// parts that carry no text (styles, settings and the like).
func wordPart(name string) (what string, ok bool) {
	base := strings.ToLower(strings.TrimSuffix(path.Base(name), ".xml"))
	dir := strings.ToLower(path.Dir(name))
	trimmed := strings.TrimRight(base, "0123456789")
	switch {
	case strings.HasSuffix(dir, "charts"), strings.HasSuffix(dir, "diagrams") && strings.HasPrefix(base, "data"), strings.HasSuffix(dir, "drawings"):
		return "drawing", trimmed != "style" && trimmed != "colors"
	case dir != "word" && !strings.HasSuffix(dir, "glossary"):
		return "", false
	case trimmed == "document":
		if strings.HasSuffix(dir, "glossary") {
			return "glossary", true
		}
		return "", true
	}
	switch trimmed {
	case "header", "footer", "footnotes", "endnotes", "comments":
		return trimmed, true
	}
	return "", false
}

func (r *reader) wordPart(name, what string, b []byte) {
	p := officeProse(b)
	if p.broken {
		r.warn("damaged-part", "%s is damaged; what came before the damage was read", path.Base(name))
	}
	if what == "" {
		r.say(p.text.String())
	} else if t := strings.TrimSpace(p.text.String()); t != "" {
		r.view(path.Base(name), "application/x-"+what, "\n["+what+"]\n", t)
	}
	if d := strings.TrimSpace(p.deleted.String()); d != "" {
		r.view("deleted text", "application/x-tracked-changes", "\n[deleted text, kept by change tracking]\n", d)
	}
	if p.changed {
		r.warn("tracked-changes", "the document keeps tracked changes: deleted text is shown apart")
	}
	if p.hidden {
		r.warn("hidden-text", "the document holds text formatted as hidden; it is included")
	}
	r.fieldCodes(p.fields.String())
}

func (r *reader) fieldCodes(codes string) {
	up := strings.ToUpper(codes)
	squeezed := strings.Join(strings.Fields(up), " ")
	switch {
	case strings.Contains(squeezed, "DDEAUTO"), strings.Contains(squeezed, "DDE "):
		r.warn("active-content", "the document holds a DDE field, which would start a program: %s", shorten(strings.TrimSpace(codes), 200))
		r.say("[field, not run: " + shorten(strings.TrimSpace(codes), 2000) + "]")
	case strings.Contains(squeezed, "INCLUDETEXT"), strings.Contains(squeezed, "INCLUDEPICTURE"), strings.Contains(squeezed, "LINK ") && !strings.Contains(squeezed, "HYPERLINK "):
		r.warn("external-reference", "a field refers to something elsewhere, not fetched: %s", shorten(strings.TrimSpace(codes), 200))
	}
}

// officeProse walks Word or drawing XML. Text that tracking has deleted goes
// apart; text boxes are read where they stand; a fallback rendering is left
// out when the first choice gave text.
func officeProse(b []byte) *prose {
	p := &prose{}
	d := newXML(b)
	var choice []int
	inDeleted, inText, inField := 0, 0, 0
	for {
		tok, err := d.Token()
		if err != nil {
			p.broken = err.Error() != "EOF"
			return p
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "t", "delText", "v":
				inText++
			case "instrText", "delInstrText":
				inField++
			case "fldSimple":
				p.fields.WriteString(attr(t, "instr") + " ")
			case "tab":
				p.put("\t", inDeleted)
			case "br", "cr":
				p.put("\n", inDeleted)
			case "noBreakHyphen":
				p.put("-", inDeleted)
			case "sym":
				p.symbol(attr(t, "char"), inDeleted)
			case "del", "moveFrom":
				inDeleted++
				p.changed = true
				if a := attr(t, "author"); a != "" {
					p.author = a
				}
			case "ins", "moveTo":
				p.changed = true
			case "vanish", "webHidden":
				if v := attr(t, "val"); v != "0" && v != "false" && t.Name.Local == "vanish" {
					p.hidden = true
				}
			case "comment":
				if a := attr(t, "author"); a != "" {
					p.text.WriteString("[" + strings.TrimSpace(a+" "+attr(t, "date")) + "] ")
				}
			case "docPr", "cNvPr":
				if s := strings.TrimSpace(attr(t, "descr")); s != "" {
					p.put("["+s+"] ", inDeleted)
				}
			case "AlternateContent":
				choice = append(choice, p.text.Len())
			case "Fallback":
				if n := len(choice); n > 0 && p.text.Len() > choice[n-1] {
					if d.Skip() != nil {
						p.broken = true
						return p
					}
				}
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t", "delText":
				inText--
			case "v":
				inText--
				p.put("\n", inDeleted)
			case "instrText", "delInstrText":
				inField--
			case "p", "tr":
				p.put("\n", inDeleted)
			case "tc":
				p.put("\t", inDeleted)
			case "del", "moveFrom":
				inDeleted = max(inDeleted-1, 0)
				if inDeleted == 0 && p.deleted.Len() > 0 {
					p.deleted.WriteString("\n")
				}
			case "AlternateContent":
				if len(choice) > 0 {
					choice = choice[:len(choice)-1]
				}
			}
		case xml.CharData:
			switch {
			case inField > 0:
				p.fields.Write(t)
			case inText > 0:
				p.put(string(t), inDeleted)
			}
		}
	}
}

func (p *prose) put(s string, deleted int) {
	if deleted == 0 {
		if s == "\n" {
			if t := p.text.String(); strings.HasSuffix(t, "\t") {
				s = " \n"
			}
		}
		p.text.WriteString(s)
		return
	}
	if p.author != "" && strings.TrimSpace(s) != "" {
		p.deleted.WriteString("[by " + p.author + "] ")
		p.author = ""
	}
	p.deleted.WriteString(s)
}

func (p *prose) symbol(code string, deleted int) {
	if n, err := strconv.ParseUint(code, 16, 32); err == nil {
		if n >= 0xf000 && n <= 0xf0ff {
			n -= 0xf000
		}
		p.put(string(rune(n)), deleted)
	}
}

func attr(t xml.StartElement, local string) string {
	for _, a := range t.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// checkParts looks at every XML part before any is parsed: a document type
// has no place in one. It fails the document for the parts under prefix and
// those that name the others.
func (r *reader) checkParts(a *archive, prefix string) *Failure {
	for _, e := range a.entries {
		n := strings.ToLower(e.name)
		if !strings.HasSuffix(n, ".xml") && !strings.HasSuffix(n, ".rels") {
			continue
		}
		b, bad := r.unzip(e)
		if bad != nil && bad.Class == "bomb" {
			return bad
		}
		if bad := checkXML(b); bad != nil {
			return bad
		}
		if to := outside(b); to != "" {
			return &Failure{"external-entity", "not read: a part of the document names a document type elsewhere; nothing was fetched"}
		}
	}
	return nil
}

// properties reads the document's title and lists its author and the rest.
func (r *reader) properties(a *archive) string {
	title := ""
	var lines []string
	for _, name := range []string{"docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"} {
		e := a.get(name)
		if e == nil {
			continue
		}
		b, _ := r.unzip(e)
		for _, kv := range leaves(b) {
			if kv[0] == "title" && title == "" {
				title = kv[1]
			}
			lines = append(lines, kv[0]+": "+kv[1])
		}
	}
	if len(lines) > 0 {
		r.note("document properties", strings.Join(lines, "\n"))
	}
	return title
}

// note lists something about the document that is not its text. It is kept on
// its part and is not added to what was read.
func (r *reader) note(name, text string) {
	if len(r.res.Parts) < r.lim.Parts {
		r.res.Parts = append(r.res.Parts, Part{Name: "", Type: "application/x-" + strings.ReplaceAll(name, " ", "-"), SHA256: digest([]byte(text)), Bytes: int64(len(text)), Read: "yes", Text: clean(text)})
	}
}

// leaves gives the elements that hold text only, name and text.
func leaves(b []byte) [][2]string {
	var out [][2]string
	d := newXML(b)
	name := ""
	for len(out) < 500 {
		tok, err := d.Token()
		if err != nil {
			return out
		}
		switch t := tok.(type) {
		case xml.StartElement:
			name = t.Name.Local
			if n := attr(t, "name"); n != "" {
				name = n
			}
		case xml.EndElement:
			if t.Name.Local != "property" {
				name = ""
			}
		case xml.CharData:
			if s := strings.TrimSpace(string(t)); s != "" && name != "" {
				out = append(out, [2]string{name, shorten(s, 2000)})
			}
		}
	}
	return out
}

// relations lists where links lead and warns of parts kept elsewhere.
func (r *reader) relations(a *archive) {
	var links []string
	for _, e := range a.entries {
		if !strings.HasSuffix(strings.ToLower(e.name), ".rels") {
			continue
		}
		b, _ := r.unzip(e)
		for _, rel := range relationsOf(b) {
			if !strings.EqualFold(rel.mode, "External") {
				continue
			}
			if strings.HasSuffix(rel.typ, "/hyperlink") {
				if len(links) < 1000 && !slices.Contains(links, rel.target) {
					links = append(links, rel.target)
				}
				continue
			}
			r.warn("external-reference", "the document refers to a %s elsewhere, not fetched: %s", path.Base(rel.typ), shorten(rel.target, 200))
		}
	}
	if len(links) > 0 {
		r.view("", "application/x-links", "\n[links]\n", strings.Join(links, "\n"))
	}
}

type relation struct{ id, typ, target, mode string }

func relationsOf(b []byte) []relation {
	var out []relation
	d := newXML(b)
	for len(out) < 10000 {
		tok, err := d.Token()
		if err != nil {
			return out
		}
		if t, ok := tok.(xml.StartElement); ok && t.Name.Local == "Relationship" {
			out = append(out, relation{attr(t, "Id"), attr(t, "Type"), attr(t, "Target"), attr(t, "TargetMode")})
		}
	}
	return out
}

// embedded reads what is embedded in an office document and lists the rest.
func (r *reader) embedded(in input, a *archive, root string) {
	for _, e := range a.entries {
		n := strings.ToLower(e.name)
		switch {
		case strings.HasSuffix(n, "/"), strings.HasSuffix(n, ".rels"), n == "[content_types].xml", n == "mimetype":
			continue
		case strings.HasSuffix(n, "vbaproject.bin"), strings.HasSuffix(n, "vbadata.xml"), strings.Contains(n, "macrosheets/"):
			r.warn("active-content", "the document holds a macro (%s); it was not run", path.Base(e.name))
		case strings.Contains(n, "activex/"):
			r.warn("active-content", "the document holds an ActiveX control (%s); it was not run", path.Base(e.name))
		case strings.HasSuffix(n, ".xml") && !strings.Contains(n, "afchunk") && !strings.Contains(n, "embeddings/"):
			continue
		case strings.Contains(n, "printersettings"), strings.HasSuffix(n, ".odttf"), strings.HasSuffix(n, ".fntdata"), strings.HasSuffix(n, "thumbnail.jpeg"), strings.HasSuffix(n, "thumbnail.wmf"), strings.HasSuffix(n, "thumbnail.emf"):
			continue
		}
		b, bad := r.unzip(e)
		if bad != nil && len(b) == 0 {
			r.lostEntry(e, bad)
			continue
		}
		if strings.HasSuffix(n, "vbaproject.bin") {
			r.macro(e, b)
			continue
		}
		r.expanded -= int64(len(b))
		r.attach(input{name: path.Base(e.name), b: b, depth: in.depth + 1})
	}
}

func (r *reader) macro(e *zipEntry, b []byte) {
	r.expanded -= int64(len(b))
	p, ok := r.list(path.Base(e.name), "application/vnd.ms-office.vbaProject", b)
	if !ok {
		return
	}
	src := macroSource(b)
	if src == "" {
		r.settle(p, "no", "macro code; never run")
		return
	}
	r.res.Parts[p].Text = src
	r.settle(p, "partly", "macro code: its source is shown, never run")
	undo := r.head("\n[macro source, not run]\n")
	r.say(src)
	undo()
}
