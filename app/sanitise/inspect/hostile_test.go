package inspect

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corridor/app/sanitise"
)

// bomb packs n zero bytes into one part.
func bomb(n int) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("a.txt")
	if err != nil {
		panic(err)
	}
	if _, err := w.Write(make([]byte, n)); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestBombsAndNestingRefused(t *testing.T) {
	deep := []byte("x")
	for i := 0; i < 12; i++ {
		deep = zipOf("a.zip", string(deep))
	}
	many := make([]string, 0, 2*(maxParts+10))
	for i := 0; i < maxParts+10; i++ {
		many = append(many, strings.Repeat("a", i%7+1), "x")
	}
	for name, b := range map[string][]byte{
		"bomb":           bomb(40 << 20),
		"deep":           deep,
		"many parts":     zipOf(many...),
		"pdf bomb":       page("", "", stream("/Filter /FlateDecode", flate(strings.Repeat("\x00", 30<<20)))),
		"entities":       docx("&a;", "word/x.xml", `<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>`),
		"prepended":      append(bytes.Repeat([]byte("secret words "), 4), zipOf("a.txt", "x")...),
		"unclosed text":  []byte("%PDF-1.4\n1 0 obj\n(never closed\nendobj\n"),
		"bad boundary":   []byte("From: a@b\nTo: c@d\nContent-Type: multipart/mixed\n\nx"),
		"strange set":    []byte("From: a@b\nTo: c@d\nContent-Type: text/plain; charset=koi8-x\n\n\xff\xfe\xfd"),
		"unknown filter": page("", "", stream("/Filter /Nonsense", "x")),
	} {
		if r := File("a."+strings.ReplaceAll(name, " ", ""), b, terms); r.Read {
			t.Errorf("%s counts as read", name)
		}
	}
}

// Work, counted in bytes looked at, grows with the file and not faster.
func TestWorkGrowsWithTheFile(t *testing.T) {
	shapes := map[string]func(n int) (string, []byte){
		"pdf objects":  func(n int) (string, []byte) { return "a.pdf", []byte("%PDF-1.4\n" + strings.Repeat("1 0 obj\n", n/8)) },
		"pdf brackets": func(n int) (string, []byte) { return "a.pdf", []byte("%PDF-1.4\n1 0 obj\n" + strings.Repeat("[", n)) },
		"pdf dicts":    func(n int) (string, []byte) { return "a.pdf", []byte("%PDF-1.4\n" + strings.Repeat("1 0 obj<<", n/9)) },
		"pdf streams": func(n int) (string, []byte) {
			return "a.pdf", []byte("%PDF-1.4\n" + strings.Repeat("1 0 obj<<>>stream\n", n/18))
		},
		"xml tags":     func(n int) (string, []byte) { return "a.xml", []byte("<?xml?>" + strings.Repeat("<a b='", n/6)) },
		"xml comments": func(n int) (string, []byte) { return "a.xml", []byte("<?xml?>" + strings.Repeat("<!--", n/4)) },
		"html hidden":  func(n int) (string, []byte) { return "a.html", []byte("<html>" + strings.Repeat("<p hidden>", n/10)) },
		"one letter":   func(n int) (string, []byte) { return "a.txt", bytes.Repeat([]byte("a"), n) },
		"one digit":    func(n int) (string, []byte) { return "a.txt", bytes.Repeat([]byte("1 "), n/2) },
		"mail boundary": func(n int) (string, []byte) {
			return "a.eml", []byte("From: a\nTo: b\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n", n/4))
		},
		"folded header": func(n int) (string, []byte) {
			return "a.eml", []byte("From: a\nTo: b\nX: y\n" + strings.Repeat(" z\n", n/3))
		},
		"pdf operators": func(n int) (string, []byte) { return "a.pdf", page(strings.Repeat("q ", n/2), "") },
		"pdf trailers": func(n int) (string, []byte) {
			return "a.pdf", []byte("%PDF-1.4\n1 0 obj\n" + strings.Repeat("trailer<<(", n/10))
		},
		"pdf packed objects": packedOver,
		"shared strings":     sharedOver,
		"hidden columns": func(n int) (string, []byte) {
			return "a.xlsx", book(strings.Repeat(`<col min="1" max="16384" hidden="1"/>`, n/37), "")
		},
		"same sheet":     func(n int) (string, []byte) { return "a.xlsx", manySheets(n) },
		"base 64":        func(n int) (string, []byte) { return "a.txt", bytes.Repeat([]byte("QWJj"), n/4) },
		"percent signs":  func(n int) (string, []byte) { return "a.txt", bytes.Repeat([]byte("%41"), n/3) },
		"begins":         func(n int) (string, []byte) { return "a.txt", bytes.Repeat([]byte("\nbegin 6"), n/8) },
		"percent stream": func(n int) (string, []byte) { return "a.pdf", []byte("%PDF-1.4\n1 0 obj\n" + strings.Repeat("%", n)) },
	}
	work := func(f func(int) (string, []byte), n int) int {
		name, b := f(n)
		w := newWalker(terms)
		w.visit("", name, b, 0)
		return w.steps
	}
	for name, f := range shapes {
		small, large := work(f, 50_000), work(f, 200_000)
		if large > 5*small+200_000 || large > maxSteps*200_000 {
			t.Errorf("%s: %d bytes looked at in 50 KB, %d in 200 KB", name, small, large)
		}
		if testing.Verbose() {
			t.Logf("%-16s %9d %9d  %.1f a byte", name, small, large, float64(large)/200_000)
		}
	}
}

// maxSteps is how often each byte may be looked at.
const maxSteps = 120

// packedOver is an object stream in which every object is the whole of what
// follows.
func packedOver(n int) (string, []byte) {
	k := n / 20
	var at strings.Builder
	for i := range k {
		fmt.Fprintf(&at, "%d 0 ", i+2)
	}
	body := at.String() + "[" + strings.Repeat("1 ", n/4) + "]"
	return "a.pdf", page("", "", stream(fmt.Sprintf("/Type /ObjStm /N %d /First %d", k, at.Len()), body))
}

// book is a workbook of one sheet.
func book(cells, shared string) []byte {
	return zipOf("[Content_Types].xml", "<Types/>",
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>`,
		"xl/worksheets/s.xml", "<worksheet>"+cells+"</worksheet>",
		"xl/sharedStrings.xml", "<sst>"+shared+"</sst>")
}

// sharedOver is a workbook in which every cell is one long string.
func sharedOver(n int) (string, []byte) {
	return "a.xlsx", book("<row>"+strings.Repeat(`<c t="s"><v>0</v></c>`, n/42)+"</row>", "<si><t>"+strings.Repeat("a", n/2)+"</t></si>")
}

// manySheets is a workbook in which every sheet is the same part.
func manySheets(n int) []byte {
	var sheets strings.Builder
	for i := range n / 80 {
		fmt.Fprintf(&sheets, `<sheet name="S%d" r:id="r1"/>`, i)
	}
	return zipOf("[Content_Types].xml", "<Types/>",
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets>`+sheets.String()+`</sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>`,
		"xl/worksheets/s.xml", "<worksheet><row>"+strings.Repeat("<c><v>7</v></c>", n/30)+"</row></worksheet>")
}

// The sample files of the intake, hostile ones among them, are read without
// harm; those that are locked or damaged do not count as read.
func TestSampleFiles(t *testing.T) {
	root := filepath.Join("..", "..", "..", "..", "shared", "samples", "intake")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("SKIPPED: the sample files are not beside this tree (%v)", err)
	}
	n, read := 0, 0
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		r := File(d.Name(), b, terms)
		n++
		if r.Read {
			read++
		}
		low := strings.ToLower(d.Name())
		for _, w := range []string{"encrypted.xlsx", "protected", "password", "oom", "xmlbomb", "macro", "zipencrypted", "notazip", "cp500", "_encrypted_signed"} {
			if strings.Contains(low, w) && r.Read {
				t.Errorf("%s counts as read", d.Name())
			}
		}
		t.Logf("%-60s %-22s read %-5v places %d %v", d.Name(), r.Kind, r.Read, len(r.Places), first(r.NotRead))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 20 {
		t.Fatalf("only %d sample files", n)
	}
	t.Logf("%d of %d read to the end", read, n)
}

func first(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

func FuzzFile(f *testing.F) {
	for _, p := range append(plants(), morePlants()...) {
		name, b := p.make("07700 900417")
		f.Add(name, b)
	}
	deny := []sanitise.Term{{Text: "07700 900417", Kind: "number"}}
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		r := file(name, b, deny)
		if r.Read != (len(r.NotRead) == 0) {
			t.Error("Read and NotRead disagree")
		}
	})
}

func BenchmarkText(b *testing.B) {
	d := []byte(strings.Repeat("The subject may be storing stolen goods in the area near Poplar Mews at 14:30.\n", 13000))
	b.SetBytes(int64(len(d)))
	for b.Loop() {
		File("a.txt", d, terms)
	}
}

func BenchmarkDocx(b *testing.B) {
	d := strings.Repeat(para(body), 10000)
	f := docx(d)
	b.SetBytes(int64(len(d)))
	for b.Loop() {
		File("a.docx", f, terms)
	}
}

func BenchmarkPDF(b *testing.B) {
	var c strings.Builder
	for i := range 20000 {
		fmt.Fprintf(&c, "BT /F1 11 Tf 50 %d Td (%s) Tj ET\n", 700-i%600, "The subject may be storing stolen goods near Poplar Mews.")
	}
	f := page(c.String(), "")
	b.SetBytes(int64(len(f)))
	for b.Loop() {
		File("a.pdf", f, terms)
	}
}

// What a reader of PDFs passes over must not be passed over here.
func TestValuesNoReaderShows(t *testing.T) {
	for name, o := range map[string]string{
		"a key that comes again":     "<< /Author (Poplar Mews) /Author (x) >>",
		"a value without a key":      "<< /Author (x) (Poplar Mews) >>",
		"a value after a stray word": "<< /Author x (Poplar Mews) >>",
		"signs that are not drawn":   `<< /Author (Pop\blar\f Mews) >>`,
		"arrays in arrays":           "<< /Author " + strings.Repeat("[", 200) + "(Poplar Mews) >>",
		"a comment in an array":      "<< /Author [ % Poplar Mews\n ] >>",
	} {
		r := File("a.pdf", page("BT /F1 11 Tf (x) Tj ET", "/Info 6 0 R", o), []sanitise.Term{{Text: "Poplar Mews"}})
		if len(r.Hits) == 0 {
			t.Errorf("%s: not found in %v", name, r.Places)
		}
	}
}
