package page

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"corridor/app"
	"corridor/app/roster"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

func (u *Unit) peopleRows() []present.Row {
	var out []present.Row
	for _, p := range u.u.People {
		out = append(out, present.PersonRow(p, present.KeysDue(u.host.Now(), p.Name, u.due)...))
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
		[2]string{words.T("person.keycode"), present.Grouped(p.Code)}, [2]string{words.T("person.newcode"), newCode(p)}))
	if p.Status == "left" {
		box.Add(acts(u.reachButton(p)))
		return box
	}
	box.Add(linesOf(present.PersonDue(u.host.Now(), p, u.due)))
	if p.Needs != "" {
		box.Add(part.Card(part.Due, part.Prose(present.Sentence(p.Needs), style.Due)))
	}
	if u.confirmable(p) {
		box.Add(acts(part.NewPrimary(words.T("person.confirm"), theme.ConfirmIcon(), func() { u.confirm(p) })))
	}
	for _, row := range u.personActs(p) {
		box.Add(acts(row...))
	}
	return box
}

// confirmable asks whether this officer is one who can compare the code.
func (u *Unit) confirmable(p app.PersonView) bool {
	return p.Needs != "" && p.Person != u.me.Person && p.Status != "left"
}

// personActs are the acts on a person, in rows that fit.
func (u *Unit) personActs(p app.PersonView) [][]fyne.CanvasObject {
	accredit := part.NewButton(words.T("person.accredit"), theme.AccountIcon(), func() { u.accredit(p) })
	if p.Status != "member" {
		return [][]fyne.CanvasObject{{accredit}, {part.NewButton(words.T("removal.turn"), theme.ContentRemoveIcon(), func() { u.remove(p) })}}
	}
	going := part.NewButton(words.T("leave"), theme.LogoutIcon(), u.leave)
	if p.Person != u.me.Person {
		going = part.NewButton(words.T("removal"), theme.ContentRemoveIcon(), func() { u.remove(p) })
	}
	rows := [][]fyne.CanvasObject{{accredit, part.NewButton(words.T("newkeys"), theme.ViewRefreshIcon(), func() { u.newKeys(p) })}, {u.reachButton(p)}, {going}}
	if p.Person == u.me.Person {
		rows[1] = append(rows[1], part.NewButton(words.T("mycert"), theme.DocumentSaveIcon(), u.handOut))
	}
	if len(u.listed(p)) > 0 && p.Person != u.me.Person {
		rows[1] = append(rows[1], part.NewButton(words.T("exclude"), theme.VisibilityOffIcon(), func() { u.exclude(p) }))
	}
	return rows
}

// handOut writes the officer's own neutral certificate to a file: what a
// partner encrypts product to.
func (u *Unit) handOut() {
	fetch(u.host, "certificate", "list", func(context.Context) ([]byte, error) { return u.desk.Certificate() }, func(b []byte) {
		u.host.Files().Save(words.T("mycert.title"), map[string][]byte{"certificate.asc": b}, func(place string, err error) {
			if err != nil {
				u.host.Ask().Warn(words.T("release.notwritten"), words.T("release.notwritten.text"))
				return
			}
			u.host.Say(words.T("mycert.written", place))
		})
	})
}

func (u *Unit) reachButton(p app.PersonView) fyne.CanvasObject {
	return part.NewButton(words.T("reach"), theme.ListIcon(), func() { u.reach(p) })
}

// newKeys replaces the keys of a member who lost theirs, or whose keys run out:
// they type their own passphrase here, and a second member confirms the code.
func (u *Unit) newKeys(p app.PersonView) {
	secret := newSecretPair(u.keys.Strength)
	body := part.Stack(10, part.Prose(words.T("newkeys.text", p.Name), style.Ink), secret.object())
	askForm(u.host, words.T("newkeys.title", p.Name), words.T("newkeys.verb"), body, secret.one, fyne.NewSize(640, 400), secret.ready, func() {
		pass := secret.take()
		done(u.host, "keys", func(ctx context.Context) error {
			defer clear(pass)
			return u.keys.Replace(ctx, p.Person, pass)
		}, func() { u.host.Ask().Tell(words.T("newkeys.made"), words.T("newkeys.made.text", p.Name)) })
	})
}

// newCode is the code of keys that wait to be confirmed beside keys that count.
func newCode(p app.PersonView) string {
	if p.NewCode == p.Code {
		return ""
	}
	return present.Grouped(p.NewCode)
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
		u.record(func(ctx context.Context) error { return u.desk.ConfirmPerson(ctx, p.Person, typed) })
	})
}

func (u *Unit) accredit(p app.PersonView) {
	f := newPersonForm(p.Rank, p.Name, p.Roles, p.Accreditation)
	f.name.Disable()
	askForm(u.host, words.T("person.accredit"), words.T("person.accredit.verb"), f.rolesAndDates(), nil, fyne.NewSize(640, 460), f.ready, func() {
		roles, a := f.roles(), f.accreditation()
		u.record(func(ctx context.Context) error { return u.desk.Accredit(ctx, p.Person, roles, a) })
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
		}, func() { u.host.Ask().Tell(words.T("unit.enrolled"), words.T("unit.enrolled.text", name)) })
	})
}
