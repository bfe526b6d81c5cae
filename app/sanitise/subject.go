package sanitise

import "sort"

// namedTogether is what both texts say about one name.
type namedTogether struct {
	weight   int
	mentions int
	first    int // token of the first mention
	subject  bool
	third    bool // introduced as somebody's relation, or in a list
}

// names finds people of the source, other than the subject, whose names the
// draft repeats, and officers by rank.
func (c *checker) names() {
	mid := midWords(c.src, c.dft)
	src, dft := c.src.names(mid), c.dft.names(mid)
	known := map[string]*namedTogether{}
	where := map[string][2]int{}
	for _, p := range src {
		w := p.human
		for _, x := range p.words {
			if titles[x] && len(p.words) > 1 {
				continue
			}
			k := known[x]
			if k == nil {
				k = &namedTogether{first: p.s}
				known[x] = k
				where[x] = [2]int{p.s, p.e}
			}
			k.mentions++
			k.weight += w
			k.third = k.third || p.after == leadPerson || c.src.inList(p)
			k.subject = k.subject || c.src.asSubject(p)
		}
	}
	marked := false // the source says by capitals, or in words, whom it is about
	for _, k := range known {
		marked = marked || k.subject
	}
	for _, p := range dft {
		w := p.human
		for _, x := range p.words {
			if k := known[x]; k != nil {
				k.weight += w
				k.subject = k.subject || c.dft.asSubject(p) && !(marked && c.dft.capitals(p))
			}
		}
	}
	c.titled = map[string]bool{}
	for _, p := range src {
		c.called = append(c.called, p.words...)
		if n := len(p.words); n > 1 && titles[p.words[0]] && p.after != leadPlace {
			c.titled[p.words[n-1]] = true
		}
	}
	subject := c.subject(src, dft, known)
	for _, p := range src { // an officer who reported is nobody's subject
		if p.after == leadOfficer {
			for _, x := range p.words {
				if k := known[x]; k != nil && !k.subject {
					delete(subject, x)
				}
			}
		}
	}
	c.disguised(src, subject)
	c.initialsAlone(src, subject)
	c.abbreviated(subject)
	c.uncapped(src, subject)
	for _, p := range dft {
		c.name(p, known, where, subject)
	}
}

// asSubject reports a name marked as the subject's.
func (v *view) asSubject(p proper) bool {
	if v.capitals(p) {
		return true
	}
	b := v.word(p.s - 1)
	if b == ":" || b == "," || b == "(" || b == "is" {
		b = v.word(p.s - 2)
	}
	return b == "subject" || b == "nominal" || b == "target" || b == "customer" || b == "suspect" || v.word(p.e) == "(" && v.word(p.e+1) == "subject"
}

// capitals reports a name with its family name in capitals, as reports write
// the person they are about, in a text that is not all capitals.
func (v *view) capitals(p proper) bool {
	big := false
	for i := p.s; i < p.e; i++ {
		t := v.toks[i]
		big = big || t.caps && len(t.w) >= 3 && !ranks[t.w]
	}
	return big && v.mixedCase()
}

// mixedCase reports a text most of whose words are not in capitals.
func (v *view) mixedCase() bool {
	if v.mixed == 0 {
		v.mixed = 1
		if v.countCase() {
			v.mixed = 2
		}
	}
	return v.mixed == 2
}

func (v *view) countCase() bool {
	low, high := 0, 0
	for _, t := range v.toks {
		if t.kind == wordTok && len(t.w) > 1 {
			if t.caps {
				high++
			} else {
				low++
			}
		}
	}
	return low > 2*high
}

// subject picks the names that are the subject's own and may stay: one marked
// so, or else the person both texts open with.
func (c *checker) subject(src, dft []proper, known map[string]*namedTogether) map[string]bool {
	own := map[string]bool{}
	take := func(p proper) {
		for _, x := range p.words {
			own[x] = true
		}
	}
	said := map[string]bool{}
	for _, p := range dft {
		for _, x := range p.words {
			said[x] = true
		}
	}
	for _, ps := range [][]proper{src, dft} {
		for _, p := range ps {
			for _, x := range p.words {
				if k := known[x]; k != nil && k.subject && said[x] {
					take(p)
					break
				}
			}
		}
	}
	if len(own) > 0 {
		return c.sameFamily(own, src, dft)
	}
	if p := c.opening(dft); p != nil {
		take(*p)
		return c.sameFamily(own, src, dft)
	}
	if c.src.subjectSpoken() {
		return own
	}
	if p := c.fullOpening(dft); p != nil {
		take(*p)
		return c.sameFamily(own, src, dft)
	}
	first := c.protagonist(src, known)
	if first == nil {
		return own
	}
	for i := range dft {
		p := &dft[i]
		if !overlap(p.words, first.words) {
			continue
		}
		if c.dft.hedge(c.dft.toks[p.s].sent) >= 0 || p.initial && c.leads(p) && i == 0 && c.dft.toks[p.s].sent == 0 && !c.informs(p) {
			take(*first)
			take(*p)
		}
		break
	}
	return c.sameFamily(own, src, dft)
}

// quotedTitle reports a name that is part of a quoted title of two words or
// more, such as a shop's, with nothing to say it is a person's.
func (c *checker) quotedTitle(p proper) bool {
	if given(p.words[0]) || titles[p.words[0]] {
		return false
	}
	qs := c.dft.quotations()
	i := sort.Search(len(qs), func(i int) bool { return qs[i].e >= p.e })
	return i < len(qs) && qs[i].s <= p.s && p.e <= qs[i].e && qs[i].e-qs[i].s >= 2 && c.dft.titled(qs[i])
}

// first is the first token of a view with this number, or -1.
func (v *view) first(wid int32) int {
	if v.firsts == nil {
		most := int32(0)
		for i := range v.toks {
			most = max(most, v.toks[i].wid)
		}
		v.firsts = make([]int32, most+1)
		for i := len(v.toks) - 1; i >= 0; i-- {
			v.firsts[v.toks[i].wid] = int32(i + 1)
		}
	}
	if wid < 0 || int(wid) >= len(v.firsts) {
		return -1
	}
	return int(v.firsts[wid]) - 1
}

// sameFamily adds to the subject's words the rest of a full name that holds the
// given name or the whole of what is known.
func (c *checker) sameFamily(own map[string]bool, src, dft []proper) map[string]bool {
	for _, ps := range [][]proper{src, dft} {
		for _, p := range ps {
			if len(p.words) > 1 && own[p.words[0]] {
				for _, x := range p.words {
					own[x] = true
				}
			}
		}
	}
	for _, v := range [...]*view{c.src, c.dft} { // "also known as Duchess", "'Big Shug' McCrae"
		ps := src
		if v == c.dft {
			ps = dft
		}
		for i := 1; i < len(ps); i++ {
			a, b := ps[i-1], ps[i]
			if b.s-a.e > 5 || v.toks[a.s].sent != v.toks[b.s].sent {
				continue
			}
			if v.word(a.e) == "and" && b.s == a.e+1 && v.capitals(b) && len(a.words) == 1 && overlapSet(b.words, own) { // "Adele and Paulette RUSKIN"
				own[a.words[0]] = true
			}
			if v.aliasBetween(a.e, b.s) && (overlapSet(a.words, own) || overlapSet(b.words, own)) {
				for _, x := range append(append([]string{}, a.words...), b.words...) {
					own[x] = true
				}
			}
		}
	}
	return own
}

// aliasBetween reports that only "aka", "also known as" or quotation marks stand
// between two names.
func (v *view) aliasBetween(s, e int) bool {
	for i := s; i < e; i++ {
		switch v.word(i) {
		case "aka", "alias", "also", "known", "as", "\"", "'", ",", "(", "nicknamed", "or":
		default:
			return false
		}
	}
	return e > s && !(e == s+1 && v.word(s) == ",")
}

func overlapSet(ws []string, own map[string]bool) bool {
	for _, w := range ws {
		if own[w] {
			return true
		}
	}
	return false
}

func overlap(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y && !titles[x] {
				return true
			}
		}
	}
	return false
}

// name reports one name of the draft if it is a third party's.
func (c *checker) name(p proper, known map[string]*namedTogether, where map[string][2]int, own map[string]bool) {
	if p.after == leadOfficer {
		f := c.span(Identifier, p.s-1, p.e, "officer", "It names an officer.")
		f.Proposal = "an officer"
		c.add(f)
		return
	}
	mine := true
	for _, x := range p.words {
		if known[x] != nil || titles[x] && len(p.words) > 1 {
			continue
		}
		if f := c.knownAs(x, known); f != "" && (own[f] || !overlapSet(p.words, own)) {
			if _, ok := where[f]; !ok {
				where[f] = [2]int{known[f].first, known[f].first + 1}
			}
			known[x], where[x] = known[f], where[f]
			if own[f] {
				own[x] = true
			}
		}
	}
	if n := len(p.words); n == 2 && !overlapSet(p.words, own) && known[p.words[0]] == nil && known[p.words[1]] == nil { // "Lee-Anne"
		if f := c.joined(p.words[0]+p.words[1], known); f != "" && !own[f] {
			known[p.words[0]], where[p.words[0]] = known[f], where[f]
		}
	}
	var k *namedTogether
	var at [2]int
	for _, x := range p.words {
		if !own[x] && !titles[x] {
			mine = false
			if n := known[x]; n != nil && (k == nil || n.weight > k.weight) {
				k, at = n, where[x]
			}
		}
	}
	if k == nil && !mine && len(p.words) > 1 && titles[p.words[0]] { // "mr reeve" of a chat
		for i := p.s + 1; i < p.e; i++ {
			if n := c.src.first(c.dft.toks[i].wid); n >= 0 {
				k, at = &namedTogether{weight: 1}, [2]int{n, n + 1}
			}
		}
	}
	if mine || k == nil || k.weight < 0 {
		return
	}
	if c.quotedTitle(p) {
		return
	}
	f := c.span(Identifier, p.s, p.e, "third-party", "A name from the source that is not the subject's.").from(c.src, at[0], at[1])
	f.Proposal = "an associate"
	f.Acceptable = true
	if k.weight == 0 {
		f.Why = "A name from the source that may be a person's."
	}
	if c.inDanger(c.dft.toks[p.s].sent) {
		f.Severity = Advise
		f.Why = "A name from the source of somebody who may be in danger; the reader may need it."
	}
	c.add(f)
}
