package ui

import (
	"context"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/sanitise"
)

func (d *fakeDesk) DenyTo(_ context.Context, in app.DenyInput) error {
	return d.note("deny %s %q to %q", in.Kind, in.Term, in.Scope)
}

func (d *fakeDesk) Denied(context.Context, entry.ID) ([]app.DenyView, error) {
	return []app.DenyView{{Listed: "n1", Scope: intel.ScopeItem, Kind: "name", Term: "Kelly Holt", By: "Rowan Malik"},
		{Listed: "n2", Scope: intel.ScopeCompartment, Kind: "operation", Term: "Operation Lantern", By: "Anwen Pryce"},
		{Listed: "n3", Scope: intel.ScopeSource, Kind: "alias", Term: "Wren", By: "Rowan Malik"}}, nil
}

func (d *fakeDesk) ProposeUndeny(_ context.Context, _, listed entry.ID, reason string) error {
	return d.note("undeny %s %q", listed, reason)
}

// Drafts: i4 has three versions, of which the first was submitted.
func (d *fakeDesk) Drafts(_ context.Context, id entry.ID) ([]app.DraftVersion, error) {
	var out []app.DraftVersion
	for n := range d.products[id].DraftVersion {
		out = append(out, app.DraftVersion{Version: n + 1, Entry: entry.ID("d" + string(rune('1'+n))), By: "Rowan Malik", At: fakeNow.Add(time.Duration(n-3) * time.Hour), Why: "save"})
	}
	if len(out) > 0 {
		out[0].Submitted = []string{"REL-26-0021"}
	}
	return out, nil
}

func (d *fakeDesk) OpenDraft(_ context.Context, id entry.ID, version int) (intel.DraftText, error) {
	t := d.products[id].Draft
	if version < d.products[id].DraftVersion {
		t.Body = strings.ReplaceAll(t.Body, "handgun", "firearm of an older kind")
	}
	return t, d.note("open draft %s v%d", id, version)
}

func (d *fakeDesk) StartDraft(_ context.Context, id entry.ID) (sanitise.Start, error) {
	st := sanitise.Start{Source: fakeText}
	for _, x := range [][3]string{{"2140 hours", "late evening", "a time so exact that few could know it"}, {"27 Harrow Lane", "the Harrow Lane area", "an address"}, {"07700 900461", "a number linked to the subject", "a number leads to one person"}} {
		s, e := runeSpan(fakeText, x[0])
		st.Steps = append(st.Steps, sanitise.Step{Start: s, End: e, Was: x[0], Now: x[1], Kind: sanitise.OverPrecision, Why: x[2]})
	}
	return st, nil
}

// Library: one phrase waits, one was agreed, the rest are the program's.
func (d *fakeDesk) Library(context.Context) ([]app.PhraseView, error) {
	out := []app.PhraseView{
		{ID: "ph1", Phrase: sanitise.Phrase{Short: "prem", Text: "premises in the area"}, By: "Anwen Pryce", At: fakeNow, Waiting: true},
		{ID: "ph2", Phrase: sanitise.Phrase{Short: "fc", Text: "a firearm of an unknown kind"}, By: "Rowan Malik", At: fakeNow, Agreed: "Anwen Pryce", Mine: true}}
	for _, p := range sanitise.StandardPhrases() {
		out = append(out, app.PhraseView{Phrase: p})
	}
	return out, nil
}

func (d *fakeDesk) ProposePhrase(_ context.Context, p sanitise.Phrase) error {
	return d.note("propose phrase %s: %s", p.Short, p.Text)
}

func (d *fakeDesk) AgreePhrase(_ context.Context, id entry.ID) error {
	return d.note("agree phrase %s", id)
}

func (d *fakeDesk) DropPhrase(_ context.Context, id entry.ID) error {
	return d.note("drop phrase %s", id)
}
