package app

import (
	"context"
	"slices"
	"strings"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/sanitise"
	"corridor/app/state"
)

// DenyInput is a term that may leave by no route.
type DenyInput struct {
	Item  entry.ID // the product that it was met in
	Scope string   // intel.ScopeItem, ScopeSource or ScopeCompartment: how far it is denied
	Kind  string   // "name", "alias", "number", "operation" …
	Term  string
}

// DenyView is a term on a deny list.
type DenyView struct {
	Listed entry.ID // names it, for ProposeUndeny
	Scope  string
	Kind   string
	Term   string
	By     string

	Waiting entry.ID // the proposal to take it off that waits for a second officer, or ""
}

// Deny puts a term on the deny list of a product.
func (d *Desk) Deny(ctx context.Context, id entry.ID, kind, term string) error {
	return d.DenyTo(ctx, DenyInput{Item: id, Kind: kind, Term: term})
}

// DenyTo puts a term on the deny list of a product, of the source that it came
// from, or of its whole compartment. One officer does; two take it off.
func (d *Desk) DenyTo(ctx context.Context, in DenyInput) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(in.Item)
	if err != nil {
		return err
	}
	if strings.TrimSpace(in.Term) == "" || !slices.Contains(intel.Scopes(), in.Scope) {
		return ErrInput
	}
	e := entry.Draft{Kind: entry.DenyListed, Compartment: it.Compartment, Facts: intel.Denied{Kind: in.Kind, Scope: in.Scope}, Pieces: words(intel.RoleWords, in.Term)}
	switch in.Scope {
	case intel.ScopeItem:
		e.Item = in.Item
	case intel.ScopeSource:
		source, err := d.source(ctx, it)
		if err != nil {
			return err
		}
		if source == "" {
			return refuse("source", "The receipt names no source. Deny the term to this product, or to the compartment.", "draft")
		}
		e.Pieces = append(e.Pieces, entry.Piece{Role: intel.RoleSource, Body: []byte(source)})
	}
	return d.append(ctx, e)
}

// source is the receipt's source reference in one spelling; "" if it has none.
func (d *Desk) source(ctx context.Context, it *state.Item) (string, error) {
	rc, err := content[intel.Receipt](ctx, d.Vault, it.Entry, intel.RoleReceipt)
	return strings.ToLower(strings.Join(strings.Fields(rc.SourceRef), " ")), err
}

// Denied lists the terms that officers put on the lists which a report from
// this product has to keep to. The product must be open.
func (d *Desk) Denied(ctx context.Context, id entry.ID) ([]DenyView, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.openedItem(id)
	if err != nil {
		return nil, err
	}
	return d.denied(ctx, it)
}

func (d *Desk) denied(ctx context.Context, it *state.Item) ([]DenyView, error) {
	var out []DenyView
	waiting := d.undenied()
	source := ""
	for _, e := range append(slices.Clip(d.st.Denied[it.Compartment]), it.Deny...) {
		f, err := entry.FactsOf[intel.Denied](e)
		if err != nil {
			return nil, err
		}
		if f.Scope == intel.ScopeSource {
			if source == "" {
				if source, err = d.source(ctx, it); err != nil {
					return nil, err
				}
			}
			of, err := d.exact(ctx, e, intel.RoleSource)
			if err != nil {
				return nil, err
			}
			if of != source {
				continue
			}
		}
		term, err := d.exact(ctx, e, intel.RoleWords)
		if err != nil {
			return nil, err // a list that cannot be read in full is no list
		}
		out = append(out, DenyView{Listed: e.ID, Scope: f.Scope, Kind: f.Kind, Term: term, By: d.name(e.Author), Waiting: waiting[e.ID]})
	}
	return out, nil
}

// undenied finds the proposals to take terms off, by the term's entry.
func (d *Desk) undenied() map[entry.ID]entry.ID {
	out := map[entry.ID]entry.ID{}
	for _, p := range d.st.Roster.Proposals() {
		if f, err := entry.FactsOf[intel.Lifted](entry.Entry{Kind: p.Kind, Facts: p.Facts}); err == nil && p.Kind == entry.DenyLifted {
			out[f.Listed] = p.ID
		}
	}
	return out
}

// exact opens a piece of plain text that nothing can do without, once in a
// session: a draft is held against the deny lists as it is typed.
func (d *Desk) exact(ctx context.Context, e entry.Entry, role string) (string, error) {
	c, ok := e.Piece(role)
	if !ok {
		return "", ErrGone
	}
	if term, ok := d.terms[c.ID]; ok {
		return term, nil
	}
	b, err := d.Vault.Content(ctx, c)
	if err == nil {
		d.terms[c.ID] = string(b)
	}
	return string(b), err
}

// denyList is every term that may not leave with a report from this item: what
// the receipt says of the origin, and what officers put on the lists of the
// item, of its source and of its compartment (domain rule H15).
func (d *Desk) denyList(ctx context.Context, it *state.Item) ([]sanitise.Term, error) {
	rc, err := content[intel.Receipt](ctx, d.Vault, it.Entry, intel.RoleReceipt)
	if err != nil {
		return nil, err
	}
	var out []sanitise.Term
	add := func(kind, text string) {
		if text = strings.TrimSpace(text); text != "" {
			out = append(out, sanitise.Term{Text: text, Kind: kind})
		}
	}
	add("ref", it.Received.Ref)
	add("originator", rc.Originator)
	add("ref", rc.OriginatorRef)
	add("ref", rc.SourceRef)
	terms, err := d.denied(ctx, it)
	for _, t := range terms {
		add(t.Kind, t.Term)
	}
	return out, err
}

// ProposeUndeny is the first half of taking a term off a deny list. Another
// officer confirms it by Second; one of the two is a supervisor.
func (d *Desk) ProposeUndeny(ctx context.Context, id, listed entry.ID, reason string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(id)
	if err != nil {
		return err
	}
	item := entry.ID("")
	is := func(e entry.Entry) bool { return e.ID == listed }
	switch {
	case slices.ContainsFunc(it.Deny, is):
		item = id
	case !slices.ContainsFunc(d.st.Denied[it.Compartment], is):
		return ErrNoItem
	}
	_, err = d.propose(ctx, entry.DenyLifted, item, it.Compartment, intel.Lifted{Listed: listed}, reason)
	return err
}
