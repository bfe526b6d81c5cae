package vault

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"corridor/app"
	"corridor/app/entry"
	"corridor/crypto/frame"
	"corridor/storage"
	"corridor/storage/sqlite"
)

// Copy is a backup as it was verified after writing.
type Copy = app.Copy

// CodeOfHead is a row's hash as the 16 characters of a handover paper.
func (v *Vault) CodeOfHead(hash string) string { return HeadCode(hash) }

// Backup copies the vault to a new file while it is in use, and then opens the
// copy and holds it against the original: its structure, its last row, and
// every row's place in the chain up to it. When backups expire is for the desk
// to record; content destroyed here lives on in them until then.
func (v *Vault) Backup(ctx context.Context, to string) (Copy, error) {
	s, ok := v.store.Base().(*sqlite.Store)
	if !ok {
		return Copy{}, fmt.Errorf("vault: backup: this store has none")
	}
	if err := v.store.Settle(ctx); err != nil {
		return Copy{}, said(err)
	}
	if err := refuseNetwork(filepath.Dir(to)); err != nil {
		return Copy{}, err
	}
	if err := s.Backup(ctx, to); err != nil {
		return Copy{}, said(err)
	}
	return v.verifyCopy(ctx, to)
}

func (v *Vault) verifyCopy(ctx context.Context, path string) (Copy, error) {
	c, err := sqlite.OpenReadOnly(ctx, path)
	if err != nil {
		return Copy{}, said(err)
	}
	defer func() { _ = c.Close() }()
	if err := c.Check(ctx); err != nil {
		return Copy{}, said(err)
	}
	out := Copy{Path: path}
	prev, place := frame.Zero(), uint64(0)
	for {
		rows, err := c.Rows(ctx, place, batch)
		if err != nil {
			return Copy{}, said(err)
		}
		for _, r := range rows {
			place = r.Seq
			if v.tagged(r) == 0 || !v.placed(rowOf(r)) {
				continue // stray in the original too
			}
			if !sameHash(r.Prev, prev) || !sameHash(frame.BodyHash(r.Body), r.BodyHash) {
				return Copy{}, fmt.Errorf("vault: backup: entry %d: %w", r.Seq, app.ErrDamaged)
			}
			prev, out.Seq = r.Hash, r.Seq
		}
		if len(rows) < batch {
			break
		}
	}
	out.Hash = hex.EncodeToString(prev)
	out.HeadCode = HeadCode(out.Hash)
	return out, v.sameEnd(ctx, out)
}

// sameEnd makes sure that the copy ends where the original stood at some time
// since it was begun.
func (v *Vault) sameEnd(ctx context.Context, c Copy) error {
	rows, err := v.store.Rows(ctx, c.Seq-1, 1)
	if err != nil {
		return said(err)
	}
	if len(rows) != 1 || hex.EncodeToString(rows[0].Hash) != c.Hash {
		return fmt.Errorf("vault: backup: does not end as the vault does: %w", app.ErrDamaged)
	}
	return nil
}

// Destroy forgets pieces of content for good: their keys and their bodies. The
// entry that orders it, by two officers, comes first; what names the pieces
// stays. Copies of the file made earlier still hold them. What the desks of this
// workstation have kept of the vault is thrown away.
func (v *Vault) Destroy(ctx context.Context, ids ...entry.ID) error {
	raws := make([][]byte, len(ids))
	for i, id := range ids {
		raw, err := frame.RawID(id)
		if err != nil {
			return fmt.Errorf("vault: destroy: %w", err)
		}
		raws[i] = raw[:]
	}
	if err := v.store.Destroy(ctx, raws); err != nil {
		return said(err)
	}
	return v.dropCaches()
}

// dropCaches removes what every member's desk here has kept of this vault: an
// index of words that are gone. It costs each of them time at the next unlock.
func (v *Vault) dropCaches() error {
	dir := filepath.Dir(cacheFile(v.keyDir, v.id, v.me))
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, f := range files {
		if filepath.Ext(f.Name()) != filepath.Ext(cacheFile(v.keyDir, v.id, v.me)) {
			continue
		}
		if e := os.Remove(filepath.Join(dir, f.Name())); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, fmt.Errorf("vault: destroy: a cache could not be removed: %w", e))
		}
	}
	return err
}

// CheckContents holds the stored bytes of pieces against their signed names,
// without any key, in constant memory. Of each piece it says nil, app.ErrGone
// for one that was destroyed, or app.ErrDamaged for one that is missing or not
// as signed.
func (v *Vault) CheckContents(ctx context.Context, cs []entry.Content) []error {
	out := make([]error, len(cs))
	small := map[[16]byte]int{} // of one part each: their place in cs
	var ids [][]byte
	for i, c := range cs {
		raw, err := frame.RawID(c.ID)
		switch _, twice := small[raw]; {
		case err != nil:
			out[i] = fmt.Errorf("vault: check content: %w", err)
		case twice || frame.Parts(c.Size) > 1:
			out[i] = v.checkContent(ctx, c, raw)
		default:
			small[raw], out[i] = i, damaged(c.ID)
			ids = append(ids, raw[:])
		}
	}
	err := v.store.FirstParts(ctx, ids, func(id, body []byte, destroyed bool) {
		if len(id) != 16 {
			return
		}
		if i, asked := small[[16]byte(id)]; asked {
			out[i] = checkOne(cs[i], body, destroyed)
		}
	})
	if err != nil { // some of them cannot be read: which?
		for raw, i := range small {
			out[i] = v.checkContent(ctx, cs[i], raw)
		}
	}
	return out
}

// damaged says that a piece is missing, or not as signed.
func damaged(id entry.ID) error {
	return fmt.Errorf("vault: check content %s: %w", id, app.ErrDamaged)
}

func checkOne(c entry.Content, body []byte, destroyed bool) error {
	switch {
	case destroyed:
		return fmt.Errorf("vault: check content %s: %w", c.ID, app.ErrGone)
	case body == nil || frame.Digest([][]byte{frame.BodyHash(body)}) != c.SHA256:
		return damaged(c.ID)
	}
	return nil
}

// checkContent checks one piece part by part.
func (v *Vault) checkContent(ctx context.Context, c entry.Content, raw [16]byte) error {
	k, err := v.store.ContentKey(ctx, raw[:])
	if err != nil {
		return damaged(c.ID)
	}
	if k.Packet == nil {
		return checkOne(c, nil, true)
	}
	var hashes [][]byte
	for part := range frame.Parts(c.Size) {
		p, err := v.store.Part(ctx, raw[:], part)
		if err != nil || p.Body == nil {
			return damaged(c.ID)
		}
		hashes = append(hashes, frame.BodyHash(p.Body))
	}
	if frame.Digest(hashes) != c.SHA256 {
		return damaged(c.ID)
	}
	return nil
}

// Recovered says what a salvage carried over.
type Recovered = sqlite.Salvaged

// Recover carries everything that can be read from a damaged vault over to a
// new file. The result opens like any vault and shows, place by place, what is
// missing; it is this vault's lawful successor only once two officers have
// recorded that.
func Recover(ctx context.Context, damaged, to string, id entry.ID) (Recovered, error) {
	if _, err := frame.RawID(id); err != nil {
		return Recovered{}, err
	}
	out, err := sqlite.Salvage(ctx, damaged, to, string(id))
	if err != nil {
		return out, said(err)
	}
	return out, nil
}

var _ storage.Store = (*sqlite.Store)(nil)

// Restore puts a backup into the place of a vault that was lost: a new file,
// after the backup's own structure has been checked. Whoever opens it on a desk
// that saw later entries is warned of a rollback, with the numbers, until two
// officers have recorded the restore and AcceptHead is called.
func Restore(ctx context.Context, backup, to string) error {
	s, err := sqlite.OpenReadOnly(ctx, backup)
	if err != nil {
		return said(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Check(ctx); err != nil {
		return said(err)
	}
	if err := refuseNetwork(filepath.Dir(to)); err != nil {
		return err
	}
	if err := s.Backup(ctx, to); err != nil {
		return said(err)
	}
	return nil
}
