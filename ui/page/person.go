package page

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// NewKeys makes keys: of members by their own passphrase, and the unit's
// recovery key.
type NewKeys struct {
	// Make gives the member with person code and public keys filled in.
	Make func(ctx context.Context, m roster.Member, name string, passphrase []byte) (roster.Member, error)
	// Replace makes and proposes new keys for somebody who is a member.
	Replace func(ctx context.Context, p entry.Person, passphrase []byte) error
	// Recovery makes and proposes a recovery key, and gives the halves of its
	// passphrase.
	Recovery func(ctx context.Context, reason string) (halves [2]string, err error)
	// Rehearse locks the desk, tries both halves, and tells what they opened.
	Rehearse func(first, second []byte, reason string)
	// Strength rates a passphrase, 0 to 4, and says what to do about it.
	Strength func(passphrase string) (score int, words string)
}

// enough is the lowest score at which a passphrase is accepted.
const enough = 3

// personForm asks who somebody is and what their access rests on.
type personForm struct {
	id, name                            *part.Field
	rank                                *part.Choice
	handler, resilience, supervisor     *part.Tick
	vetting                             *part.Choice
	until, s57, s57til, course, spocTil *part.Field
}

func vettingOptions() []part.Option {
	out := []part.Option{{Code: "-", Text: words.T("none")}}
	for _, v := range roster.Levels() {
		if v != "" {
			out = append(out, part.Option{Code: string(v), Text: string(v)})
		}
	}
	return out
}

func newPersonForm(rank, name string, roles []roster.Role, a roster.Accreditation) *personForm {
	var ranks []part.Option
	for _, r := range append(roster.Ranks(), roster.RankStaff) {
		ranks = append(ranks, part.Option{Code: r, Text: words.Of("rank", r)})
	}
	has := func(r roster.Role) bool {
		for _, x := range roles {
			if x == r {
				return true
			}
		}
		return false
	}
	f := &personForm{name: part.NewField(""), rank: part.NewChoice(words.T("choose"), rank, ranks, nil)}
	f.id = part.NewField(words.T("person.id.hint"))
	f.name.SetText(name)
	f.handler = part.NewTick(words.T("role.handler"), has(roster.Handler), nil)
	f.resilience = part.NewTick(words.T("role.resilience"), has(roster.Resilience), nil)
	f.supervisor = part.NewTick(words.T("role.supervisor"), has(roster.Supervisor), nil)
	level := string(a.Vetting)
	if level == "" {
		level = "-"
	}
	f.vetting = part.NewChoice(words.T("choose"), level, vettingOptions(), nil)
	f.until, f.s57, f.s57til, f.course, f.spocTil = dayField(a.VettingUntil.Format("2006-01-02")), dayField(a.Briefed57.Format("2006-01-02")), dayField(a.Briefed57Til.Format("2006-01-02")), dayField(a.HandlerCourse.Format("2006-01-02")), dayField(a.SPoCUntil.Format("2006-01-02"))
	return f
}

func dayField(text string) *part.Field {
	f := part.NewField(words.T("day.hint"))
	if text != "0001-01-01" {
		f.SetText(text)
	}
	return f
}

func (f *personForm) all() fyne.CanvasObject {
	return part.Stack(6, part.Columns(part.Labelled(words.T("person.id"), f.id), part.Labelled(words.T("person.name"), f.name), part.Labelled(words.T("person.rank"), f.rank)), f.rolesAndDates())
}

func (f *personForm) rolesAndDates() fyne.CanvasObject {
	return part.Stack(6,
		part.Labelled(words.T("person.roles"), container.NewHBox(f.handler, f.resilience, f.supervisor)),
		part.Columns(part.Labelled(words.T("person.vetting"), f.vetting), part.Labelled(words.T("person.vettinguntil"), f.until)),
		part.Columns(part.Labelled(words.T("person.s57given"), f.s57), part.Labelled(words.T("person.s57until"), f.s57til)),
		part.Columns(part.Labelled(words.T("person.course"), f.course), part.Labelled(words.T("person.spoc"), f.spocTil)))
}

func (f *personForm) ready() string {
	if f.name.Value() == "" || f.rank.Code() == "" {
		return words.T("person.needname")
	}
	if id := f.person(); id != "" && !id.Valid() {
		return words.T("person.badid")
	}
	if len(f.roles()) == 0 {
		return words.T("person.needrole")
	}
	for _, d := range []*part.Field{f.until, f.s57, f.s57til, f.course, f.spocTil} {
		if _, ok := present.Day(d.Value()); !ok {
			return words.T("person.badday", d.Value())
		}
	}
	return ""
}

// person is the code as the unlock list shows it: small letters.
func (f *personForm) person() entry.Person { return entry.Person(strings.ToLower(f.id.Value())) }

func (f *personForm) roles() []roster.Role {
	var out []roster.Role
	if f.handler.Checked {
		out = append(out, roster.Handler)
	}
	if f.resilience.Checked {
		out = append(out, roster.Resilience)
	}
	if f.supervisor.Checked {
		out = append(out, roster.Supervisor)
	}
	return out
}

func (f *personForm) accreditation() roster.Accreditation {
	a := roster.Accreditation{Vetting: roster.Vetting(plain(f.vetting.Code()))}
	a.VettingUntil, _ = present.Day(f.until.Value())
	a.Briefed57, _ = present.Day(f.s57.Value())
	a.Briefed57Til, _ = present.Day(f.s57til.Value())
	a.HandlerCourse, _ = present.Day(f.course.Value())
	a.SPoCUntil, _ = present.Day(f.spocTil.Value())
	return a
}

// secretPair asks for a passphrase twice and rates it while it is typed.
type secretPair struct {
	one, two *part.Field
	rate     func(string) (int, string)
	bar      *fyne.Container
	score    int
}

func newSecretPair(rate func(string) (int, string)) *secretPair {
	s := &secretPair{one: part.NewSecret(""), two: part.NewSecret(""), rate: rate, bar: container.NewStack()}
	s.one.OnChanged = func(string) { s.draw() }
	s.draw()
	return s
}

func (s *secretPair) draw() {
	score, say := s.rate(s.one.Text)
	s.score = score
	tone := part.Danger
	if score == enough-1 {
		tone = part.Due
	}
	if score >= enough {
		tone = part.Settled
		if say == "" {
			say = words.T("secret.good")
		}
	}
	if s.one.Text == "" {
		tone = part.Neutral
	}
	swap(s.bar, part.NewClockBar(say, float32(score)/4, tone))
}

func (s *secretPair) object() fyne.CanvasObject {
	return part.Stack(6, part.Columns(part.Labelled(words.T("unlock.passphrase"), s.one), part.Labelled(words.T("secret.again"), s.two)), s.bar,
		part.Small(words.T("secret.text"), style.Muted))
}

func (s *secretPair) ready() string {
	switch {
	case s.score < enough:
		return words.T("secret.weak")
	case s.one.Text != s.two.Text:
		return words.T("secret.differ")
	}
	return ""
}

func (s *secretPair) take() []byte {
	s.two.SetText("")
	b := s.one.Take()
	return b
}

// stepIcon is the arrow of a wizard's next button.
func stepIcon() fyne.Resource { return theme.NavigateNextIcon() }
