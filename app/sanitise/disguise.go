package sanitise

import "strings"

// mostDisguised is how many names of a source are looked for in disguise.
const mostDisguised = 100

// disguised finds names of the source that the draft gives by their initials,
// with letters struck out, backwards, or with one letter changed.
func (c *checker) disguised(src []proper, own map[string]bool) {
	names := map[string]int{}
	initials := map[string]int{}
	for _, p := range src {
		if overlapSet(p.words, own) {
			continue
		}
		for _, w := range p.words {
			if len(w) >= 5 && !titles[w] && len(names) < mostDisguised {
				names[w] = p.s
			}
		}
		if n := len(p.words); n == 2 && p.human > 0 && len(p.words[0]) > 1 && !titles[p.words[0]] {
			initials[p.words[0][:1]+p.words[1][:1]] = p.s
		}
		if n := len(p.words); n == 2 && titles[p.words[0]] { // "Mr Kipling" for "Mr K"
			initials[p.words[0]+" "+p.words[1][:1]] = p.s
		}
		if n := c.src.at(p.e); len(p.words) == 1 && n.cap && len(n.w) == 1 && n.sent == c.src.toks[p.s].sent && given(p.words[0]) { // "Owen R"
			initials[p.words[0][:1]+n.w] = p.s
		}
	}
	backwards := map[string]int{}
	for i := range c.src.toks {
		if t := &c.src.toks[i]; t.kind == wordTok && len(t.w) >= 6 && !c.src.common(i) {
			backwards[reversed(t.w)] = i
		}
	}
	v := c.dft
	for i := range v.toks {
		t := &v.toks[i]
		if t.kind != wordTok || !t.cap {
			continue
		}
		put := func(e, at int, why string) {
			c.add(c.span(Identifier, i, e, "disguised-name", why).from(c.src, at, at+1))
		}
		if at, ok := initials[t.w+v.word(i+2)]; ok && len(t.w) == 1 && v.word(i+1) == "." && v.at(i+2).cap && !v.at(i+2).gap {
			put(i+3, at, "The initials of a person in the source.")
		}
		if n := v.at(i + 1); n.cap && len(n.w) == 1 && titles[t.w] {
			if at, ok := initials[t.w+" "+n.w]; ok {
				put(i+2, at, "The initial of a person in the source.")
			}
		}
		if e := v.struck(i); e > 0 {
			v.work += len(names)
			best := -1
			for n, at := range names {
				if (best < 0 || at < best) && strings.HasPrefix(n, t.w) && strings.HasSuffix(n, v.word(e-1)) && len(n) > len(t.w)+len(v.word(e-1)) {
					best = at
				}
			}
			if best >= 0 {
				put(e, best, "A name from the source with letters struck out.")
			}
		}
		if at, ok := backwards[t.w]; ok && c.src.first(t.wid) < 0 && len(t.w) >= 6 {
			put(i+1, at, "A word of the source, backwards.")
		}
		if len(t.w) >= 5 && c.src.first(t.wid) < 0 && !own[t.w] && t.flags&(isGiven|isFamily) == 0 && !v.common(i) && (!v.opens(i) || v.word(i-1) == "\"") {
			v.work += len(names)
			if at, ok := nearName(t.w, names); ok {
				put(i+1, at, "A name from the source with one letter changed.")
			}
		}
	}
}

// struck gives the end of a name with letters struck out that starts at token i,
// W-----bourne, or 0.
func (v *view) struck(i int) int {
	j := i + 1
	for m := v.word(j); (m == "-" || m == "*" || m == "_") && !v.at(j).gap; m = v.word(j) {
		j++
	}
	if j-i < 3 || v.at(j).kind != wordTok || v.at(j).gap {
		return 0
	}
	return j + 1
}

// nearName looks up the first name, in the order of the source, that differs by
// one letter.
func nearName(w string, names map[string]int) (int, bool) {
	best := -1
	for n, at := range names {
		if oneLetter(w, n) && (best < 0 || at < best) {
			best = at
		}
	}
	return best, best >= 0
}

// oneLetter reports two words of one length that differ in one letter, neither
// the first nor a final s.
func oneLetter(a, b string) bool {
	if len(a) != len(b) || a[0] != b[0] {
		return false
	}
	n := 0
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return n == 1 && a[len(a)-1] == b[len(b)-1]
}

func reversed(s string) string {
	b := []rune(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// callSigns finds a numbered call sign of the source, TANGO 2, with its number
// in words or figures.
func (c *checker) callSigns() {
	src := map[string]int{}
	for i := range c.src.toks {
		if k := c.src.callSign(i); k != "" {
			src[k] = i
		}
	}
	if len(src) == 0 {
		return
	}
	for i := range c.dft.toks {
		if at, ok := src[c.dft.callSign(i)]; ok {
			c.add(c.span(Identifier, i, i+2, "call-sign", "The same call sign is in the source.").from(c.src, at, at+2))
		}
	}
}

func (v *view) callSign(i int) string {
	t, n := v.at(i), v.at(i+1)
	if !t.cap || t.flags&isDigits == 0 || nato[t.w] == "" || n.sent != t.sent {
		return ""
	}
	if n.kind == numTok && len(n.w) == 1 {
		return t.w + n.w
	}
	if k, e, ok := v.small(i + 1); ok && n.cap && e == i+2 && k > 0 && k < 10 {
		return t.w + string(rune('0'+k))
	}
	return ""
}
