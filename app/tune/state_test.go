package tune

import (
	"slices"
	"testing"

	"corridor/app/entry"
)

func made(t *testing.T, k entry.Kind, id entry.ID, seq uint64, facts any) entry.Entry {
	t.Helper()
	b, err := entry.Encode(facts)
	if err != nil {
		t.Fatal(err)
	}
	return entry.Entry{Kind: k, ID: id, Seq: seq, Compartment: "c", Facts: b}
}

func TestWhatStands(t *testing.T) {
	s := New()
	for i, step := range []struct {
		kind  entry.Kind
		id    entry.ID
		facts any
		bad   bool
		key   string // after it
	}{
		{entry.TermAdded, "t1", Added{Sense: "gun"}, false, "+t1"},
		{entry.TermAdded, "t2", Added{Sense: "prison-staff"}, false, "+t1+t2"},
		{entry.TermAdded, "t3", Added{}, true, "+t1+t2"},
		{entry.TermAdded, "t3", Added{Sense: "Somebody's name"}, true, "+t1+t2"},
		{entry.TermDropped, "d1", Dropped{Term: "t9"}, true, "+t1+t2"},
		{entry.TermDropped, "d2", Dropped{Term: "t1"}, false, "+t2"},
		{entry.TermDropped, "d3", Dropped{Term: "t1"}, true, "+t2"},
		{entry.RuleOn, "o1", Switched{Rule: "ttl-plain"}, true, "+t2"},
		{entry.RuleOff, "o2", Switched{Rule: "ttl-plain"}, false, "+t2-ttl-plain"},
		{entry.RuleOff, "o3", Switched{Rule: "ttl-plain"}, true, "+t2-ttl-plain"},
		{entry.RuleOff, "o4", Switched{Rule: "arson"}, false, "+t2-arson-ttl-plain"},
		{entry.RuleOff, "o5", Switched{Rule: "not a code"}, true, "+t2-arson-ttl-plain"},
		{entry.RuleOn, "o6", Switched{Rule: "ttl-plain"}, false, "+t2-arson"},
		{entry.ProductViewed, "v", struct{}{}, false, "+t2-arson"},
	} {
		before := s.Clone()
		err := s.Fold(made(t, step.kind, step.id, uint64(i+1), step.facts))
		if (err != nil) != step.bad || s.Key() != step.key {
			t.Errorf("step %d: %v, key %q", i, err, s.Key())
		}
		if step.bad && before.Key() != s.Key() {
			t.Errorf("step %d was refused and changed something", i)
		}
	}
	if got := s.Off(); !slices.Equal(got, []string{"arson"}) {
		t.Errorf("off: %v", got)
	}
	if e, ok := s.SwitchedOff("arson"); !ok || e.ID != "o4" {
		t.Errorf("%+v switched it off", e)
	}
	if term, ok := s.Term("t2"); !ok || term.Sense != "prison-staff" || len(s.Terms()) != 1 {
		t.Errorf("terms: %+v", s.Terms())
	}
	e := made(t, entry.RuleOff, "x", 99, Switched{Rule: "kidnap"})
	e.Facts = append(e.Facts, ' ')
	if s.Fold(e) == nil {
		t.Error("facts that are not strict were accepted")
	}
}

func TestARescanGoesOn(t *testing.T) {
	s := New()
	for i, step := range []struct {
		f   Rescanned
		bad bool
	}{
		{Rescanned{Version: "a", Through: 40, Read: 3}, false},
		{Rescanned{Version: "a", Through: 40}, true},
		{Rescanned{Version: "a", Through: 12}, true},
		{Rescanned{Version: "a", Through: 100}, true}, // beyond itself
		{Rescanned{Through: 50}, true},
		{Rescanned{Version: "a", Through: 50, Read: -1}, true},
		{Rescanned{Version: "b", Through: 7}, false},
		{Rescanned{Version: "a", Through: 99}, false},
	} {
		if err := s.Fold(made(t, entry.VaultRescanned, "r", 100, step.f)); (err != nil) != step.bad {
			t.Errorf("step %d: %v", i, err)
		}
	}
	c := s.Clone()
	if err := c.Fold(made(t, entry.VaultRescanned, "r", 200, Rescanned{Version: "a", Through: 150})); err != nil {
		t.Fatal(err)
	}
	if s.Through("c", "a") != 99 || s.Through("c", "b") != 7 || s.Through("elsewhere", "a") != 0 || c.Through("c", "a") != 150 {
		t.Error("how far it came is wrong, or shared with a copy")
	}
}
