package state

import (
	"cmp"
	"maps"
	"slices"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/pack"
)

// RuleKey is a rule of the risk engine and a question that it raised.
type RuleKey struct{ Rule, Category string }

// Answers counts how officers answered what a rule had raised. "Cannot tell" is
// neither for the rule nor against it.
type Answers struct{ Yes, No, CannotTell int }

// Tallies are counted as the journal is folded, of the compartments that are
// open, and kept with the rest of a fold.
type Tallies struct {
	Rules map[RuleKey]Answers            // by the answer that stands; one product counts once
	Scans map[entry.ID]map[string]uint64 // compartment → version of the rules → place where the last product was received that it read then
}

func newTallies() Tallies {
	return Tallies{Rules: map[RuleKey]Answers{}, Scans: map[entry.ID]map[string]uint64{}}
}

// counting reports whether what is folded now has not been counted before.
func (s *State) counting() bool { return s.under == nil && s.only == "" && !s.again }

// scanned notes by which rules a product was read when it was received.
func (t Tallies) scanned(it *Item, f intel.Scanned) {
	if t.Scans[it.Compartment] == nil {
		t.Scans[it.Compartment] = map[string]uint64{}
	}
	t.Scans[it.Compartment][f.Version] = it.Entry.Seq
}

// answered counts an answer for the rules that had raised the question, in the
// place of the one that stood.
func (t Tallies) answered(it *Item, category string, before, after intel.Answer) {
	seen := map[string]bool{}
	for _, p := range it.raised(category) {
		if seen[p.Rule] {
			continue
		}
		seen[p.Rule] = true
		k := RuleKey{p.Rule, category}
		t.Rules[k] = t.Rules[k].plus(before, -1).plus(after, 1)
	}
}

func (a Answers) plus(of intel.Answer, n int) Answers {
	switch of {
	case intel.Yes:
		a.Yes += n
	case intel.No:
		a.No += n
	case intel.CannotTell:
		a.CannotTell += n
	}
	return a
}

func (t Tallies) pack(w *pack.Writer) {
	keys := slices.SortedFunc(maps.Keys(t.Rules), func(a, b RuleKey) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Category, b.Category))
	})
	w.Int(len(keys))
	for _, k := range keys {
		w.Word(k.Rule)
		w.Word(k.Category)
		a := t.Rules[k]
		w.Int(a.Yes)
		w.Int(a.No)
		w.Int(a.CannotTell)
	}
	w.Int(len(t.Scans))
	for _, c := range slices.Sorted(maps.Keys(t.Scans)) {
		w.ID(c)
		w.Int(len(t.Scans[c]))
		for _, v := range slices.Sorted(maps.Keys(t.Scans[c])) {
			w.Word(v)
			w.Uint(t.Scans[c][v])
		}
	}
}

func unpackTallies(r *pack.Reader) Tallies {
	t := newTallies()
	for n := r.Count(); n > 0; n-- {
		k := RuleKey{r.Word(), r.Word()}
		t.Rules[k] = Answers{r.Int(), r.Int(), r.Int()}
	}
	for n := r.Count(); n > 0; n-- {
		c := r.ID()
		t.Scans[c] = map[string]uint64{}
		for m := r.Count(); m > 0; m-- {
			v := r.Word()
			t.Scans[c][v] = r.Uint()
		}
	}
	return t
}
