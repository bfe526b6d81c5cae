package keeping

import (
	"time"

	"corridor/app/entry"
)

// Backup is the payload of backup.made: a copy that was verified after it was
// written. Where it lies is content (RolePlace).
type Backup struct {
	Seq     uint64    `json:"seq"`     // last entry that the copy holds
	Head    string    `json:"head"`    // hex hash of that entry's row
	Expires time.Time `json:"expires"` // UTC; by then it is to be destroyed
}

// RolePlace is the content role of where a backup lies.
const RolePlace = "place"

// Restored is the payload of vault.restored, which takes two officers: the
// journal went on from an older copy. What was lost is said in words, in the
// reason of the proposal.
type Restored struct {
	Ended uint64 `json:"ended"` // last entry of the copy that was put in place
	Head  string `json:"head"`  // hex hash of that entry's row
	Lost  uint64 `json:"lost"`  // last entry known to have been lost; 0 when nobody knows
}

// Accepted is the payload of restore.accepted: an officer took a restore up on
// a desk that had seen more than was restored.
type Accepted struct {
	Restored entry.ID `json:"restored"` // the vault.restored entry
	Seen     uint64   `json:"seen"`     // last entry that the desk had seen
}

// Destroyed is the payload of content.destroyed, which takes two officers: the
// pieces of one product, and of all that was derived from it, are gone for
// good. Their names, hashes and sizes stay with the entries that named them.
type Destroyed struct {
	Contents []entry.ID `json:"contents"` // in rising order, none twice
}

// Exported is the payload of vault.exported.
type Exported struct {
	Entries  int    `json:"entries"`
	Contents int    `json:"contents"`
	To       string `json:"to"` // fingerprint it was encrypted to
}
