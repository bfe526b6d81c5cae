package intel

import (
	"strings"
	"unicode"
)

// Items splits a draft typed as running text into its numbered items. A new
// item begins after a blank line or at a line that starts with a number and a
// full stop or bracket ("1." or "2)"), and the number itself is taken off.
// Lines of one item are joined by a space. Empty items are dropped, so an
// empty text has none.
func Items(text string) []string {
	var out []string
	var cur []string
	flush := func() {
		if len(cur) > 0 {
			out = append(out, strings.Join(cur, " "))
		}
		cur = nil
	}
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", "\n")) {
		words := strings.Join(strings.Fields(line), " ")
		rest, numbered := cutNumber(words)
		if words == "" || numbered {
			flush()
		}
		if rest != "" {
			cur = append(cur, rest)
		}
	}
	flush()
	return out
}

// cutNumber takes a leading item number off a line. "1.5 kilos" is no number
// of an item: what follows the mark must be a space or the end.
func cutNumber(line string) (rest string, ok bool) {
	digits := 0
	for digits < len(line) && digits < 3 && line[digits] >= '0' && line[digits] <= '9' {
		digits++
	}
	if digits == 0 || digits == len(line) || (line[digits] != '.' && line[digits] != ')') {
		return line, false
	}
	rest = line[digits+1:]
	if rest != "" && !unicode.IsSpace(rune(rest[0])) {
		return line, false
	}
	return strings.TrimSpace(rest), true
}
