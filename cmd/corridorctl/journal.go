package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
)

func journalFlags(f *flag.FlagSet) {
	str("person: by person id", "kind: of entry", "day: 2026-11-23", "item: by reference", "export: file for an encrypted export", "to: recipient of the export")(f)
	f.Bool("faults", false, "only what is void or faulty")
	f.Bool("reasons", false, "with the reasons of decisions; the view is journalled first")
}

type journalLine struct {
	Seq   uint64      `json:"seq"`
	At    time.Time   `json:"at"`
	Late  time.Time   `json:"recorded,omitzero"` // when that was later
	Who   string      `json:"who"`
	Kind  entry.Kind  `json:"kind"`
	Ref   string      `json:"ref,omitempty"`
	Why   string      `json:"why,omitempty"`
	Fault entry.Fault `json:"fault,omitempty"`
}

func journal(c *call, d *app.Desk, f *flag.FlagSet) error {
	jf := app.JournalFilter{Person: person(get(f, "person")), Kind: entry.Kind(get(f, "kind")), Day: get(f, "day"), Faults: get(f, "faults") == "true"}
	if ref := get(f, "item"); ref != "" {
		c.args = []string{ref}
		id, err := c.item(d)
		if err != nil {
			return err
		}
		jf.Item = id
	}
	if path := get(f, "export"); path != "" {
		to, err := recipientNamed(d, get(f, "to"))
		if err != nil {
			return err
		}
		b, err := d.ExportJournal(c.ctx, jf, to)
		if err != nil {
			return err
		}
		return os.WriteFile(path, b, 0o600)
	}
	lines := d.Journal(jf)
	var why map[uint64]string
	if get(f, "reasons") == "true" {
		var seqs []uint64
		for _, l := range lines {
			seqs = append(seqs, l.Seq)
		}
		var err error
		if why, err = d.Reasons(c.ctx, seqs...); err != nil {
			return err
		}
	}
	for _, l := range lines {
		if err := c.out.Encode(journalLine{l.Seq, l.At, l.Late, l.Who, l.Kind, l.Ref, why[l.Seq], l.Fault}); err != nil {
			return err
		}
	}
	return nil
}

type verifyOut struct {
	Entries  uint64          `json:"entries"`
	Shut     int             `json:"shut"`
	Head     string          `json:"head"`
	Alarms   []app.AlarmView `json:"alarms"`
	Warnings []string        `json:"warnings"`
}

// verify reads the whole journal again. With an alarm it exits 3.
func verify(c *call, d *app.Desk, _ *flag.FlagSet) error {
	r, err := d.Verify(c.ctx)
	if err != nil {
		return err
	}
	out := verifyOut{r.Entries, r.Shut, r.Head, r.Alarms, d.Status().Warnings}
	if out.Warnings == nil {
		out.Warnings = []string{}
	}
	if out.Alarms == nil {
		out.Alarms = []app.AlarmView{}
	}
	if err := c.out.Encode(out); err != nil {
		return err
	}
	for _, w := range out.Warnings {
		fmt.Fprintln(c.err, "warning:", w)
		if strings.Contains(w, "rollback") {
			err = fmt.Errorf("%w: not the vault that this desk saw last", app.ErrDamaged)
		}
	}
	if len(out.Alarms) > 0 {
		return fmt.Errorf("%w: %d entries without effect or not as written", app.ErrForged, len(out.Alarms))
	}
	return err
}
