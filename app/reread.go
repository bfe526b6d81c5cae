package app

import (
	"context"
	"errors"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
)

// rereadLot is how many products are read at a time while the desk goes on with
// other work.
const rereadLot = 64

// reread is the source of a product, read for the rules and shown to nobody.
type reread struct {
	item        entry.ID
	compartment entry.ID
	received    intel.Received
	at          time.Time
	text        string
	scan        *intel.Scanned // as journalled on receipt, with what later ones found where that is known
	err         error          // its content could not be opened
}

// rereadable is a product of which the journal is to be asked for its first
// entries.
type rereadable struct {
	item   entry.ID
	places []uint64
}

// reread reads the sources of products, in their order, in compartments that
// are open. Those whose content was destroyed are left out. d.mu is not held
// while the journal is read.
func (d *Desk) reread(ctx context.Context, ids []entry.ID) ([]reread, error) {
	var out []reread
	var entries []entry.Entry
	var cold []rereadable
	var places []uint64
	d.mu.Lock()
	for _, id := range ids {
		if it, ok := d.st.Hot(id); ok {
			if it.Destroyed == nil {
				out = append(out, reread{item: id, compartment: it.Compartment, received: it.Received, at: it.At, scan: it.Scan})
				entries = append(entries, it.Entry)
			}
		} else if c, ok := d.st.Cold(id); ok {
			if first := c.Places.All(); len(first) > 1 {
				cold = append(cold, rereadable{id, first[:2]})
				places = append(places, first[:2]...)
			}
		}
	}
	d.mu.Unlock()
	rs, err := d.Vault.Records(ctx, places)
	if err != nil {
		return nil, err
	}
	byPlace := make(map[uint64]entry.Entry, len(rs))
	for _, r := range rs {
		if len(r.Faults) == 0 && !r.Shut {
			byPlace[r.Seq] = r.Entry
		}
	}
	for _, c := range cold {
		e := byPlace[c.places[0]]
		r := reread{item: c.item, compartment: e.Compartment, at: e.Done}
		if f, err := entry.FactsOf[intel.Received](e); err == nil && e.Kind == entry.ProductReceived && e.Item == c.item {
			r.received = f
		} else {
			r.err = ErrDamaged
		}
		if next := byPlace[c.places[1]]; next.Kind == entry.ProductScanned {
			if f, err := entry.FactsOf[intel.Scanned](next); err == nil {
				r.scan = &f
			}
		}
		out, entries = append(out, r), append(entries, e)
	}
	kept := out[:0]
	for i, r := range out {
		if r.err == nil {
			var reading intel.Reading
			reading, r.err = content[intel.Reading](ctx, d.Vault, entries[i], intel.RoleReading)
			r.text = reading.Text
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !errors.Is(r.err, ErrGone) {
			kept = append(kept, r)
		}
	}
	return kept, nil
}
