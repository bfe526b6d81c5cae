package sanitise

// classes reads what kind of product the source is: an intercept, a probe, a
// download and so on.
func (l *lexicon) classes(src *view) map[string]bool {
	m := map[string]bool{}
	for _, h := range l.scan(src, true) {
		if h.sec.kind == Technique && (h.sec.level == strong || h.sec.level == origin) {
			m[h.sec.class] = true
		}
	}
	return m
}

// classes is what the source was read to be, worked out once.
func (c *checker) classes() map[string]bool {
	if c.class == nil {
		c.class = loadLexicon().classes(c.src)
	}
	return c.class
}

// advice reports sentences that tell the reader what to do: wording there is
// about the future, not about how this was learnt.
func (v *view) advice(sent int) bool {
	if sent < 0 || sent >= len(v.sents) {
		return false
	}
	for i := v.sents[sent][0]; i < v.sents[sent][1]; i++ {
		switch v.toks[i].w {
		case "should", "consider", "recommend", "recommended", "advise", "advised", "please", "merit", "merits", "worth", "worthwhile":
			return true
		}
	}
	return false
}

// wording finds technique and source language in the draft.
func (c *checker) wording() {
	l := loadLexicon()
	classes := c.classes()
	for _, h := range l.scan(c.dft, false) {
		sev := Block
		switch h.sec.level {
		case tied:
			if !classes[h.sec.class] || c.dft.advice(c.dft.toks[h.s].sent) {
				sev = Advise
			}
		case hint:
			if !classes[h.sec.class] {
				continue
			}
		case origin:
			continue
		}
		if sev == Advise && h.sec.level == tied {
			continue
		}
		f := c.span(h.sec.kind, h.s, h.e, h.sec.rule, h.sec.why)
		f.Severity = sev
		f.Proposal = h.sec.say
		f.Acceptable = h.sec.level != strong
		c.add(f)
	}
}
