package sanitise

import (
	_ "embed"
	"strings"
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

// listed looks a word up in a sorted list of one word a line, without building
// anything.
func listed(list, w string) bool {
	lo, hi := 0, len(list)
	for lo < hi {
		mid := (lo + hi) / 2
		s := strings.LastIndexByte(list[:mid], '\n') + 1
		e := s + strings.IndexByte(list[s:], '\n')
		switch {
		case list[s:e] == w:
			return true
		case list[s:e] < w:
			lo = e + 1
		default:
			hi = s
		}
	}
	return false
}

// common reports an everyday English word, in the form given or without a
// regular ending.
func common(w string) bool {
	if listed(commonList, w) {
		return true
	}
	for _, end := range [...]string{"s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness"} {
		if b, ok := strings.CutSuffix(w, end); ok && len(b) > 2 {
			if listed(commonList, b) || end == "ing" && listed(commonList, b+"e") {
				return true
			}
			if n := len(b); n > 3 && b[n-1] == b[n-2] && listed(commonList, b[:n-1]) {
				return true
			}
		}
	}
	return false
}

func given(w string) bool  { return listed(givenList, w) }
func family(w string) bool { return listed(familyList, w) }
func place(w string) bool  { return listed(placesList, w) }

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
