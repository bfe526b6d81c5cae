// Package sqlite keeps the journal in one SQLite file.
//
// It owns: the schema, every line of SQL of the vault, the pragmas (write-ahead
// log, synchronous=FULL, secure deletion, temporary tables in memory, cell
// checks, no trusted schema, no memory mapping) and the translation of
// SQLite's complaints into storage's.
//
// It refuses: keys and plaintext. It does not import cryptography; everything
// it is handed is ciphertext, a hash or public. An insert never replaces: a row
// or grant that is there already is an error.
package sqlite
