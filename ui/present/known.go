package present

import (
	"context"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/clock"
	"corridor/app/entry"
	"corridor/ui/words"
)

// KnownDesk is what the first read asks of the desk about what others hold.
type KnownDesk interface {
	Known(ctx context.Context, id entry.ID) ([]app.Known, error)
}

// KnownRow is a subject of a product and one product that holds it too.
type KnownRow struct {
	What  string   // "phone", on the first row of a subject
	Text  string   // as written, on the first row of a subject
	Where string   // reference and when it came
	Item  entry.ID // "" for a row that only counts the rest
	At    Span     // where it stands in the text as shown; empty when in the receipt
}

// KnownRows lays what others hold out as lines, one for each product.
func KnownRows(now time.Time, list []app.Known, shift int) []KnownRow {
	var out []KnownRow
	for _, k := range list {
		at := Span{}
		if k.End > k.Start {
			at = Span{Start: k.Start + shift, End: k.End + shift, Tone: Accent}
		}
		for i, h := range k.Items {
			r := KnownRow{Where: h.Ref + " · " + came(now, h.Received), Item: h.Item, At: at}
			if i == 0 {
				r.What, r.Text = words.Of("known", k.Kind), strings.Join(strings.Fields(k.Text), " ")
			}
			out = append(out, r)
		}
		if k.More > 0 {
			key := words.T("known.more", k.More)
			if k.Many {
				key = words.T("known.many", k.More)
			}
			out = append(out, KnownRow{Where: key, At: at})
		}
	}
	return out
}

// came is the time of a day that is today's, or the date.
func came(now, t time.Time) string {
	if clock.Date(now) == clock.Date(t) {
		return When(now, t)
	}
	return clock.Day(t)
}

// KnownHead is the heading of what others hold.
func KnownHead(list []app.Known) Word {
	if len(list) == 0 {
		return Word{words.T("known.none"), Neutral}
	}
	return Word{words.Count("known.head", len(list)), Due}
}
