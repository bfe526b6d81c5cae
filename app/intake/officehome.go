package intake

import (
	"encoding/xml"
	"path"
	"strings"
)

// settle gives the parts of an office document the names that office programs
// give them, when its maker chose others: the package says in _rels/.rels which
// part is the main one, and readers here look for it where it usually stands.
// The names it came with lead to the same parts.
func (a *archive) settle(r *reader) {
	e := a.get("_rels/.rels")
	if e == nil {
		return
	}
	b, _ := r.unzip(e)
	for _, rel := range relationsOf(b) {
		if !strings.HasSuffix(rel.typ, "/officeDocument") {
			continue
		}
		target := strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(rel.target, `\`, "/")), "/")
		main := a.get(target)
		if main == nil {
			continue
		}
		home := r.homeOf(main)
		if home == "" || a.get(home) != nil {
			return
		}
		a.move(target, home)
		return
	}
}

// homeOf is the usual name of a main part, "" for one that needs none: by its
// first element, or by its ending for a binary one.
func (r *reader) homeOf(e *zipEntry) string {
	if strings.HasSuffix(strings.ToLower(e.name), ".bin") {
		return "xl/workbook.bin"
	}
	b, _ := r.unzip(e)
	switch firstElement(b) {
	case "document":
		return "word/document.xml"
	case "workbook":
		return "xl/workbook.xml"
	case "presentation":
		return "ppt/presentation.xml"
	}
	return ""
}

// move renames the main part, its list of relations, and all that stands in its
// folder or below it.
func (a *archive) move(main, home string) {
	from, to := path.Dir(main)+"/", path.Dir(home)+"/"
	base := strings.ToLower(path.Base(main))
	for _, e := range a.entries {
		n := strings.ToLower(e.name)
		switch {
		case from != "./" && (len(e.name) < len(from) || !strings.EqualFold(e.name[:len(from)], from)):
			continue
		case from == "./" && (strings.HasPrefix(n, "_rels/.") || strings.HasPrefix(n, "docprops/") || strings.HasPrefix(n, "[")):
			continue
		}
		rest := e.name
		if from != "./" {
			rest = e.name[len(from):]
		}
		switch strings.ToLower(rest) {
		case base:
			rest = path.Base(home)
		case "_rels/" + base + ".rels":
			rest = "_rels/" + path.Base(home) + ".rels"
		}
		if _, taken := a.names[strings.ToLower(to+rest)]; taken {
			continue
		}
		e.name = to + rest
		a.names[strings.ToLower(e.name)] = e
	}
}

// firstElement is the name of the element that an XML part begins with.
func firstElement(b []byte) string {
	d := newXML(b)
	for {
		tok, err := d.Token()
		if err != nil {
			return ""
		}
		if t, ok := tok.(xml.StartElement); ok {
			return t.Name.Local
		}
	}
}
