package risk

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryRuleSaysWhatItIsFor(t *testing.T) {
	e := newEngine(t)
	var names []string
	for _, a := range e.About() {
		names = append(names, a.Rule)
		if len(a.Categories) == 0 || !strings.HasSuffix(a.Why, ".") || a.Categories[0].Title() == string(a.Categories[0]) {
			t.Errorf("%+v", a)
		}
		if order := Categories(); !slices.IsSortedFunc(a.Categories, func(x, y Category) int { return slices.Index(order, x) - slices.Index(order, y) }) {
			t.Errorf("%s: %v is not in order of danger", a.Rule, a.Categories)
		}
	}
	if !slices.Equal(names, e.Rules()) {
		t.Errorf("%d rules are described of %d", len(names), len(e.Rules()))
	}
	without, err := e.With(nil, []string{"ttl-plain"})
	if err != nil {
		t.Fatal(err)
	}
	if len(without.About()) != len(names)-1 {
		t.Error("a rule that is off is described")
	}
}
