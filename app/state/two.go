package state

import (
	"errors"
	"slices"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/keeping"
)

// proposed folds the first half of an act that takes two officers, or its
// withdrawal: with its reason, and about a product that is here, if about one.
func (s *State) proposed(e entry.Entry) error {
	if err := owes(e, intel.RoleReason); err != nil {
		return err
	}
	if e.Item != "" {
		if err := s.product(e); err != nil {
			return err
		}
	}
	return s.roster(e)
}

// denied folds a term that no report of a whole compartment, or of a source in
// it, may carry.
func (s *State) denied(e entry.Entry) error {
	terms := slices.Clip(s.Denied[e.Compartment])
	fold := list
	if e.Kind == entry.DenyLifted {
		fold = lift
	}
	if err := fold(e, &terms); err != nil {
		return err
	}
	s.Denied[e.Compartment] = terms
	return nil
}

func list(e entry.Entry, terms *[]entry.Entry) error {
	f, err := entry.FactsOf[intel.Denied](e)
	if err != nil {
		return err
	}
	if err := owes(e, intel.RoleWords); err != nil {
		return err
	}
	_, named := e.Piece(intel.RoleSource)
	if (f.Scope == intel.ScopeItem) != (e.Item != "") || named != (f.Scope == intel.ScopeSource) || !slices.Contains(intel.Scopes(), f.Scope) {
		return errors.New("state: a term is denied to a product, a source or a compartment")
	}
	*terms = append(*terms, e)
	return nil
}

// lift takes a term off the list that it stands on: two officers have said so.
func lift(e entry.Entry, terms *[]entry.Entry) error {
	f, err := entry.FactsOf[intel.Lifted](e)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(*terms, func(t entry.Entry) bool { return t.ID == f.Listed })
	if i < 0 {
		return errors.New("state: no such term on the list")
	}
	*terms = slices.Delete(slices.Clone(*terms), i, i+1)
	return nil
}

// Holds lists, as codes, what forbids the destruction of an item's content now
// (domain rule H20, as far as this version knows of holds).
func (it *Item) Holds() []string {
	var out []string
	add := func(held bool, code string) {
		if held {
			out = append(out, code)
		}
	}
	add(len(it.OpenThreats()) > 0, "threat_open")
	add(slices.ContainsFunc(it.Spoken, func(sp *Spoken) bool { return sp.Signed == nil }), "emergency_unsigned")
	add(slices.ContainsFunc(it.Releases, func(r *Release) bool { return r.Status() == "waiting" || r.Status() == "approved" }), "release_in_hand")
	for _, c := range []string{"exculpatory", "legal_privilege", "journalistic"} { // the prosecutor's, or a lawyer's, to say
		a := it.Answers[c].Facts.Answer
		add(a == intel.Yes || a == intel.CannotTell, c)
	}
	add(it.NewerKind, "newer_kind")
	return out
}

// Pieces lists all content that was received with an item or derived from it,
// in rising order: what a destruction has to name. Proposals and destructions
// keep their reasons.
func (it *Item) Pieces() []entry.ID {
	var out []entry.ID
	for _, e := range it.Log {
		if e.Kind == entry.ActProposed || e.Kind == entry.ActWithdrawn || e.Kind == entry.ContentDestroyed {
			continue
		}
		for _, c := range e.Contents {
			out = append(out, c.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (s *State) destroyed(it *Item, e entry.Entry) error {
	f, err := entry.FactsOf[keeping.Destroyed](e)
	if err != nil {
		return err
	}
	switch {
	case it.Destroyed != nil:
		return errors.New("state: destroyed already")
	case len(it.Holds()) > 0 && !s.again:
		return errors.New("state: something forbids its destruction (H20)")
	case !f.Sound() || !slices.Equal(f.Contents, it.Pieces()):
		return errors.New("state: not all of its content, or more than that")
	}
	it.Destroyed = &At[keeping.Destroyed]{Entry: e, Facts: f}
	return nil
}
