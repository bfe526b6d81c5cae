package state

import (
	"errors"
	"time"

	"corridor/app/entry"
	"corridor/app/keeping"
	"corridor/app/phrase"
	"corridor/app/recipient"
	"corridor/app/roster"
	"corridor/app/setting"
	"corridor/app/tune"
)

// Slack is how far a recorded time may lie beyond the reader's now, or before
// its neighbour's, before it is alarmed: clocks of two desks are never equal.
const Slack = 2 * time.Minute

// State is the fold of a journal up to Seq.
type State struct {
	Seq        uint64
	Head       string
	Roster     *roster.State
	Settings   *setting.State
	Recipients *recipient.State
	Keeping    keeping.State
	Tune       *tune.State
	Phrases    phrase.State
	Tallies    Tallies
	Denied     map[entry.ID][]entry.Entry // deny.listed of a compartment or a source, by compartment
	Columns    []entry.Entry              // columns.settled, oldest first; the last one for a table stands
	Alarms     []Alarm
	Shut       map[entry.ID]int // records per compartment that is not open
	Epochs     []roster.Epoch   // every epoch that the roster commits to

	items    map[entry.ID]*Item
	order    []entry.ID
	seen     map[entry.ID]bool
	last     time.Time
	now      func() time.Time
	refs     map[string]entry.ID
	releases map[entry.ID]*Release

	log      []Line   // folded here; those before are behind past
	packed   [][]byte // and before those, folded here too, a lot of them each
	unit     []uint64 // places of the entries that made the unit what it is
	past     Past     // what another session folded
	colds    map[entry.ID]*Cold
	issued   map[entry.ID]entry.ID // release of a cold product → the product
	under    *State                // that a scratch copy stands on; nil for any other
	only     entry.ID              // the one product that is folded, in a judgement of that alone
	resuming bool                  // folding the unit alone: products are left for later
	again    bool                  // folding what was judged before: roles of that time are not asked for
	skims    bool                  // see Skims
}

// Alarm is an entry without effect, or a row that is not what it should be.
type Alarm struct {
	Seq    uint64
	Fault  entry.Fault
	Kind   entry.Kind
	Item   entry.ID
	Author entry.Person
	Why    string
	At     time.Time
}

// Line is one line of the journal list: who, what, when, on what.
type Line struct {
	Seq         uint64
	ID          entry.ID
	Kind        entry.Kind
	Item        entry.ID
	Ref         string
	Compartment entry.ID
	Author      entry.Person
	Done        time.Time
	Recorded    time.Time
	Contents    []entry.Content
	Fault       entry.Fault // "" for an entry in effect
	Shut        bool
}

// New gives an empty state. now is the reader's clock; check proves possession
// of new keys (see roster.New).
func New(now func() time.Time, check roster.PossessionCheck) *State {
	return &State{
		Roster: roster.New(check), Settings: setting.New(), Recipients: recipient.New(), Tune: tune.New(), Tallies: newTallies(), Denied: map[entry.ID][]entry.Entry{},
		Shut: map[entry.ID]int{}, items: map[entry.ID]*Item{}, seen: map[entry.ID]bool{},
		now: now, refs: map[string]entry.ID{}, releases: map[entry.ID]*Release{},
		colds: map[entry.ID]*Cold{}, issued: map[entry.ID]entry.ID{},
	}
}

// Fold takes the next record and reports whether it took effect. It never
// fails: what cannot take effect becomes an alarm.
func (s *State) Fold(r entry.Record) bool {
	s.Seq, s.Head = r.Seq, r.Hash
	if len(r.Faults) > 0 {
		s.void(r, r.Faults[0], "")
		return false
	}
	if r.Shut {
		s.Shut[r.Compartment]++
		s.note(Line{Seq: r.Seq, Compartment: r.Compartment, Shut: true})
		return false
	}
	if fault, why := s.judge(r); fault != "" {
		s.void(r, fault, why)
		return false
	}
	if err := s.route(r.Entry); err != nil {
		s.void(r, entry.FaultState, err.Error())
		return false
	}
	if ofUnit(r.Entry) {
		s.unit = append(s.unit, r.Seq)
	}
	s.seen[r.Entry.ID] = true
	if r.Entry.Recorded.After(s.last) {
		s.last = r.Entry.Recorded
	}
	s.line(r, "")
	return true
}

// Skims makes the fold believe for now that entries about products are by whom
// they say, so that a first look at a long journal is quick. Entries that make
// the unit what it is are held against their signatures all the same, and so is
// every entry of a product that is folded again once it was let go (Cool).
// Whoever skims checks the signatures of all entries later.
func (s *State) Skims(yes bool) { s.skims = yes }

// judge applies what holds for every kind: once only, in time, signed by the
// author's key of that place, allowed by the table, on the compartment's list.
func (s *State) judge(r entry.Record) (entry.Fault, string) {
	e := r.Entry
	if s.seen[e.ID] {
		return entry.FaultReplay, ""
	}
	if e.Recorded.After(s.now().Add(Slack)) || e.Recorded.Before(s.last.Add(-Slack)) || e.Done.After(e.Recorded.Add(Slack)) {
		return entry.FaultTime, ""
	}
	if (!s.skims || ofUnit(e)) && !Signed(s.Roster, r) {
		return entry.FaultSignature, ""
	}
	if !entry.IsKnown(e.Kind) {
		if e.Must {
			s.newerKind(e.Item)
		}
		return entry.FaultUnknown, ""
	}
	if err := s.Roster.Permit(e); err != nil {
		return entry.FaultPermission, err.Error()
	}
	return "", ""
}

// Signed reports whether a record is signed by its author's key of that place,
// as the roster has it.
func Signed(ro *roster.State, r entry.Record) bool {
	key, ok := signerKey(ro, r.Entry)
	return ok && r.Proof != nil && r.Proof.By(key.Public) == nil
}

// signerKey is the author's member key at that place. The founding entry
// names its own key: nothing stands before it.
func signerKey(ro *roster.State, e entry.Entry) (roster.Key, bool) {
	if e.Kind != entry.UnitFounded {
		return ro.KeyAt(e.Author, e.Seq)
	}
	f, err := entry.FactsOf[roster.Founded](e)
	if err != nil || e.Seq != 1 || f.Founder.Person != e.Author {
		return roster.Key{}, false
	}
	for _, k := range f.Founder.Keys {
		if k.Purpose == roster.PurposeMember {
			return k, true
		}
	}
	return roster.Key{}, false
}

func (s *State) void(r entry.Record, f entry.Fault, why string) {
	e := r.Entry
	s.Alarms = append(s.Alarms, Alarm{Seq: r.Seq, Fault: f, Kind: e.Kind, Item: e.Item, Author: e.Author, Why: why, At: e.Recorded})
	if it, ok := s.Item(e.Item); ok {
		it.Alarms++
	}
	s.line(r, f)
}

func (s *State) line(r entry.Record, f entry.Fault) {
	e := r.Entry
	ref := ""
	if it := s.items[e.Item]; it != nil {
		ref = it.Received.Ref
	}
	s.note(Line{Seq: r.Seq, ID: e.ID, Kind: e.Kind, Item: e.Item, Ref: ref, Compartment: r.Compartment,
		Author: e.Author, Done: e.Done, Recorded: e.Recorded, Contents: e.Contents, Fault: f})
}

func (s *State) newerKind(item entry.ID) {
	if it, ok := s.Item(item); ok {
		it.NewerKind = true
	}
}

// errNoItem refuses an act on a product that this journal does not have here.
var errNoItem = errors.New("state: no such product in this compartment")

// Item finds a product, and folds it now if another session did so before.
func (s *State) Item(id entry.ID) (*Item, bool) {
	if it, ok := s.items[id]; ok {
		return it, true
	}
	if c, ok := s.colds[id]; ok {
		return s.thaw(c), true
	}
	return nil, false
}

// ByRef finds a product by the unit's reference.
func (s *State) ByRef(ref string) (*Item, bool) {
	id, ok := s.refs[ref]
	if !ok {
		return nil, false
	}
	return s.Item(id)
}

// taken reports whether a product of this journal bears a reference.
func (s *State) taken(ref string) bool {
	if _, ok := s.refs[ref]; ok {
		return true
	}
	return s.under != nil && s.under.taken(ref)
}

// Items lists the products in the order of receipt. All of them: in a session
// that took up what another had folded, Hot and Order cost far less.
func (s *State) Items() []*Item {
	out := make([]*Item, len(s.order))
	for i, id := range s.order {
		out[i], _ = s.Item(id)
	}
	return out
}

// Release finds a release by its id.
func (s *State) Release(id entry.ID) (*Release, bool) {
	if item, cold := s.issued[id]; cold {
		s.Item(item)
	}
	r, ok := s.releases[id]
	return r, ok
}
