package keeping

import (
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"corridor/app/entry"
)

// At is a payload with the entry that carried it.
type At[T any] struct {
	Entry entry.Entry
	Facts T
}

// State is what is known of the vault as a file. The zero value is empty.
type State struct {
	Backups  []At[Backup]
	Restores []At[Restored]
	Accepted []At[Accepted]
}

// Clone gives an independent copy.
func (s State) Clone() State {
	return State{Backups: slices.Clip(s.Backups), Restores: slices.Clip(s.Restores), Accepted: slices.Clip(s.Accepted)}
}

// Fold applies this room's kinds that are not about one product; others change
// nothing.
func (s *State) Fold(e entry.Entry) error {
	switch e.Kind {
	case entry.BackupMade:
		return keep(e, &s.Backups, func(f Backup) bool {
			return f.Seq > 0 && f.Seq < e.Seq && isHash(f.Head) && f.Expires.After(e.Done)
		})
	case entry.VaultRestored:
		return keep(e, &s.Restores, func(f Restored) bool {
			return f.Ended > 0 && f.Ended < e.Seq && isHash(f.Head) && (f.Lost == 0 || f.Lost > f.Ended)
		})
	case entry.RestoreAccepted:
		return keep(e, &s.Accepted, func(f Accepted) bool {
			i := slices.IndexFunc(s.Restores, func(r At[Restored]) bool { return r.Entry.ID == f.Restored })
			return i >= 0 && s.Restores[i].Facts.Explains(f.Seen) && !s.TookUp(e.Author, f.Restored)
		})
	}
	return nil
}

// Explains reports whether a desk that last saw a given entry can miss it
// because of this restore.
func (r Restored) Explains(seen uint64) bool {
	return seen > r.Ended && (r.Lost == 0 || seen <= r.Lost)
}

// TookUp reports whether an officer has taken a restore up. The same restore
// never explains a second loss to them.
func (s State) TookUp(p entry.Person, restored entry.ID) bool {
	return slices.ContainsFunc(s.Accepted, func(a At[Accepted]) bool { return a.Entry.Author == p && a.Facts.Restored == restored })
}

func keep[T any](e entry.Entry, into *[]At[T], sound func(T) bool) error {
	f, err := entry.FactsOf[T](e)
	if err != nil {
		return err
	}
	if !sound(f) {
		return fmt.Errorf("keeping: %s: its numbers do not fit its place", e.Kind)
	}
	*into = append(*into, At[T]{Entry: e, Facts: f})
	return nil
}

// Standing lists the backups that have not expired at now, oldest first: each
// still holds whatever was in the vault when it was made.
func (s State) Standing(now time.Time) []At[Backup] {
	var out []At[Backup]
	for _, b := range s.Backups {
		if b.Facts.Expires.After(now) {
			out = append(out, b)
		}
	}
	return out
}

// Sound reports whether a destruction names pieces in its one order.
func (d Destroyed) Sound() bool {
	return len(d.Contents) > 0 && slices.IsSorted(d.Contents) && len(slices.Compact(slices.Clone(d.Contents))) == len(d.Contents)
}

// isHash reports whether s is a SHA-256 in lower-case hex.
func isHash(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32 && hex.EncodeToString(b) == s
}
