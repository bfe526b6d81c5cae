// Package app is the desk: one verb per act, and the small interfaces (ports)
// that it needs of the vault.
//
// Every verb goes the same way, with no detour: the rules of the room say yes
// or give a refusal; the facts become an entry; the journal appends it; the
// state folds it; a view comes back. The desk writes nothing that the rules,
// run again by any reader, would not accept.
//
// A desk keeps what it has worked out, and takes it up at the next unlock: the
// places of entries that had effect, and what lists and the search need. A
// product is folded from its own entries, read from the journal with their
// signatures checked, when somebody asks for it; Recheck goes through the
// others afterwards; and what leaves is decided on entries that are judged
// again there and then.
//
// It refuses: storage, cryptography and screens of its own.
package app
