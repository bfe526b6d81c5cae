package sanitise

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed words/common.txt
var commonList string

//go:embed words/given.txt
var givenList string

//go:embed words/family.txt
var familyList string

// placesList holds towns, islands, countries and the like, from WordNet 3.0,
// that are not also people's names.
//
//go:embed words/places.txt
var placesList string

// lexeme is what is known of a word by itself, whatever text it stands in.
type lexeme struct {
	flags  uint32 // see flags.go
	lex    int32  // its number in the vocabulary of the lexicon, or 0
	senses string // see senses.txt
}

// loadWords makes the table of every word that anything is known of. It is
// made once and never written again.
var loadWords = sync.OnceValue(func() map[string]lexeme {
	m := make(map[string]lexeme, 64_000)
	put := func(w string, flag uint32) {
		l := m[w]
		l.flags |= flag
		m[w] = l
	}
	for list, flag := range map[*string]uint32{&commonList: isListed, &givenList: isGiven, &familyList: isFamily, &placesList: isTown} {
		for w := range strings.SplitSeq(*list, "\n") {
			if w != "" {
				put(w, flag)
			}
		}
	}
	for l := range strings.SplitSeq(sensesList, "\n") {
		if w, s, ok := strings.Cut(l, " "); ok && l[0] != '#' {
			x := m[w]
			x.senses = s
			m[w] = x
		}
	}
	flagWords(put)
	for w, n := range loadLexicon().vocab {
		x := m[w]
		x.lex = n
		m[w] = x
	}
	return m
})

// Prepare makes the tables that every check needs, once. A program calls it when
// it starts, so that the first check is as quick as the next; Check calls it too.
func Prepare() {
	loadWords()
	loadReading()
}

func listed(w string) bool { return loadWords()[w].flags&isListed != 0 }

// common reports an everyday English word, in the form given or without a
// regular ending.
func common(w string) bool {
	if listed(w) {
		return true
	}
	for _, end := range [...]string{"s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness"} {
		if b, ok := strings.CutSuffix(w, end); ok && len(b) > 2 {
			if listed(b) || end == "ing" && listed(b+"e") {
				return true
			}
			if n := len(b); n > 3 && b[n-1] == b[n-2] && listed(b[:n-1]) {
				return true
			}
		}
	}
	return false
}

func given(w string) bool  { return loadWords()[w].flags&isGiven != 0 }
func family(w string) bool { return loadWords()[w].flags&isFamily != 0 }

// set makes a set of the words of a line.
func set(line string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(line) {
		m[w] = true
	}
	return m
}

var stopWords = set(`a about above after again against all along also am an and another any are around as at away back be
became because been before behind being below between both but by can cannot could did do does doing done down during each
either else even ever every few for from further get gets getting go goes going gone got had has have having he her here hers
herself him himself his how i if in into is it its itself just like made make makes many may me might more most much must my
near no nor not now of off on once one only onto or other others our out over own per put puts same she should since so some
such than that the their theirs them themselves then there these they this those through to too two under until up upon us
very via was we were what when where which while who whom whose why will with within without would yet you your
he's she's it's they're that's i'm i've don't doesn't didn't isn't wasn't weren't won't can't couldn't there's we're you're
said says say tell tells told`)

func content(t *tok) bool {
	return !t.stop
}
