package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"sync"
	"sync/atomic"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/crypto/frame"
	"corridor/storage"
)

// Read gives every record after a place, in order, and stops at fn's error. fn
// may use the vault. Where rows are missing, one record stands for them at the
// first place that is missing, with the fault "chain" and no entry.
//
// While fn works on one batch, the next is read, opened and held against the
// keys that signatures were last asked about, on all processors.
func (v *Vault) Read(ctx context.Context, after uint64, fn func(entry.Record) error) error {
	return v.read(ctx, after, v.fetch, fn)
}

// Skim is Read for whoever asks few records for their proof: signatures are
// checked when they are asked about and not ahead of that.
func (v *Vault) Skim(ctx context.Context, after uint64, fn func(entry.Record) error) error {
	return v.read(ctx, after, v.open, fn)
}

func (v *Vault) read(ctx context.Context, after uint64, fetch func(context.Context, uint64) fetched, fn func(entry.Record) error) error {
	st, err := v.from(ctx, after)
	if err != nil {
		return err
	}
	for place, next := after, (chan fetched)(nil); ; {
		f := upcoming(ctx, place, next, fetch)
		next = nil
		if len(f.rows) == batch {
			next = make(chan fetched, 1)
			go func(ch chan<- fetched, at uint64) { ch <- fetch(ctx, at) }(next, f.rows[batch-1].Seq)
		}
		recs, stop, err := v.judgeBatch(&st, f, place)
		for _, r := range recs {
			if err := fn(r); err != nil {
				drain(next)
				return err
			}
		}
		if err != nil || stop || len(f.rows) == 0 {
			drain(next)
			return err
		}
		place = f.rows[len(f.rows)-1].Seq
	}
}

// from is the state after a place, which is judged up to there if need be.
func (v *Vault) from(ctx context.Context, after uint64) (state, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return state{}, app.ErrShut
	}
	if after > v.front.last {
		if err := v.advance(ctx); err != nil {
			return state{}, err
		}
	}
	return v.at(ctx, after)
}

// fetched is a batch of rows with what opening them gave.
type fetched struct {
	rows   []storage.Row
	bodies []body
	err    error
}

// upcoming is the batch after place: the one under way, if there is one with
// rows in it. Rows may have been appended since an empty one was fetched.
func upcoming(ctx context.Context, place uint64, next <-chan fetched, fetch func(context.Context, uint64) fetched) fetched {
	if next != nil {
		if f := <-next; f.err != nil || len(f.rows) > 0 {
			return f
		}
	}
	return fetch(ctx, place)
}

// drain waits for a batch under way, so that nothing works on after Read.
func drain(next <-chan fetched) {
	if next != nil {
		<-next
	}
}

// fetch opens the next rows after place, and checks signatures ahead of being
// asked.
func (v *Vault) fetch(ctx context.Context, place uint64) fetched {
	f := v.open(ctx, place)
	v.checkAhead(f.bodies)
	return f
}

// open reads and opens the next rows after place. What could be read before an
// error is given with it.
func (v *Vault) open(ctx context.Context, place uint64) fetched {
	if err := ctx.Err(); err != nil {
		return fetched{err: err}
	}
	v.mu.Lock()
	if v.closed {
		v.mu.Unlock()
		return fetched{err: app.ErrShut}
	}
	rows, err := v.rows(ctx, place)
	defer v.mu.Unlock()
	return fetched{rows: rows, bodies: v.openBodies(rows), err: err}
}

// judgeBatch judges rows that follow place. stop tells that nothing more is to
// be shown.
func (v *Vault) judgeBatch(st *state, f fetched, place uint64) (recs []entry.Record, stop bool, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil, true, app.ErrShut
	}
	for i, r := range f.rows {
		if r.Seq > max(st.last, v.end)+farAhead {
			v.warn("rows without a valid tag stand far beyond the end of the journal: somebody without keys has written to the file")
			return recs, true, nil
		}
		rec, gap := v.judge(st, r, f.bodies[i], place)
		if gap {
			recs = append(recs, entry.Record{Seq: place + 1, Faults: []entry.Fault{entry.FaultChain}})
		}
		recs = append(recs, rec)
		place = r.Seq
	}
	v.moveFront(st)
	if f.err == nil && len(f.rows) < batch {
		v.atEnd()
	}
	return recs, false, f.err
}

// moveFront takes over what a reading has judged beyond the front, and keeps
// what is known of compartments that were shut to it.
func (v *Vault) moveFront(st *state) {
	if st.last < v.front.last {
		return
	}
	v.front = st.clone()
	for _, m := range v.marks {
		if m.seq <= v.front.last && m.number > v.front.epochs[m.compartment] {
			v.front.begin(v.common, m)
		}
	}
}

// atEnd keeps the head that has been judged, from time to time: it costs a
// write to another file. Closing keeps it in any case.
func (v *Vault) atEnd() {
	if v.front.last < v.kept+headEvery && v.kept != 0 {
		return
	}
	if err := v.keepHead(); err != nil {
		v.warn("the end of the journal could not be noted on this desk: a rollback would not be noticed")
	}
}

// judge turns a row into a record and moves the state past it if it stands.
// before is the place of the row that was read before it. gap reports that at
// least one row which stood between the two is missing: that is no fault of
// this row, which stays in force, but of the place before it. The caller holds
// mu.
func (v *Vault) judge(st *state, r storage.Row, b body, before uint64) (rec entry.Record, gap bool) {
	rec = entry.Record{Seq: r.Seq, Compartment: frame.TextID(r.Compartment), Epoch: r.Epoch, Hash: hex.EncodeToString(r.Hash)}
	row := rowOf(r)
	fault := func(f entry.Fault) {
		if !has(rec.Faults, f) {
			rec.Faults = append(rec.Faults, f)
		}
	}
	placed := v.placed(row)
	if !placed || !sameHash(frame.BodyHash(row.Body), row.BodyHash) {
		fault(entry.FaultHash)
	}
	// A row whose envelope was edited in place keeps its part in the chain; one
	// that was copied or moved has none.
	stands := v.judgeTag(st, r, fault) && (placed || sameHash(r.Prev, st.prev))
	if stands && !sameHash(r.Prev, st.prev) {
		if gap = r.Seq > before+1; !gap {
			fault(entry.FaultChain)
		}
	}
	if n, known := st.epochs[rec.Compartment]; known && r.Epoch != n {
		fault(entry.FaultEpoch)
	}
	v.place(&rec, row, b, fault)
	if stands {
		st.last, st.prev = r.Seq, r.Hash
		v.judgeEntry(st, &rec, fault)
	}
	return rec, gap
}

// rowOf names a stored row's compartment by its text.
func rowOf(r storage.Row) frame.Row {
	return frame.Row{
		Seq: r.Seq, Compartment: frame.TextID(r.Compartment), Epoch: r.Epoch, Prev: r.Prev,
		BodyHash: r.BodyHash, Hash: r.Hash, Tag: r.Tag, Body: r.Body,
	}
}

// placed reports whether a row's hash is that of its own envelope.
func (v *Vault) placed(r frame.Row) bool {
	h, err := frame.RowHash(v.id, r)
	return err == nil && sameHash(h, r.Hash)
}

func has(fs []entry.Fault, f entry.Fault) bool {
	for _, have := range fs {
		if have == f {
			return true
		}
	}
	return false
}

// judgeTag decides whether a row was written by a member of that time. One
// that was not is set aside: the chain goes on around it.
func (v *Vault) judgeTag(st *state, r storage.Row, fault func(entry.Fault)) bool {
	n := v.tagged(r)
	switch {
	case n == 0:
		fault(entry.FaultTag)
		return false
	case n < st.common: // somebody who left still has this key
		fault(entry.FaultTag)
		fault(entry.FaultEpoch)
		return false
	case n > st.common && (st.common != 0 || n != 1): // the entry that began this epoch is missing
		fault(entry.FaultEpoch)
		st.common = n
	}
	return true
}

// body is what opening a row's body gave.
type body struct {
	held  bool // a key of its compartment and epoch is held
	open  bool
	entry entry.Entry
	proof entry.Proof
	key   held
}

// openBodies opens a batch on all processors: it is most of the work of
// reading, and depends on nothing but the keys.
func (v *Vault) openBodies(rows []storage.Row) []body {
	out := make([]body, len(rows))
	onAll(len(rows), func(i int) { out[i] = v.openBody(rowOf(rows[i])) })
	return out
}

// checkAhead checks the signatures of opened bodies on all processors, each by
// the key by which its author's last entry was found to be signed. A proof
// that is then asked about another key answers for that one.
func (v *Vault) checkAhead(bodies []body) {
	onAll(len(bodies), func(i int) {
		if p, ok := bodies[i].proof.(*proof); ok {
			p.ahead()
		}
	})
}

// onAll does work for 0 to n-1 on all processors.
func onAll(n int, work func(int)) {
	if n == 1 {
		work(0)
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 1+n/8) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	wg.Wait()
}

func (v *Vault) openBody(row frame.Row) body {
	keys := v.ring.candidates(row.Compartment, row.Epoch)
	for _, h := range keys {
		if e, signed, err := frame.OpenEntry(row.Body, h.key.Expose()); err == nil {
			return body{held: true, open: true, entry: e, proof: &proof{Proof: signed, vault: v, author: e.Author}, key: h}
		}
	}
	return body{held: len(keys) > 0}
}

// place puts an opened body into its record, and looks whether it belongs
// there.
func (v *Vault) place(rec *entry.Record, row frame.Row, b body, fault func(entry.Fault)) {
	switch {
	case !b.held:
		rec.Shut = true
		if v.ring.open(row.Compartment) {
			fault(entry.FaultEpoch)
		}
		return
	case !b.open:
		fault(entry.FaultBody)
		return
	}
	rec.Entry, rec.Proof = b.entry, b.proof
	if !frame.InPlace(b.entry, v.id, row) {
		fault(entry.FaultBinding)
	}
	if !v.ring.keeps(row.Compartment, b.key) {
		fault(entry.FaultEpoch)
	}
}

// judgeEntry looks for replays and learns of new epochs.
func (v *Vault) judgeEntry(st *state, rec *entry.Record, fault func(entry.Fault)) {
	if rec.Proof == nil || has(rec.Faults, entry.FaultBinding) || has(rec.Faults, entry.FaultHash) {
		return // a copy in a wrong place must not make the true one look like a replay
	}
	id := seenID(rec.Entry.ID)
	if !v.seen.first(id, rec.Seq) {
		fault(entry.FaultReplay)
	}
	if len(rec.Faults) > 0 {
		return
	}
	if e, ok := epochOf(rec.Entry); ok && !v.learn(st, rec.Seq, e) {
		fault(entry.FaultEpoch)
	}
}

// seenID is a fixed-length form of an entry id, to keep many of them.
func seenID(id entry.ID) [16]byte {
	if raw, err := frame.RawID(id); err == nil {
		return raw
	}
	h := sha256.Sum256([]byte(id))
	return [16]byte(h[:16])
}

// epochOf is the epoch that an entry begins, if it does.
func epochOf(e entry.Entry) (roster.Epoch, bool) {
	switch e.Kind {
	case entry.UnitFounded:
		f, err := entry.FactsOf[roster.Founded](e)
		return f.Common, err == nil && e.Seq == 1 && f.Common.Compartment == e.Compartment
	case entry.CompartmentEpoch:
		ep, err := entry.FactsOf[roster.Epoch](e)
		return ep, err == nil
	}
	return roster.Epoch{}, false
}

// learn begins an epoch, and reports false if it cannot: out of order, or
// already promised otherwise. An epoch of the common compartment whose key we
// do not hold changes nothing for us: either we have left, or whoever made it
// had no right to.
func (v *Vault) learn(st *state, seq uint64, e roster.Epoch) bool {
	if e.Number != st.epochs[e.Compartment]+1 {
		return false
	}
	if e.Compartment == v.common && !v.ring.holds(e.Compartment, e.Number, e.Commitment) {
		v.warn("entry %d begins an epoch of the unit's compartment whose key was not given to this member", seq)
		return true
	}
	if !v.ring.promise(e.Compartment, e.Number, e.Commitment) {
		return false
	}
	m := mark{seq, e.Compartment, e.Number}
	*st = st.clone()
	st.begin(v.common, m)
	v.note(m)
	return true
}
