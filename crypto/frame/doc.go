// Package frame binds an entry to its place in the journal.
//
// It owns: the hash and tag of a row, the commitment to an epoch's key, what
// stands inside a sealed body (the signed entry, the header of a part of
// content, the key of a piece of content), and the strict reading of each. A
// body in any other place than the one it was signed for does not pass as
// itself, although it opens: the standard gives sealed packets no place to
// name their row, so the name stands inside and is compared on every read.
//
// It refuses: storage, OpenPGP packets themselves (crypto/pgp), and any
// judgement about who may do what.
package frame
