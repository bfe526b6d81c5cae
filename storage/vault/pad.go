package vault

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"

	"corridor/app"
	"corridor/crypto/frame"
)

// PutPad keeps text being typed, sealed to its author.
func (v *Vault) PutPad(ctx context.Context, draft string, body []byte) error {
	sealed, err := frame.SealPad(v.padName(draft), v.own.Expose(), body, v.rand)
	if err != nil {
		return fmt.Errorf("vault: pad: %w", err)
	}
	author, name := v.padKey(draft)
	if err := v.store.PutPad(ctx, author, name, sealed); err != nil {
		return said(err)
	}
	return nil
}

// GetPad opens text being typed; nil, nil when there is none.
func (v *Vault) GetPad(ctx context.Context, draft string) ([]byte, error) {
	author, name := v.padKey(draft)
	sealed, err := v.store.Pad(ctx, author, name)
	if err != nil {
		return nil, said(err)
	}
	if sealed == nil {
		return nil, nil
	}
	b, err := frame.OpenPad(v.padName(draft), v.own.Expose(), sealed)
	if err != nil {
		return nil, fmt.Errorf("vault: pad: %w", app.ErrDamaged)
	}
	return b, nil
}

// DropPad forgets text being typed.
func (v *Vault) DropPad(ctx context.Context, draft string) error {
	author, name := v.padKey(draft)
	if err := v.store.DropPad(ctx, author, name); err != nil {
		return said(err)
	}
	return nil
}

func (v *Vault) padName(draft string) frame.Pad {
	return frame.Pad{Vault: v.id, Author: v.me, Draft: draft}
}

// padKey is where a pad stands: under a name that says nothing of its draft.
func (v *Vault) padKey(draft string) (author, name []byte) {
	m := hmac.New(sha256.New, v.own.Expose())
	m.Write([]byte("pad name\x00" + draft))
	return []byte(v.me), m.Sum(nil)
}
