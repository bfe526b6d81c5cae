package roster

import (
	"errors"

	"corridor/app/entry"
)

// ErrNoSuch is what somebody off a compartment's list gets, and what everybody
// gets for a compartment that was never made: the two are not told apart.
var ErrNoSuch = errors.New("roster: no such compartment")

// The codes of a Denied.
const (
	CodeUnknown     = "unknown_kind"
	CodeFounding    = "founding"
	CodeMember      = "not_member"
	CodeRole        = "role"
	CodeSamePerson  = "same_person"
	CodeList        = "no_such"
	CodeLapsed      = "lapsed"
	CodeProvisional = "provisional"
	CodeFacts       = "facts"
	CodeKey         = "key"
	CodePossession  = "possession"
	CodeReaders     = "readers"
	CodeGrants      = "grants"
	CodeEpoch       = "epoch"
	CodePending     = "pending"
	CodeSecond      = "second_officer"
	CodeRecovery    = "recovery"
)

// Denied says in plain words why an act is not allowed. Words name rules and
// requirements, never content.
type Denied struct {
	Kind  entry.Kind
	Code  string
	Words string
}

// Error names the act and the code.
func (d *Denied) Error() string { return "roster: " + string(d.Kind) + ": " + d.Code + ": " + d.Words }

// Is makes a denial for being off the list the same as no such compartment.
func (d *Denied) Is(target error) bool { return target == ErrNoSuch && d.Code == CodeList }

// deny builds a Denied.
func deny(k entry.Kind, code, words string) error { return &Denied{Kind: k, Code: code, Words: words} }
