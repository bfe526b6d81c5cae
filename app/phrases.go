package app

import (
	"context"
	"errors"
	"fmt"

	"corridor/app/entry"
	"corridor/app/sanitise"
)

// phrasesPad is the pad entry under which a member's own phrases lie, sealed.
const phrasesPad = "phrases"

// Phrases gives the agreed forms of words that this member works with: their
// own list, or the standard one while they have none.
func (d *Desk) Phrases(ctx context.Context) (sanitise.Phrases, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	b, err := d.Vault.GetPad(ctx, phrasesPad)
	if err != nil {
		return nil, err
	}
	if len(b) == 0 {
		return sanitise.StandardPhrases(), nil
	}
	list, err := entry.Decode[[]sanitise.Phrase](b)
	if err != nil {
		return nil, fmt.Errorf("app: phrases: %w", err)
	}
	return sanitise.NewPhrases(list)
}

// KeepPhrases keeps a list of phrases in place of the one before; an empty one
// brings the standard list back. It is a convenience of this member's, sealed
// like text being typed, and no record. A phrase that a check would stop in any
// draft is refused.
func (d *Desk) KeepPhrases(ctx context.Context, list []sanitise.Phrase) error {
	ps, err := sanitise.NewPhrases(list)
	if errors.Is(err, sanitise.ErrPhrase) {
		return refuse("phrases", "A phrase needs a short form of its own, of letters and digits, and words that a check would not stop.", "draft")
	}
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(ps) == 0 {
		return d.Vault.DropPad(ctx, phrasesPad)
	}
	b, err := entry.Encode([]sanitise.Phrase(ps))
	if err != nil {
		return err
	}
	return d.Vault.PutPad(ctx, phrasesPad, b)
}
