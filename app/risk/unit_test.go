package risk

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestUnitTermsAndRules(t *testing.T) {
	e := newEngine(t)
	text := "He keeps a zorbler under the bed."
	before := e.Scan(text, time.Time{})
	if slices.Contains(before.Labels, Firearms) {
		t.Fatalf("a word that nobody knows was taken for a gun: %+v", before.Prompts)
	}
	with, err := e.With([]Term{{"zorbler", "gun"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	after := with.Scan(text, time.Time{})
	d := Compare(before, after)
	if with.Version() == e.Version() || !slices.Contains(d.Raised, Firearms) {
		t.Errorf("the term changed nothing: %+v, %+v", d, after)
	}
	if again, _ := e.With([]Term{{"Zorbler", "gun"}}, nil); again.Version() != with.Version() {
		t.Error("the same change gave another version")
	}
	if !Compare(before, e.Scan(text, time.Time{})).None() {
		t.Error("the receiver changed")
	}
}

func TestSwitchedRuleIsSilent(t *testing.T) {
	e := newEngine(t)
	text := "I'm going to kill you and I mean it."
	before := e.Scan(text, time.Time{})
	if !slices.ContainsFunc(before.Prompts, func(p Prompt) bool { return p.Rule == "ttl-plain" }) {
		t.Fatalf("ttl-plain does not hold here: %+v", before.Prompts)
	}
	without, err := e.With(nil, []string{"ttl-plain"})
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(without.Rules(), "ttl-plain") || !slices.Contains(e.Rules(), "ttl-plain") {
		t.Error("the list of rules is wrong")
	}
	for _, p := range without.Scan(text, time.Time{}).Prompts {
		for _, s := range p.Spans {
			if s.Rule == "ttl-plain" {
				t.Errorf("a switched rule still cites: %+v", p)
			}
		}
	}
}

func TestUnitTermsAreRefused(t *testing.T) {
	e := newEngine(t)
	for _, bad := range []Term{{"", "kill"}, {"a b c d e f", "kill"}, {"word", "no such sense"}, {"two|words", "gun"}, {"@KILL", "gun"}, {"~do", "gun"}} {
		if _, err := e.With([]Term{bad}, nil); err == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
	if _, err := e.With(nil, []string{"no-such-rule"}); err == nil {
		t.Error("a rule that there is none of was switched off")
	}
	var all []Term
	for _, s := range Senses() {
		all = append(all, Term{"plain word", s.Name})
	}
	if _, err := e.With(all, nil); err != nil {
		t.Error(err)
	}
}

func TestCompare(t *testing.T) {
	a := Result{Labels: []Category{Arson}, TTL: true}
	b := Result{Labels: []Category{Firearms}, SetAside: []Prompt{{Category: Arson}}, Immediate: true}
	d := Compare(a, b)
	if !slices.Equal(d.Raised, []Category{Firearms}) || !slices.Equal(d.Dropped, []Category{Arson}) || !slices.Equal(d.SetAside, []Category{Arson}) || d.TTL != -1 || d.Immediate != 1 {
		t.Errorf("got %+v", d)
	}
	if !Compare(a, a).None() || d.None() {
		t.Error("None is wrong")
	}
}

func TestWorths(t *testing.T) {
	got := Worths([]Answered{{"b", false}, {"a", true}, {"b", true}, {"b", false}, {"c", false}})
	if len(got) != 3 || got[0].String() != "b: dismissed 2 of 3" || got[1].Rule != "c" || got[2].Upheld != 1 {
		t.Errorf("got %v", got)
	}
}

func TestSubjects(t *testing.T) {
	e := newEngine(t)
	got := e.Subjects("Seen with Bartek SOLANO, call 07700 900123 or +44 7700 900456, white van AB12 CDE. He rang from 07700900123. Later Solano left.")
	var keys []string
	for _, s := range got {
		keys = append(keys, s.Kind+":"+s.Key)
	}
	for _, want := range []string{"phone:7700900123", "vehicle:AB12CDE", "person:bartek solano"} {
		if !slices.Contains(keys, want) {
			t.Errorf("%s is not in %v", want, keys)
		}
	}
	n := 0
	for _, k := range keys {
		if k == "phone:7700900123" {
			n++
		}
	}
	if n != 2 {
		t.Errorf("two ways of writing a number gave %d keys alike: %v", n, keys)
	}
}

func TestReasonsAreAboutTheText(t *testing.T) {
	e := newEngine(t)
	for _, it := range corpus(t, "dev-0[1-4].jsonl") {
		res := e.Scan(it.Text, it.Received)
		for _, p := range append(res.Prompts, res.SetAside...) {
			if !strings.Contains(p.Why, "“") || strings.HasSuffix(p.Why, "?") || p.Why == p.Category.Question() {
				t.Fatalf("%s: the reason does not speak of the text: %q", it.ID, p.Why)
			}
		}
	}
}
