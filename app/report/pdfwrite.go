package report

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
)

// objects is a PDF file being written: objects numbered from 1.
type objects struct {
	buf     bytes.Buffer
	offsets []int
}

// add writes an object and gives its number.
func (o *objects) add(body string) int {
	o.offsets = append(o.offsets, o.buf.Len())
	fmt.Fprintf(&o.buf, "%d 0 obj\n%s\nendobj\n", len(o.offsets), body)
	return len(o.offsets)
}

// stream writes a stream object.
func (o *objects) stream(extra string, body []byte) int {
	return o.add(fmt.Sprintf("<< %s/Length %d >>\nstream\n%s\nendstream", extra, len(body), body))
}

// write gives the file: fonts first, then pages, the catalogue last.
func (p *paper) write() []byte {
	o := &objects{}
	o.buf.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	var bodies [][]byte // first: they say which letters the fonts need
	for _, page := range p.pages {
		bodies = append(bodies, p.stream(page))
	}
	f1, f2 := o.font(p.regular), o.font(p.bold)
	parent := len(o.offsets) + 2*len(p.pages) + 1
	var kids []string
	for _, body := range bodies {
		content := o.stream("", body)
		n := o.add(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R /F2 %d 0 R >> >> >>",
			parent, num(PageWidth), num(PageHeight), content, f1, f2))
		kids = append(kids, fmt.Sprintf("%d 0 R", n))
	}
	pages := o.add(fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " ")))
	root := o.add(fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R /Lang (en-GB) >>", pages))
	o.trailer(root)
	return o.buf.Bytes()
}

func (o *objects) trailer(root int) {
	at := o.buf.Len()
	fmt.Fprintf(&o.buf, "xref\n0 %d\n0000000000 65535 f \n", len(o.offsets)+1)
	for _, off := range o.offsets {
		fmt.Fprintf(&o.buf, "%010d 00000 n \n", off)
	}
	fmt.Fprintf(&o.buf, "trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(o.offsets)+1, root, at)
}

// font writes a subset of a pen's face with its widths and its way back to
// Unicode, so that text can be searched and read aloud.
func (o *objects) font(p *pen) int {
	program := p.subset(p.used)
	file := o.stream(fmt.Sprintf("/Length1 %d ", len(program)), program)
	name := tag(p) + "+" + p.name
	head, hhea := p.tables["head"], p.tables["hhea"]
	em := func(v int) int { return v * 1000 / p.units }
	descriptor := o.add(fmt.Sprintf("<< /Type /FontDescriptor /FontName /%s /Flags 32 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight 714 /StemV 80 /FontFile2 %d 0 R >>",
		name, em(i16(head, 36)), em(i16(head, 38)), em(i16(head, 40)), em(i16(head, 42)), em(i16(hhea, 4)), em(i16(hhea, 6)), file))
	var widths strings.Builder
	for _, g := range p.used {
		fmt.Fprintf(&widths, "%d ", p.advance(g))
	}
	descendant := o.add(fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R /CIDToGIDMap /Identity /W [0 [%s]] >>",
		name, descriptor, strings.TrimSpace(widths.String())))
	unicode := o.stream("", toUnicode(p))
	return o.add(fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", name, descendant, unicode))
}

// tag is the six letters that name a subset, drawn from what is in it.
func tag(p *pen) string {
	sum := sha256.Sum256([]byte(string(p.runes)))
	var b strings.Builder
	for _, v := range sum[:6] {
		b.WriteByte('A' + v%26)
	}
	return b.String()
}

// toUnicode maps the subset's numbers to characters, a hundred at a time as
// the format demands.
func toUnicode(p *pen) []byte {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for from := 1; from < len(p.runes); from += 100 {
		to := min(from+100, len(p.runes))
		fmt.Fprintf(&b, "%d beginbfchar\n", to-from)
		for n := from; n < to; n++ {
			fmt.Fprintf(&b, "<%04X> <%s>\n", n, utf16Hex(p.runes[n]))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return []byte(b.String())
}

func utf16Hex(r rune) string {
	if r < 0x10000 {
		return fmt.Sprintf("%04X", r)
	}
	r -= 0x10000
	return fmt.Sprintf("%04X%04X", 0xD800+(r>>10), 0xDC00+(r&0x3FF))
}
