// Package grade owns the 3x5x2 grading of intelligence, its handling conditions,
// and the reading of legacy 5x5x5 lines.
//
// The rules it implements, in its own words: every numbered item is graded on
// its own and the handling code is the report's (H7); an unreliable source or
// suspected falsehood carries a written reason (H8); "indirect but
// corroborated" names the record that corroborates (H9); handling with
// conditions carries an action code, a sanitisation code, instructions and a
// risk assessment, and handling without carries none of them (H10). A legacy
// line is kept verbatim and its 3x5x2 form is a suggestion that a person regrades.
//
// It refuses: deciding what a report is worth. It names what is missing.
package grade
