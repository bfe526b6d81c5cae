package pdf

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// drawn is a glyph of the operator that is being run, not on its line yet.
type drawn struct {
	text     string
	px, py   float64 // where on the page it stands
	ux, uy   float64 // the way it runs
	x, y, to float64 // where on its line it begins, where that stands, and where it ends
	h        float64
}

// maxStroke bounds the glyphs that wait for the end of their operator, and
// maxStood those of a page that are kept in mind.
const (
	maxStroke = 4096
	maxStood  = 1 << 17
)

// stood is a glyph that stands on the page.
type stood struct {
	text string
	x, y float64
}

// spot is a letter and the cell of the page it stands in.
type spot struct {
	text string
	x, y int32
}

// stroke puts the glyphs of one operator on their line, less those at its
// beginning that stand there already: text drawn a second time a hair beside
// itself is how programs make it bold or give it a shadow, and says nothing more.
func (p *painter) stroke() {
	all := p.pending
	p.pending = p.pending[:0]
	all = all[p.again(all):]
	begun := false
	for i := range all {
		g := &all[i]
		p.turn(g.ux, g.uy)
		p.place(g.text, g.x, g.y, g.to, g.h)
		if g.text == " " || len(p.stood) >= maxStood {
			continue
		}
		if !begun {
			if s, _, _, ok := g.cell(); ok {
				p.spots[s] = len(p.stood)
				begun = true
			}
		}
		if begun {
			p.stood = append(p.stood, stood{g.text, g.px, g.py})
		}
	}
}

// again counts the glyphs at the beginning that stand on the page already,
// within a tenth of their height and less than half of their width: all, or two
// letters and more.
func (p *painter) again(all []drawn) (n int) {
	letters, next := 0, -1
	for i := range all {
		g := &all[i]
		if g.text == " " || g.text == "" {
			continue
		}
		if next < 0 || next >= len(p.stood) || !p.stood[next].under(g) {
			if next = p.find(g); next < 0 {
				if letters < 2 {
					return 0
				}
				return n
			}
		}
		next++
		n = i + 1
		letters++
	}
	if n > 0 {
		return len(all)
	}
	return 0
}

// find gives the glyph under g that an operator began with, or -1.
func (p *painter) find(g *drawn) int {
	s, fx, fy, ok := g.cell()
	if !ok {
		return -1
	}
	for dx := beside(fx, -1); dx <= beside(fx, 1); dx++ {
		for dy := beside(fy, -1); dy <= beside(fy, 1); dy++ {
			if i, ok := p.spots[spot{s.text, s.x + dx, s.y + dy}]; ok && p.stood[i].under(g) {
				return i
			}
		}
	}
	return -1
}

// beside says how far from a cell to look, one way or the other, for what may
// stand four tenths of a cell away from a place in it.
func beside(within float64, way int32) int32 {
	if way < 0 && within < 0.4 || way > 0 && within > 0.6 {
		return way
	}
	return 0
}

// under says whether g is drawn again where s stands.
func (s *stood) under(g *drawn) bool {
	if s.text != g.text {
		return false
	}
	dx, dy, far := s.x-g.px, s.y-g.py, min(g.h/10, math.Abs(g.to-g.x)*0.4)
	return dx*dx+dy*dy <= far*far
}

// cell gives the cell of a glyph, a quarter of its height wide, and where in it
// the glyph stands, from 0 to 1.
func (g *drawn) cell() (s spot, fx, fy float64, ok bool) {
	x, y := g.px/g.h*4, g.py/g.h*4
	if !(math.Abs(x) < 1e9) || !(math.Abs(y) < 1e9) {
		return s, 0, 0, false
	}
	cx, cy := math.Floor(x), math.Floor(y)
	return spot{g.text, int32(cx), int32(cy)}, x - cx, y - cy, true
}

// unspread takes out the spaces between letters that were set apart for the
// look of it ("P O L I C E"): five or more letters, alone or in twos, with gaps
// of one width. A wider gap among them stays, as the end of a word.
func unspread(line []placed) []placed {
	if len(line) < 9 {
		return line
	}
	drop := make([]bool, len(line))
	found := false
	for i := 0; i < len(line); {
		run, next := spreadRun(line, i)
		i = next
		if len(run) < 4 {
			continue
		}
		usual := line[run[0]].gap
		for _, k := range run {
			usual = min(usual, line[k].gap)
		}
		for _, k := range run {
			if line[k].gap <= min(1.45*usual, 1) {
				drop[k], found = true, true
			}
		}
	}
	if !found {
		return line
	}
	out := line[:0:0]
	for i, g := range line {
		if !drop[i] {
			out = append(out, g)
		}
	}
	return out
}

// spreadRun gives the made spaces between the pieces that begin at i, as far as
// these are one or two letters, and where to go on.
func spreadRun(line []placed, i int) (gaps []int, next int) {
	alone, pieces := 0, 0
	piece := 0
	flush := func() bool {
		ok := piece == 1 || piece == 2
		if ok {
			pieces++
			if piece == 1 {
				alone++
			}
		}
		piece = 0
		return ok
	}
	start := i
	for ; i < len(line); i++ {
		g := line[i]
		if g.gap > 0 {
			if !flush() {
				break
			}
			if g.gap > 2 {
				break
			}
			gaps = append(gaps, i)
			continue
		}
		n := letters(g.text)
		if n < 0 {
			break
		}
		piece += n
	}
	if i == len(line) {
		flush()
	}
	if alone*4 < pieces*3 || pieces < 5 {
		gaps = nil
	}
	return gaps, max(i, start) + 1
}

// letters counts the letters of a glyph, -1 when it is anything else.
func letters(s string) (n int) {
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			n++
		case !unicode.Is(unicode.M, r):
			return -1
		}
	}
	return n
}

// covered keeps what was drawn where replacement text stands for it, when it
// does not say the same: a page may show one thing and give out another.
func (p *painter) covered(said string) {
	under := p.under.String()
	p.under.Reset()
	a, b := onlyLetters(under), onlyLetters(said)
	if len([]rune(a)) < 2 || strings.Contains(b, a) {
		return
	}
	add(p.hidden, strings.TrimSpace(under)+" (given out as: "+strings.TrimSpace(said)+")")
}

// onlyLetters is a text's letters and digits in one form.
func onlyLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
}
