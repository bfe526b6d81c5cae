package intake

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"
)

func TestBinaryWorkbook(t *testing.T) {
	rec := func(typ int, v ...[]byte) string {
		var body []byte
		for _, p := range v {
			body = append(body, p...)
		}
		head := []byte{byte(typ)}
		if typ > 127 {
			head = []byte{byte(typ&0x7f) | 0x80, byte(typ >> 7)}
		}
		return string(append(append(head, byte(len(body)&0x7f)|0x80, byte(len(body)>>7)), body...))
	}
	wide := func(s string) []byte { return append(le32(len([]rune(s))), wideText(s)...) }
	real := func(f float64) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(f)) }
	book := zipOf(t, "xl/workbook.bin", rec(156, le32(0, 1), wide("r1"), wide("Calls"))+rec(156, le32(2, 2), wide("r2"), wide("Shut")),
		"xl/_rels/workbook.bin.rels", `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.bin"/><Relationship Id="r2" Target="worksheets/sheet2.bin"/></Relationships>`,
		"xl/sharedStrings.bin", rec(19, []byte{0}, wide("07700 900123"))+rec(19, []byte{0}, wide("a stray string")),
		"xl/styles.bin", rec(44, le16(164), wide("yyyy-mm-dd"))+rec(617, le32(2))+rec(47, le16(0, 0))+rec(47, le16(0, 164))+rec(618),
		"xl/worksheets/sheet1.bin", rec(0, le32(0))+rec(7, le32(0, 0, 0))+rec(5, le32(2, 1), real(46349))+rec(0, le32(1))+rec(9, le32(0, 0), real(0.5))+rec(479, le16(0), wide(`&L&"Arial,Bold"Left &R&P`), le32(-1, -1, -1, -1, -1)),
		"xl/worksheets/sheet2.bin", rec(0, le32(0))+rec(6, le32(0, 0), wide("secret cell")),
		"xl/comments1.bin", rec(637, []byte{0}, wide("a remark")),
		"xl/externalLinks/externalLink1.bin", rec(360, le16(1), wide("cmd"), wide("/c calc.exe")),
		"xl/externalLinks/externalLink2.bin", rec(360, le16(0), wide("rId1")))
	res := Read("a.xlsb", book, "", Limits{})
	if res.Kind != "xlsb" || res.Error != nil || !warned(res, "hidden-sheet") || !warned(res, "formula-cell") {
		t.Fatalf("%s %v %v", res.Kind, res.Error, res.Warnings)
	}
	if !saysWarning(res, "active-content", "DDE link, which would start a program: cmd") || !saysWarning(res, "external-reference", "externalLink2.bin") || saysWarning(res, "external-reference", "externalLink1.bin") {
		t.Errorf("links to programs and files: %v", res.Warnings)
	}
	for _, want := range []string{"07700 900123\t\t2026-11-23\n0.5", "secret cell", "a remark", "[strings of no cell]\na stray string\n", "\nLeft  &P\n"} {
		if !strings.Contains(res.Text, want) {
			t.Errorf("lacks %q: %q", want, res.Text)
		}
	}
	for i := range book {
		if i%7 == 0 { // cut anywhere, it is read or refused, and never panics
			Read("a.xlsb", book[:i], "", Limits{})
		}
	}
}
