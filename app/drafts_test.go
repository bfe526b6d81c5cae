package app_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/sanitise"
)

func TestSavedVersionsAreOpenedOneByOneAndRecorded(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	item, rel := u.submitted()
	first, err := u.desk.Open(t.Context(), item)
	must(t, err)
	next := first.Draft
	next.Body += "\n\nA further line."
	must(t, u.desk.SaveDraft(t.Context(), item, next, "save"))
	vs, err := u.desk.Drafts(t.Context(), item)
	must(t, err)
	n := len(vs)
	if n < 2 || vs[n-1].Version != n || vs[n-1].By != "malik" || vs[n-1].At.IsZero() || len(vs[n-1].Submitted) != 0 {
		t.Fatalf("%+v", vs)
	}
	if rel == "" || len(vs[n-2].Submitted) != 1 || !strings.HasPrefix(vs[n-2].Submitted[0], "REL-") {
		t.Errorf("nothing says which version was submitted: %+v", vs)
	}
	for i, want := range []intel.DraftText{first.Draft, next} {
		before := u.entries()
		got, err := u.desk.OpenDraft(t.Context(), item, n-1+i)
		must(t, err)
		if got != want || u.entries() != before+1 {
			t.Errorf("version %d: %+v, %d entries more", n-1+i, got, u.entries()-before)
		}
		l := u.desk.Journal(app.JournalFilter{Item: item})[0]
		if l.Kind != entry.ProductViewed {
			t.Errorf("the newest line of the journal is %s", l.Kind)
		}
	}
	for _, v := range []int{-1, 0, n + 1} {
		before := u.entries()
		if _, err := u.desk.OpenDraft(t.Context(), item, v); !errors.Is(err, app.ErrNoItem) || u.entries() != before {
			t.Errorf("version %d: %v", v, err)
		}
	}
}

func TestAFirstDraftIsMadeByStepsThatGoBack(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	item := u.receive("The source met Carl Denton at 14 Acacia Road at 21:40 on 3 November 2026 and paid £4,250. His number is 07700 900461.")
	if _, err := u.desk.StartDraft(t.Context(), item); !errors.Is(err, app.ErrUnopened) {
		t.Fatalf("a source that is not open: %v", err)
	}
	p, err := u.desk.Open(t.Context(), item)
	must(t, err)
	must(t, u.desk.Deny(t.Context(), item, "name", "Carl Denton"))
	before := u.entries()
	st, err := u.desk.StartDraft(t.Context(), item)
	must(t, err)
	if u.entries() != before {
		t.Error("a start that is not used left an entry")
	}
	if strings.Contains(st.Text(), "07700 900461") || strings.Contains(st.Text(), "Carl Denton") {
		t.Errorf("still there: %q", st.Text())
	}
	for i := range st.Steps {
		st = st.Toggle(i)
	}
	if !strings.Contains(st.Text(), p.Reading.Text) {
		t.Errorf("all steps taken back give %q", st.Text())
	}
}

func TestAPhraseIsTheUnitsOnceAnotherAgreesIt(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	offered := func() sanitise.Phrases {
		t.Helper()
		ps, err := u.desk.Phrases(t.Context())
		must(t, err)
		return ps
	}
	waiting := func() entry.ID {
		t.Helper()
		list, err := u.desk.Library(t.Context())
		must(t, err)
		for _, v := range list {
			if v.Waiting {
				return v.ID
			}
		}
		return ""
	}
	standard := sanitise.StandardPhrases()
	if got := offered(); !slices.Equal(got, standard) || waiting() != "" {
		t.Fatalf("before any was proposed: %+v", got)
	}
	own := sanitise.Phrase{Short: "veh2", Text: "a vehicle of a common kind", For: sanitise.Identifier}
	for _, bad := range []sanitise.Phrase{{Short: "a b", Text: "two words"}, {Short: "x", Text: ""}, {Short: "x", Text: "our source reports that"}} {
		refusedFor(t, u.desk.ProposePhrase(t.Context(), bad), "phrases")
	}
	before := u.entries()
	must(t, u.desk.ProposePhrase(t.Context(), own))
	id := waiting()
	if u.entries() != before+1 || id == "" || !slices.Equal(offered(), standard) {
		t.Fatalf("a proposal: %d entries more, waiting %q, offered %+v", u.entries()-before, id, offered())
	}
	refusedFor(t, u.desk.ProposePhrase(t.Context(), sanitise.Phrase{Short: "VEH2", Text: "again"}), "phrases")
	refusedFor(t, u.desk.AgreePhrase(t.Context(), id), "phrases")
	u.as("idris")
	must(t, u.desk.AgreePhrase(t.Context(), id))
	if got := offered(); len(got) != len(standard)+1 || got[0] != own {
		t.Errorf("agreed, and offered to whoever agreed it: %+v", got)
	}
	u.as("malik")
	if got := offered(); len(got) != len(standard)+1 || got[0] != own || waiting() != "" {
		t.Errorf("after another unlock: %+v", got)
	}
	if err := u.desk.DropPhrase(t.Context(), id); err == nil {
		t.Error("an officer who is no supervisor took an agreed phrase off")
	}
	must(t, u.desk.ProposePhrase(t.Context(), sanitise.Phrase{Short: "is", Text: "information suggests that", For: sanitise.SourceReference}))
	is := waiting()
	u.as("idris")
	must(t, u.desk.AgreePhrase(t.Context(), is))
	if got := offered(); len(got) != len(standard)+1 || got[1].Text != "information suggests that" {
		t.Errorf("one of the program's, in the unit's own words: %+v", got)
	}
	must(t, u.desk.DropPhrase(t.Context(), id))
	must(t, u.desk.DropPhrase(t.Context(), is))
	if err := u.desk.AgreePhrase(t.Context(), id); !errors.Is(err, app.ErrNoItem) {
		t.Errorf("one that was taken off: %v", err)
	}
	if got := offered(); !slices.Equal(got, standard) {
		t.Errorf("after all were taken off: %+v", got)
	}
}

// What a check has read of one source is not used for another, nor kept when
// the desk is shut.
func TestAChecksSourceIsTheItemsOwn(t *testing.T) {
	u := newUnit(t)
	u.as("malik")
	one, two := u.receive("The source met Carl Denton, who rang 07700 900461."), u.receive("A shop in Thornby sells alcohol to children.")
	blocked := func(item entry.ID) int {
		t.Helper()
		f, err := u.desk.CheckDraft(t.Context(), item, intel.DraftText{Body: "The number 07700 900461 may be in use."})
		must(t, err)
		return f.Blocking
	}
	u.read(one)
	u.read(two)
	for range 2 {
		if blocked(one) == 0 {
			t.Error("a number of the source passes")
		}
		if n := blocked(two); n != 0 {
			t.Errorf("a number of another source is stopped: %d", n)
		}
	}
	u.as("idris")
	u.as("malik")
	if _, err := u.desk.CheckDraft(t.Context(), one, intel.DraftText{Body: "x"}); !errors.Is(err, app.ErrUnopened) {
		t.Errorf("after the desk was shut: %v", err)
	}
}

// A supervisor sees what became of a text: since the submission that came back,
// and after this one.
func TestSignOffShowsWhatChanged(t *testing.T) {
	u := newUnit(t)
	item, rel := u.submitted()
	changes := func(rel entry.ID) []app.Change {
		t.Helper()
		u.as("idris")
		s, err := u.desk.OpenSubmission(t.Context(), rel)
		must(t, err)
		told := slices.ContainsFunc(s.Attend, func(a app.Attend) bool { return a.ID == "changed" && a.Warn })
		if told != (len(s.Changes) > 0) {
			t.Errorf("%d changes, told %v", len(s.Changes), told)
		}
		return s.Changes
	}
	if got := changes(rel); len(got) != 0 {
		t.Fatalf("a first submission: %+v", got)
	}
	must(t, u.desk.Return(t.Context(), rel, "say less"))
	u.as("malik")
	u.read(item)
	next := clean
	next.Body += " A further line."
	u.draft(item, next)
	second, err := u.desk.Submit(t.Context(), item, u.submission())
	must(t, err)
	got := changes(second)
	if len(got) != 1 || got[0].Older != clean || got[0].Newer != next || !strings.Contains(got[0].Words, "returned") {
		t.Fatalf("after one came back: %+v", got)
	}
	u.as("malik")
	last := next
	last.Body += " And one more."
	must(t, u.desk.SaveDraft(t.Context(), item, last, "save"))
	if got = changes(second); len(got) != 2 || got[1].Older != next || got[1].Newer != last {
		t.Fatalf("edited after it was submitted: %+v", got)
	}
}
