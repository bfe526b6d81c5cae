package app_test

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/crypto/pgp"
	"corridor/storage/vault"
)

func TestDestructionIsOfAllContentAndOfNothingElse(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	b, err := u.desk.Backup(ctx, filepath.Join(filepath.Dir(u.path), "before.corridor"))
	must(t, err)
	u.as("malik")
	other := u.receive("Another matter, kept.")
	item := u.receive(tablets)
	u.read(item)
	u.grade(item)
	u.draft(item, clean)
	must(t, u.desk.KeepTyped(ctx, item, clean))
	held, err := u.desk.Backup(ctx, filepath.Join(filepath.Dir(u.path), "holds.corridor"))
	must(t, err)
	if all, got := u.desk.Backups(ctx), u.desk.Status().BackedUp; got.IsZero() || !got.Equal(all[len(all)-1].At) {
		t.Errorf("the status says %s of backups %+v", got, all)
	}
	refusedFor(t, u.desk.ProposeDestruction(ctx, item, ""), "reason")
	must(t, u.desk.ProposeDestruction(ctx, item, "Review: no longer necessary."))
	refusedFor(t, u.second(), "same_person")
	u.as("hale")
	p := u.desk.Proposals()[0]
	if p.Kind != entry.ContentDestroyed || p.Item != item || p.Ref == "" || !strings.HasPrefix(p.About, "2") {
		t.Errorf("shown to the second officer as %+v", p)
	}
	must(t, u.second())
	v, err := u.desk.Open(ctx, item)
	must(t, err)
	if v.Destroyed == nil || v.Stage != app.StageDestroyed || v.Reading.Text != "" || v.Draft.Body != "" || len(v.Log) < 25 {
		t.Errorf("the tombstone: destroyed %v, stage %s, %d lines", v.Destroyed, v.Stage, len(v.Log))
	}
	if len(v.Destroyed.Backups) != 1 || v.Destroyed.Backups[0].Seq != held.Seq || v.Destroyed.Backups[0].Head != held.Head || b.Seq >= held.Seq {
		t.Errorf("backups that still hold it: %+v", v.Destroyed.Backups)
	}
	if _, err := u.desk.Original(ctx, item); !errors.Is(err, app.ErrGone) {
		t.Errorf("the original: %v", err)
	}
	o, err := u.desk.Open(ctx, other)
	if err != nil || o.Reading.Text == "" {
		t.Errorf("another product went with it: %v", err)
	}
	u.sound()
	refusedFor(t, u.desk.ProposeDestruction(ctx, item, "again"), "destroyed")
	u.as("malik")
	if _, ok, _ := u.desk.Typed(ctx, item); ok {
		t.Log("what malik was typing is on malik's own pad until malik works on it; it is sealed to them")
	}
	_, err = u.desk.Submit(ctx, item, u.submission())
	if err == nil {
		t.Error("a report without a source was submitted")
	}
}

// Content that is gone without an order of two officers is an alarm.
func TestContentGoneWithoutAnOrder(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("malik")
	u.receive(tablets)
	var piece entry.ID
	must(t, u.desk.Vault.Read(ctx, 0, func(r entry.Record) error {
		if c, ok := r.Entry.Piece(intel.RoleOriginal); ok {
			piece = c.ID
		}
		return nil
	}))
	must(t, u.desk.Vault.Destroy(ctx, piece))
	r, err := u.desk.Verify(ctx)
	must(t, err)
	if len(r.Alarms) != 1 || r.Alarms[0].Fault != entry.FaultContent {
		t.Errorf("alarms %+v", r.Alarms)
	}
}

// A desk that was cut off between the order and the deed finishes it.
func TestDestructionIsFinished(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("malik")
	item := u.receive(tablets)
	must(t, u.desk.ProposeDestruction(ctx, item, "Review."))
	u.as("hale")
	var facts any
	must(t, u.desk.Vault.Read(ctx, 0, func(r entry.Record) error {
		if r.Entry.Kind == entry.ActProposed {
			facts = proposedFacts(t, r.Entry)
		}
		return nil
	}))
	_, err := u.desk.Vault.Append(ctx, entry.Draft{Kind: entry.ContentDestroyed, Item: item, Done: u.clk.now(), Facts: facts})
	must(t, err)
	if _, err := u.desk.Original(ctx, item); err != nil {
		t.Fatalf("gone before it was destroyed: %v", err)
	}
	u.sound()
	if _, err := u.desk.Original(ctx, item); !errors.Is(err, app.ErrGone) {
		t.Errorf("ordered and never carried out: %v", err)
	}
}

func TestWhatForbidsDestructionIsSaid(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	item, rel := u.submitted()
	refusedFor(t, u.desk.ProposeDestruction(ctx, item, "Review."), "release_in_hand")
	u.as("hale")
	must(t, u.desk.Return(ctx, rel, "not now"))
	must(t, u.desk.ProposeDestruction(ctx, item, "Review."))
	u.as("malik")
	must(t, u.desk.RaiseThreat(ctx, item, "said to be in danger"))
	refusedFor(t, u.second(), "threat_open")
	refusedFor(t, u.desk.ProposeDestruction(ctx, item, "Review."), "threat_open")
}

// Rehearsal of a loss: the vault is put back from a backup, two officers record
// what was lost, each officer takes it up, and no second rollback hides behind.
func TestRestoreByTwoOfficers(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("malik")
	kept := u.receive(tablets)
	u.as("hale")
	copyPath := filepath.Join(filepath.Dir(u.path), "copy.corridor")
	b, err := u.desk.Backup(ctx, copyPath)
	must(t, err)
	if len(u.desk.Backups(ctx)) != 1 || b.Head == "" || b.Expires.Sub(u.clk.now()) < 89*24*time.Hour {
		t.Errorf("backup %+v", b)
	}
	u.as("malik")
	lost := u.receive("What comes after the backup.")
	u.as("idris")
	u.as("hale")
	last := u.desk.Unit().Entries
	must(t, u.desk.Close())
	u.desk, u.who = nil, ""
	must(t, os.Remove(u.path))
	for _, side := range []string{"-wal", "-shm"} {
		if err := os.Remove(u.path + side); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	must(t, vault.Restore(ctx, copyPath, u.path))
	suspect := func() bool {
		return strings.Contains(strings.Join(u.desk.Status().Warnings, "\n"), "rollback suspected")
	}
	d := u.reopen("hale")
	if !suspect() {
		t.Fatal("an older copy was put in place, and nobody is warned")
	}
	refusedFor(t, d.AcceptRestore(ctx, []byte(pass)), "restore")
	refusedFor(t, d.ProposeRestore(ctx, b.Seq, "0000000000000000", last, "Everything since noon."), "head_code")
	refusedFor(t, d.ProposeRestore(ctx, b.Seq, b.Head, b.Seq, "Nothing."), "restore")
	refusedFor(t, d.ProposeRestore(ctx, b.Seq, b.Head, last, ""), "reason")
	must(t, d.ProposeRestore(ctx, b.Seq, strings.ToLower(b.Head), last, "One note from the charity line."))
	refusedFor(t, u.second(), "same_person")
	u.as("idris")
	must(t, u.second())
	u.as("hale")
	must(t, u.desk.AcceptRestore(ctx, []byte(pass)))
	u.as("malik")
	u.as("hale")
	if suspect() {
		t.Error("a recorded and accepted restore is still called a rollback")
	}
	refusedFor(t, u.desk.AcceptRestore(ctx, []byte(pass)), "restore") // nothing is missing now
	if _, err := u.desk.Open(ctx, kept); err != nil {
		t.Errorf("what the backup held: %v", err)
	}
	if _, err := u.desk.Open(ctx, lost); !errors.Is(err, app.ErrNoItem) {
		t.Errorf("what was lost: %v", err)
	}
	u.sound()
}

func TestWhatRunsOutIsSaidAhead(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	u.as("hale")
	if due := u.desk.Due(ctx); len(due) != 0 {
		t.Errorf("nothing runs out, and %+v is said", due)
	}
	m := member("malik", u.clk.now())
	soon := u.clk.now().AddDate(0, 0, 59).Truncate(24 * time.Hour)
	m.Accreditation.VettingUntil = soon
	must(t, u.desk.Accredit(ctx, "malik", member("malik", u.clk.now(), "handler").Roles, m.Accreditation))
	must(t, u.desk.SetPolicy(ctx, "backup.expiry", "240h"))
	_, err := u.desk.Backup(ctx, filepath.Join(filepath.Dir(u.path), "b.corridor"))
	must(t, err)
	due := u.desk.Due(ctx)
	if len(due) != 2 || !strings.HasPrefix(due[0].What, "backup") || due[1].What != "vetting DV" || !due[1].Until.Equal(soon) || due[1].Lapsed {
		t.Errorf("due %+v", due)
	}
}

// reopen unlocks the vault after it was closed.
func (u *unit) reopen(who entry.Person) *app.Desk {
	u.t.Helper()
	v, err := vault.Open(u.t.Context(), u.path, u.keys, who, []byte(pass), u.clk.now)
	must(u.t, err)
	u.open(v, who)
	return u.desk
}

// A recipient's new certificate is confirmed anew, and voids what was approved
// for the old key.
func TestARecipientsNewKeyIsConfirmedAnew(t *testing.T) {
	u := newUnit(t)
	ctx := t.Context()
	_, rel := u.submitted()
	u.as("hale")
	must(t, u.approve(rel))
	u.as("malik")
	same, err := u.rcp.Public()
	must(t, err)
	refusedFor(t, u.desk.RenewRecipient(ctx, u.to, same), "same_key")
	refusedFor(t, u.desk.RenewRecipient(ctx, u.to, []byte("nothing")), "certificate")
	k, err := pgp.Generate("D. Rowan", u.clk.now(), rand.Reader)
	must(t, err)
	pub, err := k.Public()
	must(t, err)
	must(t, u.desk.RenewRecipient(ctx, u.to, pub))
	r := u.desk.Recipients()[0]
	if r.Name != "D. Rowan" || r.ConfirmedBy != "" || r.Fingerprint != k.Fingerprint() {
		t.Errorf("after: %+v", r)
	}
	_, err = u.desk.Dispatch(ctx, rel)
	refusedFor(t, err, "recipient_unconfirmed")
	refusedFor(t, err, "manifest")
}
