package sanitise

import "strconv"

var months = map[string]int{"january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5,
	"june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10,
	"oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12}

var monthNames = [...]string{"", "January", "February", "March", "April", "May", "June", "July", "August", "September",
	"October", "November", "December"}

var weekdays = map[string]int{"monday": 1, "mon": 1, "tuesday": 2, "tue": 2, "tues": 2, "wednesday": 3, "wed": 3, "weds": 3,
	"thursday": 4, "thu": 4, "thur": 4, "thurs": 4, "friday": 5, "fri": 5, "saturday": 6, "sat": 6, "sunday": 7, "sun": 7}

// small reads a whole number of one or two digits, or its word.
func (v *view) small(i int) (int, int, bool) {
	t := v.at(i)
	if t.kind == numTok && len(t.w) <= 2 {
		n, _ := strconv.Atoi(t.w)
		return n, i + 1, true
	}
	if t.kind == wordTok {
		if n, ok := v.numberWords(i); ok && n.milli < 100_000 {
			return int(n.milli / 1000), n.end, true
		}
	}
	return 0, 0, false
}

func (v *view) month(i int) int {
	t := v.at(i)
	m := months[t.w]
	if m == 0 || !t.cap && (t.w == "may" || t.w == "mar" || t.w == "march" || t.w == "sep") {
		return 0
	}
	return m
}

// year reads a year after a date: 2026, 26, '26.
func (v *view) year(i int) (int, int) {
	j := i
	if w := v.word(j); w == "," || w == "'" || w == "/" || w == "-" || w == "." {
		j++
	}
	t := v.at(j)
	if t.kind != numTok {
		return 0, i
	}
	n, _ := strconv.Atoi(t.w)
	switch {
	case len(t.w) == 4 && n >= 1900 && n < 2100:
		return n, j + 1
	case len(t.w) == 2 && j > i && v.word(i) != ",":
		return century(n), j + 1
	}
	return 0, i
}

func century(n int) int {
	if n >= 40 {
		return 1900 + n
	}
	return 2000 + n
}

// date reads a day: "2 June", "June 2nd", "02/06/26", "2026-06-02", "the
// second of June". The year is 0 when not given.
func (v *view) date(i int) (datum, bool) {
	if d, ok := v.dayMonth(i); ok {
		return d, true
	}
	if m := v.month(i); m > 0 {
		j := i + 1
		if v.word(j) == "the" {
			j++
		}
		d, e, ok := v.ordinal(j)
		if !ok && v.at(j).kind == numTok && len(v.word(j)) <= 2 {
			x, _ := strconv.Atoi(v.word(j))
			d, e, ok = int64(x), j+1, true
		}
		if ok && d >= 1 && d <= 31 && v.word(e) != ":" {
			y, e := v.year(e)
			return dateDatum(i, e, int(d), m, y), true
		}
		return datum{}, false
	}
	return v.numericDate(i)
}

func (v *view) dayMonth(i int) (datum, bool) {
	d, e, ok := v.ordinal(i)
	if !ok {
		t := v.at(i)
		if t.kind != numTok || len(t.w) > 2 {
			if t.kind == mixTok {
				return v.tightDate(i)
			}
			return datum{}, false
		}
		x, _ := strconv.Atoi(t.w)
		d, e = int64(x), i+1
	}
	if d < 1 || d > 31 {
		return datum{}, false
	}
	if m, y := v.rangeMonth(e); m > 0 { // "1-5 June": the first day of the two
		return dateDatum(i, e, int(d), m, y), true
	}
	if v.word(e) == "of" || v.word(e) == "-" || v.word(e) == "/" || v.word(e) == "." {
		e++
	}
	m := v.month(e)
	if m == 0 {
		return datum{}, false
	}
	y, e := v.year(e + 1)
	return dateDatum(i, e, int(d), m, y), true
}

// rangeMonth reads the month after the second day of a range: "-5 June", "to
// the fifth of June", "and 13 August".
func (v *view) rangeMonth(i int) (month, year int) {
	switch v.word(i) {
	case "-", "to", "and", "&", "until", "till":
	default:
		return 0, 0
	}
	j := i + 1
	if v.word(j) == "the" {
		j++
	}
	_, e, ok := v.ordinal(j)
	if !ok {
		if t := v.at(j); t.kind != numTok || len(t.w) > 2 {
			return 0, 0
		}
		e = j + 1
	}
	if v.word(e) == "of" {
		e++
	}
	m := v.month(e)
	if m == 0 {
		return 0, 0
	}
	y, _ := v.year(e + 1)
	return m, y
}

// tightDate reads 2jun26 and 02JUN2026.
func (v *view) tightDate(i int) (datum, bool) {
	w := v.toks[i].w
	n := 0
	for n < len(w) && digit(w[n]) {
		n++
	}
	k := n
	for k < len(w) && letter(w[k]) {
		k++
	}
	m := months[w[n:k]]
	if n == 0 || n > 2 || m == 0 {
		return datum{}, false
	}
	d, _ := strconv.Atoi(w[:n])
	y := 0
	if r := w[k:]; len(r) == 2 || len(r) == 4 {
		x, err := strconv.Atoi(r)
		if err != nil {
			return datum{}, false
		}
		if y = x; len(r) == 2 {
			y = century(x)
		}
	} else if r != "" {
		return datum{}, false
	}
	if d < 1 || d > 31 {
		return datum{}, false
	}
	return dateDatum(i, i+1, d, m, y), true
}

func (v *view) numericDate(i int) (datum, bool) {
	a := v.at(i)
	sep := v.word(i + 1)
	if a.kind != numTok || sep != "/" && sep != "-" && sep != "." || v.at(i+1).gap || v.at(i+2).gap || v.at(i+2).kind != numTok {
		return datum{}, false
	}
	b := v.at(i + 2)
	x, _ := strconv.Atoi(a.w)
	y, _ := strconv.Atoi(b.w)
	third := v.word(i+3) == sep && !v.at(i+3).gap && !v.at(i+4).gap && v.at(i+4).kind == numTok
	switch {
	case third && len(a.w) == 4 && x >= 1900 && x < 2100 && len(b.w) <= 2:
		d, _ := strconv.Atoi(v.word(i + 4))
		if y >= 1 && y <= 12 && d >= 1 && d <= 31 && len(v.word(i+4)) <= 2 {
			return dateDatum(i, i+5, d, y, x), true
		}
	case third && len(a.w) <= 2 && len(b.w) <= 2 && x >= 1 && x <= 31 && y >= 1 && y <= 12:
		z, _ := strconv.Atoi(v.word(i + 4))
		n := len(v.word(i + 4))
		if n == 2 {
			// a sort code written 12-05-26 is left to the identifiers
			if sep == "-" && v.bankCue(i) {
				return datum{}, false
			}
			return dateDatum(i, i+5, x, y, century(z)), true
		}
		if n == 4 && z >= 1900 && z < 2100 {
			return dateDatum(i, i+5, x, y, z), true
		}
	case !third && sep == "/" && x >= 1 && x <= 31 && y >= 1 && y <= 12 && len(a.w) <= 2 && len(b.w) <= 2 && x != 24 && v.word(i+3) != "/" && v.word(i-1) != "/":
		return dateDatum(i, i+3, x, y, 0), true
	}
	return datum{}, false
}

// bankCue reports a bank word just before token i.
func (v *view) bankCue(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		switch v.toks[k].w {
		case "sort", "code", "account", "sc", "a/c", "bank":
			return true
		}
	}
	return false
}

func dateDatum(s, e, d, m, y int) datum {
	return datum{kind: dDate, s: s, e: e, a: int64(d), b: int64(m), c: int64(y)}
}

// weekday reads a day of the week; plurals ("Sundays") are habits, not dates.
func (v *view) weekday(i int) (datum, bool) {
	t := v.at(i)
	n := weekdays[t.w]
	if n == 0 && len(t.w) > 6 {
		n = weekdays[t.w[:len(t.w)-1]]
	}
	if t.poss {
		return datum{}, false
	}
	if n == 0 || !t.cap || len(t.w) == 3 && (t.w == "sat" || t.w == "sun" || t.w == "wed" || t.w == "mon") && !v.dayish(i) {
		return datum{}, false
	}
	e := i + 1
	switch v.word(e) {
	case "morning", "afternoon", "evening", "night", "lunchtime", "teatime":
		e++
	}
	return datum{kind: dWeekday, s: i, e: e, a: int64(n)}, true
}

func (v *view) dayish(i int) bool {
	switch v.word(i - 1) {
	case "on", "next", "last", "this", "every", "each", "by", "until", "from", "to", "-", "/", "(":
		return true
	}
	return v.at(i+1).kind == numTok
}

// feast reads a named day of the year.
func (v *view) feast(i int) (datum, bool) {
	type day struct {
		n    int
		d, m int
	}
	var f day
	w, x, y := v.word(i), v.word(i+1), v.word(i+2)
	switch {
	case (w == "christmas" || w == "xmas") && x == "eve":
		f = day{2, 24, 12}
	case (w == "christmas" || w == "xmas") && x == "day":
		f = day{2, 25, 12}
	case w == "boxing" && x == "day":
		f = day{2, 26, 12}
	case w == "new" && x == "year" && y == "eve":
		f = day{3, 31, 12}
	case w == "new" && x == "year" && y == "day":
		f = day{3, 1, 1}
	case w == "bonfire" && x == "night" || w == "guy" && x == "fawkes":
		f = day{2, 5, 11}
	case w == "halloween":
		f = day{1, 31, 10}
	case w == "valentine" && x == "day":
		f = day{2, 14, 2}
	case w == "good" && x == "friday", w == "easter" && (x == "sunday" || x == "monday"):
		f = day{2, 0, 4}
	default:
		return datum{}, false
	}
	return dateDatum(i, i+f.n, f.d, f.m, 0), true
}

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
		j := i + 1
		if v.word(j) == "past" || v.word(j) == "-" {
			j++
		}
		if h, e, ok := v.small(j); ok && h >= 1 && h <= 12 && (j > i+1 || v.clockCue(i)) {
			return v.finish(i, e, h, 30, true)
		}
		return datum{}, false
	case "quarter":
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
	if dir != "past" && dir != "to" && dir != "after" || m > 29 || m%5 != 0 && v.word(j-1) != "minutes" {
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
