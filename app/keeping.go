package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"corridor/app/entry"
	"corridor/app/keeping"
	"corridor/app/setting"
)

// Keeper is what a vault can do with itself as a file.
type Keeper interface {
	// Backup copies the vault to a new file while it is in use, and verifies
	// the copy. It refuses to write over anything.
	Backup(ctx context.Context, to string) (Copy, error)
	// Destroy forgets pieces of content for good: their keys and their bodies.
	// The order of two officers is journalled before.
	Destroy(ctx context.Context, pieces ...entry.ID) error
	// Remembered is the end of the journal as this member last saw it on this
	// desk; an error when this desk has no record of it.
	Remembered() (seq uint64, hash string, err error)
	// AcceptHead makes the journal's present end the one that is remembered.
	AcceptHead(ctx context.Context) error
	// CodeOfHead is a row's hash as the 16 characters of a handover paper.
	CodeOfHead(hash string) string
}

// Copy is a backup as it was verified after writing.
type Copy struct {
	Path     string
	Seq      uint64
	Hash     string // hex, of the row at Seq
	HeadCode string
}

// BackupView is a backup that was made and has not expired.
type BackupView struct {
	At      time.Time
	By      string
	Place   string
	Seq     uint64
	Head    string // code of its last entry, as on the paper that lies with it
	Expires time.Time
}

// Backup copies the vault while it is in use, verifies the copy, and records it
// with its expiry: until then it holds whatever is destroyed here.
func (d *Desk) Backup(ctx context.Context, to string) (BackupView, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, err := d.Vault.Backup(ctx, to)
	if err != nil {
		return BackupView{}, err
	}
	f := keeping.Backup{Seq: c.Seq, Head: c.Hash, Expires: d.Now().UTC().Truncate(time.Second).Add(d.st.Settings.Duration(setting.BackupExpiry))}
	v := BackupView{By: d.name(d.Vault.Me()), Place: to, Seq: c.Seq, Head: c.HeadCode, Expires: f.Expires}
	err = d.append(ctx, entry.Draft{Kind: entry.BackupMade, Facts: f, Pieces: words(keeping.RolePlace, to)})
	if errors.Is(err, ErrFull) || errors.Is(err, ErrReadOnly) {
		return v, fmt.Errorf("app: the backup is sound, and could not be recorded: %w", err)
	}
	return v, err
}

// Backups lists the backups that have not expired, oldest first.
func (d *Desk) Backups(ctx context.Context) []BackupView {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []BackupView
	for _, b := range d.st.Keeping.Standing(d.Now()) {
		out = append(out, d.backupView(ctx, b))
	}
	return out
}

func (d *Desk) backupView(ctx context.Context, b keeping.At[keeping.Backup]) BackupView {
	return BackupView{At: b.Entry.Done, By: d.name(b.Entry.Author), Place: d.text(ctx, b.Entry, keeping.RolePlace), Seq: b.Facts.Seq,
		Head: d.Vault.CodeOfHead(b.Facts.Head), Expires: b.Facts.Expires}
}

// ProposeRestore is the first half of recording that the journal went on from a
// backup. ended is the last entry of that backup, headCode the 16 characters
// that lie with it, lost the last entry known to have been lost (0: nobody
// knows), and what says in words what was lost. Another officer confirms by
// Second; then each officer takes it up by AcceptRestore.
func (d *Desk) ProposeRestore(ctx context.Context, ended uint64, headCode string, lost uint64, what string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return err
	}
	if ended == 0 || ended >= d.st.Seq || lost != 0 && lost <= ended {
		return refuse("restore", "Give the number of the backup's last entry, and of the last entry that was lost, if anybody knows it.", "unit")
	}
	hash, err := d.hashAt(ctx, ended)
	if err != nil {
		return err
	}
	if squash(headCode) != squash(d.Vault.CodeOfHead(hash)) {
		return refuse("head_code", "The head code does not agree with that entry: this is not the backup that the paper lies with. Do not go on from it.", "unit")
	}
	_, err = d.propose(ctx, entry.VaultRestored, "", d.Vault.Common(), keeping.Restored{Ended: ended, Head: hash, Lost: lost}, what)
	return err
}

// hashAt is the hash of the row at a place. ErrNoItem when there is none, or
// none that is sound.
func (d *Desk) hashAt(ctx context.Context, seq uint64) (string, error) {
	rs, err := d.Vault.Records(ctx, []uint64{seq})
	if err != nil {
		return "", err
	}
	if len(rs) != 1 || len(rs[0].Faults) > 0 {
		return "", ErrNoItem
	}
	return rs[0].Hash, nil
}

// AcceptRestore takes up, on this desk, a restore that two officers recorded:
// from now on the journal's present end is the one that the desk remembers. It
// refuses what no restore explains, and to explain a second rollback by the
// same restore.
func (d *Desk) AcceptRestore(ctx context.Context, passphrase []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.Vault.Confirm(passphrase); err != nil {
		return err
	}
	if err := d.reverify(ctx); err != nil {
		return err
	}
	seq, hash, err := d.Vault.Remembered()
	if err != nil {
		return err
	}
	if now, err := d.hashAt(ctx, seq); err == nil && now == hash {
		return refuse("restore", "This desk saw nothing that is missing: there is nothing to accept.", "unit")
	}
	rs := d.st.Keeping.Restores
	if len(rs) == 0 {
		return refuse("restore", "No two officers have recorded a restore. Treat this as a rollback: keep the file, and tell your supervisor.", "unit")
	}
	last := rs[len(rs)-1]
	if !last.Facts.Explains(seq) || d.st.Keeping.TookUp(d.Vault.Me(), last.Entry.ID) {
		return refuse("restore", fmt.Sprintf("The restore on record does not explain what is missing here: this desk last saw entry %d. Keep the file, and tell your supervisor.", seq), "unit")
	}
	err = d.append(ctx, entry.Draft{Kind: entry.RestoreAccepted, Facts: keeping.Accepted{Restored: last.Entry.ID, Seen: seq}})
	if err != nil {
		return err
	}
	return d.Vault.AcceptHead(ctx)
}
