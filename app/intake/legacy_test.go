package intake

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"
)

func le16(v ...int) []byte {
	var b []byte
	for _, n := range v {
		b = binary.LittleEndian.AppendUint16(b, uint16(n))
	}
	return b
}

func le32(v ...int) []byte {
	var b []byte
	for _, n := range v {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	return b
}

func wideText(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// compound writes a compound file of small streams in its root.
func compound(streams ...string) []byte {
	dir := dirEntry("Root Entry", 5, 0xffffffff, 1, 0, 0)
	var mini, fat []byte
	for i := 0; i+1 < len(streams); i += 2 {
		body := []byte(streams[i+1])
		next := i/2 + 2
		if i+2 >= len(streams) {
			next = 0xffffffff
		}
		n := (len(body) + 63) / 64
		first := len(mini) / 64
		dir = append(dir, dirEntry(streams[i], 2, next, 0xffffffff, first, len(body))...)
		mini = append(append(mini, body...), make([]byte, n*64-len(body))...)
		for k := range n {
			if k == n-1 {
				fat = append(fat, le32(0xfffffffe)...)
			} else {
				fat = append(fat, le32(first+k+1)...)
			}
		}
	}
	round := func(b []byte, fill byte) []byte {
		for len(b)%512 != 0 {
			b = append(b, fill)
		}
		return b
	}
	size := len(mini)
	dir, mini, fat = round(dir, 0), round(mini, 0), round(fat, 0xff)
	d, m, f := len(dir)/512, len(mini)/512, len(fat)/512
	// Sectors: the table, the directory, the small table, the small streams.
	var table []byte
	run := func(n int) {
		for k := range n {
			if k == n-1 {
				table = append(table, le32(0xfffffffe)...)
			} else {
				table = append(table, le32(len(table)/4+1)...)
			}
		}
	}
	table = le32(0xfffffffd)
	run(d)
	run(f)
	run(m)
	table = round(table, 0xff)
	copy(dir[116:], le32(1+d+f, size))
	head := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 16)...)
	head = append(head, le16(0x3e, 3, 0xfffe, 9, 6)...)
	head = append(head, make([]byte, 10)...)
	head = append(head, le32(1, 1, 0, 4096, 1+d, f, 0xfffffffe, 0, 0)...)
	for len(head) < 512 {
		head = append(head, 0xff)
	}
	return bytes.Join([][]byte{head, table, dir, fat, mini}, nil)
}

func dirEntry(name string, typ byte, right, child, start, size int) []byte {
	e := make([]byte, 128)
	n := copy(e, wideText(name))
	copy(e[64:], le16(n+2))
	e[66], e[67] = typ, 1
	copy(e[68:], le32(0xffffffff, right, child))
	copy(e[116:], le32(start, size))
	return e
}

func TestWordMarksSplitWhatWasDeleted(t *testing.T) {
	text := "kept gone more hush"
	w := make([]byte, 0x400+1024)
	copy(w, le16(0xa5ec, 0xc1))
	copy(w[0x400:], text)
	page := w[0x600:]
	copy(page, le32(0x400+5, 0x400+10, 0x400+15, 0x400+19))
	page[16], page[17], page[18] = 100, 0, 110
	copy(page[200:], append([]byte{3}, append(le16(0x0800), 1)...))
	copy(page[220:], append([]byte{3}, append(le16(0x083c), 1)...))
	page[511] = 3
	clx := append([]byte{2}, le32(16)...)
	clx = append(clx, le32(0, len(text))...)
	clx = append(clx, le16(0)...)
	clx = append(clx, le32(0x400*2|0x40000000)...)
	clx = append(clx, le16(0)...)
	plc := le32(0x400, 0x400+len(text), 3)
	table := append(plc, clx...)
	copy(w[0xfa:], le32(0, len(plc)))
	copy(w[0x1a2:], le32(len(plc), len(clx)))
	got := word97(w, table)
	if !got.ok || got.text.String() != "kept more hush" || got.deleted.String() != "gone " || !got.hidden {
		t.Errorf("%v %q deleted %q hidden %v", got.ok, got.text.String(), got.deleted.String(), got.hidden)
	}
}

func TestFastSaveShowsOrderAndWhatItLeft(t *testing.T) {
	w := make([]byte, 0x400)
	copy(w[10:], le16(4))
	copy(w[0x18:], le32(0x300, 0x300+20))
	copy(w[0x300:], "second\rfirst\rstruck\r")
	clx := append([]byte{2}, le32(28)...)
	clx = append(clx, le32(0, 6, 13)...)
	clx = append(append(clx, le16(0)...), append(le32(0x307), 0, 0)...)
	clx = append(append(clx, le16(0)...), append(le32(0x300), 0, 0)...)
	copy(w[0x200:], clx)
	copy(w[0x160:], le32(0x200, len(clx)))
	got := word6(w, "windows-1252")
	if got.text.String() != "first\rsecond\r" {
		t.Errorf("text %q", got.text.String())
	}
	shown, _ := wordText(got.text.String())
	if left := unsaid(got.stored, shown); left != "struck" {
		t.Errorf("left in the file: %q", left)
	}
}

func TestDocumentSaysWhatItsUsersNamed(t *testing.T) {
	sec := le32(0, 3)
	sec = append(sec, le32(0, 32, 1, 52, 2, 60)...)
	sec = append(sec, le32(1, 2, 5)...) // the dictionary: one name
	sec = append(sec, "Case\x00\x00\x00\x00"...)
	sec = append(sec, le32(2, 1252)...)
	sec = append(sec, le32(0x1e, 6)...)
	sec = append(sec, "R v X\x00\x00\x00"...)
	b := append(le16(0xfffe, 0), make([]byte, 20)...)
	b = append(b, le32(1)...)
	b = append(append(b, make([]byte, 16)...), le32(48)...)
	b = append(b, sec...)
	o := &oleFile{streams: map[string][]byte{"\x05DocumentSummaryInformation": b}}
	r := &reader{lim: DefaultLimits(), res: &Result{}}
	r.oleProperties(&found{}, o)
	if len(r.res.Parts) != 1 || !strings.Contains(r.res.Parts[0].Text, "Case: R v X") {
		t.Errorf("parts %+v", r.res.Parts)
	}
}

func TestPicturesOfABinaryDocumentAreListed(t *testing.T) {
	png := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{7}, 40)...)
	rec := append(le16(0x6e0<<4, 0xf01e), le32(17+len(png))...)
	rec = append(append(rec, make([]byte, 17)...), png...)
	o := &oleFile{streams: map[string][]byte{"Pictures": append([]byte("junk"), append(rec, rec...)...)}}
	r := &reader{lim: DefaultLimits(), res: &Result{}}
	r.olePictures(input{}, o, "Pictures")
	if len(r.res.Parts) != 1 || r.res.Parts[0].SHA256 != digest(png) || r.res.Parts[0].Name != "picture 1.png" {
		t.Errorf("parts %+v", r.res.Parts)
	}
}

func TestBrokenCompoundFileGivesWhatItHolds(t *testing.T) {
	whole := compound("one", "the first stream", "two", "the second stream")
	o, bad := openOLE(whole, 1<<20)
	if bad != nil || o.cut || string(o.streams["two"]) != "the second stream" {
		t.Fatalf("whole: %v %+v", bad, o)
	}
	broken := bytes.Clone(whole)
	copy(broken[1024+128+72:], le32(1)) // the first entry names itself as its neighbour
	copy(broken[1024+68:], le32(1))
	for name, b := range map[string][]byte{"a tree that turns on itself": broken, "cut off": whole[:len(whole)-480]} {
		o, bad := openOLE(b, 1<<20)
		if bad != nil || string(o.streams["one"]) != "the first stream" {
			t.Errorf("%s: %v %+v", name, bad, o)
		}
	}
}

func TestOldSheets(t *testing.T) {
	rec := func(typ int, v []byte) []byte { return append(le16(typ, len(v)), v...) }
	two := rec(9, le16(0, 0x10))
	two = append(two, rec(4, append(le16(0, 0), append([]byte{0, 0, 0, 4}, "name"...)...))...)
	two = append(two, rec(2, append(le16(0, 1), 0, 0, 0, 7, 0))...)
	two = append(two, rec(10, nil)...)
	res := Read("old.xls", two, "", Limits{})
	if res.Kind != "excel4" || res.Error != nil || !strings.Contains(res.Text, "name\t7") {
		t.Errorf("%s %v %q", res.Kind, res.Error, res.Text)
	}
}

func TestSheetStaysOpenAroundAChart(t *testing.T) {
	rec := func(typ int, v []byte) []byte { return append(le16(typ, len(v)), v...) }
	label := func(row int, s string) []byte {
		return rec(0x204, append(le16(row, 0, 0, len(s)), append([]byte{0}, s...)...))
	}
	globals := append(rec(0x809, le16(0x600, 5)), rec(0x85, append(append(le32(0), 0, 0), append([]byte{5, 0}, "Calls"...)...))...)
	globals = append(globals, rec(10, nil)...)
	binary.LittleEndian.PutUint32(globals[12:], uint32(len(globals)))
	sheet := append(rec(0x809, le16(0x600, 0x10)), label(0, "before")...)
	sheet = append(sheet, rec(0x809, le16(0x600, 0x20))...)
	sheet = append(sheet, rec(0x100d, append(le16(0), append([]byte{5, 0}, "axis!"...)...))...)
	sheet = append(sheet, rec(10, nil)...)
	sheet = append(append(sheet, label(1, "after")...), rec(10, nil)...)
	r := &reader{lim: DefaultLimits(), res: &Result{}}
	if bad := newXLS(r).read(append(globals, sheet...)); bad != nil {
		t.Fatal(bad)
	}
	if len(r.res.Parts) != 1 || !strings.Contains(r.res.Parts[0].Text, "after") || !strings.Contains(r.res.Parts[0].Text, "[chart: axis!]") {
		t.Errorf("parts %+v text %q", r.res.Parts, r.out.String())
	}
}

func TestSignedContentIsReadWhateverItsLengths(t *testing.T) {
	tlvOf := func(tag byte, body ...[]byte) []byte {
		b := bytes.Join(body, nil)
		return append([]byte{tag, 0x82, byte(len(b) >> 8), byte(len(b))}, b...)
	}
	open := func(tag byte, body ...[]byte) []byte {
		return append(append([]byte{tag, 0x80}, bytes.Join(body, nil)...), 0, 0)
	}
	words := []byte("Content-Type: text/plain\r\n\r\nsigned words")
	for name, seq := range map[string]func(byte, ...[]byte) []byte{"definite": tlvOf, "open": open} {
		octet := tlvOf(4, words)
		if name == "open" {
			octet = open(0x24, tlvOf(4, words[:10]), tlvOf(4, words[10:]))
		}
		der := seq(0x30, tlvOf(6, []byte(oidSigned)), seq(0xa0, seq(0x30, []byte{2, 1, 1}, tlvOf(0x31), seq(0x30, tlvOf(6, []byte(oidPKCS7+"\x01")), seq(0xa0, octet)))))
		res := Read("report.p7m", der, "", Limits{})
		if res.Kind != "pkcs7" || res.Error != nil || !strings.Contains(res.Text, "signed words") || !warned(res, "signature-unknown") {
			t.Errorf("%s: %s %v %q", name, res.Kind, res.Error, res.Text)
		}
	}
	sealed := tlvOf(0x30, tlvOf(6, []byte(oidPKCS7+"\x03")), tlvOf(0xa0, tlvOf(0x30, []byte{2, 1, 0})))
	if res := Read("x.p7m", sealed, "", Limits{}); !failed(res, "no-key") {
		t.Errorf("sealed: %+v", res.Error)
	}
}

func TestOutlookPropertiesThatNothingElseShows(t *testing.T) {
	file := compound("__properties_version1.0", string(make([]byte, 32)), "__substg1.0_1000001F", string(wideText("body words")), "__substg1.0_3A1C001F", string(wideText("07700 900123")),
		"__substg1.0_8003101F", string(le32(8, 8)), "__substg1.0_8003101F-00000000", string(wideText("red\x00")), "__substg1.0_8003101F-00000001", string(wideText("blue\x00")))
	res := Read("a.msg", file, "", Limits{})
	if res.Kind != "msg" || !strings.Contains(res.Text, "body words") {
		t.Fatalf("%s %q %v", res.Kind, res.Text, res.Error)
	}
	var all string
	for _, p := range res.Parts {
		all += p.Text + "\n"
	}
	for _, want := range []string{"mobile: 07700 900123", "red; blue"} {
		if !strings.Contains(all, want) {
			t.Errorf("lacks %q: %q", want, all)
		}
	}
}

// The letters of Word 6 and 95 are those of the system they were typed on.
func TestWord6CharacterSets(t *testing.T) {
	for _, c := range []struct {
		lang, chse uint16
		summary    string
		bytes      string
		want       string
	}{
		{0x409, 0, "", "caf\xe9", "café"},
		{0x419, 0, "", "\xcf\xf0\xe8\xe2\xe5\xf2", "Привет"},
		{0x409, 0, "windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2", "Привет"},
		{0x40c, 0x100, "windows-1252", "caf\x8e", "café"},
		{0x408, 0, "utf-8", "\xc3\xe5\xe9\xe1", "Γεια"},
	} {
		w := make([]byte, 0x400)
		copy(w[6:], le16(int(c.lang)))
		copy(w[0x14:], le16(int(c.chse)))
		copy(w[0x18:], le32(0x300, 0x300+len(c.bytes)))
		copy(w[0x300:], c.bytes)
		d := word6(w, word6Set(w, c.summary))
		if got := d.text.String(); got != c.want {
			t.Errorf("language %#x, set %q: %q, want %q", c.lang, c.summary, got, c.want)
		}
	}
}

// A fast save leaves older text beside the pieces in use; tables between them
// are no text.
func TestWord97KeepsWhatAFastSaveLeft(t *testing.T) {
	w := make([]byte, 0xa00)
	old := "The older wording names the yard by the river."
	for i, c := range old {
		w[0x400+2*i] = byte(c)
	}
	for i := range 0x200 { // a page of tables
		w[0x600+i] = byte(i * 7)
	}
	copy(w[0x800:], "In use")
	d := docText{set: "windows-1252", used: [][2]int{{0x800, 0x806}}}
	if got := strings.Trim(d.left(w), "\r\x00"); got != old {
		t.Errorf("%q", got)
	}
}

// What a button field shows stands in its code alone.
func TestButtonFieldsAreShown(t *testing.T) {
	if text, _ := wordText("a \x13 MACROBUTTON NoMacro [Click here] \x15 b"); text != "a [Click here] b" {
		t.Errorf("%q", text)
	}
	docx := zipOf(t, "[Content_Types].xml", "<Types/>", "word/document.xml", `<w:document xmlns:w="w"><w:body><w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>MACROBUTTON NoMacro [Click here]</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:body></w:document>`)
	if res := Read("a.docx", docx, "", Limits{}); !strings.Contains(res.Text, "[Click here]") {
		t.Errorf("%q", res.Text)
	}
}

// A shared string may end with its record before its first letter; how wide
// the letters are is then said where they begin.
func TestSharedStringsThatBreakOff(t *testing.T) {
	head := append(le32(3, 3), append(le16(2), 0)...)
	head = append(head, "ab"...)
	for _, c := range []struct {
		name string
		list [][]byte
	}{
		{"before the first letter", [][]byte{append(bytes.Clone(head), append(le16(2), 0)...), append([]byte{1}, append(le16('c', 'd'), append(le16(1), 0, 'e')...)...)}},
		{"within, and wider", [][]byte{append(bytes.Clone(head), append(le16(2), 0, 'c')...), append([]byte{1}, append(le16('d'), append(le16(1), 0, 'e')...)...)}},
		{"between two letters of two bytes", [][]byte{append(bytes.Clone(head), append(le16(2), 1, 'c', 0)...), append([]byte{0, 'd'}, append(le16(1), 0, 'e')...)}},
	} {
		x := newXLS(&reader{})
		x.strings(c.list[0], c.list[1:])
		if got := strings.Join(x.sst, ","); got != "ab,cd,e" {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// The version decides how strings are written, not the name of the stream.
func TestWorkbookVersionIsInItsHead(t *testing.T) {
	record := func(typ int, v ...byte) []byte { return append(le16(typ, len(v)), v...) }
	b := record(0x809, append(le16(0x600, 0x10), make([]byte, 12)...)...)
	b = append(b, record(0x204, append(append(le16(0, 0, 0), append(le16(5), 0)...), "words"...)...)...)
	b = append(b, record(0x0a)...)
	r := &reader{lim: DefaultLimits(), res: &Result{}}
	x := newXLS(r)
	x.old = true
	if bad := x.read(b); bad != nil || strings.TrimSpace(r.out.String()) != "words" {
		t.Errorf("%v %q", bad, r.out.String())
	}
}
