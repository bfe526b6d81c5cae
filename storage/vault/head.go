package vault

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"corridor/app"
	"corridor/app/entry"
	"corridor/crypto/pgp"
	"corridor/storage/whole"
)

// lastHead is the end of the journal as this member last saw it on this desk.
// It is kept outside the vault, sealed under a key that only the member has,
// so that putting the vault back to an older state is noticed.
type lastHead struct {
	Vault   entry.ID     `json:"vault"`
	Person  entry.Person `json:"person"`
	Genesis string       `json:"genesis"`
	Seq     uint64       `json:"seq"`
	Hash    string       `json:"hash"`
}

// headEvery is after how many appended entries the head is kept anew.
const headEvery = 32

const maxHeadFile = 64 << 10 // bytes

func headFile(dir string, vault entry.ID, p entry.Person) string {
	return filepath.Join(dir, string(vault), string(p)+".head")
}

// keepHead writes the head beside the key, unless a rollback is suspected: the
// evidence stays until AcceptHead. The caller holds mu, or nobody else has the
// vault yet.
func (v *Vault) keepHead() error {
	if v.suspect || v.front.last == 0 || v.front.last <= v.kept {
		return nil
	}
	b, err := entry.Encode(lastHead{v.id, v.me, v.genesis, v.front.last, hex.EncodeToString(v.front.prev)})
	if err != nil {
		return err
	}
	lit, err := pgp.Literal(b)
	if err != nil {
		return err
	}
	sealed, err := pgp.Seal(v.own.Expose(), lit, v.rand)
	if err != nil {
		return err
	}
	if err := whole.Write(headFile(v.keyDir, v.id, v.me), sealed); err != nil {
		return fmt.Errorf("vault: head: %w", err)
	}
	v.kept = v.front.last
	return nil
}

// NoteHead remembers on this desk where the journal ends now, as Close and every
// 32nd entry do.
func (v *Vault) NoteHead() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return app.ErrShut
	}
	return v.keepHead()
}

func (v *Vault) readHead() (lastHead, error) {
	sealed, err := readFile(headFile(v.keyDir, v.id, v.me), maxHeadFile)
	if err != nil {
		return lastHead{}, err
	}
	inner, err := pgp.Open(v.own.Expose(), sealed)
	if err != nil {
		return lastHead{}, err
	}
	b, err := pgp.ReadLiteral(inner)
	if err != nil {
		return lastHead{}, err
	}
	h, err := entry.Decode[lastHead](b)
	if err == nil && (h.Vault != v.id || h.Person != v.me) {
		err = entry.ErrStrict
	}
	return h, err
}

// compareHead finds the end of the journal and holds it against what this desk
// saw last. It fails only when the file cannot be read.
func (v *Vault) compareHead(ctx context.Context) error {
	if err := v.findEnd(ctx); err != nil {
		return err
	}
	h, err := v.readHead()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.warn("this desk has no record of how this vault last ended: compare the head code with the handover paper")
		return nil
	case err != nil:
		v.suspect = true
		v.warn("rollback suspected: the record of how this vault last ended has been damaged or replaced")
		return nil
	}
	v.kept = h.Seq
	return v.holdAgainst(ctx, h)
}

func (v *Vault) holdAgainst(ctx context.Context, h lastHead) error {
	if h.Genesis != "" && v.genesis != "" && h.Genesis != v.genesis {
		v.suspect = true
		v.warn("rollback suspected: this is not the vault that was founded; its first entry is another one")
		return nil
	}
	if h.Seq == 0 {
		return nil
	}
	rows, err := v.store.Rows(ctx, h.Seq-1, 1)
	if err != nil {
		v.warn("entry %d, the last that this desk saw, cannot be read", h.Seq)
		return nil
	}
	switch {
	case len(rows) == 0 || rows[0].Seq != h.Seq:
		v.suspect = true
		v.warn("rollback suspected: this vault ended at entry %d when you last used it here; it now ends at entry %d", h.Seq, v.end)
	case hex.EncodeToString(rows[0].Hash) != h.Hash:
		v.suspect = true
		v.warn("rollback suspected: entry %d is not the one that this desk saw last", h.Seq)
	}
	return nil
}

// AcceptHead makes the journal's present end the one that this desk remembers,
// after two officers have recorded a lawful restore. It reads the journal to
// its end first.
func (v *Vault) AcceptHead(ctx context.Context) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.advance(ctx); err != nil {
		return err
	}
	v.suspect, v.kept = false, 0
	return v.keepHead()
}

// Remembered says which head this desk kept last, for the unlock screen.
func (v *Vault) Remembered() (seq uint64, hash string, err error) {
	h, err := v.readHead()
	if err != nil {
		return 0, "", fmt.Errorf("vault: last head: %w", err)
	}
	return h.Seq, h.Hash, nil
}
