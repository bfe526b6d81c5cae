//go:build !linux

package vault

import "os"

// allocate takes room on the disk for a file.
func allocate(f *os.File, size int) error { return fillZeros(f, size) }
