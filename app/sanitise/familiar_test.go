package sanitise

import "testing"

// found reports whether the draft is stopped for the piece given, as an
// identifier.
func found(t *testing.T, src, dft, piece string) bool {
	t.Helper()
	s := runeIndex(dft, piece)
	if s < 0 {
		t.Fatalf("%q is not in %q", piece, dft)
	}
	e := s + len([]rune(piece))
	for _, f := range Check(Input{Source: src, Draft: dft}).Findings {
		if f.Kind == Identifier && f.Severity == Block && f.Start < e && s < f.End {
			return true
		}
	}
	return false
}

func TestNamesInOtherForms(t *testing.T) {
	const src = "Keith MARLOW gets the bikes from Winifred at the stables. A mate, Jonno, and a lad they call big Tez have the van. Piotr drives."
	for _, c := range []struct {
		dft, piece string
		want       bool
	}{
		{"MARLOW gets bikes from Winnie.", "Winnie", true},
		{"MARLOW relies on Jon for the van.", "Jon", true},
		{"MARLOW relies on Big Terry for the van.", "Big Terry", true},
		{"MARLOW has a driver called Peter.", "Peter", true},
		{"MARLOW has a driver called Petra.", "Petra", false},
		{"MARLOW gets bikes from Wanda.", "Wanda", false},
		{"MARLOW owns a Jonquil.", "Jonquil", false},
		{"MARLOW has a driver called Martin.", "Martin", false},
	} {
		if got := found(t, src, c.dft, c.piece); got != c.want {
			t.Errorf("%q in %q: %v, want %v", c.piece, c.dft, got, c.want)
		}
	}
}

func TestSamePet(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"winnie", "winifred", true}, {"macca", "mac", true}, {"tez", "terry", true}, {"loz", "lozza", true}, {"dougie", "doug", true}, {"til", "tilda", true},
		{"kez", "kez", false}, {"al", "alan", false}, {"marie", "mario", true}, {"wanda", "winnie", false}, {"tez", "teddy", false}, {"christopher", "chris", true}, {"mackintosh", "macca", false},
	} {
		if got := samePet(c.a, c.b); got != c.want {
			t.Errorf("samePet(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

func TestInitials(t *testing.T) {
	const src = "Ray DUNMOW has it off Kasia at the counter. Omar's wife Sana knows. The boat is called 'Sweet Marjoram'. Account edna_holt_1911."
	for _, c := range []struct {
		dft, piece string
		want       bool
	}{
		{"DUNMOW obtains it from K., who works there.", "K.", true},
		{"DUNMOW obtains it by way of K.", "K.", true},
		{"O's wife is aware.", "O's", true},
		{"The boat S. Marjoram is used by DUNMOW.", "S. Marjoram", true},
		{"DUNMOW bets as E. Holt.", "E. Holt", true},
		{"DUNMOW obtains it from J., who works there.", "J.", false},
		{"DUNMOW deals in class A and class K drugs.", "K", false},
		{"DUNMOW lives on K wing.", "K", false},
		{"DUNMOW has a K-registered car.", "K", false},
		{"DUNMOW went to K Street.", "K", false},
		{"DUNMOW is graded B. The area is K2.", "B", false},
	} {
		if got := found(t, src, c.dft, c.piece); got != c.want {
			t.Errorf("%q in %q: %v, want %v", c.piece, c.dft, got, c.want)
		}
	}
}
