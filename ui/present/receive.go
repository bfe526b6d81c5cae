package present

import (
	"context"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/clock"
	"corridor/app/entry"
	"corridor/app/intake"
	"corridor/app/intake/alike"
	"corridor/app/intel"
	"corridor/ui/words"
)

// ReceiveDesk is what the receipt form asks of the desk.
type ReceiveDesk interface {
	BatchDesk
	WatchDesk
	Receive(ctx context.Context, in app.Incoming) (app.Took, error)
	Preview(ctx context.Context, name string, b []byte, passphrase string) (intake.Result, error)
	Near(ctx context.Context, name string, res intake.Result) ([]app.Near, error)
	Difference(ctx context.Context, item entry.ID, name string, res intake.Result) ([]alike.Line, error)
}

// Fields of the receipt form that a file can have something to offer for.
const (
	OfferFrom     = "from"
	OfferFromRef  = "fromref"
	OfferMarking  = "marking"
	OfferTier     = "tier"
	OfferHandling = "handling"
	OfferDay      = "day"
)

// maxOffers bounds what is offered: each has a key of its own, F2 to F12.
const maxOffers = 11

// Offer is something found in a file that the officer may take into a field of
// the receipt. Nothing is taken unless they say so.
type Offer struct {
	Field string // one of Offer…
	Label string // the field in words
	Value string
	Key   string // "F2" … "F12"
}

// maxDays is how many days are offered, the message's own among them.
const maxDays = 5

// Offers lists what a preview found for the receipt, in the order of the form.
// A day that is still to come is no day of intelligence.
func Offers(now time.Time, r intake.Result) []Offer {
	var out []Offer
	add := func(field, label, value string) {
		value = strings.Join(strings.Fields(value), " ")
		o := Offer{Field: field, Label: label, Value: value, Key: "F" + strconv.Itoa(len(out)+2)}
		if value == "" || len(out) == maxOffers || slices.ContainsFunc(out, func(x Offer) bool { return x.Field == field && x.Value == value }) {
			return
		}
		out = append(out, o)
	}
	add(OfferFrom, words.T("fact.originator"), r.From)
	for _, ref := range r.References {
		add(OfferFromRef, words.T("fact.originatorref"), ref)
	}
	add(OfferMarking, words.T("fact.marking"), r.Marking)
	if intel.Tier(r.Marking).Valid() {
		add(OfferTier, words.T("receive.tier"), r.Marking)
	}
	add(OfferHandling, words.T("fact.handling"), r.Handling)
	days, today := []string{}, clock.Date(now)
	for _, d := range append([]string{dayOf(r.Date)}, r.Dates...) {
		if d != "" && d <= today && len(days) < maxDays && !slices.Contains(days, d) {
			days = append(days, d)
			add(OfferDay, words.T("fact.intelligence"), d)
		}
	}
	return out
}

// dayOf is the day in London of a message's date, or "".
func dayOf(date string) string {
	for _, read := range []func(string) (time.Time, error){mail.ParseDate,
		func(s string) (time.Time, error) { return time.Parse(time.RFC3339, s) },
		func(s string) (time.Time, error) { return time.Parse("2006-01-02", s) }} {
		if t, err := read(date); err == nil {
			return clock.Date(t)
		}
	}
	return ""
}

// ReadAhead says how much of a file was read for its preview.
func ReadAhead(r intake.Result) Word {
	if r.Error != nil {
		return Word{words.T("receive.ahead.not", strings.TrimSuffix(r.Error.What, ".")), Danger}
	}
	short := 0
	for _, p := range r.Parts {
		if p.Read != "yes" {
			short++
		}
	}
	if short > 0 {
		return Word{words.T("receive.ahead.partly", short, len(r.Parts)), Due}
	}
	return Word{words.T("receive.ahead.read"), Settled}
}

// NearLine says how an item already held resembles the file.
func NearLine(n app.Near) Word {
	switch n.How {
	case app.NearBytes:
		return Word{words.T("receive.near.bytes", n.Ref), Danger}
	case app.NearMessage:
		return Word{words.T("receive.near.message", n.Ref), Due}
	}
	return Word{words.T("receive.near.text", n.Ref, n.Percent), Due}
}

// DiffLine is a line of a comparison in words.
type DiffLine struct {
	Text string
	Mark string // "", or which of the two has it alone
	Tone Tone
}

// around is how many unchanged lines stand about a change.
const around = 2

// Differences shows what differs, with the lines about it; runs of lines that
// are in both give way to a count. held is the reference of the item.
func Differences(lines []alike.Line, held string) []DiffLine {
	near := make([]bool, len(lines))
	for i, l := range lines {
		if l.Sign != ' ' {
			for j := max(i-around, 0); j <= min(i+around, len(lines)-1); j++ {
				near[j] = true
			}
		}
	}
	var out []DiffLine
	same := 0
	flush := func() {
		if same > 0 {
			out = append(out, DiffLine{Text: words.Count("receive.diff.same", same), Tone: Settled})
		}
		same = 0
	}
	for i, l := range lines {
		switch {
		case !near[i]:
			same++
			continue
		case l.Sign == '-':
			flush()
			out = append(out, DiffLine{l.Text, words.T("receive.diff.held", held), Due})
		case l.Sign == '+':
			flush()
			out = append(out, DiffLine{l.Text, words.T("receive.diff.new"), Accent})
		default:
			flush()
			out = append(out, DiffLine{Text: l.Text})
		}
	}
	flush()
	return out
}

// Missing names what a receipt cannot do without and does not have, or "".
func Missing(originator, kind, tier string) string {
	var out []string
	for _, f := range [][2]string{{originator, words.T("fact.originator")}, {kind, words.T("fact.sourcetype")}, {tier, words.T("receive.tier")}} {
		if f[0] == "" {
			out = append(out, f[1])
		}
	}
	if len(out) == 0 {
		return ""
	}
	return words.T("receive.need", strings.Join(out, ", "))
}
