package roster

import (
	"encoding/json"
	"time"

	"corridor/app/entry"
)

// Role is what a person may be asked to do. A person may hold several.
type Role string

// The roles of a Sensitive Intelligence Unit.
const (
	Handler    Role = "handler"    // product handler: triages, grades, sanitises
	Resilience Role = "resilience" // resilience officer: covers the role, is SPoC for communications data
	Supervisor Role = "supervisor" // signs each dissemination (DS or above)
)

// Vetting is a clearance level, weakest first in Levels.
type Vetting string

// Levels in rising order. Which level a compartment asks for is a setting of
// that compartment.
const (
	VettingNone Vetting = ""
	RV          Vetting = "RV"
	MV          Vetting = "MV"
	SC          Vetting = "SC"
	DV          Vetting = "DV"
)

// Key is one public key of a member. Public is a transferable public key (or
// certificate) in binary form; Possession is a detached signature by it over
// PossessionText, which proves that whoever asked to be enrolled holds it.
type Key struct {
	Fingerprint string `json:"fingerprint"` // upper-case hex of the primary key
	Purpose     string `json:"purpose"`     // "member" inside the vault, "release" on what leaves
	Public      []byte `json:"public"`
	Possession  []byte `json:"possession"`
}

// The purposes of a key.
const (
	PurposeMember  = "member"
	PurposeRelease = "release"
)

// PossessionText is what a new key signs to prove possession: bound to the
// vault, the person and the key, so it proves nothing anywhere else.
func PossessionText(vault entry.ID, person entry.Person, fingerprint, purpose string) []byte {
	return []byte("corridor possession v1\n" + string(vault) + "\n" + string(person) + "\n" + fingerprint + "\n" + purpose + "\n")
}

// Accreditation is what a person's access rests on. Dates are zero when not
// held; a date in the past has lapsed.
type Accreditation struct {
	Vetting       Vetting   `json:"vetting"`
	VettingUntil  time.Time `json:"vetting_until"`
	Briefed57     time.Time `json:"briefed57"`      // IPA s.57 briefing given
	Briefed57Til  time.Time `json:"briefed57_til"`  // valid until (force setting)
	HandlerCourse time.Time `json:"handler_course"` // Product Handler Course passed
	SPoCUntil     time.Time `json:"spoc_until"`     // communications-data SPoC accreditation
}

// Member is a person as enrolled. The person's name stands in content.
type Member struct {
	Person        entry.Person  `json:"person"`
	Rank          string        `json:"rank"` // code: PC, DC, PS, DS, PI, DI, DCI, SUPT, STAFF
	Roles         []Role        `json:"roles"`
	Keys          []Key         `json:"keys"`
	Accreditation Accreditation `json:"accreditation"`
}

// Founded is the payload of unit.founded, the first entry of every vault. It
// is also the first epoch of the unit's common compartment.
type Founded struct {
	Ceiling string `json:"ceiling"` // highest marking tier that may be held: OFFICIAL, OFFICIAL-SENSITIVE, SECRET, TOP SECRET
	Founder Member `json:"founder"`
	Common  Epoch  `json:"common"`
}

// Epoch is the payload of compartment.epoch: from this entry on the
// compartment is sealed under the key that Commitment commits to, readable by
// exactly Members.
type Epoch struct {
	Compartment entry.ID       `json:"compartment"`
	Number      uint32         `json:"number"`     // from 1, without gaps
	Commitment  string         `json:"commitment"` // hex SHA-256 over a tag string, vault, compartment, number and key
	Members     []entry.Person `json:"members"`
	Grants      []GrantFact    `json:"grants"`
	Needs       Needs          `json:"needs"`
}

// Needs is what a compartment asks of whoever enters it.
type Needs struct {
	Vetting   Vetting `json:"vetting"`
	Briefed57 bool    `json:"briefed57"` // intercept product: IPA s.57 briefing
	Course    bool    `json:"course"`    // Product Handler Course for the handling role
}

// GrantFact names a grant packet by its hash, so that no other is accepted.
type GrantFact struct {
	Epoch  uint32       `json:"epoch"`
	Person entry.Person `json:"person"`
	Key    string       `json:"key"`    // fingerprint it is wrapped to
	SHA256 string       `json:"sha256"` // hex, of the packet
}

// Granted is the payload of compartment.granted: a person joins the list of a
// compartment and is given the keys of its epochs so far.
type Granted struct {
	Compartment entry.ID     `json:"compartment"`
	Person      entry.Person `json:"person"`
	Grants      []GrantFact  `json:"grants"`
}

// Enrolled is the payload of person.enrolled. Author: an existing member. The
// person's first grants to the common compartment come with it.
type Enrolled struct {
	Member Member      `json:"member"`
	Grants []GrantFact `json:"grants"` // to the common compartment, every epoch
}

// Confirmed is the payload of person.confirmed: a second existing member has
// checked the new key's code with the person themselves.
type Confirmed struct {
	Person      entry.Person `json:"person"`
	Fingerprint string       `json:"fingerprint"` // of the member key
}

// Left is the payload of person.left.
type Left struct {
	Person      entry.Person `json:"person"`
	Compromised bool         `json:"compromised"`
	LastTrusted uint64       `json:"last_trusted"` // seq; 0 unless compromised
}

// Accredited is the payload of accreditation.set; it replaces what stood.
type Accredited struct {
	Person        entry.Person  `json:"person"`
	Roles         []Role        `json:"roles"`
	Accreditation Accreditation `json:"accreditation"`
}

// Entered is the payload of compartment.entered; the justification is content.
type Entered struct {
	Compartment entry.ID `json:"compartment"`
}

// Unlocked is the payload of desk.unlocked.
type Unlocked struct {
	Head string `json:"head"` // hash of the last row as this desk found it
}

// Proposed is the payload of act.proposed: the first officer of an act that
// takes two. Facts are those of the act, to the byte; the second officer makes
// the entry of that kind with the same facts, item and compartment. The reason
// is content.
type Proposed struct {
	Kind  entry.Kind      `json:"kind"`
	Facts json.RawMessage `json:"facts"`
}

// Withdrawn is the payload of act.withdrawn; the reason is content.
type Withdrawn struct {
	Proposal entry.ID `json:"proposal"` // the act.proposed entry
}

// RecoverySet is the payload of recovery.set, which takes two officers: from
// this entry on every epoch is also granted to this key, which no person holds
// alone. It replaces the recovery key that stood.
type RecoverySet struct {
	Keys []Key `json:"keys"` // one member key and one release key, as a person's
}

// RecoveryUsed is the payload of recovery.used: both halves were put together
// and the vault opened. A rehearsal opens nothing but the lid: it proves that
// the grants open, and shows no product. The reason is content.
type RecoveryUsed struct {
	Rehearsal bool `json:"rehearsal"`
	Epochs    int  `json:"epochs"` // keys of the unit that it opened
}

// Recovery is the code under which the unit's recovery key acts. Nobody is
// enrolled under it, so that whatever it does stands out.
const Recovery entry.Person = "recovery"
