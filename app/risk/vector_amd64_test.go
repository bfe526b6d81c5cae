package risk

import "testing"

// eachProduct calls f once for every kind of instruction that this processor has.
func eachProduct(t *testing.T, f func()) {
	t.Helper()
	if !hasAVX2 {
		t.Skip("this processor has no vector instructions that are used here: nothing to compare")
	}
	had := hasVNNI
	defer func() { hasVNNI = had }()
	for _, hasVNNI = range []bool{false, had} {
		f()
	}
}
