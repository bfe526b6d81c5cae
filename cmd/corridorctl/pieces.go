package main

import (
	"flag"
	"fmt"
	"strconv"
	"strings"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
)

// apart lists how an item can be taken apart: its messages or parts by number,
// and the stretches of its text by their letters. A view of it.
func apart(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.item(d)
	if err != nil {
		return err
	}
	a, err := d.TakeApart(c.ctx, id, get(f, "passphrase"))
	if err != nil {
		return err
	}
	type line struct {
		Way   string `json:"way"`
		Piece string `json:"piece"` // as split takes it
		Who   string `json:"who,omitempty"`
		Name  string `json:"name,omitempty"`
		Text  string `json:"text"`
	}
	for _, w := range a.Ways {
		if way := get(f, "way"); way != "" && way != w.Code {
			continue
		}
		for _, x := range w.Cuts {
			piece := fmt.Sprintf("%d-%d", x.From, x.To)
			if x.Part > 0 {
				piece = strconv.Itoa(x.Part)
			}
			if err := c.out.Encode(line{w.Code, piece, x.Who, x.Name, x.Text}); err != nil {
				return err
			}
		}
	}
	return nil
}

// splitItem makes items of pieces: part numbers, or ranges of runes as 10-90;
// several of a kind with commas between are one piece.
func splitItem(c *call, d *app.Desk, f *flag.FlagSet) error {
	id, err := c.item(d)
	if err != nil {
		return err
	}
	var list []app.Slice
	for _, w := range c.args[1:] {
		p, err := sliceOf(w)
		if err != nil {
			return err
		}
		p.Receipt.SourceRef, p.Receipt.Note = get(f, "source-ref"), get(f, "note")
		p.SourceType = intel.SourceType(get(f, "source"))
		list = append(list, p)
	}
	took, err := d.Split(c.ctx, id, list, get(f, "passphrase"))
	if err != nil {
		return err
	}
	for _, t := range took {
		if err := c.out.Encode(lineOfTook("", t)); err != nil {
			return err
		}
	}
	return nil
}

// sliceOf reads a piece such as 2, 2,5 or 120-480,600-700.
func sliceOf(words string) (app.Slice, error) {
	var p app.Slice
	for _, w := range strings.Split(words, ",") {
		from, to, ranged := strings.Cut(w, "-")
		a, err := strconv.Atoi(from)
		b := 0
		if ranged && err == nil {
			b, err = strconv.Atoi(to)
		}
		if err != nil {
			return p, errUse("a piece is the number of a part, or a range of letters such as 120-480")
		}
		if ranged {
			p.Spans = append(p.Spans, [2]int{a, b})
		} else {
			p.Parts = append(p.Parts, a)
		}
	}
	return p, nil
}

// tied lists the items that one was split from or into, or joined from or into.
func tied(c *call, d *app.Desk, _ *flag.FlagSet) error {
	id, err := c.item(d)
	if err != nil {
		return err
	}
	for _, t := range d.Tied(id) {
		if err := c.out.Encode(struct {
			Ref   string   `json:"ref"`
			How   string   `json:"how"`
			Parts []int    `json:"parts,omitempty"`
			Spans [][2]int `json:"spans,omitempty"`
		}{t.Ref, t.How, t.Parts, t.Spans}); err != nil {
			return err
		}
	}
	return nil
}

// joinItems makes one item of several.
func joinItems(c *call, d *app.Desk, f *flag.FlagSet) error {
	var ids []entry.ID
	for _, ref := range c.args {
		one := *c
		one.args = []string{ref}
		id, err := one.item(d)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	took, err := d.Join(c.ctx, ids, get(f, "name"), intel.Receipt{Note: get(f, "note")})
	if err != nil {
		return err
	}
	return c.out.Encode(lineOfTook("", took))
}
