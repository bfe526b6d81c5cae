package intel

import (
	"slices"
	"strings"
	"testing"
)

func TestTierOrder(t *testing.T) {
	tiers := Tiers()
	for i, a := range tiers {
		for j, b := range tiers {
			if a.Above(b) != (i > j) {
				t.Errorf("%s above %s", a, b)
			}
		}
	}
	if len(tiers) != 4 || tiers[0] != Official {
		t.Errorf("tiers %v", tiers)
	}
	for _, odd := range []Tier{"", "RESTRICTED", "secret"} {
		if odd.Valid() || !odd.Above(TopSecret) || Secret.Above(odd) || odd.Above(odd) {
			t.Errorf("%q is let in", odd)
		}
	}
}

func TestMarkingLine(t *testing.T) {
	for want, m := range map[string]Marking{
		"OFFICIAL": {Tier: Official},
		"OFFICIAL-SENSITIVE – RECIPIENTS ONLY – PERSONAL DATA": {Tier: OfficialSensitive, Handling: "Recipients only", Descriptor: "PERSONAL DATA"},
		"UK SECRET – UK EYES ONLY":                             {Prefix: "UK", Tier: Secret, Handling: " ", Caveat: "UK EYES ONLY"},
	} {
		if got := m.Line(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestRefIsNeutralAndSorted(t *testing.T) {
	if got := Ref(2026, 412); got != "SIU-26-0412" {
		t.Errorf("got %q", got)
	}
	if Ref(2026, 9) >= Ref(2026, 10) || Ref(2026, 12345) != "SIU-26-12345" {
		t.Error("order or growth")
	}
}

func TestSourceTypesAreTitledOnce(t *testing.T) {
	seen := map[SourceType]bool{}
	for _, s := range SourceTypes() {
		if seen[s.Type] || s.Title == "" || !s.Type.Valid() || s.Type.Title() != s.Title {
			t.Errorf("%+v", s)
		}
		seen[s.Type] = true
	}
	for _, s := range []SourceType{Intercept, CHIS, Surveillance, Probe, Download, CommsData, Partner, SAR, Anonymous, Prison, OtherSource} {
		if !seen[s] {
			t.Errorf("%s has no title", s)
		}
	}
	if SourceType("magic").Valid() || SourceType("magic").Title() != "magic" {
		t.Error("an unknown type is valid or hidden")
	}
}

func TestUnansweredIsNoAnswer(t *testing.T) {
	if Unanswered.Given() || Answer("maybe").Given() || len(Answers()) != 3 {
		t.Error("something else counts as an answer")
	}
	for _, a := range Answers() {
		if !a.Given() {
			t.Errorf("%s is no answer", a)
		}
	}
}

func TestItems(t *testing.T) {
	for in, want := range map[string][]string{
		"":                                nil,
		"\n \n\t\n":                       nil,
		"One line.":                       {"One line."},
		"First\nstill first\n\nSecond":    {"First still first", "Second"},
		"1. First\n2. Second\n   more":    {"First", "Second more"},
		"1) First\r\n2) Second":           {"First", "Second"},
		"He had 1.5 kilos\n2.5 were left": {"He had 1.5 kilos 2.5 were left"},
		"1.\nText below its number":       {"Text below its number"},
		"2024 was a long year\n3. Third":  {"2024 was a long year", "Third"},
		"  10.   Spaced   out ":           {"Spaced out"},
		"A\n\n\n\nB":                      {"A", "B"},
		"1. A\n\n1. B":                    {"A", "B"},
	} {
		if got := Items(in); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzItems(f *testing.F) {
	for _, s := range []string{"", "1. a\n2. b", "a\n\nb", "1.5", "\r\r1)", "1.\u00a0x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		items := Items(s)
		for _, i := range items {
			if strings.TrimSpace(i) == "" || strings.ContainsAny(i, "\r\n") {
				t.Fatalf("%q gives item %q", s, i)
			}
		}
		letters := func(s string) string {
			return strings.Map(func(r rune) rune {
				if r >= 'a' && r <= 'z' {
					return r
				}
				return -1
			}, s)
		}
		if letters(strings.Join(items, "")) != letters(s) {
			t.Fatalf("%q lost words: %q", s, items)
		}
	})
}
