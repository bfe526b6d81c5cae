package present

import (
	"context"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/clock"
	"corridor/app/entry"
	"corridor/app/roster"
	"corridor/ui/words"
)

// UnitDesk is what the unit screen asks of the desk.
type UnitDesk interface {
	PeopleDesk
	LeavingDesk
	CompartmentDesk
	RecipientDesk
	OfficersDesk
	KeepingDesk
	RulesDesk
	Unit() app.Unit
	Me() app.Me
	Certificate() ([]byte, error)
	Due(ctx context.Context) []app.DueView
	SetPolicy(ctx context.Context, key, value string) error
}

// PeopleDesk is what coming into the unit asks of the desk.
type PeopleDesk interface {
	Enrol(ctx context.Context, in app.PersonInput) error
	ConfirmPerson(ctx context.Context, p entry.Person, code string) error
	Accredit(ctx context.Context, p entry.Person, roles []roster.Role, a roster.Accreditation) error
}

// LeavingDesk is what leaving the unit asks of the desk.
type LeavingDesk interface {
	ProposeRemoval(ctx context.Context, in app.RemovalInput) error
	LeaveUnit(ctx context.Context, reason string, passphrase []byte) error
	Reach(ctx context.Context, p entry.Person) (app.ReachView, error)
	ExportReach(ctx context.Context, p entry.Person, to entry.ID, render func(app.ReachView) []byte) ([]byte, error)
}

// CompartmentDesk is what compartments and their keys ask of the desk.
type CompartmentDesk interface {
	NewCompartment(ctx context.Context, in app.CompartmentInput) (entry.ID, error)
	GrantCompartment(ctx context.Context, id entry.ID, p entry.Person) error
	Enter(ctx context.Context, id entry.ID, justification string) error
	Exclude(ctx context.Context, id entry.ID, p entry.Person, reason string) error
	Rekey(ctx context.Context, id entry.ID, join ...entry.Person) error
	SettleKeys(ctx context.Context) (owing []string, err error)
}

// RecipientDesk is what recipients ask of the desk.
type RecipientDesk interface {
	RecordRecipient(ctx context.Context, in app.RecipientInput) (entry.ID, error)
	RenewRecipient(ctx context.Context, id entry.ID, certificate []byte) error
	ConfirmRecipient(ctx context.Context, id entry.ID, heard, how string) error
}

// PersonRow is a member as a line of a list; due is what runs out of their keys.
func PersonRow(p app.PersonView, due ...Word) Row {
	r := Row{Tone: Settled, Title: strings.TrimSpace(p.Rank + " " + p.Name)}
	var roles []string
	for _, x := range p.Roles {
		roles = append(roles, words.Of("role", string(x)))
	}
	r.Sub = strings.Join(roles, ", ")
	switch {
	case p.Status == "left":
		return Row{Tone: Neutral, Title: r.Title, Sub: r.Sub, Words: []Word{{words.Of("person", p.Status), Neutral}}}
	case p.Status != "member":
		r.Tone = Due
		r.Words = append(r.Words, Word{words.Of("person", p.Status), Due})
	case p.Needs != "":
		r.Tone = Due
		r.Words = append(r.Words, Word{words.T("person.newkeys"), Due})
	}
	for _, w := range due {
		if r.Tone != Danger {
			r.Tone = w.Tone
		}
		r.Words = append(r.Words, w)
	}
	if p.Accreditation.Vetting != "" {
		r.Words = append(r.Words, Word{string(p.Accreditation.Vetting), Neutral})
	}
	for _, l := range p.Lapses {
		if l.Lapsed {
			r.Tone = Danger
			r.Words = append(r.Words, Word{words.T("person.lapsed", l.What), Danger})
		} else {
			r.Words = append(r.Words, Word{words.T("person.lapses", l.What, clock.Day(l.Until)), Due})
		}
	}
	return r
}

// CompartmentRow is a compartment as a line of a list.
func CompartmentRow(c app.CompartmentView) Row {
	r := Row{Tone: Neutral, Title: c.Label, Sub: strings.Join(c.Members, ", ")}
	if c.Open {
		r.Tone = Settled
		r.Words = append(r.Words, Word{words.T("compartment.open"), Settled})
	} else {
		r.Words = append(r.Words, Word{words.T("compartment.shut"), Neutral})
	}
	if c.Owed {
		r.Tone = Danger
		r.Words = append(r.Words, Word{words.T("compartment.owed"), Danger})
	}
	if c.Lapsed != "" {
		r.Tone = Danger
		r.Words = append(r.Words, Word{c.Lapsed, Danger})
	}
	if c.Intercept {
		r.Words = append(r.Words, Word{words.T("compartment.intercept"), Due})
	}
	r.Right = words.T("compartment.epoch", c.Epoch)
	return r
}

// RecipientRow is a recipient as a line of a list; due is how long their
// certificate still lasts, if not for long.
func RecipientRow(now time.Time, v app.RecipientView, due ...Word) Row {
	r := Row{Tone: Settled, Title: v.Name, Sub: v.Post + " · " + v.Organisation}
	switch {
	case v.Fault != "":
		r.Tone = Danger
		r.Words = append(r.Words, Word{words.T("recipient.fault"), Danger})
	case v.ConfirmedBy == "":
		r.Tone = Due
		r.Words = append(r.Words, Word{words.T("recipient.unconfirmed"), Due})
	default:
		r.Words = append(r.Words, Word{words.T("recipient.confirmed", v.ConfirmedBy), Settled})
		r.Right = When(now, v.ConfirmedAt)
	}
	for _, w := range due {
		r.Tone = w.Tone
		r.Words = append(r.Words, w)
	}
	return r
}

// Grouped writes a fingerprint or a code in groups of four.
func Grouped(s string) string {
	var b strings.Builder
	for i, r := range strings.ReplaceAll(s, " ", "") {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Day reads a date typed as 2006-01-02; zero and true for none.
func Day(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return time.Time{}, true
	}
	t, err := time.Parse("2006-01-02", s)
	return t, err == nil
}
