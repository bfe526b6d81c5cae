package intake

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// rivals are the programs that others use for one kind each, on one large
// file, so that their start counts for little.
func rivals() []struct {
	name, file string
	make       func(testing.TB) []byte
	argv       []string // the file's path follows
} {
	return []struct {
		name, file string
		make       func(testing.TB) []byte
		argv       []string
	}{
		{"mail beside Python's email", "big.eml", bigMail, []string{"python3", "-c", "import email,email.policy,sys\nm=email.message_from_bytes(open(sys.argv[1],'rb').read(),policy=email.policy.default)\nsum(len(p.get_payload(decode=True) or b'') for p in m.walk() if not p.is_multipart())"}},
		{"PDF beside pdftotext", "big.pdf", bigPDF, []string{"pdftotext", "-q"}},
		{"DOCX beside unzip -p", "big.docx", bigWord, []string{"unzip", "-p"}},
		{"ZIP beside unzip -p", "big.zip", bigZip, []string{"unzip", "-p"}},
		{"XLSX beside Python's zipfile and ElementTree", "big.xlsx", bigSheet, []string{"python3", "-c", sheetInPython}},
	}
}

// BenchmarkBesideOthers reports, in one run, our reading in this process and
// in a child, and the other program's, in MB of the file a second.
func BenchmarkBesideOthers(b *testing.B) {
	for _, r := range rivals() {
		b.Run(r.name, func(b *testing.B) {
			if _, err := exec.LookPath(r.argv[0]); err != nil {
				b.Skipf("SKIPPED, NOT MEASURED: %s is not installed", r.argv[0])
			}
			file := r.make(b)
			path := filepath.Join(b.TempDir(), r.file)
			if err := os.WriteFile(path, file, 0o600); err != nil {
				b.Fatal(err)
			}
			var ours, child, theirs time.Duration
			for b.Loop() {
				began := time.Now()
				if res := Read(r.file, file, "", Limits{}); res.Error != nil || res.Text == "" {
					b.Fatal(res.Error)
				}
				ours += time.Since(began)
				began = time.Now()
				if res, err := (Runner{}).Read(context.Background(), r.file, file, ""); err != nil || res.Error != nil {
					b.Fatal(err, res.Error)
				}
				child += time.Since(began)
				argv := append(append([]string{}, r.argv[1:]...), path)
				if r.argv[0] == "pdftotext" {
					argv = append(argv, "-")
				}
				began = time.Now()
				if out, err := exec.Command(r.argv[0], argv...).Output(); err != nil || r.argv[0] != "python3" && len(out) == 0 {
					b.Fatalf("%s: %v", r.argv[0], err)
				}
				theirs += time.Since(began)
			}
			rate := func(d time.Duration) float64 { return float64(len(file)) * float64(b.N) / 1e6 / d.Seconds() }
			b.ReportMetric(rate(ours), "ours_MB/s")
			b.ReportMetric(rate(child), "child_MB/s")
			b.ReportMetric(rate(theirs), "theirs_MB/s")
			b.ReportMetric(rate(ours)/rate(theirs), "times")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// sheetInPython reads the cells of a workbook in as few lines as Python's own
// library allows.
const sheetInPython = `import sys,zipfile
import xml.etree.ElementTree as E
z=zipfile.ZipFile(sys.argv[1])
t=lambda e:e.tag.rsplit('}',1)[-1]
s=[''.join(x.text or '' for x in i.iter() if t(x)=='t') for i in E.fromstring(z.read('xl/sharedStrings.xml'))]
for n in z.namelist():
    if n.startswith('xl/worksheets/'):
        for c in E.fromstring(z.read(n)).iter():
            if t(c)=='c':
                v=''.join(x.text or '' for x in c)
                sys.stdout.write((s[int(v)] if c.get('t')=='s' else v)+'\t')
`

func bigZip(t testing.TB) []byte {
	var parts []string
	for i := range 800 {
		parts = append(parts, fmt.Sprintf("box %d/page %d.txt", i/40, i), strings.Repeat(prosePage(i), 4))
	}
	return zipOf(t, parts...)
}

func bigSheet(t testing.TB) []byte {
	var shared, rows strings.Builder
	shared.WriteString("<sst>")
	for i := range 5000 {
		fmt.Fprintf(&shared, "<si><t>person or place number %d</t></si>", i)
	}
	shared.WriteString("</sst>")
	rows.WriteString("<worksheet><sheetData>")
	for i := range 30_000 {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d" t="s"><v>%d</v></c><c r="B%d"><v>%d</v></c><c r="C%d" t="s"><v>%d</v></c><c r="D%d"><v>%d.5</v></c></row>`, i+1, i+1, i%5000, i+1, 7700900000+i%1000, i+1, i*7%5000, i+1, i)
	}
	rows.WriteString("</sheetData></worksheet>")
	return zipOf(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<workbook/>", "xl/sharedStrings.xml", shared.String(), "xl/worksheets/sheet1.xml", rows.String())
}

func prosePage(n int) string {
	var b strings.Builder
	for i := range 40 {
		fmt.Fprintf(&b, "Line %d of page %d says what people say when they have something to tell.\n", i, n)
	}
	return b.String()
}

func bigMail(testing.TB) []byte {
	var b bytes.Buffer
	b.WriteString("From: a@example.com\r\nSubject: big\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n")
	for i := range 800 {
		fmt.Fprintf(&b, "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%s\r\n", strings.ReplaceAll(prosePage(i), "\n", "=20\r\n"))
	}
	b.WriteString("--b--\r\n")
	return b.Bytes()
}

func bigPDF(testing.TB) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	object := func(body string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), body)
	}
	const pages = 1000
	object("<</Type/Catalog/Pages 2 0 R>>")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 4+2*i)
	}
	object(fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", pages, kids.String()))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	for i := range pages {
		var c strings.Builder
		c.WriteString("BT /F 10 Tf 12 TL 50 800 Td\n")
		for line := range strings.Lines(prosePage(i)) {
			fmt.Fprintf(&c, "(%s) Tj T*\n", strings.TrimSpace(line))
		}
		c.WriteString("ET")
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		_, _ = w.Write([]byte(c.String()))
		_ = w.Close()
		object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>", 5+2*i))
		object(fmt.Sprintf("<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", z.Len(), z.String()))
	}
	x := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, x)
	return b.Bytes()
}

func bigWord(t testing.TB) []byte {
	var b strings.Builder
	b.WriteString(`<w:document xmlns:w="w"><w:body>`)
	for i := range 1000 {
		for line := range strings.Lines(prosePage(i)) {
			b.WriteString("<w:p><w:r><w:t>" + strings.TrimSpace(line) + "</w:t></w:r></w:p>")
		}
	}
	b.WriteString("</w:body></w:document>")
	return zipOf(t, "[Content_Types].xml", "<Types/>", "word/document.xml", b.String())
}
