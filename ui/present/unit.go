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
	Unit() app.Unit
	Me() app.Me
	Enrol(ctx context.Context, in app.PersonInput) error
	ConfirmPerson(ctx context.Context, p entry.Person, code string) error
	Accredit(ctx context.Context, p entry.Person, roles []roster.Role, a roster.Accreditation) error
	SetPolicy(ctx context.Context, key, value string) error
	NewCompartment(ctx context.Context, in app.CompartmentInput) (entry.ID, error)
	GrantCompartment(ctx context.Context, id entry.ID, p entry.Person) error
	Enter(ctx context.Context, id entry.ID, justification string) error
	RecordRecipient(ctx context.Context, in app.RecipientInput) (entry.ID, error)
	ConfirmRecipient(ctx context.Context, id entry.ID, heard, how string) error
}

// PersonRow is a member as a line of a list.
func PersonRow(p app.PersonView) Row {
	r := Row{Tone: Settled, Title: strings.TrimSpace(p.Rank + " " + p.Name)}
	var roles []string
	for _, x := range p.Roles {
		roles = append(roles, words.Of("role", string(x)))
	}
	r.Sub = strings.Join(roles, ", ")
	if p.Status != "member" {
		r.Tone = Due
		r.Words = append(r.Words, Word{words.Of("person", p.Status), Due})
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

// RecipientRow is a recipient as a line of a list.
func RecipientRow(now time.Time, v app.RecipientView) Row {
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
