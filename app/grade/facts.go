package grade

import "corridor/app/entry"

// Source is the source evaluation, the "3" of 3x5x2.
type Source string

// Assessment is the intelligence assessment, the "5".
type Assessment string

// Handling is the handling code, the "2".
type Handling string

// Item is the grade of one numbered item.
type Item struct {
	No           int        `json:"no"` // from 1
	Source       Source     `json:"source"`
	Assessment   Assessment `json:"assessment"`
	Corroborated entry.ID   `json:"corroborated"` // with B: the item whose A-graded report supports it
	Reasoned     bool       `json:"reasoned"`     // with 3 or E: a written reason stands in content
	Confidence   string     `json:"confidence"`   // "high", "medium", "low" or ""
}

// Graded is the payload of product.graded; it replaces the grade that stood
// (which stays in the journal). Content role RoleGrading holds Words.
type Graded struct {
	Version      int      `json:"version"` // from 1, per product
	Items        []Item   `json:"items"`
	Handling     Handling `json:"handling"`
	Action       string   `json:"action"`       // A1, A2, A3; only with C
	Sanitisation string   `json:"sanitisation"` // S1, S2; only with C
	Instructed   bool     `json:"instructed"`   // detailed handling instructions stand in content
	RiskAssessed bool     `json:"risk_assessed"`
}

// RoleGrading is the content role of a Words.
const RoleGrading = "grading"

// Words is the free text of a grading.
type Words struct {
	Items          []ItemWords `json:"items"`
	Instructions   string      `json:"instructions"`
	RiskAssessment string      `json:"risk_assessment"`
	Legacy         string      `json:"legacy"` // 5x5x5 as received, verbatim
	Why            string      `json:"why"`    // of a regrade
}

// ItemWords is the free text about one item.
type ItemWords struct {
	No     int    `json:"no"`
	Label  string `json:"label"`  // which part of the product this item is
	Reason string `json:"reason"` // of 3 or E
}
