package state

import (
	"errors"
	"time"

	"corridor/app/entry"
	"corridor/app/recipient"
	"corridor/app/roster"
	"corridor/app/setting"
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
	Alarms     []Alarm
	Log        []Line
	Shut       map[entry.ID]int // records per compartment that is not open
	Epochs     []roster.Epoch   // every epoch that the roster commits to

	items    map[entry.ID]*Item
	order    []entry.ID
	seen     map[entry.ID]bool
	last     time.Time
	now      func() time.Time
	refs     map[string]entry.ID
	releases map[entry.ID]*Release
	entered  map[entry.ID]map[entry.Person]bool
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
		Roster: roster.New(check), Settings: setting.New(), Recipients: recipient.New(),
		Shut: map[entry.ID]int{}, items: map[entry.ID]*Item{}, seen: map[entry.ID]bool{},
		now: now, refs: map[string]entry.ID{}, releases: map[entry.ID]*Release{},
		entered: map[entry.ID]map[entry.Person]bool{},
	}
}

// Fold takes the next record. It never fails: what cannot take effect becomes
// an alarm.
func (s *State) Fold(r entry.Record) {
	s.Seq, s.Head = r.Seq, r.Hash
	if len(r.Faults) > 0 {
		s.void(r, r.Faults[0], "")
		return
	}
	if r.Shut {
		s.Shut[r.Compartment]++
		s.Log = append(s.Log, Line{Seq: r.Seq, Compartment: r.Compartment, Shut: true})
		return
	}
	if fault, why := s.judge(r); fault != "" {
		s.void(r, fault, why)
		return
	}
	if err := s.route(r.Entry); err != nil {
		s.void(r, entry.FaultState, err.Error())
		return
	}
	s.seen[r.Entry.ID] = true
	if r.Entry.Recorded.After(s.last) {
		s.last = r.Entry.Recorded
	}
	s.line(r, "")
}

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
	key, ok := s.signerKey(e)
	if !ok || r.Proof == nil {
		return entry.FaultSignature, ""
	}
	if err := r.Proof.By(key.Public); err != nil {
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

// signerKey is the author's member key at that place. The founding entry
// names its own key: nothing stands before it.
func (s *State) signerKey(e entry.Entry) (roster.Key, bool) {
	if e.Kind != entry.UnitFounded {
		return s.Roster.KeyAt(e.Author, e.Seq)
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
	if it := s.items[e.Item]; it != nil {
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
	s.Log = append(s.Log, Line{Seq: r.Seq, ID: e.ID, Kind: e.Kind, Item: e.Item, Ref: ref, Compartment: r.Compartment,
		Author: e.Author, Done: e.Done, Recorded: e.Recorded, Contents: e.Contents, Fault: f})
}

func (s *State) newerKind(item entry.ID) {
	if it := s.items[item]; it != nil {
		it.NewerKind = true
	}
}

// errNoItem refuses an act on a product that this journal does not have here.
var errNoItem = errors.New("state: no such product in this compartment")

// Item finds a product.
func (s *State) Item(id entry.ID) (*Item, bool) {
	it, ok := s.items[id]
	return it, ok
}

// ByRef finds a product by the unit's reference.
func (s *State) ByRef(ref string) (*Item, bool) {
	it, ok := s.items[s.refs[ref]]
	return it, ok
}

// Items lists the products in the order of receipt.
func (s *State) Items() []*Item {
	out := make([]*Item, len(s.order))
	for i, id := range s.order {
		out[i] = s.items[id]
	}
	return out
}

// Release finds a release by its id.
func (s *State) Release(id entry.ID) (*Release, bool) {
	r, ok := s.releases[id]
	return r, ok
}
