// Package tune owns how a unit has tuned what its scans look for: the words
// that it added to the risk engine's lexicon, the rules that it switched off,
// and up to where each compartment was read again by which rules.
//
// Whatever makes a scan look for less takes two officers, as taking a term off
// a deny list does; whatever makes it look for more takes one supervisor, as a
// setting does (app/roster holds the table).
//
// It refuses: the words themselves, which are content; what a sense or a rule
// means, which is the engine's (app/risk); and the question of which of them
// this version of the program knows, so that no entry becomes void because the
// program is older or newer than its author's.
package tune
