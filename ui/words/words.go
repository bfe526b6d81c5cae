package words

import (
	"fmt"
	"strings"
	"sync"

	"corridor/assets"
)

// table is read once from the embedded words and never changes.
var table = sync.OnceValue(func() map[string]string {
	m, _ := parse(assets.Words())
	return m
})

// T gives the text of a key, with args put into its verbs. A key without text
// is shown as itself in guillemets, so that it is seen; a test keeps that from
// happening.
func T(key string, args ...any) string {
	text, ok := table()[key]
	if !ok {
		return "«" + key + "»"
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Of gives the text of a code within a family ("kind", "state" …), or the code
// itself where a newer version wrote a code that this one has no words for.
func Of(family, code string) string {
	if text, ok := table()[family+"."+code]; ok {
		return text
	}
	return code
}

// Has reports whether a key has text.
func Has(key string) bool {
	_, ok := table()[key]
	return ok
}

// Count gives the text for a number of things: key.none, key.one or key.many,
// which alone takes the number.
func Count(key string, n int) string {
	switch n {
	case 0:
		return T(key + ".none")
	case 1:
		return T(key + ".one")
	}
	return T(key+".many", n)
}

// parse reads "key = text" lines; # begins a comment and \n is a line break.
// It names every line that is no such pair or repeats a key.
func parse(source string) (map[string]string, []string) {
	m := make(map[string]string)
	var bad []string
	for _, line := range strings.Split(source, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, text, ok := strings.Cut(line, " = ")
		if _, twice := m[key]; !ok || twice || key == "" || text == "" {
			bad = append(bad, line)
			continue
		}
		m[key] = strings.ReplaceAll(text, `\n`, "\n")
	}
	return m, bad
}
