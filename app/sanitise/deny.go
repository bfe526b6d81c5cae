package sanitise

import "strings"

// denied finds deny-listed terms in the draft, in any form of theirs. Nobody may
// accept one or set it aside.
func (c *checker) denied() {
	if len(c.in.Deny) == 0 {
		return
	}
	m := newMatcher(c.in.Deny)
	for _, h := range m.find(c.dft) {
		f := c.span(DenyList, h.s, h.e, h.how, "A term on the deny list; it cannot leave by any route.")
		c.add(f)
	}
}

// Refuse is a deny list made ready to look for in many texts.
type Refuse struct{ m *matcher }

// NewRefuse prepares a deny list. The value is immutable and safe to share.
func NewRefuse(deny []Term) *Refuse { return &Refuse{newMatcher(deny)} }

// Denied is one deny-listed term found in a text: Start and End are rune offsets,
// How says in which form it stands there.
type Denied struct {
	Term       Term
	Start, End int
	Text, How  string
}

// matcher is a deny list prepared for searching.
type matcher struct {
	terms  []Term
	words  [][]string       // the words of each term
	first  map[string][]int // word to terms it starts, in any form
	sound  map[string][]int // sound of a first or last name
	joined map[string]int   // whole term without spaces
	nums   map[string][]int // last four characters of each number
	num    []string         // bare form of each number
	long   []string         // words looked for with one slip
	longOf []int            // the term of each
	named  []bool           // reads as a person's name
}

type denyHit struct {
	term, s, e int
	how        string
}

func newMatcher(deny []Term) *matcher {
	m := &matcher{terms: deny, first: map[string][]int{}, sound: map[string][]int{}, joined: map[string]int{}, nums: map[string][]int{}}
	m.words = make([][]string, len(deny))
	m.num = make([]string, len(deny))
	m.named = make([]bool, len(deny))
	for i, t := range deny {
		v := newView(t.Text)
		m.named[i] = looksNamed(v)
		digits := 0
		for _, k := range v.toks {
			if k.kind == markTok {
				continue
			}
			m.words[i] = append(m.words[i], k.w)
			for x := 0; x < len(k.w); x++ {
				if digit(k.w[x]) {
					digits++
				}
			}
		}
		ws := m.words[i]
		if len(ws) == 0 {
			continue
		}
		if j := strings.Join(ws, ""); len(j) >= 4 {
			m.joined[j] = i
		}
		if digits >= 3 {
			b := bare(v)
			m.num[i] = b
			if len(b) >= 4 {
				m.nums[b[len(b)-4:]] = append(m.nums[b[len(b)-4:]], i)
			}
		}
		m.index(i, ws)
	}
	return m
}

// bare is the digits and letters of a number in its national form.
func bare(v *view) string {
	if gs := groupsOf(v); len(gs) == 1 {
		return gs[0].c
	}
	var b strings.Builder
	for _, t := range v.toks {
		if t.kind != markTok {
			b.WriteString(t.w)
		}
	}
	return b.String()
}

func (m *matcher) index(i int, ws []string) {
	put := func(w string) {
		for _, x := range m.first[w] {
			if x == i {
				return
			}
		}
		m.first[w] = append(m.first[w], i)
	}
	for _, w := range ws {
		put(w)
		for _, f := range familiar(w) {
			put(f)
		}
		if len(w) >= 5 && !digit(w[0]) {
			m.long, m.longOf = append(m.long, w), append(m.longOf, i)
		}
		if len(w) >= 4 && !digit(w[0]) {
			m.sound[sound(w)] = append(m.sound[sound(w)], i)
		}
	}
	if m.person(i) && len(ws) >= 2 {
		put(ws[0][:1]) // an initial
	}
}

// person reports a term that is somebody's name: by its kind, or where its kind
// does not say, by its look.
func (m *matcher) person(i int) bool {
	switch strings.ToLower(m.terms[i].Kind) {
	case "name", "alias", "nickname", "person", "":
		return true
	case "number", "operation", "op", "ref", "reference", "urn", "phone", "vehicle", "address", "place":
		return false
	}
	return m.named[i]
}

// looksNamed reports words that read as a person's name: a given name alone, or
// two or three capitalised words of which the first is a given name or the last
// a family name.
func looksNamed(v *view) bool {
	var ws []tok
	for _, t := range v.toks {
		if t.kind == wordTok {
			if !t.cap {
				return false
			}
			ws = append(ws, t)
		} else if t.kind != markTok {
			return false
		}
	}
	n := len(ws)
	return n > 0 && n <= 3 && (given(ws[0].w) || n > 1 && (family(ws[n-1].w) || !common(ws[n-1].w)) && !common(ws[0].w))
}

// find lists the terms in a view.
func (m *matcher) find(v *view) []denyHit {
	var out []denyHit
	for i := 0; i < len(v.toks); i++ {
		if v.toks[i].kind == markTok {
			continue
		}
		if h, ok := m.at(v, i); ok {
			out = append(out, h)
			i = h.e - 1
		}
	}
	return append(out, m.numbers(v)...)
}

// at tries every term that could start at token i.
func (m *matcher) at(v *view, i int) (denyHit, bool) {
	t := v.toks[i]
	var best denyHit
	try := func(k int) {
		if e, how := m.form(v, i, k); e > best.e {
			best = denyHit{k, i, e, how}
		}
	}
	for _, k := range m.first[t.w] {
		try(k)
	}
	if len(t.w) >= 4 && t.kind == wordTok {
		for _, k := range m.sound[sound(t.w)] {
			try(k)
		}
		if best.e == 0 && (t.cap || !common(t.w)) {
			for x, w := range m.long {
				if near(t.w, w) {
					try(m.longOf[x])
				}
			}
		}
	}
	// written together, or letter by letter
	if k, ok := m.joined[t.w]; ok && best.e == 0 {
		best = denyHit{k, i, i + 1, "joined"}
	}
	if best.e == 0 && (len(t.w) <= 2 || t.hidden) {
		if k, e := m.spaced(v, i); e > 0 {
			best = denyHit{k, i, e, "spaced"}
		}
	}
	return best, best.e > 0
}

// spaced joins a run of very short tokens and looks the result up.
func (m *matcher) spaced(v *view, i int) (int, int) {
	var b []byte
	j := i
	term, end := -1, 0
	for n := 0; n < 40 && j < len(v.toks); j++ {
		t := v.toks[j]
		if t.kind == markTok {
			if t.w == "." || t.w == "-" || t.w == "_" || t.w == "*" {
				continue
			}
			break
		}
		if len(t.w) > 2 {
			break
		}
		b = append(b, t.w...)
		n++
		if k, ok := m.joined[string(b)]; ok && n > 2 {
			term, end = k, j+1
		}
	}
	return term, end
}

// form tries the forms of term k at token i and gives the end, or 0.
func (m *matcher) form(v *view, i, k int) (int, string) {
	ws := m.words[k]
	if e := v.follows(i, ws); e > 0 {
		return e, "exact"
	}
	if !m.person(k) {
		if len(ws) == 1 && len(ws[0]) >= 6 && !digit(ws[0][len(ws[0])-1]) && near(v.toks[i].w, ws[0]) && !common(v.toks[i].w) {
			return i + 1, "misspelt"
		}
		if e := m.loosely(v, i, ws); e > 0 && len(ws) > 1 {
			return e, "misspelt"
		}
		return 0, ""
	}
	if len(ws) == 1 {
		if m.like(v.toks[i], ws[0]) {
			return i + 1, "variant"
		}
		return 0, ""
	}
	if e := m.loosely(v, i, ws); e > 0 {
		return e, "variant"
	}
	back := make([]string, len(ws)) // "Marsh, Dean"
	for x, w := range ws {
		back[len(ws)-1-x] = w
	}
	if e := m.loosely(v, i, back); e > 0 {
		return e, "turned"
	}
	if len(ws) > 2 { // middle names left out
		if e := m.loosely(v, i, []string{ws[0], ws[len(ws)-1]}); e > 0 {
			return e, "variant"
		}
	}
	if e := m.initials(v, i, ws); e > 0 {
		return e, "initials"
	}
	// a family name alone is enough when it is no everyday word
	last := ws[len(ws)-1]
	if v.toks[i].w == last && len(last) >= 4 && v.toks[i].cap && (!common(last) || !v.opens(i)) {
		return i + 1, "family name"
	}
	return 0, ""
}
