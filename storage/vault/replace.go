package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"corridor/app/entry"
)

// SetAsideKeys renames the key file of a person, so that new keys can take its
// place: a lost passphrase, or a recovery key that was used. Nothing opens a
// key file that was set aside; it is kept until somebody destroys it. It gives
// the new name, or "" when there was no key file.
func SetAsideKeys(keyDir string, vault entry.ID, person entry.Person) (string, error) {
	if !person.Valid() {
		return "", fmt.Errorf("vault: set keys aside: %q is not a person's code", string(person))
	}
	path := keyFile(keyDir, vault, person)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	for n := 1; n < 1000; n++ {
		aside := fmt.Sprintf("%s.replaced-%d", path, n)
		if _, err := os.Lstat(aside); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.Rename(path, aside); err != nil {
			return "", fmt.Errorf("vault: set keys aside: %w", err)
		}
		return aside, nil
	}
	return "", fmt.Errorf("vault: set keys aside: too many of %s", person)
}

// TakeBackKeys puts a key file that SetAsideKeys named in its place again, over
// whatever took it: the new keys came to nothing. "" does nothing.
func TakeBackKeys(aside string) error {
	if aside == "" {
		return nil
	}
	i := strings.LastIndex(aside, ".replaced-")
	if i < 0 {
		return errors.New("vault: take keys back: no key file that was set aside")
	}
	if err := os.Rename(aside, aside[:i]); err != nil {
		return fmt.Errorf("vault: take keys back: %w", err)
	}
	return nil
}
