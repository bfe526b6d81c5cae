package main

import (
	"errors"
	"flag"
	"strconv"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/intake"
)

// calls reads an item as call records; with --set the columns are settled for
// the originator first, as from=0,to=1,when=2.
func calls(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.item(d)
	if err != nil {
		return err
	}
	if _, err := d.Open(c.ctx, id); err != nil {
		return err
	}
	if set := get(f, "set"); set != "" {
		cols, err := columnsOf(set)
		if err != nil {
			return err
		}
		if err := d.SettleColumns(c.ctx, id, cols); err != nil {
			return err
		}
	}
	t, err := d.CallTable(c.ctx, id)
	if errors.Is(err, app.ErrNoTable) {
		return errUse("the item is no table")
	}
	if err != nil {
		return err
	}
	rows, err := d.Calls(c.ctx, id)
	if err != nil {
		return err
	}
	if err := c.out.Encode(struct {
		Columns intake.Columns `json:"columns"`
		Header  []string       `json:"header"`
		Rows    int            `json:"rows"`
		Settled string         `json:"settled_by,omitempty"` // "": guessed from the headings
	}{t.Columns, t.Header, t.Rows, t.By}); err != nil {
		return err
	}
	for _, r := range rows {
		when := ""
		if !r.When.IsZero() {
			when = r.When.Format(time.RFC3339)
		}
		if err := c.out.Encode(struct {
			When    string `json:"when"`
			From    string `json:"from"`
			To      string `json:"to"`
			Seconds int    `json:"seconds"`
			Kind    string `json:"kind,omitempty"`
			Way     string `json:"way,omitempty"`
			IMEI    string `json:"imei,omitempty"`
			IMSI    string `json:"imsi,omitempty"`
			Cell    string `json:"cell,omitempty"`
		}{when, r.From, r.To, r.Seconds, r.Kind, r.Way, r.IMEI, r.IMSI, r.Cell}); err != nil {
			return err
		}
	}
	return nil
}

func columnsOf(set string) (intake.Columns, error) {
	cols := intake.Columns{}
	for _, w := range strings.Split(set, ",") {
		name, at, _ := strings.Cut(w, "=")
		n, err := strconv.Atoi(at)
		if err != nil {
			return nil, errUse("columns are set as from=0,to=1,when=2")
		}
		cols[intake.Field(name)] = n
	}
	return cols, nil
}
