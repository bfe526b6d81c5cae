package grade

import (
	"fmt"
	"regexp"
	"strings"
)

// Problem is something missing or impossible in a grading: a stable code, plain
// words with what cures it, and the id of the field on the form ("handling",
// "action", "sanitisation", "instructions", "risk_assessment", "items",
// "item.2.source" …).
type Problem struct {
	Code  string
	Words string
	Field string
}

// Parsed is a grade as written: digit, letter, letter.
type Parsed struct {
	Source     Source
	Assessment Assessment
	Handling   Handling
}

// Parse reads a code such as "2DC", in either case and with spaces around it.
// The report's conditions are not part of it.
func Parse(s string) (Parsed, error) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if !regexp.MustCompile(`^[1-3][A-E][PC]$`).MatchString(s) {
		return Parsed{}, fmt.Errorf("grade: not a 3x5x2 code of the form 1AP")
	}
	return Parsed{Source(s[:1]), Assessment(s[1:2]), Handling(s[2:])}, nil
}

// Code writes the grade of an item: "2D".
func (i Item) Code() string { return string(i.Source) + string(i.Assessment) }

// Line writes the handling line of a report: "P" or "C A2 S1".
func (g Graded) Line() string {
	if g.Handling != Conditions {
		return string(g.Handling)
	}
	return strings.Join(strings.Fields(string(g.Handling)+" "+g.Action+" "+g.Sanitisation), " ")
}

// Check lists everything that is missing or impossible. An empty list means
// that the grading is complete; the zero Graded is not.
func (g Graded) Check() []Problem {
	var c checker
	if len(g.Items) == 0 {
		c.add("no_items", "items", "Grade at least one item.")
	}
	for n, i := range g.Items {
		c.item(n+1, i)
	}
	c.handling(g)
	if needsRisk(g) && !g.RiskAssessed {
		c.add("risk_missing", "risk_assessment", "Write the risk assessment: conditions, an unreliable source or suspected falsehood need one.")
	}
	return c.found
}

// needsRisk: conditions, source 3 and assessment E rest on a risk assessment.
func needsRisk(g Graded) bool {
	for _, i := range g.Items {
		if i.Source == NotReliable || i.Assessment == False {
			return true
		}
	}
	return g.Handling == Conditions
}

// checker gathers problems.
type checker struct{ found []Problem }

func (c *checker) add(code, field, words string) {
	c.found = append(c.found, Problem{Code: code, Words: words, Field: field})
}

func (c *checker) item(n int, i Item) {
	at := func(code, field, words string) {
		c.add(code, fmt.Sprintf("item.%d.%s", n, field), fmt.Sprintf("Item %d: %s", n, words))
	}
	if i.No != n {
		at("numbering", "no", "items are numbered from 1 without gaps.")
	}
	if !Known(Sources(), string(i.Source)) {
		at("source_missing", "source", "choose a source evaluation, 1 to 3.")
	}
	if !Known(Assessments(), string(i.Assessment)) {
		at("assessment_missing", "assessment", "choose an assessment, A to E.")
	}
	if (i.Source == NotReliable || i.Assessment == False) && !i.Reasoned {
		at("reason_missing", "reason", "write why the source is not reliable or the information is suspected false.")
	}
	if i.Assessment == Corroborated && i.Corroborated == "" {
		at("corroboration_missing", "corroborated", "B names the record that corroborates it.")
	}
	if i.Assessment != Corroborated && i.Corroborated != "" {
		at("corroboration_unused", "corroborated", "only B names a corroborating record.")
	}
	if i.Confidence != "" && !oneOf(i.Confidence, Confidences()) {
		at("confidence_unknown", "confidence", "confidence is high, medium, low or not stated.")
	}
}

func oneOf(v string, all []string) bool {
	for _, have := range all {
		if v == have {
			return true
		}
	}
	return false
}

func (c *checker) handling(g Graded) {
	switch g.Handling {
	case Permitted:
		if g.Action != "" || g.Sanitisation != "" || g.Instructed {
			c.add("p_with_conditions", "handling", "P carries no conditions: take the codes and instructions off, or choose C.")
		}
	case Conditions:
		c.conditions(g)
	default:
		c.add("handling_missing", "handling", "Choose a handling code, P or C.")
	}
}

func (c *checker) conditions(g Graded) {
	if !Known(Actions(), g.Action) {
		c.add("action_missing", "action", "C needs an action code, A1 to A3.")
	}
	if !Known(Sanitisations(), g.Sanitisation) {
		c.add("sanitisation_missing", "sanitisation", "C needs a sanitisation code, S1 or S2.")
	}
	if !g.Instructed {
		c.add("instructions_missing", "instructions", "C needs written handling instructions, which travel with the report.")
	}
}

// Tightened reports whether g holds a report closer than old did: recipients
// of the old version are told. Loosened is the other way and is the
// originator's alone.
func Tightened(old, g Graded) bool { return strictness(g) > strictness(old) }

// Loosened reports whether g gives more freedom than old did; only the
// originator may.
func Loosened(old, g Graded) bool {
	return strictness(g) < strictness(old) ||
		old.Handling == Conditions && g.Handling == Conditions &&
			(g.Action > old.Action || g.Sanitisation < old.Sanitisation)
}

// strictness orders handlings: P below C, A3 below A1, S1 below S2.
func strictness(g Graded) int {
	if g.Handling != Conditions {
		return 0
	}
	n := 1
	switch g.Action {
	case CovertDevelopment:
		n += 4
	case CovertUse:
		n += 2
	}
	if g.Sanitisation == ConsultOriginator {
		n++
	}
	return n
}
