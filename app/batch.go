package app

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"corridor/app/entry"
	"corridor/app/folder"
	"corridor/app/intake"
	"corridor/app/intel"
)

// Waiting is a file that waits to be taken in.
type Waiting = folder.File

// Untouched is something that lay beside files to take in and was left alone,
// and why.
type Untouched = folder.Left

// Outcome is what became of one file of a batch.
type Outcome string

// The outcomes.
const (
	OutcomeTaken   Outcome = "taken"    // received now
	OutcomeHeld    Outcome = "held"     // the same bytes were taken in before: skipped
	OutcomeRefused Outcome = "refused"  // it may not be held here, or is too large
	OutcomeLost    Outcome = "unopened" // it could not be opened, or its reader stopped
	OutcomeWaiting Outcome = "waiting"  // the batch ended before its turn
)

// Filed is the line of one file in the summary of a batch.
type Filed struct {
	Name    string
	Path    string // where it lies, "" where that is not known
	Outcome Outcome
	Took    Took   // of taken and held files: Item and Ref at least
	Why     string // of the others, in words for people
	Marked  string // the marking in the file, where it is above that of the receipt
}

// Warns reports whether a file that was taken in has something to look at: it
// was not read in full, there are warnings, it is marked higher than its
// receipt says, or it resembles an item already held.
func (f Filed) Warns() bool {
	return f.Outcome == OutcomeTaken && (f.Took.Read != "yes" || f.Took.Warned > 0 || f.Marked != "" || len(f.Took.Near) > 0)
}

// Batched is the summary of a batch: what is pressing first, then what was not
// read, then the rest as it came.
type Batched struct {
	Files     []Filed
	Cancelled bool
}

// Count says how many files had an outcome.
func (b Batched) Count(o Outcome) int {
	n := 0
	for _, f := range b.Files {
		if f.Outcome == o {
			n++
		}
	}
	return n
}

// NotRead says how many files were kept without being read in full.
func (b Batched) NotRead() int {
	n := 0
	for _, f := range b.Files {
		if f.Outcome == OutcomeTaken && f.Took.Read != "yes" {
			n++
		}
	}
	return n
}

// BatchProgress is how far a batch has come. Left is how long the rest will
// take at the pace of late; 0 while nothing can be said.
type BatchProgress struct {
	Done, Total int
	Name        string // of the file last done
	Left        time.Duration
}

// Batch is a batch as it stands: sealed to its officer while it runs and until
// it is put away, so that a lock, a crash or a restart loses nothing of it. The
// files' own passphrase is not kept; Locked says that there was one.
type Batch struct {
	Form   Filing
	Locked bool
	Left   []Untouched
	Batched
}

// NewBatch is a batch of files that all still wait.
func NewBatch(list []Waiting, left []Untouched, form Incoming) Batch {
	b := Batch{Form: form.Filing(), Locked: form.Passphrase != "", Left: left}
	for _, w := range list {
		b.Files = append(b.Files, Filed{Name: w.Name, Path: w.Path, Outcome: OutcomeWaiting})
	}
	return b
}

// Waits says how many files are still to be taken in.
func (b Batch) Waits() int { return b.Count(OutcomeWaiting) }

// Again is the batch with the files that could not be opened waiting too.
func (b Batch) Again() Batch {
	b.Files = slices.Clone(b.Files)
	for i := range b.Files {
		if f := &b.Files[i]; f.Outcome == OutcomeLost {
			f.Outcome, f.Why = OutcomeWaiting, ""
		}
	}
	return b
}

// keepBatchEvery is how often a batch that runs is sealed anew. What is done
// after that is found out by its bytes when it is taken up again.
const keepBatchEvery = 2 * time.Second

// RunBatch takes in the files of a batch that still wait, and gives it as it
// stands then. open gives the file of a line; passphrase is what its files ask
// for, if they do. While it runs the batch is kept; KeptBatch gives it back.
// Errors are those of ReceiveAll.
func (d *Desk) RunBatch(ctx context.Context, b Batch, open func(Filed) Waiting, passphrase string, tell func(BatchProgress)) (Batch, error) {
	var list []Waiting
	var at []int
	b.Files = slices.Clone(b.Files)
	for i, f := range b.Files {
		if f.Outcome == OutcomeWaiting {
			list, at = append(list, open(f)), append(at, i)
		}
	}
	form := b.Form.Incoming()
	form.Passphrase = passphrase
	b.Cancelled = false
	if err := d.receivable(form); err != nil {
		return b, err
	}
	if err := d.putPad(ctx, batchPad, b); err != nil {
		return b, err
	}
	kept := d.Now()
	cut, fatal := d.receiveEach(ctx, list, form, func(i int, f Filed, p BatchProgress) {
		b.Files[at[i]] = f
		if now := d.Now(); now.Sub(kept) >= keepBatchEvery {
			kept = now
			_ = d.putPad(ctx, batchPad, b) // it is only taken up from further back
		}
		if tell != nil {
			tell(p)
		}
	})
	b.Cancelled = cut
	b.order()
	return b, errors.Join(fatal, d.putPad(context.WithoutCancel(ctx), batchPad, b))
}

// KeptBatch gives the officer's last batch, unless it was put away.
func (d *Desk) KeptBatch(ctx context.Context) (b Batch, ok bool, err error) {
	ok, err = getPad(ctx, d.Vault, batchPad, &b)
	return b, ok, err
}

// DropBatch puts the officer's last batch away. What it took in stays.
func (d *Desk) DropBatch(ctx context.Context) error { return d.Vault.DropPad(ctx, batchPad) }

// ReceiveAll takes in many files under one receipt, form, whose Name and Bytes
// it fills in. One bad file stops nothing: what became of each is in the
// summary. A file whose bytes the compartment holds already is passed over
// without an entry, so that what was cut short is taken up again by running it
// again. tell, if any, hears of every file done, in turn.
//
// It ends early when ctx does, and with an error when the journal takes no
// more; the summary then says how far it came.
func (d *Desk) ReceiveAll(ctx context.Context, list []Waiting, form Incoming, tell func(BatchProgress)) (Batched, error) {
	if err := d.receivable(form); err != nil {
		return Batched{}, err
	}
	out := NewBatch(list, nil, form).Batched
	cut, err := d.receiveEach(ctx, list, form, func(i int, f Filed, p BatchProgress) {
		out.Files[i] = f
		if tell != nil {
			tell(p)
		}
	})
	out.Cancelled = cut
	out.order()
	return out, err
}

func (b *Batched) order() {
	slices.SortStableFunc(b.Files, func(x, y Filed) int { return pressing(x) - pressing(y) })
}

// fileCost is what a file costs beside its bytes, in bytes of the same time.
const fileCost = 64 << 10

// receiveEach takes files in, in their order, and tells what became of each.
// cut says that ctx ended it.
func (d *Desk) receiveEach(ctx context.Context, list []Waiting, form Incoming, done func(i int, f Filed, p BatchProgress)) (cut bool, err error) {
	if err := d.knowHeld(ctx); err != nil && ctx.Err() == nil {
		return false, err
	}
	total := int64(0)
	for _, w := range list {
		total += w.Size + fileCost
	}
	reading, stop := context.WithCancel(ctx)
	defer stop()
	at := pace{last: d.Now()}
	for i, turn := range d.readAhead(reading, list, form) {
		r := <-turn
		if ctx.Err() != nil {
			return true, nil
		}
		filed, err := d.file(ctx, list[i], form, r)
		if err != nil && ctx.Err() != nil {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		cost := list[i].Size + fileCost
		total -= cost
		at.done(d.Now(), cost, filed.Outcome == OutcomeHeld)
		done(i, filed, BatchProgress{Done: i + 1, Total: len(list), Name: filed.Name, Left: at.left(total)})
	}
	return false, nil
}

// pace is how long files take of late. Those held already are passed over in no
// time and say nothing of the rest.
type pace struct {
	last  time.Time
	spent time.Duration
	cost  float64
}

// fade is how much less each file says than the one after it: a batch comes
// kind by kind, and its kinds differ.
const fade = 0.98

func (p *pace) done(now time.Time, cost int64, held bool) {
	if !held {
		p.spent = time.Duration(float64(p.spent)*fade) + max(now.Sub(p.last), 0)
		p.cost = p.cost*fade + float64(cost)
	}
	p.last = now
}

// left is how long files of a cost will take; 0 while nothing can be said.
func (p *pace) left(cost int64) time.Duration {
	if p.cost == 0 || cost <= 0 {
		return 0
	}
	return time.Duration(float64(p.spent) * float64(cost) / p.cost).Round(time.Second)
}

func pressing(f Filed) int {
	switch {
	case f.Took.Life && f.Took.Immediate:
		return 0
	case f.Took.Life:
		return 1
	case f.Outcome == OutcomeRefused || f.Outcome == OutcomeLost:
		return 2
	case f.Warns():
		return 3
	case f.Outcome == OutcomeWaiting:
		return 5
	}
	return 4
}

// ahead is a file as its reader gave it.
type ahead struct {
	b   []byte
	res intake.Result
	err error
}

// readAhead reads a few files at a time, each in a child of its own, and gives
// for each file the channel on which it comes, in the order of the list.
func (d *Desk) readAhead(ctx context.Context, list []Waiting, form Incoming) []chan ahead {
	turns := make([]chan ahead, len(list))
	for i := range turns {
		turns[i] = make(chan ahead, 1)
	}
	room := make(chan struct{}, min(max(runtime.NumCPU(), 1), 4))
	go func() {
		for i, w := range list {
			select {
			case <-ctx.Done():
				for _, t := range turns[i:] {
					t <- ahead{err: ctx.Err()}
				}
				return
			case room <- struct{}{}:
			}
			go func() {
				turns[i] <- d.readOne(ctx, w, form)
				<-room
			}()
		}
	}()
	return turns
}

func (d *Desk) readOne(ctx context.Context, w Waiting, form Incoming) ahead {
	if w.Size > MaxOriginal {
		return ahead{b: nil, err: errTooLarge}
	}
	b, err := w.Open()
	if err != nil {
		return ahead{err: errUnopened}
	}
	if d.isHeld(form, b) {
		return ahead{b: b}
	}
	res, err := d.Reader.Open(ctx, w.Name, b, form.Passphrase, d.senders())
	return ahead{b, res, err}
}

var (
	errTooLarge = errors.New("app: the file is over the limit")
	errUnopened = errors.New("app: the file could not be opened")
)

// knowHeld has the desk know every original that it holds before files are
// compared with them: one that opens a vault for the first time learns them
// beside the work.
func (d *Desk) knowHeld(ctx context.Context) error {
	d.mu.Lock()
	unread := d.unread
	d.mu.Unlock()
	if !unread {
		return nil
	}
	_, err := d.Recheck(ctx, nil)
	return err
}

// isHeld says whether a compartment holds these bytes already.
func (d *Desk) isHeld(in Incoming, b []byte) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, ok := d.holdings.original(d.place(in), sum(b))
	return ok
}

// file journals one file of a batch. An error means that the journal takes no
// more: nothing after it could be kept either.
func (d *Desk) file(ctx context.Context, w Waiting, form Incoming, r ahead) (Filed, error) {
	f := Filed{Name: w.Name, Path: w.Path, Outcome: OutcomeLost, Why: "The file could not be opened."}
	switch {
	case errors.Is(r.err, errTooLarge):
		f.Outcome, f.Why = OutcomeRefused, "The file is too large to be read. Receive it by itself: then it is kept whole."
		return f, nil
	case errors.Is(r.err, errUnopened):
		return f, nil
	case r.err != nil:
		f.Why = "The reader of files stopped before it was done. The file was not taken in; try it again by itself."
		return f, nil
	}
	form.Name, form.Bytes = w.Name, r.b
	err := d.receivable(form)
	if err == nil {
		err = d.markable(r.res.Marking)
	}
	if err != nil {
		var no *RefusedError
		if !errors.As(err, &no) {
			return f, err
		}
		f.Outcome, f.Why = OutcomeRefused, no.Reasons[0].Words
		return f, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return f, err
	}
	f.Why = ""
	hash := sum(r.b)
	if id, ok := d.holdings.original(d.place(form), hash); ok {
		it, err := d.item(id)
		if err != nil {
			return f, err
		}
		f.Outcome, f.Took = OutcomeHeld, Took{Item: id, Ref: it.Received.Ref, Already: it.Received.Ref}
		return f, nil
	}
	if f.Took, err = d.take(ctx, form, readingOf(w.Name, hash, r.res)); err != nil {
		return f, err
	}
	f.Outcome = OutcomeTaken
	if m := intel.Tier(r.res.Marking); m.Valid() && m.Above(form.Tier) {
		f.Marked = r.res.Marking
	}
	return f, nil
}

// markable refuses a file that nobody looks at one by one and that bears a
// marking above what this vault may hold (domain rule H3).
func (d *Desk) markable(marking string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	ceiling := d.st.Roster.Ceiling()
	if m := intel.Tier(marking); m.Valid() && m.Above(ceiling) {
		return refuse("ceiling", fmt.Sprintf("A line in it reads %s, and this vault holds up to %s. It was not taken in: look at it where it is, and tell your supervisor.", m, ceiling), "unit")
	}
	return nil
}

// ExportBatch gives the list of what became of the files of a batch as a table,
// encrypted to a recipient whose fingerprint was confirmed. It is journalled
// before the bytes are handed out.
func (d *Desk) ExportBatch(ctx context.Context, b Batch, to entry.ID) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	rc, ok := d.st.Recipients.Get(to)
	if !ok || rc.ConfirmedBy == "" {
		return nil, refuse("recipient", "Choose a recipient whose fingerprint was confirmed by voice.", "recipient")
	}
	table, err := b.table()
	if err != nil {
		return nil, err
	}
	sealed, err := d.Vault.EncryptTo([][]byte{rc.Certificate}, "batch.csv", table)
	if err != nil {
		return nil, err
	}
	err = d.append(ctx, entry.Draft{Kind: entry.ListExported, Compartment: d.place(b.Form.Incoming()), Facts: intel.Exported{Entries: len(b.Files) + len(b.Left), To: rc.Fingerprint}})
	return sealed, err
}

// table is a batch as comma-separated values, in which no cell is taken for a
// formula by whatever opens it.
func (b Batch) table() ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	line := func(cells ...string) error {
		for i, c := range cells {
			if strings.HasPrefix(strings.TrimSpace(c), "=") || strings.HasPrefix(c, "+") || strings.HasPrefix(c, "-") || strings.HasPrefix(c, "@") {
				cells[i] = "'" + c
			}
		}
		return w.Write(cells)
	}
	err := line("file", "outcome", "reference", "read", "questions", "life", "marked", "why")
	for _, f := range b.Files {
		why := f.Why
		if why == "" {
			why = f.Took.NotRead
		}
		life := ""
		if f.Took.Life {
			life = "yes"
		}
		err = errors.Join(err, line(f.Name, string(f.Outcome), f.Took.Ref, f.Took.Read, strconv.Itoa(f.Took.Prompts), life, f.Marked, why))
	}
	for _, l := range b.Left {
		err = errors.Join(err, line(l.Name, "untouched", "", "", "", "", "", l.Why))
	}
	w.Flush()
	return out.Bytes(), errors.Join(err, w.Error())
}
