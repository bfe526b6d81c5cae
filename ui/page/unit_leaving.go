package page

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// remove takes a member off the unit: the first of two officers says why, and
// whether the keys may be in other hands.
func (u *Unit) remove(p app.PersonView) {
	why := part.NewArea("", 3)
	last := part.NewField(words.T("removal.last.hint"))
	last.Disable()
	stolen := part.NewTick(words.T("removal.compromised"), false, func(on bool) { part.Enable(last, on) })
	text := words.T("removal.text", p.Name)
	if p.Status == "proposed" {
		text = words.T("removal.turndown", p.Name)
	}
	body := part.Stack(8, part.Prose(text, style.Ink), part.Labelled(words.T("removal.why"), why), stolen, part.Labelled(words.T("removal.last"), last))
	ready := func() string {
		if why.Value() == "" {
			return words.T("ask.fill")
		}
		if _, ok := place(last); stolen.Checked && !ok {
			return words.T("removal.badlast")
		}
		return ""
	}
	askForm(u.host, words.T("removal.title", p.Name), words.T("removal.verb"), body, why, fyne.NewSize(600, 400), ready, func() {
		in := app.RemovalInput{Person: p.Person, Compromised: stolen.Checked, Reason: why.Value()}
		if in.Compromised {
			in.LastTrusted, _ = place(last)
		}
		act(u.host, "record", func(ctx context.Context) (app.ReachView, error) {
			before := u.desk.Unit()
			if err := u.desk.ProposeRemoval(ctx, in); err != nil {
				return app.ReachView{}, err
			}
			return u.left(ctx, before)
		}, func(r app.ReachView) {
			if r.Person != "" {
				u.report(r)
				return
			}
			u.host.Ask().Tell(words.T("officers.proposed"), words.T("removal.proposed", p.Name))
		})
	})
}

// place is the number of an entry as it was typed.
func place(f *part.Field) (uint64, bool) {
	n, err := strconv.ParseUint(f.Value(), 10, 63)
	return n, err == nil && n > 0
}

// leave is this officer's own going.
func (u *Unit) leave() {
	why, secret := part.NewArea("", 3), part.NewSecret("")
	body := part.Stack(8, part.Prose(words.T("leave.text"), style.Ink), part.Labelled(words.T("leave.why"), why), part.Labelled(words.T("unlock.passphrase"), secret))
	ready := func() string {
		if why.Value() == "" || secret.Text == "" {
			return words.T("ask.fill")
		}
		return ""
	}
	askForm(u.host, words.T("leave.title"), words.T("leave.verb"), body, why, fyne.NewSize(560, 400), ready, func() {
		pass, reason := secret.Take(), why.Value()
		done(u.host, "record", func(ctx context.Context) error {
			defer clear(pass)
			return u.desk.LeaveUnit(ctx, reason, pass)
		}, func() { u.host.Ask().Tell(words.T("leave.done"), words.T("leave.done.text")) })
	})
}

// listed are the compartments open here, other than the unit's own, on whose
// list somebody is.
func (u *Unit) listed(p app.PersonView) []part.Option {
	var out []part.Option
	for _, c := range u.u.Compartments {
		if c.Open && !c.Common && slices.Contains(c.Members, p.Name) {
			out = append(out, part.Option{Code: string(c.ID), Text: c.Label})
		}
	}
	return out
}

// exclude takes a member off the list of one compartment.
func (u *Unit) exclude(p app.PersonView) {
	from := part.NewChoice(words.T("choose"), "", u.listed(p), nil)
	why := part.NewArea("", 3)
	body := part.Stack(8, part.Prose(words.T("exclude.text", p.Name), style.Ink), part.Labelled(words.T("exclude.from"), from), part.Labelled(words.T("exclude.why"), why))
	ready := func() string {
		if from.Code() == "" || why.Value() == "" {
			return words.T("ask.fill")
		}
		return ""
	}
	askForm(u.host, words.T("exclude.title", p.Name), words.T("exclude.verb"), body, from, fyne.NewSize(560, 400), ready, func() {
		id, reason := entry.ID(from.Code()), why.Value()
		act(u.host, "record", func(ctx context.Context) (app.ReachView, error) {
			if err := u.desk.Exclude(ctx, id, p.Person, reason); err != nil {
				return app.ReachView{}, err
			}
			return u.desk.Reach(ctx, p.Person)
		}, u.report)
	})
}

// reach shows what somebody could read and what they opened.
func (u *Unit) reach(p app.PersonView) {
	fetch(u.host, "reach", "list", func(ctx context.Context) (app.ReachView, error) { return u.desk.Reach(ctx, p.Person) }, u.report)
}

// report is what somebody could read, in full, to be handed on encrypted.
func (u *Unit) report(v app.ReachView) {
	box := part.Stack(4, aside(words.T("reach.text")))
	for _, p := range present.Reach(v) {
		box.Add(part.SubHeading(p.Title))
		box.Add(linesOf(p.Lines))
	}
	export := part.NewButton(words.T("reach.export"), theme.DocumentSaveIcon(), func() {
		u.host.Ask().Close()
		handOut(u.host, untitled(words.T("reach.export")), words.T("reach.export.text"), words.T("files.reach"), "leaver.txt.asc", func(ctx context.Context, to entry.ID) ([]byte, error) {
			now := u.host.Now()
			return u.desk.ExportReach(ctx, v.Person, to, func(v app.ReachView) []byte { return present.ReachText(now, v) })
		})
	})
	body := container.NewBorder(nil, part.Inset(acts(export), 0, 4), nil, nil, part.Scroller(box))
	u.host.Ask().Page(words.T("reach.title", v.Name), body, nil, fyne.NewSize(820, 580))
}
