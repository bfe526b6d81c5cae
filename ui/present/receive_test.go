package present

import (
	"strings"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/intake"
	"corridor/app/intake/alike"
	"corridor/ui/words"
)

func TestOffers(t *testing.T) {
	for name, c := range map[string]struct {
		res  intake.Result
		want []string
	}{
		"nothing": {intake.Result{}, nil},
		"all": {intake.Result{From: "A  Unit\n<a@b.example>", References: []string{"R-1", "R-1", "R-2"}, Marking: "SECRET", Handling: "Handling: P", Date: "Sun, 22 Jun 2026 23:30:00 +0000", Dates: []string{"2026-06-23", "2026-06-01"}},
			[]string{"F2 from A Unit <a@b.example>", "F3 fromref R-1", "F4 fromref R-2", "F5 marking SECRET", "F6 tier SECRET", "F7 handling Handling: P", "F8 day 2026-06-23", "F9 day 2026-06-01"}},
		"a marking of others": {intake.Result{Marking: "TLP:AMBER"}, []string{"F2 marking TLP:AMBER"}},
		"days, cut": {intake.Result{Date: "Sun, 22 Nov 2026 12:00:00 +0000", Dates: []string{"2026-11-24", "2026-11-22", "2026-11-20", "2026-11-19", "2026-11-18", "2026-11-17", "2026-11-16"}},
			[]string{"F2 day 2026-11-22", "F3 day 2026-11-20", "F4 day 2026-11-19", "F5 day 2026-11-18", "F6 day 2026-11-17"}},
		"no day": {intake.Result{Date: "yesterday"}, nil},
		"more than keys": {intake.Result{References: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}},
			[]string{"F2 fromref 1", "F3 fromref 2", "F4 fromref 3", "F5 fromref 4", "F6 fromref 5", "F7 fromref 6", "F8 fromref 7", "F9 fromref 8", "F10 fromref 9", "F11 fromref 10", "F12 fromref 11"}},
	} {
		var got []string
		for _, o := range Offers(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), c.res) {
			got = append(got, o.Key+" "+o.Field+" "+o.Value)
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestDifferencesKeepWhatStandsAboutAChange(t *testing.T) {
	a := "1\n2\n3\n4\n5\n6\n7\n8\n9"
	got := Differences(alike.Lines(a, strings.Replace(a, "5", "five", 1)), "SIU-1")
	var lines []string
	for _, l := range got {
		lines = append(lines, strings.TrimSpace(l.Mark+" "+l.Text))
	}
	two := words.Count("receive.diff.same", 2)
	want := []string{two, "3", "4", words.T("receive.diff.held", "SIU-1") + " 5", words.T("receive.diff.new") + " five", "6", "7", two}
	if strings.Join(lines, "|") != strings.Join(want, "|") {
		t.Errorf("%q", lines)
	}
	if got := Differences(alike.Lines(a, a), "SIU-1"); len(got) != 1 || got[0].Mark != "" {
		t.Errorf("the same text: %+v", got)
	}
	if got := Differences(nil, "SIU-1"); len(got) != 0 {
		t.Errorf("no text: %+v", got)
	}
}

func TestBatchInWords(t *testing.T) {
	for left, want := range map[time.Duration]string{
		0: "3 of 9 done", 20 * time.Second: "less than a minute", 90 * time.Second: "2 min", 65 * time.Minute: "1 h 5 min",
	} {
		if got := BatchLine(app.BatchProgress{Done: 3, Total: 9, Left: left}); !strings.Contains(got, want) {
			t.Errorf("%v: %q", left, got)
		}
	}
	left := []app.Untouched{{Name: "e", Why: "it is a link"}}
	files := []app.Filed{
		{Name: "a", Outcome: app.OutcomeTaken, Took: app.Took{Item: "i", Ref: "SIU-1", Read: "partly", Life: true, Prompts: 2}},
		{Name: "b", Outcome: app.OutcomeHeld, Took: app.Took{Item: "j", Ref: "SIU-2"}},
		{Name: "c", Outcome: app.OutcomeRefused, Why: "Too large."}, {Name: "d", Outcome: app.OutcomeWaiting},
		{Name: "f", Outcome: app.OutcomeTaken, Took: app.Took{Item: "k", Read: "yes"}, Marked: "SECRET"},
	}
	v := Summary(app.Batch{Left: left, Batched: app.Batched{Cancelled: true, Files: files}})
	for _, want := range []string{words.T("batch.cancelled"), "2 received", "1 held already", "1 not read in full", "1 refused", "1 waiting", "1 left alone"} {
		if !strings.Contains(v.Text, want) {
			t.Errorf("%q lacks %q", v.Text, want)
		}
	}
	if clean := Summary(app.Batch{Batched: app.Batched{Files: []app.Filed{{Outcome: app.OutcomeTaken, Took: app.Took{Read: "yes"}}}}}); clean.Tone != Settled {
		t.Errorf("a clean batch is %v", clean.Tone)
	}
	var fs Files
	fs.Put(files, left)
	if r := fs.Rows(); len(r) != 6 || r[0].Tone != Danger || r[0].Item != "i" || r[1].Item != "j" || r[2].Item != "" || r[2].Sub != "Too large." || r[5].Title != "e" {
		t.Errorf("%+v", r)
	}
	for id, want := range map[string]string{FiledAll: "abcdfe", FiledTaken: "af", FiledWarned: "af", FiledHeld: "b", FiledRefused: "c", FiledWaiting: "d", FiledLeft: "e", "nonsense": "abcdfe"} {
		fs.Filter(id)
		got := ""
		for _, r := range fs.Rows() {
			got += r.Title
		}
		if got != want {
			t.Errorf("%s shows %q, want %q", id, got, want)
		}
	}
	fs.Filter(FiledAll)
	seen := ""
	for range len(fs.Filters()) + 2 {
		for _, f := range fs.Filters() {
			if f.On {
				seen += f.ID + " "
			}
		}
		fs.Step(1)
	}
	if seen != "all taken warned held refused waiting left left left " {
		t.Errorf("one filter after another: %q", seen)
	}
	fs.Step(-1)
	fs.Put(files[:1], nil) // nothing waits any more
	if f := fs.Filters(); len(f) != 3 || !f[0].On || len(fs.Rows()) != 1 {
		t.Errorf("a filter with nothing to show stays: %+v", f)
	}
}

func TestReadAheadNeverLooksEmptyForUnread(t *testing.T) {
	for want, r := range map[Tone]intake.Result{
		Settled: {}, Due: {Parts: []intake.Part{{Read: "yes"}, {Read: "no"}}}, Danger: {Error: &intake.Failure{What: "It is broken."}},
	} {
		if got := ReadAhead(r); got.Tone != want || got.Text == "" || strings.Contains(got.Text, "..") {
			t.Errorf("%+v", got)
		}
	}
	for _, n := range []app.Near{{Ref: "SIU-1", How: app.NearBytes}, {Ref: "SIU-1", How: app.NearMessage}, {Ref: "SIU-1", How: app.NearText, Percent: 93}} {
		if got := NearLine(n); !strings.Contains(got.Text, "SIU-1") || got.Tone == Settled {
			t.Errorf("%+v", got)
		}
	}
}

func TestAReceiptSaysWhatItLacks(t *testing.T) {
	if got := Missing("Border team", "", "OFFICIAL"); got != words.T("receive.need", words.T("fact.sourcetype")) {
		t.Errorf("%q", got)
	}
	if got := Missing("", "", ""); !strings.Contains(got, words.T("fact.originator")+", "+words.T("fact.sourcetype")) {
		t.Errorf("%q", got)
	}
	if got := Missing("a", "b", "c"); got != "" {
		t.Errorf("%q", got)
	}
}
