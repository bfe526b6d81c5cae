// Package keeping owns what happens to a vault as a file and to content for
// good: backups and when they expire, a restore and what it lost, the
// destruction of content, and the export of everything to a reader of another
// make (DPA 2018 s.62: erasure and disclosure are logged; the log carries no
// erased content).
//
// It refuses: files, keys, and the question of who may do it (app/roster).
package keeping
