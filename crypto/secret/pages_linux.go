package secret

import (
	"os"

	"golang.org/x/sys/unix"
)

// newPages gives memory of its own, outside what the garbage collector copies
// and swaps, left out of core dumps and empty in a forked child; nil if the
// system gives none. locked reports whether it cannot be swapped out: a user's
// limit (RLIMIT_MEMLOCK) may forbid that.
func newPages(n int) (m []byte, locked bool) {
	page := os.Getpagesize()
	m, err := unix.Mmap(-1, 0, (n+page-1)/page*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return nil, false
	}
	_ = unix.Madvise(m, unix.MADV_DONTDUMP)
	_ = unix.Madvise(m, unix.MADV_WIPEONFORK)
	return m, unix.Mlock(m) == nil
}

// dropPages gives cleared memory back. Its addresses stay ours and read as
// zeros: whoever still holds a slice of it sees a wiped key, and does not crash.
func dropPages(m []byte) {
	_ = unix.Munlock(m)
	_ = unix.Madvise(m, unix.MADV_DONTNEED)
}
