package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/roster"
	"corridor/cmd/internal/demo"
	"corridor/cmd/internal/station"
	"corridor/storage/vault"
	"corridor/ui/page"
	"corridor/ui/words"
)

// doors opens vaults for the desktop. What it keeps on the disk of its own is
// the list of paths of vaults that were opened here, with their identifiers: no
// names, no titles.
type doors struct {
	st       *station.Station
	open     *app.Desk // the desk at the window, if any
	list     string    // file of known vaults, one a line
	demo     string    // temporary folder of a demonstration, removed on exit
	demoKeys *station.Station
	report   atomic.Pointer[func(done, total int)] // hears how much of a journal was read
}

// progress passes on how much of a journal was read, to whoever waits for it.
func (d *doors) progress(done, total uint64) {
	if f := d.report.Load(); f != nil && *f != nil {
		(*f)(int(done), int(total))
	}
}

func (d *doors) page() page.Doors {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "."
	}
	return page.Doors{Vaults: d.vaults, Card: d.card, Members: d.members, Holders: d.holders, RecordApart: d.recordApart, Unlock: d.unlock, Found: d.found, Demo: d.makeDemo, NewKeys: d.newKeys,
		ReplaceKeys: d.replaceKeys, NewRecovery: d.newRecovery, Rehearse: d.rehearse,
		Strength: vault.CheckPassphrase, Place: free(home)}
}

// free is a name for a new vault that is not taken.
func free(dir string) string {
	for n := 1; ; n++ {
		name := "unit.corridor"
		if n > 1 {
			name = fmt.Sprintf("unit-%d.corridor", n)
		}
		path := filepath.Join(dir, name)
		if _, err := os.Lstat(path); err != nil {
			return path
		}
	}
}

// at is the station whose keys go with a vault: a demonstration has its own.
func (d *doors) at(path string) *station.Station {
	if d.demo != "" && strings.HasPrefix(path, d.demo) {
		return d.demoKeys
	}
	return d.st
}

// known is a vault that was opened here, and its name, by which its officers'
// keys are found where the file itself is lost; "" in a list of an older version.
type known struct {
	path string
	id   entry.ID
}

func (k known) line() string {
	if k.id == "" {
		return k.path
	}
	return k.path + "\t" + string(k.id)
}

func (d *doors) known() []known {
	b, err := os.ReadFile(d.list)
	if err != nil {
		return nil
	}
	var out []known
	for _, line := range strings.Split(string(b), "\n") {
		if path, id, _ := strings.Cut(line, "\t"); path != "" {
			out = append(out, known{path, entry.ID(id)})
		}
	}
	return out
}

// vaults are the known vaults. One whose file is lost is still shown, and said
// to be, as long as somebody has a key for it here.
func (d *doors) vaults() []page.VaultCard {
	var out []page.VaultCard
	for _, k := range d.known() {
		c := card(k.path)
		if i, err := os.Stat(k.path); err != nil || !i.Mode().IsRegular() {
			if !d.held(k) {
				continue
			}
			c.Warning = words.T("unlock.lost", k.path)
		}
		out = append(out, c)
	}
	return out
}

// held reports whether somebody has a key here for a vault that was known.
func (d *doors) held(k known) bool {
	hs, _ := d.at(k.path).Holders()
	return slices.ContainsFunc(hs, func(h vault.Holder) bool { return k.id == "" || h.Vault == k.id })
}

// holders lists who has a key here, those for the vault at path first.
func (d *doors) holders(path string) ([]page.Holder, error) {
	hs, err := d.at(path).Holders()
	if err != nil {
		return nil, err
	}
	unit, first := map[entry.ID]string{}, entry.ID("")
	for _, k := range d.known() {
		unit[k.id] = card(k.path).Unit
		if k.path == path {
			first = k.id
		}
	}
	slices.SortStableFunc(hs, func(a, b vault.Holder) int {
		switch {
		case a.Vault == first && b.Vault != first:
			return -1
		case b.Vault == first && a.Vault != first:
			return 1
		}
		return 0
	})
	var out []page.Holder
	for _, h := range hs {
		of := unit[h.Vault]
		if of == "" {
			of = string(h.Vault[:8])
		}
		out = append(out, page.Holder{Vault: h.Vault, Officer: page.Officer{Person: h.Person, Name: string(h.Person) + " · " + of}})
	}
	return out, nil
}

// recordApart keeps an emergency release for a vault that cannot be opened.
func (d *doors) recordApart(_ context.Context, a page.Apart) error {
	defer clear(a.Passphrase)
	st := d.st
	if d.demoKeys != nil {
		if hs, err := d.demoKeys.Holders(); err == nil && slices.ContainsFunc(hs, func(h vault.Holder) bool { return h.Vault == a.Vault }) {
			st = d.demoKeys
		}
	}
	return st.EmergencyApart(a.Vault, a.Person, a.Passphrase, app.EmergencyInput{Words: a.Words}, a.About)
}

// card is the card of a vault that somebody looked for on the disk. Whoever has
// a key for it, if anybody, is asked for next.
func (d *doors) card(path string) (page.VaultCard, error) {
	if _, err := d.at(path).Members(path); err != nil {
		return page.VaultCard{}, err
	}
	return card(path), nil
}

// card says only what the path says: a locked vault tells nothing else.
func card(path string) page.VaultCard {
	return page.VaultCard{Path: path, Unit: strings.TrimSuffix(filepath.Base(path), ".corridor")}
}

// remember puts a vault first in the list of known ones; an empty id keeps the
// one that is known.
func (d *doors) remember(path string, id entry.ID) {
	if d.demo != "" && strings.HasPrefix(path, d.demo) {
		return
	}
	first, rest := known{path, id}, []string{}
	for _, k := range d.known() {
		switch {
		case k.path == path && id == "":
			first.id = k.id
		case k.path != path:
			if _, err := os.Stat(k.path); err == nil || d.held(k) {
				rest = append(rest, k.line())
			}
		}
	}
	if err := os.MkdirAll(filepath.Dir(d.list), 0o700); err == nil {
		_ = os.WriteFile(d.list, []byte(strings.Join(append([]string{first.line()}, rest...), "\n")+"\n"), 0o600) // a convenience: losing it loses nothing
	}
}

// members lists who has a key for a vault. One that was opened here before is
// known by its keys, even if its file cannot be read: the unlock says why.
func (d *doors) members(_ context.Context, path string) ([]page.Officer, error) {
	ps, err := d.at(path).Members(path)
	if err != nil {
		if ps = d.remembered(path); len(ps) == 0 {
			return nil, err
		}
	}
	var out []page.Officer
	for _, p := range ps {
		if p != roster.Recovery { // it sits at no desk: its use is an act of its own
			out = append(out, page.Officer{Person: p, Name: string(p)})
		}
	}
	return out, nil
}

// remembered are those who have a key here for the vault that was at path.
func (d *doors) remembered(path string) (ps []entry.Person) {
	hs, err := d.at(path).Holders()
	if err != nil {
		return nil
	}
	for _, k := range d.known() {
		for _, h := range hs {
			if k.path == path && k.id != "" && h.Vault == k.id {
				ps = append(ps, h.Person)
			}
		}
	}
	return ps
}

func (d *doors) unlock(ctx context.Context, path string, p entry.Person, passphrase []byte, report func(done, total int)) (page.Desk, error) {
	defer clear(passphrase)
	d.report.Store(&report)
	defer d.report.Store(nil)
	desk, err := d.at(path).Unlock(ctx, path, p, passphrase)
	if err != nil {
		return nil, err
	}
	d.open = desk
	d.remember(path, desk.Vault.ID())
	return desk, nil
}

// found makes the vault, enrols the witness and leaves it shut.
func (d *doors) found(ctx context.Context, f page.Founding) (page.VaultCard, error) {
	defer clear(f.You.Passphrase)
	defer clear(f.Witness.Passphrase)
	you, witness := named(f.You.Member), named(f.Witness.Member)
	desk, err := d.st.Found(ctx, f.Path, station.Founding{Unit: f.Unit, Ceiling: f.Ceiling, Name: f.You.Name, Member: you, Passphrase: f.You.Passphrase})
	if err != nil {
		return page.VaultCard{}, err
	}
	if f.Witness.Name != "" {
		witness.Keys, err = d.st.NewKeys(desk, witness.Person, f.Witness.Passphrase)
		if err == nil {
			err = desk.Enrol(ctx, app.PersonInput{Name: f.Witness.Name, Member: witness})
		}
	}
	id := desk.Vault.ID()
	if err = errors.Join(err, desk.Close()); err != nil {
		return page.VaultCard{}, err
	}
	d.remember(f.Path, id)
	c := card(f.Path)
	c.Unit, c.Marking = f.Unit, f.Ceiling
	return c, nil
}

// named gives a member a neutral code when they chose none.
func named(m roster.Member) roster.Member {
	if m.Person == "" {
		m.Person = vault.NewPerson()
	}
	return m
}

func (d *doors) newKeys(_ context.Context, path string, m roster.Member, _ string, passphrase []byte) (roster.Member, error) {
	defer clear(passphrase)
	if d.open == nil {
		return m, app.ErrShut
	}
	m = named(m)
	var err error
	m.Keys, err = d.at(path).NewKeys(d.open, m.Person, passphrase)
	return m, err
}

// replaceKeys makes and proposes new keys for a member of the vault at the
// window.
func (d *doors) replaceKeys(ctx context.Context, path string, p entry.Person, passphrase []byte) error {
	defer clear(passphrase)
	if d.open == nil {
		return app.ErrShut
	}
	_, err := d.at(path).ReplaceKeys(ctx, d.open, p, passphrase)
	return err
}

// newRecovery makes and proposes a recovery key for the vault at the window.
func (d *doors) newRecovery(ctx context.Context, path, reason string) ([2]string, error) {
	if d.open == nil {
		return [2]string{}, app.ErrShut
	}
	return d.at(path).NewRecovery(ctx, d.open, reason)
}

// rehearse opens a vault that is shut by both halves of its recovery key, has
// the rehearsal recorded, and shuts it again.
func (d *doors) rehearse(ctx context.Context, path, first, second, reason string) (app.RecoveryOpens, error) {
	desk, err := d.at(path).UnlockRecovery(ctx, path, first, second)
	if err != nil {
		return app.RecoveryOpens{}, err
	}
	opens, err := desk.UseRecovery(ctx, true, reason)
	return opens, errors.Join(err, desk.Close())
}

// makeDemo builds the demonstration unit in a temporary folder.
func (d *doors) makeDemo(ctx context.Context, report func(done, total int)) (page.DemoUnit, error) {
	d.removeDemo()
	dir, err := os.MkdirTemp("", "corridor-demonstration-")
	if err != nil {
		return page.DemoUnit{}, err
	}
	st, err := station.New(filepath.Join(dir, "keys"))
	if err != nil {
		return page.DemoUnit{}, err
	}
	st.Progress = d.progress
	d.demo, d.demoKeys = dir, st
	step := 0
	u, err := demo.Build(ctx, st, dir, func(string) {
		step++
		report(step, demo.Steps)
	})
	if err != nil {
		d.removeDemo()
		return page.DemoUnit{}, err
	}
	out := page.DemoUnit{Card: page.VaultCard{Path: u.Vault, Unit: demo.UnitName, Marking: string(intel.OfficialSensitive)}}
	for _, o := range demo.Officers() {
		out.Officers = append(out.Officers, page.DemoOfficer{Officer: page.Officer{Person: o.Person, Name: o.Name}, Role: o.Role, Passphrase: o.Passphrase})
	}
	return out, nil
}

func (d *doors) removeDemo() {
	if d.demo != "" {
		_ = os.RemoveAll(d.demo) // fictitious and encrypted: what is left harms nobody
	}
	d.demo, d.demoKeys = "", nil
}
