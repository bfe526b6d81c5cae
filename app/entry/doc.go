// Package entry is the leaf of the house: the envelope that every act is
// journalled in, and the registry of the kinds of act.
//
// It owns: the shape of an entry (facts apart from content), its strict
// decoding, the names of the kinds and what a reader must do with a kind that
// it does not know. Each room owns the payload (the facts) of its own kinds.
//
// It refuses: free text in facts, I/O, cryptography, and any knowledge of who
// may do what (that is app/roster) or of what an act means (each room's fold).
package entry
