package roster

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	"corridor/app/entry"
)

// Proposal is an act that waits for its second officer. It stands until it is
// carried out or withdrawn, or whoever proposed it is no longer a member.
type Proposal struct {
	ID          entry.ID // the act.proposed entry
	Seq         uint64
	Kind        entry.Kind
	Facts       json.RawMessage
	Item        entry.ID
	Compartment entry.ID
	By          entry.Person
	At          time.Time
}

// Proposals lists the acts that wait for a second officer, oldest first.
func (s *State) Proposals() []Proposal {
	var out []Proposal
	for _, p := range s.proposals {
		if s.persons[p.By].active() {
			out = append(out, p)
		}
	}
	return out
}

// is reports whether an entry is the act that was proposed, to the byte.
func (p Proposal) is(e entry.Entry) bool {
	return p.Kind == e.Kind && p.Item == e.Item && p.Compartment == e.Compartment && bytes.Equal(p.Facts, e.Facts)
}

func (s *State) propose(e entry.Entry, f Proposed) error {
	p := Proposal{ID: e.ID, Seq: e.Seq, Kind: f.Kind, Facts: f.Facts, Item: e.Item, Compartment: e.Compartment, By: e.Author, At: e.Done}
	s.proposals = append(slices.Clip(s.proposals), p)
	return nil
}

func (s *State) withdraw(_ entry.Entry, f Withdrawn) error {
	s.drop(func(p Proposal) bool { return p.ID == f.Proposal })
	return nil
}

func (s *State) drop(gone func(Proposal) bool) {
	s.proposals = slices.DeleteFunc(slices.Clone(s.proposals), gone)
}

// Carried drops the proposals that an entry in effect has carried out.
func (s *State) Carried(e entry.Entry) { s.drop(func(p Proposal) bool { return p.is(e) }) }

func (s *State) permitProposed(e entry.Entry, f Proposed) error {
	if !slices.Contains(entry.TakesTwo(), f.Kind) {
		return deny(e.Kind, CodeFacts, "this act does not take two officers")
	}
	if (f.Kind == entry.TermDropped || f.Kind == entry.RuleOff) && !s.persons[e.Author].approves() {
		return deny(e.Kind, CodeRole, "that the unit's scans look for less is proposed by a supervisor")
	}
	return nil
}

// permitWithdrawn: by whoever proposed it, or by a supervisor.
func (s *State) permitWithdrawn(e entry.Entry, f Withdrawn) error {
	i := slices.IndexFunc(s.proposals, func(p Proposal) bool { return p.ID == f.Proposal && p.Compartment == e.Compartment })
	switch {
	case i < 0:
		return deny(e.Kind, CodePending, "no such proposal is waiting")
	case s.proposals[i].By != e.Author && !s.persons[e.Author].approves():
		return deny(e.Kind, CodeRole, "a proposal is withdrawn by whoever made it, or by a supervisor")
	}
	return nil
}

// seconded: another member proposed this very act, and one of the two is a
// supervisor. Where it removes a person and no other supervisor is there, two
// members are enough: a unit must be able to part with its last one.
func (s *State) seconded(e entry.Entry, removes entry.Person) error {
	approver := removes == ""
	for p, r := range s.persons {
		approver = approver || p != removes && r.approves()
	}
	alone, junior := false, false
	for _, p := range s.Proposals() {
		switch {
		case !p.is(e):
		case p.By == e.Author:
			alone = true
		case approver && !s.persons[p.By].approves() && !s.persons[e.Author].approves():
			junior = true
		default:
			return nil
		}
	}
	switch {
	case junior:
		return deny(e.Kind, CodeRole, "one of the two officers is a supervisor")
	case alone:
		return deny(e.Kind, CodeSamePerson, "whoever proposed it does not confirm it: a second officer does")
	}
	return deny(e.Kind, CodeSecond, "this takes two officers: one proposes it, another confirms it")
}

// others counts the members besides one.
func (s *State) others(than entry.Person) int {
	n := 0
	for p, r := range s.persons {
		if r.active() && p != than {
			n++
		}
	}
	return n
}
