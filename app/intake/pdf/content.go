package pdf

import (
	"math"
	"strings"

	"corridor/app/pdf/syntax"
)

// maxOps bounds the operators run for one file; maxForms how deep forms nest.
const (
	maxOps   = 20 << 20
	maxForms = 12
)

type matrix [6]float64

func (m matrix) mul(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// at is where a point of the space that m turns stands.
func (m matrix) at(x, y float64) (float64, float64) {
	return x*m[0] + y*m[2] + m[4], x*m[1] + y*m[3] + m[5]
}

var identity = matrix{1, 0, 0, 1, 0, 0}

// down turns text space so that vertical writing (9.7.4.3) runs along its first axis.
var down = matrix{0, -1, 1, 0, 0, 0}

type state struct {
	ctm                         matrix
	font                        *font
	size, char, word, rise, led float64
	scale                       float64
}

// painter runs content streams for their text alone.
type painter struct {
	f       *file
	ops     *int
	fonts   map[string]*font
	unknown int // glyphs that say no text
	guessed int // glyphs whose letter is their code
	shown   int
	images  int
	out     strings.Builder
	line    []placed
	lastX   float64
	lastY   float64
	lastH   float64
	dirX    float64 // the way in which the line runs
	dirY    float64
	hyphen  bool // a hyphen at the end of the last line is held back
	begun   bool
	actual  []replaced // marked content with replacement text
	marks   int
	limit   int
	size    int // bytes of text placed, those of the open line included
	pending []drawn
	stood   []stood         // the glyphs of this page
	spots   map[spot]int    // those that an operator began with
	under   strings.Builder // what is drawn where replacement text stands for it
	hidden  *[]string
}

// replaced is the replacement text of marked content.
type replaced struct {
	depth int // of the mark
	text  string
}

func (p *painter) run(b []byte, res resources, st state, depth int) {
	l := syntax.Lexer{B: b}
	var args []any
	stack := []state{}
	var tm, lm matrix
	tm, lm = identity, identity
	num := func(i int) float64 {
		if i < 0 || i >= len(args) {
			return 0
		}
		switch v := args[i].(type) {
		case int:
			return float64(v)
		case float64:
			return v
		}
		return 0
	}
	mat := func() matrix { return matrix{num(0), num(1), num(2), num(3), num(4), num(5)} }
	show := func(v any) {
		if s, ok := v.([]byte); ok {
			tm = p.show(s, &st, tm)
		}
	}
	draw := func(v any) {
		show(v)
		p.stroke()
	}
	for !l.End() {
		v := l.Next()
		k, ok := v.(keyword)
		if !ok {
			if len(args) < 512 {
				args = append(args, v)
			}
			continue
		}
		if *p.ops++; *p.ops > maxOps || p.size > p.limit {
			return
		}
		switch k {
		case "q":
			if len(stack) < 256 {
				stack = append(stack, st)
			}
		case "Q":
			if n := len(stack); n > 0 {
				st = stack[n-1]
				stack = stack[:n-1]
			}
		case "cm":
			st.ctm = mat().mul(st.ctm)
		case "BT":
			tm, lm = identity, identity
		case "Tf":
			if len(args) >= 2 {
				if n, ok := args[len(args)-2].(name); ok {
					st.font = p.font(res, n)
				}
				st.size = sized(num(len(args) - 1))
			}
		case "Td":
			lm = matrix{1, 0, 0, 1, num(0), num(1)}.mul(lm)
			tm = lm
		case "TD":
			st.led = -num(1)
			lm = matrix{1, 0, 0, 1, num(0), num(1)}.mul(lm)
			tm = lm
		case "Tm":
			lm = mat()
			tm = lm
		case "T*":
			lm = matrix{1, 0, 0, 1, 0, -st.led}.mul(lm)
			tm = lm
		case "Tc":
			st.char = num(0)
		case "Tw":
			st.word = num(0)
		case "Tz":
			st.scale = num(0) / 100
		case "TL":
			st.led = num(0)
		case "Ts":
			st.rise = num(0)
		case "Tj":
			if len(args) > 0 {
				draw(args[len(args)-1])
			}
		case "'", "\"":
			if k == "\"" && len(args) >= 3 {
				st.word, st.char = num(0), num(1)
			}
			lm = matrix{1, 0, 0, 1, 0, -st.led}.mul(lm)
			tm = lm
			if len(args) > 0 {
				draw(args[len(args)-1])
			}
		case "TJ":
			if len(args) > 0 {
				list, _ := args[len(args)-1].([]any)
				for _, e := range list {
					if by, ok := p.f.number(e); !ok {
						show(e)
					} else if by *= -st.size / 1000; st.font != nil && st.font.vertical {
						tm = matrix{1, 0, 0, 1, 0, by}.mul(tm)
					} else {
						tm = matrix{1, 0, 0, 1, by * st.scale, 0}.mul(tm)
					}
				}
				p.stroke()
			}
		case "Do":
			if len(args) > 0 {
				if n, ok := args[0].(name); ok {
					p.object(res, n, st, depth)
				}
			}
		case "gs":
			if len(args) > 0 {
				if n, ok := args[0].(name); ok {
					g := p.f.dict(p.resource(res, "ExtGState", n))
					if fa := p.f.array(g["Font"]); len(fa) == 2 {
						st.font = p.fontDict(p.f.dict(fa[0]))
						if s, ok := p.f.number(fa[1]); ok {
							st.size = sized(s)
						}
					}
				}
			}
		case "BMC", "BDC":
			p.mark(res, args, tm, st)
		case "EMC":
			p.unmark()
		case "ID":
			p.images++
			l.SkipPicture()
		}
		args = args[:0]
	}
}

func (p *painter) object(res resources, n name, st state, depth int) {
	s, ok := p.f.get(p.resource(res, "XObject", n)).(*stream)
	if !ok || depth >= maxForms {
		return
	}
	switch t, _ := p.f.get(s.dict["Subtype"]).(name); t {
	case "Image":
		p.images++
	case "Form":
		p.form(s, res, st, depth)
	}
}

func (p *painter) form(s *stream, res resources, st state, depth int) {
	b, ok := p.f.decode(s)
	if !ok {
		return
	}
	if m := p.f.array(s.dict["Matrix"]); len(m) == 6 {
		var mt matrix
		for i := range mt {
			mt[i], _ = p.f.number(m[i])
		}
		st.ctm = mt.mul(st.ctm)
	}
	if own := p.f.dict(s.dict["Resources"]); own != nil {
		res = append(resources{own}, res...)
	}
	*p.ops += 50
	p.run(b, res, st, depth+1)
}

// mark begins marked content; replacement text stands for what is shown.
func (p *painter) mark(res resources, args []any, tm matrix, st state) {
	p.marks++
	if len(args) < 2 {
		return
	}
	d, ok := args[1].(dict)
	if n, is := args[1].(name); is {
		d = p.f.dict(p.resource(res, "Properties", n))
		ok = d != nil
	}
	if !ok {
		return
	}
	if t, ok := p.f.get(d["ActualText"]).([]byte); ok {
		at := tm.mul(st.ctm)
		ux, uy := direction(at)
		x, y := at[4]*ux+at[5]*uy, at[5]*ux-at[4]*uy
		p.turn(ux, uy)
		said := textString(t)
		if len(p.actual) == 0 { // what stands for the outer one stands for the inner one too
			p.place(said, x, y, x, height(at, st.size))
		}
		p.actual = append(p.actual, replaced{p.marks, said})
	}
}

func (p *painter) unmark() {
	if n := len(p.actual); n > 0 && p.actual[n-1].depth == p.marks {
		if n == 1 {
			p.covered(p.actual[0].text)
		}
		p.actual = p.actual[:n-1]
	}
	p.marks = max(p.marks-1, 0)
}

// direction is the way in which text runs, of length one.
func direction(m matrix) (x, y float64) {
	n := math.Hypot(m[0], m[1])
	if n == 0 || math.IsNaN(n) || math.IsInf(n, 0) {
		return 1, 0
	}
	return m[0] / n, m[1] / n
}

// turn ends the line when text runs another way from here on.
func (p *painter) turn(ux, uy float64) {
	if p.begun && ux*p.dirX+uy*p.dirY < 0.98 {
		p.endLine()
		p.begun = false
	}
	p.dirX, p.dirY = ux, uy
}

func height(m matrix, size float64) float64 {
	h := math.Hypot(m[2], m[3]) * math.Abs(size)
	if h == 0 || math.IsNaN(h) || math.IsInf(h, 0) {
		return 1
	}
	return h
}

func (p *painter) show(s []byte, st *state, tm matrix) matrix {
	if st.font == nil {
		st.font = &font{simple: syntax.BaseEncoding("WinAnsiEncoding"), missing: 500}
	}
	// Along one string only the place changes: how large the letters are and
	// which way they run is worked out once. Where a glyph stands and ends is told
	// as if the page were turned until its line runs level.
	on := tm.mul(st.ctm)
	run := on
	if st.size*st.scale < 0 { // the font is turned over: text runs the other way
		run = matrix{-1, 0, 0, -1, 0, 0}.mul(run)
	}
	if st.font.vertical {
		run = down.mul(run)
	}
	ux, uy := direction(run)
	h := height(run, st.size)
	if st.font.tall > 0 {
		h *= st.font.tall
	}
	moved := 0.0 // in text space, along the line or down the column
	st.font.glyphs(s, func(g glyph) {
		extra := st.char
		if g.space {
			extra += st.word
		}
		w := g.width/1000*st.size + extra
		seen := w // up to where the glyph stands, with the spacing of its letters
		if math.Abs(st.char) > math.Abs(st.size) {
			seen -= st.char // no spacing of letters: the next one stands elsewhere
		}
		var px, py, ex, ey float64
		if st.font.vertical {
			px, py = on.at(0, moved+st.rise)
			moved += extra - st.size
			ex, ey = on.at(0, moved)
		} else {
			px, py = on.at(moved, st.rise)
			ex, ey = on.at(moved+seen*st.scale, 0)
			moved += w * st.scale
		}
		p.shown++
		if !g.known {
			p.unknown++
		}
		if g.guess {
			p.guessed++
		}
		to := ex*ux + ey*uy
		if g.text == " " && g.width > 0 && st.word < 0 && w < 0.045*st.size {
			g.text = "" // squeezed out by the spacing: it is not seen
		}
		if len(p.actual) > 0 {
			p.lastX = to
			if p.under.Len() < 1<<16 {
				p.under.WriteString(g.text)
			}
			return
		}
		p.pending = append(p.pending, drawn{g.text, px, py, ux, uy, px*ux + py*uy, py*ux - px*uy, to, h})
		if len(p.pending) >= maxStroke {
			p.stroke()
		}
	})
	if st.font.vertical {
		return matrix{1, 0, 0, 1, 0, moved}.mul(tm)
	}
	return matrix{1, 0, 0, 1, moved, 0}.mul(tm)
}
