package recipient

import "corridor/app/entry"

// Recorded is the payload of recipient.recorded; who they are is content
// (role RoleWho, a Who).
type Recorded struct {
	Recipient   entry.ID `json:"recipient"`
	Fingerprint string   `json:"fingerprint"`
	Certificate []byte   `json:"certificate"` // binary
}

// Confirmed is the payload of recipient.confirmed: somebody read the
// fingerprint with the recipient by voice. How is content.
type Confirmed struct {
	Recipient   entry.ID `json:"recipient"`
	Fingerprint string   `json:"fingerprint"`
}

// RoleWho is the content role of a Who.
const RoleWho = "who"

// Who says who a recipient is.
type Who struct {
	Name         string `json:"name"`
	Post         string `json:"post"`
	Organisation string `json:"organisation"`
	Clearance    string `json:"clearance"` // how it is known that they are cleared
}
