package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intake"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/risk"
	"corridor/app/roster"
	"corridor/app/threat"
	"corridor/crypto/pgp"
	"corridor/storage/vault"
)

// ticking is a clock that moves on a second at each look, so that every entry
// has a time of its own and no test waits.
type ticking struct {
	mu sync.Mutex
	t  time.Time
}

func (c *ticking) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(time.Second)
	return c.t
}

// reader parses in this process: the child has tests of its own.
type reader struct{}

func (reader) Open(_ context.Context, name string, b []byte, pass string, _ intake.Opener) (intake.Result, error) {
	return intake.Read(name, b, pass, intake.DefaultLimits()), nil
}

// noIndex finds nothing.
type noIndex struct{}

func (noIndex) Add(entry.ID, map[string]string) error { return nil }
func (noIndex) Search(string, int) ([]app.Hit, error) { return nil, nil }

// unit is a real vault with weakly locked keys and officers who take turns.
type unit struct {
	t    *testing.T
	path string
	keys string
	clk  *ticking
	risk *risk.Engine
	desk *app.Desk
	who  entry.Person
	rcp  *pgp.Secret
	to   entry.ID
}

const pass = "velvet anchor beside nine patient rivers"

// weak locks test keys cheaply; real ones take 64 MiB.
func weak(t *testing.T) vault.Strength {
	t.Log("keys of this test are locked weakly: 1 MiB, one pass")
	return vault.Strength{MemoryKiB: 1024, Time: 1, Threads: 1}
}

func member(p entry.Person, now time.Time, roles ...roster.Role) roster.Member {
	until := now.AddDate(3, 0, 0).UTC().Truncate(24 * time.Hour)
	return roster.Member{Person: p, Rank: "DS", Roles: roles, Accreditation: roster.Accreditation{Vetting: roster.DV, VettingUntil: until,
		Briefed57: now.AddDate(0, -1, 0).UTC().Truncate(24 * time.Hour), Briefed57Til: until, HandlerCourse: now.AddDate(-1, 0, 0).UTC().Truncate(24 * time.Hour)}}
}

// newUnit founds a unit with a supervisor (hale), a handler (malik), a second
// supervisor (idris) who also writes, and a resilience officer (okafor).
func newUnit(t *testing.T) *unit {
	t.Helper()
	dir := t.TempDir()
	e, err := risk.New()
	must(t, err)
	u := &unit{t: t, path: filepath.Join(dir, "unit.corridor"), keys: filepath.Join(dir, "keys"), risk: e,
		clk: &ticking{t: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}}
	v, err := vault.Found(t.Context(), u.path, vault.Founding{KeyDir: u.keys, Passphrase: []byte(pass), Member: member("hale", u.clk.now(), roster.Supervisor),
		Ceiling: string(intel.OfficialSensitive), Strength: weak(t), Now: u.clk.now,
		Pieces: []entry.Piece{{Role: "unit", Body: []byte("Test SIU")}, {Role: "name", Body: []byte("R. Hale")}}})
	must(t, err)
	u.open(v, "hale")
	u.enrol("malik", roster.Handler)
	u.enrol("idris", roster.Supervisor, roster.Handler)
	u.as("malik")
	u.confirm("idris")
	u.as("hale")
	u.enrol("okafor", roster.Resilience)
	u.as("malik")
	u.confirm("okafor")
	t.Cleanup(func() {
		if u.desk != nil {
			if err := u.desk.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	return u
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (u *unit) open(v *vault.Vault, who entry.Person) {
	u.t.Helper()
	d, err := app.OpenDesk(u.t.Context(), app.Parts{Vault: v, Reader: reader{}, Index: noIndex{}, Risk: u.risk, Now: u.clk.now, NewID: vault.NewID, Rand: rand.Reader})
	must(u.t, err)
	u.desk, u.who = d, who
}

func (u *unit) as(who entry.Person) *app.Desk {
	u.t.Helper()
	if u.who == who {
		return u.desk
	}
	must(u.t, u.desk.Close())
	u.desk = nil
	v, err := vault.Open(u.t.Context(), u.path, u.keys, who, []byte(pass), u.clk.now)
	must(u.t, err)
	u.open(v, who)
	return u.desk
}

func (u *unit) enrol(p entry.Person, roles ...roster.Role) {
	u.t.Helper()
	m := member(p, u.clk.now(), roles...)
	keys, err := vault.NewMemberKeys(u.keys, u.desk.Vault.ID(), p, []byte(pass), weak(u.t), u.clk.now())
	must(u.t, err)
	m.Keys = keys
	must(u.t, u.desk.Enrol(u.t.Context(), app.PersonInput{Name: string(p), Member: m}))
}

func (u *unit) code(p entry.Person) string {
	for _, v := range u.desk.Unit().People {
		if v.Person == p {
			return v.Code
		}
	}
	u.t.Fatalf("no person %s", p)
	return ""
}

func (u *unit) confirm(p entry.Person) {
	u.t.Helper()
	must(u.t, u.desk.ConfirmPerson(u.t.Context(), p, u.code(p)))
}

const tablets = "The man they call Biscuit sells tablets from a blue Corsa by the swimming baths every evening at ten past seven."

func (u *unit) receive(text string) entry.ID {
	u.t.Helper()
	took, err := u.desk.Receive(u.t.Context(), app.Incoming{Name: "note.txt", Bytes: []byte(text), SourceType: intel.Anonymous, Tier: intel.OfficialSensitive,
		Intelligence: "2026-11-20", Receipt: intel.Receipt{Originator: "Charity line", OriginatorRef: "CL-77213"}})
	must(u.t, err)
	return took.Item
}

// read opens an item and answers "no" throughout.
func (u *unit) read(id entry.ID) {
	u.t.Helper()
	p, err := u.desk.Open(u.t.Context(), id)
	must(u.t, err)
	for _, c := range p.Prompts {
		must(u.t, u.desk.Answer(u.t.Context(), id, c.Category, intel.No, "Read in full; nothing points that way."))
	}
}

func (u *unit) recipient() {
	u.t.Helper()
	k, err := pgp.Generate("D. Rowan", u.clk.now(), rand.Reader)
	must(u.t, err)
	pub, err := k.Public()
	must(u.t, err)
	u.rcp = k
	u.to, err = u.desk.RecordRecipient(u.t.Context(), app.RecipientInput{Name: "D. Rowan", Post: "DI", Organisation: "Eastmere CID", Clearance: "SC", Certificate: pub})
	must(u.t, err)
	fpr := k.Fingerprint()
	must(u.t, u.desk.ConfirmRecipient(u.t.Context(), u.to, fpr[len(fpr)-10:], "switchboard"))
}

func (u *unit) grade(id entry.ID) {
	u.t.Helper()
	must(u.t, u.desk.Grade(u.t.Context(), id, app.GradeInput{Graded: grade.Graded{Handling: "P", Items: []grade.Item{{No: 1, Source: "2", Assessment: "D"}}}}))
}

var clean = intel.DraftText{Title: "Street supply", Body: "Tablets may be sold from a vehicle near leisure premises in the evening."}

func (u *unit) draft(id entry.ID, t intel.DraftText) {
	u.t.Helper()
	ctx := u.t.Context()
	must(u.t, u.desk.SaveDraft(ctx, id, t, "save"))
	fs, err := u.desk.CheckDraft(ctx, id, t)
	must(u.t, err)
	for _, f := range fs.List {
		if f.Settled == "" && f.Severity == "advise" {
			must(u.t, u.desk.Settle(ctx, id, f.Key, intel.SettleAccept, "Known to many."))
		}
	}
	u.check(id)
}

func (u *unit) check(id entry.ID) {
	u.t.Helper()
	must(u.t, u.desk.CheckThreat(u.t.Context(), id, app.CheckInput{Real: intel.No, Immediate: intel.No, Identified: intel.No,
		Words: threat.CheckWords{IfReleased: "Nobody is named.", IfNotReleased: "Supply goes on."}}))
}

func (u *unit) submission() app.Submission {
	return app.Submission{Recipients: []entry.ID{u.to}, Basis: release.Bases()[0].Code, Tier: intel.OfficialSensitive, Disposition: release.ForIntelligence,
		Words: release.CaseWords{Purpose: "p", NeedToKnow: "n", Necessity: "n", Proportionality: "p", MarkingLine: "OFFICIAL-SENSITIVE"}}
}

// submitted takes a fresh item to a submission by malik.
func (u *unit) submitted() (item, rel entry.ID) {
	u.t.Helper()
	u.as("malik")
	u.recipient()
	item = u.receive(tablets)
	u.read(item)
	u.grade(item)
	u.draft(item, clean)
	rel, err := u.desk.Submit(u.t.Context(), item, u.submission())
	must(u.t, err)
	return item, rel
}

func (u *unit) approve(rel entry.ID) error {
	u.t.Helper()
	_, err := u.desk.OpenSubmission(u.t.Context(), rel)
	must(u.t, err)
	return u.desk.Approve(u.t.Context(), rel, []byte(pass))
}

// refusedFor asks that an error is a refusal that names a code.
func refusedFor(t *testing.T, err error, code string) {
	t.Helper()
	var no *app.RefusedError
	if !errors.As(err, &no) {
		t.Fatalf("want a refusal for %s, got %v", code, err)
	}
	for _, r := range no.Reasons {
		if r.Code == code {
			return
		}
	}
	t.Fatalf("want %s among %v", code, no.Reasons)
}

func TestWholeJob(t *testing.T) {
	u := newUnit(t)
	_, rel := u.submitted()
	u.as("hale")
	must(t, u.approve(rel))
	u.as("malik")
	packs, err := u.desk.Dispatch(t.Context(), rel)
	must(t, err)
	if len(packs) != 1 {
		t.Fatalf("%d packages", len(packs))
	}
	for name, b := range packs[0].Files {
		plain, _, err := u.rcp.DecryptMessage(b, u.clk.now())
		if err != nil {
			t.Fatalf("%s does not open: %v", name, err)
		}
		for _, secret := range []string{"Biscuit", "Charity", "CL-77213", "malik", "hale", "SIU-26"} {
			if bytes.Contains(plain, []byte(secret)) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
	again, err := u.desk.Dispatch(t.Context(), rel)
	if err != nil || len(again) != 1 || again[0].Copy != packs[0].Copy {
		t.Errorf("a lost package could not be made again: %v", err)
	}
	if err := u.desk.Refuse(t.Context(), rel, "too late"); err == nil {
		t.Error("refused after it was sent")
	}
	must(t, u.desk.Acknowledge(t.Context(), rel, 1))
	r, err := u.desk.Verify(t.Context())
	must(t, err)
	if len(r.Alarms) != 0 {
		t.Errorf("alarms: %v", r.Alarms)
	}
}

func TestNobodyApprovesTheirOwn(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	u.recipient()
	u.as("idris") // supervisor and handler
	item := u.receive(tablets)
	u.read(item)
	u.grade(item)
	u.draft(item, clean)
	rel, err := u.desk.Submit(t.Context(), item, u.submission())
	must(t, err)
	refusedFor(t, u.approve(rel), "own_work")
	_, err = u.desk.Dispatch(t.Context(), rel)
	refusedFor(t, err, "not_approved")
	u.as("hale")
	must(t, u.approve(rel))
}

// One word by a supervisor makes it theirs too.
func TestOneWordBarsTheSupervisor(t *testing.T) {
	u := newUnit(t)
	item, _ := u.submitted()
	u.as("idris")
	_, err := u.desk.Open(t.Context(), item)
	must(t, err)
	edited := clean
	edited.Body = strings.Replace(edited.Body, "may be", "are believed to be", 1)
	u.draft(item, edited)
	rel, err := u.desk.Submit(t.Context(), item, u.submission())
	must(t, err)
	refusedFor(t, u.approve(rel), "own_work")
}

func TestEditAfterApprovalVoids(t *testing.T) {
	u := newUnit(t)
	item, rel := u.submitted()
	u.as("hale")
	must(t, u.approve(rel))
	u.as("malik")
	_, err := u.desk.Open(t.Context(), item)
	must(t, err)
	edited := clean
	edited.Body += " "
	edited.Body += "Often."
	must(t, u.desk.SaveDraft(t.Context(), item, edited, "save"))
	_, err = u.desk.Dispatch(t.Context(), rel)
	refusedFor(t, err, "submission_other_draft")
	refusedFor(t, err, "check_other_draft")
}

func TestLifePromptRaisesAndBlocks(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	u.recipient()
	item := u.receive(tablets)
	p, err := u.desk.Open(t.Context(), item)
	must(t, err)
	if s := p.Steps[2]; s.ID != "threat" || s.State != "open" || s.Note != "unanswered" {
		t.Errorf("while the questions of life are unanswered the step is %+v", s)
	}
	for _, c := range p.Prompts {
		a := intel.No
		if c.Category == "threat_to_life" {
			a = intel.CannotTell
		}
		must(t, u.desk.Answer(t.Context(), item, c.Category, a, "because"))
	}
	if got := u.desk.Threats(); len(got) != 1 {
		t.Fatalf("%d threats", len(got))
	}
	u.grade(item)
	u.draft(item, clean)
	_, err = u.desk.Submit(t.Context(), item, u.submission())
	refusedFor(t, err, "threat_unowned")
	th := u.desk.Threats()[0].T.ID
	if err := u.desk.AcceptThreat(t.Context(), item, th); err == nil {
		t.Error("a handler accepted ownership")
	}
	// The emergency route stays open all the while.
	_, err = u.desk.Emergency(t.Context(), item, app.EmergencyInput{How: release.Spoken, Words: release.EmergencyWords{Words: "w", Recipient: "r", Why: "y"}})
	must(t, err)
	u.as("hale")
	must(t, u.desk.AcceptThreat(t.Context(), item, th))
	u.as("malik")
	_, err = u.desk.Open(t.Context(), item)
	must(t, err)
	_, err = u.desk.Submit(t.Context(), item, u.submission())
	must(t, err)
}

func TestProvisionalReleasesNothing(t *testing.T) {
	dir := t.TempDir()
	e, err := risk.New()
	must(t, err)
	u := &unit{t: t, path: filepath.Join(dir, "u.corridor"), keys: filepath.Join(dir, "keys"), risk: e, clk: &ticking{t: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}}
	v, err := vault.Found(t.Context(), u.path, vault.Founding{KeyDir: u.keys, Passphrase: []byte(pass), Member: member("hale", u.clk.now(), roster.Supervisor, roster.Handler),
		Ceiling: string(intel.OfficialSensitive), Strength: weak(t), Now: u.clk.now})
	must(t, err)
	u.open(v, "hale")
	defer func() { must(t, u.desk.Close()) }()
	if !u.desk.Status().Provisional {
		t.Fatal("one person, and not provisional")
	}
	u.recipient()
	item := u.receive(tablets)
	u.read(item)
	u.grade(item)
	u.draft(item, clean)
	_, err = u.desk.Submit(t.Context(), item, u.submission())
	refusedFor(t, err, "provisional")
}

func TestCompartmentIsNotThereForOutsiders(t *testing.T) {
	u := newUnit(t)
	u.as("hale")
	id, err := u.desk.NewCompartment(t.Context(), app.CompartmentInput{Label: "ACORN", Members: []entry.Person{"hale", "malik"}})
	must(t, err)
	took, err := u.desk.Receive(t.Context(), app.Incoming{Name: "n.txt", Bytes: []byte("secret matter"), Compartment: id, SourceType: intel.CHIS, Tier: intel.OfficialSensitive,
		Receipt: intel.Receipt{Originator: "DSU"}})
	must(t, err)
	d := u.as("okafor")
	if _, err := d.Open(t.Context(), took.Item); !errors.Is(err, app.ErrNoItem) {
		t.Errorf("outsider got %v", err)
	}
	if _, err := d.Open(t.Context(), "6c9c4a10-0000-4000-8000-000000000000"); !errors.Is(err, app.ErrNoItem) {
		t.Errorf("no such item got %v", err)
	}
	if err := d.Enter(t.Context(), id, "curious"); !errors.Is(err, app.ErrNoItem) {
		t.Errorf("outsider entering got %v", err)
	}
	if n := len(d.Unit().Compartments); n != 1 {
		t.Errorf("outsider sees %d compartments", n)
	}
	d = u.as("malik")
	if _, err := d.Open(t.Context(), took.Item); !errors.Is(err, app.ErrNoItem) {
		t.Errorf("not entered, got %v", err)
	}
	refusedFor(t, d.Enter(t.Context(), id, " "), "justification")
	must(t, d.Enter(t.Context(), id, "my product"))
	if _, err := d.Open(t.Context(), took.Item); err != nil {
		t.Errorf("member on the list: %v", err)
	}
}

func TestTypedSurvives(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	item := u.receive(tablets)
	must(t, u.desk.KeepTyped(t.Context(), item, clean))
	u.as("hale")
	if _, ok, _ := u.desk.Typed(t.Context(), item); ok {
		t.Error("another officer sees what was typed")
	}
	u.as("malik")
	got, ok, err := u.desk.Typed(t.Context(), item)
	if err != nil || !ok || got != clean {
		t.Errorf("typed text: %v %v %v", got, ok, err)
	}
}

func TestSameBytesAreLinked(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	first := u.receive(tablets)
	took, err := u.desk.Receive(t.Context(), app.Incoming{Name: "again.txt", Bytes: []byte(tablets), SourceType: intel.Anonymous, Tier: intel.OfficialSensitive,
		Receipt: intel.Receipt{Originator: "Charity line"}})
	must(t, err)
	if took.Item != first || took.Already == "" || len(u.desk.Inbox()) != 1 {
		t.Errorf("doubled: %+v", took)
	}
}

// Everything that is printed is checked, not the draft alone.
func TestWordsBesideTheDraftAreChecked(t *testing.T) {
	u := newUnit(t)
	item, _ := u.submitted()
	s := u.submission()
	s.Words.ActionOn = "He sells tablets from a blue Corsa by the swimming baths every evening at ten past seven."
	_, err := u.desk.Submit(t.Context(), item, s)
	refusedFor(t, err, "carried")
	s = u.submission()
	s.Words.Conditions = "Quote CL-77213 to the Charity line."
	_, err = u.desk.Submit(t.Context(), item, s)
	refusedFor(t, err, "carried")
	s = u.submission()
	s.ReviewDate = "call 07700 900123"
	_, err = u.desk.Submit(t.Context(), item, s)
	refusedFor(t, err, "review_date")
	for _, line := range []string{"OFFICIAL", "OFFICIAL – RECIPIENTS ONLY", "", "SECRET"} {
		s = u.submission()
		s.Words.MarkingLine = line
		_, err = u.desk.Submit(t.Context(), item, s)
		refusedFor(t, err, "marking_line")
	}
}

func TestRegradeAfterSubmissionVoids(t *testing.T) {
	u := newUnit(t)
	item, rel := u.submitted()
	u.as("hale")
	must(t, u.approve(rel))
	u.as("malik")
	_, err := u.desk.Open(t.Context(), item)
	must(t, err)
	must(t, u.desk.Grade(t.Context(), item, app.GradeInput{Graded: grade.Graded{Handling: "C", Action: "A1", Sanitisation: "S1", Items: []grade.Item{{No: 1, Source: "2", Assessment: "D"}}},
		Words: grade.Words{Instructions: "Covert development only.", RiskAssessment: "Low if held closely."}}))
	_, err = u.desk.Dispatch(t.Context(), rel)
	refusedFor(t, err, "submission_other_grade")
}

// Whoever graded it wrote its handling instructions: they cannot approve it.
func TestGraderDoesNotApprove(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	u.recipient()
	item := u.receive(tablets)
	u.read(item)
	u.as("idris")
	_, err := u.desk.Open(t.Context(), item)
	must(t, err)
	u.grade(item)
	u.as("malik")
	_, err = u.desk.Open(t.Context(), item)
	must(t, err)
	u.draft(item, clean)
	rel, err := u.desk.Submit(t.Context(), item, u.submission())
	must(t, err)
	u.as("idris")
	refusedFor(t, u.approve(rel), "own_work")
}

func TestLapsedSupervisorDoesNotApprove(t *testing.T) {
	u := newUnit(t)
	_, rel := u.submitted()
	d := u.as("hale")
	lapsed := member("idris", u.clk.now(), roster.Supervisor, roster.Handler)
	lapsed.Accreditation.VettingUntil = u.clk.now().AddDate(0, 0, -1).Truncate(24 * time.Hour)
	must(t, d.Accredit(t.Context(), "idris", lapsed.Roles, lapsed.Accreditation))
	u.as("idris")
	if err := u.approve(rel); err == nil {
		t.Error("a lapsed supervisor approved")
	}
}

// "Cannot tell" and protected material are settled by a supervisor alone.
func TestOnlyASupervisorSettlesWhatIsHeld(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	item := u.receive(tablets)
	_, err := u.desk.Open(t.Context(), item)
	must(t, err)
	for c, first := range map[risk.Category]intel.Answer{"legal_privilege": intel.Yes, "corruption": intel.CannotTell} {
		must(t, u.desk.Answer(t.Context(), item, c, first, "marked so"))
		refusedFor(t, u.desk.Answer(t.Context(), item, c, intel.No, "on reflection"), "held")
	}
	u.as("hale")
	_, err = u.desk.Open(t.Context(), item)
	must(t, err)
	must(t, u.desk.Answer(t.Context(), item, "legal_privilege", intel.No, "Legal advice taken: not privileged."))
}

// A slip is refused before it is written: the journal stays without alarms.
func TestSlipsLeaveNoVoidEntries(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	item := u.receive(tablets)
	_, err := u.desk.Open(t.Context(), item)
	must(t, err)
	must(t, u.desk.RaiseThreat(t.Context(), item, "said to be in danger"))
	th := u.desk.Threats()[0].T.ID
	u.as("hale")
	_, err = u.desk.Open(t.Context(), item)
	must(t, err)
	if err := u.desk.CloseThreat(t.Context(), item, th, "nothing in it"); err == nil {
		t.Error("closed without an assessment")
	}
	if err := u.desk.SetPolicy(t.Context(), "no.such.key", "1"); err == nil {
		t.Error("an unknown setting was set")
	}
	r, err := u.desk.Verify(t.Context())
	must(t, err)
	if len(r.Alarms) != 0 {
		t.Errorf("alarms after honest slips: %+v", r.Alarms)
	}
}

// What the originator said last is what stands.
func TestWithdrawnConsentStands(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	item := u.receive(tablets)
	_, err := u.desk.Open(t.Context(), item)
	must(t, err)
	must(t, u.desk.Consult(t.Context(), item, intel.ForAction, true, "PC Doe", "agreed", time.Time{}))
	must(t, u.desk.Consult(t.Context(), item, intel.ForAction, false, "PC Doe", "withdrawn", time.Time{}))
	u.recipient()
	u.read(item)
	must(t, u.desk.Grade(t.Context(), item, app.GradeInput{Graded: grade.Graded{Handling: "C", Action: "A1", Sanitisation: "S1", Items: []grade.Item{{No: 1, Source: "2", Assessment: "D"}}},
		Words: grade.Words{Instructions: "Covert development only.", RiskAssessment: "Low if held closely."}}))
	u.draft(item, clean)
	s := u.submission()
	s.Disposition = release.ForAction
	_, err = u.desk.Submit(t.Context(), item, s)
	refusedFor(t, err, "a1_originator")
}

func TestGrantOpensACompartmentToOneMore(t *testing.T) {
	u := newUnit(t)
	d := u.as("hale")
	id, err := d.NewCompartment(t.Context(), app.CompartmentInput{Label: "ACORN", Members: []entry.Person{"hale", "malik"}})
	must(t, err)
	took, err := d.Receive(t.Context(), app.Incoming{Name: "n.txt", Bytes: []byte("an earlier matter"), Compartment: id, SourceType: intel.CHIS, Tier: intel.OfficialSensitive,
		Receipt: intel.Receipt{Originator: "DSU"}})
	must(t, err)
	must(t, d.GrantCompartment(t.Context(), id, "okafor"))
	refusedFor(t, d.GrantCompartment(t.Context(), id, "okafor"), "listed")
	d = u.as("okafor")
	must(t, d.Enter(t.Context(), id, "covering tonight"))
	if _, err := d.Open(t.Context(), took.Item); err != nil {
		t.Errorf("what was there before the grant: %v", err)
	}
}
