package release

// Basis is a legal basis on which a report can be shared. Words say what it is
// for, in our own words.
type Basis struct {
	Code  string
	Name  string
	Words string
}

// Bases lists the legal bases offered.
func Bases() []Basis {
	return []Basis{
		{"common_law", "Common-law policing purpose", "Keeping the peace, preventing and detecting crime, protecting life and property."},
		{"cda_115", "Crime and Disorder Act 1998 s.115", "Sharing with a relevant authority for the purposes of that Act."},
		{"ipa_53", "Investigatory Powers Act 2016 s.53(3)", "Interception material: necessary for an authorised purpose, and no wider than the minimum."},
		{"poca", "Proceeds of Crime Act 2002", "Confiscation, money laundering and the information powers of that Act."},
		{"children_act", "Children Acts 1989 and 2004", "Safeguarding a child."},
		{"care_act", "Care Act 2014", "Safeguarding an adult at risk."},
		{"msa_52", "Modern Slavery Act 2015 s.52", "The duty to notify of a potential victim."},
		{"article_2", "Article 2 and Human Rights Act 1998 s.6", "Reasonable steps against a real and immediate risk to life."},
		{"cpia", "Criminal Procedure and Investigations Act 1996", "Revealing material to the prosecutor. Never interception material."},
	}
}

func knownBasis(code string) bool {
	for _, b := range Bases() {
		if b.Code == code {
			return true
		}
	}
	return false
}
