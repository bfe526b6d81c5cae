package index

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"testing"

	"corridor/app"
	"corridor/app/entry"
)

func sample(t testing.TB) *Index {
	t.Helper()
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	for id, f := range map[entry.ID]map[string]string{
		"a": {"ref": "SIU-2026-0001", "text": "Meet at the harbour. Call +447700900123 after six.", "from": "Harbour Desk", "subject": "Delivery"},
		"b": {"ref": "SIU-2026-0002", "text": "Vehicle AB12 CDE seen; driver José Núñez, owner of the café.", "name": "note.txt"},
		"c": {"ref": "SIU-2026-0003", "text": "07700 900456 rang the harbour master. Vehicle ab12cdf parked by the harbour wall.", "from": "Port Unit"},
		"d": {"ref": "SIU-2026-0004", "text": "Handset IMEI 35-209900-176148-1 and (0044) 1632 960 111.", "state": "new", "grade": "B2"},
	} {
		if err := x.Add(id, f); err != nil {
			t.Fatal(err)
		}
	}
	return x
}

func find(t testing.TB, x *Index, q string) string {
	t.Helper()
	hits, err := x.Search(q, 10)
	if err != nil {
		t.Fatalf("%q: %v", q, err)
	}
	var ids []string
	for _, h := range hits {
		ids = append(ids, string(h.Item))
	}
	sort.Strings(ids)
	return strings.Join(ids, "")
}

func TestSearch(t *testing.T) {
	x := sample(t)
	for q, want := range map[string]string{
		"harbour": "ac", "HARBOUR": "ac", "harb*": "ac", "harb": "",
		`"harbour master"`: "c", `"master harbour"`: "",
		"harbour vehicle": "c", "harbour AND vehicle": "c", "delivery OR café": "ab",
		"harbour NOT vehicle": "a", "harbour and vehicle": "",
		"jose nunez": "b", "José": "b", "cafe": "b", "CAFÉ": "b",
		"07700 900123": "a", "07700900123": "a", "+44 7700 900123": "a", "00447700900123": "a", "+44 (0)7700 900-123": "a",
		"447700900123": "a", "900123": "a", "7700 900123": "",
		"+447700900456": "c", "07700 9004*": "c", "01632 960111": "d", "352099001761481": "d", "35 209900 176148 1": "d",
		"AB12 CDE": "b", "ab12cde": "b", "AB12-CDE": "b", "AB12CDF": "c", "ab12 cdf": "c",
		"ref:SIU-2026-0003": "c", "SIU-2026-0003": "c", "from:harbour": "a", "from:port": "c", "subject:delivery": "a",
		"state:new": "d", "grade:b2": "d", `from:"port unit"`: "c", "name:note.txt": "b", "text:harbour": "ac",
		"(delivery OR master) harbour": "ac", "(delivery OR master": "ac", "harbour)": "ac", "harbour (": "ac",
		"colour:red": "", `"`: "-", "NOT": "-", "NOT harbour": "-", "": "-", "***": "-", "()": "-", "AND OR": "-",
	} {
		if want == "-" {
			if _, err := x.Search(q, 10); !errors.Is(err, ErrQuery) {
				t.Errorf("%q: %v", q, err)
			}
			continue
		}
		if got := find(t, x, q); got != want {
			t.Errorf("%q found %q, want %q (asked %s)", q, got, want, parse(q, false).match)
		}
	}
}

// What lists show can be asked for beside words, among themselves in any way.
// The field ident takes words of the caller's own, found exactly and by name.
func TestExactWords(t *testing.T) {
	x := sample(t)
	if err := x.Add("e", map[string]string{"text": "Nothing of note.", "ident": "k1f2e3d4c5b6a798 k00112233445566f"}); err != nil {
		t.Fatal(err)
	}
	for q, want := range map[string]string{"ident:k1f2e3d4c5b6a798": "e", "ident:k00112233445566f": "e", "ident:k1f2e3d4c5b6a797": "", "ident:nothing": "", "ident:07700900123": "a"} {
		if got := find(t, x, q); got != want {
			t.Errorf("%s finds %q, want %q", q, got, want)
		}
	}
}

func TestFacets(t *testing.T) {
	x := sample(t)
	about := func(id entry.ID) (app.Facets, bool) {
		f, ok := map[entry.ID]app.Facets{
			"a": {Grade: "2DP 1BP", State: "waiting", Day: "2026-11-02"}, "b": {State: "new", Day: "2026-10-31"},
			"c": {Grade: "1BC", State: "released", Day: "2025-12-31"},
		}[id] // of d nothing is known here
		return f, ok
	}
	for q, want := range map[string]string{
		"state:waiting": "a", "STATE:Waiting": "a", "state:wait*": "a", "state:wait": "", "state:waiting OR state:new": "ab", "NOT state:new": "ac",
		"state:new state:waiting": "", "grade:1bp": "a", "grade:1B*": "ac", "grade:2DP": "a", "grade:none": "b", "harbour grade:1b*": "ac",
		"before:2026-11-01": "bc", "before:1/11/2026": "bc", "before:2026": "c", "after:2025": "ab", "after:2026-10": "a", "after:2026-10-30 before:2026-11-02": "b",
		"before:2026-11": "bc", "after:10/2026": "a", "harbour before:2026-01-01": "c", "harbour NOT state:released": "a", "harbour NOT before:2026": "a",
		"(state:waiting OR state:released) harbour": "ac", "(state:waiting OR state:released) NOT vehicle": "a", "state:new NOT harbour": "b",
		"café state:new": "b", "07700 900123 state:waiting": "a", "AB12 CDE before:2027": "b", "state:new ref:SIU-2026-0002": "b", `state:"new"`: "b",
		"harbour": "ac", "imei OR 352099001761481": "d", "352099001761481 state:new": "",
		"before:": "-", "before:tomorrow": "-", "before:2026-13-01": "-", "harbour OR state:new": "-", "harbour NOT (harbour state:new)": "-", "state:": "-",
	} {
		hits, err := x.Find(q, 10, about)
		if want == "-" {
			if !errors.Is(err, ErrQuery) {
				t.Errorf("%q: %v %v", q, hits, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", q, err)
		}
		var ids []string
		for _, h := range hits {
			ids = append(ids, string(h.Item))
		}
		sort.Strings(ids)
		if got := strings.Join(ids, ""); got != want {
			t.Errorf("%q found %q, want %q", q, got, want)
		}
	}
	hits, err := x.Find("before:2030", 1, about)
	if err != nil || len(hits) != 1 || hits[0].Why != "fields" {
		t.Errorf("%v %v", hits, err)
	}
}

func TestWhyIsNeutral(t *testing.T) {
	x := sample(t)
	for q, want := range map[string]string{
		"harbour": "words in text", "07700 900123": "number in text", "AB12CDE": "number in text", "SIU-2026-0003": "reference",
	} {
		hits, err := x.Search(q, 1)
		if err != nil || len(hits) != 1 || hits[0].Why != want {
			t.Errorf("%q: %+v %v", q, hits, err)
		}
	}
}

func TestAddReplacesAndRemoveForgets(t *testing.T) {
	x := sample(t)
	if err := x.Add("a", map[string]string{"text": "nothing of note"}); err != nil {
		t.Fatal(err)
	}
	if got := find(t, x, "harbour"); got != "c" {
		t.Errorf("after replacing: %q", got)
	}
	if got := find(t, x, "07700900123"); got != "" {
		t.Errorf("the old number is still found: %q", got)
	}
	if err := x.Remove("c"); err != nil {
		t.Fatal(err)
	}
	if got := find(t, x, "harbour"); got != "" {
		t.Errorf("after removing: %q", got)
	}
	if err := x.Remove("never"); err != nil {
		t.Error(err)
	}
}

func TestLimitAndRank(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for i := range 50 {
		if err := x.Add(entry.ID(fmt.Sprint(i)), map[string]string{"text": "the lighthouse " + strings.Repeat("filler ", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Add("best", map[string]string{"subject": "lighthouse", "text": "lighthouse lighthouse"}); err != nil {
		t.Fatal(err)
	}
	hits, err := x.Search("lighthouse", 5)
	if err != nil || len(hits) != 5 || hits[0].Item != "best" {
		t.Fatalf("%+v %v", hits, err)
	}
	if x.Len() != 51 {
		t.Error(x.Len())
	}
}

func TestAWordThatTooManyHoldIsRankedAmongTheNewest(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	add := func(id entry.ID, subject, text string) {
		t.Helper()
		if err := x.Add(id, map[string]string{"subject": subject, "text": text}); err != nil {
			t.Fatal(err)
		}
	}
	add("old", "harbour", "harbour, and a lighthouse")
	for i := range allRanked {
		if i == ranked+100 { // few are held: all of them are ranked
			if hits, err := x.Search("harbour", allRanked); err != nil || len(hits) != 1+i {
				t.Errorf("among few: %d of %d, %v", len(hits), 1+i, err)
			}
		}
		add(entry.ID(fmt.Sprint(i)), "", "the harbour")
	}
	add("new", "harbour", "harbour, and a trawler")
	for _, c := range []struct {
		query string
		first entry.ID
		all   bool
	}{
		{"harbour", "new", false},
		{"harbour lighthouse", "old", true},
	} {
		hits, err := x.Search(c.query, 5)
		if err != nil || len(hits) == 0 || c.all && len(hits) != 1 || hits[0].Item != c.first {
			t.Errorf("%s: %+v, %v", c.query, hits, err)
		}
	}
	// What lists show of an item is asked of every one that matches.
	only := func(id entry.ID) (app.Facets, bool) { return app.Facets{State: "stop"}, id == "old" }
	hits, err := x.Find("harbour state:stop", 5, only)
	if err != nil || len(hits) != 1 || hits[0].Item != "old" {
		t.Errorf("with a field of lists: %+v, %v", hits, err)
	}
}

func FuzzQuery(f *testing.F) {
	x := sample(f)
	for _, q := range []string{`"`, `a"b`, "NEAR(a b)", "a^b", "{ref} : a", "ref:", "ref:*", "a*b*", "((((", "))))", "NOT NOT a", "a OR OR b", "\x00", "+44", "a:b:c", "'; DROP TABLE doc", "ident:1", "日本 語", "- a", "AB12 AB12 CDE", "07700 OR 900123", "state:new OR grade:*", "before:1/1/2026 NOT (state:", "after:2026 state:a:b"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		if _, err := x.Search(q, 5); err != nil && !errors.Is(err, ErrQuery) {
			t.Fatalf("%q: %v (asked %s)", q, err, parse(q, false).match)
		}
		if _, err := x.Find(q, 5, func(entry.ID) (app.Facets, bool) { return app.Facets{State: "new", Day: "2026-11-23"}, true }); err != nil && !errors.Is(err, ErrQuery) {
			t.Fatalf("%q with facets: %v", q, err)
		}
	})
}
