package sanitise

import "strconv"

// dayOnly reads "the 14th" where no noun follows.
func (v *view) dayOnly(i int) (datum, bool) {
	n, e, ok := v.ordinal(i)
	if !ok {
		return datum{}, false
	}
	nx := v.at(e)
	if w := v.word(i - 2); n >= 1 && n <= 31 && v.word(i-1) == "the" && v.at(i).kind == wordTok && nx.kind == markTok && (w == "by" || w == "on" || w == "until" || w == "before" || w == "from" || w == "since" || w == "after") {
		return datum{kind: dDayOnly, s: i, e: e, a: n}, true
	}
	if n >= 1 && n <= 31 && v.word(i-1) == "the" && (nx.kind == markTok || nx.sent != v.toks[i].sent || stopWords[nx.w]) && v.at(i).kind == mixTok {
		return datum{kind: dDayOnly, s: i, e: e, a: n}, true
	}
	if nx.kind == wordTok && nx.sent == v.toks[i].sent && content(nx) && n >= 2 {
		d := datum{kind: dOrdinal, s: i, e: e + 1, a: n}
		d.stems[0] = nx.st
		return d, true
	}
	return datum{}, false
}

// quantity reads a sum in words, a measure, an age or a count.
func (v *view) quantity(i int) (datum, bool) {
	n, ok := v.number(i)
	if !ok {
		return v.stuckUnit(i)
	}
	j := n.end
	grand := v.word(j-1) == "grand"
	if moneyWords[v.word(j)] || grand {
		e := j
		if moneyWords[v.word(j)] {
			e++
		}
		m := n.milli
		if v.word(j) == "pence" {
			m /= 100
		} else if p, ok := v.number(e); ok && p.milli < 100_000 && v.word(e+1) != "%" && moneyWords[v.word(e-1)] && v.at(e).kind == wordTok {
			m, e = m+p.milli/100, p.end
			if v.word(e) == "pence" {
				e++
			}
		}
		return datum{kind: dSum, s: i, e: e, a: m, key: "£"}, true
	}
	k := j
	if v.word(k) == "-" || v.word(k) == "per" {
		k++
	}
	if w := v.word(k); w == "year" || w == "years" || w == "yr" {
		o := k + 1
		if v.word(o) == "-" {
			o++
		}
		if v.word(o) == "old" || v.word(o) == "olds" || v.word(o) == "of" && v.word(o+1) == "age" {
			return datum{kind: dAge, s: i, e: o + 1, a: n.milli / 1000}, true
		}
	}
	if u, ok := units[v.word(k)]; ok && u.size > 0 && (v.word(k) != "m" || v.at(i).kind == numTok) {
		if u.kind == 5 { // "12 minutes 34 seconds"
			if m, ok := v.number(k + 1); ok {
				if w := units[v.word(m.end)]; w.kind == 5 && w.size < u.size {
					return datum{kind: dMeasure, s: i, e: m.end + 1, a: (n.milli*u.size + m.milli*w.size) / 1000, b: 5, c: n.milli}, true
				}
			}
		}
		d := datum{kind: dMeasure, s: i, e: k + 1, a: n.milli * u.size / 1000, b: u.kind, c: n.milli}
		if d.b == 5 && d.a >= 48*3600 && d.a%(24*3600) == 0 { // 48 hours are two days
			d.a, d.b = d.a/(24*3600), 6
		}
		return d, true
	}
	return v.count(i, n)
}

// stuckUnit reads 9kg, 250g, 3pm-like tokens with a unit stuck on.
func (v *view) stuckUnit(i int) (datum, bool) {
	w := v.toks[i].w
	n := 0
	for n < len(w) && digit(w[n]) {
		n++
	}
	if n == 0 || n == len(w) || n > 9 {
		return datum{}, false
	}
	x, _ := strconv.ParseInt(w[:n], 10, 64)
	if w[n:] == "p" {
		return datum{kind: dSum, s: i, e: i + 1, a: x * 10, key: "p"}, true
	}
	if w[n:] == "yo" || w[n:] == "yr" && v.word(i+1) == "old" {
		return datum{kind: dAge, s: i, e: i + 1, a: x}, true
	}
	if u, ok := units[w[n:]]; ok {
		return datum{kind: dMeasure, s: i, e: i + 1, a: x * u.size, b: u.kind, c: x * 1000}, true
	}
	if w[n:] == "h" && x >= 48 && x%24 == 0 { // 48h
		return datum{kind: dMeasure, s: i, e: i + 1, a: x / 24, b: 6, c: x / 24 * 1000}, true
	}
	return datum{}, false
}

// count reads a number and what it counts, within three words.
func (v *view) count(i int, n number) (datum, bool) {
	if p := v.at(i - 1); p.w == "/" && !p.gap && !v.at(i).gap { // part of a reference
		return datum{}, false
	}
	d := datum{kind: dCount, s: i, e: n.end, a: n.milli}
	k := 0
	if t := v.at(n.end); t.w == "others" && t.sent == v.toks[i].sent { // "and two others"
		d.e, k, d.stems[0] = n.end+1, 1, t.st
	}
	for j := n.end; j < n.end+4 && k < len(d.stems); j++ {
		t := v.at(j)
		if t.kind == markTok && t.w != "-" || t.sent != v.toks[i].sent || t.kind == wordTok && stopWords[t.w] && t.w != "of" && t.w != "more" && t.w != "other" {
			break
		}
		if content(t) && t.kind == wordTok {
			if k == 0 {
				d.e = j + 1
			}
			d.stems[k] = t.st
			k++
		} else if k > 0 {
			break
		}
	}
	if w := v.word(i); v.at(i-1).kind == numTok && v.at(i).gap || v.at(n.end).kind == numTok || w == "999" || w == "101" || w == "111" || w == "112" || v.word(n.end) == "-" && v.word(n.end+1) == "figure" {
		return datum{}, false
	}
	if w := v.word(i); k == 0 && n.milli < 4000 || len(w) >= 4 && w[0] == '0' {
		return datum{}, false
	}
	return d, true
}

// address reads a house number and a street: "14 Acacia Road", "14a Acacia
// Rd", "fourteen Acacia Road".
func (v *view) address(i int) (datum, bool) {
	t := v.toks[i]
	j, num := i+1, t.w
	switch t.kind {
	case numTok:
		if len(t.w) > 4 {
			return datum{}, false
		}
	case mixTok:
		if n := len(t.w); n > 5 || !digit(t.w[0]) || digit(t.w[n-1]) || !digit(t.w[n-2]) {
			return datum{}, false
		}
	default:
		n, ok := v.numberWords(i)
		if !ok || n.milli >= 1000_000 {
			return datum{}, false
		}
		j, num = n.end, strconv.FormatInt(n.milli/1000, 10)
	}
	if v.word(j) == "," {
		j++
	}
	e := j
	typed := 0
	for e < j+4 && v.at(e).kind == wordTok && v.at(e).cap && v.at(e).sent == t.sent && months[v.word(e)] == 0 {
		e++
		if e > j+1 && streetTypes[v.word(e-1)] {
			typed = e
			break
		}
	}
	if typed > 0 {
		return datum{kind: dAddress, s: i, e: typed, key: num, stems: [3]string{v.at(j).st}}, true
	}
	return datum{}, false
}

// numbered reads a place by its number: Flat 2, bay 12, room B4, platform 3,
// and "house number 14".
func (v *view) numbered(i int) (datum, bool) {
	j := i + 1
	if w := v.word(j); w == "number" || w == "no" || w == "." || w == "#" {
		j++
		if v.word(j) == "." {
			j++
		}
	}
	t := v.at(j)
	if t.sent != v.toks[i].sent {
		return datum{}, false
	}
	key := ""
	switch {
	case t.kind == numTok && len(t.w) <= 4, t.kind == mixTok && len(t.w) <= 5:
		key = t.w
	case t.kind == wordTok && len(t.w) == 1 && t.cap && t.w != "i" && t.w != "a":
		key = t.w
	case t.kind == wordTok && t.w == "a" && t.cap && !t.line:
		key = t.w
	case t.kind == wordTok && t.caps && roman(t.w) > 0:
		key = strconv.Itoa(roman(t.w))
	case t.kind == wordTok:
		if n, ok := v.numberWords(j); ok && n.milli < 1000_000 && v.toks[i].w != "van" && v.toks[i].w != "house" {
			key, j = strconv.FormatInt(n.milli/1000, 10), n.end-1
		}
	}
	if key == "" {
		return datum{}, false
	}
	if u := v.at(j + 1); t.kind == numTok && (u.w == "%" || u.w == ":" && !u.gap) {
		return datum{}, false
	}
	noun := v.toks[i].st
	switch noun {
	case "jct":
		noun = "junction"
	case "rm":
		noun = "room"
	case "fl", "apt", "apartment":
		noun = "flat"
	case "no", "numbers", "number", "house":
		noun = "number"
	}
	return datum{kind: dPlace, s: i, e: j + 1, key: key, stems: [3]string{noun}}, true
}

// roman reads a small Roman numeral, or 0.
func roman(w string) int {
	n, last := 0, 0
	for i := len(w) - 1; i >= 0; i-- {
		x := 0
		switch w[i] {
		case 'i':
			x = 1
		case 'v':
			x = 5
		case 'x':
			x = 10
		default:
			return 0
		}
		if x < last {
			n -= x
		} else {
			n, last = n+x, x
		}
	}
	return n
}
