package index

import (
	"regexp"
	"strings"
)

// Patterns of identifiers in running text. They are compiled once and never
// change.
var (
	digitRun = regexp.MustCompile(`(?:\+|\b)\d(?:[ .\-()/\x{00a0}]{0,3}\d){5,18}`)
	vehicle  = regexp.MustCompile(`(?i)\b(?:[a-z]{2}\d{2}[ \x{00a0}\-]?[a-z]{3}|[a-z]\d{1,3}[ \x{00a0}\-]?[a-z]{3}|[a-z]{3}[ \x{00a0}\-]?\d{1,3}[a-z]|[a-z]{1,3}[ \x{00a0}\-]?\d{1,4}|\d{1,4}[ \x{00a0}\-]?[a-z]{1,3})\b`)
)

// maxIndexed is how many bytes of one field are looked through for
// identifiers.
const maxIndexed = 4 << 20

// gatherIdentifiers writes the one spelling of every identifier in text.
func gatherIdentifiers(out *strings.Builder, text string) {
	if len(text) > maxIndexed {
		text = text[:maxIndexed]
	}
	text = nearDigits(text)
	for _, m := range digitRun.FindAllString(text, -1) {
		for _, n := range numberForms(m) {
			out.WriteString(n)
			out.WriteByte(' ')
		}
	}
	for _, m := range vehicle.FindAllString(text, -1) {
		if v := squeeze(m); len(v) >= 5 {
			out.WriteString(v)
			out.WriteByte(' ')
		}
	}
}

// nearDigits keeps of each line the words that have a digit and the two on
// either side: looking through the rest for identifiers would be in vain.
func nearDigits(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		last := -3 // the last word that has a digit
		for i, w := range words {
			if !strings.ContainsAny(w, "0123456789") {
				continue
			}
			from := max(i-2, 0)
			if from <= last+2 {
				from = last + 1
			} else {
				out.WriteByte('\n')
			}
			for j := from; j <= i; j++ {
				out.WriteString(words[j])
				out.WriteByte(' ')
			}
			last = i
			for j := i + 1; j < min(i+3, len(words)) && !strings.ContainsAny(words[j], "0123456789"); j++ {
				out.WriteString(words[j])
				out.WriteByte(' ')
				last = j
			}
		}
	}
	return out.String()
}

// numberForms are the spellings that a number is kept under: as dialled within
// the country, and its last six digits.
func numberForms(s string) []string {
	n := national(s)
	if n == "" {
		return nil
	}
	forms := []string{n}
	if len(n) > 8 {
		forms = append(forms, n[len(n)-6:])
	}
	return forms
}

// national strips separators and the country code of the United Kingdom in
// any of its spellings: +44, 0044, 44, with or without a bracketed 0.
func national(s string) string {
	plus := strings.HasPrefix(strings.TrimSpace(s), "+")
	s = strings.Replace(s, "(0)", "", 1)
	d := digits(s)
	switch {
	case strings.HasPrefix(d, "0044"):
		d = "0" + strings.TrimPrefix(d[4:], "0")
	case strings.HasPrefix(d, "44") && (plus || len(d) == 12):
		d = "0" + strings.TrimPrefix(d[2:], "0")
	}
	if len(d) < 6 {
		return ""
	}
	return d
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// squeeze gives the letters and digits alone, in lower case.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, s)
}
