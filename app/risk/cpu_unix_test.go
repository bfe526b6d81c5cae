//go:build unix

package risk

import (
	"syscall"
	"time"
)

// processorTime is what the processors have spent on this process so far. On a
// machine that others use too it says more than the clock does.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
