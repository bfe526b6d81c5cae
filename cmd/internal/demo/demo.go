// Package demo makes a demonstration unit: three officers, two compartments
// and some forty fictitious items in every state, each taken there by the same
// verbs that an officer uses, under each officer's own key in turn.
//
// It refuses: any short cut past the rules. What it shows is what they allow.
package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/roster"
	"corridor/app/threat"
	"corridor/cmd/internal/station"
	"corridor/crypto/pgp"
)

// Officer is one of the three, with the passphrase that the demonstration gave.
type Officer struct {
	Person     entry.Person
	Name       string
	Rank       string
	Role       roster.Role
	Passphrase string
}

// Officers are the three of the demonstration unit. Their passphrases protect
// nothing but fictitious items.
func Officers() []Officer {
	return []Officer{
		{"hale", "R. Hale", "DS", roster.Supervisor, "copper lantern over seven quiet harbours"},
		{"malik", "A. Malik", "DC", roster.Handler, "velvet anchor beside nine patient rivers"},
		{"okafor", "T. Okafor", "DC", roster.Resilience, "amber satchel under four gentle mountains"},
	}
}

// UnitName is what the demonstration unit is called.
const UnitName = "Northern Region SIU (demonstration)"

// Provenance is the neutral line of the demonstration's reports.
const Provenance = "Assessed and prepared for the recipient."

// Steps is how often Build reports.
const Steps = 10

// Unit is a demonstration unit as it was made.
type Unit struct {
	Vault     string
	Keys      string
	Recipient *pgp.Secret // of the fictitious recipient
	Packages  []app.Package
}

// player plays the officers in turn: on one workstation they take turns.
type player struct {
	ctx   context.Context
	st    *station.Station
	vault string
	desk  *app.Desk
	who   entry.Person
	say   func(string)
	rcp   *pgp.Secret
	to    entry.ID
	comps map[string]entry.ID
	items []entry.ID
	stuck map[entry.ID]bool
	unit  *Unit
}

// Build makes the unit in dir: demo.corridor and keys/. say hears each step.
func Build(ctx context.Context, st *station.Station, dir string, say func(string)) (u *Unit, err error) {
	p := &player{ctx: ctx, st: st, vault: filepath.Join(dir, "demo.corridor"), say: say, comps: map[string]entry.ID{}, stuck: map[entry.ID]bool{},
		unit: &Unit{Vault: filepath.Join(dir, "demo.corridor"), Keys: st.Keys}}
	defer func() {
		if p.desk != nil {
			err = errors.Join(err, p.desk.Close())
		}
	}()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	for _, step := range []func() error{p.found, p.recipient, p.compartments, p.receive, p.firstRead, p.threats, p.grades, p.submit, p.decide, p.dispatch} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
	}
	return p.unit, nil
}

// as unlocks the vault for an officer, closing the desk of the one before.
func (p *player) as(who entry.Person) error {
	if p.who == who && p.desk != nil {
		return nil
	}
	if p.desk != nil {
		if err := p.desk.Close(); err != nil {
			return err
		}
	}
	p.desk = nil
	for _, o := range Officers() {
		if o.Person != who {
			continue
		}
		d, err := p.st.Unlock(p.ctx, p.vault, who, []byte(o.Passphrase))
		if err != nil {
			return err
		}
		p.desk, p.who = d, who
	}
	if who == "okafor" {
		return nil // on neither list
	}
	for name, id := range p.comps {
		if err := p.desk.Enter(p.ctx, id, "Demonstration of "+name); err != nil {
			return err
		}
	}
	return nil
}

func member(o Officer, now time.Time) roster.Member {
	year := now.AddDate(1, 0, 0).UTC().Truncate(24 * time.Hour)
	return roster.Member{Person: o.Person, Rank: o.Rank, Roles: []roster.Role{o.Role}, Accreditation: roster.Accreditation{
		Vetting: roster.DV, VettingUntil: now.AddDate(4, 0, 0).UTC().Truncate(24 * time.Hour), Briefed57: now.AddDate(0, -2, 0).UTC().Truncate(24 * time.Hour),
		Briefed57Til: year, HandlerCourse: now.AddDate(-1, 0, 0).UTC().Truncate(24 * time.Hour), SPoCUntil: year}}
}

func (p *player) found() error {
	os := Officers()
	p.say("Found the unit; three officers make their keys")
	d, err := p.st.Found(p.ctx, p.vault, station.Founding{Unit: UnitName, Ceiling: string(intel.OfficialSensitive),
		Name: os[0].Name, Member: member(os[0], p.st.Now()), Passphrase: []byte(os[0].Passphrase)})
	if err != nil {
		return err
	}
	p.desk, p.who = d, os[0].Person
	for _, o := range os[1:] {
		m := member(o, p.st.Now())
		if m.Keys, err = p.st.NewKeys(d, o.Person, []byte(o.Passphrase)); err != nil {
			return err
		}
		if err := d.Enrol(p.ctx, app.PersonInput{Name: o.Name, Member: m}); err != nil {
			return err
		}
	}
	code := ""
	for _, v := range d.Unit().People {
		if v.Person == os[2].Person {
			code = v.Code
		}
	}
	if err := p.as(os[1].Person); err != nil {
		return err
	}
	return p.desk.ConfirmPerson(p.ctx, os[2].Person, code)
}

func (p *player) recipient() error {
	p.say("Record a recipient and confirm the fingerprint by voice")
	if err := p.as("malik"); err != nil {
		return err
	}
	k, err := pgp.Generate("D. Rowan, Eastmere CID, fictitious", p.st.Now(), nil)
	if err != nil {
		return err
	}
	pub, err := k.Public()
	if err != nil {
		return err
	}
	p.rcp, p.unit.Recipient = k, k
	p.to, err = p.desk.RecordRecipient(p.ctx, app.RecipientInput{Name: "D. Rowan", Post: "Detective Inspector", Organisation: "Eastmere CID",
		Clearance: "SC, confirmed with their force vetting unit", Certificate: pub})
	if err != nil {
		return err
	}
	fpr := k.Fingerprint()
	return p.desk.ConfirmRecipient(p.ctx, p.to, fpr[len(fpr)-8:], "Rang the switchboard and asked for them")
}

func (p *player) compartments() error {
	p.say("Make two compartments; the resilience officer is on neither list")
	if err := p.as("hale"); err != nil {
		return err
	}
	for name, needs := range map[string]roster.Needs{acorn: {Vetting: roster.SC, Course: false}, birch: {Vetting: roster.DV, Briefed57: true}} {
		id, err := p.desk.NewCompartment(p.ctx, app.CompartmentInput{Label: name, Members: []entry.Person{"hale", "malik"}, Needs: needs, Intercept: name == birch})
		if err != nil {
			return err
		}
		p.comps[name] = id
	}
	return nil
}

func (p *player) receive() error {
	p.say("Receive the items; each is read by a child process without keys")
	if err := p.as("malik"); err != nil {
		return err
	}
	for i, s := range samples() {
		name := fmt.Sprintf("%s.txt", strings.ToLower(strings.NewReplacer("/", "-", " ", "-").Replace(s.ref)))
		took, err := p.desk.Receive(p.ctx, app.Incoming{Name: name, Bytes: []byte(s.text + "\n"), Compartment: p.comps[s.compartment], SourceType: s.source,
			Tier: intel.OfficialSensitive, Intelligence: p.st.Now().AddDate(0, 0, -(i % 5)).Format("2006-01-02"),
			Receipt: intel.Receipt{Originator: s.from, OriginatorRef: s.ref, Marking: "OFFICIAL-SENSITIVE"}})
		if err != nil {
			return err
		}
		p.items = append(p.items, took.Item)
	}
	return nil
}

// each runs fn for the items that are to reach one of the states.
func (p *player) each(fn func(id entry.ID, s sample) error, states ...string) error {
	for i, s := range samples() {
		for _, st := range states {
			if s.to != st || p.stuck[p.items[i]] {
				continue
			}
			if err := fn(p.items[i], s); err != nil {
				return fmt.Errorf("item %d (%s): %w", i, s.to, err)
			}
		}
	}
	return nil
}

// firstRead answers every question of the items that go beyond New.
func (p *player) firstRead() error {
	p.say("First read: every flagged question answered, with a reason")
	if err := p.as("malik"); err != nil {
		return err
	}
	return p.each(func(id entry.ID, s sample) error {
		prod, err := p.desk.Open(p.ctx, id)
		if err != nil {
			return err
		}
		life := s.to == asThreat || s.to == asOwned || s.to == asSpoken
		for _, c := range prod.Prompts {
			a, why := intel.No, "Read in full: nothing in it points that way."
			if life && c.Category == "threat_to_life" {
				a, why = intel.Yes, "A named person, a stated intention and a time."
			} else if c.Flagged && !c.Life && c.Category != "legal_privilege" && c.Category != "journalistic" {
				a, why = intel.Yes, "The words say so; carried into grade and report."
			}
			if err := p.desk.Answer(p.ctx, id, c.Category, a, why); err != nil {
				return err
			}
		}
		return nil
	}, asRead, asThreat, asOwned, asSpoken, asGraded, asDrafted, asWaiting, asReturned, asRefused, asApproved, asReleased)
}

func (p *player) threats() error {
	p.say("Threat to life: assessed, and accepted by the supervisor")
	if err := p.as("malik"); err != nil {
		return err
	}
	assess := func(id entry.ID, _ sample) error {
		prod, err := p.desk.Open(p.ctx, id)
		if err != nil || len(prod.Threats) == 0 {
			return err
		}
		return p.desk.Assess(p.ctx, id, prod.Threats[0].T.ID, assessment())
	}
	if err := p.each(assess, asOwned); err != nil {
		return err
	}
	spoken := func(id entry.ID, _ sample) error {
		_, err := p.desk.Emergency(p.ctx, id, app.EmergencyInput{How: release.Spoken, Words: release.EmergencyWords{
			Words: "A man with a knife is waiting outside a care home on Priory Road for a woman who finishes at eight.", Recipient: "Force control room inspector, on the recorded line",
			Why: "Her life is at risk within the hour.", Unreachable: "Duty supervisor tried twice, no answer"}})
		return err
	}
	if err := p.each(spoken, asSpoken); err != nil {
		return err
	}
	if err := p.as("hale"); err != nil {
		return err
	}
	return p.each(func(id entry.ID, _ sample) error {
		prod, err := p.desk.Open(p.ctx, id)
		if err != nil || len(prod.Threats) == 0 {
			return err
		}
		return p.desk.AcceptThreat(p.ctx, id, prod.Threats[0].T.ID)
	}, asOwned)
}

func assessment() app.ThreatInput {
	return app.ThreatInput{Real: intel.Yes, Immediate: intel.Yes, Identified: intel.Yes, Reasonable: intel.Yes, Level: "high",
		Options: []string{threat.Options()[0].Code}, Owner: "hale", Words: threat.Assessment{
			Nature: "Stated intention of grave violence against one person.", AtRisk: "Named in the product.", Dependants: "Not known; being checked.",
			Suspect: "Known by name to the originator.", Capability: "Said to have the means and the access.", Imminence: "Within a day.",
			KnownBy: "A small number of people.", Corroboration: "None yet; enquiries set.", IfWarned: "Could move the threat; officers would attend.",
			IfNotWarned: "The person could be killed.", AgreedWords: "Originator content with general words.", Ethics: "Preserve life before product.",
			Gathered: "As received; intelligence checks done.", Strategy: "Protect the person, disrupt the suspect, protect the source.",
			Powers: "Human Rights Act 1998 s.6, Article 2; common law.", OptionsThought: "Warning, disruption, relocation.", Decision: "Protect now; review in a day."}}
}

func (p *player) grades() error {
	p.say("Grade 3x5x2; write drafts; settle what the check found")
	if err := p.as("malik"); err != nil {
		return err
	}
	graded := []string{asGraded, asDrafted, asWaiting, asReturned, asRefused, asApproved, asReleased}
	err := p.each(func(id entry.ID, _ sample) error {
		if _, err := p.desk.Open(p.ctx, id); err != nil {
			return err
		}
		return p.desk.Grade(p.ctx, id, app.GradeInput{Graded: grade.Graded{Handling: "P", Items: []grade.Item{{No: 1, Source: "2", Assessment: "C"}}},
			Words: grade.Words{Items: []grade.ItemWords{{No: 1, Label: "Whole report"}}, RiskAssessment: ""}})
	}, graded...)
	if err != nil {
		return err
	}
	return p.each(func(id entry.ID, s sample) error {
		return p.draft(id, intel.DraftText{Title: s.title, Body: s.draft, Provenance: Provenance})
	}, graded[1:]...)
}

// draft saves a draft, accepts what may be accepted, and checks it for life.
func (p *player) draft(id entry.ID, t intel.DraftText) error {
	if _, err := p.desk.Open(p.ctx, id); err != nil {
		return err
	}
	if err := p.desk.SaveDraft(p.ctx, id, t, "save"); err != nil {
		return err
	}
	fs, err := p.desk.CheckDraft(p.ctx, id, t)
	if err != nil {
		return err
	}
	for _, f := range fs.List {
		if f.Severity == "block" {
			p.stuck[id] = true // it stays where the rules hold it: at its draft
			return nil
		}
		if f.Severity == "advise" && f.Settled == "" {
			if err := p.desk.Settle(p.ctx, id, f.Key, intel.SettleAccept, "Common knowledge in the area; could have come from several places."); err != nil {
				return err
			}
		}
	}
	return p.desk.CheckThreat(p.ctx, id, app.CheckInput{Real: intel.No, Immediate: intel.No, Identified: intel.No, Words: threat.CheckWords{
		IfReleased: "Nobody is named and the matter is known to several people.", IfNotReleased: "Harm would go on."}})
}

func (p *player) submit() error {
	p.say("Submit for sign-off: the gate is asked first")
	if err := p.as("malik"); err != nil {
		return err
	}
	return p.each(func(id entry.ID, _ sample) error {
		_, err := p.desk.Submit(p.ctx, id, Submission(p.to))
		return err
	}, asWaiting, asReturned, asRefused, asApproved, asReleased)
}

// Submission is the argument for the demonstration's releases.
func Submission(to entry.ID) app.Submission {
	return app.Submission{Recipients: []entry.ID{to}, Basis: release.Bases()[0].Code, Tier: intel.OfficialSensitive, Disposition: release.ForIntelligence,
		ReviewDate: "2027-05-31", Words: release.CaseWords{Purpose: "Prevention and detection of crime.", NeedToKnow: "They lead the enquiry.",
			Necessity: "They cannot act without it.", Proportionality: "The gist only, to one person.", ActionOn: "Ask this unit before any overt action.",
			Conditions: "For the recipient only.", MarkingLine: "OFFICIAL-SENSITIVE – RECIPIENTS ONLY"}}
}

func (p *player) decide() error {
	p.say("Sign-off: the supervisor reads, then approves, returns or refuses")
	if err := p.as("hale"); err != nil {
		return err
	}
	pass := []byte(Officers()[0].Passphrase)
	return p.each(func(id entry.ID, s sample) error {
		rel := p.waiting(id)
		if rel == "" {
			return errors.New("not waiting")
		}
		if _, err := p.desk.OpenSubmission(p.ctx, rel); err != nil {
			return err
		}
		switch s.to {
		case asReturned:
			return p.desk.Return(p.ctx, rel, "Say how sure we are, and drop the detail of how it is done.")
		case asRefused:
			return p.desk.Refuse(p.ctx, rel, "Not necessary: nothing that a recipient could use.")
		}
		return p.desk.Approve(p.ctx, rel, pass)
	}, asReturned, asRefused, asApproved, asReleased)
}

func (p *player) waiting(item entry.ID) entry.ID {
	for _, r := range p.desk.Waiting() {
		if r.Item == item && !r.Emergency {
			return r.Release
		}
	}
	return ""
}

func (p *player) dispatch() error {
	p.say("Release: both signatures, every file encrypted to the recipient")
	if err := p.as("malik"); err != nil {
		return err
	}
	return p.each(func(id entry.ID, _ sample) error {
		packs, err := p.desk.Dispatch(p.ctx, p.waiting(id))
		p.unit.Packages = append(p.unit.Packages, packs...)
		return err
	}, asReleased)
}
