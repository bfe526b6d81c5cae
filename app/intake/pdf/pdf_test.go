package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var small = Limits{Expanded: 16 << 20, Text: 1 << 20, Pages: 1000}

// build writes a file of the given objects, numbered from 1, the first being
// the catalogue.
func build(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	x := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, x)
	return b.Bytes()
}

func streamOf(extra, body string) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", extra, len(body), body)
}

func page(content string) []byte {
	return build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>", streamOf("", content), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
}

func TestReadText(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"one string", "BT /F 12 Tf 10 700 Td (Hello, world!) Tj ET", "Hello, world!"},
		{"lines", "BT /F 12 Tf 14 TL 10 700 Td (one) Tj T* (two) Tj ET", "one two"},
		{"kerning is no space", "BT /F 12 Tf [(W) 80 (ord)] TJ ET", "Word"},
		{"spacing as wide as a column, taken back", "BT /F 10 Tf 41 Tc 1 0 0 1 10 700 Tm [(02) 4100 (,) 4100 (4) 4100 (8)] TJ ET", "0 2,48"},
		{"a gap is a space", "BT /F 12 Tf [(two) -400 (words)] TJ ET", "two words"},
		{"escapes", `BT /F 12 Tf (a\(b\)\101\
c) Tj ET`, "a(b)Ac"},
		{"hex", "BT /F 12 Tf <48 69> Tj ET", "Hi"},
		{"replacement text", "BT /F 12 Tf /Span <</ActualText (ffi)>> BDC (x) Tj EMC ET", "ffi"},
		{"inline picture", "BT /F 12 Tf (a) Tj ET BI /W 1 /H 1 ID \x00\x01 EI BT /F 12 Tf (b) Tj ET", "ab"},
		{"drawn twice to be bold", "BT /F 12 Tf 10 700 Td (Meet at nine) Tj 0.3 0 Td (Meet at nine) Tj ET", "Meet at nine"},
		{"drawn twice letter by letter", "BT /F 12 Tf 10 700 Td (O) Tj 0.3 0 Td (O) Tj 9 0 Td (K) Tj 0.3 0 Td (K) Tj ET", "OK"},
		{"a shadow under a whole block", "BT /F 12 Tf 14 TL 10 700 Td (one) Tj T* (two) Tj ET BT /F 12 Tf 14 TL 10.4 699.6 Td (one) Tj T* (two) Tj ET", "one two"},
		{"drawn twice, and on", "BT /F 12 Tf 10 700 Td (cash) Tj 0.3 0 Td (cash box) Tj ET", "cash box"},
		{"said twice is no shadow", "BT /F 12 Tf 10 700 Td (no no) Tj 40 0 Td (no no) Tj ET", "no no no no"},
		{"two texts one upon the other", "BT /F 12 Tf 10 700 Td (red van) Tj 0 0 Td (big car) Tj ET", "red van big car"},
		{"letters set apart", "BT /F 12 Tf 10 700 Td [(P) -400 (O) -400 (L) -400 (I) -400 (C) -400 (E) -1100 (U) -400 (N) -400 (I) -400 (T)] TJ ET", "POLICE UNIT"},
		{"words a ninth of their height apart", "BT /F 12 Tf 10 700 Td [(two) -120 (words)] TJ ET", "two words"},
		{"figures in columns", "BT /F 12 Tf 10 700 Td [(1) -400 (2) -400 (3) -400 (4) -400 (5) -400 (6)] TJ ET", "1 2 3 4 5 6"},
		{"four initials", "BT /F 12 Tf 10 700 Td [(A) -400 (B) -400 (C) -400 (D)] TJ ET", "A B C D"},
		{"a font turned over", "BT /F -12 Tf -1 0 0 -1 10 700 Tm [(two) -400 (words)] TJ ET", "two words"},
		{"letters of no size", "BT /F 0 Tf 10 700 Td (two words) Tj ET", "two words"},
		{"replacement text within replacement text", "BT /F 12 Tf /Span <</ActualText (whole)>> BDC (w) Tj /Span <</ActualText (whole)>> BDC (hole) Tj EMC EMC (, then) Tj ET", "whole, then"},
		{"invisible", "BT /F 12 Tf 3 Tr (unseen) Tj ET", "unseen"},
	} {
		d, err := Read(page(c.content), "", small)
		if err != nil || strings.Join(strings.Fields(d.Text), " ") != c.want {
			t.Errorf("%s: %v %q, want %q", c.name, err, d.Text, c.want)
		}
	}
}

// What a page shows is told where its replacement text hides it.
func TestReadUnderReplacementText(t *testing.T) {
	for content, want := range map[string]string{
		"BT /F 12 Tf /Span <</ActualText (all is well)>> BDC (bring the gun) Tj EMC ET": "bring the gun (given out as: all is well)",
		"BT /F 12 Tf /Span <</ActualText (all is well)>> BDC (bring the gun) Tj ET":     "bring the gun (given out as: all is well)",
		"BT /F 12 Tf /Span <</ActualText (office)>> BDC (o f f i c e) Tj EMC ET":        "",
		"BT /F 12 Tf /Span <</ActualText (-)>> BDC (x) Tj EMC ET":                       "",
	} {
		d, err := Read(page(content), "", small)
		if err != nil || strings.Join(d.Covered, "|") != want {
			t.Errorf("%s: %v %q, want %q", content, err, d.Covered, want)
		}
	}
}

// A drawn font says its size in its own matrix: its letters are not parted.
func TestReadDrawnFontOfAnySize(t *testing.T) {
	b := build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>", streamOf("", "BT /F 1 Tf 0.12 0 0 0.12 10 700 Tm [(v) -2 (a) -2 (n) -80 (o) -2 (u) -2 (t)] TJ ET"),
		"<</Type/Font/Subtype/Type3/FontMatrix[1 0 0 1 0 0]/FontBBox[0 0 60 90]/FirstChar 97/Widths["+strings.Repeat("60 ", 26)+"]/CharProcs<<>>/Encoding<</Differences[97/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v]>>>>")
	b = bytes.Replace(b, []byte("-80 (o)"), []byte("-40000 (o)"), 1)
	d, err := Read(b, "", small)
	if err != nil || strings.TrimSpace(d.Text) != "van out" {
		t.Errorf("%v %q", err, d.Text)
	}
}

// A choice is told by the words the form shows, with all it offered.
func TestReadChoices(t *testing.T) {
	b := build("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R 6 0 R]>>>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/MediaBox[0 0 9 9]>>",
		"<</FT/Ch/T(risk)/V(h)/Opt[[(l)(Low)][(h)(High)]]>>", "<</FT/Ch/T(port)/V[(Dover)(Hull)]/Opt[(Dover)(Hull)(Leith)]>>", "<</FT/Ch/T(none)/Opt[[(a)(Ayr)]]>>")
	d, err := Read(b, "", small)
	want := "risk: High (h) [of: Low, High]|port: Dover, Hull [of: Dover, Hull, Leith]|none: [of: Ayr]"
	if err != nil || strings.Join(d.Fields, "|") != want {
		t.Errorf("%v %q, want %q", err, d.Fields, want)
	}
}

// A form that lacks a resource is drawn with that of the page, as readers do it,
// and a field with that of the form.
func TestReadResourcesOfWhatDraws(t *testing.T) {
	b := build("<</Type/Catalog/Pages 2 0 R/AcroForm<</DR<</Font<</G 6 0 R>>>>>>>>", "<</Type/Pages/Kids[3 0 R]>>",
		"<</Type/Page/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</A 7 0 R/B 8 0 R>>>>/Annots[9 0 R]>>", streamOf("", "/A Do"),
		"<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[65/v/a/n]>>>>", "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[65/b/o/x]>>>>",
		streamOf("/Subtype/Form/Resources<</XObject<<>>>>", "BT /F 9 Tf (ABC) Tj ET /B Do"), streamOf("/Subtype/Form/Resources<<>>", "BT /F 9 Tf 0 -30 Td (CBA) Tj ET"),
		"<</Subtype/Widget/AP<</N 10 0 R>>>>", streamOf("/Subtype/Form/Resources<<>>", "BT /G 9 Tf (ABC) Tj ET"))
	d, err := Read(b, "", small)
	if err != nil || strings.Join(strings.Fields(d.Text), " ") != "van nav box" {
		t.Errorf("%v %q", err, d.Text)
	}
}

// An update that only takes an object away leaves an earlier version too.
func TestReadKeepsWhatAnUpdateTookAway(t *testing.T) {
	old := page("BT /F 12 Tf (first words) Tj ET")
	prev := bytes.LastIndex(old, []byte("xref\n0"))
	b := append(bytes.Clone(old), fmt.Sprintf("xref\n4 1\n0000000000 00001 f \ntrailer\n<</Size 6 /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n", prev, len(old))...)
	d, err := Read(b, "", small)
	if err != nil || strings.TrimSpace(d.Text) != "" || d.Updates != 1 || len(d.Revisions) != 1 || !strings.Contains(d.Revisions[0], "first words") {
		t.Fatalf("%v %+v", err, d)
	}
}

// A field that stands on a page is read though no form lists it, and once when
// one does.
func TestReadFieldsThatNoFormLists(t *testing.T) {
	for _, listed := range []string{"", "/AcroForm<</Fields[6 0 R]>>"} {
		b := build("<</Type/Catalog/Pages 2 0 R"+listed+">>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/MediaBox[0 0 9 9]/Annots[4 0 R 5 0 R]>>",
			"<</Subtype/Widget/FT/Tx/T(box)/V(the old quay)>>", "<</Subtype/Widget/Parent 6 0 R/T(day)>>", "<</FT/Tx/T(when)/V(Monday)/Kids[5 0 R]>>")
		d, err := Read(b, "", small)
		slices.Sort(d.Fields)
		if err != nil || strings.Join(d.Fields, "|") != "box: the old quay|when.day: |when: Monday" {
			t.Errorf("%q: %v %q", listed, err, d.Fields)
		}
	}
}

// What tagged content is said to show is read.
func TestReadDescriptions(t *testing.T) {
	b := build("<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/MediaBox[0 0 9 9]>>",
		"<</Type/StructTreeRoot/K 5 0 R>>", "<</Type/StructElem/S/Figure/P 4 0 R/Alt(A grey van at the quay)/K 0>>")
	d, err := Read(b, "", small)
	if err != nil || strings.Join(d.Described, "|") != "A grey van at the quay" {
		t.Errorf("%v %q", err, d.Described)
	}
}

func TestReadRepairs(t *testing.T) {
	whole := page("BT /F 12 Tf (kept) Tj ET")
	for name, b := range map[string][]byte{
		"no table":      whole[:bytes.Index(whole, []byte("xref"))],
		"wrong offset":  bytes.Replace(whole, []byte("startxref\n"), []byte("startxref\n9"), 1),
		"garbage front": append([]byte("garbage\n"), whole...),
		"wrong length":  bytes.Replace(whole, []byte("/Length 24"), []byte("/Length 99"), 1),
	} {
		d, err := Read(b, "", small)
		if err != nil || !strings.Contains(d.Text, "kept") {
			t.Errorf("%s: %v %q", name, err, d.Text)
		}
	}
}

func TestReadKeepsEarlierVersions(t *testing.T) {
	old := page("BT /F 12 Tf (first words) Tj ET")
	at := len(old)
	b := append(bytes.Clone(old), fmt.Sprintf("4 0 obj\n%s\nendobj\n", streamOf("", "BT /F 12 Tf (second words) Tj ET"))...)
	x := len(b)
	prev := bytes.LastIndex(old, []byte("xref\n0"))
	b = append(b, fmt.Sprintf("xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 6 /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n", at, prev, x)...)
	d, err := Read(b, "", small)
	if err != nil || !strings.Contains(d.Text, "second words") || d.Updates != 1 || len(d.Revisions) != 1 || !strings.Contains(d.Revisions[0], "first words") {
		t.Fatalf("%v %+v", err, d)
	}
}

func TestReadSides(t *testing.T) {
	b := build("<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/Names<</EmbeddedFiles<</Names[(k)6 0 R]>>>>/AcroForm<</Fields[8 0 R]>>>>",
		"<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/Contents 4 0 R/Annots[5 0 R]>>", streamOf("", ""),
		"<</Subtype/Text/Contents(look here)/T(Ann)>>", "<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>", streamOf("/Type/EmbeddedFile", "inside"), "<</T(name)/V(value)>>")
	d, err := Read(b, "", small)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Attachments) != 1 || d.Attachments[0].Name != "a.txt" || string(d.Attachments[0].Body) != "inside" {
		t.Errorf("attachments %+v", d.Attachments)
	}
	if len(d.Active) != 1 || len(d.Notes) != 1 || len(d.Fields) != 1 || d.Fields[0] != "name: value" {
		t.Errorf("active %v notes %v fields %v", d.Active, d.Notes, d.Fields)
	}
}

// endless is a file of objects none of which ends.
func endless(form string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	for i := range 50000 {
		fmt.Fprintf(&b, form+"\n", i+1)
	}
	b.WriteString("trailer<</Root 1 0 R>>")
	return b.Bytes()
}

func TestReadIsBounded(t *testing.T) {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(bytes.Repeat([]byte("BT /F 12 Tf (xxxxxxxxxxxxxxxx) Tj ET "), 1<<20))
	_ = w.Close()
	kids := strings.Repeat("2 0 R ", 1000)
	for name, b := range map[string][]byte{
		"a stream that expands": build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/Contents 4 0 R>>", streamOf("/Filter/FlateDecode", z.String())),
		"a page tree in a ring": build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids["+kids+"]>>"),
		"a form in itself":      build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>", streamOf("", "/X Do /X Do"), streamOf("/Subtype/Form/Resources<</XObject<</X 5 0 R>>>>", "/X Do /X Do")),
		"deep arrays":           build("<</Type/Catalog/Pages 2 0 R>>", strings.Repeat("[", 1<<20)),
		"objects without end":   endless("%d 0 obj[[[["),
		"streams without end":   endless("%d 0 obj<</Length 5>>stream"),
		"a table without end":   []byte("%PDF-1.4\nxref\n0 999999999\nstartxref\n9\n%%EOF"),
	} {
		start := time.Now()
		d, err := Read(b, "", small)
		if took := time.Since(start); took > time.Minute { // generous: other work may share the machine
			t.Errorf("%s: took %v", name, took)
		}
		if err == nil && len(d.Text) > 2*small.Text {
			t.Errorf("%s: %d bytes of text", name, len(d.Text))
		}
	}
}

// Vertical writing runs down its column; a column is one line.
func TestReadVerticalWriting(t *testing.T) {
	b := build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		streamOf("", "BT /F 10 Tf 300 700 Td <6A2A65AD> Tj 20 0 Td [<6B69> 10 <884C>] TJ ET"),
		"<</Type/Font/Subtype/Type0/BaseFont/M/Encoding/UniJIS-UCS2-V/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/M/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>>>]>>")
	d, err := Read(b, "", small)
	if got := strings.Fields(d.Text); err != nil || strings.Join(got, "|") != "横断|歩行" {
		t.Errorf("%v %q", err, d.Text)
	}
}

func TestReadSaysDamaged(t *testing.T) {
	for _, b := range []string{"", "%PDF-1.4", "%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF"} {
		if _, err := Read([]byte(b), "", small); !errors.Is(err, ErrDamaged) {
			t.Errorf("%q: %v", b, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(page("BT /F 12 Tf 10 700 Td (Hello) Tj ET"))
	f.Add(page("BT /F 12 Tf [(a) -400 (b)] TJ ET /X Do BI ID x EI"))
	f.Add(build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/Contents 4 0 R>>", streamOf("/Filter/LZWDecode", "\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01")))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := Read(b, "x", Limits{Expanded: 4 << 20, Text: 1 << 18, Pages: 100})
		if err == nil && !utf8.ValidString(d.Text) {
			t.Skip("text is cleaned by the caller")
		}
	})
}
