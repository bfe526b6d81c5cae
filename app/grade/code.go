package grade

// The sources.
const (
	Reliable    Source = "1"
	Untested    Source = "2"
	NotReliable Source = "3"
)

// The assessments.
const (
	Direct       Assessment = "A"
	Corroborated Assessment = "B"
	Indirect     Assessment = "C"
	NotKnown     Assessment = "D"
	False        Assessment = "E"
)

// The handling codes.
const (
	Permitted  Handling = "P"
	Conditions Handling = "C"
)

// The action and sanitisation codes that go with Conditions.
const (
	CovertDevelopment  = "A1"
	CovertUse          = "A2"
	OvertUse           = "A3"
	DelegatedAuthority = "S1"
	ConsultOriginator  = "S2"
)

// Code is one code of a table, for a form. Duty is what follows from choosing
// it, or "".
type Code struct {
	Code    string
	Name    string
	Meaning string
	Duty    string
}

// Sources is the source evaluation.
func Sources() []Code {
	return []Code{
		{"1", "Reliable", "We trust the source, and what it gave before has mostly held up. It may be a person, a device or a laboratory.", ""},
		{"2", "Untested", "New to us, unknown, or never yet borne out. That does not make it unreliable.", "Look for corroboration before anybody acts."},
		{"3", "Not reliable", "There is good cause to doubt the source: its honesty, its competence, its motive or its equipment.", "Write why, and look for corroboration before anybody acts."},
	}
}

// Assessments is the intelligence assessment.
func Assessments() []Code {
	return []Code{
		{"A", "Known directly", "The source saw or heard it at first hand. Not what the source was told.", ""},
		{"B", "Known indirectly but corroborated", "The source was told, and a separate record of a different origin, itself graded A, bears it out.", "Name that record. The same origin twice is not corroboration."},
		{"C", "Known indirectly", "Somebody else told the source.", ""},
		{"D", "Not known", "There is no way to tell how the source knows, as with an anonymous call.", ""},
		{"E", "Suspected to be false", "However it came, there is cause to think it untrue.", "Write why."},
	}
}

// Handlings is the handling code of the whole report.
func Handlings() []Code {
	return []Code{
		{"P", "Lawful sharing permitted", "May be shared for a policing purpose, on a lawful basis, with somebody who needs it, under its marking.", "Carries no conditions."},
		{"C", "Lawful sharing permitted with conditions", "May be shared only on the conditions that travel with it.", "Choose an action code and a sanitisation code, write the instructions and assess the risk."},
	}
}

// Actions is what may be done with a report under conditions.
func Actions() []Code {
	return []Code{
		{"A1", "Covert development", "May be put together with other intelligence. Nobody acts on it, or on what is derived from it, without the originator's permission.", "Originator's permission before any action."},
		{"A2", "Covert use", "May guide covert action that protects source and technique. Never evidence, and never the only ground for an arrest.", "No evidence and no arrest on this alone."},
		{"A3", "Overt use", "May be acted on openly, as its owner lays down.", ""},
	}
}

// Sanitisations is who may sanitise a report under conditions.
func Sanitisations() []Code {
	return []Code{
		{"S1", "Delegated authority", "Recipients may sanitise it for a wider audience themselves.", ""},
		{"S2", "Consult originator", "Nobody sanitises it for wider release before the originator was consulted.", "Record who was consulted, when, and the words agreed."},
	}
}

// Confidences lists the confidence levels; none chosen is "".
func Confidences() []string { return []string{"high", "medium", "low"} }

// Known reports whether a code is in a table.
func Known(table []Code, code string) bool {
	for _, c := range table {
		if c.Code == code {
			return true
		}
	}
	return false
}

// NameOf is the name of a code in a table, or "".
func NameOf(table []Code, code string) string {
	for _, c := range table {
		if c.Code == code {
			return c.Name
		}
	}
	return ""
}
