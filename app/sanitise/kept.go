package sanitise

import "strings"

// kept finds particulars of the source that are no value and no name: a
// person's mark, initials, a registration with one letter changed, a grid
// reference made shorter, a handle with its digits read as letters.
func (c *checker) kept() {
	c.initialled()
	c.grids()
	c.leet()
	c.marks()
}

// initialled finds "R.B." where the source says "initials RB".
func (c *checker) initialled() {
	src := map[string]int{}
	for i := range c.src.toks {
		t := &c.src.toks[i]
		if t.w != "initials" && t.w != "initialled" && t.w != "initial" {
			continue
		}
		for j := i + 1; j < i+4; j++ {
			if w, e := c.src.initialsAt(j); e > 0 {
				src[w] = j
				break
			}
		}
	}
	for i := 0; len(src) > 0 && i < len(c.dft.toks); i++ {
		if w, e := c.dft.initialsAt(i); e > 0 {
			if at, ok := src[w]; ok {
				c.add(c.span(Identifier, i, e, "initials", "The same initials are in the source.").from(c.src, at, at+1))
				i = e - 1
			}
		}
	}
}

// initialsAt reads RB, R.B. or R B at token i, and gives the end.
func (v *view) initialsAt(i int) (string, int) {
	t := v.at(i)
	if t.kind != wordTok || !t.cap {
		return "", 0
	}
	if t.caps && len(t.w) >= 2 && len(t.w) <= 3 {
		return t.w, i + 1
	}
	w := ""
	j := i
	for len(w) < 3 && v.at(j).kind == wordTok && v.at(j).cap && len(v.at(j).w) == 1 && v.at(j).sent == t.sent {
		w += v.at(j).w
		if j++; v.word(j) == "." {
			j++
		}
	}
	if len(w) < 2 {
		return "", 0
	}
	return w, j
}

// gridRef reads a British grid reference at token i, SK 123 456: its square,
// its figures east and north, and the end.
func (v *view) gridRef(i int) (square, east, north string, end int) {
	t := v.at(i)
	if !t.cap || len(t.w) < 2 || t.w[0] < 'a' || t.w[0] > 'z' || t.w[1] < 'a' || t.w[1] > 'z' || strings.IndexByte("hjnost", t.w[0]) < 0 || t.w[1] == 'i' {
		return "", "", "", 0
	}
	figures := t.w[2:]
	end = i + 1
	if figures != "" && !allDigits(figures) {
		return "", "", "", 0
	}
	for k := 0; k < 2 && figures == "" || k < 1 && len(figures) >= 2 && len(figures) <= 5; k++ {
		n := v.at(end)
		if n.kind != numTok || len(n.w) > 10 || n.sent != t.sent {
			break
		}
		first := figures == ""
		figures += n.w
		end++
		if first && v.at(end).kind == numTok && len(v.at(end).w) == len(n.w) && len(n.w) <= 5 {
			figures += v.at(end).w
			end++
			break
		}
	}
	n := len(figures)
	if n < 4 || n > 10 || n%2 != 0 {
		return "", "", "", 0
	}
	return t.w[:2], figures[:n/2], figures[n/2:], end
}

// grids finds a grid reference of the source given with more or fewer figures.
func (c *checker) grids() {
	type place struct{ square, east, north string }
	var src []place
	var at [][2]int
	for i := range c.src.toks {
		if s, e, n, end := c.src.gridRef(i); end > 0 && len(src) < 200 {
			src, at = append(src, place{s, e, n}), append(at, [2]int{i, end})
		}
	}
	for i := 0; len(src) > 0 && i < len(c.dft.toks); i++ {
		s, e, n, end := c.dft.gridRef(i)
		if end == 0 {
			continue
		}
		c.dft.work += len(src)
		for k, p := range src {
			m := min(len(e), len(p.east))
			if s == p.square && e[:m] == p.east[:m] && n[:m] == p.north[:m] {
				f := c.span(Identifier, i, end, "grid-reference", "The same place on the map is in the source.").from(c.src, at[k][0], at[k][1])
				f.Proposal = "the local area"
				c.add(f)
				break
			}
		}
	}
}

// leet finds the word that a handle of the source spells with digits for
// letters: xX_R0oster_Xx is Rooster.
func (c *checker) leet() {
	src := map[string]int{}
	for i := range c.src.toks {
		if t := &c.src.toks[i]; t.kind == mixTok && len(t.w) >= 4 && len(t.w) <= 30 {
			if w := leetWord(t.w); len(w) >= 4 && w != t.w {
				src[w] = i
			}
		}
	}
	names := map[string]int{}
	for _, n := range c.called {
		if at := c.capitalOf(n); len(n) >= 4 && len(names) < mostDisguised && at >= 0 {
			names[n] = at
		}
	}
	for i := 0; i < len(c.dft.toks); i++ {
		t := &c.dft.toks[i]
		if w, e := c.dft.leetName(i); e > 0 && t.cap {
			if at, ok := names[w]; ok {
				c.add(c.span(Identifier, i, e, "disguised-name", "A name of the source with figures or signs for letters.").from(c.src, at, at+1))
			}
		}
		if at, ok := src[t.w]; ok && t.kind == wordTok && (t.cap || !c.dft.common(i)) {
			c.add(c.span(Identifier, i, i+1, "handle", "A handle of the source, its digits read as letters.").from(c.src, at, at+1))
		}
	}
}

// leetName reads a word with figures or signs for letters at token i, Kas1a or
// Ka$ia, and gives its end.
func (v *view) leetName(i int) (string, int) {
	t := &v.toks[i]
	if t.kind == mixTok && letter(t.w[0]) {
		return leetWord(t.w), i + 1
	}
	if m, n := v.at(i+1), v.at(i+2); t.kind == wordTok && !m.gap && !n.gap && n.kind == wordTok && len(t.w) <= 12 && len(n.w) <= 12 {
		switch m.w {
		case "$":
			return t.w + "s" + n.w, i + 3
		case "@":
			return t.w + "a" + n.w, i + 3
		case "!":
			return t.w + "i" + n.w, i + 3
		}
	}
	return "", 0
}

// leetWord reads digits inside a word as the letters they are drawn like, and
// leaves those at its end off. It is "" where the rest is not all letters.
func leetWord(w string) string {
	w = strings.TrimRight(w, "0123456789")
	b := []byte(w)
	for i, ch := range b {
		if digit(ch) {
			const letters = "oizeasgtbg"
			b[i] = letters[ch-'0']
		}
	}
	if strings.Trim(string(b), "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return string(b)
}

// alike folds the letters and figures that are taken for one another in reading
// or scanning.
var alike = strings.NewReplacer("o", "0", "q", "0", "d", "0", "i", "1", "l", "1", "z", "2", "s", "5", "g", "6", "b", "8")

// nearReference finds a registration that differs from one of the source in one
// character, and any other reference of letters and figures that differs from one
// only in what is drawn alike: the reader needs no more.
func (c *checker) nearReference(d *group, src []group) {
	n := len(d.c)
	if n < 6 || n > 20 || d.digits == n || d.digits == 0 || c.partial >= mostPartial {
		return
	}
	plate := n == 7 && vrm(d.c)
	c.partial++
	c.dft.work += len(src)
	folded := ""
	for i := range src {
		s := src[i].c
		if len(s) != n || s == d.c || src[i].digits < 2 {
			continue
		}
		out := 0
		for k := range n {
			if s[k] != d.c[k] {
				out++
			}
		}
		if out > 2 {
			continue
		}
		name := ""
		switch {
		case plate && out == 1 && vrm(s):
			name = "vehicle-registration"
		default:
			if folded == "" {
				folded = alike.Replace(d.c)
			}
			if alike.Replace(s) != folded {
				continue
			}
			if name = identify(s); name == "" {
				name = "reference"
			}
		}
		f := c.span(Identifier, d.s, d.e, name, "It is a "+plain(name)+" of the source but for a character or two that look alike.").from(c.src, src[i].s, src[i].e)
		if plate {
			f.Why = "One character from a vehicle registration of the source."
		}
		f.Proposal = standIn(name)
		c.add(f)
		return
	}
}
