package intel

import "strings"

// Tiers lists the tiers in rising order of sensitivity.
func Tiers() []Tier { return []Tier{Official, OfficialSensitive, Secret, TopSecret} }

// Valid reports whether t is one of Tiers.
func (t Tier) Valid() bool { return t.rank() > 0 }

// Above reports whether t is more sensitive than other. An unknown tier is
// above every known one, so that it is never let in by mistake; nothing is
// above an unknown tier.
func (t Tier) Above(other Tier) bool {
	if !other.Valid() {
		return false
	}
	return !t.Valid() || t.rank() > other.rank()
}

// rank is the place of t in Tiers from 1; 0 means unknown.
func (t Tier) rank() int {
	for i, have := range Tiers() {
		if have == t {
			return i + 1
		}
	}
	return 0
}

// Marking is a protective marking line in its parts. Handling, Descriptor and
// Caveat may be empty; Prefix is "" or "UK".
type Marking struct {
	Prefix     string
	Tier       Tier
	Handling   string
	Descriptor string
	Caveat     string
}

// markSep separates the parts after the tier. Policy prescribes none that
// could be confirmed; the spaced dash is the common form.
const markSep = " – "

// Line builds the marking as printed at the top and the bottom of each page:
// [PREFIX] TIER – HANDLING – DESCRIPTOR – CAVEAT, in capitals.
func (m Marking) Line() string {
	line := string(m.Tier)
	if m.Prefix != "" {
		line = m.Prefix + " " + line
	}
	for _, part := range []string{m.Handling, m.Descriptor, m.Caveat} {
		if p := strings.TrimSpace(part); p != "" {
			line += markSep + p
		}
	}
	return strings.ToUpper(line)
}

// HandlingInstructions are the standard handling instructions of the
// government classification policy; a unit may type its own.
func HandlingInstructions() []string {
	return []string{"RECIPIENTS ONLY", "ORGANISATION USE ONLY", "HMG USE ONLY", "EMBARGOED", "FOR PUBLIC RELEASE"}
}

// Descriptors are the standard descriptors of the same policy.
func Descriptors() []string {
	return []string{"PERSONAL DATA", "LEGAL PROFESSIONAL PRIVILEGE", "LEGAL", "COMMERCIAL", "MARKET SENSITIVE", "HR/MANAGEMENT"}
}
