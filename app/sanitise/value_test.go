package sanitise

import (
	"strings"
	"testing"
)

func one(t *testing.T, text string, k dKind) (datum, bool) {
	t.Helper()
	for _, d := range readFacts(newView(text)) {
		if d.kind == k {
			return d, true
		}
	}
	return datum{}, false
}

func TestTimes(t *testing.T) {
	for in, want := range map[string]int64{
		"at 21:34": 1294, "at 2134": 1294, "2134hrs": 1294, "2134 hours": 1294, "9.34pm": 1294, "9:34 pm": 1294, "at 9.34 p.m.": 1294, "21h34": 1294,
		"nine thirty-four pm": 1294, "twenty-one thirty-four hours": 1294, "7pm": 1140, "seven o'clock in the evening": 1140, "quarter past six": 375,
		"twenty to nine": 520, "half past ten": 630, "ten to midnight": 1430, "twelve minutes to four in the morning": 228, "noon": 720, "midnight": 0,
		"at six": 360, "0005hrs": 5,
	} {
		d, ok := one(t, in, dTime)
		if !ok || d.a != want {
			t.Errorf("%q read as %d (%v), want %d", in, d.a, ok, want)
		}
	}
	for _, in := range []string{"in 2019", "at 2560 metres", "£21.34", "1 to 2", "version 21.34.5", "2534hrs", "at six shops", "half the van"} {
		if d, ok := one(t, in, dTime); ok {
			t.Errorf("%q read as the time %d", in, d.a)
		}
	}
}

func TestDates(t *testing.T) {
	for in, want := range map[string][3]int64{
		"2 June": {2, 6, 0}, "2nd of June 2026": {2, 6, 2026}, "June 2nd": {2, 6, 0}, "02/06/26": {2, 6, 2026}, "2026-06-02": {2, 6, 2026},
		"the second of June": {2, 6, 0}, "2.6.2026": {2, 6, 2026}, "02JUN26": {2, 6, 2026}, "Boxing Day": {26, 12, 0}, "1-5 June": {1, 6, 0}, "05/11/1988": {5, 11, 1988},
	} {
		d, ok := one(t, in, dDate)
		if !ok || d.a != want[0] || d.b != want[1] || d.c != want[2] {
			t.Errorf("%q read as %d/%d/%d (%v), want %v", in, d.a, d.b, d.c, ok, want)
		}
	}
	for _, in := range []string{"in June", "45/13/2026", "24/7", "1/2/3/4", "may 5 men", "sort code 12-05-26", "June"} {
		if d, ok := one(t, in, dDate); ok {
			t.Errorf("%q read as the date %d/%d/%d", in, d.a, d.b, d.c)
		}
	}
}

func TestSums(t *testing.T) {
	for in, want := range map[string]int64{
		"£4,350": 4350_000, "£4350": 4350_000, "four thousand three hundred and fifty pounds": 4350_000, "£2k": 2000_000, "2 grand": 2000_000,
		"£1.5m": 1_500_000_000, "EUR 74,200": 74_200_000, "eighteen hundred quid": 1800_000, "10p": 100, "ten pence": 100, "£12.40": 12_400,
		"a tenner": 10_000, "two hundred and twelve pounds forty": 212_400, "sixty-one thousand pounds": 61_000_000,
	} {
		d, ok := one(t, in, dSum)
		if !ok || d.a != want {
			t.Errorf("%q read as %d (%v), want %d", in, d.a, ok, want)
		}
	}
	for _, in := range []string{"several pounds", "£", "a sum", "60m away"} {
		if d, ok := one(t, in, dSum); ok {
			t.Errorf("%q read as the sum %d", in, d.a)
		}
	}
}

// an exact value is found again however it is written, and a coarse one is not
func TestOverPrecision(t *testing.T) {
	for _, c := range []struct {
		src, dft string
		want     bool
	}{
		{"Seen at 1805.", "Seen at 6.05pm.", true}, {"1402 SUBJECT out.", "He left at two minutes past two.", true},
		{"Seen at 1805.", "He was out in the early evening.", false}, {"2 June.", "On 02/06 he went.", true}, {"2 June.", "In early June he went.", false},
		{"He owes £4,350.", "He owes four thousand three hundred and fifty pounds.", true}, {"He owes £4,350.", "He owes several thousand pounds.", false},
		{"He has 37 plants.", "There are thirty-seven plants.", true}, {"He has 37 plants.", "There are dozens of plants.", false},
		{"He moved 2 kilos.", "He moved 2,000 grams.", true}, {"Lives at 14 Acacia Road.", "Lives at fourteen Acacia Road.", true},
		{"Lives at 14 Acacia Road.", "Lives in the Acacia Road area.", false}, {"In locker 219.", "In locker two hundred and nineteen.", true},
		{"Jct 3 services.", "At junction 3.", true}, {"Unit 7.", "In unit VII.", true}, {"On Thursday.", "Each Thursday he goes.", true},
		{"He is 34 years old.", "A man aged 34.", true}, {"He is 34 years old.", "A man in his thirties.", false},
	} {
		got := false
		for _, f := range Check(Input{Source: c.src, Draft: c.dft}).Findings {
			got = got || f.Kind == OverPrecision && strings.HasPrefix(f.Rule, "same-")
		}
		if got != c.want {
			t.Errorf("%q / %q: found %v, want %v", c.src, c.dft, got, c.want)
		}
	}
}

func TestCoarser(t *testing.T) {
	for _, c := range []struct {
		in   string
		kind Kind
		want string
	}{
		{"21:34", OverPrecision, "late evening"}, {"£4,350", OverPrecision, "several thousand pounds"}, {"14 Acacia Road", OverPrecision, "the Acacia Road area"},
		{"on 2 June", OverPrecision, "in early June"}, {"2 June", OverPrecision, "in early June"}, {"37 plants", OverPrecision, "dozens of plants"},
		{"2 kilos", OverPrecision, "kilo quantities"}, {"aged 34", OverPrecision, "in their thirties"}, {"the informant", SourceReference, "Intelligence suggests"},
	} {
		got := Coarser(c.in, c.kind)
		if len(got) == 0 || got[0] != c.want {
			t.Errorf("Coarser(%q) = %q, want %q first", c.in, got, c.want)
		}
	}
	if got := Coarser("nothing exact", OverPrecision); len(got) != 0 {
		t.Errorf("Coarser of nothing exact = %q", got)
	}
}

// A proposal, put in place of what it replaces, is no longer exact: the value
// itself is gone from the draft.
// What the check proposes it does not find again, not even as advice.
func TestAProposalIsNotAResidue(t *testing.T) {
	const source = "The gun is kept at 14 Acacia Road, Northtown. He paid £4,350 at 21:34."
	for _, draft := range []string{
		"A firearm may be kept in the Acacia Road area.",
		"Several thousand pounds may have been paid.",
		"A sum was paid in the late evening.",
	} {
		for _, f := range Check(Input{Source: source, Draft: draft}).Findings {
			t.Errorf("%q: %s %q", draft, f.Rule, f.Text)
		}
	}
}

func TestProposalsAreCoarser(t *testing.T) {
	for _, in := range []string{"at 21:34", "on 2 June", "£4,350", "14 Acacia Road", "37 plants", "2 kilos", "aged 34", "locker 219", "six hours", "on Thursday"} {
		src := "Source: " + in + "."
		for _, p := range Coarser(in, OverPrecision) {
			for _, f := range Check(Input{Source: src, Draft: "He was there " + p + "."}).Findings {
				if strings.HasPrefix(f.Rule, "same-") {
					t.Errorf("%q proposed for %q is still %s", p, in, f.Rule)
				}
			}
		}
	}
}

// A number that ends in thousand is offered as a round one that reads on.
func TestRoundProposal(t *testing.T) {
	for draft, want := range map[string]string{"The debt may be fourteen thousand.": "thousands", "He has fourteen thousand cigarettes.": "thousands of cigarettes"} {
		got := ""
		for _, f := range Check(Input{Source: "Analyst: the debt may be 14,000, as are his 14,000 cigarettes.", Draft: draft}).Findings {
			if f.Rule == "same-count" {
				got = f.Proposal
			}
		}
		if got != want {
			t.Errorf("%q: proposed %q, want %q", draft, got, want)
		}
	}
}
