package vault

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"corridor/app"
	"corridor/app/entry"
	"corridor/crypto/frame"
	"corridor/storage"
)

// Content opens one piece and checks it against its name and hash.
// app.ErrGone: destroyed. app.ErrShut: its compartment is not open.
// app.ErrDamaged: missing, or not as signed.
func (v *Vault) Content(ctx context.Context, c entry.Content) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(int(min(max(c.Size, 0), 64<<20)))
	if err := v.ContentTo(ctx, c, &out, nil); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// ContentTo writes one piece to w part by part, in constant memory, and tells
// progress (if any) how many bytes are written. Each part is checked before it
// is written; what was written before an error must be thrown away.
func (v *Vault) ContentTo(ctx context.Context, c entry.Content, w io.Writer, progress func(int64)) error {
	raw, err := frame.RawID(c.ID)
	if err != nil {
		return fmt.Errorf("vault: content: %w", err)
	}
	v.mu.Lock() // keys are not wiped while they are used
	key, err := v.contentKey(ctx, c.ID, raw)
	v.mu.Unlock()
	if err != nil {
		return err
	}
	defer clear(key)
	h := frame.PartHeader{Vault: v.id, Content: c.ID, Parts: frame.Parts(c.Size), Size: c.Size}
	if err := v.checkDigest(ctx, c, raw, h.Parts); err != nil {
		return err
	}
	var done int64
	for ; h.Part < h.Parts; h.Part++ {
		b, err := v.part(ctx, h, raw, key)
		if err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return fmt.Errorf("vault: content %s: %w", c.ID, err)
		}
		if done += int64(len(b)); progress != nil {
			progress(done)
		}
	}
	if done != c.Size {
		return fmt.Errorf("vault: content %s: wrong length: %w", c.ID, app.ErrDamaged)
	}
	return nil
}

func (v *Vault) contentKey(ctx context.Context, id entry.ID, raw [16]byte) ([]byte, error) {
	k, err := v.store.ContentKey(ctx, raw[:])
	if errors.Is(err, storage.ErrNone) {
		return nil, fmt.Errorf("vault: content %s: its key is missing: %w", id, app.ErrDamaged)
	}
	if err != nil {
		return nil, said(err)
	}
	if k.Packet == nil {
		return nil, fmt.Errorf("vault: content %s: %w", id, app.ErrGone)
	}
	compartment := frame.TextID(k.Compartment)
	if !v.ring.open(compartment) {
		return nil, fmt.Errorf("vault: content %s: %w", id, app.ErrShut)
	}
	want := frame.ContentKey{Vault: v.id, Content: id, Compartment: compartment, Epoch: k.Epoch}
	for _, h := range v.ring.candidates(compartment, k.Epoch) {
		if key, err := frame.OpenContentKey(want, h.key.Expose(), k.Packet); err == nil {
			return key, nil
		}
	}
	return nil, fmt.Errorf("vault: content %s: its key does not open: %w", id, app.ErrDamaged)
}

// checkDigest holds the hashes of the stored parts against the signed one.
func (v *Vault) checkDigest(ctx context.Context, c entry.Content, raw [16]byte, parts int) error {
	hashes, whole, err := v.store.Hashes(ctx, raw[:])
	if err != nil {
		return said(err)
	}
	if !whole || len(hashes) != parts || frame.Digest(hashes) != c.SHA256 {
		return fmt.Errorf("vault: content %s: not as signed: %w", c.ID, app.ErrDamaged)
	}
	return nil
}

func (v *Vault) part(ctx context.Context, h frame.PartHeader, raw [16]byte, key []byte) ([]byte, error) {
	p, err := v.store.Part(ctx, raw[:], h.Part)
	if err != nil && !errors.Is(err, storage.ErrNone) {
		return nil, said(err)
	}
	if err != nil || hex.EncodeToString(frame.BodyHash(p.Body)) != hex.EncodeToString(p.BodyHash) {
		return nil, fmt.Errorf("vault: content %s: part %d: %w", h.Content, h.Part, app.ErrDamaged)
	}
	b, err := frame.OpenPart(h, key, p.Body)
	if err != nil {
		return nil, fmt.Errorf("vault: content %s: part %d: %w", h.Content, h.Part, app.ErrDamaged)
	}
	return b, nil
}
