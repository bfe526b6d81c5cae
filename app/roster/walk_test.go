package roster

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"corridor/app/entry"
)

// TestRandomWalks feeds rosters with random entries by random authors, sound
// and unsound, and asks after each what must always hold.
func TestRandomWalks(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	folded, people := map[entry.Kind]int{}, 0
	for range 60 {
		u := founded(t)
		w := &walker{unit: u, rng: rng, folded: folded}
		for range 80 {
			w.step()
			w.hold()
		}
		people = max(people, len(u.active()))
	}
	for _, k := range []entry.Kind{entry.PersonEnrolled, entry.PersonConfirmed, entry.PersonLeft, entry.AccreditationSet, entry.CompartmentEpoch, entry.CompartmentGranted, entry.ActProposed, entry.RecoverySet} {
		if folded[k] == 0 {
			t.Errorf("no walk folded %s: the test is blind", k)
		}
	}
	if people < 4 {
		t.Errorf("no unit grew beyond %d", people)
	}
}

type walker struct {
	*unit
	rng    *rand.Rand
	folded map[entry.Kind]int
}

func pick[T any](w *walker, xs []T) T { return xs[w.rng.IntN(len(xs))] }

func (w *walker) step() {
	people := []entry.Person{"p-ann", "p-bob", "p-cat", "p-dan", "p-eve", "p-fay"}
	by, who := pick(w, people), pick(w, people)
	roles := pick(w, [][]Role{{Handler}, {Resilience}, {Supervisor}, {Handler, Supervisor}})
	m := keyed(who, fmt.Sprint(w.rng.IntN(3)), "DS", roles...)
	place := pick(w, []entry.ID{common, "op", "other"})
	c, _ := w.Compartment(place)
	var k entry.Kind
	var f any
	switch w.rng.IntN(8) {
	case 0, 1:
		k, place, f = entry.PersonEnrolled, common, w.enrolment(m)
	case 2:
		if waiting := w.Pending(); len(waiting) > 0 && w.rng.IntN(4) > 0 {
			m = pick(w, waiting)
			who = m.Person
		}
		k, place, f = entry.PersonConfirmed, common, confirmation(m)
	case 3:
		k, place, f = entry.AccreditationSet, common, Accredited{Person: who, Roles: roles, Accreditation: m.Accreditation}
	case 4:
		if w.rng.IntN(4) > 0 {
			return
		}
		k, place, f = entry.PersonLeft, common, Left{Person: who}
		if by != who && w.rng.IntN(3) > 0 { // somebody proposes it first
			w.offer(pick(w, people), k, f)
		}
	case 5:
		var ms []Member
		for _, p := range w.active() {
			if place == common || w.rng.IntN(3) > 0 {
				have, _ := w.Person(p)
				ms = append(ms, have.Member)
			}
		}
		ep := epochOf(place, uint32(len(c.Epochs))+1, Needs{}, ms...)
		if r, ok := w.RecoveryMember(); ok && w.rng.IntN(4) > 0 {
			ep.Grants = append(ep.Grants, grantOf(r, place, ep.Number))
		}
		k, f = entry.CompartmentEpoch, ep
	case 6:
		g := Granted{Compartment: place, Person: who}
		have, _ := w.Person(who)
		for _, e := range c.Epochs {
			g.Grants = append(g.Grants, grantOf(have.Member, place, e.Number))
		}
		k, f = entry.CompartmentGranted, g
	case 7:
		k, place, f = entry.RecoverySet, common, RecoverySet{Keys: keyed(Recovery, fmt.Sprint(w.rng.IntN(3)), "").Keys}
		w.offer(pick(w, people), k, f)
	}
	proposed := slices.ContainsFunc(w.Proposals(), func(p Proposal) bool { return p.Kind == k && p.By != by })
	if k == entry.RecoverySet && !proposed && w.try(by, k, place, f) == nil {
		w.t.Fatalf("%s set a recovery key alone", by)
	}
	alone, provisional := len(w.active()), w.Provisional()
	author, _ := w.Person(by)
	before, _ := w.Person(who)
	if w.try(by, k, place, f) != nil {
		return
	}
	w.folded[k]++
	if k == entry.PersonLeft && by != who && before.Status == StatusMember && alone > 2 && !proposed {
		w.t.Fatalf("%s removed %s alone", by, who)
	}
	if author.Status != StatusMember {
		w.t.Fatalf("%s by %s, who is %q, took effect", k, by, author.Status)
	}
	after, _ := w.Person(who)
	gained := after.Has(Supervisor) && after.Status == StatusMember && !(before.Has(Supervisor) && before.Status == StatusMember)
	if gained && by == who {
		w.t.Fatalf("%s made themselves a supervisor by %s", by, k)
	}
	if gained && k == entry.AccreditationSet && !author.Has(Supervisor) && !provisional {
		w.t.Fatalf("%s, no supervisor, made one", by)
	}
	if k == entry.PersonEnrolled && after.Status == StatusMember && before.Status != StatusMember && alone != 1 {
		w.t.Fatalf("%s joined a unit of %d on one word", who, alone)
	}
}

// granted: every epoch made since there is a recovery key was given to one, and
// nobody who is off the list reads what comes unless a key is owed.
func (w *walker) granted(c Compartment) {
	w.t.Helper()
	if len(w.recovery.keys) > 0 {
		for i, begun := range c.Begun {
			to := func(g GrantFact) bool { return g.Person == Recovery }
			if begun > w.recovery.keys[0].from && !slices.ContainsFunc(c.Epochs[i].Grants, to) {
				w.t.Fatalf("%s: epoch %d is not granted to the recovery key", c.ID, i+1)
			}
		}
	}
	for _, p := range w.Persons() {
		if p.Status != StatusLeft || c.Owed {
			continue
		}
		for _, r := range w.Reach(p.Person) {
			if r.Compartment == c.ID && r.Epoch == c.Epoch.Number {
				w.t.Fatalf("%s left, reads what comes in %s, and no key is owed", p.Person, c.ID)
			}
		}
	}
}

// offer proposes an act that takes two, if whoever it is may.
func (w *walker) offer(by entry.Person, k entry.Kind, f any) {
	b, err := entry.Encode(f)
	if err != nil {
		w.t.Fatal(err)
	}
	if w.try(by, entry.ActProposed, common, Proposed{Kind: k, Facts: b}) == nil {
		w.folded[entry.ActProposed]++
	}
}

// hold asks what must always hold.
func (w *walker) hold() {
	w.t.Helper()
	owner := map[string]entry.Person{}
	for _, p := range w.Persons() {
		k, ok := w.KeyAt(p.Person, w.seq+1)
		r, okR := w.ReleaseKeyAt(p.Person, w.seq+1)
		if ok != (p.Status == StatusMember) || ok != okR {
			w.t.Fatalf("%s is %s, key good: %v", p.Person, p.Status, ok)
		}
		for at := uint64(1); at <= w.seq; at++ {
			if k, ok := w.KeyAt(p.Person, at); ok {
				if o := owner[k.Fingerprint]; o != "" && o != p.Person {
					w.t.Fatalf("key of %s and %s", o, p.Person)
				}
				owner[k.Fingerprint] = p.Person
			}
		}
		if ok && k.Fingerprint == r.Fingerprint {
			w.t.Fatalf("%s: one key for both purposes", p.Person)
		}
	}
	if len(w.active()) == 0 {
		w.t.Fatal("nobody is left")
	}
	for _, c := range w.Compartments() {
		w.granted(c)
		for i, e := range c.Epochs {
			if e.Number != uint32(i)+1 {
				w.t.Fatalf("%s: epochs are %v", c.ID, c.Epochs)
			}
		}
		for i, p := range c.Members {
			if w.status(p) != StatusMember || slices.Contains(c.Members[:i], p) {
				w.t.Fatalf("%s lists %s, who is %q", c.ID, p, w.status(p))
			}
		}
		if c.ID == common && len(c.Members) != len(w.active()) {
			w.t.Fatalf("the unit's list %v is not its members %v", c.Members, w.active())
		}
	}
}
