package app

import (
	"context"
	"slices"
	"strings"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/sanitise"
	"corridor/app/state"
)

// earlier is what already left that a draft of this item adds to: everything
// released of the item itself, of items linked to it or about the same subject,
// and of others to the same organisations, where it names somebody or something
// that this source names too. Only what this officer has open counts. Reports of
// other items are looked into here, so those views are journalled before anything
// of them is shown, once in a session.
func (d *Desk) earlier(ctx context.Context, it *state.Item, source *sanitise.Source) ([]sanitise.Earlier, error) {
	var out []sanitise.Earlier
	var views []entry.Draft
	subject, to := d.subjectOf(ctx, it), d.organisations(it)
	for _, other := range d.disseminated() {
		for _, r := range other.Releases {
			if r.Sent == nil {
				continue
			}
			e := sanitise.Earlier{Release: r.Submitted.Ref, When: r.Sent.Entry.Done, Text: d.text(ctx, r.Entry, release.RoleReport)}
			if other != it {
				akin := linked(it, other) || subject != "" && subject == d.subjectOf(ctx, other)
				if !akin && !(d.wentTo(r, to) && source.Shares(e.Text)) {
					continue
				}
				if !d.summed[r.Entry.ID] {
					views = append(views, entry.Draft{Kind: entry.ProductViewed, Item: other.ID, Facts: intel.Viewed{What: intel.ViewReport, Of: r.Entry.ID}})
				}
			}
			out = append(out, e)
		}
	}
	if len(views) == 0 {
		return out, nil
	}
	if err := d.append(ctx, views...); err != nil {
		return nil, err
	}
	for _, v := range views {
		d.summed[v.Facts.(intel.Viewed).Of] = true
	}
	return out, nil
}

// subjectOf is the person that an item's receipt says it concerns, folded.
func (d *Desk) subjectOf(ctx context.Context, it *state.Item) string {
	r, err := content[intel.Receipt](ctx, d.Vault, it.Entry, intel.RoleReceipt)
	if err != nil {
		return ""
	}
	return strings.ToLower(strings.Join(strings.Fields(r.Subject), " "))
}

func linked(a, b *state.Item) bool {
	return slices.ContainsFunc(a.Links, func(l intel.Linked) bool { return l.To == b.ID }) ||
		slices.ContainsFunc(b.Links, func(l intel.Linked) bool { return l.To == a.ID })
}

// organisations are those to which anything of an item went or is meant to go. A
// recipient without one stands for itself.
func (d *Desk) organisations(it *state.Item) map[string]bool {
	out := map[string]bool{}
	for _, r := range it.Releases {
		for _, id := range r.Submitted.Recipients {
			out[d.organisation(id)] = true
		}
	}
	return out
}

func (d *Desk) organisation(id entry.ID) string {
	if o := strings.ToLower(strings.TrimSpace(d.who[id].Organisation)); o != "" {
		return o
	}
	return string(id)
}

// wentTo reports whether a release went to one of the organisations; to any, as
// long as none is known yet.
func (d *Desk) wentTo(r *state.Release, to map[string]bool) bool {
	return len(to) == 0 || slices.ContainsFunc(r.Submitted.Recipients, func(id entry.ID) bool { return to[d.organisation(id)] })
}
