package app

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intel"
	"corridor/app/pieces"
)

// Slice is a piece of an item that becomes an item of its own: one source to
// one item. It is made of parts of the item's file or of
// stretches of its text, never of both.
type Slice struct {
	Name string // of the new item's file; made from the piece when empty
	// Parts are numbers of parts of the item's file, as its reading lists them,
	// from 1. One part is the new item's original, byte for byte; several
	// messages of one mailbox are a mailbox again, and any others an archive
	// that holds each byte for byte.
	Parts []int
	// Spans are runes of the item's text, half open. The new item's original is
	// what they say, as UTF-8; stretches that do not touch stand apart by a
	// blank line.
	Spans [][2]int
	// Receipt of the piece; empty fields are taken from the item.
	Receipt    intel.Receipt
	SourceType intel.SourceType // "": that of the item
}

// Cut is what a piece can be made of: a part of the item's file, or a stretch
// of its text.
type Cut struct {
	Part     int // from 1; 0 for a stretch of text
	From, To int // runes of the item's text; of a stretch only
	Who      string
	Name     string // of a part
	Bytes    int64  // of a part
	Text     string
}

// Ways to take an item apart.
const (
	WayMessages   = "messages"   // of a mailbox
	WayParts      = "parts"      // of a message, an archive, a document
	WayTurns      = "turns"      // of a chat
	WayParagraphs = "paragraphs" // of a text
	WaySentences  = "sentences"  // of a text
)

// Way is one way to take an item apart.
type Way struct {
	Code string
	Each bool // each cut proposes an item of its own
	Cuts []Cut
}

// Apart is an item laid out to be taken apart.
type Apart struct {
	Item       entry.ID
	Ref        string
	Name       string // of its file
	SourceType intel.SourceType
	Receipt    intel.Receipt
	Ways       []Way // the likeliest first; at least one
}

// TakeApart lays an item out to be split. It records a view of the item. The
// passphrase is the one that the item's file asks for, if it does.
func (d *Desk) TakeApart(ctx context.Context, item entry.ID, passphrase string) (Apart, error) {
	whole, err := d.wholeOf(ctx, item)
	if err != nil {
		return Apart{}, err
	}
	a := Apart{Item: item, Ref: whole.received.Ref, Name: whole.reading.Name, SourceType: whole.received.SourceType, Receipt: whole.receipt}
	var parts []intake.Part
	if len(whole.reading.Parts) > 0 {
		res, err := d.Reader.Open(ctx, whole.reading.Name, whole.original, passphrase, d.senders())
		if err != nil {
			return Apart{}, err
		}
		parts = res.Parts
	}
	a.Ways = ways(whole.reading, whole.original, parts)
	return a, nil
}

// ways lists the ways in which an item can be taken apart, the likeliest first.
func ways(r intel.Reading, original []byte, parts []intake.Part) []Way {
	var out []Way
	if m := messages(r.Kind, original, parts); len(m) > 1 {
		out = append(out, Way{WayMessages, true, partCuts(parts, m)})
	}
	if turns := pieces.Turns(r.Text); turns != nil {
		out = append(out, Way{WayTurns, false, textCuts(r.Text, turns)})
	}
	var own []int
	for i, p := range parts {
		if p.Body != nil {
			own = append(own, i+1)
		}
	}
	if len(own) > 0 && len(own) != len(messages(r.Kind, original, parts)) {
		out = append(out, Way{WayParts, false, partCuts(parts, own)})
	}
	return append(out, Way{WayParagraphs, false, textCuts(r.Text, pieces.Paragraphs(r.Text))}, Way{WaySentences, false, textCuts(r.Text, pieces.Sentences(r.Text))})
}

// messages are the parts that follow one another in a mailbox, byte for byte,
// and not those that lie inside one of them.
func messages(kind string, original []byte, parts []intake.Part) []int {
	if kind != "mbox" {
		return nil
	}
	var out []int
	rest := bytes.TrimPrefix(original, []byte("\xef\xbb\xbf"))
	for i, p := range parts {
		if len(p.Body) > 0 && bytes.HasPrefix(rest, p.Body) {
			out, rest = append(out, i+1), rest[len(p.Body):]
		}
	}
	return out
}

func partCuts(parts []intake.Part, numbers []int) []Cut {
	out := make([]Cut, len(numbers))
	for i, n := range numbers {
		p := parts[n-1]
		out[i] = Cut{Part: n, Name: cmp.Or(p.Name, subject(p.Text), p.Type), Bytes: p.Bytes, Text: p.Text}
	}
	return out
}

// subject is what the headers that begin a message's text call it, or "".
func subject(text string) string {
	for line := range strings.Lines(text[:min(len(text), 4<<10)]) {
		if s, ok := strings.CutPrefix(line, "Subject:"); ok {
			return strings.TrimSpace(s)
		}
	}
	return ""
}

func textCuts(text string, spans []pieces.Span) []Cut {
	runes := []rune(text)
	out := make([]Cut, len(spans))
	for i, s := range spans {
		out[i] = Cut{From: s.From, To: s.To, Who: s.Who, Text: string(runes[s.From:s.To])}
	}
	return out
}

// Split makes an item of each piece, linked to the item both ways, with what it
// is made of. The item itself stays as it is. A piece whose bytes the
// compartment holds already is linked to the item that holds them, not
// doubled. The passphrase is the one that the item's file asks for, if it does.
// All pieces are made or none; whoever may receive product may split it.
func (d *Desk) Split(ctx context.Context, item entry.ID, list []Slice, passphrase string) ([]Took, error) {
	if len(list) == 0 {
		return nil, refuse("pieces", "Say which pieces are to become items of their own.", "split")
	}
	if err := d.knowHeld(ctx); err != nil {
		return nil, err
	}
	whole, err := d.wholeOf(ctx, item)
	if err != nil {
		return nil, err
	}
	var parts []intake.Part
	if slices.ContainsFunc(list, func(p Slice) bool { return len(p.Parts) > 0 }) { // parts are not kept apart: the original is read again
		res, err := d.Reader.Open(ctx, whole.reading.Name, whole.original, passphrase, d.senders())
		if err != nil {
			return nil, err
		}
		parts = res.Parts
	}
	var made []taking
	for i, p := range list {
		in, err := whole.piece(i, p, parts)
		if err != nil {
			return nil, err
		}
		t, err := d.toTake(ctx, in, passphrase)
		if err != nil {
			return nil, err
		}
		t.ties = []tie{{item: item, compartment: whole.compartment, here: intel.LinkSplitFrom, there: intel.LinkSplitInto, parts: p.Parts, spans: p.Spans}}
		made = append(made, t)
	}
	return d.takeAll(ctx, made)
}

// Join makes one item of several, linked to each both ways. Its original is an
// archive that holds theirs byte for byte, in the order given. All must lie in
// one compartment; the items themselves stay as they are. Joined again in the
// same order they are held already. Whoever may receive product may join it.
func (d *Desk) Join(ctx context.Context, items []entry.ID, name string, receipt intel.Receipt) (Took, error) {
	if len(items) < 2 {
		return Took{}, refuse("pieces", "Choose at least two items to join.", "split")
	}
	if err := d.knowHeld(ctx); err != nil {
		return Took{}, err
	}
	var in Incoming
	var ties []tie
	var files []zipped
	size := 0
	for i, id := range items {
		if slices.Contains(items[:i], id) {
			return Took{}, refuse("pieces", "An item is named twice: each can be joined once.", "split")
		}
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
		if size += len(it.original); size > MaxOriginal {
			return Took{}, refuse("size", fmt.Sprintf("Together the items are larger than %d MB. Join fewer of them.", MaxOriginal>>20), "split")
		}
		files = append(files, zipped{it.reading.Name, it.original})
		ties = append(ties, tie{item: id, compartment: it.compartment, here: intel.LinkJoinedFrom, there: intel.LinkJoinedInto})
	}
	b, err := archive(files)
	if err != nil {
		return Took{}, err
	}
	in.Name, in.Bytes, in.Receipt = strings.TrimSpace(name), b, over(in.Receipt, receipt)
	if in.Name == "" {
		in.Name = "joined.zip"
	}
	t, err := d.toTake(ctx, in, "")
	if err != nil {
		return Took{}, err
	}
	t.ties = ties
	took, err := d.takeAll(ctx, []taking{t})
	if err != nil {
		return Took{}, err
	}
	return took[0], nil
}

// zipped is a file of an archive.
type zipped struct {
	name string
	b    []byte
}

// archive holds files byte for byte and in order. The same files give the same
// bytes, whenever they are packed.
func archive(files []zipped) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, f := range files {
		base := path.Base(strings.ReplaceAll(f.name, `\`, "/"))
		out, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%d %s", i+1, base), Method: zip.Store})
		if err != nil {
			return nil, fmt.Errorf("app: archive: %w", err)
		}
		if _, err := out.Write(f.b); err != nil {
			return nil, fmt.Errorf("app: archive: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("app: archive: %w", err)
	}
	return b.Bytes(), nil
}

// taking is a file that was made of others and read, ready to be taken in.
type taking struct {
	in      Incoming
	reading intel.Reading
	ties    []tie
}

func (d *Desk) toTake(ctx context.Context, in Incoming, passphrase string) (taking, error) {
	if err := d.receivable(in); err != nil {
		return taking{}, err
	}
	res, err := d.Reader.Open(ctx, in.Name, in.Bytes, passphrase, d.senders())
	return taking{in: in, reading: readingOf(in.Name, sum(in.Bytes), res)}, err
}

// takeAll journals all of them as one transaction. What the compartment holds
// already is only linked, where it is not linked so already.
func (d *Desk) takeAll(ctx context.Context, list []taking) ([]Took, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return nil, err
	}
	var out []Took
	var all []entry.Draft
	fresh := map[string]Took{}
	for i := 0; i < len(list); {
		t := list[i]
		if took, ok := fresh[t.reading.SHA256]; ok { // two pieces of the same words
			out, all = append(out, took), append(all, d.linksOf(t, took.Item)...)
			i++
			continue
		}
		if id, ok := d.holdings.original(d.place(t.in), t.reading.SHA256); ok {
			it, err := d.item(id)
			if err != nil {
				return nil, err
			}
			out, all = append(out, Took{Item: id, Ref: it.Received.Ref, Already: it.Received.Ref}), append(all, d.linksOf(t, id)...)
			i++
			continue
		}
		took, ds, err := d.drafts(ctx, t.in, t.reading, t.ties)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(out, func(x Took) bool { return x.Ref == took.Ref }) {
			continue // two pieces drew the same free reference
		}
		out, all, fresh[t.reading.SHA256] = append(out, took), append(all, ds...), took
		i++
	}
	if len(all) == 0 {
		return out, nil
	}
	return out, d.append(ctx, all...)
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
	in.Name = fmt.Sprintf("piece %d.txt", i+1)
	if (len(p.Parts) > 0) == (len(p.Spans) > 0) {
		return in, refuse("piece", fmt.Sprintf("Piece %d is made of parts or of words: choose one of them.", i+1), "split")
	}
	if len(p.Parts) > 0 {
		b, name, err := w.parts(p.Parts, parts)
		if err != nil {
			return in, err
		}
		in.Bytes, in.Name = b, cmp.Or(name, in.Name)
	} else {
		text, ok := pieces.Text(w.reading.Text, p.Spans)
		if !ok {
			return in, refuse("piece", fmt.Sprintf("Piece %d holds no words.", i+1), "split")
		}
		in.Bytes = []byte(text)
	}
	in.Name = cmp.Or(strings.TrimSpace(p.Name), in.Name)
	return in, nil
}

// parts gives several parts as one file: see Slice.Parts.
func (w whole) parts(numbers []int, parts []intake.Part) (b []byte, name string, err error) {
	sorted := slices.Compact(slices.Sorted(slices.Values(numbers)))
	var files []zipped
	for _, n := range sorted {
		if n < 1 || n > len(parts) || parts[n-1].Body == nil {
			return nil, "", refuse("part", fmt.Sprintf("Part %d has no bytes of its own: choose it by its words instead.", n), "split")
		}
		files = append(files, zipped{cmp.Or(parts[n-1].Name, fmt.Sprintf("part %d", n)), parts[n-1].Body})
	}
	mail := messages(w.reading.Kind, w.original, parts)
	all := !slices.ContainsFunc(sorted, func(n int) bool { return !slices.Contains(mail, n) })
	switch {
	case all && len(mail) > 0:
		for _, f := range files {
			b = append(b, f.b...)
		}
		return b, fmt.Sprintf("message %d.mbox", sorted[0]), nil
	case len(files) == 1:
		return files[0].b, parts[sorted[0]-1].Name, nil
	}
	b, err = archive(files)
	return b, fmt.Sprintf("parts %d to %d.zip", sorted[0], sorted[len(sorted)-1]), err
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
