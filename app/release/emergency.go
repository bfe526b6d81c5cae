package release

import (
	"strings"
	"time"

	"corridor/app/clock"
	"corridor/app/entry"
)

// How an emergency release is made.
const (
	Spoken = "spoken"
	Sent   = "sent"
)

// EmergencyCase is what an officer records when life is at risk.
type EmergencyCase struct {
	How        string // Spoken or Sent
	At         time.Time
	By         entry.Person
	Supervisor bool // the officer is one
	Words      EmergencyWords
	CertFault  string    // with Sent: "" or why the certificate cannot be used
	SignBy     time.Time // zero: one working day after At
}

// DecideEmergency lets the words out unless the record would not say what was
// said, to whom and why (domain rule H18). It is never a plain no: each reason
// says what to do at once, and a certificate that cannot be used means that the
// words are spoken. Everything else is owed afterwards.
func DecideEmergency(c EmergencyCase) Outcome {
	var r reasons
	need := func(text, code, words string) {
		r.unless(strings.TrimSpace(text) != "", code, FieldRelease, words)
	}
	need(c.Words.Words, "emergency_words", "Write the words given: the fewest that keep the person safe.")
	need(c.Words.Recipient, "emergency_recipient", "Write who was told: name, post and how you know them.")
	need(c.Words.Why, "emergency_why", "Write why life is at risk now.")
	r.unless(c.How == Spoken || c.How == Sent, "emergency_how", FieldRelease, "Say whether the words are spoken or sent.")
	r.unless(c.How != Sent || c.CertFault == "", "emergency_certificate", FieldRecipient, "This cannot be sent to them: "+c.CertFault+". Speak the words now and record it as spoken.")
	r.unless(!c.At.IsZero(), "emergency_time", FieldRelease, "Write when the words were given.")
	r.unless(c.By != "", "emergency_by", FieldUnit, "Speak the words now; then unlock the desk and record who gave them.")
	if len(r.all) > 0 {
		return Refusal{Reasons: r.all}
	}
	return Emergency{how: c.How, by: c.By, at: c.At, signBy: signBy(c), owed: owed(c), granted: true}
}

func signBy(c EmergencyCase) time.Time {
	if c.SignBy.IsZero() {
		return clock.AddWorkingDays(c.At, 1)
	}
	return c.SignBy
}

// owed lists what has to be made good afterwards.
func owed(c EmergencyCase) []Reason {
	var r reasons
	r.unless(false, "owed_signoff", FieldSignOff, "Another supervisor signs this off by "+clock.London(signBy(c))+".")
	r.unless(c.Supervisor || strings.TrimSpace(c.Words.Unreachable) != "", "owed_unreachable", FieldRelease, "Record which supervisor you tried and could not reach.")
	return r.all
}
