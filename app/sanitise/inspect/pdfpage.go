package inspect

import (
	"strings"

	"corridor/app/pdf/syntax"
)

// matrix is a PDF transformation: a b c d e f.
type matrix [6]float64

func (m matrix) times(n matrix) matrix {
	return matrix{m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5]}
}

var unit = matrix{1, 0, 0, 1, 0, 0}

// gstate is what the page's state says of text drawn now.
type gstate struct {
	ctm     matrix
	white   bool
	font    *font
	size    float64
	mode    int
	leading float64
	hscale  float64
}

// content reads one page's content, keeping text by how it is seen.
type content struct {
	p       *pdfFile
	box     []float64
	st      gstate
	stack   []gstate
	tm, lm  matrix
	lastX   float64
	lastY   float64
	text    map[string]*strings.Builder
	order   []string
	visited map[*object]bool
	ops     int
	badFont bool
	picture bool
}

func (p *pdfFile) content(box []float64, visited map[*object]bool) *content {
	if visited == nil {
		visited = map[*object]bool{}
	}
	return &content{p: p, box: box, st: gstate{ctm: unit, hscale: 1}, tm: unit, lm: unit, text: map[string]*strings.Builder{}, visited: visited}
}

// pages reads every page object of the file, the ones no longer reached too.
func (p *pdfFile) pages() {
	n := 0
	for _, o := range append([]*object(nil), p.all...) {
		d := o.dict()
		if d["Type"] != syntax.Name("Page") {
			continue
		}
		n++
		where := in(p.where, numbered("page", n))
		if p.by[o.num] != o {
			where += " (an earlier version)"
		}
		p.page(where, d)
	}
	if n == 0 {
		p.w.unread(p.where, "no pages found")
	}
}

// inherited looks a key up in a page and its parents.
func (p *pdfFile) inherited(d syntax.Dict, k syntax.Name) any {
	for i := 0; i < 30 && d != nil; i++ {
		if v := p.get(d[k]); v != nil {
			return v
		}
		d = p.dictOf(d["Parent"])
	}
	return nil
}

func (p *pdfFile) page(where string, d syntax.Dict) {
	box := p.numbers(p.inherited(d, "CropBox"))
	if len(box) != 4 {
		box = p.numbers(p.inherited(d, "MediaBox"))
	}
	if len(box) != 4 {
		box = nil
	}
	res, _ := p.inherited(d, "Resources").(syntax.Dict)
	c := p.content(box, nil)
	var all []byte
	for _, v := range p.list(d["Contents"]) {
		r, ok := v.(syntax.Ref)
		if !ok {
			continue
		}
		o := p.by[r.Num]
		if o == nil || !o.has {
			continue
		}
		p.done[o] = true
		if b, ok := p.decode(o); ok {
			all = append(append(all, b...), '\n')
		}
	}
	c.run(all, res, 0)
	for _, a := range p.list(d["Annots"]) { // what annotations draw
		ap := p.dictOf(p.dictOf(a)["AP"])
		for _, v := range ap {
			c.draw(v, res, 1)
		}
	}
	c.report(where)
}

// list is an array, or one value as an array; the elements are not followed.
func (p *pdfFile) list(v any) []any {
	if r, ok := v.(syntax.Ref); ok {
		if a, ok := p.get(r).([]any); ok {
			return a
		}
		return []any{v}
	}
	if a, ok := v.([]any); ok {
		return a
	}
	if v == nil {
		return nil
	}
	return []any{v}
}

func (p *pdfFile) numbers(v any) []float64 {
	a, _ := p.get(v).([]any)
	var out []float64
	for _, x := range a {
		out = append(out, p.num(x))
	}
	return out
}

// allFonts is every font of the file by the name pages give it, for content
// whose own resources are not known.
func (p *pdfFile) allFonts() syntax.Dict {
	fonts := syntax.Dict{}
	for _, o := range p.all {
		for _, v := range [...]any{o.dict()["Font"], p.dictOf(o.dict()["Resources"])["Font"]} {
			for k, f := range p.dictOf(v) {
				fonts[k] = f
			}
		}
	}
	return syntax.Dict{"Font": fonts}
}

// report records the text gathered, by how it is seen.
func (c *content) report(where string) {
	for _, k := range c.order {
		label := in(where, "text")
		if k != "" {
			label = in(where, k)
		}
		c.p.w.place(label, c.text[k].String())
	}
	if c.badFont {
		c.p.w.unread(where, "text in a font that does not say what its letters are")
	}
	if c.picture {
		c.p.w.pixels(where + ", a picture in the page")
	}
}

const maxOps = 5_000_000

// run follows a content stream.
func (c *content) run(b []byte, res syntax.Dict, depth int) {
	l := &syntax.Lexer{B: b, Notes: c.p.notes}
	defer func() { c.p.w.steps += l.Pos + c.ops }()
	var args []any
	for !l.End() {
		v := l.Next()
		op, is := v.(syntax.Keyword)
		if !is {
			if len(args) < 4096 {
				args = append(args, v)
			}
			continue
		}
		if c.ops++; c.ops > maxOps {
			c.p.w.unread(c.p.where, "a page with too much in it")
			return
		}
		if op == "ID" {
			c.picture = true
			l.SkipPicture()
		} else {
			c.op(string(op), args, res, depth)
		}
		args = args[:0]
	}
}

func arg(args []any, i int) float64 {
	if i < 0 || i >= len(args) {
		return 0
	}
	f, _ := syntax.Number(args[i])
	return f
}
