package sanitise

import (
	_ "embed"
	"strings"
)

// senses.txt gives what a word is a word for, taken from WordNet 3.0: a small
// letter for what a noun names (p a person, m a message or record, a a made thing)
// and a capital for what a verb does (M tells, P perceives, V moves).
//
//go:embed words/senses.txt
var sensesList string

// senses gives the classes of a word, or of what it is an ending of, or "".
func senses(w string) string {
	m := loadWords()
	if s := m.sensesOf(w); s != "" {
		return s
	}
	n := len(w)
	if n < 4 {
		return ""
	}
	for _, end := range [...]string{"s", "es", "ed", "d", "ing"} {
		b, ok := strings.CutSuffix(w, end)
		if !ok || len(b) < 3 {
			continue
		}
		if s := m.sensesOf(b); s != "" {
			return s
		}
		if end != "ing" && end != "ed" {
			continue
		}
		if s := m.sensesOf(b + "e"); s != "" {
			return s
		}
		if k := len(b); b[k-1] == b[k-2] && m.sensesOf(b[:k-1]) != "" {
			return m.sensesOf(b[:k-1])
		}
	}
	if n > 4 && (w[n-3:] == "ies" || w[n-3:] == "ied") {
		return m.sensesOf(w[:n-3] + "y")
	}
	return ""
}
