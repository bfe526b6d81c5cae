// Package index finds words in what a member has open.
//
// It owns: full-text search over the fields of items, held in memory only: an
// SQLite FTS5 table without a file, whose temporary tables are in memory too;
// the small query language (words, "phrases", prefixes*, AND, OR, NOT,
// brackets, fields such as ref:); and the spellings of identifiers, so that a
// telephone or vehicle registration number is found however it was typed.
// Hits are the best first; of words that more than some thousand items hold, the
// best of the newest, because what everybody holds tells no two items apart, and
// to weigh it up in each costs more than an officer waits.
//
// It refuses: files, keys, and text in its answers. A hit names an item and
// says in neutral words why; what it says is for its reader to open, which is
// an act of its own. A query that cannot be understood is searched for as
// plain words, never passed to the database as it is.
package index
