package page

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

func (u *Unit) proposalRows() []present.Row {
	var out []present.Row
	for _, v := range u.proposals {
		out = append(out, present.ProposalRow(u.host.Now(), v))
	}
	return out
}

// proposal is an act that waits for its second officer: who, what, why, since
// when, and what happens when it is confirmed.
func (u *Unit) proposal(i int) fyne.CanvasObject {
	v := u.proposals[i]
	box := part.Stack(8, part.SubHeading(words.Of("proposal", string(v.Kind))), part.Facts([2]string{words.T("officers.about"), present.ProposalAbout(v)},
		[2]string{words.T("officers.proposer"), v.By}, [2]string{words.T("officers.since"), present.When(u.host.Now(), v.At)}),
		part.Label(words.T("officers.why")))
	why, shown := u.reasons[v.Seq]
	if shown {
		box.Add(say(why, style.Ink))
	} else {
		box.Add(acts(part.NewButton(words.T("officers.showwhy"), theme.VisibilityIcon(), func() { u.reason(v, func(string) {}) })))
	}
	box.Add(part.Label(words.T("officers.then")))
	box.Add(say(words.Of("proposaltext", string(v.Kind)), style.Ink))
	if v.Mine {
		box.Add(part.Card(part.Neutral, part.Prose(words.T("officers.mine"), style.Ink)))
		box.Add(acts(u.withdrawButton(v)))
		return box
	}
	confirm := part.NewPrimary(words.T("officers.confirm"), theme.ConfirmIcon(), func() { u.second(v) })
	if u.supervises() {
		box.Add(acts(confirm, u.withdrawButton(v)))
	} else {
		box.Add(acts(confirm))
	}
	return box
}

func (u *Unit) supervises() bool {
	for _, r := range u.me.Roles {
		if r == roster.Supervisor {
			return true
		}
	}
	return false
}

func (u *Unit) withdrawButton(v app.ProposalView) fyne.CanvasObject {
	return part.NewButton(words.T("officers.withdraw"), theme.ContentUndoIcon(), func() { u.withdraw(v) })
}

// reason opens why something was proposed, by one recorded view, and goes on.
func (u *Unit) reason(v app.ProposalView, then func(why string)) {
	if why, ok := u.reasons[v.Seq]; ok {
		then(why)
		return
	}
	act(u.host, "open", func(ctx context.Context) (map[uint64]string, error) { return u.desk.Reasons(ctx, v.Seq) }, func(m map[uint64]string) {
		why := m[v.Seq]
		if why == "" {
			why = words.T("journal.noreason")
		}
		u.reasons[v.Seq] = why
		u.draw()
		then(why)
	})
}

// second confirms what another officer proposed: the reason is read first, then
// the passphrase asked for again. Whoever left by it is reported on.
func (u *Unit) second(v app.ProposalView) {
	u.reason(v, func(why string) {
		text := words.Of("proposaltext", string(v.Kind)) + "\n\n" + present.ProposalAbout(v) + "\n\n" + words.T("officers.reason", v.By, why)
		u.host.Ask().Secret(words.Of("proposal", string(v.Kind)), text, words.T("unlock.passphrase"), words.T("officers.confirm.verb"), func(pass []byte) {
			act(u.host, "record", func(ctx context.Context) (app.ReachView, error) {
				defer clear(pass)
				before := u.desk.Unit()
				if err := u.desk.Second(ctx, v.ID, pass); err != nil {
					return app.ReachView{}, err
				}
				return u.left(ctx, before)
			}, func(r app.ReachView) {
				if r.Person != "" {
					u.report(r)
					return
				}
				u.host.Say(words.T("officers.done", words.Of("proposal", string(v.Kind))))
			})
		})
	})
}

// left is the report on whoever left since before; the zero report for nobody.
func (u *Unit) left(ctx context.Context, before app.Unit) (app.ReachView, error) {
	p := present.Leaver(before, u.desk.Unit())
	if p == entry.Person("") {
		return app.ReachView{}, nil
	}
	return u.desk.Reach(ctx, p)
}

func (u *Unit) withdraw(v app.ProposalView) {
	u.host.Ask().Reason(words.T("officers.withdraw.title"), words.T("officers.withdraw.text"), words.T("officers.withdraw.why"), words.T("officers.withdraw.verb"), false, func(why string) {
		u.record(func(ctx context.Context) error { return u.desk.Withdraw(ctx, v.ID, why) })
	})
}
