package state

import (
	"errors"
	"slices"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
)

// FoundAt is a question that a rescan raised about a product, which nothing had
// raised before.
type FoundAt struct {
	Category string
	Seq      uint64
	At       time.Time
}

// News lists, of the questions that a scan raises, those that nothing has
// raised about the product before. It is what a rescan journals, or does not.
func (it *Item) News(f intel.Scanned) []string {
	var out []string
	for _, p := range f.Prompts {
		if !p.SetAside && !it.Flags(p.Category) && !slices.Contains(out, p.Category) {
			out = append(out, p.Category)
		}
	}
	return out
}

// rescanned adds what a later scan found. It takes nothing away: what was
// raised or answered before stands.
func (s *State) rescanned(it *Item, e entry.Entry) error {
	f, err := entry.FactsOf[intel.Scanned](e)
	if err != nil {
		return err
	}
	news := it.News(f)
	if it.Scan == nil || len(news) == 0 {
		return errors.New("state: a rescan that found nothing new")
	}
	sum := intel.Scanned{Version: f.Version, TTL: it.Scan.TTL || f.TTL, Immediate: it.Scan.Immediate || f.Immediate, Prompts: slices.Clone(it.Scan.Prompts)}
	for _, p := range f.Prompts {
		if !p.SetAside && slices.Contains(news, p.Category) {
			sum.Prompts = append(sum.Prompts, p)
		}
	}
	it.Scan = &sum
	for _, c := range news {
		it.Found = append(it.Found, FoundAt{Category: c, Seq: e.Seq, At: e.Done})
	}
	return nil
}

// Fresh lists what rescans found that nobody has looked at since: no answer, or
// a "no" from before. "Yes" and "cannot tell" are not overtaken by a further
// reason to ask.
func (it *Item) Fresh() []FoundAt {
	var out []FoundAt
	for _, f := range it.Found {
		a, ok := it.Answers[f.Category]
		if !ok || a.Facts.Answer == intel.No && a.Entry.Seq < f.Seq {
			out = append(out, f)
		}
	}
	return out
}

// Answered reports whether a question of the first read has an answer that
// nothing has overtaken since.
func (it *Item) Answered(category string) bool {
	_, ok := it.Answers[category]
	return ok && !slices.ContainsFunc(it.Fresh(), func(f FoundAt) bool { return f.Category == category })
}

// counted is the answer to a question that was counted for the rules which had
// raised it: one that was given before any had was not.
func (it *Item) counted(category string) intel.Answer {
	a := it.Answers[category]
	if slices.ContainsFunc(it.Found, func(f FoundAt) bool { return f.Category == category && f.Seq > a.Entry.Seq }) {
		return intel.Unanswered
	}
	return a.Facts.Answer
}

// raised lists the live prompts of a question.
func (it *Item) raised(category string) []intel.Flagged {
	var out []intel.Flagged
	if it.Scan == nil {
		return nil
	}
	for _, p := range it.Scan.Prompts {
		if p.Category == category && !p.SetAside {
			out = append(out, p)
		}
	}
	return out
}

// tuned folds what the unit changed of its rules, and how far it was read again
// by them. Words are content, and every change says why.
func (s *State) tuned(e entry.Entry) error {
	if e.Item != "" {
		return errors.New("state: terms and rules are the unit's, not a product's")
	}
	if e.Kind == entry.VaultRescanned {
		return s.Tune.Fold(e)
	}
	if e.Compartment != s.Roster.Common() {
		return errors.New("state: terms and rules stand in the unit's compartment")
	}
	if e.Kind == entry.TermAdded {
		if err := owes(e, intel.RoleWords); err != nil {
			return err
		}
	}
	if err := owes(e, intel.RoleReason); err != nil {
		return err
	}
	return s.Tune.Fold(e)
}
