//go:build unix

package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"

	"corridor/app"
)

func lockExclusive(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return app.ErrInUse
	}
	return err
}

// readOnlyLock takes no lock where none can be written: nobody can write the
// vault there either.
func readOnlyLock(path string, err error) (*lockFile, error) {
	if errors.Is(err, unix.EROFS) || errors.Is(err, unix.ENOSPC) {
		return &lockFile{uses: 1}, nil
	}
	if errors.Is(err, fs.ErrPermission) {
		if _, e := os.Stat(path); e == nil {
			return &lockFile{uses: 1}, nil
		}
	}
	return nil, fmt.Errorf("vault: lock: %w", err)
}
