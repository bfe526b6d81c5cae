package vault

import (
	"context"
	"errors"

	"corridor/app/entry"
	"corridor/storage/sqlite"
)

// IDOf reads which vault a file is, without opening it.
func IDOf(path string) (entry.ID, error) {
	ctx := context.Background()
	s, err := sqlite.OpenReadOnly(ctx, path)
	if err != nil {
		return "", said(err)
	}
	id, err := vaultID(ctx, s)
	return id, errors.Join(err, s.Close())
}

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
