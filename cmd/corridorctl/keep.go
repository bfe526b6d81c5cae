package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"corridor/app"
	"corridor/app/entry"
	"corridor/cmd/internal/station"
	"corridor/storage/vault"
)

// certificate prints the officer's neutral certificate: what a partner
// encrypts product to.
func certificate(c *call, d *app.Desk, _ *flag.FlagSet) error {
	b, err := d.Certificate()
	if err != nil {
		return err
	}
	_, err = c.raw.Write(b)
	return err
}

// backupLine is a backup that has not expired.
type backupLine struct {
	Path    string `json:"path"`
	Entries uint64 `json:"entries"`
	Head    string `json:"head"`
	Expires string `json:"expires"`
}

// backup copies the vault while it is in use, verifies the copy and records it.
func backup(c *call, d *app.Desk, _ *flag.FlagSet) error {
	to, err := c.arg(0, "where the copy goes")
	if err != nil {
		return err
	}
	b, err := d.Backup(c.ctx, to)
	if err != nil {
		return err
	}
	return c.out.Encode(backupLine{b.Place, b.Seq, b.Head, b.Expires.Format("2006-01-02")})
}

// backups lists those that have not expired: each holds what was destroyed
// since.
func backups(c *call, d *app.Desk, _ *flag.FlagSet) error {
	for _, b := range d.Backups(c.ctx) {
		if err := c.out.Encode(backupLine{b.Place, b.Seq, b.Head, b.Expires.Format("2006-01-02")}); err != nil {
			return err
		}
	}
	return nil
}

// restoreFile puts a backup into the place of a vault that was lost.
func restoreFile(c *call, _ *app.Desk, _ *flag.FlagSet) error {
	if len(c.args) != 2 {
		return errUse("give the backup and the new file")
	}
	if err := vault.Restore(c.ctx, c.args[0], c.args[1]); err != nil {
		return err
	}
	fmt.Fprintln(c.err, "Restored. Two officers record it: `corridorctl restore record`, then `second`; each officer then takes it up: `corridorctl restore accept`.")
	return nil
}

func restoreFlags(f *flag.FlagSet) {
	f.Uint64("ended", 0, "number of the backup's last entry")
	f.Uint64("lost", 0, "number of the last entry that was lost, if anybody knows it")
	str("head: the 16 characters that lie with the backup", "what: was lost, in words")(f)
}

func restoreRecord(c *call, d *app.Desk, f *flag.FlagSet) error {
	number := func(name string) uint64 {
		n, _ := f.Lookup(name).Value.(flag.Getter).Get().(uint64)
		return n
	}
	return d.ProposeRestore(c.ctx, number("ended"), get(f, "head"), number("lost"), get(f, "what"))
}

func restoreAccept(c *call, d *app.Desk, _ *flag.FlagSet) error {
	return c.withPassphrase(func(pass []byte) error { return d.AcceptRestore(c.ctx, pass) })
}

// recoveryMake makes the unit's recovery key and prints the two halves of its
// passphrase, once: each is written down, sealed and kept by another officer.
func recoveryMake(c *call, d *app.Desk, f *flag.FlagSet) error {
	st, err := station.New(c.common.keys)
	if err != nil {
		return err
	}
	halves, err := st.NewRecovery(c.ctx, d, get(f, "reason"))
	if err != nil {
		return err
	}
	code := ""
	for _, p := range d.Proposals() {
		if p.Kind == entry.RecoverySet {
			code = p.About
		}
	}
	return c.out.Encode(struct {
		First  string `json:"first_half"`
		Second string `json:"second_half"`
		Code   string `json:"code"`
	}{halves[0], halves[1], code})
}

// recoveryUse records a use of the recovery key, by which the desk was
// unlocked, before anything is shown.
func recoveryUse(rehearsal bool) func(*call, *app.Desk, *flag.FlagSet) error {
	return func(c *call, d *app.Desk, f *flag.FlagSet) error {
		got, err := d.UseRecovery(c.ctx, rehearsal, get(f, "reason"))
		if err != nil {
			return err
		}
		return c.out.Encode(struct {
			Compartments []string `json:"compartments"`
			Keys         int      `json:"keys"`
			Entries      int      `json:"entries"`
			Shut         int      `json:"shut"`
		}{got.Compartments, got.Epochs, got.Entries, got.Shut})
	}
}

func recoveryState(c *call, d *app.Desk, _ *flag.FlagSet) error {
	r := d.Recovery()
	return c.out.Encode(struct {
		Made    bool     `json:"made"`
		Code    string   `json:"code"`
		Used    bool     `json:"used"`
		Lacking []string `json:"lacking"`
	}{r.Made, r.Code, r.Used, append([]string{}, r.Lacking...)})
}

func exportFlags(f *flag.FlagSet) {
	str("openpgp: file of the certificate that everything is encrypted to", "heard: last eight or more characters of its fingerprint, as read by voice",
		"reason: and to whom it goes")(f)
}

// exportVault hands out everything that is open, in files that any OpenPGP
// program of the last decade opens.
func exportVault(c *call, d *app.Desk, f *flag.FlagSet) error {
	if len(c.args) != 1 || get(f, "openpgp") == "" {
		return errUse("give --openpgp CERT, the vault and a new folder")
	}
	dir := c.args[0]
	cert, err := os.ReadFile(get(f, "openpgp"))
	if err != nil {
		return errUse("the certificate file could not be read")
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return errUse("the folder must be a new one")
	}
	made := false
	v, err := d.Export(c.ctx, app.ExportInput{Certificate: cert, Heard: get(f, "heard"), Reason: get(f, "reason")}, func(name string, b []byte) error {
		made = true
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		return os.WriteFile(path, b, 0o600)
	})
	if err != nil {
		if !made {
			_ = os.Remove(dir)
		}
		return err
	}
	if v.Shut > 0 {
		fmt.Fprintf(c.err, "%d entries stand in compartments that are not open here and are not in it.\n", v.Shut)
	}
	return c.out.Encode(struct {
		Dir         string `json:"dir"`
		Fingerprint string `json:"fingerprint"`
		Entries     int    `json:"entries"`
		Contents    int    `json:"contents"`
		Shut        int    `json:"shut"`
	}{dir, v.Fingerprint, v.Entries, v.Contents, v.Shut})
}

// recoverVault salvages what is readable from a damaged file into a new one.
func recoverVault(c *call, _ *app.Desk, f *flag.FlagSet) error {
	from, err := c.arg(0, "the damaged vault")
	if err != nil {
		return err
	}
	to, err := c.arg(1, "the new file")
	if err != nil {
		return err
	}
	id := entry.ID(get(f, "id"))
	if id == "" {
		if id, err = vault.IDOf(from); err != nil {
			return errUse("the file does not say which vault it is: give --id, as a backup's or the keys' folder names it")
		}
	}
	got, err := vault.Recover(c.ctx, from, to, id)
	if err != nil {
		return err
	}
	err = c.out.Encode(struct {
		Entries int `json:"entries"`
		Parts   int `json:"parts"`
		Keys    int `json:"keys"`
		Grants  int `json:"grants"`
		Lost    int `json:"lost"`
	}{got.Rows, got.Parts, got.Keys, got.Grants, got.Lost})
	if err == nil && got.Lost > 0 {
		fmt.Fprintln(c.err, "Some rows could not be read. Run `corridorctl verify` on the new file: it names every gap.")
	}
	return err
}

// passphrase locks the officer's keys anew. The vault itself does not change.
func passphrase(c *call, _ *app.Desk, f *flag.FlagSet) error {
	path, as := get(f, "vault"), person(get(f, "as"))
	if path == "" || as == "" {
		return errUse("give --vault, --as, --passphrase-file and --new-passphrase-file")
	}
	st, err := station.New(get(f, "keys"))
	if err != nil {
		return err
	}
	old, err := firstLine(get(f, "passphrase-file"))
	if err != nil {
		return err
	}
	defer clear(old)
	fresh, err := firstLine(get(f, "new-passphrase-file"))
	if err != nil {
		return err
	}
	defer clear(fresh)
	id, err := vault.IDOf(path)
	if err != nil {
		return err
	}
	return vault.ChangePassphrase(st.Keys, id, as, old, fresh, st.Strength)
}

func passphraseFlags(f *flag.FlagSet) {
	var common commonFlags
	common.register(f)
	str("new-passphrase-file: file whose first line is the new passphrase")(f)
}
