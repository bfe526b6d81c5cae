package app

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"time"

	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/app/state"
)

// ReachView is what one person could read, and what they did read: the report
// that follows a removal. It rests on the grants that they were given and on
// the entries that they made, and covers the compartments that are open here.
type ReachView struct {
	Person       entry.Person
	Name         string
	Status       string
	Left         time.Time // zero while they are here
	Compartments []ReachCompartment
	NotOpen      []string // on whose list this officer is, but which are not open here
	Searches     int      // made by them
	Reasons      int      // pages of the journal whose reasons they read
	Exports      int      // of journal or vault
}

// ReachCompartment is one compartment in a ReachView. Whoever holds a copy of
// the vault and the person's key can read every entry sealed under Epochs:
// those at From to To, and no other.
type ReachCompartment struct {
	ID       entry.ID
	Name     string
	Epochs   []uint32 // whose keys they were given, rising
	Given    time.Time
	From, To uint64 // first and last place sealed under those keys
	Still    bool   // the current key is among them: what is written now can be read too
	Entries  int
	Items    []ReachItem // by their first entry in reach, the oldest first
}

// ReachItem is one product in a ReachCompartment.
type ReachItem struct {
	Item        entry.ID
	Ref         string
	Source      bool      // the source itself; else only later entries about it
	Entries     int       // about it, that they could read
	Opened      int       // times that they opened source, draft, report or assessment
	First, Last time.Time // of those
}

// Reach says exactly what a person could read and what they opened. Only facts
// are looked at, so it is no view.
func (d *Desk) Reach(ctx context.Context, p entry.Person) (ReachView, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.load(ctx); err != nil {
		return ReachView{}, err
	}
	m, ok := d.st.Roster.Person(p)
	if !ok {
		return ReachView{}, ErrNoItem
	}
	v := ReachView{Person: p, Name: d.name(p), Status: m.Status}
	spans := d.reachSpans(p, &v)
	d.lines(ctx, func(l state.Line) bool { // the newest first
		if l.Shut || l.Fault != "" {
			return ctx.Err() == nil
		}
		if m.Status == roster.StatusLeft && l.Seq == m.Until {
			v.Left = l.Done
		}
		if s := spans[l.Compartment]; s != nil {
			s.take(l, p)
		}
		if l.Author == p {
			v.did(l.Kind)
		}
		return ctx.Err() == nil
	})
	for _, s := range spans {
		slices.SortFunc(s.Items, func(a, b ReachItem) int { return cmp.Compare(s.began[a.Item], s.began[b.Item]) })
		v.Compartments = append(v.Compartments, s.ReachCompartment)
	}
	sort.Slice(v.Compartments, func(i, j int) bool { return v.Compartments[i].Name < v.Compartments[j].Name })
	return v, ctx.Err()
}

func (v *ReachView) did(k entry.Kind) {
	switch k {
	case entry.SearchMade:
		v.Searches++
	case entry.JournalViewed:
		v.Reasons++
	case entry.JournalExported, entry.VaultExported, entry.ListExported:
		v.Exports++
	}
}

// reachSpan is a compartment being counted.
type reachSpan struct {
	ReachCompartment
	roster.Compartment
	given uint64
	at    map[entry.ID]int    // index in Items
	began map[entry.ID]uint64 // place of the first entry in reach
}

// reachSpans begins the count of each compartment that a person was given keys
// of and that this officer has open.
func (d *Desk) reachSpans(p entry.Person, v *ReachView) map[entry.ID]*reachSpan {
	out := map[entry.ID]*reachSpan{}
	for _, r := range d.st.Roster.Reach(p) {
		l, mine := d.labels[r.Compartment]
		common := r.Compartment == d.Vault.Common()
		if !common && !mine {
			continue
		}
		if !common && !l.Entered {
			if !slices.Contains(v.NotOpen, l.Name) {
				v.NotOpen = append(v.NotOpen, l.Name)
			}
			continue
		}
		s := out[r.Compartment]
		if s == nil {
			c, _ := d.st.Roster.Compartment(r.Compartment)
			s = &reachSpan{Compartment: c, given: r.Given, at: map[entry.ID]int{}, began: map[entry.ID]uint64{}}
			s.ReachCompartment.ID, s.Name = r.Compartment, d.labelOf(r.Compartment)
			out[r.Compartment] = s
		}
		if !slices.Contains(s.ReachCompartment.Epochs, r.Epoch) {
			s.ReachCompartment.Epochs = append(s.ReachCompartment.Epochs, r.Epoch)
			slices.Sort(s.ReachCompartment.Epochs)
		}
		s.Still = s.Still || r.Epoch == s.Epoch.Number
	}
	return out
}

// take counts a line, the newest first, if it is sealed under a key that the person was given.
func (s *reachSpan) take(l state.Line, p entry.Person) {
	if l.Seq == s.given {
		s.Given = l.Done
	}
	if !slices.Contains(s.ReachCompartment.Epochs, s.sealedUnder(l.Seq)) {
		return
	}
	if s.To == 0 {
		s.To = l.Seq
	}
	s.From = l.Seq
	s.Entries++
	if l.Item == "" {
		return
	}
	i, known := s.at[l.Item]
	if !known {
		i = len(s.Items)
		s.at[l.Item] = i
		s.Items = append(s.Items, ReachItem{Item: l.Item, Ref: l.Ref})
	}
	s.began[l.Item] = l.Seq
	it := &s.Items[i]
	it.Entries++
	it.Source = it.Source || l.Kind == entry.ProductReceived
	if l.Kind == entry.ProductViewed && l.Author == p {
		if it.Opened == 0 {
			it.Last = l.Done
		}
		it.Opened, it.First = it.Opened+1, l.Done
	}
}

// sealedUnder is the epoch of an entry at a place: an epoch's own entry is
// sealed under the key before it, the first one under its own.
func (s *reachSpan) sealedUnder(seq uint64) uint32 {
	n := uint32(1)
	for i, begun := range s.Begun {
		if seq > begun {
			n = uint32(i) + 1
		}
	}
	return n
}
