package threat

import (
	"maps"
	"slices"

	"corridor/app/entry"
)

// Register is every threat of a vault.
type Register struct {
	all   map[entry.ID]Threat
	order []entry.ID
}

// NewRegister gives an empty Register.
func NewRegister() *Register { return &Register{all: map[entry.ID]Threat{}} }

// Clone gives an independent copy.
func (r *Register) Clone() *Register {
	return &Register{all: maps.Clone(r.all), order: slices.Clone(r.order)}
}

// Fold takes one step of the threat that an entry is about. A refused entry
// changes nothing.
func (r *Register) Fold(e entry.Entry) error {
	id, ok, err := Of(e)
	if err != nil || !ok {
		return err
	}
	before, known := r.all[id]
	after, err := Step(before, e)
	if err != nil {
		return err
	}
	if !known {
		r.order = append(r.order, id)
	}
	r.all[id] = after
	return nil
}

// Of says which threat an entry is a step of; ok is false where it is none.
func Of(e entry.Entry) (id entry.ID, ok bool, err error) {
	switch e.Kind {
	case entry.ThreatRaised:
		return of(e, func(f Raised) entry.ID { return f.Threat })
	case entry.ThreatAssessed:
		return of(e, func(f Assessed) entry.ID { return f.Threat })
	case entry.ThreatAccepted:
		return of(e, func(f Accepted) entry.ID { return f.Threat })
	case entry.ThreatActed:
		return of(e, func(f Acted) entry.ID { return f.Threat })
	case entry.ThreatReviewed:
		return of(e, func(f Reviewed) entry.ID { return f.Threat })
	case entry.ThreatClosed:
		return of(e, func(f Closed) entry.ID { return f.Threat })
	}
	return "", false, nil
}

func of[T any](e entry.Entry, id func(T) entry.ID) (entry.ID, bool, error) {
	f, err := entry.FactsOf[T](e)
	return id(f), err == nil, err
}

// Get finds a threat.
func (r *Register) Get(id entry.ID) (Threat, bool) {
	t, ok := r.all[id]
	return t, ok
}

// All lists threats in the order in which they were raised.
func (r *Register) All() []Threat {
	out := make([]Threat, 0, len(r.order))
	for _, id := range r.order {
		out = append(out, r.all[id])
	}
	return out
}

// OfItem lists the threats that a product gave rise to.
func (r *Register) OfItem(item entry.ID) []Threat {
	return slices.DeleteFunc(r.All(), func(t Threat) bool { return t.Item != item })
}
