package sanitise

// subjectSpoken reports a text that calls its main actor the subject, and so has
// no need to name him.
func (v *view) subjectSpoken() bool {
	for i, t := range v.toks {
		switch t.w {
		case "subject", "subj", "sub", "suspect", "nominal", "target", "subject's":
			if n := v.at(i + 1); !n.cap || n.kind != wordTok || n.sent != t.sent || n.gap && v.opens(i+1) {
				return true
			}
		}
	}
	return false
}

// afterInitial is the token after a family name given by its initial, "Ruta M",
// or i where there is none.
func (v *view) afterInitial(i int) int {
	t := v.at(i)
	if t.kind != wordTok || !t.cap || len(t.w) != 1 || t.w == "i" || t.sent != v.at(i-1).sent {
		return i
	}
	if v.word(i+1) == "." && v.at(i+2).sent == t.sent {
		return i + 2
	}
	return i + 1
}

// afterCompany is the token after "and associates" or "and others", or i where
// there is none.
func (v *view) afterCompany(i int) int {
	if v.word(i) != "and" {
		return i
	}
	for j := i + 1; j < i+4 && v.at(j).sent == v.at(i).sent; j++ {
		switch v.word(j) {
		case "associates", "others", "friends", "relatives", "family", "accomplices":
			return j + 1
		case "his", "her", "their", "other", "known", "criminal", "close":
		default:
			return i
		}
	}
	return i
}

// believed are the words that follow the name of the person a report is about.
var believed = set("may might could is are has appears seems continues should was trades deals sells supplies")

// opening is the person a draft is about: the first named, where a sentence
// starts with the name and says what that person may be doing.
func (c *checker) opening(dft []proper) *proper {
	for i := range dft {
		p := &dft[i]
		e := c.dft.afterCompany(c.dft.afterInitial(p.e))
		switch n := c.dft.word(e); {
		case c.isPlace(p) || p.after == leadOfficer || c.informs(p):
		case n == "may", n == "might", n == "could", n == "is" && believing[c.dft.word(e+1)], n == "appears", n == "continues":
			return p
		}
	}
	for i := range dft {
		p := &dft[i]
		if c.isPlace(p) || p.after == leadOfficer || c.informs(p) || c.dft.toks[p.e-1].poss && c.dft.at(p.e).flags&isPerson != 0 {
			continue // "Cullen's nephew" is about the nephew
		}
		n := c.dft.word(p.e)
		switch {
		case c.src.subjectSpoken():
			return nil
		case p.initial && c.dft.toks[p.s].sent == 0 && (believed[n] || c.dft.toks[p.e-1].poss) && !sayVerbs[c.dft.word(p.e+1)] && c.leads(p):
			return p
		case c.dft.word(p.s-1) == "of" && !c.dft.inList(*p) && !belongs[c.dft.word(p.s-2)] && !titles[p.words[0]]:
			return p
		case c.dft.word(p.s-1) == "that" && c.dft.hedge(c.dft.toks[p.s].sent) >= 0 && !sayVerbs[c.dft.word(p.s-2)]:
			return p
		case c.dft.word(p.s-1) == "between" && c.dft.hedge(c.dft.toks[p.s].sent) < 0 && c.dft.word(p.e) == "and" && !c.dft.at(p.e+1).cap:
			return p
		}
		return nil
	}
	return nil
}

// isPlace reports a name of the draft that is a place's rather than a person's.
func (c *checker) isPlace(p *proper) bool {
	return p.human < 0 && !c.titled[p.words[len(p.words)-1]]
}

// fullOpening is the person whose full name opens a draft and is the first thing
// it says of anybody, where the source has that person act.
func (c *checker) fullOpening(dft []proper) *proper {
	if len(dft) == 0 {
		return nil
	}
	p := &dft[0]
	n := c.dft.at(p.e)
	if p.s > 0 || len(p.words) < 2 || titles[p.words[0]] || p.human <= 0 || c.informs(p) || !c.leads(p) || c.dft.toks[p.e-1].poss ||
		n.kind != wordTok || sayVerbs[n.w] || sayNouns[n.w] || n.w == "and" || n.w == "of" {
		return nil
	}
	return p
}

// belongs are what "of" gives to somebody who is not for that the person a draft is about.
var belongs = set("name home house flat address property daughter son wife husband partner girlfriend boyfriend mother father sister brother mum dad child")

var dangerWords = set("risk danger warned warning harm safety welfare victim victims protect protected protection safeguarding vulnerable threat threats")

// inDanger reports a sentence that weighs or orders something for the sake of
// somebody's safety.
func (c *checker) inDanger(sent int) bool {
	if c.dft.hedge(sent) < 0 {
		return false
	}
	for i := c.dft.sents[sent][0]; i < c.dft.sents[sent][1]; i++ {
		if dangerWords[c.dft.toks[i].w] {
			return true
		}
	}
	return false
}

// informs reports a name the source gives as that of somebody who told the
// police.
func (c *checker) informs(p *proper) bool {
	i := c.src.first(c.dft.toks[p.e-1].wid)
	if i < 0 {
		return false
	}
	w, n := c.src.word(i+1), c.src.word(i+2)
	return (w == "told" || w == "informed" || w == "tells" || w == "advised" || w == "rang") && (n == "us" || n == "police" || n == "officers" || n == "me" || n == "our")
}

// leads reports a name the source gives as the one who acts: not in a list, not
// after a word for what somebody is.
func (c *checker) leads(p *proper) bool {
	c.src.work += len(c.src.toks)
	for i, t := range c.src.toks {
		if t.w != p.words[0] || !t.cap {
			continue
		}
		b := c.src.at(i - 1)
		if b.kind == wordTok && !b.cap && b.sent == t.sent && (b.w == "for" || b.w == "off" || loadLexicon().person[b.w] || personLeads[b.w] && b.w != "says") || b.w == "," || b.w == "=" || c.src.word(i+1) == "," && c.src.at(i+2).cap {
			return false
		}
	}
	return true
}

var believing = set("believed suspected thought likely assessed considered understood involved reported possibly")

// protagonist is the person the source is about: the first named who is not
// brought in as somebody's relation, in a list or as one who told, or failing
// that the one named most.
func (c *checker) protagonist(src []proper, known map[string]*namedTogether) *proper {
	var best *proper
	score := -1
	for i := range src {
		p := &src[i]
		k := known[p.words[len(p.words)-1]]
		if k == nil || p.after == leadOfficer || p.human < 0 || k.weight < 0 {
			continue
		}
		s := 0
		if !k.third {
			s += 4
		}
		if p.initial || agency[c.src.word(p.e)] || c.src.toks[p.e-1].poss {
			s += 3
		}
		if p.after == leadNone {
			s++
		}
		s += min(k.mentions, 3) - 1
		if c.src.word(p.e) == "told" || c.src.word(p.e) == "reports" || c.src.word(p.s-1) == "only" {
			s -= 3
		}
		if s > score {
			best, score = p, s
		}
	}
	if score < 4 {
		return nil
	}
	return best
}
