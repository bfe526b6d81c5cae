package app

import (
	"context"

	"corridor/app/entry"
	"corridor/app/intel"
)

// ExportReach gives the report of what a person could read, as render writes
// it, encrypted to a recipient whose fingerprint was confirmed. It is
// journalled, with the number of products named, before the bytes are handed
// out. render is called once, on the caller's goroutine, and must not call the
// desk.
func (d *Desk) ExportReach(ctx context.Context, p entry.Person, to entry.ID, render func(ReachView) []byte) ([]byte, error) {
	v, err := d.Reach(ctx, p)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	rc, ok := d.st.Recipients.Get(to)
	if !ok || rc.ConfirmedBy == "" {
		return nil, refuse("recipient", "Choose a recipient whose fingerprint was confirmed by voice.", "recipient")
	}
	sealed, err := d.Vault.EncryptTo([][]byte{rc.Certificate}, "", render(v))
	if err != nil {
		return nil, err
	}
	named := 0
	for _, c := range v.Compartments {
		named += len(c.Items)
	}
	err = d.append(ctx, entry.Draft{Kind: entry.JournalExported, Facts: intel.Exported{Entries: named, To: rc.Fingerprint}})
	if err != nil {
		return nil, err
	}
	return sealed, nil
}
