package index

import (
	"strings"
	"time"

	"corridor/app"
)

// facet is what a list shows of an item, by the name of its field. It is no
// word of the item: whoever searches is asked about it.
func facet(name string) (string, bool) {
	switch n := strings.ToLower(name); n {
	case "grade", "state", "before", "after":
		return n, true
	}
	return "", false
}

// expr is a part of a query: what the database is asked, and what has to hold
// of an item besides. The two can be joined by AND, and facets among themselves
// by OR and NOT as well; words OR facets cannot be answered.
type expr struct {
	match   string                // of the words; "" for none
	without string                // what must not match, where there are facets alone
	keep    func(app.Facets) bool // nil: anything
	bad     bool                  // not to be answered
}

func (e expr) empty() bool { return e.match == "" && e.keep == nil && e.without == "" }

func (e expr) words() bool { return e.keep == nil && e.without == "" }

func (e expr) and(f expr) expr {
	if e.empty() {
		f.bad = f.bad || e.bad
		return f
	}
	return expr{match: conj(e.match, f.match), without: join(e.without, "OR", f.without), keep: all(e.keep, f.keep), bad: e.bad || f.bad}
}

func (e expr) or(f expr) expr {
	switch {
	case e.empty() || f.empty():
		return e.and(f)
	case e.words() && f.words():
		e.match = join(e.match, "OR", f.match)
	case e.match == "" && f.match == "" && e.without == "" && f.without == "":
		left, right := e.keep, f.keep
		e.keep = func(x app.Facets) bool { return left(x) || right(x) }
	default:
		e.bad = true
	}
	e.bad = e.bad || f.bad
	return e
}

// not takes f away from e. Words alone cannot be taken away from nothing.
func (e expr) not(f expr) expr {
	e.bad = e.bad || f.bad
	switch {
	case f.empty():
	case f.words() && e.match != "":
		e.match = join(e.match, "NOT", f.match)
	case f.words() && e.keep != nil:
		e.without = join(e.without, "OR", f.match)
	case f.words():
	case f.match == "" && f.without == "":
		inner := f.keep
		e.keep = all(e.keep, func(x app.Facets) bool { return !inner(x) })
	default:
		e.bad = true
	}
	return e
}

func all(a, b func(app.Facets) bool) func(app.Facets) bool {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	return func(x app.Facets) bool { return a(x) && b(x) }
}

// leaf is one term of a query.
func leaf(t token) expr {
	want := strings.ToLower(strings.TrimSpace(t.text))
	switch t.facet {
	case "":
		return expr{match: term(t)}
	case "grade":
		return expr{keep: func(x app.Facets) bool { return grades(x.Grade, want, t.prefix) }}
	case "state":
		return expr{keep: func(x app.Facets) bool { return agrees(x.State, want, t.prefix) }}
	}
	day, ok := dayOf(want)
	earlier := t.facet == "before"
	return expr{bad: !ok, keep: func(x app.Facets) bool {
		if len(x.Day) < len(day) {
			return false
		}
		c := strings.Compare(x.Day[:len(day)], day)
		return earlier && c < 0 || !earlier && c > 0
	}}
}

// grades asks for one of the codes of a grade; "none" for what has no grade.
func grades(have, want string, prefix bool) bool {
	if have == "" {
		return want == "none"
	}
	for code := range strings.FieldsSeq(have) {
		if agrees(code, want, prefix) {
			return true
		}
	}
	return false
}

func agrees(have, want string, prefix bool) bool {
	have = strings.ToLower(have)
	return have == want || prefix && strings.HasPrefix(have, want)
}

// dayOf reads a day, a month or a year: 2026-11-23, 23/11/2026, 2026-11, 2026.
func dayOf(s string) (string, bool) {
	for in, out := range map[string]string{"2006-01-02": "2006-01-02", "2/1/2006": "2006-01-02", "2006-01": "2006-01", "1/2006": "2006-01", "2006": "2006"} {
		if t, err := time.Parse(in, s); err == nil {
			return t.Format(out), true
		}
	}
	return "", false
}
