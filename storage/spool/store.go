package spool

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"corridor/storage"
)

// Store is a journal store with a spool behind it.
type Store struct {
	storage.Store // the journal
	file          *File
	last          atomic.Uint64 // where the journal ended when it could last be asked
}

var _ storage.Store = (*Store)(nil)

// Over puts a spool behind a journal, and finds out which of its frames stand in
// the journal already, follow its end, or fit no longer. Without a file, the store
// is the journal and nothing more.
func Over(ctx context.Context, base storage.Store, file *File) (*Store, error) {
	s := &Store{Store: base, file: file}
	if file == nil {
		return s, nil
	}
	file.mu.Lock()
	defer file.mu.Unlock()
	return s, s.sort(ctx)
}

// Base is the journal without its spool.
func (s *Store) Base() storage.Store { return s.Store }

// sort parts the frames. The caller holds mu.
func (s *Store) sort(ctx context.Context) error {
	last, err := s.Store.Last(ctx)
	if err != nil {
		return nil // a journal that cannot be read says so to whoever reads it
	}
	all := slices.Concat(s.file.astray, s.file.live)
	var live, astray []frame
	for _, f := range all {
		stands, err := s.stands(ctx, f)
		if err != nil {
			return err
		}
		if stands {
			continue
		}
		fits := f.After == last && f.Batch.Rows[0].Seq > last
		if fits && len(live) == 0 { // else the row before it is ours
			if fits, err = s.follows(ctx, f); err != nil {
				return err
			}
		}
		if fits {
			live, last = append(live, f), lastOf(f)
		} else {
			astray = append(astray, f)
		}
	}
	s.file.live, s.file.astray = live, astray
	if len(live)+len(astray) < len(all) {
		_ = s.file.keep() // or later
	}
	return nil
}

func lastOf(f frame) uint64 { return f.Batch.Rows[len(f.Batch.Rows)-1].Seq }

// stands reports whether the rows of a frame are in the journal.
func (s *Store) stands(ctx context.Context, f frame) (bool, error) {
	for _, want := range f.Batch.Rows {
		r, err := s.at(ctx, want.Seq)
		if err != nil || r == nil || !bytes.Equal(r.Hash, want.Hash) {
			return false, err
		}
	}
	return true, nil
}

// follows reports whether the journal's row that a frame was written behind is
// still the same one.
func (s *Store) follows(ctx context.Context, f frame) (bool, error) {
	if f.After == 0 {
		return true, nil
	}
	r, err := s.at(ctx, f.After)
	if err != nil || r == nil {
		return false, err
	}
	return f.Hash == nil || bytes.Equal(r.Hash, f.Hash), nil
}

// at is the journal's row at a place, or nil.
func (s *Store) at(ctx context.Context, seq uint64) (*storage.Row, error) {
	if seq == 0 {
		return nil, nil
	}
	rows, err := s.Store.Rows(ctx, seq-1, 1)
	if err != nil || len(rows) == 0 || rows[0].Seq != seq {
		return nil, err
	}
	return &rows[0], nil
}

// Append stores in the journal, after what waits in the spool. While that cannot
// be put in its place, nothing else can: the error is the journal's.
func (s *Store) Append(ctx context.Context, build func(storage.Place) (storage.Batch, error)) error {
	if err := s.Settle(ctx); err != nil {
		return err
	}
	var end uint64
	err := s.Store.Append(ctx, func(p storage.Place) (storage.Batch, error) {
		b, err := build(p)
		if end = p.Last; len(b.Rows) > 0 {
			end = b.Rows[len(b.Rows)-1].Seq
		}
		return b, err
	})
	if err == nil {
		s.last.Store(end)
	}
	return err
}

// errMoved says that the journal went on without the spool.
var errMoved = errors.New("spool: the journal has moved on")

// Settle puts what waits behind the end of the journal into its place.
func (s *Store) Settle(ctx context.Context) error {
	if s.file == nil {
		return nil
	}
	s.file.mu.Lock()
	defer s.file.mu.Unlock()
	if len(s.file.live) == 0 {
		return nil
	}
	err := s.Store.Append(ctx, func(p storage.Place) (storage.Batch, error) {
		if p.Last != s.file.live[0].After {
			return storage.Batch{}, errMoved
		}
		return joined(s.file.live), nil
	})
	if errors.Is(err, errMoved) {
		return s.sort(ctx)
	}
	if err != nil {
		return err
	}
	s.file.live = nil
	_ = s.file.keep() // or later: they are found to stand when the file is read
	return nil
}

func joined(fs []frame) (b storage.Batch) {
	for _, f := range fs {
		b.Rows = append(b.Rows, f.Batch.Rows...)
		b.Parts = append(b.Parts, f.Batch.Parts...)
		b.Keys = append(b.Keys, f.Batch.Keys...)
		b.Grants = append(b.Grants, f.Batch.Grants...)
	}
	return b
}

// Aside takes a batch into the spool: for acts that must not be lost when the
// journal has refused them. storage.ErrFull: the spool is full too, or there is
// none.
func (s *Store) Aside(ctx context.Context, build func(storage.Place) (storage.Batch, error)) error {
	if s.file == nil {
		return storage.ErrFull
	}
	last, err := s.Last(ctx)
	if err != nil {
		if last = max(last, s.last.Load()); last == 0 {
			return err
		}
	}
	s.file.mu.Lock()
	defer s.file.mu.Unlock()
	b, err := build(storage.Place{Last: last})
	if err != nil {
		return err
	}
	if len(b.Rows) == 0 || len(b.Grants) > 0 || len(b.Staged) > 0 {
		return fmt.Errorf("spool: this act cannot wait: %w", storage.ErrFull)
	}
	f := frame{After: last, Batch: b}
	if len(s.file.live) == 0 {
		if r, err := s.at(ctx, last); err == nil && r != nil {
			f.Hash = r.Hash
		}
	}
	if err := s.file.put(f); err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	return nil
}

// Waiting is how many acts lie in the spool: behind the journal's end, and astray.
func (s *Store) Waiting() (live, astray int) {
	if s.file == nil {
		return 0, 0
	}
	return s.file.waiting()
}

// Stranded gives the rows that fit no longer, oldest first, for whoever can open
// them to record them anew.
func (s *Store) Stranded() []storage.Row {
	if s.file == nil {
		return nil
	}
	s.file.mu.Lock()
	defer s.file.mu.Unlock()
	return joined(s.file.astray).Rows
}

// Forget drops stranded rows of the given hashes: they have been recorded anew.
func (s *Store) Forget(hashes [][]byte) error {
	if s.file == nil || len(hashes) == 0 {
		return nil
	}
	s.file.mu.Lock()
	defer s.file.mu.Unlock()
	gone := func(r storage.Row) bool {
		return slices.ContainsFunc(hashes, func(h []byte) bool { return bytes.Equal(h, r.Hash) })
	}
	before := s.file.astray
	s.file.astray = nil
	for _, f := range before {
		f.Batch.Rows = slices.DeleteFunc(slices.Clone(f.Batch.Rows), gone)
		if len(f.Batch.Rows) > 0 {
			s.file.astray = append(s.file.astray, f)
		}
	}
	return s.file.keep()
}

// Rows gives the journal's rows and then those that wait behind them.
func (s *Store) Rows(ctx context.Context, after uint64, limit int) ([]storage.Row, error) {
	out, err := s.Store.Rows(ctx, after, limit)
	if err != nil || s.file == nil || len(out) >= limit {
		return out, err
	}
	s.file.mu.Lock()
	defer s.file.mu.Unlock()
	for _, r := range joined(s.file.live).Rows {
		if r.Seq > after && len(out) < limit {
			out = append(out, r)
		}
	}
	return out, nil
}

// Last is the highest seq of the journal and of what waits behind it.
func (s *Store) Last(ctx context.Context) (uint64, error) {
	last, err := s.Store.Last(ctx)
	if err == nil {
		s.last.Store(last)
	}
	if s.file == nil {
		return last, err
	}
	s.file.mu.Lock()
	defer s.file.mu.Unlock()
	if n := len(s.file.live); n > 0 {
		return max(last, lastOf(s.file.live[n-1])), nil
	}
	return last, err
}

// held is everything that lies in the spool, whether it fits or not: pieces are
// found by name, and a name is given once.
func (s *Store) held() storage.Batch {
	if s.file == nil {
		return storage.Batch{}
	}
	s.file.mu.Lock()
	defer s.file.mu.Unlock()
	return joined(slices.Concat(s.file.astray, s.file.live))
}

// Part gives one part of a piece, or storage.ErrNone.
func (s *Store) Part(ctx context.Context, id []byte, part int) (storage.Part, error) {
	p, err := s.Store.Part(ctx, id, part)
	if !errors.Is(err, storage.ErrNone) {
		return p, err
	}
	for _, p := range s.held().Parts {
		if p.Part == part && bytes.Equal(p.ID, id) {
			return p, nil
		}
	}
	return p, err
}

// FirstParts shows the first part of each of many pieces.
func (s *Store) FirstParts(ctx context.Context, ids [][]byte, show func(id, body []byte, destroyed bool)) error {
	err := s.Store.FirstParts(ctx, ids, show)
	held := s.held()
	for _, k := range held.Keys {
		if !slices.ContainsFunc(ids, func(id []byte) bool { return bytes.Equal(id, k.ID) }) {
			continue
		}
		for _, p := range held.Parts {
			if p.Part == 0 && bytes.Equal(p.ID, k.ID) {
				show(p.ID, p.Body, false)
			}
		}
	}
	return err
}

// Hashes gives the body hashes of a piece's parts in order.
func (s *Store) Hashes(ctx context.Context, id []byte) (hashes [][]byte, whole bool, err error) {
	hashes, whole, err = s.Store.Hashes(ctx, id)
	if err != nil || len(hashes) > 0 {
		return hashes, whole, err
	}
	for _, p := range s.held().Parts {
		if bytes.Equal(p.ID, id) {
			hashes, whole = append(hashes, p.BodyHash), true
		}
	}
	return hashes, whole, nil
}

// ContentKey gives the sealed key of a piece, or storage.ErrNone.
func (s *Store) ContentKey(ctx context.Context, id []byte) (storage.ContentKey, error) {
	k, err := s.Store.ContentKey(ctx, id)
	if !errors.Is(err, storage.ErrNone) {
		return k, err
	}
	for _, k := range s.held().Keys {
		if bytes.Equal(k.ID, id) {
			return k, nil
		}
	}
	return k, err
}
