package present

import (
	"strings"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/ui/words"
)

func TestProposalRowsSayWhoActs(t *testing.T) {
	theirs := app.ProposalView{ID: "p1", Kind: entry.PersonLeft, About: "Bao Tran", By: "Anwen Pryce", At: monday}
	mine := theirs
	mine.Mine = true
	if r := ProposalRow(monday, theirs); r.Tone != Due || r.Words[0].Text != words.T("officers.yours") || r.Sub != "Bao Tran" {
		t.Errorf("another's proposal: %+v", r)
	}
	if r := ProposalRow(monday, mine); r.Tone != Neutral || len(r.Words) != 1 || r.Words[0].Text != words.T("officers.waits") {
		t.Errorf("one's own proposal: %+v", r)
	}
	if n := ToSecond([]app.ProposalView{theirs, mine, theirs}); n != 2 {
		t.Errorf("%d wait for this officer", n)
	}
	if got := ProposalAbout(app.ProposalView{Ref: "SIU-26-0361", About: "14 pieces of content"}); got != "SIU-26-0361 · 14 pieces of content" {
		t.Errorf("about: %q", got)
	}
}

func TestEveryActOfTwoHasWords(t *testing.T) {
	kinds := entry.TakesTwo()
	if len(kinds) < 5 {
		t.Fatalf("only %v take two officers", kinds)
	}
	for _, k := range kinds {
		if words.Of("proposal", string(k)) == string(k) || words.Of("proposaltext", string(k)) == string(k) {
			t.Errorf("no words for a proposal of %s", k)
		}
	}
}

func TestLeaver(t *testing.T) {
	unit := func(status ...string) app.Unit {
		var u app.Unit
		for i, s := range status {
			u.People = append(u.People, app.PersonView{Person: entry.Person([]string{"a", "b", "c"}[i]), Status: s})
		}
		return u
	}
	for _, c := range []struct {
		before, after app.Unit
		want          entry.Person
	}{
		{unit("member", "member"), unit("member", "left"), "b"},
		{unit("member", "proposed"), unit("member", "left"), "b"},
		{unit("left", "member"), unit("left", "member"), ""},
		{unit("left", "member"), unit("left", "left"), "b"},
	} {
		if got := Leaver(c.before, c.after); got != c.want {
			t.Errorf("%v to %v: %q left", c.before, c.after, got)
		}
	}
}

func TestDueWord(t *testing.T) {
	for _, c := range []struct {
		left time.Duration
		want string
		tone Tone
	}{
		{40*24*time.Hour + time.Hour, "member key: 40 days left", Due},
		{6 * 24 * time.Hour, "member key: 6 days left", Danger},
		{30 * time.Hour, "member key: 1 day left", Danger},
		{time.Hour, "member key: less than a day left", Danger},
		{0, "member key ran out on ", Danger},
		{-time.Hour, "member key ran out on ", Danger},
	} {
		w := DueWord(monday, app.DueView{What: "member key", Until: monday.Add(c.left)})
		if !strings.HasPrefix(w.Text, c.want) || w.Tone != c.tone {
			t.Errorf("%v left: %+v", c.left, w)
		}
	}
}

func TestDuePicksItsOwn(t *testing.T) {
	due := []app.DueView{{What: "member key", Whose: "A", Until: monday.Add(time.Hour)}, {What: "vetting DV", Whose: "A", Until: monday.Add(time.Hour)},
		{What: "member key", Whose: "B", Until: monday.Add(time.Hour)}, {What: "certificate", Whose: "R", Until: monday.Add(time.Hour)}}
	if got := KeysDue(monday, "A", due); len(got) != 1 {
		t.Errorf("keys of A: %v", got)
	}
	p := app.PersonView{Name: "A", Lapses: []roster.Lapse{{What: "vetting DV", Until: monday.Add(time.Hour)}}}
	if got := PersonDue(monday, p, due); len(got) != 2 || !strings.HasPrefix(got[0].Text, "vetting DV") {
		t.Errorf("all that runs out for A: %v", got)
	}
	if CertificateDue(monday, "R", due) == nil || CertificateDue(monday, "A", due) != nil {
		t.Error("a certificate is told of the wrong one")
	}
	r := PersonRow(app.PersonView{Name: "A", Status: "member"}, KeysDue(monday, "A", due)...)
	if r.Tone != Danger {
		t.Errorf("a key that runs out today is %v", r.Tone)
	}
	if r := PersonRow(app.PersonView{Name: "A", Status: "left", Needs: "x"}); r.Tone != Neutral || len(r.Words) != 1 {
		t.Errorf("somebody who left: %+v", r)
	}
}

func TestReachTellsEachLine(t *testing.T) {
	v := app.ReachView{Name: "Bao Tran", Status: "left", Left: monday, Searches: 4, Reasons: 2, Exports: 1, NotOpen: []string{"Osprey"},
		Compartments: []app.ReachCompartment{{Name: "Kestrel", Epochs: []uint32{1, 2}, Given: monday, From: 12, To: 399, Still: true, Entries: 240, Items: []app.ReachItem{
			{Ref: "SIU-26-0001", Source: true, Entries: 14, Opened: 3, First: monday, Last: monday.Add(time.Hour)},
			{Ref: "SIU-26-0002", Entries: 2}, {Ref: "SIU-26-0003", Entries: 1, Opened: 1, First: monday}}}}}
	parts := Reach(v)
	if len(parts) != 2 || parts[1].Title != "Kestrel" || len(parts[1].Lines) != 6 {
		t.Fatalf("parts: %+v", parts)
	}
	text := string(ReachText(monday, v))
	for _, want := range []string{"Left the unit on", "Searches made: 4", "Osprey", "Keys given: 1, 2", "240 entries, from no. 12 to no. 399", words.T("reach.still"),
		"SIU-26-0001: the source and all else about it, 14 entries; opened 3 times", "SIU-26-0002: 2 later entries about it, not the source; never opened", "SIU-26-0003: 1 later", "opened once"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
	if none := Reach(app.ReachView{Name: "C", Status: "member"}); len(none) != 1 || none[0].Lines[2].Text != words.T("reach.nothing") {
		t.Errorf("somebody without keys: %+v", none)
	}
}

func TestRecoveryLines(t *testing.T) {
	waits := []app.ProposalView{{Kind: entry.RecoverySet, By: "A"}, {Kind: entry.PersonLeft}}
	for _, c := range []struct {
		v     app.RecoveryView
		ps    []app.ProposalView
		tones []Tone
	}{
		{app.RecoveryView{}, nil, []Tone{Due}},
		{app.RecoveryView{}, waits, []Tone{Due, Due}},
		{app.RecoveryView{Made: true}, nil, []Tone{Settled}},
		{app.RecoveryView{Made: true, Used: true, Lacking: []string{"Kestrel"}}, waits, []Tone{Settled, Due, Danger, Due}},
	} {
		got := RecoveryLines(c.v, c.ps)
		if len(got) != len(c.tones) {
			t.Errorf("%+v: %v", c.v, got)
			continue
		}
		for i := range got {
			if got[i].Tone != c.tones[i] {
				t.Errorf("%+v: line %d is %+v", c.v, i, got[i])
			}
		}
	}
}

func TestRehearsedTellsWhatStaysShut(t *testing.T) {
	if m := Rehearsed(app.RecoveryOpens{Entries: 9, Epochs: 2, Compartments: []string{"Unit"}}); strings.Contains(m.Text, "does not open") {
		t.Error("everything opens, and it is said that something does not")
	}
	if m := Rehearsed(app.RecoveryOpens{Entries: 9, Shut: 3}); !strings.Contains(m.Text, "does not open 3 entries") {
		t.Errorf("what stays shut is not told: %s", m.Text)
	}
}

func TestCheckedLine(t *testing.T) {
	if w := CheckedLine(monday, app.Status{Checked: 9, ToCheck: 1}); w.Tone != Due || !strings.Contains(w.Text, "1 taken") {
		t.Errorf("%+v", w)
	}
	if w := CheckedLine(monday, app.Status{Checked: 9, CheckedAt: monday}); w.Tone != Settled {
		t.Errorf("%+v", w)
	}
}

func TestNamesOfFilesAreOfTheirMinute(t *testing.T) {
	at := time.Date(2026, 7, 1, 0, 5, 59, 0, time.FixedZone("BST", 3600))
	if got := BackupName(at); got != "backup-2026-06-30-2305.corridor" {
		t.Error(got)
	}
	if got := ExportName(at); got != "export-2026-06-30-2305" {
		t.Error(got)
	}
}

func TestReasonsToShow(t *testing.T) {
	page := []app.LogLine{{Seq: 5, Why: true}, {Seq: 4}, {Seq: 3, Why: true, Fault: entry.FaultPermission}, {Seq: 2, Why: true}}
	if got := ToShow(page, map[uint64]string{2: ""}); len(got) != 1 || got[0] != 5 {
		t.Errorf("to show: %v", got)
	}
	if cells, _ := JournalCells(monday, page[0], ""); cells[5] != words.T("journal.hidden") {
		t.Errorf("a reason that was not opened: %q", cells[5])
	}
	if cells, _ := JournalCells(monday, page[0], "one\ntwo"); cells[5] != "one two" {
		t.Errorf("a reason of two lines: %q", cells[5])
	}
	if cells, _ := JournalCells(monday, page[1], ""); cells[5] != "" {
		t.Errorf("no reason: %q", cells[5])
	}
	if cells, tone := JournalCells(monday, page[2], ""); tone != Danger || !strings.Contains(cells[5], words.Of("fault", "permission")) || !strings.Contains(cells[3], "VOID") {
		t.Errorf("a void entry: %q", cells)
	}
	if _, why := JournalEntry(monday, page[0], ""); why != words.T("journal.hidden.text") {
		t.Errorf("in full: %q", why)
	}
	if _, why := JournalEntry(monday, page[1], ""); why != words.T("journal.noreason") {
		t.Errorf("in full, none: %q", why)
	}
}

func TestReleaseFilter(t *testing.T) {
	sent := app.ReleaseView{SentAt: monday.Add(-48 * time.Hour), Copies: []app.CopyView{{Recipient: "A", Organisation: "X", Due: monday.Add(-time.Hour)},
		{Recipient: "B", Organisation: "Y", Due: monday.Add(-time.Hour), Acknowledged: monday.Add(-2 * time.Hour)}}}
	waiting := app.ReleaseView{Copies: []app.CopyView{{Recipient: "A", Organisation: "X"}}}
	spoken := app.ReleaseView{Emergency: true}
	for _, c := range []struct {
		f    ReleaseFilter
		want [3]bool
	}{
		{ReleaseFilter{}, [3]bool{true, true, true}},
		{ReleaseFilter{Recipient: "A, X"}, [3]bool{true, true, false}},
		{ReleaseFilter{Recipient: "B, Y"}, [3]bool{true, false, false}},
		{ReleaseFilter{Overdue: true}, [3]bool{true, false, false}},
		{ReleaseFilter{Recipient: "B, Y", Overdue: true}, [3]bool{false, false, false}},
	} {
		for i, v := range []app.ReleaseView{sent, waiting, spoken} {
			if got := c.f.Keeps(monday, v); got != c.want[i] {
				t.Errorf("%+v keeps %d: %v", c.f, i, got)
			}
		}
	}
	if got := RecipientsOf([]app.ReleaseView{waiting, sent}); len(got) != 2 || got[0] != "A, X" {
		t.Errorf("recipients: %v", got)
	}
}
