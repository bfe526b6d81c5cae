// Package secret holds passphrases and keys in memory.
//
// It owns: a byte string that cannot be formatted, logged or marshalled by
// accident, that lies in memory of its own, locked and left out of dumps where
// the system lets us, and that can be wiped.
//
// It refuses: keeping secrets as strings, comparing them in a way whose time
// depends on them, and any promise about copies that the Go runtime, the
// garbage collector or the operating system's swap may have made.
package secret
