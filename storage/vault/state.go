package vault

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"sort"

	"corridor/app"
	"corridor/app/entry"
	"corridor/crypto/frame"
	"corridor/storage"
)

// batch is how many rows are read at a time.
const batch = 256

// farAhead is how far beyond the last sound row a stray row may stand and
// still be shown as a record.
const farAhead = 1 << 20

// state is the journal's state at one place, as the rows themselves show it.
type state struct {
	last   uint64              // place of the last row that stands
	prev   []byte              // its hash
	common uint32              // current epoch of the common compartment; 0 before the founding
	epochs map[entry.ID]uint32 // current epoch of every compartment whose epoch entries could be read
}

// mark is an epoch that begins after a place.
type mark struct {
	seq         uint64
	compartment entry.ID
	number      uint32
}

func start() state { return state{prev: frame.Zero(), epochs: map[entry.ID]uint32{}} }

// restart forgets what was judged. The caller holds mu.
func (v *Vault) restart() {
	v.front, v.marks, v.tail = start(), nil, 0
	v.seen = noneSeen()
}

// at is the state after a place, which must not lie beyond the front. The
// caller holds mu.
func (v *Vault) at(ctx context.Context, after uint64) (state, error) {
	if after >= v.front.last {
		return v.front.clone(), nil
	}
	st := start()
	for _, m := range v.marks {
		if m.seq <= after {
			st.begin(v.common, m)
		}
	}
	for width := uint64(1); after > 0; width *= batch {
		r, ok, err := v.lastStanding(ctx, after-min(after, width), after)
		if err != nil {
			return st, err
		}
		if ok {
			st.last, st.prev = r.Seq, r.Hash
		}
		if ok || width >= after {
			break
		}
	}
	return st, nil
}

// lastStanding finds the last row that stands behind a place and up to another.
func (v *Vault) lastStanding(ctx context.Context, place, upTo uint64) (last storage.Row, found bool, err error) {
	before := storage.Row{}
	for place < upTo {
		rows, err := v.rows(ctx, place)
		if err != nil || len(rows) == 0 {
			return last, found, err
		}
		for _, r := range rows {
			if place = r.Seq; place > upTo {
				break
			}
			if n := v.tagged(r); n != 0 && n == v.commonAt(r.Seq) { // a leaver's row has the tag of an epoch that is over
				stands, err := v.stands(ctx, r, before)
				if err != nil {
					return last, found, err
				}
				if stands {
					last, found = r, true
				}
			}
			before = r
		}
	}
	return last, found, nil
}

// stands reports whether a tagged row is part of the chain where it is: it is
// placed, or follows the row right before it. One that was moved does neither.
func (v *Vault) stands(ctx context.Context, r, before storage.Row) (bool, error) {
	if v.placed(rowOf(r)) || r.Seq == 1 {
		return true, nil
	}
	if before.Seq != r.Seq-1 {
		rows, err := v.store.Rows(ctx, r.Seq-2, 1)
		if err != nil || len(rows) == 0 {
			return false, said(err)
		}
		before = rows[0]
	}
	return before.Seq == r.Seq-1 && sameHash(before.Hash, r.Prev), nil
}

func (s state) clone() state {
	epochs := make(map[entry.ID]uint32, len(s.epochs))
	for c, n := range s.epochs {
		epochs[c] = n
	}
	s.epochs = epochs
	return s
}

func (s *state) begin(common entry.ID, m mark) {
	s.epochs[m.compartment] = m.number
	if m.compartment == common {
		s.common = m.number
	}
}

// note keeps a mark, once, in order of place. The caller holds mu.
func (v *Vault) note(m mark) {
	i := sort.Search(len(v.marks), func(i int) bool { return v.marks[i].seq >= m.seq })
	if i < len(v.marks) && v.marks[i] == m {
		return
	}
	v.marks = append(v.marks, mark{})
	copy(v.marks[i+1:], v.marks[i:])
	v.marks[i] = m
}

// tagged gives the number of the common epoch under whose row key a row's tag
// is valid, the newest first; 0 if there is none.
func (v *Vault) tagged(r storage.Row) uint32 {
	ns := v.ring.numbers(v.common)
	for i := len(ns) - 1; i >= 0; i-- {
		for _, h := range v.ring.candidates(v.common, ns[i]) {
			if frame.TagValid(h.rowKey, r.Hash, r.Tag) {
				return ns[i]
			}
		}
	}
	return 0
}

// findEnd finds the last row that carries a valid tag, without judging what
// lies before it.
func (v *Vault) findEnd(ctx context.Context) error {
	last, err := v.store.Last(ctx)
	if err != nil && !errors.Is(err, storage.ErrDamaged) {
		return said(err)
	}
	from := last - min(last, batch)
	for {
		if err := v.findEndAfter(ctx, from); err != nil {
			return err
		}
		if v.end > 0 || from == 0 {
			return nil
		}
		from = min(from-min(from, batch), from/2) // stray rows may stand far ahead of the journal
	}
}

// findEndAfter looks from a place to the end of the file; what cannot be read
// is passed over.
func (v *Vault) findEndAfter(ctx context.Context, place uint64) error {
	for {
		rows, err := v.rows(ctx, place)
		if len(rows) == 0 {
			if errors.Is(err, app.ErrDamaged) {
				v.warn("the file is damaged behind entry %d; make a backup of it as it is, and recover", place)
				return nil
			}
			return err
		}
		for _, r := range rows {
			if place = r.Seq; v.tagged(r) != 0 && v.placed(rowOf(r)) {
				v.end, v.endHash = r.Seq, hex.EncodeToString(r.Hash)
			}
		}
	}
}

// advance judges the journal to its end, without showing it to anybody. The
// tail is then the last place where a row stands; if that is no part of the
// journal, new rows go behind it all the same, so that whoever reads on from
// the last place they saw misses none. Rows far beyond the end, which are not
// shown either, do not count. The caller holds mu.
func (v *Vault) advance(ctx context.Context) error {
	for place := v.front.last; ; {
		rows, err := v.rows(ctx, place)
		if err != nil {
			return err
		}
		bodies := v.openBodies(rows)
		for i, r := range rows {
			if r.Seq > v.front.last+farAhead {
				v.tail = place
				return nil
			}
			st := v.front
			v.judge(&st, r, bodies[i], place)
			v.front, place = st, r.Seq
		}
		if len(rows) == 0 {
			v.tail = place
			return nil
		}
	}
}

// strayAt is place if it lies beyond the end, else 0.
func strayAt(place, end uint64) uint64 {
	if place > end {
		return place
	}
	return 0
}

// maxSkip is how many places are tried behind one that cannot be read.
const maxSkip = 1 << 14

// rows reads the next rows after a place, and goes on behind a damaged page:
// the rows that are missing then show as a gap. No rows and no error is the
// end. The caller holds mu.
func (v *Vault) rows(ctx context.Context, place uint64) ([]storage.Row, error) {
	rows, err := v.store.Rows(ctx, place, batch)
	if err == nil || (len(rows) > 0 && errors.Is(err, storage.ErrDamaged)) {
		return rows, nil
	}
	if !errors.Is(err, storage.ErrDamaged) {
		return nil, said(err)
	}
	for skip := uint64(1); skip <= maxSkip && ctx.Err() == nil; skip++ {
		rows, _ := v.store.Rows(ctx, place+skip, batch)
		if len(rows) > 0 {
			v.warn("entries %d to %d cannot be read: the file is damaged; make a backup of it as it is, and recover", place+1, rows[0].Seq-1)
			return rows, nil
		}
	}
	return nil, said(err)
}

// sameHash compares two hashes that need not be kept secret.
func sameHash(a, b []byte) bool { return bytes.Equal(a, b) }
