package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"corridor/app/entry"
	"corridor/crypto/frame"
	"corridor/crypto/pgp"
	"corridor/storage"
)

// sealPiece seals a piece under a key of its own, in parts. What comes from a
// source is staged as it is sealed, so that no more than a few parts are ever held.
func (v *Vault) sealPiece(ctx context.Context, p entry.Piece) (s sealedPiece, err error) {
	if s, ok := v.fetchAhead(p.ID); ok {
		return s, nil
	}
	if p.ID == "" {
		p.ID = NewID()
	}
	raw, err := frame.RawID(p.ID)
	if err != nil {
		return sealedPiece{}, err
	}
	s = sealedPiece{raw: raw, name: entry.Content{ID: p.ID, Role: p.Role, Size: p.Size()}}
	s.key = make([]byte, pgp.KeySize)
	if _, err := io.ReadFull(v.rand, s.key); err != nil {
		return sealedPiece{}, err
	}
	in := io.NopCloser(bytes.NewReader(p.Body))
	if p.From != nil {
		if in, err = p.From.Open(); err != nil {
			return sealedPiece{}, err
		}
		s.staged = true
	}
	err = v.sealParts(ctx, &s, in, p.From)
	if e := in.Close(); err == nil {
		err = e
	}
	return s, err
}

// Ahead seals content from a source and stores it, for the next append that holds
// the piece it gives.
func (v *Vault) Ahead(ctx context.Context, role string, from *entry.Source) (entry.Piece, error) {
	p := entry.Piece{ID: NewID(), Role: role, From: from}
	if err := v.mayAppend([]entry.Draft{{Pieces: []entry.Piece{p}}}); err != nil {
		return entry.Piece{}, err
	}
	s, err := v.sealPiece(ctx, p)
	if err != nil {
		v.unstage(ctx, []pending{{pieces: []sealedPiece{s}}})
		return entry.Piece{}, fmt.Errorf("vault: ahead: %w", err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.ahead[p.ID] = s
	return p, nil
}

// Forget takes back what was stored ahead and is in no entry.
func (v *Vault) Forget(ctx context.Context, p entry.Piece) {
	if s, ok := v.fetchAhead(p.ID); ok {
		v.unstage(ctx, []pending{{pieces: []sealedPiece{s}}})
	}
}

// fetchAhead gives what was stored ahead under a name, once.
func (v *Vault) fetchAhead(id entry.ID) (sealedPiece, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	s, ok := v.ahead[id]
	delete(v.ahead, id)
	return s, ok
}

// errChanged says that a source was not as long as it was said to be.
var errChanged = errors.New("the file changed while it was read")

// stageEvery is how many parts are staged together: each time costs a sync.
const stageEvery = 8

func (v *Vault) sealParts(ctx context.Context, s *sealedPiece, in io.Reader, from *entry.Source) error {
	h := frame.PartHeader{Vault: v.id, Content: s.name.ID, Parts: frame.Parts(s.name.Size), Size: s.name.Size}
	left := s.name.Size
	var hashes [][]byte
	plain := make([]byte, min(left, frame.PartSize))
	defer clear(plain)
	for ; h.Part < h.Parts; h.Part++ {
		b := plain[:min(left, frame.PartSize)]
		if _, err := io.ReadFull(in, b); err != nil {
			return fmt.Errorf("content %s: %w", s.name.ID, errChanged)
		}
		left -= int64(len(b))
		body, err := frame.SealPart(h, s.key, b, v.rand)
		if err != nil {
			return err
		}
		part := storage.Part{ID: s.raw[:], Part: h.Part, BodyHash: frame.BodyHash(body), Body: body}
		s.parts, hashes = append(s.parts, part), append(hashes, part.BodyHash)
		if s.staged && (len(s.parts) == stageEvery || left == 0) {
			if err := v.store.Stage(ctx, s.parts); err != nil {
				return said(err)
			}
			if s.parts = nil; from.Told != nil {
				from.Told(s.name.Size - left)
			}
		}
	}
	if n, err := io.ReadFull(in, make([]byte, 1)); n > 0 || err != io.EOF {
		return fmt.Errorf("content %s: %w", s.name.ID, errChanged)
	}
	s.name.SHA256 = frame.Digest(hashes)
	return nil
}

// unstage forgets what was staged for an entry that did not come about. If even
// that cannot be done, the next opening does it.
func (v *Vault) unstage(ctx context.Context, ps []pending) {
	for _, p := range ps {
		for _, s := range p.pieces {
			if s.staged {
				_ = v.store.Unstage(context.WithoutCancel(ctx), s.raw[:])
			}
		}
	}
}

// sweep forgets what an earlier program had staged when it was killed.
func (v *Vault) sweep(ctx context.Context) {
	ids, _ := v.store.Staged(ctx)
	for _, id := range ids {
		_ = v.store.Unstage(ctx, id)
	}
}
