package grade

import (
	"fmt"
	"regexp"
	"strings"
)

// Legacy is a 5x5x5 grade as received.
type Legacy struct {
	Source   string // A to E
	Info     string // 1 to 5
	Handling string // 1 to 5
}

// Suggestion is what a person might regrade a legacy line to. There is no
// official mapping: it is offered, never applied. Where more than one code is
// sensible all are given, likeliest first.
type Suggestion struct {
	Source       []Source
	Assessment   []Assessment
	Handling     []Handling
	Action       string // with C, or ""
	Sanitisation string
	Words        string
}

// ParseLegacy reads "B24", "B-2-4", "b/2/4" or "B 2 4".
func ParseLegacy(s string) (Legacy, error) {
	m := regexp.MustCompile(`^([A-E])[ /-]?([1-5])[ /-]?([1-5])$`).FindStringSubmatch(strings.ToUpper(strings.TrimSpace(s)))
	if m == nil {
		return Legacy{}, fmt.Errorf("grade: not a 5x5x5 code of the form B24")
	}
	return Legacy{m[1], m[2], m[3]}, nil
}

// Suggest offers 3x5x2 codes for a legacy grade.
func (l Legacy) Suggest() Suggestion {
	s := Suggestion{Words: "A suggestion only: there is no official mapping from 5x5x5. Read the product and regrade it."}
	s.Source = map[string][]Source{
		"A": {Reliable}, "B": {Reliable}, "C": {Untested, NotReliable}, "D": {NotReliable}, "E": {Untested},
	}[l.Source]
	s.Assessment = map[string][]Assessment{
		"1": {Direct}, "2": {Direct}, "3": {Corroborated, Indirect}, "4": {NotKnown}, "5": {False},
	}[l.Info]
	s.Handling = map[string][]Handling{
		"1": {Permitted}, "2": {Permitted, Conditions}, "3": {Conditions}, "4": {Conditions}, "5": {Conditions},
	}[l.Handling]
	if l.Handling == "4" {
		s.Action, s.Sanitisation = CovertDevelopment, ConsultOriginator
	}
	return s
}
