package app

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"corridor/app/entry"
	"corridor/app/folder"
	"corridor/app/intake"
	"corridor/app/intel"
	"corridor/app/risk"
)

// MaxOriginal is the largest file that is received in one piece, in bytes.
const MaxOriginal = folder.MaxFile

// Preview reads a file as Receive would, without keeping anything: so that the
// receipt form can offer what stands in it.
func (d *Desk) Preview(ctx context.Context, name string, b []byte, passphrase string) (intake.Result, error) {
	return d.Reader.Open(ctx, name, b, passphrase, d.senders())
}

// Receive keeps a file byte-exact, with what could be read of it and what the
// receiving officer recorded, and scans it for risk. What cannot be read is
// kept all the same and still has to be triaged. The same bytes again are
// linked to the item that holds them, not doubled.
func (d *Desk) Receive(ctx context.Context, in Incoming) (Took, error) {
	if err := d.receivable(in); err != nil {
		return Took{}, err
	}
	if in.Large != nil {
		return d.receiveLarge(ctx, in)
	}
	hash := sum(in.Bytes)
	if in.Read == nil || in.Read.SHA256 != hash {
		res, err := d.Reader.Open(ctx, in.Name, in.Bytes, in.Passphrase, d.senders())
		if err != nil {
			return Took{}, err
		}
		in.Read = &res
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return Took{}, err
	}
	if id, ok := d.holdings.original(d.place(in), hash); ok {
		return d.link(ctx, id)
	}
	return d.take(ctx, in, readingOf(in.Name, hash, *in.Read))
}

// place is the compartment that a file is meant for.
func (d *Desk) place(in Incoming) entry.ID {
	if in.Compartment == "" {
		return d.Vault.Common()
	}
	return in.Compartment
}

// take journals a file with its reading, its receipt and its scan, and links
// it to others where further entries are given.
func (d *Desk) take(ctx context.Context, in Incoming, reading intel.Reading, ties ...tie) (Took, error) {
	took, ds, err := d.drafts(ctx, in, reading, ties)
	if err != nil {
		return Took{}, err
	}
	if err := d.append(ctx, ds...); err != nil {
		return Took{}, err
	}
	return took, nil
}

// drafts are the entries that take a file in.
func (d *Desk) drafts(ctx context.Context, in Incoming, reading intel.Reading, ties []tie) (Took, []entry.Draft, error) {
	compartment := d.place(in)
	id := d.NewID()
	ref, err := d.freshRef("SIU")
	if err != nil {
		return Took{}, nil, err
	}
	facts := intel.Received{Ref: ref, SourceType: in.SourceType, Tier: in.Tier, Intelligence: in.Intelligence,
		Read: readWord(reading), Bytes: in.size()}
	rd, err := piece(intel.RoleReading, reading)
	if err != nil {
		return Took{}, nil, err
	}
	rc, err := piece(intel.RoleReceipt, in.Receipt)
	if err != nil {
		return Took{}, nil, err
	}
	now := d.Now().UTC()
	found := scanned(readBy(d.engine(ctx), reading.Text, facts, now))
	ds := []entry.Draft{
		{Kind: entry.ProductReceived, Item: id, Compartment: compartment, Done: now, Facts: facts,
			Pieces: []entry.Piece{in.original(), rd, rc}},
		{Kind: entry.ProductScanned, Item: id, Compartment: compartment, Done: now, Facts: found},
	}
	for _, l := range ties {
		ds = append(ds, l.drafts(id, compartment, now)...)
	}
	return Took{Item: id, Ref: ref, Read: facts.Read, NotRead: reading.NotRead, Warned: len(reading.Warnings), Prompts: len(found.Prompts), Life: found.TTL, Immediate: found.Immediate,
		Near: d.near(ctx, reading, id)}, ds, nil
}

// receivable refuses what may not be held here (domain rule H3) and a receipt
// that does not say where the product comes from.
func (d *Desk) receivable(in Incoming) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if in.Tier.Above(d.st.Roster.Ceiling()) {
		return refuse("ceiling", fmt.Sprintf("This vault holds up to %s. The product is marked %s and was not taken in. Keep it where it is and tell your supervisor.", d.st.Roster.Ceiling(), in.Tier), "unit")
	}
	if in.size() > MaxKept || in.Large == nil && in.size() > MaxOriginal {
		return refuse("size", fmt.Sprintf("The file is larger than %d MB and was not taken in. Ask the sender for it in parts.", MaxKept>>20), "unit")
	}
	if strings.TrimSpace(in.Receipt.Originator) == "" {
		return refuse("originator", "Say who the product comes from: the originator is empty.", "receive")
	}
	if !in.SourceType.Valid() {
		return refuse("source_type", "Say what kind of source it is.", "receive")
	}
	if _, err := time.Parse("2006-01-02", in.Intelligence); in.Intelligence != "" && err != nil {
		return refuse("intelligence", "Write the date of intelligence as 2026-11-23, or leave it empty.", "receive")
	}
	return nil
}

func (d *Desk) link(ctx context.Context, id entry.ID) (Took, error) {
	it, err := d.item(id)
	if err != nil {
		return Took{}, err
	}
	err = d.append(ctx, entry.Draft{Kind: entry.ProductLinked, Item: id, Facts: intel.Linked{To: id}})
	return Took{Item: id, Ref: it.Received.Ref, Already: it.Received.Ref}, err
}

// freshRef gives a reference that tells nothing by its number: four random
// digits of the year's space, never one that is taken.
func (d *Desk) freshRef(prefix string) (string, error) {
	for range 1000 {
		var b [3]byte
		if _, err := io.ReadFull(d.Rand, b[:]); err != nil {
			return "", fmt.Errorf("app: reference: %w", err)
		}
		n := (uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2])) % 1000000
		ref := fmt.Sprintf("%s-%02d-%06d", prefix, d.Now().Year()%100, n)
		if _, taken := d.st.ByRef(ref); !taken {
			return ref, nil
		}
	}
	return "", fmt.Errorf("app: no free reference")
}

// readingOf keeps all that was read: the subject and what stands only on a part
// (document properties, picture tags) join the text, so that all of it is shown
// and scanned.
func readingOf(name, hash string, r intake.Result) intel.Reading {
	out := intel.Reading{Name: name, SHA256: hash, Kind: r.Kind, Subject: r.Subject, Text: r.Text, Signature: r.Signature, Message: r.Message}
	if r.Subject != "" && !strings.Contains(r.Text, r.Subject) {
		out.Text = "Subject: " + r.Subject + "\n\n" + out.Text
	}
	for _, p := range r.Parts {
		if strings.TrimSpace(p.Text) != "" && !strings.Contains(out.Text, p.Text) {
			out.Text += "\n\n[" + p.Name + "]\n" + p.Text
		}
	}
	if strings.TrimSpace(r.Headers) != "" {
		out.Text += "\n\n[trace headers]\n" + r.Headers
	}
	for _, p := range r.Parts {
		out.Parts = append(out.Parts, intel.Part{Name: p.Name, Type: p.Type, SHA256: p.SHA256, Bytes: p.Bytes, Read: p.Read, Why: p.Why})
	}
	for _, w := range r.Warnings {
		out.Warnings = append(out.Warnings, intel.Warning{Class: w.Class, What: w.What})
	}
	if r.Error != nil {
		out.NotRead = r.Error.Class + ": " + r.Error.What
	}
	return out
}

// readWord says how much was read: "could not read" never looks like "empty".
func readWord(r intel.Reading) string {
	if r.NotRead != "" {
		if r.Text != "" {
			return "partly"
		}
		return "no"
	}
	for _, p := range r.Parts {
		if p.Read != "yes" {
			return "partly"
		}
	}
	return "yes"
}

func scanned(res risk.Result) intel.Scanned {
	out := intel.Scanned{Version: res.Version, TTL: res.TTL, Immediate: res.Immediate}
	add := func(p risk.Prompt, aside bool) {
		f := intel.Flagged{Category: string(p.Category), Rule: p.Rule, SetAside: aside}
		for _, s := range p.Spans {
			f.Spans = append(f.Spans, [2]int{s.Start, s.End})
		}
		out.Prompts = append(out.Prompts, f)
	}
	for _, p := range res.Prompts {
		add(p, false)
	}
	for _, p := range res.SetAside {
		add(p, true)
	}
	return out
}
