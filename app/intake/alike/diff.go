package alike

import "strings"

// Line is one line of a comparison: in both texts (' '), only in the first
// ('-') or only in the second ('+').
type Line struct {
	Sign rune
	Text string
}

// maxSteps bounds the search for the shortest comparison; past it, lines are
// matched by their words alone and not by their order.
const maxSteps = 4_000_000

// Lines compares two texts line by line.
func Lines(a, b string) []Line {
	x, y := split(a), split(b)
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	var out []Line
	for _, l := range x[:head] {
		out = append(out, Line{' ', l})
	}
	out = append(out, middle(x[head:len(x)-tail], y[head:len(y)-tail])...)
	for _, l := range x[len(x)-tail:] {
		out = append(out, Line{' ', l})
	}
	return out
}

// Changed says how many lines stand in only one of the texts.
func Changed(lines []Line) int {
	n := 0
	for _, l := range lines {
		if l.Sign != ' ' {
			n++
		}
	}
	return n
}

func split(s string) []string {
	s = strings.TrimRight(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	if s == "" {
		return nil
	}
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return lines
}

func middle(x, y []string) []Line {
	if len(x)*len(y) > maxSteps {
		return unordered(x, y)
	}
	// Longest common run of lines, by the usual table, from the end.
	table := make([]int32, (len(x)+1)*(len(y)+1))
	w := len(y) + 1
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				table[i*w+j] = table[(i+1)*w+j+1] + 1
			} else {
				table[i*w+j] = max(table[(i+1)*w+j], table[i*w+j+1])
			}
		}
	}
	var out []Line
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case i < len(x) && j < len(y) && x[i] == y[j]:
			out = append(out, Line{' ', x[i]})
			i++
			j++
		case j == len(y) || i < len(x) && table[(i+1)*w+j] >= table[i*w+j+1]:
			out = append(out, Line{'-', x[i]})
			i++
		default:
			out = append(out, Line{'+', y[j]})
			j++
		}
	}
	return out
}

func unordered(x, y []string) []Line {
	have := map[string]int{}
	for _, l := range y {
		have[l]++
	}
	var out []Line
	for _, l := range x {
		if have[l] > 0 {
			have[l]--
			out = append(out, Line{' ', l})
			continue
		}
		out = append(out, Line{'-', l})
	}
	seen := map[string]int{}
	for _, l := range x {
		seen[l]++
	}
	for _, l := range y {
		if seen[l] > 0 {
			seen[l]--
			continue
		}
		out = append(out, Line{'+', l})
	}
	return out
}
