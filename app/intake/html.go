package intake

import (
	"regexp"
	"slices"
	"strings"

	"corridor/app/intake/charset"
)

// htmlDoc is what a page says and what it would do if a browser opened it.
type htmlDoc struct {
	title, text string
	active      []string
	external    []string
	links       []string // where its links lead, each once
	hidden      bool
}

// readHTML reads a page as text. No script is run and nothing is fetched.
func (r *reader) readHTML(in input) found {
	declared := in.charset
	if declared == "" {
		declared = htmlCharset(in.b)
	}
	d := r.decode(in.b, declared)
	f := found{kind: "html", charset: d.Charset}
	if d.NotText {
		return fail("html", "unknown-charset", "the page is in no character set that could be told")
	}
	h := readHTMLText(d.Text)
	f.subject = h.title
	r.htmlWarnings(h)
	r.say(h.text)
	r.linkList(h.links, h.text)
	return f
}

// linkList shows where links lead that the text itself does not say: the
// words over a link may say otherwise.
func (r *reader) linkList(links []string, text string) {
	text = text[:min(len(text), 32<<10)]
	var unsaid []string
	for _, l := range links {
		if !strings.Contains(text, strings.TrimPrefix(l, "mailto:")) {
			unsaid = append(unsaid, l)
		}
	}
	if len(unsaid) > 0 {
		undo := r.head("\n[links]\n")
		r.say(strings.Join(unsaid, "\n"))
		undo()
	}
}

func (r *reader) htmlWarnings(h htmlDoc) {
	if len(h.active) > 0 {
		slices.Sort(h.active)
		r.warn("active-content", "the page holds active content, not run: %s", strings.Join(limit(slices.Compact(h.active), 5), ", "))
	}
	if len(h.external) > 0 {
		r.warn("external-reference", "the page refers to things elsewhere, not fetched: %s", strings.Join(limit(h.external, 5), ", "))
	}
	if h.hidden {
		r.warn("hidden-text", "the page holds text that a browser would not show; it is included")
	}
}

func limit(list []string, n int) []string {
	if len(list) > n {
		return append(list[:n:n], "…")
	}
	return list
}

var metaCharset = regexp.MustCompile(`(?is)<meta[^>]{0,300}?charset\s*=\s*["']?\s*([a-z0-9_:.\-]+)|<\?xml[^>]{0,200}encoding\s*=\s*["']([a-z0-9_:.\-]+)`)

func htmlCharset(b []byte) string {
	m := metaCharset.FindSubmatch(b[:min(len(b), 16<<10)])
	if m == nil {
		return ""
	}
	set := charset.Clean(string(m[1]) + string(m[2]))
	if strings.HasPrefix(set, "utf-16") || strings.HasPrefix(set, "utf-32") || set == "unicode" {
		return "" // what could be read as ASCII is not
	}
	return set
}
