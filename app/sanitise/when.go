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
	if t := v.at(i); t.kind == numTok && (len(t.w) == 6 || len(t.w) == 8) && born(v, i) { // DOB 051188
		d, _ := strconv.Atoi(t.w[:2])
		m, _ := strconv.Atoi(t.w[2:4])
		y, _ := strconv.Atoi(t.w[4:])
		if len(t.w) == 6 {
			y = century(y)
		}
		if d >= 1 && d <= 31 && m >= 1 && m <= 12 && y >= 1900 && y < 2100 {
			return dateDatum(i, i+1, d, m, y), true
		}
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
