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
	at       matrix // for the way it runs and where on the page it stands
	x, y, to float64
	h        float64
}

// maxStroke bounds the glyphs that wait for the end of their operator.
const maxStroke = 4096

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
	for _, g := range all[p.again(all):] {
		p.turn(g.at)
		p.place(g.text, g.x, g.y, g.to, g.h)
	}
	for _, g := range all {
		if s, _, ok := cell(g); ok && len(p.spots) < 1<<17 {
			p.spots[s] = [2]float64{g.at[4], g.at[5]}
		}
	}
}

// again counts the glyphs at the beginning that stand on the page already,
// within a tenth of their height and less than half of their width: all, or two
// letters and more.
func (p *painter) again(all []drawn) (n int) {
	letters := 0
	for i, g := range all {
		s, tol, ok := cell(g)
		if !ok && strings.TrimSpace(g.text) == "" {
			continue
		}
		if !ok || !p.stands(s, g, tol) {
			if letters < 2 {
				return 0
			}
			return n
		}
		n = i + 1
		letters++
	}
	if n > 0 {
		return len(all)
	}
	return 0
}

func (p *painter) stands(s spot, g drawn, tol float64) bool {
	for dx := int32(-1); dx <= 1; dx++ {
		for dy := int32(-1); dy <= 1; dy++ {
			at, ok := p.spots[spot{s.text, s.x + dx, s.y + dy}]
			if ok && math.Hypot(at[0]-g.at[4], at[1]-g.at[5]) <= tol {
				return true
			}
		}
	}
	return false
}

// cell gives the cell of a glyph, a quarter of its height wide, and how far
// beside it the same glyph may be drawn again.
func cell(g drawn) (s spot, tol float64, ok bool) {
	if strings.TrimSpace(g.text) == "" {
		return s, 0, false
	}
	x, y := g.at[4]/g.h*4, g.at[5]/g.h*4
	if !(math.Abs(x) < 1e9) || !(math.Abs(y) < 1e9) {
		return s, 0, false
	}
	return spot{g.text, int32(math.Floor(x)), int32(math.Floor(y))}, min(g.h/10, math.Abs(g.to-g.x)*0.4), true
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
