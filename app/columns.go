package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"corridor/app/clock"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intel"
)

// mapping is the content of columns.settled: whose tables, and by which
// headings they are known.
type mapping struct {
	Originator string   `json:"originator"`
	Header     []string `json:"header"`
}

// ErrNoTable says that an item is no table of which columns could be named.
var ErrNoTable = errors.New("app: not a table")

// CallTable is an item that is a table, with how its columns are read.
type CallTable struct {
	Item       entry.ID
	Ref        string
	Originator string
	Header     []string
	First      [][]string // its first rows, the heading left out
	Rows       int        // all of them, the heading left out
	Columns    intake.Columns
	By         string    // who settled them; "" where they are guessed from the headings
	At         time.Time // when
}

// maxTextTable is how long a plain text may be to be tried as a table, in bytes.
const maxTextTable = 4 << 20

// firstRows is how many rows of a table are shown while its columns are
// settled.
const firstRows = 50

// CallTable reads an item as a table of call records: with the columns that
// were settled for its originator's tables of this shape, by whichever officer,
// or else as their headings suggest. The item must be open. ErrNoTable for
// what is no table.
func (d *Desk) CallTable(ctx context.Context, item entry.ID) (CallTable, error) {
	_, c, err := d.callTable(ctx, item)
	return c, err
}

// Calls reads an item's rows as call records by the columns of CallTable. The
// item must be open. Times that name no zone are taken to be of the United
// Kingdom, as clocks stood there.
func (d *Desk) Calls(ctx context.Context, item entry.ID) ([]intake.Call, error) {
	t, c, err := d.callTable(ctx, item)
	if err != nil {
		return nil, err
	}
	return CallsOf(t, c.Columns), nil
}

// CallsOf reads the rows of a table by a mapping, as Calls does.
func CallsOf(t intake.Table, c intake.Columns) []intake.Call {
	unsaid := time.FixedZone("", 0) // marks the times that name no zone
	calls := intake.Calls(t, c, unsaid)
	for i := range calls {
		if w := &calls[i]; w.When.Location() == unsaid && !counted(w.Written) {
			w.When = clock.Wall(w.When)
		}
	}
	return calls
}

// counted reports whether a time is written as seconds since 1970, which are
// the same everywhere.
func counted(written string) bool {
	return (len(written) == 9 || len(written) == 10) && strings.Trim(written, "0123456789") == ""
}

// callTable takes the table apart while the desk is free for others.
func (d *Desk) callTable(ctx context.Context, item entry.ID) (intake.Table, CallTable, error) {
	reading, c, err := d.tableText(ctx, item)
	if err != nil {
		return intake.Table{}, c, err
	}
	t, ok := tableOf(reading)
	if !ok {
		return t, c, ErrNoTable
	}
	c.Header, c.Rows, c.First = t.Rows[0], len(t.Rows)-1, t.Rows[1:min(len(t.Rows), firstRows+1)]
	c.Columns = intake.GuessColumns(c.Header)
	return t, c, d.asSettled(ctx, &c)
}

// tableText opens what an item says, and whose it is.
func (d *Desk) tableText(ctx context.Context, item entry.ID) (intel.Reading, CallTable, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.openedItem(item)
	if err != nil {
		return intel.Reading{}, CallTable{}, err
	}
	reading, err := content[intel.Reading](ctx, d.Vault, it.Entry, intel.RoleReading)
	if err != nil {
		return reading, CallTable{}, err
	}
	receipt, err := content[intel.Receipt](ctx, d.Vault, it.Entry, intel.RoleReceipt)
	return reading, CallTable{Item: item, Ref: it.Received.Ref, Originator: receipt.Originator}, err
}

// asSettled puts the columns that were settled last for such a table, if any
// were.
func (d *Desk) asSettled(ctx context.Context, c *CallTable) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(c.Item)
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(d.st.Columns) {
		if e.Compartment != it.Compartment {
			continue
		}
		m, err := content[mapping](ctx, d.Vault, e, intel.RoleColumns)
		if err != nil || !m.is(c.Originator, c.Header) {
			continue // destroyed, shut or of other tables
		}
		f, err := entry.FactsOf[intel.Mapped](e)
		if err != nil {
			return err
		}
		if cols := columnsOf(f); cols.Check(len(c.Header)) == nil {
			c.Columns, c.By, c.At = cols, d.name(e.Author), e.Done
			return nil
		}
	}
	return nil
}

// tableOf takes a reading apart as a table that begins with its headings. A
// plain text is one only where its headings are those of call records: a table
// with a line of words above it is told for text.
func tableOf(r intel.Reading) (intake.Table, bool) {
	if r.Kind != "csv" && r.Kind != "txt" {
		return intake.Table{}, false
	}
	if r.Kind == "txt" && len(r.Text) > maxTextTable {
		return intake.Table{}, false
	}
	t := intake.ParseTable(r.Text)
	at, named := heading(t.Rows)
	if !named && r.Kind != "csv" {
		return t, false
	}
	t.Rows = t.Rows[at:]
	return t, len(t.Rows) > 1 && len(t.Rows[0]) > 1
}

// heading finds the row that names the columns: of the first rows, the first
// that is as long as most and in which two columns can be told by name. named
// is false where none is; then it is the first of all.
func heading(rows [][]string) (at int, named bool) {
	const look = 20
	count, usual := map[int]int{}, 0
	for _, r := range rows[:min(len(rows), 200)] {
		count[len(r)]++
		if n := count[len(r)]; n > count[usual] || n == count[usual] && len(r) > usual {
			usual = len(r)
		}
	}
	for i, r := range rows[:min(len(rows), look)] {
		if len(r) == usual && len(r) > 2 && len(intake.GuessColumns(r)) >= 2 {
			return i, true
		}
	}
	return 0, false
}

// SettleColumns records how the columns of an item's table are read, for every
// table of its originator with the same headings and for every officer who
// reads its compartment, from now on. It is an entry of its own. The item must
// be open.
func (d *Desk) SettleColumns(ctx context.Context, item entry.ID, c intake.Columns) error {
	_, t, err := d.callTable(ctx, item)
	if err != nil {
		return err
	}
	if len(c) == 0 || c.Check(len(t.Header)) != nil {
		return refuse("columns", "Say what at least one column stands for. A column cannot stand for two things, and the table has to have it.", "columns")
	}
	facts := intel.Mapped{Columns: map[string]int{}}
	for f, i := range c {
		facts.Columns[string(f)] = i
	}
	p, err := piece(intel.RoleColumns, mapping{strings.TrimSpace(t.Originator), t.Header})
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	it, err := d.item(item)
	if err != nil {
		return err
	}
	return d.append(ctx, entry.Draft{Kind: entry.ColumnsSettled, Compartment: it.Compartment, Facts: facts, Pieces: []entry.Piece{p}})
}

func columnsOf(f intel.Mapped) intake.Columns {
	c := intake.Columns{}
	for name, i := range f.Columns {
		c[intake.Field(name)] = i
	}
	return c
}

// is says whether a mapping is for this originator and a table of this shape.
func (m mapping) is(originator string, header []string) bool {
	same := func(a, b string) int {
		return cmp.Compare(strings.ToLower(strings.TrimSpace(a)), strings.ToLower(strings.TrimSpace(b)))
	}
	return same(m.Originator, originator) == 0 && slices.CompareFunc(m.Header, header, same) == 0
}
