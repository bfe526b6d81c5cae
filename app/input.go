package app

import (
	"time"

	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intake"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/roster"
	"corridor/app/threat"
)

// Incoming is a file to receive and what the officer recorded about it.
type Incoming struct {
	Name         string
	Bytes        []byte
	Large        *entry.Source // in the place of Bytes: a file over MaxOriginal, which is kept and not read
	Passphrase   string        // of the file itself, when it asks for one
	Compartment  entry.ID
	SourceType   intel.SourceType
	Tier         intel.Tier
	Intelligence string // date of intelligence, 2006-01-02, or ""
	Receipt      intel.Receipt
	// Read is what Preview gave for these bytes with this passphrase, so that
	// they are not read twice; nil, or of other bytes: they are read.
	Read   *intake.Result
	sealed *entry.Piece // Large, once it is in the vault
}

// Took is the answer to Receive.
type Took struct {
	Item    entry.ID
	Ref     string
	Already string // reference of the item that holds the same bytes, or ""
	Read    string // "yes", "partly" or "no"; "" when it was held already
	NotRead string // why it could not be read, or ""
	Warned  int    // warnings about the file
	Prompts int    // questions of risk that the text raises
	Life    bool   // one of them is of life
	// Immediate: what it tells of is going on, or about to happen.
	Immediate bool
	Near      []Near // items already held that it resembles
}

// ThreatInput is an assessment as filled in on the threat screen.
type ThreatInput struct {
	Real, Immediate, Identified, Reasonable intel.Answer
	Level                                   string
	Options                                 []string
	Owner                                   entry.Person
	Words                                   threat.Assessment
}

// GradeInput is a grading as filled in.
type GradeInput struct {
	Graded grade.Graded // Version, Reasoned, Instructed and RiskAssessed are worked out
	Words  grade.Words
}

// CheckInput is the threat-to-life check of the latest draft.
type CheckInput struct {
	Real, Immediate, Identified intel.Answer
	Words                       threat.CheckWords
}

// Submission is a dissemination as filled in.
type Submission struct {
	Recipients  []entry.ID
	Basis       string
	Tier        intel.Tier
	Disposition string // "intelligence", "action", "arrest", "evidence"
	ReviewDate  string
	Words       release.CaseWords
}

// EmergencyInput is a release by the emergency route.
type EmergencyInput struct {
	How   string // "spoken" or "sent"
	At    time.Time
	Words release.EmergencyWords
	To    entry.ID // recipient, when sent
}

// PersonInput is a person to enrol; the keys come from their own passphrase.
type PersonInput struct {
	Name   string
	Member roster.Member
}

// RecipientInput is a recipient to record.
type RecipientInput struct {
	Name, Post, Organisation, Clearance string
	Certificate                         []byte
}

// CompartmentInput is a compartment to make.
type CompartmentInput struct {
	Label     string
	Members   []entry.Person
	Needs     roster.Needs
	Intercept bool
}

// Package is a release as the recipient gets it: every file encrypted to them,
// by name. Writing it to a disk is the caller's act, at a place the officer chose.
type Package struct {
	Ref   string
	Copy  int
	Files map[string][]byte
}

// RefusedError is a "no" of the gate, word for word.
type RefusedError struct{ Reasons []release.Reason }

// Error names the codes only.
func (e *RefusedError) Error() string {
	s := "app: refused:"
	for _, r := range e.Reasons {
		s += " " + r.Code
	}
	return s
}
