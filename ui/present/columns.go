package present

import (
	"context"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/clock"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/ui/words"
)

// ColumnsDesk is what the columns of call records ask of the desk.
type ColumnsDesk interface {
	CallTable(ctx context.Context, item entry.ID) (app.CallTable, error)
	SettleColumns(ctx context.Context, item entry.ID, c intake.Columns) error
}

// TableLine says what table an item is and how its columns are read.
func TableLine(now time.Time, t app.CallTable) Word {
	rows := words.Count("columns.rows", t.Rows)
	if t.By == "" {
		return Word{rows + " " + words.T("columns.guessed", t.Originator), Due}
	}
	return Word{rows + " " + words.T("columns.settled", t.By, When(now, t.At), t.Originator), Settled}
}

// Columns is the mapping of a table while it is settled.
type Columns struct {
	t app.CallTable
	c intake.Columns
}

// NewColumns begins with the columns as they are read now.
func NewColumns(t app.CallTable) *Columns {
	c := intake.Columns{}
	for f, i := range t.Columns {
		c[f] = i
	}
	return &Columns{t, c}
}

// ColumnView is a column of the table: its heading, what stands in its first
// rows, and what it stands for ("" for nothing).
type ColumnView struct {
	Name, Sample, Field string
}

// samples is how many values of a column are shown beside its heading.
const samples = 2

// View lists the columns.
func (c *Columns) View() []ColumnView {
	out := make([]ColumnView, len(c.t.Header))
	for i, h := range c.t.Header {
		out[i].Name = strings.TrimSpace(h)
		if out[i].Name == "" {
			out[i].Name = words.T("columns.unnamed", i+1)
		}
		var seen []string
		for _, r := range c.t.First {
			if i < len(r) && strings.TrimSpace(r[i]) != "" && len(seen) < samples {
				seen = append(seen, strings.TrimSpace(r[i]))
			}
		}
		out[i].Sample = strings.Join(seen, " · ")
	}
	for f, i := range c.c {
		if i >= 0 && i < len(out) {
			out[i].Field = string(f)
		}
	}
	return out
}

// Set says what a column stands for, "" for nothing. Another column that stood
// for it stands for nothing from now on.
func (c *Columns) Set(column int, field string) {
	for f, i := range c.c {
		if i == column || string(f) == field {
			delete(c.c, f)
		}
	}
	if field != "" {
		c.c[intake.Field(field)] = column
	}
}

// Mapping is the mapping as it stands.
func (c *Columns) Mapping() intake.Columns { return c.c }

// Ready says why it cannot be settled yet, or "".
func (c *Columns) Ready() string {
	if len(c.c) == 0 {
		return words.T("columns.none")
	}
	return ""
}

// CallLine is a row of the preview. Odd marks one whose time could not be read.
type CallLine struct {
	Cells []string
	Odd   bool
}

// Preview reads the first rows as the mapping stands. The heads are those of
// CallHeads.
func (c *Columns) Preview() []CallLine {
	var out []CallLine
	_, timed := c.c[intake.FieldWhen]
	for _, r := range app.CallsOf(intake.Table{Rows: append([][]string{c.t.Header}, c.t.First...)}, c.c) {
		when, odd := "", timed && r.When.IsZero()
		switch {
		case odd:
			when = words.T("columns.notime", r.Written)
		case !r.When.IsZero():
			when = clock.London(r.When)
		}
		length := ""
		if r.Seconds >= 0 {
			length = (time.Duration(r.Seconds) * time.Second).String()
		}
		out = append(out, CallLine{[]string{when, r.From, r.To, length, r.Kind, r.Way, r.IMEI, r.IMSI, r.Cell}, odd})
	}
	return out
}

// Odd says how many of the rows shown have a time that could not be read.
func (c *Columns) Odd() int {
	n := 0
	for _, l := range c.Preview() {
		if l.Odd {
			n++
		}
	}
	return n
}

// CallHeads is what stands over the columns of the preview.
func CallHeads() []string {
	out := make([]string, 0, 9)
	for _, f := range []intake.Field{intake.FieldWhen, intake.FieldFrom, intake.FieldTo, intake.FieldDuration, intake.FieldKind, intake.FieldWay, intake.FieldIMEI, intake.FieldIMSI, intake.FieldCell} {
		out = append(out, words.Of("field", string(f)))
	}
	return out
}
