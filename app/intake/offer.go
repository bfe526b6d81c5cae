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

// offer fills in what the text offers for the receipt form. The date of a
// message itself is in Date already.
func (res *Result) offer() {
	res.Marking, res.Handling, res.References = findMarking(res.Text), findHandling(res.Text), findReferences(res.Text)
	if res.Kind == "csv" {
		return // its days and names are rows, not covering words
	}
	res.Dates = findDates(res.Text, res.Date != "")
	if res.From == "" {
		res.From = findSender(res.Text)
	}
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
	writtenDate   = regexp.MustCompile(`\b(\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)|\d{1,2}(?:st|nd|rd|th)?[ -](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*,?[ -]\d{4})\b`)
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

// maxDates is how many days are offered; without a cue beside any of them, and
// without a date of the message's own, no more than maxGuessed.
const (
	maxDates   = 5
	maxGuessed = 3
)

// What stands before a day says what day it is: when the thing happened or was
// told, when it was written, or neither, as a birthday.
var (
	toldCue    = regexp.MustCompile(`(?i)\b(?:dates?(?: and time)? of (?:the )?(?:intelligence|information|contact|meeting|debrief|incident|event|offence|collection|observation|call|report)|(?:intelligence|information|contact|incident|event|occurred|seen|met|observed|collected|debriefed)(?: (?:dated?|on|from))?|happened on)\b[^.;!?]{0,14}$`)
	writtenCue = regexp.MustCompile(`(?i)\b(?:dated?|received|sent|created|submitted|written|reported|recorded|signed|report of|as at|as of)\b[^.;!?]{0,14}$`)
	otherCue   = regexp.MustCompile(`(?i)\b(?:expir\w*|review(?:ed)?|until|renewal|renewed?|due|valid|by|before|deadline|destroy\w*)\b[^.;!?]{0,14}$`)

	bornWord = regexp.MustCompile(`(?i)(?:\b(?:born|birth|birthday|birth ?date|d\. ?o\. ?b|dob|d/o/b|geb(?:oren)?)\b\.?|\bb\.)`)
	ageWord  = regexp.MustCompile(`(?i)\bage[ds]?[^a-z;!?]{0,12}$`)
	bornHead = regexp.MustCompile(`(?i)^\W*(?:date of birth|birth ?date|birthday|d\.? ?o\.? ?b|d/o/b|born)\W*$`)
	bornTail = regexp.MustCompile(`(?i)^[ \t]*[(\[][ \t]*(?:date of birth|birth ?date|birthday|d\.? ?o\.? ?b\.?|d/o/b|born)[ \t]*[)\]]`)
	stop     = regexp.MustCompile(`[.;!?][)\]"]?\s+\S`)
)

// bornBefore says whether the words before a day make it a birthday: the word
// may stand behind a bracket or a place, not behind the end of its sentence.
func bornBefore(before string) bool {
	if ageWord.MatchString(before) {
		return true
	}
	all := bornWord.FindAllStringIndex(before, -1)
	if len(all) == 0 {
		return false
	}
	between := before[all[len(all)-1][1]:]
	return len(between) <= 40 && !stop.MatchString(between) && !writtenCue.MatchString(between)
}

// bornColumn says which cells of a row of a table are headed as birthdays; a
// line that is such a heading alone heads the first cell of the next.
func bornColumn(line string) (columns []int) {
	for i, cell := range strings.Split(line, "\t") {
		if bornHead.MatchString(cell) {
			columns = append(columns, i)
		}
	}
	return columns
}

// findDates gives the days that the covering words name, as 2006-01-02: first
// those that are said to be of the intelligence, then those of the writing,
// at most maxDates. Days with no such cue count only where nothing better is
// known: headed says that the message has a date of its own. Days before
// months, as they are written here; birthdays, deadlines and what is no day
// are left out.
func findDates(text string, headed bool) []string {
	var ranked [3][]string
	var born []int // columns under a heading that says birthdays
	for line := range strings.Lines(headOf(text)) {
		row := strings.Contains(line, "\t")
		if heads := bornColumn(line); heads != nil || !row && strings.TrimSpace(line) != "" && !writtenDate.MatchString(line) {
			born = heads
			continue
		}
		at := 0
		for _, m := range writtenDate.FindAllStringIndex(line, -1) {
			before := line[max(at, m[0]-60):m[0]]
			at = m[1]
			rank := dateRank(before)
			d, ok := dayOf(line[m[0]:m[1]])
			short := !strings.Contains(line[m[0]:m[1]], d[:min(4, len(d))]) // the year in two digits
			if !ok || rank < 0 || short && rank == 2 {
				continue
			}
			if rank > 0 && (bornBefore(before) || bornTail.MatchString(line[m[1]:]) || slices.Contains(born, strings.Count(line[:m[0]], "\t"))) {
				continue
			}
			ranked[rank] = append(ranked[rank], d)
		}
		if !row && at > 0 {
			born = nil
		}
	}
	out := slices.Concat(ranked[0], ranked[1])
	if len(out) == 0 && !headed {
		out = ranked[2]
		return onceEach(out, maxGuessed)
	}
	return onceEach(out, maxDates)
}

// dateRank says what the words before a day make of it: 0 of the intelligence,
// 1 of the writing, 2 nothing, -1 another day altogether.
func dateRank(before string) int {
	switch {
	case toldCue.MatchString(before):
		return 0
	case otherCue.MatchString(before):
		return -1
	case writtenCue.MatchString(before):
		return 1
	}
	return 2
}

func onceEach(list []string, most int) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) && len(out) < most {
			out = append(out, s)
		}
	}
	return out
}

// senderLine is a covering line that says who sent the product, where no
// header does.
var senderLine = regexp.MustCompile(`(?i)^[ \t>*]*(?:from|originator|originating (?:unit|force|agency|officer)|reporting (?:unit|officer)|source (?:unit|agency)|submitted by|sent by|sender)[ \t]*[:\-–][ \t]+(\S.{1,100}?)[ \t*]*$`)

// findSender gives what the first such line says.
func findSender(text string) string {
	for _, line := range linesWith(text, "from", "originat", "reporting", "source", "submitted", "sen") {
		if m := senderLine.FindStringSubmatch(line); m != nil {
			return m[1]
		}
	}
	return ""
}

func dayOf(s string) (string, bool) {
	if strings.ContainsAny(s, "JFMASOND") {
		s = strings.NewReplacer("-", " ", ",", "").Replace(s)
	}
	s = strings.ReplaceAll(s, "/", ".")
	for _, suffix := range []string{"st ", "nd ", "rd ", "th "} {
		s = strings.Replace(s, suffix, " ", 1)
	}
	if f := strings.Fields(s); len(f) == 3 && len(f[1]) > 3 {
		s = f[0] + " " + f[1][:3] + " " + f[2]
	}
	for _, layout := range []string{"2006-01-02", "2.1.2006", "2 Jan 2006", "2.1.06"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1900 {
			return t.Format("2006-01-02"), true
		}
	}
	return "", false
}
