package vault

import (
	"errors"
	"os"

	"corridor/app/entry"
	"corridor/storage"
)

// reserveSize is how much room is kept for acts that save lives, bytes. The
// write-ahead log and the file itself both grow by what is written.
const reserveSize = 4 << 20

func reserveFile(path string) string { return path + ".reserve" }

// layReserve fills a file beside the vault, so that a disk which others fill
// up still has room when it must. Without room for it, there is none.
func layReserve(path string) error {
	name := reserveFile(path)
	if i, err := os.Stat(name); err == nil && i.Size() == reserveSize {
		return nil
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err = allocate(f, reserveSize); err == nil {
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
			entry.ProductViewed, entry.CompartmentEntered, entry.DeskUnlocked:
		default:
			return false
		}
	}
	return true
}

// outOfRoom decides what becomes of an append that found no room: true if the
// reserve has made some and it is worth another try. The caller holds mu.
func (v *Vault) outOfRoom(err error, ds []entry.Draft) bool {
	if !errors.Is(err, storage.ErrFull) {
		return false
	}
	if !urgent(ds) {
		v.warn("the disk is full: only acts that answer a threat to life can still be recorded; make room")
		return false
	}
	if !freeReserve(v.path) {
		return false
	}
	v.warn("the disk is full: the last reserve is in use; make room")
	return true
}
