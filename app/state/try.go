package state

import (
	"maps"
	"slices"

	"corridor/app/entry"
)

// Try asks the rules of every room, in order, whether the entries would take
// effect after what stands, and changes nothing. So an act that the fold would
// void is refused before it is written: an honest slip leaves no void entry.
func (s *State) Try(es ...entry.Entry) error {
	t := s.scratch(es)
	for _, e := range es {
		if err := t.Roster.Permit(e); err != nil {
			return err
		}
		if err := t.route(e); err != nil {
			return err
		}
	}
	return nil
}

// scratch copies as much of the state as the entries can change.
func (s *State) scratch(es []entry.Entry) *State {
	t := &State{Seq: s.Seq, Roster: s.Roster.Clone(), Settings: s.Settings.Clone(), Recipients: s.Recipients.Clone(),
		Keeping: s.Keeping.Clone(), Tune: s.Tune.Clone(), Phrases: s.Phrases, Denied: maps.Clone(s.Denied), Columns: slices.Clip(s.Columns),
		items: map[entry.ID]*Item{}, refs: map[string]entry.ID{}, releases: map[entry.ID]*Release{}, now: s.now, under: s}
	for _, e := range es {
		it, ok := s.Item(e.Item)
		if !ok || t.items[e.Item] != nil {
			continue
		}
		c := it.clone()
		t.items[e.Item] = c
		for _, r := range c.Releases {
			t.releases[r.Submitted.Release] = r
		}
	}
	return t
}

// clone copies an item so that folding into the copy leaves the item alone.
// Slices are clipped: what is appended to the copy goes to memory of its own.
func (it *Item) clone() *Item {
	c := *it
	c.Answers, c.Settled = maps.Clone(it.Answers), maps.Clone(it.Settled)
	c.Asked, c.Threats, c.Grades = slices.Clip(it.Asked), slices.Clone(it.Threats), slices.Clip(it.Grades)
	c.Drafts, c.Checks, c.Consults = slices.Clip(it.Drafts), slices.Clip(it.Checks), slices.Clip(it.Consults)
	c.Deny, c.Links, c.Views = slices.Clip(it.Deny), slices.Clip(it.Links), slices.Clip(it.Views)
	c.Assessments, c.Log, c.Found = slices.Clip(it.Assessments), slices.Clip(it.Log), slices.Clip(it.Found)
	c.Releases, c.Spoken = nil, nil
	for _, r := range it.Releases {
		k := *r
		k.Approvals, k.Acks = slices.Clip(r.Approvals), slices.Clip(r.Acks)
		c.Releases = append(c.Releases, &k)
	}
	for _, sp := range it.Spoken {
		k := *sp
		c.Spoken = append(c.Spoken, &k)
	}
	return &c
}
