package sanitise

import "strings"

// quotation is a quoted stretch: the tokens between the marks.
type quotation struct{ s, e int }

// quotations finds quoted stretches: double marks in pairs, and single marks
// that open after a space and close before one.
func (v *view) quotations() []quotation {
	if !v.hasQuoted {
		v.quoted, v.hasQuoted = v.findQuotations(), true
	}
	return v.quoted
}

func (v *view) findQuotations() []quotation {
	var out []quotation
	open, single := -1, -1
	for i := range v.toks {
		t := &v.toks[i]
		if t.kind != markTok {
			continue
		}
		switch t.w {
		case "\"":
			if open >= 0 && i-open <= 80 {
				if i > open+1 {
					out = append(out, quotation{open + 1, i})
				}
				open = -1
			} else {
				open = i
			}
		case "'":
			after := i+1 >= len(v.toks) || v.toks[i+1].gap || v.toks[i+1].kind == markTok
			if single < 0 && (t.gap || t.line || v.at(i-1).kind == markTok) && !after {
				single = i
			} else if single >= 0 && after {
				if i > single+1 && i-single <= 60 {
					out = append(out, quotation{single + 1, i})
				}
				single = -1
			}
		}
	}
	return out
}

// titled reports a quoted name, such as that of a shop: every telling word has
// a capital.
func (v *view) titled(q quotation) bool {
	n := 0
	for i := q.s; i < q.e; i++ {
		if t := v.toks[i]; content(&t) && t.kind == wordTok {
			if !t.cap {
				return false
			}
			n++
		}
	}
	return n > 0 && q.e-q.s <= 6
}

var speech = set(`said says say saying told tells remarked asked replied answered boasted bragged shouted added quoted heard described stated
claimed called words phrase "said: joked admitted warned texted wrote message reads read put`)

// quotes reports quoted words of the draft that are the source's, or that are
// plainly somebody's speech.
func (c *checker) quotes() {
	c.quotedNicknames()
	c.retold()
	if len(c.dft.quotations()) == 0 {
		return
	}
	src := newMulti[int32, int](len(c.dft.words))
	stems := make([]bool, len(c.dft.words)+1)
	for i := range c.src.toks {
		t := &c.src.toks[i]
		if t.kind != markTok && t.sid != 0 {
			if t.wid != 0 {
				src.put(t.wid, i, 32)
			}
			stems[t.sid] = true
		}
	}
	for _, q := range c.dft.quotations() {
		if c.dft.titled(q) {
			c.quotedName(q, src)
			continue
		}
		c.quote(q, src, stems)
	}
}

// quotedName reports a name in quotation marks that the source also gives: a
// nickname where it stands for somebody or the sentence states a fact, and
// otherwise a thing to think about, as a shop's name may be public.
func (c *checker) quotedName(q quotation, src *multi[int32, int]) {
	a, b := c.locate(q.s, q.e, src)
	if a < 0 || c.dft.toks[q.s].kind == markTok {
		return
	}
	f := c.span(Identifier, q.s-1, min(q.e+1, len(c.dft.toks)), "quoted-name", "A quoted name from the source.").from(c.src, a, b)
	f.Acceptable = true
	if businessNear(c.src, a, b) {
		f.Severity = Advise
	}
	if w := c.dft.word(q.s - 2); c.dft.hedge(c.dft.toks[q.s].sent) >= 0 && (q.e-q.s > 2 || !personLeads[w] || w == "called" || w == "named" || w == "known") {
		f.Severity = Advise
	}
	c.add(f)
}

// businesses are words for a place that has its name over the door.
var businesses = set(`takeaway pub inn bar cafe restaurant shop store garage trader firm company business salon barbers gym club hotel nightclub
casino bakery butchers florist newsagent launderette laundrette supermarket bookmakers nursery school church mosque charity`)

// businessNear reports tokens [s,e) and the marks about them straight after a
// word for a business, or straight before one, and nobody's name.
func businessNear(v *view, s, e int) bool {
	if titles[v.word(s)] || given(v.word(s)) && (e-s < 2 || family(v.word(e-1))) {
		return false
	}
	for v.word(s-1) == "\"" || v.word(s-1) == "'" || v.word(s-1) == "called" || v.word(s-1) == "named" {
		s--
	}
	for v.word(e) == "\"" || v.word(e) == "'" {
		e++
	}
	return businesses[v.word(s-1)] || businesses[v.word(e)]
}

func (c *checker) quote(q quotation, src *multi[int32, int], stems []bool) {
	words, shared, all := 0, 0, 0
	first := -1
	for i := q.s; i < q.e; i++ {
		t := c.dft.toks[i]
		if t.kind == markTok {
			continue
		}
		if first < 0 {
			first = i
		}
		all++
		if content(&t) {
			words++
			if stems[t.sid] {
				shared++
			}
		}
	}
	if all == 0 {
		return
	}
	s, e := q.s-1, q.e+1
	if e > len(c.dft.toks) {
		e = len(c.dft.toks)
	}
	f := c.span(Quote, s, e, "quote", "Direct speech can be recognised by whoever spoke or heard it.")
	f.Acceptable = false
	if a, b := c.locate(first, q.e, src); a >= 0 {
		f = f.from(c.src, a, b)
		f.Rule = "quote-copied"
		c.add(f)
		return
	}
	switch {
	case words > 0 && shared*5 >= words*3:
		f.Rule = "quote-near"
	case c.spoken(s, e) && all >= 2:
		f.Rule = "speech"
	default:
		f.Severity, f.Acceptable = Advise, true
	}
	c.add(f)
}

// spoken reports a word of speech beside a quotation.
func (c *checker) spoken(s, e int) bool {
	for i := s - 1; i >= 0 && i >= s-4; i-- {
		if speech[c.dft.toks[i].w] {
			return true
		}
	}
	for i := e; i < len(c.dft.toks) && i < e+3; i++ {
		if speech[c.dft.toks[i].w] {
			return true
		}
	}
	return false
}

// locate finds the words of draft tokens [s,e) in the source, in order.
func (c *checker) locate(s, e int, src *multi[int32, int]) (int, int) {
	for at := range src.all(c.dft.toks[s].wid) {
		j, i := at, s
		c.dft.work += e - s
		for i < e && j < len(c.src.toks) {
			switch {
			case c.dft.toks[i].kind == markTok:
				i++
			case c.src.toks[j].kind == markTok && j > at:
				j++
			case c.src.toks[j].wid == c.dft.toks[i].wid:
				i++
				j++
			default:
				j = len(c.src.toks) + 1
			}
		}
		for i < e && c.dft.toks[i].kind == markTok {
			i++
		}
		if i >= e && j <= len(c.src.toks) {
			return at, j
		}
	}
	return -1, -1
}

// quotedNicknames finds a name of one or two words that the source puts in quotation
// marks and the draft does not, within a sentence.
func (c *checker) quotedNicknames() {
	qs := c.src.quotations()
	if len(qs) == 0 || len(qs) > 200 {
		return
	}
	own := map[string]bool{}
	for _, t := range c.src.toks {
		if t.caps && len(t.w) > 2 {
			own[t.w] = true
		}
	}
	for _, q := range qs {
		c.partNickname(q, own)
		if q.e-q.s > 2 || !c.src.titled(q) || c.src.toks[q.s].kind != wordTok || own[c.src.word(q.s-2)] || own[c.src.word(q.e+1)] || own[c.src.word(q.s)] {
			continue
		}
		c.dft.work += len(c.dft.toks)
		for i := range c.dft.toks {
			t := &c.dft.toks[i]
			if !t.cap || t.wid != c.src.toks[q.s].wid || t.wid == 0 || c.dft.hedge(t.sent) >= 0 {
				continue
			}
			if e, at := c.wholeOperation(i, [][2]int{{q.s, q.e}}); e > 0 {
				c.add(c.span(Identifier, i, e, "quoted-name", "The source puts this name in quotation marks.").from(c.src, at[0], at[1]))
			}
		}
	}
}

// partNickname finds one word of a nickname of several that the source quotes:
// "the Tooth" for 'Tony the Tooth'.
func (c *checker) partNickname(q quotation, own map[string]bool) {
	if q.e-q.s < 2 || q.e-q.s > 4 || !c.src.titled(q) || businessNear(c.src, q.s, q.e) {
		return
	}
	for k := q.s; k < q.e; k++ {
		w := &c.src.toks[k]
		if w.kind != wordTok || !content(w) || w.wid == 0 || own[w.w] || businesses[w.w] || premises[w.w] {
			continue
		}
		c.dft.work += len(c.dft.toks)
		for i := range c.dft.toks {
			t := &c.dft.toks[i]
			if t.wid == w.wid && t.cap && (c.dft.word(i-1) == "the" || personLeads[c.dft.word(i-1)]) && c.dft.hedge(t.sent) < 0 {
				c.add(c.span(Identifier, i, i+1, "quoted-name", "Part of a name the source puts in quotation marks.").from(c.src, k, k+1))
			}
		}
	}
}

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
