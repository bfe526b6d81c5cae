package state

import (
	"time"

	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
	"corridor/app/keeping"
	"corridor/app/release"
	"corridor/app/threat"
)

// Item is one product as folded.
type Item struct {
	ID          entry.ID
	Compartment entry.ID
	Entry       entry.Entry // product.received
	Received    intel.Received
	At          time.Time // when received

	Scan     *intel.Scanned      // on receipt, with what rescans found beside it
	Found    []FoundAt           // what rescans found, in order
	Answers  map[string]AnswerAt // by category; the latest
	Asked    []AnswerAt          // every answer, in order
	Threats  []threat.Threat
	Grades   []At[grade.Graded]
	Drafts   []At[intel.Saved]
	Checks   []At[threat.Checked]
	Settled  map[string]At[intel.Settled] // by finding
	Consults []At[intel.Consulted]
	Deny     []entry.Entry
	Links    []intel.Linked
	Views    []At[intel.Viewed]
	Releases []*Release
	Spoken   []*Spoken // emergency releases

	Destroyed *At[keeping.Destroyed] // its content is gone for good; nil while it is there

	Assessments []At[threat.Assessed]
	Log         []entry.Entry // every entry in effect about it, in order
	NewerKind   bool
	Alarms      int
}

// At is a payload with the entry that carried it.
type At[T any] struct {
	Entry entry.Entry
	Facts T
}

// AnswerAt is an answer with its entry.
type AnswerAt = At[intel.Answered]

// Release is one dissemination as folded.
type Release struct {
	Item      entry.ID
	Entry     entry.Entry // release.submitted
	Submitted release.Submitted
	Approvals []At[release.Approved]
	Decided   *At[release.Decided] // returned or refused
	Sent      *At[release.Dispatched]
	Acks      []At[release.Acknowledged]
}

// Status of a release, one word for lists.
func (r *Release) Status() string {
	switch {
	case r.Sent != nil:
		return "sent"
	case r.Decided != nil && r.Decided.Entry.Kind == entry.ReleaseReturned:
		return "returned"
	case r.Decided != nil:
		return "refused"
	case len(r.Approvals) > 0:
		return "approved"
	}
	return "waiting"
}

// Spoken is an emergency release as folded.
type Spoken struct {
	Entry  entry.Entry
	Record release.EmergencyRecord
	Signed *At[release.EmergencySignedOff]
}

// Flags reports whether the scan flagged a question, set-aside wording apart.
func (it *Item) Flags(category string) bool {
	if it.Scan == nil {
		return false
	}
	for _, p := range it.Scan.Prompts {
		if p.Category == category && !p.SetAside {
			return true
		}
	}
	return false
}

// Held reports whether the answer that stands is one that only a supervisor
// settles: "cannot tell", or protected material that is not answered "no".
func (it *Item) Held(category string) bool {
	a := it.Answers[category].Facts.Answer
	protected := category == "legal_privilege" || category == "journalistic"
	return a == intel.CannotTell || protected && a == intel.Yes
}

// Draft is the latest saved draft; ok is false before the first.
func (it *Item) Draft() (At[intel.Saved], bool) { return last(it.Drafts) }

// Grade is the grade that stands.
func (it *Item) Grade() (At[grade.Graded], bool) { return last(it.Grades) }

// Check is the latest threat-to-life check.
func (it *Item) Check() (At[threat.Checked], bool) { return last(it.Checks) }

// Current is the latest release, nil before the first.
func (it *Item) Current() *Release {
	if len(it.Releases) == 0 {
		return nil
	}
	return it.Releases[len(it.Releases)-1]
}

// Authors is everybody who wrote, sanitised or submitted a word of it.
func (it *Item) Authors() []entry.Person {
	var out []entry.Person
	add := func(p entry.Person) {
		for _, have := range out {
			if have == p {
				return
			}
		}
		out = append(out, p)
	}
	for _, d := range it.Drafts {
		add(d.Entry.Author)
	}
	for _, g := range it.Grades { // handling instructions are printed on the report
		add(g.Entry.Author)
	}
	for _, c := range it.Settled {
		if c.Facts.Decision != intel.SettleAside {
			add(c.Entry.Author)
		}
	}
	for _, r := range it.Releases {
		add(r.Entry.Author)
	}
	return out
}

// OpenThreats lists the threats that are not closed.
func (it *Item) OpenThreats() []threat.Threat {
	var out []threat.Threat
	for _, t := range it.Threats {
		if t.State != threat.StateClosed {
			out = append(out, t)
		}
	}
	return out
}

// Saw finds a person's latest view of a piece made after a moment.
func (it *Item) Saw(p entry.Person, what string, of entry.ID, after uint64) (entry.ID, bool) {
	for i := len(it.Views) - 1; i >= 0; i-- {
		v := it.Views[i]
		if v.Entry.Author == p && v.Facts.What == what && (of == "" || v.Facts.Of == of) && v.Entry.Seq > after {
			return v.Entry.ID, true
		}
	}
	return "", false
}

func last[T any](xs []At[T]) (At[T], bool) {
	if len(xs) == 0 {
		return At[T]{}, false
	}
	return xs[len(xs)-1], true
}
