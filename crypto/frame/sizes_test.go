package frame

import (
	"bytes"
	"crypto/rand"
	"testing"
)

// TestEverySizeOpens: no length of content falls between two encodings.
func TestEverySizeOpens(t *testing.T) {
	key := bytes.Repeat([]byte{5}, 32)
	step := 1
	for n := 0; n < 140_000; n += step {
		if n > 9000 {
			step = 61
		}
		h := PartHeader{Vault: vaultA, Content: vaultB, Parts: 1, Size: int64(n)}
		b, err := SealPart(h, key, make([]byte, n), rand.Reader)
		if err != nil {
			t.Fatal(n, err)
		}
		if got, err := OpenPart(h, key, b); err != nil || len(got) != n {
			t.Fatal(n, len(got), err)
		}
	}
}
