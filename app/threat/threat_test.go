package threat

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"corridor/app/entry"
	"corridor/app/intel"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func made(t testing.TB, by entry.Person, k entry.Kind, facts any) entry.Entry {
	t.Helper()
	b, err := entry.Encode(facts)
	if err != nil {
		t.Fatal(err)
	}
	return entry.Entry{Kind: k, ID: entry.ID("e-" + string(k)), Item: "item", Author: by, Done: noon, Recorded: noon, Seq: 5, Facts: b}
}

func raised() Raised {
	return Raised{Threat: "t", Categories: []string{"threat_to_life"}, From: "prompt", Deadline: noon.Add(15 * time.Minute)}
}

func assessed(version int) Assessed {
	return Assessed{Threat: "t", Version: version, Real: intel.Yes, Immediate: intel.Yes, Identified: intel.CannotTell, Reasonable: intel.Yes,
		Level: "high", Options: []string{"warning_notice", "patrols"}, Owner: "p-boss", ReviewBy: noon.Add(24 * time.Hour)}
}

func accepted(version int) Accepted {
	return Accepted{Threat: "t", Version: version, ReviewBy: noon.Add(24 * time.Hour)}
}

// steps are the sound entries by name.
func sound(t testing.TB) map[string]entry.Entry {
	return map[string]entry.Entry{
		"raise":    made(t, "p-bob", entry.ThreatRaised, raised()),
		"assess":   made(t, "p-bob", entry.ThreatAssessed, assessed(1)),
		"reassess": made(t, "p-bob", entry.ThreatAssessed, assessed(2)),
		"own":      made(t, "p-boss", entry.ThreatAccepted, accepted(0)),
		"accept":   made(t, "p-boss", entry.ThreatAccepted, accepted(1)),
		"reaccept": made(t, "p-chief", entry.ThreatAccepted, accepted(2)),
		"act":      made(t, "p-bob", entry.ThreatActed, Acted{Threat: "t", Option: "patrols"}),
		"review":   made(t, "p-boss", entry.ThreatReviewed, Reviewed{Threat: "t", Level: "medium", ReviewBy: noon.Add(72 * time.Hour)}),
		"close":    made(t, "p-boss", entry.ThreatClosed, Closed{Threat: "t"}),
	}
}

// after walks through named steps and must not be refused.
func after(t testing.TB, names ...string) Threat {
	t.Helper()
	var th Threat
	for _, n := range names {
		next, err := Step(th, sound(t)[n])
		if err != nil {
			t.Fatalf("%v: %s: %v", names, n, err)
		}
		th = next
	}
	return th
}

func TestTheWayThrough(t *testing.T) {
	for _, tc := range []struct {
		path  string
		state State
		next  string
	}{
		{"raise", StateRaised, "Assess it, and have a supervisor accept it"},
		{"raise assess", StateAssessed, "A supervisor must accept ownership"},
		{"raise own", StateOwned, "Assess it"},
		{"raise own assess", StateOwned, "The owner must accept the new assessment"},
		{"raise own assess accept", StateOwned, "Carry out the chosen options"},
		{"raise assess accept", StateOwned, "Carry out the chosen options"},
		{"raise act", StateRaised, "Assess it, and have a supervisor accept it"},
		{"raise assess act accept", StateActing, "Review it by the time set, or close it"},
		{"raise assess accept act", StateActing, "Review it by the time set, or close it"},
		{"raise assess accept act review", StateReview, "Review it by the time set, or close it"},
		{"raise assess accept review act", StateActing, "Review it by the time set, or close it"},
		{"raise assess accept act reassess", StateActing, "The owner must accept the new assessment"},
		{"raise assess accept act reassess reaccept", StateActing, "Review it by the time set, or close it"},
		{"raise assess accept act review close", StateClosed, "Closed"},
		{"raise assess accept close", StateClosed, "Closed"},
	} {
		th := after(t, strings.Fields(tc.path)...)
		if th.State != tc.state || th.Next(noon) != tc.next {
			t.Errorf("%s: %s, %q", tc.path, th.State, th.Next(noon))
		}
		if th.Open() != (tc.state != StateClosed) || th.LastSeq != 5 {
			t.Errorf("%s: open %v, seq %d", tc.path, th.Open(), th.LastSeq)
		}
	}
}

func TestImpossibleSteps(t *testing.T) {
	for _, tc := range []struct{ path, step string }{
		{"", "assess"}, {"", "accept"}, {"", "act"}, {"", "review"}, {"", "close"},
		{"raise", "raise"}, {"raise", "reassess"}, {"raise", "accept"}, {"raise", "review"}, {"raise", "close"},
		{"raise assess", "assess"}, {"raise assess", "own"}, {"raise assess", "review"}, {"raise assess", "close"},
		{"raise own", "close"}, {"raise own assess", "close"},
		{"raise assess accept act reassess", "close"}, {"raise assess accept reassess", "accept"},
		{"raise assess accept close", "raise"}, {"raise assess accept close", "reassess"}, {"raise assess accept close", "act"},
		{"raise assess accept close", "accept"}, {"raise assess accept close", "review"}, {"raise assess accept close", "close"},
	} {
		before := after(t, strings.Fields(tc.path)...)
		got, err := Step(before, sound(t)[tc.step])
		if err == nil || got.State != before.State || got.Version != before.Version || len(got.Acts) != len(before.Acts) || got.LastSeq != before.LastSeq {
			t.Errorf("after %q: %s gives %s, %v", tc.path, tc.step, got.State, err)
		}
	}
}

func TestUnsoundFactsAreRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		path string
		kind entry.Kind
		f    any
	}{
		"raise nothing":     {"", entry.ThreatRaised, Raised{Deadline: noon}},
		"raise in the past": {"", entry.ThreatRaised, Raised{Threat: "t", Deadline: noon.Add(-time.Hour)}},
		"other threat":      {"raise", entry.ThreatAssessed, Assessed{Threat: "u", Version: 1}},
		"unanswered":        {"raise", entry.ThreatAssessed, func() any { a := assessed(1); a.Real = ""; return a }()},
		"odd level":         {"raise", entry.ThreatAssessed, func() any { a := assessed(1); a.Level = "extreme"; return a }()},
		"no option":         {"raise", entry.ThreatAssessed, func() any { a := assessed(1); a.Options = nil; return a }()},
		"odd option":        {"raise", entry.ThreatAssessed, func() any { a := assessed(1); a.Options = []string{"pray"}; return a }()},
		"option twice":      {"raise", entry.ThreatAssessed, func() any { a := assessed(1); a.Options = []string{"patrols", "patrols"}; return a }()},
		"nothing and more":  {"raise", entry.ThreatAssessed, func() any { a := assessed(1); a.Options = []string{"no_action", "patrols"}; return a }()},
		"review past":       {"raise", entry.ThreatAssessed, func() any { a := assessed(1); a.ReviewBy = noon.Add(-1); return a }()},
		"accept past":       {"raise assess", entry.ThreatAccepted, Accepted{Threat: "t", Version: 1, ReviewBy: noon.Add(-1)}},
		"act oddly":         {"raise", entry.ThreatActed, Acted{Threat: "t", Option: "pray"}},
		"review oddly":      {"raise assess accept", entry.ThreatReviewed, Reviewed{Threat: "t", Level: "", ReviewBy: noon.Add(time.Hour)}},
		"review at once":    {"raise assess accept", entry.ThreatReviewed, Reviewed{Threat: "t", Level: "low", ReviewBy: noon}},
		"other facts":       {"raise", entry.ThreatClosed, struct{ Odd int }{1}},
	} {
		if _, err := Step(after(t, strings.Fields(tc.path)...), made(t, "p", tc.kind, tc.f)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	e := sound(t)["assess"]
	e.Item = "another"
	if _, err := Step(after(t, "raise"), e); err == nil {
		t.Error("an assessment of another product's threat was accepted")
	}
}

// TestNoWalkReachesAClosedThreatThatNobodyOwned takes random walks: whatever
// order entries come in, what is closed was assessed and owned, an owner is
// never lost, and versions never go back.
func TestNoWalkReachesAClosedThreatThatNobodyOwned(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	all := sound(t)
	var names []string
	for n := range all {
		names = append(names, n)
	}
	slices.Sort(names)
	reached := map[State]int{}
	for range 3000 {
		var th Threat
		for range 12 {
			before := th
			next, err := Step(th, all[names[rng.IntN(len(names))]])
			if err == nil {
				th = next
			}
			if before.Owned() && !th.Owned() || th.Version < before.Version || before.State == StateClosed && th.State != StateClosed || len(th.Acts) < len(before.Acts) {
				t.Fatalf("from %+v to %+v", before, th)
			}
		}
		if th.State == StateClosed && (!th.Owned() || th.Version == 0 || th.OwnedOf != th.Version) {
			t.Fatalf("closed without owner or assessment: %+v", th)
		}
		reached[th.State]++
	}
	for _, s := range []State{StateRaised, StateAssessed, StateOwned, StateActing, StateReview, StateClosed} {
		if reached[s] == 0 {
			t.Errorf("no walk ended in %s: the test is blind", s)
		}
	}
}

func TestRealAndImmediateUntilSomebodySaysNo(t *testing.T) {
	if (Threat{}).RealImmediate() || !after(t, "raise").RealImmediate() || !after(t, "raise", "assess").RealImmediate() {
		t.Error("a threat counts as real and immediate from its raising")
	}
	for _, take := range []func(*Assessed){func(a *Assessed) { a.Real = intel.No }, func(a *Assessed) { a.Immediate = intel.No }} {
		a := assessed(1)
		take(&a)
		th, err := Step(after(t, "raise"), made(t, "p", entry.ThreatAssessed, a))
		if err != nil || th.RealImmediate() {
			t.Errorf("%v: %v", th.RealImmediate(), err)
		}
	}
	a := assessed(1)
	a.Real = intel.CannotTell
	if th, _ := Step(after(t, "raise"), made(t, "p", entry.ThreatAssessed, a)); !th.RealImmediate() {
		t.Error("cannot tell was taken for no")
	}
}

func TestOverdueIsSaid(t *testing.T) {
	late := noon.Add(48 * time.Hour)
	for path, want := range map[string]string{
		"raise":               "Overdue: Assess it, and have a supervisor accept it",
		"raise assess":        "Overdue: A supervisor must accept ownership",
		"raise own":           "Overdue: Assess it",
		"raise assess accept": "Overdue: review it",
	} {
		if got := after(t, strings.Fields(path)...).Next(late); got != want {
			t.Errorf("%s: %q", path, got)
		}
	}
	if got := after(t, "raise").Due(); !got.Equal(noon.Add(15 * time.Minute)) {
		t.Errorf("due %v", got)
	}
	if got := after(t, "raise", "assess", "accept").Due(); !got.Equal(noon.Add(24 * time.Hour)) {
		t.Errorf("due %v", got)
	}
	if got := after(t, "raise", "assess", "accept", "close").Due(); !got.IsZero() || (Threat{}).Next(noon) != "" {
		t.Errorf("due %v", got)
	}
}

func TestStepDoesNotShareMemory(t *testing.T) {
	a := after(t, "raise", "act")
	b, _ := Step(a, sound(t)["act"])
	c, _ := Step(a, sound(t)["act"])
	b.Acts[1].Option = "changed"
	if c.Acts[1].Option == "changed" || len(a.Acts) != 1 {
		t.Error("two steps share their acts")
	}
}

func words() Assessment {
	return Assessment{Nature: "x", AtRisk: "x", Dependants: "x", Suspect: "x", Capability: "x", Imminence: "x", KnownBy: "x",
		IfWarned: "x", IfNotWarned: "x", AgreedWords: "x", OptionsThought: "x", Decision: "x"}
}

func TestAssessmentNamesWhatIsMissing(t *testing.T) {
	if got := assessed(1).Check(words()); len(got) != 0 {
		t.Fatalf("whole: %v", got)
	}
	for field, take := range map[string]func(*Assessment){
		"nature": func(w *Assessment) { w.Nature = " " }, "at_risk": func(w *Assessment) { w.AtRisk = "" },
		"dependants": func(w *Assessment) { w.Dependants = "" }, "suspect": func(w *Assessment) { w.Suspect = "" },
		"capability": func(w *Assessment) { w.Capability = "\n" }, "imminence": func(w *Assessment) { w.Imminence = "" },
		"known_by": func(w *Assessment) { w.KnownBy = "" }, "if_warned": func(w *Assessment) { w.IfWarned = "" },
		"if_not_warned": func(w *Assessment) { w.IfNotWarned = "" }, "decision": func(w *Assessment) { w.Decision = "" },
		"agreed_words": func(w *Assessment) { w.AgreedWords = "" },
	} {
		w := words()
		take(&w)
		got := assessed(1).Check(w)
		if len(got) != 1 || got[0].Field != field || got[0].Words == "" {
			t.Errorf("%s: %v", field, got)
		}
	}
	w := words()
	w.AgreedWords, w.OptionsThought = "", ""
	a := assessed(1)
	a.Options = []string{"patrols"}
	if got := a.Check(w); len(got) != 0 {
		t.Errorf("words are only agreed for a notice: %v", got)
	}
	a.Options = []string{"no_action"}
	if got := a.Check(w); len(got) != 1 || got[0].Field != "options_thought" {
		t.Errorf("doing nothing needs its reasons: %v", got)
	}
	if got := (Assessed{}).Check(Assessment{}); len(got) < 15 {
		t.Errorf("the empty assessment lacks only %d", len(got))
	}
}

func TestCheckOfAReleaseTextNamesWhatIsMissing(t *testing.T) {
	c := Checked{Draft: "d", Real: intel.No, Immediate: intel.No, Identified: intel.CannotTell}
	w := CheckWords{IfReleased: "x", IfNotReleased: "x"}
	if got := c.Check(w); len(got) != 0 {
		t.Fatalf("whole: %v", got)
	}
	for field, got := range map[string][]Problem{
		"draft":           Checked{Real: "no", Immediate: "no", Identified: "no"}.Check(w),
		"real":            Checked{Draft: "d", Immediate: "no", Identified: "no"}.Check(w),
		"immediate":       Checked{Draft: "d", Real: "no", Identified: "no"}.Check(w),
		"identified":      Checked{Draft: "d", Real: "no", Immediate: "no", Identified: "perhaps"}.Check(w),
		"if_released":     c.Check(CheckWords{IfNotReleased: "x"}),
		"if_not_released": c.Check(CheckWords{IfReleased: "x"}),
	} {
		if len(got) != 1 || got[0].Field != field {
			t.Errorf("%s: %v", field, got)
		}
	}
}

func TestOptionsAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for _, o := range Options() {
		if o.Code == "" || o.Name == "" || seen[o.Code] || !knownOption(o.Code) {
			t.Errorf("%+v", o)
		}
		seen[o.Code] = true
	}
	if knownOption("") || knownLevel("") || len(Levels()) != 3 {
		t.Error("nothing is an option or a level")
	}
}

func TestRegisterFoldsEachThreat(t *testing.T) {
	r := NewRegister()
	all := sound(t)
	other := raised()
	other.Threat = "t2"
	for _, e := range []entry.Entry{all["raise"], made(t, "p", entry.ThreatRaised, other), all["assess"], all["accept"]} {
		if err := r.Fold(e); err != nil {
			t.Fatal(err)
		}
	}
	c := r.Clone()
	if err := r.Fold(all["close"]); err != nil {
		t.Fatal(err)
	}
	a, _ := r.Get("t")
	b, ok := r.Get("t2")
	if a.State != StateClosed || !ok || b.State != StateRaised || len(r.OfItem("item")) != 2 || len(r.OfItem("x")) != 0 || len(r.All()) != 2 {
		t.Errorf("%v %v", a.State, b.State)
	}
	if x, _ := c.Get("t"); x.State != StateOwned {
		t.Error("the clone saw it closed")
	}
	if r.Fold(all["assess"]) == nil || r.Fold(made(t, "p", entry.ThreatActed, Acted{Threat: "t9", Option: "patrols"})) == nil || len(r.All()) != 2 {
		t.Error("an impossible step was folded")
	}
	if err := r.Fold(entry.Entry{Kind: entry.ThreatChecked}); err != nil {
		t.Errorf("the check of a text is no step: %v", err)
	}
}
