// Package crypto documents the format of a vault, so that a reader can be
// written without Corridor. It holds no code: crypto/secret keeps secrets in
// memory, crypto/pgp is the one door to OpenPGP, crypto/frame binds what is
// sealed to its place. storage/vault/testdata/reader is a reader written from
// this page, in another language, on another OpenPGP implementation.
//
// # What is needed
//
// A vault is one SQLite 3 file. To read it takes a member's key file, its
// passphrase, a program that runs SQL and one that knows RFC 9580 (version 2
// integrity-protected packets, AES-256-GCM, version 6 session key packets,
// Argon2). Of GnuPG, version 2.2 does not know these.
//
// # The key file
//
// One JSON object without spaces, fields in this order: format ("corridor keys
// 1"), vault, person, member, release. member is an armoured OpenPGP secret key
// of version 4, locked by the passphrase (Argon2id, AES-256-GCM), with an
// Ed25519 primary key (legacy EdDSA, algorithm 22) that signs and a Curve25519
// subkey (ECDH, algorithm 18) that decrypts. release is an armoured message to
// that key which holds a second such key, unlocked and binary: it signs what
// leaves and bears no name.
//
// # The tables
//
//	meta(key, value)          format = "corridor vault 2"; vault = the vault's id, text
//	                          staged:HEX = id of a piece whose parts are stored ahead of its entry; it counts for nothing
//	row(seq, compartment, epoch, prev, body_hash, hash, tag, body)
//	content(id, part, body_hash, body)
//	content_key(id, compartment, epoch, packet)
//	epoch_grant(compartment, epoch, packet)
//	pad(author, draft, body)  unfinished typing, sealed to its author; not part of the record
//
// Identifiers are UUIDs: 16 raw bytes in columns and in hashes, lower-case
// canonical text in JSON. Hashes are SHA-256: 32 bytes in columns, lower-case
// hex in JSON. Integers inside hashes are big-endian and of fixed length. A
// quoted string that enters a hash ends with one zero byte where \0 is shown,
// and without one where it is not.
//
// # Keys of compartments
//
// Every compartment has a session key of 32 bytes for each of its epochs,
// counted from 1. epoch_grant holds it once for each reader: a version 6
// public-key encrypted session key packet with an empty recipient, so all
// grants of a compartment are tried in turn. The bytes of a grant followed by
// the bytes of a body make one ordinary OpenPGP message.
//
// A grant proves nothing: anybody can wrap a key of their choice. An epoch
// entry (below) therefore commits to the key:
//
//	commitment = hex SHA-256("corridor epoch v1\0", vault, compartment, uint32 number, key)
//
// and names each grant's packet by its SHA-256. A key that answers to no
// commitment is not used.
//
// The compartment of the first row is the unit's common one: every member
// reads it.
//
// # Rows
//
//	body_hash = SHA-256(body)
//	hash      = SHA-256("corridor row v1\0", vault, uint64 seq, compartment, uint32 epoch, prev, body_hash)
//	tag       = HMAC-SHA-256(row key, hash)
//	row key   = HKDF-SHA-256(key = the common compartment's session key of the epoch
//	            that is current at this row, no salt, info = "corridor row tag v1" vault, 32 bytes)
//
// prev is the hash of the row before, 32 zero bytes at the first. A row whose
// tag is not valid was written by somebody without the members' key. It is set
// aside: the next row that stands takes a seq behind it and names the last row
// that stands as its prev, so a gap in seq, or a stray row, is no fault of
// the rows around it.
//
// # Bodies
//
// A body is one version 2 symmetrically encrypted integrity-protected packet
// (tag 18): AES-256, GCM, chunk octet at most 12 (written: 4 to 10), under the
// session key of the row's compartment and epoch, and nothing behind it. It
// holds, in this order: a one-pass signature packet of version 3, a literal
// packet (binary, no name, time 0), a signature packet of version 4 (binary
// document, SHA-512) by the author's member key, and perhaps one padding
// packet (tag 21) that fills the whole to a step of an eighth of the next power
// of two (beyond 64 KiB: a sixteenth), and to 512 bytes at least.
//
// The literal is one entry. Its fields stand in this order, of fixed length or
// behind their length, without gaps and with nothing behind the last; integers
// are big-endian, times are UTC:
//
//	vault        16 bytes   this and the next four must equal the row's columns
//	seq          uint64
//	prev         32 bytes
//	compartment  16 bytes
//	epoch        uint32
//	id           16 bytes   of the entry; a second entry with the same id is a replay
//	item         16 bytes   the product that it is about, or zeros
//	must         1 byte     1: a reader that does not know the kind must not release the item; or 0
//	done         int64, uint32   when the act was done: seconds of 1970, nanoseconds
//	recorded     int64, uint32   when it was written down
//	kind         uint8 length, text   what kind of act
//	author       uint8 length, text   a neutral code of a person
//	facts        uint32 length, text  a JSON object whose shape the kind decides; no free text
//	contents     uint16 how many; each: id 16 bytes, sha256 32 bytes, size uint64, role uint8 length, text
//
// Text is UTF-8. So an entry has one spelling; facts too are written without
// spaces or line ends, their fields in the order of the kind, and every other
// spelling is refused. Characters are not escaped for HTML; those that JSON must
// escape are (and U+2028 and U+2029). What is printed of an entry for people and
// other programs is one JSON object with these names.
//
// The signature names its issuer by fingerprint alone.
//
// The first row's entry is unit.founded. Its facts hold the founder with their
// public keys and, under common, the first epoch of the common compartment;
// person.enrolled adds a member's keys; compartment.epoch begins an epoch. An
// epoch object is {compartment, number, commitment, members, grants: [{epoch,
// person, key, sha256}], needs}. The first epoch's entry of a compartment is
// sealed under the key that it announces; that of a later one under the key
// before it, and the rows after it under the new key. Which member key an
// entry must be signed by is decided by these entries alone, in the order of
// the journal: a certificate's own expiry or revocation changes nothing about
// what was written while the journal held it to be good.
//
// # Content
//
// Free text and files stand apart from entries. A piece has a random key of 32
// bytes. content_key.packet is one sealed packet as above, under the session
// key of compartment and epoch, with one literal: vault, content, compartment
// (16 bytes each), uint32 epoch, key. content.body is, for each part of 1 MiB of
// plaintext counted from 0 (one part even of nothing), one sealed packet under
// the piece's key, with one literal, perhaps padded: vault, content, uint32 part,
// uint32 parts, uint64 size, and the bytes. size is that of the whole piece.
//
//	sha256 in the entry = hex SHA-256(body_hash of part 0, of part 1, …)
//
// A piece is destroyed by forgetting its packet and its bodies; the hashes and
// the entry that names it stay.
package crypto
