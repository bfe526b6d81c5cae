package intake

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"corridor/app/intake/charset"
)

// xls reads a binary workbook record by record.
type xls struct {
	r       *reader
	sst     []string
	used    []bool // by cells, of the shared strings
	set     string
	sheets  []xlsSheet
	byStart map[int]*xlsSheet
	formats map[uint16]bool
	styles  []uint16
	cells   strings.Builder
	row     int
	col     int
	open    *xlsSheet
	wait    bool // a formula's text comes in the next record
	old     bool // before BIFF8: strings are bytes
	two     bool // Excel 2
	inner   int  // charts open inside the sheet
	epoch   time.Time
	links   []string
	group   []byte // the pictures that all sheets share
	last    uint16 // the record type that a continuation belongs to
}

type xlsSheet struct {
	name   string
	hidden bool
	kind   byte
	seen   bool
}

func (r *reader) readXLS(in input, o *oleFile) found {
	f := found{kind: "xls"}
	b := o.streams["Workbook"]
	x := newXLS(r)
	if b == nil {
		b = o.streams["Book"]
		x.old = true
	}
	if bad := x.read(b); bad != nil {
		f.fail = bad
		return f
	}
	r.strayStrings(x.sst, x.used)
	r.linkList(x.links, "")
	if len(x.group) > 0 {
		r.olePictures(in, &oleFile{streams: map[string][]byte{"": x.group}}, "")
	}
	r.oleMacros(o)
	r.oleProperties(&f, o)
	r.olePools(in, o)
	return f
}

func newXLS(r *reader) *xls {
	return &xls{r: r, set: "windows-1252", byStart: map[int]*xlsSheet{}, formats: map[uint16]bool{}, epoch: excelEpoch()}
}

// readOldXLS reads a sheet of Excel 2, 3 or 4, which is records alone.
func (r *reader) readOldXLS(in input) found {
	x := newXLS(r)
	x.old = true
	if bad := x.read(in.b); bad != nil {
		return found{kind: "excel4", fail: bad}
	}
	return found{kind: "excel4", charset: x.set}
}

func (x *xls) read(b []byte) *Failure {
	for at := 0; at+4 <= len(b); {
		typ, n := binary.LittleEndian.Uint16(b[at:]), int(binary.LittleEndian.Uint16(b[at+2:]))
		start := at
		if at+4+n > len(b) {
			x.r.warn("damaged-part", "the workbook is cut off; what came before was read")
			break
		}
		v := b[at+4 : at+4+n]
		at += 4 + n
		var more [][]byte
		for (typ == 0xfc || typ == 0x1b6) && at+4 <= len(b) && binary.LittleEndian.Uint16(b[at:]) == 0x3c {
			k := int(binary.LittleEndian.Uint16(b[at+2:]))
			if at+4+k > len(b) {
				break
			}
			more = append(more, b[at+4:at+4+k])
			at += 4 + k
		}
		if typ == 0x2f {
			b = bytes.Clone(b) // the original stays as it came
			if bad := x.r.unsealXLS(b, at, v, x.old); bad != nil {
				return bad
			}
			continue
		}
		x.record(typ, start, v, more)
		if x.cells.Len() > 32<<20 {
			break
		}
	}
	x.endSheet()
	for _, s := range x.sheets {
		if s.kind == 1 {
			x.r.warn("active-content", "the workbook holds a sheet of Excel 4 macros (%s); not run", shorten(s.name, 60))
		}
		if !s.seen {
			x.r.view(s.name, "application/x-sheet", "", "")
		}
	}
	return nil
}

func (x *xls) record(typ uint16, start int, v []byte, more [][]byte) {
	defer func() {
		if typ != 0x3c {
			x.last = typ
		}
	}()
	u16 := func(i int) uint16 {
		if i+2 > len(v) {
			return 0
		}
		return binary.LittleEndian.Uint16(v[i:])
	}
	switch typ {
	case 0x809, 0x009, 0x209, 0x409:
		x.two = x.two || typ == 0x009
		if s := x.byStart[start]; s != nil {
			x.endSheet()
			x.open, s.seen, x.inner = s, true, 0
		} else if x.open != nil {
			x.inner++
		}
		if u16(0) != 0 { // the stream's name may say otherwise
			x.old = u16(0) < 0x600
		}
	case 0x0a:
		if x.inner > 0 {
			x.inner--
		} else {
			x.endSheet()
		}
	case 0x22:
		if u16(0) == 1 {
			x.epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
		}
	case 0x100d: // a title or a name in a chart
		if len(v) > 4 {
			x.cells.WriteString("\n[chart: " + x.short(v[2:]) + "]")
			x.row = -1
		}
	case 0x1b8:
		x.link(v)
	case 0xeb:
		x.group = append(x.group, v...)
	case 0x3c:
		if x.last == 0xeb {
			x.group = append(x.group, v...)
		}
		return
	case 0x02: // Excel 2: a whole number
		if len(v) >= 9 {
			x.cell(u16(0), u16(2), strconv.Itoa(int(u16(7))))
		}
	case 0x03:
		if len(v) >= 15 {
			x.cell(u16(0), u16(2), x.number(math.Float64frombits(binary.LittleEndian.Uint64(v[7:])), 0xffff))
		}
	case 0x04:
		if len(v) > 8 {
			x.cell(u16(0), u16(2), x.bytes(v[8:min(len(v), 8+int(v[7]))]))
		}
	case 0x07:
		if x.wait && len(v) > 1 {
			x.cells.WriteString(x.bytes(v[1:min(len(v), 1+int(v[0]))]))
			x.wait = false
		}
	case 0x42:
		if n := u16(0); n != 1200 && n != 0 {
			x.set = codePage(int(n))
		}
	case 0x85:
		if len(v) > 7 {
			s := xlsSheet{name: x.short(v[6:]), hidden: v[4]&3 != 0, kind: v[5]}
			if s.hidden {
				x.r.warn("hidden-sheet", "%s is a hidden sheet; it is included", shorten(s.name, 100))
			}
			x.sheets = append(x.sheets, s)
			x.byStart[int(binary.LittleEndian.Uint32(v))] = &x.sheets[len(x.sheets)-1]
			x.relink()
		}
	case 0xfc:
		x.strings(v, more)
	case 0xfd:
		if len(v) >= 10 {
			if i := int(binary.LittleEndian.Uint32(v[6:])); i >= 0 && i < len(x.sst) {
				if len(x.used) < len(x.sst) {
					x.used = append(x.used, make([]bool, len(x.sst)-len(x.used))...)
				}
				x.used[i] = true
				x.cell(u16(0), u16(2), x.sst[i])
			}
		}
	case 0x204, 0xd6:
		if len(v) > 8 {
			x.cell(u16(0), u16(2), x.long(v[6:]))
		}
	case 0x203:
		if len(v) >= 14 {
			x.cell(u16(0), u16(2), x.number(math.Float64frombits(binary.LittleEndian.Uint64(v[6:])), u16(4)))
		}
	case 0x27e:
		if len(v) >= 10 {
			x.cell(u16(0), u16(2), x.number(rk(binary.LittleEndian.Uint32(v[6:])), u16(4)))
		}
	case 0xbd:
		for i := 4; i+6 <= len(v)-2; i += 6 {
			x.cell(u16(0), u16(2)+uint16((i-4)/6), x.number(rk(binary.LittleEndian.Uint32(v[i+2:])), u16(i)))
		}
	case 0x06, 0x206, 0x406:
		x.formula(v)
	case 0x207:
		if x.wait && len(v) > 2 {
			x.cells.WriteString(x.long(v))
			x.wait = false
		}
	case 0x205:
		if len(v) >= 8 && v[7] == 0 {
			x.cell(u16(0), u16(2), map[bool]string{true: "TRUE", false: "FALSE"}[v[6] != 0])
		}
	case 0x41e:
		if len(v) > 4 {
			x.formats[u16(0)] = dateFormat(x.long(v[2:]))
		}
	case 0xe0:
		x.styles = append(x.styles, u16(2))
	case 0x1b6:
		x.box(v, more)
	case 0x14, 0x15:
		if len(v) > 3 {
			x.cells.WriteString("\n" + headWords(x.long(v)))
		}
	}
}

// relink follows the slice of sheets as it grows.
func (x *xls) relink() {
	for k, s := range x.byStart {
		for i := range x.sheets {
			if x.sheets[i].name == s.name {
				x.byStart[k] = &x.sheets[i]
			}
		}
	}
}

func rk(v uint32) float64 {
	var f float64
	if v&2 != 0 {
		f = float64(int32(v) >> 2)
	} else {
		f = math.Float64frombits(uint64(v&^3) << 32)
	}
	if v&1 != 0 {
		f /= 100
	}
	return f
}

func (x *xls) number(f float64, style uint16) string {
	if int(style) < len(x.styles) {
		n := x.styles[style]
		if (x.formats[n] || n >= 14 && n <= 22 || n >= 45 && n <= 47) && f >= 0 && f < 3e6 {
			w := workbook{epoch: x.epoch}
			return w.date(f)
		}
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func (x *xls) formula(v []byte) {
	if x.two && len(v) > 7 {
		v = append(append([]byte{}, v[:6]...), v[7:]...) // one byte more stands before the result
	}
	if len(v) < 14 {
		return
	}
	row, col := binary.LittleEndian.Uint16(v), binary.LittleEndian.Uint16(v[2:])
	if v[12] == 0xff && v[13] == 0xff {
		switch v[6] {
		case 0:
			x.cell(row, col, "")
			x.wait = true
		case 1:
			x.cell(row, col, map[bool]string{true: "TRUE", false: "FALSE"}[v[8] != 0])
		}
		return
	}
	x.cell(row, col, x.number(math.Float64frombits(binary.LittleEndian.Uint64(v[6:])), binary.LittleEndian.Uint16(v[4:])))
}

func (x *xls) cell(row, col uint16, s string) {
	x.wait = false
	switch {
	case int(row) != x.row:
		x.cells.WriteByte('\n')
		x.row, x.col = int(row), int(col)
	case int(col) > x.col:
		x.cells.WriteByte('\t')
		x.col = int(col)
	}
	x.cells.WriteString(s)
}

func (x *xls) endSheet() {
	t := x.cells.String()
	x.cells.Reset()
	x.row, x.col = 0, 0
	if x.open == nil {
		if strings.TrimSpace(t) != "" {
			x.r.say(t)
		}
		return
	}
	head := "\n[sheet " + x.open.name + "]\n"
	if x.open.hidden {
		head = "\n[hidden sheet " + x.open.name + "]\n"
	}
	x.r.view(x.open.name, "application/x-sheet", head, t)
	x.open = nil
}

// link lists where a link in a cell leads.
func (x *xls) link(v []byte) {
	i := bytes.Index(v, []byte("\xe0\xc9\xea\x79\xf9\xba\xce\x11\x8c\x82\x00\xaa\x00\x4b\xa9\x0b"))
	if i < 0 || i+20 > len(v) {
		return
	}
	n := int64(binary.LittleEndian.Uint32(v[i+16:]))
	if n < 0 || n > int64(len(v)-i-20) {
		return
	}
	to, _, _ := strings.Cut(utf16Text(v[i+20:i+20+int(n)]), "\x00")
	if to != "" && len(x.links) < maxLinks && !slices.Contains(x.links, to) {
		x.links = append(x.links, to)
	}
}

// box is the text of a comment or a shape.
func (x *xls) box(v []byte, more [][]byte) {
	if len(v) < 12 || len(more) == 0 || len(more[0]) < 2 {
		return
	}
	n := int(binary.LittleEndian.Uint16(v[10:]))
	b := more[0]
	var t string
	if b[0]&1 != 0 {
		t = utf16Text(b[1:min(len(b), 1+2*n)])
	} else {
		t = charset.Decode(b[1:min(len(b), 1+n)], "windows-1252").Text
	}
	x.cells.WriteString("\n[comment or shape: " + t + "]")
	x.row = -1
}
