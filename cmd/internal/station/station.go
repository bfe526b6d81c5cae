// Package station joins the parts of one workstation: where its members' locked
// keys lie, the child that parses hostile files, the index in memory, and the
// desk over an opened vault. Both programs are wired here and nowhere else.
//
// It refuses: rules, screens, and words to people.
package station

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/risk"
	"corridor/app/roster"
	"corridor/storage/index"
	"corridor/storage/vault"
)

// Station is one workstation.
type Station struct {
	Keys     string // folder of the locked key files, outside every vault
	Exe      string // this program, started anew as the parsing child
	Now      func() time.Time
	Strength vault.Strength
	Early    bool                         // see app.Parts: for programs that see to Recheck
	Progress func(done, total uint64)     // of reading a journal at unlock; nil tells nobody
	engine   func() (*risk.Engine, error) // made once, for the first desk
	reader   func() *intake.Pool          // made once, for the first file
}

// New gives a station with the user's own key folder, or the one named.
func New(keys string) (*Station, error) {
	if keys == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return nil, fmt.Errorf("station: no configuration folder: %w", err)
		}
		keys = filepath.Join(dir, "corridor", "keys")
	}
	exe, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("station: own program: %w", err)
	}
	s := &Station{Keys: keys, Exe: exe, Now: time.Now, Strength: vault.DefaultStrength(), engine: sync.OnceValues(risk.New)}
	s.reader = sync.OnceValue(func() *intake.Pool {
		return intake.NewPool(intake.Runner{Exe: s.Exe, Args: []string{intake.ChildArg}, Timeout: time.Minute, Limits: intake.DefaultLimits()}, spareChildren)
	})
	return s, nil
}

// spareChildren is how many parsing children wait for a file once the first
// file has come: they end with this program.
const spareChildren = 2

// Founding is what the first officer says when a unit is founded.
type Founding struct {
	Unit       string
	Ceiling    string
	Name       string
	Member     roster.Member // without keys
	Passphrase []byte
}

// ErrPerson refuses a person id that is not 2 to 32 small letters, digits, dashes.
var ErrPerson = errors.New("station: a person id is 2 to 32 small letters, digits and dashes")

// Found makes a vault and gives the founder's desk.
func (s *Station) Found(ctx context.Context, path string, f Founding) (*app.Desk, error) {
	if !f.Member.Person.Valid() {
		return nil, ErrPerson
	}
	v, err := vault.Found(ctx, path, vault.Founding{KeyDir: s.Keys, Passphrase: f.Passphrase, Member: f.Member, Ceiling: f.Ceiling,
		Pieces:   []entry.Piece{{Role: "unit", Body: []byte(f.Unit)}, {Role: "name", Body: []byte(f.Name)}},
		Strength: s.Strength, Now: s.Now})
	if err != nil {
		return nil, err
	}
	return s.desk(ctx, v)
}

// Unlock opens a member's desk on a vault.
func (s *Station) Unlock(ctx context.Context, path string, p entry.Person, passphrase []byte) (*app.Desk, error) {
	v, err := vault.Open(ctx, path, s.Keys, p, passphrase, s.Now)
	if err != nil {
		return nil, err
	}
	return s.desk(ctx, v)
}

// Warm makes ready what takes a while and needs no passphrase: to be called
// while the officer is still typing it. A desk that comes sooner waits for it.
func (s *Station) Warm() error {
	vault.Warm()
	_, err := s.engine()
	return err
}

// Holders lists whose keys lie on this workstation, for every vault.
func (s *Station) Holders() ([]vault.Holder, error) { return vault.Holders(s.Keys) }

// EmergencyApart records an emergency release while the vault cannot be opened;
// see app.EmergencyApart and vault.RecordApart.
func (s *Station) EmergencyApart(id entry.ID, p entry.Person, passphrase []byte, in app.EmergencyInput, about string) error {
	now := s.Now()
	d, err := app.EmergencyApart(in, about, p, now, vault.NewID)
	if err != nil {
		return err
	}
	return vault.RecordApart(s.Keys, id, p, passphrase, d, now)
}

// Members lists whose keys for this vault lie on this workstation.
func (s *Station) Members(path string) ([]entry.Person, error) { return vault.Members(s.Keys, path) }

// NewKeys makes the locked keys of a person who is to be enrolled by the
// officer at the desk. The passphrase is the new person's own.
func (s *Station) NewKeys(d *app.Desk, p entry.Person, passphrase []byte) ([]roster.Key, error) {
	if !p.Valid() || p == roster.Recovery {
		return nil, ErrPerson
	}
	return vault.NewMemberKeys(s.Keys, d.Vault.ID(), p, passphrase, s.Strength, s.Now())
}

// ReplaceKeys makes new locked keys for a member who lost theirs, or whose keys
// are old, and proposes them; they sign once a second member has confirmed them.
// The key file that lies here is set aside. If the proposal is refused, it is
// taken back.
func (s *Station) ReplaceKeys(ctx context.Context, d *app.Desk, p entry.Person, passphrase []byte) ([]roster.Key, error) {
	var keys []roster.Key
	err := s.instead(d, p, func() (err error) {
		if keys, err = s.NewKeys(d, p, passphrase); err != nil {
			return err
		}
		return d.RenewKeys(ctx, p, keys)
	})
	return keys, err
}

// NewRecovery makes a recovery key for the unit, proposes it to a second officer
// and gives the two halves of its passphrase, which are kept nowhere. One that
// lies here is set aside, and taken back if the proposal is refused.
func (s *Station) NewRecovery(ctx context.Context, d *app.Desk, reason string) (halves [2]string, err error) {
	err = s.instead(d, roster.Recovery, func() error {
		m, made, err := vault.NewRecovery(s.Keys, d.Vault.ID(), s.Strength, s.Now())
		if err != nil {
			return err
		}
		halves = made
		return d.ProposeRecovery(ctx, m.Keys, reason)
	})
	return halves, err
}

// instead sets a key file aside while new keys are made, and takes it back if
// that fails.
func (s *Station) instead(d *app.Desk, p entry.Person, replace func() error) error {
	aside, err := vault.SetAsideKeys(s.Keys, d.Vault.ID(), p)
	if err != nil {
		return err
	}
	if err := replace(); err != nil {
		return errors.Join(err, vault.TakeBackKeys(aside))
	}
	return nil
}

// UnlockRecovery opens a vault by both halves of the recovery key's passphrase,
// as they were typed from paper. Nothing is shown before Desk.UseRecovery.
func (s *Station) UnlockRecovery(ctx context.Context, path, first, second string) (*app.Desk, error) {
	return s.Unlock(ctx, path, roster.Recovery, vault.RecoveryPassphrase(first, second))
}

// Reader is the parser of hostile files: this program again, as a child
// without keys.
func (s *Station) Reader() app.Reader { return s.reader() }

func (s *Station) desk(ctx context.Context, v *vault.Vault) (*app.Desk, error) {
	engine, err := s.engine()
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	ix, err := index.New()
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	d, err := app.OpenDesk(ctx, app.Parts{Vault: v, Reader: s.Reader(), Index: ix, Risk: engine, Now: s.Now, NewID: vault.NewID, Rand: rand.Reader, Early: s.Early, Progress: s.Progress})
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	return d, nil
}
