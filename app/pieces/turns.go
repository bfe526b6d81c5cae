package pieces

import (
	"regexp"
	"slices"
	"strings"
)

// A turn of a chat begins with a line that names who speaks, as the usual
// programs and people write it. The first group is the name, the second what
// is said on that line.
var (
	stampedTurn = []*regexp.Regexp{
		regexp.MustCompile(`^\W{0,3}\[?\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4},? \d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?\]?(?: -)? <?([^:<>\n]{1,60}?)(?:>|:)(?: (.*))?$`),
		regexp.MustCompile(`^\[?\d{1,2}[:.]\d\d(?:[:.]\d\d)?\]?(?: -)? <?([^:<>\n]{1,60}?)(?:>|:)(?: (.*))?$`),
		regexp.MustCompile(`^([^:<>\n\[\]()]{1,60}?) [(\[]\d{1,2}[:.]\d\d(?:[:.]\d\d)?[)\]]:?(?: (.*))?$`),
		regexp.MustCompile(`^<([^<>\n]{1,60})> (.*)$`),
	}
	plainTurn = regexp.MustCompile(`^(\+?[\p{L}\d][\p{L}\d '.\-]{0,30}):(?: (.*))?$`)
)

// headers are names of covering lines, which speak for nobody.
var headers = []string{"from", "to", "cc", "bcc", "date", "sent", "subject", "re", "ref", "reference", "our ref", "your ref", "urn", "note", "notes", "marking", "handling", "originator",
	"time", "location", "place", "source", "summary", "message-id", "content-type", "received", "reply-to", "attachments", "url", "tel", "email", "mobile", "address"}

// Turns cuts a chat into its turns, each with its speaker; what stands before
// the first is a stretch of nobody's. It gives nil for a text that is no chat:
// at least two speakers and four turns, or three where each has its time.
func Turns(text string) []Span {
	runes := []rune(text)
	for _, way := range []struct {
		who  func(line string) (string, bool)
		most int
	}{{stamped, 3}, {plain, 4}} {
		if out := turns(runes, way.who); chat(out, way.most) {
			return out
		}
	}
	return nil
}

func turns(runes []rune, who func(string) (string, bool)) []Span {
	var out []Span
	start, name := 0, ""
	flush := func(to int) {
		if s := trim(runes, Span{From: start, To: to}); s != (Span{}) {
			s.Who = name
			out = append(out, s)
		}
	}
	for _, l := range lines(runes) {
		if n, ok := who(strings.TrimRight(string(runes[l.From:min(l.To, l.From+400)]), "\r\n ")); ok {
			flush(l.From)
			start, name = l.From, n
		}
	}
	flush(len(runes))
	return out
}

func stamped(line string) (string, bool) {
	for _, re := range stampedTurn {
		if m := re.FindStringSubmatch(line); m != nil {
			return strings.TrimSpace(m[1]), strings.TrimSpace(m[1]) != ""
		}
	}
	return "", false
}

func plain(line string) (string, bool) {
	m := plainTurn.FindStringSubmatch(line)
	if m == nil || slices.Contains(headers, strings.ToLower(m[1])) {
		return "", false
	}
	return m[1], true
}

// chat reports whether turns are those of people who talk.
func chat(spans []Span, least int) bool {
	count := map[string]int{}
	n := 0
	for _, s := range spans {
		if s.Who != "" {
			n++
			count[s.Who]++
		}
	}
	if n < least || len(count) < 2 {
		return false
	}
	return len(count) <= n/2+1 // somebody speaks again: a list of labels is no chat
}
