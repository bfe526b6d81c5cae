package part

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Act is something that the palette can do or somewhere it can go.
type Act struct {
	Text, Hint string
	Do         func()
}

// maxShown bounds the list: nobody looks through more, they type another word.
const maxShown = 200

// Palette finds an act or an item by typing: every word typed must be in its
// text or its hint. Up, Down and Enter choose.
type Palette struct {
	Field *Field
	rows  *Rows
	all   []Act
	lower []string
	shown []Act
	done  func(Act)
	Body  fyne.CanvasObject
}

// NewPalette makes a palette; done gets the act chosen.
func NewPalette(hint string, acts []Act, done func(Act)) *Palette {
	p := &Palette{Field: NewField(hint), all: acts, done: done}
	for _, a := range acts {
		p.lower = append(p.lower, strings.ToLower(a.Text+" "+a.Hint))
	}
	p.rows = NewRows(nil, func(i int) { p.pick(i) })
	p.Field.OnChanged = func(s string) { p.narrow(s) }
	p.Field.OnSubmitted = func(string) { p.rows.Open() }
	p.Field.OnKey = func(k *fyne.KeyEvent) bool {
		switch k.Name {
		case fyne.KeyDown:
			p.rows.Step(1)
		case fyne.KeyUp:
			p.rows.Step(-1)
		default:
			return false
		}
		return true
	}
	p.narrow("")
	p.Body = container.NewBorder(Inset(p.Field, 0, 4), nil, nil, nil, p.rows)
	return p
}

// Shown is what stands in the list now.
func (p *Palette) Shown() []Act { return p.shown }

func (p *Palette) narrow(query string) {
	words := strings.Fields(strings.ToLower(query))
	p.shown = p.shown[:0]
	for i, a := range p.all {
		text, fits := p.lower[i], true
		for _, w := range words {
			fits = fits && strings.Contains(text, w)
		}
		if fits {
			p.shown = append(p.shown, a)
		}
		if len(p.shown) == maxShown {
			break
		}
	}
	rows := make([]Row, len(p.shown))
	for i, a := range p.shown {
		rows[i] = Row{Title: a.Text, Sub: a.Hint, Tone: Accent}
	}
	p.rows.Set(rows, 0)
	p.rows.ScrollToTop()
}

func (p *Palette) pick(i int) {
	if i >= 0 && i < len(p.shown) {
		p.done(p.shown[i])
	}
}
