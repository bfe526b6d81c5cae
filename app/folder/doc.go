// Package folder owns what lies in folders of this workstation and waits to be
// received: it lists files, reads each when its turn comes, decides what of a
// watched folder has come to rest, and says what it left alone and why.
//
// It refuses: to follow links, to go beyond the bounds below, and to move,
// change or remove anything. What a file holds is no business of its own
// (app/intake).
package folder
