package entry

import "testing"

func TestPersonValid(t *testing.T) {
	for p, want := range map[Person]bool{"hale": true, "p-7f3a91c2": true, "recovery": true, "": false, "a": false, "-a": false, "../x": false, "Hale": false,
		"a b": false, "ä1": false, "0123456789012345678901234567890123": false} {
		if p.Valid() != want {
			t.Errorf("%q: %v", p, !want)
		}
	}
}
