package release

import (
	"time"

	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
)

// Case is everything the gate looks at, filled by the desk from entries that
// were verified for this very decision.
type Case struct {
	Now         time.Time
	Stage       Stage // Submitting, Approving or Dispatching
	Provisional bool  // the unit has not yet two people who can approve
	NewerKind   bool  // an entry about this item that this version cannot fold
	Alarms      int   // void or faulty entries about this item not yet looked at

	FirstRead  bool         // every prompt answered
	CannotTell int          // prompts answered "cannot tell" and not taken up by a supervisor
	Frozen     []string     // categories that freeze until cleared: legal_privilege, journalistic
	Threats    []ThreatCase // open ones

	Grade         grade.Graded
	Graded        bool
	CorroborateOK func(grade.Item) bool // B: graded A and of a different origin
	Items         int                   // numbered items in the draft

	Draft        entry.ID
	DraftedAt    time.Time
	Authors      []entry.Person // everybody who wrote or sanitised a word of it
	Check        CheckCase
	Blocking     int // blocking residues not taken out or set aside
	PutUp        int // of those, put up to the supervisor by the author with a reason
	Advisory     int // advisory residues neither taken out nor accepted
	DenyHits     int // terms on the deny list still in the draft or the finished files
	NotInspected int // finished files that could not be inspected in full

	OriginatorSanitise bool // consultation recorded for sanitisation (S2)
	OriginatorAction   bool // permission recorded for action (A1)
	OriginatorMarking  bool // agreed to a lower marking (H16)

	Submission SubmissionCase
	Recipients []RecipientCase
	Approvals  []ApprovalCase
}

// Stage says how far the case has come: each asks all that those before asked.
type Stage int

// The stages.
const (
	Submitting Stage = iota + 1
	Approving
	Dispatching
)

// ThreatCase is an open threat.
type ThreatCase struct {
	Threat        entry.ID
	Owned         bool // a supervisor accepted it
	RealImmediate bool
}

// CheckCase is the threat-to-life check for the release text.
type CheckCase struct {
	Present                     bool
	Draft                       entry.ID // it answers for this version only
	At                          time.Time
	Real, Immediate, Identified intel.Answer
}

// SubmissionCase is what the submitter recorded.
type SubmissionCase struct {
	Present         bool
	Submitter       entry.Person
	Draft           entry.ID
	Graded          entry.ID // the grade and the check that it was submitted with
	Check           entry.ID
	GradeStands     bool // that grade is still the latest
	CheckStands     bool
	MarkingLine     bool   // the line on the report carries the tier, no lower and no higher
	Carried         int    // traces of the source in what is printed beside the draft: conditions, action-on, instructions
	Manifest        string // SHA256 of the manifest content
	ManifestSound   bool   // hashes in the manifest agree with the files rendered again now
	AuthorSigned    bool   // the submitter's signature verifies by their key of that time
	Purpose         bool   // each: written, not empty
	NeedToKnow      bool
	Necessity       bool
	Proportionality bool
	Basis           string
	Tier            intel.Tier
	SourceTier      intel.Tier // the product's, for H16: down only by the originator
	Disposition     string     // "intelligence", "action", "arrest", "evidence"
	Expires         time.Time
	Decided         bool // returned or refused since
}

// RecipientCase is one recipient.
type RecipientCase struct {
	Recipient entry.ID
	Confirmed bool   // fingerprint confirmed by voice
	Cleared   bool   // recorded how it is known
	CertFault string // "" or why the certificate cannot be used
}

// ApprovalCase is one approval found.
type ApprovalCase struct {
	By         entry.Person
	At         time.Time
	Manifest   string
	Supervisor bool // held the role at that point of the journal
	Current    bool // accreditation current then
	Signed     bool // the signature verifies by their key of that time
	SawReport  bool // own views after the last edit
	SawSource  bool
	SawThreat  bool
}
