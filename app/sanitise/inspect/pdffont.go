package inspect

import (
	"strings"
	"unicode/utf8"

	"corridor/app/pdf/syntax"
)

// font turns the codes of a string on a page into characters.
type font struct {
	wide    bool              // two bytes to the code
	to      map[uint32]string // from the font's own Unicode map
	simple  [256]string       // a one-byte encoding
	unknown bool              // codes mean glyphs and nothing says which
	widths  map[uint32]float64
	missing float64
}

// letters is what codes mean where no font says: the letters of Windows, and
// nothing for what is never drawn.
var letters = func() (t [256]string) {
	for c := range t {
		if c != '\b' && c != '\f' {
			t[c] = latin([]byte{byte(c)})
		}
	}
	return t
}()

// noFont stands for a font that is not there.
var noFont = &font{simple: letters, missing: 0.5}

// font reads and keeps a font resource.
func (p *pdfFile) font(v any) *font {
	r, isRef := v.(syntax.Ref)
	if isRef {
		if f, ok := p.fonts[r.Num]; ok {
			return f
		}
	}
	f := p.readFont(p.dictOf(v))
	if isRef {
		p.fonts[r.Num] = f
	}
	return f
}

func (p *pdfFile) readFont(d syntax.Dict) *font {
	f := &font{to: map[uint32]string{}, simple: letters, missing: 0.5}
	f.wide = d["Subtype"] == syntax.Name("Type0")
	if s, ok := d["ToUnicode"].(syntax.Ref); ok {
		if o := p.by[s.Num]; o != nil && o.has {
			p.done[o] = true
			if b, ok := p.decode(o); ok {
				m := syntax.ReadCMap(b)
				f.to = m.Text
				if len(m.Spaces) > 0 {
					f.wide = m.Spaces[0].N >= 2
				}
			}
		}
	}
	if f.wide {
		f.unknown = len(f.to) == 0
		return f
	}
	p.encoding(f, d)
	first := uint32(p.num(d["FirstChar"]))
	if ws, ok := p.get(d["Widths"]).([]any); ok {
		f.widths = map[uint32]float64{}
		for i, x := range ws {
			f.widths[first+uint32(i)] = p.num(x) / 1000
		}
	}
	if d["Subtype"] == syntax.Name("Type3") && len(f.to) == 0 && f.widths != nil {
		f.unknown = p.get(d["Encoding"]) == nil
	}
	return f
}

// encoding applies the differences of a simple font's encoding.
func (p *pdfFile) encoding(f *font, d syntax.Dict) {
	e := p.dictOf(d["Encoding"])
	diffs, _ := p.get(e["Differences"]).([]any)
	code, strange := 0, 0
	for _, x := range diffs {
		switch y := p.get(x).(type) {
		case int:
			code = y
		case syntax.Name:
			if code >= 0 && code < 256 {
				if t := syntax.Glyph(string(y)); t != "" {
					f.simple[code] = t
				} else {
					strange++
				}
			}
			code++
		}
	}
	if strange > 3 && len(f.to) == 0 {
		f.unknown = true
	}
}

// decode turns a shown string into text, and gives its width in text space
// units of one em.
func (f *font) decode(s []byte) (string, float64) {
	var out strings.Builder
	out.Grow(len(s))
	width := 0.0
	step := 1
	if f.wide {
		step = 2
	}
	for i := 0; i+step <= len(s); i += step {
		c := syntax.Code(s[i : i+step])
		if w, ok := f.widths[c]; ok {
			width += w
		} else {
			width += f.missing
		}
		if u, ok := f.to[c]; ok {
			out.WriteString(u)
			continue
		}
		if step == 1 {
			out.WriteString(f.simple[c])
		} else {
			out.WriteRune(utf8.RuneError)
		}
	}
	return out.String(), width
}
