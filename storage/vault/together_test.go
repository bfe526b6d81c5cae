package vault

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
)

// TestManyAtOnce: reading, writing, entering and leaving from many goroutines
// and two windows neither lose nor mix anything up.
func TestManyAtOnce(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	c := NewID()
	ep, gs, err := d.NewEpoch(c, 1, []roster.Member{d.founder})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Compartment: c, Facts: ep, Grants: gs}); err != nil {
		t.Fatal(err)
	}
	m := d.enrol(t, "p-00000002")
	w, err := d.OpenBeside(ctx, m.Person, []byte(pass))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var wg sync.WaitGroup
	for i, v := range []*Vault{d.Vault, d.Vault, w, w} {
		wg.Go(func() {
			for j := range 15 {
				text := fmt.Sprintf("%d/%d", i, j)
				es, err := v.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Pieces: []entry.Piece{{Role: "text", Body: []byte(text)}}})
				if err != nil {
					t.Error(err)
					return
				}
				if b, err := v.Content(ctx, es[0].Contents[0]); err != nil || string(b) != text {
					t.Errorf("%q %v", b, err)
				}
			}
		})
	}
	wg.Go(func() {
		for range 15 {
			if _, err := d.Enter(ctx, c); err != nil {
				t.Error(err)
			}
			if _, err := d.Append(ctx, entry.Draft{ID: NewID(), Kind: entry.SearchMade, Compartment: c}); err != nil && !errors.Is(err, app.ErrShut) {
				t.Error(err)
			}
			d.Leave(c)
		}
	})
	for range 3 {
		wg.Go(func() {
			for range 10 {
				var last uint64
				err := w.Read(ctx, 0, func(r entry.Record) error {
					if r.Seq != last+1 || len(r.Faults) > 0 {
						t.Errorf("row %d after %d: %v", r.Seq, last, r.Faults)
					}
					last = r.Seq
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := len(d.all(t)); n < 3+60 {
		t.Errorf("%d records", n)
	}
}
