package app

import (
	"context"
	"slices"
	"time"

	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/app/setting"
)

// RenewKeys replaces the keys of a member who lost theirs, or whose keys are
// old: the keys exist already, made by the person's own passphrase. A second
// member confirms the new key's code with them (ConfirmPerson); from then on
// the old keys sign nothing. SettleKeys then gives the new key the epochs of
// the compartments that the person is on the list of, and makes new ones, since
// whoever holds the old key could read on.
func (d *Desk) RenewKeys(ctx context.Context, p entry.Person, keys []roster.Key) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	m, ok := d.st.Roster.Person(p)
	if !ok || m.Status != roster.StatusMember {
		return ErrNoItem
	}
	m.Keys = keys
	facts, grants, err := d.Vault.Extend(d.Vault.Common(), m.Member)
	if err != nil {
		return err
	}
	return d.append(ctx, entry.Draft{Kind: entry.PersonEnrolled, Grants: grants, Pieces: words(roleName, d.name(p)),
		Facts: roster.Enrolled{Member: m.Member, Grants: facts}})
}

// DueView is something that runs out soon, or has.
type DueView struct {
	What   string // in words: "vetting DV", "certificate", "backup of entry 120"
	Whose  string // person, recipient, or who made it; never content of product
	Until  time.Time
	Lapsed bool
}

// Due lists what runs out within the time that force policy warns ahead (60
// days unless changed): accreditation, keys and certificates, and backups, the
// nearest first.
func (d *Desk) Due(ctx context.Context) []DueView {
	d.mu.Lock()
	defer d.mu.Unlock()
	now, ahead := d.Now(), d.st.Settings.Duration(setting.AccreditationWarn)
	var out []DueView
	add := func(what, whose string, until time.Time) {
		if !until.IsZero() && until.Before(now.Add(ahead)) {
			out = append(out, DueView{What: what, Whose: whose, Until: until, Lapsed: until.Before(now)})
		}
	}
	for _, p := range d.st.Roster.Persons() {
		if p.Status != roster.StatusMember {
			continue
		}
		for _, l := range roster.Lapses(p.Accreditation, now, ahead) {
			add(l.What, d.name(p.Person), l.Until)
		}
		for _, k := range p.Keys {
			add(k.Purpose+" key", d.name(p.Person), d.expiry(k.Public))
		}
	}
	for _, r := range d.st.Recipients.All() {
		add("certificate", d.who[r.ID].Name, d.expiry(r.Certificate))
	}
	for _, b := range d.st.Keeping.Backups {
		add("backup: destroy it by then", d.backupView(ctx, b).Place, b.Facts.Expires)
	}
	slices.SortStableFunc(out, func(a, b DueView) int { return a.Until.Compare(b.Until) })
	return out
}

// expiry is the day on which a certificate says that it ends; zero for never.
func (d *Desk) expiry(cert []byte) time.Time {
	c, _ := d.Vault.Certificate(cert) // an expired one is an error, and says when
	t, err := time.Parse("2006-01-02", c.Expires)
	if err != nil {
		return time.Time{}
	}
	return t
}
