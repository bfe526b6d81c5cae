package vault

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// seenSize is the length of a packed place of an entry: its id and its seq.
const seenSize = 24

// seenIDs finds the place at which an entry first stood.
type seenIDs struct {
	old   []byte // sorted, seenSize bytes each
	fresh map[[16]byte]uint64
}

func noneSeen() seenIDs { return seenIDs{fresh: map[[16]byte]uint64{}} }

func (s seenIDs) find(id [16]byte) (uint64, bool) {
	if seq, ok := s.fresh[id]; ok {
		return seq, true
	}
	lo, hi := 0, len(s.old)/seenSize
	for lo < hi {
		mid := (lo + hi) / 2
		at := s.old[mid*seenSize:]
		switch c := bytes.Compare(at[:16], id[:]); {
		case c == 0:
			return binary.BigEndian.Uint64(at[16:]), true
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}

// first notes that an entry stands at a place, and reports whether it stands at
// none before.
func (s seenIDs) first(id [16]byte, seq uint64) bool {
	have, ok := s.find(id)
	if !ok || have > seq {
		s.note(id, seq)
	}
	return !ok || have >= seq
}

func (s seenIDs) note(id [16]byte, seq uint64) { s.fresh[id] = seq }

// sorted packs every id with its place, in order of the ids.
func (s seenIDs) sorted() []byte {
	fresh := make([]byte, 0, len(s.fresh)*seenSize)
	ids := make([][seenSize]byte, 0, len(s.fresh))
	for id, seq := range s.fresh {
		var x [seenSize]byte
		copy(x[:], id[:])
		binary.BigEndian.PutUint64(x[16:], seq)
		ids = append(ids, x)
	}
	slices.SortFunc(ids, func(a, b [seenSize]byte) int { return bytes.Compare(a[:16], b[:16]) })
	for _, x := range ids {
		fresh = append(fresh, x[:]...)
	}
	if len(s.old) == 0 {
		return fresh
	}
	return mergeSeen(s.old, fresh)
}

// mergeSeen joins two sorted lists; of an id in both, the second counts.
func mergeSeen(a, b []byte) []byte {
	out := make([]byte, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		c := bytes.Compare(a[:16], b[:16])
		if c < 0 {
			out, a = append(out, a[:seenSize]...), a[seenSize:]
			continue
		}
		if out, b = append(out, b[:seenSize]...), b[seenSize:]; c == 0 {
			a = a[seenSize:]
		}
	}
	return append(append(out, a...), b...)
}
