package app

import (
	"cmp"
	"context"
	"slices"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/app/tune"
)

// Foreseen is what a change of the rules would change over the products that
// are open here. It shows references and no text.
type Foreseen struct {
	Change        RuleChange
	Before, After string // versions of the rules
	Read, NotRead int    // products
	Shifts        []Shift
}

// Shift is a product that would gain or lose a prompt.
type Shift struct {
	Head
	Raised, Dropped []risk.Category
	SetAside        []risk.Category // of those dropped, the ones still shown as set aside
}

// Gaining and Losing count the products that would gain or lose a prompt.
func (f Foreseen) Gaining() int { return f.count(func(s Shift) bool { return len(s.Raised) > 0 }) }

// Losing counts the products that would lose a prompt.
func (f Foreseen) Losing() int { return f.count(func(s Shift) bool { return len(s.Dropped) > 0 }) }

func (f Foreseen) count(is func(Shift) bool) int {
	n := 0
	for _, s := range f.Shifts {
		if is(s) {
			n++
		}
	}
	return n
}

// Foresee reads every product that is open here by the rules in force and by
// the rules as a change would make them, before it is made. Looking for words
// over the vault is a search: it is journalled, with the change and the counts,
// before any reference is given. Work goes on meanwhile; progress, if any, hears
// how far it is. The gravest come first, then the newest.
func (d *Desk) Foresee(ctx context.Context, c RuleChange, progress func(done, total int)) (Foreseen, error) {
	c.Add.Words = oneSpaced(c.Add.Words)
	out := Foreseen{Change: c}
	before, after, ids, err := d.bothEngines(ctx, c)
	if err != nil {
		return out, err
	}
	out.Before, out.After = before.Version(), after.Version()
	shifts := map[entry.ID]risk.Difference{}
	for lot := range slices.Chunk(ids, rereadLot) {
		rs, err := d.reread(ctx, lot)
		if err != nil {
			return out, err
		}
		for _, r := range rs {
			if r.err != nil {
				out.NotRead++
				continue
			}
			out.Read++
			if diff := risk.Compare(before.Scan(r.text, r.at), after.Scan(r.text, r.at)); len(diff.Raised)+len(diff.Dropped) > 0 {
				shifts[r.item] = diff
			}
		}
		if progress != nil {
			progress(min(out.Read+out.NotRead, len(ids)), len(ids))
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, diff := range shifts {
		if h, ok := d.headOf(id); ok {
			out.Shifts = append(out.Shifts, Shift{Head: h, Raised: diff.Raised, Dropped: diff.Dropped, SetAside: diff.SetAside})
		}
	}
	slices.SortFunc(out.Shifts, func(a, b Shift) int {
		return cmp.Or(cmp.Compare(a.gravest(), b.gravest()), b.Received.Compare(a.Received), cmp.Compare(a.Ref, b.Ref))
	})
	err = d.append(ctx, entry.Draft{Kind: entry.RulesPreviewed, Pieces: words(intel.RoleQuery, d.inWords(ctx, c)),
		Facts: tune.Previewed{Before: out.Before, After: out.After, Read: out.Read, NotRead: out.NotRead, Gaining: out.Gaining(), Losing: out.Losing()}})
	if err != nil {
		return Foreseen{}, err
	}
	return out, nil
}

// gravest is the place in the order of danger of the gravest question that
// changes.
func (s Shift) gravest() int {
	at := len(risk.Categories())
	for _, c := range append(slices.Clone(s.Raised), s.Dropped...) {
		at = min(at, slices.Index(risk.Categories(), c))
	}
	return at
}

// bothEngines are the engine in force and the one that a change would make, and
// the products to read by them.
func (d *Desk) bothEngines(ctx context.Context, c RuleChange) (before, after *risk.Engine, ids []entry.ID, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return nil, nil, nil, err
	}
	if _, err := d.changing(ctx, c); err != nil {
		return nil, nil, nil, err
	}
	t, _ := d.tuning(ctx)
	after, _ = t.with(c).engine(d.Risk)
	return d.engine(ctx), after, slices.Clone(d.st.Order()), nil
}
