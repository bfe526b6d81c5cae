package app

import (
	"context"
	"errors"
	"fmt"
)

// recordLate records anew what this officer did while the vault could not be
// written, where it could not be put in its place by itself. Each act keeps the
// time at which it was done, so its entry shows that it was recorded later. What
// the rules refuse now is not thrown away: it stays on this workstation, and the
// officer is told.
func (d *Desk) recordLate(ctx context.Context) error {
	late, err := d.Vault.Late(ctx)
	if err != nil {
		return fmt.Errorf("app: late acts: %w", err)
	}
	var done []string
	for _, l := range late {
		switch err := d.append(ctx, l.Draft); {
		case err == nil:
			done = append(done, l.Hash)
		case !errors.Is(err, ErrFull) && !errors.Is(err, ErrReadOnly): // those go on waiting
			d.unfit++
		}
	}
	if err := d.Vault.Merged(done); err != nil {
		return fmt.Errorf("app: late acts: %w", err)
	}
	return nil
}

// spooled says what of it could not be recorded.
func (d *Desk) spooled() []string {
	switch d.unfit {
	case 0:
		return nil
	case 1:
		return []string{"one act that you did while the vault could not be written no longer fits what is recorded: it is kept on this workstation; tell a supervisor"}
	}
	return []string{fmt.Sprintf("%d acts that you did while the vault could not be written no longer fit what is recorded: they are kept on this workstation; tell a supervisor", d.unfit)}
}
