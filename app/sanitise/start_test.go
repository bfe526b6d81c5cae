package sanitise

import (
	"strings"
	"testing"
)

const startSource = "A reliable source says Kyle BODEN will meet Jade at 21:34 on 2 June at 14 Acacia Road. He uses 07700 900455 and owes £4,350."

func TestStartFromSource(t *testing.T) {
	in := Input{Source: startSource, Draft: "not read"}
	st := StartFrom(in)
	text := st.Text()
	for _, gone := range []string{"reliable source", "21:34", "2 June", "14 Acacia", "900455", "4,350"} {
		if strings.Contains(text, gone) {
			t.Errorf("%q still stands in %q", gone, text)
		}
	}
	if !strings.Contains(text, "BODEN") {
		t.Errorf("the subject's name is gone from %q", text)
	}
	src, out := []rune(startSource), []rune(text)
	end := 0
	for i, p := range st.Steps {
		if p.Start < end || string(src[p.Start:p.End]) != p.Was || p.Why == "" || p.Rule == "" {
			t.Errorf("step %d is out of place or says nothing: %+v", i, p)
		}
		end = p.End
		if at := st.Places()[i]; string(out[at[0]:at[1]]) != p.Now {
			t.Errorf("step %d stands at %v as %q, not %q", i, at, string(out[at[0]:at[1]]), p.Now)
		}
	}
	if len(st.Steps) < 5 {
		t.Errorf("only %d steps", len(st.Steps))
	}
}

// Every step can be taken back by itself and made again, and all taken back give
// the source.
func TestStepsAreReversible(t *testing.T) {
	st := StartFrom(Input{Source: startSource})
	back := st
	for i := range st.Steps {
		one := st.Toggle(i)
		if !one.Steps[i].Off || st.Steps[i].Off {
			t.Fatalf("step %d: toggling changed the wrong value", i)
		}
		at := one.Places()[i]
		if got := string([]rune(one.Text())[at[0]:at[1]]); got != st.Steps[i].Was {
			t.Errorf("step %d taken back shows %q, not %q", i, got, st.Steps[i].Was)
		}
		if one.Toggle(i).Text() != st.Text() {
			t.Errorf("step %d cannot be made again", i)
		}
		back = back.Toggle(i)
	}
	if back.Text() != startSource {
		t.Errorf("all steps taken back give %q", back.Text())
	}
	if st.Toggle(-1).Text() != st.Text() || st.Toggle(999).Text() != st.Text() {
		t.Error("a step that is not there did something")
	}
}

// Whatever the source, the steps stand in order and rebuild it.
func TestStartOverCorpus(t *testing.T) {
	steps := 0
	for _, p := range readPairs(t, corpusFiles(t, "dev-0[1-4].jsonl")) {
		st := StartFrom(Input{Source: p.Source})
		steps += len(st.Steps)
		back := st
		for i := range st.Steps {
			back = back.Toggle(i)
		}
		if back.Text() != p.Source {
			t.Fatalf("%s: steps taken back do not give the source", p.ID)
		}
	}
	if steps < 200 {
		t.Errorf("only %d steps over the sources", steps)
	}
}

func TestStartRefusesDenied(t *testing.T) {
	in := Input{Source: "The subject meets Ned Marsh at the quay.", Deny: []Term{{Text: "Ned Marsh", Kind: "name"}}}
	if got := StartFrom(in).Text(); strings.Contains(got, "Marsh") {
		t.Errorf("a denied name stands in %q", got)
	}
}
