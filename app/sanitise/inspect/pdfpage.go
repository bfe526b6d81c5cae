package inspect

import (
	"strings"
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
		if d["Type"] != pdfName("Page") {
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
func (p *pdfFile) inherited(d pdfDict, k pdfName) any {
	for i := 0; i < 30 && d != nil; i++ {
		if v := p.get(d[k]); v != nil {
			return v
		}
		d = p.dictOf(d["Parent"])
	}
	return nil
}

func (p *pdfFile) page(where string, d pdfDict) {
	box := p.numbers(p.inherited(d, "CropBox"))
	if len(box) != 4 {
		box = p.numbers(p.inherited(d, "MediaBox"))
	}
	if len(box) != 4 {
		box = nil
	}
	res, _ := p.inherited(d, "Resources").(pdfDict)
	c := p.content(box, nil)
	var all []byte
	for _, v := range p.list(d["Contents"]) {
		r, ok := v.(pdfRef)
		if !ok {
			continue
		}
		o := p.by[int(r)]
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
	if r, ok := v.(pdfRef); ok {
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
func (p *pdfFile) allFonts() pdfDict {
	fonts := pdfDict{}
	for _, o := range p.all {
		for _, v := range [...]any{o.dict()["Font"], p.dictOf(o.dict()["Resources"])["Font"]} {
			for k, f := range p.dictOf(v) {
				fonts[k] = f
			}
		}
	}
	return pdfDict{"Font": fonts}
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
func (c *content) run(b []byte, res pdfDict, depth int) {
	l := &lexer{b: b}
	var args []any
	for {
		v, ok := l.value(0)
		if !ok {
			return
		}
		op, is := v.(pdfOp)
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
			c.skipInline(l)
		} else {
			c.op(string(op), args, res, depth)
		}
		args = args[:0]
	}
}

// skipInline passes over the bytes of an inline picture.
func (c *content) skipInline(l *lexer) {
	for i := l.i; i+2 < len(l.b); i++ {
		if l.b[i] == 'E' && l.b[i+1] == 'I' && i > 0 && white(l.b[i-1]) && white(l.b[i+2]) {
			l.i = i + 2
			return
		}
	}
	l.i = len(l.b)
}

func arg(args []any, i int) float64 {
	if i < 0 || i >= len(args) {
		return 0
	}
	f, _ := args[i].(float64)
	return f
}

func (c *content) op(op string, args []any, res pdfDict, depth int) {
	n := len(args)
	switch op {
	case "q":
		if len(c.stack) < 1000 {
			c.stack = append(c.stack, c.st)
		}
	case "Q":
		if k := len(c.stack); k > 0 {
			c.st, c.stack = c.stack[k-1], c.stack[:k-1]
		}
	case "cm":
		if n >= 6 {
			c.st.ctm = matrix{arg(args, 0), arg(args, 1), arg(args, 2), arg(args, 3), arg(args, 4), arg(args, 5)}.times(c.st.ctm)
		}
	case "g", "rg", "sc", "scn":
		c.st.white = n > 0
		for i := 0; i < n; i++ {
			f, is := args[i].(float64)
			c.st.white = c.st.white && is && f >= 0.95
		}
		if n == 4 && op != "g" {
			c.st.white = arg(args, 0)+arg(args, 1)+arg(args, 2)+arg(args, 3) < 0.08
		}
	case "k":
		c.st.white = n == 4 && arg(args, 0)+arg(args, 1)+arg(args, 2)+arg(args, 3) < 0.08
	case "BT":
		c.tm, c.lm = unit, unit
	case "Tf":
		if n >= 2 {
			if name, ok := args[0].(pdfName); ok {
				if f := c.p.dictOf(res["Font"])[name]; f != nil {
					c.st.font = c.p.font(f)
				} else {
					c.st.font = nil
				}
			}
			c.st.size = arg(args, 1)
		}
	case "Tr":
		c.st.mode = int(arg(args, 0))
	case "TL":
		c.st.leading = arg(args, 0)
	case "Tz":
		c.st.hscale = arg(args, 0) / 100
	case "Td":
		c.move(arg(args, 0), arg(args, 1))
	case "TD":
		c.st.leading = -arg(args, 1)
		c.move(arg(args, 0), arg(args, 1))
	case "T*":
		c.move(0, -c.st.leading)
	case "Tm":
		if n >= 6 {
			c.lm = matrix{arg(args, 0), arg(args, 1), arg(args, 2), arg(args, 3), arg(args, 4), arg(args, 5)}
			c.tm = c.lm
		}
	case "Tj":
		c.showAll(args)
	case "'":
		c.move(0, -c.st.leading)
		c.showAll(args)
	case "\"":
		c.move(0, -c.st.leading)
		if n > 2 {
			c.showAll(args[2:])
		}
	case "TJ":
		if n > 0 {
			c.showArray(args[0])
		}
	case "Do":
		if n > 0 {
			if name, ok := args[0].(pdfName); ok {
				c.draw(c.p.dictOf(res["XObject"])[name], res, depth+1)
			}
		}
	case "BDC", "DP":
		if n > 1 {
			if d := c.p.dictOf(args[1]); d != nil {
				var out strings.Builder
				c.p.collect(d, &out, 0)
				c.put("alternate text", out.String())
			}
		}
	}
}

func (c *content) move(x, y float64) {
	c.lm = matrix{1, 0, 0, 1, x, y}.times(c.lm)
	c.tm = c.lm
}

func (c *content) showAll(args []any) {
	for _, a := range args {
		if s, ok := a.(string); ok {
			c.show(s)
		}
	}
}

func (c *content) showArray(v any) {
	a, _ := v.([]any)
	for _, x := range a {
		switch y := x.(type) {
		case string:
			c.show(y)
		case float64:
			c.tm = matrix{1, 0, 0, 1, -y / 1000 * c.st.size * c.st.hscale, 0}.times(c.tm)
		}
	}
}

// show writes one string where the page stands, under the name of how it is
// seen.
func (c *content) show(s string) {
	f := c.st.font
	if f == nil {
		f = &font{missing: 0.5}
		for i := range f.simple {
			f.simple[i] = rune(i)
		}
	}
	if f.unknown && strings.TrimSpace(s) != "" {
		c.badFont = true
	}
	t, width := f.decode(s)
	at := c.tm.times(c.st.ctm)
	size := c.st.size * (absf(at[3]) + absf(at[1]))
	gapX, gapY := at[4]-c.lastX, at[5]-c.lastY
	sep := ""
	switch {
	case absf(gapY) > 0.4*size && absf(gapY) > 0.5:
		sep = "\n"
	case gapX > 0.18*size || gapX < -size:
		sep = " "
	}
	c.put(c.seen(at, size), sep+t)
	c.tm = matrix{1, 0, 0, 1, width * c.st.size * c.st.hscale, 0}.times(c.tm)
	end := c.tm.times(c.st.ctm)
	c.lastX, c.lastY = end[4], end[5]
}

func absf(f float64) float64 {
	if f < 0 {
		return -f
	}
	return f
}

// seen names how text at a place is seen, "" when plainly.
func (c *content) seen(at matrix, size float64) string {
	switch {
	case c.st.mode == 3 || c.st.mode == 7:
		return "invisible text"
	case c.st.white:
		return "white text"
	case len(c.box) == 4 && (at[4] < c.box[0]-2 || at[4] > c.box[2]+2 || at[5] < c.box[1]-2 || at[5] > c.box[3]+2):
		return "off-page text"
	case size > 0 && size < 1.5:
		return "tiny text"
	}
	return ""
}

func (c *content) put(k, t string) {
	if t == "" {
		return
	}
	b := c.text[k]
	if b == nil {
		b = &strings.Builder{}
		c.text[k] = b
		c.order = append(c.order, k)
	}
	if b.Len() < 64<<20 {
		b.WriteString(t)
	}
}

// draw follows a form or notes a picture.
func (c *content) draw(v any, res pdfDict, depth int) {
	r, ok := v.(pdfRef)
	if !ok {
		if d, ok := v.(pdfDict); ok && depth < 4 {
			for _, x := range d {
				c.draw(x, res, depth+1)
			}
		}
		return
	}
	o := c.p.by[int(r)]
	if o == nil || depth > 12 || c.visited[o] {
		return
	}
	if !o.has {
		if d := o.dict(); d != nil && depth < 4 {
			for _, x := range d {
				c.draw(x, res, depth+1)
			}
		}
		return
	}
	c.visited[o] = true
	d := o.dict()
	if d["Subtype"] == pdfName("Image") {
		return // read with the other streams
	}
	c.p.done[o] = true
	b, ok := c.p.decode(o)
	if !ok {
		return
	}
	own := c.p.dictOf(d["Resources"])
	if own == nil {
		own = res
	}
	saved, tm, lm := c.st, c.tm, c.lm
	if m := c.p.numbers(d["Matrix"]); len(m) == 6 {
		c.st.ctm = matrix{m[0], m[1], m[2], m[3], m[4], m[5]}.times(c.st.ctm)
	}
	c.run(b, own, depth)
	c.st, c.tm, c.lm = saved, tm, lm
}
