package inspect

import (
	"archive/zip"
	"bytes"
	stdflate "compress/flate"
	stdlzw "compress/lzw"
	"encoding/ascii85"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"testing"

	"corridor/app/sanitise"
)

func wide(t string) string {
	u := "\xfe\xff"
	for _, r := range t {
		u += string([]byte{byte(r >> 8), byte(r)})
	}
	return u
}

func narrow(t string) string { return wide(t)[2:] } // UTF-16 without a mark

func fontName(t string) string {
	var b strings.Builder
	for i := 0; i < len(t); i++ {
		if c := t[i]; c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "#%02X", c)
		}
	}
	return b.String()
}

// nameTable makes a TrueType file that holds nothing but its names.
func nameTable(t string) string {
	var b bytes.Buffer
	n := narrow(t)
	b.WriteString("\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00name\x00\x00\x00\x00")
	for _, x := range []uint32{28, uint32(18 + len(n))} {
		binary.Write(&b, binary.BigEndian, x)
	}
	for _, x := range []uint16{0, 1, 18, 3, 1, 0x809, 1, uint16(len(n)), 0} {
		binary.Write(&b, binary.BigEndian, x)
	}
	b.WriteString(n)
	return b.String()
}

func morePDF() []plant {
	p := func(place string, f func(t string) []byte) plant {
		return plant{"pdf", place, func(t string) (string, []byte) { return "report.pdf", f(t) }}
	}
	seen := "BT /F1 11 Tf 50 700 Td " + pdfString(body) + " Tj ET\n"
	obj := func(place, format string) plant {
		return p(place, func(t string) []byte { return page(seen, "", strings.ReplaceAll(format, "@@", pdfString(t))) })
	}
	drawn := func(place, format string) plant {
		return p(place, func(t string) []byte { return page(seen+strings.ReplaceAll(format, "@@", pdfString(t)), "") })
	}
	return []plant{
		p("object in an object stream", func(t string) []byte {
			o := "<< /Author " + pdfString(t) + " >>"
			return page(seen, "", stream("/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode", flate("77 0 "+o)))
		}),
		p("object an update replaced", func(t string) []byte {
			return append(page(seen, "", "<< /Author "+pdfString(t)+" >>"), "6 0 obj\n<< /Author (x) >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"...)
		}),
		p("object an update freed", func(t string) []byte {
			return append(page(seen, "", "<< /Contents "+pdfString(t)+" /Rect [0 0 1 1] /Subtype /Text >>"), "xref\n6 1\n0000000000 00001 f \ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"...)
		}),
		p("page an update took out", func(t string) []byte {
			b := page(seen+"BT /F1 11 Tf 50 600 Td "+pdfString(t)+" Tj ET", "")
			return append(b, "2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"...)
		}),
		p("form data (XFA) in a stream", func(t string) []byte {
			return page(seen, "", stream("/Filter /FlateDecode", flate("<xdp:xdp><datasets><a>"+esc(t)+"</a></datasets></xdp:xdp>")))
		}),
		obj("form data (XFA) in a string", "<< /XFA [(datasets) @@] >>"),
		obj("value of a form field", "<< /FT /Tx /V @@ >>"), obj("former value of a field", "<< /FT /Tx /DV @@ >>"), obj("tip of a field", "<< /FT /Tx /TU @@ >>"),
		obj("choice of a list", "<< /FT /Ch /Opt [[(a) @@]] >>"),
		obj("note", "<< /Type /Annot /Subtype /Text /Rect [0 0 1 1] /Contents @@ >>"), obj("author of a note", "<< /Type /Annot /Subtype /Text /T @@ >>"),
		obj("formatted note", "<< /Type /Annot /Subtype /FreeText /RC @@ >>"), obj("answer to a note", "<< /Type /Annot /IRT 1 0 R /Subj @@ >>"),
		p("what a note paints", func(t string) []byte {
			return pdfOf("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /MediaBox [0 0 595 842] >>",
				"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [6 0 R] /Resources << /Font << /F1 5 0 R >> >> >>", stream("", seen),
				"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", "<< /Type /Annot /Subtype /FreeText /AP << /N 7 0 R >> >>",
				stream("/Subtype /Form /Resources << /Font << /F1 5 0 R >> >>", "BT /F1 9 Tf 1 1 Td "+pdfString(t)+" Tj ET"))
		}),
		obj("script in a string", "<< /S /JavaScript /JS @@ >>"),
		p("script in a stream", func(t string) []byte {
			return page(seen, "", "<< /S /JavaScript /JS 7 0 R >>", stream("/Filter /FlateDecode", flate("app.alert('"+t+"');")))
		}),
		p("script in hexadecimal", func(t string) []byte {
			return page(seen, "", "<< /S /JavaScript /JS <"+hex.EncodeToString([]byte("var a='"+t+"'"))+"> >>")
		}),
		drawn("layer that is off", "/OC /MC0 BDC BT /F1 11 Tf 50 600 Td @@ Tj ET EMC"), obj("name of a layer", "<< /Type /OCG /Name @@ >>"),
		p("name of a font", func(t string) []byte {
			return page(seen, "", "<< /Type /FontDescriptor /FontName /ABCDEF+"+fontName(t)+" >>")
		}),
		p("names inside a font", func(t string) []byte { return page(seen, "", stream("/Length1 99", nameTable(t))) }),
		p("packed names inside a font", func(t string) []byte {
			return page(seen, "", stream("/Length1 99 /Filter /FlateDecode", flate(nameTable(t))))
		}),
		obj("link", "<< /S /URI /URI @@ >>"), obj("named place", "<< /Names [@@ 3 0 R] >>"), obj("page label", "<< /Nums [0 << /S /D /P @@ >>] >>"),
		obj("description in the structure", "<< /Type /StructElem /S /Figure /Alt @@ >>"), obj("true text in the structure", "<< /Type /StructElem /S /Span /ActualText @@ >>"),
		obj("abbreviation in the structure", "<< /Type /StructElem /S /Span /E @@ >>"),
		drawn("true text in the page", "/Span << /ActualText @@ >> BDC BT /F1 11 Tf 50 600 Td (x) Tj ET EMC"),
		p("text in hexadecimal", func(t string) []byte {
			return page(seen+"BT /F1 11 Tf 50 600 Td <"+hex.EncodeToString([]byte(t))+"> Tj ET", "")
		}),
		drawn("text under a box", "BT /F1 11 Tf 50 600 Td @@ Tj ET 0 0 0 rg 40 590 400 30 re f"), drawn("text turned", "BT /F1 11 Tf 0 1 -1 0 50 600 Tm @@ Tj ET"),
		drawn("text clipped away", "q 0 0 1 1 re W n BT /F1 11 Tf 50 600 Td @@ Tj ET Q"), drawn("text shown by a quote", "BT /F1 11 Tf 50 600 Td @@ ' ET"),
		p("text in a pattern", func(t string) []byte {
			return page(seen, "", stream("/PatternType 1 /Resources << /Font << /F1 5 0 R >> >>", "BT /F1 9 Tf 1 1 Td "+pdfString(t)+" Tj ET"))
		}),
		p("stream in hexadecimal", func(t string) []byte {
			return page(seen, "", stream("/Type /EmbeddedFile /Filter /ASCIIHexDecode", hex.EncodeToString([]byte(t))+">"))
		}),
		p("stream in base 85", func(t string) []byte {
			d := make([]byte, ascii85.MaxEncodedLen(len(t)))
			return page(seen, "", stream("/Type /EmbeddedFile /Filter /ASCII85Decode", string(d[:ascii85.Encode(d, []byte(t))])+"~>"))
		}),
		p("stream packed twice", func(t string) []byte {
			return page(seen, "", stream("/Type /EmbeddedFile /Filter [/FlateDecode /FlateDecode]", flate(flate(t))))
		}),
		p("stream packed another way", func(t string) []byte {
			var b bytes.Buffer
			z := stdlzw.NewWriter(&b, stdlzw.MSB, 8)
			z.Write([]byte(t))
			z.Close()
			return page(seen, "", stream("/Type /EmbeddedFile /Filter /LZWDecode", b.String()))
		}),
		p("document attached", func(t string) []byte {
			return page(seen, "", stream("/Type /EmbeddedFile /Filter /FlateDecode", flate(string(docx(para(esc(t)))))))
		}),
		obj("description of an attachment", "<< /Type /Filespec /EF << >> /Desc @@ >>"), obj("name of an attachment", "<< /Type /Filespec /EF << >> /UF @@ >>"),
		obj("reason of a signature", "<< /Type /Sig /Reason @@ >>"), obj("private data of a program", "<< /PieceInfo << /X << /Private << /Y @@ >> >> >> >>"),
		obj("capture of a web page", "<< /Type /SpiderInfo /URLS @@ >>"), obj("thread", "<< /Type /Thread /I << /Title @@ >> >>"),
		obj("language", "<< /Lang @@ >>"), obj("printing intent", "<< /OutputIntents [<< /Info @@ >>] >>"),
		p("colour profile", func(t string) []byte {
			return page(seen, "", stream("/N 3 /Alternate /DeviceRGB", strings.Repeat("\x00", 36)+"acsp"+strings.Repeat("\x00", 88)+"desc\x00\x00\x00\x00"+t))
		}),
		p("sampled function", func(t string) []byte { return page(seen, "", stream("/FunctionType 4", "{ % "+t+"\n }")) }),
		p("inline picture", func(t string) []byte { return page(seen+"BI /W 9 /H 9 /BPC 8 /CS /G ID "+t+" EI\n", "") }),
		p("properties with octal escapes", func(t string) []byte {
			var b strings.Builder
			for i := 0; i < len(t); i++ {
				fmt.Fprintf(&b, "\\%03o", t[i])
			}
			return page(seen, "/Info 6 0 R", "<< /Title ("+b.String()+") >>")
		}),
		p("bookmark in UTF-8", func(t string) []byte {
			return page(seen, "", "<< /Title "+pdfString("\xef\xbb\xbf"+t)+" /Parent 1 0 R >>")
		}),
		p("stream nothing points at", func(t string) []byte { return page(seen, "", stream("", t)) }),
		p("before the start", func(t string) []byte { return append([]byte(t+"\n"), page(seen, "")...) }),
		p("after the end", func(t string) []byte { return append(page(seen, ""), t...) }),
		p("between objects", func(t string) []byte {
			return bytes.Replace(page(seen, ""), []byte("3 0 obj"), []byte(t+"\n3 0 obj"), 1)
		}),
		p("comment in the page", func(t string) []byte { return page(seen+"% "+t+"\n", "") }),
		p("letters by their codes in a map", func(t string) []byte {
			var codes, m strings.Builder
			for i, r := range t {
				fmt.Fprintf(&codes, "%02x", i+1)
				fmt.Fprintf(&m, "<%02x> <%04x>\n", i+1, r)
			}
			cmap := fmt.Sprintf("begincmap\n1 begincodespacerange <00> <ff> endcodespacerange\n%d beginbfchar\n%sendbfchar\nendcmap", len([]rune(t)), m.String())
			return pdfOf("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /MediaBox [0 0 595 842] >>",
				"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>", stream("", "BT /F1 9 Tf 50 600 Td <"+codes.String()+"> Tj ET"),
				"<< /Type /Font /Subtype /TrueType /BaseFont /A /ToUnicode 6 0 R >>", stream("", cmap))
		}),
		p("after the packed bytes of a stream", func(t string) []byte {
			return page(seen, "", stream("/Type /EmbeddedFile /Filter /FlateDecode", flate("x")+t))
		}),
		p("comment in a packed page", func(t string) []byte {
			return pdfOf("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /MediaBox [0 0 595 842] >>",
				"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>", stream("/Filter /FlateDecode", flate(seen+"% "+t+"\n")), "<< /Type /Font /Subtype /Type1 >>")
		}),
		p("comment inside an object far into the file", func(t string) []byte {
			return page(seen, "", stream("", strings.Repeat("ordinary ", 130_000)), "<< % "+t+"\n /A 1 >>")
		}),
		p("text of a letter-like font", func(t string) []byte {
			return pdfOf("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /MediaBox [0 0 595 842] >>",
				"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>", stream("", "BT /F1 9 Tf 50 600 Td <000100020003> Tj ET"),
				"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 >>] >>", "<< /X "+pdfString(t)+" >>")
		}),
		p("stream with a length that lies", func(t string) []byte {
			return page(seen, "", "<< /Type /EmbeddedFile /Length 3 >>\nstream\nabc endstream "+t+"\nendstream")
		}),
		p("sound", func(t string) []byte { return page(seen, "", stream("/Type /Sound /R 8000", t)) }),
		p("model in three dimensions", func(t string) []byte { return page(seen, "", stream("/Type /3D /Subtype /U3D", "U3D\x00"+t)) }),
	}
}

func moreOffice() []plant {
	d := func(place, name, before, after string) plant {
		return plant{"docx", place, func(t string) (string, []byte) {
			return "report.docx", docx(para(body), name, before+esc(t)+after)
		}}
	}
	in := func(place, xml string) plant {
		return plant{"docx", place, func(t string) (string, []byte) {
			return "report.docx", docx(para(body) + strings.ReplaceAll(xml, "@@", esc(t)))
		}}
	}
	raw := func(format, place, name string, f func(t string) string) plant {
		return plant{format, place, func(t string) (string, []byte) {
			switch format {
			case "docx":
				return "a.docx", docx(para(body), name, f(t))
			case "xlsx":
				return "a.xlsx", xlsx(cell("x"), name, f(t))
			case "pptx":
				return "a.pptx", zipOf("ppt/presentation.xml", "<p:presentation/>", name, f(t))
			}
			return "a.odt", zipOf("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<office:document-content/>", name, f(t))
		}}
	}
	x := func(place, name, before, after string) plant {
		return raw("xlsx", place, name, func(t string) string { return before + esc(t) + after })
	}
	pp := func(place, name, before, after string) plant {
		return raw("pptx", place, name, func(t string) string { return before + esc(t) + after })
	}
	o := func(place, name, before, after string) plant {
		return raw("odt", place, name, func(t string) string { return before + esc(t) + after })
	}
	return []plant{
		raw("docx", "rich text set in", "word/afchunk1.rtf", func(t string) string { return `{\rtf1 ` + t + `}` }),
		raw("docx", "mail set in", "word/afchunk2.mht", func(t string) string {
			return "From: a@example.org\nTo: b@example.org\nContent-Type: text/html\n\n<p>" + esc(t) + "</p>"
		}),
		raw("docx", "document set in", "word/afchunk3.docx", func(t string) string { return string(docx(para(esc(t)))) }),
		d("glossary", "word/glossary/document.xml", `<w:glossaryDocument><w:docPart><w:p><w:r><w:t>`, `</w:t></w:r></w:p></w:docPart></w:glossaryDocument>`),
		d("name of a building block", "word/glossary/document.xml", `<w:docPartPr><w:name w:val="`, `"/></w:docPartPr>`),
		d("properties of custom data", "customXml/itemProps1.xml", `<ds:datastoreItem ds:itemID="`, `"/>`),
		d("variable", "word/settings.xml", `<w:settings><w:docVars><w:docVar w:name="a" w:val="`, `"/></w:docVars></w:settings>`),
		d("template", "word/_rels/settings.xml.rels", `<Relationships><Relationship Target="file:///`, `.dotx"/></Relationships>`),
		raw("docx", "link in percent signs", "word/_rels/document.xml.rels", func(t string) string {
			return `<Relationships><Relationship TargetMode="External" Target="https://example.org/?q=` + esc(url.QueryEscape(t)) + `"/></Relationships>`
		}),
		in("tip of a link", `<w:hyperlink w:tooltip="@@"><w:r><w:t>x</w:t></w:r></w:hyperlink>`), d("people", "word/people.xml", `<w15:people><w15:person w15:author="`, `"/></w15:people>`),
		d("data for merging", "word/settings.xml", `<w:mailMerge><w:query w:val="SELECT `, `"/></w:mailMerge>`), in("smart tag", `<w:p><w:smartTag w:element="@@"><w:r><w:t>x</w:t></w:r></w:smartTag></w:p>`),
		in("text box and its fallback", `<mc:AlternateContent><mc:Fallback><w:pict><v:textbox><w:p><w:r><w:t>@@</w:t></w:r></w:p></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>`),
		in("words drawn as art", `<v:shape><v:textpath string="@@"/></v:shape>`), in("formula", `<m:oMath><m:r><m:t>@@</m:t></m:r></m:oMath>`),
		in("moved text", `<w:p><w:moveFrom w:author="A"><w:r><w:t>@@</w:t></w:r></w:moveFrom></w:p>`), in("former format", `<w:p><w:pPr><w:pPrChange w:author="@@"/></w:pPr></w:p>`),
		in("row taken out", `<w:tbl><w:tr><w:trPr><w:del w:author="A"/></w:trPr><w:tc><w:p><w:r><w:t>@@</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`),
		d("numbering", "word/numbering.xml", `<w:numbering><w:lvl><w:lvlText w:val="`, `"/></w:lvl></w:numbering>`), d("name of a style", "word/styles.xml", `<w:styles><w:style><w:name w:val="`, `"/></w:style></w:styles>`),
		d("diagram", "word/diagrams/data1.xml", `<dgm:dataModel><a:t>`, `</a:t></dgm:dataModel>`), d("chart", "word/charts/chart1.xml", `<c:chart><c:strCache><c:pt><c:v>`, `</c:v></c:pt></c:strCache></c:chart>`),
		raw("docx", "part in wide letters", "word/header2.xml", func(t string) string { return wide(`<w:hdr><w:t>` + esc(t) + `</w:t></w:hdr>`) }),
		raw("docx", "letters by their numbers", "word/header3.xml", func(t string) string {
			var b strings.Builder
			for _, r := range t {
				fmt.Fprintf(&b, "&#x%x;", r)
			}
			return `<w:hdr><w:p><w:r><w:t>` + b.String() + `</w:t></w:r></w:p></w:hdr>`
		}),
		raw("docx", "old object", "word/embeddings/oleObject1.bin", func(t string) string { return "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + narrow(t) }),
		raw("docx", "printer settings", "word/printerSettings1.bin", func(t string) string { return "\x00\x01" + t }),
		raw("docx", "font set in", "word/fonts/font1.odttf", func(t string) string { return "\x00\x01\x02\x03" + t }),
		raw("docx", "picture that is drawn", "word/media/image1.svg", func(t string) string { return `<svg><text>` + esc(t) + `</text></svg>` }),
		raw("docx", "drawing of the old sort", "word/media/image2.emf", func(t string) string { return "\x01\x00\x00\x00" + narrow(t) }),
		raw("docx", "signature", "_xmlsignatures/sig1.xml", func(t string) string {
			return `<Signature><X509SubjectName>CN=` + esc(t) + `</X509SubjectName></Signature>`
		}),
		raw("docx", "label of the tenant", "docMetadata/LabelInfo.xml", func(t string) string { return `<clbl:labelList><clbl:label id="` + esc(t) + `"/></clbl:labelList>` }),
		in("text one letter to a paragraph's run with marks between", `<w:p><w:r><w:t>@@</w:t></w:r><w:proofErr w:type="spellStart"/></w:p>`),

		in("text in a declaration", `<w:p><w:r><w:t><![CDATA[@@]]></w:t></w:r></w:p>`), in("instruction to a program", `<?x @@?>`), in("comment of the markup", `<!-- @@ -->`),
		in("text with an odd space", `<w:p><w:r><w:t xml:space="preserve">@@</w:t></w:r><w:r><w:rPr><w:specVanish/></w:rPr><w:t>x</w:t></w:r></w:p>`),
		raw("docx", "part with no ending", "word/notes", func(t string) string { return t }), raw("docx", "link of the mail sort", "word/_rels/a.rels", func(t string) string {
			return `<Relationships><Relationship TargetMode="External" Target="mailto:a@example.org?subject=` + esc(url.PathEscape(t)) + `"/></Relationships>`
		}),
		raw("docx", "base 64 in custom data", "customXml/item9.xml", func(t string) string {
			return `<a>` + base64.StdEncoding.EncodeToString([]byte("note: "+t)) + `</a>`
		}),
		raw("docx", "picture in base 64", "customXml/item8.xml", func(t string) string {
			return `<a>` + base64.StdEncoding.EncodeToString(jpegWith(0xFE, t)) + `</a>`
		}),
		plant{"xlsx", "telephone number as a number", func(t string) (string, []byte) {
			return "a.xlsx", xlsx(`<row r="1"><c r="A1"><v>` + strings.TrimLeft(strings.ReplaceAll(esc(t), " ", ""), "0") + `</v></c></row>`)
		}},
		x("threaded comment", "xl/threadedComments/threadedComment1.xml", `<ThreadedComments><threadedComment><text>`, `</text></threadedComment></ThreadedComments>`),
		x("person", "xl/persons/person.xml", `<personList><person displayName="`, `"/></personList>`), x("external link", "xl/externalLinks/externalLink1.xml", `<externalLink><sheetData><row><cell><v>`, `</v></cell></row></sheetData></externalLink>`),
		x("connection", "xl/connections.xml", `<connections><connection><dbPr connection="DSN=`, `"/></connection></connections>`), x("pivot definition", "xl/pivotCache/pivotCacheDefinition1.xml", `<pivotCacheDefinition refreshedBy="`, `"/>`),
		x("number format", "xl/styles.xml", `<styleSheet><numFmts><numFmt formatCode="&quot;`, `&quot;0"/></numFmts></styleSheet>`), x("name of a style", "xl/styles.xml", `<styleSheet><cellStyle name="`, `"/></styleSheet>`),
		x("prompt of a cell", "xl/worksheets/sheet2.xml", `<worksheet><dataValidation prompt="`, `"/></worksheet>`), x("filter", "xl/tables/table1.xml", `<table><filter val="`, `"/></table>`),
		x("text box", "xl/drawings/drawing1.xml", `<xdr:wsDr><a:t>`, `</a:t></xdr:wsDr>`), x("chart title", "xl/charts/chart1.xml", `<c:title><a:t>`, `</a:t></c:title>`), x("code name", "xl/worksheets/sheet3.xml", `<worksheet><sheetPr codeName="`, `"/></worksheet>`),
		x("scenario", "xl/worksheets/sheet4.xml", `<worksheet><scenarios><scenario name="`, `"/></scenarios></worksheet>`), x("reading aid", "xl/sharedStrings.xml", `<sst><si><t>x</t><rPh><t>`, `</t></rPh></si></sst>`),
		x("custom property", "docProps/custom.xml", `<Properties><property name="`, `"/></Properties>`), x("revision", "xl/revisions/revisionLog1.xml", `<revisions><rcc><nc><is><t>`, `</t></is></nc></rcc></revisions>`),
		x("query", "xl/queryTables/queryTable1.xml", `<queryTable name="`, `"/>`), x("note drawn", "xl/drawings/vmlDrawing1.vml", `<xml><v:textbox><div>`, `</div></v:textbox></xml>`),
		raw("xlsx", "printer settings", "xl/printerSettings/printerSettings1.bin", func(t string) string { return "\x00\x01\x02" + t }),
		raw("xlsx", "binary sheet", "xl/worksheets/sheet9.bin", func(t string) string { return "\x00\x01" + narrow(t) }),

		pp("hand-out master", "ppt/handoutMasters/handoutMaster1.xml", `<p:handoutMaster><a:t>`, `</a:t></p:handoutMaster>`), pp("notes master", "ppt/notesMasters/notesMaster1.xml", `<p:notesMaster><a:t>`, `</a:t></p:notesMaster>`),
		pp("new comment", "ppt/comments/modernComment_1.xml", `<p188:cmLst><p188:cm><a:t>`, `</a:t></p188:cm></p188:cmLst>`), pp("off the slide", "ppt/slides/slide1.xml", `<p:sld><p:sp><a:off x="-9999999" y="0"/><a:t>`, `</a:t></p:sp></p:sld>`),
		pp("title of a picture", "ppt/slides/slide1.xml", `<p:sld><p:cNvPr id="1" title="`, `"/></p:sld>`), pp("section", "ppt/presentation2.xml", `<p14:section name="`, `"/>`), pp("custom show", "ppt/presentation3.xml", `<p:custShow name="`, `"/>`),
		pp("linked film", "ppt/slides/_rels/slide1.xml.rels", `<Relationships><Relationship Target="file:///D:/`, `.mp4"/></Relationships>`), pp("diagram", "ppt/diagrams/data1.xml", `<dgm:pt><a:t>`, `</a:t></dgm:pt>`), pp("name of a shape", "ppt/slides/slide2.xml", `<p:sld><p:cNvPr name="`, `"/></p:sld>`),

		o("changed by", "content.xml2.xml", `<text:tracked-changes><dc:creator>`, `</dc:creator></text:tracked-changes>`), o("template", "meta.xml", `<meta:template xlink:href="../`, `.ott"/>`), o("manifest of descriptions", "manifest.rdf", `<rdf:RDF><rdf:li>`, `</rdf:li></rdf:RDF>`),
		o("data field", "styles.xml", `<text:user-field-decl office:string-value="`, `"/>`), o("title of a drawing", "styles.xml", `<draw:frame><svg:title>`, `</svg:title></draw:frame>`), o("script", "Basic/Standard/Module1.xml", `<script:module>rem `, `</script:module>`),
		raw("odt", "thumbnail", "Thumbnails/thumbnail.png", func(t string) string { return string(pngWith(pngChunk("tEXt", "a\x00"+t))) }), raw("odt", "picture of an object", "ObjectReplacements/Object 1", func(t string) string { return "\x00VCLMTF" + t }),
	}
}

func moreMail() []plant {
	head := "From: desk@example.org\r\nTo: unit@example.org\r\nMIME-Version: 1.0\r\n"
	multi := head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
	p := func(place string, f func(t string) string) plant {
		return plant{"eml", place, func(t string) (string, []byte) { return "a.eml", []byte(f(t)) }}
	}
	b64 := base64.StdEncoding.EncodeToString
	return []plant{
		p("name in percent signs", func(t string) string {
			return multi + "--b\r\nContent-Disposition: attachment; filename*=UTF-8''" + url.PathEscape(t) + ".txt\r\n\r\nx\r\n--b--\r\n"
		}),
		p("name in pieces", func(t string) string {
			h := len(t) / 2
			return multi + "--b\r\nContent-Disposition: attachment; filename*0=\"" + t[:h] + "\"; filename*1=\"" + t[h:] + "\"\r\n\r\nx\r\n--b--\r\n"
		}),
		p("name in encoded words", func(t string) string {
			return multi + "--b\r\nContent-Type: text/plain; name=\"=?utf-8?B?" + b64([]byte(t)) + "?=\"\r\n\r\nx\r\n--b--\r\n"
		}),
		p("preamble in base 64", func(t string) string { return multi + b64([]byte(t+" "+body)) + "\r\n--b\r\n\r\nx\r\n--b--\r\n" }),
		p("before the inner parts", func(t string) string {
			return multi + "--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n" + t + "\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n"
		}),
		p("subject in pieces", func(t string) string {
			h := len(t) / 2
			return head + "Subject: =?utf-8?Q?" + strings.ReplaceAll(t[:h], " ", "_") + "?=\r\n =?utf-8?Q?" + strings.ReplaceAll(t[h:], " ", "_") + "?=\r\n\r\nx\r\n"
		}),
		p("folded header", func(t string) string {
			return head + "X-Note: " + strings.ReplaceAll(t, " ", "\r\n ") + "\r\n\r\nx\r\n"
		}),
		p("description of a part", func(t string) string { return multi + "--b\r\nContent-Description: " + t + "\r\n\r\nx\r\n--b--\r\n" }),
		p("name of a part", func(t string) string { return multi + "--b\r\nContent-ID: <" + t + ">\r\n\r\nx\r\n--b--\r\n" }),
		p("route", func(t string) string { return "Received: from " + t + " by mx.example.org\r\n" + head + "\r\nx\r\n" }),
		p("remark in an address", func(t string) string { return "From: desk@example.org (" + t + ")\r\nTo: a@example.org\r\n\r\nx\r\n" }),
		p("quoted-printable with soft ends", func(t string) string {
			var b bytes.Buffer
			q := quotedprintable.NewWriter(&b)
			q.Write([]byte(strings.Repeat("x", 70) + t))
			q.Close()
			return head + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b.String() + "\r\n"
		}),
		p("wide letters in base 64", func(t string) string {
			return head + "Content-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64([]byte(wide(t))) + "\r\n"
		}),
		p("seven-bit set", func(t string) string { return head + "Content-Type: text/plain; charset=utf-7\r\n\r\n" + t + "\r\n" }),
		p("appointment", func(t string) string {
			return multi + "--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nSUMMARY:" + t[:3] + "\r\n " + t[3:] + "\r\nEND:VCALENDAR\r\n--b--\r\n"
		}),
		p("flowed over lines", func(t string) string {
			return head + "Content-Type: text/plain; format=flowed\r\n\r\n" + strings.ReplaceAll(t, " ", " \r\n") + "\r\n"
		}),
		p("packet of an office program", func(t string) string {
			return multi + "--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64([]byte("\x78\x9f\x3e\x22\x00"+t)) + "\r\n--b--\r\n"
		}),
		p("file in the text", func(t string) string {
			return head + "\r\nbegin 644 a.txt\r\n" + uu(t) + "`\r\nend\r\n"
		}),
		p("picture in the page", func(t string) string {
			return head + "Content-Type: text/html\r\n\r\n<img src=\"data:text/plain;base64," + b64([]byte(t)) + "\">\r\n"
		}),
		p("style of the page", func(t string) string {
			return head + "Content-Type: text/html\r\n\r\n<style>p:after{content:\"" + t + "\"}</style><p>x\r\n"
		}),
		p("letters of the page by number", func(t string) string {
			var b strings.Builder
			for _, r := range t {
				fmt.Fprintf(&b, "&#%d;", r)
			}
			return head + "Content-Type: text/html\r\n\r\n<p>" + b.String() + "\r\n"
		}),
		p("letters of the page apart", func(t string) string {
			return head + "Content-Type: text/html\r\n\r\n<p><b>" + strings.Join(strings.Split(t, ""), "</b><b>") + "</b></p>\r\n"
		}),
		p("report of delivery", func(t string) string {
			return multi + "--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; " + t + "\r\n--b--\r\n"
		}),
		p("archive attached", func(t string) string {
			return multi + "--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64(zipOf("a.txt", t)) + "\r\n--b--\r\n"
		}),
		p("encrypted part", func(t string) string {
			return head + "Content-Type: multipart/encrypted; boundary=b\r\n\r\n--b\r\n\r\n" + b64([]byte(t)) + "\r\n--b--\r\n"
		}),
	}
}

// uu encodes one line as uuencode does.
func uu(t string) string {
	b := []byte(t)
	out := string(rune(32 + len(b)))
	for len(b)%3 != 0 {
		b = append(b, 0)
	}
	for i := 0; i < len(b); i += 3 {
		n := uint32(b[i])<<16 | uint32(b[i+1])<<8 | uint32(b[i+2])
		for k := 18; k >= 0; k -= 6 {
			c := byte(n >> k & 63)
			if c == 0 {
				c = 64
			}
			out += string(rune(32 + c))
		}
	}
	return out + "\r\n"
}

func moreZip() []plant {
	p := func(place string, f func(t string) []byte) plant {
		return plant{"zip", place, func(t string) (string, []byte) { return "a.zip", f(t) }}
	}
	with := func(h func(t string) *zip.FileHeader) func(t string) []byte {
		return func(t string) []byte {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			w, err := z.CreateHeader(h(t))
			if err != nil {
				panic(err)
			}
			w.Write([]byte("x"))
			z.Close()
			return b.Bytes()
		}
	}
	extra := func(id uint16, t string) []byte {
		var b bytes.Buffer
		binary.Write(&b, binary.LittleEndian, id)
		binary.Write(&b, binary.LittleEndian, uint16(len(t)))
		b.WriteString(t)
		return b.Bytes()
	}
	return []plant{
		p("comment on a file", with(func(t string) *zip.FileHeader { return &zip.FileHeader{Name: "a.txt", Comment: t} })),
		p("extra field", with(func(t string) *zip.FileHeader { return &zip.FileHeader{Name: "a.txt", Extra: extra(0x6375, t)} })),
		p("other name in an extra field", with(func(t string) *zip.FileHeader {
			return &zip.FileHeader{Name: "a.txt", Extra: extra(0x7075, "\x01\x00\x00\x00\x00"+t+".txt")}
		})),
		p("extra field of the file's own header", func(t string) []byte {
			b := with(func(t string) *zip.FileHeader {
				return &zip.FileHeader{Name: "a.txt", Method: zip.Store, Extra: extra(0x6375, t)}
			})(t)
			at := bytes.LastIndex(b, []byte("PK\x01\x02")) // and none in the directory
			dir := append([]byte(nil), b[at:]...)
			n := int(binary.LittleEndian.Uint16(dir[30:]))
			name := int(binary.LittleEndian.Uint16(dir[28:]))
			binary.LittleEndian.PutUint16(dir[30:], 0)
			dir = append(dir[:46+name], dir[46+name+n:]...)
			end := bytes.LastIndex(dir, []byte("PK\x05\x06"))
			binary.LittleEndian.PutUint32(dir[end+12:], uint32(end))
			return append(b[:at], dir...)
		}),
		p("another name in the file's own header", func(t string) []byte {
			name := t + ".txt"
			b := zipOf(name, "x")
			at := bytes.LastIndex(b, []byte(name))
			copy(b[at:], strings.Repeat("a", len(name)))
			return b
		}),
		p("file that the directory leaves out", func(t string) []byte {
			b := zipOf("a.txt", "x", "b.txt", t)
			first := bytes.Index(b, []byte("PK\x01\x02"))
			second := bytes.LastIndex(b, []byte("PK\x01\x02"))
			end := bytes.LastIndex(b, []byte("PK\x05\x06"))
			out := append(append([]byte(nil), b[:second]...), b[end:]...)
			e := bytes.LastIndex(out, []byte("PK\x05\x06"))
			binary.LittleEndian.PutUint16(out[e+8:], 1)
			binary.LittleEndian.PutUint16(out[e+10:], 1)
			binary.LittleEndian.PutUint32(out[e+12:], uint32(second-first))
			return out
		}),
		p("before the start", func(t string) []byte { return append([]byte("#!/bin/sh "+t+"\n"), zipOf("a.txt", "x")...) }),
		p("short bytes before the start", func(t string) []byte { return append([]byte(t[:min(len(t), 14)]), zipOf("a.txt", "x")...) }),
		p("name of an empty folder", func(t string) []byte { return zipOf(t+"/", "") }),
		p("mail inside", func(t string) []byte {
			return zipOf("a.eml", "From: a@example.org\nTo: b@example.org\nSubject: "+t+"\n\nx")
		}),
		p("other archive inside", func(t string) []byte { return zipOf("a.gz", "\x1f\x8b\x08"+t) }),
		p("picture inside", func(t string) []byte { return zipOf("a.jpg", string(jpegWith(0xFE, t))) }),
		p("within the packed size of a file", func(t string) []byte {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			var packed bytes.Buffer
			d, _ := stdflate.NewWriter(&packed, 9)
			d.Write([]byte("plain words"))
			d.Close()
			packed.WriteString(t)
			w, err := z.CreateRaw(&zip.FileHeader{Name: "a.txt", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE([]byte("plain words")), UncompressedSize64: 11, CompressedSize64: uint64(packed.Len())})
			if err != nil {
				panic(err)
			}
			w.Write(packed.Bytes())
			z.Close()
			return b.Bytes()
		}),
		p("packed in a way of its own", func(t string) []byte {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			w, err := z.CreateRaw(&zip.FileHeader{Name: "a.txt", Method: 99, UncompressedSize64: uint64(len(t)), CompressedSize64: uint64(len(t))})
			if err != nil {
				panic(err)
			}
			w.Write([]byte(t))
			z.Close()
			return b.Bytes()
		}),
		p("after the packed bytes of a file", func(t string) []byte {
			b := zipOf("a.txt", strings.Repeat("words ", 40))
			at := bytes.Index(b, []byte("PK\x07\x08"))
			if at < 0 {
				panic("no descriptor")
			}
			return append(append(append([]byte(nil), b[:at]...), t...), b[at:]...)
		}),
		plant{"text", "wide letters without a mark", func(t string) (string, []byte) { return "a.txt", []byte(narrow(t)) }},
		plant{"text", "nought in the text", func(t string) (string, []byte) { return "a.txt", []byte(body + "\x00" + t) }},
		plant{"text", "zero-width letters between", func(t string) (string, []byte) {
			return "a.txt", []byte(strings.Join(strings.Split(t, ""), "\u200b"))
		}},
		plant{"text", "card of a contact", func(t string) (string, []byte) { return "a.vcf", []byte("BEGIN:VCARD\r\nFN:" + t + "\r\nEND:VCARD") }},
		plant{"text", "page in a comment", func(t string) (string, []byte) { return "a.json", []byte(`{"a":"` + t + `"}`) }},
		plant{"html", "title", func(t string) (string, []byte) { return "a.html", []byte("<html><title>" + esc(t) + "</title>") }},
		plant{"html", "address of a link", func(t string) (string, []byte) {
			return "a.html", []byte(`<html><a href="/?q=` + url.QueryEscape(t) + `">x</a>`)
		}},
		plant{"rtf", "hidden text", func(t string) (string, []byte) { return "a.rtf", []byte(`{\rtf1{\v ` + t + `} x}`) }},
		plant{"rtf", "text in hexadecimal", func(t string) (string, []byte) {
			s := ""
			for i := 0; i < len(t); i++ {
				s += fmt.Sprintf(`\'%02x`, t[i])
			}
			return "a.rtf", []byte(`{\rtf1 ` + s + `}`)
		}},
		plant{"rtf", "letters by their numbers", func(t string) (string, []byte) {
			s := ""
			for _, r := range t {
				s += fmt.Sprintf(`\u%d?`, r)
			}
			return "a.rtf", []byte(`{\rtf1 ` + s + `}`)
		}},
		plant{"rtf", "field", func(t string) (string, []byte) {
			return "a.rtf", []byte(`{\rtf1{\field{\*\fldinst HYPERLINK "` + t + `"}{\fldrslt x}}}`)
		}},
		plant{"rtf", "variable", func(t string) (string, []byte) { return "a.rtf", []byte(`{\rtf1{\*\docvar {a}{` + t + `}}x}`) }},
	}
}

func morePictures() []plant {
	png := func(place string, f func(t string) string) plant {
		return plant{"png", place, func(t string) (string, []byte) { return "a.png", pngWith(f(t)) }}
	}
	jpg := func(place string, m byte, f func(t string) string) plant {
		return plant{"jpeg", place, func(t string) (string, []byte) { return "a.jpg", jpegWith(m, f(t)) }}
	}
	return []plant{
		png("packed international text", func(t string) string { return pngChunk("iTXt", "Comment\x00\x01\x00\x00\x00"+flate(t)) }), png("keyword", func(t string) string { return pngChunk("tEXt", t[:min(len(t), 30)]+"\x00x") }),
		png("colour profile", func(t string) string { return pngChunk("iCCP", "p\x00\x00"+flate("desc\x00\x00\x00\x00"+t)) }), png("palette name", func(t string) string { return pngChunk("sPLT", t+"\x00\x08") }),
		png("private chunk", func(t string) string { return pngChunk("prVt", t) }), png("packed private chunk", func(t string) string { return pngChunk("prVt", flate(t)) }),
		plant{"png", "after the pixels", func(t string) (string, []byte) { return "a.png", pngWith(pngChunk("IDAT", flate("x")+t)) }},
		jpg("comment in wide letters", 0xFE, func(t string) string { return wide(t) }), jpg("colour profile", 0xE2, func(t string) string { return "ICC_PROFILE\x00\x01\x01" + t }),
		jpg("more XMP", 0xE1, func(t string) string {
			return "http://ns.adobe.com/xmp/extension/\x00" + strings.Repeat("A", 40) + "<a>" + esc(t) + "</a>"
		}),
		jpg("title in wide letters", 0xE1, func(t string) string {
			u := ""
			for _, r := range t {
				u += string([]byte{byte(r), byte(r >> 8)})
			}
			return "Exif\x00\x00" + strings.Replace(exifOf(0x9C9B, u), "\x9b\x9c\x02\x00", "\x9b\x9c\x01\x00", 1)
		}),
		jpg("maker's notes", 0xE1, func(t string) string {
			return "Exif\x00\x00" + strings.Replace(exifOf(0x927C, t), "\x7c\x92\x02\x00", "\x7c\x92\x07\x00", 1)
		}),
		jpg("thumbnail", 0xE1, func(t string) string {
			th := string(jpegWith(0xFE, t))
			var b bytes.Buffer
			b.WriteString("II*\x00\x08\x00\x00\x00\x00\x00\x0e\x00\x00\x00\x02\x00")
			for _, e := range [][2]uint32{{0x201, 44}, {0x202, uint32(len(th))}} {
				binary.Write(&b, binary.LittleEndian, uint16(e[0]))
				binary.Write(&b, binary.LittleEndian, uint16(4))
				binary.Write(&b, binary.LittleEndian, uint32(1))
				binary.Write(&b, binary.LittleEndian, e[1])
			}
			b.WriteString("\x00\x00\x00\x00")
			return "Exif\x00\x00" + b.String() + th
		}),
		plant{"jpeg", "second picture after the end", func(t string) (string, []byte) { return "a.jpg", append(jpegWith(0xFE, "x"), jpegWith(0xFE, t)...) }},
		plant{"jpeg", "document after the end", func(t string) (string, []byte) {
			return "a.jpg", append(jpegWith(0xFE, "x"), zipOf("a.txt", t)...)
		}},
	}
}

func morePlants() []plant {
	var out []plant
	for _, ps := range [][]plant{morePDF(), moreOffice(), moreMail(), moreZip(), morePictures()} {
		out = append(out, ps...)
	}
	return out
}

// Every other place that could be thought of is either found, or the file counts
// as not read and cannot leave. With ordinary words in the same places there is
// no hit.
func TestPlantedElsewhere(t *testing.T) {
	type tally struct{ found, refused, of int }
	by := map[string]*tally{}
	places := 0
	for _, p := range morePlants() {
		places++
		k := by[p.format]
		if k == nil {
			k = &tally{}
			by[p.format] = k
		}
		refused := false
		for _, term := range []sanitise.Term{terms[0], terms[3], terms[7]} {
			name, b := p.make(term.Text)
			r := File(name, b, []sanitise.Term{term})
			k.of++
			switch {
			case len(r.Hits) > 0:
				k.found++
			case !r.Read:
				k.refused++
				refused = true
			default:
				t.Errorf("%s, %s: %q is not found and the file counts as read", p.format, p.place, term.Text)
			}
		}
		if refused && testing.Verbose() {
			t.Logf("%s, %s: refused, not found", p.format, p.place)
		}
		name, b := p.make("ordinary words")
		if r := File(name, b, terms); len(r.Hits) > 0 {
			t.Errorf("%s, %s: control has hits %v", p.format, p.place, r.Hits)
		}
	}
	if places < 150 {
		t.Fatalf("%d places, want at least 150", places)
	}
	for f, k := range by {
		t.Logf("%-5s %3d found, %2d refused, of %3d", f, k.found, k.refused, k.of)
	}
}
