package present

import "unicode"

// maxDiff bounds the words compared on each side: beyond it the difference is
// not worked out and nothing is lit.
const maxDiff = 3000

// Diff says which words of a source stayed in a draft and which words of the
// draft are new, as runs in rune offsets.
func Diff(source, draft string) (stayed, added []Span) {
	a, b := wordsOf(source), wordsOf(draft)
	if len(a) > maxDiff || len(b) > maxDiff {
		return nil, nil
	}
	inA, inB := common(a, b)
	for i, w := range a {
		if inA[i] {
			stayed = append(stayed, Span{w.start, w.end, Accent})
		}
	}
	for i, w := range b {
		if !inB[i] {
			added = append(added, Span{w.start, w.end, Settled})
		}
	}
	return joinNear(stayed), joinNear(added)
}

type wordAt struct {
	text       string
	start, end int
}

func wordsOf(s string) []wordAt {
	var out []wordAt
	begin := -1
	runes := []rune(s)
	for i, r := range append(runes, ' ') {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		switch {
		case letter && begin < 0:
			begin = i
		case !letter && begin >= 0:
			out = append(out, wordAt{string(lowered(runes[begin:i])), begin, i})
			begin = -1
		}
	}
	return out
}

func lowered(rs []rune) []rune {
	out := make([]rune, len(rs))
	for i, r := range rs {
		out[i] = unicode.ToLower(r)
	}
	return out
}

// common marks the words of a longest common subsequence.
func common(a, b []wordAt) (inA, inB []bool) {
	n, m := len(a), len(b)
	length := make([][]uint16, n+1)
	for i := range length {
		length[i] = make([]uint16, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if a[i].text == b[j].text {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	inA, inB = make([]bool, n), make([]bool, m)
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case a[i].text == b[j].text:
			inA[i], inB[j] = true, true
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			i++
		default:
			j++
		}
	}
	return inA, inB
}

// joinNear makes one run of words that stand side by side.
func joinNear(spans []Span) []Span {
	var out []Span
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start-out[n-1].End <= 2 {
			out[n-1].End = s.End
			continue
		}
		out = append(out, s)
	}
	return out
}
