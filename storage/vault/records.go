package vault

import (
	"context"
	"encoding/hex"

	"corridor/app"
	"corridor/app/entry"
	"corridor/crypto/frame"
)

// Records gives the rows at places, in order, each with the faults that it
// shows by itself: everything but its link to the row before, and whether its
// id came twice. Rows that are missing are left out.
func (v *Vault) Records(ctx context.Context, places []uint64) ([]entry.Record, error) {
	f := fetched{}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil, app.ErrShut
	}
	for _, place := range places {
		if place == 0 {
			continue
		}
		rows, err := v.store.Rows(ctx, place-1, 1)
		if err != nil && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if len(rows) == 1 && rows[0].Seq == place {
			f.rows = append(f.rows, rows[0])
		}
	}
	f.bodies = v.openBodies(f.rows)
	v.checkAhead(f.bodies)
	out := make([]entry.Record, len(f.rows))
	for i, r := range f.rows {
		out[i] = entry.Record{Seq: r.Seq, Compartment: frame.TextID(r.Compartment), Epoch: r.Epoch, Hash: hex.EncodeToString(r.Hash)}
		fault := func(x entry.Fault) {
			if !has(out[i].Faults, x) {
				out[i].Faults = append(out[i].Faults, x)
			}
		}
		row := rowOf(r)
		if !v.placed(row) || !sameHash(frame.BodyHash(row.Body), row.BodyHash) {
			fault(entry.FaultHash)
		}
		if n := v.tagged(r); n == 0 || n != v.commonAt(r.Seq) {
			fault(entry.FaultTag)
		}
		v.place(&out[i], row, f.bodies[i], fault)
	}
	return out, nil
}

// commonAt is the epoch of the common compartment whose key tags a place.
func (v *Vault) commonAt(seq uint64) uint32 {
	n := uint32(1)
	for _, m := range v.marks {
		if m.compartment == v.common && m.seq < seq {
			n = max(n, m.number)
		}
	}
	return n
}
