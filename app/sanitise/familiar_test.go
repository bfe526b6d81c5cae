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

func TestPiecesOfNumbers(t *testing.T) {
	const src = "HESLOP drives FT21 KXL and a trailer, MRV 88 something. NI QQ 12 34 56 C, rings 07700 900616, mail squirrel.nutkin77@example.com, exhibit JMP/3-9, another van's plate TZU."
	for _, c := range []struct {
		dft, piece string
		want       bool
	}{
		{"HESLOP has a trailer with MRV in the plate.", "MRV", true},
		{"HESLOP uses a car whose plate ends Kilo X-ray Lima.", "Kilo", true},
		{"HESLOP has a van, its plate ends Tango Zulu Uniform.", "Tango Zulu Uniform", true},
		{"HESLOP has an NI number ending 56C.", "56C", true},
		{"HESLOP has a number ending sixteen.", "sixteen", true},
		{"HESLOP has a number whose last three digits are 616.", "616", true},
		{"HESLOP uses an address that starts squirrel.n.", "squirrel.n", true},
		{"HESLOP has a car whose plate starts FT21.", "FT21", true},
		{"See still JMP3.", "JMP3", true},
		{"HESLOP uses an address that starts squid.n.", "squid.n", false},
		{"HESLOP has a trailer with MRW in the plate.", "MRW", false},
		{"HESLOP has a van, its plate ends Tango Zulu Victor.", "Tango Zulu Victor", false},
		{"HESLOP has an NI number ending 57C.", "57C", false},
		{"HESLOP has a number ending seventeen.", "seventeen", false},
		{"HESLOP may hold sixteen dogs.", "sixteen", false},
		{"HESLOP may stay at a hotel in Lima.", "hotel", false},
	} {
		if got := found(t, src, c.dft, c.piece); got != c.want {
			t.Errorf("%q in %q: %v, want %v", c.piece, c.dft, got, c.want)
		}
	}
}

func TestWhoADraftIsAbout(t *testing.T) {
	for _, c := range []struct {
		name, src, dft, piece string
		want                  bool
	}{
		{"full name opens both", "Met as usual. Glenn Prowse has stopped driving. He gets a lift off Tasha. Tasha's mum holds the money.", "Glenn Prowse no longer drives himself.", "Glenn Prowse", false},
		{"family name that is also a street's", "Bought scrap from Ms Petra Vale again. Petra Vale is known.", "Petra Vale is suspected of handling.", "Petra Vale", false},
		{"a river", "Barge expected R. Humber.", "Craft using the Humber may carry drugs.", "Humber", false},
		{"for whom a thing is meant", "He said: put three on the counter for Baz.", "Baz is given three.", "Baz", true},
		{"whose home it is", "Voice 2: Fourteen. Her name's Ludmila.", "A burglary is planned at the home of Ludmila.", "Ludmila", true},
		{"movements of the subject", "Kyle Boden was out.", "The movements of Kyle Boden are of interest.", "Kyle Boden", false},
	} {
		if got := found(t, c.src, c.dft, c.piece); got != c.want {
			t.Errorf("%s: %q in %q: %v, want %v", c.name, c.piece, c.dft, got, c.want)
		}
	}
}

func TestTypistsInitials(t *testing.T) {
	for dft, want := range map[string]bool{
		"Kyle may deal. (AH/tp)": true, "Kyle may deal. [JB/KM]": true, "Kyle may deal (and/or sell).": false, "Kyle may deal (he/she is known).": false, "Kyle may deal (A1/B2).": false,
	} {
		got := false
		for _, f := range Check(Input{Source: "Kyle deals.", Draft: dft}).Findings {
			got = got || f.Kind == Metadata && f.Severity == Block
		}
		if got != want {
			t.Errorf("%q: %v, want %v", dft, got, want)
		}
	}
}

func TestDisguisedNames(t *testing.T) {
	const src = "Keith MARLOW met Kasia Dunne and Leila on the boat Lady Perpetua. Works with 'Tony the Tooth' and 'Wheelie Bin Dave'. Op LAVENDER refers. Posts as @quietotter77; he also uses the nick DarkLord_99."
	for _, c := range []struct {
		dft, piece string
		want       bool
	}{
		{"MARLOW met someone with the initials KD.", "KD", true},
		{"MARLOW met Kas1a at home.", "Kas1a", true},
		{"MARLOW met Ka$ia at home.", "Ka$ia", true},
		{"MARLOW met Cassia at home.", "Cassia", true},
		{"MARLOW met Layla at home.", "Layla", true},
		{"MARLOW met Kaz at home.", "Kaz", true},
		{"MARLOW met K-- at home.", "K", true},
		{"MARLOW met Ms D. at home.", "D.", true},
		{"MARLOW works with the Tooth.", "Tooth", true},
		{"MARLOW works with WBD.", "WBD", true},
		{"The LAV team know of MARLOW.", "LAV", true},
		{"MARLOW posts as quiet otter.", "quiet otter", true},
		{"MARLOW is Dark Lord.", "Dark Lord", true},
		{"MARLOW knows Kas-Ia.", "Kas-Ia", true},
		{"MARLOW writes to quieto at night.", "quieto", true},
		{"MARLOW writes to Quietus at night.", "Quietus", false},
		{"MARLOW met K D at home.", "K D", true},
		{"MARLOW met K F at home.", "K F", false},
		{"MARLOW met someone with the initials KE.", "KE", false},
		{"MARLOW met Carla at home.", "Carla", false},
		{"MARLOW met Nadia at home.", "Nadia", false},
		{"MARLOW met Ms V. at home.", "V.", false},
		{"MARLOW has a bad tooth.", "tooth", false},
		{"MARLOW was seen by the UK team.", "UK", false},
		{"The CID team know of MARLOW.", "CID", false},
		{"MARLOW paid $500 to a quiet person.", "quiet", false},
	} {
		if got := found(t, src, c.dft, c.piece); got != c.want {
			t.Errorf("%q in %q: %v, want %v", c.piece, c.dft, got, c.want)
		}
	}
}

func TestKinship(t *testing.T) {
	for _, c := range []struct {
		src, dft, piece string
		want            bool
	}{
		{"Teen son Finlay is sole user late on.", "The user is her teenage son.", "her teenage son", true},
		{"the keeper's missus does it", "The gamekeeper's wife lays it out.", "wife", true},
		{"from granddad's tin", "She uses her grandfather's poison.", "her grandfather's", true},
		{"from granddad's tin", "She uses her brother's poison.", "her brother's", false},
		{"Teen son Finlay is sole user late on.", "The user may be her teenage son.", "her teenage son", false},
	} {
		got := false
		s := runeIndex(c.dft, c.piece)
		for _, f := range Check(Input{Source: c.src, Draft: c.dft}).Findings {
			got = got || f.Rule == "relation" && f.Start < s+len(c.piece) && s < f.End
		}
		if got != c.want {
			t.Errorf("%q after %q: %v, want %v", c.dft, c.src, got, c.want)
		}
	}
}
