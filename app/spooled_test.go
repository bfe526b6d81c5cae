package app_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/threat"
	"corridor/storage/vault"
)

// spooled is a vault with acts that have to be recorded anew.
type spooled struct {
	*vault.Vault
	late   []app.Late
	merged []string
}

func (s *spooled) Late(context.Context) ([]app.Late, error) { return s.late, nil }

func (s *spooled) Merged(hashes []string) error {
	s.merged = append(s.merged, hashes...)
	return nil
}

// TestLateActsAreRecorded: what was done while the vault could not be written is
// recorded at the next unlock with both its times; what the rules refuse by then
// is neither forced nor lost, and the officer is told.
func TestLateActsAreRecorded(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	id := u.receive("He will be shot leaving the gym tonight.")
	u.read(id)
	must(t, u.desk.Close())
	v, err := vault.Open(t.Context(), u.path, u.keys, "malik", []byte(pass), u.clk.now)
	must(t, err)
	done := u.clk.now().Add(-10 * time.Minute)
	raised := entry.Draft{ID: vault.NewID(), Kind: entry.ThreatRaised, Item: id, Done: done, Facts: threat.Raised{Threat: vault.NewID(), Categories: []string{"threat_to_life"}, From: "officer", Deadline: done.Add(time.Hour)}, Pieces: []entry.Piece{{Role: "reason", Body: []byte("named, armed, tonight")}}}
	unfit := entry.Draft{ID: vault.NewID(), Kind: entry.EmergencySigned, Item: id, Done: done}
	s := &spooled{Vault: v, late: []app.Late{{Hash: "aa", Draft: unfit}, {Hash: "bb", Draft: raised}}}
	d, err := app.OpenDesk(t.Context(), app.Parts{Vault: s, Reader: reader{}, Index: noIndex{}, Risk: u.risk, Now: u.clk.now, NewID: vault.NewID, Rand: rand.Reader})
	must(t, err)
	u.desk, u.who = d, "malik"
	if strings.Join(s.merged, " ") != "bb" {
		t.Errorf("merged %q", s.merged)
	}
	if w := strings.Join(d.Status().Warnings, ";"); !strings.Contains(w, "one act that you did") {
		t.Errorf("warnings %q", w)
	}
	for _, l := range d.Journal(app.JournalFilter{}) {
		if l.Kind == entry.ThreatRaised {
			if !l.At.Equal(done) || !l.Late.After(done) {
				t.Errorf("done %s, recorded %s", l.At, l.Late)
			}
			return
		}
	}
	t.Error("it was not recorded")
}
