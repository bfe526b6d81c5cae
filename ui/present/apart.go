package present

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/ui/words"
)

// ApartDesk is what splitting and joining ask of the desk.
type ApartDesk interface {
	TakeApart(ctx context.Context, item entry.ID, passphrase string) (app.Apart, error)
	Split(ctx context.Context, item entry.ID, list []app.Slice, passphrase string) ([]app.Took, error)
	Join(ctx context.Context, items []entry.ID, name string, receipt intel.Receipt) (app.Took, error)
	Tied(item entry.ID) []app.Tie
}

// maxPieces bounds how many items one split makes.
const maxPieces = 200

// Apart is an item being split: which of its cuts go into which piece, and
// where each piece comes from.
type Apart struct {
	item   app.Apart
	way    int
	in     []map[int]int // for each way: the piece of a cut, from 0
	pieces []Provenance
	at     int // the piece worked at
}

// Provenance is where a piece comes from; what is empty is as of the whole.
type Provenance struct {
	SourceType intel.SourceType
	Receipt    intel.Receipt
}

// NewApart begins with what the item proposes: a piece for each message of a
// mailbox; otherwise with nothing in any piece.
func NewApart(a app.Apart) *Apart {
	p := &Apart{item: a, pieces: make([]Provenance, 1)}
	for range a.Ways {
		p.in = append(p.in, map[int]int{})
	}
	if a.Ways[0].Each {
		p.Each()
	}
	return p
}

// Item is the item as it was laid out.
func (p *Apart) Item() app.Apart { return p.item }

// Ways are the ways to take the item apart, the chosen one on.
func (p *Apart) Ways() []FiledFilter {
	var out []FiledFilter
	for i, w := range p.item.Ways {
		out = append(out, FiledFilter{w.Code, words.Of("apart.way", w.Code) + " " + strconv.Itoa(len(w.Cuts)), Accent, i == p.way})
	}
	return out
}

// SetWay takes the item apart in another way; what was chosen in this one is
// kept for when it comes back.
func (p *Apart) SetWay(code string) {
	if i := slices.IndexFunc(p.item.Ways, func(w app.Way) bool { return w.Code == code }); i >= 0 {
		p.way, p.at = i, 0
	}
}

func (p *Apart) cuts() []app.Cut { return p.item.Ways[p.way].Cuts }

// Count is how many cuts there are to choose from.
func (p *Apart) Count() int { return len(p.cuts()) }

// Row is a cut with the piece that it is in.
func (p *Apart) Row(i int) Row {
	c := p.cuts()[i]
	text := strings.Join(strings.Fields(cut(c.Text, 400)), " ")
	r := Row{Title: text, Sub: ""}
	switch {
	case c.Part > 0:
		r.Title, r.Sub, r.Right = c.Name, text, words.T("apart.bytes", (c.Bytes+1023)/1024)
	case c.Who != "":
		r.Title, r.Sub = c.Who, text
	case len([]rune(text)) > 60:
		r.Title, r.Sub = cut(text, 60)+"…", "…"+string([]rune(text)[60:])
	}
	if n, ok := p.in[p.way][i]; ok {
		r.Tone, r.Words = Accent, []Word{{words.T("apart.inpiece", n+1), Accent}}
		return r
	}
	r.Words = []Word{{words.T("apart.nopiece"), Neutral}}
	return r
}

// cut gives the first n runes of a text, however long it is.
func cut(s string, n int) string {
	for at := range s {
		if n--; n < 0 {
			return s[:at]
		}
	}
	return s
}

// Pieces are the pieces with how many cuts each holds, the one worked at on.
func (p *Apart) Pieces() []FiledFilter {
	var out []FiledFilter
	for i, n := range p.held() {
		out = append(out, FiledFilter{strconv.Itoa(i), words.T("apart.piece", i+1, n), Accent, i == p.at})
	}
	return out
}

// held is how many cuts each piece holds.
func (p *Apart) held() []int {
	out := make([]int, len(p.pieces))
	for _, n := range p.in[p.way] {
		out[n]++
	}
	return out
}

// At is the piece worked at, from 0.
func (p *Apart) At() int { return p.at }

// Go works at another piece; one beyond the last is new.
func (p *Apart) Go(piece int) {
	if piece < 0 || piece >= maxPieces {
		return
	}
	for len(p.pieces) <= piece {
		p.pieces = append(p.pieces, Provenance{})
	}
	p.at = piece
}

// Put puts a cut into a piece and works at that; a cut that is in it already
// comes out again.
func (p *Apart) Put(i, piece int) {
	if i < 0 || i >= p.Count() || piece < 0 || piece >= maxPieces {
		return
	}
	if n, ok := p.in[p.way][i]; ok && n == piece {
		p.Out(i)
		return
	}
	p.Go(piece)
	p.in[p.way][i] = piece
}

// Out takes a cut out of whatever piece it is in.
func (p *Apart) Out(i int) { delete(p.in[p.way], i) }

// Each puts each cut into a piece of its own, as far as there may be pieces;
// speakers of a chat, where the cuts are turns, have one piece each.
func (p *Apart) Each() {
	clear(p.in[p.way])
	who := map[string]int{}
	n := 0
	for i, c := range p.cuts() {
		if c.Who == "" && p.item.Ways[p.way].Code == app.WayTurns {
			continue // what stands before the first turn is nobody's
		}
		piece, known := who[c.Who]
		if !known || c.Who == "" {
			if n == maxPieces {
				continue
			}
			piece, n = n, n+1
			who[c.Who] = piece
		}
		p.Go(piece)
		p.in[p.way][i] = piece
	}
	p.at = 0
}

// Speakers reports whether the cuts are turns of a chat.
func (p *Apart) Speakers() bool { return p.item.Ways[p.way].Code == app.WayTurns }

// of lists the cuts of a piece in their order.
func (p *Apart) of(piece int) []int {
	var out []int
	for i := range p.cuts() {
		if n, ok := p.in[p.way][i]; ok && n == piece {
			out = append(out, i)
		}
	}
	return out
}

// Provenance is where the piece worked at comes from; it can be changed.
func (p *Apart) Provenance() *Provenance { return &p.pieces[p.at] }

// maxPreview is how much of a piece is shown before it is made, in runes.
const maxPreview = 20_000

// Preview is what the piece worked at will say, or how it begins.
func (p *Apart) Preview() string {
	var out strings.Builder
	for n, i := range p.of(p.at) {
		if n > 0 {
			out.WriteString("\n\n")
		}
		out.WriteString(cut(p.cuts()[i].Text, maxPreview+1))
		if out.Len() > maxPreview*utf8.UTFMax {
			break
		}
	}
	if s := cut(out.String(), maxPreview); s != out.String() {
		return s + "\n\n" + words.T("apart.more")
	}
	return out.String()
}

// Slices are the pieces that hold anything, ready to be made.
func (p *Apart) Slices() []app.Slice {
	all := make([]app.Slice, len(p.pieces))
	for n, from := range p.pieces {
		all[n].SourceType, all[n].Receipt = from.SourceType, from.Receipt
	}
	for i, c := range p.cuts() {
		n, in := p.in[p.way][i]
		switch {
		case !in:
		case c.Part > 0:
			all[n].Parts = append(all[n].Parts, c.Part)
		default:
			all[n].Spans = append(all[n].Spans, [2]int{c.From, c.To})
		}
	}
	return slices.DeleteFunc(all, func(s app.Slice) bool { return len(s.Parts)+len(s.Spans) == 0 })
}

// Rest says how many cuts are in no piece: they stay in the whole only.
func (p *Apart) Rest() string {
	n := p.Count() - len(p.in[p.way])
	return words.Count("apart.rest", n)
}

// Ready says why nothing can be made yet, or "".
func (p *Apart) Ready() string {
	if len(p.Slices()) == 0 {
		return words.T("apart.nothing")
	}
	return ""
}

// TieLine says how an item is linked to another.
func TieLine(t app.Tie) string {
	line := words.Of("tie", t.How)
	if t.How == "" {
		line = words.T("tie.same")
	}
	line += " " + t.Ref
	switch {
	case len(t.Parts) > 0:
		var ns []string
		for _, n := range t.Parts {
			ns = append(ns, strconv.Itoa(n))
		}
		line += " · " + words.T("tie.parts", strings.Join(ns, ", "))
	case len(t.Spans) > 0:
		line += " · " + words.T("tie.spans", t.Spans[0][0]+1, t.Spans[len(t.Spans)-1][1])
	}
	return line
}

// JoinRow is an item that can be joined with another.
type JoinRow struct {
	Item entry.ID
	Ref  string
	What string
}

// Joinable lists the items of the same compartment, the newest first, without
// the item itself.
func Joinable(heads []app.Head, item entry.ID) []JoinRow {
	at := slices.IndexFunc(heads, func(h app.Head) bool { return h.Item == item })
	if at < 0 {
		return nil
	}
	list := slices.DeleteFunc(slices.Clone(heads), func(h app.Head) bool {
		return h.Item == item || h.Compartment != heads[at].Compartment || h.Stage == app.StageDestroyed
	})
	slices.SortStableFunc(list, func(a, b app.Head) int { return b.Received.Compare(a.Received) })
	var out []JoinRow
	for _, h := range list {
		out = append(out, JoinRow{h.Item, h.Ref, h.SourceType.Title() + " · " + words.Of("stage", string(h.Stage))})
	}
	return out
}

// Fresh is the first piece that holds nothing, or one more.
func (p *Apart) Fresh() int {
	if i := slices.Index(p.held(), 0); i >= 0 {
		return i
	}
	return len(p.pieces)
}

// Join is a choice of items to be joined, in the order in which they are taken.
type Join struct {
	rows  []JoinRow
	refs  map[entry.ID]string
	items []entry.ID
}

// NewJoin begins with the item that others are joined with.
func NewJoin(item entry.ID, ref string, rows []JoinRow) *Join {
	j := &Join{rows: rows, refs: map[entry.ID]string{item: ref}, items: []entry.ID{item}}
	for _, r := range rows {
		j.refs[r.Item] = r.Ref
	}
	return j
}

// Row is an item that can be joined, with its place if it is.
func (j *Join) Row(i int) Row {
	r := Row{Title: j.rows[i].Ref, Sub: j.rows[i].What}
	if at := slices.Index(j.items, j.rows[i].Item); at >= 0 {
		r.Tone, r.Words = Accent, []Word{{words.T("join.at", at+1), Accent}}
	}
	return r
}

// Toggle takes an item up behind the others, or out again.
func (j *Join) Toggle(i int) {
	if i < 0 || i >= len(j.rows) {
		return
	}
	if at := slices.Index(j.items, j.rows[i].Item); at >= 0 {
		j.items = slices.Delete(j.items, at, at+1)
		return
	}
	j.items = append(j.items, j.rows[i].Item)
}

// Items are the items to be joined, in their order.
func (j *Join) Items() []entry.ID { return slices.Clone(j.items) }

// Order says which items are joined, in which order.
func (j *Join) Order() string {
	var refs []string
	for _, id := range j.items {
		refs = append(refs, j.refs[id])
	}
	return strings.Join(refs, " + ")
}

// Ready says why nothing can be joined yet, or "".
func (j *Join) Ready() string {
	if len(j.items) < 2 {
		return words.T("join.need")
	}
	return ""
}
