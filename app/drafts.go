package app

import (
	"context"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/sanitise"
	"corridor/app/state"
)

// DraftVersion is one saved version of a draft: when, by whom and what for. It
// holds no text.
type DraftVersion struct {
	Version   int // from 1
	Entry     entry.ID
	By        string
	At        time.Time
	Why       string   // intel.Saved.Why
	Submitted []string // references of the releases that it was submitted as
}

// Drafts lists the saved versions of an item's draft, oldest first.
func (d *Desk) Drafts(_ context.Context, id entry.ID) ([]DraftVersion, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(id)
	if err != nil {
		return nil, err
	}
	var out []DraftVersion
	for _, s := range it.Drafts {
		v := DraftVersion{Version: s.Facts.Version, Entry: s.Entry.ID, By: d.name(s.Entry.Author), At: s.Entry.Done, Why: s.Facts.Why}
		for _, r := range it.Releases {
			if r.Submitted.Draft == s.Entry.ID {
				v.Submitted = append(v.Submitted, r.Submitted.Ref)
			}
		}
		out = append(out, v)
	}
	return out, nil
}

// OpenDraft records the view of one saved version and gives its text.
func (d *Desk) OpenDraft(ctx context.Context, id entry.ID, version int) (intel.DraftText, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(id)
	if err != nil {
		return intel.DraftText{}, err
	}
	if version < 1 || version > len(it.Drafts) {
		return intel.DraftText{}, ErrNoItem
	}
	e := it.Drafts[version-1].Entry
	if err := d.append(ctx, entry.Draft{Kind: entry.ProductViewed, Item: id, Facts: intel.Viewed{What: intel.ViewDraft, Of: e.ID}}); err != nil {
		return intel.DraftText{}, err
	}
	return content[intel.DraftText](ctx, d.Vault, e, intel.RoleDraft)
}

// StartDraft makes a first draft from the source by the proposals of a check,
// step by step; each can be taken back. Nothing is kept of it. The item must be
// open.
func (d *Desk) StartDraft(ctx context.Context, id entry.ID) (sanitise.Start, error) {
	in, err := d.startFrom(ctx, id)
	if err != nil {
		return sanitise.Start{}, err
	}
	return sanitise.StartFrom(in), nil // the desk is free meanwhile
}

func (d *Desk) startFrom(ctx context.Context, id entry.ID) (sanitise.Input, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.openedItem(id)
	if err != nil {
		return sanitise.Input{}, err
	}
	return d.against(ctx, it)
}

// reading is what the checks of one item's drafts are held against, read once: a
// draft is checked again with every pause of whoever writes it.
type reading struct {
	item   entry.ID
	source string
	read   *sanitise.Source
	seq    uint64 // place up to which releases were looked for
	sent   int    // releases that told is of
	told   *sanitise.Told
}

// against is everything that a text from this item is checked against.
func (d *Desk) against(ctx context.Context, it *state.Item) (sanitise.Input, error) {
	r := &d.draft
	if r.item != it.ID || it.Destroyed != nil {
		*r = reading{}
		source, err := d.sourceText(ctx, it)
		if err != nil {
			return sanitise.Input{}, err
		}
		*r = reading{item: it.ID, source: source, read: sanitise.ReadSource(source)}
	}
	if r.seq != d.st.Seq {
		earlier, err := d.earlier(ctx, it, r.read)
		if err != nil {
			return sanitise.Input{}, err
		}
		if len(earlier) != r.sent {
			r.sent, r.told = len(earlier), sanitise.ReadEarlier(earlier)
		}
		r.seq = d.st.Seq
	}
	deny, err := d.denyList(ctx, it)
	return sanitise.Input{Source: r.source, Read: r.read, Deny: deny, Told: r.told, WordRun: d.st.Settings.Int("sanitise.word_run")}, err
}
