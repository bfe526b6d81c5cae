package intake

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

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
				r.lostEntry(e.name, e.file.UncompressedSize64, bad)
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
	r.officeSides(a)
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
