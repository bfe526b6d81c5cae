package page

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/risk"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// terms are the words that the unit added to what its scans know.
func (u *Unit) terms() {
	var rows []present.Row
	for _, t := range u.rules.Terms {
		rows = append(rows, present.TermRow(u.host.Now(), t))
	}
	over := aside(words.T("rules.onlysupervisor"))
	if u.supervises() {
		over = acts(part.NewButton(words.T("terms.add"), theme.ContentAddIcon(), u.addTerm))
	}
	u.rulesTab(rows, over, u.term)
}

// term is one term in full.
func (u *Unit) term(i int) fyne.CanvasObject {
	t := u.rules.Terms[i]
	box := part.Stack(8, part.SubHeading(t.Words), part.Facts([2]string{words.T("terms.means"), t.Sense.Title},
		[2]string{words.T("terms.since"), present.When(u.host.Now(), t.At) + " · " + words.T("terms.by", t.By)}))
	switch {
	case t.Unread:
		box.Add(part.Card(part.Danger, part.Prose(present.Sentence(words.T("terms.unread")), style.Danger)))
	case t.Waiting != "":
		box.Add(part.Card(part.Due, part.Prose(present.Sentence(words.T("terms.waiting")), style.Due)))
	}
	if u.supervises() && t.Waiting == "" {
		box.Add(acts(part.NewButton(words.T("terms.drop"), theme.ContentRemoveIcon(), func() { u.dropTerm(t) })))
	}
	return box
}

// addTerm asks for a term and what it means.
func (u *Unit) addTerm() {
	text := part.NewField("")
	var opts []part.Option
	for _, s := range u.rules.Senses {
		opts = append(opts, part.Option{Code: s.Name, Text: s.Title})
	}
	changed := func() {
		if u.doing != nil {
			u.doing.changed()
		}
	}
	sense := part.NewChoice(words.T("choose"), "", opts, func(string) { changed() })
	text.OnChanged = func(string) { changed() }
	form := part.Columns(part.Labelled(words.T("terms.words"), text), part.Labelled(words.T("terms.sense"), sense))
	u.begin(words.T("terms.add"), words.T("terms.add.text"), words.T("foresee.verb.add"), words.T("terms.added"), form, text, func() app.RuleChange {
		return app.RuleChange{Add: risk.Term{Words: strings.Join(strings.Fields(text.Value()), " "), Sense: sense.Code()}}
	})
}

func (u *Unit) dropTerm(t app.TermView) {
	u.begin(words.T("terms.drop.title", t.Words), words.T("terms.drop.text"), words.T("foresee.verb.drop"), words.T("foresee.proposed"), nil, nil, func() app.RuleChange {
		return app.RuleChange{Drop: t.ID}
	})
}
