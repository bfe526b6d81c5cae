package pdf

import (
	"encoding/binary"
	"unicode/utf8"
)

func (ft *font) code(s []byte) (uint32, int) {
	v := uint32(0)
	for n := 1; n <= 4 && n <= len(s); n++ {
		v = v<<8 | uint32(s[n-1])
		for _, sp := range ft.space {
			if sp.N == n && v >= sp.Lo && v <= sp.Hi {
				return v, n
			}
		}
	}
	if len(s) == 1 {
		return uint32(s[0]), 1
	}
	n := 2
	if len(ft.space) > 0 {
		n = min(ft.space[0].N, len(s))
	}
	v = 0
	for _, c := range s[:n] {
		v = v<<8 | uint32(c)
	}
	return v, n
}

// program reads the character map of an embedded TrueType program backwards:
// glyph to text. It serves fonts that say nothing else about their codes.
func (f *file) program(desc dict) map[uint32]string {
	s, ok := f.get(desc["FontFile2"]).(*stream)
	if !ok {
		return nil
	}
	b, _ := f.decode(s)
	t := sfntTable(b, "cmap")
	if t == nil {
		return nil
	}
	out := map[uint32]string{}
	readCmap(t, out)
	return out
}

// symbolic gives the codes of a TrueType font without an encoding the letters
// that its own program has for the same glyphs: a (3,0) table gives the glyph
// of code 0xF000+c, another table the letter of that glyph.
func (f *file) symbolic(ft *font, desc dict) {
	s, ok := f.get(desc["FontFile2"]).(*stream)
	if !ok {
		return
	}
	b, _ := f.decode(s)
	glyphs, letters := symbolTables(b)
	for c := range ft.simple {
		if t, ok := letters[glyphs[uint32(c)]]; ok {
			ft.simple[c] = t
		}
	}
}

// symbolTables gives glyph by code, from the symbol table of a TrueType
// program, and letter by glyph, from its Unicode table; both must be there.
func symbolTables(b []byte) (glyphs map[uint32]uint32, letters map[uint32]string) {
	t := sfntTable(b, "cmap")
	if len(t) < 4 {
		return nil, nil
	}
	glyphs = map[uint32]uint32{}
	unicode := map[uint32]string{}
	n := int(binary.BigEndian.Uint16(t[2:]))
	for i := 0; i < n && 4+8*i+8 <= len(t); i++ {
		rec := t[4+8*i:]
		platform, enc := binary.BigEndian.Uint16(rec), binary.BigEndian.Uint16(rec[2:])
		off := int(binary.BigEndian.Uint32(rec[4:]))
		if off < 0 || off+8 > len(t) || binary.BigEndian.Uint16(t[off:]) != 4 {
			continue
		}
		back := map[uint32]string{}
		cmap4(t[off:], back)
		switch {
		case platform == 3 && enc == 0:
			for g, s := range back {
				for _, r := range s {
					if r >= 0xf000 && r <= 0xf0ff {
						glyphs[uint32(r-0xf000)] = g
					}
				}
			}
		case platform == 3 && enc == 1 || platform == 0:
			unicode = back
		}
	}
	return glyphs, unicode
}

// sfntTable finds a table of a TrueType program.
func sfntTable(b []byte, tag string) []byte {
	if len(b) < 12 {
		return nil
	}
	tables := int(binary.BigEndian.Uint16(b[4:]))
	for i := 0; i < tables && 12+16*i+16 <= len(b); i++ {
		e := b[12+16*i:]
		off := int(binary.BigEndian.Uint32(e[8:]))
		if string(e[:4]) == tag && off >= 0 && off+4 <= len(b) {
			return b[off:]
		}
	}
	return nil
}

func readCmap(t []byte, out map[uint32]string) {
	n := int(binary.BigEndian.Uint16(t[2:]))
	for i := 0; i < n && 4+8*i+8 <= len(t); i++ {
		off := int(binary.BigEndian.Uint32(t[4+8*i+4:]))
		if off+8 > len(t) {
			continue
		}
		s := t[off:]
		switch binary.BigEndian.Uint16(s) {
		case 4:
			cmap4(s, out)
		case 12:
			cmap12(s, out)
		}
	}
}

func cmap4(s []byte, out map[uint32]string) {
	if len(s) < 16 {
		return
	}
	seg := int(binary.BigEndian.Uint16(s[6:])) / 2
	at := func(block, i int) int {
		p := 14 + block*2*seg + 2*i
		if block > 0 {
			p += 2
		}
		if p+2 > len(s) {
			return -1
		}
		return p
	}
	for i := range seg {
		pe, ps, pd, pr := at(0, i), at(1, i), at(2, i), at(3, i)
		if pr < 0 {
			return
		}
		end, start := int(binary.BigEndian.Uint16(s[pe:])), int(binary.BigEndian.Uint16(s[ps:]))
		delta, ro := int(binary.BigEndian.Uint16(s[pd:])), int(binary.BigEndian.Uint16(s[pr:]))
		for c := start; c <= end && c < 0xffff; c++ {
			g := (c + delta) & 0xffff
			if ro != 0 {
				p := pr + ro + 2*(c-start)
				if p+2 > len(s) {
					break
				}
				if g = int(binary.BigEndian.Uint16(s[p:])); g != 0 {
					g = (g + delta) & 0xffff
				}
			}
			if _, have := out[uint32(g)]; !have && g != 0 {
				out[uint32(g)] = string(rune(c))
			}
		}
	}
}

func cmap12(s []byte, out map[uint32]string) {
	if len(s) < 16 {
		return
	}
	n := int(binary.BigEndian.Uint32(s[12:]))
	for i := 0; i < n && 16+12*i+12 <= len(s) && len(out) < 200000; i++ {
		g := s[16+12*i:]
		start, end, gid := binary.BigEndian.Uint32(g), binary.BigEndian.Uint32(g[4:]), binary.BigEndian.Uint32(g[8:])
		for c := start; c <= end && c-start < 0x10000 && c <= utf8.MaxRune; c++ {
			if _, have := out[gid+c-start]; !have {
				out[gid+c-start] = string(rune(c))
			}
		}
	}
}
