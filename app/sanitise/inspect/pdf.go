package inspect

import (
	"bytes"
	"encoding/ascii85"
	"io"
	"sort"
	"strings"
)

// pdfFile is one document being read.
type pdfFile struct {
	w     *walker
	where string
	depth int
	all   []*object
	by    map[int]*object // the latest object of each number
	fonts map[int]*font
	done  map[*object]bool // streams already read as page content
}

// pdf reads a PDF: text by page, with what is hidden named; every string of
// every object; properties, XMP, attachments and pictures.
func (w *walker) pdf(where string, b []byte, depth int) {
	all, trailers, over := objects(b)
	p := &pdfFile{w: w, where: where, depth: depth, all: all, by: map[int]*object{}, fonts: map[int]*font{}, done: map[*object]bool{}}
	if over {
		w.unread(where, "too many objects")
	}
	if len(all) == 0 {
		w.unread(where, "no objects found")
		w.strings(where, b)
		return
	}
	for _, o := range all {
		p.by[o.num] = o
		if o.broken {
			w.unread(where, "damaged")
		}
	}
	locked := false
	for _, t := range trailers {
		locked = locked || t["Encrypt"] != nil
	}
	for _, o := range all {
		locked = locked || o.has && o.dict()["Type"] == pdfName("XRef") && o.dict()["Encrypt"] != nil
	}
	if locked {
		w.unread(where, "encrypted")
		w.strings(where, b)
		return
	}
	p.outsideObjects(b)
	p.packedObjects()
	p.words(trailers)
	p.pages()
	p.streams()
}

// outsideObjects looks past the last end-of-file mark.
func (p *pdfFile) outsideObjects(b []byte) {
	if i := bytes.LastIndex(b, []byte("%%EOF")); i >= 0 {
		if rest := bytes.TrimSpace(b[i+5:]); len(rest) > 0 {
			p.w.unread(p.where, "bytes after the end")
			p.w.visit(in(p.where, "after the end"), "", rest, p.depth+1)
		}
	}
	if i := bytes.Index(b, []byte("%PDF-")); i > 0 {
		p.w.strings(in(p.where, "before the start"), b[:i])
	}
	comments := 0
	var out strings.Builder
	for _, line := range bytes.Split(b[:min(len(b), 1<<20)], []byte("\n")) {
		if len(line) > 1 && line[0] == '%' && line[1] != '%' && line[1] < 0x80 && comments < 1000 {
			out.Write(line[1:])
			out.WriteByte('\n')
			comments++
		}
	}
	p.w.place(in(p.where, "comments in the file"), out.String())
}

// packedObjects unpacks object streams.
func (p *pdfFile) packedObjects() {
	for _, o := range append([]*object(nil), p.all...) {
		d := o.dict()
		if !o.has || d["Type"] != pdfName("ObjStm") {
			continue
		}
		p.done[o] = true
		b, ok := p.decode(o)
		if !ok {
			continue
		}
		n, first := int(p.num(d["N"])), int(p.num(d["First"]))
		l := &lexer{b: b}
		for i := 0; i < n && i < maxObjects; i++ {
			num, ok1 := l.value(0)
			off, ok2 := l.value(0)
			nf, is1 := num.(float64)
			of, is2 := off.(float64)
			if !ok1 || !ok2 || !is1 || !is2 || first+int(of) < 0 || first+int(of) >= len(b) {
				break
			}
			v, _ := (&lexer{b: b, i: first + int(of)}).value(0)
			x := &object{num: int(nf), val: v}
			p.all = append(p.all, x)
			if old := p.by[x.num]; old == nil {
				p.by[x.num] = x
			}
		}
	}
}

// get follows references.
func (p *pdfFile) get(v any) any {
	for i := 0; i < 10; i++ {
		r, ok := v.(pdfRef)
		if !ok {
			return v
		}
		o := p.by[int(r)]
		if o == nil {
			return nil
		}
		v = o.val
	}
	return nil
}

func (p *pdfFile) dictOf(v any) pdfDict {
	d, _ := p.get(v).(pdfDict)
	return d
}

func (p *pdfFile) num(v any) float64 {
	f, _ := p.get(v).(float64)
	return f
}

// words reads every string of every object that is not text on a page.
func (p *pdfFile) words(trailers []pdfDict) {
	for _, o := range p.all {
		var out strings.Builder
		p.collect(o.val, &out, 0)
		if out.Len() > 0 {
			p.w.place(in(p.where, p.label(o)), out.String())
		}
	}
	for _, t := range trailers {
		var out strings.Builder
		delete(t, "ID")
		p.collect(t, &out, 0)
		p.w.place(in(p.where, "trailer"), out.String())
	}
}

// label names an object by what it is.
func (p *pdfFile) label(o *object) string {
	d := o.dict()
	switch {
	case d["Type"] == pdfName("Annot") || d["Subtype"] != nil && d["Rect"] != nil:
		return numbered("annotation, object", o.num)
	case d["Author"] != nil || d["Producer"] != nil || d["Creator"] != nil || d["CreationDate"] != nil:
		return "document properties"
	case d["Title"] != nil && (d["Dest"] != nil || d["A"] != nil || d["Parent"] != nil):
		return numbered("bookmark, object", o.num)
	case d["EF"] != nil:
		return numbered("attachment name, object", o.num)
	case d["JS"] != nil:
		return numbered("script, object", o.num)
	case d["FT"] != nil || d["TU"] != nil:
		return numbered("form field, object", o.num)
	}
	return numbered("object", o.num)
}

func (p *pdfFile) collect(v any, out *strings.Builder, depth int) {
	if depth > 40 {
		return
	}
	switch x := v.(type) {
	case string:
		if s := pdfText(x); strings.TrimSpace(s) != "" {
			out.WriteString(s)
			out.WriteByte('\n')
		}
	case []any:
		for _, y := range x {
			p.collect(y, out, depth+1)
		}
	case pdfDict:
		keys := make([]string, 0, len(x))
		for k := range x {
			keys = append(keys, string(k))
		}
		sort.Strings(keys)
		for _, k := range keys {
			if k == "ID" || k == "U" || k == "O" {
				continue
			}
			if len(k) > 14 {
				out.WriteString(k + "\n")
			}
			p.collect(x[pdfName(k)], out, depth+1)
		}
	case pdfName:
		if len(x) > 12 {
			out.WriteString(string(x) + "\n")
		}
	}
}

// pdfText decodes a text string: UTF-16 or UTF-8 with a mark, or bytes.
func pdfText(s string) string {
	switch {
	case strings.HasPrefix(s, "\xfe\xff"):
		return utf16([]byte(s[2:]), true)
	case strings.HasPrefix(s, "\xff\xfe"):
		return utf16([]byte(s[2:]), false)
	case strings.HasPrefix(s, "\xef\xbb\xbf"):
		return s[3:]
	}
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return latin([]byte(s))
		}
	}
	return s
}

// streams reads the streams no page led to: XMP, attachments, pictures, and
// content that is not shown.
func (p *pdfFile) streams() {
	for _, o := range p.all {
		if !o.has || p.done[o] {
			continue
		}
		d := o.dict()
		where := in(p.where, numbered("stream, object", o.num))
		switch {
		case d["Type"] == pdfName("XRef"), d["FunctionType"] != nil, d["N"] != nil && d["Alternate"] != nil:
			continue
		case d["Subtype"] == pdfName("Image"):
			p.picture(o, where)
			continue
		}
		b, ok := p.decode(o)
		if !ok {
			continue
		}
		switch {
		case d["Type"] == pdfName("Metadata") || bytes.Contains(b[:min(len(b), 200)], []byte("<?xpacket")):
			p.w.markup(in(p.where, "XMP"), b, false, p.depth)
		case d["Type"] == pdfName("EmbeddedFile"):
			p.w.visit(in(p.where, numbered("attachment, object", o.num)), "", b, p.depth+1)
		case d["Length1"] != nil || d["Subtype"] == pdfName("CIDFontType0C") || d["Subtype"] == pdfName("Type1C") || d["Subtype"] == pdfName("OpenType"):
			p.w.strings(where+" (font)", b)
		case bytes.Contains(b, []byte("begincmap")), d["N"] != nil && len(b) > 40 && string(b[36:40]) == "acsp":
		case bytes.Contains(b, []byte("BT")) && bytes.Contains(b, []byte("Tf")):
			c := p.content(nil, nil)
			c.run(b, p.allFonts(), 0)
			c.report(in(p.where, numbered("content not on a page, object", o.num)))
		default:
			p.w.strings(where, b)
		}
	}
}

func (p *pdfFile) picture(o *object, where string) {
	p.done[o] = true
	if f := p.filters(o.dict()); len(f) > 0 && f[len(f)-1] == "DCTDecode" {
		if b, ok := p.decode(o); ok {
			p.w.visit(where+" (picture)", "", b, p.depth+1)
		}
		return
	}
	p.w.pixels(where + " (picture)")
}

func (p *pdfFile) filters(d pdfDict) []pdfName {
	var out []pdfName
	f := d["Filter"]
	if f == nil {
		f = d["F"]
	}
	switch x := p.get(f).(type) {
	case pdfName:
		out = append(out, x)
	case []any:
		for _, y := range x {
			if n, ok := p.get(y).(pdfName); ok {
				out = append(out, n)
			}
		}
	}
	return out
}

// decode undoes a stream's filters. Picture filters leave the bytes alone.
func (p *pdfFile) decode(o *object) ([]byte, bool) {
	where := in(p.where, numbered("stream, object", o.num))
	b := o.stream
	fs := p.filters(o.dict())
	if len(fs) > 8 {
		p.w.unread(where, "too many filters")
		return nil, false
	}
	for i, f := range fs {
		ok := true
		switch f {
		case "FlateDecode", "Fl":
			b, ok = p.w.inflate(where, bytes.TrimLeft(b, "\r\n"))
			b = p.predict(o.dict(), i, b)
		case "LZWDecode", "LZW":
			b = lzw(b)
			if ok = p.w.spend(where, len(b)); ok {
				b = p.predict(o.dict(), i, b)
			}
		case "ASCIIHexDecode", "AHx":
			b = unhex(b)
		case "ASCII85Decode", "A85":
			b = un85(b)
		case "RunLengthDecode", "RL":
			b = unrun(b)
			ok = p.w.spend(where, len(b))
		case "DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "JBIG2Decode":
			return b, true
		default:
			p.w.unread(where, "packed in a way that is not known")
			return nil, false
		}
		if !ok {
			return nil, false
		}
	}
	return b, true
}

// predict undoes the PNG predictor of a filter.
func (p *pdfFile) predict(d pdfDict, i int, b []byte) []byte {
	v := d["DecodeParms"]
	if v == nil {
		v = d["DP"]
	}
	v = p.get(v)
	if a, ok := v.([]any); ok {
		if i >= len(a) {
			return b
		}
		v = p.get(a[i])
	}
	parms, _ := v.(pdfDict)
	pred := int(p.num(parms["Predictor"]))
	if pred < 10 {
		return b
	}
	colours, bits, cols := int(p.num(parms["Colors"])), int(p.num(parms["BitsPerComponent"])), int(p.num(parms["Columns"]))
	if colours <= 0 {
		colours = 1
	}
	if bits <= 0 {
		bits = 8
	}
	if cols <= 0 {
		cols = 1
	}
	if colours > 64 || bits > 32 || cols > 1<<20 {
		return b
	}
	bpp, row := max(1, colours*bits/8), (colours*bits*cols+7)/8
	out := make([]byte, 0, len(b))
	prev := make([]byte, row)
	for len(b) > row {
		t, line := b[0], append([]byte(nil), b[1:1+row]...)
		b = b[1+row:]
		unfilter(t, line, prev, bpp)
		out = append(out, line...)
		prev = line
	}
	return out
}

func unfilter(t byte, line, prev []byte, bpp int) {
	for i := range line {
		var a, c byte
		if i >= bpp {
			a, c = line[i-bpp], prev[i-bpp]
		}
		switch t {
		case 1:
			line[i] += a
		case 2:
			line[i] += prev[i]
		case 3:
			line[i] += byte((int(a) + int(prev[i])) / 2)
		case 4:
			line[i] += paeth(a, prev[i], c)
		}
	}
}

func paeth(a, b, c byte) byte {
	pa, pb, pc := abs(int(b)-int(c)), abs(int(a)-int(c)), abs(int(a)+int(b)-2*int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

func unhex(b []byte) []byte {
	l := &lexer{b: append([]byte("<"), b...)}
	return []byte(l.hex())
}

func un85(b []byte) []byte {
	b = bytes.TrimSpace(b)
	b = bytes.TrimPrefix(b, []byte("<~"))
	if i := bytes.IndexByte(b, '~'); i >= 0 {
		b = b[:i]
	}
	out, _ := io.ReadAll(ascii85.NewDecoder(bytes.NewReader(b)))
	return out
}

func unrun(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b) && len(out) < maxPart; {
		n := int(b[i])
		i++
		switch {
		case n == 128:
			return out
		case n < 128:
			e := min(len(b), i+n+1)
			out = append(out, b[i:e]...)
			i = e
		case i < len(b):
			out = append(out, bytes.Repeat(b[i:i+1], 257-n)...)
			i++
		}
	}
	return out
}

// lzw undoes the PDF form of LZW: most significant bit first, early change.
func lzw(b []byte) []byte {
	type entry struct {
		prev int
		c    byte
		n    int
	}
	tab := make([]entry, 258, 4096)
	for i := 0; i < 256; i++ {
		tab[i] = entry{-1, byte(i), 1}
	}
	var out []byte
	width, prev := 9, -1
	acc, bits := uint(0), 0
	expand := func(k int) []byte {
		buf := make([]byte, tab[k].n)
		for i := len(buf) - 1; k >= 0 && i >= 0; i-- {
			buf[i] = tab[k].c
			k = tab[k].prev
		}
		return buf
	}
	for _, x := range b {
		acc, bits = acc<<8|uint(x), bits+8
		for bits >= width {
			code := int(acc>>(bits-width)) & (1<<width - 1)
			bits -= width
			switch {
			case code == 257 || len(out) > maxPart:
				return out
			case code == 256:
				tab, width, prev = tab[:258], 9, -1
				continue
			case code > len(tab) || code == len(tab) && prev < 0:
				return out
			}
			var s []byte
			if code < len(tab) {
				s = expand(code)
			} else {
				s = expand(prev)
				s = append(s, s[0])
			}
			out = append(out, s...)
			if prev >= 0 && len(tab) < 4096 {
				tab = append(tab, entry{prev, s[0], tab[prev].n + 1})
			}
			prev = code
			if n := len(tab) + 1; n >= 2048 {
				width = 12
			} else if n >= 1024 {
				width = 11
			} else if n >= 512 {
				width = 10
			} else {
				width = 9
			}
		}
		acc &= 1<<24 - 1
	}
	return out
}
