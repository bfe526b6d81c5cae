package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"corridor/app/entry"
	"corridor/app/keeping"
	"corridor/app/release"
	"corridor/app/state"
)

// DestroyedView says that an item's content is gone, and where it may still be.
type DestroyedView struct {
	At      time.Time
	By      string // who carried it out; whoever proposed it stands in the journal
	Pieces  int
	Backups []BackupView // that still hold it, until they expire and are destroyed
}

// ProposeDestruction is the first half of destroying the content of an item
// and of all that was derived from it. Another officer carries it out by
// Second; one of the two is a supervisor. Facts stay: who did what and when.
// What forbids destruction now is said as a refusal (domain rule H20).
func (d *Desk) ProposeDestruction(ctx context.Context, item entry.ID, reason string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return err
	}
	it, err := d.item(item)
	if err != nil {
		return err
	}
	if err := held(it); err != nil {
		return err
	}
	_, err = d.propose(ctx, entry.ContentDestroyed, item, it.Compartment, keeping.Destroyed{Contents: it.Pieces()}, reason)
	return err
}

// held refuses the destruction of what must be kept for now.
func held(it *state.Item) error {
	if it.Destroyed != nil {
		return refuse("destroyed", "Its content has been destroyed already.", "unit")
	}
	why := map[string]string{
		"threat_open":        "A threat to life is open on it. Close the threat first.",
		"emergency_unsigned": "An emergency release of it waits for its sign-off.",
		"release_in_hand":    "A release of it is submitted or approved. Send, return or refuse it first.",
		"exculpatory":        "It may help somebody who is accused: the prosecutor says when it can go.",
		"legal_privilege":    "It may be legally privileged: take legal advice, and have the question settled.",
		"journalistic":       "It may be journalistic: take legal advice, and have the question settled.",
		"newer_kind":         "A newer version of this program recorded something about it that this one cannot read.",
	}
	var rs []release.Reason
	for _, h := range it.Holds() {
		rs = append(rs, release.Reason{Code: h, Words: why[h], Field: "unit"})
	}
	if len(rs) > 0 {
		return &RefusedError{Reasons: rs}
	}
	return nil
}

// destructible asks again what was asked of the proposal, and whether it still
// names all that there is.
func (d *Desk) destructible(item entry.ID, e entry.Entry) error {
	it, err := d.item(item)
	if err != nil {
		return err
	}
	if err := held(it); err != nil {
		return err
	}
	f, err := entry.FactsOf[keeping.Destroyed](e)
	if err != nil {
		return err
	}
	if !slices.Equal(f.Contents, it.Pieces()) {
		return refuse("changed", "Something was added to the item since this was proposed. Withdraw it, look again, and propose it anew.", "unit")
	}
	return nil
}

// carryOut destroys what two officers ordered, and forgets it here. It can be
// repeated: a desk that was cut off after the order finishes it.
func (d *Desk) carryOut(ctx context.Context, item entry.ID) error {
	it, err := d.item(item)
	if err != nil || it.Destroyed == nil {
		return err
	}
	if err := d.Vault.Destroy(ctx, it.Destroyed.Facts.Contents...); err != nil {
		return fmt.Errorf("app: destroy content of %s: %w", item, err)
	}
	return d.forget(ctx, item)
}

// forget takes the words of an item out of what this desk holds in memory and
// out of the pad.
func (d *Desk) forget(ctx context.Context, item entry.ID) error {
	if err := d.unlearn(item); err != nil {
		return err
	}
	return d.Vault.DropPad(ctx, string(item))
}

// ordered reports whether two officers ordered the destruction of a piece of
// content that an entry about an item names.
func (d *Desk) ordered(item, piece entry.ID) bool {
	it, ok := d.st.Item(item)
	if !ok || it.Destroyed == nil {
		return false
	}
	_, found := slices.BinarySearch(it.Destroyed.Facts.Contents, piece)
	return found
}

func (d *Desk) destroyedView(ctx context.Context, it *state.Item) *DestroyedView {
	if it.Destroyed == nil {
		return nil
	}
	e := it.Destroyed.Entry
	v := &DestroyedView{At: e.Done, By: d.name(e.Author), Pieces: len(it.Destroyed.Facts.Contents)}
	for _, b := range d.st.Keeping.Standing(d.Now()) {
		if b.Facts.Seq >= it.Entry.Seq && b.Facts.Seq < e.Seq {
			v.Backups = append(v.Backups, d.backupView(ctx, b))
		}
	}
	return v
}
