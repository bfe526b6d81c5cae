package app

import (
	"context"
	"fmt"
	"strings"

	"corridor/app/entry"
	"corridor/app/intake"
)

// columnsPad is the pad entry under which a member's mappings of call-record
// columns lie, sealed, all originators in one.
const columnsPad = "columns"

// mapped is a mapping as it was last used for an originator's tables of one
// shape.
type mapped struct {
	Originator string         `json:"originator"`
	Header     []string       `json:"header"`
	Columns    intake.Columns `json:"columns"`
}

// maxMapped bounds what is remembered; the oldest goes first.
const maxMapped = 200

// Columns gives the mapping for an originator's table with such a header: the
// one that this member used last, or a guess from the names of the columns.
func (d *Desk) Columns(ctx context.Context, originator string, header []string) (c intake.Columns, remembered bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	list, err := d.mappings(ctx)
	if err != nil {
		return nil, false, err
	}
	for _, m := range list {
		if m.is(originator, header) {
			return m.Columns, true, nil
		}
	}
	return intake.GuessColumns(header), false, nil
}

// RememberColumns keeps a mapping that the officer has settled. It is a
// convenience of this member's, sealed like text being typed, and no record.
func (d *Desk) RememberColumns(ctx context.Context, originator string, header []string, c intake.Columns) error {
	if err := c.Check(len(header)); err != nil {
		return refuse("columns", "A column cannot stand for two things, and the table has to have it.", "columns")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	list, err := d.mappings(ctx)
	if err != nil {
		return err
	}
	kept := []mapped{{strings.TrimSpace(originator), header, c}}
	for _, m := range list {
		if !m.is(originator, header) && len(kept) < maxMapped {
			kept = append(kept, m)
		}
	}
	b, err := entry.Encode(kept)
	if err != nil {
		return err
	}
	return d.Vault.PutPad(ctx, columnsPad, b)
}

func (d *Desk) mappings(ctx context.Context) ([]mapped, error) {
	b, err := d.Vault.GetPad(ctx, columnsPad)
	if err != nil || b == nil {
		return nil, err
	}
	list, err := entry.Decode[[]mapped](b)
	if err != nil {
		return nil, fmt.Errorf("app: columns: %w", err)
	}
	return list, nil
}

// is says whether a mapping is for this originator and a table of this shape.
func (m mapped) is(originator string, header []string) bool {
	if !strings.EqualFold(strings.TrimSpace(originator), m.Originator) || len(header) != len(m.Header) {
		return false
	}
	for i := range header {
		if !strings.EqualFold(strings.TrimSpace(header[i]), strings.TrimSpace(m.Header[i])) {
			return false
		}
	}
	return true
}
