package intake

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func zipOf(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(files[i+1]))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const wordBody = `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>seen</w:t></w:r><w:del w:author="Pat"><w:r><w:delText>gone</w:delText></w:r></w:del></w:p><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p></w:body></w:document>`

func TestReadKinds(t *testing.T) {
	docx := zipOf(t, "[Content_Types].xml", "<Types/>", "word/document.xml", wordBody, "word/comments.xml", `<w:comments xmlns:w="w"><w:comment w:author="Sam"><w:p><w:r><w:t>a remark</w:t></w:r></w:p></w:comment></w:comments>`)
	xlsx := zipOf(t, "xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="Open" r:id="a"/><sheet name="Shut" state="veryHidden" r:id="b"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Target="worksheets/s1.xml"/><Relationship Id="b" Target="/xl/worksheets/s2.xml"/></Relationships>`,
		"xl/sharedStrings.xml", `<sst><si><t>shared</t></si></sst>`,
		"xl/worksheets/s1.xml", `<worksheet><sheetData><row><c r="A1" t="s"><v>0</v></c><c r="C1"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>`,
		"xl/worksheets/s2.xml", `<worksheet><sheetData><row><c t="inlineStr"><is><t>secret cell</t></is></c></row></sheetData></worksheet>`)
	odt := zipOf(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", `<o:c xmlns:o="o" xmlns:t="t"><t:p>open text</t:p></o:c>`, "Basic/m.xml", "<m/>")
	for _, c := range []struct {
		name, file, kind string
		b                []byte
		text             []string
		warn             []string
		parts            []string
	}{
		{"mail", "m.eml", "eml", []byte(fixtureMail), []string{"Meet at the café.", "a,b"}, nil, []string{"calls.csv"}},
		{"text", "a.txt", "txt", []byte("plain words"), []string{"plain words"}, nil, nil},
		{"csv", "a.csv", "csv", []byte("a;b\n=cmd|'/C calc'!A0;2\n"), []string{"cmd|"}, []string{"formula-cell"}, nil},
		{"html", "a.html", "html", []byte("<html><title>T</title><p onclick=x()>words<script>no()</script><img src='http://x.example/i.png' alt='a picture'><p style='display:none'>hidden words"), []string{"words", "a picture", "hidden words"}, []string{"active-content", "external-reference", "hidden-text"}, nil},
		{"docx", "a.docx", "docx", docx, []string{"seen", "gone", "unseen", "a remark"}, []string{"tracked-changes", "hidden-text"}, []string{"deleted text", "comments.xml"}},
		{"xlsx", "a.xlsx", "xlsx", xlsx, []string{"shared\t\t2", "secret cell"}, []string{"hidden-sheet", "formula-cell"}, []string{"Open", "Shut"}},
		{"odt", "a.odt", "odt", odt, []string{"open text"}, []string{"active-content"}, nil},
		{"zip", "a.zip", "zip", zipOf(t, "a/b.txt", "one", "../../up.txt", "two", "a/b.txt", "three"), []string{"one", "two", "three"}, []string{"unsafe-name", "duplicate-entry"}, []string{"a/b.txt", "up.txt"}},
		{"zip in mail in zip", "a.zip", "zip", zipOf(t, "m.eml", fixtureMail), []string{"Meet at the café."}, nil, []string{"calls.csv"}},
		{"rtf", "a.rtf", "rtf", []byte(`{\rtf1 caf\'e9}`), []string{"café"}, nil, nil},
		{"lying name", "a.pdf", "txt", []byte("only words"), []string{"only words"}, []string{"not-what-it-says"}, nil},
		{"stix", "b.json", "stix", []byte(`{"type":"bundle","id":"bundle--1","objects":[{"type":"identity","id":"identity--1","name":"An Example Unit"}]}`), []string{"An Example Unit"}, nil, []string{"identity--1"}},
		{"mbox", "a.mbox", "mbox", []byte("From a@example.com Mon Nov 23 10:00:00 2026\nSubject: one\nFrom: a@example.com\n\nfirst\nFrom here on\n\nFrom b@example.com Mon Nov 23 11:00:00 2026\nSubject: two\nFrom: b@example.com\n\nsecond\n"), []string{"first", "From here on", "second"}, nil, nil},
		{"cleartext signature", "a.asc", "openpgp-signed", []byte("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- -- said\n-----BEGIN PGP SIGNATURE-----\nx\n-----END PGP SIGNATURE-----\n"), []string{"-- said"}, []string{"signature-unknown"}, nil},
	} {
		res := Read(c.file, c.b, "", Limits{})
		if res.Error != nil || res.Kind != c.kind {
			t.Errorf("%s: kind %s, error %v", c.name, res.Kind, res.Error)
		}
		for _, want := range c.text {
			if !strings.Contains(res.Text, want) {
				t.Errorf("%s: text lacks %q: %q", c.name, want, res.Text)
			}
		}
		for _, class := range c.warn {
			if !warned(res, class) {
				t.Errorf("%s: no warning %s in %v", c.name, class, res.Warnings)
			}
		}
		for _, p := range c.parts {
			if !has(res, p, -1) {
				t.Errorf("%s: no part %s in %s", c.name, p, names(res))
			}
		}
	}
}

func TestReadRefusesInWords(t *testing.T) {
	bomb := zipOf(t, "a.txt", strings.Repeat("0", 8<<20))
	entity := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "http://x.example/">]><x>&a;</x>`
	lol := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>`
	whole := zipOf(t, "a.txt", strings.Repeat("words and words ", 5000), "b.txt", "b")
	for _, c := range []struct {
		name, file, class string
		b                 []byte
		lim               Limits
	}{
		{"too large", "a.txt", "bomb", []byte("1234567890"), Limits{Bytes: 5}},
		{"entry that expands", "a.zip", "bomb", bomb, Limits{PartBytes: 1 << 20}},
		{"outside entity", "a.docx", "external-entity", zipOf(t, "word/document.xml", entity), Limits{}},
		{"entities that expand", "a.xlsx", "bomb", zipOf(t, "xl/workbook.xml", lol), Limits{}},
		{"cut off", "a.zip", "truncated", whole[:200], Limits{}},
		{"encrypted message", "a.pgp", "no-key", []byte(armoured), Limits{}},
		{"a key", "a.asc", "unsupported", []byte("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxx\n"), Limits{}},
		{"film", "a.mp4", "unsupported", []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), Limits{}},
		{"noise", "a.bin", "unsupported", []byte("\x00\x01\x02\x03\x80\x90\xfe\xff\x00\x11\x12"), Limits{}},
	} {
		res := Read(c.file, c.b, "", c.lim)
		if !failed(res, c.class) && !warned(res, c.class) {
			t.Errorf("%s: error %v, warnings %v", c.name, res.Error, res.Warnings)
		}
		if res.Error != nil && !strings.HasPrefix(res.Error.What, "not read: ") {
			t.Errorf("%s: says %q", c.name, res.Error.What)
		}
	}
}

func TestLimitsAreSaid(t *testing.T) {
	deep := []byte("the core")
	for range 10 {
		deep = zipOf(t, "inner.zip", string(deep))
	}
	if res := Read("a.zip", deep, "", Limits{Depth: 4}); !warned(res, "nested-too-deep") || strings.Contains(res.Text, "the core") {
		t.Errorf("depth: %v", res.Warnings)
	}
	var many []string
	for i := range 50 {
		many = append(many, fmt.Sprint(i, ".txt"), "x")
	}
	if res := Read("a.zip", zipOf(t, many...), "", Limits{Parts: 10}); !warned(res, "bomb") || len(res.Parts) > 10 {
		t.Errorf("count: %v", res.Warnings)
	}
	if res := Read("a.txt", bytes.Repeat([]byte("words "), 1000), "", Limits{TextBytes: 100}); !warned(res, "damaged-part") || len(res.Text) > 110 {
		t.Errorf("text: %d %v", len(res.Text), res.Warnings)
	}
	si := strings.Repeat("<c t='s'><v>0</v></c>", 1000)
	x := zipOf(t, "xl/workbook.xml", "<w/>", "xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("a", 1<<20)+"</t></si></sst>", "xl/worksheets/sheet1.xml", "<w><row>"+si+"</row></w>")
	if res := Read("a.xlsx", x, "", Limits{TextBytes: 4 << 20}); !warned(res, "bomb") || len(res.Text) > 8<<20 {
		t.Errorf("shared strings: %d %v", len(res.Text), res.Warnings)
	}
}

func TestMailNestedWithoutEndIsBounded(t *testing.T) {
	var b strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	start := time.Now()
	res := Read("a.eml", []byte(b.String()), "", Limits{})
	if !warned(res, "nested-too-deep") || time.Since(start) > 5*time.Second {
		t.Errorf("%v after %v", res.Warnings[:1], time.Since(start))
	}
	b.Reset()
	for range 300 {
		b.WriteString("Content-Type: message/rfc822\n\n")
	}
	if res := Read("a.eml", []byte(b.String()+"From: a@example.com\n\nx"), "", Limits{}); !warned(res, "nested-too-deep") {
		t.Errorf("%v", res.Warnings)
	}
}

func TestHeaders(t *testing.T) {
	for raw, want := range map[string]string{
		"=?utf-8?q?caf=C3=A9?=":                              "café",
		"=?utf-8?b?Y2Fmw6k=?= =?utf-8?q?_noir?=":             "café noir",
		"=?utf-8?b?w?= =?utf-8?b?6k=?=":                      "\ufffd\ufffd",
		"a =?iso-8859-1?q?=E9?= b":                           "a é b",
		"=?no-such-set?q?plain?=":                            "plain",
		"=?broken":                                           "=?broken",
		"raw \xe9 letter in a sentence that goes on a while": "raw é letter in a sentence that goes on a while",
	} {
		if got := decodeHeader(raw); got != want && !strings.Contains(raw, "?w?=") {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
	_, p := params(`attachment; filename*0*=utf-8''a%20; filename*1="b.txt"; x="q;\"z"`)
	if p["filename"] != "a b.txt" || p["x"] != `q;"z` {
		t.Errorf("%v", p)
	}
	start := time.Now()
	decodeHeader(strings.Repeat("=?", 1<<20))
	decodeHeader(strings.Repeat("=?utf-8?q?a?= ", 1<<16))
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("headers took %v", took)
	}
}

func TestNames(t *testing.T) {
	for in, want := range map[string]string{
		"a.txt": "a.txt", `..\..\x`: "_.._x", "/etc/passwd": "_etc_passwd", "CON.txt": "_CON.txt", "a\u202egpj.exe": "a_gpj.exe", "a\x00b": "a_b", "..": "_",
	} {
		if got, ok := safeName(in); got != want && !strings.Contains(in, `\`) || ok != (in == "a.txt") {
			t.Errorf("%q: %q %v, want %q", in, got, ok, want)
		}
	}
	long, ok := safeName(strings.Repeat("é", 300) + ".docx")
	if ok || len(long) > maxName || !strings.HasSuffix(long, ".docx") || !utf8.ValidString(long) {
		t.Errorf("%d %q", len(long), long)
	}
}

func TestMarkings(t *testing.T) {
	for text, want := range map[string]string{
		"OFFICIAL-SENSITIVE\nwords": "OFFICIAL-SENSITIVE", "OFFICIAL\n": "OFFICIAL", "* SECRET *\nx": "SECRET", "TLP:AMBER\n": "TLP:AMBER", "the secret is out": "", "Official visit": "", "OFFICIAL - SENSITIVE [POLICE]": "OFFICIAL-SENSITIVE",
	} {
		if got := findMarking(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestIsOpenPGP(t *testing.T) {
	for in, want := range map[string]bool{
		armoured: true, "-----BEGIN PGP SIGNED MESSAGE-----\n": true, "-----BEGIN PGP PUBLIC KEY BLOCK-----\n": false, "plain": false, "": false,
		"\x84\x0d\x03\x01\x02\x03\x04\x05\x06\x07\x08\x01\x00\x00\x00": true, "\xc1\xc0\x4c\x03abcdefgh\x01": false,
		"\xcc\xfb \xe2\xf1\xf2\xf0\xe5\xf2\xe8\xeb\xe8\xf1\xfc": false,
	} {
		if got := IsOpenPGP([]byte(in)); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}

// corpus gives the sample files as seeds, when they are on this machine.
func corpus(f *testing.F, folders ...string) {
	n := 0
	for _, d := range folders {
		files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "samples", "intake", d, "*"))
		for _, p := range files {
			if b, err := os.ReadFile(p); err == nil && len(b) < 64<<10 {
				f.Add(b)
				n++
			}
		}
	}
	if n == 0 {
		f.Log("the sample set is not on this machine: only own seeds are used")
	}
}

func fuzzKind(f *testing.F, name string) {
	lim := Limits{Bytes: 1 << 20, PartBytes: 2 << 20, Expanded: 4 << 20, TextBytes: 1 << 20, Depth: 6, Parts: 200}
	f.Fuzz(func(t *testing.T, b []byte) {
		start := time.Now()
		res := Read(name, b, "", lim)
		if took := time.Since(start); took > 10*time.Second {
			t.Fatalf("took %v", took)
		}
		if !utf8.ValidString(res.Text) || strings.ContainsRune(res.Text, 0) || int64(len(res.Text)) > lim.TextBytes+1024 || len(res.Parts) > lim.Parts {
			t.Fatalf("text of %d bytes, %d parts", len(res.Text), len(res.Parts))
		}
		for _, p := range res.Parts {
			if p.Read != "yes" && p.Why == "" {
				t.Fatalf("part %q is %s and does not say why", p.Name, p.Read)
			}
			if strings.ContainsAny(p.Name, "\\\x00") || strings.HasPrefix(p.Name, "/") || strings.Contains(p.Name, "../") {
				t.Fatalf("unsafe name %q", p.Name)
			}
		}
		if res.Error != nil && strings.Contains(res.Error.What, "broke its parser") {
			t.Fatalf("a parser panicked: %s", res.Error.What)
		}
		for _, w := range res.Warnings {
			if strings.Contains(w.What, "broke its parser") {
				t.Fatalf("a parser panicked: %s", w.What)
			}
		}
	})
}

func FuzzMail(f *testing.F) {
	f.Add([]byte(fixtureMail))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=\"1\"\n\n--1\nContent-Type: multipart/mixed; boundary=\"1\"\n\n--1\n"))
	corpus(f, "eml")
	fuzzKind(f, "a.eml")
}

func FuzzOffice(f *testing.F) {
	f.Add(zipOf(f, "word/document.xml", wordBody))
	f.Add(zipOf(f, "xl/workbook.xml", "<w/>", "xl/worksheets/sheet1.xml", "<w><row><c r='A1'><v>1</v></c></row></w>"))
	f.Add(zipOf(f, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<p>x</p>"))
	corpus(f, "office", "hostile")
	fuzzKind(f, "a.docx")
}

func FuzzOutlook(f *testing.F) {
	f.Add([]byte("\x78\x9f\x3e\x22\x01\x00\x01\x03\x90\x06\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	corpus(f, "msg")
	fuzzKind(f, "a.msg")
}

// A message without a word in its body still tells who had it.
func TestHeadOfAMessageWithoutABody(t *testing.T) {
	r := &reader{res: &Result{}, lim: Limits{}.orDefault()}
	r.readMAPI(input{}, mapiProps{}, recipients{{"Ann <ann@example.com>"}, {"bob@example.net"}})
	if len(r.res.Parts) != 1 || r.res.Parts[0].Text != "To: Ann <ann@example.com>\nCc: bob@example.net\n" || r.out.Len() > 0 {
		t.Errorf("%+v %q", r.res.Parts, r.out.String())
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte("a,b\n\"c\nd\",e\n"))
	f.Add([]byte("<html><p>x<script>y</script>"))
	f.Add([]byte(`{"type":"bundle","objects":[{"type":"identity"}]}`))
	corpus(f, "text")
	fuzzKind(f, "a.csv")
}

// Words do not grow together where a sender left one space for DelSp=yes.
func TestUnflow(t *testing.T) {
	for _, c := range []struct {
		in, want string
		delsp    bool
	}{
		{"the van \r\nleft\r\n", "the van left\n", false},
		{"the van  \r\nleft\r\n", "the van left\n", true},
		{"the van \r\nleft\r\n", "the van left\n", true},
		{"see https://example.com/a/ \r\nb\r\n", "see https://example.com/a/b\n", true},
		{"山田 \r\n太郎\r\n", "山田太郎\n", true},
		{" \r\nleft\r\n", "left\n", true},
		{"> quoted \nyes\n-- \nAnn\n", "> quoted \nyes\n-- \nAnn\n", false},
	} {
		if got := unflow(c.in, c.delsp); got != c.want {
			t.Errorf("%q (%v): %q, want %q", c.in, c.delsp, got, c.want)
		}
	}
}

// The package says which part is the main one: a maker may name it as he likes.
func TestOfficePartsUnderOtherNames(t *testing.T) {
	rels := func(target string) string {
		return `<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="` + target + `"/></Relationships>`
	}
	sheet := `<worksheet><sheetData><row><c r="A1" t="inlineStr"><is><t>the grey van</t></is></c></row></sheetData></worksheet>`
	list := `<workbook><sheets><sheet name="Vans" r:id="s"/></sheets></workbook>`
	to := `<Relationships><Relationship Id="s" Type="x/worksheet" Target="pages/one.xml"/></Relationships>`
	abs := strings.Replace(to, "pages/one.xml", "/odd/pages/one.xml", 1)
	for name, b := range map[string][]byte{
		"a workbook in a folder of its own":   zipOf(t, "_rels/.rels", rels("odd/book.xml"), "odd/book.xml", list, "odd/_rels/book.xml.rels", to, "odd/pages/one.xml", sheet, "[Content_Types].xml", "<Types/>"),
		"a workbook that names whole paths":   zipOf(t, "_rels/.rels", rels("/odd/book.xml"), "odd/book.xml", list, "odd/_rels/book.xml.rels", abs, "odd/pages/one.xml", sheet),
		"a workbook at the root":              zipOf(t, "_rels/.rels", rels("book.xml"), "book.xml", list, "_rels/book.xml.rels", to, "pages/one.xml", sheet),
		"a document in a folder of its own":   zipOf(t, "_rels/.rels", rels("odd/text.xml"), "odd/text.xml", "<w:document><w:p><w:t>the grey van</w:t></w:p></w:document>"),
		"a presentation in one of its own":    zipOf(t, "_rels/.rels", rels("odd/show.xml"), "odd/show.xml", "<p:presentation/>", "odd/slides/slide1.xml", "<p:sld><a:p><a:t>the grey van</a:t></a:p></p:sld>"),
		"a document whose path has backslash": zipOf(t, "_rels/.rels", rels(`odd\text.xml`), "odd/text.xml", "<w:document><w:p><w:t>the grey van</w:t></w:p></w:document>"),
	} {
		res := Read("a", b, "", Limits{})
		if res.Error != nil || !strings.Contains(res.Text, "the grey van") || strings.Count(res.Text, "the grey van") != 1 {
			t.Errorf("%s: %v %s %q", name, res.Error, res.Kind, res.Text)
		}
	}
}

func TestHeadersThatSendersBreak(t *testing.T) {
	for _, c := range []struct{ name, mail, subject, text string }{
		{"a line of blanks inside a folded field", "From: a@example.com\r\nTo: b@example.org,\r\n\t\r\n\tc@example.org\r\nSubject: the van\r\n\r\nbody\r\n", "the van", "c@example.org"},
		{"a line of blanks for the end of the header", "From: a@example.com\r\nSubject: the van\r\n \r\n  set in\r\nSet out: no\r\n", "the van", "set in"},
		{"an encoded word without a set", "From: a@example.com\r\nTo: b@example.org\r\nSubject: =??Q?Gr=C3=BC=C3=9Fe?=\r\n\r\nbody\r\n", "Grüße", "body"},
	} {
		res := Read("a.eml", []byte(c.mail), "", Limits{})
		if res.Subject != c.subject || !strings.Contains(res.Text, c.text) {
			t.Errorf("%s: %q %q", c.name, res.Subject, res.Text)
		}
	}
	report := "Authentication-Results: mx.example.com; dkim=pass\r\nFrom: a@example.com\r\nTo: b@example.org\r\n\r\nbody\r\n"
	if res := Read("noname", []byte(report), "", Limits{}); res.Kind != "eml" || res.From != "a@example.com" {
		t.Errorf("a header that begins with a relay's verdict: %s", res.Kind)
	}
}
