package page

import (
	"context"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
)

// Doors is how the desktop gets at vaults without knowing storage: whoever
// wires the program fills it in. Each function may take its time and is called
// beside the window.
type Doors struct {
	// Vaults lists the vaults that this workstation knows, last used first.
	Vaults func() []VaultCard
	// Card is the card of the vault in a file, or why it is none.
	Card func(path string) (VaultCard, error)
	// Members lists who has a key for a vault on this workstation. An error says
	// that it could not be read, which is not the same as nobody.
	Members func(ctx context.Context, path string) ([]Officer, error)
	// Unlock opens a vault for one officer. It may wipe the passphrase. report,
	// which may be nil, hears how much of the journal was read.
	Unlock func(ctx context.Context, path string, person entry.Person, passphrase []byte, report func(done, total int)) (Desk, error)
	// Holders lists who has a key on this workstation, for whatever vault, those
	// of the vault at path first: it needs no vault that can be opened.
	Holders func(path string) ([]Holder, error)
	// RecordApart keeps an emergency release, signed and sealed, until the vault
	// can be opened again. It is durable when this returns nil.
	RecordApart func(ctx context.Context, a Apart) error
	// Found founds a unit with its first two people, and leaves it shut.
	Found func(ctx context.Context, f Founding) (VaultCard, error)
	// Demo makes a temporary unit with fictitious items in every state.
	Demo func(ctx context.Context, report func(done, total int)) (DemoUnit, error)
	// NewKeys makes a new member's keys for an open vault.
	NewKeys func(ctx context.Context, path string, m roster.Member, name string, passphrase []byte) (roster.Member, error)
	// ReplaceKeys makes new keys for a member of an open vault and proposes them.
	ReplaceKeys func(ctx context.Context, path string, p entry.Person, passphrase []byte) error
	// NewRecovery makes a recovery key for an open vault, proposes it, and gives
	// the two halves of its passphrase, which are kept nowhere.
	NewRecovery func(ctx context.Context, path, reason string) (halves [2]string, err error)
	// Rehearse opens a vault that is shut by both halves, records the rehearsal,
	// counts what they open, and shuts it again.
	Rehearse func(ctx context.Context, path, first, second, reason string) (app.RecoveryOpens, error)
	// Strength rates a passphrase from 0 to 4 and says what to do about it.
	Strength func(passphrase string) (score int, words string)
	// Place is where a new vault is put unless the officer says otherwise.
	Place string
}

// VaultCard is what a vault shows before it is opened.
type VaultCard struct {
	Path    string
	Unit    string
	Marking string // its ceiling
	Warning string // what unlock must be told: provisional, rollback suspected, failed check
}

// Officer is a line of the list of officers.
type Officer struct {
	Person entry.Person
	Name   string // how the workstation calls them; the code when it has no name
}

// Founding is a unit to be founded.
type Founding struct {
	Unit, Ceiling, Path string
	You, Witness        Newcomer
}

// Newcomer is a person to be enrolled, with the passphrase that makes their
// keys. The passphrase is wiped after use.
type Newcomer struct {
	Name       string
	Member     roster.Member // without person code and keys
	Passphrase []byte
}

// DemoUnit is a demonstration unit and its fictitious officers.
type DemoUnit struct {
	Card     VaultCard
	Officers []DemoOfficer
}

// DemoOfficer is a fictitious officer with the passphrase to sit down as them.
type DemoOfficer struct {
	Officer
	Role       roster.Role
	Passphrase string
}
