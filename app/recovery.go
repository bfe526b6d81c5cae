package app

import (
	"context"
	"fmt"

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

// UseRecovery records that the recovery key, by which this desk was unlocked, is
// used, before it shows anything: why, and whether it is a rehearsal, which
// proves that every key it was given opens and shows no product. It gives the
// names of the compartments that it opens.
func (d *Desk) UseRecovery(ctx context.Context, rehearsal bool, reason string) ([]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Vault.Me() != roster.Recovery {
		return nil, refuse("recovery", "This desk was not unlocked by the recovery key.", "unit")
	}
	if !filled(reason) {
		return nil, refuse("reason", "Say why the recovery key is used.", "unit")
	}
	mine, err := d.Vault.Mine(ctx)
	if err != nil {
		return nil, err
	}
	opens := []string{d.labelOf(d.Vault.Common())}
	for _, id := range mine {
		if id != d.Vault.Common() && d.labels[id].Name != "" {
			opens = append(opens, d.labels[id].Name)
		}
	}
	epochs, err := d.openable(ctx, mine)
	if err != nil {
		return nil, err
	}
	return opens, d.append(ctx, entry.Draft{Kind: entry.RecoveryUsed, Pieces: words(intel.RoleReason, reason),
		Facts: roster.RecoveryUsed{Rehearsal: rehearsal, Epochs: epochs}})
}

// openable counts the epochs that this key opens and that the roster stands
// behind, and fails when an entry sealed under any of them does not open.
func (d *Desk) openable(ctx context.Context, mine []entry.ID) (int, error) {
	type under struct {
		compartment entry.ID
		epoch       uint32
	}
	open := map[under]bool{}
	for _, id := range mine {
		if id == d.Vault.Common() || d.labels[id].Entered {
			continue
		}
		if ok, err := d.Vault.Enter(ctx, id); err != nil || !ok {
			return 0, fmt.Errorf("app: recovery: compartment %s: %w", id, ErrShut)
		}
		defer d.Vault.Leave(id)
	}
	err := d.Vault.Read(ctx, 0, func(r entry.Record) error {
		if r.Shut || len(r.Faults) > 0 {
			return nil
		}
		open[under{r.Compartment, r.Epoch}] = true
		return ctx.Err()
	})
	return len(open), err
}
