package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// nameless is a page of a composite font that says no letter of its codes.
func nameless(codes []int) []byte {
	var hex strings.Builder
	for _, c := range codes {
		fmt.Fprintf(&hex, "%04x", c)
	}
	return build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>", streamOf("", "BT /F 12 Tf <"+hex.String()+"> Tj ET"),
		"<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[6 0 R]>>", "<</Type/Font/Subtype/CIDFontType2/CIDSystemInfo<</Ordering(Identity)>>/DW 600>>")
}

// Codes that nothing names are read where what they spell is writing, and only
// there; the letters count as guessed.
func TestReadNamelessFonts(t *testing.T) {
	ordered := func(s string) (codes []int) {
		for _, r := range s {
			codes = append(codes, int(r)-29)
		}
		return codes
	}
	var plain, packed []int
	for i, r := range "the consignment leaves at nine" {
		plain = append(plain, int(r))
		packed = append(packed, i%11+1)
	}
	var odd []int // letters all, and no language
	for _, r := range "ČãþĝåêitpčâýěäéÈËeČâýěäéi" {
		odd = append(odd, int(r))
	}
	for _, c := range []struct {
		name  string
		codes []int
		want  string
	}{
		{"glyphs in the usual order", ordered("The grey van, at 9"), "The grey van, at 9"},
		{"letters beyond ASCII", append(ordered("Caf"), 112), "Café"},
		{"codes that are letters", plain, "the consignment leaves at nine"},
		{"glyphs numbered as they came", packed, ""},
		{"three glyphs are too few", ordered("van"), ""},
		{"letters of no language", odd, ""},
		{"no vowel", ordered("xkcd qrst bcdf"), ""},
	} {
		d, err := Read(nameless(c.codes), "", small)
		if err != nil || strings.TrimSpace(d.Text) != c.want {
			t.Errorf("%s: %v %q, want %q", c.name, err, d.Text, c.want)
		}
		if guessed := d.Guessed; (guessed == len(c.codes)) != (c.want != "") || d.Guessed+d.Unreadable != d.Shown || d.Shown != len(c.codes) {
			t.Errorf("%s: %d guessed, %d unreadable of %d", c.name, guessed, d.Unreadable, d.Shown)
		}
	}
}
