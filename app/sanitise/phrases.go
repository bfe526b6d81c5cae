package sanitise

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Phrase is a form of words that a unit has agreed to be safe.
type Phrase struct {
	// Short is what an officer types to be offered the phrase: letters and digits,
	// unique in its library.
	Short string
	// Text is what is put in its place.
	Text string
	// For is the kind of finding that the phrase can stand in for, or "".
	For Kind
}

// Phrases is a unit's library, in the order in which it is offered.
type Phrases []Phrase

// ErrPhrase is why a library is refused.
var ErrPhrase = errors.New("sanitise: phrase refused")

const (
	maxPhrases    = 500
	maxPhraseRune = 400
)

// NewPhrases checks a library: no empty or repeated short form, no phrase that
// a check would itself stop, at most 500 phrases of 400 characters each.
func NewPhrases(list []Phrase) (Phrases, error) {
	if len(list) > maxPhrases {
		return nil, fmt.Errorf("%w: more than %d", ErrPhrase, maxPhrases)
	}
	seen := map[string]bool{}
	for i, p := range list {
		switch short := folded(p.Short); {
		case short == "" || strings.IndexFunc(short, func(r rune) bool { return !inWord(r) }) >= 0:
			return nil, fmt.Errorf("%w: number %d has no short form of letters and digits", ErrPhrase, i+1)
		case seen[short]:
			return nil, fmt.Errorf("%w: number %d has the short form of another", ErrPhrase, i+1)
		default:
			seen[short] = true
		}
		if t := strings.TrimSpace(p.Text); t == "" || t != p.Text || len([]rune(t)) > maxPhraseRune {
			return nil, fmt.Errorf("%w: number %d is empty, too long or has spaces about it", ErrPhrase, i+1)
		}
		if Check(Input{Draft: p.Text}).Blocking() > 0 {
			return nil, fmt.Errorf("%w: number %d would itself be stopped", ErrPhrase, i+1)
		}
	}
	return append(Phrases(nil), list...), nil
}

// StandardPhrases is the library of a unit that has not set its own.
func StandardPhrases() Phrases {
	return Phrases{
		{"is", "intelligence suggests that", SourceReference}, {"ib", "it is believed that", SourceReference}, {"ia", "it is assessed that", Technique},
		{"sm", "the subject may", ""}, {"sb", "the subject is believed to", ""}, {"sl", "the subject is likely to", ""},
		{"ass", "an associate", Identifier}, {"num", "a telephone number", Identifier}, {"veh", "a vehicle", Identifier}, {"acc", "a bank account", Identifier},
		{"area", "in the local area", OverPrecision}, {"eve", "in the evening", OverPrecision}, {"morn", "in the morning", OverPrecision},
		{"rec", "recently", OverPrecision}, {"reg", "on a regular basis", OverPrecision}, {"som", "a sum of money", OverPrecision}, {"qty", "a quantity", OverPrecision},
		{"cons", "consideration should be given to", ""}, {"safe", "a safeguarding referral should be considered", ""}, {"care", "officers should take care on approach", ""},
	}
}

// Change is one replacement in a text: the runes [Start,End) give way to Text.
type Change struct {
	Start, End int
	Text       string
}

// Apply makes the change. A change outside the text leaves it as it is.
func (c Change) Apply(text string) string {
	rs := []rune(text)
	if c.Start < 0 || c.End < c.Start || c.End > len(rs) {
		return text
	}
	return string(rs[:c.Start]) + c.Text + string(rs[c.End:])
}

// Caret is the rune offset just after the text put in.
func (c Change) Caret() int { return c.Start + len([]rune(c.Text)) }

const (
	leastTyped = 2 // letters of a phrase's own words before it is offered
	mostOffers = 6
)

// Offer gives the phrases for what is being typed before a caret, a rune offset
// into the draft: first the one whose short form it is, then those whose words
// begin so. The change takes the place of what was typed, with a capital where a
// sentence opens and a space after it where a word follows. Nothing is offered inside
// a word.
func (ps Phrases) Offer(draft string, caret int) []Change {
	rs := []rune(draft)
	if caret <= 0 || caret > len(rs) || caret < len(rs) && inWord(rs[caret]) {
		return nil
	}
	var exact, begun []Change
	for words := 1; words <= 3; words++ { // up to three words may have been typed
		s := wordsBack(rs, caret, words)
		if s < 0 {
			break
		}
		typed := folded(string(rs[s:caret]))
		for _, p := range ps {
			switch text := folded(p.Text); {
			case words == 1 && typed == folded(p.Short):
				exact = append(exact, p.put(rs, s, caret))
			case len(typed) >= leastTyped && typed != text && strings.HasPrefix(text, typed):
				begun = append(begun, p.put(rs, s, caret))
			}
		}
	}
	out := append(exact, begun...)
	return out[:min(len(out), mostOffers)]
}

// Insert puts a phrase over a selection, or at the caret when Start is End.
func (p Phrase) Insert(draft string, start, end int) Change {
	rs := []rune(draft)
	start = min(max(start, 0), len(rs))
	end = min(max(end, start), len(rs))
	c := p.put(rs, start, end)
	if start > 0 && inWord(rs[start-1]) {
		c.Text = " " + c.Text
	}
	return c
}

func (p Phrase) put(rs []rune, s, e int) Change {
	text := p.Text
	if opens(rs, s) {
		r := []rune(text)
		r[0] = unicode.ToUpper(r[0])
		text = string(r)
	}
	if e < len(rs) && inWord(rs[e]) {
		text += " "
	}
	return Change{s, e, text}
}

// opens reports the start of a sentence: nothing before it but space and a mark
// that ends one.
func opens(rs []rune, at int) bool {
	for i := at - 1; i >= 0; i-- {
		switch r := rs[i]; {
		case r == '\n' || r == '.' || r == '!' || r == '?':
			return true
		case !unicode.IsSpace(r):
			return false
		}
	}
	return true
}

// wordsBack is where the n words that end at the caret begin, or -1.
func wordsBack(rs []rune, caret, n int) int {
	i := caret
	for {
		j := i
		for j > 0 && inWord(rs[j-1]) {
			j--
		}
		if j == i {
			return -1
		}
		if n--; n == 0 {
			return j
		}
		if j == 0 || rs[j-1] != ' ' {
			return -1
		}
		i = j - 1
	}
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func folded(s string) string { return strings.ToLower(s) }
