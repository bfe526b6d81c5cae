package report

import (
	"embed"
	"encoding/binary"
	"fmt"
	"slices"
)

//go:embed fonts/NotoSans-Regular.ttf fonts/NotoSans-Bold.ttf
var fontFiles embed.FS

// face is a TrueType font as far as a PDF needs it.
type face struct {
	name   string
	tables map[string][]byte
	units  int // per em
	glyphs int
	long   bool // format of loca
	hmtxN  int  // full metrics
	cmap   func(rune) int
}

// loadFace reads one of the built-in fonts. The fonts are part of the program,
// but the reader checks its bounds all the same.
func loadFace(name string) (*face, error) {
	b, err := fontFiles.ReadFile("fonts/" + name + ".ttf")
	if err != nil {
		return nil, fmt.Errorf("report: font %s: %w", name, err)
	}
	f := &face{name: name}
	if f.tables, err = tablesOf(b); err != nil {
		return nil, fmt.Errorf("report: font %s: %w", name, err)
	}
	f.units = int(u16(f.tables["head"], 18))
	f.long = u16(f.tables["head"], 50) == 1
	f.glyphs = int(u16(f.tables["maxp"], 4))
	f.hmtxN = int(u16(f.tables["hhea"], 34))
	if f.cmap, err = cmapOf(f.tables["cmap"]); err != nil {
		return nil, fmt.Errorf("report: font %s: %w", name, err)
	}
	if f.units == 0 || f.glyphs == 0 || f.hmtxN == 0 {
		return nil, fmt.Errorf("report: font %s: broken tables", name)
	}
	return f, nil
}

// u16 reads a big-endian number, or 0 beyond the end.
func u16(b []byte, at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint16(b[at:])
}

func i16(b []byte, at int) int { return int(int16(u16(b, at))) }

// u32 reads a big-endian number, or 0 beyond the end.
func u32(b []byte, at int) uint32 {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint32(b[at:])
}

func tablesOf(b []byte) (map[string][]byte, error) {
	out := map[string][]byte{}
	for i := range int(u16(b, 4)) {
		row := 12 + 16*i
		if row+16 > len(b) {
			return nil, fmt.Errorf("broken directory")
		}
		from, size := int(u32(b, row+8)), int(u32(b, row+12))
		if from+size > len(b) {
			return nil, fmt.Errorf("broken table")
		}
		out[string(b[row:row+4])] = b[from : from+size]
	}
	for _, need := range []string{"head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap"} {
		if len(out[need]) == 0 {
			return nil, fmt.Errorf("no table %s", need)
		}
	}
	return out, nil
}

// cmapOf finds the Unicode map: format 12 if there is one, else format 4.
func cmapOf(b []byte) (func(rune) int, error) {
	var four []byte
	for i := range int(u16(b, 2)) {
		at := int(u32(b, 4+8*i+4))
		if at >= len(b) {
			continue
		}
		switch u16(b, at) {
		case 12:
			sub := b[at:]
			return func(r rune) int { return find12(sub, r) }, nil
		case 4:
			four = b[at:]
		}
	}
	if four == nil {
		return nil, fmt.Errorf("no Unicode map")
	}
	return func(r rune) int { return find4(four, r) }, nil
}

func find12(b []byte, r rune) int {
	for i := range int(u32(b, 12)) {
		at := 16 + 12*i
		if from, to := u32(b, at), u32(b, at+4); uint32(r) >= from && uint32(r) <= to {
			return int(u32(b, at+8) + uint32(r) - from)
		}
	}
	return 0
}

func find4(b []byte, r rune) int {
	if r > 0xFFFF {
		return 0
	}
	n := int(u16(b, 6)) // twice the number of segments
	ends, starts, deltas, offsets := 14, 16+n, 16+2*n, 16+3*n
	for i := 0; i < n; i += 2 {
		if rune(u16(b, ends+i)) < r {
			continue
		}
		start := rune(u16(b, starts+i))
		if start > r {
			return 0
		}
		offset := int(u16(b, offsets+i))
		if offset == 0 {
			return int(uint16(r) + u16(b, deltas+i))
		}
		g := u16(b, offsets+i+offset+2*int(r-start))
		if g == 0 {
			return 0
		}
		return int(g + u16(b, deltas+i))
	}
	return 0
}

// advance is the width of a glyph in thousandths of an em.
func (f *face) advance(glyph int) int {
	if glyph >= f.hmtxN {
		glyph = f.hmtxN - 1
	}
	return int(u16(f.tables["hmtx"], 4*glyph)) * 1000 / f.units
}

// outline is the bytes of a glyph in glyf; empty for a blank one.
func (f *face) outline(glyph int) []byte {
	var from, to int
	if loca := f.tables["loca"]; f.long {
		from, to = int(u32(loca, 4*glyph)), int(u32(loca, 4*glyph+4))
	} else {
		from, to = 2*int(u16(loca, 2*glyph)), 2*int(u16(loca, 2*glyph+2))
	}
	if from >= to || to > len(f.tables["glyf"]) {
		return nil
	}
	return f.tables["glyf"][from:to]
}

// parts calls fn with the place of each component's glyph number in a
// composite outline.
func parts(outline []byte, fn func(at int)) {
	if len(outline) < 10 || i16(outline, 0) >= 0 {
		return
	}
	for at := 10; at+4 <= len(outline); {
		flags := u16(outline, at)
		fn(at + 2)
		at += 6
		if flags&1 != 0 {
			at += 2
		}
		switch {
		case flags&0x08 != 0:
			at += 2
		case flags&0x40 != 0:
			at += 4
		case flags&0x80 != 0:
			at += 8
		}
		if flags&0x20 == 0 {
			return
		}
	}
}

// subset gives a font of only the glyphs listed, renumbered to their place in
// the list, which grows by the parts of composite glyphs. Glyph 0 comes first.
// It carries no names: what a PDF does not need is left out.
func (f *face) subset(glyphs []int) []byte {
	glyphs = slices.Clone(glyphs)
	number := map[int]int{}
	for i, g := range glyphs {
		number[g] = i
	}
	var glyf, loca, hmtx []byte
	for i := 0; i < len(glyphs); i++ {
		outline := slices.Clone(f.outline(glyphs[i]))
		parts(outline, func(at int) {
			g := int(u16(outline, at))
			if _, have := number[g]; !have {
				number[g] = len(glyphs)
				glyphs = append(glyphs, g)
			}
			binary.BigEndian.PutUint16(outline[at:], uint16(number[g]))
		})
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = pad4(append(glyf, outline...))
		hmtx = append(hmtx, f.metric(glyphs[i])...)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	return f.assemble(len(glyphs), map[string][]byte{"glyf": glyf, "loca": loca, "hmtx": hmtx})
}

// metric is a glyph's advance and left side bearing, four bytes.
func (f *face) metric(glyph int) []byte {
	hmtx := f.tables["hmtx"]
	last := min(glyph, f.hmtxN-1)
	bearing := 4*last + 2
	if glyph >= f.hmtxN {
		bearing = 4*f.hmtxN + 2*(glyph-f.hmtxN)
	}
	out := binary.BigEndian.AppendUint16(nil, u16(hmtx, 4*last))
	return binary.BigEndian.AppendUint16(out, u16(hmtx, bearing))
}

func pad4(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// assemble writes a font file of the given tables and the font's own others.
func (f *face) assemble(n int, own map[string][]byte) []byte {
	head := slices.Clone(f.tables["head"])
	binary.BigEndian.PutUint32(head[8:], 0)
	clear(head[20:36]) // when the font was made
	binary.BigEndian.PutUint16(head[50:], 1)
	maxp := slices.Clone(f.tables["maxp"])
	binary.BigEndian.PutUint16(maxp[4:], uint16(n))
	hhea := slices.Clone(f.tables["hhea"])
	binary.BigEndian.PutUint16(hhea[34:], uint16(n))
	own["head"], own["maxp"], own["hhea"] = head, maxp, hhea
	var names []string
	for _, name := range []string{"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"} {
		if own[name] == nil {
			own[name] = f.tables[name]
		}
		if len(own[name]) > 0 {
			names = append(names, name)
		}
	}
	return writeTables(names, own)
}

func writeTables(names []string, tables map[string][]byte) []byte {
	power, log := 1, 0
	for power*2 <= len(names) {
		power, log = power*2, log+1
	}
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{len(names), power * 16, log, len(names)*16 - power*16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at := 12 + 16*len(names)
	var body []byte
	for _, name := range names {
		t := tables[name]
		out = append(out, name...)
		out = binary.BigEndian.AppendUint32(out, checksum(t))
		out = binary.BigEndian.AppendUint32(out, uint32(at+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t)))
		body = pad4(append(body, t...))
	}
	return append(out, body...)
}

func checksum(b []byte) uint32 {
	var sum uint32
	for b = pad4(slices.Clone(b)); len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	return sum
}
