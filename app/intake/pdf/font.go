package pdf

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"corridor/app/pdf/syntax"
)

// font turns the codes of a shown string into text and widths.
type font struct {
	wide     bool
	vertical bool           // text runs down the page, a square a glyph
	space    []syntax.Codes // codespaces of a composite font
	to       map[uint32]string
	simple   [256]string
	widths   map[uint32]float64
	standard string // family of a font that carries no widths
	missing  float64
	tall     float64           // height of the glyphs of a drawn font in sizes of it; 0: as of any other
	gid      map[uint32]string // by glyph of the embedded program
	cids     map[uint32]uint32 // code to CID, from an embedded CMap
	legacy   encoding.Encoding // codes are text in this set
	twoBytes bool
	// codesAreText: the codes are Unicode already.
	codesAreText bool
	nameless     map[uint32]int // how often codes were drawn that say no letter
	habit        habit          // by which such codes are named
	collection   []rune         // sign of each CID, of a font in a known collection
	guess        [256]bool      // the letter was taken from the code for want of a name
}

// glyph is one code with what it means.
type glyph struct {
	text  string
	width float64 // thousandths of the font size
	space bool    // the single byte 32, to which word spacing applies
	known bool
	guess bool
}

func (f *file) font(d dict) *font {
	ft := &font{to: map[uint32]string{}, widths: map[uint32]float64{}, missing: 500}
	if s, ok := f.get(d["ToUnicode"]).(*stream); ok {
		if b, ok := f.decode(s); ok {
			m := syntax.ReadCMap(b)
			ft.to, ft.space = m.Text, m.Spaces
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
	if isSymbol(string(base)) {
		enc = "Symbol"
	}
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
	ft.simple = syntax.BaseEncoding(enc)
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
				t := syntax.Glyph(string(v))
				if t == "" && (numbered(string(v)) == at || hexNumbered(string(v)) == at) {
					t = syntax.BaseEncoding("WinAnsiEncoding")[at]
				}
				if t == "" && v == "g3" {
					t = " " // the third glyph of nearly every TrueType font
				}
				if t == "" && sub == "Type3" && v != ".notdef" && at > 32 && at < 127 {
					t, ft.guess[at] = string(rune(at)), true
				}
				ft.simple[at] = t
			}
			at++
		}
	}
	if sub == "TrueType" && !explicit && len(diff) == 0 && flags&4 != 0 && len(ft.to) == 0 {
		f.symbolic(ft, desc)
	}
	first := f.integer(d["FirstChar"])
	for i, w := range f.array(d["Widths"]) {
		if x, ok := f.number(w); ok && i < 256 {
			ft.widths[uint32(first+i)] = x
		}
	}
	if sub == "Type3" {
		ft.tall = f.tall(d)
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

// tall is how high the glyphs of a Type 3 font are beside its size, which says
// nothing of them: their own matrix does. It is 0 where that is as usual or
// cannot be told.
func (f *file) tall(d dict) float64 {
	m, box := f.array(d["FontMatrix"]), f.array(d["FontBBox"])
	if len(m) != 6 || len(box) != 4 {
		return 0
	}
	by, _ := f.number(m[3])
	low, _ := f.number(box[1])
	high, _ := f.number(box[3])
	if t := math.Abs(by * (high - low)); t > 0.002 && (t < 0.4 || t > 2.5 && t < 500) {
		return t
	}
	return 0
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

// hexNumbered is numbered for names such as "C2f", whose number is hexadecimal.
func hexNumbered(n string) int {
	if len(n) < 3 {
		return -1
	}
	v, err := strconv.ParseUint(n[len(n)-2:], 16, 8)
	if err != nil || strings.Trim(n[:len(n)-2], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return -1
	}
	return int(v)
}

func isSymbol(base string) bool {
	if i := strings.IndexByte(base, '+'); i == 6 {
		base = base[7:]
	}
	return base == "Symbol" || strings.HasPrefix(base, "Symbol,") || base == "SymbolMT" || strings.HasPrefix(base, "SymbolMT,")
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
	l := syntax.Lexer{B: b[i:min(len(b), i+20000)]}
	for !l.End() {
		k := l.Next()
		if k == keyword("def") || k == keyword("eexec") {
			break
		}
		if k != keyword("dup") {
			continue
		}
		code, ok := l.Next().(int)
		n, ok2 := l.Next().(name)
		if ok && ok2 && code >= 0 && code < 256 {
			out[code] = syntax.Glyph(string(n))
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
	ordering := f.bytes(f.dict(down["CIDSystemInfo"])["Ordering"])
	ft.collection = collection(string(ordering))
	cspace := []syntax.Codes(nil)
	switch e := f.get(d["Encoding"]).(type) {
	case name:
		ft.legacy, ft.twoBytes = legacyCMap(string(e))
		ft.vertical = e == "V" || strings.HasSuffix(string(e), "-V")
	case *stream:
		if b, ok := f.decode(e); ok {
			m := syntax.ReadCMap(b)
			cspace, ft.cids = m.Spaces, m.CID
			ft.vertical = f.integer(e.dict["WMode"]) == 1
		}
	}
	if len(cspace) > 0 {
		ft.space = cspace
	} else if ft.legacy == nil {
		ft.space = []syntax.Codes{{N: 2, Hi: 0xffff}}
	}
	if len(ft.to) == 0 && ft.collection == nil {
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
	case n == "H" || n == "V":
		return japanese.EUCJP, true // its bytes lack the high bit: legacyGlyphs sets it
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
			if t == "" && c == ' ' {
				t = " " // named as no glyph at all, it still parts words
			}
			w, have := ft.widths[uint32(c)]
			if !have {
				w = ft.missing
				if ft.standard != "" {
					w = standardWidth(ft.standard, c)
				}
			}
			emit(glyph{tidy(t), w, c == 32, t != "", !ok && ft.guess[c]})
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
		if !ok && int(cid) < len(ft.collection) && ft.collection[cid] != 0 {
			t, ok = string(ft.collection[cid]), true
		}
		if !ok && ft.codesAreText && code > 0 {
			t, ok = string(rune(code)), true
		}
		w, have := ft.widths[cid]
		if !have {
			w = ft.missing
		}
		guess := false
		switch {
		case ok:
		case ft.habit != nil:
			t = ft.habit(cid)
			ok = t != ""
			guess = ok
		case len(ft.nameless) < 1000:
			if ft.nameless == nil {
				ft.nameless = map[uint32]int{}
			}
			ft.nameless[cid]++
		}
		emit(glyph{tidy(t), w, n == 1 && code == 32, ok, guess})
	}
}

func (ft *font) legacyGlyphs(s []byte, emit func(glyph)) {
	if ft.twoBytes && ft.legacy == japanese.EUCJP {
		s = bytes.Clone(s)
		for i := range s {
			s[i] |= 0x80
		}
	}
	out, _ := ft.legacy.NewDecoder().Bytes(s)
	for _, r := range string(out) {
		w := 1000.0
		if r < 0x80 {
			w = 500
		}
		emit(glyph{string(r), w, r == ' ', r != utf8.RuneError, false})
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

// tidy turns presentation forms and ligatures into the letters they stand for.
func tidy(s string) string {
	for _, r := range s {
		if r >= 0xfb00 && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefc {
			return norm.NFKC.String(s)
		}
	}
	return s
}
