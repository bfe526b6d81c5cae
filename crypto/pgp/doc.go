// Package pgp is Corridor's one door to OpenPGP (RFC 9580).
//
// It owns: the two named profiles and every call into the OpenPGP library.
// The vault profile seals with version 2 integrity-protected packets under
// AES-256-GCM, wraps session keys in version 6 packets for hidden recipients
// and signs with Ed25519 keys of version 4 over SHA-512. The export profile
// writes what stock programs of the last decade read: version 1 packets,
// AES-256, SHA-512 and armour with its checksum. Both are asserted on reading
// as well as on writing.
//
// It refuses: cryptography of its own, any other algorithm inside the vault,
// lengths and chunk sizes that a file dictates beyond a cap, and the trust
// decisions of a certificate about itself inside the vault. There, a key is
// the exact key packet that the roster names, and signatures are checked
// against that packet alone; certificate rules (expiry, revocation) apply to
// the certificates of outside recipients.
package pgp
