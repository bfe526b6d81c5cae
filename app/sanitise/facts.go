package sanitise

import "strconv"

// dKind is the type of an exact value in a text.
type dKind uint8

const (
	dTime dKind = iota + 1
	dDate
	dWeekday
	dDayOnly
	dSum
	dMeasure
	dCount
	dAge
	dAddress
	dPlace
	dOrdinal
)

// datum is an exact value: a time, a date, a sum, a count, a numbered place.
// a, b and c are its value, in the terms of its kind; key holds a name where
// the value is one.
type datum struct {
	kind    dKind
	s, e    int // token range
	a, b, c int64
	key     string
	stems   [3]string // what is counted, by stem
}

// facts is every exact value of a text, in order.
type facts []datum

// unit is a measure: its dimension and its size in the smallest step.
type unit struct {
	kind int64 // 1 weight mg, 2 volume ml, 3 length mm, 4.. time and others, each its own
	size int64
}

var units = map[string]unit{"kg": {1, 1e6}, "kgs": {1, 1e6}, "kilo": {1, 1e6}, "kilos": {1, 1e6}, "kilogram": {1, 1e6},
	"kilograms": {1, 1e6}, "key": {1, 1e6}, "keys": {1, 1e6}, "g": {1, 1000}, "gram": {1, 1000}, "grams": {1, 1000}, "grammes": {1, 1000},
	"mg": {1, 1}, "milligrams": {1, 1}, "oz": {1, 28350}, "ounce": {1, 28350}, "ounces": {1, 28350}, "lb": {1, 453592}, "lbs": {1, 453592}, "tonne": {1, 1e9},
	"tonnes": {1, 1e9}, "ton": {1, 1016e6}, "tons": {1, 1016e6}, "ml": {2, 1}, "litre": {2, 1000}, "litres": {2, 1000}, "l": {2, 1000},
	"gallon": {2, 4546}, "gallons": {2, 4546}, "pint": {2, 568}, "pints": {2, 568},
	"mm": {3, 1}, "m": {3, 1000}, "cm": {3, 10}, "metre": {3, 1000}, "metres": {3, 1000}, "meters": {3, 1000}, "km": {3, 1e6}, "kilometres": {3, 1e6},
	"mile": {3, 1609344}, "miles": {3, 1609344}, "yard": {3, 914}, "yards": {3, 914}, "feet": {3, 305}, "foot": {3, 305}, "ft": {3, 305},
	"inch": {3, 25}, "inches": {3, 25}, "mph": {4, 1}, "second": {5, 1}, "seconds": {5, 1}, "minute": {5, 60}, "minutes": {5, 60}, "mins": {5, 60},
	"hour": {5, 3600}, "hours": {5, 3600}, "hrs": {5, 3600}, "day": {6, 1}, "days": {6, 1}, "week": {6, 7}, "weeks": {6, 7}, "fortnight": {6, 14},
	"month": {7, 1}, "months": {7, 1}, "year": {7, 12}, "years": {7, 12}, "acre": {8, 1}, "acres": {8, 1}, "percent": {9, 1}, "%": {9, 1},
	"degrees": {10, 1}, "watts": {11, 1}, "amps": {12, 1}, "gb": {13, 1000}, "mb": {13, 1}, "gigabytes": {13, 1000}, "megabytes": {13, 1}, "min": {5, 60}, "sec": {5, 1}, "secs": {5, 1}, "hr": {5, 3600}, "cent": {9, 1}}

// slangSums are everyday names of sums, in pounds.
var slangSums = map[string]int64{"tenner": 10, "fiver": 5, "pony": 25, "monkey": 500, "ton": 100}

var moneyWords = set("pounds pound quid sterling gbp euros euro eur dollars dollar usd pence nicker smackers")

var streetTypes = set(`road rd street st avenue ave lane ln close drive crescent way court place terrace grove gardens square
mews hill park row walk green rise view parade vale gate wharf quay yard fields cottages villas buildings broadway bank
croft mount boulevard passage embankment estate heights house mansions field drove brow common end ct cl ter sq gdns pl cres blvd cotts`)

var placeNouns = set(`flat unit room plot bay locker pitch berth gate platform container table seat cell garage stall floor level pod
lane door row aisle block shed lockup caravan stand pier shop booth box junction exit marker zone sector hangar dock pontoon mooring
slot space warehouse apartment suite ward wing house lot rack shelf cabinet drawer carriage coach bus route flight train bed chalet
cabin till channel number no kiosk slip belt camera berth jct lockers doors numbers court compartment spur houseblock landing site jetty stage lamppost pillar stack pen paddock
field barn studio desk office counter terminal stop cubicle mailbox po van skip roundabout arch depot store vault safe bin tank`)

// readFacts finds every exact value in one pass.
func readFacts(v *view) facts {
	var fs facts
	for i := 0; i < len(v.toks); {
		d, ok := v.datum(i)
		if !ok {
			i++
			continue
		}
		fs = append(fs, d)
		i = d.e
	}
	return fs
}

func (v *view) datum(i int) (datum, bool) {
	t := &v.toks[i]
	if t.kind == markTok {
		if t.w == "£" || t.w == "€" || t.w == "$" {
			return v.sum(i)
		}
		return datum{}, false
	}
	if t.kind == wordTok {
		if t.flags&isValue == 0 {
			return datum{}, false
		}
		if d, ok := v.feast(i); ok {
			return d, true
		}
		if placeNouns[t.w] {
			if d, ok := v.numbered(i); ok {
				return d, true
			}
		}
		if t.w == "x" && v.at(i+1).kind == numTok && i > 0 && v.at(i-1).kind == wordTok {
			if n, ok := v.digits(i + 1); ok && n.milli >= 2000 {
				d := datum{kind: dCount, s: i, e: n.end, a: n.milli}
				d.stems[0], d.stems[1] = v.at(i-1).st, v.at(i-2).st
				return d, true
			}
		}
		if (t.w == "eur" || t.w == "usd" || t.w == "gbp") && v.at(i+1).kind == numTok {
			return v.sum(i)
		}
		if n := slangSums[t.w]; n > 0 && (v.word(i-1) == "a" || v.word(i-1) == "is" || n <= 10) {
			return datum{kind: dSum, s: i, e: i + 1, a: n * 1000, key: "£"}, true
		}
		if t.w == "aged" || t.w == "age" {
			if n, e, ok := v.small(i + 1); ok && n > 0 {
				return datum{kind: dAge, s: i, e: e, a: int64(n)}, true
			}
		}
		if !v.numeral(i) {
			if d, ok := v.weekday(i); ok {
				return d, true
			}
			if months[t.w] > 0 {
				return v.date(i)
			}
			if t.w == "noon" || t.w == "midday" || t.w == "midnight" || t.w == "half" || t.w == "quarter" {
				if d, ok := v.clock(i); ok {
					return d, true
				}
			}
			if t.w == "half" || t.w == "a" {
				return v.quantity(i)
			}
			return datum{}, false
		}
	}
	if d, ok := v.date(i); ok {
		return d, true
	}
	if d, ok := v.clock(i); ok {
		return d, true
	}
	if d, ok := v.address(i); ok {
		return d, true
	}
	if d, ok := v.dayOnly(i); ok {
		return d, true
	}
	return v.quantity(i)
}

// numeral reports a number in words or an ordinal.
func (v *view) numeral(i int) bool { return v.toks[i].flags&isNumeral != 0 }

// sum reads £4,350, €2k, $1.5m.
func (v *view) sum(i int) (datum, bool) {
	n, ok := v.number(i + 1)
	if !ok || v.at(i+1).kind == wordTok {
		return datum{}, false
	}
	return datum{kind: dSum, s: i, e: n.end, a: n.milli, key: v.toks[i].w}, true
}

// dayOnly reads "the 14th" where no noun follows.
func (v *view) dayOnly(i int) (datum, bool) {
	n, e, ok := v.ordinal(i)
	if !ok {
		return datum{}, false
	}
	nx := v.at(e)
	if w := v.word(i - 2); n >= 1 && n <= 31 && v.word(i-1) == "the" && v.at(i).kind == wordTok && nx.kind == markTok && (w == "by" || w == "on" || w == "until" || w == "before") {
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
		return datum{kind: dMeasure, s: i, e: k + 1, a: n.milli * u.size / 1000, b: u.kind, c: n.milli}, true
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
	return datum{}, false
}

// count reads a number and what it counts, within three words.
func (v *view) count(i int, n number) (datum, bool) {
	d := datum{kind: dCount, s: i, e: n.end, a: n.milli}
	k := 0
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
		if n := len(t.w); n > 5 || !digit(t.w[0]) || digit(t.w[n-1]) || digit(t.w[n-2]) == false {
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
