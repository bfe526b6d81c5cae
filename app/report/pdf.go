package report

import (
	"fmt"
	"strings"
)

// PageWidth and PageHeight are the page: A4, in points.
const (
	PageWidth  = 595.28
	PageHeight = 841.89
)

const (
	margin     = 62.0
	textWidth  = PageWidth - 2*margin
	bodyTop    = PageHeight - 92
	bodyFoot   = 92.0
	bodySize   = 10.5
	markSize   = 11.0
	smallSize  = 9.0
	itemIndent = 22.0
	gradeWidth = 46.0
)

// PDF renders the report as A4 pages with the marking at the top and the
// bottom of each, and "Page x of y". It carries no metadata: no author, title,
// producer or date of making. Streams are not compressed, so the bytes do not
// hang on a compressor's version. A character that the font lacks is shown as
// its code point in brackets.
func PDF(r Report) ([]byte, error) {
	p, err := layOut(r)
	if err != nil {
		return nil, err
	}
	return p.write(), nil
}

func layOut(r Report) (*paper, error) {
	regular, err := loadFace("NotoSans-Regular")
	if err != nil {
		return nil, err
	}
	bold, err := loadFace("NotoSans-Bold")
	if err != nil {
		return nil, err
	}
	p := &paper{regular: newPen(regular), bold: newPen(bold)}
	for _, b := range blocks(r) {
		p.place(b)
	}
	p.finish(clean(r.Marking), clean(reference(r)))
	return p, nil
}

// pen is a face with the glyphs used so far, in order of first use.
type pen struct {
	*face
	used   []int
	runes  []rune
	number map[rune]int
}

func newPen(f *face) *pen {
	return &pen{face: f, used: []int{0}, runes: []rune{0}, number: map[rune]int{}}
}

// glyph numbers a rune in the subset; ok is false if the font lacks it.
func (p *pen) glyph(r rune) (n int, ok bool) {
	if n, ok := p.number[r]; ok {
		return n, true
	}
	g := p.cmap(r)
	if g == 0 {
		return 0, false
	}
	p.number[r] = len(p.used)
	p.used = append(p.used, g)
	p.runes = append(p.runes, r)
	return p.number[r], true
}

// showable replaces what the font lacks by its code point in brackets.
func (p *pen) showable(s string) string {
	var b strings.Builder
	for _, r := range s {
		if p.cmap(r) == 0 {
			fmt.Fprintf(&b, "[U+%04X]", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// width of showable text at a size, in points.
func (p *pen) width(s string, size float64) float64 {
	sum := 0
	for _, r := range s {
		sum += p.advance(p.cmap(r))
	}
	return float64(sum) * size / 1000
}

// wrap breaks text into lines no wider than the width. A word that is wider
// than a whole line is broken where it must be.
func (p *pen) wrap(s string, size, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(p.showable(s)) {
		joined := strings.TrimSpace(line + " " + word)
		if p.width(joined, size) <= width {
			line = joined
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = word
		for p.width(line, size) > width {
			head := p.fit(line, size, width)
			lines, line = append(lines, line[:head]), line[head:]
		}
	}
	return append(lines, line)
}

// fit is how many bytes of s fit in the width: at least one character.
func (p *pen) fit(s string, size, width float64) int {
	sum := 0.0
	for i, r := range s {
		sum += float64(p.advance(p.cmap(r))) * size / 1000
		if sum > width && i > 0 {
			return i
		}
	}
	return len(s)
}

// paper is pages being laid out.
type paper struct {
	regular, bold *pen
	pages         []Page
	y             float64
}

// room makes sure that there is space for height, on a new page if need be.
func (p *paper) room(height float64) {
	if len(p.pages) == 0 || p.y-height < bodyFoot {
		p.pages = append(p.pages, Page{})
		p.y = bodyTop
	}
}

// put shows a line of text at a place on a page.
func (p *paper) put(page *Page, with *pen, size, x, y float64, s string) {
	s = with.showable(s)
	*page = append(*page, Run{X: x, Y: y, Size: size, Width: with.width(s, size), Bold: with == p.bold, Text: s})
}

// stream writes a page in the language of PDF.
func (p *paper) stream(page Page) []byte {
	var b strings.Builder
	for _, r := range page {
		name, with := "F1", p.regular
		if r.Bold {
			name, with = "F2", p.bold
		}
		fmt.Fprintf(&b, "BT /%s %s Tf %s %s Td <", name, num(r.Size), num(r.X), num(r.Y))
		for _, c := range r.Text {
			n, _ := with.glyph(c)
			fmt.Fprintf(&b, "%04X", n)
		}
		b.WriteString("> Tj ET\n")
	}
	return []byte(b.String())
}

// num writes a number in the one way that PDF has, to a hundredth.
func num(v float64) string { return fmt.Sprintf("%.2f", v) }

// line puts a line on the current page and moves down by leading.
func (p *paper) line(with *pen, size, x, leading float64, s string) {
	p.room(leading)
	p.y -= leading
	p.put(p.page(), with, size, x, p.y, s)
}

// gap moves down, unless at the top of a page.
func (p *paper) gap(height float64) {
	if p.y < bodyTop {
		p.y -= height
	}
}

func (p *paper) place(b block) {
	switch b.kind {
	case titleBlock:
		p.line(p.bold, 15, margin, 20, b.text)
		p.gap(8)
	case lineBlock:
		p.labelled(b)
	case gapBlock:
		p.gap(6)
	case caveatBlock:
		p.gap(3)
		p.lines(p.regular, smallSize, margin, textWidth, 12.5, b.text)
		p.gap(8)
	case itemBlock:
		p.item(b)
	case headBlock:
		p.gap(8)
		p.room(60)
		p.line(p.bold, smallSize, margin, 14, b.text)
	case keyBlock:
		p.line(p.regular, smallSize, margin, 12.5, b.label)
		p.put(p.page(), p.regular, smallSize, margin+itemIndent, p.y, b.text)
	}
}

// lines puts wrapped text.
func (p *paper) lines(with *pen, size, x, width, leading float64, text string) {
	for _, l := range with.wrap(text, size, width) {
		p.line(with, size, x, leading, l)
	}
}

// labelled puts a label in bold before its text. What is read first comes
// first in the file, for programs that read aloud.
func (p *paper) labelled(b block) {
	const indent = 132.0
	p.room(14.5)
	p.put(p.page(), p.bold, bodySize, margin, p.y-14.5, p.bold.showable(b.label))
	p.lines(p.regular, bodySize, margin+indent, textWidth-indent, 14.5, b.text)
	p.gap(3)
}

// item puts a numbered item with its grade at the right of its first line.
// The grade follows the text in the file, so that it breaks no sentence.
func (p *paper) item(b block) {
	p.gap(5)
	p.room(29) // never a first line alone at the foot
	at, y := len(p.pages)-1, p.y-14.5
	p.put(p.page(), p.regular, bodySize, margin, y, b.label)
	p.lines(p.regular, bodySize, margin+itemIndent, textWidth-itemIndent-gradeWidth, 14.5, b.text)
	code := "[" + b.grade + "]"
	p.put(&p.pages[at], p.bold, bodySize, PageWidth-margin-p.bold.width(code, bodySize), y, code)
	p.gap(4)
}

// page is the page being laid out.
func (p *paper) page() *Page { return &p.pages[len(p.pages)-1] }

// finish adds what every page carries, once the number of pages is known: the
// marking first and last.
func (p *paper) finish(marking, ref string) {
	p.room(0)
	for i, body := range p.pages {
		page := &Page{}
		p.centred(page, marking, PageHeight-46, -13)
		*page = append(*page, body...)
		count := fmt.Sprintf("Page %d of %d", i+1, len(p.pages))
		p.put(page, p.regular, smallSize, margin, 28, ref)
		p.put(page, p.regular, smallSize, PageWidth-margin-p.regular.width(count, smallSize), 28, count)
		p.centred(page, marking, 46, 13)
		p.pages[i] = *page
	}
}

// centred puts the marking in the middle of a page at y, over more lines in
// the direction of step if it is long. The last line of the foot is lowest.
func (p *paper) centred(page *Page, marking string, y, step float64) {
	lines := p.bold.wrap(marking, markSize, textWidth)
	for i, l := range lines {
		at := y + float64(i)*step
		if step > 0 {
			at = y + float64(len(lines)-1-i)*step
		}
		p.put(page, p.bold, markSize, (PageWidth-p.bold.width(l, markSize))/2, at, l)
	}
}
