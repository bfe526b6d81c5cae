package risk

import "sort"

// roleClasses are the classes of words that name a part in an event.
type roleClasses struct {
	weapon, place, timeWord, threat classID
}

func (r *roleClasses) load(get func(string) classID) {
	r.weapon, r.place, r.timeWord, r.threat = get("WEAPON"), get("PLACE"), get("TIME_WORD"), get("ACT_ON")
}

const maxMentions = 40

// mentions collects who, where, when and with what, from the sentences that hold
// live hits and their neighbours. It offers words; it identifies nobody.
func (m *matcher) mentions(live []hit, prompts []Prompt, text string) []Mention {
	near := map[int]bool{}
	for i := range live {
		for d := -1; d <= 1; d++ {
			near[live[i].sent+d] = true
		}
	}
	for _, p := range prompts {
		for _, s := range p.Spans {
			i := sort.Search(len(m.p.tokens), func(i int) bool { return int(m.p.tokens[i].end) > s.Start })
			if i < len(m.p.tokens) {
				near[int(m.p.tokens[i].sent)] = true
			}
		}
	}
	sents := make([]int, 0, len(near))
	for si := range near {
		if si >= 0 && si < len(m.p.sents) {
			sents = append(sents, si)
		}
	}
	sort.Ints(sents)
	var out []Mention
	cut := newCutter(text)
	add := func(role string, at run) {
		if len(out) < maxMentions {
			from, to := int(m.p.tokens[at.from].start), int(m.p.tokens[at.to-1].end)
			out = append(out, Mention{Role: role, Start: from, End: to, Text: cut.cut(from, to)})
		}
	}
	for _, si := range sents {
		s := &m.p.sents[si]
		for _, k := range [3]struct {
			role string
			c    classID
		}{{"weapon", m.e.roles.weapon}, {"place", m.e.roles.place}, {"time", m.e.roles.timeWord}} {
			for i := s.from; i < s.to; {
				at, ok := m.find(k.c, i, s.to)
				if !ok {
					break
				}
				add(k.role, at)
				i = at.to
			}
		}
		m.names(s, add)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	return out
}

// names files runs of names: after the act, or before a passive, somebody is at
// risk; otherwise the name is offered as a suspected offender.
func (m *matcher) names(s *sentence, add func(string, run)) {
	act, hasAct := m.find(m.e.roles.threat, s.from, s.to)
	for i := s.from; i < s.to; i++ {
		if m.p.tokens[i].extra&(1<<className) == 0 {
			continue
		}
		to := i + 1
		for to < s.to && m.p.tokens[to].join == joinSpace && m.p.tokens[to].capital && m.p.tokens[to].extra&(1<<classNumber) == 0 {
			to++
		}
		role := "person at risk"
		if hasAct && i < act.from && !m.passive(i, act.from) {
			role = "suspected offender"
		}
		if !m.placeName(to - 1) {
			add(role, run{i, to})
		}
		i = to - 1
	}
}

func (m *matcher) placeName(i int32) bool { return m.e.has(m.p, i, m.e.roles.place) }

func (m *matcher) passive(from, to int32) bool {
	for i := from; i < to; i++ {
		switch m.p.tokens[i].word {
		case 0:
		case m.e.wBeing, m.e.wWas, m.e.wIs, m.e.wAre:
			return true
		default:
			if s := m.e.spelling[m.p.tokens[i].word]; s == "be" || s == "getting" || s == "gets" || s == "been" {
				return true
			}
		}
	}
	return false
}

// cutter cuts rune ranges out of a text, forwards, without an index of it.
type cutter struct {
	text        string
	runes, byte int
}

func newCutter(text string) *cutter { return &cutter{text: text} }

func (c *cutter) at(n int) int {
	if n < c.runes {
		c.runes, c.byte = 0, 0
	}
	for i := range c.text[c.byte:] {
		if c.runes == n {
			c.byte += i
			return c.byte
		}
		c.runes++
	}
	c.runes, c.byte = 0, 0
	return len(c.text)
}

func (c *cutter) cut(from, to int) string {
	a := c.at(from)
	b := c.at(to)
	return c.text[a:b]
}
