package phrase

import "corridor/app/entry"

// RolePhrase is the content of phrase.proposed: the short form, the words and
// what they can stand in for.
const RolePhrase = "phrase"

// Proposed is the payload of phrase.proposed, by any officer.
type Proposed struct{}

// Agreed is the payload of phrase.agreed, by a supervisor other than the
// proposer.
type Agreed struct {
	Phrase entry.ID `json:"phrase"` // the phrase.proposed entry
}

// Dropped is the payload of phrase.dropped, by a supervisor: a phrase that was
// agreed, or a proposal that is not.
type Dropped struct {
	Phrase entry.ID `json:"phrase"` // the phrase.proposed entry
}
