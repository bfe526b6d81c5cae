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
	tag    uint32 // the upper half of the word's hash, odd; 0 where the place is empty
	flags  uint32 // see flags.go
	lex    int32  // its number in the vocabulary of the lexicon, or 0
	senses int32  // its place among the dictionary's senses
}

// dictionary is the table of every word that anything is known of: open
// addresses, a power of two of them, at most half full. It holds hashes and no
// words, so that a look-up touches one place and the garbage collector none.
type dictionary struct {
	places []lexeme
	senses []string // see senses.txt; the first is ""
}

// find gives what is known of a word, or the empty lexeme.
func (d *dictionary) find(w string) lexeme { return d.at(hashSign(w)) }

func (d *dictionary) at(hash uint64) lexeme {
	mask, tag := uint64(len(d.places)-1), tagOf(hash)
	for i := hash & mask; ; i = (i + 1) & mask {
		if l := &d.places[i]; l.tag == tag || l.tag == 0 {
			return *l
		}
	}
}

// sensesOf gives the classes of a word as it stands; see senses.
func (d *dictionary) sensesOf(w string) string { return d.senses[d.find(w).senses] }

// loadWords makes the dictionary. It is made once and never written again.
var loadWords = sync.OnceValue(func() *dictionary {
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
	d := &dictionary{senses: []string{""}}
	places := map[string]int32{}
	for l := range strings.SplitSeq(sensesList, "\n") {
		if w, s, ok := strings.Cut(l, " "); ok && l[0] != '#' {
			if places[s] == 0 {
				places[s] = int32(len(d.senses))
				d.senses = append(d.senses, s)
			}
			x := m[w]
			x.senses = places[s]
			m[w] = x
		}
	}
	flagWords(put)
	for w, n := range loadLexicon().vocab {
		x := m[w]
		x.lex = n
		m[w] = x
	}
	size := 2
	for size < 2*len(m) {
		size *= 2
	}
	d.places = make([]lexeme, size)
	for w, x := range m {
		hash := hashSign(w)
		x.tag = tagOf(hash)
		i := hash & uint64(size-1)
		for ; d.places[i].tag != 0; i = (i + 1) & uint64(size-1) {
			if d.places[i].tag == x.tag {
				panic("sanitise: two listed words have one hash")
			}
		}
		d.places[i] = x
	}
	return d
})

// Prepare makes the tables that every check needs, once. A program calls it when
// it starts, so that the first check is as quick as the next; Check calls it too.
func Prepare() {
	loadWords()
	loadReading()
}

func listed(w string) bool { return loadWords().find(w).flags&isListed != 0 }

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

func given(w string) bool  { return loadWords().find(w).flags&isGiven != 0 }
func family(w string) bool { return loadWords().find(w).flags&isFamily != 0 }

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
