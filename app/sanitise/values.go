package sanitise

import (
	"fmt"
	"strings"
)

// valueKey is what two exact values must share to be the same. Times are
// folded to twelve hours, and compared further by sameValue.
type valueKey struct {
	kind dKind
	a, b int64
	key  string
}

func keyOf(d datum) valueKey {
	switch d.kind {
	case dTime:
		return valueKey{kind: dTime, a: d.a % 720}
	case dDate:
		return valueKey{kind: dDate, a: d.a, b: d.b}
	case dDayOnly:
		return valueKey{kind: dDayOnly, a: d.a}
	case dMeasure:
		return valueKey{kind: dMeasure, a: d.a, b: d.b}
	case dAddress:
		return valueKey{kind: dAddress, key: d.key + " " + d.stems[0]}
	case dPlace:
		return valueKey{kind: dPlace, key: d.key}
	case dOrdinal:
		return valueKey{kind: dOrdinal, a: d.a, key: d.stems[0]}
	case dCount:
		return valueKey{kind: dCount, a: d.a}
	}
	return valueKey{kind: d.kind, a: d.a}
}

// sameValue decides between values that share a key.
func sameValue(a, b datum) bool {
	switch a.kind {
	case dTime:
		return a.a == b.a || (a.b == 1 || b.b == 1) && a.a%720 == b.a%720
	case dDate:
		return a.c == b.c || a.c == 0 || b.c == 0
	case dPlace:
		return a.stems[0] == b.stems[0] || len(a.key) > 1
	case dCount:
		if a.a >= 10_000 {
			return true
		}
		return sameCounted(a, b) || a.a >= 4_000
	}
	return true
}

// values reports every exact value the draft shares with the source.
func (c *checker) values() {
	ix := newMulti[valueKey, *datum](2 * len(c.srcFacts))
	put := func(k valueKey, d *datum) { ix.put(k, d, 16) }
	c.looseTimes(put)
	for i := range c.srcFacts {
		d := &c.srcFacts[i]
		put(keyOf(*d), d)
		switch d.kind {
		case dSum, dCount: // "11k" and "eleven thousand pounds"
			if d.a >= 100_000 || d.kind == dSum {
				o := *d
				o.kind = dSum + dCount - d.kind
				put(keyOf(o), d)
			}
		case dDate: // the day of the month alone also tells
			put(valueKey{kind: dDayOnly, a: d.a}, d)
		case dAddress: // "number 14" tells what "14 Acacia Road" told
			put(valueKey{kind: dPlace, key: d.key}, d)
		}
	}
	stock := c.dft.stock()
	for _, d := range c.dftFacts {
		if stock[d.s] {
			continue
		}
		from, ok := match(ix, d)
		if !ok {
			ok = c.nearly(ix, d)
			if !ok {
				c.unmatched(d)
			}
			continue
		}
		c.exact(d, from)
	}
}

// looseTimes takes every four-digit number of the source that could be a time
// of day for one: logs write 2114 with nothing to say so, and only a draft that
// plainly gives that time is compared with it.
func (c *checker) looseTimes(put func(valueKey, *datum)) {
	for i := range c.src.toks {
		t := &c.src.toks[i]
		if t.kind != numTok || len(t.w) != 4 {
			continue
		}
		h := int(t.w[0]-'0')*10 + int(t.w[1]-'0')
		m := int(t.w[2]-'0')*10 + int(t.w[3]-'0')
		if h < 24 && m < 60 {
			d := clockDatum(i, i+1, h, m, false)
			put(keyOf(d), &d)
		}
	}
}

// nearly reports a time given as "just after six" that is within ten minutes of
// one in the source, and a sum within one part in two hundred.
func (c *checker) nearly(ix *multi[valueKey, *datum], d datum) bool {
	switch d.kind {
	case dTime:
		w := c.dft.word(d.s - 1)
		if w != "after" && w != "before" && w != "past" {
			return false
		}
		for off := int64(-10); off <= 10; off++ {
			n := d
			n.a = (d.a + off + 1440) % 1440
			for s := range ix.all(keyOf(n)) {
				if sameValue(n, *s) {
					c.exact(d, *s)
					return true
				}
			}
		}
	case dSum:
		for _, s := range c.srcFacts {
			if s.kind == dSum && d.a >= 100_000 && absInt(s.a-d.a)*200 <= d.a {
				c.exact(d, s)
				return true
			}
		}
	case dCount, dMeasure:
		return c.roughly(d)
	}
	return false
}

// mostRough is how many rounded values of a draft are looked for.
const mostRough = 100

// roughly reports a count or measure of the source rounded: within one part in a
// hundred, or within a tenth where the draft says "more than sixty" or "nearly
// sixty". Small round numbers are not told apart so.
func (c *checker) roughly(d datum) bool {
	part := int64(100)
	switch c.dft.word(d.s - 1) {
	case "over", "nearly", "almost", "about", "around", "roughly", "approximately", "some":
		part = 10
	case "than", "under", "of":
		if w := c.dft.word(d.s - 2); w == "more" || w == "fewer" || w == "less" || w == "just" || w == "upwards" || w == "excess" {
			part = 10
		}
	}
	exact := d.a
	if d.kind == dMeasure {
		exact = d.c
	}
	if exact < 20_000 && (exact%1000 == 0 || part == 10) || c.partial >= mostRough {
		return false
	}
	c.partial++
	c.dft.work += len(c.srcFacts)
	for _, s := range c.srcFacts {
		if s.kind == d.kind && s.b == d.b && s.a != d.a && absInt(s.a-d.a)*part <= d.a && (d.kind == dMeasure || sameCounted(s, d) || s.a >= 20_000 && part == 10) {
			c.exact(d, s)
			return true
		}
	}
	return false
}

// sameCounted reports two counts of a thing that goes by one word.
func sameCounted(a, b datum) bool {
	for _, x := range a.stems {
		for _, y := range b.stems {
			if x != "" && x == y {
				return true
			}
		}
	}
	return false
}

// usual reports a measure that says how often or when a thing is open rather
// than what was done: seven days a week, 24 hours a day, a 24-hour line.
func (v *view) usual(d datum) bool {
	if d.kind != dMeasure || d.b != 5 && d.b != 6 {
		return false
	}
	a, w := v.word(d.e), v.word(d.e+1)
	return (a == "a" || a == "per") && (w == "week" || w == "day") || d.b == 5 && d.a == 24*3600 && v.word(d.s+1) == "-"
}

func absInt(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

// habit reports a day of the week in the plural.
func (v *view) habit(d datum) bool { return d.kind == dWeekday && weekdays[v.toks[d.s].w] == 0 }

// unmatched notes an exact value the source does not hold as it stands. It may
// be worked out from the source, or from somewhere else.
func (c *checker) unmatched(d datum) {
	if c.dft.usual(d) || c.dft.habit(d) || d.kind == dCount && d.a < 3000 || d.kind == dOrdinal || d.kind == dMeasure && d.b >= 6 && d.c <= 1000 {
		return
	}
	if d.kind == dDate && born(c.dft, d.s) {
		c.add(c.span(Identifier, d.s, d.e, "date-of-birth", "A date of birth identifies a person."))
		return
	}
	if c.inDocument(d) {
		c.add(c.span(Identifier, d.s, d.e, "document-date", "The machine-readable line in the source gives this date."))
		return
	}
	f := c.span(OverPrecision, d.s, d.e, "exact-"+d.kind.name(), "An exact "+d.kind.name()+" that is not in the source as it stands; is it needed?")
	f.Severity, f.Acceptable = Advise, true
	f.Proposal = c.coarse(d)
	c.add(f)
}

// inDocument reports a full date that a machine-readable line of the source, as
// passports have, holds as year, month and day.
func (c *checker) inDocument(d datum) bool {
	if d.kind != dDate || d.c < 1900 {
		return false
	}
	want := fmt.Sprintf("%02d%02d%02d", d.c%100, d.b, d.a)
	for _, g := range c.source.groups {
		if len(g.c) >= 20 && strings.Contains(g.c, want) {
			return true
		}
	}
	return false
}

func match(ix *multi[valueKey, *datum], d datum) (datum, bool) {
	for s := range ix.all(keyOf(d)) {
		if s.kind != d.kind || sameValue(d, *s) {
			return *s, true
		}
	}
	if d.kind == dTime && d.a%30 != 0 { // a minute or two either way is no disguise
		for off := int64(-2); off <= 2; off++ {
			n := d
			n.a = (d.a + off + 1440) % 1440
			for s := range ix.all(keyOf(n)) {
				if sameValue(n, *s) {
					return *s, true
				}
			}
		}
	}
	return datum{}, false
}

// exact reports one exact value.
func (c *checker) exact(d, src datum) {
	f := c.span(OverPrecision, d.s, d.e, "same-"+d.kind.name(), "")
	f = f.from(c.src, src.s, src.e)
	f.Why = fmt.Sprintf("The same %s is in the source; few people could have known it.", d.kind.name())
	f.Proposal = c.coarse(d)
	f.Acceptable = true
	switch d.kind {
	case dDate:
		if born(c.src, src.s) || born(c.dft, d.s) || d.c > 0 && d.c < 2012 {
			f.Kind, f.Rule = Identifier, "date-of-birth"
			f.Why = "A date of birth from the source identifies a person."
			f.Proposal = ""
		}
	case dWeekday:
		if c.dft.habit(d) {
			f.Severity = Advise
		}
	case dMeasure:
		if d.b >= 5 && d.c < 4000 && d.b != 5 {
			f.Severity = Advise
		}
	case dCount:
		if d.a < 4_000 || d.stems[0] == "" && d.a < 10_000 {
			f.Severity = Advise
		}
	case dOrdinal:
		if d.a < 3 {
			f.Severity = Advise
		}
	}
	c.add(f)
}

func born(v *view, i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		switch v.toks[k].w {
		case "born", "dob", "birth", "b", "birthday":
			return true
		}
	}
	return false
}

func (k dKind) name() string {
	switch k {
	case dTime:
		return "time"
	case dDate, dDayOnly:
		return "date"
	case dWeekday:
		return "day of the week"
	case dSum:
		return "sum"
	case dMeasure:
		return "measure"
	case dCount:
		return "count"
	case dAge:
		return "age"
	case dAddress:
		return "address"
	case dPlace:
		return "numbered place"
	case dOrdinal:
		return "position in order"
	}
	return "value"
}
