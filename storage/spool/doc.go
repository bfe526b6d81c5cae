// Package spool keeps the end of a journal where the journal itself cannot be
// written: on a full disk, a write-protected medium, or one that has stopped to
// answer.
//
// It owns: one file on this workstation, laid while there was room and written in
// place ever after, so that taking an act into it asks nothing of the disk; and a
// store that reads as if what lies in the file stood in the journal already. The
// acts in it are rows of the journal as they would have been stored, sealed,
// signed, chained and tagged, so whoever edits the file is found out as if they
// had edited the vault. As soon as the journal can be written, the next append
// puts them in their places first.
//
// A file of its own, used without a store, keeps sealed acts that were recorded
// while no journal could be opened at all: Put, Apart and Drop.
//
// It refuses: keys, and any opinion on which acts may wait here; whoever appends
// decides. It refuses to guess: rows that no longer fit the end of the journal
// (because it was written elsewhere, or put back) are kept aside and given as
// Stranded, for their authors to record anew.
package spool
