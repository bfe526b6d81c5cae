package sanitise

// kinWords are the words for a tie of family or household, by the tie; each line
// is one.
var kinWords = func() map[string]int {
	m := map[string]int{}
	for n, line := range [...]string{
		"wife wifey missus mrs", "husband hubby", "partner girlfriend boyfriend fiance fiancee bird", "ex exwife exhusband exgirlfriend exboyfriend",
		"son lad", "daughter", "child kid baby bairn", "mother mum mam mom mummy", "father dad daddy", "grandmother nan nana nanny gran granny grandma",
		"grandfather grandad granddad grandpa", "brother bro", "sister sis", "uncle", "aunt auntie aunty", "cousin", "niece", "nephew", "twin twins",
		"landlord landlady", "lodger tenant flatmate housemate", "neighbour", "employer boss gaffer", "stepson", "stepdaughter", "stepfather stepdad", "godfather", "inlaw inlaws",
	} {
		for w := range set(line) {
			m[w] = n + 1
		}
	}
	return m
}()

// kinship advises on whose relation somebody is, where a plain sentence keeps it
// from the source: "her teenage son", "Carl's uncle". With the rest of a report it
// is as good as a name.
func (c *checker) kinship() {
	src := map[int]int{} // the first word of the source for a tie, from 1
	for i := range c.src.toks {
		if n := kinWords[c.src.toks[i].w]; n > 0 && src[n] == 0 {
			src[n] = i + 1
		}
	}
	if len(src) == 0 {
		return
	}
	v := c.dft
	for i := range v.toks {
		t := &v.toks[i]
		at := src[kinWords[t.w]]
		if at == 0 || t.cap || v.hedge(t.sent) >= 0 {
			continue
		}
		s := i
		for k := i - 1; k >= i-3 && v.at(k).sent == t.sent && v.at(k).kind == wordTok; k-- {
			if w := v.at(k); w.poss || w.w == "his" || w.w == "her" || w.w == "their" {
				s = k
				break
			}
		}
		if s == i {
			continue
		}
		f := c.span(OverPrecision, s, i+1, "relation", "It says whose relation somebody is, as the source does.").from(c.src, at-1, at)
		f.Severity, f.Acceptable, f.Proposal = Advise, true, "an associate"
		c.add(f)
	}
}
