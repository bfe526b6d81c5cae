//go:build !linux

package secret

// Harden can ask this system for nothing, and says so.
func Harden() []string {
	return []string{"this system was not asked to keep memory out of core dumps"}
}
