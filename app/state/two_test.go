package state

import (
	"testing"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/keeping"
	"corridor/app/roster"
	"corridor/app/threat"
)

// two makes both halves of an act of two officers.
func (j *journal) two(by, second entry.Person, k entry.Kind, item entry.ID, facts any) entry.Fault {
	j.t.Helper()
	j.propose(by, k, item, facts)
	return j.voided(j.record(second, k, item, facts))
}

func (j *journal) propose(by entry.Person, k entry.Kind, item entry.ID, facts any) {
	j.t.Helper()
	b, err := entry.Encode(facts)
	if err != nil {
		j.t.Fatal(err)
	}
	j.write(by, entry.ActProposed, item, roster.Proposed{Kind: k, Facts: b}, intel.RoleReason)
}

// pieces gives the ids of the contents of a record their own names.
func (j *journal) named(r entry.Record, ids ...entry.ID) entry.Record {
	for i := range r.Entry.Contents {
		r.Entry.Contents[i].ID = ids[i]
	}
	return r
}

func TestDestructionByTwoOfAllThereIs(t *testing.T) {
	j := newJournal(t)
	j.st.Fold(j.named(j.record("han", entry.DraftSaved, product, intel.Saved{Version: 1}, intel.RoleDraft), "d1"))
	j.st.Fold(j.named(j.record("han", entry.OriginatorConsulted, product, intel.Consulted{For: intel.ForAction}, intel.RoleWords), "c1"))
	all := keeping.Destroyed{Contents: []entry.ID{"c1", "d1"}}
	if got := j.voided(j.record("sup", entry.ContentDestroyed, product, all)); got != entry.FaultPermission {
		t.Errorf("destroyed by one: %q", got)
	}
	if got := j.two("han", "sup", entry.ContentDestroyed, product, keeping.Destroyed{Contents: []entry.ID{"c1"}}); got != entry.FaultState {
		t.Errorf("destroyed in part: %q", got)
	}
	if got := j.two("han", "sup", entry.ContentDestroyed, product, keeping.Destroyed{Contents: []entry.ID{"c1", "d1", "x"}}); got != entry.FaultState {
		t.Errorf("destroyed more than there is: %q", got)
	}
	if got := j.two("han", "sup", entry.ContentDestroyed, product, all); got != "" {
		t.Fatalf("two officers cannot destroy: %q", got)
	}
	it, _ := j.st.Item(product)
	if it.Destroyed == nil || len(it.Pieces()) != 2 {
		t.Errorf("after: %+v, pieces %v", it.Destroyed, it.Pieces())
	}
	if got := j.two("han", "sup", entry.ContentDestroyed, product, all); got != entry.FaultState {
		t.Errorf("destroyed twice: %q", got)
	}
	if got := j.voided(j.record("han", entry.ActProposed, "elsewhere", roster.Proposed{Kind: entry.ContentDestroyed, Facts: []byte("{}")}, intel.RoleReason)); got != entry.FaultState {
		t.Errorf("proposed about nothing: %q", got)
	}
	if got := j.voided(j.record("han", entry.ActProposed, product, roster.Proposed{Kind: entry.ContentDestroyed, Facts: []byte("{}")})); got != entry.FaultState {
		t.Errorf("proposed without a reason: %q", got)
	}
}

func TestWhatForbidsDestruction(t *testing.T) {
	for want, act := range map[string]func(*journal){
		"threat_open": func(j *journal) {
			j.write("han", entry.ThreatRaised, product, threat.Raised{Threat: "t", Categories: []string{"threat_to_life"}, From: "officer", Deadline: start.Add(time.Hour)})
		},
		"exculpatory": func(j *journal) {
			j.write("han", entry.PromptAnswered, product, intel.Answered{Category: "exculpatory", Answer: intel.Yes})
		},
		"newer_kind": func(j *journal) {
			r := j.record("han", "product.frobnicated", product, struct{}{})
			r.Entry.Must = true
			j.st.Fold(r)
		},
	} {
		j := newJournal(t)
		j.st.Fold(j.named(j.record("han", entry.DraftSaved, product, intel.Saved{Version: 1}, intel.RoleDraft), "d1"))
		act(j)
		it, _ := j.st.Item(product)
		if len(it.Holds()) != 1 || it.Holds()[0] != want {
			t.Errorf("%s: holds %v", want, it.Holds())
		}
		if got := j.two("han", "sup", entry.ContentDestroyed, product, keeping.Destroyed{Contents: []entry.ID{"d1"}}); got != entry.FaultState {
			t.Errorf("%s: %q", want, got)
		}
	}
}

func TestDeniedTermsAndTakingThemOff(t *testing.T) {
	j := newJournal(t)
	for name, r := range map[string]entry.Record{
		"no words":           j.record("han", entry.DenyListed, product, intel.Denied{Kind: "name"}),
		"no product":         j.record("han", entry.DenyListed, "", intel.Denied{Kind: "name"}, intel.RoleWords),
		"source unnamed":     j.record("han", entry.DenyListed, "", intel.Denied{Kind: "name", Scope: intel.ScopeSource}, intel.RoleWords),
		"scope on a product": j.record("han", entry.DenyListed, product, intel.Denied{Kind: "name", Scope: intel.ScopeCompartment}, intel.RoleWords),
		"unknown scope":      j.record("han", entry.DenyListed, "", intel.Denied{Kind: "name", Scope: "world"}, intel.RoleWords),
	} {
		r.Entry.Recorded = start.Add(1) // order of the map does not matter
		r.Entry.Done = r.Entry.Recorded
		if got := j.voided(r); got != entry.FaultState {
			t.Errorf("%s: %q", name, got)
		}
	}
	j.write("han", entry.DenyListed, product, intel.Denied{Kind: "name"}, intel.RoleWords)
	j.write("han", entry.DenyListed, "", intel.Denied{Kind: "name", Scope: intel.ScopeCompartment}, intel.RoleWords)
	j.write("han", entry.DenyListed, "", intel.Denied{Kind: "name", Scope: intel.ScopeSource}, intel.RoleWords, intel.RoleSource)
	it, _ := j.st.Item(product)
	if len(it.Deny) != 1 || len(j.st.Denied[common]) != 2 {
		t.Fatalf("%d and %d terms", len(it.Deny), len(j.st.Denied[common]))
	}
	one, wide := intel.Lifted{Listed: it.Deny[0].ID}, intel.Lifted{Listed: j.st.Denied[common][0].ID}
	if got := j.voided(j.record("sup", entry.DenyLifted, product, one)); got != entry.FaultPermission {
		t.Errorf("taken off by one: %q", got)
	}
	if got := j.two("han", "sup", entry.DenyLifted, product, wide); got != entry.FaultState {
		t.Errorf("taken off another list: %q", got)
	}
	if got := j.two("han", "sup", entry.DenyLifted, product, one); got != "" {
		t.Errorf("two officers: %q", got)
	}
	if got := j.two("han", "sup", entry.DenyLifted, "", wide); got != "" {
		t.Errorf("two officers: %q", got)
	}
	if it, _ = j.st.Item(product); len(it.Deny) != 0 || len(j.st.Denied[common]) != 1 {
		t.Errorf("%d and %d terms are left", len(it.Deny), len(j.st.Denied[common]))
	}
	if got := j.two("han", "sup", entry.DenyLifted, product, one); got != entry.FaultState {
		t.Errorf("taken off twice: %q", got)
	}
}

// A session that takes up what another folded knows the same of acts of two
// officers: what waits, what was carried out, and what became of the product.
func TestActsOfTwoOutliveTheSession(t *testing.T) {
	j := newJournal(t)
	var all []entry.Record
	keep := func(r entry.Record) {
		all = append(all, r)
		if !j.st.Fold(r) {
			t.Fatalf("void: %+v", j.st.Alarms)
		}
	}
	encode := func(v any) []byte {
		b, err := entry.Encode(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	keep(j.named(j.record("han", entry.DenyListed, product, intel.Denied{Kind: "name"}, intel.RoleWords), "w1"))
	gone := keeping.Destroyed{Contents: []entry.ID{"w1"}}
	for _, p := range []any{gone, intel.Lifted{Listed: "nothing"}} {
		kind := entry.ContentDestroyed
		if _, ok := p.(intel.Lifted); ok {
			kind = entry.DenyLifted
		}
		keep(j.record("han", entry.ActProposed, product, roster.Proposed{Kind: kind, Facts: encode(p)}, intel.RoleReason))
	}
	keep(j.record("sup", entry.ContentDestroyed, product, gone))
	before := newJournal(t) // the same ground, record for record
	unit := before.ground()
	byPlace := map[uint64]entry.Record{}
	for _, r := range append(unit, all...) {
		byPlace[r.Seq] = r
	}
	find := func(places []uint64) []entry.Record {
		var out []entry.Record
		for _, p := range places {
			if r, ok := byPlace[p]; ok {
				out = append(out, r)
			}
		}
		return out
	}
	k := j.st.Keep()
	st, err := Resume(j.st.now, func(roster.Key, []byte) error { return nil }, k, find(k.Unit), Past{Records: find, Lines: func() ([]byte, error) { return nil, nil }})
	if err != nil {
		t.Fatal(err)
	}
	if got := st.Roster.Proposals(); len(got) != 1 || got[0].Kind != entry.DenyLifted {
		t.Errorf("waiting: %+v", got)
	}
	it, ok := st.Item(product)
	if !ok || it.Destroyed == nil || len(it.Log) != 5 || len(st.Alarms) != 0 {
		t.Errorf("product taken up: %v %+v", ok, st.Alarms)
	}
}
