package vault

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/crypto/frame"
	"corridor/storage"
)

// tries is how often an append starts over because somebody else's came first.
const tries = 64

// pending is a draft on its way into the journal: its content is sealed, its
// place is not known yet.
type pending struct {
	draft    entry.Draft
	facts    []byte
	pieces   []sealedPiece
	recorded time.Time
}

// sealedPiece is content whose ciphertext, and so whose name, is fixed.
type sealedPiece struct {
	name   entry.Content
	raw    [16]byte
	key    []byte
	parts  []storage.Part
	staged bool // the parts are stored already
}

// written is what an append has put together.
type written struct {
	entries []entry.Entry
	batch   storage.Batch
	state   state
	marks   []mark
	begun   map[mark]held // keys of epochs that this append itself begins; seq is 0
}

// Append signs, seals and stores the drafts as one transaction, durable when
// it returns.
func (v *Vault) Append(ctx context.Context, ds ...entry.Draft) ([]entry.Entry, error) {
	if len(ds) == 0 {
		return nil, nil
	}
	ps, errs := make([]pending, len(ds)), make([]error, len(ds))
	for i := range ps { // in their order, as no worker would
		ps[i].recorded = v.now().UTC().Round(0)
	}
	if err := v.mayAppend(ds); err != nil {
		return nil, err
	}
	onAll(len(ds), func(i int) { ps[i], errs[i] = v.prepare(ctx, ds[i], ps[i].recorded) })
	err := errors.Join(errs...)
	var es []entry.Entry
	if err == nil {
		es, err = v.settle(ctx, ds, ps)
	}
	if err != nil {
		v.unstage(ctx, ps)
	}
	return es, err
}

// mayAppend says no before any work is done.
func (v *Vault) mayAppend(ds []entry.Draft) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return fmt.Errorf("vault: append: %w", app.ErrShut)
	}
	return v.roomFor(ds)
}

// settle gives prepared drafts their places: in the journal, or behind it.
func (v *Vault) settle(ctx context.Context, ds []entry.Draft, ps []pending) ([]entry.Entry, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil, fmt.Errorf("vault: append: %w", app.ErrShut)
	}
	for try := 1; ; try++ {
		w, err := v.appendBy(ctx, v.store.Append, ps)
		if err != nil && v.drawOn(err, ds) {
			continue
		}
		if errors.Is(err, storage.ErrExists) && try < tries {
			continue
		}
		if err != nil {
			w, err = v.aside(ctx, ds, ps, err)
		}
		if err != nil {
			return nil, said(err)
		}
		v.committed(w)
		return w.entries, nil
	}
}

// prepare encodes the facts and seals the content of a draft.
func (v *Vault) prepare(ctx context.Context, d entry.Draft, recorded time.Time) (pending, error) {
	if d.Compartment == "" {
		d.Compartment = v.common
	}
	if d.ID == "" {
		d.ID = NewID()
	}
	if _, err := frame.RawID(d.ID); err != nil {
		return pending{}, fmt.Errorf("vault: append %s: %w", d.Kind, err)
	}
	if d.Facts == nil {
		d.Facts = struct{}{}
	}
	facts, err := entry.Encode(d.Facts)
	if err != nil {
		return pending{}, fmt.Errorf("vault: append %s: %w", d.Kind, err)
	}
	p := pending{draft: d, facts: facts, recorded: recorded}
	for _, piece := range d.Pieces {
		s, err := v.sealPiece(ctx, piece)
		p.pieces = append(p.pieces, s)
		if err != nil {
			return p, fmt.Errorf("vault: append %s: %w", d.Kind, err)
		}
	}
	return p, nil
}

// errBehind undoes an append: rows came that have not been judged yet.
var errBehind = errors.New("vault: append: not at the end")

// appending is a way into the journal: the journal's own, or the spool's.
type appending func(context.Context, func(storage.Place) (storage.Batch, error)) error

// appendBy writes behind the end as it was last seen, and looks for what came
// since only if the store says that something did.
func (v *Vault) appendBy(ctx context.Context, by appending, ps []pending) (*written, error) {
	w, err := v.appendAt(ctx, by, ps, false)
	if !errors.Is(err, errBehind) {
		return w, err
	}
	if err := v.advance(ctx); err != nil {
		return nil, err
	}
	w, err = v.appendAt(ctx, by, ps, true)
	if errors.Is(err, errBehind) {
		err = storage.ErrExists // somebody else's came first again
	}
	return w, err
}

// appendAt writes behind the tail, if the journal ends there. What stands far
// beyond it is not looked at, so it counts only for whoever has just looked.
// The entries are signed for that place before the store is asked, so that nobody
// waits for its lock meanwhile; if the journal goes on elsewhere, nobody ever sees
// them. The caller holds mu.
func (v *Vault) appendAt(ctx context.Context, by appending, ps []pending, looked bool) (*written, error) {
	w := &written{state: v.front.clone(), begun: map[mark]held{}}
	made := v.writeAll(w, ps)
	err := by(ctx, func(p storage.Place) (storage.Batch, error) {
		if far := p.Last > v.front.last+farAhead; p.Last != v.tail && !(looked && far) {
			return storage.Batch{}, errBehind
		}
		return w.batch, made
	})
	return w, err
}

func (v *Vault) writeAll(w *written, ps []pending) error {
	stray := strayAt(v.tail, v.front.last)
	for _, p := range ps {
		if err := v.write(w, p, stray); err != nil {
			return err
		}
	}
	return nil
}

// write gives one draft its place, and adds what is to be stored.
func (v *Vault) write(w *written, p pending, stray uint64) error {
	key, err := v.sealingKey(w, p)
	if err != nil {
		return fmt.Errorf("vault: append %s: %w", p.draft.Kind, err)
	}
	seq := max(w.state.last, stray) + 1
	e := p.entry(v, seq, w.state.prev, key.number)
	packets := v.sealKeys(p, e, key)
	body, err := frame.SealEntry(e, v.member, key.key.Expose(), v.rand)
	keys := <-packets
	if err = errors.Join(err, keys.err); err != nil {
		return fmt.Errorf("vault: append %s: %w", e.Kind, err)
	}
	rowKey, err := v.rowKey(w, key)
	if err != nil {
		return fmt.Errorf("vault: append %s: %w", e.Kind, err)
	}
	row, err := frame.Fill(v.id, frame.Row{
		Seq: seq, Compartment: e.Compartment, Epoch: e.Epoch, Prev: w.state.prev, Body: body,
	}, rowKey)
	if err != nil {
		return err
	}
	if err := v.add(w, p, e, row, keys.packets); err != nil {
		return err
	}
	w.state.last, w.state.prev = seq, row.Hash
	if ep, ok := epochOf(e); ok {
		if before := v.epochBefore(w, ep.Compartment); ep.Number != before+1 {
			return fmt.Errorf("vault: append %s: epoch %d does not follow epoch %d", e.Kind, ep.Number, before)
		}
		m := mark{seq, ep.Compartment, ep.Number}
		w.state.begin(v.common, m)
		w.marks = append(w.marks, m)
		if h, ok := v.ring.awaited(ep.Commitment); ok {
			w.begun[mark{0, ep.Compartment, ep.Number}] = h
		}
	}
	return nil
}

// epochBefore is the current epoch of a compartment: as read, or else that of
// the newest key that we hold.
func (v *Vault) epochBefore(w *written, c entry.ID) uint32 {
	if n := w.state.epochs[c]; n > 0 {
		return n
	}
	h, _ := v.ring.current(c)
	return h.number
}

func (p pending) entry(v *Vault, seq uint64, prev []byte, epoch uint32) entry.Entry {
	e := entry.Entry{
		Vault: v.id, Seq: seq, Prev: hex.EncodeToString(prev), Compartment: p.draft.Compartment, Epoch: epoch,
		ID: p.draft.ID, Kind: p.draft.Kind, Must: entry.MustUnderstand(p.draft.Kind), Item: p.draft.Item,
		Author: v.me, Done: p.draft.Done.UTC().Round(0), Recorded: p.recorded,
		Facts: p.facts, Contents: []entry.Content{},
	}
	if p.draft.Done.IsZero() {
		e.Done = p.recorded
	}
	for _, s := range p.pieces {
		e.Contents = append(e.Contents, s.name)
	}
	return e
}

// sealingKey is the key that a draft is sealed under: that of its
// compartment's current epoch. The first epoch of a compartment is sealed under
// the key that it announces, every later one under the key before it.
func (v *Vault) sealingKey(w *written, p pending) (held, error) {
	c := p.draft.Compartment
	if n := w.state.epochs[c]; n > 0 {
		if h, ok := v.numbered(c, n, w); ok {
			return h, nil
		}
		return held{}, app.ErrShut
	}
	if h, ok := v.ring.current(c); ok {
		return h, nil
	}
	if ep, ok := epochOf(entry.Entry{Seq: 1, Kind: p.draft.Kind, Compartment: c, Facts: p.facts}); ok && ep.Compartment == c && ep.Number == 1 {
		if h, ok := v.ring.awaited(ep.Commitment); ok {
			return h, nil
		}
	}
	return held{}, app.ErrShut
}

// numbered finds the key of an epoch that stands, or that an earlier draft of
// the same append has begun.
func (v *Vault) numbered(c entry.ID, n uint32, w *written) (held, bool) {
	if h, ok := w.begun[mark{0, c, n}]; ok {
		return h, true
	}
	hs := v.ring.candidates(c, n)
	if len(hs) != 1 || !v.ring.keeps(c, hs[0]) {
		return held{}, false
	}
	return hs[0], true
}

// rowKey is that of the common compartment's epoch at this place.
func (v *Vault) rowKey(w *written, key held) ([]byte, error) {
	if w.state.common == 0 { // the founding
		return key.rowKey, nil
	}
	h, ok := v.numbered(v.common, w.state.common, w)
	if !ok {
		return nil, app.ErrShut
	}
	return h.rowKey, nil
}

// sealedKeys are the sealed keys of an entry's pieces, in order.
type sealedKeys struct {
	packets [][]byte
	err     error
}

// sealKeys seals the keys of an entry's pieces while the entry is signed. To have
// one sealed elsewhere would take longer than sealing it.
func (v *Vault) sealKeys(p pending, e entry.Entry, key held) <-chan sealedKeys {
	out := make(chan sealedKeys, 1)
	seal := func() {
		var k sealedKeys
		for _, s := range p.pieces {
			packet, err := frame.SealContentKey(frame.ContentKey{
				Vault: v.id, Content: s.name.ID, Compartment: e.Compartment, Epoch: e.Epoch, Key: s.key,
			}, key.key.Expose(), v.rand)
			if err != nil {
				k.err = err
				break
			}
			k.packets = append(k.packets, packet)
		}
		out <- k
	}
	if len(p.pieces) > 1 {
		go seal()
	} else {
		seal()
	}
	return out
}

func (v *Vault) add(w *written, p pending, e entry.Entry, row frame.Row, packets [][]byte) error {
	c, err := frame.RawID(e.Compartment)
	if err != nil {
		return err
	}
	w.entries = append(w.entries, e)
	w.batch.Rows = append(w.batch.Rows, storage.Row{
		Seq: row.Seq, Compartment: c[:], Epoch: row.Epoch, Prev: row.Prev,
		BodyHash: row.BodyHash, Hash: row.Hash, Tag: row.Tag, Body: row.Body,
	})
	for i, s := range p.pieces {
		w.batch.Keys = append(w.batch.Keys, storage.ContentKey{ID: s.raw[:], Compartment: c[:], Epoch: e.Epoch, Packet: packets[i]})
		w.batch.Parts = append(w.batch.Parts, s.parts...)
		if s.staged {
			w.batch.Staged = append(w.batch.Staged, s.raw[:])
		}
	}
	for _, g := range p.draft.Grants {
		gc, err := frame.RawID(g.Compartment)
		if err != nil {
			return err
		}
		w.batch.Grants = append(w.batch.Grants, storage.Grant{Compartment: gc[:], Epoch: g.Epoch, Packet: g.Packet})
	}
	return nil
}

// committed moves the front over what has just been stored.
func (v *Vault) committed(w *written) {
	for _, e := range w.entries {
		v.seen.first(seenID(e.ID), e.Seq)
		if ep, ok := epochOf(e); ok {
			v.ring.promise(ep.Compartment, ep.Number, ep.Commitment)
		}
	}
	if v.genesis == "" {
		v.genesis = hex.EncodeToString(w.batch.Rows[0].Hash)
	}
	for _, m := range w.marks {
		v.note(m)
	}
	v.front, v.tail = w.state, w.state.last
	v.end, v.endHash = w.state.last, hex.EncodeToString(w.state.prev)
	v.atEnd()
}
