package inspect

import (
	"bytes"
	"strings"

	"corridor/app/pdf/syntax"
)

func (c *content) op(op string, args []any, res syntax.Dict, depth int) {
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
			f, is := syntax.Number(args[i])
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
			if name, ok := args[0].(syntax.Name); ok {
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
			if name, ok := args[0].(syntax.Name); ok {
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
		if s, ok := a.([]byte); ok {
			c.show(s)
		}
	}
}

func (c *content) showArray(v any) {
	a, _ := v.([]any)
	for _, x := range a {
		if s, ok := x.([]byte); ok {
			c.show(s)
		} else if y, ok := syntax.Number(x); ok {
			c.tm = matrix{1, 0, 0, 1, -y / 1000 * c.st.size * c.st.hscale, 0}.times(c.tm)
		}
	}
}

// show writes one string where the page stands, under the name of how it is
// seen.
func (c *content) show(s []byte) {
	f := c.st.font
	if f == nil {
		f = noFont
	}
	if f.unknown && len(bytes.TrimSpace(s)) > 0 {
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
func (c *content) draw(v any, res syntax.Dict, depth int) {
	r, ok := v.(syntax.Ref)
	if !ok {
		if d, ok := v.(syntax.Dict); ok && depth < 4 {
			for _, x := range d {
				c.draw(x, res, depth+1)
			}
		}
		return
	}
	o := c.p.by[r.Num]
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
	if d["Subtype"] == syntax.Name("Image") {
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
