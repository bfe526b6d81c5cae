package sanitise

import "strings"

// mostRetold is how many quotations of a source are looked for in other words'
// order.
const mostRetold = 60

// retold finds what the source quotes and a sentence of the draft keeps most of,
// in whatever order and without the marks.
func (c *checker) retold() {
	c.echoes = make([]echo, len(c.dft.sents))
	in := make(map[int32]int32, 16) // stems of the quotation, and the sentence last seen in
	for n, q := range append(c.src.turns(), c.src.quotations()...) {
		if n >= mostRetold || c.src.titled(q) {
			continue
		}
		c.echoed(q)
		clear(in)
		for i := q.s; i < q.e; i++ {
			if t := &c.src.toks[i]; t.kind != markTok && content(t) && t.flags&isEveryday == 0 {
				in[t.sid] = -1
			}
		}
		delete(in, 0)
		want := 0
		for i := q.s; i < q.e; i++ {
			if t := &c.src.toks[i]; t.kind != markTok && content(t) {
				want++
			}
		}
		if len(in) < 3 || len(in)*5 < want*3 {
			continue
		}
		c.dft.work += len(c.dft.toks)
		for k, s := range c.dft.sents {
			kept, first, last := 0, -1, 0
			for i := s[0]; i < s[1]; i++ {
				at, ok := in[c.dft.toks[i].sid]
				if !ok || at == int32(k) {
					continue
				}
				in[c.dft.toks[i].sid] = int32(k)
				kept++
				last = i
				if first < 0 {
					first = i
				}
			}
			if kept < 3 || kept*5 < want*3 {
				continue
			}
			f := c.span(Quote, first, last+1, "quote-retold", "It keeps most of the words the source puts in quotation marks.").from(c.src, q.s, q.e)
			f.Acceptable = true
			if c.dft.hedge(k) >= 0 {
				f.Severity = Advise
			}
			c.add(f)
		}
	}
}

// echoing are words that say somebody spoke, or what they said.
var echoing = set(`said says say saying told tells asked asks answered answers replied replies responded responds remarked remarks claimed claims
boasted boasts bragged shouted stated warned warns complained complains objected objects insisted insists joked jokes texted texts wrote
writes messaged described describes phrase words instruction instructed instructs ordered urged demanded demands swore
promised vowed admitted admits muttered whispered advised advises suggested suggests mentioned mentions bragging quipped hinted explained explains argued refused threatened threatens reckons reckoned`)

// echo is what of a sentence was found to be reported speech.
type echo struct{ n, s, e int }

// mostEchoes is how many pieces of reported speech one sentence is told for.
const mostEchoes = 3

// heard records tokens [s,e) of a sentence as an echo of source tokens [a,b), unless
// they lie in what was recorded last.
func (c *checker) heard(sent, s, e, a, b int) {
	x := &c.echoes[sent]
	if s >= x.s && e <= x.e {
		return
	}
	*x = echo{x.n + 1, s, e}
	f := c.span(Quote, s, e, "quote-echoed", "Reported speech that keeps words the source puts in somebody's mouth.").from(c.src, a, b)
	f.Acceptable = true
	c.add(f)
}

// echoed finds a sentence of the draft that says somebody spoke and holds two
// telling words of a quotation close together and in its order, or that holds all
// of them: reported speech, however short.
func (c *checker) echoed(q quotation) {
	var own []int32
	for i := q.s; i < q.e; i++ {
		if t := &c.src.toks[i]; t.kind == wordTok && content(t) {
			own = append(own, t.sid)
		}
	}
	held := 0
	for _, sid := range own {
		if sid != 0 {
			held++
		}
	}
	if held == 0 || len(own) > 40 || held < 2 && len(own) > 3 {
		return
	}
	c.dft.work += len(c.dft.toks)
	for k, s := range c.dft.sents {
		if c.dft.hedge(k) >= 0 || c.echoes[k].n >= mostEchoes {
			continue
		}
		speaks := c.dft.speaks(k)
		if speaks && len(own) <= 3 {
			c.murmured(q, k)
		}
		if held < 2 || !speaks && held < len(own) {
			continue
		}
		at, from := 0, -1 // the place in own after the last word met, and where in the draft it stood
		first, met := -1, 0
		for i := s[0]; i < s[1]; i++ {
			t := &c.dft.toks[i]
			if t.stop || t.kind != wordTok || t.flags&isEchoing != 0 {
				continue
			}
			n := at
			for n < len(own) && n < at+3 && own[n] != t.sid {
				n++
			}
			if n < len(own) && n < at+3 && (met > 0 && i-from <= 4 || met == 0) {
				if met == 0 {
					first = i
				}
				at, from, met = n+1, i, met+1
				continue
			}
			if met < 2 {
				at, met = 0, 0
				for n = 0; n < len(own); n++ {
					if own[n] == t.sid && t.sid != 0 {
						first, from, at, met = i, i, n+1, 1
						break
					}
				}
			}
		}
		if met < 2 || !speaks && (met < len(own) || from-first > 2*len(own)) {
			continue
		}
		c.heard(k, first, from+1, q.s, q.e)
	}
}

// murmured finds two words of a short quotation side by side in a sentence that
// says somebody spoke, one of them telling: "only fags".
func (c *checker) murmured(q quotation, sent int) {
	s := c.dft.sents[sent]
	c.dft.work += s[1] - s[0]
	for i := s[0]; i+1 < s[1]; i++ {
		a, b := &c.dft.toks[i], &c.dft.toks[i+1]
		if a.wid == 0 || b.kind != wordTok || a.kind != wordTok || (a.stop || a.flags&isEveryday != 0) && (b.stop || b.flags&isEveryday != 0) || (a.flags|b.flags)&isEchoing != 0 {
			continue
		}
		for j := q.s; j+1 < q.e; j++ {
			if c.src.toks[j].wid != a.wid || c.src.toks[j+1].wid != b.wid {
				continue
			}
			switch a.w {
			case "a", "an", "the", "to", "of", "in", "on", "at", "and", "is", "for", "with", "his", "her":
				continue // any two people would say that
			}
			c.heard(sent, i, i+2, j, j+2)
			return
		}
	}
}

// speaks reports a sentence that says somebody spoke.
func (v *view) speaks(sent int) bool {
	if v.spoke == nil {
		v.spoke = make([]bool, len(v.sents))
		for i := range v.toks {
			if t := &v.toks[i]; t.flags&isEchoing != 0 {
				v.spoke[t.sent] = true
			}
		}
	}
	return v.spoke[sent]
}

// turns lists what is said after a speaker's mark, as transcripts have it:
// "V2 - nah", "Male 1: bring it", "Speaker A: no".
func (v *view) turns() []quotation {
	var out []quotation
	for i := range v.toks {
		t := &v.toks[i]
		j := 0
		switch t.w {
		case "male", "female", "voice", "speaker", "caller", "m", "f", "v", "um", "uf":
			if n := v.at(i + 1); n.kind == numTok && len(n.w) <= 2 || n.kind == wordTok && len(n.w) == 1 && n.cap {
				j = i + 2
			} else {
				j = i + 1
			}
		default:
			if t.kind == mixTok && len(t.w) <= 3 && strings.Trim(t.w, "0123456789") != "" && strings.Contains("v m f um uf s", strings.TrimRight(t.w, "0123456789")) {
				j = i + 1
			}
		}
		if w := v.word(j); j == 0 || w != ":" && !(w == "-" && v.at(j).gap && v.at(j+1).gap) {
			continue
		}
		e := j + 1
		for e < len(v.toks) && e < j+60 && v.toks[e].sent == v.at(j+1).sent && v.toks[e].w != ";" && !v.toks[e].line {
			e++
		}
		if e > j+2 {
			out = append(out, quotation{j + 1, e})
		}
	}
	return out
}
