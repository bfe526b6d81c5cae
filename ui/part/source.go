package part

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"corridor/ui/style"
)

// Source shows a text that is only read, with lit runs. Up to MaxEdit bytes it
// is a TextPane; longer text is shown as plain rich text, which stays quick,
// with its runs in bold and colour.
type Source struct {
	Pane   *TextPane
	text   string
	spans  []Span
	rich   *widget.RichText
	scroll *container.Scroll
	root   *fyne.Container
	long   bool
}

// NewSource makes an empty one.
func NewSource() *Source {
	s := &Source{Pane: NewTextPane(true, 6)}
	s.rich = widget.NewRichText()
	s.rich.Wrapping = fyne.TextWrapWord
	s.scroll = Scroller(s.rich)
	s.root = container.NewStack(s.Pane)
	return s
}

// Object is the source as it goes into a page.
func (s *Source) Object() fyne.CanvasObject { return s.root }

// Long reports whether the text was too long for a pane.
func (s *Source) Long() bool { return s.long }

// Put shows text and its lit runs.
func (s *Source) Put(text string, spans []Span) {
	s.text, s.spans, s.long = text, spans, len(text) > MaxEdit
	if !s.long {
		s.show(s.Pane)
		s.Pane.Put(text, spans)
		return
	}
	s.Pane.Put("", nil)
	s.show(s.scroll)
	s.build()
}

func (s *Source) show(o fyne.CanvasObject) {
	if s.root.Objects[0] != o {
		s.root.Objects = []fyne.CanvasObject{o}
		s.root.Refresh()
	}
}

// Light changes the lit runs.
func (s *Source) Light(spans []Span) {
	s.spans = spans
	if s.long {
		s.build()
		return
	}
	s.Pane.Light(spans)
}

// Place brings a rune offset into view.
func (s *Source) Place(offset int) {
	if !s.long {
		s.Pane.Place(offset)
		return
	}
	whole := len([]rune(s.text))
	y := s.rich.MinSize().Height*float32(offset)/float32(max(whole, 1)) - s.scroll.Size().Height/3
	s.scroll.ScrollToOffset(fyne.NewPos(0, max(y, 0)))
}

// build makes a segment for each run of one look.
func (s *Source) build() {
	runes := []rune(s.text)
	spans := append([]Span(nil), s.spans...)
	sort.SliceStable(spans, func(i, j int) bool { return spans[i].Start < spans[j].Start })
	var segs []widget.RichTextSegment
	add := func(from, to int, colour fyne.ThemeColorName, bold bool) {
		if from < to {
			segs = append(segs, &widget.TextSegment{Text: string(runes[from:to]), Style: widget.RichTextStyle{
				Inline: true, ColorName: colour, SizeName: theme.SizeNameText, TextStyle: fyne.TextStyle{Bold: bold}}})
		}
	}
	at := 0
	for _, p := range spans {
		from, to := max(p.Start, at), min(p.End, len(runes))
		if from >= to {
			continue
		}
		add(at, from, style.Ink, false)
		add(from, to, p.Tone.ink(), true)
		at = to
	}
	add(at, len(runes), style.Ink, false)
	s.rich.Segments = segs
	s.rich.Refresh()
}
