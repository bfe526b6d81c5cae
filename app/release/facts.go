package release

import (
	"time"

	"corridor/app/entry"
)

// Submitted is the payload of release.submitted. Content roles: RoleReport
// (canonical text), RolePDF, RoleManifest (a Manifest in its one encoding),
// RoleSignature (the submitter's detached signature over the manifest by their
// release key), RoleCase (a CaseWords).
type Submitted struct {
	Release    entry.ID   `json:"release"`
	Ref        string     `json:"ref"` // REL-26-0031: not derivable from the product's
	Draft      entry.ID   `json:"draft"`
	Check      entry.ID   `json:"check"`
	Graded     entry.ID   `json:"graded"`
	Recipients []entry.ID `json:"recipients"`
	Basis      string     `json:"basis"`  // code of Bases()
	Tier       string     `json:"tier"`   // marking of the report
	Action     string     `json:"action"` // disposition: "intelligence", "action", "arrest", "evidence"
	ReviewDate string     `json:"review_date"`
	Expires    time.Time  `json:"expires"` // of the authority
}

// Content roles.
const (
	RoleReport    = "report"
	RolePDF       = "pdf"
	RoleManifest  = "manifest"
	RoleSignature = "signature"
	RoleCase      = "case"
)

// CaseWords is the argument for a dissemination (domain form e).
type CaseWords struct {
	Purpose         string `json:"purpose"`
	NeedToKnow      string `json:"need_to_know"`
	Necessity       string `json:"necessity"`
	Proportionality string `json:"proportionality"`
	ActionOn        string `json:"action_on"`
	Conditions      string `json:"conditions"`
	MarkingLine     string `json:"marking_line"`
}

// Approved is the payload of release.approved: a supervisor's decision over
// the manifest, with the signature by their release key in RoleSignature.
type Approved struct {
	Release  entry.ID   `json:"release"`
	Manifest string     `json:"manifest"` // SHA256 of the manifest content as submitted
	Views    []entry.ID `json:"views"`    // the approver's own view entries: report, source, assessment
}

// Decided is the payload of release.returned and release.refused; the reason
// is content.
type Decided struct {
	Release entry.ID `json:"release"`
}

// Dispatched is the payload of release.dispatched, written before the package
// exists outside the vault.
type Dispatched struct {
	Release entry.ID `json:"release"`
	Copies  []Copy   `json:"copies"`
}

// Copy is one numbered copy for one recipient.
type Copy struct {
	No          int      `json:"no"`
	Recipient   entry.ID `json:"recipient"`
	Fingerprint string   `json:"fingerprint"`
}

// Acknowledged is the payload of release.acknowledged.
type Acknowledged struct {
	Release   entry.ID `json:"release"`
	Recipient entry.ID `json:"recipient"`
}

// EmergencyRecord is the payload of emergency.released: life at risk, minimum
// words, spoken or to one recipient (domain rule H18). Words, recipient and
// why are content (role RoleEmergency, an EmergencyWords).
type EmergencyRecord struct {
	Release entry.ID  `json:"release"`
	How     string    `json:"how"` // "spoken" or "sent"
	At      time.Time `json:"at"`
	SignBy  time.Time `json:"sign_by"` // retrospective sign-off due
}

// RoleEmergency is the content role of EmergencyWords.
const RoleEmergency = "emergency"

// EmergencyWords is what was said, to whom and why.
type EmergencyWords struct {
	Words       string `json:"words"`
	Recipient   string `json:"recipient"`
	Why         string `json:"why"`
	Unreachable string `json:"unreachable"` // which supervisor was tried
}

// EmergencySignedOff is the payload of emergency.signed.
type EmergencySignedOff struct {
	Release  entry.ID `json:"release"`
	Endorsed bool     `json:"endorsed"`
}

// Manifest is what both officers sign: everything that leaves and for whom.
type Manifest struct {
	Version    int            `json:"version"` // 1
	Ref        string         `json:"ref"`
	Release    entry.ID       `json:"release"`
	Created    time.Time      `json:"created"`
	Marking    string         `json:"marking"`
	Handling   string         `json:"handling"` // P, or "C A2 S1"
	Conditions string         `json:"conditions"`
	ActionOn   string         `json:"action_on"`
	ReviewDate string         `json:"review_date"`
	Expires    time.Time      `json:"expires"`
	Check      entry.ID       `json:"threat_check"`
	Files      []ManifestFile `json:"files"`
	Copies     []Copy         `json:"copies"`
}

// ManifestFile names a rendered file by its plaintext hash.
type ManifestFile struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}
