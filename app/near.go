package app

import (
	"context"
	"slices"
	"strings"

	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intake/alike"
	"corridor/app/intel"
)

// How an item already held resembles what came.
const (
	NearBytes   = "bytes"   // the same file
	NearMessage = "message" // the same mail message by another path
	NearText    = "text"    // nearly the same words
	NearTied    = "tied"    // split from it, joined in it, or the other way round
)

// Near is an item already held that a reading resembles. It tells of items in
// compartments that are open to this officer, and of nothing else: what lies
// in others is neither compared nor hinted at (domain rule H2).
type Near struct {
	Item    entry.ID
	Ref     string
	How     string // NearBytes, NearMessage, NearText or NearTied
	Percent int    // of the runs of four words that both have; 100 for the same file or message
}

// nearProbes is how many phrases of a text are looked up to find candidates;
// nearHits how many items each may bring.
const (
	nearProbes = 8
	nearHits   = 12
)

// Near finds the items that a preview resembles, the likest first. It shows
// nothing of them but their reference; Difference does, as a view.
func (d *Desk) Near(ctx context.Context, name string, res intake.Result) ([]Near, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return nil, err
	}
	return d.near(ctx, readingOf(name, res.SHA256, res), ""), nil
}

// near compares a reading with the items that share some of its phrases.
// except leaves one item out.
func (d *Desk) near(ctx context.Context, r intel.Reading, except entry.ID) []Near {
	var out []Near
	mine := alike.Of(r.Text)
	for _, id := range d.candidates(r) {
		it, err := d.item(id)
		if err != nil || id == except {
			continue
		}
		other, err := content[intel.Reading](ctx, d.Vault, it.Entry, intel.RoleReading)
		if err != nil {
			continue // shut or destroyed: as if it were not there
		}
		n := Near{Item: id, Ref: it.Received.Ref, Percent: 100}
		switch {
		case other.SHA256 == r.SHA256:
			n.How = NearBytes
		case r.Message != "" && other.Message == r.Message:
			n.How = NearMessage
		default:
			share := mine.Share(alike.Of(other.Text))
			if share < alike.Near {
				continue
			}
			n.How, n.Percent = NearText, int(share*100)
		}
		out = append(out, n)
	}
	slices.SortStableFunc(out, func(a, b Near) int { return b.Percent - a.Percent })
	return out
}

// candidates are the items of the index that hold one of the reading's
// phrases, and those that hold the same bytes.
func (d *Desk) candidates(r intel.Reading) []entry.ID {
	out := d.holdings.copies(r.SHA256)
	add := func(id entry.ID) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, p := range alike.Probes(r.Text, nearProbes) {
		hits, err := d.Index.Search(`"`+strings.Join(p, " ")+`"`, nearHits)
		if err != nil {
			continue
		}
		for _, h := range hits {
			add(h.Item)
		}
	}
	return out
}

// Difference compares what a file says with an item already held, line by
// line: '-' stands in the item alone, '+' in the file alone. Seeing it is a
// view of the item and is recorded before anything is shown.
func (d *Desk) Difference(ctx context.Context, item entry.ID, name string, res intake.Result) ([]alike.Line, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	held, err := d.viewedReading(ctx, item)
	if err != nil {
		return nil, err
	}
	return alike.Lines(held.Text, readingOf(name, res.SHA256, res).Text), nil
}

// DifferenceOf compares two items already held; a view of both.
func (d *Desk) DifferenceOf(ctx context.Context, a, b entry.ID) ([]alike.Line, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	x, err := d.viewedReading(ctx, a)
	if err != nil {
		return nil, err
	}
	y, err := d.viewedReading(ctx, b)
	if err != nil {
		return nil, err
	}
	return alike.Lines(x.Text, y.Text), nil
}

// viewedReading records the view of an item's source and opens it.
func (d *Desk) viewedReading(ctx context.Context, id entry.ID) (intel.Reading, error) {
	it, err := d.item(id)
	if err != nil {
		return intel.Reading{}, err
	}
	err = d.append(ctx, entry.Draft{Kind: entry.ProductViewed, Item: id, Facts: intel.Viewed{What: intel.ViewSource, Of: it.Entry.ID}})
	if err != nil {
		return intel.Reading{}, err
	}
	return content[intel.Reading](ctx, d.Vault, it.Entry, intel.RoleReading)
}
