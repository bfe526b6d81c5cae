//go:build !unix

package vault

import (
	"fmt"
	"os"
)

// lockExclusive relies on the database's own lock: this system has no flock.
func lockExclusive(*os.File) error { return nil }

func readOnlyLock(_ string, err error) (*lockFile, error) {
	return nil, fmt.Errorf("vault: lock: %w", err)
}
