package risk

// blocksOf gives the classes that a word stands for by itself; word 0 has none.
func (e *Engine) blocksOf(w int32) sparse { return e.blocks[e.words[w].from:e.words[w].to] }

// is reports whether a word stands for class c by itself.
func (e *Engine) is(w int32, c classID) bool { return e.blocksOf(w).has(c) }

// has reports whether token i alone is of class c.
func (e *Engine) has(p *page, i int32, c classID) bool {
	t := &p.tokens[i]
	if e.is(t.word, c) {
		return true
	}
	for x, b := t.extra, 0; x != 0; x, b = x>>1, b+1 {
		if x&1 != 0 && e.closure[b].has(c) {
			return true
		}
	}
	return false
}

// run is a half-open run of tokens.
type run struct{ from, to int32 }

type matcher struct {
	e      *Engine
	p      *page
	steps  int
	found  []run    // elements of the sequence in hand
	work   *scoring // nil until a window is weighed
	scored window   // the window that work holds
}

const stepsPerSentence = 60000

// sequence looks for seq inside sentence si, from token from on.
func (m *matcher) sequence(seq *sequence, si int, from int32) bool {
	s := &m.p.sents[si]
	for _, c := range seq.need {
		if !s.classes.has(c) {
			return false
		}
	}
	if from < s.from {
		from = s.from
	}
	for i := from; i < s.to; i++ {
		m.found = m.found[:0]
		if m.element(seq, 0, i, s.to, true) {
			return true
		}
		if m.steps > stepsPerSentence {
			return false
		}
	}
	return false
}

func (m *matcher) element(seq *sequence, ei int, at, end int32, fixed bool) bool {
	if ei == len(seq.elems) {
		return true
	}
	el := &seq.elems[ei]
	gap := int32(el.gap)
	if fixed {
		gap = 0
	}
	for g := int32(0); g <= gap && at+g < end; g++ {
		m.steps++
		if m.steps > stepsPerSentence {
			return false
		}
		i := at + g
		for k := m.p.first[i+1] - 1; k >= m.p.first[i]; k-- {
			if mu := &m.p.multi[k]; m.e.closure[mu.class].has(el.class) && m.take(seq, ei, i, mu.to, end) {
				return true
			}
		}
		if m.e.has(m.p, i, el.class) && m.take(seq, ei, i, i+1, end) {
			return true
		}
	}
	if el.opt {
		if ei+1 < len(seq.elems) && el.gap > seq.elems[ei+1].gap {
			next := seq.elems[ei+1]
			return m.optional(seq, ei, at, end, next, el.gap)
		}
		return m.element(seq, ei+1, at, end, fixed)
	}
	return false
}

// optional skips an absent element but keeps the wider gap that stood before it.
func (m *matcher) optional(seq *sequence, ei int, at, end int32, _ element, gap uint8) bool {
	for g := int32(0); g <= int32(gap) && at+g < end; g++ {
		if m.element(seq, ei+1, at+g, end, true) {
			return true
		}
	}
	return false
}

func (m *matcher) take(seq *sequence, ei int, from, to, end int32) bool {
	m.found = append(m.found, run{from, to})
	if m.element(seq, ei+1, to, end, false) {
		return true
	}
	m.found = m.found[:len(m.found)-1]
	return false
}

// hit is one match of a rule.
type hit struct {
	doubt bool // set aside, but only for words of another domain
	rule  *rule
	sent  int
	parts []run // the elements of the first sequence
	more  []run // those of the others
}

// ofUnit reports that a match rests on a word that the unit added: those who added
// it know what it means, and the model has never met it.
func (m *matcher) ofUnit(h *hit) bool {
	for _, r := range h.parts {
		for i := r.from; len(m.e.own) > 0 && i < r.to; i++ {
			if m.e.own[m.e.wordOf(m.p, &m.p.tokens[i])] {
				return true
			}
		}
	}
	return false
}

func (h *hit) from() int32 { return h.parts[0].from }
func (h *hit) to() int32   { return h.parts[len(h.parts)-1].to }

const (
	hitsPerRule = 12   // spans of one rule that are kept for one text
	windowCap   = 160  // tokens on either side that a window may reach
	maxHits     = 4000 // for one text
)

// match runs every rule whose rarest class a sentence holds.
func (e *Engine) match(p *page) []hit {
	var hits []hit
	counts := make([]uint8, len(e.rules))
	m := matcher{e: e, p: p}
	for si := range p.sents {
		m.steps = 0
		p.sents[si].classes.each(e.anchorBits, func(c classID) {
			for _, r := range e.byAnchor[c] {
				if counts[r.number] >= hitsPerRule || len(hits) >= maxHits {
					continue
				}
				n := len(hits)
				hits = m.rule(hits, r, si)
				counts[r.number] += uint8(len(hits) - n)
			}
		})
	}
	return hits
}

// rule appends the matches of r in sentence si, at most three.
func (m *matcher) rule(hits []hit, r *rule, si int) []hit {
	from := int32(0)
	for n := 0; n < 3; n++ {
		if !m.sequence(&r.seqs[0], si, from) {
			return hits
		}
		h := hit{rule: r, sent: si, parts: append([]run(nil), m.found...)}
		from = h.to()
		if m.others(&h) {
			hits = append(hits, h)
		} else if n == 0 {
			return hits
		}
	}
	return hits
}

func (m *matcher) others(h *hit) bool {
	for i := 1; i < len(h.rule.seqs); i++ {
		seq := &h.rule.seqs[i]
		ok := m.near(seq, h)
		if ok == seq.not {
			return false
		}
		if ok {
			h.more = append(h.more, m.found...)
		}
	}
	return true
}

// near looks for seq in the window of a hit: its own sentence, then outwards.
func (m *matcher) near(seq *sequence, h *hit) bool {
	if m.sequence(seq, h.sent, 0) {
		return true
	}
	for d := 1; d <= int(h.rule.window); d++ {
		for _, si := range [2]int{h.sent + d, h.sent - d} {
			if si < 0 || si >= len(m.p.sents) {
				continue
			}
			s := &m.p.sents[si]
			if s.from-h.to() > windowCap || h.from()-s.to > windowCap {
				continue
			}
			if m.sequence(seq, si, 0) {
				return true
			}
		}
	}
	return false
}
