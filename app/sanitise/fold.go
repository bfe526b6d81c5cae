package sanitise

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func invisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0x34F, r == 0x115F, r == 0x1160, r == 0x3164, r == 0x180E:
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0000 && r <= 0xE01EF:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// folder turns one rune into its plain lower-case form.
type folder struct{ cache map[rune]string }

func (f *folder) fold(r rune) string {
	switch r {
	case '‘', '’', '‚', '‛', '′', 'ʼ', '`', '´':
		return "'"
	case '“', '”', '„', '‟', '″', '«', '»', '‹', '›', '❝', '❞', '「', '」', '『', '』':
		return "\""
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return "-"
	case '£', '€':
		return string(r)
	case 0xA0, 0x2007, 0x202F, 0x2009, 0x2003, 0x2002:
		return " "
	}
	if s, ok := f.cache[r]; ok {
		return s
	}
	if f.cache == nil {
		f.cache = map[rune]string{}
	}
	s := foldSlow(r)
	f.cache[r] = s
	return s
}

func foldSlow(r rune) string {
	var b strings.Builder
	for _, c := range norm.NFKD.String(string(r)) {
		if unicode.Is(unicode.Mn, c) {
			continue
		}
		c = unicode.ToLower(c)
		if a := lookAlike(c); a != 0 {
			c = a
		} else if unicode.Is(unicode.Nd, c) {
			c = digitOf(c)
		}
		b.WriteRune(c)
	}
	if b.Len() == 0 {
		return ""
	}
	return b.String()
}

// digitOf gives the ASCII digit of any decimal digit: Unicode keeps each set of
// ten together in order.
func digitOf(c rune) rune {
	n := 0
	for n < 9 && unicode.Is(unicode.Nd, c-1) {
		c--
		n++
	}
	return '0' + rune(n)
}

// lookAlike maps Cyrillic and Greek letters drawn like Latin ones.
func lookAlike(c rune) rune {
	switch c {
	case 'а', 'α':
		return 'a'
	case 'в', 'β':
		return 'b'
	case 'с', 'ϲ':
		return 'c'
	case 'ԁ':
		return 'd'
	case 'е', 'ε', 'ё':
		return 'e'
	case 'һ':
		return 'h'
	case 'і', 'ι', 'ı':
		return 'i'
	case 'ј':
		return 'j'
	case 'к', 'κ':
		return 'k'
	case 'м':
		return 'm'
	case 'н', 'η':
		return 'n'
	case 'о', 'ο', 'ᴏ':
		return 'o'
	case 'р', 'ρ':
		return 'p'
	case 'ѕ':
		return 's'
	case 'т', 'τ':
		return 't'
	case 'υ', 'ц':
		return 'u'
	case 'ν', 'ѵ':
		return 'v'
	case 'ԝ', 'ω':
		return 'w'
	case 'х', 'χ':
		return 'x'
	case 'у', 'γ':
		return 'y'
	case 'ß':
		return 's'
	case 'ø':
		return 'o'
	case 'ł':
		return 'l'
	}
	return 0
}
