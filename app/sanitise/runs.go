package sanitise

// boilerplate holds the stock phrases of reports, which anybody may share.
var boilerplate = [...]string{
	"it is believed that", "is believed to be", "intelligence suggests that", "at the time of writing", "for intelligence purposes only",
	"should be treated as confidential", "no further information is available", "there is a risk of", "is thought to be involved in",
	"the supply of controlled drugs", "class a drugs", "class b drugs", "possession with intent to supply", "is involved in the supply of",
	"serious and organised crime", "organised crime group", "this report must not be disseminated", "without the permission of the originator",
	"handling code", "proceeds of crime", "money laundering", "modern slavery", "human trafficking", "threat to life", "members of the public",
	"catalytic converters", "counterfeit goods", "stolen goods", "stolen vehicles", "off road bikes", "official sensitive", "for intelligence purposes", "must not be disclosed", "without the authority of the originator", "in the early hours of the morning",
	"treat this information as confidential", "do not share", "without further permission", "no intelligence to suggest", "has access to firearms", "false number plates", "number plates", "believed to be responsible for a number of", "a number of burglaries", "in the area of the town centre", "town centre",
	"involved in the supply of class a drugs", "in the supply of", "cheque books", "cheque book", "gift cards", "smoke alarm", "smoke alarms", "hare coursing", "scrap yard", "charity shops", "social media", "mobile phone", "bank account",
}

// handling words mark a sentence as a caveat or a form's own text when two or
// more stand in it.
var handling = set(`disclosed disclose disseminated dissemination permission authority originator confidential official sensitive purposes
handling recipient recipients emergency monitored form treat treated template retained destroyed circulated copied restricted marking caveat
caveats nature action prisoner dial evaluation assessment untested reliable indirectly`)

// run is one matching stretch being followed.
type stretch struct {
	d, s       int // last matched positions, in content order
	d0, s0     int
	hits, cost int
}

// runs reports stretches of words the draft shares with the source. Matching is
// by stem over the telling words, so function words may differ, and up to two
// changed, added or dropped words do not break a stretch.
func (c *checker) runs() {
	dt, st := c.dft.telling(), c.src.telling()
	ix := newMulti[uint64, int](len(st) / 8)
	for p := 0; p+1 < len(st); p++ {
		a, b := c.src.toks[st[p]].sid, c.src.toks[st[p+1]].sid
		if a == 0 || b == 0 {
			continue
		}
		ix.put(pairKey(a, b), p, 8)
	}
	for p := 0; p+1 < len(dt); {
		var best stretch
		for q := range ix.all(pairKey(c.dft.toks[dt[p]].sid, c.dft.toks[dt[p+1]].sid)) {
			if r := c.follow(dt, st, p, q); r.hits > best.hits {
				best = r
			}
		}
		if best.hits == 0 || !c.report(dt, st, best) {
			// what starts inside a long stretch that was not distinctive is
			// no more so, save near its end
			p = max(p+1, best.d-4)
			continue
		}
		p = best.d + 1
	}
	c.plainRuns()
}

// telling lists the tokens that carry meaning, leaving out stock phrases.
func (v *view) telling() []int {
	skip := v.stock()
	out := make([]int, 0, len(v.toks)/2)
	for i := range v.toks {
		if !v.toks[i].stop && !skip[i] {
			out = append(out, i)
		}
	}
	return out
}

// stock marks the tokens of stock phrases.
func (v *view) stock() []bool {
	if v.stocked != nil || len(v.toks) == 0 {
		return v.stocked
	}
	m := make([]bool, len(v.toks)+1)
	v.stocked = m
	for _, sent := range v.sents {
		n := 0
		for i := sent[0]; i < sent[1]; i++ {
			if v.toks[i].flags&isHandling != 0 {
				n++
			}
		}
		if n >= 2 {
			for i := sent[0]; i < sent[1]; i++ {
				m[i] = true
			}
		}
	}
	for i := range v.toks {
		if v.toks[i].kind == wordTok && v.word(i+1) == ":" && !v.at(i+1).gap && (v.at(i+2).gap || v.at(i+2).line) { // a form's own label
			m[i] = true
		}
		if v.toks[i].flags&isStock == 0 {
			continue
		}
		for _, b := range stockPhrases()[v.toks[i].w] {
			ok := true
			for k, w := range b {
				if v.word(i+k) != w {
					ok = false
					break
				}
			}
			if ok {
				for k := range b {
					m[i+k] = true
				}
			}
		}
	}
	return m
}

const (
	maxCost    = 2
	maxStretch = 400
)

// follow extends a match from draft place p and source place q.
func (c *checker) follow(dt, st []int, p, q int) stretch {
	same := func(i, j int) bool {
		return i < len(dt) && j < len(st) && c.dft.toks[dt[i]].sid == c.src.toks[st[j]].sid
	}
	r := stretch{d: p, s: q, d0: p, s0: q, hits: 1}
	for r.hits < maxStretch {
		c.dft.work++
		i, j := r.d+1, r.s+1
		switch {
		case same(i, j):
		case r.cost < maxCost && same(i+1, j+1):
			i, j, r.cost = i+1, j+1, r.cost+1
		case r.cost < maxCost && same(i+1, j):
			i, r.cost = i+1, r.cost+1
		case r.cost < maxCost && same(i, j+1):
			j, r.cost = j+1, r.cost+1
		default:
			return r
		}
		r.d, r.s = i, j
		r.hits++
	}
	return r
}

// report decides whether a stretch is distinctive and records it.
func (c *checker) report(dt, st []int, r stretch) bool {
	ds, de := dt[r.d0], dt[r.d]+1
	ss, se := st[r.s0], st[r.s]+1
	free, exactly := 0, c.exactRun(ds, de, ss)
	for k := r.d0; k <= r.d; k++ {
		if t := &c.dft.toks[dt[k]]; t.cap && (!c.dft.opens(dt[k]) || t.flags&isGiven != 0 || !c.dft.common(dt[k])) {
			free++ // a name or place, judged elsewhere
		}
	}
	m := r.hits - free
	f := c.span(Verbatim, ds, de, "shared-words", "The draft repeats words of the source in the same order.").from(c.src, ss, se)
	f.Acceptable = true
	switch {
	case m >= 5, m >= 4 && r.cost <= 1, m >= 3 && exactly >= min(c.run, 5) && r.cost == 0:
	case m >= 3 && r.cost == 0 && c.compact(ds, de) && c.dft.hedge(c.dft.toks[ds].sent) < 0:
	case m >= 3:
		f.Severity = Advise
		f.Rule = "shared-words-few"
	default:
		return false
	}
	c.add(f)
	return true
}

// compact reports a stretch within one sentence with no more than two words in
// it that carry no meaning.
func (c *checker) compact(s, e int) bool {
	if c.dft.toks[s].sent != c.dft.toks[e-1].sent {
		return false
	}
	small := 0
	for i := s; i < e; i++ {
		if t := c.dft.toks[i]; t.kind != markTok && !content(&t) {
			small++
		}
	}
	return small <= 2
}

// exactRun counts the words, of any sort, that are the same from both places.
func (c *checker) exactRun(ds, de, ss int) int {
	n, j := 0, ss
	for i := ds; i < de && j < len(c.src.toks); i++ {
		if c.dft.toks[i].kind == markTok {
			continue
		}
		for j < len(c.src.toks) && c.src.toks[j].kind == markTok {
			j++
		}
		if j >= len(c.src.toks) || c.src.toks[j].st != c.dft.toks[i].st {
			return n
		}
		n++
		j++
	}
	return n
}

// plainRuns reports runs of the same words, small ones included, that the
// matching by telling words is too coarse to see; inside the source's own
// quotations three are enough.
func (c *checker) plainRuns() {
	dw, sw := c.dft.wordsOnly(), c.src.wordsOnly()
	quoted := make([]bool, len(c.src.toks))
	for _, q := range c.src.quotations() {
		if c.src.titled(q) {
			continue
		}
		for i := q.s; i < q.e; i++ {
			quoted[i] = true
		}
	}
	ix := newMulti[uint64, int](len(sw) / 8)
	for p := 0; p+2 < len(sw); p++ {
		if k := tripleKey(c.src, sw[p:]); k != 0 {
			ix.put(k, p, 8)
		}
	}
	skip := c.dft.stock()
	for p := 0; p+2 < len(dw); {
		n, at := 0, 0
		for q := range ix.all(tripleKey(c.dft, dw[p:])) {
			k := 0
			for p+k < len(dw) && q+k < len(sw) && k < maxStretch && c.dft.toks[dw[p+k]].wid == c.src.toks[sw[q+k]].wid {
				k++
			}
			c.dft.work += k
			if k >= 3 && k > n {
				n, at = k, q
			}
		}
		if n == 0 {
			p++
			continue
		}
		c.plainRun(dw, sw, p, at, n, quoted, skip)
		p += n
	}
}

// tripleKey joins the numbers of three words, or is 0 where the draft does not
// hold one of them. Numbers past two million share keys, which costs time only.
func tripleKey(v *view, ix []int) uint64 {
	a, b, c := v.toks[ix[0]].wid, v.toks[ix[1]].wid, v.toks[ix[2]].wid
	if a == 0 || b == 0 || c == 0 {
		return 0
	}
	return uint64(a&(1<<21-1))<<42 | uint64(b&(1<<21-1))<<21 | uint64(c&(1<<21-1))
}

func (c *checker) plainRun(dw, sw []int, p, q, n int, quoted []bool, skip []bool) {
	meaning, in, lead := 0, 0, 0
	for k := 0; k < n; k++ {
		t := &c.dft.toks[dw[p+k]]
		if skip[dw[p+k]] {
			continue
		}
		if content(t) && !(t.cap && (!c.dft.opens(dw[p+k]) || t.flags&isGiven != 0)) && t.flags&isEveryday == 0 {
			meaning++
		}
		if quoted[sw[q+k]] {
			in++
			if content(t) {
				lead++
			}
		}
	}
	ds, de := dw[p], dw[p+n-1]+1
	ss, se := sw[q], sw[q+n-1]+1
	switch {
	case in >= 4 && lead >= 2 || in >= 3 && lead >= 3:
		f := c.span(Quote, ds, de, "quoted-words", "These are words the source puts in quotation marks.").from(c.src, ss, se)
		f.Acceptable = true
		c.add(f)
	case n >= c.run && meaning >= 2, n >= 5 && meaning >= 3:
		f := c.span(Verbatim, ds, de, "same-words", "A run of the source's own words.").from(c.src, ss, se)
		f.Acceptable = true
		c.add(f)
	}
}

func (v *view) wordsOnly() []int {
	out := make([]int, 0, len(v.toks))
	for i := range v.toks {
		if v.toks[i].kind != markTok {
			out = append(out, i)
		}
	}
	return out
}
