// Package app is the desk: one verb per act, and the small interfaces (ports)
// that it needs of the vault.
//
// Every verb goes the same way, with no detour: the rules of the room say yes
// or give a refusal; the facts become an entry; the journal appends it; the
// state folds it; a view comes back. The desk writes nothing that the rules,
// run again by any reader, would not accept.
//
// It refuses: storage, cryptography and screens of its own.
package app
