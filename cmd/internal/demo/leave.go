package demo

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"corridor/cmd/internal/station"
	"corridor/storage/vault"
)

// Leave writes what a stranger needs beside the vault: release/ (the package as
// the recipient gets it), keys/ (both officers' release certificates and the
// fictitious recipient's secret key, without passphrase), one officer's secret
// key with its passphrase; and says which gpg commands open and verify it.
func Leave(out io.Writer, st *station.Station, u *Unit, dir string) error {
	if len(u.Packages) == 0 {
		return fmt.Errorf("demo: nothing was released")
	}
	p := u.Packages[0]
	files := map[string][]byte{}
	for name, b := range p.Files {
		files[filepath.Join("release", name)] = b
	}
	for _, name := range []string{"officer-author.asc", "officer-approver.asc"} {
		b, _, err := u.Recipient.DecryptMessage(p.Files[name+".pgp"], st.Now())
		if err != nil {
			return fmt.Errorf("demo: own release does not open: %w", err)
		}
		files[filepath.Join("keys", name)] = b
	}
	secret, err := u.Recipient.ArmourUnlocked()
	if err != nil {
		return err
	}
	files[filepath.Join("keys", "recipient-secret.asc")] = secret
	officer := Officers()[1]
	if files["officer-secret.asc"], err = vault.ArmouredKey(st.Keys, u.Vault, officer.Person); err != nil {
		return err
	}
	files["officer-passphrase.txt"] = []byte(officer.Passphrase + "\n")
	for name, b := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			return err
		}
	}
	commands(out, dir)
	return nil
}

func commands(out io.Writer, dir string) {
	fmt.Fprintf(out, `
The vault is %[1]s/demo.corridor; officer %[2]s's key and passphrase are beside it.
As the recipient, with stock gpg and a keyring of its own:

  cd %[1]s && export GNUPGHOME="$(mktemp -d)"
  gpg --import keys/recipient-secret.asc keys/officer-author.asc keys/officer-approver.asc
  for f in release/*.pgp; do gpg --output "$(basename "${f%%.pgp}")" --decrypt "$f"; done
  gpg --verify manifest.json.author.asc manifest.json
  gpg --verify manifest.json.approver.asc manifest.json
  gpg --verify report.txt.author.asc report.txt
  gpg --verify report.txt.approver.asc report.txt

and with this program, which also checks the manifest and that two different people signed:

  corridorctl release verify %[1]s/release --key %[1]s/keys/recipient-secret.asc --officer %[1]s/keys/officer-author.asc --officer %[1]s/keys/officer-approver.asc
`, dir, Officers()[1].Person)
}
