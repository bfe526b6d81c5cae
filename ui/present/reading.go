package present

import (
	"slices"
	"strings"

	"corridor/app"
	"corridor/app/entry"
	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/ui/words"
)

// ReadingView is the source of an item with its worrying words lit, and the
// questions to be answered about it.
type ReadingView struct {
	Item     entry.ID
	Text     string
	Shift    int // by how many runes offsets into the reading's text are shifted in Text
	Spans    []Span
	Notes    []Word // warnings and what was not read
	Parts    []PartRow
	Facts    [][2]string
	Cards    []CardView // flagged first, then those of life, then the rest
	Open     int
	RestOpen int // unflagged, not of life, unanswered
	Flagged  int
}

// CardView is one question.
type CardView struct {
	Category risk.Category
	Title    string
	Question string
	Life     bool
	Flagged  bool
	Cited    []string // words of the source
	Why      []string
	When     []Word // when what is feared is to happen, against the product's date
	Then     string // what "yes" or "cannot tell" brings with it, or ""
	SetAside bool
	Answer   intel.Answer
	Open     bool   // waits for an answer
	Answered string // "No, by … at 09:41: because …"
	Spans    []Span
	Tone     Tone
}

// NeedsReason reports whether the answer must come with a reason.
func (c CardView) NeedsReason() bool { return c.Flagged }

// SourceText is an item's source as every screen shows it, and by how many
// runes offsets into the reading's text are shifted in it.
func SourceText(r intel.Reading) (text string, shift int) {
	if r.Subject == "" {
		return r.Text, 0
	}
	return r.Subject + "\n" + r.Text, len([]rune(r.Subject)) + 1
}

// Read builds the reading of an opened item.
func Read(p app.Product) ReadingView {
	text, shift := SourceText(p.Reading)
	runes := []rune(text)
	v := ReadingView{Item: p.Item, Text: text, Shift: shift, Facts: receiptFacts(p)}
	for _, c := range p.Prompts {
		card := cardView(c, runes, shift)
		v.Spans = append(v.Spans, card.Spans...)
		if c.Flagged {
			v.Flagged++
		}
		if card.Open {
			v.Open++
			if !c.Flagged && !c.Life {
				v.RestOpen++
			}
		}
		v.Cards = append(v.Cards, card)
	}
	v.Cards = order(v.Cards)
	v.Notes, v.Parts = notes(p.Reading), Parts(p.Reading)
	return v
}

// order puts flagged questions first, then questions of life, and keeps the
// order of danger within each.
func order(cards []CardView) []CardView {
	var out []CardView
	for _, pick := range []func(CardView) bool{
		func(c CardView) bool { return c.Flagged },
		func(c CardView) bool { return !c.Flagged && c.Life },
		func(c CardView) bool { return !c.Flagged && !c.Life },
	} {
		for _, c := range cards {
			if pick(c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// whole joins runs that overlap or touch, so that no word is cited twice.
func whole(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	var out []Span
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start <= out[n-1].End+1 {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

func cardView(c app.PromptCard, runes []rune, shift int) CardView {
	v := CardView{Category: c.Category, Title: c.Title, Question: c.Question, Life: c.Life, Flagged: c.Flagged, Answer: c.Answer, Open: c.Answer == intel.Unanswered || c.Fresh}
	if c.Flagged || c.Answer == intel.Yes || c.Answer == intel.CannotTell {
		v.Then = Then(c.Category)
	}
	tone := Accent
	if c.Flagged {
		tone = Due
	}
	if c.Life && c.Flagged {
		tone = Danger
	}
	v.Tone = tone
	var cited []Span
	for _, p := range c.Prompts {
		line := sentence(p.Why)
		if p.SetAside {
			v.SetAside = true
			line = words.T("prompt.setaside", p.Cue)
		}
		if p.When != "" && !p.SetAside {
			when := Word{words.T("prompt.when", strings.TrimRight(p.When, ". ")), Due}
			if p.Immediate {
				when = Word{words.T("prompt.soon", strings.TrimRight(p.When, ". ")), Danger}
			}
			if !slices.Contains(v.When, when) {
				v.When = append(v.When, when)
			}
		} else if p.Immediate && !p.SetAside && len(v.When) == 0 {
			v.When = append(v.When, Word{words.T("prompt.now"), Danger})
		}
		if p.Against != "" {
			line += " " + words.T("prompt.against", strings.TrimRight(p.Against, ". "))
		}
		v.Why = appendNew(v.Why, line)
		for _, s := range p.Spans {
			start, end := s.Start+shift, s.End+shift
			if start < 0 || end > len(runes) || start >= end {
				continue
			}
			cited = append(cited, Span{Start: start, End: end})
			if !p.SetAside {
				v.Spans = append(v.Spans, Span{start, end, tone})
			}
		}
	}
	for _, s := range whole(cited) {
		v.Cited = appendNew(v.Cited, strings.Join(strings.Fields(string(runes[s.Start:s.End])), " "))
	}
	if c.Answer != intel.Unanswered {
		v.Answered = words.T("prompt.answered", words.Of("answer", string(c.Answer)), c.By)
		if c.Reason != "" {
			v.Answered += ": " + c.Reason
		}
		if c.Fresh {
			v.Answered = words.T("prompt.fresh", v.Answered)
		}
	}
	return v
}

// Then says what "yes" or "cannot tell" to a question brings with it, where
// that is more than the threat that a question of life raises: domain rules H19
// (privilege, journalism), H22 (corruption) and W13 (exculpatory).
func Then(c risk.Category) string {
	switch c {
	case risk.LegalPrivilege, risk.Journalistic, risk.Corruption, risk.Exculpatory:
		return words.Of("then", string(c))
	}
	return ""
}

func appendNew(list []string, s string) []string {
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}

func notes(r intel.Reading) []Word {
	var out []Word
	if r.NotRead != "" {
		out = append(out, Word{words.T("reading.notread", r.NotRead), Danger})
	}
	for _, w := range r.Warnings {
		out = append(out, Word{w.What, Due})
	}
	if short := unread(r.Parts); short > 0 {
		out = append(out, Word{words.T("reading.parts", short, len(r.Parts)), Due})
	}
	if s := Signature(r.Signature); r.Signature != "" && r.Signature != "none" {
		out = append(out, s)
	}
	return out
}

func receiptFacts(p app.Product) [][2]string {
	r := p.Receipt
	return [][2]string{
		{words.T("fact.originator"), r.Originator},
		{words.T("fact.originatorref"), r.OriginatorRef},
		{words.T("fact.sourcetype"), p.SourceType.Title()},
		{words.T("fact.sourceref"), r.SourceRef},
		{words.T("fact.marking"), r.Marking},
		{words.T("fact.handling"), r.Handling},
		{words.T("fact.intelligence"), p.Intelligence},
		{words.T("fact.subject"), r.Subject},
		{words.T("fact.note"), r.Note},
		{words.T("fact.file"), p.Reading.Name},
		{words.T("fact.receivedby"), p.ReceivedBy},
		{words.T("fact.hash"), p.Reading.SHA256},
	}
}
