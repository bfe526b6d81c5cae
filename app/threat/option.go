package threat

// Option is one of the things that can be done about a threat.
type Option struct {
	Code string
	Name string
	Ask  string // what to think of before choosing it, or ""
}

// Options lists what can be done about a threat, in no order of preference.
func Options() []Option {
	return []Option{
		{"arrest", "Arrest or disrupt", "What ground is there other than this intelligence?"},
		{"warning_notice", "Warning notice to the person at risk", "Could serving it escalate, or point at the source? Has the originator agreed the words?"},
		{"disruption_notice", "Disruption notice to the suspect", "Could serving it escalate, or point at the source? Has the originator agreed the words?"},
		{"safeguarding", "Safeguarding or relocation", ""},
		{"address_flag", "Flag on the address", ""},
		{"patrols", "Patrols", ""},
		{"armed_response", "Armed response briefed", ""},
		{"protected_persons", "Protected persons unit", ""},
		{"target_hardening", "Target hardening", ""},
		{"child_referral", "Child protection referral", "A child, or somebody with dependants, is at risk: children's services are told."},
		{"adult_referral", "Adult safeguarding referral", ""},
		{"prison_transfer", "Prison told, or transfer", ""},
		{"other_force", "Handed to another force", "It stays ours until they acknowledge that they have it."},
		{"no_action", "No action", "Why, and who authorised doing nothing?"},
	}
}

// Levels lists the levels, highest first.
func Levels() []string { return []string{"high", "medium", "low"} }

func knownOption(code string) bool {
	for _, o := range Options() {
		if o.Code == code {
			return true
		}
	}
	return false
}

func knownLevel(level string) bool {
	for _, l := range Levels() {
		if l == level {
			return true
		}
	}
	return false
}
