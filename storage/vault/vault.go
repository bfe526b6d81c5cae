package vault

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/crypto/frame"
	"corridor/crypto/pgp"
	"corridor/crypto/secret"
	"corridor/storage"
	"corridor/storage/spool"
	"corridor/storage/sqlite"
)

// Strength is the cost of guessing a passphrase (Argon2id).
type Strength = pgp.Strength

// DefaultStrength is 64 MiB, three passes, four lanes.
func DefaultStrength() Strength { return pgp.DefaultStrength() }

// Vault is one member's open vault. It is safe for several goroutines.
type Vault struct {
	id, common entry.ID
	me         entry.Person
	path       string
	keyDir     string
	member     *pgp.Secret
	release    *pgp.Secret
	own        *secret.Bytes // derived from the member's secret: seals head file and pad
	now        func() time.Time
	rand       io.Reader
	lock       *lockFile
	ring       *ring
	signers    signers
	program    func() string // hash of this executable

	mu         sync.Mutex // guards what follows, and serialises appends
	store      *spool.Store
	spent      bool   // the reserve does not stand
	unwritable error  // why the file was opened for reading only
	front      state  // the journal as far as it has been judged
	tail       uint64 // last place where a row stood when the front had come to the end
	marks      []mark
	seen       seenIDs
	genesis    string // hex hash of the first row
	end        uint64 // place of the last row, as found at opening
	endHash    string // hex, its hash
	kept       uint64 // seq of the head last kept beside the key
	suspect    bool   // the file does not hold the head that this desk kept
	warnings   []string
	closed     bool
	ahead      map[entry.ID]sealedPiece // stored ahead of their entries
	cache      *os.File                 // that was taken up; read from as long as the vault is open
}

var _ app.Vault = (*Vault)(nil)

// NewID makes a random identifier.
func NewID() entry.ID { return entry.ID(uuid.NewString()) }

// NewPerson makes a neutral code for a person.
func NewPerson() entry.Person {
	b := make([]byte, 4)
	_, _ = rand.Read(b) // never fails: the runtime aborts instead
	return entry.Person("p-" + hex.EncodeToString(b))
}

// Founding is what a new vault starts from.
type Founding struct {
	KeyDir     string        // where members' locked keys live on this desk, outside the vault
	Passphrase []byte        // of the founder; refused if weak
	Member     roster.Member // the founder; the vault makes the keys
	Ceiling    string
	Pieces     []entry.Piece // content of the founding entry, such as the unit's name
	Strength   Strength
	Now        func() time.Time
	Rand       io.Reader // nil: the system's
}

// Found makes a vault whose first entry is unit.founded, and leaves it open
// for the founder. It refuses to touch a file that exists.
func Found(ctx context.Context, path string, p Founding) (*Vault, error) {
	if err := refuseNetwork(filepath.Dir(path)); err != nil {
		return nil, err
	}
	if p.Rand == nil {
		p.Rand = rand.Reader
	}
	id := NewID()
	keys, err := newMemberKeys(p.KeyDir, id, p.Member.Person, p.Passphrase, p.Strength, p.Now(), p.Rand)
	if err != nil {
		return nil, err
	}
	p.Member.Keys = keys
	v, err := found(ctx, path, id, p)
	if err != nil {
		_ = os.Remove(keyFile(p.KeyDir, id, p.Member.Person))
		_ = os.Remove(headFile(p.KeyDir, id, p.Member.Person))
		_ = os.Remove(filepath.Dir(keyFile(p.KeyDir, id, p.Member.Person)))
	}
	return v, err
}

func found(ctx context.Context, path string, id entry.ID, p Founding) (v *Vault, err error) {
	lock, err := takeLock(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			lock.release()
		}
	}()
	s, err := sqlite.Create(ctx, path)
	if err != nil {
		return nil, said(err)
	}
	defer func() {
		if err != nil {
			_ = s.Close()
			_ = os.Remove(path)
		}
	}()
	if err := s.SetMeta(ctx, "vault", []byte(id)); err != nil {
		return nil, said(err)
	}
	v, err = assemble(ctx, id, p.Member.Person, path, p.KeyDir, p.Passphrase, p.Now, s, lock)
	if err != nil {
		return nil, err
	}
	v.rand = p.Rand
	v.common = NewID()
	epoch, grants, err := v.NewEpoch(v.common, 1, []roster.Member{p.Member})
	if err != nil {
		return nil, err
	}
	_, err = v.Append(ctx, entry.Draft{
		ID: NewID(), Kind: entry.UnitFounded, Compartment: v.common,
		Facts:  roster.Founded{Ceiling: p.Ceiling, Founder: p.Member, Common: epoch},
		Pieces: p.Pieces, Grants: grants,
	})
	if err != nil {
		return nil, err
	}
	v.reserve(path)
	return v, v.keepHead()
}

// Open unlocks a vault for one of its members.
func Open(ctx context.Context, path, keyDir string, person entry.Person, passphrase []byte, now func() time.Time) (*Vault, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("vault: open: %w", err) // and no lock file left for what is not there
	}
	if err := refuseNetwork(filepath.Dir(path)); err != nil {
		return nil, err
	}
	lock, err := takeLock(path)
	if err != nil {
		return nil, err
	}
	v, err := open(ctx, path, keyDir, person, passphrase, now, lock)
	if err != nil {
		lock.release()
		return nil, err
	}
	return v, nil
}

// OpenBeside unlocks the same vault for a second member in the same program,
// such as in a second window. Each must be closed.
func (v *Vault) OpenBeside(ctx context.Context, person entry.Person, passphrase []byte) (*Vault, error) {
	lock := v.lock.share()
	w, err := open(ctx, v.path, v.keyDir, person, passphrase, v.now, lock)
	if err != nil {
		lock.release()
		return nil, err
	}
	return w, nil
}

func open(ctx context.Context, path, keyDir string, person entry.Person, passphrase []byte, now func() time.Time, lock *lockFile) (v *Vault, err error) {
	s, unwritable, err := openStore(ctx, path)
	if err != nil {
		return nil, said(err)
	}
	defer func() {
		if err != nil {
			_ = s.Close()
		}
	}()
	id, err := vaultID(ctx, s)
	if err != nil {
		return nil, err
	}
	if v, err = assemble(ctx, id, person, path, keyDir, passphrase, now, s, lock); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			v.wipe()
			v = nil
		}
	}()
	if unwritable == nil {
		v.reserve(path)
		_ = v.store.Settle(ctx) // or at the next append
		if lock.first() {
			v.sweep(ctx)
		}
	}
	if waiting, _ := v.store.Waiting(); waiting > 0 {
		v.warn("%d acts wait on this workstation until the vault can be written", waiting)
	}
	switch v.unwritable = unwritable; {
	case errors.Is(unwritable, storage.ErrFull):
		v.warn("the disk is full: only acts that answer a threat to life can still be recorded; make room, then lock and unlock")
	case unwritable != nil:
		v.warn("the disk cannot be written: nothing can be recorded in this vault")
	}
	if err = v.enterCommon(ctx); err == nil {
		err = v.compareHead(ctx)
	}
	return v, err
}

// reserve lays the reserve again, or says that there is none.
func (v *Vault) reserve(path string) {
	if v.spent = layReserve(path) != nil; v.spent {
		v.warnings = append(v.warnings, "the disk is nearly full: there is no room for the reserve that urgent acts draw on")
	}
}

// openStore falls back to reading when the medium cannot be written, and says why
// it cannot.
func openStore(ctx context.Context, path string) (s *sqlite.Store, why, err error) {
	s, err = sqlite.Open(ctx, path)
	if errors.Is(err, storage.ErrFull) && freeReserve(path) {
		s, err = sqlite.Open(ctx, path)
	}
	if errors.Is(err, storage.ErrReadOnly) || errors.Is(err, storage.ErrFull) {
		why = err
		s, err = sqlite.OpenReadOnly(ctx, path)
		return s, why, err
	}
	return s, nil, err
}

func vaultID(ctx context.Context, s storage.Store) (entry.ID, error) {
	b, err := s.Meta(ctx, "vault")
	if err != nil {
		return "", fmt.Errorf("vault: open: %w", app.ErrDamaged)
	}
	id := entry.ID(b)
	if _, err := frame.RawID(id); err != nil {
		return "", fmt.Errorf("vault: open: %w", app.ErrDamaged)
	}
	return id, nil
}

// assemble unlocks the member's keys and puts a vault together around them.
func assemble(ctx context.Context, id entry.ID, me entry.Person, path, keyDir string, passphrase []byte, now func() time.Time, s storage.Store, lock *lockFile) (*Vault, error) {
	member, release, err := loadKeys(keyDir, id, me, passphrase)
	if err != nil {
		return nil, err
	}
	own, err := member.Derive("corridor own v1 " + string(id))
	if err != nil {
		return nil, fmt.Errorf("vault: open: %w", err)
	}
	v := &Vault{
		id: id, me: me, path: path, keyDir: keyDir, member: member, release: release, own: own,
		now: now, rand: rand.Reader, lock: lock, ring: newRing(id),
		ahead: map[entry.ID]sealedPiece{}, seen: noneSeen(), front: start(), program: thisProgram,
	}
	behind, err := lock.behind(spoolFile(keyDir, id))
	if err != nil {
		v.warnings = append(v.warnings, "the spool on this workstation, which takes urgent acts when the vault cannot, could not be laid or read: look for room, and for damage to "+spoolFile(keyDir, id))
	}
	v.layApart()
	if v.store, err = spool.Over(ctx, s, behind); err != nil {
		v.wipe()
		return nil, said(err)
	}
	return v, nil
}

// spoolFile is where acts wait that the vault could not take: beside the keys,
// on another disk than the vault if the unit has arranged it so.
func spoolFile(dir string, vault entry.ID) string { return filepath.Join(dir, string(vault), "spool") }

// ID names the vault.
func (v *Vault) ID() entry.ID { return v.id }

// Common is the unit's common compartment.
func (v *Vault) Common() entry.ID { return v.common }

// Me is the member who unlocked.
func (v *Vault) Me() entry.Person { return v.me }

// Head is the last row that stands: as judged, or as found at opening while
// the journal has not been read that far.
func (v *Vault) Head() (seq uint64, hash string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.end > v.front.last {
		return v.end, v.endHash
	}
	return v.front.last, hex.EncodeToString(v.front.prev)
}

// HeadCode is the head as 16 characters, to be typed from paper.
func (v *Vault) HeadCode() string {
	_, hash := v.Head()
	return HeadCode(hash)
}

// CodeOf is a fingerprint as a short code to be read out.
func (v *Vault) CodeOf(fingerprint string) string { return CodeOf(fingerprint) }

// Confirm checks the passphrase of the member who unlocked, at the full cost
// of unlocking.
func (v *Vault) Confirm(passphrase []byte) error {
	member, release, err := loadKeys(v.keyDir, v.id, v.me, passphrase)
	if err != nil {
		return err
	}
	member.Wipe()
	release.Wipe()
	return nil
}

// Warnings are what opening and reading found, in words.
func (v *Vault) Warnings() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]string(nil), v.warnings...)
}

// warn notes a warning once. The caller holds mu.
func (v *Vault) warn(format string, args ...any) {
	w := fmt.Sprintf(format, args...)
	for _, have := range v.warnings {
		if have == w {
			return
		}
	}
	v.warnings = append(v.warnings, w)
}

// Close remembers the head, wipes the keys and releases the file.
func (v *Vault) Close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil
	}
	v.closed = true
	kept := v.keepHead()
	if v.cache != nil {
		_ = v.cache.Close()
	}
	v.wipe()
	err := v.store.Close()
	v.lock.release()
	if err != nil {
		return said(err)
	}
	return kept
}

// wipe clears every key that the vault holds.
func (v *Vault) wipe() {
	v.ring.wipe()
	v.member.Wipe()
	v.release.Wipe()
	v.own.Wipe()
}

// said turns what the store says into what the desk understands.
func said(err error) error {
	for _, p := range []struct{ from, to error }{
		{storage.ErrFull, app.ErrFull},
		{storage.ErrDamaged, app.ErrDamaged},
		{storage.ErrReadOnly, app.ErrReadOnly},
		{storage.ErrFormat, app.ErrDamaged},
		{storage.ErrVersion, app.ErrVersion},
	} {
		if errors.Is(err, p.from) {
			return fmt.Errorf("%w: %w", p.to, err)
		}
	}
	return err
}
