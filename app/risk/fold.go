package risk

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folder turns runes into the lower-case ASCII-like letters that the lexicon is
// written in. It allocates nothing on ASCII text.
type folder struct {
	confusable map[rune]string
}

// invisible reports runes that carry no ink: zero width, bidi controls, soft
// hyphen, variation selectors, tags.
func invisible(r rune) bool {
	switch {
	case r < 0xAD:
		return false
	case r == 0xAD, r == 0x034F, r == 0x061C, r == 0x115F, r == 0x1160, r == 0x17B4, r == 0x17B5, r == 0x3164, r == 0xFFA0:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r == 0xFEFF, r >= 0xE0000 && r <= 0xE01EF, r >= 0x180B && r <= 0x180F:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// fold appends the folded form of r to dst. The second answer says that r was
// something other than plain writing (a look-alike or a hidden mark).
func (f *folder) fold(dst []byte, r rune) ([]byte, bool) {
	if r < utf8.RuneSelf {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(dst, byte(r)), false
	}
	if invisible(r) {
		return dst, r != 0xFE0F && r != 0x200D && r != 0xFEFF
	}
	switch r {
	case 0x2018, 0x2019, 0x02BC, 0x2032, 0x00B4, 0x201B:
		return append(dst, '\''), false
	case 0x201C, 0x201D, 0x201E, 0x00AB, 0x00BB:
		return append(dst, '"'), false
	case 0x2010, 0x2011:
		return append(dst, '-'), false
	case 0x2012, 0x2013, 0x2014, 0x2015, 0x2212:
		return append(dst, ';'), false
	case 0x2026:
		return append(dst, '.'), false
	case 0x00A0, 0x2009, 0x202F, 0x3000, 0x2003, 0x2002, 0x2028, 0x2029, 0x0085:
		return append(dst, ' '), false
	case 0xA3, 0x20AC:
		return utf8.AppendRune(dst, r), false
	}
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) {
		return dst, false
	}
	if l := squared(r); l != 0 {
		return append(dst, l), true
	}
	if s, ok := f.confusable[r]; ok {
		return append(dst, s...), true
	}
	return f.foldCompat(dst, r)
}

func (f *folder) foldCompat(dst []byte, r rune) ([]byte, bool) {
	var raw [utf8.UTFMax]byte
	n := utf8.EncodeRune(raw[:], r)
	odd := false
	for _, d := range string(norm.NFKD.Bytes(raw[:n])) {
		switch {
		case unicode.Is(unicode.Mn, d):
			continue
		case d < utf8.RuneSelf:
			odd = odd || !unicode.IsLetter(r) || r > 0x24F
			dst, _ = f.fold(dst, d)
		default:
			if s, ok := f.confusable[d]; ok {
				dst, odd = append(dst, s...), true
				continue
			}
			dst = utf8.AppendRune(dst, unicode.ToLower(d))
		}
	}
	return dst, odd
}

// squared maps enclosed and regional letters, which NFKC leaves alone.
func squared(r rune) byte {
	switch {
	case r >= 0x1F130 && r <= 0x1F149:
		return byte('a' + r - 0x1F130)
	case r >= 0x1F150 && r <= 0x1F169:
		return byte('a' + r - 0x1F150)
	case r >= 0x1F170 && r <= 0x1F189:
		return byte('a' + r - 0x1F170)
	case r >= 0x1F1E6 && r <= 0x1F1FF:
		return byte('a' + r - 0x1F1E6)
	}
	return 0
}
