package app

import (
	"context"
	"errors"

	"corridor/app/entry"
	"corridor/app/intel"
)

// Filing is a receipt that stands for several files. It is an Incoming without
// the file and without any passphrase, which is never kept.
type Filing struct {
	Compartment  entry.ID         `json:"compartment"`
	SourceType   intel.SourceType `json:"source_type"`
	Tier         intel.Tier       `json:"tier"`
	Intelligence string           `json:"intelligence"`
	Receipt      intel.Receipt    `json:"receipt"`
}

// Filing is what of a receipt stands for other files too.
func (in Incoming) Filing() Filing {
	return Filing{in.Compartment, in.SourceType, in.Tier, in.Intelligence, in.Receipt}
}

// Incoming is the receipt of a file that is filed so; its name and bytes are
// still to come.
func (f Filing) Incoming() Incoming {
	return Incoming{Compartment: f.Compartment, SourceType: f.SourceType, Tier: f.Tier, Intelligence: f.Intelligence, Receipt: f.Receipt}
}

// Watched is what an officer settled for the folder that this workstation
// watches: the receipt of what lands in it, and what was dealt with. Which
// folder that is, is no secret and no act: the workstation keeps it.
type Watched struct {
	Folder string   `json:"folder"`
	Form   Filing   `json:"form"`
	Dealt  []string `json:"dealt"` // folder.Watch.Dealt
}

// Pads that hold, sealed to the officer, what is no record.
const (
	watchPad = "watch"
	batchPad = "batch"
)

// KeepWatched seals what this officer settled for the watched folder; the zero
// Watched drops it. It is no act: what lands in the folder is journalled as it
// is received.
func (d *Desk) KeepWatched(ctx context.Context, w Watched) error {
	if w.Folder == "" {
		return d.Vault.DropPad(ctx, watchPad)
	}
	return d.putPad(ctx, watchPad, w)
}

// WatchedFolder gives back what KeepWatched sealed for a folder; ok is false
// where this officer settled nothing for it.
func (d *Desk) WatchedFolder(ctx context.Context, folder string) (w Watched, ok bool, err error) {
	ok, err = getPad(ctx, d.Vault, watchPad, &w)
	return w, ok && w.Folder == folder, err
}

func (d *Desk) putPad(ctx context.Context, name string, v any) error {
	b, err := entry.Encode(v)
	if err != nil {
		return err
	}
	return d.Vault.PutPad(ctx, name, b)
}

// getPad reads what putPad sealed. What another version sealed in another form
// counts as nothing: a pad is no record.
func getPad[T any](ctx context.Context, p Pad, name string, v *T) (bool, error) {
	b, err := p.GetPad(ctx, name)
	if err != nil || len(b) == 0 {
		return false, err
	}
	got, err := entry.Decode[T](b)
	if errors.Is(err, entry.ErrStrict) {
		return false, nil
	}
	*v = got
	return err == nil, err
}
