package vault

import (
	"context"
	"errors"
	"fmt"
	"os"

	"corridor/app"
	"corridor/app/entry"
	"corridor/storage"
)

// reserveSize is how much room is kept for acts that save lives, bytes. The
// write-ahead log and the file itself both grow by what is written.
const reserveSize = 4 << 20

// leastReserve is what a nearly full disk must still give to be called one.
const leastReserve = 1 << 20

func reserveFile(path string) string { return path + ".reserve" }

// layReserve fills a file beside the vault, so that a disk which others fill
// up still has room when it must. Where there is not room for all of it, it
// takes what there is, down to leastReserve.
func layReserve(path string) error {
	i, err := os.Stat(reserveFile(path))
	if err == nil && i.Size() == reserveSize {
		return nil
	}
	for size := reserveSize; size >= leastReserve; size /= 2 {
		if err = take(reserveFile(path), size); err == nil {
			return nil
		}
	}
	return err
}

func take(name string, size int) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err = allocate(f, size); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		_ = os.Remove(name)
	}
	return err
}

// fillZeros takes room by writing.
func fillZeros(f *os.File, size int) error {
	zeros := make([]byte, 1<<20)
	for n := 0; n < size; n += len(zeros) {
		if _, err := f.Write(zeros[:min(len(zeros), size-n)]); err != nil {
			return err
		}
	}
	return nil
}

// freeReserve gives the room back to the disk; false if there was none.
func freeReserve(path string) bool { return os.Remove(reserveFile(path)) == nil }

// urgent reports whether an act may draw on the reserve: what answers a threat
// to somebody's life, and what has to be recorded before it can be seen.
func urgent(ds []entry.Draft) bool {
	for _, d := range ds {
		switch d.Kind {
		case entry.EmergencyReleased, entry.EmergencySigned,
			entry.ThreatRaised, entry.ThreatAssessed, entry.ThreatAccepted, entry.ThreatActed, entry.ThreatReviewed,
			entry.PromptAnswered, entry.ProductViewed, entry.SearchMade, entry.JournalViewed, entry.CompartmentEntered, entry.DeskUnlocked:
		default:
			return false
		}
	}
	return true
}

// roomFor refuses an act that can wait while the reserve is spent: the room that
// it gave back is for acts that cannot. The caller holds mu.
func (v *Vault) roomFor(ds []entry.Draft) error {
	if !v.spent || urgent(ds) {
		return nil
	}
	if layReserve(v.path) != nil {
		return v.full()
	}
	v.spent = false
	return nil
}

func (v *Vault) full() error {
	v.warn("the disk is full: only acts that answer a threat to life can still be recorded; make room")
	return fmt.Errorf("vault: append: %w", app.ErrFull)
}

// drawOn gives an act that cannot wait the room of the reserve: true if it is
// worth another try. The caller holds mu.
func (v *Vault) drawOn(err error, ds []entry.Draft) bool {
	if !errors.Is(err, storage.ErrFull) || !urgent(ds) || !freeReserve(v.path) {
		return false
	}
	v.spent = true
	v.warn("the disk is full: the last reserve is in use; make room")
	return true
}

// aside takes an act that cannot wait into the spool, when the journal has
// refused it for good. The caller holds mu.
func (v *Vault) aside(ctx context.Context, ds []entry.Draft, ps []pending, err error) (*written, error) {
	switch {
	case !errors.Is(err, storage.ErrFull) && !errors.Is(err, storage.ErrReadOnly) && !errors.Is(err, storage.ErrDamaged):
		return nil, err
	case !urgent(ds):
		if errors.Is(err, storage.ErrFull) || errors.Is(v.unwritable, storage.ErrFull) {
			return nil, v.full()
		}
		return nil, err
	}
	w, no := v.appendBy(ctx, v.store.Aside, ps)
	if no != nil {
		return nil, errors.Join(err, no)
	}
	v.warn("the vault cannot be written: what answers a threat to life is kept on this workstation, and put into the vault as soon as that can be written")
	return w, nil
}
