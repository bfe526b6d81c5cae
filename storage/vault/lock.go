package vault

import (
	"fmt"
	"os"
	"sync"

	"corridor/storage/spool"
)

// lockFile keeps a second program away from a vault, and counts the vaults of
// this program that share it and the spool behind it.
type lockFile struct {
	mu    sync.Mutex
	f     *os.File
	uses  int
	spool *spool.File
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

// behind is the spool behind the vault, laid at path by the first who asks.
func (l *lockFile) behind(path string) (*spool.File, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.spool != nil {
		return l.spool, nil
	}
	f, err := spool.Lay(path)
	l.spool = f
	return f, err
}

// first reports that no other vault of this program shares the lock.
func (l *lockFile) first() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.uses == 1
}

// release gives the lock up once nobody uses it any more.
func (l *lockFile) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.uses--
	if l.uses > 0 {
		return
	}
	if l.spool != nil {
		_ = l.spool.Close()
		l.spool = nil
	}
	if l.f != nil {
		_ = l.f.Close()
		l.f = nil
	}
}
