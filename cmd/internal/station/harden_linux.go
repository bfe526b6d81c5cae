package station

import "golang.org/x/sys/unix"

// Harden keeps this process's memory out of core files and away from other
// programs of the same account. What the system refuses is left as it was: a
// desk that cannot be hardened still has to work at night.
func Harden() {
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	unix.Umask(0o077)
}
