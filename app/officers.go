package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/keeping"
	"corridor/app/roster"
	"corridor/app/tune"
)

// ProposalView is an act that waits for its second officer.
type ProposalView struct {
	ID    entry.ID
	Seq   uint64 // its place: Desk.Reasons opens why it was proposed
	Kind  entry.Kind
	Item  entry.ID // "" when it is not about a product
	Ref   string
	About string // whom or what it is about, in neutral words
	By    string
	At    time.Time
	Mine  bool // this officer proposed it, and so cannot confirm it
}

// Proposals lists the acts that wait for a second officer in the compartments
// that are open, oldest first.
func (d *Desk) Proposals() []ProposalView {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []ProposalView
	for _, p := range d.st.Roster.Proposals() {
		out = append(out, d.proposalView(p))
	}
	return out
}

// toSecond counts what others proposed and this officer could carry out.
func (d *Desk) toSecond() int {
	n := 0
	for _, p := range d.st.Roster.Proposals() {
		if p.By != d.Vault.Me() {
			n++
		}
	}
	return n
}

func (d *Desk) proposalView(p roster.Proposal) ProposalView {
	v := ProposalView{ID: p.ID, Seq: p.Seq, Kind: p.Kind, Item: p.Item, By: d.name(p.By), At: p.At, Mine: p.By == d.Vault.Me(), About: d.about(p)}
	if it, ok := d.st.Item(p.Item); ok {
		v.Ref = it.Received.Ref
	}
	return v
}

// about says in neutral words what a proposal would do.
func (d *Desk) about(p roster.Proposal) string {
	e := entry.Entry{Kind: p.Kind, Facts: p.Facts}
	switch p.Kind {
	case entry.PersonLeft:
		f, _ := entry.FactsOf[roster.Left](e)
		if f.Compromised {
			return fmt.Sprintf("%s; their keys are not believed after entry %d", d.name(f.Person), f.LastTrusted)
		}
		return d.name(f.Person)
	case entry.ContentDestroyed:
		f, _ := entry.FactsOf[keeping.Destroyed](e)
		return fmt.Sprintf("%d pieces of content", len(f.Contents))
	case entry.VaultRestored:
		f, _ := entry.FactsOf[keeping.Restored](e)
		if f.Lost == 0 {
			return fmt.Sprintf("the journal went on after entry %d; how much was lost is not known", f.Ended)
		}
		return fmt.Sprintf("entries %d to %d were lost", f.Ended+1, f.Lost)
	case entry.DenyLifted:
		if p.Item == "" {
			return "a term of the compartment or of a source; the deny list of any product there shows which"
		}
		return "a term of the product; its deny list shows which"
	case entry.TermDropped:
		return "a term of the unit's; the Risk terms tab shows which"
	case entry.RuleOff:
		f, _ := entry.FactsOf[tune.Switched](e)
		return "the rule " + f.Rule
	case entry.RecoverySet:
		f, _ := entry.FactsOf[roster.RecoverySet](e)
		return "code " + d.Vault.CodeOf(memberKey(f.Keys).Fingerprint)
	}
	return ""
}

func memberKey(ks []roster.Key) roster.Key {
	for _, k := range ks {
		if k.Purpose == roster.PurposeMember {
			return k
		}
	}
	return roster.Key{}
}

// propose is the first officer's half of an act that takes two.
func (d *Desk) propose(ctx context.Context, kind entry.Kind, item, compartment entry.ID, facts any, reason string) (entry.ID, error) {
	if !filled(reason) {
		return "", refuse("reason", "Say why, in words that the second officer can judge.", "unit")
	}
	b, err := entry.Encode(facts)
	if err != nil {
		return "", err
	}
	id := d.NewID()
	return id, d.append(ctx, entry.Draft{ID: id, Kind: entry.ActProposed, Item: item, Compartment: compartment,
		Facts: roster.Proposed{Kind: kind, Facts: b}, Pieces: words(intel.RoleReason, reason)})
}

func (d *Desk) proposal(id entry.ID) (roster.Proposal, error) {
	ps := d.st.Roster.Proposals()
	i := slices.IndexFunc(ps, func(p roster.Proposal) bool { return p.ID == id })
	if i < 0 {
		return roster.Proposal{}, ErrNoItem
	}
	return ps[i], nil
}

// Second carries out what another officer proposed: it is this officer's own
// act, with the same facts to the byte, and asks for their passphrase again.
// What belongs to it happens with it: a removal makes new keys for those who
// stay, in the same transaction; a destruction is carried out at once.
func (d *Desk) Second(ctx context.Context, id entry.ID, passphrase []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.Vault.Confirm(passphrase); err != nil {
		return err
	}
	if err := d.load(ctx); err != nil {
		return err
	}
	p, err := d.proposal(id)
	if err != nil {
		return err
	}
	if p.By == d.Vault.Me() {
		return refuse(roster.CodeSamePerson, "You proposed this. A second officer confirms it.", "unit")
	}
	more, err := d.besides(p)
	if err != nil {
		return err
	}
	why, err := d.whyProposed(ctx, p)
	if err != nil {
		return err
	}
	act := entry.Draft{Kind: p.Kind, Item: p.Item, Compartment: p.Compartment, Facts: p.Facts, Pieces: words(intel.RoleReason, why)}
	if err := d.append(ctx, append([]entry.Draft{act}, more...)...); err != nil {
		return err
	}
	if p.Kind == entry.ContentDestroyed {
		return d.carryOut(ctx, p.Item)
	}
	return nil
}

// whyProposed is the reason of a proposal: the second officer's entry carries it
// too, so that the act says why by itself.
func (d *Desk) whyProposed(ctx context.Context, p roster.Proposal) (string, error) {
	rs, err := d.Vault.Records(ctx, []uint64{p.Seq})
	if err != nil {
		return "", err
	}
	if len(rs) != 1 || rs[0].Entry.ID != p.ID {
		return "", ErrNoItem
	}
	c, _ := rs[0].Entry.Piece(intel.RoleReason)
	b, err := d.Vault.Content(ctx, c)
	return string(b), err
}

// besides makes the entries that go with a proposal's act.
func (d *Desk) besides(p roster.Proposal) ([]entry.Draft, error) {
	e := entry.Entry{Kind: p.Kind, Facts: p.Facts}
	switch p.Kind {
	case entry.PersonLeft:
		f, err := entry.FactsOf[roster.Left](e)
		if err != nil {
			return nil, err
		}
		return d.keysWithout(f.Person)
	case entry.RecoverySet:
		f, err := entry.FactsOf[roster.RecoverySet](e)
		if err != nil {
			return nil, err
		}
		return d.recoveryGrants(roster.Member{Person: roster.Recovery, Keys: f.Keys})
	case entry.ContentDestroyed:
		return nil, d.destructible(p.Item, e)
	}
	return nil, nil
}

// Withdraw takes a proposal back: whoever made it, or a supervisor.
func (d *Desk) Withdraw(ctx context.Context, id entry.ID, reason string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, err := d.proposal(id)
	if err != nil {
		return err
	}
	if !filled(reason) {
		return refuse("reason", "Say why it is withdrawn.", "unit")
	}
	return d.append(ctx, entry.Draft{Kind: entry.ActWithdrawn, Item: p.Item, Compartment: p.Compartment,
		Facts: roster.Withdrawn{Proposal: id}, Pieces: words(intel.RoleReason, reason)})
}
