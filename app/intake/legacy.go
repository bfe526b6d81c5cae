package intake

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

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
		return fail("doc", "password-required", "the Word document is encrypted")
	}
	var text string
	ok := false
	if version < 0xc0 {
		text, ok = word6(w)
	} else {
		name := "0Table"
		if flags&0x200 != 0 {
			name = "1Table"
		}
		text, ok = word97(w, o.streams[name])
	}
	if !ok {
		return fail("doc", "damaged", "the text of the Word document (version %d) cannot be found", version)
	}
	shown, codes := wordText(text)
	for _, c := range codes {
		r.fieldCodes(c)
	}
	r.say(shown)
	r.oleMacros(o)
	r.oleProperties(&f, o)
	r.olePools(in, o)
	return f
}

func word6(w []byte) (string, bool) {
	from, to := int(binary.LittleEndian.Uint32(w[0x18:])), int(binary.LittleEndian.Uint32(w[0x1c:]))
	if from < 0 || to < from || to > len(w) {
		return "", false
	}
	return charset.Decode(w[from:to], "windows-1252").Text, true
}

func word97(w, table []byte) (string, bool) {
	if len(w) < 0x1aa {
		return "", false
	}
	at, n := int(binary.LittleEndian.Uint32(w[0x1a2:])), int(binary.LittleEndian.Uint32(w[0x1a6:]))
	if at < 0 || n < 0 || at+n > len(table) {
		return "", false
	}
	clx := table[at : at+n]
	for len(clx) > 0 && clx[0] == 1 { // formatting runs come first
		if len(clx) < 3 {
			return "", false
		}
		k := 3 + int(binary.LittleEndian.Uint16(clx[1:]))
		if k > len(clx) {
			return "", false
		}
		clx = clx[k:]
	}
	if len(clx) < 5 || clx[0] != 2 {
		return "", false
	}
	clx = clx[5:]
	pieces := (len(clx) - 4) / 12
	var out strings.Builder
	for i := range pieces {
		from, to := int(binary.LittleEndian.Uint32(clx[4*i:])), int(binary.LittleEndian.Uint32(clx[4*i+4:]))
		fc := binary.LittleEndian.Uint32(clx[4*(pieces+1)+8*i+2:])
		n := to - from
		if n < 0 || n > len(w) || out.Len() > 64<<20 {
			return out.String(), out.Len() > 0
		}
		if fc&0x40000000 != 0 {
			at := int(fc&^0x40000000) / 2
			if at+n <= len(w) {
				out.WriteString(charset.Decode(w[at:at+n], "windows-1252").Text)
			}
		} else if at := int(fc); at+2*n <= len(w) {
			out.WriteString(utf16Text(w[at : at+2*n]))
		}
	}
	return out.String(), pieces > 0
}

func utf16Text(b []byte) string {
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(u))
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

// oleProperties reads the title from the summary of a compound document.
func (r *reader) oleProperties(f *found, o *oleFile) {
	b := o.streams["\x05SummaryInformation"]
	if b == nil {
		b = o.streams["SummaryInformation"]
	}
	if len(b) < 48 {
		return
	}
	sec := int(binary.LittleEndian.Uint32(b[44:]))
	if sec < 0 || sec+8 > len(b) {
		return
	}
	s := b[sec:]
	n := int(binary.LittleEndian.Uint32(s[4:]))
	set := ""
	var lines []string
	names := map[uint32]string{2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "comments", 8: "last author", 18: "program"}
	for pass := range 2 {
		for i := 0; i < n && i < 100 && 8+8*i+8 <= len(s); i++ {
			id, at := binary.LittleEndian.Uint32(s[8+8*i:]), int(binary.LittleEndian.Uint32(s[8+8*i+4:]))
			if at < 0 || at+8 > len(s) {
				continue
			}
			typ := binary.LittleEndian.Uint32(s[at:])
			if pass == 0 {
				if id == 1 && typ == 2 {
					set = codePage(int(binary.LittleEndian.Uint16(s[at+4:])))
				}
				continue
			}
			k := int(binary.LittleEndian.Uint32(s[at+4:]))
			if typ != 0x1e || k < 0 || at+8+k > len(s) || names[id] == "" {
				continue
			}
			if v := strings.TrimSpace(tnefText(s[at+8:at+8+k], set)); v != "" {
				lines = append(lines, names[id]+": "+v)
				if id == 2 {
					f.subject = v
				}
			}
		}
	}
	if len(lines) > 0 {
		r.note("document properties", strings.Join(lines, "\n"))
	}
}
