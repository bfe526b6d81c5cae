package intake

import (
	"encoding/xml"
	"path"
	"slices"
	"strings"
)

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
			if len(links) < 1000 && !slices.Contains(links, rel.target) {
				links = append(links, rel.target)
			}
			if strings.HasSuffix(rel.typ, "/hyperlink") {
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
		case strings.HasSuffix(n, ".bin") && strings.HasPrefix(n, "xl/") && !strings.HasSuffix(n, "vbaproject.bin") && !strings.Contains(n, "embeddings/") && !strings.Contains(n, "activex/"):
			continue // the records of a binary workbook, read as such
		case strings.Contains(n, "printersettings"), strings.HasSuffix(n, ".odttf"), strings.HasSuffix(n, ".fntdata"), strings.HasSuffix(n, "thumbnail.jpeg"), strings.HasSuffix(n, "thumbnail.wmf"), strings.HasSuffix(n, "thumbnail.emf"):
			continue
		}
		b, bad := r.unzip(e)
		if bad != nil && len(b) == 0 {
			r.lostEntry(e.name, e.file.UncompressedSize64, bad)
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
