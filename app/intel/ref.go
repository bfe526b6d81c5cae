package intel

import "fmt"

// Ref is the unit's own neutral reference of product: SIU-26-0412. n counts
// from 1 within the year.
func Ref(year, n int) string { return fmt.Sprintf("SIU-%02d-%04d", year%100, n) }

// SourceTitle is a source type with its title for people inside the
// compartment. It never leaves the unit.
type SourceTitle struct {
	Type  SourceType
	Title string
}

// SourceTypes lists the source types in the order in which a receipt form
// offers them.
func SourceTypes() []SourceTitle {
	return []SourceTitle{
		{Intercept, "Interception (IPA Part 2)"},
		{CommsData, "Communications data"},
		{CHIS, "Covert human source"},
		{Surveillance, "Surveillance"},
		{Probe, "Probe or listening device"},
		{Download, "Device download"},
		{Partner, "Partner agency"},
		{SAR, "Suspicious activity report"},
		{Prison, "Prison intelligence"},
		{Anonymous, "Anonymous information"},
		{OtherSource, "Other"},
	}
}

// Title is the title of t, or its code if it is not known here.
func (t SourceType) Title() string {
	for _, s := range SourceTypes() {
		if s.Type == t {
			return s.Title
		}
	}
	return string(t)
}

// Valid reports whether t is one of SourceTypes.
func (t SourceType) Valid() bool {
	for _, s := range SourceTypes() {
		if s.Type == t {
			return true
		}
	}
	return false
}

// Answers lists the three answers to a risk question. Unanswered is none of
// them and never counts as no.
func Answers() []Answer { return []Answer{Yes, No, CannotTell} }

// Given reports whether a is one of the three answers.
func (a Answer) Given() bool { return a == Yes || a == No || a == CannotTell }
