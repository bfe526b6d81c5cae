package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// withFont is a page that shows content in the font F, whose object is given;
// more objects follow from number 6.
func withFont(content, font string, more ...string) []byte {
	return build(append([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>", streamOf("", content), font}, more...)...)
}

func TestLettersOfFontsWithoutAMap(t *testing.T) {
	cid := func(ordering string) string {
		return "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(" + ordering + ")/Supplement 2>>>>]>>"
	}
	for _, c := range []struct {
		name, content, font, want string
		guessed                   int
	}{
		{"Japanese by CID", "BT /F 12 Tf <034b034c034d> Tj ET", cid("Japan1"), "あぃい", 0},
		{"simplified Chinese by CID", "BT /F 12 Tf <0f8e> Tj ET", cid("GB1"), string(collection("GB1")[0xf8e]), 0},
		{"rows of JIS in seven bits", "BT /F 12 Tf <2422 2424> Tj ET", strings.Replace(cid("Japan1"), "Identity-H", "H", 1), "あい", 0},
		{"Greek by the font's name", "BT /F 12 Tf (abg) Tj ET", "<</Type/Font/Subtype/Type1/BaseFont/Symbol>>", "αβγ", 0},
		{"a space named by its number", "BT /F 12 Tf (A\\002B) Tj ET", "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[2/g3 65/A/B]>>>>", "A B", 0},
		{"glyphs named by hexadecimal code", "BT /F 12 Tf (AB) Tj ET", "<</Type/Font/Subtype/Type3/FontMatrix[1 0 0 1 0 0]/Encoding<</Differences[65/C41/C42]>>>>", "AB", 0},
		{"drawn letters that have no name", "BT /F 12 Tf (ab) Tj ET", "<</Type/Font/Subtype/Type3/FontMatrix[0.001 0 0 0.001 0 0]/Encoding<</Differences[97/CP/CR]>>>>", "ab", 2},
	} {
		d, err := Read(withFont(c.content, c.font), "", small)
		if err != nil || strings.TrimSpace(d.Text) != c.want || d.Guessed != c.guessed {
			t.Errorf("%s: %v %q guessed %d, want %q and %d", c.name, err, d.Text, d.Guessed, c.want, c.guessed)
		}
	}
}

func TestEveryCollectionUnpacks(t *testing.T) {
	for n, want := range map[string]struct {
		cid int
		r   rune
	}{"Japan1": {843, 'あ'}, "GB1": {34, 'A'}, "CNS1": {34, 'A'}, "Korea1": {34, 'A'}} {
		if got := collection(n); len(got) < 18000 || got[want.cid] != want.r {
			t.Errorf("%s: %d signs, %q at %d", n, len(got), string(got[min(want.cid, len(got)-1)]), want.cid)
		}
	}
}

func TestBookmarksScriptsAndFilesOfEverySystem(t *testing.T) {
	b := build("<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/Names<</EmbeddedFiles<</Names[(f) 7 0 R]>>>>/Metadata 10 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R>>", "<</First 5 0 R>>", "<</Title(one)/Next 6 0 R/First 11 0 R>>", "<</Title(two)/Next 5 0 R>>",
		"<</Type/Filespec/F(list.txt)/EF<</F 8 0 R/Mac 9 0 R>>>>", streamOf("/Type/EmbeddedFile", "for windows"), streamOf("/Type/EmbeddedFile", "for mac"),
		streamOf("/Type/Metadata/Subtype/XML", "<x><creator>somebody</creator></x>"), "<</Title(inner)>>")
	d, err := Read(b, "", small)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%q", d.Bookmarks); got != `["one" "  inner" "two"]` {
		t.Errorf("bookmarks %s", got)
	}
	if len(d.Scripts) != 1 || d.Scripts[0] != "app.alert(1)" {
		t.Errorf("scripts %q", d.Scripts)
	}
	if len(d.Attachments) != 2 || string(d.Attachments[1].Body) != "for mac" {
		t.Errorf("attachments %v", d.Attachments)
	}
	if !strings.Contains(string(d.XMP), "somebody") {
		t.Errorf("description %q", d.XMP)
	}
}

func TestSpellingsOfAPassphrase(t *testing.T) {
	for pass, want := range map[string]string{
		"":                  `[""]`,
		"plain":             `["" "plain"]`,
		"\u00aaL\u00adprep": `["" "ªL\u00adprep" "aLprep" "\xaaL\xadprep"]`,
	} {
		if got := fmt.Sprintf("%q", spellings(pass)); got != want {
			t.Errorf("%q: %s, want %s", pass, got, want)
		}
	}
}

// Text that runs up or down the page has its words, whatever way it is turned,
// and a space that is named as no glyph still parts words.
func TestTurnedTextKeepsItsWords(t *testing.T) {
	for name, content := range map[string]string{
		"upwards":      "BT /F 12 Tf 0 1 -1 0 300 100 Tm [(two) -400 (words)] TJ ET",
		"downwards":    "BT /F 12 Tf 0 -1 1 0 300 700 Tm [(two) -400 (words)] TJ ET",
		"upside down":  "BT /F 12 Tf -1 0 0 -1 300 700 Tm [(two) -400 (words)] TJ ET",
		"a little off": "BT /F 12 Tf 0.9 0.43 -0.43 0.9 300 100 Tm [(two) -400 (words)] TJ ET",
	} {
		d, err := Read(page(content), "", small)
		if err != nil || strings.TrimSpace(d.Text) != "two words" {
			t.Errorf("%s: %v %q", name, err, d.Text)
		}
	}
	d, err := Read(page("BT /F 12 Tf 100 100 Td (level) Tj ET BT /F 12 Tf 0 1 -1 0 300 100 Tm (turned) Tj ET"), "", small)
	if err != nil || strings.Join(strings.Fields(d.Text), "|") != "level|turned" {
		t.Errorf("two directions: %v %q", err, d.Text)
	}
	named := "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding<</Differences[32/.notdef]>>>>"
	if d, err := Read(withFont("BT /F 12 Tf (two words) Tj ET", named), "", small); err != nil || strings.TrimSpace(d.Text) != "two words" {
		t.Errorf("a space without a glyph: %v %q", err, d.Text)
	}
	if d, err := Read(withFont("BT /F 12 Tf -3.2 Tw (Fo r) Tj ET", "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"), "", small); err != nil || strings.TrimSpace(d.Text) != "For" {
		t.Errorf("a space squeezed out: %v %q", err, d.Text)
	}
}

func TestWordsPartedAtTheEndOfALine(t *testing.T) {
	for content, want := range map[string]string{
		"(He said that the pack-) Tj T* (age was late.) Tj": "He said that the package was late.",
		"(part of A-) Tj T* (one)  Tj":                      "part of A-\none",
		"(the well-) Tj T* (Known man) Tj":                  "the well-\nKnown man",
		"(numbers 10-) Tj T* (20) Tj":                       "numbers 10-\n20",
		"(the end-) Tj":                                     "the end-",
	} {
		d, err := Read(page("BT /F 12 Tf 14 TL 10 700 Td "+content+" ET"), "", small)
		if err != nil || strings.TrimSpace(d.Text) != want {
			t.Errorf("%s: %v %q, want %q", content, err, d.Text, want)
		}
	}
}
