// Package vault joins the journal's store, OpenPGP and the keys of one member
// into what the desk asks of a vault.
//
// It owns: founding and opening; the locked key files; the keyring of open
// compartments; the place, seal and tag of every appended entry; the judgement
// of every row that is read (chain, hashes, tag, binding, replay, epoch); the
// pieces of content; text being typed; the last head that this desk saw, kept
// outside the file, and the warning when the file does not hold it any more;
// the lock that keeps two programs apart; the cache of what a desk has worked
// out from the journal.
//
// The cache is one file beside the key: chunks of up to 1 MiB, each a packet
// sealed under a key of the file; then the head, an OpenPGP message sealed to
// the member and signed by them, with that key and the hash of every chunk; then
// the length of the head in eight bytes. The head names the vault, the member,
// the program that wrote it and the last row that it rests on. It is no record:
// at any doubt it is thrown away, and the journal is read instead.
//
// It refuses: any opinion on who may do what (app/roster judges every entry,
// and tells the keyring which epochs it trusts), SQL (storage/sqlite) and
// OpenPGP packets (crypto/pgp).
//
// The rules that it carries out: an entry in any place but its own is a fault;
// a row without a valid tag was written by somebody without the members' key
// and is set aside, while work goes on around it; what stood acknowledged is
// on the disk; a file put back to an older state is noticed.
package vault
