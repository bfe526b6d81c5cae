package sanitise

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
		if c.src.toks[q.s].wid == 0 {
			continue
		}
		c.dft.work += len(c.dft.toks)
		for i := range c.dft.toks {
			t := &c.dft.toks[i]
			if !t.cap || t.wid != c.src.toks[q.s].wid || c.dft.hedge(t.sent) >= 0 {
				continue
			}
			if e, at := c.wholeOperation(i, [][2]int{{q.s, q.e}}); e > 0 {
				c.add(c.span(Identifier, i, e, "quoted-name", "The source puts this name in quotation marks.").from(c.src, at[0], at[1]))
			}
		}
	}
}

// partNickname finds one word of a nickname of several that the source quotes, "the
// Tooth" for 'Tony the Tooth', or another form of a nickname of one word.
func (c *checker) partNickname(q quotation, own map[string]bool) {
	if q.e-q.s > 4 || !c.src.titled(q) || businessNear(c.src, q.s, q.e) {
		return
	}
	for k := q.s; k < q.e; k++ {
		w := &c.src.toks[k]
		if w.kind != wordTok || !content(w) || w.sid == 0 || own[w.w] || businesses[w.w] || premises[w.w] {
			continue
		}
		c.dft.work += len(c.dft.toks)
		for i := range c.dft.toks {
			t := &c.dft.toks[i]
			part := t.wid == w.wid && q.e-q.s > 1 && (c.dft.word(i-1) == "the" || personLeads[c.dft.word(i-1)])
			other := t.sid == w.sid && t.wid != w.wid && q.e-q.s == 1 && !c.dft.opens(i) // Pockets for 'Pocket'
			if t.cap && (part || other) && c.dft.hedge(t.sent) < 0 {
				c.add(c.span(Identifier, i, i+1, "quoted-name", "Part of a name the source puts in quotation marks.").from(c.src, k, k+1))
			}
		}
	}
}
