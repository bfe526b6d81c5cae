package main

import (
	"flag"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/cmd/internal/station"
)

// proposalLine is an act that waits for its second officer.
type proposalLine struct {
	Proposal string     `json:"proposal"`
	Kind     entry.Kind `json:"kind"`
	Ref      string     `json:"ref,omitempty"`
	About    string     `json:"about,omitempty"`
	By       string     `json:"by"`
	At       time.Time  `json:"at"`
	Mine     bool       `json:"mine"`
	Why      string     `json:"why,omitempty"`
}

// proposals lists what waits for a second officer, with the reason: a view of
// the reasons is journalled first.
func proposals(c *call, d *app.Desk, _ *flag.FlagSet) error {
	ps := d.Proposals()
	var seqs []uint64
	for _, p := range ps {
		seqs = append(seqs, p.Seq)
	}
	why, err := d.Reasons(c.ctx, seqs...)
	if err != nil {
		return err
	}
	for _, p := range ps {
		if err := c.out.Encode(proposalLine{string(p.ID), p.Kind, p.Ref, p.About, p.By, p.At, p.Mine, why[p.Seq]}); err != nil {
			return err
		}
	}
	return nil
}

// proposal finds the act that a command names; @last is the latest.
func (c *call) proposal(d *app.Desk) (entry.ID, error) {
	name, err := c.arg(0, "the proposal, as `proposals` lists it, or @last")
	if err != nil {
		return "", err
	}
	ps := d.Proposals()
	if name == "@last" && len(ps) > 0 {
		return ps[len(ps)-1].ID, nil
	}
	return entry.ID(name), nil
}

func second(c *call, d *app.Desk, _ *flag.FlagSet) error {
	id, err := c.proposal(d)
	if err != nil {
		return err
	}
	return c.withPassphrase(func(pass []byte) error { return d.Second(c.ctx, id, pass) })
}

func withdraw(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.proposal(d)
	if err != nil {
		return err
	}
	return d.Withdraw(c.ctx, id, get(f, "reason"))
}

func removeFlags(f *flag.FlagSet) {
	str("reason: that the second officer can judge")(f)
	f.Uint64("compromised-after", 0, "the last entry that is surely theirs: nothing they signed after it is believed")
}

func remove(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.arg(0, "the person's id")
	if err != nil {
		return err
	}
	last, _ := f.Lookup("compromised-after").Value.(flag.Getter).Get().(uint64)
	return d.ProposeRemoval(c.ctx, app.RemovalInput{Person: person(id), Compromised: last > 0, LastTrusted: last, Reason: get(f, "reason")})
}

func leave(c *call, d *app.Desk, f *flag.FlagSet) error {
	return c.withPassphrase(func(pass []byte) error { return d.LeaveUnit(c.ctx, get(f, "reason"), pass) })
}

func reach(c *call, d *app.Desk, _ *flag.FlagSet) error {
	id, err := c.arg(0, "the person's id")
	if err != nil {
		return err
	}
	r, err := d.Reach(c.ctx, person(id))
	if err != nil {
		return err
	}
	return c.out.Encode(r)
}

// rekey makes a new key for one compartment, or whatever is owed in all that
// are open.
func rekey(c *call, d *app.Desk, f *flag.FlagSet) error {
	if len(c.args) == 0 {
		owing, err := d.SettleKeys(c.ctx)
		if err != nil {
			return err
		}
		return c.out.Encode(struct {
			Owing []string `json:"owing"`
		}{append([]string{}, owing...)})
	}
	for _, k := range d.Unit().Compartments {
		if !k.Open || !strings.EqualFold(k.Label, c.args[0]) {
			continue
		}
		var join []entry.Person
		for _, p := range strings.FieldsFunc(get(f, "join"), func(r rune) bool { return r == ',' || r == ' ' }) {
			join = append(join, person(p))
		}
		return d.Rekey(c.ctx, k.ID, join...)
	}
	return app.ErrNoItem
}

// renew replaces the keys of a member who lost theirs.
func renew(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.arg(0, "the person's id")
	if err != nil {
		return err
	}
	pass, err := firstLine(get(f, "new-passphrase-file"))
	if err != nil {
		return err
	}
	defer clear(pass)
	st, err := station.New(c.common.keys)
	if err != nil {
		return err
	}
	if person(id) == d.Me().Person {
		return errUse("name another member: nobody replaces the keys that they are at work with")
	}
	keys, err := st.ReplaceKeys(c.ctx, d, person(id), pass)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.Purpose == roster.PurposeMember {
			return c.out.Encode(struct {
				Person string `json:"person"`
				Code   string `json:"code"`
			}{id, d.Vault.CodeOf(k.Fingerprint)})
		}
	}
	return nil
}

func destroy(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.item(d)
	if err != nil {
		return err
	}
	return d.ProposeDestruction(c.ctx, id, get(f, "reason"))
}

func due(c *call, d *app.Desk, _ *flag.FlagSet) error {
	for _, v := range d.Due(c.ctx) {
		err := c.out.Encode(struct {
			What   string `json:"what"`
			Whose  string `json:"whose"`
			Until  string `json:"until"`
			Lapsed bool   `json:"lapsed"`
		}{v.What, v.Whose, v.Until.Format("2006-01-02"), v.Lapsed})
		if err != nil {
			return err
		}
	}
	return nil
}

func denyFlags(f *flag.FlagSet) {
	str("for: product (default), source or compartment", "kind: name, alias, number, operation, ref or word")(f)
}

func undenyFlags(f *flag.FlagSet) {
	str("for: product, source or compartment, where it stands on several lists", "reason: that the second officer can judge")(f)
}

// denied lists the terms on the deny lists that a product has to keep to.
func denied(c *call, d *app.Desk, _ *flag.FlagSet) error {
	p, err := c.opened(d)
	if err != nil {
		return err
	}
	terms, err := d.Denied(c.ctx, p.Item)
	if err != nil {
		return err
	}
	for _, t := range terms {
		err := c.out.Encode(struct {
			Term  string `json:"term"`
			Kind  string `json:"kind"`
			Scope string `json:"for"`
			By    string `json:"by"`
			Off   string `json:"proposed_off,omitempty"`
		}{t.Term, t.Kind, scopeWord(t.Scope), t.By, string(t.Waiting)})
		if err != nil {
			return err
		}
	}
	return nil
}

func undeny(c *call, d *app.Desk, f *flag.FlagSet) error {
	term, err := c.arg(1, "the term")
	if err != nil {
		return err
	}
	p, err := c.opened(d)
	if err != nil {
		return err
	}
	terms, err := d.Denied(c.ctx, p.Item)
	if err != nil {
		return err
	}
	for _, t := range terms {
		if strings.EqualFold(t.Term, term) && (get(f, "for") == "" || get(f, "for") == scopeWord(t.Scope)) {
			return d.ProposeUndeny(c.ctx, p.Item, t.Listed, get(f, "reason"))
		}
	}
	return app.ErrNoItem
}
