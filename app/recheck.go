package app

import (
	"context"
	"errors"
	"fmt"

	"corridor/app/entry"
	"corridor/app/state"
)

// recheckEvery is after how many entries Recheck tells its progress.
const recheckEvery = 1024

// Recheck verifies the entries that this session took as an earlier one had
// judged them, or as they say they are (Parts.Early): every row's place in the chain, that nothing is missing, and
// every signature by its author's key of that place. The chain has to end in
// the very row that was taken up, so that what was judged then is what stands
// in the file now. Where the words of products are not read yet it reads them on
// its way. Work goes on meanwhile. If anything is not as it was, all of
// it is judged anew from the journal, and the report says what was found.
// progress may be nil; it is called from this goroutine.
func (d *Desk) Recheck(ctx context.Context, progress func(done, total uint64)) (VerifyReport, error) {
	d.mu.Lock()
	upTo, head, ro := d.taken.seq, d.taken.head, d.st.Roster.Clone()
	known := map[uint64]bool{}
	for _, a := range d.st.Alarms {
		known[a.Seq] = true
	}
	unread := d.unread
	d.mu.Unlock()
	sound, last := true, ""
	err := d.Vault.Read(ctx, 0, func(r entry.Record) error {
		if r.Seq > upTo {
			return errChecked
		}
		if !r.Shut && !known[r.Seq] && (len(r.Faults) > 0 || !state.Signed(ro, r)) {
			sound = false
		}
		last = r.Hash
		if unread && r.Entry.Kind == entry.ProductReceived && len(r.Faults) == 0 {
			d.readWords(ctx, r)
		}
		if r.Seq%recheckEvery == 0 || r.Seq == upTo {
			d.taken.checked.Store(r.Seq)
			if progress != nil {
				progress(r.Seq, upTo)
			}
		}
		return ctx.Err()
	})
	if err != nil && !errors.Is(err, errChecked) {
		return VerifyReport{}, fmt.Errorf("app: recheck: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.taken.seq == upTo && (!sound || last != head) {
		if err := d.afresh(ctx); err != nil {
			return VerifyReport{}, err
		}
	}
	if d.taken.seq == upTo {
		d.taken.seq, d.unread = 0, false
	}
	return d.verified(), nil
}

// readWords reads what was received with a product in effect.
func (d *Desk) readWords(ctx context.Context, r entry.Record) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, at := d.receivedAt(r.Entry.Item); at == r.Seq {
		d.rememberProduct(ctx, r.Entry)
	}
}

// errChecked ends a reading that has come as far as it should.
var errChecked = errors.New("app: checked")

// checkedTo gives how many entries this session has verified, and how many it
// has not yet.
func (d *Desk) checkedTo() (checked, todo uint64) {
	if d.taken.seq > 0 {
		todo = d.taken.seq - min(d.taken.checked.Load(), d.taken.seq)
	}
	return d.st.Seq - todo, todo
}

// afresh judges the whole journal anew, and keeps nothing of an earlier
// session's.
func (d *Desk) afresh(ctx context.Context) error {
	d.dropLate()
	d.holdings = holdings{}
	d.Vault.Discard()
	return d.reverify(ctx)
}

// verified reports what the fold holds.
func (d *Desk) verified() VerifyReport {
	r := VerifyReport{Entries: d.st.Seq, Head: d.Vault.HeadCode()}
	for _, n := range d.st.Shut {
		r.Shut += n
	}
	for _, a := range d.st.Alarms {
		r.Alarms = append(r.Alarms, AlarmView{Seq: a.Seq, Fault: a.Fault, Kind: a.Kind, Who: d.name(a.Author), Words: a.Why})
	}
	return r
}
