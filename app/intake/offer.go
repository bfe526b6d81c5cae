package intake

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// markings, highest first, as a header line would carry them.
var markings = [...]string{
	"TOP SECRET", "SECRET", "CONFIDENTIAL", "OFFICIAL-SENSITIVE", "OFFICIAL - SENSITIVE", "OFFICIAL SENSITIVE", "OFFICIAL: SENSITIVE", "RESTRICTED",
	"TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR", "TLP:WHITE", "OFFICIAL",
}

// findMarking looks for a protective marking that stands as a line of its own,
// or opens one, near the start or at the very end. "" when there is none.
func findMarking(text string) string {
	const window = 8 << 10
	lines := strings.Split(text[:min(len(text), window)], "\n")
	if len(text) > window {
		lines = append(lines, strings.Split(text[max(window, len(text)-1024):], "\n")...)
	}
	best := len(markings)
	for _, line := range lines {
		line = strings.Trim(strings.TrimSpace(line), "*-=_[]() ")
		for _, prefix := range []string{"Marking:", "Classification:", "GSC:", "Subject:", "UK ", "NOT PROTECTIVELY MARKED"} {
			line = strings.TrimSpace(strings.TrimPrefix(line, prefix))
		}
		for i, m := range markings[:best] {
			if rest, ok := strings.CutPrefix(line, m); ok && (rest == "" || !unicode.IsLetter(firstRune(strings.TrimLeft(rest, " "))) || strings.HasPrefix(rest, " -") || strings.ToUpper(rest) == rest) {
				best = i
				break
			}
		}
	}
	if best == len(markings) {
		return ""
	}
	if strings.HasPrefix(markings[best], "OFFICIAL") && best != len(markings)-1 {
		return "OFFICIAL-SENSITIVE"
	}
	return markings[best]
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// headOf gives where covering words stand: what is offered is looked for there.
func headOf(text string) string {
	const window = 16 << 10
	return text[:min(len(text), window)]
}

var (
	handlingLine  = regexp.MustCompile(`(?im)^[ \t>*]*((?:handling(?: +(?:code|codes|conditions?|instructions?))?|conditions? of (?:use|handling)|dissemination|grading|evaluation|graded|5x5x5|3x5x2)[ \t]*[:\-–][ \t]*\S.{0,300})$`)
	referenceLine = regexp.MustCompile(`(?im)\b((?:our|your|case|crime|log|incident|unit|intelligence|intel) ref(?:erence)?(?: (?:no|number))?|ref(?:erence)?(?: (?:no|number))?|urn|irn|operation)[ \t]*[.:#]+[ \t]*([A-Za-z0-9][A-Za-z0-9/_.\- ]{1,39}[A-Za-z0-9])`)
	writtenDate   = regexp.MustCompile(`\b(\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{1,2}(?:st|nd|rd|th)? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4})\b`)
)

// linesWith gives the lines of the covering words that hold one of some words, in
// small letters, so that patterns are tried where they can match.
func linesWith(text string, words ...string) []string {
	var out []string
	for line := range strings.Lines(headOf(text)) {
		low := strings.ToLower(line)
		if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(low, w) }) {
			out = append(out, strings.TrimRight(line, "\r\n"))
		}
	}
	return out
}

// findHandling gives the first line that says how the product may be handled
// or how it is graded, as it stands there.
func findHandling(text string) string {
	for _, line := range linesWith(text, "handling", "dissemination", "grading", "graded", "evaluation", "5x5x5", "3x5x2") {
		if m := handlingLine.FindStringSubmatch(line); m != nil {
			return strings.TrimSpace(m[1])
		}
	}
	return ""
}

// findReferences gives what the covering words call a reference and that has a
// digit, each once, at most five.
func findReferences(text string) []string {
	var out []string
	for _, line := range linesWith(text, "ref", "urn", "irn", "operation") {
		for _, m := range referenceLine.FindAllStringSubmatch(line, -1) {
			ref, _, _ := strings.Cut(strings.TrimSpace(m[2]), "  ")
			for words := strings.Fields(ref); len(words) > 1 && !strings.ContainsAny(words[len(words)-1], "0123456789"); words = words[:len(words)-1] {
				ref = strings.Join(words[:len(words)-1], " ")
			}
			if strings.ContainsAny(ref, "0123456789") && !slices.Contains(out, ref) && len(out) < 5 {
				out = append(out, ref)
			}
		}
	}
	return out
}

// findDates gives the days that the covering words name, at most eight. Days
// before months, as they are written here; what is no day is left out.
func findDates(text string) []string {
	var out []string
	for _, line := range linesWith(text, "19", "20") {
		for _, m := range writtenDate.FindAllString(line, -1) {
			if d, ok := dayOf(m); ok && !slices.Contains(out, d) && len(out) < 8 {
				out = append(out, d)
			}
		}
	}
	return out
}

func dayOf(s string) (string, bool) {
	s = strings.NewReplacer("/", ".").Replace(s)
	for _, suffix := range []string{"st ", "nd ", "rd ", "th "} {
		s = strings.Replace(s, suffix, " ", 1)
	}
	if f := strings.Fields(s); len(f) == 3 && len(f[1]) > 3 {
		s = f[0] + " " + f[1][:3] + " " + f[2]
	}
	for _, layout := range []string{"2006-01-02", "2.1.2006", "2 Jan 2006"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1900 {
			return t.Format("2006-01-02"), true
		}
	}
	return "", false
}
