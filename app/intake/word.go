package intake

import (
	"encoding/xml"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// prose is the text of one XML part of an office document.
type prose struct {
	text    strings.Builder
	deleted strings.Builder
	fields  strings.Builder
	links   []string // addresses in attributes of shapes
	author  string   // of the deletion being read
	authors []string // of the comments on cells
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
			r.lostEntry(e.name, e.file.UncompressedSize64, bad)
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
				r.lostEntry(e.name, e.file.UncompressedSize64, bad)
			}
		}
	}
	r.officeSides(a)
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
	r.fieldLinks([]string{p.fields.String()}, p.text.String())
	r.linkList(p.links, p.text.String())
}

// fieldLinks lists where the hyperlink fields among codes lead, places in the
// document itself left out.
func (r *reader) fieldLinks(codes []string, text string) {
	var links []string
	for _, code := range codes {
		for _, m := range hyperlinkField.FindAllStringSubmatch(code, -1) {
			if strings.ContainsAny(m[1], ":/.@") && !slices.Contains(links, m[1]) && len(links) < maxLinks {
				links = append(links, m[1])
			}
		}
	}
	r.linkList(links, text)
}

var hyperlinkField = regexp.MustCompile(`(?i)\bHYPERLINK\s+(?:\\l\s+)?"?([^"\s]+)`)

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
	var choice, open []int // fallbacks and fields that are open: where their text or code begins
	inDeleted, inText, inField, inAuthor := 0, 0, 0, false
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
				p.put(buttonText(attr(t, "instr")), inDeleted)
			case "fldChar":
				switch attr(t, "fldCharType") {
				case "begin":
					open = append(open, p.fields.Len())
				case "end":
					if n := len(open); n > 0 {
						p.put(buttonText(p.fields.String()[open[n-1]:]), inDeleted)
						open = open[:n-1]
					}
				}
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
				p.comment(t)
			case "author":
				p.authors = append(p.authors, "")
				inAuthor = true
			case "shape", "group", "rect", "line", "oval", "roundrect", "polyline", "hlinkHover", "hlinkClick":
				if h := attr(t, "href"); strings.Contains(h, ":") && len(p.links) < maxLinks && !slices.Contains(p.links, h) {
					p.links = append(p.links, h)
				}
			case "textpath":
				p.put(attr(t, "string")+"\n", inDeleted)
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
			case "author":
				inAuthor = false
			case "comment":
				if !strings.HasSuffix(p.text.String(), "\n") {
					p.put("\n", inDeleted)
				}
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
			case inAuthor && len(p.authors) < 10000:
				p.authors[len(p.authors)-1] += string(t)
			}
		}
	}
}

// comment says whose a comment is and when it was made or to which cell.
func (p *prose) comment(t xml.StartElement) {
	who := attr(t, "author")
	if i, err := strconv.Atoi(attr(t, "authorId")); who == "" && err == nil && i >= 0 && i < len(p.authors) {
		who = strings.TrimSpace(p.authors[i])
	}
	if head := strings.Join(strings.Fields(attr(t, "ref")+" "+who+" "+attr(t, "date")), " "); head != "" {
		p.text.WriteString("[" + head + "] ")
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
