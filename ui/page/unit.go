package page

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// Unit is the people, the compartments, the recipients, the settings and the
// vault itself.
type Unit struct {
	host Host
	desk present.UnitDesk
	keys NewKeys
	tab  string
	u    app.Unit
	me   app.Me

	bar  *part.StepBar
	body *fyne.Container
	list *part.Rows
	at   int
	root fyne.CanvasObject
}

// NewUnit makes the page; keys makes a new member's keys.
func NewUnit(h Host, d present.UnitDesk, keys NewKeys) *Unit {
	u := &Unit{host: h, desk: d, keys: keys, tab: "people"}
	u.bar = part.NewStepBar(func(id string) { u.tab, u.at = id, 0; u.draw() })
	u.body = container.NewStack()
	u.list = part.NewRows(func(i int) { u.at = i; u.draw() }, nil)
	u.root = container.NewBorder(part.Inset(u.bar, 2, 2), nil, nil, nil, u.body)
	return u
}

func unitTabs() []string {
	return []string{"people", "compartments", "recipients", "settings", "vault"}
}

// Object implements Page.
func (u *Unit) Object() fyne.CanvasObject { return u.root }

// First implements Page.
func (u *Unit) First() fyne.Focusable { return u.list }

// Leave implements Page.
func (u *Unit) Leave() {}

// Show implements Page.
func (u *Unit) Show(r Route) {
	if r.Step != "" {
		u.tab, u.at = r.Step, 0
	}
	u.Refresh()
}

// Refresh implements Page.
func (u *Unit) Refresh() {
	type both struct {
		u  app.Unit
		me app.Me
	}
	fetch(u.host, "unit", "list", func(context.Context) (both, error) { return both{u.desk.Unit(), u.desk.Me()}, nil }, func(v both) {
		u.u, u.me = v.u, v.me
		u.draw()
	})
}

func (u *Unit) draw() {
	var steps []part.Step
	for _, t := range unitTabs() {
		steps = append(steps, part.Step{ID: t, Text: words.Of("unittab", t)})
	}
	u.bar.Set(steps, u.tab)
	switch u.tab {
	case "compartments":
		u.drawList(u.compartmentRows(), u.compartment, part.NewButton(words.T("unit.newcompartment"), theme.ContentAddIcon(), u.newCompartment))
	case "recipients":
		u.drawList(u.recipientRows(), u.recipient, part.NewButton(words.T("unit.newrecipient"), theme.ContentAddIcon(), u.newRecipient))
	case "settings":
		swap(u.body, u.settings())
	case "vault":
		swap(u.body, u.vault())
	default:
		u.drawList(u.peopleRows(), u.person, part.NewButton(words.T("unit.enrol"), theme.ContentAddIcon(), u.enrol))
	}
}

func (u *Unit) drawList(rows []present.Row, detail func(i int) fyne.CanvasObject, add fyne.CanvasObject) {
	if u.at >= len(rows) {
		u.at = 0
	}
	u.list.Set(rowsOf(rows), u.at)
	var left fyne.CanvasObject = u.list
	var right = part.Panel(part.Gap(1))
	if len(rows) == 0 {
		left = part.Empty(words.T("unit.nothing"), words.Of("unitempty", u.tab), nil)
	} else {
		right = part.Panel(part.Scroller(detail(u.at)))
	}
	split := container.NewHSplit(part.Section(words.Of("unittab", u.tab), add, left), right)
	split.Offset = 0.42
	swap(u.body, split)
}

func (u *Unit) peopleRows() []present.Row {
	var out []present.Row
	for _, p := range u.u.People {
		out = append(out, present.PersonRow(p))
	}
	return out
}

func (u *Unit) compartmentRows() []present.Row {
	var out []present.Row
	for _, c := range u.u.Compartments {
		out = append(out, present.CompartmentRow(c))
	}
	return out
}

func (u *Unit) recipientRows() []present.Row {
	var out []present.Row
	for _, r := range u.u.Recipients {
		out = append(out, present.RecipientRow(u.host.Now(), r))
	}
	return out
}

func (u *Unit) person(i int) fyne.CanvasObject {
	p := u.u.People[i]
	a := p.Accreditation
	box := part.Stack(8, part.SubHeading(strings.TrimSpace(p.Rank+" "+p.Name)), part.Facts(
		[2]string{words.T("person.code"), string(p.Person)}, [2]string{words.T("person.roles"), present.PersonRow(p).Sub},
		[2]string{words.T("person.vetting"), held(string(a.Vetting), a.VettingUntil)},
		[2]string{words.T("person.s57"), held(dayText(a.Briefed57), a.Briefed57Til)},
		[2]string{words.T("person.course"), dayText(a.HandlerCourse)}, [2]string{words.T("person.spoc"), dayText(a.SPoCUntil)},
		[2]string{words.T("person.keycode"), present.Grouped(p.Code)}))
	for _, l := range p.Lapses {
		tone := style.Due
		if l.Lapsed {
			tone = style.Danger
		}
		box.Add(part.Small(words.T("person.lapse", l.What, dayText(l.Until)), tone))
	}
	if p.Needs != "" {
		box.Add(part.Card(part.Due, part.Prose(p.Needs, style.Due)))
		if p.Person != u.me.Person {
			box.Add(container.NewHBox(part.NewPrimary(words.T("person.confirm"), theme.ConfirmIcon(), func() { u.confirm(p) })))
		}
	}
	box.Add(container.NewHBox(part.NewButton(words.T("person.accredit"), nil, func() { u.accredit(p) })))
	return box
}

// held says what is held and until when, or nothing.
func held(what string, until time.Time) string {
	if what == "" {
		return ""
	}
	if until.IsZero() {
		return what
	}
	return what + " " + words.T("person.until", dayText(until))
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02")
}

// confirm asks for the code as the person reads it out from their own paper.
func (u *Unit) confirm(p app.PersonView) {
	code := part.NewField("XXXX XXXX XXXX XXXX")
	body := part.Stack(8, part.Prose(words.T("person.confirm.text", p.Name), style.Ink), part.Labelled(words.T("person.keycode"), code))
	askForm(u.host, words.T("person.confirm.title", p.Name), words.T("person.confirm"), body, code, fyne.NewSize(520, 280), filled(code), func() {
		typed := code.Value()
		done(u.host, "record", func(ctx context.Context) error { return u.desk.ConfirmPerson(ctx, p.Person, typed) }, u.Refresh)
	})
}

func (u *Unit) accredit(p app.PersonView) {
	f := newPersonForm(p.Rank, p.Name, p.Roles, p.Accreditation)
	f.name.Disable()
	askForm(u.host, words.T("person.accredit"), words.T("person.accredit.verb"), f.rolesAndDates(), nil, fyne.NewSize(640, 460), f.ready, func() {
		roles, a := f.roles(), f.accreditation()
		done(u.host, "record", func(ctx context.Context) error { return u.desk.Accredit(ctx, p.Person, roles, a) }, u.Refresh)
	})
}

// enrol makes a new member's keys by their own passphrase, typed by them here.
func (u *Unit) enrol() {
	f := newPersonForm("DC", "", nil, roster.Accreditation{})
	secret := newSecretPair(u.keys.Strength)
	body := part.Stack(10, part.Prose(words.T("unit.enrol.text"), style.Muted), f.all(), secret.object())
	ready := func() string {
		if why := f.ready(); why != "" {
			return why
		}
		return secret.ready()
	}
	askForm(u.host, words.T("unit.enrol"), words.T("unit.enrol.verb"), body, f.id, fyne.NewSize(680, 620), ready, func() {
		pass := secret.take()
		member := roster.Member{Person: f.person(), Rank: f.rank.Code(), Roles: f.roles(), Accreditation: f.accreditation()}
		name := f.name.Value()
		done(u.host, "keys", func(ctx context.Context) error {
			defer clear(pass)
			m, err := u.keys.Make(ctx, member, name, pass)
			if err != nil {
				return err
			}
			return u.desk.Enrol(ctx, app.PersonInput{Name: name, Member: m})
		}, func() {
			u.Refresh()
			u.host.Ask().Tell(words.T("unit.enrolled"), words.T("unit.enrolled.text", name))
		})
	})
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
		box.Add(part.Prose(words.T("compartment.isopen"), style.Settled))
		if !c.Common {
			box.Add(container.NewHBox(part.NewButton(words.T("compartment.grant"), theme.ContentAddIcon(), func() { u.grant(c) })))
		}
	case c.Lapsed != "":
		box.Add(part.Card(part.Danger, part.Prose(words.T("compartment.lapsed", c.Lapsed), style.Danger)))
	default:
		box.Add(part.Prose(words.T("compartment.isshut"), style.Muted))
		box.Add(container.NewHBox(part.NewPrimary(words.T("compartment.enter"), theme.LoginIcon(), func() { u.enter(c) })))
	}
	return box
}

// grant puts one more member on the list of an open compartment.
func (u *Unit) grant(c app.CompartmentView) {
	var people []part.Option
	for _, p := range u.u.People {
		if p.Status == "member" {
			people = append(people, part.Option{Code: string(p.Person), Text: strings.TrimSpace(p.Rank + " " + p.Name)})
		}
	}
	who := part.NewChoice(words.T("choose"), "", people, nil)
	body := part.Stack(8, part.Prose(words.T("compartment.grant.text"), style.Muted), part.Labelled(words.T("compartment.grant.who"), who))
	ready := func() string {
		if who.Code() == "" {
			return words.T("choose")
		}
		return ""
	}
	askForm(u.host, words.T("compartment.grant.title", c.Label), words.T("compartment.grant"), body, nil, fyne.NewSize(520, 280), ready, func() {
		p := entry.Person(who.Code())
		done(u.host, "record", func(ctx context.Context) error { return u.desk.GrantCompartment(ctx, c.ID, p) }, u.Refresh)
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
		done(u.host, "record", func(ctx context.Context) error { _, err := u.desk.NewCompartment(ctx, in); return err }, u.Refresh)
	})
}

func (u *Unit) recipient(i int) fyne.CanvasObject {
	r := u.u.Recipients[i]
	box := part.Stack(8, part.SubHeading(r.Name), part.Facts([2]string{words.T("recipient.post"), r.Post}, [2]string{words.T("recipient.organisation"), r.Organisation},
		[2]string{words.T("recipient.clearance"), r.Clearance}, [2]string{words.T("recipient.fingerprint"), present.Grouped(r.Fingerprint)},
		[2]string{words.T("recipient.confirmedby"), r.ConfirmedBy}))
	if r.Fault != "" {
		box.Add(part.Card(part.Danger, part.Prose(words.T("recipient.fault"), style.Danger)))
	}
	if r.ConfirmedBy == "" {
		box.Add(part.Prose(words.T("recipient.confirm.text"), style.Muted))
		box.Add(container.NewHBox(part.NewPrimary(words.T("recipient.confirm"), theme.ConfirmIcon(), func() { u.confirmRecipient(r) })))
	}
	return box
}

func (u *Unit) confirmRecipient(r app.RecipientView) {
	heard, how := part.NewField("XXXX XXXX"), part.NewField("")
	body := part.Stack(8, part.Prose(words.T("recipient.confirm.how", r.Name), style.Ink), part.Labelled(words.T("recipient.heard"), heard), part.Labelled(words.T("recipient.reached"), how))
	askForm(u.host, words.T("recipient.confirm"), words.T("recipient.confirm"), body, heard, fyne.NewSize(540, 330), filled(heard, how), func() {
		a, b := heard.Value(), how.Value()
		done(u.host, "record", func(ctx context.Context) error { return u.desk.ConfirmRecipient(ctx, r.Recipient, a, b) }, u.Refresh)
	})
}

func (u *Unit) newRecipient() {
	in := &app.RecipientInput{}
	name, post, org, clear := part.NewField(""), part.NewField(""), part.NewField(""), part.NewField("")
	cert := part.NewArea(words.T("recipient.cert.hint"), 5)
	load := part.NewButton(words.T("recipient.cert.file"), theme.FolderOpenIcon(), func() {
		u.host.Files().Open(words.T("files.certificate"), func(_ string, b []byte, err error) {
			if err == nil {
				in.Certificate = b
				cert.SetPlaceHolder(words.T("recipient.cert.loaded", len(b)))
			}
		})
	})
	body := part.Stack(6, part.Columns(part.Labelled(words.T("recipient.name"), name), part.Labelled(words.T("recipient.post"), post)),
		part.Columns(part.Labelled(words.T("recipient.organisation"), org), part.Labelled(words.T("recipient.clearance"), clear)),
		part.Labelled(words.T("recipient.cert"), cert), container.NewHBox(load))
	ready := func() string {
		if cert.Value() == "" && len(in.Certificate) == 0 {
			return words.T("ask.fill")
		}
		return filled(name, post, org, clear)()
	}
	askForm(u.host, words.T("unit.newrecipient"), words.T("recipient.record"), body, name, fyne.NewSize(640, 460), ready, func() {
		in.Name, in.Post, in.Organisation, in.Clearance = name.Value(), post.Value(), org.Value(), clear.Value()
		if cert.Value() != "" {
			in.Certificate = []byte(cert.Text)
		}
		done(u.host, "record", func(ctx context.Context) error { _, err := u.desk.RecordRecipient(ctx, *in); return err }, u.Refresh)
	})
}

func (u *Unit) settings() fyne.CanvasObject {
	defs := u.u.Settings
	t := part.NewTable([]part.Column{{Head: words.T("setting.what"), Share: 3}, {Head: words.T("setting.value"), Share: 1}, {Head: words.T("setting.why"), Share: 5}}, func(i int) part.Cells {
		d := defs[i]
		return part.Cells{Text: []string{words.Of("settingkey", d.Key), d.Value, d.Why}}
	}, func(i int) { u.change(i) })
	t.SetCount(len(defs))
	t.OnSelected = func(i int) { u.change(i); t.UnselectAll() }
	return part.Panel(container.NewBorder(part.Inset(part.Small(words.T("setting.text"), style.Muted), 0, 2), nil, nil, nil, t.WithHead()))
}

func (u *Unit) change(i int) {
	d := u.u.Settings[i]
	value := part.NewField("")
	value.SetText(d.Value)
	body := part.Stack(8, part.Prose(words.Of("settingunit", d.Unit), style.Muted), part.Labelled(words.Of("settingkey", d.Key), value))
	askForm(u.host, words.Of("settingkey", d.Key), words.T("setting.change"), body, value, fyne.NewSize(460, 250), filled(value), func() {
		v := value.Value()
		done(u.host, "record", func(ctx context.Context) error { return u.desk.SetPolicy(ctx, d.Key, v) }, u.Refresh)
	})
}

func (u *Unit) vault() fyne.CanvasObject {
	code := part.Line(present.Grouped(u.u.HeadCode), theme.SizeNameHeadingText, style.Ink, true)
	code.TextStyle.Monospace = true
	box := part.Stack(10, part.SubHeading(u.u.Name), part.Facts([2]string{words.T("vault.ceiling"), string(u.u.Ceiling)}, [2]string{words.T("vault.entries"), words.Count("journal.entries", int(u.u.Entries))}),
		part.Label(words.T("vault.headcode")), code, part.Small(words.T("vault.headcode.text"), style.Muted))
	if u.u.Provisional {
		box.Add(part.Card(part.Due, part.Prose(words.T("vault.provisional"), style.Due)))
	}
	box.Add(part.Label(words.T("vault.backup")))
	box.Add(part.Small(words.T("vault.backup.text"), style.Muted))
	return part.Panel(part.Scroller(box))
}

// Rune implements Page.
func (u *Unit) Rune(r rune) bool {
	switch r {
	case 'j':
		u.list.Step(1)
	case 'k':
		u.list.Step(-1)
	default:
		return false
	}
	return true
}

// Key implements Page.
func (u *Unit) Key(*fyne.KeyEvent) bool { return false }
