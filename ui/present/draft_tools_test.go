package present

import (
	"slices"
	"strings"
	"testing"
	"time"

	"corridor/app"
	"corridor/app/intel"
	"corridor/app/sanitise"
	"corridor/ui/words"
)

func TestMosaicPutsWhatIsNewFirst(t *testing.T) {
	var d Draft
	if rows := d.Mosaic(); len(rows) != 0 {
		t.Errorf("before a check: %+v", rows)
	}
	d.Put(intel.DraftText{}, app.Findings{Mosaic: []sanitise.Fact{{Kind: "name", Value: "Stretch", Release: "REL-1"}, {Kind: "address", Value: "1 Mill Lane", New: true}, {Kind: "sum", Value: "£5", Release: "REL-2"}}})
	rows := d.Mosaic()
	var got []string
	for _, r := range rows {
		got = append(got, r.Fact+"|"+r.Kind+"|"+r.Told)
	}
	want := []string{"1 Mill Lane|Address|" + words.T("mosaic.new"), "Stretch|Name|REL-1", "£5|Sum|REL-2"}
	if !slices.Equal(got, want) || !rows[0].New {
		t.Errorf("%q", got)
	}
	if line := MosaicLine(rows); !strings.Contains(line, "2 facts") || !strings.Contains(line, "adds 1") {
		t.Error(line)
	}
}

func TestDenyRowsFromTheWidestList(t *testing.T) {
	rows := DenyRows([]app.DenyView{{Term: "a", Scope: intel.ScopeItem, Kind: "name", By: "X"}, {Term: "b", Scope: intel.ScopeCompartment, Kind: "word"}, {Term: "c", Scope: intel.ScopeSource, Kind: "alias"}})
	var got []string
	for _, r := range rows {
		got = append(got, r.Term+" "+r.ScopeWord)
	}
	if !slices.Equal(got, []string{"b " + words.T("denyscope.compartment"), "c " + words.T("denyscope.source"), "a " + words.T("denyscope.item")}) {
		t.Errorf("%q", got)
	}
	if !strings.Contains(rows[2].Line, "X") {
		t.Errorf("%q does not say who", rows[2].Line)
	}
}

func TestSwapsAreOfThisText(t *testing.T) {
	got := Swaps("at 21:40 é", []sanitise.Change{{Start: 3, End: 8, Text: "late evening"}, {Start: 3, End: 8, Text: "late evening"}, {Start: 3, End: 8, Text: "21:40"}, {Start: 9, End: 10, Text: "e"}, {Start: 8, End: 40, Text: "beyond"}, {Start: 5, End: 3, Text: "backwards"}})
	if len(got) != 2 || got[0].Was != "21:40" || got[0].Text != "late evening" || got[1].Was != "é" {
		t.Errorf("%+v", got)
	}
}

func TestPairComparesWithWhatWasSubmitted(t *testing.T) {
	v := func(n int, submitted ...string) app.DraftVersion {
		return app.DraftVersion{Version: n, Submitted: submitted}
	}
	for name, c := range map[string]struct {
		vs           []app.DraftVersion
		typed        bool
		older, newer string
		ok           bool
	}{
		"nothing":               {nil, true, "", "", false},
		"one, nothing typed":    {[]app.DraftVersion{v(1)}, false, "", "", false},
		"one and typing":        {[]app.DraftVersion{v(1)}, true, "1", "now", true},
		"the one before":        {[]app.DraftVersion{v(1), v(2), v(3)}, false, "2", "3", true},
		"the one submitted":     {[]app.DraftVersion{v(1), v(2, "REL"), v(3), v(4)}, false, "2", "4", true},
		"the last of submitted": {[]app.DraftVersion{v(1, "REL"), v(2, "REL"), v(3)}, true, "2", "now", true},
		"itself submitted":      {[]app.DraftVersion{v(1), v(2, "REL")}, false, "1", "2", true},
		"submitted and typing":  {[]app.DraftVersion{v(1), v(2, "REL")}, true, "2", "now", true},
	} {
		older, newer, ok := Pair(c.vs, c.typed)
		if older != c.older || newer != c.newer || ok != c.ok {
			if ok || c.ok {
				t.Errorf("%s: %s with %s, %v", name, older, newer, ok)
			}
		}
	}
	lines := Versions(time.Now(), []app.DraftVersion{v(1, "REL-1"), v(2)}, true)
	if len(lines) != 3 || lines[0].Code != Now || lines[1].Code != "2" || !strings.Contains(lines[2].Text, "REL-1") {
		t.Errorf("%+v", lines)
	}
}

func TestCompareLightsWhatIsGoneAndWhatIsNew(t *testing.T) {
	c := Compare(intel.DraftText{Title: "Title", Body: "A man has a handgun at home."}, intel.DraftText{Title: "Title", Body: "A man has a firearm at home.", Provenance: "Tested."})
	cut := func(text string, s Span) string { return string([]rune(text)[s.Start:s.End]) }
	if len(c.Gone) != 1 || cut(c.Older, c.Gone[0]) != "handgun" {
		t.Errorf("gone %+v", c.Gone)
	}
	if len(c.Added) != 2 || cut(c.Newer, c.Added[0]) != "firearm" || cut(c.Newer, c.Added[1]) != "Tested" {
		t.Errorf("added %+v", c.Added)
	}
	if c.Line != words.T("versions.diff", 1, 2) {
		t.Error(c.Line)
	}
	same := intel.DraftText{Body: "The same."}
	if c := Compare(same, same); c.Line != words.T("versions.same") || len(c.Gone)+len(c.Added) > 0 {
		t.Errorf("%+v", c)
	}
	long := intel.DraftText{Body: strings.Repeat("word ", maxDiff+1)}
	if c := Compare(long, same); c.Line != words.T("versions.toolong") || c.Older == "" {
		t.Errorf("%+v", c.Line)
	}
}

func TestStepsOfAFirstDraft(t *testing.T) {
	s := sanitise.Start{Source: "seen at 21:40 by him", Steps: []sanitise.Step{{Start: 8, End: 13, Was: "21:40", Now: "late evening", Kind: sanitise.OverPrecision, Why: "too exact"}}}
	on, off := StartRows(s), StartRows(s.Toggle(0))
	if on[0].Off || !off[0].Off || on[0].State.Tone != Settled || off[0].State.Tone != Due || on[0].Why == "" {
		t.Errorf("%+v, %+v", on, off)
	}
	for _, x := range []sanitise.Start{s, s.Toggle(0)} {
		sp := StartSpans(x)
		want := "late evening"
		if x.Steps[0].Off {
			want = "21:40"
		}
		if got := string([]rune(x.Text())[sp[0].Start:sp[0].End]); got != want {
			t.Errorf("lit %q, want %q", got, want)
		}
	}
}
