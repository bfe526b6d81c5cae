package app

import (
	"bytes"
	"context"
	"encoding/json"
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
	for i := len(d.st.Log) - 1; i >= 0; i-- {
		if l := d.st.Log[i]; keeps(f, l) {
			out = append(out, d.logLine(l))
		}
	}
	return out
}

func keeps(f JournalFilter, l state.Line) bool {
	return (f.Person == "" || f.Person == l.Author) && (f.Item == "" || f.Item == l.Item) && (f.Kind == "" || f.Kind == l.Kind) &&
		(!f.Faults || l.Fault != "") && (f.Day == "" || clock.Day(l.Done) == f.Day)
}

func (d *Desk) logLine(l state.Line) LogLine {
	out := LogLine{Seq: l.Seq, At: l.Done, Kind: l.Kind, Fault: l.Fault, Ref: l.Ref, Item: l.Item}
	if l.Author != "" {
		out.Who = d.name(l.Author)
	}
	if l.Shut {
		out.What = "in a compartment that is not open"
	}
	return out
}

// Reason opens the reason or justification of an entry, where it has one and
// this officer may see it: the "why" of the journal list. Where the entry is
// about a product, the view is journalled first.
func (d *Desk) Reason(ctx context.Context, seq uint64) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, l := range d.st.Log {
		if l.Seq != seq || l.Fault != "" {
			continue
		}
		if _, ok := (entry.Entry{Contents: l.Contents}).Piece(intel.RoleReason); !ok {
			return ""
		}
		if _, ok := d.st.Item(l.Item); ok {
			err := d.append(ctx, entry.Draft{Kind: entry.ProductViewed, Item: l.Item, Facts: intel.Viewed{What: intel.ViewReason, Of: l.ID}})
			if err != nil {
				return ""
			}
		}
		return d.text(ctx, entry.Entry{Contents: l.Contents}, intel.RoleReason)
	}
	return ""
}

// Verify reads the whole journal again and reports everything that is not as
// it should be.
func (d *Desk) Verify(ctx context.Context) (VerifyReport, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.reverify(ctx); err != nil {
		return VerifyReport{}, err
	}
	r := VerifyReport{Entries: d.st.Seq, Head: d.Vault.HeadCode()}
	for _, n := range d.st.Shut {
		r.Shut += n
	}
	for _, l := range d.st.Log {
		if l.Fault != "" || l.Shut {
			continue
		}
		for _, c := range l.Contents {
			if err := ctx.Err(); err != nil {
				return r, err
			}
			if d.Vault.CheckContent(ctx, c) != nil {
				r.Alarms = append(r.Alarms, AlarmView{Seq: l.Seq, Fault: entry.FaultContent, Kind: l.Kind, Who: d.name(l.Author), Words: "content " + c.Role + " is missing or not as signed"})
			}
		}
	}
	for _, a := range d.st.Alarms {
		r.Alarms = append(r.Alarms, AlarmView{Seq: a.Seq, Fault: a.Fault, Kind: a.Kind, Who: d.name(a.Author), Words: a.Why})
	}
	return r, nil
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
	for _, l := range d.st.Log {
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
