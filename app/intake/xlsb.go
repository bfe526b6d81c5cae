package intake

import (
	"encoding/binary"
	"fmt"
	"math"
	"path"
	"strings"
	"time"
)

// readBinarySheets reads a workbook whose parts are binary records ([MS-XLSB]):
// the same sheets, strings and styles as in one of XML.
func (r *reader) readBinarySheets(in input, a *archive) found {
	f := found{kind: "xlsb", subject: r.properties(a)}
	w := &workbook{epoch: excelEpoch()}
	part := func(name string) []byte {
		e := a.get(name)
		if e == nil {
			return nil
		}
		b, bad := r.unzip(e)
		if bad != nil {
			r.lostEntry(e.name, e.file.UncompressedSize64, bad)
		}
		return b
	}
	records(part("xl/sharedStrings.bin"), func(typ int, v []byte) {
		if typ == 19 && len(v) > 1 && len(w.shared) < 4<<20 {
			s, _ := wideString(v[1:])
			w.shared = append(w.shared, s)
		}
	})
	w.binaryStyles(part("xl/styles.bin"))
	rels := map[string]string{}
	for _, rel := range relationsOf(part("xl/_rels/workbook.bin.rels")) {
		rels[rel.id] = strings.TrimPrefix(path.Join("/xl", rel.target), "/")
	}
	read := map[string]bool{}
	records(part("xl/workbook.bin"), func(typ int, v []byte) {
		switch {
		case typ == 153 && len(v) >= 4 && v[0]&1 != 0:
			w.epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
		case typ == 156 && len(v) > 8:
			id, rest := wideString(v[8:])
			name, _ := wideString(rest)
			r.binarySheet(a, w, rels[id], name, binary.LittleEndian.Uint32(v) != 0)
			read[strings.ToLower(rels[id])] = true
		}
	})
	for _, e := range a.match("xl/worksheets/", ".bin") { // sheets that the workbook does not name
		if n := strings.ToLower(e.name); !read[n] && strings.HasPrefix(path.Base(n), "sheet") {
			r.binarySheet(a, w, e.name, strings.TrimSuffix(path.Base(e.name), ".bin"), false)
			read[n] = true
		}
	}
	for _, e := range a.match("xl/comments", ".bin") {
		b, _ := r.unzip(e)
		var lines []string
		records(b, func(typ int, v []byte) {
			switch {
			case typ == 632:
				s, _ := wideString(v)
				lines = append(lines, "author: "+s)
			case typ == 637 && len(v) > 1:
				s, _ := wideString(v[1:])
				lines = append(lines, s)
			}
		})
		if len(lines) > 0 {
			r.view(path.Base(e.name), "application/x-comments", "\n[comments]\n", strings.Join(lines, "\n"))
		}
	}
	for _, e := range a.match("xl/externallinks/externallink", ".bin") {
		b, _ := r.unzip(e)
		records(b, func(typ int, v []byte) {
			if typ != 360 || len(v) < 2 { // the beginning of a supporting link
				return
			}
			if v[0] == 1 { // by DDE
				program, _ := wideString(v[2:])
				r.warn("active-content", "the workbook holds a DDE link, which would start a program: %s", shorten(program, 120))
			} else {
				r.warn("external-reference", "the workbook refers to another file (%s); it was not fetched", path.Base(e.name))
			}
		})
	}
	if w.formulas > 0 {
		r.warn("formula-cell", "%d cells are calculated; their stored results are shown", w.formulas)
	}
	r.strayStrings(w.shared, w.used)
	r.sheetSides(a)
	r.officeSides(a)
	r.relations(a)
	r.embedded(in, a, "xl/")
	if len(read) == 0 {
		f.fail = &Failure{"damaged", "not read: the workbook has no sheet that can be found"}
	}
	return f
}

// records goes through binary records until they end or break.
func records(b []byte, fn func(typ int, v []byte)) {
	for len(b) > 0 {
		typ, n := int(b[0]), 1
		if b[0]&0x80 != 0 && len(b) > 1 {
			typ, n = int(b[0]&0x7f)|int(b[1]&0x7f)<<7, 2
		}
		b = b[n:]
		size := 0
		for i := range 4 {
			if i >= len(b) {
				return
			}
			size |= int(b[i]&0x7f) << (7 * i)
			if b[i]&0x80 == 0 {
				b = b[i+1:]
				break
			}
			if i == 3 {
				b = b[4:]
			}
		}
		if size > len(b) {
			return
		}
		fn(typ, b[:size])
		b = b[size:]
	}
}

// wideString reads a string with its length before it; a length of all ones is
// no string.
func wideString(b []byte) (s string, rest []byte) {
	if len(b) < 4 {
		return "", nil
	}
	n := int64(binary.LittleEndian.Uint32(b))
	b = b[4:]
	if n == math.MaxUint32 {
		return "", b
	}
	if 2*n > int64(len(b)) {
		return "", nil
	}
	return utf16Text(b[:2*n]), b[2*n:]
}

// binaryStyles says for each cell style whether its number is a date or time.
func (w *workbook) binaryStyles(b []byte) {
	custom := map[uint16]bool{}
	inCells := false
	records(b, func(typ int, v []byte) {
		switch {
		case typ == 44 && len(v) > 2:
			code, _ := wideString(v[2:])
			custom[binary.LittleEndian.Uint16(v)] = dateFormat(code)
		case typ == 617, typ == 618:
			inCells = typ == 617
		case typ == 47 && inCells && len(v) >= 4:
			n := binary.LittleEndian.Uint16(v[2:])
			w.dates = append(w.dates, custom[n] || n >= 14 && n <= 22 || n >= 45 && n <= 47)
		}
	})
}

func (r *reader) binarySheet(a *archive, w *workbook, target, name string, hidden bool) {
	if hidden {
		r.warn("hidden-sheet", "%s is a hidden sheet; it is included", shorten(name, 100))
	}
	e := a.get(target)
	if e == nil {
		r.warn("damaged-part", "the sheet %s is named but missing", shorten(name, 100))
		r.lostSheet(name)
		return
	}
	b, bad := r.unzip(e)
	if bad != nil && len(b) == 0 {
		r.lostEntry(e.name, e.file.UncompressedSize64, bad)
		return
	}
	head := "\n[sheet " + name + "]\n"
	if hidden {
		head = "\n[hidden sheet " + name + "]\n"
	}
	r.view(name, "application/x-sheet", head, w.binaryCells(b, int(r.lim.TextBytes)-r.out.Len()))
}

// binaryCells gives the cells row by row, a tab between cells, up to room bytes.
func (w *workbook) binaryCells(b []byte, room int) string {
	var out strings.Builder
	col := -1
	records(b, func(typ int, v []byte) {
		switch {
		case out.Len() > room:
		case typ == 0:
			if out.Len() > 0 {
				out.WriteByte('\n')
			}
			col = -1
		case typ == 479 && len(v) > 2:
			rest := v[2:]
			for range 6 {
				var s string
				if s, rest = wideString(rest); s != "" {
					out.WriteString("\n" + headWords(s) + "\n")
				}
			}
		case typ >= 1 && typ <= 11 && len(v) >= 8:
			at := int(binary.LittleEndian.Uint32(v) & 0x3fff)
			if at > col {
				out.WriteString(strings.Repeat("\t", min(at-max(col, 0), 50)))
				col = at
			}
			out.WriteString(w.binaryValue(typ, binary.LittleEndian.Uint32(v[4:])&0xffffff, v[8:]))
			if typ >= 8 {
				w.formulas++
			}
		}
	})
	return out.String()
}

func (w *workbook) binaryValue(typ int, style uint32, v []byte) string {
	number := func(f float64) string {
		return w.value(fmt.Sprintf("%.15g", f), "n", fmt.Sprint(style))
	}
	switch {
	case typ == 2 && len(v) >= 4:
		return number(rk(binary.LittleEndian.Uint32(v)))
	case (typ == 5 || typ == 9) && len(v) >= 8:
		return number(math.Float64frombits(binary.LittleEndian.Uint64(v)))
	case (typ == 4 || typ == 10) && len(v) >= 1:
		return map[bool]string{true: "TRUE", false: "FALSE"}[v[0] != 0]
	case typ == 6 || typ == 8:
		s, _ := wideString(v)
		return s
	case typ == 7 && len(v) >= 4:
		if i := binary.LittleEndian.Uint32(v); int64(i) < int64(len(w.shared)) {
			return w.string(int(i))
		}
	}
	return ""
}
