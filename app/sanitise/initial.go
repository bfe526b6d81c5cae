package sanitise

// lettered are words before or after a single capital that make it a label and
// nobody's initial: B wing, class A, plan B.
var lettered = set(`class wing shift block plan team unit hepatitis vitamin type grade category cat level group section division schedule
platform coach flat bus route junction gate door zone ward appendix annex annexe exhibit item size option part serial figure table column
row side deck hall house room cell pad bay dock berth lock lane road motorway tier set drug drugs notice number numbers licence level levels
shirt turn ray junction certificate division district sector area grading graded code letter letters team squad watch relief model series
phase stage step version strain spur landing list point line factor band visa passport stream league bag box drive phone male female man woman
suspect subject vehicle car house handset device account party person nominal premises site location address officer source witness victim`)

// beforeInitial are words that bring in a person; see loneInitial.
var beforeInitial = set("from by with to for of and or via through called named nicknamed as told tells asks asked met meets pays paid")

// initialsAlone finds a single capital that stands for somebody of the source:
// "he has it from K.", "O's wife".
func (c *checker) initialsAlone(src []proper, own map[string]bool) {
	by := map[byte]int{}     // the first name of the source by its initial, from 1
	family := map[byte]int{} // the same for last names
	whole := map[string]int{}
	for _, p := range src {
		c.initialsOf(p, own, whole)
		w := p.words[0]
		if titles[w] && len(p.words) > 1 {
			w = p.words[1]
		}
		if len(w) < 2 || !lower(w[0]) || overlapSet(p.words, own) || p.human < 0 && !c.src.quotedAt(p.s) {
			continue
		}
		if _, ok := by[w[0]]; !ok {
			by[w[0]] = p.s + 1
		}
		if last := p.words[len(p.words)-1]; family[last[0]] == 0 {
			family[last[0]] = p.s + 1
		}
	}
	for i := range c.src.toks { // names the list of names leaves out, such as one at the start of a line
		if t := &c.src.toks[i]; t.kind == wordTok && t.cap && t.flags&isGiven != 0 && t.flags&(isNotName|isStop) == 0 && !c.src.common(i) && !own[t.w] && lower(t.w[0]) && by[t.w[0]] == 0 {
			by[t.w[0]] = i + 1
		}
	}
	for i := range c.dft.toks {
		t := &c.dft.toks[i]
		if t.kind != wordTok || !t.cap {
			continue
		}
		if at := whole[t.w]; at > 0 && t.caps && c.dft.standsFor(i) {
			c.add(c.span(Identifier, i, i+1, "initials", "The initials of a name in the source.").from(c.src, at-1, at))
			continue
		}
		if len(t.w) != 1 || !lower(t.w[0]) {
			continue
		}
		if k, e := c.dft.apart(i); e > i+1 && whole[k] > 0 {
			c.add(c.span(Identifier, i, e, "disguised-name", "The initials of a name in the source.").from(c.src, whole[k]-1, whole[k]))
			continue
		}
		at := by[t.w[0]]
		if p := c.dft.at(i - 1); titles[p.w] && p.cap && family[t.w[0]] > 0 {
			at = family[t.w[0]]
		}
		if at > 0 && c.dft.loneInitial(i) {
			c.add(c.span(Identifier, i, i+1, "initial", "The initial of somebody named in the source.").from(c.src, at-1, at))
		}
	}
}

// initialsOf notes the initials of a name of two to four words, where they are no
// word of the source themselves.
func (c *checker) initialsOf(p proper, own map[string]bool, to map[string]int) {
	n := len(p.words)
	if n > 4 || overlapSet(p.words, own) || p.human < 0 && !c.src.quotedAt(p.s) {
		return
	}
	k := ""
	for _, w := range p.words {
		if !titles[w] || len(w) < 2 {
			k += w[:1]
		}
	}
	for j := p.s - 1; len(k) < 4; j-- { // "MR D R HOLROYD"
		if t := c.src.at(j); t.kind == wordTok && t.cap && len(t.w) == 1 && t.sent == c.src.toks[p.s].sent && t.w != "i" && t.w != "a" {
			k = t.w + k
		} else if t.w != "." {
			break
		}
	}
	if len(k) < 2 {
		return
	}
	if c.src.id(k) < 0 && to[k] == 0 && !notNames[k] && !stopWords[k] {
		to[k] = p.s + 1
	}
}

// apart reads two to four single capitals written apart, D R H or D.R.H., that no
// other stands beside, and gives their end.
func (v *view) apart(i int) (string, int) {
	if p := v.at(i - 1); p.cap && len(p.w) == 1 || p.w == "." && v.at(i-2).cap && len(v.word(i-2)) == 1 {
		return "", 0
	}
	k, j := "", i
	for {
		t := v.at(j)
		if t.kind != wordTok || !t.cap || len(t.w) != 1 || t.sent != v.toks[i].sent {
			break
		}
		k += t.w
		if len(k) > 4 {
			return "", 0
		}
		if j++; v.word(j) == "." || v.word(j) == "-" {
			j++
		}
	}
	if v.at(j).kind == numTok || len(k) < 2 {
		return "", 0
	}
	return k, j
}

// standsFor reports capitals in a place where a person's name stands.
func (v *view) standsFor(i int) bool {
	p := v.at(i - 1)
	if p.sent != v.toks[i].sent || p.kind == markTok && p.w != "\"" && p.w != "(" && p.w != "," {
		return agency[v.word(i+1)]
	}
	return beforeInitial[p.w] || p.w == "initials" || personLeads[p.w] || role(p.w) || p.flags&isVessel != 0 || agency[v.word(i+1)]
}

// quotedAt reports a token straight after a quotation mark.
func (v *view) quotedAt(i int) bool { return v.word(i-1) == "\"" || v.word(i-1) == "'" }

// loneInitial reports a single capital used as a person's name is.
func (v *view) loneInitial(i int) bool {
	t, p, n := &v.toks[i], v.at(i-1), v.at(i+1)
	j := i + 1
	if n.w == "." {
		j++
	}
	after := v.at(j)
	same := p.sent == t.sent
	switch {
	case (n.w == "-" || n.w == "*" || n.w == "_") && v.word(i+2) == n.w && !n.gap && !v.at(i+2).gap: // K--
		return true
	case t.w == "i" && !t.poss && n.w != "." || t.w == "a" && (v.opens(i) || n.w != "." && n.w != "," && !t.poss):
		return false
	case same && (lettered[p.w] || p.cap && p.kind == wordTok && len(p.w) == 1 || p.kind == numTok || p.w == "-" || p.w == "/" || p.w == "&" || p.w == "." && !t.gap):
		return false
	case after.sent == t.sent && (after.cap && after.kind == wordTok && !t.poss || after.kind == numTok || after.w == "-" || after.w == "/" || after.w == "&" || lettered[after.w] && !t.poss):
		return false
	}
	switch {
	case t.poss:
		return true
	case same && (beforeInitial[p.w] || titles[p.w] && p.cap || p.kind == wordTok && role(p.w) || agency[after.w] && after.sent == t.sent):
		return true
	case n.w == "." || n.w == ",":
		return v.opens(i) || p.w == "," || p.w == ";" || p.w == ":" || n.w == "." && v.at(j).sent == t.sent && v.word(j) != ""
	}
	return v.opens(i) && agency[after.w]
}

// abbreviated finds a name of the source of which the draft gives one word by its
// first letter: "S. Marjoram" for Sweet Marjoram, "E. Holt" for edna_holt.
func (c *checker) abbreviated(own map[string]bool) {
	for i := range c.dft.toks {
		t := &c.dft.toks[i]
		if len(t.w) != 1 || !t.cap || t.kind != wordTok || !lower(t.w[0]) {
			continue
		}
		j := i + 1
		if c.dft.word(j) == "." {
			j++
		}
		n := c.dft.at(j)
		if n.kind != wordTok || !n.cap || len(n.w) < 3 || n.sent != t.sent || own[n.w] || n.flags&isNotName != 0 && n.flags&isStreet == 0 {
			continue
		}
		at := c.src.first(n.wid)
		if n.wid == 0 || at < 1 {
			continue
		}
		k := at - 1
		joined := c.src.word(k) == "_" || c.src.word(k) == "." && !c.src.at(at).gap
		if joined && k > 0 {
			k--
		}
		if b := c.src.at(k); b.kind == wordTok && len(b.w) > 1 && b.w[0] == t.w[0] && (joined || b.cap && c.src.at(at).cap && b.sent == c.src.at(at).sent) && b.flags&isStop == 0 && !own[b.w] {
			c.add(c.span(Identifier, i, j+1, "initial", "A name of the source, one word of it by its first letter.").from(c.src, k, at+1))
		}
	}
}
