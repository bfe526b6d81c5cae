package sanitise

import "strconv"

var smallNumbers = map[string]int64{"zero": 0, "nil": 0, "nought": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
	"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
	"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19}

var tensNumbers = map[string]int64{"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
	"eighty": 80, "ninety": 90}

var ordinalWords = map[string]int64{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
	"eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
	"sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30}

// number is a quantity read from digits or words, in thousandths.
type number struct {
	milli int64
	end   int // token after it
	words bool
}

const maxMilli = int64(1) << 52

// number reads the quantity that starts at token i.
func (v *view) number(i int) (number, bool) {
	t := v.at(i)
	switch t.kind {
	case numTok:
		return v.digits(i)
	case mixTok:
		n, ok := suffixed(t.w, i)
		if ok && t.w[len(t.w)-1] == 'm' && v.at(i-1).kind != markTok { // 60m is a distance
			return number{}, false
		}
		return n, ok
	case wordTok:
		return v.numberWords(i)
	}
	return number{}, false
}

// suffixed reads 12k, 3m, 2bn.
func suffixed(w string, i int) (number, bool) {
	n := 0
	for n < len(w) && digit(w[n]) {
		n++
	}
	if n == 0 || n > 9 {
		return number{}, false
	}
	x, err := strconv.ParseInt(w[:n], 10, 64)
	if err != nil {
		return number{}, false
	}
	switch w[n:] {
	case "k":
		x *= 1000
	case "m", "mil", "mill":
		x *= 1_000_000
	case "bn":
		x *= 1_000_000_000
	default:
		return number{}, false
	}
	return number{milli: clamp(x), end: i + 1}, true
}

func clamp(x int64) int64 {
	if x < 0 || x > maxMilli/1000 {
		return maxMilli
	}
	return x * 1000
}

// digits reads 4350, 4,350, 12.5 and a scale after them.
func (v *view) digits(i int) (number, bool) {
	w := v.toks[i].w
	if len(w) > 12 {
		return number{}, false
	}
	x, err := strconv.ParseInt(w, 10, 64)
	if err != nil {
		return number{}, false
	}
	j := i + 1
	if len(w) <= 3 {
		for v.word(j) == "," && !v.at(j).gap && v.at(j+1).kind == numTok && len(v.word(j+1)) == 3 && !v.at(j+1).gap && x < 1e9 {
			y, _ := strconv.ParseInt(v.word(j+1), 10, 64)
			x, j = x*1000+y, j+2
		}
	}
	m := clamp(x)
	if v.word(j) == "." && !v.at(j).gap && !v.at(j+1).gap {
		f, k, suf := v.word(j+1), v.at(j+1).kind, ""
		if k == mixTok {
			n := 0
			for n < len(f) && digit(f[n]) {
				n++
			}
			f, suf = f[:n], f[n:]
		}
		if (k == numTok || suf == "k" || suf == "m" || suf == "bn") && len(f) > 0 && len(f) <= 3 && m < maxMilli/1000 {
			y, _ := strconv.ParseInt((f + "000")[:3], 10, 64)
			m, j = m+y, j+2
			m = scale(m, suf)
		}
	}
	if s := scale(m, v.word(j)); s != m {
		return number{milli: s, end: j + 1}, true
	}
	return number{milli: m, end: j}, true
}

// scale multiplies by a scale word, or gives the value back.
func scale(m int64, w string) int64 {
	f := int64(1)
	switch w {
	case "hundred":
		f = 100
	case "thousand", "k", "grand":
		f = 1000
	case "million", "m":
		f = 1_000_000
	case "billion", "bn":
		f = 1_000_000_000
	case "dozen":
		f = 12
	}
	if w == "m" && f > 1 || m > maxMilli/f {
		if m > maxMilli/f {
			return maxMilli
		}
	}
	return m * f
}

// numberWords reads "six hundred and twelve", "forty-five", "half a dozen".
func (v *view) numberWords(i int) (number, bool) {
	if v.word(i) == "half" && v.word(i+1) == "a" && v.word(i+2) == "dozen" {
		return number{milli: 6000, end: i + 3, words: true}, true
	}
	if (v.word(i) == "a" || v.word(i) == "an") && (v.word(i+1) == "dozen" || v.word(i+1) == "grand" || v.word(i+1) == "hundred" || v.word(i+1) == "thousand" || v.word(i+1) == "million") {
		return number{milli: scale(1000, v.word(i+1)), end: i + 2, words: true}, true
	}
	total, part, j, any := int64(0), int64(0), i, false
	for n := 0; n < 16; n++ {
		w := v.word(j)
		if any && (w == "-" || w == "and" && v.numeric(j+1)) {
			j++
			w = v.word(j)
		}
		if x, ok := smallNumbers[w]; ok && (!any || part%100 == 0 || part%10 == 0 && x < 10 && part%100 >= 20) {
			part, any = part+x, true
		} else if x, ok := tensNumbers[w]; ok && part%100 == 0 {
			part, any = part+x, true
		} else if any && w == "hundred" && part < 100 {
			part *= 100
		} else if any && (w == "thousand" || w == "grand") && part < 1000 {
			total, part = total+part*1000, 0
		} else if any && w == "million" && part < 1000 {
			total, part = total+part*1_000_000, 0
		} else if any && w == "dozen" && part < 100 {
			part *= 12
		} else {
			break
		}
		j++
	}
	if !any {
		return number{}, false
	}
	for j > i && (v.word(j-1) == "-" || v.word(j-1) == "and") {
		j--
	}
	return number{milli: clamp(total + part), end: j, words: true}, true
}

// numeric reports a number word.
func (v *view) numeric(i int) bool {
	w := v.word(i)
	_, a := smallNumbers[w]
	_, b := tensNumbers[w]
	return a || b || v.at(i).kind == numTok
}

// ordinal reads 2nd, second, twenty-first.
func (v *view) ordinal(i int) (n int64, end int, ok bool) {
	t := v.at(i)
	if t.kind == mixTok && len(t.w) >= 3 && len(t.w) <= 4 {
		switch t.w[len(t.w)-2:] {
		case "st", "nd", "rd", "th":
			if x, err := strconv.ParseInt(t.w[:len(t.w)-2], 10, 64); err == nil {
				return x, i + 1, true
			}
		}
		return 0, 0, false
	}
	if x, ok := ordinalWords[t.w]; ok {
		return x, i + 1, true
	}
	if x := tensNumbers[t.w]; x > 0 {
		j := i + 1
		if v.word(j) == "-" {
			j++
		}
		if y, ok := ordinalWords[v.word(j)]; ok && y < 10 {
			return x + y, j + 1, true
		}
	}
	return 0, 0, false
}
