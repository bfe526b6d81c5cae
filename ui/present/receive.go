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
	Receive(ctx context.Context, in app.Incoming) (app.Took, error)
	ReceiveAll(ctx context.Context, list []app.Waiting, form app.Incoming, tell func(app.BatchProgress)) (app.Batched, error)
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

// Offers lists what a preview found for the receipt, in the order of the form.
func Offers(r intake.Result) []Offer {
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
	add(OfferDay, words.T("fact.intelligence"), dayOf(r.Date))
	for _, d := range r.Dates {
		add(OfferDay, words.T("fact.intelligence"), d)
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

// BatchLine says how far a batch has come and how long the rest will take.
func BatchLine(p app.BatchProgress) string {
	line := words.T("batch.done", p.Done, p.Total)
	switch {
	case p.Left >= time.Hour:
		line += " · " + words.T("batch.left.hours", int(p.Left.Hours()), int(p.Left.Minutes())%60)
	case p.Left >= time.Minute:
		line += " · " + words.T("batch.left", int((p.Left+30*time.Second).Minutes()))
	case p.Left > 0:
		line += " · " + words.T("batch.left.soon")
	}
	return line
}

// BatchRow is what became of one file.
type BatchRow struct {
	Row
	Item entry.ID // opened by the row; "" when nothing was taken in
}

// BatchView is the summary of a batch.
type BatchView struct {
	Head string
	Tone Tone
	Rows []BatchRow
}

// Summary is a batch in words: what is pressing stands first, as the desk has
// it; last what lay in the folders and is no file to take in.
func Summary(b app.Batched, left []app.Untouched) BatchView {
	parts := []string{words.Count("batch.taken", b.Count(app.OutcomeTaken))}
	for _, n := range []struct {
		n    int
		text func(int) string
	}{
		{b.Count(app.OutcomeHeld), func(n int) string { return words.T("batch.held", n) }},
		{b.NotRead(), func(n int) string { return words.T("batch.notread", n) }},
		{b.Count(app.OutcomeRefused), func(n int) string { return words.T("batch.refused", n) }},
		{b.Count(app.OutcomeLost), func(n int) string { return words.T("batch.lost", n) }},
		{b.Count(app.OutcomeWaiting), func(n int) string { return words.T("batch.waiting", n) }},
		{len(left), func(n int) string { return words.T("batch.untouched", n) }},
	} {
		if n.n > 0 {
			parts = append(parts, n.text(n.n))
		}
	}
	v := BatchView{Head: strings.Join(parts, " · "), Tone: Settled}
	if len(parts) > 1 {
		v.Tone = Due
	}
	if b.Cancelled {
		v.Head = words.T("batch.cancelled") + " " + v.Head
	}
	for _, f := range b.Files {
		v.Rows = append(v.Rows, batchRow(f))
	}
	for _, u := range left {
		v.Rows = append(v.Rows, BatchRow{Row: Row{Title: u.Name, Sub: sentence(u.Why), Words: []Word{{words.T("outcome.untouched"), Neutral}}}})
	}
	return v
}

func batchRow(f app.Filed) BatchRow {
	r := BatchRow{Item: f.Took.Item}
	r.Title, r.Right, r.Sub = f.Name, f.Took.Ref, f.Why
	out := words.Of("outcome", string(f.Outcome))
	switch f.Outcome {
	case app.OutcomeTaken:
		r.Tone = Settled
	case app.OutcomeHeld:
		r.Tone, r.Sub = Neutral, words.T("batch.heldas", f.Took.Ref)
	case app.OutcomeRefused, app.OutcomeLost:
		r.Tone = Danger
	default:
		r.Tone, r.Sub = Due, words.T("batch.waiting.why")
	}
	tone := r.Tone
	if f.Outcome == app.OutcomeTaken {
		r.Sub = words.T("batch.prompts.none")
		if f.Took.Prompts > 0 {
			r.Sub = words.T("batch.prompts", f.Took.Prompts)
		}
		if f.Took.Read != "yes" {
			r.Tone = Due
			r.Words = append(r.Words, Word{words.T("triage.notread"), Due})
			if f.Took.NotRead != "" {
				r.Sub = words.T("reading.notread", strings.TrimSuffix(f.Took.NotRead, "."))
			}
		}
		if f.Took.Life {
			r.Tone = Danger
			r.Words = append(r.Words, Word{words.T("band.life"), Danger})
		}
		for _, n := range f.Took.Near {
			if n.How == app.NearText || n.How == app.NearMessage {
				r.Words = append(r.Words, Word{words.T("batch.near", n.Ref), Due})
				break
			}
		}
	}
	r.Words = append([]Word{{out, tone}}, r.Words...)
	return r
}
