package sanitise

import (
	"net/netip"
	"strconv"
	"strings"
)

// wholeOperation reports an operation's name of several words that starts at
// draft token i, in capitals or not, and gives its end.
func (c *checker) wholeOperation(i int, long [][2]int) (int, [2]int) {
	for _, l := range long {
		n := l[1] - l[0]
		k := 0
		for k < n && c.dft.word(i+k) == c.src.word(l[0]+k) {
			k++
		}
		if k == n {
			return i + n, l
		}
	}
	return 0, [2]int{}
}

// address6 reads a version 6 network address that starts at token i, and gives
// its end.
func (v *view) address6(i int) (netip.Addr, int) {
	if w := v.word(i); w != ":" && v.word(i+1) != ":" || v.toks[i].kind == markTok && w != ":" || i > 0 && v.word(i-1) == ":" && !v.toks[i].gap {
		return netip.Addr{}, 0
	}
	e, colons := i, 0
	for e < len(v.toks) && e < i+20 && (e == i || !v.toks[e].gap) {
		if w := v.toks[e].w; w == ":" {
			colons++
		} else if len(w) > 4 || strings.Trim(w, "0123456789abcdef") != "" {
			break
		}
		e++
	}
	if colons < 3 {
		return netip.Addr{}, 0
	}
	a, err := netip.ParseAddr(v.cut(v.toks[i].s, v.toks[e-1].e))
	if err != nil {
		return netip.Addr{}, 0
	}
	return a, e
}

// sixes finds a version 6 network address of the source, however it is
// shortened.
func (c *checker) sixes() {
	src := map[netip.Addr][2]int{}
	for i := range c.src.toks {
		if a, e := c.src.address6(i); e > 0 {
			src[a] = [2]int{i, e}
		}
	}
	if len(src) == 0 {
		return
	}
	for i := range c.dft.toks {
		if a, e := c.dft.address6(i); e > 0 {
			if at, ok := src[a]; ok {
				c.add(c.span(Identifier, i, e, "network-address", "The same network address is in the source.").from(c.src, at[0], at[1]))
			}
		}
	}
}

// codes finds the glossary codes of financial reports, XXTEOTXX: each tells
// that there was such a report.
func (c *checker) codes() {
	for i, t := range c.dft.toks {
		if t.kind == wordTok && t.caps && len(t.w) == 8 && strings.HasPrefix(t.w, "xx") && strings.HasSuffix(t.w, "xx") {
			f := c.span(Identifier, i, i+1, "glossary-code", "A glossary code says that a financial report was made.")
			if t.wid != 0 {
				if at := c.src.first(t.wid); at >= 0 {
					f = f.from(c.src, at, at+1)
				}
			}
			c.add(f)
		}
	}
}

var vesselWords = set("trawler vessel boat yacht ship coaster barge ferry tanker tug launch mv fv dinghy narrowboat rib fisher freighter")

// mostVessels is how many vessels of a source are looked for.
const mostVessels = 40

// vessels finds a ship of the source by its name, in capitals as names of ships
// are written.
func (c *checker) vessels() {
	named := 0
	for i := range c.src.toks {
		t := &c.src.toks[i]
		if t.kind != wordTok || t.flags&isVessel == 0 || named >= mostVessels {
			continue
		}
		s := i + 1
		for c.src.word(s) == "\"" || c.src.word(s) == "'" {
			s++
		}
		e := s
		for n := c.src.at(e); n.kind == wordTok && n.cap && n.sent == t.sent && !stopWords[n.w]; n = c.src.at(e) {
			e++
		}
		if e == s || e == s+1 && len(c.src.toks[s].w) < 4 {
			continue
		}
		named++
		c.dft.work += len(c.dft.toks)
		for j := range c.dft.toks {
			if d, at := c.wholeOperation(j, [][2]int{{s, e}}); d > 0 && c.dft.toks[j].cap {
				c.add(c.span(Identifier, j, d, "vessel", "The name of a vessel in the source.").from(c.src, at[0], at[1]))
			}
		}
	}
}

// degrees reads 54°30'N, 54°30.5'N or 54°30'28.1"N at token i: degrees to a
// thousandth, without a sign, and the end.
func (v *view) degrees(i int) (milli, end int) {
	ds, ms, ok := strings.Cut(strings.ReplaceAll(v.word(i), "º", "°"), "°")
	if !ok {
		return 0, 0
	}
	d, err := strconv.Atoi(ds)
	m, merr := strconv.Atoi(ms)
	if err != nil || merr != nil || d < 0 || d > 180 || m < 0 || m > 59 {
		return 0, 0
	}
	e := i + 1
	thousandths := m * 1000 // of a minute
	if n, ok := v.decimals(e); ok {
		thousandths += n
		e += 2
	}
	if w := v.word(e); w == "'" || w == "′" {
		e++
		if t := v.at(e); t.kind == numTok && len(t.w) <= 2 && !t.gap {
			s, _ := strconv.Atoi(t.w)
			thousandths += s * 1000 / 60
			e++
			if n, ok := v.decimals(e); ok {
				thousandths += n / 60
				e += 2
			}
			for v.word(e) == "\"" || v.word(e) == "'" {
				e++
			}
		}
	}
	switch v.word(e) {
	case "n", "s", "e", "w":
		e++
	}
	return d*1000 + thousandths/60, e
}

// decimals reads ".6" at token i, in thousandths.
func (v *view) decimals(i int) (int, bool) {
	t := v.at(i + 1)
	if v.word(i) != "." || v.at(i).gap || t.gap || t.kind != numTok {
		return 0, false
	}
	n, err := strconv.Atoi((t.w + "000")[:3])
	return n, err == nil
}

// minutes finds a position of the source, in degrees and decimals, given again
// in degrees and minutes.
func (c *checker) minutes() {
	var src [][2]int // thousandths of a degree, token
	for i := range c.src.toks {
		if w, f, ok := c.src.decimal(i); ok && len(f) >= 3 && len(src) < 500 {
			n := 0
			for _, r := range w + f[:3] {
				n = n*10 + int(r-'0')
			}
			src = append(src, [2]int{n, i})
		}
	}
	for i := 0; len(src) > 0 && i < len(c.dft.toks); i++ {
		n, e := c.dft.degrees(i)
		if e == 0 {
			continue
		}
		for _, s := range src {
			if n-s[0] <= 9 && s[0]-n <= 9 {
				f := c.span(Identifier, i, e, "coordinates", "The same position is in the source.").from(c.src, s[1], s[1]+3)
				f.Proposal = "the local area"
				c.add(f)
				break
			}
		}
	}
}
