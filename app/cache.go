package app

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"slices"
	"sync/atomic"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/pack"
	"corridor/app/state"
)

// The parts of what a desk keeps.
const (
	partCore   = "core"   // the fold: see state.Kept
	partHeads  = "heads"  // what lists show of each product
	partLabels = "labels" // of the compartments on whose list we are
	partLines  = "lines"  // the journal list
	partIndex  = "index"  // an image of the search
)

// keepEvery is by how many entries a cache may fall behind before it is written
// anew: folding them at the next unlock costs less than writing it.
const keepEvery = 256

// taken is what this session took from a cache.
type taken struct {
	seq     uint64        // place up to which old entries were taken as they had been judged; 0 for none
	head    string        // hash of the row there
	checked atomic.Uint64 // how far Recheck has come
}

// brief is what lists show of a product that this session has not folded. None
// of it is words; no gate ever looks at it. There may be very many.
type brief struct {
	item        entry.ID
	ref         string
	compartment entry.ID
	received    time.Time
	ilk         *ilk
	original    []byte // SHA-256 of the bytes it came as
	danger      Danger // as it is without the clock, which goes on
	openPrompts uint32
	openLife    uint32
	alarms      uint32
	notRead     bool
	releases    bool // it was released, or spoken about, at some time
	live        bool // a threat, a release or a sign-off waits: folded at unlock
}

// ilk is what many products have in common.
type ilk struct {
	source intel.SourceType
	tier   intel.Tier
	stage  Stage
	grade  string
}

// Keep remembers where the journal ends, and writes this desk's cache if it has
// fallen behind: what the window calls when nobody is at work; Close does too.
// The cache is written only while no
// compartment but the unit's is open, so that it holds nothing of another. Acts
// wait while it is put together, not while it is sealed and written.
func (d *Desk) Keep(ctx context.Context) error {
	d.keeping.Lock()
	defer d.keeping.Unlock()
	if err := d.Vault.NoteHead(); err != nil {
		return err
	}
	seq, parts, err := d.toKeep()
	if err != nil || parts == nil {
		return err
	}
	if err := d.Vault.Keep(ctx, seq, parts); err != nil {
		return fmt.Errorf("app: cache: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.kept = seq
	return nil
}

func (d *Desk) toKeep() (uint64, []KeptPart, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	ix, ok := d.Index.(ImagedIndex)
	if !ok || d.labels == nil || d.unread || d.st.Seq < d.kept+keepEvery || d.anyEntered() {
		return 0, nil, nil
	}
	lines, err := d.st.PackLines()
	if err != nil {
		return 0, nil, err
	}
	image, err := ix.Image()
	if err != nil {
		return 0, nil, err
	}
	labels, err := entry.Encode(d.labels)
	if err != nil {
		return 0, nil, err
	}
	k := d.st.Keep()
	var core, heads pack.Writer
	k.Pack(&core)
	d.packHeads(&heads)
	whole := func(name string, b []byte) KeptPart { return KeptPart{name, bytes.NewReader(b)} }
	return k.Seq, []KeptPart{whole(partCore, core.Bytes()), whole(partHeads, heads.Bytes()), whole(partLabels, labels), whole(partLines, lines), {partIndex, image}}, nil
}

func (d *Desk) anyEntered() bool {
	for c, l := range d.labels {
		if l.Entered && c != d.Vault.Common() {
			return true
		}
	}
	return false
}

// resume takes up what an earlier session kept. Whatever is wrong with it only
// costs time: the desk is then as if there had been nothing.
func (d *Desk) resume(ctx context.Context) error {
	k, err := d.Vault.Kept(ctx)
	if err != nil {
		return ctx.Err()
	}
	if err = d.takeUp(ctx, k); err == nil {
		return nil
	}
	d.dropLate()
	d.reset()
	clear(d.labels)
	d.holdings = holdings{}
	d.Vault.Discard()
	return ctx.Err()
}

func (d *Desk) takeUp(ctx context.Context, k Kept) error {
	ix, ok := d.Index.(cachedIndex)
	if !ok {
		return state.ErrDoubt
	}
	fresh, err := d.takeState(ctx, k)
	if err != nil {
		return err
	}
	image, err := k.Open(partIndex)
	if err != nil {
		return err
	}
	if err := ix.Restore(image); err != nil {
		return err
	}
	d.late = &keptIndex{cachedIndex: ix}
	d.Index = d.late
	if err := d.Vault.Trust(d.st.Epochs); err != nil {
		return err
	}
	for _, e := range fresh {
		d.remember(ctx, e)
	}
	d.awaken()
	return ctx.Err()
}

// dropLate takes no more notice of how a search that was taken up goes on.
func (d *Desk) dropLate() {
	if d.late != nil {
		d.Index, d.late = d.late.cachedIndex, nil
	}
}

// takeState takes up the fold and gives the unit's entries, for remember.
func (d *Desk) takeState(ctx context.Context, k Kept) ([]entry.Entry, error) {
	b, err := k.Part(partCore)
	if err != nil {
		return nil, err
	}
	kept, err := state.UnpackKept(pack.Read(b))
	if err != nil {
		return nil, err
	}
	if kept.Seq != k.Seq {
		return nil, state.ErrDoubt
	}
	heads, err := k.Part(partHeads)
	if err != nil {
		return nil, err
	}
	labels, err := k.Part(partLabels)
	if err != nil {
		return nil, err
	}
	if d.labels, err = entry.Decode[map[entry.ID]label](labels); err != nil {
		return nil, err
	}
	unit, err := d.Vault.Records(ctx, kept.Unit)
	if err != nil {
		return nil, err
	}
	d.st, err = state.Resume(d.Now, d.possession, kept, unit, state.Past{
		Records: d.records,
		Lines:   func() ([]byte, error) { return k.Part(partLines) },
	})
	if err != nil {
		return nil, err
	}
	d.forewarned = len(d.st.Roster.Distrusted())
	d.kept, d.taken.seq, d.taken.head = kept.Seq, kept.Seq, kept.Head
	var fresh []entry.Entry
	for _, r := range unit {
		fresh = append(fresh, r.Entry)
	}
	return fresh, d.takeHeads(heads)
}

// packHeads packs a brief of every product, in the order of the fold.
func (d *Desk) packHeads(w *pack.Writer) {
	sums := d.holdings.sums(d.Vault.Common())
	kinds := map[ilk]int{}
	for _, id := range d.st.Order() {
		b := d.briefs[id]
		if it, hot := d.st.Hot(id); hot {
			b = d.briefOf(it)
		}
		b.original = sums[id]
		b.pack(w, kinds)
	}
}

func (d *Desk) briefOf(it *state.Item) *brief {
	h := d.head(it)
	return &brief{item: it.ID, ref: h.Ref, compartment: it.Compartment, received: h.Received, danger: d.danger(it),
		ilk:         &ilk{h.SourceType, h.Tier, h.Stage, h.Grade},
		openPrompts: uint32(h.OpenPrompts), openLife: uint32(openLife(it)), alarms: uint32(h.Alarms),
		notRead: h.NotRead, releases: len(it.Releases)+len(it.Spoken) > 0, live: live(it)}
}

// records reads rows again for products that are not folded. What is not given
// counts as missing.
func (d *Desk) records(places []uint64) []entry.Record {
	recs, _ := d.Vault.Records(context.Background(), places)
	return recs
}

// coolEvery is after how many entries products for which nobody waits are let
// go while the journal is folded, so that memory does not grow with it.
const coolEvery = 1 << 14

// cool keeps a brief of every folded product for which nobody waits, and lets
// the product go.
func (d *Desk) cool() {
	d.st.Cool(func(it *state.Item) bool {
		if live(it) {
			return true
		}
		d.briefs[it.ID] = d.briefOf(it)
		return false
	})
}

// live reports whether somebody waits for something about a product.
func live(it *state.Item) bool {
	return len(it.OpenThreats()) > 0 || len(it.Fresh()) > 0 ||
		unsigned(it) > 0 ||
		slices.ContainsFunc(it.Releases, func(r *state.Release) bool { return r.Status() == "waiting" || r.Status() == "approved" })
}

// pack packs a brief. What it has in common with others is packed once: kinds
// are those that were.
func (b *brief) pack(w *pack.Writer, kinds map[ilk]int) {
	n, known := kinds[*b.ilk]
	if !known {
		n = len(kinds)
		kinds[*b.ilk] = n
	}
	w.Int(n)
	if !known {
		for _, s := range []string{string(b.ilk.source), string(b.ilk.tier), string(b.ilk.stage), b.ilk.grade} {
			w.Word(s)
		}
	}
	w.Time(b.received)
	w.Int(int(b.danger))
	w.Int(int(b.openPrompts))
	w.Int(int(b.openLife))
	w.Bool(b.notRead)
	w.Bool(b.releases)
	w.Bool(b.live)
	w.Blob(b.original)
}

// takeHeads reads the briefs of the products that the fold holds.
func (d *Desk) takeHeads(packed []byte) error {
	order := d.st.Order()
	all := make([]brief, len(order))
	d.briefs = make(map[entry.ID]*brief, len(order))
	r := pack.Read(packed)
	var kinds []*ilk
	for i, id := range order {
		b := &all[i]
		if kinds = b.unpack(r, kinds); kinds == nil {
			return state.ErrDoubt
		}
		c, _ := d.st.Cold(id)
		b.item, b.ref, b.compartment, b.alarms = id, c.Ref, c.Compartment, uint32(c.Alarms)
		d.briefs[id] = b
	}
	d.holdings.take(all)
	return r.End()
}

// unpack reads what pack wrote, and gives the kinds that are known now; nil for
// what no pack wrote.
func (b *brief) unpack(r *pack.Reader, kinds []*ilk) []*ilk {
	n := r.Int()
	if n == len(kinds) {
		kinds = append(kinds, &ilk{intel.SourceType(r.Word()), intel.Tier(r.Word()), Stage(r.Word()), r.Word()})
	}
	if n >= len(kinds) || r.Err() != nil {
		return nil
	}
	b.ilk, b.received, b.danger = kinds[n], r.Time(), Danger(r.Int())
	b.openPrompts, b.openLife = uint32(r.Int()), uint32(r.Int())
	b.notRead, b.releases, b.live = r.Bool(), r.Bool(), r.Bool()
	b.original = r.Blob()
	return kinds
}

// lines gives the journal list, newest first. Where an earlier session's lines
// cannot be had any more, everything is read again from the journal.
func (d *Desk) lines(ctx context.Context, yield func(state.Line) bool) {
	last := uint64(math.MaxUint64) // place of the line given last
	on := func(l state.Line) bool {
		if l.Seq >= last {
			return true
		}
		last = l.Seq
		return yield(l)
	}
	if d.st.Lines(on) != nil && d.afresh(ctx) == nil {
		_ = d.st.Lines(on) // all of them folded here: no error
	}
}

func (d *Desk) oldestFirst(ctx context.Context) []state.Line {
	var out []state.Line
	d.lines(ctx, func(l state.Line) bool {
		out = append(out, l)
		return true
	})
	slices.Reverse(out)
	return out
}
