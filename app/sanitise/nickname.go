package sanitise

// mostNicknames is how many nicknames of a source are looked for in small letters.
const mostNicknames = 100

// nick is a name of the source that may stand in a draft in small letters: given
// is true where the source says that somebody goes by it.
type nick struct {
	at    int
	given bool
}

// uncapped finds names of the source that the draft writes in small letters, as
// anybody does who takes them for words: "it came with biscuit", "the sparrow has
// it". An everyday word counts only where the grammar makes it a name.
func (c *checker) uncapped(src []proper, own map[string]bool) {
	nicks := map[int32]nick{} // by the number of the word
	put := func(i int, given bool) {
		t := c.src.at(i)
		if t.wid == 0 || t.kind != wordTok || len(t.w) < 3 || t.stop || own[t.w] || t.flags&(isGiven|isTown|isNotName|isRank|isTitle) != 0 || len(nicks) >= mostNicknames {
			return
		}
		if n, ok := nicks[t.wid]; !ok || given && !n.given {
			nicks[t.wid] = nick{i, given}
		}
	}
	for i := range c.src.toks { // "calls him Hoppy", "a dog called Duchess"
		if c.src.toks[i].flags&isNick == 0 {
			continue
		}
		j := i + 1
		for k := 0; k < 3 && afterNick[c.src.word(j)]; k++ {
			j++
		}
		if t := c.src.at(j); t.cap && t.sent == c.src.toks[i].sent {
			put(j, true)
		}
	}
	for _, q := range c.src.quotations() {
		if q.e-q.s == 1 && c.src.toks[q.s].cap && !businessNear(c.src, q.s, q.e) {
			put(q.s, true)
		}
	}
	codes := map[int32]int{} // words of the source that it quotes one by one
	for _, q := range c.src.quotations() {
		if t := &c.src.toks[q.s]; q.e-q.s == 1 && !t.cap && t.wid != 0 && t.kind == wordTok && !t.stop && len(codes) < mostNicknames {
			codes[t.wid] = q.s
		}
	}
	for _, p := range src {
		if len(p.words) == 1 && !p.initial && (p.human > 0 || p.after == leadPerson || agency[c.src.word(p.e)] || c.src.toks[p.s-1].w == "is" && c.src.at(p.s-2).flags&isPerson != 0) {
			put(p.s, false)
		}
	}
	c.mailboxNames(own)
	if len(nicks)+len(codes) == 0 {
		return
	}
	v := c.dft
	for i := range v.toks {
		t := &v.toks[i]
		if at, ok := codes[t.wid]; ok && (v.at(i-1).flags&isNick != 0 && v.at(i-1).sent == t.sent || v.word(i-1) == "as" && v.at(i-2).flags&isNick != 0) {
			c.add(c.span(Quote, i, i+1, "code-word", "The source uses this as a word for something.").from(c.src, at, at+1))
		}
		n, ok := nicks[t.wid]
		if !ok || t.cap || t.kind != wordTok {
			continue
		}
		s := i
		switch {
		case !v.common(i) && t.flags&isListed == 0, v.bareName(i, n.given):
		case n.given && v.word(i-1) == "the" && v.namedThe(i):
			s--
		default:
			continue
		}
		c.add(c.span(Identifier, s, i+1, "nickname", "The source uses this as somebody's name.").from(c.src, n.at, n.at+1))
	}
}

// mailboxNames finds a name that the source gives only in an address: Lotte of
// lotte.k.winkel@example.org.
func (c *checker) mailboxNames(own map[string]bool) {
	at := map[int32]int{}
	for _, a := range c.source.atoms {
		if a.rule != "e-mail" || len(at) >= mostNicknames {
			continue
		}
		for i := a.s; i < a.e; i++ {
			if t := &c.src.toks[i]; t.kind == wordTok && len(t.w) >= 4 && t.wid != 0 && !own[t.w] && !c.src.common(i) {
				at[t.wid] = i
			}
		}
	}
	for i := 0; len(at) > 0 && i < len(c.dft.toks); i++ {
		t := &c.dft.toks[i]
		if n, ok := at[t.wid]; ok && t.cap && t.flags&(isTown|isNotName) == 0 {
			f := c.span(Identifier, i, i+1, "third-party", "A name that the source gives in an address.").from(c.src, n, n+1)
			f.Proposal, f.Acceptable = "an associate", true
			c.add(f)
		}
	}
}

var afterNick = set("as him her it the them name : \" ' is was by")

// bareName reports an everyday noun with no article before it where one has to
// stand unless it is a name: after a word that brings in a person or at the start
// of a clause, and with the clause's end or a person's verb after it. Given says
// that the source calls somebody so.
func (v *view) bareName(i int, given bool) bool {
	t, p, n := &v.toks[i], v.at(i-1), v.at(i+1)
	ends := n.sent != t.sent || n.kind == markTok && n.w != "-" && n.w != "/" && n.w != "&" || given && n.w == "and"
	acts := n.sent == t.sent && (agency[n.w] || sayVerbs[n.w] || n.w == "drives" || n.w == "sells") && n.w != "and" && n.w != "is" && n.w != "are"
	brought := p.sent == t.sent && (beforeInitial[p.w] && p.w != "of" && p.w != "for" && p.w != "to" && p.w != "and" || p.w == "is" && (given || v.at(i-2).flags&isPerson != 0) || p.w == "to" && v.at(i-2).flags&isListed != 0 && carrying[v.word(i-2)])
	opens := p.sent != t.sent || p.w == ";" || p.w == "," || p.w == "and" || p.w == "that" || p.w == "while"
	if t.w[len(t.w)-1] == 's' && t.flags&isListed == 0 {
		return false // a plural needs no article
	}
	switch {
	case t.poss && (opens || brought):
		return true
	case brought && (p.w == "called" || p.w == "named" || p.w == "nicknamed" || p.w == "as" || p.w == "is"):
		return ends || acts
	case brought && (p.w == "told" || p.w == "tells" || p.w == "met" || p.w == "meets" || p.w == "paid" || p.w == "pays" || p.w == "asked" || p.w == "asks"):
		return ends || acts || n.w == "to" || n.w == "for"
	case brought:
		return acts || ends && (p.w == "with" || p.w == "to" || p.w == "by") && !mass(t)
	}
	return opens && acts
}

// carrying are verbs after which "to" leads to whoever is brought something.
var carrying = set("go goes went passed given gives gave taken takes brought brings sold sells sent handed delivered paid")

// mass reports a word that may stand without an article though no name: what is
// done or made of, and whatever a nickname seldom is.
func mass(t *tok) bool {
	w := t.w
	return len(w) > 4 && (w[len(w)-3:] == "ing" || w[len(w)-2:] == "ed") || massWords[w]
}

var massWords = set(`car bus train bike foot hand lorry boat ferry coach taxi van air sea road rail post mail courier text phone email letter cash card cheque
water sugar oil petrol diesel food drink bread sand coal wood metal gold silver copper lead grass hay straw milk butter salt tea coffee beer wine
school work church home bed prison court hospital college town day night police customs tape glue rope wire paper plastic cloth leather steel iron acid bleach chocolate tobacco cannabis cocaine heroin powder`)

// namedThe reports "the sparrow" where it acts, or where something goes to it or
// comes from it.
func (v *view) namedThe(i int) bool {
	t, n, p := &v.toks[i], v.at(i+1), v.at(i-2)
	if n.sent == t.sent && n.kind == wordTok && agency[n.w] {
		return true
	}
	ends := n.sent != t.sent || n.kind == markTok
	return t.poss || ends && p.sent == t.sent && (p.w == "to" || p.w == "by" || p.w == "with" || p.w == "from" || p.w == "as")
}
