package app

import (
	"context"
	"slices"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/roster"
)

// RemovalInput says who is removed and whether their keys may be in other hands.
type RemovalInput struct {
	Person      entry.Person
	Compromised bool
	LastTrusted uint64 // with Compromised: the last entry that is surely theirs
	Reason      string
}

// ProposeRemoval is the first half of removing a member. Another officer
// confirms it by Second; one of the two is a supervisor. An enrolment that
// waits is turned down by one supervisor alone, and so is the other of the last
// two members: then it is done at once, and no proposal is left.
func (d *Desk) ProposeRemoval(ctx context.Context, in RemovalInput) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !filled(in.Reason) {
		return refuse("reason", "Say why, in words that the second officer can judge.", "unit")
	}
	m, ok := d.st.Roster.Person(in.Person)
	if !ok || m.Status == roster.StatusLeft {
		return ErrNoItem
	}
	f := roster.Left{Person: in.Person, Compromised: in.Compromised, LastTrusted: in.LastTrusted}
	if in.Person == d.Vault.Me() {
		return refuse("self", "To leave by your own word, say so as such: nobody has to agree.", "unit")
	}
	if m.Status == roster.StatusMember && len(d.members(in.Person)) > 1 {
		_, err := d.propose(ctx, entry.PersonLeft, "", d.Vault.Common(), f, in.Reason)
		return err
	}
	more, err := d.keysWithout(in.Person)
	if err != nil {
		return err
	}
	left := entry.Draft{Kind: entry.PersonLeft, Facts: f, Pieces: words(intel.RoleReason, in.Reason)}
	return d.append(ctx, append([]entry.Draft{left}, more...)...)
}

// LeaveUnit takes this officer off the unit by their own word. Somebody who
// stays makes the new keys: Rekey.
func (d *Desk) LeaveUnit(ctx context.Context, reason string, passphrase []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.Vault.Confirm(passphrase); err != nil {
		return err
	}
	if !filled(reason) {
		return refuse("reason", "Say why you leave.", "unit")
	}
	return d.append(ctx, entry.Draft{Kind: entry.PersonLeft, Facts: roster.Left{Person: d.Vault.Me()}, Pieces: words(intel.RoleReason, reason)})
}

// members lists the unit's members but one.
func (d *Desk) members(but entry.Person) []entry.Person {
	var out []entry.Person
	for _, p := range d.st.Roster.Persons() {
		if p.Status == roster.StatusMember && p.Person != but {
			out = append(out, p.Person)
		}
	}
	return out
}

// keysWithout makes a new key of each compartment that somebody could read and
// that this officer has open, for those who stay on its list. One that would be
// left without two readers or a supervisor is left out: it owes its key, and
// says so, until somebody on its list makes it with another reader.
func (d *Desk) keysWithout(leaver entry.Person) ([]entry.Draft, error) {
	var out []entry.Draft
	for _, c := range d.st.Roster.Compartments() {
		mine := c.ID == d.Vault.Common() || d.labels[c.ID].Entered
		if !mine || !c.Lists(d.Vault.Me()) || !d.reaches(leaver, c) {
			continue
		}
		stay := slices.DeleteFunc(slices.Clone(c.Members), func(p entry.Person) bool { return p == leaver })
		if c.ID != d.Vault.Common() && !d.readable(stay) {
			continue
		}
		e, err := d.freshKey(c, stay)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// reaches asks whether somebody was given a compartment's current key.
func (d *Desk) reaches(p entry.Person, c roster.Compartment) bool {
	return slices.ContainsFunc(d.st.Roster.Reach(p), func(r roster.Reach) bool { return r.Compartment == c.ID && r.Epoch == c.Epoch.Number })
}

// readable asks whether these are enough to hold a compartment.
func (d *Desk) readable(ps []entry.Person) bool {
	return len(ps) >= 2 && slices.ContainsFunc(ps, func(p entry.Person) bool { return d.holds(p, roster.Supervisor) })
}

// freshKey is the entry of a compartment's next epoch. Only grants change: what
// is sealed already stays as it is, whatever its size.
func (d *Desk) freshKey(c roster.Compartment, readers []entry.Person) (entry.Draft, error) {
	f, grants, err := d.newEpoch(c.ID, uint32(len(c.Epochs))+1, readers)
	if err != nil {
		return entry.Draft{}, err
	}
	f.Needs = c.Needs
	return entry.Draft{Kind: entry.CompartmentEpoch, Compartment: c.ID, Facts: f, Grants: grants}, nil
}

// newEpoch makes a key for readers, and for the unit's recovery key if there is
// one: that is on no list, and reads nothing before its use is recorded.
func (d *Desk) newEpoch(id entry.ID, number uint32, readers []entry.Person) (roster.Epoch, []entry.Grant, error) {
	var to []roster.Member
	for _, p := range readers {
		m, ok := d.st.Roster.Person(p)
		if !ok || m.Status != roster.StatusMember {
			return roster.Epoch{}, nil, refuse("member", "Only members of the unit can be on a list.", "unit")
		}
		to = append(to, m.Member)
	}
	if r, ok := d.st.Roster.RecoveryMember(); ok {
		to = append(to, r)
	}
	f, grants, err := d.Vault.NewEpoch(id, number, to)
	f.Members = slices.Clone(readers)
	return f, grants, err
}

// Rekey makes a new key for a compartment that is open here: for those on its
// list and whoever joins them now. It is owed when somebody who could read it
// left, or a key that opens it was replaced.
func (d *Desk) Rekey(ctx context.Context, id entry.ID, join ...entry.Person) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return err
	}
	c, ok := d.st.Roster.Compartment(id)
	if !ok || id != d.Vault.Common() && !d.labels[id].Entered {
		return ErrNoItem
	}
	if len(join) > 0 && id == d.Vault.Common() {
		return refuse("common", "The unit's own compartment is joined by enrolment.", "unit")
	}
	readers := slices.Clone(c.Members)
	for _, p := range join {
		if !c.Lists(p) {
			readers = append(readers, p)
		}
	}
	ds, err := d.regrants(c)
	if err != nil {
		return err
	}
	e, err := d.freshKey(c, readers)
	if err != nil {
		return err
	}
	if err := d.append(ctx, append(ds, e)...); err != nil {
		return err
	}
	c, _ = d.st.Roster.Compartment(id)
	if ds, err = d.regrants(c); err != nil {
		return err
	}
	return d.append(ctx, ds...)
}

// Exclude takes a member off the list of one compartment, with a reason, and
// makes its new key for those who stay: at least two, one of them a supervisor.
// What they could read until then, Reach says.
func (d *Desk) Exclude(ctx context.Context, id entry.ID, p entry.Person, reason string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return err
	}
	c, ok := d.st.Roster.Compartment(id)
	switch {
	case !ok || !d.labels[id].Entered || id == d.Vault.Common():
		return ErrNoItem
	case !c.Lists(p):
		return refuse("listed", "They are not on the list.", "unit")
	case !filled(reason):
		return refuse("reason", "Say why they come off the list.", "unit")
	}
	stay := slices.DeleteFunc(slices.Clone(c.Members), func(q entry.Person) bool { return q == p })
	e, err := d.freshKey(c, stay)
	if err != nil {
		return err
	}
	e.Pieces = words(intel.RoleReason, reason)
	return d.append(ctx, e)
}

// regrants gives those on a list, and the unit's recovery key, the keys of the
// compartment that the member key which they have now was not given yet.
func (d *Desk) regrants(c roster.Compartment) ([]entry.Draft, error) {
	var out []entry.Draft
	for _, p := range c.Members {
		if c.ID == d.Vault.Common() || d.st.Roster.Granted(p, c.ID) {
			continue // the unit's own keys come with the enrolment
		}
		m, _ := d.st.Roster.Person(p)
		g, err := d.grantDraft(c.ID, m.Member)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	if r, ok := d.st.Roster.RecoveryMember(); ok && !d.st.Roster.Granted(roster.Recovery, c.ID) && d.holds(d.Vault.Me(), roster.Supervisor) {
		g, err := d.grantDraft(c.ID, r)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

// SettleKeys does all at once what is owed to the keys of the compartments that
// are open here: a renewed or a recovery key is given the epochs that it lacks,
// and a compartment that owes a new key gets one. It says which still owe one,
// because too few readers or no supervisor would be left: Rekey with another.
func (d *Desk) SettleKeys(ctx context.Context) (owing []string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return nil, err
	}
	for _, c := range d.st.Roster.Compartments() {
		common := c.ID == d.Vault.Common()
		if !c.Lists(d.Vault.Me()) || !common && !d.labels[c.ID].Entered {
			continue
		}
		ds, err := d.regrants(c)
		if err != nil {
			return nil, err
		}
		switch {
		case !c.Owed:
		case common || d.readable(c.Members):
			e, err := d.freshKey(c, c.Members)
			if err != nil {
				return nil, err
			}
			ds = append(ds, e)
		default:
			owing = append(owing, d.labelOf(c.ID))
		}
		if len(ds) == 0 {
			continue
		}
		if err := d.append(ctx, ds...); err != nil {
			return nil, err
		}
	}
	return owing, nil
}

// grantDraft gives somebody the keys of a compartment's epochs so far.
func (d *Desk) grantDraft(id entry.ID, m roster.Member) (entry.Draft, error) {
	facts, grants, err := d.Vault.Extend(id, m)
	return entry.Draft{Kind: entry.CompartmentGranted, Compartment: id, Grants: grants,
		Facts: roster.Granted{Compartment: id, Person: m.Person, Grants: facts}}, err
}
