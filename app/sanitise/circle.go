package sanitise

import "fmt"

// circle finds what the source says only a few people knew, and reports the
// sentence of the draft that keeps the event: with so few who could have told,
// the event is itself the leak.
func (c *checker) circle() {
	if len(c.few) == 0 {
		return
	}
	words := make([]map[string]bool, len(c.few))
	for i, ss := range c.few {
		words[i] = map[string]bool{}
		for k := c.src.sents[ss][0]; k < c.src.sents[ss][1]; k++ {
			if t := c.src.toks[k]; content(&t) {
				words[i][t.st] = true
			}
		}
	}
	for ds := range c.dft.sents {
		best, at := 0, -1
		for i, ss := range c.few {
			if n := c.shared(ds, words[i]); n > best {
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

// shared counts the telling words a draft sentence has in common with a set.
func (c *checker) shared(ds int, in map[string]bool) int {
	n := 0
	c.dft.work += c.dft.sents[ds][1] - c.dft.sents[ds][0]
	var seen map[string]bool
	for i := c.dft.sents[ds][0]; i < c.dft.sents[ds][1]; i++ {
		if t := c.dft.toks[i]; content(&t) && in[t.st] && !seen[t.st] {
			if seen == nil {
				seen = map[string]bool{}
			}
			seen[t.st] = true
			n++
		}
	}
	return n
}
