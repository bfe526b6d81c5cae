package vault

import (
	"context"
	"errors"
	"strings"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
)

// TestRecoveryRehearsal: with both halves, and only with both, the recovery key
// opens everything that it was granted.
func TestRecoveryRehearsal(t *testing.T) {
	d := found1(t)
	ctx := context.Background()
	d.add(t, "before there was a recovery key")
	m, halves, err := NewRecovery(d.keys, d.id, weak(t), d.now())
	if err != nil {
		t.Fatal(err)
	}
	_, gs, err := d.Extend(d.Common(), m)
	if err != nil {
		t.Fatal(err)
	}
	c := NewID()
	ep, gs2, err := d.NewEpoch(c, 1, []roster.Member{d.founder, m})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Append(ctx,
		entry.Draft{ID: NewID(), Kind: entry.CompartmentGranted, Facts: roster.Granted{Compartment: d.Common()}, Grants: gs},
		entry.Draft{ID: NewID(), Kind: entry.CompartmentEpoch, Compartment: c, Facts: ep, Grants: gs2},
		entry.Draft{ID: NewID(), Kind: entry.ProductReceived, Compartment: c, Pieces: []entry.Piece{{Role: "text", Body: []byte("close hold")}}}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range [][2]string{{halves[0], ""}, {"", halves[1]}, {halves[1], halves[0]}, {halves[0], halves[0]}} {
		if _, err := Open(ctx, d.path, d.keys, RecoveryPerson, RecoveryPassphrase(wrong[0], wrong[1]), d.now); !errors.Is(err, app.ErrPassphrase) {
			t.Errorf("opened with %d and %d characters: %v", len(wrong[0]), len(wrong[1]), err)
		}
	}
	typed := RecoveryPassphrase(strings.ToLower(halves[0]), strings.ReplaceAll(halves[1], "-", " "))
	v, err := Open(ctx, d.path, d.keys, RecoveryPerson, typed, d.now)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if ok, err := v.Enter(ctx, c); !ok || err != nil {
		t.Fatal(ok, err)
	}
	for _, r := range readAll(t, v, 0) {
		if r.Shut || len(r.Faults) > 0 {
			t.Errorf("row %d: %v %v", r.Seq, r.Shut, r.Faults)
		}
		for _, p := range r.Entry.Contents {
			if _, err := v.Content(ctx, p); err != nil {
				t.Errorf("row %d: %v", r.Seq, err)
			}
		}
	}
}
