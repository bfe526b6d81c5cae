package setting

import (
	"fmt"
	"maps"
	"strconv"
	"time"

	"corridor/app/entry"
)

// The keys of the settings.
const (
	TriageFirstRead    = "triage.first_read"
	ThreatAccept       = "threat.accept"
	ThreatDecideHigh   = "threat.decide.high"
	ThreatDecideMedium = "threat.decide.medium"
	ThreatDecideLow    = "threat.decide.low"
	ThreatReviewHigh   = "threat.review.high"
	ThreatReviewMedium = "threat.review.medium"
	ThreatReviewLow    = "threat.review.low"
	ReleaseAck         = "release.ack"
	ReleaseAckThreat   = "release.ack.threat"
	ReleaseExpiry      = "release.expiry"
	EmergencySignOff   = "emergency.signoff"
	SanitiseWordRun    = "sanitise.word_run"
	LockIdle           = "lock.idle"
	ApproveMinRank     = "approve.min_rank"
	AccreditationWarn  = "accreditation.warn"
	CompartmentVetting = "compartment.vetting"
	BackupExpiry       = "backup.expiry"
)

// The units of a value.
const (
	UnitDuration    = "duration"     // Go form: 30m, 24h
	UnitCount       = "count"        // whole number
	UnitWorkingDays = "working days" // whole number
	UnitRank        = "rank"         // code of a rank
	UnitVetting     = "vetting"      // code of a level
)

// Def is a setting with its default. Why says where the default comes from.
type Def struct {
	Key   string
	Value string
	Unit  string
	Why   string
}

// Defaults lists every setting. None is sourced from a public national text:
// each stands until the force says otherwise.
func Defaults() []Def {
	return []Def{
		{TriageFirstRead, "30m", UnitDuration, "unread product is knowledge: what the unit ought to have known"},
		{ThreatAccept, "15m", UnitDuration, "a threat is nobody's until a supervisor accepts it; after this it goes up a rank"},
		{ThreatDecideHigh, "1h", UnitDuration, "first decision on a high threat"},
		{ThreatDecideMedium, "4h", UnitDuration, "first decision on a medium threat"},
		{ThreatDecideLow, "24h", UnitDuration, "first decision on a low threat"},
		{ThreatReviewHigh, "24h", UnitDuration, "review of a high threat"},
		{ThreatReviewMedium, "72h", UnitDuration, "review of a medium threat"},
		{ThreatReviewLow, "168h", UnitDuration, "review of a low threat"},
		{ReleaseAck, "24h", UnitDuration, "a recipient acknowledges, or is chased"},
		{ReleaseAckThreat, "1h", UnitDuration, "the same where life is at risk"},
		{ReleaseExpiry, "168h", UnitDuration, "an authority that is not used lapses"},
		{EmergencySignOff, "1", UnitWorkingDays, "retrospective sign-off of an emergency release"},
		{SanitiseWordRun, "6", UnitCount, "words in a row shared with the source that block a release"},
		{LockIdle, "5m", UnitDuration, "the desk locks itself"},
		{ApproveMinRank, "DS", UnitRank, "lowest rank that signs a dissemination"},
		{AccreditationWarn, "1440h", UnitDuration, "warn of vetting and training that runs out within 60 days"},
		{BackupExpiry, "2160h", UnitDuration, "a backup is destroyed after this; until then it holds what was destroyed here"},
		{CompartmentVetting, "DV", UnitVetting, "common for intercept material; varies by force"},
	}
}

// State is the settings as they stand.
type State struct {
	changed map[string]string
	seq     map[string]uint64
}

// New gives the defaults.
func New() *State { return &State{changed: map[string]string{}, seq: map[string]uint64{}} }

// Clone gives an independent copy.
func (s *State) Clone() *State {
	return &State{changed: maps.Clone(s.changed), seq: maps.Clone(s.seq)}
}

// Fold applies a setting.changed; other kinds change nothing. An unknown key
// or a value out of bounds is refused and changes nothing.
func (s *State) Fold(e entry.Entry) error {
	if e.Kind != entry.SettingChanged {
		return nil
	}
	c, err := entry.FactsOf[Changed](e)
	if err != nil {
		return err
	}
	if err := Check(c); err != nil {
		return err
	}
	s.changed[c.Key], s.seq[c.Key] = c.Value, e.Seq
	return nil
}

// Check says whether a change would be accepted.
func Check(c Changed) error {
	d, ok := def(c.Key)
	if !ok {
		return fmt.Errorf("setting %q: no such setting", c.Key)
	}
	if !bounded(d.Unit, c.Value) {
		return fmt.Errorf("setting %s: not a sensible value in %s", c.Key, d.Unit)
	}
	return nil
}

func def(key string) (Def, bool) {
	for _, d := range Defaults() {
		if d.Key == key {
			return d, true
		}
	}
	return Def{}, false
}

// bounded reports whether a value fits its unit: a minute to a year, 1 to
// 3650, or a known code. A zero would switch a rule off, so there is none.
func bounded(unit, value string) bool {
	switch unit {
	case UnitDuration:
		d, err := time.ParseDuration(value)
		return err == nil && d >= time.Minute && d <= 366*24*time.Hour
	case UnitRank:
		return oneOf(value, "PS", "DS", "PI", "DI", "DCI", "SUPT")
	case UnitVetting:
		return oneOf(value, "RV", "MV", "SC", "DV")
	}
	n, err := strconv.Atoi(value)
	return err == nil && n >= 1 && n <= 3650 && strconv.Itoa(n) == value
}

func oneOf(v string, codes ...string) bool {
	for _, c := range codes {
		if v == c {
			return true
		}
	}
	return false
}

// Get gives a value in text form, or "" for an unknown key.
func (s *State) Get(key string) string {
	if v, ok := s.changed[key]; ok {
		return v
	}
	d, _ := def(key)
	return d.Value
}

// Changed gives the seq of the entry that last changed a setting, or 0 where
// the default stands.
func (s *State) Changed(key string) uint64 { return s.seq[key] }

// Duration gives a setting in unit duration; 0 for any other key.
func (s *State) Duration(key string) time.Duration {
	d, err := time.ParseDuration(s.Get(key))
	if err != nil {
		return 0
	}
	return d
}

// Int gives a setting in a whole-number unit; 0 for any other key.
func (s *State) Int(key string) int {
	n, err := strconv.Atoi(s.Get(key))
	if err != nil {
		return 0
	}
	return n
}
