package vault

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"corridor/app"
	"corridor/app/entry"
)

// Late gives the acts of this member that waited outside the vault and have no
// place behind its end: because it went on elsewhere or was put back, or because
// they were recorded while there was no vault. What another member did, or what
// lies in a compartment that is shut, stays where it is until somebody comes who
// can open it. An act that the journal holds already is forgotten.
func (v *Vault) Late(ctx context.Context) ([]app.Late, error) {
	mine, err := v.member.Public()
	if err != nil {
		return nil, fmt.Errorf("vault: late: %w", err)
	}
	out, others, err := v.apart(ctx)
	if err != nil { // as opening said; the next unlock finds them
		out, others = nil, 0
	}
	v.mu.Lock()
	rows := v.store.Stranded()
	bodies := v.openBodies(rows)
	v.checkAhead(bodies)
	if others > 0 {
		v.warn("emergency releases that others recorded on this workstation without the vault: %d; each is put into the vault when the officer who recorded it unlocks", others)
	}
	v.mu.Unlock()
	var known []string
	out = slices.DeleteFunc(out, func(l app.Late) bool {
		have := v.holdsEntry(l.Draft.ID)
		if have {
			known = append(known, l.Hash)
		}
		return have
	})
	for i, b := range bodies {
		if !b.open || b.entry.Author != v.me || b.proof.By(mine) != nil {
			continue
		}
		l := app.Late{Hash: hex.EncodeToString(rows[i].Hash)}
		if v.holdsEntry(b.entry.ID) {
			known = append(known, l.Hash)
			continue
		}
		if l.Draft, err = v.draftOf(ctx, b.entry); err != nil {
			return nil, fmt.Errorf("vault: late: entry %s: %w", b.entry.ID, err)
		}
		out = append(out, l)
	}
	return out, v.Merged(known)
}

// draftOf makes a draft of an entry that is to be recorded anew.
func (v *Vault) draftOf(ctx context.Context, e entry.Entry) (entry.Draft, error) {
	d := entry.Draft{ID: e.ID, Kind: e.Kind, Item: e.Item, Compartment: e.Compartment, Done: e.Done, Facts: e.Facts}
	for _, c := range e.Contents {
		b, err := v.Content(ctx, c)
		if err != nil {
			return entry.Draft{}, err
		}
		d.Pieces = append(d.Pieces, entry.Piece{ID: c.ID, Role: c.Role, Body: b})
	}
	return d, nil
}

func (v *Vault) holdsEntry(id entry.ID) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	_, ok := v.seen.find(seenID(id))
	return ok
}

// Merged forgets acts of Late: they are recorded in the journal.
func (v *Vault) Merged(hashes []string) error {
	var raw [][]byte
	for _, h := range hashes {
		if b, err := hex.DecodeString(h); err == nil {
			raw = append(raw, b)
		}
	}
	if err := errors.Join(v.store.Forget(raw), v.dropApart(raw)); err != nil {
		return fmt.Errorf("vault: merged: %w", said(err))
	}
	return nil
}
