//go:build !linux

package station

// Harden does nothing here: see the README for what holds on this system.
func Harden() {}
