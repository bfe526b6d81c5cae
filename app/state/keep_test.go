package state

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/pack"
	"corridor/app/roster"
)

// book keeps the records that a journal of a test gave, by place.
type book map[uint64]entry.Record

func (b book) records(places []uint64) []entry.Record {
	var out []entry.Record
	for _, p := range places {
		if r, ok := b[p]; ok {
			out = append(out, r)
		}
	}
	return out
}

func noCheck(roster.Key, []byte) error { return nil }

// recorded folds the ground of newJournal and n views again, keeping the records.
func recorded(t *testing.T, n int) (*State, book) {
	t.Helper()
	st, b := New(func() time.Time { return start.Add(24 * time.Hour) }, noCheck), book{}
	j := &journal{t: t, st: st}
	fold := func(r entry.Record) {
		t.Helper()
		b[r.Seq] = r
		if !st.Fold(r) {
			t.Fatalf("record %d has no effect: %+v", r.Seq, st.Alarms)
		}
	}
	fold(j.record("sup", entry.UnitFounded, "", roster.Founded{Ceiling: "OFFICIAL-SENSITIVE", Founder: person("sup", roster.Supervisor),
		Common: roster.Epoch{Compartment: common, Number: 1, Commitment: hash, Members: []entry.Person{"sup"}, Grants: grants("sup")}}))
	fold(j.record("sup", entry.PersonEnrolled, "", roster.Enrolled{Member: person("han", roster.Handler), Grants: grants("han")}))
	fold(j.record("han", entry.ProductReceived, product, intel.Received{Ref: "SIU-26-000001", SourceType: intel.Anonymous, Tier: intel.Official, Read: "yes"}))
	for range n {
		fold(j.record("han", entry.ProductViewed, product, intel.Viewed{What: intel.ViewSource}))
	}
	return st, b
}

func packed(k Kept) []byte {
	var w pack.Writer
	k.Pack(&w)
	return w.Bytes()
}

// What was kept comes back as it was, with every line, however many.
func TestKeepThereAndBack(t *testing.T) {
	st, b := recorded(t, 3*lot)
	k, err := UnpackKept(pack.Read(packed(st.Keep())))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := st.PackLines()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Resume(st.now, noCheck, k, b.records(k.Unit), Past{Records: b.records, Lines: func() ([]byte, error) { return lines, nil }})
	if err != nil {
		t.Fatal(err)
	}
	collect := func(s *State) (out []Line) {
		if err := s.Lines(func(l Line) bool { out = append(out, l); return true }); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if want, got := collect(st), collect(again); len(want) != 3*lot+3 || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%d lines, want %d", len(got), len(want))
	}
	l, ok, err := again.Line(5)
	if err != nil || !ok || l.Seq != 5 || l.Kind != entry.ProductViewed || l.Ref != "SIU-26-000001" {
		t.Errorf("%+v %v %v", l, ok, err)
	}
	if _, hot := again.Hot(product); hot {
		t.Error("folded before anybody asked")
	}
	want, _ := st.Item(product)
	got, ok := again.Item(product)
	if !ok || !reflect.DeepEqual(got, want) {
		t.Error("the product is not what it was")
	}
	if err := again.Anew(product, noCheck); err != nil {
		t.Errorf("judged anew: %v", err)
	}
	if got, _ := again.Item(product); !reflect.DeepEqual(got, want) {
		t.Error("judged anew, it is another")
	}
	if len(again.Alarms) != 0 || again.Seq != st.Seq || again.Head != st.Head {
		t.Errorf("%d alarms at %d", len(again.Alarms), again.Seq)
	}
}

// Nothing is taken up that does not agree with the journal.
func TestResumeInDoubt(t *testing.T) {
	st, b := recorded(t, 3)
	for name, spoil := range map[string]func(k *Kept, unit []entry.Record) []entry.Record{
		"a record less":  func(_ *Kept, u []entry.Record) []entry.Record { return u[1:] },
		"another record": func(_ *Kept, u []entry.Record) []entry.Record { u[1] = b[4]; return u },
		"a fault":        func(_ *Kept, u []entry.Record) []entry.Record { u[1].Faults = []entry.Fault{entry.FaultTag}; return u },
		"unsigned":       func(_ *Kept, u []entry.Record) []entry.Record { u[1].Proof = signedBy("nobody"); return u },
		"the same twice": func(k *Kept, u []entry.Record) []entry.Record { k.Items = append(k.Items, k.Items[0]); return u },
		"a reference shared": func(k *Kept, u []entry.Record) []entry.Record {
			c := k.Items[0]
			c.ID = "x"
			k.Items = append(k.Items, c)
			return u
		},
	} {
		k := st.Keep()
		unit := spoil(&k, b.records(k.Unit))
		if _, err := Resume(st.now, noCheck, k, unit, Past{Records: b.records}); !errors.Is(err, ErrDoubt) {
			t.Errorf("%s: taken up", name)
		}
	}
}

// A product whose entries are no longer as they were signed loses what they
// did, and says so; judged anew it is in doubt.
func TestThawOfWhatWasAltered(t *testing.T) {
	for name, spoil := range map[string]func(b book){
		"missing":  func(b book) { delete(b, 5) },
		"unsigned": func(b book) { r := b[5]; r.Proof = signedBy("sup"); b[5] = r },
		"faulty":   func(b book) { r := b[5]; r.Faults = []entry.Fault{entry.FaultHash}; b[5] = r },
		"shut":     func(b book) { r := b[5]; r.Shut = true; b[5] = r },
		"of another product": func(b book) {
			r := b[5]
			r.Entry.Item = "00000000-0000-4000-8000-0000000000d9"
			b[5] = r
		},
	} {
		st, b := recorded(t, 4)
		st.From(b.records)
		st.Cool(func(*Item) bool { return false })
		spoil(b)
		it, ok := st.Item(product)
		if !ok || len(it.Views) != 3 || it.Alarms != 1 || len(st.Alarms) != 1 || st.Alarms[0].Seq != 5 {
			t.Errorf("%s: %d views, alarms %+v", name, len(it.Views), st.Alarms)
		}
		st, b = recorded(t, 4)
		st.From(b.records)
		spoil(b)
		if err := st.Anew(product, noCheck); !errors.Is(err, ErrDoubt) {
			t.Errorf("%s, judged anew: %v", name, err)
		}
	}
}

func FuzzUnpackKept(f *testing.F) {
	k := Kept{Seq: 9, Head: hash, Last: start, Unit: []uint64{1, 2}, Shut: map[entry.ID]int{common: 3},
		Alarms:  []Alarm{{Seq: 4, Fault: entry.FaultTag, Kind: entry.ProductViewed, Item: product, Author: "han", Why: "w", At: start.Add(time.Second)}},
		Items:   []Cold{{ID: product, Compartment: common, Ref: "R", Places: placesOf(3, 9), Releases: []entry.ID{vaultID}, Alarms: 1, NewerKind: true}},
		Tallies: Tallies{Rules: map[RuleKey]Answers{{"ttl-plain", "threat_to_life"}: {Yes: 2, No: 38, CannotTell: 1}}, Scans: map[entry.ID]map[string]uint64{common: {"v1": 7}}}}
	whole := packed(k)
	if got, err := UnpackKept(pack.Read(whole)); err != nil || !reflect.DeepEqual(got, k) {
		f.Fatalf("%v\n got %+v\nwant %+v", err, got, k)
	}
	f.Add(whole)
	f.Add([]byte{})
	f.Add(whole[:len(whole)/2])
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := UnpackKept(pack.Read(b)); err == nil {
			if again, err := UnpackKept(pack.Read(packed(got))); err != nil || !reflect.DeepEqual(again, got) {
				t.Errorf("not the same again: %v", err)
			}
		}
	})
}

func FuzzUnpackLines(f *testing.F) {
	f.Add(packLines([]Line{{Seq: 1, ID: product, Kind: entry.ProductViewed, Author: "han", Done: start, Recorded: start.Add(time.Minute),
		Contents: []entry.Content{{ID: vaultID, Role: "reason", SHA256: hash, Size: 7}}}, {Seq: 2, Compartment: common, Shut: true}}))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		if ls, err := unpackLines(b); err == nil && len(ls) > len(b) {
			t.Error("more lines than bytes")
		}
	})
}
