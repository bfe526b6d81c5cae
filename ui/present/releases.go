package present

import (
	"context"
	"slices"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/ui/words"
)

// ReleasesDesk is what the releases screen asks of the desk.
type ReleasesDesk interface {
	Releases() []app.ReleaseView
	Dispatch(ctx context.Context, id entry.ID) ([]app.Package, error)
	Acknowledge(ctx context.Context, id entry.ID, copyNo int) error
}

// ReleaseRow is a release as a line of a list.
func ReleaseRow(now time.Time, v app.ReleaseView) Row {
	r := WaitingRow(now, v)
	late, open := 0, 0
	for _, c := range v.Copies {
		if !v.SentAt.IsZero() && c.Acknowledged.IsZero() {
			open++
			if now.After(c.Due) {
				late++
			}
		}
	}
	switch {
	case late > 0:
		r.Words = append(r.Words, Word{words.Count("release.late", late), Danger})
		r.Tone = Danger
	case open > 0:
		r.Words = append(r.Words, Word{words.Count("release.open", open), Due})
	}
	return r
}

// ReleaseFilter picks releases; the zero value picks all.
type ReleaseFilter struct {
	Recipient string // as RecipientsOf names them
	Overdue   bool   // a copy was not acknowledged in time
}

// Keeps reports whether a release is picked: by one of its copies, to that
// recipient and overdue where both are asked.
func (f ReleaseFilter) Keeps(now time.Time, v app.ReleaseView) bool {
	if f == (ReleaseFilter{}) {
		return true
	}
	for _, c := range v.Copies {
		late := !v.SentAt.IsZero() && c.Acknowledged.IsZero() && now.After(c.Due)
		if (f.Recipient == "" || f.Recipient == holder(c)) && (!f.Overdue || late) {
			return true
		}
	}
	return false
}

// RecipientsOf names everybody who has a copy, in order.
func RecipientsOf(vs []app.ReleaseView) []string {
	var out []string
	for _, v := range vs {
		for _, c := range v.Copies {
			out = append(out, holder(c))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func holder(c app.CopyView) string { return c.Recipient + ", " + c.Organisation }

// CopyLine says who has a copy and how it stands.
func CopyLine(now time.Time, sent time.Time, c app.CopyView) (string, Word) {
	text := words.T("copy.line", c.No, c.Recipient, c.Organisation)
	switch {
	case sent.IsZero():
		return text, Word{words.T("copy.notsent"), Neutral}
	case !c.Acknowledged.IsZero():
		return text, Word{words.T("copy.acknowledged", When(now, c.Acknowledged)), Settled}
	case now.After(c.Due):
		return text, Word{words.T("copy.overdue", Clock(now, c.Due).Text), Danger}
	}
	return text, Word{words.T("copy.due", Clock(now, c.Due).Text), Due}
}

// SearchDesk is what the search screen asks of the desk.
type SearchDesk interface {
	Search(ctx context.Context, query string) ([]app.HitView, error)
	Status() app.Status
}

// HitRow is a hit: a neutral line with the reason why it matched.
func HitRow(now time.Time, h app.HitView) Row {
	r := HeadRow(now, h.Head)
	r.Words = append([]Word{{h.Why, Accent}}, r.Words...)
	return r
}

// HitCount says how many hits there are, and what to do where they may not be
// all: only the best are here, or the desk has not read the whole vault yet. The
// text is "" where all are here.
func HitCount(n int, unread bool) (Word, string) {
	switch {
	case unread:
		return Word{words.Count("search.hits", n), Due}, words.T("search.unread")
	case n < app.MostHits:
		return Word{words.Count("search.hits", n), Accent}, ""
	}
	return Word{words.T("search.most", n), Due}, words.T("search.most.text", n)
}

// EmergencyDesk is what the emergency route asks of the desk.
type EmergencyDesk interface {
	FormsDesk
	Emergency(ctx context.Context, id entry.ID, in app.EmergencyInput) ([]app.Package, error)
}
