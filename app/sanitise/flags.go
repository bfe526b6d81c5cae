package sanitise

import "strings"

// What a word can be the beginning of. One look-up for each word of a text
// spares dozens later.
const (
	isStop     uint16 = 1 << iota
	isValue           // may begin a time, a date, a sum, a count or a numbered place
	isNumeral         // a number in words, or an ordinal
	isDigits          // may be part of a number spelled out
	isHandling        // belongs to a caveat; see handling
	isStock           // may begin a stock phrase
	isHedge           // may weigh or order; see hedge
)

// flagsOf gives the flags of every word that has any. It is built once and
// never written again.
var flagsOf = func() map[string]uint16 {
	m := map[string]uint16{}
	for w := range stopWords {
		m[w] |= isStop
	}
	for w := range smallNumbers {
		m[w] |= isValue | isNumeral | isDigits
	}
	for w := range tensNumbers {
		m[w] |= isValue | isNumeral | isDigits
	}
	for w := range ordinalWords {
		m[w] |= isValue | isNumeral
	}
	for w := range months {
		m[w] |= isValue
	}
	for w := range weekdays {
		m[w] |= isValue
		m[w+"s"] |= isValue
	}
	for w := range placeNouns {
		m[w] |= isValue
	}
	for w := range slangSums {
		m[w] |= isValue
	}
	for _, w := range [...]string{"christmas", "xmas", "boxing", "new", "bonfire", "guy", "halloween", "valentine", "good", "easter", "aged", "age", "x",
		"eur", "usd", "gbp", "noon", "midday", "midnight", "half", "quarter", "a", "an"} {
		m[w] |= isValue
	}
	for w := range digitWords {
		m[w] |= isDigits
	}
	for w := range handling {
		m[w] |= isHandling
	}
	for _, b := range boilerplate {
		w, _, _ := strings.Cut(b, " ")
		m[w] |= isStock
	}
	for w := range hedges {
		m[w] |= isHedge
	}
	for _, w := range [...]string{"suggest", "suggests", "indicates", "could", "can"} {
		m[w] |= isHedge
	}
	for w := range nato {
		m[w] |= isDigits
	}
	for _, w := range [...]string{"double", "treble", "triple", "hundred", "dash", "slash", "stroke", "hyphen", "point"} {
		m[w] |= isDigits
	}
	return m
}()
