package app

import (
	"context"
	"fmt"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/roster"
)

// RecoveryView is how the unit's recovery key stands.
type RecoveryView struct {
	Made    bool
	Code    string // of the key, as compared when it was made
	Used    bool   // in earnest since it was made: its halves are open, make another
	Lacking []string
}

// Recovery says how the unit's recovery key stands. Lacking names the open
// compartments of which it was not given every key: SettleKeys by a supervisor
// on their list gives them.
func (d *Desk) Recovery() RecoveryView {
	d.mu.Lock()
	defer d.mu.Unlock()
	m, ok := d.st.Roster.RecoveryMember()
	if !ok {
		return RecoveryView{}
	}
	v := RecoveryView{Made: true, Code: d.Vault.CodeOf(memberKey(m.Keys).Fingerprint), Used: d.st.Roster.RecoveryOpen()}
	for _, c := range d.st.Roster.Compartments() {
		if (c.ID == d.Vault.Common() || d.labels[c.ID].Entered) && !d.st.Roster.Granted(roster.Recovery, c.ID) {
			v.Lacking = append(v.Lacking, d.labelOf(c.ID))
		}
	}
	return v
}

// ProposeRecovery is the first half of putting a recovery key in force. Its
// passphrase is in two halves, each sealed and kept by another officer. The
// second officer compares the key's code and confirms by Second, which also
// gives it every key of the compartments open there.
func (d *Desk) ProposeRecovery(ctx context.Context, keys []roster.Key, reason string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, err := d.propose(ctx, entry.RecoverySet, "", d.Vault.Common(), roster.RecoverySet{Keys: keys}, reason)
	return err
}

// recoveryGrants gives a recovery key that is about to be in force every key of
// the compartments that a supervisor at the desk has open.
func (d *Desk) recoveryGrants(r roster.Member) ([]entry.Draft, error) {
	var out []entry.Draft
	for _, c := range d.st.Roster.Compartments() {
		mine := c.ID == d.Vault.Common() || d.labels[c.ID].Entered
		if !mine || !c.Lists(d.Vault.Me()) || !d.holds(d.Vault.Me(), roster.Supervisor) {
			continue
		}
		g, err := d.grantDraft(c.ID, r)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

// RecoveryOpens is what a use of the recovery key found that it opens.
type RecoveryOpens struct {
	Compartments []string
	Epochs       int // keys
	Entries      int // that open
	Shut         int // that do not: in compartments that never gave it their keys
}

// UseRecovery records that the recovery key, by which this desk was unlocked, is
// used, before it shows anything: why, and whether it is a rehearsal, which
// proves that every key it was given opens and shows no product. It gives the
// compartments that it opens, and how much does.
func (d *Desk) UseRecovery(ctx context.Context, rehearsal bool, reason string) (RecoveryOpens, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Vault.Me() != roster.Recovery {
		return RecoveryOpens{}, refuse("recovery", "This desk was not unlocked by the recovery key.", "unit")
	}
	if !filled(reason) {
		return RecoveryOpens{}, refuse("reason", "Say why the recovery key is used.", "unit")
	}
	mine, err := d.Vault.Mine(ctx)
	if err != nil {
		return RecoveryOpens{}, err
	}
	opens, err := d.openable(ctx, mine)
	if err != nil {
		return opens, err
	}
	return opens, d.append(ctx, entry.Draft{Kind: entry.RecoveryUsed, Pieces: words(intel.RoleReason, reason),
		Facts: roster.RecoveryUsed{Rehearsal: rehearsal, Epochs: opens.Epochs}})
}

// openable opens every compartment for a moment and counts what can be read.
func (d *Desk) openable(ctx context.Context, mine []entry.ID) (RecoveryOpens, error) {
	out := RecoveryOpens{Compartments: []string{d.labelOf(d.Vault.Common())}}
	for _, id := range mine {
		if id == d.Vault.Common() {
			continue
		}
		if !d.labels[id].Entered {
			if ok, err := d.Vault.Enter(ctx, id); err != nil || !ok {
				return out, fmt.Errorf("app: recovery: compartment %s: %w", id, ErrShut)
			}
			defer d.Vault.Leave(id)
		}
		out.Compartments = append(out.Compartments, d.labelOf(id))
	}
	type key struct {
		compartment entry.ID
		epoch       uint32
	}
	keys := map[key]bool{}
	err := d.Vault.Read(ctx, 0, func(r entry.Record) error {
		switch {
		case r.Shut:
			out.Shut++
		case len(r.Faults) == 0:
			out.Entries++
			keys[key{r.Compartment, r.Epoch}] = true
		}
		return ctx.Err()
	})
	out.Epochs = len(keys)
	return out, err
}

// rehearsedFor is how long a rehearsal of the recovery key is shown to all.
const rehearsedFor = 7 * 24 * time.Hour

// loud is what everybody is warned of until something is done about it: the
// recovery key was used, and compartments owe a new key.
func (d *Desk) loud() []string {
	var out []string
	for _, u := range d.st.Roster.RecoveryUses() {
		switch {
		case !u.Rehearsal && d.st.Roster.RecoveryOpen():
			out = append(out, fmt.Sprintf("the recovery key was used on %s (entry %d): its halves are no longer sealed; make another", u.At.Format("2 Jan 2006 15:04 UTC"), u.Seq))
		case u.Rehearsal && d.Now().Sub(u.At) < rehearsedFor:
			out = append(out, fmt.Sprintf("the recovery key was rehearsed on %s (entry %d)", u.At.Format("2 Jan 2006 15:04 UTC"), u.Seq))
		}
	}
	for _, c := range d.st.Roster.Compartments() {
		if c.Owed && c.Lists(d.Vault.Me()) && (c.ID == d.Vault.Common() || d.labels[c.ID].Entered) {
			out = append(out, "a new key is owed to "+d.labelOf(c.ID)+": somebody who left, or a key that was replaced, could read on")
		}
	}
	return out
}
