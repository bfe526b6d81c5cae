package intake

import (
	"encoding/xml"
	"path"
	"strings"
)

// officeSides reads the parts of an office document that no screen shows:
// stored copies of data, connections, revisions, variables, authors.
func (r *reader) officeSides(a *archive) {
	r.officeSigned(a, "_xmlsignatures/sig")
	for _, e := range a.entries {
		what := sidePart(strings.ToLower(e.name))
		if what == "" {
			continue
		}
		b, bad := r.unzip(e)
		if bad != nil {
			r.lostEntry(e.name, e.file.UncompressedSize64, bad)
			continue
		}
		t := strings.TrimSpace(sideText(b, int(r.lim.TextBytes)-r.out.Len()))
		switch {
		case t == "":
		case what == "custom data" || what == "authors":
			r.note(what, t)
		default:
			if what == "stored data" {
				r.warn("hidden-text", "the workbook keeps a copy of the data of a table that is not on any sheet; it is included")
			}
			if what == "connections" {
				r.warn("external-reference", "the workbook names data kept elsewhere; nothing was fetched")
			}
			r.view(path.Base(e.name), "application/x-"+strings.ReplaceAll(what, " ", "-"), "\n["+what+"]\n", t)
		}
	}
}

// officeSigned says that a document carries signatures of its own, which are
// not checked: they stand in entries of such a name.
func (r *reader) officeSigned(a *archive, prefix string) {
	if len(a.match(prefix, ".xml")) > 0 {
		r.warn("signature-unknown", "the document carries a digital signature that was not checked here")
	}
}

// sidePart says what such a part holds, "" when it is none.
func sidePart(n string) string {
	switch {
	case !strings.HasSuffix(n, ".xml"), strings.Contains(n, "/_rels/"):
	case strings.HasPrefix(n, "customxml/") && !strings.Contains(path.Base(n), "props"):
		return "custom data"
	case strings.HasPrefix(n, "xl/pivotcache/"):
		return "stored data"
	case strings.HasPrefix(n, "xl/externallinks/"):
		return "values of another workbook"
	case n == "xl/connections.xml", strings.HasPrefix(n, "xl/querytables/"):
		return "connections"
	case strings.HasPrefix(n, "xl/revisions/"):
		return "revisions"
	case n == "word/settings.xml", strings.HasPrefix(n, "ppt/tags/"):
		return "document variables"
	case n == "ppt/commentauthors.xml", n == "ppt/authors.xml", n == "word/people.xml", strings.HasPrefix(n, "xl/persons/"):
		return "authors"
	}
	return ""
}

// sideText takes text and the attributes that carry it out of such a part.
func sideText(b []byte, room int) string {
	var out strings.Builder
	d := newXML(b)
	for out.Len() < max(room, 0) {
		tok, err := d.Token()
		if err != nil {
			break
		}
		switch t := tok.(type) {
		case xml.StartElement:
			for _, k := range sideAttributes(t.Name.Local) {
				if v := strings.TrimSpace(attr(t, k)); v != "" {
					out.WriteString(v + "\t")
				}
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "r", "row", "docVar", "tag", "connection", "dbPr", "webPr", "textPr", "cmAuthor", "author", "person", "cacheField", "rcc", "sheetName", "definedName":
				line(&out)
			}
		case xml.CharData:
			if s := strings.TrimSpace(string(t)); s != "" {
				out.WriteString(s + "\n")
			}
		}
	}
	return out.String()
}

func line(out *strings.Builder) {
	if s := out.String(); s != "" && !strings.HasSuffix(s, "\n") {
		out.WriteByte('\n')
	}
}

func sideAttributes(element string) []string {
	switch element {
	case "s", "d", "docVar":
		return []string{"name", "val", "v"}
	case "tag":
		return []string{"name", "val"}
	case "connection":
		return []string{"name", "description", "sourceFile", "odcFile"}
	case "dbPr":
		return []string{"connection", "command"}
	case "webPr":
		return []string{"url", "post"}
	case "textPr":
		return []string{"sourceFile"}
	case "cacheField", "sheetName", "definedName", "ddeItem", "worksheetSource":
		return []string{"name", "val", "refersTo", "sheet", "ref"}
	case "ddeLink":
		return []string{"ddeService", "ddeTopic"}
	case "cmAuthor", "author":
		return []string{"name", "userId"}
	case "person":
		return []string{"displayName", "userId", "author"}
	case "header":
		return []string{"userName", "dateTime"}
	}
	return nil
}
