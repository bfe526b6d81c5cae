package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Source shows a text that is only read, with lit runs. Up to MaxEdit bytes it
// is a TextPane, which can be copied from; longer text is a LongText, which
// stays quick.
type Source struct {
	Pane *TextPane
	rows *LongText
	root *fyne.Container
	long bool
}

// NewSource makes an empty one.
func NewSource() *Source {
	s := &Source{Pane: NewTextPane(true, 6), rows: NewLongText()}
	s.root = container.NewStack(s.Pane)
	return s
}

// Object is the source as it goes into a page.
func (s *Source) Object() fyne.CanvasObject { return s.root }

// Hear has place hear which rune was chosen by hand, and over on which lit run
// the pointer rests, as TextPane.OnOver does. Of a long text, place hears the
// first lit run of the line that was chosen.
func (s *Source) Hear(place, over func(offset int)) {
	s.Pane.OnPlace, s.Pane.OnOver = place, over
	s.rows.OnPlace = place
}

// Long reports whether the text was too long for a pane.
func (s *Source) Long() bool { return s.long }

// Put shows text and its lit runs.
func (s *Source) Put(text string, spans []Span) {
	s.long = len(text) > MaxEdit
	if !s.long {
		s.rows.Put("", nil)
		s.show(s.Pane)
		s.Pane.Put(text, spans)
		return
	}
	s.Pane.Put("", nil)
	s.show(s.rows)
	if string(s.rows.runes) != text {
		s.rows.Put(text, spans)
		return
	}
	s.rows.Light(spans)
}

func (s *Source) show(o fyne.CanvasObject) {
	if s.root.Objects[0] != o {
		s.root.Objects = []fyne.CanvasObject{o}
		s.root.Refresh()
	}
}

// Light changes the lit runs.
func (s *Source) Light(spans []Span) {
	if s.long {
		s.rows.Light(spans)
		return
	}
	s.Pane.Light(spans)
}

// Place brings a rune offset into view.
func (s *Source) Place(offset int) {
	if s.long {
		s.rows.Place(offset)
		return
	}
	s.Pane.Place(offset)
}
