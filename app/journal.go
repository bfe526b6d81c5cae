package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"corridor/app/clock"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/state"
)

// Journal lists who did what and when, newest first, as the filter asks.
func (d *Desk) Journal(f JournalFilter) []LogLine {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []LogLine
	d.lines(context.Background(), func(l state.Line) bool {
		if keeps(f, l) {
			out = append(out, d.logLine(l))
		}
		return true
	})
	return out
}

func keeps(f JournalFilter, l state.Line) bool {
	return (f.Person == "" || f.Person == l.Author) && (f.Item == "" || f.Item == l.Item) && (f.Kind == "" || f.Kind == l.Kind) &&
		(!f.Faults || l.Fault != "") && (f.Day == "" || clock.Date(l.Done) == f.Day)
}

// lateAfter is how long after an act its entry counts as late: nobody types as
// long before the program records what they did.
const lateAfter = 5 * time.Minute

func (d *Desk) logLine(l state.Line) LogLine {
	out := LogLine{Seq: l.Seq, At: l.Done, Kind: l.Kind, Fault: l.Fault, Ref: l.Ref, Item: l.Item}
	if l.Recorded.Sub(l.Done) >= lateAfter {
		out.Late = l.Recorded
	}
	if l.Author != "" {
		out.Who = d.name(l.Author)
	}
	_, out.Why = (entry.Entry{Contents: l.Contents}).Piece(intel.RoleReason)
	if l.Shut {
		out.What = "in a compartment that is not open"
	}
	return out
}

// Reason opens the reason of one entry: see Reasons.
func (d *Desk) Reason(ctx context.Context, seq uint64) string {
	rs, err := d.Reasons(ctx, seq)
	if err != nil {
		return ""
	}
	return rs[seq]
}

// Reasons opens the reasons and justifications of a page of the journal list:
// the "why" of each line that has one and that this officer may see. The view
// is journalled first, as one entry in each compartment concerned.
func (d *Desk) Reasons(ctx context.Context, seqs ...uint64) (map[uint64]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	lines := d.reasoned(ctx, seqs)
	of := map[entry.ID][]entry.ID{}
	for _, l := range lines {
		of[l.Compartment] = append(of[l.Compartment], l.ID)
	}
	var ds []entry.Draft
	for _, compartment := range slices.Sorted(maps.Keys(of)) {
		ds = append(ds, entry.Draft{Kind: entry.JournalViewed, Compartment: compartment, Facts: intel.Reasons{Of: of[compartment]}})
	}
	if len(ds) == 0 {
		return nil, nil
	}
	if err := d.append(ctx, ds...); err != nil {
		return nil, err
	}
	out := map[uint64]string{}
	for _, l := range lines {
		out[l.Seq] = d.text(ctx, entry.Entry{Contents: l.Contents}, intel.RoleReason)
	}
	return out, nil
}

// reasoned finds the lines of given places that are in effect, open, and have a
// reason.
func (d *Desk) reasoned(ctx context.Context, seqs []uint64) []state.Line {
	if len(seqs) == 0 {
		return nil
	}
	wanted := map[uint64]bool{}
	for _, s := range seqs {
		wanted[s] = true
	}
	oldest := slices.Min(seqs)
	var out []state.Line
	d.lines(ctx, func(l state.Line) bool {
		_, has := (entry.Entry{Contents: l.Contents}).Piece(intel.RoleReason)
		if has && l.Fault == "" && !l.Shut && wanted[l.Seq] {
			out = append(out, l)
		}
		return l.Seq > oldest
	})
	return out
}

// Verify reads the whole journal again and reports everything that is not as
// it should be.
func (d *Desk) Verify(ctx context.Context) (VerifyReport, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.reverify(ctx); err != nil {
		return VerifyReport{}, err
	}
	r := d.verified()
	missing, err := d.checkContents(ctx)
	r.Alarms = append(r.Alarms, missing...)
	return r, err
}

// checkTogether is how many pieces of content are looked up together, and
// checkBytes how many bytes of them at most, unless one is larger.
const (
	checkTogether = 64
	checkBytes    = 4 << 20
)

// checkContents holds the content of every entry in effect against its signed
// name, and gives an alarm for each piece that is not as it should be, the
// oldest first. Where two officers ordered its destruction it has to be gone.
func (d *Desk) checkContents(ctx context.Context) (out []AlarmView, err error) {
	destroyed := map[entry.ID]bool{} // items of whose content some or all was to go
	var of []state.Line
	var cs []entry.Content
	size := int64(0)
	check := func() bool {
		for i, bad := range d.Vault.CheckContents(ctx, cs) {
			l := of[i]
			if destroyed[l.Item] && d.ordered(l.Item, cs[i].ID) {
				if errors.Is(bad, ErrGone) {
					continue
				}
				bad = d.carryOut(ctx, l.Item) // the desk that was to destroy it was cut off
			}
			if bad != nil {
				out = append(out, AlarmView{Seq: l.Seq, Fault: entry.FaultContent, Kind: l.Kind, Who: d.name(l.Author), Words: "content " + cs[i].Role + " is missing or not as signed"})
			}
		}
		of, cs, size = of[:0], cs[:0], 0
		err = ctx.Err()
		return err == nil
	}
	more := true
	d.lines(ctx, func(l state.Line) bool {
		if l.Fault != "" || l.Shut {
			return true
		}
		if l.Kind == entry.ContentDestroyed {
			destroyed[l.Item] = true // later than what it names, and so seen before it
		}
		for _, c := range slices.Backward(l.Contents) {
			of, cs, size = append(of, l), append(cs, c), size+c.Size
			if more = len(cs) < checkTogether && size < checkBytes || check(); !more {
				break
			}
		}
		return more
	})
	if more {
		check()
	}
	slices.Reverse(out)
	return out, err
}

// auditLine is a line of the export for an auditor.
type auditLine struct {
	Seq      uint64      `json:"seq"`
	Kind     entry.Kind  `json:"kind"`
	Who      string      `json:"who"`
	Name     string      `json:"name"`
	Done     time.Time   `json:"done"`
	Recorded time.Time   `json:"recorded"`
	Ref      string      `json:"ref,omitempty"`
	Why      string      `json:"why,omitempty"`
	Fault    entry.Fault `json:"fault,omitempty"`
}

// ExportJournal gives the filtered journal as JSON lines, encrypted to a
// recipient whose fingerprint was confirmed. It is journalled before the bytes
// are handed out.
func (d *Desk) ExportJournal(ctx context.Context, f JournalFilter, to entry.ID) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	rc, ok := d.st.Recipients.Get(to)
	if !ok || rc.ConfirmedBy == "" {
		return nil, refuse("recipient", "Choose a recipient whose fingerprint was confirmed by voice.", "recipient")
	}
	var b bytes.Buffer
	n := 0
	enc := json.NewEncoder(&b)
	for _, l := range d.oldestFirst(ctx) {
		if !keeps(f, l) || l.Shut {
			continue
		}
		line := auditLine{Seq: l.Seq, Kind: l.Kind, Who: string(l.Author), Name: d.name(l.Author), Done: l.Done, Recorded: l.Recorded, Ref: l.Ref, Fault: l.Fault}
		line.Why = d.text(ctx, entry.Entry{Contents: l.Contents}, intel.RoleReason)
		if err := enc.Encode(line); err != nil {
			return nil, err
		}
		n++
	}
	sealed, err := d.Vault.EncryptTo([][]byte{rc.Certificate}, "journal.jsonl", b.Bytes())
	if err != nil {
		return nil, err
	}
	err = d.append(ctx, entry.Draft{Kind: entry.JournalExported, Facts: intel.Exported{Entries: n, To: rc.Fingerprint}})
	if err != nil {
		return nil, err
	}
	return sealed, nil
}
