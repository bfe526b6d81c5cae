package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// worth lists every rule with what officers made of it.
func (u *Unit) worth() {
	u.sorted = present.SortRules(u.rules.Rules, u.order)
	var rows []present.Row
	for _, r := range u.sorted {
		rows = append(rows, present.RuleRow(r))
	}
	over := part.Side(5)
	for _, o := range present.RuleOrders() {
		shade := part.Neutral
		if o == u.order {
			shade = part.Accent
		}
		over.Add(part.NewFilter(words.Of("rules.sort", string(o)), shade, o == u.order, func() { u.sortBy(o) }))
	}
	u.rulesTab(rows, over, u.rule)
}

func (u *Unit) sortBy(o present.RuleOrder) {
	u.order, u.at = o, 0
	u.draw()
}

// nextOrder sorts the rules by the next order.
func (u *Unit) nextOrder() {
	all := present.RuleOrders()
	for i, o := range all {
		if o == u.order {
			u.sortBy(all[(i+1)%len(all)])
			return
		}
	}
}

// rule is one rule in full: what it looks for, and what officers answered.
func (u *Unit) rule(i int) fyne.CanvasObject {
	r := u.sorted[i]
	asks := ""
	for n, c := range r.Categories {
		if n > 0 {
			asks += "\n"
		}
		asks += c.Question()
	}
	box := part.Stack(8, say(r.Why, style.Ink),
		part.Facts([2]string{words.T("rules.asks"), asks}, [2]string{words.T("rules.against"), r.Against}, [2]string{words.T("rules.name"), r.Rule}),
		part.SubHeading(present.Sentence(present.Worth(r))), linesOf(present.WorthLines(r)), aside(words.T("rules.counted")),
		part.Card(part.Neutral, part.Prose(words.T("rules.nothinglearns"), style.Ink)))
	if r.Off {
		box.Add(part.Card(part.Danger, part.Prose(words.T("rules.switchedoff", present.When(u.host.Now(), r.OffAt), r.OffBy), style.Danger)))
	}
	if r.Waiting != "" {
		box.Add(part.Card(part.Due, part.Prose(present.Sentence(words.T("rules.waiting")), style.Due)))
	}
	switch {
	case r.Fixed:
		box.Add(aside(words.T("rules.fixed")))
	case !u.supervises():
		box.Add(aside(words.T("rules.onlysupervisor")))
	case r.Off:
		box.Add(acts(part.NewButton(words.T("rules.on.begin"), theme.MediaPlayIcon(), func() { u.switchRule(r) })))
	case r.Waiting == "":
		box.Add(acts(part.NewButton(words.T("rules.off.begin"), theme.MediaPauseIcon(), func() { u.switchRule(r) })))
	}
	return box
}

// switchRule begins to switch a rule off, or on again.
func (u *Unit) switchRule(r app.RuleView) {
	if r.Off {
		u.begin(words.T("rules.on.title"), r.Why+"\n"+words.T("rules.on.text"), words.T("foresee.verb.on"), words.T("foresee.done"), nil, nil,
			func() app.RuleChange { return app.RuleChange{On: r.Rule} })
		return
	}
	u.begin(words.T("rules.off.title"), r.Why+"\n"+words.T("rules.off.text"), words.T("foresee.verb.off"), words.T("foresee.proposed"), nil, nil,
		func() app.RuleChange { return app.RuleChange{Off: r.Rule} })
}
