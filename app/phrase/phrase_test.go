package phrase

import (
	"testing"

	"corridor/app/entry"
)

func made(t *testing.T, k entry.Kind, id entry.ID, by entry.Person, facts any) entry.Entry {
	t.Helper()
	b, err := entry.Encode(facts)
	if err != nil {
		t.Fatal(err)
	}
	return entry.Entry{Kind: k, ID: id, Author: by, Facts: b}
}

func TestAPhraseIsAgreedByAnother(t *testing.T) {
	var s State
	step := func(e entry.Entry, ok bool) {
		t.Helper()
		next, err := s.Fold(e)
		if (err == nil) != ok {
			t.Fatalf("%s %s by %s: %v", e.Kind, e.ID, e.Author, err)
		}
		if err != nil && len(next) != len(s) {
			t.Errorf("a refused entry changed the state")
		}
		s = next
	}
	step(made(t, entry.PhraseAgreed, "a0", "sup", Agreed{"p1"}), false)
	step(made(t, entry.PhraseProposed, "p1", "han", Proposed{}), true)
	step(made(t, entry.PhraseAgreed, "a1", "han", Agreed{"p1"}), false)
	before := s
	step(made(t, entry.PhraseAgreed, "a2", "sup", Agreed{"p1"}), true)
	if p, ok := s.Of("p1"); !ok || p.Agreed == nil || p.Agreed.ID != "a2" {
		t.Errorf("agreed: %+v", p)
	}
	if p, _ := before.Of("p1"); p.Agreed != nil {
		t.Error("the state before has changed")
	}
	step(made(t, entry.PhraseAgreed, "a3", "sup2", Agreed{"p1"}), false)
	step(made(t, entry.PhraseProposed, "p2", "sup", Proposed{}), true)
	step(made(t, entry.PhraseDropped, "d1", "sup", Dropped{"p2"}), true)
	step(made(t, entry.PhraseDropped, "d2", "sup", Dropped{"p2"}), false)
	step(made(t, entry.PhraseDropped, "d3", "sup2", Dropped{"p1"}), true)
	if len(s) != 0 {
		t.Errorf("left: %+v", s)
	}
	e := made(t, entry.PhraseProposed, "p3", "han", Proposed{})
	e.Facts = append(e.Facts, ' ')
	step(e, false)
	step(made(t, entry.ProductReceived, "x", "han", struct{}{}), true)
}
