package risk

import (
	"maps"
	"slices"
)

// sentences cuts the page and files the shapes of tokens: numbers, ages, sums,
// times, names.

const maxSentence = 90 // tokens; a longer run is cut so that windows stay bounded

func (e *Engine) sentences(p *page) {
	markTurns(p)
	turn, from := int32(0), 0
	for i := range p.tokens {
		t := &p.tokens[i]
		if i > 0 && (t.join >= joinSentence || i-from >= maxSentence || i-from >= maxSentence*2/3 && t.join >= joinClause) {
			p.sents = append(p.sents, sentence{from: int32(from), to: int32(i), turn: turn})
			from = i
		}
		if t.join == joinTurn {
			turn++
		}
		t.sent = int32(len(p.sents))
	}
	if from < len(p.tokens) {
		p.sents = append(p.sents, sentence{from: int32(from), to: int32(len(p.tokens)), turn: turn})
	}
}

// markTurns finds "Name:", "A:", "[12:03] Kev:" at the start of a line, or of a
// sentence when the name is one capitalised word.
func markTurns(p *page) {
	for i := range p.tokens {
		if p.tokens[i].after != ':' || i+1 >= len(p.tokens) {
			continue
		}
		from := i
		for from > 0 && i-from < 4 && !p.tokens[from].line && p.tokens[from].join < joinSentence {
			from--
		}
		t := &p.tokens[from]
		if !t.line && (t.join < joinSentence || i != from || !t.capital) {
			continue
		}
		for n := from; n <= i; n++ {
			p.tokens[n].label = true
		}
		t.join = joinTurn
		p.tokens[i+1].join = joinTurn
	}
}

func (e *Engine) shapes(p *page) {
	for i := range p.tokens {
		t := &p.tokens[i]
		if t.rawLen == 0 {
			continue
		}
		raw := p.text(t)
		c := raw[0]
		switch {
		case digit(c) || c == 0xC2 || c == 0xE2 || c == '$':
			e.numeric(p, i, t, raw)
		case t.word != 0:
			if n := e.words[t.word].number; n > 0 {
				t.num = n
				t.extra |= 1 << classNumber
			}
			if t.capital && e.is(t.word, e.firstNames) && t.join < joinSentence {
				t.extra |= 1 << className
			}
		}
		if t.word == 0 && t.capital && t.rawLen > 1 && !digit(c) && !t.label {
			if t.join < joinSentence || i+1 < len(p.tokens) && p.tokens[i+1].capital && p.tokens[i+1].join == joinSpace {
				t.extra |= 1 << className
			}
		}
	}
	for i := range p.tokens {
		e.compound(p, i)
	}
}

func (e *Engine) numeric(p *page, i int, t *token, raw []byte) {
	n, rest := leadingNumber(raw)
	money := len(raw) > 1 && (raw[0] == '$' || raw[0] == 0xC2 || raw[0] == 0xE2)
	if raw[0] == 0xC2 || raw[0] == 0xE2 { // a currency sign glued to or before a sum
		if i+1 < len(p.tokens) && p.tokens[i+1].join == joinSpace && p.tokens[i+1].rawLen > 0 && digit(p.bytes[p.tokens[i+1].raw]) {
			t.extra |= 1 << classMoney
		}
		return
	}
	if money {
		t.extra |= 1 << classMoney
		return
	}
	t.num = int32(n)
	t.extra |= 1 << classNumber
	switch s := string(rest); {
	case s == "k" || s == "grand":
		t.extra |= 1 << classMoney
	case s == "yo" || s == "yr" || s == "yrs" || s == "yrold" || s == "y":
		t.extra |= ageClass(n)
	case s == "am" || s == "pm" || s == "ish" || s == "hrs" || s == "hours" && len(raw) > 6:
		t.extra |= 1 << classClock
	case len(s) >= 3 && (s[0] == ':' || s[0] == '.') && n < 24 && digit(s[1]) && digit(s[2]) && s[1] < '6' && (len(s) == 3 || !digit(s[3])):
		t.extra |= 1 << classClock
	case len(raw) >= 10 && len(raw) <= 13 && raw[0] == '0' && allDigits(raw):
		t.extra |= 1 << classPhone
	}
}

func leadingNumber(raw []byte) (int, []byte) {
	n, i := 0, 0
	for i < len(raw) && i < 7 && digit(raw[i]) {
		n = n*10 + int(raw[i]-'0')
		i++
	}
	return n, raw[i:]
}

func ageClass(n int) uint16 {
	switch {
	case n >= 0 && n < 18:
		return 1 << classMinor
	case n >= 68 && n < 115:
		return 1 << classElder
	}
	return 1 << classAdult
}

// compound finds ages, sums and times that run over several tokens.
func (e *Engine) compound(p *page, i int) {
	t := &p.tokens[i]
	if t.extra&(1<<classNumber) == 0 {
		if t.word != 0 && t.word == e.wAged && i+1 < len(p.tokens) {
			if next := &p.tokens[i+1]; next.extra&(1<<classNumber) != 0 {
				next.extra |= ageClass(int(next.num))
			}
		}
		return
	}
	at := func(n int) *token {
		if i+n < len(p.tokens) && p.tokens[i+n].join < joinSentence {
			return &p.tokens[i+n]
		}
		return &token{}
	}
	one, two := at(1), at(2)
	switch {
	case one.word != 0 && (one.word == e.wYear || one.word == e.wYears || one.word == e.wYr) && (two.word == e.wOld || two.word == e.wOlds):
		t.extra |= ageClass(int(t.num))
	case one.word != 0 && (one.word == e.wMonth || one.word == e.wMonths || one.word == e.wWeek || one.word == e.wWeeks) && two.word == e.wOld && e.wOld != 0:
		t.extra |= 1 << classMinor
	case one.word != 0 && (one.word == e.wAm || one.word == e.wPm || one.word == e.wOclock || one.word == e.wHrs):
		t.extra |= 1 << classClock
	case e.is(one.word, e.sumWords):
		t.extra |= 1 << classMoney
	}
	if i == 0 {
		return
	}
	prev := &p.tokens[i-1]
	if prev.word == 0 {
		return
	}
	switch prev.word {
	case e.wAt, e.wBy, e.wTil:
		small := t.num >= 1 && t.num <= 12 || t.num >= 100 && t.num < 2400 && t.rawLen == 4
		if small && t.extra&(1<<classClock) == 0 && !e.is(one.word, e.unitWords) && !one.capital {
			t.extra |= 1 << classClock
		}
	case e.wIs, e.wShes, e.wHes, e.wOnly, e.wJust, e.wIm, e.wAre, e.wTurns, e.wTurned, e.wBeing, e.wTheyre, e.wWas:
		plain := t.rawLen > 0 && (t.num >= 3 && t.num <= 17 || t.num >= 68 && t.num < 105)
		ends := i+1 >= len(p.tokens) || p.tokens[i+1].join >= joinComma || e.is(one.word, e.ageTail)
		if plain && ends && t.extra&(1<<classClock|1<<classMoney) == 0 {
			t.extra |= ageClass(int(t.num))
		}
	}
	if prev.word == e.wAge && t.num > 0 && t.num < 115 {
		t.extra |= ageClass(int(t.num))
	}
}

// numberWords lists the words that say a number.
func numberWords() []string { return slices.Sorted(maps.Keys(numberWord())) }

func numberWord() map[string]int {
	m := map[string]int{"dozen": 12}
	for i, w := range []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"} {
		m[w] = i + 1
	}
	for i, w := range []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		m[w] = (i + 2) * 10
	}
	return m
}
