package app_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intel"
)

const callTable = "Records of the week\n\nParty one,Party two,Start date,Secs,Site\n07700 900123,07700 900124,21/06/2026 21:40,75,A1\n07700 900123,07700 900125,21/11/2026 21:40,10,B2\n"

// table receives a table from an originator and opens it.
func (u *unit) table(c entry.ID, originator, text string) entry.ID {
	u.t.Helper()
	took, err := u.desk.Receive(u.t.Context(), app.Incoming{Name: "calls.csv", Bytes: []byte(text), Compartment: c, SourceType: intel.CommsData, Tier: intel.OfficialSensitive, Receipt: intel.Receipt{Originator: originator}})
	must(u.t, err)
	u.see(took.Item)
	return took.Item
}

func (u *unit) see(item entry.ID) {
	u.t.Helper()
	_, err := u.desk.Open(u.t.Context(), item)
	must(u.t, err)
}

var partyColumns = intake.Columns{intake.FieldFrom: 0, intake.FieldTo: 1, intake.FieldWhen: 2, intake.FieldDuration: 3, intake.FieldCell: 4}

// What one officer settles for an originator's tables stands for every other,
// at the next table and after the next unlock, and for no other originator,
// shape or compartment.
func TestColumnsAreSettledForTheUnit(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	first := u.table("", "Telecom A", callTable)
	got, err := d.CallTable(t.Context(), first)
	must(t, err)
	if got.By != "" || len(got.Header) != 5 || got.Header[0] != "Party one" || got.Rows != 2 || got.Columns[intake.FieldCell] != 4 {
		t.Fatalf("guessed: %+v", got)
	}
	before := u.entries()
	must(t, d.SettleColumns(t.Context(), first, partyColumns))
	if u.entries() != before+1 {
		t.Errorf("%d entries", u.entries()-before)
	}
	for _, bad := range []intake.Columns{nil, {intake.FieldTo: 7}, {intake.FieldTo: 1, intake.FieldFrom: 1}, {"shoe": 1}} {
		refusedFor(t, d.SettleColumns(t.Context(), first, bad), "columns")
	}
	d = u.as("idris")
	next := u.table("", " telecom a", callTable+"07700 900126,07700 900123,22/11/2026 08:00,3,C\n")
	got, err = d.CallTable(t.Context(), next)
	must(t, err)
	if fmt.Sprint(got.Columns) != fmt.Sprint(partyColumns) || got.By == "" || got.At.IsZero() || got.Rows != 3 {
		t.Errorf("another officer: %+v", got)
	}
	for name, item := range map[string]entry.ID{"originator": u.table("", "Telecom B", callTable+" "), "shape": u.table("", "Telecom A", "Party one,Party two,Started\n1,2,3\n")} {
		if got, err := d.CallTable(t.Context(), item); err != nil || got.By != "" {
			t.Errorf("another %s: %+v %v", name, got, err)
		}
	}
	must(t, d.SettleColumns(t.Context(), next, intake.Columns{intake.FieldFrom: 1}))
	if got, _ = d.CallTable(t.Context(), next); fmt.Sprint(got.Columns) != "map[from:1]" {
		t.Errorf("changed: %v", got.Columns)
	}
	note := u.receive("No table at all.")
	u.see(note)
	if _, err := d.CallTable(t.Context(), note); !errors.Is(err, app.ErrNoTable) {
		t.Errorf("a note is a table: %v", err)
	}
	d = u.as("malik")
	if _, err := d.CallTable(t.Context(), first); !errors.Is(err, app.ErrUnopened) {
		t.Errorf("rows without a view: %v", err)
	}
}

func TestColumnsOfACompartmentStayInIt(t *testing.T) {
	u := newUnit(t)
	u.as("hale")
	c, _ := u.acorn("hale", "idris")
	item := u.table(c, "Telecom A", callTable)
	must(t, u.desk.SettleColumns(t.Context(), item, partyColumns))
	common := u.table("", "Telecom A", callTable)
	if got, err := u.desk.CallTable(t.Context(), common); err != nil || got.By != "" {
		t.Errorf("the unit's common compartment has them: %+v %v", got, err)
	}
}

func TestCallsAreReadOnTheClockOfLondon(t *testing.T) {
	u := newUnit(t)
	d := u.as("malik")
	item := u.table("", "Telecom A", callTable+"07700 900126,07700 900123,1782160800,3,C\n07700 900126,07700 900123,2026-06-21T21:40:00Z,3,C\n07700 900126,07700 900123,soon,3,C\n")
	must(t, d.SettleColumns(t.Context(), item, partyColumns))
	calls, err := d.Calls(t.Context(), item)
	must(t, err)
	at := func(h, m int, month time.Month, day int) time.Time {
		return time.Date(2026, month, day, h, m, 0, 0, time.UTC)
	}
	want := []time.Time{at(20, 40, time.June, 21), at(21, 40, time.November, 21), time.Unix(1782160800, 0), at(21, 40, time.June, 21), {}}
	if len(calls) != len(want) {
		t.Fatalf("%d calls", len(calls))
	}
	for i, c := range calls {
		if !c.When.Equal(want[i]) {
			t.Errorf("call %d, written %q: %v, want %v", i, c.Written, c.When, want[i])
		}
	}
	if calls[0].From != "07700 900123" || calls[0].Seconds != 75 || calls[1].Cell != "B2" {
		t.Errorf("%+v", calls)
	}
}
