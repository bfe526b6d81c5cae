package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
)

// fakeUnit is what the fake desk answers the Unit page.
type fakeUnit struct {
	proposals []app.ProposalView
	backups   []app.BackupView
	due       []app.DueView
	recovery  app.RecoveryView
	reach     app.ReachView
	left      entry.Person // who left by an act
	rechecks  int
}

func newFakeUnit() fakeUnit {
	ago := func(d time.Duration) time.Time { return fakeNow.Add(-d) }
	return fakeUnit{
		proposals: []app.ProposalView{
			{ID: "p1", Seq: 371, Kind: entry.ContentDestroyed, Item: "i8", Ref: "SIU-26-0361", About: "14 pieces of content", By: "Anwen Pryce", At: ago(26 * time.Hour)},
			{ID: "p2", Seq: 388, Kind: entry.PersonLeft, About: "Bao Tran; their keys are not believed after entry 312", By: "Rowan Malik", At: ago(40 * time.Minute), Mine: true},
		},
		backups: []app.BackupView{
			{At: ago(20 * 24 * time.Hour), By: "Rowan Malik", Place: "/media/safe-1/backup-2026-11-03-0941.corridor", Seq: 310, Head: "4MX29TQK77HDP3WC", Expires: fakeNow.Add(70 * 24 * time.Hour)},
			{At: ago(2 * 24 * time.Hour), By: "Anwen Pryce", Place: "/media/safe-2/backup-2026-11-21-0912.corridor", Seq: 390, Head: "QX3K7H2M9TWD4PCC", Expires: fakeNow.Add(88 * 24 * time.Hour)},
		},
		due: []app.DueView{
			{What: "member key", Whose: "Rowan Malik", Until: fakeNow.Add(12*24*time.Hour + time.Hour)},
			{What: "certificate", Whose: "Tamsin Okoye", Until: fakeNow.Add(3 * 24 * time.Hour)},
			{What: "section 57 briefing", Whose: "Anwen Pryce", Until: ago(22 * 24 * time.Hour), Lapsed: true},
		},
		recovery: app.RecoveryView{Made: true, Code: "H7QKM2T49WXC3PDB", Lacking: []string{"Kestrel"}},
		reach: app.ReachView{Person: "p-11aa22bb", Name: "Anwen Pryce", Status: "member", Searches: 4, Reasons: 2, Exports: 1, NotOpen: []string{"Osprey"},
			Compartments: []app.ReachCompartment{{ID: "k1", Name: "Kestrel", Epochs: []uint32{1, 2}, Given: ago(400 * time.Hour), From: 12, To: 399, Still: true, Entries: 240, Items: []app.ReachItem{
				{Item: "i1", Ref: "SIU-26-0412", Source: true, Entries: 14, Opened: 3, First: ago(5 * time.Hour), Last: ago(time.Hour)},
				{Item: "i4", Ref: "SIU-26-0398", Entries: 2}}}}},
	}
}

// changed is the unit as acts left it.
func (f fakeUnit) changed(u app.Unit) app.Unit {
	for i := range u.People {
		if u.People[i].Person == f.left {
			u.People[i].Status, u.People[i].Needs = "left", ""
		}
	}
	return u
}

func (d *fakeDesk) Proposals() []app.ProposalView                { return d.unit.proposals }
func (d *fakeDesk) Backups(context.Context) []app.BackupView     { return d.unit.backups }
func (d *fakeDesk) Due(context.Context) []app.DueView            { return d.unit.due }
func (d *fakeDesk) Recovery() app.RecoveryView                   { return d.unit.recovery }
func (d *fakeDesk) SettleKeys(context.Context) ([]string, error) { return nil, d.note("settle") }

func (d *fakeDesk) Second(_ context.Context, id entry.ID, pass []byte) error {
	if string(pass) != "correct horse" {
		return app.ErrPassphrase
	}
	for i, p := range d.unit.proposals {
		if p.ID != id {
			continue
		}
		if err := d.note("second %s", id); err != nil {
			return err
		}
		d.unit.proposals = append(d.unit.proposals[:i:i], d.unit.proposals[i+1:]...)
		if p.Kind == entry.PersonLeft {
			d.unit.left = "p-11aa22bb"
		}
		return nil
	}
	return app.ErrNoItem
}

func (d *fakeDesk) Withdraw(_ context.Context, id entry.ID, why string) error {
	return d.note("withdraw %s %q", id, why)
}

func (d *fakeDesk) Reasons(_ context.Context, seqs ...uint64) (map[uint64]string, error) {
	if err := d.note("reasons %d from %d", len(seqs), seqs[0]); err != nil {
		return nil, err
	}
	out := map[uint64]string{}
	for _, s := range seqs {
		out[s] = fmt.Sprintf("Because of what entry %d names.", s)
	}
	return out, nil
}

func (d *fakeDesk) ProposeRemoval(_ context.Context, in app.RemovalInput) error {
	return d.note("remove %s %v %d %q", in.Person, in.Compromised, in.LastTrusted, in.Reason)
}

func (d *fakeDesk) LeaveUnit(_ context.Context, why string, pass []byte) error {
	if string(pass) != "correct horse" {
		return app.ErrPassphrase
	}
	return d.note("leave %q", why)
}

func (d *fakeDesk) Reach(_ context.Context, p entry.Person) (app.ReachView, error) {
	v := d.unit.reach
	v.Person = p
	if p == d.unit.left {
		v.Status, v.Left = "left", fakeNow
	}
	return v, nil
}

func (d *fakeDesk) ExportReach(ctx context.Context, p entry.Person, to entry.ID, render func(app.ReachView) []byte) ([]byte, error) {
	v, err := d.Reach(ctx, p)
	return render(v), errors.Join(err, d.note("export reach %s to %s", p, to))
}

func (d *fakeDesk) Exclude(_ context.Context, id entry.ID, p entry.Person, why string) error {
	return d.note("exclude %s %s %q", id, p, why)
}

func (d *fakeDesk) Rekey(_ context.Context, id entry.ID, join ...entry.Person) error {
	return d.note("rekey %s %v", id, join)
}

func (d *fakeDesk) RenewRecipient(_ context.Context, id entry.ID, cert []byte) error {
	return d.note("renew %s %s", id, cert)
}

func (d *fakeDesk) Backup(_ context.Context, to string) (app.BackupView, error) {
	b := app.BackupView{At: fakeNow, By: "Rowan Malik", Place: to, Seq: 400, Head: "7QJK2M4T9WXCH3PD", Expires: fakeNow.Add(90 * 24 * time.Hour)}
	if err := d.note("backup %s", to); err != nil {
		return b, err
	}
	d.unit.backups = append(d.unit.backups, b)
	return b, nil
}

func (d *fakeDesk) ProposeRestore(_ context.Context, ended uint64, code string, lost uint64, what string) error {
	return d.note("restore %d %s %d %q", ended, code, lost, what)
}

func (d *fakeDesk) AcceptRestore(_ context.Context, pass []byte) error {
	if string(pass) != "correct horse" {
		return app.ErrPassphrase
	}
	return d.note("accept restore")
}

func (d *fakeDesk) Export(_ context.Context, in app.ExportInput, write func(string, []byte) error) (app.ExportView, error) {
	if err := d.note("export all %s %s %q", strings.TrimSpace(string(in.Certificate)), in.Heard, in.Reason); err != nil {
		return app.ExportView{}, err
	}
	v := app.ExportView{Fingerprint: strings.Repeat("9F3A71C2", 5), Entries: 398, Contents: 120, Shut: 2}
	return v, errors.Join(write("READ-ME.txt", []byte("x")), write("contents/c1.pgp", []byte("y")))
}

func (d *fakeDesk) Recheck(_ context.Context, progress func(done, total uint64)) (app.VerifyReport, error) {
	if progress != nil {
		progress(120, 120)
	}
	d.unit.rechecks++
	return app.VerifyReport{Entries: 400, Head: "7QJK 2M4T 9WXC H3PD"}, d.refuse
}

func (f *fakeFiles) Write(place, name string, b []byte) error {
	if f.saved == nil {
		f.saved = map[string][]byte{}
	}
	f.saved[place+"/"+name] = b
	return nil
}
