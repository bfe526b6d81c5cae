package sanitise

import (
	"os"
	"testing"
)

// TestBatch measures a file of labelled pairs that is not in the corpus yet, so
// that what the check does on first contact is known before anything is tuned.
func TestBatch(t *testing.T) {
	f := os.Getenv("BATCH")
	if f == "" {
		t.Skip("set BATCH=FILE to measure a file of labelled pairs")
	}
	measure(t, readPairs(t, []string{f}), show()).log(t, "batch")
}
