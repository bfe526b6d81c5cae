// Package state folds the journal: it verifies each record, asks the roster
// whether its author was allowed, routes it to the room that owns its kind,
// and keeps what the desk shows. An entry that fails is void: kept, listed in
// Alarms, without effect.
//
// It refuses: writing, storage, cryptography beyond asking a record's proof,
// and rules of its own. It is not safe for concurrent use; the desk guards it.
package state
