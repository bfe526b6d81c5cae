package vault

import (
	"fmt"
	"os"
	"sync"
)

// lockFile keeps a second program away from a vault, and counts the vaults of
// this program that share it.
type lockFile struct {
	mu   sync.Mutex
	f    *os.File
	uses int
}

// takeLock locks path + ".lock" for this program, or reports app.ErrInUse. The
// file stays behind; only the lock on it counts, and it dies with the program.
func takeLock(path string) (*lockFile, error) {
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return readOnlyLock(path, err)
	}
	if err := lockExclusive(f); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("vault: lock: %w", err)
	}
	return &lockFile{f: f, uses: 1}, nil
}

// share counts one more user of the same lock.
func (l *lockFile) share() *lockFile {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.uses++
	return l
}

// release gives the lock up once nobody uses it any more.
func (l *lockFile) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.uses--
	if l.uses == 0 && l.f != nil {
		_ = l.f.Close()
		l.f = nil
	}
}
