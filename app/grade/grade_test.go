package grade

import (
	"regexp"
	"strings"
	"testing"
)

func sound() Graded {
	return Graded{Version: 1, Handling: Conditions, Action: "A2", Sanitisation: "S1", Instructed: true, RiskAssessed: true,
		Items: []Item{{No: 1, Source: "1", Assessment: "A"}, {No: 2, Source: "3", Assessment: "E", Reasoned: true, Confidence: "low"},
			{No: 3, Source: "2", Assessment: "B", Corroborated: "other"}}}
}

func codes(ps []Problem) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Code+"@"+p.Field)
	}
	return strings.Join(out, " ")
}

func TestSoundGradingHasNoProblems(t *testing.T) {
	if p := sound().Check(); len(p) != 0 {
		t.Errorf("got %v", p)
	}
	p := Graded{Handling: Permitted, Items: []Item{{No: 1, Source: "2", Assessment: "C"}}}
	if got := p.Check(); len(got) != 0 {
		t.Errorf("P: %v", got)
	}
}

func TestCheckNamesEachProblem(t *testing.T) {
	for want, take := range map[string]func(*Graded){
		"no_items@items":                            func(g *Graded) { g.Items = nil },
		"numbering@item.2.no":                       func(g *Graded) { g.Items[1].No = 5 },
		"source_missing@item.1.source":              func(g *Graded) { g.Items[0].Source = "4" },
		"assessment_missing@item.1.assessment":      func(g *Graded) { g.Items[0].Assessment = "" },
		"reason_missing@item.2.reason":              func(g *Graded) { g.Items[1].Reasoned = false },
		"corroboration_missing@item.3.corroborated": func(g *Graded) { g.Items[2].Corroborated = "" },
		"corroboration_unused@item.1.corroborated":  func(g *Graded) { g.Items[0].Corroborated = "x" },
		"confidence_unknown@item.1.confidence":      func(g *Graded) { g.Items[0].Confidence = "90%" },
		"handling_missing@handling":                 func(g *Graded) { g.Handling = "X" },
		"action_missing@action":                     func(g *Graded) { g.Action = "A4" },
		"sanitisation_missing@sanitisation":         func(g *Graded) { g.Sanitisation = "" },
		"instructions_missing@instructions":         func(g *Graded) { g.Instructed = false },
		"risk_missing@risk_assessment":              func(g *Graded) { g.RiskAssessed = false },
		"p_with_conditions@handling":                func(g *Graded) { g.Handling = Permitted },
	} {
		g := sound()
		take(&g)
		if got := codes(g.Check()); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if len((Graded{}).Check()) == 0 {
		t.Error("the zero grading is complete")
	}
}

func TestEveryConditionUnderPIsRefused(t *testing.T) {
	for _, g := range []Graded{{Action: "A1"}, {Sanitisation: "S1"}, {Instructed: true}} {
		g.Handling, g.Items = Permitted, []Item{{No: 1, Source: "1", Assessment: "A"}}
		if got := codes(g.Check()); got != "p_with_conditions@handling" {
			t.Errorf("%+v: %q", g, got)
		}
	}
}

// TestParseEveryCode walks the whole space of codes and some more.
func TestParseEveryCode(t *testing.T) {
	valid := regexp.MustCompile(`^[1-3][A-E][PC]$`)
	n := 0
	for _, a := range "0123456ABCP" {
		for _, b := range "ABCDEFG12ace" {
			for _, c := range "PCASX12" {
				s := string([]rune{a, b, c})
				p, err := Parse(s)
				if ok := valid.MatchString(strings.ToUpper(s)); ok != (err == nil) {
					t.Errorf("Parse(%q): %v", s, err)
				}
				if err == nil {
					n++
					if got := string(p.Source) + string(p.Assessment) + string(p.Handling); got != strings.ToUpper(s) {
						t.Errorf("Parse(%q) is %q", s, got)
					}
				}
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d codes parsed", n)
	}
	for _, s := range []string{"", "2D", "2DCC", "2 D C", "２DC", "2DC\n3"} {
		if _, err := Parse(s); err == nil {
			t.Errorf("Parse(%q) was accepted", s)
		}
	}
	if p, err := Parse(" 2dc "); err != nil || p.Source != Untested {
		t.Errorf("spaces and case: %v %v", p, err)
	}
}

func TestLine(t *testing.T) {
	for want, g := range map[string]Graded{
		"C A2 S1": sound(),
		"P":       {Handling: Permitted, Action: "A1", Sanitisation: "S1"},
		"C":       {Handling: Conditions},
		"C S2":    {Handling: Conditions, Sanitisation: "S2"},
		"":        {},
	} {
		if got := g.Line(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := sound().Items[1].Code(); got != "3E" {
		t.Errorf("code %q", got)
	}
}

func TestTablesAreWholeAndInOrder(t *testing.T) {
	for want, table := range map[string][]Code{
		"1 2 3": Sources(), "A B C D E": Assessments(), "P C": Handlings(), "A1 A2 A3": Actions(), "S1 S2": Sanitisations(),
	} {
		var have []string
		for _, c := range table {
			have = append(have, c.Code)
			if c.Name == "" || len(c.Meaning) < 15 || !Known(table, c.Code) || NameOf(table, c.Code) != c.Name {
				t.Errorf("%+v", c)
			}
		}
		if strings.Join(have, " ") != want {
			t.Errorf("got %v, want %s", have, want)
		}
	}
	if Known(Sources(), "") || NameOf(Sources(), "9") != "" {
		t.Error("nothing is a code")
	}
}

func TestOnlyTheOriginatorLoosens(t *testing.T) {
	g := func(h Handling, a, s string) Graded { return Graded{Handling: h, Action: a, Sanitisation: s} }
	for _, tc := range []struct {
		old, new        Graded
		tighter, looser bool
	}{
		{g("P", "", ""), g("C", "A3", "S1"), true, false},
		{g("C", "A3", "S1"), g("P", "", ""), false, true},
		{g("C", "A2", "S1"), g("C", "A1", "S1"), true, false},
		{g("C", "A1", "S2"), g("C", "A2", "S2"), false, true},
		{g("C", "A2", "S2"), g("C", "A2", "S1"), false, true},
		{g("C", "A1", "S1"), g("C", "A2", "S2"), false, true},
		{g("C", "A2", "S1"), g("C", "A1", "S2"), true, false},
		{g("P", "", ""), g("P", "", ""), false, false},
	} {
		if Tightened(tc.old, tc.new) != tc.tighter || Loosened(tc.old, tc.new) != tc.looser {
			t.Errorf("%s to %s: tighter %v, looser %v", tc.old.Line(), tc.new.Line(), Tightened(tc.old, tc.new), Loosened(tc.old, tc.new))
		}
	}
}

func TestLegacyIsReadAndSuggested(t *testing.T) {
	for _, s := range []string{"B24", "b24", " B-2-4 ", "B/2/4", "B 2 4"} {
		if l, err := ParseLegacy(s); err != nil || l != (Legacy{"B", "2", "4"}) {
			t.Errorf("%q: %v %v", s, l, err)
		}
	}
	for _, s := range []string{"", "F24", "B64", "B26", "B2", "B244", "2DC"} {
		if _, err := ParseLegacy(s); err == nil {
			t.Errorf("%q was accepted", s)
		}
	}
}

// TestEveryLegacyCodeGetsUsableSuggestions: whatever is suggested is a code,
// and says that it is only a suggestion.
func TestEveryLegacyCodeGetsUsableSuggestions(t *testing.T) {
	for _, a := range "ABCDE" {
		for _, b := range "12345" {
			for _, c := range "12345" {
				l, err := ParseLegacy(string([]rune{a, b, c}))
				if err != nil {
					t.Fatal(err)
				}
				s := l.Suggest()
				if len(s.Source) == 0 || len(s.Assessment) == 0 || len(s.Handling) == 0 || !strings.Contains(s.Words, "suggestion") {
					t.Errorf("%v: %+v", l, s)
				}
				for _, x := range s.Source {
					if !Known(Sources(), string(x)) {
						t.Errorf("%v: source %q", l, x)
					}
				}
				if s.Action != "" && (s.Handling[0] != Conditions || !Known(Actions(), s.Action) || !Known(Sanitisations(), s.Sanitisation)) {
					t.Errorf("%v: conditions without C: %+v", l, s)
				}
			}
		}
	}
	if s := (Legacy{"C", "1", "1"}).Suggest(); len(s.Source) != 2 {
		t.Errorf("C is for a person to settle: %v", s.Source)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1AP", "2dc", " 3EC", "B24", "b/2/4", "", "１AP"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := Parse(s); err == nil && (!Known(Sources(), string(p.Source)) || !Known(Assessments(), string(p.Assessment)) || !Known(Handlings(), string(p.Handling))) {
			t.Fatalf("Parse(%q) is %v", s, p)
		}
		if l, err := ParseLegacy(s); err == nil && len(l.Suggest().Source) == 0 {
			t.Fatalf("ParseLegacy(%q) is %v", s, l)
		}
	})
}
