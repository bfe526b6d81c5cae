package demo

import (
	"strings"
	"testing"

	"corridor/app/sanitise"
)

// The demonstration shows clean drafts: what the check would block in one is a
// fault of the demonstration, or of the check.
func TestDraftsAreClean(t *testing.T) {
	seen, states := 0, map[string]int{}
	for i, s := range samples() {
		states[s.to]++
		if s.draft == "" {
			continue
		}
		seen++
		res := sanitise.Check(sanitise.Input{Source: s.text, Draft: s.title + "\n\n" + s.draft + "\n\n" + Provenance,
			Deny: []sanitise.Term{{Text: s.from, Kind: "originator"}, {Text: s.ref, Kind: "ref"}}})
		for _, f := range res.Findings {
			if f.Severity == "block" {
				t.Errorf("sample %d: %s %q (%s)", i, f.Kind, f.Text, f.Rule)
			}
		}
	}
	if seen < 10 || len(samples()) < 40 {
		t.Errorf("%d samples, %d drafts", len(samples()), seen)
	}
	for _, st := range []string{asNew, asRead, asThreat, asOwned, asGraded, asDrafted, asWaiting, asReturned, asRefused, asApproved, asReleased, asSpoken} {
		if states[st] == 0 {
			t.Errorf("no sample in state %s", st)
		}
	}
}

// Telephone numbers of fictitious people come from the ranges for drama.
func TestNoRealNumbers(t *testing.T) {
	for i, s := range samples() {
		if strings.Contains(s.text, "07") && !strings.Contains(s.text, "07700 900") {
			t.Errorf("sample %d holds a number outside the ranges for drama", i)
		}
	}
}
