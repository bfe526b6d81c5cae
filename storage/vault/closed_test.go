package vault

import (
	"context"
	"testing"

	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/crypto/frame"
)

// TestClosedEpochOfACompartment: a member of the unit who was taken off a
// compartment's list still holds its old key and the members' row key. What
// they write under the old epoch is named, and so is a second epoch entry of
// theirs for a number that is taken.
func TestClosedEpochOfACompartment(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	m := d.enrol(t, "p-00000002")
	c := NewID()
	ep1, g1, err := d.NewEpoch(c, 1, []roster.Member{d.founder, m})
	if err != nil {
		t.Fatal(err)
	}
	ep2, g2, err := d.NewEpoch(c, 2, []roster.Member{d.founder})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Append(ctx,
		entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Compartment: c, Facts: ep1, Grants: g1},
		entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Compartment: c, Facts: ep2, Grants: g2}); err != nil {
		t.Fatal(err)
	}
	w, err := d.OpenBeside(ctx, m.Person, []byte(pass))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if ok, err := w.Enter(ctx, c); !ok || err != nil {
		t.Fatal(ok, err)
	}
	readAll(t, w, 0)
	old := w.ring.candidates(c, 1)[0]
	rowKey := w.mine(t).rowKey
	w.forge(t, w.member, old, rowKey, func(e *entry.Entry, r *frame.Row) {
		e.Compartment, r.Compartment = c, c
	})
	readAll(t, w, 0)
	// A rival second epoch, sealed under the first, for a key of their choice.
	rival, _, err := w.NewEpoch(c, 2, []roster.Member{m})
	if err != nil {
		t.Fatal(err)
	}
	facts, err := entry.Encode(rival)
	if err != nil {
		t.Fatal(err)
	}
	w.forge(t, w.member, old, rowKey, func(e *entry.Entry, r *frame.Row) {
		e.Compartment, r.Compartment, e.Kind, e.Facts, e.Must = c, c, entry.CompartmentEpoch, facts, true
	})
	recs := d.all(t)
	if len(recs) != 6 {
		t.Fatalf("%d records", len(recs))
	}
	for _, r := range recs[4:] {
		if !has(r.Faults, entry.FaultEpoch) {
			t.Errorf("row %d: %v", r.Seq, r.Faults)
		}
	}
	es, err := d.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.SearchMade, Compartment: c})
	if err != nil || es[0].Epoch != 2 {
		t.Fatalf("%+v %v", es, err)
	}
	if k, ok := d.ring.current(c); !ok || k.commitment != ep2.Commitment {
		t.Error("the rival epoch was taken")
	}
	recs = d.all(t)
	if last := recs[len(recs)-1]; len(last.Faults) > 0 {
		t.Errorf("after them: %v", last.Faults)
	}
}

// TestTrust: what the roster does not stand behind is not used, and is used
// again as soon as it does.
func TestTrust(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	c := NewID()
	ep1, g1, err := d.NewEpoch(c, 1, []roster.Member{d.founder})
	if err != nil {
		t.Fatal(err)
	}
	ep2, g2, err := d.NewEpoch(c, 2, []roster.Member{d.founder})
	if err != nil {
		t.Fatal(err)
	}
	es, err := d.Append(ctx,
		entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Compartment: c, Facts: ep1, Grants: g1},
		entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Compartment: c, Facts: ep2, Grants: g2},
		entry.Draft{ID: NewID(), Kind: entry.SearchMade, Compartment: c})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Trust([]roster.Epoch{ep1}); err != nil {
		t.Fatal(err)
	}
	if r := d.all(t)[3]; r.Seq != es[2].Seq || (!r.Shut && !has(r.Faults, entry.FaultEpoch)) {
		t.Errorf("an entry under a key without trust: shut %v, %v", r.Shut, r.Faults)
	}
	if k, ok := d.ring.current(c); !ok || k.number != 1 {
		t.Errorf("sealing under epoch %d", k.number)
	}
	if err := d.Trust([]roster.Epoch{ep1, ep2}); err != nil {
		t.Fatal(err)
	}
	for _, r := range d.all(t) {
		if r.Shut || len(r.Faults) > 0 {
			t.Errorf("row %d: %v %v", r.Seq, r.Shut, r.Faults)
		}
	}
	es, err = d.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.SearchMade, Compartment: c})
	if err != nil || es[0].Epoch != 2 {
		t.Fatalf("%+v %v", es, err)
	}
}
