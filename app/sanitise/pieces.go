package sanitise

import "strings"

// mostPartial is how many pieces of numbers in a draft are looked for among the
// numbers of the source.
const mostPartial = 200

// What says that a few characters are a piece of a number, and which piece.
const (
	pieceEnd = 1 << iota
	pieceStart
	pieceAny
)

var pieceCues = func() map[string]int {
	m := map[string]int{}
	for cue, ws := range map[int]string{
		pieceEnd:   "ending ends ended end last final finishing finishes finish finished suffix tail closing closes … *",
		pieceStart: "starting starts started beginning begins begin prefix prefixed first",
		pieceAny:   "partial part containing contains contain includes index plate plates reg registration vrm digits figures characters letters numberplate something",
	} {
		for _, w := range strings.Fields(ws) {
			m[w] = cue
		}
	}
	return m
}()

// pieceCue reads what stands about tokens [s,e) of a sentence for words that make
// them a piece of a number: up to seven tokens before, up to six after.
func (v *view) pieceCue(s, e int) int {
	cue := 0
	if v.word(s-1) == "." && v.word(s-2) == "." && !v.at(s).gap {
		cue |= pieceEnd
	}
	sent := v.toks[s].sent
	for k := s - 1; k >= s-7 && v.at(k).sent == sent; k-- {
		cue |= pieceCues[v.toks[k].w]
	}
	for k := e; k < e+6 && v.at(k).sent == sent; k++ {
		switch v.toks[k].w {
		case ",", ";", "and", "but":
			return cue
		case "with", "for", "of": // what follows belongs to something else
			if k > e {
				return cue
			}
		}
		cue |= pieceCues[v.toks[k].w]
	}
	return cue
}

// pieces finds a few characters of a number or registration of the source:
// "ending 121", "MRV in the plate", "ends Tango Zulu Uniform", "NI ending 56C".
func (c *checker) pieces() {
	dft := shortGroups(c.dft)
	if len(dft) == 0 {
		return
	}
	var src []group
	for i := range dft {
		d := &dft[i]
		p := strings.TrimLeft(d.c, "x")
		if n := len(p); n < 2 || n > 6 {
			continue
		}
		cue := c.dft.pieceCue(d.s, d.e)
		if len(p) < len(d.c) && d.digits == len(p) {
			cue |= pieceEnd // figures struck out before it
		}
		if cue == 0 || c.partial >= mostPartial {
			continue
		}
		if src == nil {
			src = shortGroups(c.src)
		}
		c.partial++
		c.dft.work += len(src)
		for k := range src {
			s := src[k].c
			if s == p && d.digits == 0 && c.src.pieceCue(src[k].s, src[k].e) == 0 {
				continue // a name in capitals
			}
			if pieceOf(p, s, cue, d.digits == len(p)) {
				c.add(c.span(Identifier, d.s, d.e, "part-number", "Part of a number in the source: enough to recognise it.").from(c.src, src[k].s, src[k].e))
				break
			}
		}
	}
}

// pieceOf reports that p is such a piece of s. Figures alone that only stand
// somewhere in a number must be three or more, and two or more longer than p.
func pieceOf(p, s string, cue int, figures bool) bool {
	if figures {
		if len(s) < len(p)+2 {
			return p == s && len(p) >= 3 && cue&(pieceEnd|pieceStart) != 0
		}
		return cue&pieceEnd != 0 && strings.HasSuffix(s, p) || cue&pieceStart != 0 && (strings.HasPrefix(s, p) || len(p) >= 3 && strings.Contains(s, p)) ||
			cue&pieceAny != 0 && len(p) >= 3 && strings.Contains(s, p)
	}
	return strings.HasSuffix(s, p) || strings.HasPrefix(s, p) || len(p) >= 3 && strings.Contains(s, p)
}

// masked finds 07xxx xxx121: a number of the source with figures struck out, as
// long as it and three figures or more the same.
func (c *checker) masked(d *group, src []group) {
	hidden := strings.Count(d.c, "x")
	if hidden < 2 || len(d.c)-hidden < 3 || c.partial >= mostPartial {
		return
	}
	c.partial++
	c.dft.work += len(src)
	for i := range src {
		s := src[i].c
		if len(s) != len(d.c) || strings.Count(s, "x") >= hidden {
			continue
		}
		k := 0
		for k < len(s) && (d.c[k] == 'x' || d.c[k] == s[k]) {
			k++
		}
		if k == len(s) {
			c.add(c.span(Identifier, d.s, d.e, "part-number", "A number of the source with figures struck out.").from(c.src, src[i].s, src[i].e))
			return
		}
	}
}
