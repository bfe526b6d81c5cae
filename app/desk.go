package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/app/roster"
	"corridor/app/state"
)

// Reader parses a hostile file outside this process, where there are no keys.
// Messages inside it are opened here, by o, and what they hold is parsed there.
type Reader interface {
	Open(ctx context.Context, name string, b []byte, passphrase string, o intake.Opener) (intake.Result, error)
}

// Parts are what a desk is made of. Every field but Progress is needed.
type Parts struct {
	Vault  Vault
	Reader Reader
	Index  Index
	Risk   *risk.Engine
	Now    func() time.Time
	NewID  func() entry.ID
	Rand   io.Reader // of references; crypto/rand.Reader outside tests

	// Early makes the desk usable before it has verified the whole journal, where
	// no earlier session kept anything: what makes the unit what it is, and
	// every product that somebody opens or waits for, is verified; the other
	// signatures, and what is to be searched, are left to Recheck, which the
	// caller sees to. No act is let through by what is left.
	Early bool

	// Progress is told, while OpenDesk reads the journal, how many entries of
	// how many are verified. It is called from one goroutine.
	Progress func(done, total uint64)
}

// Desk is one officer at work on one vault. Its methods are the verbs; they
// may be called from several goroutines and take turns.
type Desk struct {
	Parts
	keeping    sync.Mutex // one cache is written at a time; taken before mu
	mu         sync.Mutex
	st         *state.State
	names      map[entry.Person]string
	labels     map[entry.ID]label // of compartments on whose list we are
	who        map[entry.ID]whoAt // recipients' words
	unit       string
	holdings   holdings
	opened     map[entry.ID]bool   // viewed in this session
	summed     map[entry.ID]bool   // reports of other items that a mosaic looked into
	terms      map[entry.ID]string // of deny lists, by piece of content; opened once
	checked    time.Time
	forewarned int        // spans of compromise that the fold was told of
	folding    bool       // the journal's start is behind us, and its end not yet reached: nobody holds a product
	late       *keptIndex // the search, while it is read from a cache; nil for any other
	briefs     map[entry.ID]*brief
	unfit      int    // late acts that the rules refuse now
	apart      int    // emergency releases recorded without the vault that this session put into it
	kept       uint64 // place up to which the cache on this desk goes
	skims      bool   // the journal is read for the first time, its signatures not yet looked at
	unread     bool   // the words of products are not all read: Recheck does that
	taken      taken
	tuned      tuned // the risk engine with what the unit changed
	draft      reading
}

// label is what a member may know of a compartment before entering it.
type label struct {
	Name      string
	Intercept bool
	Epoch     roster.Epoch
	Entered   bool
}

// OpenDesk takes up what this member's last session on this desk kept, if that
// fits, and reads and verifies the journal from there: all of it where nothing
// was kept. Then it records the unlock. Recheck verifies the older part.
func OpenDesk(ctx context.Context, p Parts) (*Desk, error) {
	d := &Desk{Parts: p}
	d.reset()
	if err := d.resume(ctx); err != nil {
		return nil, err
	}
	if err := d.peek(ctx); err != nil {
		return nil, err
	}
	if err := d.first(ctx); err != nil {
		return nil, err
	}
	d.Progress = nil
	if err := d.recordLate(ctx); err != nil {
		return nil, err
	}
	go debug.FreeOSMemory() // what the passphrase took, and reading
	_, head := p.Vault.Head()
	err := d.append(ctx, entry.Draft{Kind: entry.DeskUnlocked, Compartment: p.Vault.Common(), Facts: roster.Unlocked{Head: head}})
	if err != nil && !errors.Is(err, ErrFull) && !errors.Is(err, ErrReadOnly) {
		return nil, err
	}
	return d, nil
}

// first reads the journal from where an earlier session came to, or, where there
// was none, all of it.
func (d *Desk) first(ctx context.Context) error {
	if !d.Early || d.taken.seq > 0 {
		return d.load(ctx)
	}
	d.skims = true
	d.st.Skims(true)
	err := d.load(ctx)
	d.skims = false
	d.st.Skims(false)
	if err != nil {
		return err
	}
	d.taken.seq, d.taken.head, d.unread = d.st.Seq, d.st.Head, true
	d.st.Cool(func(it *state.Item) bool {
		b := d.briefOf(it)
		b.live = b.live || len(it.Threats) > 0 // that it is over is not verified
		d.briefs[it.ID] = b
		return false
	})
	d.awaken()
	return nil
}

// awaken folds the products for which somebody waits.
func (d *Desk) awaken() {
	for id, b := range d.briefs {
		if b.live {
			d.st.Item(id)
		}
	}
}

func (d *Desk) reset() {
	d.st, d.folding, d.unread = state.New(d.Now, d.possession), true, false
	d.st.Skims(d.skims)
	d.st.From(d.records)
	d.names, d.who = map[entry.Person]string{}, map[entry.ID]whoAt{}
	d.forewarned = 0
	d.opened, d.summed, d.terms = map[entry.ID]bool{}, map[entry.ID]bool{}, map[entry.ID]string{}
	d.briefs = map[entry.ID]*brief{}
	d.draft = reading{}
	d.taken.seq, d.taken.head = 0, ""
	d.taken.checked.Store(0)
	if d.labels == nil {
		d.labels = map[entry.ID]label{}
	}
}

// possession checks that whoever asked to be enrolled holds the key, and that
// the fingerprint is this key's and no other's.
func (d *Desk) possession(k roster.Key, text []byte) error {
	c, err := d.Vault.Certificate(k.Public)
	if err != nil {
		return err
	}
	if c.Fingerprint != k.Fingerprint {
		return ErrForged
	}
	return d.Vault.VerifyRelease(k.Public, text, k.Possession)
}

// Close keeps what was worked out, forgets everything and locks the vault.
func (d *Desk) Close() error {
	_ = d.Keep(context.Background()) // without it, the next unlock takes longer
	d.keeping.Lock()
	defer d.keeping.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dropLate()
	d.reset()
	d.labels, d.holdings = nil, holdings{}
	return d.Vault.Close()
}

// peek learns the labels of the compartments that we hold a grant of, and
// leaves them shut: each opens by its own act. Where all of them are known, only
// what the fold has not seen is looked at.
func (d *Desk) peek(ctx context.Context) error {
	mine, err := d.Vault.Mine(ctx)
	if err != nil {
		return fmt.Errorf("app: compartments: %w", err)
	}
	want, after := map[entry.ID]bool{}, d.st.Seq
	for _, c := range mine {
		if _, known := d.labels[c]; !known && c != d.Vault.Common() {
			after = 0
		}
		if c != d.Vault.Common() && !d.labels[c].Entered {
			if ok, err := d.Vault.Enter(ctx, c); err == nil && ok {
				want[c] = true
			}
		}
	}
	if len(want) == 0 {
		return nil
	}
	err = d.Vault.Skim(ctx, after, func(r entry.Record) error {
		if want[r.Compartment] && r.Entry.Kind == entry.CompartmentEpoch && len(r.Faults) == 0 {
			d.learn(ctx, r.Entry)
		}
		return nil
	})
	for c := range want {
		d.Vault.Leave(c)
	}
	return err
}

// learn keeps the label of a compartment from its epoch entry.
func (d *Desk) learn(ctx context.Context, e entry.Entry) {
	f, err := entry.FactsOf[roster.Epoch](e)
	if err != nil {
		return
	}
	l := d.labels[f.Compartment]
	l.Epoch = f
	if w, err := content[labelWords](ctx, d.Vault, e, roleLabel); err == nil {
		l.Name, l.Intercept = w.Label, w.Intercept
	}
	d.labels[f.Compartment] = l
}

// load folds what is new in the journal and learns the names in it.
func (d *Desk) load(ctx context.Context) error {
	if d.late != nil && d.late.lost.Load() {
		return d.afresh(ctx)
	}
	total, _ := d.Vault.Head()
	read := d.Vault.Read
	if d.skims {
		read = d.Vault.Skim
	}
	err := read(ctx, d.st.Seq, func(r entry.Record) error {
		if d.st.Fold(r) {
			d.remember(ctx, r.Entry)
		}
		if d.Progress != nil && r.Seq%256 == 0 {
			d.Progress(r.Seq, max(total, r.Seq))
		}
		if d.folding && r.Seq%coolEvery == 0 {
			d.cool()
		}
		return ctx.Err()
	})
	if err != nil {
		return fmt.Errorf("app: read the journal: %w", err)
	}
	if spans := d.st.Roster.Distrusted(); len(spans) > d.forewarned {
		return d.loadForewarned(ctx, spans)
	}
	if err := d.Vault.Trust(d.st.Epochs); err != nil {
		return fmt.Errorf("app: epochs: %w", err)
	}
	if d.folding {
		d.cool()
		d.folding = false
	}
	d.checked = d.Now()
	return nil
}

// loadForewarned folds again from the start: a removal for compromise takes
// away what lies before it, which a fold from the front has believed already.
func (d *Desk) loadForewarned(ctx context.Context, spans []roster.Span) error {
	opened := d.opened
	d.reset()
	d.opened, d.forewarned = opened, len(spans)
	d.st.Roster.Forewarn(spans)
	return d.load(ctx)
}

// append is the one way in which the desk writes: permission by the reader's
// own function first, then the journal, then the fold; an entry of ours that
// the fold found void is an error.
func (d *Desk) append(ctx context.Context, ds ...entry.Draft) error {
	if err := d.load(ctx); err != nil {
		return err
	}
	now := d.Now().UTC()
	var tried []entry.Entry
	for i := range ds {
		if ds[i].ID == "" {
			ds[i].ID = d.NewID()
		}
		if ds[i].Done.IsZero() {
			ds[i].Done = now
		}
		if ds[i].Compartment == "" {
			ds[i].Compartment = d.Vault.Common()
			if it, ok := d.st.Item(ds[i].Item); ok {
				ds[i].Compartment = it.Compartment
			}
		}
		facts, err := entry.Encode(ds[i].Facts)
		if err != nil {
			return err
		}
		e := entry.Entry{Vault: d.Vault.ID(), Seq: d.st.Seq + uint64(i) + 1, ID: ds[i].ID, Kind: ds[i].Kind, Item: ds[i].Item, Compartment: ds[i].Compartment,
			Author: d.Vault.Me(), Done: ds[i].Done, Recorded: now, Facts: facts, Contents: named(ds[i].Pieces)}
		tried = append(tried, e)
	}
	if err := d.st.Try(tried...); err != nil {
		return refused(ds[0].Kind, err)
	}
	written, err := d.Vault.Append(ctx, ds...)
	if err != nil {
		return fmt.Errorf("app: append %s: %w", ds[0].Kind, err)
	}
	before := len(d.st.Alarms)
	if err := d.load(ctx); err != nil {
		return err
	}
	for _, a := range d.st.Alarms[before:] {
		for _, w := range written {
			if a.Seq == w.Seq {
				return fmt.Errorf("app: %s %s had no effect: %s: %s", a.Kind, w.ID, a.Fault, a.Why)
			}
		}
	}
	return nil
}

// refused puts what the fold's own rules say against an act into words. A
// denial of the roster stays what it is, for whoever asks for it.
func refused(kind entry.Kind, err error) error {
	if no, ok := roster.AsDenied(err); ok {
		return fmt.Errorf("app: %s: %w", kind, no)
	}
	words := err.Error()
	if i := strings.LastIndex(words, ": "); i >= 0 {
		words = words[i+2:]
	}
	return refuse("rule", "That cannot be recorded now: "+words+". Nothing was changed; look at the item again.", "unit")
}

// named gives the pieces of a draft as the entry will name them, as far as
// rules look at them: by role.
func named(ps []entry.Piece) []entry.Content {
	var out []entry.Content
	for _, p := range ps {
		out = append(out, entry.Content{ID: p.ID, Role: p.Role, Size: p.Size()})
	}
	return out
}

// item finds a product of an open compartment. The answer for one that is not
// there and for one that this officer may not see is the same (domain rule H2).
func (d *Desk) item(id entry.ID) (*state.Item, error) {
	if it, ok := d.st.Item(id); ok {
		return it, nil
	}
	return nil, ErrNoItem
}

// openedItem is an item that this officer has opened in this session: what is
// decided about a product rests on a view that the journal holds.
func (d *Desk) openedItem(id entry.ID) (*state.Item, error) {
	it, err := d.item(id)
	if err == nil && !d.opened[id] {
		return nil, ErrUnopened
	}
	return it, err
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// name is how a person is shown to colleagues.
func (d *Desk) name(p entry.Person) string {
	if n := d.names[p]; n != "" {
		return n
	}
	return string(p)
}

// remember keeps what later views need from a fresh entry: names, labels,
// hashes of originals, and words for the search.
func (d *Desk) remember(ctx context.Context, e entry.Entry) {
	switch e.Kind {
	case entry.UnitFounded:
		d.unit = d.text(ctx, e, roleUnit)
		d.names[e.Author] = d.text(ctx, e, roleName)
	case entry.PersonEnrolled:
		if f, err := entry.FactsOf[roster.Enrolled](e); err == nil {
			d.names[f.Member.Person] = d.text(ctx, e, roleName)
		}
	case entry.CompartmentEpoch:
		d.learn(ctx, e)
	case entry.RecipientRecorded:
		d.rememberRecipient(ctx, e)
	case entry.ProductReceived:
		if !d.skims {
			d.rememberProduct(ctx, e)
		}
	case entry.ContentDestroyed:
		_ = d.forget(ctx, e.Item)
	}
}

// unlearn takes the words of an item out of what this desk holds in memory.
func (d *Desk) unlearn(item entry.ID) error {
	if !d.holdings.forget(item) {
		return nil
	}
	return d.Index.Add(item, nil)
}

// rememberProduct reads what was received, once: it never changes.
func (d *Desk) rememberProduct(ctx context.Context, e entry.Entry) {
	if d.holdings.searchable(e.Item) {
		return
	}
	reading, err := content[intel.Reading](ctx, d.Vault, e, intel.RoleReading)
	if err != nil {
		return
	}
	d.holdings.came(e.Compartment, reading.SHA256, e.Item)
	receipt, _ := content[intel.Receipt](ctx, d.Vault, e, intel.RoleReceipt)
	f, _ := entry.FactsOf[intel.Received](e)
	err = d.Index.Add(e.Item, map[string]string{
		"ref": f.Ref, "text": reading.Text, "subject": reading.Subject,
		"from": receipt.Originator + " " + receipt.OriginatorRef, "name": reading.Name, subjectField: d.subjectTokens(reading, receipt),
	})
	if err == nil {
		d.holdings.indexed(e.Item)
	}
}

// Content roles of the unit's own entries.
const (
	roleUnit  = "unit"
	roleName  = "name"
	roleLabel = "label"
	roleHow   = "how"
)

// labelWords is the content of a compartment's epoch entry.
type labelWords struct {
	Label     string `json:"label"`
	Intercept bool   `json:"intercept"`
}
