package present

import (
	"slices"
	"strings"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/app/threat"
	"corridor/ui/words"
)

func ruled(name string, yes, no, cannot int, cs ...risk.Category) app.RuleView {
	return app.RuleView{About: risk.About{Rule: name, Why: "Because " + name + ".", Categories: cs}, Yes: yes, No: no, CannotTell: cannot}
}

func TestRulesAreSorted(t *testing.T) {
	off := ruled("off", 0, 2, 0, risk.Arson)
	off.Off = true
	waits := ruled("waits", 0, 1, 0, risk.Arson)
	waits.Waiting = "p"
	list := []app.RuleView{ruled("never", 0, 0, 0, risk.Corrosive), ruled("noisy", 1, 38, 1, risk.Firearms), off, waits, ruled("life", 9, 3, 0, risk.ThreatToLife), ruled("a-life", 9, 3, 0, risk.ThreatToLife), ruled("odd", 0, 0, 1)}
	for by, want := range map[RuleOrder]string{
		ByDismissed: "noisy a-life life off waits odd never",
		ByShare:     "off waits noisy a-life life odd never",
		ByCategory:  "a-life life noisy off waits never odd",
		ByOff:       "off waits noisy a-life life odd never",
	} {
		var got []string
		for _, r := range SortRules(list, by) {
			got = append(got, r.Rule)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", by, got, want)
		}
	}
	if list[0].Rule != "never" || len(RuleOrders()) != 4 {
		t.Error("sorting changed what it was given")
	}
}

func TestRuleRows(t *testing.T) {
	for _, c := range []struct {
		r     app.RuleView
		right string
		tone  Tone
		first string
	}{
		{ruled("noisy", 1, 38, 1, risk.Firearms, risk.Arson), words.T("rules.worth", 38, 40), Neutral, "noisy"},
		{ruled("new", 0, 0, 0, risk.Firearms), words.T("rules.noanswers"), Neutral, "new"},
		{app.RuleView{About: risk.About{Rule: "x"}, Off: true}, words.T("rules.noanswers"), Danger, words.T("rules.off")},
		{app.RuleView{About: risk.About{Rule: "x"}, Waiting: "p"}, words.T("rules.noanswers"), Due, words.T("rules.waiting")},
	} {
		row := RuleRow(c.r)
		if row.Right != c.right || row.Tone != c.tone || row.Words[0].Text != c.first {
			t.Errorf("%s: %+v", c.r.Rule, row)
		}
	}
	for _, c := range []struct {
		of   []risk.Category
		want string
	}{{nil, words.T("rules.unknown")}, {[]risk.Category{risk.Firearms}, "Firearms or ammunition"}, {[]risk.Category{risk.Firearms, risk.Arson, risk.Corrosive}, "Firearms or ammunition, and 2 more"}} {
		if got := RuleRow(ruled("noisy", 0, 0, 0, c.of...)); got.Title != c.want || got.Sub != "Because noisy." {
			t.Errorf("%v: %+v", c.of, got)
		}
	}
	if got := Worth(ruled("noisy", 1, 38, 1)); got != "dismissed 38 of 40" {
		t.Errorf("worth: %q", got)
	}
	if ws := WorthLines(ruled("noisy", 1, 38, 0)); len(ws) != 3 || ws[1].Text != words.T("rules.no.many", 38) || ws[2].Text != words.T("rules.cannottell.none") {
		t.Errorf("lines: %+v", ws)
	}
}

func TestTermRows(t *testing.T) {
	sense := risk.Senses()[2]
	for _, c := range []struct {
		v    app.TermView
		tone Tone
	}{
		{app.TermView{Words: "zorbler", Sense: sense, By: "A"}, Settled},
		{app.TermView{Words: "zorbler", Sense: sense, By: "A", Waiting: "p"}, Due},
		{app.TermView{Words: "zorbler", Sense: sense, By: "A", Waiting: "p", Unread: true}, Danger},
	} {
		if r := TermRow(monday, c.v); r.Tone != c.tone || r.Title != "zorbler" || r.Sub != sense.Title || r.Words[len(r.Words)-1].Text != words.T("terms.by", "A") {
			t.Errorf("%+v", r)
		}
	}
}

func TestForeseenInWords(t *testing.T) {
	gain := app.Shift{Head: app.Head{Ref: "SIU-26-0001"}, Raised: []risk.Category{risk.Firearms}}
	lose := app.Shift{Head: app.Head{Ref: "SIU-26-0002"}, Dropped: []risk.Category{risk.Arson, risk.SeriousHarm}, SetAside: []risk.Category{risk.Arson}}
	for _, c := range []struct {
		f    app.Foreseen
		want []string
	}{
		{app.Foreseen{Read: 5}, []string{words.T("foresee.read.many", 5), words.T("foresee.none")}},
		{app.Foreseen{Read: 1, NotRead: 2}, []string{words.T("foresee.read.one"), words.T("foresee.notread.many", 2), words.T("foresee.none")}},
		{app.Foreseen{Read: 5, Shifts: []app.Shift{gain, lose, gain}}, []string{words.T("foresee.read.many", 5), words.T("foresee.gain.many", 2), words.T("foresee.lose.one")}},
	} {
		var got []string
		for _, w := range Foreseen(c.f) {
			got = append(got, w.Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if r := ShiftRow(monday, gain); r.Tone != Due || r.Words[0].Text != "+ Firearms or ammunition" {
		t.Errorf("gain: %+v", r)
	}
	if r := ShiftRow(monday, lose); r.Tone != Danger || len(r.Words) != 2 || !strings.Contains(r.Words[0].Text, "set aside") || strings.Contains(r.Words[1].Text, "set aside") {
		t.Errorf("loss: %+v", r)
	}
}

func TestHowTheVaultStandsByTheRules(t *testing.T) {
	for _, c := range []struct {
		left, fresh int
		want        []string
	}{
		{0, 0, []string{words.T("rules.allread")}},
		{7, 0, []string{words.T("rules.torescan.many", 7)}},
		{0, 1, []string{words.T("rules.allread"), words.T("rules.fresh.one")}},
	} {
		var got []string
		for _, w := range RulesStand(app.RulesView{Version: "v9", ToRescan: c.left}, app.Status{Fresh: c.fresh}) {
			got = append(got, w.Text)
		}
		if !slices.Equal(got, append([]string{words.T("rules.version", "v9")}, c.want...)) {
			t.Errorf("%d left, %d new: %q", c.left, c.fresh, got)
		}
	}
	if got := RescanDone(app.Rescanned{Read: 9}); !strings.Contains(got, "no all-clear") {
		t.Errorf("a rescan that found nothing reads as an all-clear: %q", got)
	}
	if got := RescanDone(app.Rescanned{Read: 9, Found: 2, NotRead: 1}); !strings.Contains(got, words.T("rescan.found.many", 2)) || !strings.Contains(got, words.T("foresee.notread.one")) {
		t.Errorf("what was found: %q", got)
	}
}

func TestKnownRows(t *testing.T) {
	head := func(ref string) app.Head {
		return app.Head{Item: "i-1", Ref: ref, Stage: app.StageDrafting, SourceType: intel.Partner, Received: monday}
	}
	rows := KnownRows(monday, []app.Known{
		{Kind: "phone", Text: "07700\n900461", Start: 4, End: 15, Items: []app.Head{head("SIU-26-0001"), head("SIU-26-0002")}, More: 3},
		{Kind: "person", Text: "Holt", Items: []app.Head{head("SIU-26-0003")}, More: 45, Many: true},
	}, 10)
	if len(rows) != 5 {
		t.Fatalf("%d lines", len(rows))
	}
	if r := rows[0]; r.What != "Phone" || r.Text != "07700 900461" || r.At.Start != 14 || r.At.End != 25 || r.Item != "i-1" || !strings.HasPrefix(r.Where, "SIU-26-0001 · ") {
		t.Errorf("first: %+v", r)
	}
	if r := rows[1]; r.What != "" || r.Text != "" || r.Item == "" || r.At != rows[0].At {
		t.Errorf("second: %+v", r)
	}
	if rows[2].Item != "" || rows[2].Where != words.T("known.more", 3) || rows[4].Where != words.T("known.many", 45) {
		t.Errorf("the rest: %+v and %+v", rows[2], rows[4])
	}
	if rows[3].At != (Span{}) {
		t.Errorf("what stands in the receipt is lit: %+v", rows[3])
	}
	if h := KnownHead(nil); !strings.Contains(h.Text, "no proof") {
		t.Errorf("nothing known reads as new: %q", h.Text)
	}
}

func card(c app.PromptCard) CardView {
	return Read(app.Product{Reading: intel.Reading{Text: "He will do it tonight."}, Prompts: []app.PromptCard{c}}).Cards[0]
}

func TestWhenIsShownAgainstTheProductsDate(t *testing.T) {
	prompt := func(when string, soon, aside bool) app.PromptCard {
		return app.PromptCard{Category: risk.ThreatToLife, Flagged: true, Prompts: []risk.Prompt{{Why: "w", When: when, Immediate: soon, SetAside: aside}}}
	}
	for _, c := range []struct {
		card app.PromptCard
		want []Word
	}{
		{prompt("tonight = Mon 23 Nov", true, false), []Word{{words.T("prompt.soon", "tonight = Mon 23 Nov"), Danger}}},
		{prompt("on Friday = Fri 27 Nov", false, false), []Word{{words.T("prompt.when", "on Friday = Fri 27 Nov"), Due}}},
		{prompt("", true, false), []Word{{words.T("prompt.now"), Danger}}},
		{prompt("", false, false), nil},
		{prompt("tonight = Mon 23 Nov", true, true), nil},
	} {
		if got := card(c.card).When; !slices.Equal(got, c.want) {
			t.Errorf("%+v: %+v", c.card.Prompts[0], got)
		}
	}
}

func TestProtectedContentSaysWhatFollows(t *testing.T) {
	for _, c := range risk.Categories() {
		special := slices.Contains([]risk.Category{risk.LegalPrivilege, risk.Journalistic, risk.Corruption, risk.Exculpatory}, c)
		for name, v := range map[string]CardView{"flagged": card(app.PromptCard{Category: c, Flagged: true}), "yes": card(app.PromptCard{Category: c, Answer: intel.Yes}),
			"cannot tell": card(app.PromptCard{Category: c, Answer: intel.CannotTell})} {
			if (v.Then != "") != special || special && v.Then == string(c) {
				t.Errorf("%s, %s: %q", c, name, v.Then)
			}
		}
		if v := card(app.PromptCard{Category: c, Answer: intel.No}); v.Then != "" {
			t.Errorf("%s answered no: %q", c, v.Then)
		}
	}
}

func TestWhatRulesFoundSinceIsAskedAgain(t *testing.T) {
	v := card(app.PromptCard{Category: risk.Firearms, Flagged: true, Answer: intel.No, By: "A", Reason: "a toy", Fresh: true})
	if !v.Open || !strings.Contains(v.Answered, "a toy") || !strings.HasPrefix(v.Answered, "New by other rules") {
		t.Errorf("%+v", v)
	}
	if v := card(app.PromptCard{Category: risk.Firearms, Answer: intel.No, By: "A"}); v.Open {
		t.Error("answered, and open")
	}
	tr := NewTriage(&triageDesk{}, func() time.Time { return monday })
	tr.Put([]app.Head{{Item: "a", Ref: "SIU-26-0001", Stage: app.StageNew, Fresh: 1, OpenPrompts: 1}, {Item: "b", Ref: "SIU-26-0002", Stage: app.StageReleased}})
	tr.SetFilter(FilterFresh)
	if view := tr.View(); view.Count != 1 || !slices.ContainsFunc(view.Filters, func(f FilterView) bool { return f.ID == FilterFresh && f.On && f.Tone == Danger }) {
		t.Errorf("the filter: %+v", view)
	}
	if r := tr.Row(0); !slices.Contains(r.Words, Word{words.T("triage.fresh.one"), Danger}) {
		t.Errorf("the line: %+v", r)
	}
	tr.SetFilter(FilterOpen)
	tr.Put([]app.Head{{Item: "b", Ref: "SIU-26-0002", Stage: app.StageReleased}})
	if slices.ContainsFunc(tr.View().Filters, func(f FilterView) bool { return f.ID == FilterFresh }) {
		t.Error("a chip for nothing")
	}
}

func TestThreatOffers(t *testing.T) {
	p := app.Product{Scan: risk.Result{
		Prompts: []risk.Prompt{{Category: risk.ThreatToLife, When: "tonight = Mon 23 Nov"}, {Category: risk.Arson, When: "on Friday = Fri 27 Nov"}},
		Mentions: []risk.Mention{{Role: "person at risk", Text: "Darren  Holt"}, {Role: "person at risk", Text: "darren holt"}, {Role: "suspected offender", Text: "Stretch"},
			{Role: "weapon", Text: "handgun"}, {Role: "time", Text: "tonight"}, {Role: "place", Text: "27 Harrow Lane"}, {Role: "of a later version", Text: "x"}}}}
	got := ThreatOffers(p, threat.Assessment{Suspect: "A man known as Stretch"})
	for box, want := range map[string][]string{"at_risk": {"Darren Holt"}, "suspect": nil, "capability": {"handgun"}, "imminence": {"tonight = Mon 23 Nov", "27 Harrow Lane"}} {
		if !slices.Equal(got[box], want) {
			t.Errorf("%s: %q, want %q", box, got[box], want)
		}
	}
	if len(got) != 3 {
		t.Errorf("offered: %v", got)
	}
	if WithOffer("", "a") != "a" || WithOffer(" a ", "b") != "a; b" {
		t.Error("an offer is put in the wrong place")
	}
	if s := Short(strings.Repeat("é", 40)); len([]rune(s)) != 26 || Short("short") != "short" {
		t.Errorf("cut to %q", s)
	}
}
