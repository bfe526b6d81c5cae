package app

import (
	"slices"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
)

// linksOf are the entries that link an item already there as a piece should be.
func (d *Desk) linksOf(t taking, id entry.ID) []entry.Draft {
	var out []entry.Draft
	for _, l := range t.ties {
		it, ok := d.st.Item(id)
		if ok && slices.ContainsFunc(it.Links, func(x intel.Linked) bool { return x.To == l.item && x.How == l.here }) {
			continue
		}
		out = append(out, l.drafts(id, d.place(t.in), d.Now().UTC())...)
	}
	return out
}

// tie is an item that another is to be linked to: what each is to the other,
// and what of the whole the piece is made of.
type tie struct {
	item, compartment entry.ID
	here, there       string
	parts             []int
	spans             [][2]int
}

// drafts are the two entries of a link: one of each item.
func (l tie) drafts(id, compartment entry.ID, now time.Time) []entry.Draft {
	return []entry.Draft{
		{Kind: entry.ProductLinked, Item: id, Compartment: compartment, Done: now, Facts: intel.Linked{To: l.item, How: l.here, Parts: l.parts, Spans: l.spans}},
		{Kind: entry.ProductLinked, Item: l.item, Compartment: l.compartment, Done: now, Facts: intel.Linked{To: id, How: l.there, Parts: l.parts, Spans: l.spans}},
	}
}

// Tie is an item that another is linked to.
type Tie struct {
	Item  entry.ID
	Ref   string
	How   string   // one of intel.Link…
	Parts []int    // of the whole's file that the piece is made of
	Spans [][2]int // or runes of the whole's text
}

// Tied lists the items that one was split from or into, or joined from or into.
// It tells nothing but their references.
func (d *Desk) Tied(item entry.ID) []Tie {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(item)
	if err != nil {
		return nil
	}
	var out []Tie
	for _, l := range it.Links {
		other, err := d.item(l.To)
		if err != nil || l.To == item || slices.ContainsFunc(out, func(t Tie) bool { return t.Item == l.To && t.How == l.How }) {
			continue
		}
		out = append(out, Tie{Item: l.To, Ref: other.Received.Ref, How: l.How, Parts: l.Parts, Spans: l.Spans})
	}
	return out
}
