package syntax

import "bytes"

// Predictor undoes what a writer did to make rows of bytes pack better
// (7.4.4.4). The zero value of a member is its default.
type Predictor struct {
	Kind    int // below 2 none, 2 TIFF, from 10 PNG
	Colours int // 1 to 64
	Bits    int // of a colour, 1 to 32
	Columns int // up to 2^20
}

// Undo gives the bytes as they were, or b itself when the members make no
// sense. The last row may be cut short.
func (p Predictor) Undo(b []byte) []byte {
	colours, bits, columns := or(p.Colours, 1), or(p.Bits, 8), or(p.Columns, 1)
	if p.Kind < 2 || colours < 1 || colours > 64 || bits < 1 || bits > 32 || columns < 1 || columns > 1<<20 {
		return b
	}
	unit, width := max(1, colours*bits/8), (colours*bits*columns+7)/8
	if p.Kind == 2 {
		return undoTIFF(b, width, unit, bits)
	}
	return undoPNG(b, width, unit)
}

func or(v, other int) int {
	if v == 0 {
		return other
	}
	return v
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

// UnLZW undoes LZW (7.4.4) as far as the bytes make sense, up to room bytes.
// early is 1 where codes grow a place early, as they do by default.
func UnLZW(b []byte, early int, room int64) []byte {
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

// Un85 undoes ASCII85 (7.4.3) up to "~".
func Un85(b []byte) []byte {
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

// UnRun undoes run lengths (7.4.5), up to a little over room bytes.
func UnRun(b []byte, room int64) []byte {
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
