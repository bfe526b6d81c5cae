package vault

import (
	"corridor/app/entry"
)

// ArmouredKey gives a member's own secret key as it lies on this desk: still
// locked by their passphrase, armoured, for reading a vault with another
// OpenPGP program.
func ArmouredKey(keyDir, path string, person entry.Person) ([]byte, error) {
	id, err := IDOf(path)
	if err != nil {
		return nil, err
	}
	k, err := readKeys(keyDir, id, person)
	if err != nil {
		return nil, err
	}
	return []byte(k.Member), nil
}
