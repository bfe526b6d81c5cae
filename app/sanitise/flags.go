package sanitise

import "strings"

// What a word can be the beginning of. One look-up for each word of a text
// spares dozens later.
const (
	isStop     uint32 = 1 << iota
	isValue           // may begin a time, a date, a sum, a count or a numbered place
	isNumeral         // a number in words, or an ordinal
	isDigits          // may be part of a number spelled out
	isHandling        // belongs to a caveat; see handling
	isStock           // may begin a stock phrase
	isHedge           // may weigh or order; see hedge
	isListed          // an everyday word as it stands; see common
	isGiven           // a given name
	isFamily          // a family name
	isTown            // a town, an island, a country
	isNotName         // see notNames
	isRank            // an officer's rank
	isTitle           // may go before a name
	isHead            // first part of a hyphenated word of the lexicon
	isPerson          // a word for somebody, in the lexicon
	isTelling         // a verb of telling, in the lexicon
	isSpeech          // see sayVerbs and sayNouns
	isHandle          // may go before a handle
	isStreet          // ends the name of a street
	isNumbered        // a place that has a number; see placeNouns
	isVessel          // a word for a boat or ship
	isNick            // goes before a nickname; see nickCues
	isEveryday        // shared by almost every report; see everyday
	isEchoing         // says that somebody spoke; see echoing
	isMark            // may begin a mark by which a person is known; see mark
)

// flagWords tells put of the flags of every word that has any beside those of
// the lists.
func flagWords(put func(w string, flag uint32)) {
	lex := loadLexicon()
	for _, x := range [...]struct {
		in   map[string]bool
		flag uint32
	}{{stopWords, isStop}, {placeNouns, isValue | isNumbered}, {handling, isHandling}, {hedges, isHedge}, {notNames, isNotName}, {ranks, isRank},
		{titles, isTitle}, {lex.heads, isHead}, {lex.person, isPerson}, {lex.telling, isTelling}, {sayVerbs, isSpeech}, {sayNouns, isSpeech},
		{handleCues, isHandle}, {vesselWords, isVessel}, {nickCues, isNick}, {everyday, isEveryday}, {echoing, isEchoing}, {streetTypes, isStreet}} {
		for w := range x.in {
			put(w, x.flag)
		}
	}
	for w := range markWords {
		put(w, isMark)
	}
	for w := range oddWords {
		put(w, isMark)
	}
	for w := range smallNumbers {
		put(w, isValue|isNumeral|isDigits)
	}
	for w := range tensNumbers {
		put(w, isValue|isNumeral|isDigits)
	}
	for w := range ordinalWords {
		put(w, isValue|isNumeral)
	}
	for w := range months {
		put(w, isValue)
	}
	for w := range weekdays {
		put(w, isValue)
		put(w+"s", isValue)
	}
	for w := range slangSums {
		put(w, isValue)
	}
	for _, w := range [...]string{"christmas", "xmas", "boxing", "new", "bonfire", "guy", "halloween", "valentine", "good", "easter", "aged", "age", "x",
		"eur", "usd", "gbp", "noon", "midday", "midnight", "half", "quarter", "a", "an"} {
		put(w, isValue)
	}
	for w := range digitWords {
		put(w, isDigits)
	}
	for _, b := range boilerplate {
		w, _, _ := strings.Cut(b, " ")
		put(w, isStock)
	}
	for _, w := range [...]string{"suggest", "suggests", "indicates", "could", "can"} {
		put(w, isHedge)
	}
	for w := range orders {
		put(w, isHedge)
	}
	for w := range nato {
		put(w, isDigits)
	}
	for _, w := range [...]string{"double", "treble", "triple", "hundred", "dash", "slash", "stroke", "hyphen", "point", "dot"} {
		put(w, isDigits)
	}
}
