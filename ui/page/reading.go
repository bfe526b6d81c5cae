package page

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"corridor/app/intel"
	"corridor/app/risk"
	"corridor/ui/part"
	"corridor/ui/present"
	"corridor/ui/style"
	"corridor/ui/words"
)

// reading shows the source with its worrying words lit, beside the questions
// of the first read.
type reading struct {
	host   Host
	answer func(c risk.Category, a intel.Answer, reason string)
	rest   func()

	view   present.ReadingView
	pane   *part.Source
	box    *fyne.Container
	scroll *container.Scroll
	sheets []*part.Sheet
	at     int
	root   fyne.CanvasObject
	count  *part.Chip
	notes  *fyne.Container

	partsAct *part.Button
	known    *known
}

func newReading(h Host, d present.KnownDesk, answer func(risk.Category, intel.Answer, string), rest func()) *reading {
	r := &reading{host: h, answer: answer, rest: rest, at: -1}
	r.known = newKnown(h, d, r.lightKnown)
	r.pane = part.NewSource()
	r.pane.Pane.OnPlace = r.placed
	r.box = part.Stack(6)
	r.notes = part.Stack(-8)
	r.scroll = part.Scroller(r.box)
	r.count = part.NewChip("", part.Neutral)
	r.partsAct = part.NewQuiet("", nil, r.parts)
	left := part.Section(words.T("reading.source"), part.Side(0, r.partsAct), container.NewBorder(r.notes, r.known.box, nil, nil, r.pane.Object()))
	right := part.Section(words.T("reading.prompts"), r.count, r.scroll)
	split := container.NewHSplit(left, right)
	split.Offset = 0.54
	r.root = split
	return r
}

// put shows a reading; the question looked at stays chosen.
func (r *reading) put(v present.ReadingView) {
	r.view = v
	r.pane.Put(v.Text, spansOf(v.Spans))
	r.notes.Objects = nil
	for _, n := range v.Notes {
		r.notes.Add(part.Small(n.Text, toneInk(n.Tone)))
	}
	if r.partsAct.Hide(); len(v.Parts) > 0 {
		r.partsAct.SetText(words.T("reading.parts.see", len(v.Parts)))
		r.partsAct.Show()
	}
	r.notes.Refresh()
	r.count.Set(words.Count("triage.questions", v.Open), part.Due)
	if v.Open == 0 {
		r.count.Set(words.T("triage.questions.none"), part.Settled)
	}
	r.box.Objects, r.sheets = nil, nil
	quiet := false
	for i, c := range v.Cards {
		if !c.Flagged && !c.Life && !quiet {
			quiet = true
			r.box.Add(r.restHead())
		}
		s := part.NewSheet(cardTone(c), r.card(i, c), func() { r.choose(i) })
		s.OnRune = r.rune
		r.sheets = append(r.sheets, s)
		r.box.Add(s)
	}
	if r.at < 0 || r.at >= len(v.Cards) {
		r.at = r.nextOpen(0)
	}
	r.mark()
	r.box.Refresh()
	r.known.put(v)
}

// lightKnown brings the words of a subject that others hold too into view.
func (r *reading) lightKnown(at present.Span) {
	spans := spansOf(r.view.Spans)
	if at.End > at.Start {
		spans = append(spans, spansOf([]present.Span{at})...)
		r.pane.Place(at.Start)
	}
	r.pane.Light(spans)
}

func cardTone(c present.CardView) part.Tone {
	if c.Open && c.Flagged && c.Life {
		return part.Danger
	}
	return part.Neutral
}

func toneInk(t present.Tone) fyne.ThemeColorName {
	switch t {
	case present.Danger:
		return style.Danger
	case present.Due:
		return style.Due
	case present.Settled:
		return style.Settled
	}
	return style.Ink
}

func (r *reading) restHead() fyne.CanvasObject {
	text := part.Small(words.T("reading.rest"), style.Muted)
	if r.view.RestOpen == 0 {
		return text
	}
	all := part.NewButton(words.T("reading.restno", r.view.RestOpen), nil, r.rest)
	return part.Stack(2, text, container.NewHBox(all))
}

func (r *reading) card(i int, c present.CardView) fyne.CanvasObject {
	number := ""
	if i < 9 {
		number = strconv.Itoa(i + 1)
	}
	head := part.Stack(-8, part.Strong(c.Question, style.Ink))
	if len(c.Cited) > 0 {
		head.Add(part.Small("“"+strings.Join(c.Cited, "” · “")+"”", toneInk(c.Tone)))
	}
	for _, w := range c.When {
		head.Add(part.Small(w.Text, toneInk(w.Tone)))
	}
	for _, w := range c.Why {
		head.Add(part.Small(w, style.Muted))
	}
	if c.Then != "" {
		head.Add(part.Small(c.Then, style.Due))
	}
	switch {
	case c.Answer == intel.Unanswered:
	case c.Open:
		head.Add(part.Small(c.Answered, style.Danger))
	default:
		head.Add(part.Small(c.Answered, style.Settled))
	}
	left := part.MinWidth(container.NewVBox(part.Gap(5), part.Line(number, theme.SizeNameCaptionText, style.Muted, true)), 14)
	body := part.Stack(0, head)
	if c.Open {
		body.Add(r.choices(i, c))
	}
	return container.NewBorder(nil, nil, left, nil, body)
}

func (r *reading) choices(i int, c present.CardView) fyne.CanvasObject {
	ask := func(a intel.Answer) func() { return func() { r.at = i; r.give(a) } }
	no := words.T("prompt.no")
	if c.Flagged {
		no = words.T("prompt.no.because")
	}
	if c.Flagged || c.Life {
		return container.NewHBox(part.NewButton(words.T("prompt.yes"), nil, ask(intel.Yes)), part.NewButton(no, nil, ask(intel.No)),
			part.NewButton(words.T("prompt.cannottell"), nil, ask(intel.CannotTell)))
	}
	opts := []part.Option{{Code: "yes", Text: words.T("prompt.yes")}, {Code: "no", Text: no}, {Code: "cannot_tell", Text: words.T("prompt.cannottell")}}
	return part.Inset(part.NewAnswers(opts, "", func(code string) { r.at = i; r.give(intel.Answer(code)) }), 6, 2)
}

func (r *reading) choose(i int) {
	if i < 0 || i >= len(r.view.Cards) {
		return
	}
	r.at = i
	r.mark()
	if s := r.view.Cards[i].Spans; len(s) > 0 {
		r.pane.Place(s[0].Start)
	}
}

// mark lights the question looked at and its words, and scrolls to it.
func (r *reading) mark() {
	spans := spansOf(r.view.Spans)
	for i, s := range r.sheets {
		s.SetOn(i == r.at)
	}
	if r.at < 0 || r.at >= len(r.view.Cards) {
		r.pane.Light(spans)
		return
	}
	for _, s := range r.view.Cards[r.at].Spans {
		for i := range spans {
			if spans[i].Start == s.Start && spans[i].End == s.End {
				spans[i].Chosen = true
			}
		}
	}
	r.pane.Light(spans)
	at, h := r.sheets[r.at].Position().Y, r.scroll.Size().Height
	if at < r.scroll.Offset.Y || at+60 > r.scroll.Offset.Y+h {
		r.scroll.ScrollToOffset(fyne.NewPos(0, max(at-20, 0)))
	}
}

// placed looks at the question whose words were clicked.
func (r *reading) placed(offset int) {
	for i, c := range r.view.Cards {
		for _, s := range c.Spans {
			if offset >= s.Start && offset <= s.End {
				r.choose(i)
				return
			}
		}
	}
}

func (r *reading) nextOpen(from int) int {
	for i := from; i < len(r.view.Cards); i++ {
		if r.view.Cards[i].Open {
			return i
		}
	}
	return -1
}

// give answers the question looked at; a flagged one asks for the reason.
func (r *reading) give(a intel.Answer) {
	if r.at < 0 || r.at >= len(r.view.Cards) {
		return
	}
	c := r.view.Cards[r.at]
	send := func(reason string) {
		r.at = r.nextOpen(r.at + 1)
		r.answer(c.Category, a, reason)
	}
	if !c.NeedsReason() {
		send("")
		return
	}
	text := "“" + strings.Join(c.Cited, "” · “") + "”"
	r.host.Ask().Reason(c.Question+"  "+words.Of("answer", string(a)), text, words.T("prompt.reason"),
		words.T("prompt.record", words.Of("answer", string(a))), c.Life && a != intel.No, send)
}

// rune jumps by number and answers by letter.
func (r *reading) rune(c rune) bool {
	switch {
	case c >= '1' && c <= '9':
		r.choose(int(c - '1'))
	case c == 'y':
		r.give(intel.Yes)
	case c == 'n':
		r.give(intel.No)
	case c == 'u':
		r.give(intel.CannotTell)
	case c == 'p' && len(r.view.Parts) > 0:
		r.parts()
	case c == 'd' && r.known.any():
		r.known.focus()
	case c == 'r':
		if r.view.RestOpen > 0 {
			r.rest()
		}
	default:
		return false
	}
	return true
}
