package inspect

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// font turns the codes of a string on a page into characters.
type font struct {
	wide    bool              // two bytes to the code
	to      map[uint32]string // from the font's own Unicode map
	simple  [256]rune         // a one-byte encoding
	unknown bool              // codes mean glyphs and nothing says which
	widths  map[uint32]float64
	missing float64
}

// font reads and keeps a font resource.
func (p *pdfFile) font(v any) *font {
	r, isRef := v.(pdfRef)
	if isRef {
		if f, ok := p.fonts[int(r)]; ok {
			return f
		}
	}
	f := p.readFont(p.dictOf(v))
	if isRef {
		p.fonts[int(r)] = f
	}
	return f
}

func (p *pdfFile) readFont(d pdfDict) *font {
	f := &font{to: map[uint32]string{}, missing: 0.5}
	f.wide = d["Subtype"] == pdfName("Type0")
	if s, ok := d["ToUnicode"].(pdfRef); ok {
		if o := p.by[int(s)]; o != nil && o.has {
			p.done[o] = true
			if b, ok := p.decode(o); ok {
				f.cmap(b)
			}
		}
	}
	for i := range f.simple {
		f.simple[i] = rune(i)
		if i >= 0x80 && i < 0xA0 {
			f.simple[i] = windows1252[i-0x80]
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
	if d["Subtype"] == pdfName("Type3") && len(f.to) == 0 && f.widths != nil {
		f.unknown = p.get(d["Encoding"]) == nil
	}
	return f
}

// encoding applies the differences of a simple font's encoding.
func (p *pdfFile) encoding(f *font, d pdfDict) {
	e := p.dictOf(d["Encoding"])
	diffs, _ := p.get(e["Differences"]).([]any)
	code, strange := 0, 0
	for _, x := range diffs {
		switch y := p.get(x).(type) {
		case float64:
			code = int(y)
		case pdfName:
			if code >= 0 && code < 256 {
				if r := glyph(string(y)); r != 0 {
					f.simple[code] = r
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

var glyphNames = map[string]rune{"space": ' ', "zero": '0', "one": '1', "two": '2', "three": '3', "four": '4', "five": '5', "six": '6', "seven": '7',
	"eight": '8', "nine": '9', "period": '.', "comma": ',', "colon": ':', "semicolon": ';', "hyphen": '-', "minus": '-', "slash": '/', "at": '@',
	"underscore": '_', "parenleft": '(', "parenright": ')', "quotesingle": '\'', "quotedbl": '"', "quoteright": '’', "quoteleft": '‘',
	"quotedblleft": '“', "quotedblright": '”', "endash": '–', "emdash": '—', "exclam": '!', "question": '?', "ampersand": '&', "plus": '+', "equal": '=',
	"sterling": '£', "Euro": '€', "dollar": '$', "percent": '%', "asterisk": '*', "numbersign": '#', "bullet": '•', "ellipsis": '…', "fi": 'ﬁ', "fl": 'ﬂ',
	"ff": 'ﬀ', "ffi": 'ﬃ', "ffl": 'ﬄ', "less": '<', "greater": '>', "bracketleft": '[', "bracketright": ']', "backslash": '\\', "bar": '|', "nbspace": ' ',
	"eacute": 'é', "egrave": 'è', "aacute": 'á', "degree": '°', "section": '§', "copyright": '©', "registered": '®', "periodcentered": '·', "grave": '`',
	"asciitilde": '~', "asciicircum": '^', "braceleft": '{', "braceright": '}', "brokenbar": '¦', "acute": '´', "trademark": '™', "sfthyphen": '\u00AD'}

// glyph reads a glyph's name as a character, or 0.
func glyph(n string) rune {
	if i := strings.IndexByte(n, '.'); i > 0 {
		n = n[:i]
	}
	if len(n) == 1 {
		return rune(n[0])
	}
	if r, ok := glyphNames[n]; ok {
		return r
	}
	h := ""
	if strings.HasPrefix(n, "uni") && len(n) >= 7 {
		h = n[3:7]
	} else if strings.HasPrefix(n, "u") && len(n) >= 5 && len(n) <= 7 {
		h = n[1:]
	}
	if x, err := strconv.ParseUint(h, 16, 21); h != "" && err == nil {
		return rune(x)
	}
	return 0
}

// cmap reads a font's own map to Unicode.
func (f *font) cmap(b []byte) {
	if i := bytes.Index(b, []byte("begincodespacerange")); i >= 0 {
		v, _ := (&lexer{b: b, i: i + 19}).value(0)
		if s, ok := v.(string); ok {
			f.wide = len(s) >= 2
		}
	}
	l := &lexer{b: b}
	var stack []any
	for n := 0; n < 2_000_000; n++ {
		v, ok := l.value(0)
		if !ok {
			return
		}
		op, is := v.(pdfOp)
		if !is {
			if len(stack) < 1_000_000 {
				stack = append(stack, v)
			}
			continue
		}
		switch op {
		case "endbfchar":
			for i := 0; i+1 < len(stack); i += 2 {
				a, ok1 := stack[i].(string)
				u, ok2 := stack[i+1].(string)
				if ok1 && ok2 {
					f.to[code(a)] = utf16([]byte(u), true)
				}
			}
		case "endbfrange":
			f.ranges(stack)
		}
		stack = stack[:0]
	}
}

func (f *font) ranges(stack []any) {
	for i := 0; i+2 < len(stack); i += 3 {
		a, ok1 := stack[i].(string)
		z, ok2 := stack[i+1].(string)
		if !ok1 || !ok2 {
			continue
		}
		lo, hi := code(a), code(z)
		if hi < lo || hi-lo > 65535 || len(f.to) > 200_000 {
			continue
		}
		switch u := stack[i+2].(type) {
		case string:
			r := []rune(utf16([]byte(u), true))
			if len(r) == 0 {
				continue
			}
			for k := lo; k <= hi; k++ {
				f.to[k] = string(r)
				r[len(r)-1]++
			}
		case []any:
			for k, x := range u {
				if s, ok := x.(string); ok && lo+uint32(k) <= hi {
					f.to[lo+uint32(k)] = utf16([]byte(s), true)
				}
			}
		}
	}
}

func code(s string) uint32 {
	var n uint32
	for i := 0; i < len(s) && i < 4; i++ {
		n = n<<8 | uint32(s[i])
	}
	return n
}

// decode turns a shown string into text, and gives its width in text space
// units of one em.
func (f *font) decode(s string) (string, float64) {
	var out strings.Builder
	width := 0.0
	step := 1
	if f.wide {
		step = 2
	}
	for i := 0; i+step <= len(s); i += step {
		c := code(s[i : i+step])
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
			out.WriteRune(f.simple[c])
		} else {
			out.WriteRune(utf8.RuneError)
		}
	}
	return out.String(), width
}
