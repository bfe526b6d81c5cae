package state

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
	"corridor/app/phrase"
	"corridor/app/release"
	"corridor/app/roster"
	"corridor/app/setting"
	"corridor/app/threat"
	"corridor/app/tune"
)

// signedBy is the proof of a record signed with the key of a name.
type signedBy string

func (s signedBy) By(key []byte) error {
	if string(key) != string(s) {
		return errors.New("another key")
	}
	return nil
}

const (
	vaultID = entry.ID("00000000-0000-4000-8000-0000000000aa")
	common  = entry.ID("00000000-0000-4000-8000-0000000000cc")
	product = entry.ID("00000000-0000-4000-8000-0000000000dd")
)

// hash stands for any SHA-256.
const hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// journal makes records as a vault would give them, one second apart.
type journal struct {
	t    *testing.T
	st   *State
	seq  uint64
	past []entry.Record // as written
}

// ground gives what newJournal wrote.
func (j *journal) ground() []entry.Record { return j.past }

func newJournal(t *testing.T) *journal {
	j := &journal{t: t, st: New(func() time.Time { return start.Add(time.Hour) }, func(roster.Key, []byte) error { return nil })}
	j.write("sup", entry.UnitFounded, "", roster.Founded{Ceiling: "OFFICIAL-SENSITIVE", Founder: person("sup", roster.Supervisor),
		Common: roster.Epoch{Compartment: common, Number: 1, Commitment: hash, Members: []entry.Person{"sup"}, Grants: grants("sup")}})
	j.enrol("sup", "han", roster.Handler)
	j.enrol("sup", "res", roster.Resilience)
	j.write("han", entry.PersonConfirmed, "", roster.Confirmed{Person: "res", Fingerprint: "res"})
	j.enrol("sup", "sup2", roster.Supervisor)
	j.write("han", entry.PersonConfirmed, "", roster.Confirmed{Person: "sup2", Fingerprint: "sup2"})
	j.write("han", entry.ProductReceived, product, intel.Received{Ref: "SIU-26-000001", SourceType: intel.Anonymous, Tier: intel.Official, Read: "yes"})
	if len(j.st.Alarms) != 0 {
		t.Fatalf("the ground itself is not sound: %+v", j.st.Alarms)
	}
	return j
}

func person(p entry.Person, roles ...roster.Role) roster.Member {
	until := start.AddDate(1, 0, 0)
	return roster.Member{Person: p, Rank: "DS", Roles: roles, Accreditation: roster.Accreditation{Vetting: roster.DV, VettingUntil: until},
		Keys: []roster.Key{{Fingerprint: string(p), Purpose: roster.PurposeMember, Public: []byte(p)}, {Fingerprint: "r-" + string(p), Purpose: roster.PurposeRelease, Public: []byte("r-" + p)}}}
}

func grants(ps ...entry.Person) []roster.GrantFact {
	var out []roster.GrantFact
	for _, p := range ps {
		out = append(out, roster.GrantFact{Epoch: 1, Person: p, Key: string(p), SHA256: hash})
	}
	return out
}

func (j *journal) enrol(by, p entry.Person, roles ...roster.Role) {
	j.write(by, entry.PersonEnrolled, "", roster.Enrolled{Member: person(p, roles...), Grants: grants(p)})
}

// record makes the next record; mutate may spoil it.
func (j *journal) record(by entry.Person, k entry.Kind, item entry.ID, facts any, roles ...string) entry.Record {
	j.t.Helper()
	b, err := entry.Encode(facts)
	if err != nil {
		j.t.Fatal(err)
	}
	j.seq++
	at := start.Add(time.Duration(j.seq) * time.Second)
	e := entry.Entry{Vault: vaultID, Seq: j.seq, Compartment: common, Epoch: 1, ID: entry.ID(fmt.Sprintf("00000000-0000-4000-8000-%012d", j.seq)),
		Kind: k, Must: entry.MustUnderstand(k), Item: item, Author: by, Done: at, Recorded: at, Facts: b}
	for _, r := range roles {
		e.Contents = append(e.Contents, entry.Content{ID: "x", Role: r})
	}
	return entry.Record{Seq: j.seq, Compartment: common, Epoch: 1, Hash: fmt.Sprint(j.seq), Entry: e, Proof: signedBy(by)}
}

func (j *journal) write(by entry.Person, k entry.Kind, item entry.ID, facts any, roles ...string) {
	j.t.Helper()
	r := j.record(by, k, item, facts, roles...)
	j.past = append(j.past, r)
	j.st.Fold(r)
}

// voided folds a record and gives the fault it was alarmed with.
func (j *journal) voided(r entry.Record) entry.Fault {
	j.t.Helper()
	before := len(j.st.Alarms)
	j.st.Fold(r)
	if len(j.st.Alarms) != before+1 {
		return ""
	}
	return j.st.Alarms[before].Fault
}

// facts gives a well-formed payload of every kind about the product.
func facts(k entry.Kind) any {
	rel := entry.ID("00000000-0000-4000-8000-0000000000ee")
	switch k {
	case entry.UnitFounded:
		return roster.Founded{Ceiling: "SECRET", Founder: person("han", roster.Supervisor)}
	case entry.PersonEnrolled:
		return roster.Enrolled{Member: person("new", roster.Supervisor), Grants: grants("new")}
	case entry.PersonConfirmed:
		return roster.Confirmed{Person: "new", Fingerprint: "new"}
	case entry.PersonLeft:
		return roster.Left{Person: "sup"}
	case entry.AccreditationSet:
		return roster.Accredited{Person: "han", Roles: []roster.Role{roster.Supervisor}, Accreditation: person("han").Accreditation}
	case entry.CompartmentEpoch:
		return roster.Epoch{Compartment: common, Number: 2, Commitment: hash, Members: []entry.Person{"han", "sup"}, Grants: grants("han", "sup")}
	case entry.CompartmentGranted:
		return roster.Granted{Compartment: common, Person: "new", Grants: grants("new")}
	case entry.CompartmentEntered:
		return roster.Entered{Compartment: common}
	case entry.SettingChanged:
		return setting.Changed{Key: "threat.accept", Value: "72h"}
	case entry.JournalExported:
		return intel.Exported{Entries: 1, To: "F"}
	case entry.ThreatAccepted:
		return threat.Accepted{Threat: rel, Version: 1, ReviewBy: start}
	case entry.ThreatReviewed:
		return threat.Reviewed{Threat: rel, Level: "low", ReviewBy: start}
	case entry.ThreatClosed:
		return threat.Closed{Threat: rel}
	case entry.ProductGraded:
		return grade.Graded{Version: 1, Items: []grade.Item{{No: 1, Source: "1", Assessment: "A"}}, Handling: "P"}
	case entry.DraftSaved:
		return intel.Saved{Version: 1, Why: "save"}
	case entry.ReleaseSubmitted:
		return release.Submitted{Release: rel, Ref: "REL-26-000001"}
	case entry.ReleaseApproved:
		return release.Approved{Release: rel}
	case entry.ReleaseReturned, entry.ReleaseRefused:
		return release.Decided{Release: rel}
	case entry.TermAdded:
		return tune.Added{Sense: "gun"}
	case entry.TermDropped:
		return tune.Dropped{Term: rel}
	case entry.RuleOff, entry.RuleOn:
		return tune.Switched{Rule: "ttl-plain"}
	case entry.PhraseAgreed:
		return phrase.Agreed{Phrase: rel}
	case entry.PhraseDropped:
		return phrase.Dropped{Phrase: rel}
	case entry.EmergencySigned:
		return release.EmergencySignedOff{Release: rel, Endorsed: true}
	}
	return struct{}{}
}

// An entry of each kind, soundly signed, by a member who may not make it.
func TestEveryKindByWhoMayNot(t *testing.T) {
	may := map[entry.Kind][]entry.Person{ // who of the four could; every other try is void
		entry.UnitFounded: {}, entry.AccreditationSet: {"sup", "sup2"}, entry.CompartmentEpoch: {"sup", "sup2"}, entry.CompartmentGranted: {"sup", "sup2"},
		entry.SettingChanged: {"sup", "sup2"}, entry.JournalExported: {"sup", "sup2"}, entry.ThreatAccepted: {"sup", "sup2"}, entry.ThreatReviewed: {"sup", "sup2"},
		entry.ThreatClosed: {"sup", "sup2"}, entry.ProductGraded: {"han", "res"}, entry.DraftSaved: {"han", "res"}, entry.ReleaseSubmitted: {"han", "res"},
		entry.ReleaseApproved: {"sup", "sup2"}, entry.ReleaseReturned: {"sup", "sup2"}, entry.ReleaseRefused: {"sup", "sup2"}, entry.EmergencySigned: {"sup", "sup2"},
		entry.PersonLeft: {"sup", "sup2"}, entry.TermAdded: {"sup", "sup2"}, entry.RuleOn: {"sup", "sup2"}, entry.TermDropped: {}, entry.RuleOff: {},
		entry.PhraseAgreed: {"sup", "sup2"}, entry.PhraseDropped: {"sup", "sup2"},
	}
	for kind, allowed := range may {
		for _, who := range []entry.Person{"sup", "sup2", "han", "res"} {
			if contains(allowed, who) {
				continue
			}
			j := newJournal(t)
			if got := j.voided(j.record(who, kind, product, facts(kind))); got != entry.FaultPermission && (kind != entry.UnitFounded || got != entry.FaultSignature) {
				t.Errorf("%s by %s: fault %q, want permission", kind, who, got)
			}
		}
	}
}

// A stranger, and a member signing as another, make nothing of any kind.
func TestEveryKindByAStranger(t *testing.T) {
	for _, kind := range entry.Known() {
		j := newJournal(t)
		if got := j.voided(j.record("nobody", kind, product, facts(kind))); got != entry.FaultSignature {
			t.Errorf("%s by a stranger: fault %q", kind, got)
		}
		r := j.record("sup", kind, product, facts(kind))
		r.Proof = signedBy("han")
		if got := j.voided(r); got != entry.FaultSignature {
			t.Errorf("%s signed by another: fault %q", kind, got)
		}
	}
}

func contains(ps []entry.Person, p entry.Person) bool {
	for _, have := range ps {
		if have == p {
			return true
		}
	}
	return false
}

func TestReplayTimeAndFaults(t *testing.T) {
	j := newJournal(t)
	r := j.record("han", entry.ProductViewed, product, intel.Viewed{What: intel.ViewSource})
	j.st.Fold(r)
	again := r
	j.seq++
	again.Seq, again.Entry.Seq = j.seq, j.seq
	if got := j.voided(again); got != entry.FaultReplay {
		t.Errorf("replay: %q", got)
	}
	late := j.record("han", entry.ProductViewed, product, intel.Viewed{What: intel.ViewSource})
	late.Entry.Recorded = start.Add(48 * time.Hour)
	if got := j.voided(late); got != entry.FaultTime {
		t.Errorf("from the future: %q", got)
	}
	early := j.record("han", entry.ProductViewed, product, intel.Viewed{What: intel.ViewSource})
	early.Entry.Recorded = start.Add(-48 * time.Hour)
	if got := j.voided(early); got != entry.FaultTime {
		t.Errorf("clock set back: %q", got)
	}
	bad := j.record("han", entry.ProductViewed, product, intel.Viewed{What: intel.ViewSource})
	bad.Faults = []entry.Fault{entry.FaultTag}
	if got := j.voided(bad); got != entry.FaultTag {
		t.Errorf("quarantined: %q", got)
	}
	{
		n := j.record("han", entry.ProductViewed, product, intel.Viewed{What: intel.ViewSource})
		j.st.Fold(n)
		if it, _ := j.st.Item(product); len(it.Views) != 2 {
			t.Errorf("work did not go on after the faults: %d views", len(it.Views))
		}
	}
}

func TestNewerKindBlocksTheItem(t *testing.T) {
	j := newJournal(t)
	r := j.record("han", "product.frobnicated", product, struct{}{})
	r.Entry.Must = true
	if got := j.voided(r); got != entry.FaultUnknown {
		t.Errorf("unknown kind: %q", got)
	}
	if it, _ := j.st.Item(product); !it.NewerKind {
		t.Error("the item is not marked")
	}
}

// What the author may never do by hand-made entries.
func TestStateRefusals(t *testing.T) {
	j := newJournal(t)
	settle := intel.Settled{Draft: "d", Finding: "f", Kind: "identifier", Severity: "block", Decision: intel.SettleAccept}
	if got := j.voided(j.record("han", entry.ResidueSettled, product, settle, intel.RoleReason)); got != entry.FaultPermission {
		t.Errorf("author accepts a blocking residue: %q", got)
	}
	settle.Decision = intel.SettleAside
	if got := j.voided(j.record("han", entry.ResidueSettled, product, settle, intel.RoleReason)); got != entry.FaultPermission {
		t.Errorf("handler sets aside: %q", got)
	}
	settle.Kind = "deny_list"
	if got := j.voided(j.record("sup", entry.ResidueSettled, product, settle, intel.RoleReason)); got != entry.FaultState {
		t.Errorf("a deny-list term set aside: %q", got)
	}
	if got := j.voided(j.record("han", entry.PromptAnswered, product, intel.Answered{Category: "kidnap", Answer: intel.No, Flagged: true})); got != entry.FaultState {
		t.Errorf("flagged prompt without a reason: %q", got)
	}
	if got := j.voided(j.record("han", entry.ProductReceived, "00000000-0000-4000-8000-0000000000d2", intel.Received{Ref: "SIU-26-000002", Tier: intel.Secret})); got != entry.FaultState {
		t.Errorf("above the ceiling: %q", got)
	}
	if got := j.voided(j.record("han", entry.ReleaseDispatched, product, release.Dispatched{Release: "r"})); got != entry.FaultState {
		t.Errorf("dispatch of nothing: %q", got)
	}
}
