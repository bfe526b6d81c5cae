package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intake"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/report"
	"corridor/app/risk"
	"corridor/app/roster"
	"corridor/app/sanitise"
	"corridor/app/setting"
	"corridor/app/threat"
	"corridor/ui/page"
)

// fakeNow is Monday, with everything else set around it.
var fakeNow = time.Date(2026, 11, 23, 9, 41, 0, 0, time.UTC)

const fakeText = `On Saturday 21 November at about 2140 hours the source met the subject at the usual place. The subject said that he would shoot Darren Holt before the weekend, and that the gun was already at 27 Harrow Lane.

Source was in the kitchen at 27 Harrow Lane with Darren's sister Kelly when a man known as Stretch came in and showed them a handgun in a blue Adidas bag. Only the three of them were present.

Stretch drives a grey VW Golf, index YK19 XTB, and keeps the bag under the passenger seat. Source believes that the gun will be moved this Tuesday. The source's own number is 07700 900461.`

const fakeBody = `A man known as Stretch is believed to be in possession of a handgun, which has been seen in a blue Adidas bag.

The item has been in the kitchen at 27 Harrow Lane and may be moved on Tuesday 24 November.

A threat has been made against a named man.`

// fakeDesk answers every verb from memory and writes down what it was asked.
type fakeDesk struct {
	large    *entry.Source
	items    []app.Head
	products map[entry.ID]*app.Product
	did      []string
	refuse   error
	closed   bool
	long     bool // the report takes several screens
	changes  []app.Change
	batchAt  func(done int) (stopped bool)

	batch       *app.Batch // kept
	watched     app.Watched
	columns     intake.Columns // settled
	refuseFiles error          // what files are refused with
	unread      string         // the file that cannot be read
	typed       map[entry.ID]intel.DraftText
	forms       map[string][]byte
	waiting     []app.ReleaseView
	log         []app.LogLine
	threats     []app.ThreatView
	unit        fakeUnit
	rules       fakeRules
	super       bool // the officer is a supervisor too
}

var _ page.Desk = (*fakeDesk)(nil)

func newFakeDesk() *fakeDesk {
	d := &fakeDesk{products: map[entry.ID]*app.Product{}, typed: map[entry.ID]intel.DraftText{}, forms: map[string][]byte{}}
	at := func(h, m int) time.Time { return time.Date(2026, 11, 23, h, m, 0, 0, time.UTC) }
	d.items = []app.Head{
		{Item: "i1", Ref: "SIU-26-0412", SourceType: intel.CHIS, Compartment: "Kestrel", Tier: intel.Secret, Received: at(9, 20), Deadline: at(9, 50), Clock: "first read", Danger: app.Life, Stage: app.StageNew, OpenPrompts: 19},
		{Item: "i2", Ref: "SIU-26-0409", SourceType: intel.Intercept, Compartment: "Kestrel", Tier: intel.Secret, Received: at(7, 12), Deadline: at(9, 12), Clock: "owner", Danger: app.Life, Stage: app.StageThreat, Unowned: 1},
		{Item: "i3", Ref: "SIU-26-0411", SourceType: intel.Partner, Compartment: "Unit", Tier: intel.OfficialSensitive, Received: at(8, 55), Deadline: at(9, 55), Clock: "first read", Danger: app.High, Stage: app.StageNew, OpenPrompts: 12, NotRead: true},
		{Item: "i4", Ref: "SIU-26-0398", SourceType: intel.CHIS, Compartment: "Kestrel", Tier: intel.Secret, Received: at(6, 2), Danger: app.High, Stage: app.StageDrafting, Grade: "2BC 1AC"},
		{Item: "i5", Ref: "SIU-26-0401", SourceType: intel.Surveillance, Compartment: "Unit", Tier: intel.OfficialSensitive, Received: at(6, 40), Danger: app.Rest, Stage: app.StageGrading},
		{Item: "i6", Ref: "SIU-26-0388", SourceType: intel.SAR, Compartment: "Unit", Tier: intel.OfficialSensitive, Received: at(5, 40), Danger: app.Rest, Stage: app.StageReturned, Grade: "2DP"},
		{Item: "i7", Ref: "SIU-26-0377", SourceType: intel.Anonymous, Compartment: "Unit", Tier: intel.Official, Received: at(5, 10), Danger: app.Rest, Stage: app.StageWaiting, Grade: "2DP"},
		{Item: "i8", Ref: "SIU-26-0361", SourceType: intel.Prison, Compartment: "Unit", Tier: intel.OfficialSensitive, Received: at(4, 0), Danger: app.Rest, Stage: app.StageReleased, Grade: "1AP"},
	}
	for i := range d.items {
		p := fakeProduct(d.items[i])
		d.products[d.items[i].Item] = &p
	}
	tv := func(item entry.ID, ref, owner string, s threat.State, due time.Time, level string) app.ThreatView {
		return app.ThreatView{Item: item, Ref: ref, Owner: owner, Next: "A supervisor must accept ownership", Due: due, Overdue: fakeNow.After(due),
			T: threat.Threat{ID: entry.ID("t-" + ref), Item: item, State: s, RaisedAt: at(7, 30), Level: level, Owner: entry.Person(owner)}}
	}
	d.threats = []app.ThreatView{tv("i2", "SIU-26-0409", "", threat.StateRaised, at(9, 12), ""), tv("i4", "SIU-26-0398", "DS Anwen Pryce", threat.StateActing, at(15, 0), "high")}
	d.products["i2"].Threats = d.threats[:1]
	d.waiting = []app.ReleaseView{
		{Release: "r1", Item: "i7", Ref: "REL-26-0031", ItemRef: "SIU-26-0377", Status: "waiting", Danger: app.High, SubmittedBy: "DC Rowan Malik", SubmittedAt: at(8, 44), Copies: []app.CopyView{{No: 1, Recipient: "Tamsin Okoye", Organisation: "Northshire Police"}}},
		{Release: "r2", Item: "i2", Ref: "Emergency", ItemRef: "SIU-26-0409", Status: "spoken", Emergency: true, Danger: app.Life, SubmittedBy: "DC Rowan Malik", SubmittedAt: at(8, 50), SentAt: at(8, 49), SignBy: at(17, 0)},
	}
	d.unit = newFakeUnit()
	d.rules = newFakeRules(d.items)
	kinds := entry.Known()
	for i := range 400 {
		l := app.LogLine{Seq: uint64(400 - i), At: fakeNow.Add(-time.Duration(i) * 7 * time.Minute), Who: "Rowan Malik", Kind: kinds[i%len(kinds)], Ref: "SIU-26-0412", Item: "i1", Why: i%3 == 0}
		if i == 6 {
			l.Fault = entry.FaultPermission
		}
		d.log = append(d.log, l)
	}
	return d
}

func runeSpan(text, words string) (int, int) {
	at := strings.Index(text, words)
	if at < 0 {
		panic("no " + words)
	}
	start := len([]rune(text[:at]))
	return start, start + len([]rune(words))
}

func fakeProduct(h app.Head) app.Product {
	p := app.Product{Head: h, ReceivedBy: "DC Rowan Malik", Intelligence: "2026-11-21"}
	p.Reading = intel.Reading{Name: "report.eml", SHA256: strings.Repeat("ab", 32), Kind: "eml", Text: fakeText, Signature: "unknown",
		Parts: []intel.Part{{Name: "statement.pdf", Type: "application/pdf", Bytes: 48200, Read: "yes"}, {Name: "accounts.xlsx", Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Bytes: 91200, Read: "partly", Why: "one sheet is protected by a passphrase"},
			{Name: "IMG_2043.heic", Type: "image/heic", Bytes: 2411724, Read: "no", Why: "pictures of this kind are not read; look at it in the original"}},
		Warnings: []intel.Warning{{Class: "link", What: "The message held a link that was not followed."}}}
	p.Receipt = intel.Receipt{Originator: "Northshire Dedicated Source Unit", OriginatorRef: "NDSU-2210", Marking: "SECRET", Handling: "2BC A2 S2", SourceRef: "ISR 4471", Note: "By hand."}
	for _, c := range risk.Categories() {
		card := app.PromptCard{Category: c, Title: c.Title(), Question: c.Question(), Life: c.Life()}
		say := func(words, why, when string) {
			s, e := runeSpan(fakeText, words)
			card.Flagged = true
			card.Prompts = append(card.Prompts, risk.Prompt{Category: c, Rule: "r", Why: why, When: when, Immediate: when == "this Tuesday = Tue 24 Nov", Spans: []risk.Span{{Start: s, End: e, Category: c}}})
		}
		switch c {
		case risk.ThreatToLife:
			say("he would shoot Darren Holt before the weekend", "a named man is to be shot", "before the weekend")
		case risk.Firearms:
			say("showed them a handgun", "a handgun was seen", "this Tuesday = Tue 24 Nov")
		case risk.Corruption, risk.LegalPrivilege, risk.Journalistic, risk.Exculpatory:
			if h.Item == "i3" {
				say("Source was in the kitchen", "it may be of that kind", "")
			}
		}
		if h.Stage != app.StageNew {
			card.Answer, card.By = intel.No, "DC Rowan Malik"
		}
		p.Prompts = append(p.Prompts, card)
	}
	for _, m := range [][2]string{{"person at risk", "Darren Holt"}, {"suspected offender", "Stretch"}, {"weapon", "handgun"}, {"place", "27 Harrow Lane"}, {"time", "this Tuesday"}} {
		s, e := runeSpan(fakeText, m[1])
		p.Scan.Mentions = append(p.Scan.Mentions, risk.Mention{Role: m[0], Text: m[1], Start: s, End: e})
	}
	p.Scan.Prompts = []risk.Prompt{{Category: risk.ThreatToLife, When: "before the weekend"}}
	p.Log = []app.LogLine{{Seq: 1, At: h.Received, Who: "DC Rowan Malik", Kind: entry.ProductReceived}, {Seq: 2, At: h.Received, Who: "DC Rowan Malik", Kind: entry.ProductScanned}}
	p.Steps = []app.Step{{ID: "source", State: "done"}, {ID: "prompts", State: "open", Note: "19 open"}, {ID: "threat", State: "done"}, {ID: "grade", State: "open"}, {ID: "draft", State: "blocked"}, {ID: "release", State: "open", Note: "drafting"}}
	p.Why = []release.Reason{{Code: "first_read", Words: "Answer every question of the first read: 19 are open.", Field: "prompts"}, {Code: "no_draft", Words: "Write and save a draft.", Field: "draft"}}
	if h.Grade != "" {
		p.Graded = true
		p.Grade = grade.Graded{Version: 1, Handling: "C", Action: "A2", Sanitisation: "S2", Items: []grade.Item{{No: 1, Source: "2", Assessment: "B"}, {No: 2, Source: "1", Assessment: "A"}}}
		p.GradeHistory = []app.Graded{{Version: 1, Words: "2BC 1AC", By: "DC Rowan Malik", At: h.Received}}
		p.Draft = intel.DraftText{Title: "Handgun held in Northshire", Body: fakeBody, Provenance: "From a source of tested access."}
		p.DraftVersion, p.DraftEntry = 3, "d3"
		p.Check = &app.CheckView{ForDraft: "d3", Stands: true, Real: intel.No, Immediate: intel.No, Identified: intel.No, By: "DC Rowan Malik"}
	}
	return p
}

func (d *fakeDesk) note(format string, args ...any) error {
	if d.refuse != nil {
		return d.refuse
	}
	d.did = append(d.did, fmt.Sprintf(format, args...))
	return nil
}

func (d *fakeDesk) Inbox() []app.Head          { return d.items }
func (d *fakeDesk) Threats() []app.ThreatView  { return d.threats }
func (d *fakeDesk) Waiting() []app.ReleaseView { return d.waiting }
func (d *fakeDesk) Releases() []app.ReleaseView {
	sent := app.ReleaseView{Release: "r3", Item: "i8", Ref: "REL-26-0029", ItemRef: "SIU-26-0361", Status: "sent", Danger: app.Rest, SubmittedBy: "DC Rowan Malik", ApprovedBy: "DS Anwen Pryce", SubmittedAt: fakeNow.Add(-30 * time.Hour), SentAt: fakeNow.Add(-26 * time.Hour),
		Copies: []app.CopyView{{No: 1, Recipient: "Tamsin Okoye", Organisation: "Northshire Police", Due: fakeNow.Add(-2 * time.Hour)}, {No: 2, Recipient: "Idris Vaughan", Organisation: "Border Command", Acknowledged: fakeNow.Add(-20 * time.Hour)}}}
	return append([]app.ReleaseView{sent}, d.waiting...)
}
func (d *fakeDesk) Open(_ context.Context, id entry.ID) (app.Product, error) {
	if err := d.note("open %s", id); err != nil {
		return app.Product{}, err
	}
	return *d.products[id], nil
}
func (d *fakeDesk) Again(_ context.Context, id entry.ID) (app.Product, error) {
	for _, x := range d.did {
		if x == "open "+string(id) {
			return *d.products[id], nil
		}
	}
	return app.Product{}, app.ErrUnopened
}
func (d *fakeDesk) Original(context.Context, entry.ID) ([]byte, error) { return []byte(fakeText), nil }
func (d *fakeDesk) Answer(_ context.Context, id entry.ID, c risk.Category, a intel.Answer, reason string) error {
	if err := d.note("answer %s %s %s %q", id, c, a, reason); err != nil {
		return err
	}
	for i := range d.products[id].Prompts {
		if p := &d.products[id].Prompts[i]; p.Category == c {
			p.Answer, p.Reason, p.By = a, reason, "DC Rowan Malik"
		}
	}
	return nil
}
func (d *fakeDesk) AnswerRest(_ context.Context, id entry.ID) error {
	for i := range d.products[id].Prompts {
		if p := &d.products[id].Prompts[i]; !p.Flagged && !p.Life {
			p.Answer, p.By = intel.No, "DC Rowan Malik"
		}
	}
	return d.note("answer rest %s", id)
}
func (d *fakeDesk) RaiseThreat(_ context.Context, id entry.ID, why string) error {
	return d.note("raise %s %q", id, why)
}
func (d *fakeDesk) Keep(context.Context) error { return d.note("keep") }
func (d *fakeDesk) KeepForm(_ context.Context, id entry.ID, f app.Form, b []byte) error {
	d.forms[string(id)+string(f)] = b
	return nil
}
func (d *fakeDesk) KeptForm(_ context.Context, id entry.ID, f app.Form) ([]byte, error) {
	return d.forms[string(id)+string(f)], nil
}
func (d *fakeDesk) KeepTyped(_ context.Context, id entry.ID, t intel.DraftText) error {
	d.typed[id] = t
	return nil
}
func (d *fakeDesk) Typed(_ context.Context, id entry.ID) (intel.DraftText, bool, error) {
	t, ok := d.typed[id]
	return t, ok, nil
}
func (d *fakeDesk) SaveDraft(_ context.Context, id entry.ID, t intel.DraftText, why string) error {
	d.products[id].Draft = t
	d.products[id].DraftVersion++
	delete(d.typed, id)
	return d.note("save %s v%d", id, d.products[id].DraftVersion)
}
func (d *fakeDesk) CheckDraft(_ context.Context, _ entry.ID, t intel.DraftText) (app.Findings, error) {
	var f app.Findings
	add := func(words, why, proposal string, kind sanitise.Kind, sev sanitise.Severity) {
		if !strings.Contains(t.Body, words) {
			return
		}
		s, e := runeSpan(t.Body, words)
		v := app.FindingView{Key: words, Field: "body"}
		v.Finding = sanitise.Finding{Kind: kind, Start: s, End: e, Text: words, Severity: sev, Why: why, Proposal: proposal, SourceStart: -1, SourceEnd: -1, Acceptable: sev == sanitise.Advise}
		if strings.Contains(fakeText, words) {
			v.SourceStart, v.SourceEnd = runeSpan(fakeText, words)
		}
		if sev == sanitise.Block {
			f.Blocking++
		} else {
			f.ToAccept++
		}
		f.List = append(f.List, v)
	}
	add("blue Adidas bag", "a detail seen by the source alone", "a bag", sanitise.SmallCircle, sanitise.Advise)
	add("in the kitchen at 27 Harrow Lane", "only three people were present", "at an address in Northshire", sanitise.SmallCircle, sanitise.Block)
	add("Tuesday 24 November", "a date so exact that few could know it", "in the coming days", sanitise.OverPrecision, sanitise.Advise)
	if strings.Contains(t.Title, "Adidas") {
		s, e := runeSpan(t.Title, "Adidas ")
		v := app.FindingView{Key: "title", Field: "title"}
		v.Finding = sanitise.Finding{Kind: sanitise.SmallCircle, Start: s, End: e, Text: "Adidas", Severity: sanitise.Block, Why: "a make", Proposal: "sports ", SourceStart: -1, SourceEnd: -1}
		f.Blocking, f.List = f.Blocking+1, append(f.List, v)
	}
	f.Mosaic = []sanitise.Fact{{Kind: "name", Value: "Stretch", Release: "REL-26-0011"}, {Kind: "vehicle", Value: "a grey VW Golf", Release: "REL-26-0021"}}
	if strings.Contains(t.Body, "27 Harrow Lane") {
		f.Mosaic = append(f.Mosaic, sanitise.Fact{Kind: "address", Value: "27 Harrow Lane", New: true})
	}
	return f, nil
}
func (d *fakeDesk) Settle(_ context.Context, id entry.ID, key, decision, reason string) error {
	return d.note("settle %s %s %q", key, decision, reason)
}
func (d *fakeDesk) CheckThreat(_ context.Context, id entry.ID, in app.CheckInput) error {
	return d.note("check %s %s", id, in.Real)
}
func (d *fakeDesk) Grade(_ context.Context, id entry.ID, in app.GradeInput) error {
	return d.note("grade %s %s%s%s", id, in.Graded.Items[0].Source, in.Graded.Items[0].Assessment, in.Graded.Handling)
}
func (d *fakeDesk) Assess(_ context.Context, id, t entry.ID, in app.ThreatInput) error {
	return d.note("assess %s %s", t, in.Real)
}
func (d *fakeDesk) AcceptThreat(_ context.Context, id, t entry.ID) error {
	return d.note("accept %s", t)
}
func (d *fakeDesk) ActOnThreat(_ context.Context, id, t entry.ID, option, what string) error {
	return d.note("act %s %s", t, option)
}
func (d *fakeDesk) ReviewThreat(_ context.Context, id, t entry.ID, level, why string) error {
	return d.note("review %s", t)
}
func (d *fakeDesk) CloseThreat(_ context.Context, id, t entry.ID, why string) error {
	return d.note("close %s", t)
}
func (d *fakeDesk) Recipients() []app.RecipientView {
	return []app.RecipientView{
		{Recipient: "c1", Name: "Tamsin Okoye", Post: "DI, Major Crime", Organisation: "Northshire Police", Clearance: "SC, seen on their force's list", Fingerprint: strings.Repeat("9F3A71C2", 5), ConfirmedBy: "DC Rowan Malik", ConfirmedAt: fakeNow},
		{Recipient: "c2", Name: "Idris Vaughan", Post: "Duty officer", Organisation: "Border Command", Clearance: "DV", Fingerprint: strings.Repeat("11AA22BB", 5)},
	}
}
func (d *fakeDesk) Submit(_ context.Context, id entry.ID, in app.Submission) (entry.ID, error) {
	return "r9", d.note("submit %s", id)
}
func (d *fakeDesk) Consult(_ context.Context, id entry.ID, about string, granted bool, who, said string, when time.Time) error {
	return d.note("consult %s %s", id, about)
}
func (d *fakeDesk) Dispatch(_ context.Context, id entry.ID) ([]app.Package, error) {
	return []app.Package{{Ref: "REL-26-0031", Copy: 1, Files: map[string][]byte{"report.txt.asc": []byte("x")}}}, d.note("dispatch %s", id)
}
func (d *fakeDesk) OpenSubmission(_ context.Context, id entry.ID) (app.SignOff, error) {
	if err := d.note("open submission %s", id); err != nil {
		return app.SignOff{}, err
	}
	p := *d.products["i7"]
	s := app.SignOff{ReleaseView: d.waiting[0], Product: p, Report: "OFFICIAL-SENSITIVE\n\nINTELLIGENCE REPORT REL-26-0031\nHandling: C A2 S2\n\n1 [2BC] " + strings.ReplaceAll(fakeBody, "\n\n", "\n\n2 ") + "\n\nProvenance: from a source of tested access.\n\nOFFICIAL-SENSITIVE"}
	if d.long {
		s.Report = strings.Repeat("A line of the report.\n", 120)
	}
	paper := report.Report{Ref: "REL-26-0031", Marking: "OFFICIAL-SENSITIVE", Handling: "C A2 S2", Title: p.Draft.Title}
	for _, item := range intel.Items(p.Draft.Body) {
		paper.Items = append(paper.Items, report.Item{Text: item, Grade: "2B"})
	}
	var err error
	if s.Pages, err = report.Pages(paper); err != nil {
		return s, err
	}
	s.Manifest = release.Manifest{Marking: "OFFICIAL-SENSITIVE", Handling: "C A2 S2"}
	s.Case = release.CaseWords{Purpose: "Prevent serious crime", NeedToKnow: "Holds the operation", Necessity: "No other means", Proportionality: "Minimum words"}
	s.Recipients = d.Recipients()[:1]
	s.Findings, _ = d.CheckDraft(context.Background(), "i7", p.Draft)
	s.Attend = []app.Attend{{ID: "threat", Words: "Flagged wording answered “no”: 2, with reasons", Count: 2, Warn: true}, {ID: "residues", Words: "Residues accepted or set aside: 3; blocking: 0", Count: 3}, {ID: "recipients", Words: "Recipients: 1; fingerprint not confirmed: 0"}, {ID: "grade", Words: "Grade and conditions: 2BC, C A2 S2"}, {ID: "earlier", Words: "Earlier releases of this item: 2", Warn: true}}
	if s.Changes = d.changes; len(d.changes) > 0 {
		s.Attend = append(s.Attend, app.Attend{ID: "changed", Words: "The text was changed " + d.changes[0].Words, Warn: true})
	}
	return s, nil
}
func (d *fakeDesk) OpenEmergency(_ context.Context, item, id entry.ID) (release.EmergencyWords, error) {
	return release.EmergencyWords{Words: "A man is in danger at Harrow Lane tonight.", Recipient: "Duty inspector", Why: "Minutes", Unreachable: "DS Pryce, no answer at 08:45"}, d.note("open emergency %s", id)
}
func (d *fakeDesk) EmergencySign(_ context.Context, item, id entry.ID, ok bool, why string) error {
	return d.note("emergency sign %v", ok)
}
func (d *fakeDesk) Approve(_ context.Context, id entry.ID, pass []byte) error {
	if string(pass) != "correct horse" {
		return app.ErrPassphrase
	}
	return d.note("approve %s", id)
}
func (d *fakeDesk) Return(_ context.Context, id entry.ID, why string) error {
	return d.note("return %s %q", id, why)
}
func (d *fakeDesk) Refuse(_ context.Context, id entry.ID, why string) error {
	return d.note("refuse %s %q", id, why)
}
func (d *fakeDesk) Acknowledge(_ context.Context, id entry.ID, n int) error {
	return d.note("ack %s %d", id, n)
}
func (d *fakeDesk) Search(_ context.Context, q string) ([]app.HitView, error) {
	if err := d.note("search %q", q); err != nil {
		return nil, err
	}
	return []app.HitView{{Head: d.items[0], Why: "number in text"}, {Head: d.items[3], Why: "words in text"}}, nil
}
func (d *fakeDesk) Emergency(_ context.Context, id entry.ID, in app.EmergencyInput) ([]app.Package, error) {
	return nil, d.note("emergency %s %s %q", id, in.How, in.Words.Words)
}
func (d *fakeDesk) Journal(f app.JournalFilter) []app.LogLine {
	var out []app.LogLine
	for _, l := range d.log {
		if (f.Kind == "" || l.Kind == f.Kind) && (!f.Faults || l.Fault != "") {
			out = append(out, l)
		}
	}
	return out
}
func (d *fakeDesk) Verify(context.Context) (app.VerifyReport, error) {
	return app.VerifyReport{Entries: 400, Head: "7QJK 2M4T 9WXC H3PD", Alarms: []app.AlarmView{{Seq: 394, Fault: entry.FaultPermission, Kind: entry.ReleaseApproved, Who: "Rowan Malik", Words: "approved their own words"}}}, nil
}
func (d *fakeDesk) ExportJournal(context.Context, app.JournalFilter, entry.ID) ([]byte, error) {
	return []byte("x"), d.note("export")
}
func (d *fakeDesk) Unit() app.Unit {
	day := func(s string) time.Time { t, _ := time.Parse("2006-01-02", s); return t }
	acc := roster.Accreditation{Vetting: roster.DV, VettingUntil: day("2031-04-01"), Briefed57: day("2026-01-15"), Briefed57Til: day("2027-01-15"), HandlerCourse: day("2024-06-01")}
	u := app.Unit{Name: "Northshire Sensitive Intelligence Unit", Ceiling: intel.Secret, HeadCode: "7QJK2M4T9WXCH3PD", Entries: 400, Settings: setting.Defaults(), Recipients: d.Recipients(),
		People: []app.PersonView{
			{Person: "p-7f3a91c2", Name: "Rowan Malik", Rank: "DC", Roles: []roster.Role{roster.Handler}, Status: "member", Code: "K4TW 99PM 2XQA 7HDC", Accreditation: acc},
			{Person: "p-11aa22bb", Name: "Anwen Pryce", Rank: "DS", Roles: []roster.Role{roster.Supervisor}, Status: "member", Code: "B2", Accreditation: acc, Lapses: []roster.Lapse{{What: "section 57 briefing", Until: day("2026-11-01"), Lapsed: true}}},
			{Person: "p-33cc44dd", Name: "Bao Tran", Rank: "DC", Roles: []roster.Role{roster.Resilience}, Status: "proposed", Code: "C3", Accreditation: acc, Needs: "A second member has to confirm the key's code."},
		},
		Compartments: []app.CompartmentView{{ID: "common", Label: "Unit", Common: true, Open: true, Epoch: 1, Members: []string{"Rowan Malik", "Anwen Pryce"}},
			{ID: "k1", Label: "Kestrel", Open: true, Epoch: 2, Members: []string{"Rowan Malik", "Anwen Pryce"}, Needs: roster.Needs{Vetting: roster.DV, Briefed57: true}, Intercept: true},
			{ID: "k2", Label: "Osprey", Epoch: 1, Members: []string{"Rowan Malik", "Anwen Pryce"}}}}
	return d.unit.changed(u)
}
func (d *fakeDesk) Me() app.Me {
	me := app.Me{Person: "p-7f3a91c2", Name: "Rowan Malik", Rank: "DC", Roles: []roster.Role{roster.Handler, roster.Resilience}}
	if d.super {
		me.Rank, me.Roles = "DS", []roster.Role{roster.Supervisor}
	}
	return me
}
func (d *fakeDesk) Enrol(_ context.Context, in app.PersonInput) error {
	return d.note("enrol %s", in.Name)
}
func (d *fakeDesk) ConfirmPerson(_ context.Context, p entry.Person, code string) error {
	return d.note("confirm %s %s", p, code)
}
func (d *fakeDesk) Accredit(_ context.Context, p entry.Person, roles []roster.Role, a roster.Accreditation) error {
	return d.note("accredit %s", p)
}
func (d *fakeDesk) SetPolicy(_ context.Context, key, value string) error {
	return d.note("set %s %s", key, value)
}
func (d *fakeDesk) GrantCompartment(context.Context, entry.ID, entry.Person) error { return nil }

func (d *fakeDesk) NewCompartment(_ context.Context, in app.CompartmentInput) (entry.ID, error) {
	return "k9", d.note("compartment %s", in.Label)
}
func (d *fakeDesk) Enter(_ context.Context, id entry.ID, why string) error {
	return d.note("enter %s %q", id, why)
}
func (d *fakeDesk) RecordRecipient(_ context.Context, in app.RecipientInput) (entry.ID, error) {
	return "c9", d.note("recipient %s", in.Name)
}
func (d *fakeDesk) ConfirmRecipient(_ context.Context, id entry.ID, heard, how string) error {
	return d.note("confirm recipient %s %s", id, heard)
}
func (d *fakeDesk) Receive(_ context.Context, in app.Incoming) (app.Took, error) {
	d.large = in.Large
	return app.Took{Item: "i1", Ref: "SIU-26-0412"}, d.note("receive %s %s", in.Name, in.Receipt.Originator)
}
func (d *fakeDesk) Status() app.Status {
	s := app.Status{Checked: 400, CheckedAt: fakeNow, ToCheck: 120, OpenLife: 1, Unowned: 1, ToRead: 2, ToSign: 2, ToSecond: 1, Returned: 1, Next: fakeNow.Add(9 * time.Minute), NextRef: "SIU-26-0412", Alarms: 1,
		ToRescan: d.rules.toRescan, Fresh: d.rules.fresh}
	return s
}
func (d *fakeDesk) Close() error { d.closed = true; return nil }

// fakeDoors open one vault for one passphrase.
func fakeDoors(d *fakeDesk) Doors {
	card := page.VaultCard{Path: "/vaults/northshire.corridor", Unit: "Northshire Sensitive Intelligence Unit", Marking: "SECRET"}
	return Doors{
		Vaults: func() []page.VaultCard { return []page.VaultCard{card} },
		Members: func(context.Context, string) ([]page.Officer, error) {
			return []page.Officer{{Person: "p-7f3a91c2", Name: "DC Rowan Malik"}, {Person: "p-11aa22bb", Name: "DS Anwen Pryce"}}, nil
		},
		Unlock: func(_ context.Context, path string, p entry.Person, pass []byte, _ func(done, total int)) (page.Desk, error) {
			if string(pass) != "correct horse" {
				return nil, app.ErrPassphrase
			}
			return d, nil
		},
		Holders: func(string) ([]page.Holder, error) {
			return []page.Holder{{Vault: "v1", Officer: page.Officer{Person: "p-7f3a91c2", Name: "p-7f3a91c2 · northshire"}}}, nil
		},
		RecordApart: func(_ context.Context, a page.Apart) error {
			if string(a.Passphrase) != "correct horse" {
				return app.ErrPassphrase
			}
			return d.note("apart %s %s %q %q", a.Vault, a.Person, a.Words.Words, a.About)
		},
		Found: func(_ context.Context, f page.Founding) (page.VaultCard, error) {
			d.did = append(d.did, "found "+f.Unit+" "+f.You.Name+" "+f.Witness.Name+" "+string(f.You.Passphrase))
			return page.VaultCard{Path: f.Path, Unit: f.Unit, Marking: f.Ceiling}, nil
		},
		Demo: func(context.Context, func(int, int)) (page.DemoUnit, error) {
			return page.DemoUnit{Card: page.VaultCard{Path: "/tmp/demo", Unit: "Demonstration unit", Marking: "SECRET"}, Officers: []page.DemoOfficer{
				{Officer: page.Officer{Person: "p-1", Name: "DC Rowan Malik"}, Role: roster.Handler, Passphrase: "correct horse"}}}, nil
		},
		NewKeys: func(_ context.Context, path string, m roster.Member, name string, pass []byte) (roster.Member, error) {
			m.Person = "p-new"
			return m, nil
		},
		ReplaceKeys: func(_ context.Context, path string, p entry.Person, pass []byte) error {
			return d.note("new keys %s %s", p, pass)
		},
		NewRecovery: func(_ context.Context, path, reason string) ([2]string, error) {
			return [2]string{"AAAA-BBBB-CCCC-DDDD", "EEEE-FFFF-GGGG-HHHH"}, d.note("recovery %q", reason)
		},
		Rehearse: func(_ context.Context, path, first, second, reason string) (app.RecoveryOpens, error) {
			if !d.closed {
				return app.RecoveryOpens{}, app.ErrInUse
			}
			if first != "AAAA-BBBB-CCCC-DDDD" || second != "EEEE-FFFF-GGGG-HHHH" {
				return app.RecoveryOpens{}, app.ErrPassphrase
			}
			return app.RecoveryOpens{Compartments: []string{"Unit", "Kestrel"}, Epochs: 3, Entries: 398, Shut: 2}, d.note("rehearse %q", reason)
		},
		Strength: func(p string) (int, string) {
			if len(p) < 12 {
				return 1, "Too short. Use at least 12 characters; four or more words are easier to remember than symbols."
			}
			return 4, ""
		},
		Place: "/vaults",
	}
}
