package sanitise

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
	fs := make(facts, 0, len(v.toks)/10)
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
		if t.flags&isNumbered != 0 {
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
