package present

import (
	"cmp"
	"context"
	"slices"
	"time"

	"corridor/app"
	"corridor/app/risk"
	"corridor/ui/words"
)

// RulesDesk is what terms and rules of the unit's scans ask of the desk.
type RulesDesk interface {
	Rules(ctx context.Context) (app.RulesView, error)
	Change(ctx context.Context, c app.RuleChange, reason string) error
	Foresee(ctx context.Context, c app.RuleChange, progress func(done, total int)) (app.Foreseen, error)
	Rescan(ctx context.Context, progress func(done, total int)) (app.Rescanned, error)
}

// RuleOrder is how rules are sorted.
type RuleOrder string

// The orders. Every one is settled by the rule's name.
const (
	ByDismissed RuleOrder = "dismissed" // the most often dismissed first
	ByShare     RuleOrder = "share"     // the largest share dismissed first
	ByCategory  RuleOrder = "category"  // the gravest question first
	ByOff       RuleOrder = "off"       // those that are off, or about to be, first
)

// RuleOrders lists the orders, as chips above the list.
func RuleOrders() []RuleOrder { return []RuleOrder{ByDismissed, ByShare, ByCategory, ByOff} }

// SortRules gives rules in an order.
func SortRules(list []app.RuleView, by RuleOrder) []app.RuleView {
	out := slices.Clone(list)
	grave := risk.Categories()
	danger := func(r app.RuleView) int {
		if len(r.Categories) == 0 {
			return len(grave)
		}
		return slices.Index(grave, r.Categories[0])
	}
	standing := func(r app.RuleView) int {
		switch {
		case r.Off:
			return 0
		case r.Waiting != "":
			return 1
		}
		return 2
	}
	slices.SortStableFunc(out, func(a, b app.RuleView) int {
		first := 0
		switch by {
		case ByDismissed:
			first = b.No - a.No
		case ByShare:
			first = cmp.Compare(share(b), share(a))
		case ByCategory:
			first = danger(a) - danger(b)
		case ByOff:
			first = standing(a) - standing(b)
		}
		return cmp.Or(first, b.Answered()-a.Answered(), cmp.Compare(a.Rule, b.Rule))
	})
	return out
}

// share is the part of the answers that dismissed what a rule raised, from 0 to
// 1; below 0 where there is none.
func share(r app.RuleView) float64 {
	if r.Answered() == 0 {
		return -1
	}
	return float64(r.No) / float64(r.Answered())
}

// RuleRow is a rule as a line of a list.
func RuleRow(r app.RuleView) Row {
	row := Row{Tone: Neutral, Title: gravest(r.Categories), Sub: r.Why, Right: Worth(r)}
	switch {
	case r.Off:
		row.Tone, row.Words = Danger, []Word{{words.T("rules.off"), Danger}}
	case r.Waiting != "":
		row.Tone, row.Words = Due, []Word{{words.T("rules.waiting"), Due}}
	}
	row.Words = append(row.Words, Word{r.Rule, Neutral})
	return row
}

// Worth says what officers made of a rule: "dismissed 38 of 40".
func Worth(r app.RuleView) string {
	if r.Answered() == 0 {
		return words.T("rules.noanswers")
	}
	return words.T("rules.worth", r.No, r.Answered())
}

// WorthLines are the answers to what a rule raised, by answer.
func WorthLines(r app.RuleView) []Word {
	if r.Answered() == 0 {
		return []Word{{words.T("rules.noanswers.text"), Neutral}}
	}
	return []Word{{words.Count("rules.yes", r.Yes), Neutral}, {words.Count("rules.no", r.No), Neutral}, {words.Count("rules.cannottell", r.CannotTell), Neutral}}
}

// gravest is the title of the gravest of a rule's questions, and how many more
// there are.
func gravest(cs []risk.Category) string {
	switch len(cs) {
	case 0:
		return words.T("rules.unknown")
	case 1:
		return cs[0].Title()
	}
	return words.T("rules.andmore", cs[0].Title(), len(cs)-1)
}

// TermRow is a term of the unit's as a line of a list.
func TermRow(now time.Time, t app.TermView) Row {
	r := Row{Tone: Settled, Title: t.Words, Sub: t.Sense.Title, Right: When(now, t.At), Words: []Word{{words.T("terms.by", t.By), Neutral}}}
	if t.Waiting != "" {
		r.Tone, r.Words = Due, append([]Word{{words.T("terms.waiting"), Due}}, r.Words...)
	}
	if t.Unread {
		r.Tone, r.Words = Danger, append([]Word{{words.T("terms.unread"), Danger}}, r.Words...)
	}
	return r
}

// Foreseen says in lines what a change would change.
func Foreseen(f app.Foreseen) []Word {
	out := []Word{{words.Count("foresee.read", f.Read), Neutral}}
	if f.NotRead > 0 {
		out = append(out, Word{words.Count("foresee.notread", f.NotRead), Due})
	}
	if len(f.Shifts) == 0 {
		return append(out, Word{words.T("foresee.none"), Settled})
	}
	if n := f.Gaining(); n > 0 {
		out = append(out, Word{words.Count("foresee.gain", n), Due})
	}
	if n := f.Losing(); n > 0 {
		out = append(out, Word{words.Count("foresee.lose", n), Danger})
	}
	return out
}

// ShiftRow is a product that a change would touch as a line of a list.
func ShiftRow(now time.Time, s app.Shift) Row {
	r := Row{Tone: Due, Title: s.Ref, Sub: s.SourceType.Title() + " · " + s.Compartment, Right: When(now, s.Received)}
	for _, c := range s.Raised {
		r.Words = append(r.Words, Word{"+ " + c.Title(), Due})
	}
	for _, c := range s.Dropped {
		text := "− " + c.Title()
		if slices.Contains(s.SetAside, c) {
			text = words.T("foresee.setaside", text)
		}
		r.Tone = Danger
		r.Words = append(r.Words, Word{text, Danger})
	}
	return r
}

// RulesStand says by which rules the vault is read, how much of it is still to
// be read, and what is new.
func RulesStand(v app.RulesView, s app.Status) []Word {
	out := []Word{{words.T("rules.version", v.Version), Neutral}}
	switch {
	case v.ToRescan > 0:
		out = append(out, Word{words.Count("rules.torescan", v.ToRescan), Due})
	default:
		out = append(out, Word{words.T("rules.allread"), Settled})
	}
	if s.Fresh > 0 {
		out = append(out, Word{words.Count("rules.fresh", s.Fresh), Danger})
	}
	return out
}

// RescanDone says what a rescan came to.
func RescanDone(r app.Rescanned) string {
	text := words.Count("rescan.done", r.Read) + " " + words.Count("rescan.found", r.Found)
	if r.NotRead > 0 {
		text += " " + words.Count("foresee.notread", r.NotRead)
	}
	return text
}
