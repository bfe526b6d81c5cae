package pieces

import (
	"slices"
	"strings"
	"unicode"
)

// Span is a stretch of a text in runes, half open, without white space at its
// ends.
type Span struct {
	From, To int
	Who      string // whose turn it is, "" where nobody is named
}

// Paragraphs cuts a text at its blank lines.
func Paragraphs(text string) []Span {
	var out []Span
	runes := []rune(text)
	start, blank := 0, true
	for _, l := range lines(runes) {
		if empty := trim(runes, l) == (Span{}); empty != blank {
			if empty {
				out = add(out, runes, start, l.From)
			} else {
				start = l.From
			}
			blank = empty
		}
	}
	if !blank {
		out = add(out, runes, start, len(runes))
	}
	return out
}

// Sentences cuts each paragraph at the ends of its sentences. Where it is in
// doubt it does not cut.
func Sentences(text string) []Span {
	var out []Span
	runes := []rune(text)
	for _, p := range Paragraphs(text) {
		start := p.From
		for i := p.From; i < p.To; i++ {
			if end, ok := sentenceEnd(runes, start, i, p.To); ok {
				out = add(out, runes, start, end)
				start, i = end, end-1
			}
		}
		out = add(out, runes, start, p.To)
	}
	return out
}

// sentenceEnd reports whether a sentence ends with the mark at i, and where.
func sentenceEnd(runes []rune, start, i, to int) (int, bool) {
	if !strings.ContainsRune(".!?", runes[i]) || runes[i] == '.' && abbreviation(runes, start, i) {
		return 0, false
	}
	end := i + 1
	for end < to && strings.ContainsRune(".!?\"')]”’", runes[end]) {
		end++
	}
	next := end
	for next < to && unicode.IsSpace(runes[next]) {
		next++
	}
	if next == end || next >= to || unicode.IsLower(runes[next]) {
		return 0, false
	}
	return end, true
}

// abbreviation reports whether the full stop at i ends a short form: a single
// letter, or one of those that stand before names and numbers.
func abbreviation(runes []rune, start, i int) bool {
	from := i
	for from > start && !unicode.IsSpace(runes[from-1]) && runes[from-1] != '(' {
		from--
	}
	word := strings.ToLower(string(runes[from:i]))
	if len([]rune(word)) == 1 || strings.Contains(word, ".") {
		return true
	}
	return slices.Contains([]string{"mr", "mrs", "ms", "dr", "st", "no", "nos", "rd", "ave", "approx", "tel", "ref", "op", "sgt", "insp", "supt", "det", "cf", "vs", "ie", "eg", "etc"}, word)
}

// add appends a stretch without the white space at its ends, if any is left.
func add(out []Span, runes []rune, from, to int) []Span {
	if s := trim(runes, Span{From: from, To: to}); s != (Span{}) {
		out = append(out, s)
	}
	return out
}

// trim takes the white space off the ends; the zero Span when nothing is left.
func trim(runes []rune, s Span) Span {
	for s.From < s.To && unicode.IsSpace(runes[s.From]) {
		s.From++
	}
	for s.To > s.From && unicode.IsSpace(runes[s.To-1]) {
		s.To--
	}
	if s.From == s.To {
		return Span{}
	}
	return s
}

// lines are the lines of a text with their line breaks.
func lines(runes []rune) []Span {
	var out []Span
	start := 0
	for i, r := range runes {
		if r == '\n' {
			out = append(out, Span{From: start, To: i + 1})
			start = i + 1
		}
	}
	if start < len(runes) {
		out = append(out, Span{From: start, To: len(runes)})
	}
	return out
}

// Text gives what several stretches of a text say, in the order of the text;
// those that touch or overlap are one, others stand apart by a blank line.
// ok is false when one of them is none of the text, or nothing but white space
// is left.
func Text(text string, spans [][2]int) (s string, ok bool) {
	runes := []rune(text)
	sorted := slices.Clone(spans)
	slices.SortFunc(sorted, func(a, b [2]int) int { return a[0] - b[0] })
	var merged [][2]int
	for _, x := range sorted {
		if x[0] < 0 || x[1] <= x[0] || x[1] > len(runes) {
			return "", false
		}
		if n := len(merged); n > 0 && gap(runes, merged[n-1][1], x[0]) {
			merged[n-1][1] = max(merged[n-1][1], x[1])
			continue
		}
		merged = append(merged, x)
	}
	var out []string
	for _, x := range merged {
		out = append(out, string(runes[x[0]:x[1]]))
	}
	s = strings.Join(out, "\n\n")
	return s, strings.TrimSpace(s) != ""
}

// gap reports whether nothing but white space lies between two places.
func gap(runes []rune, from, to int) bool {
	return from >= to || trim(runes, Span{From: from, To: to}) == (Span{})
}
