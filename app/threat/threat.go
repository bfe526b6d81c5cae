package threat

import (
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
)

// State is where a threat stands.
type State string

// The states, in the order in which a threat goes through them.
const (
	StateNone     State = ""
	StateRaised   State = "raised"
	StateAssessed State = "assessed"
	StateOwned    State = "owned"
	StateActing   State = "acting"
	StateReview   State = "under_review"
	StateClosed   State = "closed"
)

// Threat is a threat to life as its entries left it. The zero Threat is one
// that was not raised.
type Threat struct {
	ID         entry.ID
	Item       entry.ID // the product it came from
	State      State
	Categories []string
	RaisedAt   time.Time
	RaisedBy   entry.Person
	Deadline   time.Time // by when a supervisor must own it

	Version     int      // of the latest assessment, 0 while there is none
	Assessment  entry.ID // the entry of the latest assessment
	Assessed    Assessed // the latest
	AssessedBy  entry.Person
	AssessedAt  time.Time
	Level       string
	Owner       entry.Person // the supervisor who accepted it; "" until then
	OwnedAt     time.Time
	OwnedOf     int // version of the assessment that the owner accepted
	ReviewBy    time.Time
	Acts        []Act
	Reviews     int
	ClosedBy    entry.Person
	ClosedAt    time.Time
	LastSeq     uint64
	LastChanged time.Time
}

// Act is something that was done.
type Act struct {
	Entry  entry.ID
	Option string
	By     entry.Person
	At     time.Time
}

// Open reports whether somebody still has to do something about it.
func (t Threat) Open() bool { return t.State != StateNone && t.State != StateClosed }

// Owned reports whether a supervisor accepted it.
func (t Threat) Owned() bool { return t.Owner != "" }

// RealImmediate reports whether the threat has to be treated as real and
// immediate: the assessment does not say no to either. Before any assessment
// it has to be.
func (t Threat) RealImmediate() bool {
	if t.Version == 0 {
		return t.State != StateNone
	}
	return t.Assessed.Real != intel.No && t.Assessed.Immediate != intel.No
}

// Next says in words what has to happen next and, if there is a deadline that
// has passed, that it is overdue.
func (t Threat) Next(now time.Time) string {
	switch t.State {
	case StateNone:
		return ""
	case StateClosed:
		return "Closed"
	case StateRaised:
		return late("Assess it, and have a supervisor accept it", t.Deadline, now)
	case StateAssessed:
		return late("A supervisor must accept ownership", t.Deadline, now)
	}
	if t.Version == 0 {
		return late("Assess it", t.ReviewBy, now)
	}
	if t.OwnedOf < t.Version {
		return "The owner must accept the new assessment"
	}
	if !t.ReviewBy.IsZero() && !now.Before(t.ReviewBy) {
		return "Overdue: review it"
	}
	if t.State == StateOwned {
		return "Carry out the chosen options"
	}
	return "Review it by the time set, or close it"
}

func late(words string, deadline, now time.Time) string {
	if !deadline.IsZero() && !now.Before(deadline) {
		return "Overdue: " + words
	}
	return words
}

// Due is the next deadline of an open threat, or the zero time.
func (t Threat) Due() time.Time {
	switch t.State {
	case StateRaised, StateAssessed:
		return t.Deadline
	case StateOwned, StateActing, StateReview:
		return t.ReviewBy
	}
	return time.Time{}
}
