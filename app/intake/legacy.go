package intake

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"corridor/app/intake/alike"
	"corridor/app/intake/charset"
)

// readDoc reads a Word document of the binary kind: Word 6 and 95 by the
// extent of their text, later ones by their table of pieces.
func (r *reader) readDoc(in input, o *oleFile) found {
	f := found{kind: "doc"}
	w := o.streams["WordDocument"]
	if len(w) < 0x200 {
		return fail("doc", "damaged", "the Word document is too damaged")
	}
	version, flags := binary.LittleEndian.Uint16(w[2:]), binary.LittleEndian.Uint16(w[10:])
	if flags&0x100 != 0 {
		if f.fail = r.unsealDoc(o); f.fail != nil {
			return f
		}
		w = o.streams["WordDocument"]
	}
	t := docText{}
	if version < 0xc0 {
		t = word6(w, word6Set(w, o.summarySet()))
	} else {
		name := "0Table"
		if flags&0x200 != 0 {
			name = "1Table"
		}
		t = word97(w, o.streams[name])
	}
	if !t.ok {
		return fail("doc", "damaged", "the text of the Word document (version %d) cannot be found", version)
	}
	shown, codes := wordText(t.text.String())
	for _, c := range codes {
		r.fieldCodes(c)
	}
	r.say(shown)
	if t.hidden {
		r.warn("hidden-text", "the document holds text formatted as hidden; it is included")
	}
	if t.inserted || t.deleted.Len() > 0 {
		r.warn("tracked-changes", "the document keeps tracked changes: deleted text is shown apart")
	}
	if d, _ := wordText(t.deleted.String()); strings.TrimSpace(d) != "" {
		r.view("deleted text", "application/x-tracked-changes", "\n[deleted text, kept by change tracking]\n", d)
	}
	if t := unsaid(t.stored, shown); t != "" {
		r.view("text as stored", "application/x-earlier-revision", "\n[text as a fast save left it in the file, deleted words among it]\n", t)
	}
	r.fieldLinks(codes, shown)
	r.oleMacros(o)
	r.oleProperties(&f, o)
	r.olePools(in, o)
	r.olePictures(in, o, "Data", "WordDocument")
	return f
}

// unsaid gives the lines of stored text that the text shown does not hold.
func unsaid(stored, shown string) string {
	text, _ := wordText(stored)
	runs, lines := alike.Of(shown), map[string]bool{}
	for line := range strings.Lines(shown) {
		lines[lettersOf(line)] = true
	}
	var out []string
	for line := range strings.Lines(text) {
		if l := lettersOf(line); len(l) > 2 && !lines[l] && !runs.Holds(line) {
			out = append(out, strings.TrimSpace(line))
		}
	}
	return strings.Join(out, "\n")
}

// docText is the text of a Word document of the binary kind.
type docText struct {
	text, deleted    strings.Builder
	stored           string // all that a fast save left in the file, in file order
	hidden, inserted bool
	ok               bool
	set              string   // of text of one byte a letter
	used             [][2]int // where the pieces stand in the stream
	marks            []docMark
}

// docMark says that the bytes of the file from one place to another are
// deleted, inserted or hidden.
type docMark struct {
	from, to                  int
	deleted, inserted, hidden bool
}

// word6 reads Word 6 and 95: the extent of the text, or its pieces when the
// document was saved fast.
func word6(w []byte, set string) (t docText) {
	from, to := int(binary.LittleEndian.Uint32(w[0x18:])), int(binary.LittleEndian.Uint32(w[0x1c:]))
	raw := ""
	if from >= 0 && to >= from && to <= len(w) {
		raw = charset.Decode(w[from:to], set).Text
	}
	t.set = set
	if w[10]&4 != 0 && len(w) > 0x168 {
		at, n := int(binary.LittleEndian.Uint32(w[0x160:])), int(binary.LittleEndian.Uint32(w[0x164:]))
		if at >= 0 && n > 0 && at+n <= len(w) && t.pieces(w, w[at:at+n], false) {
			t.stored = raw
			return t
		}
	}
	t.text.WriteString(raw)
	t.ok = raw != ""
	return t
}

// word6Set is the character set of a Word 6 or 95 document: the Macintosh's
// where its head says so ([MS-DOC] calls the field reserved; it was chse), else
// that of its properties, else the one of the language it was written in.
func word6Set(w []byte, summary string) string {
	switch {
	case binary.LittleEndian.Uint16(w[0x14:]) == 0x100:
		return "mac-roman"
	case summary != "" && summary != "utf-16le" && summary != "utf-8":
		return summary
	}
	switch lang := binary.LittleEndian.Uint16(w[6:]); lang & 0x3ff {
	case 0x19, 0x22, 0x23, 0x02, 0x2f:
		return "windows-1251"
	case 0x05, 0x0e, 0x15, 0x18, 0x1a, 0x1b, 0x1c, 0x24:
		return "windows-1250"
	case 0x08:
		return "windows-1253"
	case 0x1f:
		return "windows-1254"
	case 0x0d:
		return "windows-1255"
	case 0x01, 0x20, 0x29:
		return "windows-1256"
	case 0x25, 0x26, 0x27:
		return "windows-1257"
	case 0x11:
		return "shift_jis"
	case 0x12:
		return "euc-kr"
	case 0x04:
		if lang == 0x804 || lang == 0x1004 {
			return "gb18030"
		}
		return "big5"
	}
	return "windows-1252"
}

func word97(w, table []byte) (t docText) {
	if len(w) < 0x1aa {
		return t
	}
	t.set = "windows-1252" // of pieces of one byte a letter ([MS-DOC] 2.9.73)
	block := func(i int) []byte {
		at, n := int(binary.LittleEndian.Uint32(w[0x9a+8*i:])), int(binary.LittleEndian.Uint32(w[0x9a+8*i+4:]))
		if at < 0 || n < 0 || at+n > len(table) {
			return nil
		}
		return table[at : at+n]
	}
	t.marks = docMarks(w, block(12))
	if t.pieces(w, block(33), true) && w[10]&4 != 0 { // saved fast
		t.stored = t.left(w)
	}
	return t
}

// left is the text that a fast save left in the stream w of Word 97 and later
// beside the pieces in use: runs of letters, of one byte or two each.
func (t *docText) left(w []byte) string {
	slices.SortFunc(t.used, func(a, b [2]int) int { return a[0] - b[0] })
	var out strings.Builder
	at := 0x200
	for _, u := range append(t.used, [2]int{len(w), len(w)}) {
		for at < u[0] {
			end := min(u[0], at&^0x1ff+0x200) // pages of text and of tables take turns
			out.WriteString(pageText(w[at:end]))
			at = end
		}
		out.WriteByte('\r')
		at = max(at, u[1])
	}
	return out.String()
}

// pageText gives the text of a page that holds nothing else, or "".
func pageText(b []byte) string {
	b = b[:min(len(b), len(bytes.TrimRight(b, "\x00"))+1)] // the zero after a last letter of two bytes
	for _, s := range []string{utf16Text(b[:len(b)&^1]), charset.Decode(b, "windows-1252").Text} {
		letters, other := 0, 0
		for _, c := range s {
			switch {
			case unicode.IsLetter(c) && (c < 0x2000 || c >= 0x3040 && c < 0xa000), unicode.IsDigit(c) && c < 0x80, c == ' ':
				letters++
			case c >= 0x20 && c < 0x7f, c == '\r', c == 7, c == '\t', c >= 0x2010 && c <= 0x2026:
			default:
				other++
			}
		}
		if letters >= 16 && letters > 10*other && strings.Count(s, " ")*20 > letters {
			return s
		}
	}
	return ""
}

// pieces follows the table of pieces; wide says that their text may be UTF-16.
func (t *docText) pieces(w, clx []byte, wide bool) bool {
	for len(clx) > 0 && clx[0] == 1 { // formatting runs come first
		if len(clx) < 3 {
			return false
		}
		k := 3 + int(binary.LittleEndian.Uint16(clx[1:]))
		if k > len(clx) {
			return false
		}
		clx = clx[k:]
	}
	if len(clx) < 5 || clx[0] != 2 {
		return false
	}
	clx = clx[5:]
	pieces := (len(clx) - 4) / 12
	for i := range pieces {
		from, to := int(binary.LittleEndian.Uint32(clx[4*i:])), int(binary.LittleEndian.Uint32(clx[4*i+4:]))
		fc := binary.LittleEndian.Uint32(clx[4*(pieces+1)+8*i+2:])
		n := to - from
		if n < 0 || n > len(w) || t.text.Len() > 64<<20 {
			t.ok = t.text.Len() > 0
			return t.ok
		}
		at, size := int(fc), 2
		if !wide {
			size = 1
		} else if fc&0x40000000 != 0 {
			at, size = int(fc&^0x40000000)/2, 1
		}
		if at >= 0 && at+size*n <= len(w) {
			t.used = append(t.used, [2]int{at, at + size*n})
			t.piece(w, at, at+size*n, size)
		}
	}
	t.ok = pieces > 0
	return t.ok
}

// piece reads the bytes of one piece, what is deleted apart.
func (t *docText) piece(w []byte, at, end, size int) {
	put := func(to int, out *strings.Builder) {
		if to = at + (to-at)/size*size; to <= at {
			return
		}
		if size == 1 {
			out.WriteString(charset.Decode(w[at:to], t.set).Text)
		} else {
			out.WriteString(utf16Text(w[at:to]))
		}
		at = to
	}
	for _, m := range t.marks {
		if m.to <= at || m.from >= end {
			continue
		}
		t.hidden = t.hidden || m.hidden
		t.inserted = t.inserted || m.inserted
		if m.deleted {
			put(max(m.from, at), &t.text)
			put(min(m.to, end), &t.deleted)
		}
	}
	put(end, &t.text)
}

// docMarks reads the runs of character formatting for the three that matter
// here ([MS-DOC] 2.8.5, 2.9.33, 2.6.1).
func docMarks(w, plc []byte) []docMark {
	var out []docMark
	n := (len(plc) - 4) / 8
	for i := 0; i < n && len(out) < 100000; i++ {
		at := int64(binary.LittleEndian.Uint32(plc[4*(n+1)+4*i:])&0x3fffff) * 512
		if at+512 > int64(len(w)) {
			continue
		}
		page := w[at : at+512]
		runs := int(page[511])
		if 4*(runs+1)+runs > 511 {
			continue
		}
		for k := range runs {
			off := 2 * int(page[4*(runs+1)+k])
			if off == 0 || off+1+int(page[off]) > 511 {
				continue
			}
			m := docMark{from: int(binary.LittleEndian.Uint32(page[4*k:])), to: int(binary.LittleEndian.Uint32(page[4*k+4:]))}
			m.read(page[off+1 : off+1+int(page[off])])
			if m.deleted || m.inserted || m.hidden {
				out = append(out, m)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b docMark) int { return a.from - b.from })
	return out
}

// read goes through the properties of a run.
func (m *docMark) read(b []byte) {
	for len(b) >= 3 {
		op := binary.LittleEndian.Uint16(b)
		size := [...]int{1, 1, 2, 4, 2, 2, 1 + int(b[2]), 3}[op>>13]
		on := b[2] == 1 || b[2] == 0x81
		switch op {
		case 0x0800:
			m.deleted = on
		case 0x0801:
			m.inserted = on
		case 0x083c:
			m.hidden = on
		}
		b = b[min(2+size, len(b)):]
	}
}

func utf16Text(b []byte) string {
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(u))
}

// buttonText is what a MACROBUTTON or GOTOBUTTON field shows: the words of its
// code after the name of the macro or the place; "" of any other field.
func buttonText(code string) string {
	words := strings.Fields(code)
	if len(words) < 3 || !strings.EqualFold(words[0], "MACROBUTTON") && !strings.EqualFold(words[0], "GOTOBUTTON") {
		return ""
	}
	return strings.Join(words[2:], " ")
}

// wordText turns Word's signs into ours and takes field codes out of the text.
func wordText(s string) (text string, codes []string) {
	var out, code strings.Builder
	depth := 0
	var inCode []bool
	for _, c := range s {
		switch {
		case c == 0x13:
			if depth++; depth < 64 {
				inCode = append(inCode, true)
			}
		case c == 0x14:
			if n := len(inCode); n > 0 {
				inCode[n-1] = false
				if n == 1 && len(codes) < 5000 {
					codes = append(codes, code.String())
					code.Reset()
				}
			}
		case c == 0x15:
			if n := len(inCode); n > 0 {
				if inCode[n-1] {
					codes = append(codes, code.String())
					if c := strings.TrimSpace(code.String()); strings.HasPrefix(c, "EQ ") {
						out.WriteString("[field " + c + "]") // what it shows stands in its code
					}
					out.WriteString(buttonText(code.String()))
					code.Reset()
				}
				inCode = inCode[:n-1]
			}
			depth = max(depth-1, 0)
		case len(inCode) > 0 && inCode[len(inCode)-1]:
			code.WriteRune(c)
		case c == '\r' || c == 0x0b || c == 0x0c || c == 0x0e:
			out.WriteByte('\n')
		case c == 7:
			out.WriteByte('\t')
		case c == 0x1e:
			out.WriteByte('-')
		case c == 0x1f || c == 0xfffe || c < 0x20 && c != '\t' && c != '\n':
		default:
			out.WriteRune(c)
		}
	}
	return out.String(), codes
}
