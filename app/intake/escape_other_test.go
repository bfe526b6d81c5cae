//go:build !linux

package intake

// Elsewhere nothing is denied, which Probe says; escape ends before these.
func inherited() bool { return false }

func breakOut() int { return 0 }
