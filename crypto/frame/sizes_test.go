package frame

import (
	"bytes"
	"crypto/rand"
	"testing"

	"corridor/app/entry"
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

// TestEverydayActsAreOfOneSize: a thief of the file does not tell a view from a
// grade or an answer.
func TestEverydayActsAreOfOneSize(t *testing.T) {
	s, key := signer(t), bytes.Repeat([]byte{4}, 32)
	sizes := map[int][]entry.Kind{}
	for kind, facts := range map[entry.Kind]string{
		entry.ProductViewed:      `{"what":"source","of":"11111111-1111-4111-8111-111111111111"}`,
		entry.SearchMade:         `{"hits":12}`,
		entry.DeskUnlocked:       `{}`,
		entry.PromptAnswered:     `{"category":"explosives_terrorism","answer":"cannot_tell","flagged":true}`,
		entry.ProductScanned:     `{"version":"2026.11.23-3.df10e04f","ttl":true,"immediate":false,"prompts":["threat_to_life","kidnap"]}`,
		entry.ProductGraded:      `{"version":1,"items":[{"no":1,"source":"2","assessment":"D","corroborated":"","reasoned":false,"confidence":""}],"handling":"P","action":"","sanitisation":"","instructed":false,"risk_assessed":false}`,
		entry.CompartmentEntered: `{"compartment":"11111111-1111-4111-8111-111111111111"}`,
	} {
		e := sampleEntry()
		e.Kind, e.Item, e.Author, e.Facts = kind, vaultA, "p-7f3a91c2", []byte(facts)
		body, err := SealEntry(e, s, key, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		sizes[len(body)] = append(sizes[len(body)], kind)
	}
	if len(sizes) != 1 {
		t.Errorf("sizes %v", sizes)
	}
}
