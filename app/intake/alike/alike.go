// Package alike tells whether two texts are nearly the same, and where they
// differ. It knows nothing of where the texts come from and who may see them.
//
// The measure: a text is the set of its runs of four words, case and signs
// left out; two texts share the runs that both have, counted against the
// larger set. Texts that share nine tenths are near the same (Near).
package alike

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
)

// Near is the share from which two texts are offered as nearly the same.
const Near = 0.9

// run is how many words stand in one run.
const run = 4

// maxWords bounds what is compared of one text; what comes after it is not
// looked at.
const maxWords = 400_000

// Shingles are the runs of words of a text, each once.
type Shingles struct {
	runs []uint64
}

// Of takes a text apart.
func Of(text string) Shingles {
	words := wordsOf(text)
	var s Shingles
	for i := 0; i+min(run, len(words)) <= len(words) && len(words) > 0; i++ {
		h := fnv.New64a()
		for _, w := range words[i : i+min(run, len(words))] {
			_, _ = h.Write([]byte(w))
			_, _ = h.Write([]byte{' '})
		}
		s.runs = append(s.runs, h.Sum64())
		if len(words) <= run {
			break
		}
	}
	slices.Sort(s.runs)
	s.runs = slices.Compact(s.runs)
	return s
}

// Share gives how much two texts have in common, from 0 to 1. Two texts
// without words share nothing.
func (s Shingles) Share(t Shingles) float64 {
	larger := max(len(s.runs), len(t.runs))
	if larger == 0 {
		return 0
	}
	common, i, j := 0, 0, 0
	for i < len(s.runs) && j < len(t.runs) {
		switch {
		case s.runs[i] == t.runs[j]:
			common++
			i++
			j++
		case s.runs[i] < t.runs[j]:
			i++
		default:
			j++
		}
	}
	return float64(common) / float64(larger)
}

// Holds says whether every run of a text is among these: a text of fewer words
// than a run holds is not told from one that is absent.
func (s Shingles) Holds(text string) bool {
	t := Of(text)
	for _, r := range t.runs {
		if _, ok := slices.BinarySearch(s.runs, r); !ok {
			return false
		}
	}
	return len(t.runs) > 0
}

func wordsOf(text string) []string {
	var out []string
	for w := range strings.FieldsFuncSeq(text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		if out = append(out, strings.ToLower(w)); len(out) == maxWords {
			break
		}
	}
	return out
}

// Probes gives up to n phrases of three words, spread evenly over a text, by
// which a search finds texts that are nearly the same: such a text lacks any
// one of them only where it differs.
func Probes(text string, n int) [][]string {
	words := wordsOf(text)
	if len(words) == 0 {
		return nil
	}
	size := min(3, len(words))
	last := len(words) - size
	var out [][]string
	for i := range n {
		at := 0
		if n > 1 {
			at = last * i / (n - 1)
		}
		p := words[at : at+size]
		if !slices.ContainsFunc(out, func(have []string) bool { return slices.Equal(have, p) }) {
			out = append(out, p)
		}
	}
	return out
}
