package pdf

import (
	"strings"
	"unicode"

	"corridor/app/pdf/syntax"
)

// A composite font may say of none of its codes what letter it is. Two habits of
// programs that make such fonts are tried on all that it draws: codes that are
// the letters themselves, and glyphs that kept the numbers they have in nearly
// every TrueType font, where the letters of the Macintosh set stand in order.
// The letters are taken when what they spell looks like writing, and are counted
// as guessed.
type habit func(code uint32) string

func asLetter(code uint32) string {
	if code >= ' ' && code < 0x7f || code >= 0xa0 && code < 0x250 {
		return string(rune(code))
	}
	return ""
}

var macintosh = syntax.BaseEncoding("MacRomanEncoding")

func asOrdered(code uint32) string {
	switch {
	case code == 3:
		return " "
	case code > 3 && code <= 97:
		return string(rune(code + 29))
	case code > 97 && code < 226:
		return macintosh[code+30]
	}
	return ""
}

// learn tries the habits on the fonts that drew glyphs nobody could name, and
// says whether any of them can be named now.
func (p *painter) learn() bool {
	found := false
	for _, ft := range p.fonts {
		if ft.habit != nil || len(ft.nameless) == 0 {
			continue
		}
		best := 0.0
		for _, h := range []habit{asLetter, asOrdered} {
			if s := likely(ft.nameless, h); s > best {
				best, ft.habit, found = s, h, true
			}
		}
	}
	return found
}

// likely says how much of what a font draws is writing under a habit, from 0
// (too little) to 1: nearly all of it letters, figures and spaces, the letters
// mostly small ones with vowels among them and few that English lacks.
func likely(codes map[uint32]int, h habit) float64 {
	all, good, letters, vowels, small, foreign := 0, 0, 0, 0, 0, 0
	for c, n := range codes {
		s := h(c)
		all += n
		for _, r := range s {
			switch {
			case unicode.IsLetter(r):
				good += n
				letters += n
				if r > 0x7f {
					foreign += n
				}
				if unicode.IsLower(r) {
					small += n
				}
				if strings.ContainsRune("aeiouyáàâäãåéèêëíìîïóòôöõøúùûüæœ", unicode.ToLower(r)) {
					vowels += n
				}
			case unicode.IsDigit(r), strings.ContainsRune(" .,-:;'()/", r):
				good += n
			}
		}
	}
	share := float64(good) / float64(all)
	switch {
	case all < 4, share < 0.85, letters*2 < all:
		return 0
	case vowels*5 < letters, vowels*10 > letters*7, foreign*3 > letters:
		return 0
	case small*2 < letters && letters > 40:
		return 0
	}
	return share
}
