package vault

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/crypto/pgp"
	"corridor/storage/sqlite"
	"corridor/storage/whole"
)

// keysFormat is the version of a key file.
const keysFormat = "corridor keys 1"

// maxKeyFile is the largest key file that is read, bytes.
const maxKeyFile = 1 << 20

// lockedKeys is a key file: the member's armoured OpenPGP secret key, locked by
// a passphrase, and the release key in an armoured message to it. It is not in
// the vault, so that a stolen vault gives nothing to guess at.
type lockedKeys struct {
	Format  string       `json:"format"`
	Vault   entry.ID     `json:"vault"`
	Person  entry.Person `json:"person"`
	Member  string       `json:"member"`
	Release string       `json:"release"`
}

func keyFile(dir string, vault entry.ID, p entry.Person) string {
	return filepath.Join(dir, string(vault), string(p)+".key")
}

// NewMemberKeys makes a person's member and release key for a vault, writes
// them locked below keyDir, and returns the public keys with their proofs of
// possession, for enrolment. It refuses a weak passphrase and never writes
// over keys that exist.
func NewMemberKeys(keyDir string, vault entry.ID, person entry.Person, passphrase []byte, s Strength, now time.Time) ([]roster.Key, error) {
	return newMemberKeys(keyDir, vault, person, passphrase, s, now, rand.Reader)
}

func newMemberKeys(keyDir string, vault entry.ID, person entry.Person, passphrase []byte, s Strength, now time.Time, random io.Reader) ([]roster.Key, error) {
	if !person.Valid() {
		return nil, fmt.Errorf("vault: new keys: %q is not a person's code", string(person))
	}
	if score, words := CheckPassphrase(string(passphrase)); score < PassphraseEnough {
		return nil, fmt.Errorf("vault: new keys: %w: %s", ErrWeak, words)
	}
	member, err := pgp.Generate("officer "+string(person), now.UTC().Truncate(time.Second), random)
	if err != nil {
		return nil, err
	}
	defer member.Wipe()
	release, err := newRelease(now, random)
	if err != nil {
		return nil, err
	}
	defer release.Wipe()
	if err := writeKeys(keyDir, vault, person, member, release, passphrase, s, random); err != nil {
		return nil, err
	}
	return publicKeys(vault, person, member, release, now, random)
}

// ImportKey makes a member key of a person's own OpenPGP secret key, as GnuPG
// or another program exported it, and a fresh release key beside it; both are
// locked anew under passphrase. Names in the key are left behind. The person
// is enrolled with what it returns, like with NewMemberKeys.
func ImportKey(keyDir string, vault entry.ID, person entry.Person, exported, exportPassphrase, passphrase []byte, s Strength, now time.Time) ([]roster.Key, error) {
	if !person.Valid() {
		return nil, fmt.Errorf("vault: import key: %q is not a person's code", string(person))
	}
	if score, words := CheckPassphrase(string(passphrase)); score < PassphraseEnough {
		return nil, fmt.Errorf("vault: import key: %w: %s", ErrWeak, words)
	}
	member, err := pgp.ReadSecret(exported, exportPassphrase)
	if errors.Is(err, pgp.ErrPassphrase) {
		return nil, app.ErrPassphrase
	}
	if err != nil {
		return nil, fmt.Errorf("vault: import key: %w", err)
	}
	defer member.Wipe()
	if err := member.Adopt("officer "+string(person), now.UTC().Truncate(time.Second), rand.Reader); err != nil {
		return nil, fmt.Errorf("vault: import key: %w", err)
	}
	release, err := newRelease(now, rand.Reader)
	if err != nil {
		return nil, err
	}
	defer release.Wipe()
	if err := writeKeys(keyDir, vault, person, member, release, passphrase, s, rand.Reader); err != nil {
		return nil, err
	}
	return publicKeys(vault, person, member, release, now, rand.Reader)
}

// newRelease makes a release key, which bears no name.
func newRelease(now time.Time, random io.Reader) (*pgp.Secret, error) {
	tag := make([]byte, 4)
	if _, err := io.ReadFull(random, tag); err != nil {
		return nil, fmt.Errorf("vault: new keys: %w", err)
	}
	return pgp.Generate("Release "+strings.ToUpper(hex.EncodeToString(tag)), now.UTC().Truncate(time.Second), random)
}

func publicKeys(vault entry.ID, person entry.Person, member, release *pgp.Secret, now time.Time, random io.Reader) ([]roster.Key, error) {
	var out []roster.Key
	for _, k := range []struct {
		purpose string
		key     *pgp.Secret
	}{{roster.PurposeMember, member}, {roster.PurposeRelease, release}} {
		public, err := k.key.Public()
		if err != nil {
			return nil, err
		}
		fpr := k.key.Fingerprint()
		proof, err := k.key.SignDetached(roster.PossessionText(vault, person, fpr, k.purpose), now.UTC().Truncate(time.Second), random)
		if err != nil {
			return nil, err
		}
		out = append(out, roster.Key{Fingerprint: fpr, Purpose: k.purpose, Public: public, Possession: proof})
	}
	return out, nil
}

func writeKeys(keyDir string, vault entry.ID, person entry.Person, member, release *pgp.Secret, passphrase []byte, s Strength, random io.Reader) error {
	locked, err := member.Lock(passphrase, s, random)
	if err != nil {
		return err
	}
	enclosed, err := member.Enclose(release, random)
	if err != nil {
		return err
	}
	b, err := entry.Encode(lockedKeys{keysFormat, vault, person, locked, enclosed})
	if err != nil {
		return err
	}
	path := keyFile(keyDir, vault, person)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("vault: key file: %w", err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("vault: key file: %s has keys already", person)
	}
	if err := whole.Write(path, b); err != nil {
		return fmt.Errorf("vault: key file: %w", err)
	}
	return nil
}

func readKeys(keyDir string, vault entry.ID, person entry.Person) (lockedKeys, error) {
	if !person.Valid() {
		return lockedKeys{}, app.ErrNoMember
	}
	b, err := readFile(keyFile(keyDir, vault, person), maxKeyFile)
	if errors.Is(err, fs.ErrNotExist) {
		return lockedKeys{}, app.ErrNoMember
	}
	if err != nil {
		return lockedKeys{}, fmt.Errorf("vault: key file: %w", err)
	}
	k, err := entry.Decode[lockedKeys](b)
	if err != nil || k.Format != keysFormat || k.Vault != vault || k.Person != person {
		return lockedKeys{}, fmt.Errorf("vault: key file of %s: %w", person, app.ErrDamaged)
	}
	return k, nil
}

// readFile reads a regular file of at most limit bytes.
func readFile(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(b)) > limit {
		err = errors.New("too long")
	}
	return b, err
}

func loadKeys(keyDir string, vault entry.ID, person entry.Person, passphrase []byte) (member, release *pgp.Secret, err error) {
	k, err := readKeys(keyDir, vault, person)
	if err != nil {
		return nil, nil, err
	}
	member, err = pgp.Unlock(k.Member, passphrase)
	if errors.Is(err, pgp.ErrPassphrase) {
		return nil, nil, app.ErrPassphrase
	}
	if err == nil {
		release, err = member.Disclose(k.Release)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("vault: key file of %s: %w: %w", person, app.ErrDamaged, err)
	}
	return member, release, nil
}

// ChangePassphrase locks a member's keys anew. The vault itself does not
// change; copies of the old key file still open with the old passphrase.
func ChangePassphrase(keyDir string, vault entry.ID, person entry.Person, old, fresh []byte, s Strength) error {
	if score, words := CheckPassphrase(string(fresh)); score < PassphraseEnough {
		return fmt.Errorf("vault: change passphrase: %w: %s", ErrWeak, words)
	}
	k, err := readKeys(keyDir, vault, person)
	if err != nil {
		return err
	}
	member, err := pgp.Unlock(k.Member, old)
	if errors.Is(err, pgp.ErrPassphrase) {
		return app.ErrPassphrase
	}
	if err != nil {
		return fmt.Errorf("vault: change passphrase: %w", err)
	}
	defer member.Wipe()
	if k.Member, err = member.Lock(fresh, s, rand.Reader); err != nil {
		return err
	}
	b, err := entry.Encode(k)
	if err != nil {
		return err
	}
	if err := whole.Write(keyFile(keyDir, vault, person), b); err != nil {
		return fmt.Errorf("vault: change passphrase: %w", err)
	}
	return nil
}

// Members lists who has a key file for a vault on this desk, in order of code.
func Members(keyDir, path string) ([]entry.Person, error) {
	ctx := context.Background()
	s, err := sqlite.OpenReadOnly(ctx, path)
	if err != nil {
		return nil, said(err)
	}
	id, err := vaultID(ctx, s)
	if e := s.Close(); err == nil && e != nil {
		err = said(e)
	}
	if err != nil {
		return nil, err
	}
	return holders(keyDir, id)
}
