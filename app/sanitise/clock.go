package sanitise

import "strconv"

// clock reads a time of day in any notation. b is 1 when it may be either half
// of the day.
func (v *view) clock(i int) (datum, bool) {
	t := v.at(i)
	switch t.kind {
	case numTok:
		return v.clockDigits(i)
	case mixTok:
		return v.clockMixed(i)
	case wordTok:
		return v.clockWords(i)
	}
	return datum{}, false
}

func clockDatum(s, e, h, m int, amb bool) datum {
	d := datum{kind: dTime, s: s, e: e, a: int64(h*60 + m)}
	if amb {
		d.b = 1
	}
	return d
}

// half reads am or pm at token i: -1 none, 0 am, 1 pm.
func (v *view) half(i int) (int, int) {
	w := v.word(i)
	switch w {
	case "am":
		return 0, i + 1
	case "pm":
		return 1, i + 1
	case "a", "p":
		if v.word(i+1) == "." && v.word(i+2) == "m" {
			e := i + 3
			if v.word(e) == "." && !v.at(e).gap {
				e++
			}
			if w == "a" {
				return 0, e
			}
			return 1, e
		}
	case "in", "at", "that", "this":
		j := i + 1
		if v.word(j) == "the" {
			j++
		}
		switch v.word(j) {
		case "morning":
			return 0, j + 1
		case "evening", "afternoon":
			return 1, j + 1
		case "night":
			return 1, j + 1
		}
	}
	return -1, i
}

func (v *view) finish(s, e, h, m int, amb bool) (datum, bool) {
	if h > 24 || m > 59 || h == 24 && m > 0 {
		return datum{}, false
	}
	if p, pe := v.half(e); p >= 0 && h <= 12 {
		return clockDatum(s, pe, h%12+12*p, m, false), true
	}
	switch v.word(e) {
	case "hrs", "hours", "hr", "h", "z", "hour", "gmt", "bst", "utc":
		return clockDatum(s, e+1, h%24, m, false), true
	}
	return clockDatum(s, e, h%24, m, amb && h >= 1 && h <= 12), true
}

func (v *view) clockDigits(i int) (datum, bool) {
	w := v.toks[i].w
	n, _ := strconv.Atoi(w)
	sep, nx := v.at(i+1), v.at(i+2)
	if len(w) <= 2 && (sep.w == ":" || sep.w == "." || sep.w == ";") && !sep.gap && !nx.gap {
		m, suf := nx.w, ""
		if nx.kind == mixTok && len(nx.w) > 2 {
			m, suf = nx.w[:2], nx.w[2:]
		}
		mm, err := strconv.Atoi(m)
		if err != nil || len(m) != 2 || mm > 59 || n > 24 || v.word(i-1) == "£" || v.word(i-1) == "$" {
			return datum{}, false
		}
		if suf != "" {
			return v.clockSuffix(i, i+3, n, mm, suf)
		}
		if sep.w == ":" {
			e := i + 3
			if v.word(e) == ":" && v.at(e+1).kind == numTok && len(v.word(e+1)) == 2 && !v.at(e+1).gap {
				e += 2
			}
			if v.word(e) == ":" { // a longer run is an address of some kind
				return datum{}, false
			}
			return v.finish(i, e, n, mm, n <= 12 && w[0] != '0')
		}
		p, _ := v.half(i + 3)
		if sep.w == "." && (p >= 0 || v.clockCue(i) && !v.unitAfter(i+3)) {
			return v.finish(i, i+3, n, mm, n <= 12 && w[0] != '0')
		}
		return datum{}, false
	}
	if p, e := v.half(i + 1); p >= 0 && len(w) <= 2 && n >= 1 && n <= 12 {
		return clockDatum(i, e, n%12+12*p, 0, false), true
	}
	if (v.word(i+1) == "o'clock" || v.word(i+1) == "oclock") && n >= 1 && n <= 12 {
		return v.finish(i, i+2, n, 0, true)
	}
	if len(w) == 4 && n/100 < 24 && n%100 < 60 {
		switch v.word(i + 1) {
		case "hrs", "hours", "hr", "h", "z", "hour":
			return clockDatum(i, i+2, n/100, n%100, false), true
		}
		if v.clockCue(i) && !v.unitAfter(i+1) {
			switch v.word(i - 1) {
			case "at", "around", "about", "circa", "@", "approx", "approximately", "between", "c":
			default:
				if n >= 1950 && n <= 2040 {
					return datum{}, false
				}
			}
			return clockDatum(i, i+1, n/100, n%100, false), true
		}
	}
	if len(w) <= 2 && n >= 1 && n <= 12 && (v.word(i-1) == "at" || v.word(i-2) == "at" && v.word(i-1) == "about") && !v.unitAfter(i+1) && v.at(i+1).kind != wordTok && v.word(i+1) != "/" && v.word(i+1) != "-" {
		return clockDatum(i, i+1, n, 0, true), true
	}
	return datum{}, false
}

// clockSuffix reads the am, pm or hrs stuck to a number.
func (v *view) clockSuffix(s, e, h, m int, suf string) (datum, bool) {
	switch suf {
	case "am", "pm":
		if h >= 1 && h <= 12 && m < 60 {
			p := 0
			if suf == "pm" {
				p = 12
			}
			return clockDatum(s, e, h%12+p, m, false), true
		}
	case "hrs", "h", "hr", "hours", "z":
		if h < 24 && m < 60 {
			return clockDatum(s, e, h, m, false), true
		}
	}
	return datum{}, false
}

func (v *view) clockMixed(i int) (datum, bool) {
	w := v.toks[i].w
	n := 0
	for n < len(w) && digit(w[n]) {
		n++
	}
	if n == 0 || n > 4 {
		return datum{}, false
	}
	x, _ := strconv.Atoi(w[:n])
	if n == 2 && len(w) == 5 && w[2] == 'h' && digit(w[3]) && digit(w[4]) { // 21h34
		m, _ := strconv.Atoi(w[3:])
		return v.clockSuffix(i, i+1, x, m, "h")
	}
	if n >= 3 {
		return v.clockSuffix(i, i+1, x/100, x%100, w[n:])
	}
	if w[n:] == "am" || w[n:] == "pm" {
		return v.clockSuffix(i, i+1, x, 0, w[n:])
	}
	return datum{}, false
}

func (v *view) clockCue(i int) bool {
	switch v.word(i - 1) {
	case "at", "around", "about", "circa", "by", "from", "since", "until", "till", "between", "approx", "approximately", "@",
		"before", "after", "past", "c", "time", "exactly", "just":
		return true
	case "and", "to", "-", "or":
		return v.at(i-2).kind == numTok && len(v.word(i-2)) == 4
	}
	return v.opens(i) || v.word(i-1) == "["
}

func (v *view) unitAfter(i int) bool {
	if t := v.at(i); t.w == "%" || t.kind == wordTok && units[t.w].kind != 0 {
		return true
	}
	return v.word(i) == "miles" || v.word(i) == "people" || v.word(i) == "pounds"
}

// clockWords reads quarter past six, half seven, ten to nine, seven thirty pm,
// noon and midnight.
func (v *view) clockWords(i int) (datum, bool) {
	w := v.word(i)
	switch w {
	case "noon", "midday":
		if v.at(i).cap && !v.opens(i) {
			return datum{}, false
		}
		return clockDatum(i, i+1, 12, 0, false), true
	case "midnight":
		return clockDatum(i, i+1, 0, 0, false), true
	case "half":
		if v.word(i+1) == "an" && v.word(i+2) == "hour" { // half an hour after six
			return v.pastTo(i, i+3, 30)
		}
		j := i + 1
		if v.word(j) == "past" || v.word(j) == "-" {
			j++
		}
		if h, e, ok := v.small(j); ok && h >= 1 && h <= 12 && (j > i+1 || v.clockCue(i)) {
			return v.finish(i, e, h, 30, true)
		}
		return datum{}, false
	case "quarter":
		if v.word(i+1) == "of" && v.word(i+2) == "an" && v.word(i+3) == "hour" {
			return v.pastTo(i, i+4, 15)
		}
		return v.pastTo(i, i+1, 15)
	}
	m, e, ok := v.small(i)
	if !ok || v.at(i).kind != wordTok {
		return datum{}, false
	}
	if d, ok := v.pastTo(i, e, m); ok {
		return d, true
	}
	if (v.word(e) == "o'clock" || v.word(e) == "oclock") && m >= 1 && m <= 12 {
		return v.finish(i, e+1, m, 0, true)
	}
	if p, pe := v.half(e); p >= 0 && m >= 1 && m <= 12 {
		return clockDatum(i, pe, m%12+12*p, 0, false), true
	}
	return v.spokenClock(i, m)
}

// pastTo reads what follows "ten": "past six", "minutes to nine".
func (v *view) pastTo(s, j, m int) (datum, bool) {
	if v.word(j) == "minutes" || v.word(j) == "mins" {
		j++
	}
	dir := v.word(j)
	if dir == "before" && v.word(j-1) != "quarter" {
		dir = "to"
	}
	if dir != "past" && dir != "to" && dir != "after" || m > 30 || m%5 != 0 && v.word(j-1) != "minutes" || m == 30 && v.word(j-1) != "hour" {
		return datum{}, false
	}
	switch v.word(j + 1) {
	case "midnight", "noon", "midday":
		h := 0
		if v.word(j+1) != "midnight" {
			h = 12
		}
		if dir == "to" {
			return clockDatum(s, j+2, (h+23)%24, 60-m, false), true
		}
		return clockDatum(s, j+2, h, m, false), true
	}
	h, e, ok := v.small(j + 1)
	if !ok || h < 1 || h > 12 {
		return datum{}, false
	}
	if dir == "to" {
		h, m = (h+11)%12, 60-m
		if h == 0 {
			h = 12
		}
		d, ok := v.finish(s, e, h, m, true)
		// "ten to noon" style crossings keep the half they end in
		return d, ok
	}
	return v.finish(s, e, h, m, true)
}

// bareHour reads "at nine" and "from ten" where no noun follows.
func (v *view) bareHour(i, e, h int) (datum, bool) {
	switch v.word(i - 1) {
	case "at", "from", "until", "till", "by", "before", "after", "since":
	default:
		return datum{}, false
	}
	n := v.at(e)
	if h < 1 || h > 12 || n.kind == wordTok && n.sent == v.toks[i].sent && !stopWords[n.w] || n.kind == numTok || n.w == "-" || n.w == "/" || n.w == "of" {
		return datum{}, false
	}
	return clockDatum(i, e, h, 0, true), true
}

// spokenClock reads "seven thirty pm" and "nineteen eleven hours".
func (v *view) spokenClock(i, _ int) (datum, bool) {
	h, ok := smallNumbers[v.word(i)]
	e := i + 1
	if t := tensNumbers[v.word(i)]; t == 20 {
		h, ok = 20, true
		j := i + 1
		if v.word(j) == "-" {
			j++
		}
		if x, in := smallNumbers[v.word(j)]; in && x < 4 && x > 0 {
			h, e = 20+x, j+1
		}
	}
	if !ok || h > 23 {
		return datum{}, false
	}
	m := int64(-1)
	me := e
	switch w := v.word(e); {
	case tensNumbers[w] > 0 && tensNumbers[w] < 60:
		m, me = tensNumbers[w], e+1
		if v.word(me) == "-" {
			me++
		}
		if x, in := smallNumbers[v.word(me)]; in && x > 0 && x < 10 {
			m, me = m+x, me+1
		}
	case smallNumbers[w] >= 10:
		m, me = smallNumbers[w], e+1
	case w == "hundred":
		m, me = 0, e+1
	case w == "oh" || w == "o" || w == "zero":
		if x, in := smallNumbers[v.word(e+1)]; in && x < 10 {
			m, me = x, e+2
		}
	}
	if m < 0 {
		return v.bareHour(i, e, int(h))
	}
	p, _ := v.half(me)
	hrs := v.word(me) == "hours" || v.word(me) == "hrs"
	if !hrs && p < 0 && (!v.clockCue(i) || v.unitAfter(me) || v.word(e) == "hundred") {
		return datum{}, false
	}
	return v.finish(i, me, int(h), int(m), h <= 12)
}
