package intake

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

func isBlock(tag string) bool {
	switch tag {
	case "p", "div", "br", "tr", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "pre", "hr", "section", "article",
		"header", "footer", "form", "option", "title", "caption", "body", "html", "head", "center", "address", "fieldset", "legend", "iframe", "main", "nav", "aside", "figure", "figcaption":
		return true
	}
	return false
}

// readHTMLText walks the tokens of a page. It keeps text that is hidden by
// style, comments, alternative texts and form values, for all of it may matter.
func readHTMLText(src string) htmlDoc { return htmlText(src, 0) }

func htmlText(src string, depth int) htmlDoc {
	var h htmlDoc
	w := htmlWriter{h: &h, depth: depth}
	z := html.NewTokenizer(strings.NewReader(src))
	z.SetMaxBuf(0)
	for {
		switch z.Next() {
		case html.ErrorToken:
			h.text = strings.TrimSpace(w.out.String()) + "\n"
			if strings.TrimSpace(h.text) == "" {
				h.text = ""
			}
			h.title = strings.Join(strings.Fields(h.title), " ")
			return h
		case html.TextToken:
			w.word(string(z.Text()))
		case html.CommentToken:
			w.comment(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			w.start(z)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(string(name))
		}
	}
}

type htmlWriter struct {
	h       *htmlDoc
	out     strings.Builder
	skip    string // the element whose raw text is not text
	inTitle bool
	pre     int
	space   bool
	depth   int
}

func (w *htmlWriter) word(s string) {
	if w.skip != "" {
		if w.skip == "style" && strings.Contains(s, "url(") && strings.Contains(s, "//") {
			w.h.external = append(w.h.external, "style sheet address")
		}
		return
	}
	s = html.UnescapeString(s)
	if w.inTitle {
		w.h.title += s
	}
	if w.pre > 0 {
		w.out.WriteString(s)
		return
	}
	lead := s != "" && strings.TrimLeft(s, " \t\r\n\f") != s
	words := strings.Fields(strings.ReplaceAll(s, "\u00a0", "\u00a0"))
	if len(words) == 0 {
		w.space = w.space || lead
		return
	}
	if lead || w.space {
		w.gap(" ")
	}
	w.out.WriteString(strings.Join(words, " "))
	w.space = strings.TrimRight(s, " \t\r\n\f") != s
}

func (w *htmlWriter) gap(g string) {
	t := w.out.String()
	if t == "" || strings.HasSuffix(t, "\n") || g == " " && (strings.HasSuffix(t, " ") || strings.HasSuffix(t, "\t")) {
		return
	}
	w.out.WriteString(g)
}

func (w *htmlWriter) comment(s string) {
	t := strings.TrimSpace(s)
	if t == "" || strings.HasPrefix(t, "[if") || strings.HasPrefix(t, "[endif") || strings.HasPrefix(t, "StartFragment") || strings.HasPrefix(t, "EndFragment") || w.skip != "" {
		return
	}
	if strings.HasPrefix(t, "<!") || strings.HasPrefix(t, "?") || len(t) > 20000 {
		return
	}
	if inner := strings.TrimSpace(stripTags(t)); inner != "" {
		w.h.hidden = true
		w.gap("\n")
		w.out.WriteString("[comment: " + inner + "]\n")
	}
}

func (w *htmlWriter) start(z *html.Tokenizer) {
	raw, more := z.TagName()
	tag := string(raw)
	attrs := map[string]string{}
	for more && len(attrs) < 200 {
		var k, v []byte
		k, v, more = z.TagAttr()
		attrs[string(k)] = string(v)
	}
	w.attributes(tag, attrs)
	switch tag {
	case "script", "style", "noframes":
		if tag == "script" {
			w.h.active = append(w.h.active, "script")
		}
		w.skip = tag
	case "title":
		w.inTitle = true
	case "pre", "textarea":
		w.pre++
	case "td", "th":
		w.gap("\t")
	case "object", "embed", "applet":
		w.h.active = append(w.h.active, tag)
	}
	if isBlock(tag) {
		w.gap("\n")
		w.space = false
	}
	if t := strings.TrimSpace(attrs["alt"]); t != "" {
		w.word(" [" + t + "] ")
	}
	if tag == "input" && attrs["value"] != "" {
		w.word(" " + attrs["value"] + " ")
	}
	if src := attrs["srcdoc"]; src != "" && w.depth < 4 {
		inner := htmlText(src, w.depth+1)
		w.gap("\n")
		w.out.WriteString("[frame]\n" + inner.text)
		w.h.active = append(w.h.active, inner.active...)
		w.h.external = append(w.h.external, inner.external...)
		w.h.links = append(w.h.links, inner.links...)
	}
}

func (w *htmlWriter) attributes(tag string, attrs map[string]string) {
	for k, v := range attrs {
		low := strings.ToLower(strings.TrimSpace(v))
		low = strings.Map(func(c rune) rune {
			if c <= ' ' {
				return -1
			}
			return c
		}, low)
		switch {
		case strings.HasPrefix(k, "on") && len(k) > 3:
			w.h.active = append(w.h.active, k)
		case strings.HasPrefix(low, "javascript:"), strings.HasPrefix(low, "vbscript:"):
			w.h.active = append(w.h.active, low[:strings.IndexByte(low, ':')]+": address")
		case strings.HasPrefix(low, "data:") && (strings.Contains(low[:min(len(low), 80)], "html") || strings.Contains(low[:min(len(low), 80)], "script") || strings.Contains(low[:min(len(low), 80)], "svg")):
			w.h.active = append(w.h.active, "page or script in a data: address")
		case k == "src" || k == "background" || k == "href" && tag == "link" || k == "data" && tag == "object":
			if strings.HasPrefix(low, "http:") || strings.HasPrefix(low, "https:") || strings.HasPrefix(low, "//") || strings.HasPrefix(low, "ftp:") || strings.HasPrefix(low, "file:") || strings.HasPrefix(low, `\\`) {
				w.h.external = append(w.h.external, shorten(v, 80))
			}
		case k == "style" && (strings.Contains(low, "display:none") || strings.Contains(low, "visibility:hidden") || strings.Contains(low, "font-size:0")):
			w.h.hidden = true
		case k == "content" && tag == "meta" && strings.EqualFold(attrs["http-equiv"], "refresh") && strings.Contains(low, "url="):
			w.h.active = append(w.h.active, "a page that sends the reader elsewhere")
		case k == "hidden":
			w.h.hidden = true
		case k == "href" && tag == "a" && (strings.HasPrefix(low, "http") || strings.HasPrefix(low, "mailto:") || strings.HasPrefix(low, "tel:")):
			w.link(v)
		}
	}
}

// maxLinks bounds the list of links of one page.
const maxLinks = 500

func (w *htmlWriter) link(address string) {
	address = strings.TrimSpace(shorten(address, 400))
	if len(w.h.links) < maxLinks && !slices.Contains(w.h.links, address) {
		w.h.links = append(w.h.links, address)
	}
}

func (w *htmlWriter) end(tag string) {
	switch tag {
	case "script", "style", "noframes":
		w.skip = ""
	case "title":
		w.inTitle = false
	case "pre", "textarea":
		if w.pre > 0 {
			w.pre--
		}
	}
	if isBlock(tag) {
		w.gap("\n")
		w.space = false
	}
}

// stripTags drops anything between angle brackets, for text/enriched.
func stripTags(s string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			out.Write(z.Text())
		}
	}
}
