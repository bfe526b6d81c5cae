package state

import (
	"fmt"
	"testing"

	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/pack"
	"corridor/app/tune"
)

func scan(version string, prompts ...string) intel.Scanned {
	f := intel.Scanned{Version: version}
	for _, c := range prompts {
		f.Prompts = append(f.Prompts, intel.Flagged{Category: c, Rule: c + "-rule", Spans: [][2]int{{0, 1}}})
	}
	return f
}

func (j *journal) answer(c string, a intel.Answer) {
	j.t.Helper()
	j.write("han", entry.PromptAnswered, product, intel.Answered{Category: c, Answer: a}, intel.RoleReason)
}

func (j *journal) folds(want entry.Fault, r entry.Record) {
	j.t.Helper()
	if got := j.voided(r); got != want {
		j.t.Errorf("%s: fault %q, want %q", r.Entry.Kind, got, want)
	}
}

// A rescan adds what is new, takes nothing away, and asks again only what was
// answered "no" without it.
func TestRescan(t *testing.T) {
	j := newJournal(t)
	j.folds(entry.FaultState, j.record("han", entry.ProductRescanned, product, scan("2", "arson"))) // never scanned
	j.write("han", entry.ProductScanned, product, scan("1", "firearms"))
	j.answer("firearms", intel.No)
	j.answer("arson", intel.No)
	j.answer("kidnap", intel.Yes)
	j.folds(entry.FaultState, j.record("han", entry.ProductRescanned, product, scan("2")))             // nothing
	j.folds(entry.FaultState, j.record("han", entry.ProductRescanned, product, scan("2", "firearms"))) // nothing new
	aside := scan("2", "corrosive")
	aside.Prompts[0].SetAside = true
	j.folds(entry.FaultState, j.record("han", entry.ProductRescanned, product, aside))
	j.folds("", j.record("res", entry.ProductRescanned, product, scan("2", "arson", "kidnap", "sexual_harm")))
	it, _ := j.st.Item(product)
	if it.Scan.Version != "2" || !it.Flags("firearms") || !it.Flags("arson") || len(it.Found) != 3 {
		t.Fatalf("after: %+v, found %+v", it.Scan, it.Found)
	}
	for c, want := range map[string]bool{"firearms": true, "arson": false, "kidnap": true, "sexual_harm": false, "corrosive": false} {
		if it.Answered(c) != want {
			t.Errorf("%s: answered is %v", c, !want)
		}
	}
	if it.Answers["arson"].Facts.Answer != intel.No || len(it.Fresh()) != 2 {
		t.Errorf("an answer was taken away, or %+v is fresh", it.Fresh())
	}
	j.answer("arson", intel.No)
	j.answer("sexual_harm", intel.CannotTell)
	j.answer("kidnap", intel.No) // answered "yes" before any rule had raised it
	if got := j.st.Tallies.Rules[RuleKey{"arson-rule", "arson"}]; got != (Answers{No: 1}) {
		t.Errorf("arson: %+v", got)
	}
	if got := j.st.Tallies.Rules[RuleKey{"kidnap-rule", "kidnap"}]; got != (Answers{No: 1}) {
		t.Errorf("kidnap: %+v", got)
	}
	if it, _ = j.st.Item(product); len(it.Fresh()) != 0 || !it.Answered("arson") {
		t.Errorf("still fresh after it was answered: %+v", it.Fresh())
	}
	if got := j.st.Tallies.Rules[RuleKey{"firearms-rule", "firearms"}]; got != (Answers{No: 1}) {
		t.Errorf("firearms: %+v", got)
	}
	if got := j.st.Tallies.Rules[RuleKey{"sexual_harm-rule", "sexual_harm"}]; got != (Answers{CannotTell: 1}) {
		t.Errorf("sexual harm: %+v", got)
	}
}

func TestTalliesCountTheAnswerThatStands(t *testing.T) {
	j := newJournal(t)
	f := scan("1", "firearms", "firearms")
	f.Prompts[1].Rule = "another"
	j.write("han", entry.ProductScanned, product, f)
	first, second := RuleKey{"firearms-rule", "firearms"}, RuleKey{"another", "firearms"}
	for _, step := range []struct {
		a    intel.Answer
		want Answers
	}{{intel.No, Answers{No: 1}}, {intel.Yes, Answers{Yes: 1}}, {intel.Yes, Answers{Yes: 1}}, {intel.No, Answers{No: 1}}} {
		j.answer("firearms", step.a)
		if j.st.Tallies.Rules[first] != step.want || j.st.Tallies.Rules[second] != step.want {
			t.Errorf("after %s: %+v", step.a, j.st.Tallies.Rules)
		}
	}
	j.answer("arson", intel.No) // nothing had raised it
	if len(j.st.Tallies.Rules) != 2 {
		t.Errorf("counted what no rule raised: %+v", j.st.Tallies.Rules)
	}
	r := j.record("han", entry.PromptAnswered, product, intel.Answered{Category: "firearms", Answer: intel.Yes}, intel.RoleReason)
	if err := j.st.Try(r.Entry); err != nil {
		t.Fatal(err)
	}
	if j.st.Tallies.Rules[first] != (Answers{No: 1}) {
		t.Error("trying an answer counted it")
	}
	var w pack.Writer
	j.st.Tallies.pack(&w)
	again := unpackTallies(pack.Read(w.Bytes()))
	if fmt.Sprint(again) != fmt.Sprint(j.st.Tallies) || again.Scans[common]["1"] == 0 {
		t.Errorf("kept as %+v", again)
	}
}

func TestTermsAndRulesAreTheUnits(t *testing.T) {
	j := newJournal(t)
	term := tune.Added{Sense: "gun"}
	j.folds(entry.FaultState, j.record("sup", entry.TermAdded, "", term, intel.RoleReason))
	j.folds(entry.FaultState, j.record("sup", entry.TermAdded, "", term, intel.RoleWords))
	j.folds(entry.FaultState, j.record("sup", entry.TermAdded, product, term, intel.RoleWords, intel.RoleReason))
	j.folds(entry.FaultPermission, j.record("han", entry.TermAdded, "", term, intel.RoleWords, intel.RoleReason))
	j.folds("", j.record("sup", entry.TermAdded, "", term, intel.RoleWords, intel.RoleReason))
	off := tune.Switched{Rule: "ttl-plain"}
	j.folds(entry.FaultPermission, j.record("sup", entry.RuleOff, "", off, intel.RoleReason))
	j.propose("sup", entry.RuleOff, "", off)
	j.folds(entry.FaultState, j.record("han", entry.RuleOff, "", off))
	j.folds("", j.record("han", entry.RuleOff, "", off, intel.RoleReason))
	j.folds(entry.FaultPermission, j.record("han", entry.RuleOn, "", off, intel.RoleReason))
	j.folds("", j.record("sup2", entry.RuleOn, "", off, intel.RoleReason))
	j.folds(entry.FaultState, j.record("han", entry.RulesPreviewed, "", tune.Previewed{}))
	j.folds("", j.record("han", entry.RulesPreviewed, "", tune.Previewed{}, intel.RoleQuery))
	j.folds("", j.record("res", entry.VaultRescanned, "", tune.Rescanned{Version: "2", Through: 3}))
	if got := j.st.Tune.Key(); got == "" || len(j.st.Tune.Terms()) != 1 || len(j.st.Tune.Off()) != 0 || j.st.Tune.Through(common, "2") != 3 {
		t.Errorf("what stands: %q", got)
	}
}
