package risk

import (
	"os"
	"strings"
	"testing"
)

// TestDumpWords writes the words of the lexicon, hidden ones marked, for the
// tools that prepare the tables; it runs only when asked.
func TestDumpWords(t *testing.T) {
	out := os.Getenv("RISK_WORDS")
	if out == "" {
		t.Skip("RISK_WORDS is not set: nothing to write")
	}
	e := newEngine(t)
	var b strings.Builder
	for id, s := range e.spelling[1:] {
		id := int32(id + 1)
		mark := "-"
		if e.is(id, e.hide) {
			mark = "H"
		}
		if e.is(id, e.hideTail) || e.is(id, e.hideHead) {
			mark += "T"
		}
		b.WriteString(mark + "\t" + s + "\n")
	}
	if err := os.WriteFile(out, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
