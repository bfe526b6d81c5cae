package keeping

import (
	"strings"
	"testing"
	"time"

	"corridor/app/entry"
)

var day0 = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

var head = strings.Repeat("ab", 32)

func fold(t *testing.T, s *State, k entry.Kind, facts any) error {
	t.Helper()
	b, err := entry.Encode(facts)
	if err != nil {
		t.Fatal(err)
	}
	return s.Fold(entry.Entry{Seq: 50, Kind: k, Done: day0, Facts: b})
}

func TestBackupsStandUntilTheyExpire(t *testing.T) {
	var s State
	for _, days := range []int{1, 90} {
		if err := fold(t, &s, entry.BackupMade, Backup{Seq: 40, Head: head, Expires: day0.AddDate(0, 0, days)}); err != nil {
			t.Fatal(err)
		}
	}
	before := s.Clone()
	if len(s.Standing(day0)) != 2 || len(s.Standing(day0.AddDate(0, 0, 2))) != 1 || len(s.Standing(day0.AddDate(0, 0, 90))) != 0 {
		t.Errorf("standing: %v", s.Standing(day0))
	}
	if err := fold(t, &s, entry.BackupMade, Backup{Seq: 41, Head: head, Expires: day0.AddDate(1, 0, 0)}); err != nil || len(before.Backups) != 2 {
		t.Errorf("the clone changed: %v", err)
	}
}

func TestUnsoundFactsAreRefused(t *testing.T) {
	var s State
	soon := day0.AddDate(0, 1, 0)
	for name, try := range map[string]struct {
		kind  entry.Kind
		facts any
	}{
		"a backup of what came later": {entry.BackupMade, Backup{Seq: 50, Head: head, Expires: soon}},
		"a backup of nothing":         {entry.BackupMade, Backup{Head: head, Expires: soon}},
		"no head":                     {entry.BackupMade, Backup{Seq: 4, Head: "AB", Expires: soon}},
		"expired when made":           {entry.BackupMade, Backup{Seq: 4, Head: head, Expires: day0}},
		"a restore of what follows":   {entry.VaultRestored, Restored{Ended: 50, Head: head}},
		"lost before it ended":        {entry.VaultRestored, Restored{Ended: 40, Head: head, Lost: 40}},
		"other facts":                 {entry.VaultRestored, Backup{Seq: 4}},
	} {
		if fold(t, &s, try.kind, try.facts) == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if len(s.Backups)+len(s.Restores) != 0 {
		t.Error("refused and kept")
	}
	if err := fold(t, &s, entry.VaultRestored, Restored{Ended: 40, Head: head, Lost: 60}); err != nil || len(s.Restores) != 1 {
		t.Error(err)
	}
	if err := fold(t, &s, entry.ProductViewed, struct{}{}); err != nil {
		t.Error(err)
	}
}

func TestARestoreExplainsOneLossToEachOfficer(t *testing.T) {
	var s State
	if err := fold(t, &s, entry.VaultRestored, Restored{Ended: 40, Head: head, Lost: 60}); err != nil {
		t.Fatal(err)
	}
	s.Restores[0].Entry.ID = "r"
	for _, f := range []Accepted{{"r", 40}, {"r", 61}, {"other", 50}} {
		if fold(t, &s, entry.RestoreAccepted, f) == nil {
			t.Errorf("%+v was taken", f)
		}
	}
	if err := fold(t, &s, entry.RestoreAccepted, Accepted{"r", 60}); err != nil || !s.TookUp("", "r") || s.TookUp("p", "r") {
		t.Errorf("explained: %v", err)
	}
	if fold(t, &s, entry.RestoreAccepted, Accepted{"r", 55}) == nil {
		t.Error("one restore explained two losses")
	}
	if !(Restored{Ended: 4}).Explains(9999) {
		t.Error("nobody knows how much was lost, and it explains too little")
	}
}

func TestDestructionNamesPiecesInOneOrder(t *testing.T) {
	for _, tc := range []struct {
		ids  []entry.ID
		want bool
	}{{nil, false}, {[]entry.ID{"a"}, true}, {[]entry.ID{"a", "b"}, true}, {[]entry.ID{"b", "a"}, false}, {[]entry.ID{"a", "a"}, false}} {
		if (Destroyed{tc.ids}).Sound() != tc.want {
			t.Errorf("%v: %v", tc.ids, !tc.want)
		}
	}
}
