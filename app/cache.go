package app

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync/atomic"

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
// of it is words; no gate ever looks at it.
type brief struct {
	head     Head // its deadline is worked out when it is shown
	openLife int
	releases bool // it was released, or spoken about, at some time
	live     bool // a threat, a release or a sign-off waits: folded at unlock
	original []byte
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
	if !ok || d.labels == nil || d.st.Seq < d.kept+keepEvery || d.anyEntered() {
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
	clear(d.held)
	clear(d.indexed)
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
	for id, b := range d.briefs {
		if b.live {
			d.st.Item(id)
		}
	}
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
	originals := make(map[entry.ID]string, len(d.held))
	for key, id := range d.held {
		originals[id] = key
	}
	for _, id := range d.st.Order() {
		b := d.briefs[id]
		if it, hot := d.st.Hot(id); hot {
			b = d.briefOf(it)
		}
		b.original, _ = hex.DecodeString(strings.TrimPrefix(originals[id], string(d.Vault.Common())))
		b.pack(w)
	}
}

func (d *Desk) briefOf(it *state.Item) *brief {
	b := &brief{head: d.head(it), openLife: openLife(it), live: live(it), releases: len(it.Releases)+len(it.Spoken) > 0}
	b.head.Danger = d.danger(it) // as it is without the clock, which goes on
	return b
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

func (b *brief) pack(w *pack.Writer) {
	h := b.head
	w.Word(string(h.SourceType))
	w.Word(string(h.Tier))
	w.Time(h.Received)
	w.Int(int(h.Danger))
	w.Word(string(h.Stage))
	w.Int(h.OpenPrompts)
	w.Bool(h.NotRead)
	w.Word(h.Grade)
	w.Int(b.openLife)
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
	for i, id := range order {
		b := &all[i]
		b.unpack(r)
		c, _ := d.st.Cold(id)
		b.head.Item, b.head.Ref, b.head.Alarms = id, c.Ref, c.Alarms
		b.head.Compartment = d.labelOf(c.Compartment)
		d.indexed[id] = true
		if len(b.original) > 0 {
			d.held[string(c.Compartment)+hex.EncodeToString(b.original)] = id
		}
		d.briefs[id] = b
	}
	return r.End()
}

func (b *brief) unpack(r *pack.Reader) {
	b.head = Head{SourceType: intel.SourceType(r.Word()), Tier: intel.Tier(r.Word()), Received: r.Time(), Danger: Danger(r.Int()),
		Stage: Stage(r.Word()), OpenPrompts: r.Int(), NotRead: r.Bool(), Grade: r.Word()}
	b.openLife, b.releases, b.live = r.Int(), r.Bool(), r.Bool()
	b.original = r.Blob()
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
