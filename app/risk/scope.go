package risk

import "strings"

// scopeClasses are the classes of words that change what a match means.
type scopeClasses struct {
	neg, pseudo, stop, negAfter classID
	history, present            classID
	resolved, unresolved        classID
	exercise, idiom, boiler     classID
	domains                     []domain
}

type domain struct {
	name         string
	strong, weak classID
}

func (s *scopeClasses) load(get func(string) classID) {
	s.neg, s.pseudo, s.stop, s.negAfter = get("NEG"), get("PSEUDO"), get("CLAUSE_STOP"), get("NEG_AFTER")
	s.history, s.present = get("HISTORY"), get("PRESENT")
	s.resolved, s.unresolved = get("RESOLVED"), get("UNRESOLVED")
	s.exercise, s.idiom = get("EXERCISE"), get("IDIOM")
	s.boiler = get("BOILER")
	for _, name := range []string{"GAME", "SPORT", "SCREEN", "MUSIC", "COOK", "MEDICAL", "POLICY", "NEWS", "TRADE", "FIGURE"} {
		s.domains = append(s.domains, domain{strings.ToLower(name), get("DOM_" + name), get("DOW_" + name)})
	}
}

// words names the cue of a scope for the officer.
func (s *scopeClasses) domainTitle(name string) string {
	switch name {
	case "game":
		return "a game"
	case "sport":
		return "sport"
	case "screen":
		return "film, television or fiction"
	case "music":
		return "music or lyrics"
	case "cook":
		return "cooking or food"
	case "medical":
		return "medicine"
	case "policy":
		return "policy, training or administration"
	case "news":
		return "news, history or law"
	case "trade":
		return "a trade or a hobby"
	}
	return "a figure of speech"
}

type cue struct {
	reason string
	at     run
}

// setAside decides whether the context takes a hit off the live list, and why.
func (m *matcher) setAside(h *hit, ctx *context) (cue, bool) {
	r := h.rule
	if c, ok := m.idiom(h); ok {
		return c, true
	}
	if ctx.exercise.to > 0 && r.weight < 5 {
		return cue{reason: "an exercise", at: ctx.exercise}, true
	}
	if !r.deafNeg {
		if at, ok := m.negated(h); ok {
			return cue{reason: "denied", at: at}, true
		}
	}
	if at, ok := m.resolved(h, ctx); ok && r.weight < 5 {
		return cue{reason: "reported as resolved", at: at}, true
	}
	if !r.deafPast {
		if at, ok := m.history(h, ctx); ok {
			return cue{reason: "past and closed", at: at}, true
		}
	}
	if !r.deafDom {
		if c, ok := m.elsewhere(h, ctx); ok {
			h.doubt = r.ttl && r.weight >= standAlone
			return c, true
		}
	}
	return cue{}, false
}

// idiom holds when the core of a match lies inside a figure of speech.
func (m *matcher) idiom(h *hit) (cue, bool) {
	s := &m.p.sents[h.sent]
	if !s.classes.has(m.e.scopes.idiom) {
		return cue{}, false
	}
	for k := m.p.first[s.from]; k < m.p.first[s.to]; k++ {
		mu := &m.p.multi[k]
		if !m.e.closure[mu.class].has(m.e.scopes.idiom) {
			continue
		}
		for _, el := range h.parts {
			if el.from >= mu.from && el.to <= mu.to || mu.from >= el.from && mu.to <= el.to {
				if m.content(el) {
					return cue{reason: "a figure of speech", at: run{mu.from, mu.to}}, true
				}
			}
		}
	}
	return cue{}, false
}

// content reports whether an element holds more than common words.
func (m *matcher) content(el run) bool {
	for i := el.from; i < el.to; i++ {
		t := &m.p.tokens[i]
		if t.word == 0 || !common(m.e.spelling[t.word]) {
			return true
		}
	}
	return false
}

// negated looks back from the match to the start of its clause, and between its
// elements, for a denial that is not itself part of the match.
func (m *matcher) negated(h *hit) (run, bool) {
	sc := &m.e.scopes
	s := &m.p.sents[h.sent]
	if s.classes.has(sc.negAfter) {
		if at, ok := m.find(sc.negAfter, h.to(), min(s.to, h.to()+8)); ok {
			return at, true
		}
	}
	if !s.classes.has(sc.neg) {
		return run{}, false
	}
	from := h.from()
	for from > s.from && h.from()-from < 6 {
		if m.p.tokens[from].join >= joinClause || m.e.has(m.p, from-1, sc.stop) {
			break
		}
		from--
	}
	last := h.parts[len(h.parts)-1].from
	if last == h.from() {
		last++
	}
	for i := from; i < last; i++ {
		if m.inside(h, i) || m.covered(sc.pseudo, s, i) {
			continue
		}
		if m.e.has(m.p, i, sc.neg) {
			if m.broken(i, h.from(), sc.stop) {
				continue
			}
			return run{i, i + 1}, true
		}
		for k := m.p.first[i]; k < m.p.first[i+1]; k++ {
			if mu := &m.p.multi[k]; m.e.closure[mu.class].has(sc.neg) && !m.inside(h, mu.to-1) {
				return run{mu.from, mu.to}, true
			}
		}
	}
	return run{}, false
}

// broken reports a clause boundary between a denial and the match.
func (m *matcher) broken(i, to int32, stop classID) bool {
	for n := i + 1; n < to; n++ {
		if m.p.tokens[n].join >= joinClause || m.e.has(m.p, n, stop) {
			return true
		}
	}
	return false
}

func (m *matcher) inside(h *hit, i int32) bool {
	for _, el := range h.parts {
		if i >= el.from && i < el.to {
			return true
		}
	}
	return false
}

// covered reports whether token i lies in a phrase of class c.
func (m *matcher) covered(c classID, s *sentence, i int32) bool {
	if !s.classes.has(c) {
		return false
	}
	for n := max(s.from, i-8); n <= i; n++ {
		for k := m.p.first[n]; k < m.p.first[n+1]; k++ {
			if mu := &m.p.multi[k]; m.e.closure[mu.class].has(c) && mu.to > i {
				return true
			}
		}
		if n == i && m.e.has(m.p, i, c) {
			return true
		}
	}
	return false
}

// find looks for a word or phrase of class c that starts in [from, to).
func (m *matcher) find(c classID, from, to int32) (run, bool) {
	for i := from; i < to; i++ {
		for k := m.p.first[i]; k < m.p.first[i+1]; k++ {
			if m.e.closure[m.p.multi[k].class].has(c) {
				return run{i, m.p.multi[k].to}, true
			}
		}
		if m.e.has(m.p, i, c) {
			return run{i, i + 1}, true
		}
	}
	return run{}, false
}

// inSentences looks for class c in the sentences around a hit.
func (m *matcher) inSentences(c classID, si int, reach int) (run, bool) {
	for d := 0; d <= reach; d++ {
		for _, n := range [2]int{si - d, si + d} {
			if n < 0 || n >= len(m.p.sents) || d == 0 && n != si {
				continue
			}
			if s := &m.p.sents[n]; s.classes.has(c) {
				if at, ok := m.find(c, s.from, s.to); ok {
					return at, true
				}
			}
			if d == 0 {
				break
			}
		}
	}
	return run{}, false
}

func (m *matcher) resolved(h *hit, ctx *context) (run, bool) {
	sc := &m.e.scopes
	reach := 1
	if ctx.short {
		reach = len(m.p.sents)
	}
	at, ok := m.inSentences(sc.resolved, h.sent, reach)
	if !ok {
		return run{}, false
	}
	if _, open := m.inSentences(sc.unresolved, h.sent, reach); open {
		return run{}, false
	}
	return at, true
}

func (m *matcher) history(h *hit, ctx *context) (run, bool) {
	sc := &m.e.scopes
	s := &m.p.sents[h.sent]
	if at, ok := m.find(sc.history, s.from, s.to); ok {
		if _, now := m.find(sc.present, s.from, s.to); !now {
			return at, true
		}
		return run{}, false
	}
	if !ctx.short || ctx.present {
		return run{}, false
	}
	return m.inSentences(sc.history, h.sent, 2)
}

// elsewhere weighs the cues of other domains against the weight of the rule.
func (m *matcher) elsewhere(h *hit, ctx *context) (cue, bool) {
	need := []int{0, 1, 2, 2, 3, 5}[h.rule.weight]
	if ctx.short {
		if ctx.score >= need {
			return cue{m.e.scopes.domainTitle(ctx.domain), ctx.cue}, true
		}
		return cue{}, false
	}
	from, to := max(0, h.sent-1), min(len(m.p.sents), h.sent+2)
	score, name, at := m.domainScore(from, to)
	if score >= need {
		return cue{m.e.scopes.domainTitle(name), at}, true
	}
	return cue{}, false
}

// context is what the whole text, or the part in hand, says about itself.
type context struct {
	short    bool
	exercise run
	score    int
	domain   string
	cue      run
	present  bool
}

const shortText = 130 // tokens; a text below it is one scope

func (m *matcher) context() context {
	ctx := context{short: len(m.p.tokens) <= shortText}
	for si := range m.p.sents {
		s := &m.p.sents[si]
		if s.classes.has(m.e.scopes.exercise) && ctx.exercise.to == 0 {
			ctx.exercise, _ = m.find(m.e.scopes.exercise, s.from, s.to)
		}
		ctx.present = ctx.present || s.classes.has(m.e.scopes.present)
	}
	if ctx.short {
		ctx.score, ctx.domain, ctx.cue = m.domainScore(0, len(m.p.sents))
	}
	return ctx
}

// domainScore is the best score of one domain: two for each different strong
// cue, one for each weak one, at most three of a kind.
func (m *matcher) domainScore(from, to int) (best int, name string, at run) {
	for _, d := range m.e.scopes.domains {
		score := 0
		var first run
		for _, k := range [2]struct {
			c classID
			w int
		}{{d.strong, 2}, {d.weak, 1}} {
			n, cueAt := m.different(k.c, from, to)
			if n > 0 && first.to == 0 {
				first = cueAt
			}
			score += k.w * n
		}
		if score > best {
			best, name, at = score, d.name, first
		}
	}
	return best, name, at
}

// different counts the different words of class c, up to four.
func (m *matcher) different(c classID, from, to int) (int, run) {
	var seen [4]int32
	n := 0
	var first run
	for si := from; si < to; si++ {
		s := &m.p.sents[si]
		if !s.classes.has(c) {
			continue
		}
		for i := s.from; i < s.to && n < len(seen); {
			at, ok := m.find(c, i, s.to)
			if !ok {
				break
			}
			w, dup := m.p.tokens[at.from].word, false
			for _, o := range seen[:n] {
				dup = dup || o == w
			}
			if !dup {
				if n == 0 {
					first = at
				}
				seen[n] = w
				n++
			}
			i = at.to
		}
	}
	return n, first
}
