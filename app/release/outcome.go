package release

import (
	"slices"
	"strings"
	"time"

	"corridor/app/entry"
)

// Outcome is what the gate says: Ready, Authority, Emergency or Refusal.
type Outcome interface{ outcome() }

// Ready says that nothing stands in the way of submitting or approving. It
// authorises nothing to leave.
type Ready struct{ Stage Stage }

// Authority lets exactly one manifest leave, once, now. Only Decide makes one
// that Covers anything; the zero Authority covers nothing.
type Authority struct {
	manifest   string
	submitter  entry.Person
	approver   entry.Person
	draft      entry.ID
	recipients []entry.ID
	decided    time.Time
	expires    time.Time
}

// Manifest is the hex SHA-256 of the manifest that may leave.
func (a Authority) Manifest() string { return a.manifest }

// Submitter is who submitted it.
func (a Authority) Submitter() entry.Person { return a.submitter }

// Approver is who approved it: somebody who wrote no word of it.
func (a Authority) Approver() entry.Person { return a.approver }

// Draft is the draft.saved entry whose text may leave.
func (a Authority) Draft() entry.ID { return a.draft }

// Recipients are those it may go to.
func (a Authority) Recipients() []entry.ID { return slices.Clone(a.recipients) }

// Expires is when the authority lapses.
func (a Authority) Expires() time.Time { return a.expires }

// Covers reports whether a is an authority made by the gate, for this
// manifest, at now.
func (a Authority) Covers(manifest string, now time.Time) bool {
	return a.manifest != "" && a.manifest == manifest &&
		!now.Before(a.decided) && now.Before(a.expires)
}

// Emergency lets the minimum words out, spoken or to one recipient, because
// life is at risk (domain rule H18). Owed is what has to be made good
// afterwards; none of it holds the words back.
type Emergency struct {
	how     string
	by      entry.Person
	at      time.Time
	signBy  time.Time
	owed    []Reason
	granted bool
}

// How is "spoken" or "sent".
func (e Emergency) How() string { return e.how }

// By is who released.
func (e Emergency) By() entry.Person { return e.by }

// At is when.
func (e Emergency) At() time.Time { return e.at }

// SignBy is by when a supervisor signs it off.
func (e Emergency) SignBy() time.Time { return e.signBy }

// Owed lists what is still to be recorded.
func (e Emergency) Owed() []Reason { return slices.Clone(e.owed) }

// Granted reports whether the gate made it; it is false for the zero Emergency.
func (e Emergency) Granted() bool { return e.granted }

// Refusal says everything that stands in the way.
type Refusal struct{ Reasons []Reason }

// Reason is one thing that stands in the way: a stable code, plain words that
// say what cures it, and the step of the screen where that is done: "prompts",
// "threat", "grade", "draft", "check", "release", "recipient", "signoff" or
// "unit".
type Reason struct {
	Code  string
	Words string
	Field string
}

// Has reports whether a code is among the reasons.
func (r Refusal) Has(code string) bool {
	return slices.ContainsFunc(r.Reasons, func(x Reason) bool { return x.Code == code })
}

// Words joins the reasons, one a line.
func (r Refusal) Words() string {
	lines := make([]string, len(r.Reasons))
	for i, x := range r.Reasons {
		lines[i] = x.Words
	}
	return strings.Join(lines, "\n")
}

func (Ready) outcome()     {}
func (Authority) outcome() {}
func (Emergency) outcome() {}
func (Refusal) outcome()   {}

// The steps of the screen.
const (
	FieldPrompts   = "prompts"
	FieldThreat    = "threat"
	FieldGrade     = "grade"
	FieldDraft     = "draft"
	FieldCheck     = "check"
	FieldRelease   = "release"
	FieldRecipient = "recipient"
	FieldSignOff   = "signoff"
	FieldUnit      = "unit"
)

// reasons gathers what stands in the way.
type reasons struct{ all []Reason }

// unless adds a reason where the condition does not hold.
func (r *reasons) unless(holds bool, code, field, words string) {
	if !holds {
		r.all = append(r.all, Reason{Code: code, Words: words, Field: field})
	}
}
