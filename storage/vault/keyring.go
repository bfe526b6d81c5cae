package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/crypto/frame"
	"corridor/crypto/pgp"
	"corridor/storage"
)

// NewEpoch makes a fresh key for a compartment and wraps it to the member key
// of everybody on the list. Nothing is stored until the entry that carries the
// grants is appended. The caller fills in what the compartment needs.
func (v *Vault) NewEpoch(compartment entry.ID, number uint32, members []roster.Member) (roster.Epoch, []entry.Grant, error) {
	if number == 0 {
		return roster.Epoch{}, nil, fmt.Errorf("vault: new epoch of %s: epochs are counted from 1", compartment)
	}
	key := make([]byte, pgp.KeySize)
	if _, err := io.ReadFull(v.rand, key); err != nil {
		return roster.Epoch{}, nil, fmt.Errorf("vault: new epoch: %w", err)
	}
	h, err := v.ring.hold(compartment, number, key)
	if err != nil {
		return roster.Epoch{}, nil, err
	}
	e := roster.Epoch{
		Compartment: compartment, Number: number, Commitment: h.commitment,
		Members: []entry.Person{}, Grants: []roster.GrantFact{},
	}
	var grants []entry.Grant
	for _, m := range members {
		e.Members = append(e.Members, m.Person)
		fs, gs, err := v.wrapTo(compartment, h, m)
		if err != nil {
			return roster.Epoch{}, nil, err
		}
		e.Grants = append(e.Grants, fs...)
		grants = append(grants, gs...)
	}
	v.ring.await(h)
	return e, grants, nil
}

// wrapTo wraps one key to every member key that a member now has.
func (v *Vault) wrapTo(compartment entry.ID, h held, m roster.Member) ([]roster.GrantFact, []entry.Grant, error) {
	var facts []roster.GrantFact
	var grants []entry.Grant
	for _, k := range m.Keys {
		if k.Purpose != roster.PurposeMember {
			continue
		}
		fpr, err := pgp.PublicFingerprint(k.Public)
		if err != nil || fpr != k.Fingerprint {
			return nil, nil, fmt.Errorf("vault: grant to %s: the key is not %s: %w", m.Person, k.Fingerprint, app.ErrForged)
		}
		packet, err := pgp.Wrap(k.Public, h.key.Expose(), v.rand)
		if err != nil {
			return nil, nil, fmt.Errorf("vault: grant to %s: %w", m.Person, err)
		}
		sum := sha256.Sum256(packet)
		facts = append(facts, roster.GrantFact{Epoch: h.number, Person: m.Person, Key: k.Fingerprint, SHA256: hex.EncodeToString(sum[:])})
		grants = append(grants, entry.Grant{Compartment: compartment, Epoch: h.number, Packet: packet})
	}
	if len(grants) == 0 {
		return nil, nil, fmt.Errorf("vault: grant to %s: no member key", m.Person)
	}
	return facts, grants, nil
}

// Extend wraps every key of a compartment that we hold to one more member.
func (v *Vault) Extend(compartment entry.ID, to roster.Member) ([]roster.GrantFact, []entry.Grant, error) {
	var facts []roster.GrantFact
	var grants []entry.Grant
	for _, n := range v.ring.numbers(compartment) {
		hs := v.ring.candidates(compartment, n)
		if len(hs) != 1 || !v.ring.keeps(compartment, hs[0]) {
			return nil, nil, fmt.Errorf("vault: extend %s: epoch %d is in doubt: %w", compartment, n, app.ErrForged)
		}
		fs, gs, err := v.wrapTo(compartment, hs[0], to)
		if err != nil {
			return nil, nil, err
		}
		facts, grants = append(facts, fs...), append(grants, gs...)
	}
	if len(grants) == 0 {
		return nil, nil, fmt.Errorf("vault: extend %s: %w", compartment, app.ErrShut)
	}
	return facts, grants, nil
}

// Enter loads our keys of a compartment. It reports false when no grant of it
// opens with our key.
func (v *Vault) Enter(ctx context.Context, compartment entry.ID) (bool, error) {
	raw, err := frame.RawID(compartment)
	if err != nil {
		return false, err
	}
	grants, err := v.store.Grants(ctx, raw[:])
	if err != nil {
		return false, said(err)
	}
	for _, g := range grants {
		key, err := v.member.Unwrap(g.Packet)
		if err != nil {
			continue // somebody else's, or planted
		}
		h, err := v.ring.hold(compartment, g.Epoch, key)
		if err != nil {
			return false, err
		}
		v.ring.add(compartment, h)
	}
	return v.ring.open(compartment), nil
}

// Leave forgets the keys of a compartment; its records are shut again. The
// unit's common compartment stays open as long as the vault does.
func (v *Vault) Leave(compartment entry.ID) {
	v.mu.Lock() // nobody is sealing or opening with these keys now
	defer v.mu.Unlock()
	if compartment != v.common {
		v.ring.forget(compartment)
	}
}

// Mine lists the compartments that hold a grant of ours, entered or not, the
// common one among them. A grant counts by opening, not by being trusted.
func (v *Vault) Mine(ctx context.Context) ([]entry.ID, error) {
	all, err := v.store.Compartments(ctx)
	if err != nil {
		return nil, said(err)
	}
	var out []entry.ID
	for _, c := range all {
		ours, err := v.granted(ctx, c)
		if err != nil {
			return nil, err
		}
		if id := frame.TextID(c); ours && id != "" {
			out = append(out, id)
		}
	}
	return out, nil
}

func (v *Vault) granted(ctx context.Context, compartment []byte) (bool, error) {
	grants, err := v.store.Grants(ctx, compartment)
	if err != nil {
		return false, said(err)
	}
	for _, g := range grants {
		if key, err := v.member.Unwrap(g.Packet); err == nil {
			clear(key)
			return true, nil
		}
	}
	return false, nil
}

// enterCommon finds the common compartment, which is that of the first row,
// and loads our keys of it. Without one we are no member.
func (v *Vault) enterCommon(ctx context.Context) error {
	rows, err := v.rows(ctx, 0)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fmt.Errorf("vault: open: no entry: %w", app.ErrDamaged)
	}
	if rows[0].Seq != 1 {
		return v.guessCommon(ctx, rows[0])
	}
	if v.common = frame.TextID(rows[0].Compartment); v.common == "" {
		return fmt.Errorf("vault: open: first entry: %w", app.ErrDamaged)
	}
	v.genesis = hex.EncodeToString(rows[0].Hash)
	ours, err := v.Enter(ctx, v.common)
	if err != nil {
		return err
	}
	if !ours {
		return app.ErrNoMember
	}
	return nil
}

// guessCommon finds the common compartment when the first row is lost: it is
// the one whose keys make the tags.
func (v *Vault) guessCommon(ctx context.Context, sample storage.Row) error {
	mine, err := v.Mine(ctx)
	if err != nil {
		return err
	}
	for _, c := range mine {
		if _, err := v.Enter(ctx, c); err != nil {
			return err
		}
		if v.common = c; v.tagged(sample) != 0 {
			v.warn("the first entry, which founded the unit, is missing or cannot be read")
			return nil
		}
		v.ring.forget(c)
	}
	return app.ErrNoMember
}

// Trust tells the keyring which epochs the roster commits to. Keys that answer
// to no commitment are dropped, with a warning; if that changes how the
// journal reads, it is judged anew, and the desk does well to read it again.
func (v *Vault) Trust(epochs []roster.Epoch) error {
	changed := v.ring.trust(epochs)
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, c := range changed {
		if c == v.common && v.front.last > 0 && v.front.common != v.newest() {
			v.restart()
			v.warn("fault %s: the unit's compartment had an epoch that the roster does not stand behind", entry.FaultEpoch)
		}
	}
	return nil
}

// newest is the number of the newest promised epoch of the common compartment.
func (v *Vault) newest() uint32 {
	h, ok := v.ring.current(v.common)
	if !ok {
		return 0
	}
	return h.number
}
