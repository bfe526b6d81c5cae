package main

import (
	"flag"
	"fmt"

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

// backup copies the vault while it is in use and verifies the copy.
func backup(c *call, d *app.Desk, _ *flag.FlagSet) error {
	to, err := c.arg(0, "where the copy goes")
	if err != nil {
		return err
	}
	v, ok := d.Vault.(*vault.Vault)
	if !ok {
		return app.ErrInput
	}
	k, err := v.Backup(c.ctx, to)
	if err != nil {
		return err
	}
	return c.out.Encode(struct {
		Path    string `json:"path"`
		Entries uint64 `json:"entries"`
		Head    string `json:"head"`
	}{k.Path, k.Seq, k.HeadCode})
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
