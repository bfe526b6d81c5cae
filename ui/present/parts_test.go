package present

import (
	"strings"
	"testing"

	"corridor/app/intel"
)

func TestPartsSayHowFarEachWasRead(t *testing.T) {
	r := intel.Reading{Parts: []intel.Part{
		{Name: "a.pdf", Type: "pdf", Bytes: 2048, Read: "yes"}, {Name: "b.xlsx", Type: "xlsx", Bytes: 1, Read: "partly", Why: "one sheet is locked"},
		{Type: "image/heic", Read: "no", Why: "pictures of this kind are not read"}, {Name: "d", Type: "x", Read: "from a later version"}}}
	want := []struct {
		name, why string
		tone      Tone
	}{{"image/heic", "Pictures of this kind are not read.", Danger}, {"d", "", Danger}, {"b.xlsx", "One sheet is locked.", Due}, {"a.pdf", "", Settled}}
	got := Parts(r)
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i, w := range want {
		if got[i].Name != w.name || got[i].Why != w.why || got[i].Read.Tone != w.tone || got[i].Read.Text == "" {
			t.Errorf("%d: %+v", i, got[i])
		}
	}
	if unread(r.Parts) != 3 {
		t.Errorf("%d not read in full", unread(r.Parts))
	}
	if got := Parts(intel.Reading{}); got != nil {
		t.Errorf("a file without parts: %+v", got)
	}
}

func TestSignatureInWords(t *testing.T) {
	for code, want := range map[string]Tone{"good by DSU <dsu@example>": Settled, "unknown": Due, "bad": Danger, "": Neutral, "none": Neutral, "odd": Due} {
		got := Signature(code)
		if got.Tone != want || got.Text == "" || strings.HasPrefix(got.Text, "«") || strings.Contains(got.Text, "%!") {
			t.Errorf("%q: %+v", code, got)
		}
	}
	if got := Signature("good by DSU <dsu@example>"); !strings.Contains(got.Text, "DSU <dsu@example>") {
		t.Errorf("%q does not say by whom", got.Text)
	}
}
