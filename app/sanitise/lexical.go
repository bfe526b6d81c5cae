package sanitise

import "strings"

// classes reads what kind of product the source is: an intercept, a probe, a
// download and so on.
func (l *lexicon) classes(src *view) map[string]bool {
	m, _ := l.readSource(src)
	return m
}

// readSource reads the classes of a source and, in the same pass, the sentences
// that say few people knew.
func (l *lexicon) readSource(src *view) (map[string]bool, []int) {
	m := map[string]bool{}
	var few []int
	l.scan(src, &l.sources, func(s *section) bool { return s.few || !m[s.class] }, func(h hit) {
		if h.sec.kind == Technique {
			m[h.sec.class] = true
		}
		if n := src.toks[h.s].sent; h.sec.few && (len(few) == 0 || few[len(few)-1] != n) && len(few) < 40 {
			few = append(few, n)
		}
	})
	return m, few
}

// hedges are words of a sentence that weighs what may be so, or tells the reader
// what to do. Wording there is seldom about how a thing was learnt.
var hedges = set(`may might should must consider considered recommend recommended advise advised please merit merits worth worthwhile believed
thought suspected likely possibly possible assessed understood requested required needed appears suggest suggests indicates probably ought might encouraged requested
reminded welcome contact ring report anyone ask ensure check review would`)

// hedge gives the token of the first hedging word of a sentence, or -1.
func (v *view) hedge(sent int) int {
	if sent < 0 || sent >= len(v.sents) {
		return -1
	}
	if v.hedged == nil {
		v.hedged = make([]int, len(v.sents))
		for n := range v.sents {
			v.hedged[n] = v.findHedge(n)
		}
	}
	return v.hedged[sent]
}

func (v *view) findHedge(sent int) int {
	for i := v.sents[sent][0]; i < v.sents[sent][1]; i++ {
		t := &v.toks[i]
		if t.flags&isHedge == 0 {
			continue
		}
		switch {
		case t.w == "may" && t.cap && !v.opens(i), t.w == "would" && v.word(i-1) == "who":
		case orders[t.w]:
			if v.opens(i) && (!doubtfulOrder[t.w] || determiner[v.word(i+1)] || v.at(i+1).kind == numTok) {
				return i
			}
		case t.w == "suggest" || t.w == "suggests" || t.w == "indicates":
			if p := v.word(i - 1); p == "intelligence" || p == "information" {
				return i
			}
		case v.counterfactual(i):
		case t.w == "could" || t.w == "can":
			if n := v.word(i + 2); n != "heard" && n != "seen" && n != "made" && v.word(i+1) != "read" {
				return i
			}
		case hedges[t.w]:
			return i
		}
	}
	return -1
}

// orders are words that open a sentence which tells the reader what to do; the
// doubtful of them may also be what was done.
var (
	orders        = set("report contact ring ask check review call telephone phone text email send quote pass reply keep note record")
	doubtfulOrder = set("call telephone phone text email send quote pass reply keep note record")
)

// counterfactual reports "could not have been", "would have known": what did not
// happen, which weighs nothing that may be so.
func (v *view) counterfactual(i int) bool {
	w := v.word(i)
	if w != "could" && w != "would" && w != "couldn't" && w != "wouldn't" {
		return false
	}
	j := i + 1
	if n := v.word(j); n == "not" || n == "never" || n == "only" {
		j++
	}
	n := v.word(j + 1)
	return v.word(j) == "have" && (n == "been" || n == "known" || n == "seen" || n == "heard" || n == "learnt" || n == "learned" || n == "told" || n == "found" || len(n) > 4 && strings.HasSuffix(n, "ed"))
}

// advice reports a sentence that hedges or orders.
func (v *view) advice(sent int) bool { return v.hedge(sent) >= 0 }

// reporting verbs after technique or source wording say that this is where a
// thing comes from, however the rest of the sentence hedges.
var reporting = set(`says said say states stated shows show showed reveals revealed confirms confirmed indicates indicated suggests suggested places
placed puts put reports reported told tells captured recorded detected picked identified identifies discloses disclosed alleges alleged claims
thinks believes heard saw knows fears described describes warned mentioned contains lists proves has was were is`)

// wording finds technique and source language in the draft.
func (c *checker) wording() {
	classes := c.class
	loadLexicon().scan(c.dft, &loadLexicon().drafts, nil, func(h hit) {
		sev := c.weigh(h, classes)
		if sev == "" {
			return
		}
		s, e, whole := c.openingClause(h)
		f := c.span(h.sec.kind, s, e, h.sec.rule, h.sec.why)
		f.Severity = sev
		if whole && h.sec.say != "" {
			f.Proposal = h.sec.say + " that"
		}
		f.Acceptable = sev == Advise || h.sec.level != strong && h.sec.level != sure
		c.add(f)
	})
}

// openingClause widens a hit to the whole of an opening such as "A phone
// download shows that", for which other words can be put; whole is false, and the
// hit left alone, where it is no such opening.
func (c *checker) openingClause(h hit) (s, e int, whole bool) {
	v := c.dft
	sent := v.toks[h.s].sent
	s, e = h.s, h.e
	for s > v.sents[sent][0] && h.s-s < 4 {
		if t := v.toks[s-1]; t.kind != wordTok {
			return h.s, h.e, false
		}
		s--
	}
	if s != v.sents[sent][0] {
		return h.s, h.e, false
	}
	end := v.sents[sent][1]
	for k := 0; k < 3 && e < end; k++ {
		w := v.word(e)
		if w == "that" && reporting[v.word(e-1)] {
			return s, e + 1, true
		}
		if reporting[v.word(e-1)] && v.word(e-1) != "is" && v.word(e-1) != "was" && v.word(e-1) != "has" && v.word(e-1) != "were" && v.toks[e].kind == wordTok {
			return s, e, true
		}
		if v.toks[e].kind != wordTok {
			break
		}
		e++
	}
	return h.s, h.e, false
}

// weigh decides what a wording hit is worth where it stands.
func (c *checker) weigh(h hit, classes map[string]bool) Severity {
	hedge := c.dft.hedge(c.dft.toks[h.s].sent)
	switch h.sec.level {
	case sure:
		return Block
	case strong:
		if hedge >= 0 && c.dft.supposes(c.dft.toks[h.s].sent) {
			return Advise
		}
		if hedge < 0 || hedge >= h.e && c.reported(h) {
			return Block
		}
		if hedge >= h.s && hedge < h.e && c.reported(h) && !c.dft.ordered(hedge) {
			return Block
		}
		return Advise
	case tied:
		switch {
		case !classes[h.sec.class] || hedge >= 0:
			return ""
		case stopsTied[h.sec.rule]:
			return Block
		case c.dft.factual(c.dft.toks[h.s].sent) && (!strings.HasSuffix(h.sec.rule, "-plainly") || stopsFact[h.sec.rule]):
			return Block
		}
		return Advise
	}
	return ""
}

// stopsTied are the rules whose wording stops any sentence that does not hedge,
// once the source is of their class; stopsFact those of plain words that stop one
// which states what happened.
var (
	stopsTied = set("intercept-words listening-words download-words suspicious-activity-words")
	stopsFact = set("heard-plainly watched-plainly partner-plainly")
)

// factual reports a sentence that states what happened or what something shows,
// rather than what is generally so.
func (v *view) factual(sent int) bool {
	if v.facts == nil {
		v.facts = make([]int8, len(v.sents))
	}
	if v.facts[sent] == 0 {
		v.facts[sent] = 1
		if v.findFactual(sent) {
			v.facts[sent] = 2
		}
	}
	return v.facts[sent] == 2
}

func (v *view) findFactual(sent int) bool {
	for i := v.sents[sent][0]; i < v.sents[sent][1]; i++ {
		switch w := v.toks[i].w; w {
		case "was", "were", "had", "did", "shows", "show", "showed", "suggests", "indicates", "reveals", "puts", "places", "confirms", "says":
			return true
		default:
			if len(w) > 4 && strings.HasSuffix(w, "ed") && v.toks[i].kind == wordTok && !adjectival[w] && v.word(i-1) != "is" && v.word(i-1) != "are" && v.word(i-1) != "be" && v.word(i-1) != "being" {
				return true
			}
		}
	}
	return false
}

// adjectival words end like a past tense and describe.
var adjectival = set("stolen locked unlicensed unregistered concerned closed hundred armed coded altered faked named related limited marked unmarked insured uninsured unauthorised recorded encrypted")

// supposes reports a sentence that opens with a condition or with those it is
// written for.
func (v *view) supposes(sent int) bool {
	for i := v.sents[sent][0]; i < v.sents[sent][1]; i++ {
		if v.toks[i].kind == markTok {
			continue
		}
		switch v.toks[i].w {
		case "if", "where", "should", "any", "anyone", "officers", "patrols", "residents", "staff", "those", "recipients", "retailers":
			return true
		}
		return false
	}
	return false
}

// ordered reports a hedge that tells the reader to do something.
func (v *view) ordered(i int) bool {
	switch v.word(i) {
	case "should", "must", "consider", "please", "could", "can", "ought":
		return true
	}
	return false
}

// reported reports a hit that holds a verb of reporting, or has one straight
// after.
func (c *checker) reported(h hit) bool {
	for i := h.s; i < h.e+2 && i < len(c.dft.toks); i++ {
		if i >= h.e && c.dft.toks[i].sent != c.dft.toks[h.s].sent {
			break
		}
		if reporting[c.dft.toks[i].w] {
			return true
		}
	}
	return false
}
