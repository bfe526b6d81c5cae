package pdf

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// font turns the codes of a shown string into text and widths.
type font struct {
	wide     bool
	space    []span // codespaces of a composite font
	to       map[uint32]string
	simple   [256]string
	widths   map[uint32]float64
	standard string // family of a font that carries no widths
	missing  float64
	gid      map[uint32]string // by glyph of the embedded program
	cids     map[uint32]uint32 // code to CID, from an embedded CMap
	legacy   encoding.Encoding // codes are text in this set
	twoBytes bool
	// codesAreText: the codes are Unicode already.
	codesAreText bool
}

type span struct {
	n      int
	lo, hi uint32
}

// glyph is one code with what it means.
type glyph struct {
	text  string
	width float64 // thousandths of the font size
	space bool    // the single byte 32, to which word spacing applies
	known bool
}

func (f *file) font(d dict) *font {
	ft := &font{to: map[uint32]string{}, widths: map[uint32]float64{}, missing: 500}
	if s, ok := f.get(d["ToUnicode"]).(*stream); ok {
		if b, ok := f.decode(s); ok {
			ft.to, ft.space = parseCMap(b)
		}
	}
	if n, ok := f.get(d["ToUnicode"]).(name); ok && strings.HasPrefix(string(n), "Identity") {
		ft.codesAreText = true
	}
	if n, _ := f.get(d["Subtype"]).(name); n == "Type0" {
		f.composite(ft, d)
		return ft
	}
	ft.space = nil
	f.simpleFont(ft, d)
	return ft
}

func (f *file) simpleFont(ft *font, d dict) {
	desc := f.dict(d["FontDescriptor"])
	base, _ := f.get(d["BaseFont"]).(name)
	flags := f.integer(desc["Flags"])
	enc := name("StandardEncoding")
	sub, _ := f.get(d["Subtype"]).(name)
	if sub == "TrueType" {
		enc = "WinAnsiEncoding"
	}
	var diff []any
	explicit := false
	switch e := f.get(d["Encoding"]).(type) {
	case name:
		enc, explicit = e, true
	case dict:
		if n, ok := f.get(e["BaseEncoding"]).(name); ok {
			enc, explicit = n, true
		}
		diff = f.array(e["Differences"])
	}
	ft.simple = baseEncoding(enc)
	if !explicit && (flags&4 != 0 || len(diff) == 0) {
		if built := f.builtin(desc); built != nil {
			for i, s := range built {
				if s != "" {
					ft.simple[i] = s
				}
			}
		}
	}
	at := 0
	for _, v := range diff {
		switch v := f.get(v).(type) {
		case int:
			at = v
		case name:
			if at >= 0 && at < 256 {
				t := ligature(string(v))
				if t == "" {
					t = glyphText(string(v))
				}
				if t == "" && numbered(string(v)) == at {
					t = baseEncoding("WinAnsiEncoding")[at]
				}
				ft.simple[at] = t
			}
			at++
		}
	}
	first := f.integer(d["FirstChar"])
	for i, w := range f.array(d["Widths"]) {
		if x, ok := f.number(w); ok && i < 256 {
			ft.widths[uint32(first+i)] = x
		}
	}
	if sub == "Type3" {
		if m := f.array(d["FontMatrix"]); len(m) > 0 {
			if a, ok := f.number(m[0]); ok && a != 0 {
				for k := range ft.widths {
					ft.widths[k] *= a * 1000
				}
			}
		}
	}
	if m, ok := f.number(desc["MissingWidth"]); ok && (m > 0 || len(ft.widths) > 0) {
		ft.missing = m
	}
	if len(ft.widths) == 0 {
		ft.standard = strings.ToLower(string(base))
	}
}

// numbered gives the number in a glyph name such as "a97", or -1: some
// programs name a glyph by the code it stands for.
func numbered(n string) int {
	v, err := strconv.Atoi(strings.TrimLeft(n, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if err != nil {
		return -1
	}
	return v
}

// builtin reads the encoding inside an embedded Type 1 or CFF program.
func (f *file) builtin(desc dict) []string {
	if s, ok := f.get(desc["FontFile3"]).(*stream); ok {
		if b, ok := f.decode(s); ok {
			return cffEncoding(b)
		}
	}
	s, ok := f.get(desc["FontFile"]).(*stream)
	if !ok {
		return nil
	}
	b, _ := f.decode(s)
	i := bytes.Index(b, []byte("/Encoding"))
	if i < 0 {
		return nil
	}
	out := make([]string, 256)
	l := lexer{b: b[i:min(len(b), i+20000)]}
	for !l.end() {
		k := l.next(0, false)
		if k == keyword("def") || k == keyword("eexec") {
			break
		}
		if k != keyword("dup") {
			continue
		}
		code, ok := l.next(0, false).(int)
		n, ok2 := l.next(0, false).(name)
		if ok && ok2 && code >= 0 && code < 256 {
			if out[code] = ligature(string(n)); out[code] == "" {
				out[code] = glyphText(string(n))
			}
		}
	}
	return out
}

func (f *file) composite(ft *font, d dict) {
	ft.wide, ft.missing = true, 1000
	list := f.array(d["DescendantFonts"])
	var down dict
	if len(list) > 0 {
		down = f.dict(list[0])
	}
	if w, ok := f.number(down["DW"]); ok {
		ft.missing = w
	}
	f.cidWidths(ft, f.array(down["W"]))
	cspace := []span(nil)
	switch e := f.get(d["Encoding"]).(type) {
	case name:
		ft.legacy, ft.twoBytes = legacyCMap(string(e))
	case *stream:
		if b, ok := f.decode(e); ok {
			_, cspace = parseCMap(b)
			ft.cids = parseCIDs(b)
		}
	}
	if len(cspace) > 0 {
		ft.space = cspace
	} else if ft.legacy == nil {
		ft.space = []span{{2, 0, 0xffff}}
	}
	if len(ft.to) == 0 {
		ft.gid = f.program(f.dict(down["FontDescriptor"]))
		if s, ok := f.get(down["CIDToGIDMap"]).(*stream); ok && ft.gid != nil {
			b, _ := f.decode(s)
			byCID := map[uint32]string{}
			for i := 0; 2*i+1 < len(b) && i < 1<<16; i++ {
				if t, ok := ft.gid[uint32(binary.BigEndian.Uint16(b[2*i:]))]; ok {
					byCID[uint32(i)] = t
				}
			}
			ft.gid = byCID
		}
	}
}

// legacyCMap knows the predefined CMaps whose codes are text in some set.
func legacyCMap(n string) (encoding.Encoding, bool) {
	switch {
	case strings.Contains(n, "UCS2"), strings.Contains(n, "UTF16"):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), true
	case strings.Contains(n, "RKSJ"):
		return japanese.ShiftJIS, false
	case n == "EUC-H" || n == "EUC-V":
		return japanese.EUCJP, false
	case strings.HasPrefix(n, "GB"):
		return simplifiedchinese.GB18030, false
	case strings.HasPrefix(n, "B5"), strings.HasPrefix(n, "ET"), strings.HasPrefix(n, "HKscs"):
		return traditionalchinese.Big5, false
	case strings.HasPrefix(n, "KSC"):
		return korean.EUCKR, false
	}
	return nil, false
}

func (f *file) cidWidths(ft *font, w []any) {
	for i := 0; i+1 < len(w) && len(ft.widths) < 70000; {
		first := f.integer(w[i])
		if list := f.array(w[i+1]); list != nil {
			for k, v := range list {
				x, _ := f.number(v)
				ft.widths[uint32(first+k)] = x
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			return
		}
		last := f.integer(w[i+1])
		x, _ := f.number(w[i+2])
		for k := first; k <= last && k-first < 70000; k++ {
			ft.widths[uint32(k)] = x
		}
		i += 3
	}
}

// glyphs takes a shown string apart.
func (ft *font) glyphs(s []byte, emit func(glyph)) {
	if !ft.wide {
		for _, c := range s {
			t, ok := ft.to[uint32(c)]
			if !ok || t == "" || t == "\x00" || t == "\ufffd" {
				t = ft.simple[c]
			}
			w, have := ft.widths[uint32(c)]
			if !have {
				w = ft.missing
				if ft.standard != "" {
					w = standardWidth(ft.standard, c)
				}
			}
			emit(glyph{tidy(t), w, c == 32, t != ""})
		}
		return
	}
	if ft.legacy != nil && len(ft.to) == 0 {
		ft.legacyGlyphs(s, emit)
		return
	}
	for len(s) > 0 {
		code, n := ft.code(s)
		s = s[n:]
		t, ok := ft.to[code]
		cid := code
		if ft.cids != nil {
			cid = ft.cids[code]
		}
		if !ok {
			t, ok = ft.gid[cid]
		}
		if !ok && ft.codesAreText && code > 0 {
			t, ok = string(rune(code)), true
		}
		w, have := ft.widths[cid]
		if !have {
			w = ft.missing
		}
		emit(glyph{tidy(t), w, n == 1 && code == 32, ok})
	}
}

func (ft *font) code(s []byte) (uint32, int) {
	v := uint32(0)
	for n := 1; n <= 4 && n <= len(s); n++ {
		v = v<<8 | uint32(s[n-1])
		for _, sp := range ft.space {
			if sp.n == n && v >= sp.lo && v <= sp.hi {
				return v, n
			}
		}
	}
	if len(s) == 1 {
		return uint32(s[0]), 1
	}
	n := 2
	if len(ft.space) > 0 {
		n = min(ft.space[0].n, len(s))
	}
	v = 0
	for _, c := range s[:n] {
		v = v<<8 | uint32(c)
	}
	return v, n
}

func (ft *font) legacyGlyphs(s []byte, emit func(glyph)) {
	out, _ := ft.legacy.NewDecoder().Bytes(s)
	for _, r := range string(out) {
		w := 1000.0
		if r < 0x80 {
			w = 500
		}
		emit(glyph{string(r), w, r == ' ', r != utf8.RuneError})
	}
}

// parseCMap reads a ToUnicode map: code to text, and the codespaces.
func parseCMap(b []byte) (map[uint32]string, []span) {
	to := map[uint32]string{}
	var spaces []span
	l := lexer{b: b}
	var stack []any
	for !l.end() && len(to) < 200000 {
		v := l.next(0, false)
		k, ok := v.(keyword)
		if !ok {
			if len(stack) < 4096 {
				stack = append(stack, v)
			}
			continue
		}
		switch k {
		case "begincodespacerange", "beginbfchar", "beginbfrange", "begincidrange", "begincidchar":
			stack = stack[:0]
		case "endcodespacerange":
			for i := 0; i+1 < len(stack); i += 2 {
				lo, ok := stack[i].([]byte)
				hi, ok2 := stack[i+1].([]byte)
				if ok && ok2 && len(lo) > 0 && len(lo) <= 4 {
					spaces = append(spaces, span{len(lo), code(lo), code(hi)})
				}
			}
		case "endbfchar":
			for i := 0; i+1 < len(stack); i += 2 {
				if src, ok := stack[i].([]byte); ok {
					to[code(src)] = target(stack[i+1])
				}
			}
		case "endbfrange":
			for i := 0; i+2 < len(stack); i += 3 {
				mapRange(to, stack[i], stack[i+1], stack[i+2])
			}
		}
	}
	return to, spaces
}

func mapRange(to map[uint32]string, a, b, dst any) {
	lo, ok := a.([]byte)
	hi, ok2 := b.([]byte)
	if !ok || !ok2 {
		return
	}
	first, last := code(lo), code(hi)
	if last < first || last-first > 0xffff {
		return
	}
	if list, ok := dst.([]any); ok {
		for i, v := range list {
			if first+uint32(i) > last {
				return
			}
			to[first+uint32(i)] = target(v)
		}
		return
	}
	base := []rune(target(dst))
	if len(base) == 0 {
		return
	}
	for c := first; c <= last; c++ {
		text := append([]rune(nil), base...)
		text[len(text)-1] += rune(c - first)
		to[c] = string(text)
	}
}

func code(b []byte) uint32 {
	v := uint32(0)
	for _, c := range b[:min(len(b), 4)] {
		v = v<<8 | uint32(c)
	}
	return v
}

func target(v any) string {
	switch v := v.(type) {
	case []byte:
		if len(v) == 1 {
			return string(rune(v[0]))
		}
		u := make([]uint16, len(v)/2)
		for i := range u {
			u[i] = binary.BigEndian.Uint16(v[2*i:])
		}
		return string(utf16.Decode(u))
	case name:
		return glyphText(string(v))
	}
	return ""
}

// parseCIDs reads the code-to-CID part of an embedded CMap.
func parseCIDs(b []byte) map[uint32]uint32 {
	out := map[uint32]uint32{}
	l := lexer{b: b}
	var stack []any
	for !l.end() && len(out) < 200000 {
		v := l.next(0, false)
		k, ok := v.(keyword)
		if !ok {
			if len(stack) < 4096 {
				stack = append(stack, v)
			}
			continue
		}
		switch k {
		case "begincidrange", "begincidchar":
			stack = stack[:0]
		case "endcidchar":
			for i := 0; i+1 < len(stack); i += 2 {
				src, ok := stack[i].([]byte)
				n, ok2 := stack[i+1].(int)
				if ok && ok2 {
					out[code(src)] = uint32(n)
				}
			}
		case "endcidrange":
			for i := 0; i+2 < len(stack); i += 3 {
				lo, ok := stack[i].([]byte)
				hi, ok2 := stack[i+1].([]byte)
				n, ok3 := stack[i+2].(int)
				if !ok || !ok2 || !ok3 {
					continue
				}
				for c := code(lo); c <= code(hi) && c-code(lo) < 0x10000; c++ {
					out[c] = uint32(n) + c - code(lo)
				}
			}
		}
	}
	return out
}

// program reads the character map of an embedded TrueType program backwards:
// glyph to text. It serves fonts that say nothing else about their codes.
func (f *file) program(desc dict) map[uint32]string {
	s, ok := f.get(desc["FontFile2"]).(*stream)
	if !ok {
		return nil
	}
	b, _ := f.decode(s)
	out := map[uint32]string{}
	if len(b) < 12 {
		return nil
	}
	tables := int(binary.BigEndian.Uint16(b[4:]))
	for i := 0; i < tables && 12+16*i+16 <= len(b); i++ {
		e := b[12+16*i:]
		if string(e[:4]) != "cmap" {
			continue
		}
		off := int(binary.BigEndian.Uint32(e[8:]))
		if off+4 <= len(b) {
			readCmap(b[off:], out)
		}
	}
	return out
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

// standardWidth guesses the width of a sign in one of the fonts every reader
// has, which files need not describe.
func standardWidth(family string, c byte) float64 {
	if strings.Contains(family, "courier") {
		return 600
	}
	w := 556.0
	switch {
	case strings.IndexByte("iIjl.,:;'|!ftr()[]/ -", c) >= 0:
		w = 278
	case strings.IndexByte("mMW@%", c) >= 0:
		w = 850
	case c >= 'A' && c <= 'Z':
		w = 680
	}
	if strings.Contains(family, "times") {
		w *= 0.88
	}
	return w
}
