package risk

import (
	"strings"
	"time"
)

// timeClasses are the classes of words that place an act in time.
type timeClasses struct {
	now, today, tomorrow, later, habit, ago, move classID
	weekday                                       [7]classID
	lastEvery                                     classID
}

func (t *timeClasses) load(get func(string) classID) {
	t.now, t.today, t.tomorrow, t.later = get("T_NOW"), get("T_TODAY"), get("T_TOMORROW"), get("T_LATER")
	t.habit, t.ago, t.move = get("T_HABIT"), get("T_AGO"), get("T_MOVE")
	t.lastEvery = get("T_LAST_EVERY")
	for i := range t.weekday {
		t.weekday[i] = get("T_" + strings.ToUpper(time.Weekday(i).String()))
	}
}

type moment struct {
	immediate bool
	when      string
	at        run
}

// moment reads when a hit is to happen: the sentence first, then its neighbours
// (the whole text when it is short).
func (m *matcher) moment(h *hit, ctx *context, received time.Time) moment {
	reach := 1
	if ctx.short {
		reach = len(m.p.sents)
	}
	best := moment{}
	for d := 0; d <= reach; d++ {
		for _, si := range [2]int{h.sent - d, h.sent + d} {
			if si < 0 || si >= len(m.p.sents) {
				continue
			}
			got := m.sentenceMoment(&m.p.sents[si], received, d)
			if got.immediate {
				return got
			}
			if best.when == "" {
				best = got
			}
			if d == 0 {
				break
			}
		}
	}
	if h.rule.imm {
		best.immediate = true
	}
	return best
}

func (m *matcher) sentenceMoment(s *sentence, received time.Time, distance int) moment {
	tc := &m.e.times
	later := s.classes.has(tc.later)
	ago := s.classes.has(tc.ago)
	habit := s.classes.has(tc.habit)
	try := func(c classID, days int) (moment, bool) {
		if !s.classes.has(c) {
			return moment{}, false
		}
		at, ok := m.find(c, s.from, s.to)
		if !ok {
			return moment{}, false
		}
		return moment{immediate: true, when: m.resolve(at, received, days), at: at}, true
	}
	if got, ok := try(tc.now, 0); ok {
		return got
	}
	if got, ok := try(tc.today, 0); ok && !ago {
		return got
	}
	if got, ok := try(tc.tomorrow, 1); ok {
		return got
	}
	if got, ok := m.weekday(s, received); ok {
		return got
	}
	if got, ok := try(tc.move, 0); ok && !later && !ago && !habit && distance <= 2 {
		return got
	}
	if s.classes.has(classClock) && !later && !habit && !ago && distance <= 2 {
		if at, ok := m.find(classClock, s.from, s.to); ok {
			return moment{immediate: !m.anyDay(), when: "", at: at}
		}
	}
	return moment{}
}

// anyDay reports whether the text names a weekday or a later time anywhere.
func (m *matcher) anyDay() bool {
	tc := &m.e.times
	for i := range m.p.sents {
		c := m.p.sents[i].classes
		if c.has(tc.later) || c.has(tc.habit) || c.has(tc.ago) {
			return true
		}
		for _, w := range tc.weekday {
			if c.has(w) {
				return true
			}
		}
	}
	return false
}

// weekday resolves a named day to its next date on or after the received one.
func (m *matcher) weekday(s *sentence, received time.Time) (moment, bool) {
	tc := &m.e.times
	for day, c := range tc.weekday {
		if !s.classes.has(c) {
			continue
		}
		at, ok := m.find(c, s.from, s.to)
		if !ok || m.covered(tc.lastEvery, s, at.from) {
			continue
		}
		if received.IsZero() {
			return moment{at: at}, true
		}
		days := (day - int(received.Weekday()) + 7) % 7
		return moment{immediate: days <= 1 && !s.classes.has(tc.habit), when: m.resolve(at, received, days), at: at}, true
	}
	return moment{}, false
}

func (m *matcher) resolve(at run, received time.Time, days int) string {
	words := m.words(at)
	if received.IsZero() {
		return words
	}
	return words + " = " + received.AddDate(0, 0, days).Format("Mon 2 Jan")
}

func (m *matcher) words(at run) string {
	var b strings.Builder
	for i := at.from; i < at.to; i++ {
		t := &m.p.tokens[i]
		if i > at.from {
			b.WriteByte(' ')
		}
		if t.word != 0 {
			b.WriteString(m.e.spelling[t.word])
		} else {
			b.Write(m.p.text(t))
		}
	}
	return b.String()
}
