package app

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"time"

	"corridor/app/entry"
	"corridor/app/intake"
)

// Waiting is a file that waits to be taken in. Open reads it whole; it is
// called once, perhaps from another goroutine.
type Waiting struct {
	Name string
	Size int64 // bytes, as far as known before it is opened
	Open func() ([]byte, error)
}

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
	Outcome Outcome
	Took    Took   // of taken and held files: Item and Ref at least
	Why     string // of the others, in words for people
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
// take at the pace so far; 0 while nothing can be said.
type BatchProgress struct {
	Done, Total int
	Name        string // of the file last done
	Left        time.Duration
}

// fileCost is what a file costs beside its bytes, in bytes of the same time.
const fileCost = 64 << 10

// ReceiveAll takes in many files under one receipt, form, whose Name and Bytes
// it fills in. One bad file stops nothing: what became of each is in the
// summary. A file whose bytes the compartment holds already is passed over
// without an entry, so that a batch that was cut short is taken up again by
// running it again. tell, if any, hears of every file done, in turn.
//
// It ends early when ctx does, and with an error when the journal takes no
// more; the summary then says how far it came.
func (d *Desk) ReceiveAll(ctx context.Context, list []Waiting, form Incoming, tell func(BatchProgress)) (Batched, error) {
	if err := d.receivable(form); err != nil {
		return Batched{}, err
	}
	out := Batched{Files: make([]Filed, len(list))}
	total := int64(0)
	for i, w := range list {
		out.Files[i] = Filed{Name: w.Name, Outcome: OutcomeWaiting}
		total += w.Size + fileCost
	}
	reading, stop := context.WithCancel(ctx)
	defer stop()
	begun, done := d.Now(), int64(0)
	var fatal error
	for i, turn := range d.readAhead(reading, list, form) {
		r := <-turn
		if ctx.Err() != nil {
			out.Cancelled = true
			break
		}
		filed, err := d.file(ctx, list[i].Name, form, r)
		if err != nil {
			if out.Cancelled = ctx.Err() != nil; !out.Cancelled {
				fatal = err
			}
			break
		}
		out.Files[i] = filed
		done += list[i].Size + fileCost
		if tell != nil {
			tell(BatchProgress{Done: i + 1, Total: len(list), Name: list[i].Name, Left: remaining(d.Now().Sub(begun), done, total)})
		}
	}
	slices.SortStableFunc(out.Files, func(a, b Filed) int { return pressing(a) - pressing(b) })
	return out, fatal
}

func remaining(passed time.Duration, done, total int64) time.Duration {
	if done <= 0 || done >= total || passed <= 0 {
		return 0
	}
	return time.Duration(float64(passed) * float64(total-done) / float64(done)).Round(time.Second)
}

func pressing(f Filed) int {
	switch {
	case f.Took.Life && f.Took.Immediate:
		return 0
	case f.Took.Life:
		return 1
	case f.Outcome == OutcomeRefused || f.Outcome == OutcomeLost:
		return 2
	case f.Outcome == OutcomeTaken && f.Took.Read != "yes":
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
	res, err := d.Reader.Open(ctx, w.Name, b, form.Passphrase, d.Vault)
	return ahead{b, res, err}
}

var (
	errTooLarge = errors.New("app: the file is over the limit")
	errUnopened = errors.New("app: the file could not be opened")
)

// isHeld says whether a compartment holds these bytes already.
func (d *Desk) isHeld(in Incoming, b []byte) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, ok := d.holdings.original(d.place(in), sum(b))
	return ok
}

// file journals one file of a batch. An error means that the journal takes no
// more: nothing after it could be kept either.
func (d *Desk) file(ctx context.Context, name string, form Incoming, r ahead) (Filed, error) {
	f := Filed{Name: name, Outcome: OutcomeLost, Why: "The file could not be opened."}
	switch {
	case errors.Is(r.err, errTooLarge):
		f.Outcome, f.Why = OutcomeRefused, "The file is too large to be taken in whole. Ask the sender for it in parts."
		return f, nil
	case errors.Is(r.err, errUnopened):
		return f, nil
	case r.err != nil:
		f.Why = "The reader of files stopped before it was done. The file was not taken in; try it again by itself."
		return f, nil
	}
	form.Name, form.Bytes = name, r.b
	if err := d.receivable(form); err != nil {
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
	hash := sum(r.b)
	if id, ok := d.holdings.original(d.place(form), hash); ok {
		it, err := d.item(id)
		if err != nil {
			return f, err
		}
		return Filed{Name: name, Outcome: OutcomeHeld, Took: Took{Item: id, Ref: it.Received.Ref, Already: it.Received.Ref}}, nil
	}
	took, err := d.take(ctx, form, readingOf(name, hash, r.res))
	if err != nil {
		return f, err
	}
	return Filed{Name: name, Outcome: OutcomeTaken, Took: took}, nil
}

// Tied lists the items that one is linked to: split from it, joined in it, or
// the other way round.
func (d *Desk) Tied(item entry.ID) []Near {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(item)
	if err != nil {
		return nil
	}
	var out []Near
	for _, id := range it.Links {
		other, err := d.item(id)
		if err != nil || id == item || slices.ContainsFunc(out, func(n Near) bool { return n.Item == id }) {
			continue
		}
		out = append(out, Near{Item: id, Ref: other.Received.Ref, How: NearTied})
	}
	return out
}
