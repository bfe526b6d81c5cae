package sanitise

import "strings"

// Coarser offers less exact forms of a selection, the closest first: a clock
// time becomes a part of the day, a date a part of the month, a sum an order of
// magnitude, an address an area. It gives nil when it knows none.
func Coarser(text string, kind Kind) []string {
	v := newView(text)
	c := &checker{dft: v}
	var out []string
	add := func(s string) {
		if s == "" || s == text {
			return
		}
		for _, o := range out {
			if o == s {
				return
			}
		}
		out = append(out, s)
	}
	if ds := readFacts(v); len(ds) > 0 {
		d := ds[0]
		for _, p := range c.steps(d) {
			before := string(v.orig[:v.toks[d.s].s])
			if strings.HasPrefix(p, "early ") || strings.HasPrefix(p, "mid-") || strings.HasPrefix(p, "late ") || months[strings.ToLower(p)] > 0 {
				if b, ok := strings.CutSuffix(before, "on "); ok {
					before = b + "in "
				}
			} else if p == "recently" {
				before = strings.TrimSuffix(before, "on ")
			}
			add(before + p + string(v.orig[v.toks[d.e-1].e:]))
		}
	}
	for _, p := range general[kind] {
		add(p)
	}
	return out
}

// Generalise offers less exact forms of what a selection touches: rune offsets
// [start,end) of a draft, or a caret when they are equal. The selection grows to
// the whole value, number or name it lies in, and each change replaces all of it.
// The closest forms come first; there may be none.
func Generalise(draft string, start, end int) []Change {
	v := newView(draft)
	touches := func(s, e int) bool {
		a, b := v.toks[s].s, v.toks[e-1].e
		return a < end && start < b || start == end && a <= start && start <= b
	}
	var out []Change
	add := func(s, e int, texts ...string) {
		for _, t := range texts {
			if t != "" {
				out = append(out, Change{v.toks[s].s, v.toks[e-1].e, t})
			}
		}
	}
	c := &checker{dft: v}
	for _, g := range groupsOf(v) {
		if n := identify(g.c); n != "" && touches(g.s, g.e) {
			add(g.s, g.e, standIn(n), "a number linked to the subject")
		}
	}
	for _, d := range readFacts(v) {
		if touches(d.s, d.e) {
			s := d.s
			texts := c.steps(d)
			if v.word(s-1) == "on" && (d.kind == dDate || d.kind == dDayOnly) { // "in early June", "recently"
				s--
				texts = (&checker{dft: newView("")}).steps(d)
			}
			add(s, d.e, texts...)
		}
	}
	for _, p := range v.names(midWords(v)) {
		if touches(p.s, p.e) && p.human > 0 {
			add(p.s, p.e, "an associate", "another person")
		}
	}
	return out
}

// general is what can stand for a whole finding of a kind.
var general = map[Kind][]string{
	SourceReference: {"Intelligence suggests", "It is believed"},
	Technique:       {"Intelligence suggests", "It is believed"},
	Identifier:      {"an associate", "a number linked to the subject", "a vehicle linked to the subject"},
}

// coarse is the closest coarser form of a value in its place in the draft.
func (c *checker) coarse(d datum) string {
	s := c.steps(d)
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

// steps gives coarser and coarser forms of a value.
func (c *checker) steps(d datum) []string {
	switch d.kind {
	case dTime:
		return []string{partOfDay(d), broadDay(d)}
	case dDate:
		if d.b < 1 || d.b > 12 {
			return []string{"recently"}
		}
		return []string{c.monthPart(d), c.prep(d) + monthNames[d.b], "recently"}
	case dDayOnly:
		return []string{"part of that month", "recently"}
	case dWeekday:
		if d.a >= 6 {
			return []string{"the weekend", "that week"}
		}
		return []string{"the working week", "that week"}
	case dSum:
		return sums(d.a)
	case dMeasure:
		return measures(d)
	case dCount:
		return c.counts(d)
	case dAge:
		return []string{decade(d.a), "an adult"}
	case dAddress:
		return c.area(d)
	case dPlace:
		n := c.dft.toks[d.s].w
		return []string{"one of the " + plural(n), "nearby"}
	case dOrdinal:
		return []string{"another " + c.dft.cut(c.dft.toks[d.e-1].s, c.dft.toks[d.e-1].e)}
	}
	return nil
}

// prep is "in " where the draft's own preposition will not do.
func (c *checker) prep(d datum) string {
	if p := c.dft.word(d.s - 1); p == "on" || p == "in" || p == "during" || p == "of" || p == "by" || p == "from" || p == "since" {
		return ""
	}
	return "in "
}

func partOfDay(d datum) string {
	h := d.a / 60
	if d.b == 1 { // which half of the day is not said
		return "that day"
	}
	switch {
	case h < 5:
		return "the early hours"
	case h < 9:
		return "early morning"
	case h < 12:
		return "late morning"
	case h < 14:
		return "the middle of the day"
	case h < 17:
		return "the afternoon"
	case h < 19:
		return "early evening"
	case h < 21:
		return "the evening"
	}
	return "late evening"
}

func broadDay(d datum) string {
	h := d.a / 60
	switch {
	case d.b == 1:
		return "recently"
	case h < 5 || h >= 20:
		return "night"
	case h < 18:
		return "the daytime"
	}
	return "the evening"
}

func (c *checker) monthPart(d datum) string {
	p := "mid-"
	switch {
	case d.a <= 10:
		p = "early "
	case d.a > 20:
		p = "late "
	}
	return c.prep(d) + p + monthNames[d.b]
}

func sums(milli int64) []string {
	p := milli / 1000
	switch {
	case p < 20:
		return []string{"a few pounds", "a small sum"}
	case p < 100:
		return []string{"tens of pounds", "a small sum"}
	case p < 1000:
		return []string{"several hundred pounds", "a sum of money"}
	case p < 10_000:
		return []string{"several thousand pounds", "a significant sum"}
	case p < 100_000:
		return []string{"tens of thousands of pounds", "a large sum"}
	case p < 1_000_000:
		return []string{"hundreds of thousands of pounds", "a large sum"}
	}
	return []string{"millions of pounds", "a very large sum"}
}

func measures(d datum) []string {
	switch d.b {
	case 1:
		switch {
		case d.a >= 1e9:
			return []string{"a very large quantity", "a quantity"}
		case d.a >= 1e6:
			return []string{"kilo quantities", "a quantity"}
		case d.a >= 28_000:
			return []string{"ounce quantities", "a small quantity"}
		}
		return []string{"a small quantity", "a quantity"}
	case 3:
		return []string{"a short distance", "some distance"}
	case 5, 6, 7:
		return []string{"some time", "a period"}
	}
	return []string{"a quantity", "some"}
}

func (c *checker) counts(d datum) []string {
	noun := ""
	if d.e-1 > d.s {
		if t := c.dft.toks[d.e-1]; t.kind == wordTok && !c.dft.numeral(d.e-1) {
			switch t.w {
			case "hundred", "thousand", "million":
				return []string{t.w + "s", "a large number"}
			}
			noun = " " + c.dft.cut(t.s, t.e)
		}
	}
	switch n := d.a / 1000; {
	case n < 4:
		return []string{"a few" + noun, "some" + noun}
	case n < 12:
		return []string{"several" + noun, "a number of" + noun}
	case n < 100:
		return []string{"dozens of" + noun, "a number of" + noun}
	case n < 1000:
		return []string{"hundreds of" + noun, "a large number of" + noun}
	}
	return []string{"thousands of" + noun, "a large number of" + noun}
}

func decade(n int64) string {
	names := [...]string{"under ten", "in their teens", "in their twenties", "in their thirties", "in their forties", "in their fifties",
		"in their sixties", "in their seventies", "elderly", "elderly"}
	if k := n / 10; k >= 0 && int(k) < len(names) {
		return names[k]
	}
	return "elderly"
}

// area turns "14 Acacia Road" into "the Acacia Road area".
func (c *checker) area(d datum) []string {
	j := d.s + 1
	for j < d.e-1 && !c.dft.toks[j].cap {
		j++
	}
	street := c.dft.cut(c.dft.toks[j].s, c.dft.toks[d.e-1].e)
	return []string{"the " + street + " area", street, "the local area"}
}

func plural(n string) string {
	switch {
	case strings.HasSuffix(n, "s"), strings.HasSuffix(n, "x"), strings.HasSuffix(n, "ch"), strings.HasSuffix(n, "sh"):
		return n + "es"
	case strings.HasSuffix(n, "shelf"):
		return "shelves"
	case strings.HasSuffix(n, "y") && !strings.HasSuffix(n, "bay"):
		return n[:len(n)-1] + "ies"
	}
	return n + "s"
}
