package sanitise

import (
	"sort"
	"strings"
)

// neutralWords make up the lines with which any report says that it is one: "Prepared
// by the unit from information held by the police." A line of nothing else says
// no more of where a thing came from than that the police have it.
var neutralWords = set(`this the report product document summary assessment has have been was is are a prepared compiled produced issued drawn
based written by from for of on in at it its that which holds held hold information intelligence available unit force police recipient recipients
time writing only use to up`)

// neutralSubject is what such a line speaks of, and neutralAct what it says.
var (
	neutralSubject = set("report product document summary assessment prepared compiled produced issued information intelligence")
	neutralAct     = set("prepared compiled produced issued drawn based held holds hold summary written")
)

// neutral marks the tokens of neutral lines: from the start of a sentence to its
// end, or to a mark or an "and" that ends the clause.
func (v *view) neutral() []bool {
	m := make([]bool, len(v.toks))
	for _, s := range v.sents {
		i := s[0]
		for i < s[1] && v.toks[i].kind == markTok {
			i++
		}
		if e := max(v.neutralEnd(i, s[1]), v.gradeLine(i, s[1])); e > 0 {
			for k := i; k < e; k++ {
				m[k] = true
			}
		}
	}
	return m
}

// neutralEnd gives the end of the neutral line that starts at i, or 0.
func (v *view) neutralEnd(i, end int) int {
	of, says := false, false
	j := i
	for ; j < end; j++ {
		t := v.toks[j]
		if t.kind == markTok || t.w == "and" {
			break
		}
		if !neutralWords[t.w] || t.cap && j > i || !v.neutralNext(j) {
			return 0
		}
		of, says = of || neutralSubject[t.w], says || neutralAct[t.w]
	}
	if !of || !says {
		return 0
	}
	return j
}

// gradeWords label the grade that every item of a report carries.
var gradeWords = set("grade grading source evaluation intelligence assessment handling code item")

// gradeLine gives the end of a line that is an item's grade and nothing else,
// "Grading: 2 B P", or 0. Only the three, five and two steps in use are taken:
// a finer grade of the source stays a finding.
func (v *view) gradeLine(i, end int) int {
	label, value := false, 0
	for j := i; j < end; j++ {
		switch w := v.word(j); {
		case gradeWords[w]:
			label = true
		case v.toks[j].kind == markTok:
		case len(w) == 1 && strings.Contains("123abcdep", w):
			value++
		default:
			return 0
		}
	}
	if !label || value == 0 || value > 3 {
		return 0
	}
	return end
}

// neutralNext refuses the small words that could lead to somebody: only what is
// held may be spoken from, and only a summary be one of several.
func (v *view) neutralNext(i int) bool {
	n := v.word(i + 1)
	switch v.toks[i].w {
	case "from":
		return n == "information" || n == "intelligence"
	case "a":
		return n == "summary" || n == "report" || n == "product" || n == "document"
	}
	return true
}

// dropNeutral takes out what was found wholly within neutral lines. Terms of the
// deny list, identifiers and marks of the file stay.
func (c *checker) dropNeutral() {
	m := c.dft.neutral()
	c.neutral = m
	kept := c.found[:0]
	at := func(f Finding) bool {
		toks := c.dft.toks
		i := sort.Search(len(toks), func(k int) bool { return toks[k].e > f.Start })
		first := i
		for ; i < len(toks) && toks[i].s < f.End; i++ {
			c.dft.work++
			if !m[i] {
				return false
			}
		}
		return i > first
	}
	some := false
	for _, b := range m {
		some = some || b
	}
	for _, f := range c.found {
		switch f.Kind {
		case Technique, SourceReference, OverPrecision, Verbatim:
			if some && at(f) {
				continue
			}
		}
		kept = append(kept, f)
	}
	c.found = kept
}
