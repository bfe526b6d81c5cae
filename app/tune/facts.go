package tune

import "corridor/app/entry"

// Added is the payload of term.added, by a supervisor. The words are content
// (intel.RoleWords), and so is the reason.
type Added struct {
	Sense string `json:"sense"` // risk.Sense.Name
}

// Dropped is the payload of term.dropped, which takes two officers.
type Dropped struct {
	Term entry.ID `json:"term"` // the term.added entry
}

// Switched is the payload of rule.off, which takes two officers, and of rule.on,
// by a supervisor.
type Switched struct {
	Rule string `json:"rule"` // the engine's name of it
}

// Previewed is the payload of rules.previewed, written before the references
// that a change would touch appear: looking for them is a search. The change is
// content (intel.RoleQuery).
type Previewed struct {
	Before  string `json:"before"`   // version of the rules in force
	After   string `json:"after"`    // version that the change would make
	Read    int    `json:"read"`     // products
	NotRead int    `json:"not_read"` // whose content could not be opened
	Gaining int    `json:"gaining"`  // products that would gain a prompt
	Losing  int    `json:"losing"`   // products that would lose one
}

// Rescanned is the payload of vault.rescanned: every product of the entry's
// compartment received up to a place was read by one version of the rules.
type Rescanned struct {
	Version string `json:"version"`
	Through uint64 `json:"through"`  // place of the last product.received that was read
	Read    int    `json:"read"`     // products, since the last such entry
	Found   int    `json:"found"`    // of those, with a prompt that is new
	NotRead int    `json:"not_read"` // whose content could not be opened
}
