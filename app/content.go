package app

import (
	"context"
	"fmt"

	"corridor/app/entry"
)

// piece seals a value as content of a role.
func piece(role string, v any) (entry.Piece, error) {
	b, err := entry.Encode(v)
	return entry.Piece{Role: role, Body: b}, err
}

// words is a piece of plain text; nil when there is nothing to say.
func words(role, text string) []entry.Piece {
	if text == "" {
		return nil
	}
	return []entry.Piece{{Role: role, Body: []byte(text)}}
}

// content opens a piece of an entry and decodes it.
func content[T any](ctx context.Context, j Journal, e entry.Entry, role string) (T, error) {
	var zero T
	c, ok := e.Piece(role)
	if !ok {
		return zero, fmt.Errorf("app: entry %s has no %s: %w", e.ID, role, ErrGone)
	}
	b, err := j.Content(ctx, c)
	if err != nil {
		return zero, fmt.Errorf("app: content %s: %w", c.ID, err)
	}
	return entry.Decode[T](b)
}

// text opens a piece of plain text; "" when it is not there.
func (d *Desk) text(ctx context.Context, e entry.Entry, role string) string {
	c, ok := e.Piece(role)
	if !ok {
		return ""
	}
	b, err := d.Vault.Content(ctx, c)
	if err != nil {
		return ""
	}
	return string(b)
}
