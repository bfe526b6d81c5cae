package recipient

import (
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"corridor/app/entry"
)

// Recipient is somebody outside the unit to whom releases can be encrypted.
type Recipient struct {
	ID          entry.ID
	Fingerprint string // upper-case hex
	Certificate []byte
	RecordedBy  entry.Person
	RecordedAt  time.Time
	ConfirmedBy entry.Person // "" until confirmed by voice
	ConfirmedAt time.Time
	Who         entry.Content // role RoleWho: name, post, clearance
	HasWho      bool
}

// Confirmed reports whether the fingerprint was read by voice.
func (r Recipient) Confirmed() bool { return r.ConfirmedBy != "" }

// State is all recipients.
type State struct {
	all   map[entry.ID]Recipient
	order []entry.ID
}

// New gives an empty State.
func New() *State { return &State{all: map[entry.ID]Recipient{}} }

// Clone gives an independent copy.
func (s *State) Clone() *State {
	return &State{all: maps.Clone(s.all), order: slices.Clone(s.order)}
}

// Get finds a recipient.
func (s *State) Get(id entry.ID) (Recipient, bool) {
	r, ok := s.all[id]
	return r, ok
}

// All lists recipients in the order in which they were first recorded.
func (s *State) All() []Recipient {
	out := make([]Recipient, 0, len(s.order))
	for _, id := range s.order {
		out = append(out, s.all[id])
	}
	return out
}

// Fold applies this room's kinds; other kinds change nothing. Recording a
// recipient again with another key, or as somebody else, takes the
// confirmation away.
func (s *State) Fold(e entry.Entry) error {
	switch e.Kind {
	case entry.RecipientRecorded:
		f, err := entry.FactsOf[Recorded](e)
		if err != nil {
			return err
		}
		return s.record(e, f)
	case entry.RecipientConfirmed:
		f, err := entry.FactsOf[Confirmed](e)
		if err != nil {
			return err
		}
		return s.confirm(e, f)
	}
	return nil
}

func (s *State) record(e entry.Entry, f Recorded) error {
	if f.Recipient == "" || len(f.Certificate) == 0 || !isFingerprint(f.Fingerprint) {
		return fmt.Errorf("recipient %s: needs a certificate and its fingerprint", f.Recipient)
	}
	for _, have := range s.all {
		if have.ID != f.Recipient && have.Fingerprint == f.Fingerprint {
			return fmt.Errorf("recipient %s: this key belongs to another recipient", f.Recipient)
		}
	}
	old, known := s.all[f.Recipient]
	r := Recipient{ID: f.Recipient, Fingerprint: f.Fingerprint, Certificate: f.Certificate, RecordedBy: e.Author, RecordedAt: e.Done}
	r.Who, r.HasWho = e.Piece(RoleWho)
	if known && !r.HasWho {
		r.Who, r.HasWho = old.Who, old.HasWho
		if old.Fingerprint == f.Fingerprint {
			r.ConfirmedBy, r.ConfirmedAt = old.ConfirmedBy, old.ConfirmedAt
		}
	}
	if !known {
		s.order = append(s.order, f.Recipient)
	}
	s.all[f.Recipient] = r
	return nil
}

func (s *State) confirm(e entry.Entry, f Confirmed) error {
	r, ok := s.all[f.Recipient]
	if !ok {
		return fmt.Errorf("recipient %s: not recorded", f.Recipient)
	}
	if f.Fingerprint != r.Fingerprint {
		return fmt.Errorf("recipient %s: another key was recorded since", f.Recipient)
	}
	r.ConfirmedBy, r.ConfirmedAt = e.Author, e.Done
	s.all[f.Recipient] = r
	return nil
}

// isFingerprint reports whether s is a v4 or v6 fingerprint in upper-case hex.
func isFingerprint(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && (len(b) == 20 || len(b) == 32) && s == strings.ToUpper(s)
}
