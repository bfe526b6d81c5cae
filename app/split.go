package app

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intel"
)

// Slice is a piece of an item that becomes an item of its own: one source to
// one item (domain.md §1.5).
type Slice struct {
	Name string // of the new item's file; made from the piece when empty
	// Part is the number of a part of the item's file, as its reading lists
	// them, from 1: the new item's original is that part, byte for byte.
	Part int
	// From and To are runes of the item's text; they count when Part is 0. The
	// new item's original is that text as UTF-8.
	From, To int
	// Receipt of the piece; empty fields are taken from the item.
	Receipt    intel.Receipt
	SourceType intel.SourceType // "": that of the item
}

// Split makes an item of each piece, tied to the item both ways. The item
// itself stays as it is. The passphrase is the one that the item's file asks
// for, if it does. All pieces are made or none.
func (d *Desk) Split(ctx context.Context, item entry.ID, pieces []Slice, passphrase string) ([]Took, error) {
	if len(pieces) == 0 {
		return nil, refuse("pieces", "Say which pieces are to become items of their own.", "split")
	}
	whole, err := d.wholeOf(ctx, item)
	if err != nil {
		return nil, err
	}
	var parts []intake.Part
	for _, p := range pieces {
		if p.Part > 0 { // parts are not kept apart: the original is read again
			res, err := d.Reader.Open(ctx, whole.reading.Name, whole.original, passphrase, d.Vault)
			if err != nil {
				return nil, err
			}
			parts = res.Parts
			break
		}
	}
	var forms []Incoming
	var readings []intel.Reading
	for i, p := range pieces {
		in, err := whole.piece(i, p, parts)
		if err != nil {
			return nil, err
		}
		res, err := d.Reader.Open(ctx, in.Name, in.Bytes, passphrase, d.Vault)
		if err != nil {
			return nil, err
		}
		if err := d.receivable(in); err != nil {
			return nil, err
		}
		forms, readings = append(forms, in), append(readings, readingOf(in.Name, sum(in.Bytes), res))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return nil, err
	}
	var out []Took
	var all []entry.Draft
	for i := 0; i < len(forms); {
		took, ds, err := d.drafts(ctx, forms[i], readings[i], []tie{{item, whole.compartment}})
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(out, func(t Took) bool { return t.Ref == took.Ref }) {
			continue // two pieces drew the same free reference
		}
		out, all = append(out, took), append(all, ds...)
		i++
	}
	if err := d.append(ctx, all...); err != nil {
		return nil, err
	}
	return out, nil
}

// Join makes one item of several, tied to each both ways. Its original is an
// archive that holds theirs byte for byte, in the order given. All must lie in
// one compartment; the items themselves stay as they are.
func (d *Desk) Join(ctx context.Context, items []entry.ID, name string, receipt intel.Receipt) (Took, error) {
	if len(items) < 2 {
		return Took{}, refuse("pieces", "Choose at least two items to join.", "split")
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	var in Incoming
	var ties []tie
	for i, id := range items {
		it, err := d.wholeOf(ctx, id)
		if err != nil {
			return Took{}, err
		}
		if i == 0 {
			in = it.form()
		}
		if it.compartment != in.Compartment {
			return Took{}, refuse("compartment", "The items lie in different compartments and cannot become one.", "split")
		}
		if it.received.Tier.Above(in.Tier) {
			in.Tier = it.received.Tier
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%d %s", i+1, it.reading.Name), Method: zip.Store})
		if err != nil {
			return Took{}, fmt.Errorf("app: join: %w", err)
		}
		if _, err := f.Write(it.original); err != nil {
			return Took{}, fmt.Errorf("app: join: %w", err)
		}
		ties = append(ties, tie{id, it.compartment})
	}
	if err := w.Close(); err != nil {
		return Took{}, fmt.Errorf("app: join: %w", err)
	}
	in.Name, in.Bytes, in.Receipt = name, b.Bytes(), over(in.Receipt, receipt)
	if strings.TrimSpace(name) == "" {
		in.Name = "joined.zip"
	}
	if err := d.receivable(in); err != nil {
		return Took{}, err
	}
	res, err := d.Reader.Open(ctx, in.Name, in.Bytes, "", d.Vault)
	if err != nil {
		return Took{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return Took{}, err
	}
	return d.take(ctx, in, readingOf(in.Name, sum(in.Bytes), res), ties...)
}

// whole is an item opened to be taken apart or joined.
type whole struct {
	compartment entry.ID
	received    intel.Received
	reading     intel.Reading
	receipt     intel.Receipt
	original    []byte
}

// wholeOf records a view of the item and opens all of it.
func (d *Desk) wholeOf(ctx context.Context, id entry.ID) (whole, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var w whole
	var err error
	if w.reading, err = d.viewedReading(ctx, id); err != nil {
		return w, err
	}
	it, err := d.item(id)
	if err != nil {
		return w, err
	}
	w.compartment, w.received = it.Compartment, it.Received
	if w.receipt, err = content[intel.Receipt](ctx, d.Vault, it.Entry, intel.RoleReceipt); err != nil {
		return w, err
	}
	c, ok := it.Entry.Piece(intel.RoleOriginal)
	if !ok {
		return w, ErrGone
	}
	w.original, err = d.Vault.Content(ctx, c)
	return w, err
}

func (w whole) form() Incoming {
	return Incoming{Compartment: w.compartment, SourceType: w.received.SourceType, Tier: w.received.Tier, Intelligence: w.received.Intelligence, Receipt: w.receipt}
}

// piece is the form and the bytes of one piece.
func (w whole) piece(i int, p Slice, parts []intake.Part) (Incoming, error) {
	in := w.form()
	in.Receipt = over(in.Receipt, p.Receipt)
	if p.SourceType != "" {
		in.SourceType = p.SourceType
	}
	in.Name = p.Name
	if p.Part != 0 {
		if p.Part < 0 || p.Part > len(parts) || parts[p.Part-1].Body == nil {
			return in, refuse("part", fmt.Sprintf("Part %d has no bytes of its own: choose it by its words instead.", p.Part), "split")
		}
		in.Bytes = parts[p.Part-1].Body
		if in.Name == "" {
			in.Name = parts[p.Part-1].Name
		}
	} else {
		text, ok := runes(w.reading.Text, p.From, p.To)
		if !ok {
			return in, refuse("piece", fmt.Sprintf("Piece %d holds no words.", i+1), "split")
		}
		in.Bytes = []byte(text)
	}
	if in.Name == "" {
		in.Name = fmt.Sprintf("piece %d.txt", i+1)
	}
	return in, nil
}

// runes cuts text by runes; ok is false when nothing but space is left.
func runes(text string, from, to int) (string, bool) {
	if from < 0 || to <= from || to > utf8.RuneCountInString(text) {
		return "", false
	}
	n, start := 0, 0
	for at := range text {
		if n == from {
			start = at
		}
		if n == to {
			text = text[:at]
			break
		}
		n++
	}
	text = text[start:]
	return text, strings.TrimSpace(text) != ""
}

// over lays the filled fields of b over a.
func over(a, b intel.Receipt) intel.Receipt {
	for _, f := range []struct{ to, from *string }{{&a.Originator, &b.Originator}, {&a.OriginatorRef, &b.OriginatorRef}, {&a.Marking, &b.Marking}, {&a.Handling, &b.Handling},
		{&a.SourceRef, &b.SourceRef}, {&a.Subject, &b.Subject}, {&a.Note, &b.Note}} {
		if *f.from != "" {
			*f.to = *f.from
		}
	}
	return a
}
