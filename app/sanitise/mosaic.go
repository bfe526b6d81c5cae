package sanitise

import "sort"

// maxMosaic bounds how many earlier releases are read.
const maxMosaic = 5000

// mosaic lists the facts the releases so far give away, in order of release,
// and those this draft adds.
func (c *checker) mosaic() []Fact {
	if len(c.in.Earlier) == 0 {
		return nil
	}
	type id struct{ kind, value string }
	seen := map[id]string{}
	var out []Fact
	earlier := append([]Earlier(nil), c.in.Earlier...)
	sort.SliceStable(earlier, func(i, j int) bool { return earlier[i].When.Before(earlier[j].When) })
	if len(earlier) > maxMosaic {
		earlier = earlier[len(earlier)-maxMosaic:]
	}
	for _, e := range earlier {
		for _, f := range particulars(newView(e.Text)) {
			k := id{f.Kind, f.Value}
			if _, ok := seen[k]; ok {
				continue
			}
			seen[k] = e.Release
			f.Release = e.Release
			out = append(out, f)
		}
	}
	for _, f := range particulars(c.dft) {
		if _, ok := seen[id{f.Kind, f.Value}]; ok {
			continue
		}
		seen[id{f.Kind, f.Value}] = ""
		f.New = true
		out = append(out, f)
	}
	c.narrowed(out)
	return out
}

// particulars lists what a text says exactly: names, places, times, amounts and
// numbers.
func particulars(v *view) []Fact {
	var out []Fact
	for _, d := range readFacts(v) {
		if d.kind == dCount && d.a < 3000 || d.kind == dOrdinal {
			continue
		}
		out = append(out, Fact{Kind: d.kind.name(), Value: v.plainText(d.s, d.e)})
	}
	for _, p := range v.names(midWords(v)) {
		kind := "name"
		if v.person(p) < 0 {
			kind = "place"
		}
		out = append(out, Fact{Kind: kind, Value: v.plainText(p.s, p.e)})
	}
	for _, g := range groupsOf(v) {
		if n := identify(g.c); n != "" {
			out = append(out, Fact{Kind: plain(n), Value: v.plainText(g.s, g.e)})
		}
	}
	return out
}

// plainText is the tokens [s,e) as they stand in the text.
func (v *view) plainText(s, e int) string {
	return v.cut(v.toks[s].s, v.toks[e-1].e)
}

// narrowed warns when the draft adds to releases that already fix other
// particulars of the source: each may be harmless and the sum not.
func (c *checker) narrowed(all []Fact) {
	if len(c.dft.toks) == 0 {
		return
	}
	inSource := map[Fact]bool{}
	for _, f := range particulars(c.src) {
		inSource[Fact{Kind: f.Kind, Value: f.Value}] = true
	}
	kinds := map[string]bool{}
	fresh := 0
	for _, f := range all {
		if inSource[Fact{Kind: f.Kind, Value: f.Value}] {
			kinds[f.Kind] = true
			if f.New {
				fresh++
			}
		}
	}
	if len(kinds) < 3 || fresh == 0 {
		return
	}
	f := c.span(SmallCircle, 0, len(c.dft.toks), "mosaic", "With what this reader already has, the releases together fix three or more particulars of the source.")
	f.Severity, f.Acceptable = Advise, true
	c.add(f)
}
