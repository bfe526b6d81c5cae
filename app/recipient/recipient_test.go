package recipient

import (
	"strings"
	"testing"
	"time"

	"corridor/app/entry"
)

var (
	noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	fp1  = strings.Repeat("AB", 20)
	fp2  = strings.Repeat("CD", 32)
)

func act(t *testing.T, by entry.Person, k entry.Kind, facts any, contents ...entry.Content) entry.Entry {
	t.Helper()
	b, err := entry.Encode(facts)
	if err != nil {
		t.Fatal(err)
	}
	return entry.Entry{Kind: k, ID: "e", Author: by, Done: noon, Facts: b, Contents: contents}
}

func recorded(id entry.ID, fp string) Recorded {
	return Recorded{Recipient: id, Fingerprint: fp, Certificate: []byte("cert " + fp)}
}

var who = entry.Content{ID: "c1", Role: RoleWho}

// one is a State with r1 recorded by Bob and confirmed by Ann.
func one(t *testing.T) *State {
	t.Helper()
	s := New()
	for _, e := range []entry.Entry{
		act(t, "p-bob", entry.RecipientRecorded, recorded("r1", fp1), who),
		act(t, "p-ann", entry.RecipientConfirmed, Confirmed{"r1", fp1}),
	} {
		if err := s.Fold(e); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestRecordedAndConfirmed(t *testing.T) {
	r, ok := one(t).Get("r1")
	if !ok || !r.Confirmed() || r.ConfirmedBy != "p-ann" || r.RecordedBy != "p-bob" || !r.ConfirmedAt.Equal(noon) || !r.HasWho || r.Who != who || r.Fingerprint != fp1 {
		t.Errorf("got %+v", r)
	}
	if _, ok := one(t).Get("r2"); ok {
		t.Error("found somebody who was never recorded")
	}
}

func TestRefusals(t *testing.T) {
	for name, e := range map[string]entry.Entry{
		"no id":          act(t, "p", entry.RecipientRecorded, recorded("", fp2)),
		"no certificate": act(t, "p", entry.RecipientRecorded, Recorded{Recipient: "r2", Fingerprint: fp2}),
		"lower case":     act(t, "p", entry.RecipientRecorded, recorded("r2", strings.ToLower(fp2))),
		"short":          act(t, "p", entry.RecipientRecorded, recorded("r2", "ABCD")),
		"not hex":        act(t, "p", entry.RecipientRecorded, recorded("r2", strings.Repeat("XY", 20))),
		"another's key":  act(t, "p", entry.RecipientRecorded, recorded("r2", fp1)),
		"unknown":        act(t, "p", entry.RecipientConfirmed, Confirmed{"r2", fp1}),
		"other key":      act(t, "p", entry.RecipientConfirmed, Confirmed{"r1", fp2}),
		"wrong facts":    act(t, "p", entry.RecipientConfirmed, struct{}{}),
	} {
		s := one(t)
		if s.Fold(e) == nil || len(s.All()) != 1 {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestConfirmationFallsWithKeyOrPerson(t *testing.T) {
	for name, tc := range map[string]struct {
		e    entry.Entry
		kept bool
	}{
		"same key, new certificate": {act(t, "p-bob", entry.RecipientRecorded, recorded("r1", fp1)), true},
		"new key":                   {act(t, "p-bob", entry.RecipientRecorded, recorded("r1", fp2)), false},
		"somebody else":             {act(t, "p-bob", entry.RecipientRecorded, recorded("r1", fp1), entry.Content{ID: "c2", Role: RoleWho}), false},
	} {
		s := one(t)
		if err := s.Fold(tc.e); err != nil {
			t.Fatal(err)
		}
		r, _ := s.Get("r1")
		if r.Confirmed() != tc.kept || !r.HasWho {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestOrderCloneAndOtherKinds(t *testing.T) {
	s := one(t)
	c := s.Clone()
	if err := s.Fold(act(t, "p", entry.RecipientRecorded, recorded("r0", fp2))); err != nil {
		t.Fatal(err)
	}
	if all := s.All(); len(all) != 2 || all[0].ID != "r1" || all[1].ID != "r0" || len(c.All()) != 1 {
		t.Errorf("got %v", all)
	}
	if err := s.Fold(entry.Entry{Kind: entry.ProductReceived}); err != nil {
		t.Error(err)
	}
}
