package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// placed is a glyph with where it stands on its line.
type placed struct {
	text string
	x    float64
	gap  float64 // of a space that a gap stands for: how wide, in heights of the text
}

// place puts text on the page: on the line it stands on, with a space before
// it when there is a gap.
func (p *painter) place(text string, x, y, end, h float64) {
	if text == " " && end == x {
		return // a space without width is not seen
	}
	if p.begun {
		dy := math.Abs(y - p.lastY)
		gap := x - p.lastX
		switch {
		case dy > 0.5*math.Max(h, p.lastH) && !(dy < 0.9*math.Max(h, p.lastH) && math.Abs(gap) < h):
			p.endLine()
			if dy > 2.2*math.Max(h, p.lastH) {
				p.unhyphen()
				p.out.WriteByte('\n')
			}
		case gap > 6*h:
			p.add("\t", p.lastX, 0)
		case gap > 0.11*h && !p.spaced() || gap < -2*h && !p.spaced():
			p.add(" ", p.lastX, math.Abs(gap)/h)
		}
	}
	p.begun = true
	p.add(text, x, 0)
	p.lastX, p.lastY, p.lastH = end, y, h
}

func (p *painter) add(text string, x, gap float64) {
	if text != "" && p.size <= p.limit {
		p.size += len(text) + 16
		p.line = append(p.line, placed{text, x, gap})
	}
}

func (p *painter) spaced() bool {
	n := len(p.line)
	if n == 0 {
		return true
	}
	t := p.line[n-1].text
	return strings.HasSuffix(t, " ") || strings.HasSuffix(t, "\t") || strings.HasSuffix(t, "\u00a0")
}

// endLine writes the line out in reading order.
func (p *painter) endLine() {
	line := unspread(p.line)
	for _, g := range line {
		if rightToLeft(g.text) {
			line = readingOrder(line)
			break
		}
	}
	var b strings.Builder
	for _, g := range line {
		b.WriteString(g.text)
	}
	if len(p.line) > 0 {
		p.write(b.String())
	}
	p.line = p.line[:0]
}

// write puts a line out. A word that was parted at the end of a line is put
// together when the next line begins with a small letter.
func (p *painter) write(line string) {
	if r, _ := utf8.DecodeRuneInString(line); !unicode.IsLower(r) {
		p.unhyphen()
	}
	p.hyphen = false
	word := strings.TrimRight(line, " ")
	if r, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(word, "-")); strings.HasSuffix(word, "-") && unicode.IsLower(r) {
		p.out.WriteString(strings.TrimSuffix(word, "-"))
		p.hyphen = true
		return
	}
	p.out.WriteString(line)
	p.out.WriteByte('\n')
}

// unhyphen writes the hyphen that was held back: no word goes on after it.
func (p *painter) unhyphen() {
	if p.hyphen {
		p.out.WriteString("-\n")
		p.hyphen = false
	}
}

func rightToLeft(s string) bool {
	for _, r := range s {
		if r >= 0x590 && unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana) && !unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

func leftToRight(s string) bool {
	for _, r := range s {
		if unicode.IsDigit(r) || unicode.IsLetter(r) && !rightToLeft(string(r)) {
			return true
		}
	}
	return false
}

// readingOrder takes the glyphs of a line that holds right-to-left letters
// from where they stand on the page to the order in which they are read:
// the line from the right when most of it is such letters, words and numbers
// of the other direction turned back.
func readingOrder(line []placed) []placed {
	var marks, base []placed
	right, left := 0, 0
	for _, g := range line {
		r := []rune(g.text)
		if len(r) > 0 && unicode.Is(unicode.M, r[0]) {
			marks = append(marks, g)
			continue
		}
		if rightToLeft(g.text) {
			right++
		} else if leftToRight(g.text) {
			left++
		}
		base = append(base, g)
	}
	slices.SortStableFunc(base, func(a, b placed) int { return cmp.Compare(a.x, b.x) })
	for _, m := range marks {
		i, _ := slices.BinarySearchFunc(base, m.x+0.01, func(g placed, x float64) int { return cmp.Compare(g.x, x) })
		if i = max(i-1, 0); i < len(base) {
			base[i].text += m.text
		}
	}
	if right >= left {
		slices.Reverse(base)
		reverseRuns(base, leftToRight, rightToLeft)
	} else {
		reverseRuns(base, rightToLeft, leftToRight)
	}
	return base
}

// reverseRuns turns around each run of glyphs of one direction, with what
// stands between them and has none.
func reverseRuns(line []placed, of, other func(string) bool) {
	for i := 0; i < len(line); i++ {
		if !of(line[i].text) {
			continue
		}
		last := i
		for j := i + 1; j < len(line) && !other(line[j].text); j++ {
			if of(line[j].text) {
				last = j
			}
		}
		slices.Reverse(line[i : last+1])
		i = last
	}
}

func (p *painter) endPage() {
	p.endLine()
	p.unhyphen()
	p.begun = false
	if len(p.actual) > 0 {
		p.covered(p.actual[0].text)
	}
	p.actual, p.marks = nil, 0
	clear(p.spots)
	p.stood = p.stood[:0]
}
