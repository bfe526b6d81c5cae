package present

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/grade"
	"corridor/app/intel"
	"corridor/app/release"
	"corridor/app/risk"
	"corridor/app/roster"
	"corridor/app/sanitise"
	"corridor/app/threat"
	"corridor/ui/words"
)

var monday = time.Date(2026, 11, 23, 9, 41, 0, 0, time.UTC)

func TestClock(t *testing.T) {
	for _, c := range []struct {
		left time.Duration
		tone Tone
		text string
	}{
		{-time.Minute, Danger, "overdue 1 min"}, {0, Danger, "less than a minute"}, {9 * time.Minute, Danger, "9 min"},
		{38 * time.Minute, Due, "38 min"}, {2 * time.Hour, Neutral, "2 h"},
	} {
		got := Clock(monday, monday.Add(c.left))
		if got.Tone != c.tone || got.Text != c.text {
			t.Errorf("%v: %+v, want %+v", c.left, got, Word{c.text, c.tone})
		}
	}
	if Clock(monday, time.Time{}) != (Word{}) {
		t.Error("no deadline is shown as one")
	}
}

func TestNamedClockIsASentence(t *testing.T) {
	for _, c := range []struct {
		name string
		left time.Duration
		want string
	}{
		{"owner", -10 * time.Minute, "owner overdue by 10 min"}, {"first read", 38 * time.Minute, "first read due in 38 min"},
		{"sign-off", 0, "sign-off due in less than a minute"}, {"", -10 * time.Minute, "overdue 10 min"},
	} {
		if got := NamedClock(monday, c.name, monday.Add(c.left)); got.Text != c.want || got.Tone != Clock(monday, monday.Add(c.left)).Tone {
			t.Errorf("%q, %v: %+v, want %q", c.name, c.left, got, c.want)
		}
	}
	if NamedClock(monday, "owner", time.Time{}) != (Word{}) {
		t.Error("no deadline is shown as one")
	}
}

func TestRun(t *testing.T) {
	for _, c := range []struct {
		from, to time.Duration
		want     float32
	}{{-30, 30, 0.5}, {-60, -30, 1}, {10, 40, 0}, {0, 0, 1}} {
		if got := Run(monday.Add(c.from*time.Minute), monday, monday.Add(c.to*time.Minute)); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestWhenSaysLondonTime(t *testing.T) {
	july := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	if got := When(july, july); got != "13:00" {
		t.Errorf("today: %q", got)
	}
	if got := When(monday, july); got != "1 Jul 2026 13:00 BST" {
		t.Errorf("another day: %q", got)
	}
	if When(monday, time.Time{}) != "" {
		t.Error("no time is shown")
	}
}

// Errors of the machine are never quoted: they can hold content.
func TestExplain(t *testing.T) {
	for _, c := range []struct {
		err     error
		refusal bool
		has     string
	}{
		{app.ErrPassphrase, false, words.Of("error.title", "passphrase")},
		{fmt.Errorf("app: append: %w", app.ErrFull), false, words.Of("error.title", "full")},
		{fmt.Errorf("x: %w", app.ErrForged), false, words.Of("error.title", "forged")},
		{context.Canceled, false, words.Of("error.title", "cancelled")},
		{&app.RefusedError{Reasons: []release.Reason{{Code: "a", Words: "One thing.", Field: "draft"}, {Code: "b", Words: "Another.", Field: "grade"}}}, true, "One thing."},
		{fmt.Errorf("app: %w", &roster.Denied{Words: "the author was not allowed"}), true, "The author was not allowed."},
		{errors.New("sqlite: 27 Harrow Lane"), false, words.T("error.other.title")},
	} {
		m := Explain(c.err)
		if m.Refusal != c.refusal || !strings.Contains(m.Title+" "+m.Text, c.has) {
			t.Errorf("%v: %+v", c.err, m)
		}
		if strings.Contains(m.Title+m.Text, "Harrow") || strings.Contains(m.Title+m.Text, "sqlite") {
			t.Errorf("%v is quoted", c.err)
		}
	}
	m := Explain(&app.RefusedError{Reasons: []release.Reason{{Words: "One.", Field: "draft"}, {Words: "Two.", Field: "grade"}}})
	if strings.Join(m.Fields, " ") != "draft grade" {
		t.Errorf("fields %q", m.Fields)
	}
}

func TestEveryErrorOfTheDeskHasWords(t *testing.T) {
	for _, k := range known() {
		if !words.Has("error.title."+k.key) || !words.Has("error.text."+k.key) {
			t.Errorf("no words for %s", k.key)
		}
	}
}

// triageDesk is the least a triage needs.
type triageDesk struct {
	heads  []app.Head
	opened []entry.ID
}

func (d *triageDesk) Inbox() []app.Head { return d.heads }
func (d *triageDesk) Open(_ context.Context, id entry.ID) (app.Product, error) {
	d.opened = append(d.opened, id)
	return app.Product{Head: app.Head{Item: id}}, nil
}
func (d *triageDesk) Again(ctx context.Context, id entry.ID) (app.Product, error) {
	return app.Product{Head: app.Head{Item: id}}, nil
}
func (d *triageDesk) Answer(context.Context, entry.ID, risk.Category, intel.Answer, string) error {
	return app.ErrConflict
}
func (d *triageDesk) AnswerRest(context.Context, entry.ID) error          { return nil }
func (d *triageDesk) RaiseThreat(context.Context, entry.ID, string) error { return nil }

func newTriage() (*Triage, *triageDesk) {
	d := &triageDesk{heads: []app.Head{
		{Item: "a", Ref: "SIU-26-0001", Danger: app.Life, Stage: app.StageNew, SourceType: intel.CHIS, Compartment: "Kestrel", OpenPrompts: 2},
		{Item: "b", Ref: "SIU-26-0002", Danger: app.Rest, Stage: app.StageDrafting, SourceType: intel.SAR, Compartment: "Unit", Grade: "1AP"},
		{Item: "c", Ref: "SIU-26-0003", Danger: app.Rest, Stage: app.StageReleased, SourceType: intel.SAR, Compartment: "Unit"},
	}}
	p := NewTriage(d, func() time.Time { return monday })
	p.Put(p.List())
	return p, d
}

func TestTriageFilters(t *testing.T) {
	p, _ := newTriage()
	for f, want := range map[Filter]int{FilterOpen: 2, FilterLife: 1, FilterUnread: 1, FilterWorking: 1, FilterAll: 3} {
		p.SetFilter(f)
		if got := p.View().Count; got != want {
			t.Errorf("%s shows %d, want %d", f, got, want)
		}
		for _, fv := range p.View().Filters {
			if fv.ID == f && !strings.HasSuffix(fv.Text, fmt.Sprint(want)) {
				t.Errorf("%s says %q", f, fv.Text)
			}
		}
	}
	p.SetFilter(FilterAll)
	for q, want := range map[string]int{"0002": 1, "kestrel": 1, "suspicious": 2, "1ap": 1, "nothing": 0, " ": 3} {
		p.SetQuery(q)
		v := p.View()
		if v.Count != want {
			t.Errorf("%q shows %d, want %d", q, v.Count, want)
		}
		if (v.Empty != "") != (want == 0) {
			t.Errorf("%q: empty state %q", q, v.Empty)
		}
	}
}

func TestChoosingOpensNothing(t *testing.T) {
	p, d := newTriage()
	p.Choose(1)
	if len(d.opened) != 0 || p.Opened() != nil {
		t.Fatal("choosing opened an item")
	}
	if h := p.View().Header; h == nil || h.Title != "SIU-26-0002" {
		t.Fatalf("header %+v", p.View().Header)
	}
	v, err := p.Fetch(context.Background(), "b")
	if err != nil {
		t.Fatal(err)
	}
	p.Show(v)
	if p.Opened() == nil || len(d.opened) != 1 {
		t.Error("the item is not open")
	}
	p.Choose(0)
	if p.Opened() != nil {
		t.Error("the text of another item is still there")
	}
	p.Show(v)
	if p.Opened() != nil {
		t.Error("a late answer put another item's text there")
	}
}

func TestAFailedAnswerIsToldNotShown(t *testing.T) {
	p, _ := newTriage()
	if _, err := p.Answer(context.Background(), "a", risk.Firearms, intel.No, "x"); !errors.Is(err, app.ErrConflict) {
		t.Errorf("got %v", err)
	}
}

func TestHeadRowIsNeutral(t *testing.T) {
	r := HeadRow(monday, app.Head{Ref: "SIU-26-0412", SourceType: intel.CHIS, Compartment: "Kestrel", Danger: app.Life, Stage: app.StageNew, OpenPrompts: 1,
		Deadline: monday.Add(-time.Minute), NotRead: true, Alarms: 2, Grade: "1AP"})
	if r.Tone != Danger || r.Late != Danger || r.Title != "SIU-26-0412" {
		t.Errorf("%+v", r)
	}
	if !slices.Contains(r.Words, Word{words.T("triage.stillopen", 1), Neutral}) {
		t.Errorf("sub %q", r.Sub)
	}
	if len(r.Words) != 6 {
		t.Errorf("chips %+v", r.Words)
	}
}

func product() app.Product {
	p := app.Product{Head: app.Head{Item: "a"}}
	p.Reading = intel.Reading{Subject: "Meeting £5", Text: "He will shoot him tonight. A gun is there."}
	p.Prompts = []app.PromptCard{
		{Category: risk.Arson, Title: "Arson", Question: "Fire?"},
		{Category: risk.SelfHarm, Life: true, Question: "Harm?"},
		{Category: risk.ThreatToLife, Life: true, Flagged: true, Question: "Killed?", Prompts: []risk.Prompt{{Why: "a named man is to be shot", When: "tonight", Spans: []risk.Span{{Start: 3, End: 17}, {Start: 90, End: 95}}}}},
		{Category: risk.Firearms, Flagged: true, Answer: intel.No, Reason: "a toy", By: "A. Malik", Prompts: []risk.Prompt{{Why: "gun", SetAside: true, Cue: "toy", Spans: []risk.Span{{Start: 29, End: 32}}}}},
	}
	return p
}

func TestReadShiftsAndOrders(t *testing.T) {
	v := Read(product())
	if !strings.HasPrefix(v.Text, "Meeting £5\nHe will") {
		t.Fatalf("text %q", v.Text)
	}
	if v.Cards[0].Category != risk.ThreatToLife || v.Cards[1].Category != risk.Firearms || v.Cards[2].Category != risk.SelfHarm || v.Cards[3].Category != risk.Arson {
		t.Errorf("order: %v %v %v %v", v.Cards[0].Category, v.Cards[1].Category, v.Cards[2].Category, v.Cards[3].Category)
	}
	c := v.Cards[0]
	if len(c.Cited) != 1 || c.Cited[0] != "will shoot him" {
		t.Errorf("cited %q: spans outside the text must go, offsets are runes", c.Cited)
	}
	if got := string([]rune(v.Text)[v.Spans[0].Start:v.Spans[0].End]); got != "will shoot him" || v.Spans[0].Tone != Danger {
		t.Errorf("lit %q", got)
	}
	if len(v.Spans) != 1 {
		t.Errorf("%d runs lit: what was set aside is not lit", len(v.Spans))
	}
	if v.Open != 3 || v.RestOpen != 1 || v.Flagged != 2 {
		t.Errorf("open %d, rest %d, flagged %d", v.Open, v.RestOpen, v.Flagged)
	}
	if !strings.Contains(v.Cards[1].Answered, "a toy") || !strings.Contains(v.Cards[1].Answered, "A. Malik") {
		t.Errorf("answered %q", v.Cards[1].Answered)
	}
	if !c.NeedsReason() || v.Cards[2].NeedsReason() {
		t.Error("a reason is asked for what was flagged, and only for that")
	}
}

func TestNotesTellWhatWasNotRead(t *testing.T) {
	p := product()
	p.Reading.NotRead = "password"
	p.Reading.Warnings = []intel.Warning{{What: "A link."}}
	p.Reading.Parts = []intel.Part{{Name: "a.doc", Read: "no", Why: "macro"}, {Name: "b.txt", Read: "yes"}}
	p.Reading.Signature = "good by 9F3A"
	n := Read(p).Notes
	if len(n) != 4 || n[0].Tone != Danger || n[3].Tone != Settled {
		t.Errorf("%+v", n)
	}
}

func findings() app.Findings {
	mk := func(key string, sev sanitise.Severity, settled string, start int) app.FindingView {
		return app.FindingView{Key: key, Field: "body", Settled: settled, By: "A", Reason: "because",
			Finding: sanitise.Finding{Kind: sanitise.Verbatim, Start: start, End: start + 4, Text: key, Severity: sev, SourceStart: -1, SourceEnd: -1, Acceptable: true}}
	}
	return app.Findings{List: []app.FindingView{mk("done", sanitise.Advise, intel.SettleAccept, 0), mk("advise", sanitise.Advise, "", 10), mk("block", sanitise.Block, "", 20)}, Blocking: 1, ToAccept: 1, Done: 1}
}

func TestFindingsByDanger(t *testing.T) {
	var d Draft
	d.Put(intel.DraftText{Body: "words"}, findings())
	v := d.View()
	var order []string
	for _, f := range v.Findings {
		order = append(order, f.Key)
	}
	if strings.Join(order, " ") != "block advise done" || v.BarTone != Danger {
		t.Errorf("order %q, bar %v", order, v.BarTone)
	}
	if v.Findings[0].CanKeep || !v.Findings[1].CanKeep {
		t.Error("the author accepts advisory residues and no blocking one")
	}
}

func TestFindingsStepRoundAndStayChosen(t *testing.T) {
	var d Draft
	d.Step(1)
	if d.Chosen() != nil {
		t.Fatal("a finding out of nothing")
	}
	d.Put(intel.DraftText{Body: "words"}, findings())
	seen := ""
	for range 4 {
		d.Step(1)
		seen += d.Chosen().Key + " "
	}
	if seen != "block advise done block " {
		t.Errorf("stepped %q", seen)
	}
	d.Step(-1)
	if d.Chosen().Key != "done" {
		t.Errorf("back to %q", d.Chosen().Key)
	}
	if !d.ChooseAt("body", 12) || d.Chosen().Key != "advise" || d.ChooseAt("title", 12) {
		t.Error("the place in the text does not choose its finding")
	}
	d.Put(intel.DraftText{Body: "words"}, findings())
	if d.Chosen() == nil || d.Chosen().Key != "advise" {
		t.Error("a new check lost the finding looked at")
	}
	d.Put(intel.DraftText{Body: "words"}, app.Findings{})
	if d.Chosen() != nil || d.View().BarTone != Settled {
		t.Error("a finding that is gone is still looked at")
	}
}

// A green bar over no findings is an all-clear: it needs a check, of words.
func TestNoDraftIsClearedUnchecked(t *testing.T) {
	var d Draft
	if v := d.View(); v.BarTone != Neutral || v.Bar != words.T("draft.bar.unchecked") {
		t.Errorf("before any check: %+v", v)
	}
	d.Put(intel.DraftText{Body: " \n"}, app.Findings{})
	if v := d.View(); v.BarTone != Neutral || v.Bar != words.T("draft.bar.blank") || v.Empty != words.T("draft.blank") {
		t.Errorf("of a blank draft: %+v", v)
	}
	d.Put(intel.DraftText{Title: "A title"}, app.Findings{})
	if v := d.View(); v.BarTone != Settled || v.Empty != words.T("draft.nothing") {
		t.Errorf("of a draft without residues: %+v", v)
	}
	d.Put(intel.DraftText{Body: "words"}, findings())
	if v := d.View(); v.BarTone != Danger || v.Empty != "" {
		t.Errorf("of a draft with residues: %+v", v)
	}
}

func TestPointerShowsWithoutChoosing(t *testing.T) {
	var d Draft
	d.Put(intel.DraftText{Body: "words"}, app.Findings{List: []app.FindingView{
		{Key: "far", Field: "body", Finding: sanitise.Finding{Start: 4, End: 9, SourceStart: 40, SourceEnd: 50}},
		{Key: "alone", Field: "body", Finding: sanitise.Finding{Start: 20, End: 24, SourceStart: -1, SourceEnd: -1}}}})
	if r := d.At("body", 8); r == nil || r.Key != "far" || d.Chosen() != nil {
		t.Errorf("over the draft: %+v, chosen %+v", r, d.Chosen())
	}
	if r := d.At("", 40); r == nil || r.Key != "far" {
		t.Errorf("over the source: %+v", r)
	}
	if d.At("body", 9) != nil || d.At("body", -1) != nil || d.At("", 0) != nil || d.At("", -1) != nil {
		t.Error("a finding where there is none")
	}
	if d.ChooseIn(0) || !d.ChooseIn(49) || d.Chosen().Key != "far" {
		t.Error("a place in the source does not choose its finding")
	}
}

func TestReplaceIsByRunes(t *testing.T) {
	if got := Replace("café at 27", 5, 10, "there"); got != "café there" {
		t.Errorf("%q", got)
	}
	for _, c := range [][2]int{{-1, 2}, {3, 99}, {4, 2}} {
		if got := Replace("word", c[0], c[1], "x"); got != "word" {
			t.Errorf("%v: %q", c, got)
		}
	}
}

func TestGrading(t *testing.T) {
	p := app.Product{Draft: intel.DraftText{Body: "One.\n\nTwo."}, Receipt: intel.Receipt{Handling: "B24"}}
	g := NewGrading(p)
	if n := len(g.Lines()); n != 2 {
		t.Fatalf("%d items for two paragraphs", n)
	}
	g.SetSource("3")
	g.SetAssessment("B")
	g.SetCorroborated("x")
	if !g.NeedsReason() || g.Item().Corroborated != "x" {
		t.Error("3 asks for a reason; B names its record")
	}
	g.SetAssessment("A")
	if g.Item().Corroborated != "" {
		t.Error("A keeps what bore out a B")
	}
	g.SetHandling("C")
	g.SetAction("A2")
	g.SetSanitisation("S2")
	g.SetReportWords("tell nobody", "harm", "")
	if !g.UnderConditions() {
		t.Error("C asks for conditions")
	}
	g.SetHandling("P")
	in := g.Input()
	if in.Graded.Action != "" || in.Graded.Sanitisation != "" || in.Words.Instructions != "" {
		t.Error("P carries conditions: an impossible combination can be entered")
	}
	g.Choose(1)
	g.SetItemWords("second", "doubt")
	if g.Words().Reason != "doubt" || g.Input().Words.Items[0].Reason == "doubt" {
		t.Error("the reason went to another item")
	}
	g.Add()
	g.Drop()
	g.Drop()
	g.Drop()
	if len(g.Lines()) != 1 || g.Chosen() != 0 {
		t.Errorf("%d items, looking at %d", len(g.Lines()), g.Chosen())
	}
	if g.Lines()[0].Tone != Settled {
		t.Errorf("a complete grade is shown as %+v", g.Lines()[0])
	}
}

func TestGradingLeavesTheStandingGradeAlone(t *testing.T) {
	p := app.Product{Graded: true, Grade: grade.Graded{Handling: "P", Items: []grade.Item{{No: 1, Source: "1", Assessment: "A"}}}}
	g := NewGrading(p)
	g.SetSource("2")
	if p.Grade.Items[0].Source != "1" {
		t.Error("filling in the form changed the product on the screen")
	}
}

func TestBoard(t *testing.T) {
	late := app.ThreatView{Item: "a", Ref: "SIU-26-0001", T: threat.Threat{ID: "t", State: threat.StateRaised, RaisedAt: monday.Add(-time.Hour)}, Due: monday.Add(-time.Minute), Overdue: true,
		Words: threat.Assessment{AtRisk: "Darren Holt"}}
	owned := app.ThreatView{Item: "b", Ref: "SIU-26-0002", Owner: "DS Pryce", T: threat.Threat{ID: "u", State: threat.StateActing, Owner: "p", OwnedAt: monday.Add(-time.Hour), Level: "high"}, Due: monday.Add(time.Hour)}
	b := Board(monday, []app.ThreatView{late, owned})
	if b.Total != 2 || b.Overdue != 1 {
		t.Errorf("%+v", b)
	}
	c := b.Columns[0].Cards[0]
	if c.Tone != Danger || c.Run != 1 || c.Owner != words.T("threat.noowner") {
		t.Errorf("late card %+v", c)
	}
	if strings.Contains(fmt.Sprintf("%+v", b), "Holt") {
		t.Error("a name stands on a card before it is opened")
	}
	if o := b.Columns[3].Cards[0]; o.Run != 0.5 || o.Level != words.Of("level", "high") {
		t.Errorf("owned card %+v", o)
	}
}

// Every box of the assessment is on the page, and each reads and writes its own.
func TestThreatFields(t *testing.T) {
	var a threat.Assessment
	for i, f := range ThreatFields() {
		SetThreatText(&a, f.ID, fmt.Sprintf(" text %d ", i))
		if f.Label == f.ID {
			t.Errorf("%s has no label", f.ID)
		}
	}
	for i, f := range ThreatFields() {
		if got := ThreatText(a, f.ID); got != fmt.Sprintf("text %d", i) {
			t.Errorf("%s holds %q", f.ID, got)
		}
	}
	if strings.Contains(fmt.Sprintf("%#v", a), `:""`) {
		t.Errorf("a box is missing from the page: %#v", a)
	}
}

func TestAGradingSaysWhenInLondon(t *testing.T) {
	at := time.Date(2026, 7, 1, 22, 30, 0, 0, time.UTC)
	var s SignOff
	s.Show(app.SignOff{Product: app.Product{GradeHistory: []app.Graded{{Version: 2, Words: "2BC", By: "R. Malik", At: at}}}})
	got := s.Detail("grade")
	for _, want := range []string{"Version 2", "2BC", "R. Malik", "23:30 BST"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}

func TestSignOffNeedsEveryLook(t *testing.T) {
	var s SignOff
	if s.Ready() == "" {
		t.Fatal("ready with nothing open")
	}
	v := app.SignOff{ReleaseView: app.ReleaseView{Release: "r1", Ref: "REL-26-0031"}, Attend: []app.Attend{{ID: "threat"}, {ID: "grade"}},
		Recipients: []app.RecipientView{{Name: "Tamsin Okoye", Organisation: "Northshire"}}}
	s.Show(v)
	s.Look("threat")
	s.Look("grade")
	if s.Ready() == "" {
		t.Error("ready before the report was read")
	}
	s.ReadToEnd()
	if why := s.Ready(); why != "" {
		t.Errorf("not ready: %s", why)
	}
	if n := s.Naming(); !strings.Contains(n, "REL-26-0031") || !strings.Contains(n, "Tamsin Okoye") {
		t.Errorf("naming %q", n)
	}
	s.Again(v)
	if s.Ready() != "" {
		t.Error("the same submission again forgot what was seen")
	}
	v.Refusals = []release.Reason{{Words: "You wrote it."}}
	s.Again(v)
	if s.Ready() == "" {
		t.Error("ready although the gate refuses")
	}
	other := v
	other.Release, other.Refusals = "r2", nil
	s.Again(other)
	if s.Ready() == "" {
		t.Error("what was seen of one submission counts for another")
	}
}

func TestDiff(t *testing.T) {
	source := "Source was in the kitchen at 27 Harrow Lane with Kelly."
	draft := "A man was in the kitchen at an address."
	stayed, added := Diff(source, draft)
	pick := func(s string, spans []Span) string {
		var out []string
		for _, x := range spans {
			out = append(out, string([]rune(s)[x.Start:x.End]))
		}
		return strings.Join(out, "|")
	}
	if got := pick(source, stayed); got != "was in the kitchen at" {
		t.Errorf("stayed %q", got)
	}
	if got := pick(draft, added); got != "A man|an address" {
		t.Errorf("added %q", got)
	}
	if a, b := Diff(strings.Repeat("word ", maxDiff+1), "word"); a != nil || b != nil {
		t.Error("a text beyond the bound was compared")
	}
}

// What is told apart must add up: every word of the draft either stayed or is new.
func FuzzDiff(f *testing.F) {
	f.Add("Source was in the kitchen", "he was in a kitchen")
	f.Add("", "£ naïve café")
	f.Add("a a a", "a")
	f.Fuzz(func(t *testing.T, source, draft string) {
		if len(source) > 400 || len(draft) > 400 {
			return
		}
		stayed, added := Diff(source, draft)
		for _, c := range []struct {
			text  string
			spans []Span
		}{{source, stayed}, {draft, added}} {
			last := 0
			for _, s := range c.spans {
				if s.Start < last || s.End <= s.Start || s.End > len([]rune(c.text)) {
					t.Fatalf("run %+v after %d in %d runes", s, last, len([]rune(c.text)))
				}
				last = s.End
			}
		}
	})
}

func TestFrame(t *testing.T) {
	v := Frame(monday, app.Status{OpenLife: 2, Unowned: 1, CheckedAt: monday, Checked: 400, Provisional: true, Alarms: 1, Next: monday.Add(9 * time.Minute), NextRef: "SIU-26-0412"},
		app.Me{Name: "A. Malik", Rank: "DC", Roles: []roster.Role{roster.Handler}}, app.Unit{Compartments: []app.CompartmentView{{Common: true, Open: true}, {Open: true}, {}}})
	if v.AlarmTo != "triage" || !strings.Contains(v.Alarm, "2 LIFE") || !strings.Contains(v.Alarm, words.T("alarm.unowned.one")) {
		t.Errorf("alarm %q to %q", v.Alarm, v.AlarmTo)
	}
	if v.Open != words.T("frame.compartments.one") || v.Who != "DC A. Malik" || v.Next.Tone != Danger || v.LineTone != Danger {
		t.Errorf("%+v", v)
	}
	if !strings.Contains(v.Line, "09:41") || !strings.Contains(v.Line, words.T("frame.provisional")) {
		t.Errorf("line %q", v.Line)
	}
	if kept := Frame(monday, app.Status{BackedUp: monday.Add(-time.Hour)}, app.Me{}, app.Unit{}); !strings.Contains(kept.Line, words.T("frame.backedup", "08:41")) {
		t.Errorf("line %q", kept.Line)
	}
	quiet := Frame(monday, app.Status{}, app.Me{}, app.Unit{})
	if !strings.Contains(quiet.Line, words.T("frame.nobackup")) {
		t.Errorf("line %q", quiet.Line)
	}
	if quiet.Alarm != "" || quiet.Next.Text != "" {
		t.Errorf("an alarm out of nothing: %+v", quiet)
	}
	if threatOnly := Frame(monday, app.Status{Unowned: 1}, app.Me{}, app.Unit{}); threatOnly.AlarmTo != "threat" {
		t.Errorf("goes to %q", threatOnly.AlarmTo)
	}
}

func TestVerifyWordsTellTheTruth(t *testing.T) {
	sound := VerifyWords(app.VerifyReport{Entries: 12, Head: "7QJK", Shut: 3})
	if sound.Refusal || !strings.Contains(sound.Text, "12") || !strings.Contains(sound.Text, "3 entries are in compartments") {
		t.Errorf("%+v", sound)
	}
	var alarms []app.AlarmView
	for i := range 25 {
		alarms = append(alarms, app.AlarmView{Seq: uint64(i), Fault: entry.FaultPermission, Kind: entry.ReleaseApproved, Who: "A", Words: "own words"})
	}
	shut := VerifyWords(app.VerifyReport{Alarms: []app.AlarmView{{Seq: 300, Fault: entry.FaultHash}}})
	if !strings.Contains(shut.Text, "No. 300 · "+words.Of("fault", string(entry.FaultHash))+"\n") || !strings.Contains(shut.Text, words.T("verify.next")) {
		t.Errorf("of an entry that does not open: %q", shut.Text)
	}
	bad := VerifyWords(app.VerifyReport{Alarms: alarms})
	if !bad.Refusal || !strings.Contains(bad.Text, "5 more") || bad.Title != words.T("verify.alarms.many", 25) {
		t.Errorf("%+v", bad)
	}
}

func TestJournalCellsMarkTheVoid(t *testing.T) {
	cells, tone := JournalCells(monday, app.LogLine{Seq: 7, At: monday, Who: "A", Kind: entry.ReleaseApproved, Fault: entry.FaultPermission, Ref: "SIU-26-0412"}, "")
	if tone != Danger || !strings.HasPrefix(cells[3], "VOID") || cells[0] != "7" {
		t.Errorf("%q %v", cells, tone)
	}
}

func TestRows(t *testing.T) {
	person := PersonRow(app.PersonView{Name: "Anwen", Rank: "DS", Status: "proposed", Roles: []roster.Role{roster.Supervisor},
		Lapses: []roster.Lapse{{What: "vetting DV", Lapsed: true}}})
	if person.Tone != Danger || len(person.Words) != 2 {
		t.Errorf("person %+v", person)
	}
	for _, c := range []struct {
		v    app.RecipientView
		tone Tone
		ok   bool
	}{{app.RecipientView{Fault: "expired", ConfirmedBy: "A"}, Danger, false}, {app.RecipientView{}, Due, false}, {app.RecipientView{ConfirmedBy: "A"}, Settled, true}} {
		if got := RecipientRow(monday, c.v).Tone; got != c.tone {
			t.Errorf("%+v: %v", c.v, got)
		}
		if _, ok := RecipientLine(c.v); ok != c.ok {
			t.Errorf("%+v can be chosen: %v", c.v, ok)
		}
	}
	if r := CompartmentRow(app.CompartmentView{Label: "K", Lapsed: "your vetting lapsed"}); r.Tone != Danger {
		t.Errorf("compartment %+v", r)
	}
}

func TestReleaseRowsAndCopies(t *testing.T) {
	v := app.ReleaseView{Ref: "R", Status: "sent", SentAt: monday.Add(-25 * time.Hour), Copies: []app.CopyView{{No: 1, Due: monday.Add(-time.Hour)}, {No: 2, Acknowledged: monday}}}
	if r := ReleaseRow(monday, v); r.Tone != Danger {
		t.Errorf("an overdue copy is not marked: %+v", r)
	}
	for i, want := range []Tone{Danger, Settled} {
		if _, w := CopyLine(monday, v.SentAt, v.Copies[i]); w.Tone != want {
			t.Errorf("copy %d: %+v", i+1, w)
		}
	}
	if _, w := CopyLine(monday, time.Time{}, v.Copies[0]); w.Text != words.T("copy.notsent") {
		t.Errorf("unsent copy says %q", w.Text)
	}
	if w := StatusWord(app.ReleaseView{Emergency: true}); w.Tone != Danger {
		t.Error("an unsigned emergency is not marked")
	}
}

func TestCheckLine(t *testing.T) {
	for _, c := range []struct {
		p    app.Product
		tone Tone
	}{
		{app.Product{}, Neutral}, {app.Product{DraftVersion: 2}, Danger}, {app.Product{DraftVersion: 2, Check: &app.CheckView{}}, Danger},
		{app.Product{DraftVersion: 2, Check: &app.CheckView{Stands: true, Real: intel.CannotTell, Immediate: intel.Yes}}, Due},
		{app.Product{DraftVersion: 2, Check: &app.CheckView{Stands: true, Real: intel.No}}, Settled},
	} {
		if got := CheckLine(c.p); got.Tone != c.tone {
			t.Errorf("%+v: %+v", c.p.Check, got)
		}
	}
}

func TestWhyLinksToTheCure(t *testing.T) {
	p := app.Product{Why: []release.Reason{{Words: "A", Field: "prompts"}, {Words: "B", Field: "check"}, {Words: "C", Field: "unit"}}}
	v := Why(p)
	if v[0].Step != "prompts" || v[1].Step != "draft" || v[2].Step != "" || v[2].Link != "" {
		t.Errorf("%+v", v)
	}
}

func TestGroupedAndDay(t *testing.T) {
	if Grouped("7QJK2M4T9") != "7QJK 2M4T 9" {
		t.Error(Grouped("7QJK2M4T9"))
	}
	if _, ok := Day("2026-02-30"); ok {
		t.Error("the thirtieth of February passes")
	}
	if d, ok := Day(" "); !ok || !d.IsZero() {
		t.Error("no day is a day")
	}
}

// Rules cite overlapping words; the officer reads each word once.
func TestCitedWordsAreJoined(t *testing.T) {
	runes := []rune("He is going to shoot Leon at nine.")
	c := app.PromptCard{Flagged: true, Prompts: []risk.Prompt{
		{Spans: []risk.Span{{Start: 6, End: 14}, {Start: 6, End: 20}, {Start: 15, End: 25}, {Start: 29, End: 33}}},
		{Spans: []risk.Span{{Start: 21, End: 25}}},
	}}
	got := cardView(c, runes, 0).Cited
	if want := []string{"going to shoot Leon", "nine"}; !slices.Equal(got, want) {
		t.Errorf("cited %q, want %q", got, want)
	}
}

func (d *triageDesk) Known(context.Context, entry.ID) ([]app.Known, error) { return nil, nil }

func TestASearchSaysWhenThereMayBeMore(t *testing.T) {
	for _, c := range []struct {
		n            int
		unread, more bool
	}{{0, false, false}, {1, false, false}, {app.MostHits - 1, false, false}, {app.MostHits, false, true}, {0, true, true}, {app.MostHits, true, true}} {
		count, text := HitCount(c.n, c.unread)
		if (count.Tone == Due) != c.more || (text != "") != c.more {
			t.Errorf("%+v: %+v %q", c, count, text)
		}
	}
}
