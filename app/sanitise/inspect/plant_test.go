package inspect

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"

	"corridor/app/sanitise"
)

// A plant makes a file of one format with a term in one place. With an empty
// term the file is a clean control.
type plant struct {
	format, place string
	make          func(term string) (name string, b []byte)
}

var terms = []sanitise.Term{
	{Text: "Ambrose Quillfeather", Kind: "name"}, {Text: "Tansy Wetherlam", Kind: "name"}, {Text: "Rook-eye", Kind: "alias"},
	{Text: "07700 900417", Kind: "number"}, {Text: "KX72 PLM", Kind: "number"}, {Text: "Op SALTGLASS", Kind: "operation"},
	{Text: "SAN-26-00419", Kind: "ref"}, {Text: "quietlamp@example.net", Kind: "ref"}, {Text: "Gilded Otter", Kind: "name"},
	{Text: "Marchbank Lane Unit", Kind: "name"},
}

const body = "The subject may be storing stolen goods in the area."

func zipOf(files ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			panic(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func esc(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\"", "&quot;").Replace(s)
}

// docx makes a document with one part replaced or added.
func docx(doc string, extra ...string) []byte {
	base := []string{"[Content_Types].xml", `<?xml version="1.0"?><Types/>`,
		"word/document.xml", `<w:document xmlns:w="x"><w:body>` + doc + `</w:body></w:document>`}
	return zipOf(append(base, extra...)...)
}

func para(s string) string { return `<w:p><w:r><w:t>` + s + `</w:t></w:r></w:p>` }

func docxPlants() []plant {
	p := func(place string, f func(t string) []byte) plant {
		return plant{"docx", place, func(t string) (string, []byte) { return "report.docx", f(esc(t)) }}
	}
	part := func(place, name, before, after string) plant {
		return p(place, func(t string) []byte { return docx(para(body), name, before+t+after) })
	}
	return []plant{
		p("text", func(t string) []byte { return docx(para(body + " " + t)) }),
		p("text split over runs", func(t string) []byte {
			var b strings.Builder
			for _, r := range t {
				b.WriteString(`<w:r><w:t>` + string(r) + `</w:t></w:r>`)
			}
			if strings.Contains(t, "&") {
				return docx(para(t))
			}
			return docx(`<w:p>` + b.String() + `</w:p>`)
		}),
		p("hidden text", func(t string) []byte {
			return docx(para(body) + `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>` + t + `</w:t></w:r></w:p>`)
		}),
		p("white text", func(t string) []byte {
			return docx(para(body) + `<w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>` + t + `</w:t></w:r></w:p>`)
		}),
		p("tracked deletion", func(t string) []byte {
			return docx(para(body) + `<w:p><w:del w:author="A"><w:r><w:delText>` + t + `</w:delText></w:r></w:del></w:p>`)
		}),
		p("tracked insertion's author", func(t string) []byte {
			return docx(`<w:p><w:ins w:author="` + t + `"><w:r><w:t>x</w:t></w:r></w:ins></w:p>`)
		}),
		p("picture description", func(t string) []byte { return docx(para(body) + `<w:p><wp:docPr id="1" descr="` + t + `"/></w:p>`) }),
		p("field code", func(t string) []byte {
			return docx(para(body) + `<w:p><w:r><w:instrText>HYPERLINK "` + t + `"</w:instrText></w:r></w:p>`)
		}),
		p("content control", func(t string) []byte {
			return docx(`<w:sdt><w:sdtPr><w:alias w:val="` + t + `"/></w:sdtPr></w:sdt>` + para(body))
		}),
		p("bookmark", func(t string) []byte { return docx(`<w:bookmarkStart w:id="0" w:name="` + t + `"/>` + para(body)) }),
		part("comment", "word/comments.xml", `<w:comments><w:comment w:author="A"><w:p><w:r><w:t>`, `</w:t></w:r></w:p></w:comment></w:comments>`),
		part("author", "docProps/core.xml", `<cp:coreProperties><dc:creator>`, `</dc:creator></cp:coreProperties>`),
		part("last modified by", "docProps/core.xml", `<cp:coreProperties><cp:lastModifiedBy>`, `</cp:lastModifiedBy></cp:coreProperties>`),
		part("company", "docProps/app.xml", `<Properties><Company>`, `</Company></Properties>`),
		part("template", "docProps/app.xml", `<Properties><Template>`, `</Template></Properties>`),
		part("custom property", "docProps/custom.xml", `<Properties><property name="x"><vt:lpwstr>`, `</vt:lpwstr></property></Properties>`),
		part("header", "word/header1.xml", `<w:hdr><w:p><w:r><w:t>`, `</w:t></w:r></w:p></w:hdr>`),
		part("footnote", "word/footnotes.xml", `<w:footnotes><w:p><w:r><w:t>`, `</w:t></w:r></w:p></w:footnotes>`),
		part("external link", "word/_rels/document.xml.rels", `<Relationships><Relationship Id="r1" TargetMode="External" Target="file:///C:/`, `.docx"/></Relationships>`),
		part("custom xml", "customXml/item1.xml", `<root><a>`, `</a></root>`),
		part("alternate chunk", "word/afchunk.html", `<html><body>`, `</body></html>`),
		p("embedded workbook", func(t string) []byte { return docx(para(body), "word/embeddings/a.xlsx", string(xlsx(cell(t)))) }),
		p("thumbnail", func(t string) []byte { return docx(para(body), "docProps/thumbnail.jpeg", string(jpegWith(0xFE, t))) }),
		plant{"docx", "file name", func(t string) (string, []byte) { return t + ".docx", docx(para(body)) }},
		plant{"docx", "name of a part", func(t string) (string, []byte) { return "a.docx", docx(para(body), "word/media/"+t+".xml", "<a/>") }},
	}
}

func cell(t string) string {
	return `<row r="1"><c r="A1" t="inlineStr"><is><t>` + t + `</t></is></c></row>`
}

func xlsx(rows string, extra ...string) []byte {
	base := []string{"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`}
	return zipOf(append(base, extra...)...)
}

func xlsxPlants() []plant {
	p := func(place string, f func(t string) []byte) plant {
		return plant{"xlsx", place, func(t string) (string, []byte) { return "list.xlsx", f(esc(t)) }}
	}
	return []plant{
		p("cell", func(t string) []byte { return xlsx(cell(t)) }),
		p("shared string", func(t string) []byte {
			return xlsx(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, "xl/sharedStrings.xml", `<sst><si><t>`+t+`</t></si></sst>`)
		}),
		p("rich shared string", func(t string) []byte {
			h := len(t) / 2
			if strings.Contains(t, "&") {
				h = 0
			}
			return xlsx(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, "xl/sharedStrings.xml", `<sst><si><r><t>`+t[:h]+`</t></r><r><t>`+t[h:]+`</t></r></si></sst>`)
		}),
		p("hidden row", func(t string) []byte {
			return xlsx(`<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>` + t + `</t></is></c></row>`)
		}),
		p("hidden column", func(t string) []byte {
			return zipOf("xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="One" r:id="rId1"/></sheets></workbook>`,
				"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
				"xl/worksheets/sheet1.xml", `<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1"><c r="B1" t="inlineStr"><is><t>`+t+`</t></is></c></row></sheetData></worksheet>`)
		}),
		p("hidden sheet", func(t string) []byte {
			return zipOf("xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="S" state="veryHidden" r:id="rId1"/></sheets></workbook>`,
				"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
				"xl/worksheets/sheet1.xml", `<worksheet><sheetData>`+cell(t)+`</sheetData></worksheet>`)
		}),
		p("sheet name", func(t string) []byte {
			return zipOf("xl/workbook.xml", `<workbook><sheets><sheet name="`+t+`"/></sheets></workbook>`)
		}),
		p("comment", func(t string) []byte {
			return xlsx(cell("x"), "xl/comments1.xml", `<comments><commentList><comment ref="A1"><text><r><t>`+t+`</t></r></text></comment></commentList></comments>`)
		}),
		p("defined name", func(t string) []byte {
			return zipOf("xl/workbook.xml", `<workbook><definedNames><definedName name="a">`+t+`</definedName></definedNames></workbook>`)
		}),
		p("author", func(t string) []byte {
			return xlsx(cell("x"), "docProps/core.xml", `<c><dc:creator>`+t+`</dc:creator></c>`)
		}),
		p("pivot cache", func(t string) []byte {
			return xlsx(cell("x"), "xl/pivotCache/pivotCacheRecords1.xml", `<r><s v="`+t+`"/></r>`)
		}),
		p("header of the page", func(t string) []byte {
			return zipOf("xl/workbook.xml", `<workbook/>`, "xl/worksheets/sheet1.xml", `<worksheet><headerFooter><oddHeader>`+t+`</oddHeader></headerFooter></worksheet>`)
		}),
		p("formula", func(t string) []byte {
			return xlsx(`<row r="1"><c r="A1"><f>CONCAT("` + t + `")</f><v>0</v></c></row>`)
		}),
	}
}

func pptxPlants() []plant {
	p := func(place, name, before, after string) plant {
		return plant{"pptx", place, func(t string) (string, []byte) {
			return "brief.pptx", zipOf("ppt/presentation.xml", `<p:presentation/>`, "ppt/slides/slide1.xml", `<p:sld><a:p><a:r><a:t>`+body+`</a:t></a:r></a:p></p:sld>`, name, before+esc(t)+after)
		}}
	}
	return []plant{
		p("slide", "ppt/slides/slide2.xml", `<p:sld><a:p><a:r><a:t>`, `</a:t></a:r></a:p></p:sld>`),
		p("hidden slide", "ppt/slides/slide2.xml", `<p:sld show="0"><a:p><a:r><a:t>`, `</a:t></a:r></a:p></p:sld>`),
		p("notes", "ppt/notesSlides/notesSlide1.xml", `<p:notes><a:p><a:r><a:t>`, `</a:t></a:r></a:p></p:notes>`),
		p("comment", "ppt/comments/comment1.xml", `<p:cmLst><p:cm><p:text>`, `</p:text></p:cm></p:cmLst>`),
		p("comment author", "ppt/commentAuthors.xml", `<p:cmAuthorLst><p:cmAuthor name="`, `"/></p:cmAuthorLst>`),
		p("picture description", "ppt/slides/slide2.xml", `<p:sld><p:cNvPr id="2" descr="`, `"/></p:sld>`),
		p("layout", "ppt/slideLayouts/slideLayout1.xml", `<p:sldLayout><a:t>`, `</a:t></p:sldLayout>`),
		p("tag", "ppt/tags/tag1.xml", `<p:tagLst><p:tag name="N" val="`, `"/></p:tagLst>`),
		p("author", "docProps/core.xml", `<c><dc:creator>`, `</dc:creator></c>`),
	}
}

func odtPlants() []plant {
	p := func(place, content, name, part string) plant {
		return plant{"odt", place, func(t string) (string, []byte) {
			e := esc(t)
			f := []string{"mimetype", "application/vnd.oasis.opendocument.text", "content.xml",
				`<office:document-content><text:p>` + body + `</text:p>` + strings.ReplaceAll(content, "@@", e) + `</office:document-content>`}
			if name != "" {
				f = append(f, name, strings.ReplaceAll(part, "@@", e))
			}
			return "report.odt", zipOf(f...)
		}}
	}
	return []plant{
		p("text", `<text:p>@@</text:p>`, "", ""),
		p("annotation", `<office:annotation><dc:creator>A</dc:creator><text:p>@@</text:p></office:annotation>`, "", ""),
		p("tracked deletion", `<text:tracked-changes><text:changed-region><text:deletion><text:p>@@</text:p></text:deletion></text:changed-region></text:tracked-changes>`, "", ""),
		p("hidden text", `<text:p><text:hidden-text text:string-value="@@"/></text:p>`, "", ""),
		p("section condition", `<text:section text:name="@@" text:display="none"><text:p>x</text:p></text:section>`, "", ""),
		p("author", "", "meta.xml", `<office:document-meta><meta:initial-creator>@@</meta:initial-creator></office:document-meta>`),
		p("user-defined property", "", "meta.xml", `<office:document-meta><meta:user-defined meta:name="x">@@</meta:user-defined></office:document-meta>`),
		p("printer", "", "settings.xml", `<office:settings><config:config-item config:name="PrinterName">@@</config:config-item></office:settings>`),
		p("footer", "", "styles.xml", `<office:styles><style:footer><text:p>@@</text:p></style:footer></office:styles>`),
		p("earlier version", "", "Versions/Version1", `@@`),
	}
}

// pdfOf makes a PDF of numbered objects; a body may hold a stream.
func pdfOf(trailer string, objs ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	for i, o := range objs {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	b.WriteString("trailer\n<< /Root 1 0 R " + trailer + " >>\nstartxref\n0\n%%EOF\n")
	return b.Bytes()
}

func stream(dict, data string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(data), data)
}

func flate(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

func pdfString(s string) string {
	return "(" + strings.NewReplacer("\\", "\\\\", "(", "\\(", ")", "\\)").Replace(s) + ")"
}

// page makes a one-page PDF with this content and further objects from 6 on.
func page(content, trailer string, more ...string) []byte {
	objs := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		stream("", content), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
	return pdfOf(trailer, append(objs, more...)...)
}

func pdfPlants() []plant {
	p := func(place string, f func(t string) []byte) plant {
		return plant{"pdf", place, func(t string) (string, []byte) { return "report.pdf", f(t) }}
	}
	seen := "BT /F1 11 Tf 50 700 Td " + pdfString(body) + " Tj ET\n"
	return []plant{
		p("text", func(t string) []byte { return page(seen+"BT /F1 11 Tf 50 680 Td "+pdfString(t)+" Tj ET", "") }),
		p("packed text", func(t string) []byte {
			c := flate(seen + "BT /F1 11 Tf 50 680 Td " + pdfString(t) + " Tj ET")
			return pdfOf("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /MediaBox [0 0 595 842] >>",
				"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>", stream("/Filter /FlateDecode", c), "<< /Type /Font /Subtype /Type1 >>")
		}),
		p("text letter by letter", func(t string) []byte {
			var b strings.Builder
			b.WriteString("BT /F1 11 Tf 50 680 Td [")
			for _, r := range t {
				b.WriteString(pdfString(string(r)) + " -20 ")
			}
			b.WriteString("] TJ ET")
			return page(b.String(), "")
		}),
		p("white text", func(t string) []byte { return page(seen+"1 1 1 rg BT /F1 11 Tf 50 680 Td "+pdfString(t)+" Tj ET", "") }),
		p("invisible text", func(t string) []byte { return page(seen+"BT 3 Tr /F1 11 Tf 50 680 Td "+pdfString(t)+" Tj ET", "") }),
		p("off-page text", func(t string) []byte { return page(seen+"BT /F1 11 Tf 2000 680 Td "+pdfString(t)+" Tj ET", "") }),
		p("tiny text", func(t string) []byte { return page(seen+"BT /F1 0.5 Tf 50 680 Td "+pdfString(t)+" Tj ET", "") }),
		p("author", func(t string) []byte { return page(seen, "/Info 6 0 R", "<< /Author "+pdfString(t)+" >>") }),
		p("title in UTF-16", func(t string) []byte {
			u := "\xfe\xff"
			for _, r := range t {
				u += string([]byte{byte(r >> 8), byte(r)})
			}
			return page(seen, "/Info 6 0 R", "<< /Title "+pdfString(u)+" >>")
		}),
		p("XMP", func(t string) []byte {
			return page(seen, "", stream("/Type /Metadata /Subtype /XML", `<?xpacket begin=""?><x:xmpmeta><dc:creator>`+esc(t)+`</dc:creator></x:xmpmeta>`))
		}),
		p("annotation", func(t string) []byte {
			return page(seen, "", "<< /Type /Annot /Subtype /Text /Rect [0 0 1 1] /Contents "+pdfString(t)+" >>")
		}),
		p("bookmark", func(t string) []byte {
			return page(seen, "", "<< /Title "+pdfString(t)+" /Parent 1 0 R /Dest [3 0 R /Fit] >>")
		}),
		p("attachment", func(t string) []byte { return page(seen, "", stream("/Type /EmbeddedFile", t)) }),
		p("attachment name", func(t string) []byte {
			return page(seen, "", "<< /Type /Filespec /F "+pdfString(t)+" /EF << /F 4 0 R >> >>")
		}),
		p("link", func(t string) []byte {
			return page(seen, "", "<< /S /URI /URI "+pdfString("http://example.net/"+t)+" >>")
		}),
		p("form field", func(t string) []byte { return page(seen, "", "<< /FT /Tx /T (a) /V "+pdfString(t)+" >>") }),
		p("script", func(t string) []byte {
			return page(seen, "", "<< /S /JavaScript /JS "+pdfString("var a='"+t+"'")+" >>")
		}),
		p("earlier version of a page", func(t string) []byte {
			return append(page("BT /F1 11 Tf 50 680 Td "+pdfString(t)+" Tj ET", ""), page(seen, "")...)
		}),
		p("orphan content", func(t string) []byte {
			return page(seen, "", stream("", "BT /F1 11 Tf 50 680 Td "+pdfString(t)+" Tj ET"))
		}),
		p("alternate text", func(t string) []byte { return page("/Span << /ActualText "+pdfString(t)+" >> BDC "+seen+" EMC", "") }),
		p("object stream", func(t string) []byte {
			v := "<< /Author " + pdfString(t) + " >>"
			return page(seen, "", stream("/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode", flate("90 0 "+v)))
		}),
		p("hexadecimal string", func(t string) []byte { return page(seen, "/Info 6 0 R", fmt.Sprintf("<< /Subject <%x> >>", t)) }),
		p("Unicode-mapped font", func(t string) []byte {
			var hex, m strings.Builder
			for i, r := range []rune(t) {
				fmt.Fprintf(&hex, "%04x", i+1)
				fmt.Fprintf(&m, "<%04x> <%04x>\n", i+1, r)
			}
			cm := fmt.Sprintf("1 begincodespacerange <0000> <ffff> endcodespacerange %d beginbfchar\n%sendbfchar", len([]rune(t)), m.String())
			return pdfOf("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /MediaBox [0 0 595 842] >>",
				"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
				stream("", "BT /F1 11 Tf 50 680 Td <"+hex.String()+"> Tj ET"), "<< /Type /Font /Subtype /Type0 /ToUnicode 6 0 R >>", stream("", cm))
		}),
		p("form drawn on the page", func(t string) []byte {
			return pdfOf("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /MediaBox [0 0 595 842] >>",
				"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /X 6 0 R >> >> >>", stream("", "/X Do"),
				"<< /Type /Font /Subtype /Type1 >>", stream("/Subtype /Form /Resources << /Font << /F1 5 0 R >> >>", "BT /F1 9 Tf 10 10 Td "+pdfString(t)+" Tj ET"))
		}),
	}
}

func pngChunk(kind, data string) string {
	var b bytes.Buffer
	binary.Write(&b, binary.BigEndian, uint32(len(data)))
	b.WriteString(kind + data)
	binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE([]byte(kind+data)))
	return b.String()
}

func pngWith(chunk string) []byte {
	return []byte("\x89PNG\r\n\x1a\n" + pngChunk("IHDR", strings.Repeat("\x00", 13)) + chunk + pngChunk("IDAT", "x") + pngChunk("IEND", ""))
}

func jpegWith(marker byte, data string) []byte {
	var b bytes.Buffer
	b.WriteString("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
	b.Write([]byte{0xFF, marker, byte((len(data) + 2) >> 8), byte(len(data) + 2)})
	b.WriteString(data + "\xff\xd9")
	return b.Bytes()
}

// exifOf makes an EXIF block with one text tag.
func exifOf(tag uint16, t string) string {
	var b bytes.Buffer
	b.WriteString("II*\x00\x08\x00\x00\x00\x01\x00")
	binary.Write(&b, binary.LittleEndian, tag)
	binary.Write(&b, binary.LittleEndian, uint16(2))
	binary.Write(&b, binary.LittleEndian, uint32(len(t)+1))
	binary.Write(&b, binary.LittleEndian, uint32(26))
	b.WriteString("\x00\x00\x00\x00" + t + "\x00")
	return b.String()
}

func picturePlants() []plant {
	png := func(place string, f func(t string) string) plant {
		return plant{"png", place, func(t string) (string, []byte) { return "a.png", pngWith(f(t)) }}
	}
	jpg := func(place string, m byte, f func(t string) string) plant {
		return plant{"jpeg", place, func(t string) (string, []byte) { return "a.jpg", jpegWith(m, f(t)) }}
	}
	return []plant{
		png("text", func(t string) string { return pngChunk("tEXt", "Author\x00"+t) }),
		png("packed text", func(t string) string { return pngChunk("zTXt", "Comment\x00\x00"+flate(t)) }),
		png("international text", func(t string) string { return pngChunk("iTXt", "XML\x00\x00\x00\x00\x00"+t) }),
		png("EXIF", func(t string) string { return pngChunk("eXIf", exifOf(0x13B, t)) }),
		plant{"png", "after the end", func(t string) (string, []byte) { return "a.png", append(pngWith(""), t...) }},
		jpg("comment", 0xFE, func(t string) string { return t }),
		jpg("artist", 0xE1, func(t string) string { return "Exif\x00\x00" + exifOf(0x13B, t) }),
		jpg("description", 0xE1, func(t string) string { return "Exif\x00\x00" + exifOf(0x10E, t) }),
		jpg("XMP", 0xE1, func(t string) string { return "http://ns.adobe.com/xap/1.0/\x00<x><a>" + esc(t) + "</a></x>" }),
		jpg("IPTC", 0xED, func(t string) string { return "Photoshop 3.0\x008BIM\x04\x04\x00\x00" + t }),
		plant{"jpeg", "after the end", func(t string) (string, []byte) { return "a.jpg", append(jpegWith(0xFE, "x"), t...) }},
	}
}

func mailPlants() []plant {
	p := func(place, format string) plant {
		return plant{"eml", place, func(t string) (string, []byte) {
			s := strings.ReplaceAll(format, "@@", t)
			s = strings.ReplaceAll(s, "%64%", base64.StdEncoding.EncodeToString([]byte(t)))
			return "a.eml", []byte(s)
		}}
	}
	head := "From: desk@example.org\r\nTo: unit@example.org\r\nMIME-Version: 1.0\r\n"
	multi := head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
	return []plant{
		p("body", head+"\r\n@@\r\n"),
		p("subject", head+"Subject: @@\r\n\r\nx\r\n"),
		p("encoded subject", head+"Subject: =?utf-8?B?%64%?=\r\n\r\nx\r\n"),
		p("private header", head+"X-Tag: @@\r\n\r\nx\r\n"),
		p("second part", multi+"--b\r\n\r\nx\r\n--b\r\n\r\n@@\r\n--b--\r\n"),
		p("base64 part", multi+"--b\r\nContent-Transfer-Encoding: base64\r\n\r\n%64%\r\n--b--\r\n"),
		p("html part", multi+"--b\r\nContent-Type: text/html\r\n\r\n<p>@@</p>\r\n--b--\r\n"),
		p("hidden html", multi+"--b\r\nContent-Type: text/html\r\n\r\n<p>x</p><div style=\"display:none\">@@</div>\r\n--b--\r\n"),
		p("html comment", multi+"--b\r\nContent-Type: text/html\r\n\r\n<p>x</p><!-- @@ -->\r\n--b--\r\n"),
		p("before the parts", multi+"@@\r\n--b\r\n\r\nx\r\n--b--\r\n"),
		p("after the parts", multi+"--b\r\n\r\nx\r\n--b--\r\n@@\r\n"),
		p("attachment name", multi+"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"@@.txt\"\r\n\r\nx\r\n--b--\r\n"),
		p("attachment", multi+"--b\r\nContent-Type: application/octet-stream; name=\"a.txt\"\r\nContent-Transfer-Encoding: base64\r\n\r\n%64%\r\n--b--\r\n"),
		p("message inside", multi+"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: @@\r\n\r\nx\r\n--b--\r\n"),
	}
}

func archivePlants() []plant {
	p := func(place string, f func(t string) []byte) plant {
		return plant{"zip", place, func(t string) (string, []byte) { return "a.zip", f(t) }}
	}
	return []plant{
		p("text file", func(t string) []byte { return zipOf("a.txt", t) }),
		p("name of a file", func(t string) []byte { return zipOf(t+".txt", "x") }),
		p("zip inside", func(t string) []byte { return zipOf("b.zip", string(zipOf("a.txt", t))) }),
		p("document inside", func(t string) []byte { return zipOf("b.docx", string(docx(para(esc(t))))) }),
		p("comment", func(t string) []byte {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			if err := z.SetComment(t); err != nil {
				panic(err)
			}
			w, _ := z.Create("a.txt")
			w.Write([]byte("x"))
			z.Close()
			return b.Bytes()
		}),
		p("after the end", func(t string) []byte { return append(zipOf("a.txt", "x"), []byte("\n\n                "+t)...) }),
		plant{"text", "text", func(t string) (string, []byte) { return "a.txt", []byte(body + "\n" + t) }},
		plant{"text", "wide text", func(t string) (string, []byte) {
			u := "\xff\xfe"
			for _, r := range t {
				u += string([]byte{byte(r), byte(r >> 8)})
			}
			return "a.txt", []byte(u)
		}},
		plant{"text", "csv", func(t string) (string, []byte) { return "a.csv", []byte("a,b\n1,\"" + t + "\"\n") }},
		plant{"rtf", "text", func(t string) (string, []byte) { return "a.rtf", []byte(`{\rtf1{\info{\author x}} ` + t + `\par}`) }},
		plant{"rtf", "author", func(t string) (string, []byte) { return "a.rtf", []byte(`{\rtf1{\info{\author ` + t + `}} x\par}`) }},
		plant{"html", "attribute", func(t string) (string, []byte) {
			return "a.html", []byte(`<html><body data-x="` + esc(t) + `">x</body></html>`)
		}},
	}
}

func plants() []plant {
	var out []plant
	for _, ps := range [][]plant{docxPlants(), xlsxPlants(), pptxPlants(), odtPlants(), pdfPlants(), picturePlants(), mailPlants(), archivePlants()} {
		out = append(out, ps...)
	}
	return out
}

// Every term planted in every place of every format is found, and a control
// file with nothing planted has no hit.
func TestPlantedLeaks(t *testing.T) {
	n, found := map[string]int{}, map[string]int{}
	total := 0
	for _, p := range plants() {
		for _, term := range terms {
			name, b := p.make(term.Text)
			r := File(name, b, []sanitise.Term{term})
			n[p.format]++
			total++
			if len(r.Hits) > 0 {
				found[p.format]++
				continue
			}
			t.Errorf("%s, %s: %q not found", p.format, p.place, term.Text)
		}
		name, b := p.make("ordinary words")
		if r := File(name, b, terms); len(r.Hits) > 0 {
			t.Errorf("%s, %s: control has hits %v", p.format, p.place, r.Hits)
		}
	}
	if total < 500 {
		t.Fatalf("%d planted leaks, want at least 500", total)
	}
	for _, f := range []string{"pdf", "docx", "xlsx", "pptx", "odt", "eml", "png", "jpeg", "zip"} {
		if n[f] == 0 {
			t.Errorf("no plants in %s", f)
		}
		t.Logf("%-5s %3d of %3d planted leaks found", f, found[f], n[f])
	}
}

// A plain file of each format that has nothing unreadable in it is read to the
// end; pictures never are.
func TestReadWhole(t *testing.T) {
	for _, c := range []struct {
		name string
		b    []byte
		read bool
		kind string
	}{
		{"a.txt", []byte(body), true, "text"},
		{"a.docx", docx(para(body)), true, "docx"},
		{"a.xlsx", xlsx(cell(body)), true, "xlsx"},
		{"a.pdf", page("BT /F1 11 Tf 50 700 Td "+pdfString(body)+" Tj ET", ""), true, "pdf"},
		{"a.eml", []byte("From: a@example.org\nTo: b@example.org\n\n" + body), true, "eml"},
		{"a.zip", zipOf("a.txt", body), true, "zip"},
		{"a.png", pngWith(""), false, "png"},
		{"a.jpg", jpegWith(0xFE, "x"), false, "jpeg"},
		{"a.docx", docx(para(body), "word/vbaProject.bin", "\xd0\xcf\x11\xe0\x00"), false, "docx"},
		{"a.pdf", pdfOf("/Encrypt << /Filter /Standard >>", "<< /Type /Catalog >>"), false, "pdf"},
		{"a.bin", []byte("\x00\x01\x02\x03"), false, "unknown binary"},
		{"a.pdf", []byte("%PDF-1.4\nnothing"), false, "pdf"},
	} {
		r := File(c.name, c.b, nil)
		if r.Read != c.read || r.Kind != c.kind {
			t.Errorf("%s: read %v kind %s, want %v %s (%v)", c.name, r.Read, r.Kind, c.read, c.kind, r.NotRead)
		}
	}
}

// What is hidden is named as such.
func TestHiddenIsNamed(t *testing.T) {
	want := map[string]string{"docx/hidden text": "hidden text", "docx/white text": "white text", "docx/tracked deletion": "deleted text",
		"docx/comment": "comment", "xlsx/hidden sheet": "hidden sheet", "xlsx/hidden row": "hidden rows", "xlsx/hidden column": "hidden rows and columns",
		"pdf/white text": "white text", "pdf/invisible text": "invisible text", "pdf/off-page text": "off-page text", "pdf/tiny text": "tiny text",
		"pdf/author": "document properties", "pdf/XMP": "XMP", "pdf/attachment": "attachment", "pdf/bookmark": "bookmark", "odt/annotation": "comment",
		"eml/hidden html": "hidden text", "eml/before the parts": "outside the parts"}
	for _, p := range plants() {
		w, ok := want[p.format+"/"+p.place]
		if !ok {
			continue
		}
		delete(want, p.format+"/"+p.place)
		name, b := p.make("Ambrose Quillfeather")
		r := File(name, b, terms[:1])
		hit := false
		for _, h := range r.Hits {
			hit = hit || strings.Contains(h.Where, w)
		}
		if !hit {
			t.Errorf("%s, %s: hits %v, want one in %q", p.format, p.place, r.Hits, w)
		}
	}
	for k := range want {
		t.Errorf("no plant for %s", k)
	}
}
