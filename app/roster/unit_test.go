package roster

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"corridor/app/entry"
)

var day0 = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

const (
	vault  entry.ID = "vault"
	common entry.ID = "common"
)

func hash(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

// unit drives a State through a journal, one entry after another.
type unit struct {
	t *testing.T
	*State
	seq uint64
	at  time.Time
}

func (u *unit) entry(by entry.Person, k entry.Kind, in entry.ID, facts any) entry.Entry {
	u.t.Helper()
	b, err := entry.Encode(facts)
	if err != nil {
		u.t.Fatal(err)
	}
	return entry.Entry{Vault: vault, Seq: u.seq + 1, Compartment: in, ID: entry.ID(fmt.Sprintf("e%d", u.seq+1)), Kind: k,
		Author: by, Done: u.at, Recorded: u.at, Facts: b}
}

// try folds an entry and takes its place in the journal whether or not it was
// refused, as a journal does.
func (u *unit) try(by entry.Person, k entry.Kind, in entry.ID, facts any) error {
	u.t.Helper()
	e := u.entry(by, k, in, facts)
	before := u.Clone()
	permitted, err := u.Permit(e), u.Fold(e)
	if permitted != nil && err == nil && isStep(k) {
		u.t.Errorf("%s: Permit refuses but Fold applies: %v", k, permitted)
	}
	if err != nil && printed(before) != printed(u.State) {
		u.t.Errorf("%s: a refused entry changed the roster", k)
	}
	u.seq++
	return err
}

// printed is all that a roster knows, but for the table.
func printed(s *State) string {
	c := *s
	c.lines = nil
	return fmt.Sprint(c)
}

func isStep(k entry.Kind) bool { _, ok := steps()[k]; return ok }

func (u *unit) must(by entry.Person, k entry.Kind, in entry.ID, facts any) {
	u.t.Helper()
	if err := u.try(by, k, in, facts); err != nil {
		u.t.Fatalf("%s by %s: %v", k, by, err)
	}
}

// refused wants a Denied of a code.
func (u *unit) refused(code string, by entry.Person, k entry.Kind, in entry.ID, facts any) {
	u.t.Helper()
	err := u.try(by, k, in, facts)
	d, ok := AsDenied(err)
	if !ok || d.Code != code {
		u.t.Errorf("%s by %s: got %v, want %s", k, by, err, code)
		return
	}
	if d.Words == "" || d.Kind != k || !strings.Contains(d.Error(), code) {
		u.t.Errorf("denial without words: %+v", d)
	}
}

func member(p entry.Person, rank string, roles ...Role) Member { return keyed(p, "1", rank, roles...) }

// keyed is a member with the n-th pair of keys.
func keyed(p entry.Person, n, rank string, roles ...Role) Member {
	key := func(purpose string) Key {
		return Key{Fingerprint: strings.ToUpper(hash(string(p) + n + purpose)[:40]), Purpose: purpose, Public: []byte("public " + string(p) + n + purpose), Possession: []byte("proof")}
	}
	return Member{Person: p, Rank: rank, Roles: roles, Keys: []Key{key(PurposeMember), key(PurposeRelease)},
		Accreditation: Accreditation{Vetting: DV, VettingUntil: day0.AddDate(5, 0, 0), Briefed57: day0.AddDate(0, -1, 0),
			Briefed57Til: day0.AddDate(0, 11, 0), HandlerCourse: day0.AddDate(-1, 0, 0)}}
}

func grantOf(m Member, c entry.ID, epoch uint32) GrantFact {
	return GrantFact{Epoch: epoch, Person: m.Person, Key: m.key(PurposeMember).Fingerprint, SHA256: hash(fmt.Sprint(c, epoch, m.Person))}
}

func epochOf(c entry.ID, n uint32, needs Needs, ms ...Member) Epoch {
	e := Epoch{Compartment: c, Number: n, Commitment: hash(fmt.Sprint(c, n)), Needs: needs}
	for _, m := range ms {
		e.Members = append(e.Members, m.Person)
		e.Grants = append(e.Grants, grantOf(m, c, n))
	}
	return e
}

func founding(m Member) Founded {
	return Founded{Ceiling: "OFFICIAL-SENSITIVE", Founder: m, Common: epochOf(common, 1, Needs{}, m)}
}

// enrolment carries a grant for each epoch of the unit's compartment.
func (u *unit) enrolment(m Member) Enrolled {
	f := Enrolled{Member: m}
	c, _ := u.Compartment(common)
	for _, e := range c.Epochs {
		f.Grants = append(f.Grants, grantOf(m, common, e.Number))
	}
	return f
}

func confirmation(m Member) Confirmed {
	return Confirmed{Person: m.Person, Fingerprint: m.key(PurposeMember).Fingerprint}
}

var (
	ann = member("p-ann", "DS", Supervisor)
	bob = member("p-bob", "DC", Handler)
	cat = member("p-cat", "PC", Resilience)
	dan = member("p-dan", "DI", Supervisor)
)

// founded is a unit of one: Ann, a supervisor.
func founded(t *testing.T) *unit {
	t.Helper()
	u := &unit{t: t, State: New(nil), at: day0}
	u.must(ann.Person, entry.UnitFounded, common, founding(ann))
	return u
}

// pair is Ann and Bob; trio is Ann, Bob and Cat.
func pair(t *testing.T) *unit {
	t.Helper()
	u := founded(t)
	u.must(ann.Person, entry.PersonEnrolled, common, u.enrolment(bob))
	return u
}

func trio(t *testing.T) *unit {
	t.Helper()
	u := pair(t)
	u.join(cat, ann.Person, bob.Person)
	return u
}

func (u *unit) join(m Member, by, second entry.Person) {
	u.t.Helper()
	u.must(by, entry.PersonEnrolled, common, u.enrolment(m))
	u.must(second, entry.PersonConfirmed, common, confirmation(m))
}

// propose makes the first half of an act that takes two.
func (u *unit) propose(by entry.Person, k entry.Kind, in entry.ID, facts any) {
	u.t.Helper()
	b, err := entry.Encode(facts)
	if err != nil {
		u.t.Fatal(err)
	}
	u.must(by, entry.ActProposed, in, Proposed{Kind: k, Facts: b})
}

// remove is a removal by two officers.
func (u *unit) remove(by, second entry.Person, f Left) {
	u.t.Helper()
	u.propose(by, entry.PersonLeft, common, f)
	u.must(second, entry.PersonLeft, common, f)
}

// status is a person's standing, "" for nobody.
func (u *unit) status(p entry.Person) string {
	have, _ := u.Person(p)
	return have.Status
}

var errFalse = errors.New("no proof")
