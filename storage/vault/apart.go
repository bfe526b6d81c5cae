package vault

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/crypto/frame"
	"corridor/crypto/pgp"
	"corridor/crypto/secret"
	"corridor/storage"
	"corridor/storage/spool"
)

// apartFormat is the version of an act that was recorded without its vault.
const apartFormat = "corridor apart 1"

// apartAct is an act that was done while the vault could not be opened at all. It
// is signed by its author and sealed to them, and becomes an entry when they
// unlock the vault again.
type apartAct struct {
	Format string          `json:"format"`
	Vault  entry.ID        `json:"vault"`
	Person entry.Person    `json:"person"`
	ID     entry.ID        `json:"id"`
	Kind   entry.Kind      `json:"kind"`
	Item   entry.ID        `json:"item"`
	Done   time.Time       `json:"done"`
	Facts  json.RawMessage `json:"facts"`
	Pieces []apartPiece    `json:"pieces"`
}

type apartPiece struct {
	Role string `json:"role"`
	Body []byte `json:"body"`
}

// apartFile is where such acts wait: beside the keys, laid while the vault could
// still be opened, so that it asks for no room. It is not the spool, which
// belongs to whichever program has the vault open.
func apartFile(dir string, vault entry.ID) string { return filepath.Join(dir, string(vault), "apart") }

// Holder is a member who has a key on this workstation, and the vault it is for.
type Holder struct {
	Vault  entry.ID
	Person entry.Person
}

// Holders lists whose keys lie below keyDir, for every vault, in order. It needs
// no vault; the recovery key is nobody's.
func Holders(keyDir string) ([]Holder, error) {
	vaults, err := os.ReadDir(keyDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("vault: holders: %w", err)
	}
	var out []Holder
	var failed error
	for _, v := range vaults {
		id := entry.ID(v.Name())
		if _, err := frame.RawID(id); err != nil || !v.IsDir() {
			continue
		}
		ps, err := holders(keyDir, id)
		failed = errors.Join(failed, err) // the others can still act
		for _, p := range ps {
			out = append(out, Holder{id, p})
		}
	}
	if len(out) == 0 {
		return nil, failed
	}
	return out, nil
}

// holders are the members whose key files for one vault lie below keyDir.
func holders(keyDir string, vault entry.ID) ([]entry.Person, error) {
	files, err := os.ReadDir(filepath.Join(keyDir, string(vault)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("vault: holders: %w", err)
	}
	var out []entry.Person
	for _, f := range files {
		p, ok := strings.CutSuffix(f.Name(), ".key")
		if ok && f.Type().IsRegular() && entry.Person(p).Valid() {
			out = append(out, entry.Person(p))
		}
	}
	slices.Sort(out)
	return out, nil
}

// RecordApart keeps an act for a vault that cannot be opened: gone, unreadable,
// or on a medium that has failed. Nothing of the vault is touched; the member's
// key on this workstation is enough. It is durable, signed and sealed when this
// returns, and Late gives it when the member next unlocks the vault. Only what
// answers a threat to life may be recorded so. app.ErrPassphrase, app.ErrNoMember,
// storage.ErrFull or the file system's error: it is not recorded.
func RecordApart(keyDir string, vault entry.ID, person entry.Person, passphrase []byte, d entry.Draft, now time.Time) error {
	if d.Kind != entry.EmergencyReleased || len(d.Grants) > 0 {
		return fmt.Errorf("vault: record apart %s: %w", d.Kind, app.ErrInput)
	}
	member, release, err := loadKeys(keyDir, vault, person, passphrase)
	if err != nil {
		return err
	}
	defer member.Wipe()
	release.Wipe()
	sealed, err := sealApart(member, vault, person, d, now)
	if err != nil {
		return fmt.Errorf("vault: record apart %s: %w", d.Kind, err)
	}
	return withApart(keyDir, vault, func(f *spool.File) error { return f.Put(sealed) })
}

func sealApart(member *pgp.Secret, vault entry.ID, person entry.Person, d entry.Draft, now time.Time) ([]byte, error) {
	facts, err := entry.Encode(d.Facts)
	if err != nil {
		return nil, err
	}
	a := apartAct{Format: apartFormat, Vault: vault, Person: person, ID: d.ID, Kind: d.Kind, Item: d.Item, Done: d.Done.UTC().Round(0), Facts: facts, Pieces: []apartPiece{}}
	for _, p := range d.Pieces {
		a.Pieces = append(a.Pieces, apartPiece{p.Role, p.Body})
	}
	b, err := entry.Encode(a)
	if err != nil {
		return nil, err
	}
	defer clear(b)
	signed, err := member.Sign(b, now.UTC().Truncate(time.Second), rand.Reader)
	if err != nil {
		return nil, err
	}
	padded, err := pgp.Pad(signed, rand.Reader)
	if err != nil {
		return nil, err
	}
	key, err := apartKey(member, vault)
	if err != nil {
		return nil, err
	}
	defer key.Wipe()
	return pgp.Seal(key.Expose(), padded, rand.Reader)
}

// apartKey is a key that only this member has.
func apartKey(member *pgp.Secret, vault entry.ID) (*secret.Bytes, error) {
	return member.Derive("corridor apart v1 " + string(vault))
}

// withApart lends the file of acts that wait to one program at a time.
func withApart(keyDir string, vault entry.ID, do func(*spool.File) error) error {
	path := apartFile(keyDir, vault)
	lock, err := takeLock(path)
	if err != nil {
		return err
	}
	defer lock.release()
	f, err := spool.Lay(path)
	if err != nil {
		return said(err)
	}
	return said(errors.Join(do(f), f.Close()))
}

// apart gives the acts of this member that were recorded without the vault, and
// counts those of others, which wait for them.
func (v *Vault) apart(_ context.Context) (mine []app.Late, others int, err error) {
	public, err := v.member.Public()
	if err != nil {
		return nil, 0, fmt.Errorf("vault: late: %w", err)
	}
	key, err := apartKey(v.member, v.id)
	if err != nil {
		return nil, 0, fmt.Errorf("vault: late: %w", err)
	}
	defer key.Wipe()
	err = withApart(v.keyDir, v.id, func(f *spool.File) error {
		for _, r := range f.Apart() {
			if a, ok := v.openApart(r, key.Expose(), public); ok {
				mine = append(mine, app.Late{Hash: hex.EncodeToString(r.Hash), Draft: a.draft(), Apart: true})
			} else {
				others++
			}
		}
		return nil
	})
	return mine, others, err
}

// openApart opens an act that this member signed for this vault.
func (v *Vault) openApart(r storage.Row, key, public []byte) (apartAct, bool) {
	inner, err := pgp.Open(key, r.Body)
	if err != nil {
		return apartAct{}, false
	}
	signed, err := pgp.ReadSigned(inner)
	if err != nil || signed.By(public) != nil {
		return apartAct{}, false
	}
	a, err := entry.Decode[apartAct](signed.Literal)
	if err != nil || a.Format != apartFormat || a.Vault != v.id || a.Person != v.me || a.Kind != entry.EmergencyReleased {
		return apartAct{}, false
	}
	_, err = frame.RawID(a.ID)
	return a, err == nil
}

func (a apartAct) draft() entry.Draft {
	d := entry.Draft{ID: a.ID, Kind: a.Kind, Item: a.Item, Done: a.Done, Facts: a.Facts}
	for _, p := range a.Pieces {
		d.Pieces = append(d.Pieces, entry.Piece{Role: p.Role, Body: p.Body})
	}
	return d
}

// dropApart forgets acts that stand in the journal.
func (v *Vault) dropApart(hashes [][]byte) error {
	if len(hashes) == 0 {
		return nil
	}
	return withApart(v.keyDir, v.id, func(f *spool.File) error { return f.Drop(hashes) })
}

// layApart makes sure that there is room for acts without the vault.
func (v *Vault) layApart() {
	err := withApart(v.keyDir, v.id, func(*spool.File) error { return nil })
	if err != nil && !errors.Is(err, app.ErrInUse) { // else somebody is recording there now
		v.warnings = append(v.warnings, "the place on this workstation where urgent acts are kept while there is no vault could not be laid or read: look for room, and for damage to "+apartFile(v.keyDir, v.id))
	}
}
