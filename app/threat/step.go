package threat

import (
	"fmt"
	"slices"

	"corridor/app/entry"
)

// Step gives the threat after an entry. An entry that cannot happen in the
// state of t is refused, and t comes back as it was. Entries of kinds that are
// not steps of a threat (threat.checked among them) change nothing. Who may
// make them is the roster's to say.
func Step(t Threat, e entry.Entry) (Threat, error) {
	switch e.Kind {
	case entry.ThreatRaised:
		return with(t, e, raise)
	case entry.ThreatAssessed:
		return with(t, e, assess)
	case entry.ThreatAccepted:
		return with(t, e, accept)
	case entry.ThreatActed:
		return with(t, e, act)
	case entry.ThreatReviewed:
		return with(t, e, review)
	case entry.ThreatClosed:
		return with(t, e, closeIt)
	}
	return t, nil
}

// with decodes the facts, takes the step and keeps t where it was refused.
func with[T any](t Threat, e entry.Entry, step func(Threat, entry.Entry, T) (Threat, error)) (Threat, error) {
	f, err := entry.FactsOf[T](e)
	if err != nil {
		return t, err
	}
	next, err := step(t, e, f)
	if err != nil {
		return t, err
	}
	next.LastSeq, next.LastChanged = e.Seq, e.Done
	return next, nil
}

func refuse(e entry.Entry, why string) (Threat, error) {
	return Threat{}, fmt.Errorf("threat: %s %s: %s", e.Kind, e.ID, why)
}

func raise(t Threat, e entry.Entry, f Raised) (Threat, error) {
	switch {
	case t.State != StateNone:
		return refuse(e, "raised already")
	case f.Threat == "" || e.Item == "":
		return refuse(e, "names no threat or no product")
	case f.Deadline.Before(e.Done):
		return refuse(e, "the deadline lies before the raising")
	}
	return Threat{ID: f.Threat, Item: e.Item, State: StateRaised, Categories: slices.Clone(f.Categories),
		RaisedAt: e.Done, RaisedBy: e.Author, Deadline: f.Deadline}, nil
}

// about refuses what is not about this threat, or comes after its closing.
func about(t Threat, e entry.Entry, id entry.ID) error {
	switch {
	case t.State == StateNone || t.ID != id || t.Item != e.Item:
		return fmt.Errorf("threat: %s %s: no such threat", e.Kind, e.ID)
	case t.State == StateClosed:
		return fmt.Errorf("threat: %s %s: closed", e.Kind, e.ID)
	}
	return nil
}

func assess(t Threat, e entry.Entry, f Assessed) (Threat, error) {
	if err := about(t, e, f.Threat); err != nil {
		return t, err
	}
	if f.Version != t.Version+1 {
		return refuse(e, "another assessment was made since")
	}
	if p := f.answers(); len(p) > 0 {
		return refuse(e, p[0].Code)
	}
	if f.ReviewBy.Before(e.Done) {
		return refuse(e, "the review lies before the assessment")
	}
	t.Version, t.Assessment, t.Assessed, t.Level = f.Version, e.ID, f, f.Level
	t.AssessedBy, t.AssessedAt, t.ReviewBy = e.Author, e.Done, f.ReviewBy
	if t.State == StateRaised {
		t.State = StateAssessed
	}
	return t, nil
}

// accept makes the author the owner. A supervisor may own a threat before it
// is assessed (version 0): the clock for ownership is shorter than that of a
// full assessment. The assessment then waits for their acceptance.
func accept(t Threat, e entry.Entry, f Accepted) (Threat, error) {
	if err := about(t, e, f.Threat); err != nil {
		return t, err
	}
	switch {
	case f.Version != t.Version:
		return refuse(e, "another assessment was made since")
	case f.ReviewBy.Before(e.Done):
		return refuse(e, "the review lies before the acceptance")
	}
	t.Owner, t.OwnedAt, t.OwnedOf, t.ReviewBy = e.Author, e.Done, f.Version, f.ReviewBy
	if t.State == StateRaised || t.State == StateAssessed {
		t.State = StateOwned
		if len(t.Acts) > 0 {
			t.State = StateActing
		}
	}
	return t, nil
}

// act is never refused for want of an assessment or an owner.
func act(t Threat, e entry.Entry, f Acted) (Threat, error) {
	if err := about(t, e, f.Threat); err != nil {
		return t, err
	}
	if !knownOption(f.Option) {
		return refuse(e, "unknown option")
	}
	t.Acts = append(slices.Clone(t.Acts), Act{Entry: e.ID, Option: f.Option, By: e.Author, At: e.Done})
	if t.State == StateOwned || t.State == StateReview {
		t.State = StateActing
	}
	return t, nil
}

func review(t Threat, e entry.Entry, f Reviewed) (Threat, error) {
	if err := about(t, e, f.Threat); err != nil {
		return t, err
	}
	switch {
	case !t.Owned():
		return refuse(e, "nobody owns it yet")
	case !knownLevel(f.Level):
		return refuse(e, "unknown level")
	case !f.ReviewBy.After(e.Done):
		return refuse(e, "the next review lies before this one")
	}
	t.State, t.Level, t.ReviewBy, t.Reviews = StateReview, f.Level, f.ReviewBy, t.Reviews+1
	return t, nil
}

func closeIt(t Threat, e entry.Entry, f Closed) (Threat, error) {
	if err := about(t, e, f.Threat); err != nil {
		return t, err
	}
	switch {
	case !t.Owned():
		return refuse(e, "nobody owns it yet")
	case t.Version == 0:
		return refuse(e, "not assessed yet")
	case t.OwnedOf != t.Version:
		return refuse(e, "the owner has not accepted the latest assessment")
	}
	t.State, t.ClosedBy, t.ClosedAt, t.ReviewBy = StateClosed, e.Author, e.Done, e.Done
	return t, nil
}
