package inspect

import (
	"bytes"
	"encoding/ascii85"
	"io"
)

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
