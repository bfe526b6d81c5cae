package sanitise

import (
	"fmt"
	"reflect"
	"testing"
)

// Releases read side by side give what they give read one after another.
func TestReadEarlierKeepsTheOrder(t *testing.T) {
	var earlier []Earlier
	for i := range 200 {
		earlier = append(earlier, Earlier{Release: fmt.Sprint(i), Text: prose(600, fmt.Sprint(i))})
	}
	var want []Fact
	seen := map[told]bool{}
	for _, e := range earlier {
		var v view
		v.read(e.Text)
		for _, f := range particulars(&v, nil) {
			if k := (told{f.Kind, f.Value}); !seen[k] {
				seen[k] = true
				f.Release = e.Release
				want = append(want, f)
			}
		}
	}
	got := ReadEarlier(earlier).facts
	if len(want) == 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d facts side by side, %d one after another, or in another order", len(got), len(want))
	}
}
