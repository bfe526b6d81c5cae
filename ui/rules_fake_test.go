package ui

import (
	"context"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/risk"
)

// fakeRules is what the fake desk answers about terms, rules and what others
// hold.
type fakeRules struct {
	view     app.RulesView
	foreseen app.Foreseen
	toRescan int
	fresh    int
	known    []app.Known
	rescans  int
}

func newFakeRules(items []app.Head) fakeRules {
	ago := func(d time.Duration) time.Time { return fakeNow.Add(-d) }
	senses := risk.Senses()
	about := func(rule, why, against string, cs ...risk.Category) risk.About {
		return risk.About{Rule: rule, Categories: cs, Why: why, Against: against}
	}
	return fakeRules{
		view: app.RulesView{Version: "2026.11.23-3+unit.b1e875e8", Senses: senses,
			Terms: []app.TermView{
				{ID: "w1", Words: "burner sauce", Sense: senses[2], By: "Anwen Pryce", At: ago(40 * 24 * time.Hour)},
				{ID: "w2", Words: "the wing lads", Sense: senses[4], By: "Bao Tran", At: ago(3 * time.Hour), Waiting: "p9"},
				{ID: "w3", Words: "zed", Sense: risk.Sense{Name: "later", Title: "later"}, By: "Bao Tran", At: ago(2 * time.Hour), Unread: true},
			},
			Rules: []app.RuleView{
				{About: about("ttl-plain", "Somebody says that somebody is to be killed.", "It may be bravado, or said in anger.", risk.ThreatToLife), Yes: 11, No: 4, CannotTell: 1},
				{About: about("gun-slang", "A slang word for a gun beside words of carrying or hiding one.", "The word is also music and food.", risk.Firearms, risk.OfficerSafety), Yes: 1, No: 38, CannotTell: 1},
				{About: about("arson-petrol", "Petrol is carried towards somebody's home.", "", risk.Arson), No: 3, Waiting: "p8"},
				{About: about("kidnap-held", "Somebody is held and money is asked for.", "", risk.Kidnap)},
				{About: about("acid-talk", "Talk of acid without a target.", "It may be a garage or a school.", risk.Corrosive), Yes: 0, No: 21, Off: true, OffBy: "Anwen Pryce", OffAt: ago(9 * 24 * time.Hour)},
				{About: about("signs-together", "No single rule fits; several signs together raise a question.", "", risk.ThreatToLife, risk.SeriousHarm), Yes: 2, No: 6, Fixed: true},
			}},
		foreseen: app.Foreseen{Read: 8, Before: "2026.11.23-3+unit.b1e875e8", After: "2026.11.23-3+unit.0c4e1a77", Shifts: []app.Shift{
			{Head: items[0], Raised: []risk.Category{risk.Firearms}},
			{Head: items[3], Raised: []risk.Category{risk.Firearms}, Dropped: []risk.Category{risk.SeriousHarm}, SetAside: []risk.Category{risk.SeriousHarm}},
		}},
		known: []app.Known{
			{Kind: "phone", Text: "07700 900461", Start: fakeAt("07700 900461"), End: fakeAt("07700 900461") + 12, Items: []app.Head{items[5], items[7]}},
			{Kind: "vehicle", Text: "YK19 XTB", Start: fakeAt("YK19 XTB"), End: fakeAt("YK19 XTB") + 8, Items: []app.Head{items[3]}},
			{Kind: "person", Text: "Darren Holt", Start: fakeAt("Darren Holt"), End: fakeAt("Darren Holt") + 11, Items: items[2:8], More: 14},
		},
	}
}

func fakeAt(words string) int {
	at, _ := runeSpan(fakeText, words)
	return at
}

func (d *fakeDesk) Rules(context.Context) (app.RulesView, error) {
	v := d.rules.view
	v.ToRescan = d.rules.toRescan
	return v, nil
}

func (d *fakeDesk) Change(_ context.Context, c app.RuleChange, reason string) error {
	if err := d.note("change %q %s %s%s%s %q", c.Add.Words, c.Add.Sense, c.Drop, c.Off, c.On, reason); err != nil {
		return err
	}
	if c.Add.Words != "" {
		d.rules.toRescan = len(d.items)
		d.rules.view.Terms = append(d.rules.view.Terms, app.TermView{ID: "w4", Words: c.Add.Words, Sense: risk.Senses()[2], By: "Rowan Malik", At: fakeNow})
	}
	return nil
}

func (d *fakeDesk) Foresee(_ context.Context, c app.RuleChange, progress func(done, total int)) (app.Foreseen, error) {
	progress(8, 8)
	f := d.rules.foreseen
	f.Change = c
	return f, d.note("foresee %q %s %s%s%s", c.Add.Words, c.Add.Sense, c.Drop, c.Off, c.On)
}

func (d *fakeDesk) Rescan(_ context.Context, progress func(done, total int)) (app.Rescanned, error) {
	d.rules.rescans++
	r := app.Rescanned{Version: d.rules.view.Version, Read: d.rules.toRescan, Found: d.rules.fresh}
	progress(d.rules.toRescan, d.rules.toRescan)
	d.rules.toRescan = 0
	return r, d.refuse
}

func (d *fakeDesk) Known(_ context.Context, id entry.ID) ([]app.Known, error) {
	if id != "i1" {
		return nil, d.refuse
	}
	return d.rules.known, d.refuse
}
