package page

import (
	"context"
	"slices"
	"strings"

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

func (u *Unit) compartmentRows() []present.Row {
	var out []present.Row
	for _, c := range u.u.Compartments {
		out = append(out, present.CompartmentRow(c))
	}
	return out
}

func (u *Unit) compartment(i int) fyne.CanvasObject {
	c := u.u.Compartments[i]
	var needs []string
	if c.Needs.Vetting != "" {
		needs = append(needs, string(c.Needs.Vetting))
	}
	if c.Needs.Briefed57 {
		needs = append(needs, words.T("compartment.s57"))
	}
	if c.Needs.Course {
		needs = append(needs, words.T("compartment.course"))
	}
	box := part.Stack(8, part.SubHeading(c.Label), part.Facts([2]string{words.T("compartment.members"), strings.Join(c.Members, ", ")},
		[2]string{words.T("compartment.needs"), strings.Join(needs, ", ")}, [2]string{words.T("compartment.key"), words.T("compartment.epoch", c.Epoch)}))
	switch {
	case c.Open:
		box.Add(say(words.T("compartment.isopen"), style.Settled))
		u.openActs(box, c)
	case c.Lapsed != "":
		box.Add(part.Card(part.Danger, part.Prose(words.T("compartment.lapsed", c.Lapsed), style.Danger)))
	default:
		box.Add(say(words.T("compartment.isshut"), style.Muted))
		box.Add(acts(part.NewPrimary(words.T("compartment.enter"), theme.LoginIcon(), func() { u.enter(c) })))
	}
	return box
}

// enterable asks whether a compartment can be opened now.
func (u *Unit) enterable(c app.CompartmentView) bool { return !c.Open && c.Lapsed == "" }

// openActs are the acts on a compartment that is open: above all the key that
// it owes.
func (u *Unit) openActs(box *fyne.Container, c app.CompartmentView) {
	rekey := func() { u.rekey(c) }
	key := part.NewButton(words.T("rekey"), theme.ViewRefreshIcon(), rekey)
	if c.Owed {
		box.Add(part.Card(part.Danger, part.Prose(words.T("compartment.owed.text"), style.Danger)))
		key = part.NewPrimary(words.T("rekey"), theme.ViewRefreshIcon(), rekey)
		box.Add(acts(part.NewPrimary(words.T("settle"), theme.ConfirmIcon(), u.settle)))
	}
	row := []fyne.CanvasObject{key}
	if !c.Common {
		row = append(row, part.NewButton(words.T("compartment.grant"), theme.ContentAddIcon(), func() { u.grant(c) }))
	}
	box.Add(acts(row...))
	if !c.Common {
		box.Add(aside(words.T("compartment.exclude")))
	}
}

// rekey makes a new key for a compartment, and lets one more member join it.
func (u *Unit) rekey(c app.CompartmentView) {
	if c.Common {
		u.host.Ask().Confirm(words.T("rekey.title", c.Label), words.T("rekey.text"), words.T("rekey.verb"), func() {
			u.record(func(ctx context.Context) error { return u.desk.Rekey(ctx, c.ID) })
		})
		return
	}
	nobody := part.Option{Code: "-", Text: words.T("rekey.nobody")}
	who := part.NewChoice("", "-", append([]part.Option{nobody}, u.members(c)...), nil)
	body := part.Stack(8, part.Prose(words.T("rekey.text"), style.Ink), part.Labelled(words.T("rekey.join"), who))
	askForm(u.host, words.T("rekey.title", c.Label), words.T("rekey.verb"), body, who, fyne.NewSize(560, 320), nil, func() {
		var join []entry.Person
		if p := plain(who.Code()); p != "" {
			join = append(join, entry.Person(p))
		}
		u.record(func(ctx context.Context) error { return u.desk.Rekey(ctx, c.ID, join...) })
	})
}

// settle does what is owed to the keys of every compartment that is open.
func (u *Unit) settle() {
	act(u.host, "record", u.desk.SettleKeys, func(owing []string) {
		if len(owing) == 0 {
			u.host.Ask().Tell(words.T("settle.done"), words.T("settle.done.text"))
			return
		}
		u.host.Ask().Warn(words.T("settle.owing"), words.T("settle.owing.text", strings.Join(owing, ", ")))
	})
}

// members are those who are not on a compartment's list yet.
func (u *Unit) members(c app.CompartmentView) []part.Option {
	var out []part.Option
	for _, p := range u.u.People {
		if p.Status == "member" && !slices.Contains(c.Members, p.Name) {
			out = append(out, part.Option{Code: string(p.Person), Text: strings.TrimSpace(p.Rank + " " + p.Name)})
		}
	}
	return out
}

// grant puts one more member on the list of an open compartment.
func (u *Unit) grant(c app.CompartmentView) {
	who := part.NewChoice(words.T("choose"), "", u.members(c), nil)
	body := part.Stack(8, part.Prose(words.T("compartment.grant.text"), style.Muted), part.Labelled(words.T("compartment.grant.who"), who))
	ready := func() string {
		if who.Code() == "" {
			return words.T("choose")
		}
		return ""
	}
	askForm(u.host, words.T("compartment.grant.title", c.Label), words.T("compartment.grant"), body, who, fyne.NewSize(520, 280), ready, func() {
		p := entry.Person(who.Code())
		u.record(func(ctx context.Context) error { return u.desk.GrantCompartment(ctx, c.ID, p) })
	})
}

func (u *Unit) enter(c app.CompartmentView) {
	u.host.Ask().Reason(words.T("compartment.enter.title", c.Label), words.T("compartment.enter.text"), words.T("compartment.enter.why"), words.T("compartment.enter"), false, func(why string) {
		done(u.host, "enter", func(ctx context.Context) error { return u.desk.Enter(ctx, c.ID, why) }, u.Refresh)
	})
}

func (u *Unit) newCompartment() {
	label := part.NewField("")
	vetting := part.NewChoice(words.T("choose"), string(roster.DV), vettingOptions(), nil)
	s57, course, intercept := part.NewTick(words.T("compartment.s57"), true, nil), part.NewTick(words.T("compartment.course"), true, nil), part.NewTick(words.T("compartment.intercept"), true, nil)
	list := part.Stack(0)
	chosen := map[entry.Person]bool{u.me.Person: true}
	for _, p := range u.u.People {
		if p.Status != "member" {
			continue
		}
		t := part.NewTick(strings.TrimSpace(p.Rank+" "+p.Name), chosen[p.Person], func(on bool) { chosen[p.Person] = on })
		if p.Person == u.me.Person {
			t.Disable()
		}
		list.Add(t)
	}
	body := part.Stack(8, part.Prose(words.T("compartment.new.text"), style.Muted), part.Labelled(words.T("compartment.label"), label),
		part.Labelled(words.T("compartment.vetting"), vetting), s57, course, intercept, part.Labelled(words.T("compartment.members"), list))
	askForm(u.host, words.T("unit.newcompartment"), words.T("compartment.new.verb"), body, label, fyne.NewSize(560, 560), filled(label), func() {
		in := app.CompartmentInput{Label: label.Value(), Intercept: intercept.Checked, Needs: roster.Needs{Vetting: roster.Vetting(plain(vetting.Code())), Briefed57: s57.Checked, Course: course.Checked}}
		for _, p := range u.u.People {
			if chosen[p.Person] {
				in.Members = append(in.Members, p.Person)
			}
		}
		u.record(func(ctx context.Context) error { _, err := u.desk.NewCompartment(ctx, in); return err })
	})
}
