package sanitise

import "fmt"

// circle finds what the source says only a few people knew, and reports the
// sentence of the draft that keeps the event: with so few who could have told,
// the event is itself the leak.
func (c *checker) circle() {
	few := c.src.fewKnew()
	if len(few) == 0 {
		return
	}
	for ds := range c.dft.sents {
		best, at := 0, -1
		for _, ss := range few {
			if n := c.shared(ds, ss); n > best {
				best, at = n, ss
			}
		}
		if best < 2 {
			continue
		}
		s, e := c.dft.sents[ds][0], c.dft.sents[ds][1]
		a := c.src.sents[at]
		f := c.span(SmallCircle, s, e, "few-knew", fmt.Sprintf("The source says that very few people knew this, and the draft keeps %d of its telling words.", best))
		f = f.from(c.src, a[0], a[1])
		f.Acceptable = true
		if best < 4 {
			f.Severity = Advise
		}
		c.add(f)
	}
}

// fewKnew lists the sentences of the source that say at most three people knew
// or were there.
func (v *view) fewKnew() []int {
	l := loadLexicon()
	seen := map[int]bool{}
	var out []int
	for _, h := range l.scan(v, true) {
		if h.sec.rule == "exclusivity" && !seen[v.toks[h.s].sent] {
			seen[v.toks[h.s].sent] = true
			out = append(out, v.toks[h.s].sent)
		}
	}
	if len(out) > 40 {
		out = out[:40]
	}
	return out
}

// shared counts the telling words two sentences have in common.
func (c *checker) shared(ds, ss int) int {
	in := map[string]bool{}
	for i := c.src.sents[ss][0]; i < c.src.sents[ss][1]; i++ {
		if t := c.src.toks[i]; content(t) {
			in[t.st] = true
		}
	}
	n := 0
	for i := c.dft.sents[ds][0]; i < c.dft.sents[ds][1]; i++ {
		if t := c.dft.toks[i]; content(t) && in[t.st] {
			n++
			delete(in, t.st)
		}
	}
	return n
}
