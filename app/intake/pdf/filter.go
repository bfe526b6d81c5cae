package pdf

import (
	"bytes"
	"compress/flate"
	"io"
)

// decode undoes a stream's filters. ok is false when a filter is not for text
// (a picture) or is not known; damage gives what came before it.
func (f *file) decode(s *stream) (b []byte, ok bool) {
	b = s.raw
	filters := f.list(s.dict, "Filter", "F")
	parms := f.list(s.dict, "DecodeParms", "DP")
	if f.cipher != nil && !f.unsealed(filters, parms) {
		if b = f.cipher.stream(s, b); b == nil && len(s.raw) > 0 {
			return nil, false
		}
	}
	for i, v := range filters {
		var p dict
		if i < len(parms) {
			p = f.dict(parms[i])
		}
		n, _ := f.get(v).(name)
		switch n {
		case "FlateDecode", "Fl":
			b = f.predict(f.inflate(b), p)
		case "LZWDecode", "LZW":
			early := 1
			if v, ok := p["EarlyChange"]; ok {
				early = f.integer(v)
			}
			b = f.predict(unLZW(b, early, f.room), p)
			f.spend(len(b))
		case "ASCIIHexDecode", "AHx":
			l := lexer{b: append([]byte("<"), b...)}
			b = l.hex()
		case "ASCII85Decode", "A85":
			b = un85(b)
		case "RunLengthDecode", "RL":
			b = unRun(b, f.room)
			f.spend(len(b))
		case "Crypt":
		default:
			return b, false
		}
		if i > 16 {
			return b, false
		}
	}
	return b, true
}

// unsealed says that a stream of an encrypted file is left open by a filter of
// its own.
func (f *file) unsealed(filters, parms []any) bool {
	if len(filters) == 0 || f.get(filters[0]) != name("Crypt") {
		return false
	}
	n := name("Identity")
	if len(parms) > 0 {
		if own, ok := f.get(f.dict(parms[0])["Name"]).(name); ok {
			n = own
		}
	}
	return n == "Identity"
}

func (f *file) list(d dict, keys ...name) []any {
	for _, k := range keys {
		switch v := f.get(d[k]).(type) {
		case []any:
			return v
		case name, dict:
			return []any{v}
		}
	}
	return nil
}

func (f *file) spend(n int) {
	f.room -= int64(n)
	f.over = f.over || f.room <= 0
}

func (f *file) inflate(b []byte) []byte {
	if f.room <= 0 {
		f.over = true
		return nil
	}
	out := inflate(b, f.room)
	f.spend(len(out))
	return out
}

// inflate reads zlib data, or bare deflate data, as far as it goes. The
// checksum is not looked at: damaged text is better than none.
func inflate(b []byte, room int64) []byte {
	b = bytes.TrimLeft(b, "\r\n")
	if len(b) < 2 {
		return nil
	}
	if b[0]&0x0f == 8 && (int(b[0])<<8|int(b[1]))%31 == 0 {
		b = b[2:]
	}
	out, _ := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(b)), room))
	return out
}

func (f *file) predict(b []byte, p dict) []byte {
	kind := f.integer(p["Predictor"])
	if kind < 2 {
		return b
	}
	get := func(k name, def int) int {
		if v, ok := p[k]; ok {
			return f.integer(v)
		}
		return def
	}
	colors, bits, cols := get("Colors", 1), get("BitsPerComponent", 8), get("Columns", 1)
	if colors < 1 || colors > 64 || bits < 1 || bits > 32 || cols < 1 || cols > 1<<20 {
		return b
	}
	unit := max(1, colors*bits/8)
	width := (colors*bits*cols + 7) / 8
	if kind == 2 {
		return undoTIFF(b, width, unit, bits)
	}
	return undoPNG(b, width, unit)
}

func undoTIFF(b []byte, width, unit, bits int) []byte {
	if bits != 8 {
		return b
	}
	out := bytes.Clone(b)
	for row := 0; row+width <= len(out); row += width {
		for i := row + unit; i < row+width; i++ {
			out[i] += out[i-unit]
		}
	}
	return out
}

func undoPNG(b []byte, width, unit int) []byte {
	out := make([]byte, 0, len(b))
	prev := make([]byte, width)
	for len(b) > 1 {
		kind := b[0]
		n := min(width, len(b)-1)
		row := make([]byte, width)
		copy(row, b[1:1+n])
		b = b[1+n:]
		for i := range row {
			var left, up, corner byte
			up = prev[i]
			if i >= unit {
				left, corner = row[i-unit], prev[i-unit]
			}
			switch kind {
			case 1:
				row[i] += left
			case 2:
				row[i] += up
			case 3:
				row[i] += byte((int(left) + int(up)) / 2)
			case 4:
				row[i] += paeth(left, up, corner)
			}
		}
		out = append(out, row...)
		prev = row
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	if pa <= pb && pa <= pc {
		return a
	}
	if pb <= pc {
		return b
	}
	return c
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}

func unLZW(b []byte, early int, room int64) []byte {
	type link struct {
		prev int
		c    byte
		n    int
	}
	var table [4096]link
	for i := range 256 {
		table[i] = link{-1, byte(i), 1}
	}
	var out []byte
	next, width, prev := 258, 9, -1
	acc, have := 0, 0
	for _, c := range b {
		acc, have = acc<<8|int(c), have+8
		for have >= width {
			code := acc >> (have - width) & (1<<width - 1)
			have -= width
			acc &= 1<<have - 1
			switch {
			case code == 257:
				return out
			case code == 256:
				next, width, prev = 258, 9, -1
				continue
			case code > next || prev < 0 && code > 255 || code == next && prev < 0:
				return out
			}
			from := code
			if code == next {
				from = prev
			}
			n := table[from].n
			at := len(out)
			if int64(at+n) > room {
				return out
			}
			out = append(out, make([]byte, n)...)
			for k, i := from, at+n-1; k >= 0 && i >= at; k, i = table[k].prev, i-1 {
				out[i] = table[k].c
			}
			if code == next {
				out = append(out, out[at])
			}
			if prev >= 0 && next < 4096 {
				table[next] = link{prev, out[at], table[prev].n + 1}
				next++
			}
			prev = code
			if next+early >= 1<<width && width < 12 {
				width++
			}
		}
	}
	return out
}

func un85(b []byte) []byte {
	var out []byte
	var group [5]uint32
	n := 0
	for _, c := range b {
		switch {
		case c == '~':
			return flush85(out, group, n)
		case c == 'z' && n == 0:
			out = append(out, 0, 0, 0, 0)
		case c >= '!' && c <= 'u':
			group[n] = uint32(c - '!')
			if n++; n == 5 {
				out = flush85(out, group, 5)
				n = 0
			}
		}
	}
	return flush85(out, group, n)
}

func flush85(out []byte, g [5]uint32, n int) []byte {
	if n < 2 {
		return out
	}
	for i := n; i < 5; i++ {
		g[i] = 84
	}
	v := (((g[0]*85+g[1])*85+g[2])*85+g[3])*85 + g[4]
	four := []byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}
	return append(out, four[:n-1]...)
}

func unRun(b []byte, room int64) []byte {
	var out []byte
	for i := 0; i < len(b) && int64(len(out)) < room; {
		n := int(b[i])
		i++
		switch {
		case n == 128:
			return out
		case n < 128:
			end := min(i+n+1, len(b))
			out = append(out, b[i:end]...)
			i = end
		case i < len(b):
			out = append(out, bytes.Repeat(b[i:i+1], 257-n)...)
			i++
		}
	}
	return out
}
