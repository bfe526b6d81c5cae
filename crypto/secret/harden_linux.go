package secret

import (
	"golang.org/x/sys/unix"
)

// Harden asks the system to keep this program's memory out of core dumps and
// out of other programs' reach. It returns, in words, what was not granted.
// What the garbage collector has copied and what lies in swap is beyond it.
func Harden() []string {
	var no []string
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		no = append(no, "core dumps could not be switched off")
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		no = append(no, "other programs of this user may read this program's memory")
	}
	return no
}
