package state

import (
	"errors"
	"slices"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/roster"
)

// Kept is what a later session can take a state up from without folding its
// journal again. It rests on one rule of the house: an entry changes either the
// unit or the one product that it names; an act of two officers about a product
// changes both, and is kept with both. So the unit is folded again from its
// own few entries, and a product from its own when somebody asks for it, each
// read from the journal with its signature checked; only which entries had
// effect is taken on trust.
type Kept struct {
	Seq    uint64
	Head   string    // hex, of the row at Seq
	Last   time.Time // latest time of record of an entry in effect
	Unit   []uint64  // places of the unit's entries, rising
	Alarms []Alarm
	Shut   map[entry.ID]int
	Items  []Cold // in the order of receipt
	Tallies
}

// Cold is a product that this session has not folded.
type Cold struct {
	ID          entry.ID
	Compartment entry.ID
	Ref         string
	Places      Places // of its entries in effect
	Releases    []entry.ID
	Alarms      int
	NewerKind   bool
}

// Past is where a session finds what another one folded.
type Past struct {
	Records func(places []uint64) []entry.Record // in order; what is missing is left out
	Lines   func() ([]byte, error)               // what PackLines gave
}

// ErrDoubt is returned for what does not agree with the journal.
var ErrDoubt = errors.New("state: what was kept does not agree with the journal")

// ofUnit reports whether an entry in effect makes the unit what it is. Those
// left out say only that something was done.
func ofUnit(e entry.Entry) bool {
	switch e.Kind {
	case entry.SearchMade, entry.RulesPreviewed, entry.JournalExported, entry.JournalViewed, entry.ListExported, entry.VaultExported, entry.DeskUnlocked, entry.CompartmentEntered:
		return false
	}
	return e.Item == "" || !ofProduct(e.Kind)
}

// ofProduct reports whether an entry of a kind, if it names a product, changes
// nothing but that. A kind that is not listed is taken for one of the unit.
func ofProduct(k entry.Kind) bool {
	switch k {
	case entry.ProductReceived, entry.ProductLinked, entry.ProductViewed, entry.OriginatorConsulted, entry.ProductScanned, entry.PromptAnswered,
		entry.ThreatRaised, entry.ThreatAssessed, entry.ThreatAccepted, entry.ThreatActed, entry.ThreatReviewed, entry.ThreatClosed, entry.ThreatChecked,
		entry.ProductGraded, entry.DraftSaved, entry.ResidueSettled, entry.DenyListed,
		entry.ReleaseSubmitted, entry.ReleaseApproved, entry.ReleaseReturned, entry.ReleaseRefused, entry.ReleaseDispatched, entry.ReleaseAcknowledged,
		entry.EmergencyReleased, entry.EmergencySigned:
		return true
	}
	return false
}

// Keep gives what a later session needs. It shares memory with the state.
func (s *State) Keep() Kept {
	k := Kept{Seq: s.Seq, Head: s.Head, Last: s.last, Unit: s.unit, Alarms: s.Alarms, Shut: s.Shut, Items: make([]Cold, 0, len(s.order)), Tallies: s.Tallies}
	for _, id := range s.order {
		if c, ok := s.colds[id]; ok {
			k.Items = append(k.Items, *c)
			continue
		}
		k.Items = append(k.Items, s.items[id].cold())
	}
	return k
}

func (it *Item) cold() Cold {
	c := Cold{ID: it.ID, Compartment: it.Compartment, Ref: it.Received.Ref, Alarms: it.Alarms, NewerKind: it.NewerKind}
	places := make([]uint64, len(it.Log))
	for i, e := range it.Log {
		places[i] = e.Seq
	}
	c.Places = placesOf(places...)
	for _, r := range it.Releases {
		c.Releases = append(c.Releases, r.Submitted.Release)
	}
	return c
}

// Resume gives the state that k was kept of: the unit folded from its records,
// which are those at the places that k names, and every product cold. k is the
// state's from now on. ErrDoubt if any record does not take effect.
func Resume(now func() time.Time, check roster.PossessionCheck, k Kept, unit []entry.Record, p Past) (*State, error) {
	s := New(now, check)
	if len(unit) != len(k.Unit) {
		return nil, ErrDoubt
	}
	s.resuming = true
	for i, r := range unit {
		if r.Seq != k.Unit[i] || !s.Fold(r) {
			return nil, ErrDoubt
		}
	}
	s.resuming = false
	s.Seq, s.Head, s.last, s.Alarms, s.Tallies, s.past, s.log = k.Seq, k.Head, k.Last, k.Alarms, k.Tallies, p, nil
	for c, n := range k.Shut {
		s.Shut[c] = n
	}
	s.order = make([]entry.ID, len(k.Items))
	s.colds, s.refs = make(map[entry.ID]*Cold, len(k.Items)), make(map[string]entry.ID, len(k.Items))
	for i := range k.Items {
		c := &k.Items[i]
		s.order[i], s.colds[c.ID], s.refs[c.Ref] = c.ID, c, c.ID
		for _, r := range c.Releases {
			s.issued[r] = c.ID
		}
	}
	if len(s.colds) != len(k.Items) || len(s.refs) != len(k.Items) {
		return nil, ErrDoubt
	}
	return s, nil
}

// From says where records are found, so that products can be let go.
func (s *State) From(records func(places []uint64) []entry.Record) { s.past.Records = records }

// Cool lets go of folded products, which are folded again when somebody asks
// for them: those that keep refuses. Nobody may hold one of them.
func (s *State) Cool(keep func(*Item) bool) {
	for id, it := range s.items {
		if s.past.Records == nil || keep(it) {
			continue
		}
		c := it.cold()
		s.colds[id] = &c
		for _, r := range c.Releases {
			s.issued[r] = id
			delete(s.releases, r)
		}
		delete(s.items, id)
	}
}

// Order lists every product, folded or cold, in the order of receipt.
func (s *State) Order() []entry.ID { return s.order }

// Hot finds a product that is folded already.
func (s *State) Hot(id entry.ID) (*Item, bool) {
	it, ok := s.items[id]
	return it, ok
}

// Cold finds a product that is not folded yet.
func (s *State) Cold(id entry.ID) (*Cold, bool) {
	c, ok := s.colds[id]
	return c, ok
}

// thaw folds a product from its own entries. One that is no longer as it was
// signed has no effect, and is an alarm like any other.
func (s *State) thaw(c *Cold) *Item {
	delete(s.colds, c.ID)
	for _, r := range c.Releases {
		delete(s.issued, r)
	}
	it := &Item{ID: c.ID, Compartment: c.Compartment, Received: intel.Received{Ref: c.Ref}, Answers: map[string]AnswerAt{}, Settled: map[string]At[intel.Settled]{}}
	places := c.Places.All()
	recs := s.past.Records(places)
	if len(recs) > 0 && recs[0].Entry.Kind == entry.ProductReceived {
		if f, err := entry.FactsOf[intel.Received](recs[0].Entry); err == nil {
			it = newItem(recs[0].Entry, f)
			it.Log = nil
		}
	}
	it.Alarms, it.NewerKind = c.Alarms, c.NewerKind
	s.items[c.ID] = it
	s.again = true
	defer func() { s.again = false }()
	at := 0
	for _, place := range places {
		if at == len(recs) || recs[at].Seq != place {
			s.lost(it, entry.Record{Seq: place, Entry: entry.Entry{Item: c.ID}}, entry.FaultChain, "")
			continue
		}
		s.refold(it, recs[at])
		at++
	}
	return it
}

// refold folds an entry that had effect when it was judged.
func (s *State) refold(it *Item, r entry.Record) {
	switch {
	case len(r.Faults) > 0:
		s.lost(it, r, r.Faults[0], "")
	case r.Shut || r.Entry.Item != it.ID:
		s.lost(it, r, entry.FaultBody, "")
	case !Signed(s.Roster, r):
		s.lost(it, r, entry.FaultSignature, "")
	default:
		if r.Entry.Kind != entry.ProductReceived {
			if err := s.item(it, r.Entry); err != nil {
				s.lost(it, r, entry.FaultState, err.Error())
				return
			}
		}
		it.Log = append(it.Log, r.Entry)
	}
}

// Anew judges a product again from its own entries and those that made the unit
// what it is, each read from the journal now, in the order of the journal:
// signature, permission and rules, with nothing taken on trust. It replaces the
// product as it stood. ErrDoubt, and nothing is changed, if any entry that had
// effect is missing or has none now.
func (s *State) Anew(id entry.ID, check roster.PossessionCheck) error {
	it, ok := s.Item(id)
	if !ok || s.past.Records == nil {
		return ErrDoubt
	}
	places := slices.Clone(s.unit)
	for _, e := range it.Log {
		places = append(places, e.Seq)
	}
	slices.Sort(places)
	places = slices.Compact(places)
	recs := s.past.Records(places)
	if len(recs) != len(places) {
		return ErrDoubt
	}
	t := New(s.now, check)
	t.only = id
	for i, r := range recs {
		if r.Seq != places[i] || !t.Fold(r) {
			return ErrDoubt
		}
	}
	again, ok := t.items[id]
	if !ok || len(again.Log) != len(it.Log) {
		return ErrDoubt
	}
	again.Alarms, again.NewerKind = it.Alarms, it.NewerKind
	s.items[id] = again
	for _, r := range again.Releases {
		s.releases[r.Submitted.Release] = r
	}
	return nil
}

// lost notes that an entry which had effect has it no more.
func (s *State) lost(it *Item, r entry.Record, f entry.Fault, why string) {
	it.Alarms++
	s.Alarms = append(s.Alarms, Alarm{Seq: r.Seq, Fault: f, Kind: r.Entry.Kind, Item: it.ID, Author: r.Entry.Author, Why: why, At: r.Entry.Recorded})
}
