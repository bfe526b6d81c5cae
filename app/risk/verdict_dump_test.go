package risk

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
)

// TestVerdicts writes what the engine says of every text of the corpora and the
// pools, one a line with all its prompts, words and set-asides, so that two versions
// of the code can be compared; it runs only when asked.
func TestVerdicts(t *testing.T) {
	path := os.Getenv("RISK_VERDICTS")
	if path == "" {
		t.Skip("RISK_VERDICTS is not set: nothing to write")
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	out := json.NewEncoder(w)
	items := append(corpus(t, "*.jsonl"), poolItems(t, "pool-*.tsv")...)
	for i, res := range scanAll(newEngine(t), items) {
		res.Version = "" // differs wherever the lexicon or its files do
		if err := out.Encode(map[string]any{"id": items[i].ID, "result": res}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
}
