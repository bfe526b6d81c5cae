package sanitise

import "strings"

// sign is one thing noticed of a sentence: what kind of thing, up to three
// words or classes, and the token it belongs to, or -1.
type sign struct {
	kind    string
	a, b, c string
	at      int
}

func (s sign) String() string {
	t := s.kind + ":" + s.a
	if s.b != "" {
		t += " " + s.b
	}
	if s.c != "" {
		t += " " + s.c
	}
	return t
}

const (
	fnvStart = 14695981039346656037
	fnvPrime = 1099511628211
)

func hashOn(h uint64, s string) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return h
}

func hashSign(name string) uint64 { return hashOn(fnvStart, name) }

// hash is hashSign(s.String()) without making the string.
func (s *sign) hash() uint64 {
	h := (hashOn(fnvStart, s.kind) ^ ':') * fnvPrime
	h = hashOn(h, s.a)
	if s.b != "" {
		h = hashOn((h^' ')*fnvPrime, s.b)
	}
	if s.c != "" {
		h = hashOn((h^' ')*fnvPrime, s.c)
	}
	return h
}

// symbol is what a token is in a sentence's outline: a word of no meaning of its
// own as it is, any other by its class.
func (v *view) symbol(i int) (symbol, sense string) {
	t := &v.toks[i]
	switch {
	case t.kind == numTok || t.kind == mixTok:
		return "#", ""
	case t.kind == markTok:
		return t.w, ""
	case t.cap && !v.opens(i):
		return "@", ""
	}
	s := v.senses(i)
	switch {
	case t.stop:
		return t.w, ""
	case s != "":
		return s[:1], s
	}
	return "x", ""
}

// digits names small numbers.
const digitNames = "0123456789"

func digitName(n int) string { n = min(max(n, 0), 9); return digitNames[n : n+1] }

// most is how many tokens of one sentence are read; a report's sentences are
// shorter.
const mostRead = 80

// signs tells of everything noticed in sentence n of the draft. The same sign
// may be told of twice and counts once.
func (c *checker) signs(n int, tell func(sign)) {
	v := c.dft
	s, e := v.sents[n][0], min(v.sents[n][1], v.sents[n][0]+mostRead)
	h := v.hedge(n)
	hedged := "0"
	if h >= 0 {
		hedged = "1"
		tell(sign{kind: "hw", a: v.toks[h].w, at: -1})
		tell(sign{kind: "hp", a: digitName(min((h-s)/4, 4)), at: -1})
	}
	tell(sign{kind: "h", a: hedged, at: -1})
	if v.factual(n) {
		tell(sign{kind: "f", a: hedged, at: -1})
	}
	sy := c.outline[:0]
	shared := 0
	classed := [5]bool{}
	for i := s; i < e; i++ {
		t := &v.toks[i]
		y, sense := v.symbol(i)
		sy = append(sy, y)
		if t.kind != wordTok || y == "@" {
			continue
		}
		tell(sign{kind: "w", a: t.st, at: i})
		for k := range sense {
			tell(sign{kind: "c", a: sense[k : k+1], at: i})
			tell(sign{kind: "c", a: sense[k : k+1], b: hedged, at: i})
			if x := strings.IndexByte(sourceKeyed, sense[k]); x >= 0 {
				classed[x] = true
			}
		}
		if i+1 < e && v.toks[i+1].kind == wordTok {
			tell(sign{kind: "b", a: t.st, b: v.toks[i+1].st, at: i})
		}
		if t.sid > 0 && !t.stop && c.srcStems()[t.sid] {
			shared++
		}
	}
	c.outline = sy
	c.frame(s, e, sy, tell)
	for i := range sy {
		before := "^"
		if i > 0 {
			before = sy[i-1]
		}
		tell(sign{kind: "s", a: before, b: sy[i], at: s + i})
		if i > 0 {
			first := "^"
			if i > 1 {
				first = sy[i-2]
			}
			tell(sign{kind: "t", a: first, b: before, c: sy[i], at: s + i})
		}
		for j := i + 2; j < len(sy) && j < i+5; j++ {
			tell(sign{kind: "z", a: sy[i], b: sy[j], at: s + i})
		}
	}
	tell(sign{kind: "o", a: hedged, b: digitName(min(shared, 4)), at: -1})
	c.place(n, hedged, tell)
	for k := range c.class {
		tell(sign{kind: "k", a: k, at: -1})
		for x, ok := range classed {
			if ok {
				tell(sign{kind: "k", a: k, b: sourceKeyed[x : x+1], at: -1})
			}
		}
	}
}

// sourceKeyed are the classes of word that mean different things after
// different kinds of source.
const sourceKeyed = "pMPma"

// place tells where in the draft a sentence stands, how long it is and whether
// the others hedge.
func (c *checker) place(n int, hedged string, tell func(sign)) {
	v := c.dft
	others := "0"
	if c.hedges == 0 {
		c.hedges = 1
		for k := range v.sents {
			if v.hedge(k) >= 0 {
				c.hedges++
			}
		}
	}
	mine := 0
	if hedged == "1" {
		mine = 1
	}
	if c.hedges-1 > mine {
		others = "1"
	}
	tell(sign{kind: "d", a: digitName(min(n, 3)), at: -1})
	tell(sign{kind: "D", a: digitName(min(len(v.sents), 4)), at: -1})
	tell(sign{kind: "da", a: others, b: hedged, at: -1})
	tell(sign{kind: "L", a: digitName(min((v.sents[n][1]-v.sents[n][0])/6, 5)), at: -1})
}

// srcStems are the stems of the source that the draft also holds.
func (c *checker) srcStems() []bool {
	if c.stems == nil {
		c.stems = make([]bool, len(c.dft.words)+1)
		for i := range c.src.toks {
			if t := &c.src.toks[i]; t.kind == wordTok && t.sid > 0 && !t.stop {
				c.stems[t.sid] = true
			}
		}
	}
	return c.stems
}

// frame tells of a sentence's frame: who or what it is about, its first helping
// verb and what follows, and whether it is passive.
func (c *checker) frame(s, e int, sy []string, tell func(sign)) {
	v := c.dft
	head, aux := "", ""
	for i := s; i < e; i++ {
		w := v.toks[i].w
		if helping[w] && aux == "" {
			aux = w
			next := ""
			for j := i + 1; j < e && j < i+4; j++ {
				if y := sy[j-s]; y != "not" && y != "been" && y != "being" && y != "be" && v.toks[j].kind == wordTok {
					next = y
					if strings.HasSuffix(v.toks[j].w, "ed") || strings.HasSuffix(v.toks[j].w, "en") {
						tell(sign{kind: "pv", a: aux, b: y, at: j})
						tell(sign{kind: "pw", a: head, b: y, at: j})
					}
					break
				}
			}
			tell(sign{kind: "fa", a: head, b: aux, c: next, at: i})
			tell(sign{kind: "fb", a: head, b: aux, at: i})
			break
		}
		if y := sy[i-s]; v.toks[i].kind == wordTok && !determiner[w] && y != "x" {
			head = y
		}
	}
	if aux == "" {
		tell(sign{kind: "fn", a: head, at: -1})
	}
}

var (
	helping    = set("is are was were has have had been be may might could should can will would must do does did")
	determiner = set("a an the this that his her their its of in on at")
)
