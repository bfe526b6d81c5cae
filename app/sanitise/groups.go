package sanitise

import "strings"

// group is a run of characters that belong to one number or reference, however
// it is spaced, punctuated or spelled: "oh seven seven double oh", "AB12 CDE",
// "65-43-21".
type group struct {
	c      string // digits and lower-case letters
	f      string // the same with letters drawn like digits made digits
	ti     []int  // the token each character came from
	s, e   int    // token range
	digits int
}

var digitWords = map[string]string{"zero": "0", "oh": "0", "o": "0", "nil": "0", "nought": "0", "naught": "0", "one": "1", "two": "2", "three": "3",
	"four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "niner": "9", "ten": "10", "eleven": "11", "twelve": "12",
	"thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19"}

var nato = map[string]string{"alpha": "a", "alfa": "a", "bravo": "b", "charlie": "c", "delta": "d", "echo": "e", "foxtrot": "f", "golf": "g",
	"hotel": "h", "india": "i", "juliet": "j", "juliett": "j", "kilo": "k", "lima": "l", "mike": "m", "november": "n", "oscar": "o", "papa": "p",
	"quebec": "q", "romeo": "r", "sierra": "s", "tango": "t", "uniform": "u", "victor": "v", "whiskey": "w", "whisky": "w", "xray": "x",
	"yankee": "y", "zulu": "z"}

// drawn folds the letters people write for digits, and back.
var drawn = strings.NewReplacer("o", "0", "i", "1", "l", "1")

// asDigits folds the letters of one number as drawn does.
func asDigits(c string) string {
	if strings.IndexByte(c, 'o') < 0 && strings.IndexByte(c, 'i') < 0 && strings.IndexByte(c, 'l') < 0 {
		return c
	}
	return drawn.Replace(c)
}

// grouper gathers groups from a view in one pass.
type grouper struct {
	v    *view
	out  []group
	buf  []byte
	ti   []int // of all groups, one after another; the open one from its start
	open int
	s, e int
	all  bool // also those too short to be told apart by themselves
}

func groupsOf(v *view) []group { return gather(&grouper{v: v, s: -1}) }

// shortGroups gathers also groups of two characters and of letters only.
func shortGroups(v *view) []group { return gather(&grouper{v: v, s: -1, all: true}) }

func gather(g *grouper) []group {
	v := g.v
	for i := 0; i < len(v.toks); {
		n := g.take(i)
		if n == 0 {
			g.flush()
			n = 1
		}
		i += n
	}
	g.flush()
	return g.out
}

func (g *grouper) flush() {
	if len(g.buf) >= 3 || g.all && len(g.buf) == 2 {
		d := 0
		for _, b := range g.buf {
			if digit(b) {
				d++
			}
		}
		if d >= 2 || d == 1 && len(g.buf) >= 4 || g.all {
			c, end := string(g.buf), len(g.ti)
			g.out = append(g.out, group{c: c, f: asDigits(c), ti: g.ti[g.open:end:end], s: g.s, e: g.e, digits: d})
			g.open = end
		}
	}
	g.buf, g.ti, g.s = g.buf[:0], g.ti[:g.open], -1
}

func (g *grouper) put(i, n int, c string) int {
	if g.s < 0 {
		g.s = i
	}
	for k := 0; k < len(c); k++ {
		g.buf = append(g.buf, c[k])
		g.ti = append(g.ti, i)
	}
	g.e = i + n
	return n
}

// take adds the token at i if it can belong to a group, and says how many
// tokens it used; 0 ends the group.
func (g *grouper) take(i int) int {
	v, t := g.v, &g.v.toks[i]
	if g.s >= 0 && t.sent != v.toks[g.s].sent {
		g.flush()
	}
	switch t.kind {
	case numTok:
		return g.put(i, 1, g.national(i, t.w))
	case mixTok:
		if len(t.w) > 100 {
			return 0
		}
		return g.put(i, 1, t.w)
	case markTok:
		if t.w == "." && v.word(i+1) == "." {
			return 0
		}
		if g.s >= 0 && t.w == "*" { // figures struck out
			j := i
			for v.word(j) == "*" {
				j++
			}
			if v.at(j).kind == numTok && j-i <= 8 {
				g.put(i, j-i, strings.Repeat("x", j-i))
				return j - i
			}
		}
		if g.s >= 0 && i-g.e < 4 && joins(t.w) {
			return 1
		}
		return 0
	}
	if len(t.w) == 2 && g.s < 0 && !t.caps { // kx 72 plm
		if a, b := v.at(i+1), v.at(i+2); a.kind == numTok && len(a.w) == 2 && b.kind == wordTok && len(b.w) == 3 && b.sent == t.sent && vrm(t.w+a.w+b.w) {
			g.put(i, 1, t.w)
			g.put(i+1, 1, a.w)
			g.put(i+2, 1, b.w)
			return 3
		}
	}
	if t.flags&isDigits == 0 && !t.caps && len(t.w) > 1 {
		return 0
	}
	switch t.w {
	case "double", "treble", "triple":
		d := digitWords[v.word(i+1)]
		if n := v.at(i + 1); d == "" && len(n.w) == 1 && (n.kind == numTok || n.kind == wordTok && n.cap && g.s >= 0) {
			d = n.w
		}
		if len(d) == 1 {
			if t.w != "double" {
				return g.put(i, 2, d+d+d)
			}
			return g.put(i, 2, d+d)
		}
		return 0
	case "hundred":
		if g.s >= 0 && g.e == i {
			return g.put(i, 1, "00")
		}
		return 0
	case "dash", "slash", "stroke", "hyphen", "point", "dot":
		if g.s >= 0 {
			return 1
		}
		return 0
	}
	if t.w == "x" && v.word(i+1) == "-" && v.word(i+2) == "ray" {
		return g.put(i, 3, "x")
	}
	if t.w == "o" && g.s < 0 {
		return 0
	}
	if d := digitWords[t.w]; d != "" {
		return g.put(i, 1, d)
	}
	if n := tensNumbers[t.w]; n > 0 {
		j := i + 1
		if v.word(j) == "-" {
			j++
		}
		if d := digitWords[v.word(j)]; len(d) == 1 && d != "0" {
			return g.put(i, j-i+1, string(rune('0'+n/10))+d)
		}
		return g.put(i, 1, string(rune('0'+n/10))+"0")
	}
	if l := nato[t.w]; l != "" && (g.s >= 0 || nato[v.word(i+1)] != "" || v.word(i+1) == "x" && v.word(i+3) == "ray" || digitWords[v.word(i+1)] != "" || v.at(i+1).kind == numTok) {
		return g.put(i, 1, l)
	}
	if t.cap && (t.caps && len(t.w) <= 4 || len(t.w) == 1) || len(t.w) == 1 && t.w != "a" && g.s >= 0 && t.w != "i" {
		return g.put(i, 1, t.w)
	}
	return 0
}

// national turns the country code of a British number into its 0.
func (g *grouper) national(i int, w string) string {
	v := g.v
	plus := v.word(i-1) == "+" || v.word(i-1) == "(" && v.word(i-2) == "+"
	switch {
	case w == "44" && plus, w == "0044":
		return "0"
	case len(w) >= 11 && len(w) <= 12 && w[:2] == "44" && (plus || w[2] == '7' || w[2] == '1' || w[2] == '2'):
		return "0" + w[2:]
	case len(w) >= 13 && w[:4] == "0044":
		return "0" + w[4:]
	case w == "0" && v.word(i-1) == "(" && len(g.buf) == 1 && g.buf[0] == '0':
		return ""
	case len(w) > 5 && w[0] == '0' && len(g.buf) == 1 && g.buf[0] == '0' && v.word(i-1) != "-":
		return w[1:]
	}
	return w
}

func joins(w string) bool {
	switch w {
	case "-", ".", "/", "(", ")", "+", ":", "#", "_", ",", "[", "]", "*", "\\", "'", "\"", "|", "~", "=", "°":
		return true
	}
	return false
}

const gram = 4

// gramOf is the first four characters as one number.
func gramOf(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

type gramAt struct{ g, p int32 }

// groups compares the numbers and references of both texts as bare characters,
// so that spacing, punctuation, country codes and spelling out do not hide them.
func (c *checker) groups() {
	src, dft := c.source.groups, groupsOf(c.dft)
	c.pieces()
	if len(dft) == 0 {
		return
	}
	n := 0
	for gi := range src {
		n += len(src[gi].f)
	}
	ix := newMulti[uint32, gramAt](n)
	for gi := range src {
		s := src[gi].f
		for p := 0; p+gram <= len(s); p++ {
			ix.put(gramOf(s[p:]), gramAt{int32(gi), int32(p)}, 12)
		}
	}
	typed := c.typedTokens()
	short := map[string]int{}
	for gi := range src {
		if k := src[gi].unpadded(); (len(k) >= 5 || len(k) == 4 && !digit(k[2])) && src[gi].digits < len(src[gi].c) { // ABC/1 and longer
			short[k] = gi
		}
	}
	for gi := range dft {
		if at, ok := short[dft[gi].unpadded()]; ok && dft[gi].c != src[at].c && dft[gi].digits < len(dft[gi].c) {
			c.add(c.span(Identifier, dft[gi].s, dft[gi].e, "reference", "The same reference is in the source, with its noughts written otherwise.").from(c.src, src[at].s, src[at].e))
		}
		c.matchGroup(&dft[gi], src, ix, typed)
		c.nearReference(&dft[gi], src)
		c.masked(&dft[gi], src)
	}
	c.unknown(dft, src)
}

// unpadded is the group with the noughts that lead each of its numbers left out.
func (g *group) unpadded() string {
	b := make([]byte, 0, len(g.c))
	lead := true // only noughts so far in this number
	for i := 0; i < len(g.c); i++ {
		if i == 0 || g.ti[i-1] != g.ti[i] || !digit(g.c[i-1]) {
			lead = true
		}
		if g.c[i] == '0' && lead && i+1 < len(g.c) && digit(g.c[i+1]) && g.ti[i+1] == g.ti[i] {
			continue
		}
		lead = false
		b = append(b, g.c[i])
	}
	return string(b)
}

// typedTokens marks the draft tokens already read as a time, date or sum.
func (c *checker) typedTokens() []bool {
	m := make([]bool, len(c.dft.toks))
	for _, d := range c.dftFacts {
		if d.kind == dTime || d.kind == dDate || d.kind == dSum || d.kind == dMeasure {
			for i := d.s; i < d.e; i++ {
				m[i] = true
			}
		}
	}
	return m
}

// lawful are words before the number of a law, a code or a form: anybody's.
var lawful = set("section sections paragraph article regulation rule chapter act clause schedule annex")

func (c *checker) matchGroup(d *group, src []group, ix *multi[uint32, gramAt], typed []bool) {
	if len(d.c) <= 4 && lawful[c.dft.word(d.s-1)] {
		return
	}
	for p := 0; p+gram <= len(d.c); {
		best, bg, bq := 0, int32(0), int32(0)
		for at := range ix.all(gramOf(d.f[p:])) {
			s := src[at.g].f
			n := gram
			for p+n < len(d.c) && int(at.p)+n < len(s) && d.f[p+n] == s[int(at.p)+n] {
				n++
			}
			c.dft.work += n
			if c.telling(d, p, n, &src[at.g], int(at.p), typed) && n > best {
				best, bg, bq = n, at.g, at.p
			}
		}
		if best == 0 {
			p++
			continue
		}
		g := &src[bg]
		ds, de := d.ti[p], d.ti[p+best-1]+1
		if p+best == len(d.c) {
			de = d.e
		}
		ss, se := g.ti[bq], g.ti[int(bq)+best-1]+1
		name := identify(g.c)
		if name == "" {
			name = identify(g.c[bq : int(bq)+best])
		}
		if name == "" {
			name = "reference"
		}
		f := c.span(Identifier, ds, de, name, "The same "+plain(name)+" is in the source.").from(c.src, ss, se)
		f.Proposal = standIn(name)
		c.add(f)
		p += best
	}
}

// telling decides whether n characters shared between a draft group at p and a
// source group at q say which number is meant. Two different numbers that begin
// or end alike do not.
func (c *checker) telling(d *group, p, n int, s *group, q int, typed []bool) bool {
	left := p == 0 || q == 0 || n >= 6 && digit(d.c[p]) && !digit(d.c[p-1]) && !digit(s.c[q-1]) // whatever label each has
	right := p+n == len(d.c) || q+n == len(s.c)
	whole := p+n <= len(d.c) && (p == 0 || d.ti[p-1] != d.ti[p]) && (p+n == len(d.c) || d.ti[p+n-1] != d.ti[p+n])
	srcWhole := (q == 0 || s.ti[q-1] != s.ti[q]) && (q+n == len(s.c) || s.ti[q+n-1] != s.ti[q+n])
	nd, nl := 0, 0
	for i := p; i < p+n; i++ {
		if digit(d.f[i]) {
			nd++
		} else {
			nl++
		}
	}
	if whole && q == 0 && n >= 6 && (nl > 0 && nd > 1 || nl > 3) && c.dft.word(d.ti[p+n-1]+1) == "." && c.dft.word(d.ti[p+n-1]+2) == "." {
		return true // an address written short: 0x5290...9ee7
	}
	if nd == 1 && nl >= 3 { // an exhibit: JRT/4
		return n == len(d.c) && (n == len(s.c) || q == 0 && s.ti[n] != s.ti[n-1])
	}
	if nd < 2 || nd == 2 && nl < 2 {
		return false
	}
	if typed[d.ti[p]] && n < 6 {
		return false
	}
	if whole && srcWhole && nd >= 6 && nl >= 2 { // a whole reference, with a count after it
		return true
	}
	if whole && srcWhole && nd >= 3 && !year(d.c[p:p+n]) && (n >= 5 || n >= 4 && !typed[d.ti[p]]) {
		return c.continues(d, p, n, s, q)
	}
	if !left || !right || !whole && n < 8 {
		return false
	}
	if n >= 5 {
		return nd >= 3 || nl >= 2
	}
	// four characters: a whole token on both sides, and not a year
	return srcWhole && whole && !year(d.c[p:p+n])
}

// continues refuses a shared piece of two long numbers that then differ, such as
// two phones on one exchange.
func (c *checker) continues(d *group, p, n int, s *group, q int) bool {
	dl := p > 0 && digit(d.c[p-1]) && q > 0 && digit(s.c[q-1])
	dr := p+n < len(d.c) && q+n < len(s.c) && digit(d.c[p+n]) && digit(s.c[q+n])
	return !dl && !dr
}

func year(s string) bool {
	return len(s) == 4 && (s[:2] == "19" || s[:2] == "20")
}

// unknown advises on a personal identifier the source does not hold: it may be
// from somewhere else that matters.
func (c *checker) unknown(dft, src []group) {
	for i := range dft {
		switch name := identify(dft[i].c); name {
		case "national-insurance-number", "nhs-number", "imei", "iccid", "card", "iban", "pnc-id", "prison-number":
			f := c.span(Identifier, dft[i].s, dft[i].e, name, "It reads as a "+plain(name)+" and is not in the source; is it needed?")
			f.Severity, f.Acceptable = Advise, true
			c.add(f)
		}
	}
}
