package setting

import (
	"testing"
	"time"

	"corridor/app/entry"
)

func change(t *testing.T, key, value string) entry.Entry {
	t.Helper()
	b, err := entry.Encode(Changed{Key: key, Value: value})
	if err != nil {
		t.Fatal(err)
	}
	return entry.Entry{Kind: entry.SettingChanged, ID: "e1", Seq: 7, Facts: b}
}

func TestEveryDefaultIsSound(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range Defaults() {
		if seen[d.Key] || d.Why == "" || d.Unit == "" {
			t.Errorf("%+v", d)
		}
		seen[d.Key] = true
		if err := Check(Changed{Key: d.Key, Value: d.Value}); err != nil {
			t.Errorf("%s: its own default is out of bounds: %v", d.Key, err)
		}
		if New().Get(d.Key) != d.Value {
			t.Errorf("%s: default does not stand", d.Key)
		}
	}
}

func TestDefaultsThatPolicyNames(t *testing.T) {
	s := New()
	for key, want := range map[string]time.Duration{
		TriageFirstRead: 30 * time.Minute, ThreatAccept: 15 * time.Minute, ThreatReviewHigh: 24 * time.Hour, ThreatReviewMedium: 72 * time.Hour,
		ThreatReviewLow: 7 * 24 * time.Hour, ThreatDecideHigh: time.Hour, ThreatDecideMedium: 4 * time.Hour, ThreatDecideLow: 24 * time.Hour,
		ReleaseAck: 24 * time.Hour, ReleaseAckThreat: time.Hour, ReleaseExpiry: 7 * 24 * time.Hour, LockIdle: 5 * time.Minute,
	} {
		if got := s.Duration(key); got != want {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
	}
	if s.Int(EmergencySignOff) != 1 || s.Int(SanitiseWordRun) < 3 || s.Get(ApproveMinRank) != "DS" {
		t.Error("sign-off, word run or rank")
	}
}

func TestChangeStands(t *testing.T) {
	s := New()
	c := s.Clone()
	if err := s.Fold(change(t, ThreatAccept, "10m")); err != nil {
		t.Fatal(err)
	}
	if s.Duration(ThreatAccept) != 10*time.Minute || s.Changed(ThreatAccept) != 7 || c.Duration(ThreatAccept) != 15*time.Minute || c.Changed(ThreatAccept) != 0 {
		t.Error("change not kept, or seen by a clone")
	}
	if err := s.Fold(entry.Entry{Kind: entry.ProductReceived}); err != nil {
		t.Errorf("another room's kind: %v", err)
	}
}

func TestSenselessValuesAreRefused(t *testing.T) {
	s := New()
	for _, c := range []Changed{
		{"no.such", "1"}, {"", ""}, {ThreatAccept, ""}, {ThreatAccept, "0s"}, {ThreatAccept, "-15m"}, {ThreatAccept, "30s"}, {ThreatAccept, "9000h"},
		{ThreatAccept, "soon"}, {SanitiseWordRun, "0"}, {SanitiseWordRun, "-1"}, {SanitiseWordRun, "six"}, {SanitiseWordRun, "06"}, {SanitiseWordRun, "99999"},
		{ApproveMinRank, "PC"}, {ApproveMinRank, "STAFF"}, {CompartmentVetting, ""}, {EmergencySignOff, "1.5"},
	} {
		before := s.Get(c.Key)
		if s.Fold(change(t, c.Key, c.Value)) == nil || s.Get(c.Key) != before {
			t.Errorf("%+v was accepted", c)
		}
	}
	e := change(t, ThreatAccept, "10m")
	e.Facts = append(e.Facts, ' ')
	if s.Fold(e) == nil {
		t.Error("facts that are not strict were accepted")
	}
}

func TestWrongTypeIsZero(t *testing.T) {
	s := New()
	if s.Int(ThreatAccept) != 0 || s.Duration(ApproveMinRank) != 0 || s.Duration("no.such") != 0 || s.Get("no.such") != "" {
		t.Error("a value of another type was made up")
	}
}
