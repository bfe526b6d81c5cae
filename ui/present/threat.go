package present

import (
	"context"
	"slices"
	"strings"
	"time"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/threat"
	"corridor/ui/words"
)

// ThreatDesk is what the threat screens ask of the desk.
type ThreatDesk interface {
	Threats() []app.ThreatView
	Assess(ctx context.Context, id, t entry.ID, in app.ThreatInput) error
	AcceptThreat(ctx context.Context, id, t entry.ID) error
	ActOnThreat(ctx context.Context, id, t entry.ID, option, what string) error
	ReviewThreat(ctx context.Context, id, t entry.ID, level, why string) error
	CloseThreat(ctx context.Context, id, t entry.ID, why string) error
}

// BoardView is the threat board: columns of cards by state.
type BoardView struct {
	Columns []BoardColumn
	Total   int
	Overdue int
}

// BoardColumn is one state.
type BoardColumn struct {
	Title string
	Cards []ThreatCard
}

// ThreatCard is a threat before it is opened: no names, no text.
type ThreatCard struct {
	Item   entry.ID
	Threat entry.ID
	Ref    string
	Owner  string
	Next   string
	Clock  Word
	Run    float32
	Tone   Tone
	Level  string
}

func boardStates() []threat.State {
	return []threat.State{threat.StateRaised, threat.StateAssessed, threat.StateOwned, threat.StateActing, threat.StateReview}
}

// Board lays the open threats out.
func Board(now time.Time, list []app.ThreatView) BoardView {
	var b BoardView
	for _, s := range boardStates() {
		col := BoardColumn{Title: words.Of("threatstate", string(s))}
		for _, t := range list {
			if t.T.State == s {
				c := threatCard(now, t)
				col.Cards = append(col.Cards, c)
				b.Total++
				if t.Overdue {
					b.Overdue++
				}
			}
		}
		b.Columns = append(b.Columns, col)
	}
	return b
}

func threatCard(now time.Time, t app.ThreatView) ThreatCard {
	c := ThreatCard{Item: t.Item, Threat: t.T.ID, Ref: t.Ref, Owner: t.Owner, Next: t.Next, Clock: Clock(now, t.Due)}
	begin := t.T.RaisedAt
	if !t.T.OwnedAt.IsZero() {
		begin = t.T.OwnedAt
	}
	c.Run = Run(begin, now, t.Due)
	c.Tone = c.Clock.Tone
	if t.Overdue {
		c.Tone, c.Run = Danger, 1
	}
	if c.Owner == "" {
		c.Owner = words.T("threat.noowner")
		if c.Tone == Neutral {
			c.Tone = Due
		}
	}
	if t.T.Level != "" {
		c.Level = words.Of("level", t.T.Level)
	}
	return c
}

// ThreatField is one box of the assessment, in the order of the page.
type ThreatField struct {
	ID      string
	Section string // heading before it, or ""
	Label   string
	Rows    int
}

// ThreatFields lists the boxes of words of the assessment, top to bottom.
func ThreatFields() []ThreatField {
	ids := []struct {
		id, section string
		rows        int
	}{
		{"nature", "who", 2}, {"at_risk", "", 2}, {"dependants", "", 1}, {"suspect", "from", 2}, {"capability", "", 2}, {"imminence", "", 2},
		{"known_by", "source", 1}, {"corroboration", "", 1}, {"if_warned", "tell", 2}, {"if_not_warned", "", 2}, {"agreed_words", "", 2},
		{"gathered", "ndm", 2}, {"strategy", "", 2}, {"powers", "", 2}, {"options_thought", "", 2}, {"ethics", "", 2}, {"decision", "", 2},
	}
	var out []ThreatField
	for _, f := range ids {
		tf := ThreatField{ID: f.id, Label: words.Of("threatfield", f.id), Rows: f.rows}
		if f.section != "" {
			tf.Section = words.Of("threatsection", f.section)
		}
		out = append(out, tf)
	}
	return out
}

// ThreatText reads a box of an assessment by its id.
func ThreatText(a threat.Assessment, id string) string {
	if p := threatBox(&a, id); p != nil {
		return *p
	}
	return ""
}

// SetThreatText fills a box of an assessment by its id.
func SetThreatText(a *threat.Assessment, id, text string) {
	if p := threatBox(a, id); p != nil {
		*p = strings.TrimSpace(text)
	}
}

func threatBox(a *threat.Assessment, id string) *string {
	switch id {
	case "nature":
		return &a.Nature
	case "at_risk":
		return &a.AtRisk
	case "dependants":
		return &a.Dependants
	case "suspect":
		return &a.Suspect
	case "capability":
		return &a.Capability
	case "imminence":
		return &a.Imminence
	case "known_by":
		return &a.KnownBy
	case "corroboration":
		return &a.Corroboration
	case "if_warned":
		return &a.IfWarned
	case "if_not_warned":
		return &a.IfNotWarned
	case "agreed_words":
		return &a.AgreedWords
	case "gathered":
		return &a.Gathered
	case "strategy":
		return &a.Strategy
	case "powers":
		return &a.Powers
	case "options_thought":
		return &a.OptionsThought
	case "ethics":
		return &a.Ethics
	case "decision":
		return &a.Decision
	}
	return nil
}

// ThreatOffers are words of the source that an assessment's boxes may want, by
// the id of the box: when a prompt of life is for, by the product's date, and
// what the engine finds near the words that it cites, in the order of the text.
// It identifies nobody. Nothing is offered twice, or where the box holds it.
func ThreatOffers(p app.Product, a threat.Assessment) map[string][]string {
	out := map[string][]string{}
	offer := func(box, text string) {
		text = strings.Join(strings.Fields(text), " ")
		have := append(slices.Clone(out[box]), ThreatText(a, box))
		within := func(h string) bool { return strings.Contains(strings.ToLower(h), strings.ToLower(text)) }
		if box != "" && text != "" && len(out[box]) < mostOffers && !slices.ContainsFunc(have, within) {
			out[box] = append(out[box], text)
		}
	}
	for _, q := range p.Scan.Prompts {
		if q.Category.Life() {
			offer("imminence", strings.TrimRight(q.When, ". "))
		}
	}
	for _, m := range p.Scan.Mentions {
		offer(offeredTo(m.Role), m.Text)
	}
	return out
}

// mostOffers is how many words are offered for one box.
const mostOffers = 6

// offeredTo is the box of an assessment that a mention's role belongs in.
func offeredTo(role string) string {
	switch role {
	case "person at risk":
		return "at_risk"
	case "suspected offender":
		return "suspect"
	case "weapon":
		return "capability"
	case "time", "place":
		return "imminence"
	}
	return ""
}

// WithOffer is a box's text with an offer put at its end.
func WithOffer(text, offer string) string {
	if text = strings.TrimSpace(text); text == "" {
		return offer
	}
	return text + "; " + offer
}

// Short is as much of an offer as a chip shows.
func Short(offer string) string {
	if r := []rune(offer); len(r) > 26 {
		return strings.TrimSpace(string(r[:25])) + "…"
	}
	return offer
}
