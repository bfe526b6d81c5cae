package inspect

import (
	"encoding/binary"
	"strings"
	"testing"

	"corridor/app/sanitise"
)

// chunk is one chunk of a RIFF file, padded to an even length.
func chunk(kind, data string) string {
	out := kind + string(binary.LittleEndian.AppendUint32(nil, uint32(len(data)))) + data
	return out + strings.Repeat("\x00", len(data)%2)
}

// box is one box of a HEIF file.
func box(kind, data string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(data)+8))) + kind + data
}

// blocks splits a text as GIF does: a length and as many bytes, ended by nought.
func blocks(t string) string { return string(rune(len(t))) + t + "\x00" }

// kindPlants are kinds of file and of place beside those of plants and morePlants.
func kindPlants() []plant {
	file := func(format, place, name string, f func(t string) string) plant {
		return plant{format, place, func(t string) (string, []byte) { return name, []byte(f(t)) }}
	}
	part := func(format, place, name, xml string) plant {
		return plant{format, place, func(t string) (string, []byte) {
			x := strings.ReplaceAll(xml, "@@", esc(t))
			switch format {
			case "docx":
				return "a.docx", docx(para(body), name, x)
			case "xlsx":
				return "a.xlsx", xlsx(cell("x"), name, x)
			case "pptx":
				return "a.pptx", zipOf("ppt/presentation.xml", "<p:presentation/>", name, x)
			}
			return "a.odt", zipOf("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<office:document-content/>", name, x)
		}}
	}
	pdf := func(place, object string) plant {
		return plant{"pdf", place, func(t string) (string, []byte) {
			return "a.pdf", page("BT /F1 11 Tf 50 700 Td "+pdfString(body)+" Tj ET\n", "", strings.ReplaceAll(object, "@@", pdfString(t)))
		}}
	}
	gif := "GIF89a\x01\x00\x01\x00\x00\x00\x00"
	image := ",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00"
	webp := func(kind, data string) string {
		return chunk("RIFF", "WEBP"+chunk("VP8X", strings.Repeat("\x00", 10))+chunk("VP8 ", "x")+chunk(kind, data))
	}
	heic := func(rest string) string { return box("ftyp", "heic\x00\x00\x00\x00mif1heic") + rest }
	xmp := func(t string) string { return "<x:xmpmeta><dc:creator>" + esc(t) + "</dc:creator></x:xmpmeta>" }
	svg := func(place, xml string) plant {
		return file("svg", place, "a.svg", func(t string) string {
			return `<svg xmlns="http://www.w3.org/2000/svg">` + strings.ReplaceAll(xml, "@@", esc(t)) + `</svg>`
		})
	}
	rtf := func(place, group string) plant {
		return file("rtf", place, "a.rtf", func(t string) string {
			return `{\rtf1\ansi ` + strings.ReplaceAll(group, "@@", t) + `\pard ` + body + `\par}`
		})
	}
	mail := func(place, head, rest string) plant {
		return file("eml", place, "a.eml", func(t string) string {
			h := "From: desk@example.org\r\nTo: unit@example.org\r\nMIME-Version: 1.0\r\n" + head + "\r\n" + rest
			return strings.ReplaceAll(h, "@@", t)
		})
	}
	const multi = "Content-Type: multipart/mixed; boundary=b\r\n"
	const inner = "--b\r\nContent-Type: text/plain\r\n\r\n" + body + "\r\n--b--\r\n"
	return []plant{
		file("gif", "comment", "a.gif", func(t string) string { return gif + "!\xfe" + blocks(t) + image + ";" }),
		file("gif", "plain text", "a.gif", func(t string) string { return gif + "!\x01\x0c" + strings.Repeat("\x00", 12) + blocks(t) + image + ";" }),
		file("gif", "XMP", "a.gif", func(t string) string { return gif + "!\xff\x0bXMP DataXMP" + xmp(t) + "\x00" + image + ";" }),
		file("gif", "after the end", "a.gif", func(t string) string { return gif + image + ";" + t }),
		file("webp", "XMP", "a.webp", func(t string) string { return webp("XMP ", xmp(t)) }),
		file("webp", "EXIF", "a.webp", func(t string) string { return webp("EXIF", exifOf(0x13B, t)) }),
		file("webp", "chunk of another kind", "a.webp", func(t string) string { return webp("NOTE", t) }),
		file("webp", "after the end", "a.webp", func(t string) string { return webp("XMP ", "") + t }),
		file("tiff", "description", "a.tif", func(t string) string { return exifOf(0x10E, t) }),
		file("tiff", "computer", "a.tif", func(t string) string { return exifOf(0x13C, t) }),
		file("tiff", "private tag", "a.tif", func(t string) string { return exifOf(0xC000, t) }),
		file("tiff", "between the parts", "a.tif", func(t string) string { return exifOf(0x131, "x") + t }),
		file("heic", "XMP", "a.heic", func(t string) string { return heic(box("meta", "\x00\x00\x00\x00") + box("mdat", xmp(t))) }),
		file("heic", "EXIF", "a.heic", func(t string) string { return heic(box("mdat", "\x00\x00\x00\x06Exif\x00\x00"+exifOf(0x13B, t))) }),
		file("heic", "free room", "a.heic", func(t string) string { return heic(box("free", t)) }),
		file("heic", "box of a maker", "a.heic", func(t string) string { return heic(box("uuid", strings.Repeat("\x01", 16)+t)) }),
		svg("metadata", `<metadata><rdf:RDF><dc:creator>@@</dc:creator></rdf:RDF></metadata>`), svg("title", `<title>@@</title>`), svg("description", `<desc>@@</desc>`),
		svg("hidden text", `<text display="none">@@</text>`), svg("style", `<style>.a:after{content:"@@"}</style>`), svg("script", `<script>var a="@@"</script>`),
		svg("name of a layer", `<g inkscape:label="@@"/>`), svg("path of export", `<g inkscape:export-filename="C:\a\@@.png"/>`), svg("comment", `<!-- @@ -->`),
		svg("foreign object", `<foreignObject><p>@@</p></foreignObject>`), svg("text in pieces", `<text><tspan>@@</tspan></text>`),
		rtf("hidden text", `{\v @@}`), rtf("author", `{\info{\author @@}}`), rtf("operator", `{\info{\operator @@}}`), rtf("comment", `{\info{\doccomm @@}}`), rtf("company", `{\*\company @@}`),
		rtf("annotation", `{\*\annotation @@}`), rtf("its author", `{\*\atnauthor @@}`), rtf("deleted text", `{\deleted @@}`), rtf("revisers", `{\*\revtbl{Unknown;}{@@;}}`),
		rtf("bookmark", `{\*\bkmkstart @@}`), rtf("field", `{\field{\*\fldinst HYPERLINK "https://example.org/@@"}}`), rtf("variable", `{\*\docvar {a}{@@}}`),
		rtf("header", `{\header @@}`), rtf("template", `{\*\template @@.dotx}`), rtf("user's property", `{\*\userprops{\propname a}{\staticval @@}}`),
		part("docx", "marks of editing", "word/settings.xml", `<w:settings><w:rsids><w:rsidRoot w:val="@@"/></w:rsids></w:settings>`),
		part("docx", "source for merging", "word/settings.xml", `<w:mailMerge><w:dataSource r:id="@@"/></w:mailMerge>`),
		part("docx", "target of merging", "word/_rels/settings.xml.rels", `<Relationships><Relationship Type="mailMergeSource" Target="file:///C:/@@.csv" TargetMode="External"/></Relationships>`),
		part("docx", "project of macros", "word/vbaProject.bin", "\x01Attribute VB_Name = @@"), part("docx", "macros' part list", "word/vbaData.xml", `<wne:vbaSuppData><wne:mcd wne:macroName="@@"/></wne:vbaSuppData>`),
		part("docx", "extended comment", "word/commentsExtended.xml", `<w15:commentsEx><w15:commentEx w15:paraId="@@"/></w15:commentsEx>`), part("docx", "reviewers' addresses", "word/people.xml", `<w15:person><w15:presenceInfo w15:userId="@@"/></w15:person>`),
		part("docx", "page of the web", "word/webSettings.xml", `<w:webSettings><w:div w:id="@@"/></w:webSettings>`), part("docx", "bibliography", "customXml/item1.xml", `<b:Sources><b:Author>@@</b:Author></b:Sources>`),
		part("docx", "task", "word/documenttasks/documenttasks1.xml", `<t:Tasks><t:Title>@@</t:Title></t:Tasks>`), part("docx", "endnote", "word/endnotes.xml", `<w:endnotes><w:t>@@</w:t></w:endnotes>`),
		part("xlsx", "very hidden sheet", "xl/workbook2.xml", `<workbook><sheets><sheet state="veryHidden" name="@@"/></sheets></workbook>`),
		part("xlsx", "list of choices", "xl/worksheets/sheet5.xml", `<worksheet><dataValidation><formula1>"a,@@"</formula1></dataValidation></worksheet>`),
		part("xlsx", "kept records of a pivot", "xl/pivotCache/pivotCacheRecords1.xml", `<pivotCacheRecords><r><s v="@@"/></r></pivotCacheRecords>`),
		part("xlsx", "path of a link", "xl/externalLinks/_rels/externalLink1.xml.rels", `<Relationships><Relationship TargetMode="External" Target="file:///S:/@@.xlsx"/></Relationships>`),
		part("xlsx", "last path", "xl/workbook3.xml", `<workbook><x15ac:absPath url="C:\Users\@@\"/></workbook>`), part("xlsx", "slicer", "xl/slicers/slicer1.xml", `<slicers><slicer caption="@@"/></slicers>`),
		part("xlsx", "shared user", "xl/revisions/userNames.xml", `<users><userInfo name="@@"/></users>`), part("xlsx", "condition of format", "xl/worksheets/sheet6.xml", `<worksheet><cfRule text="@@"/></worksheet>`),
		part("xlsx", "custom view", "xl/workbook4.xml", `<workbook><customWorkbookView name="@@"/></workbook>`), part("xlsx", "query kept", "customXml/item3.xml", `<DataMashup>@@</DataMashup>`),
		part("pptx", "new author", "ppt/authors.xml", `<p188:authorLst><p188:author name="@@"/></p188:authorLst>`), part("pptx", "properties of view", "ppt/viewProps.xml", `<p:viewPr><p:sld id="@@"/></p:viewPr>`),
		part("pptx", "table style", "ppt/tableStyles.xml", `<a:tblStyleLst><a:tblStyle styleName="@@"/></a:tblStyleLst>`), part("pptx", "theme", "ppt/theme/theme1.xml", `<a:theme name="@@"/>`),
		part("pptx", "web address of a slide", "ppt/slides/_rels/slide3.xml.rels", `<Relationships><Relationship TargetMode="External" Target="https://example.org/@@"/></Relationships>`),
		part("pptx", "change history", "ppt/changesInfos/changesInfo1.xml", `<pc:chgInfo><pc:docChg name="@@"/></pc:chgInfo>`), part("pptx", "revision", "ppt/revisionInfo.xml", `<p1510:revInfo><p1510:client id="@@"/></p1510:revInfo>`),
		part("odt", "setting", "settings.xml", `<config:config-item config:name="PrinterName">@@</config:config-item>`), part("odt", "list of versions", "VersionList.xml", `<VL:version-list><VL:version-entry VL:comment="@@"/></VL:version-list>`),
		part("odt", "hidden section", "styles2.xml", `<text:section text:display="none"><text:p>@@</text:p></text:section>`), part("odt", "field of the user", "styles3.xml", `<text:user-field-decl text:name="@@"/>`),
		part("odt", "statement in RDF", "a.rdf", `<rdf:Description rdf:about="@@"/>`), part("odt", "configuration", "Configurations2/menubar/a.xml", `<menu:menu menu:label="@@"/>`), part("odt", "signature", "META-INF/documentsignatures.xml", `<dsig:X509IssuerName>@@</dsig:X509IssuerName>`),
		pdf("pop-up", "<< /Type /Annot /Subtype /Popup /Parent 1 0 R /Contents @@ >>"), pdf("mapping name of a field", "<< /FT /Tx /TM @@ >>"), pdf("caption of a button", "<< /MK << /CA @@ >> >>"),
		pdf("signer", "<< /Type /Sig /Name @@ >>"), pdf("reason of signing", "<< /Type /Sig /Reason @@ >>"), pdf("private part of a program", "<< /PieceInfo << /App << /Private @@ >> >> >>"),
		pdf("file to submit to", "<< /S /SubmitForm /F << /FS /URL /F @@ >> >>"), pdf("file to launch", "<< /S /Launch /F << /F @@ /UF @@ >> >>"), pdf("description of a file", "<< /Type /Filespec /F (a) /Desc @@ >>"),
		pdf("state of layers", "<< /OCProperties << /D << /Name @@ >> >> >>"), pdf("output condition", "<< /Type /OutputIntent /Info @@ >>"), pdf("title of an outline", "<< /Title @@ /Parent 1 0 R >>"),
		pdf("measure", "<< /Type /Measure /R @@ >>"), pdf("name of a thread", "<< /Type /Thread /I << /Title @@ >> >>"), pdf("address of the web capture", "<< /S /SIS /TS @@ >>"),
		mail("preamble", multi, "@@\r\n"+inner), mail("epilogue", multi, inner+"@@\r\n"), mail("received line", "Received: from @@ by mx.example.org; Mon, 2 Nov 2026 10:00:00 +0000\r\n", body),
		mail("header of a program", "X-Originating-User: @@\r\n", body), mail("references", "References: <@@.1@example.org>\r\n", body), mail("thread topic", "Thread-Topic: @@\r\n", body), mail("organisation", "Organization: @@\r\n", body),
		mail("alternate part", "Content-Type: multipart/alternative; boundary=b\r\n", "--b\r\nContent-Type: text/html\r\n\r\n<p>@@</p>\r\n"+inner), mail("boundary", "Content-Type: multipart/mixed; boundary=\"@@\"\r\n", "--@@\r\n\r\n"+body+"\r\n--@@--\r\n"),
		mail("description of a part", multi, "--b\r\nContent-Description: @@\r\n\r\nx\r\n"+inner), mail("calendar", "Content-Type: text/calendar\r\n", "BEGIN:VCALENDAR\r\nORGANIZER;CN=@@:mailto:a@example.org\r\nEND:VCALENDAR\r\n"),
		mail("comment of an address", "Cc: a@example.org (@@)\r\n", body),
		file("jpeg", "second XMP", "a.jpg", func(t string) string {
			return string(jpegWith(0xE1, "http://ns.adobe.com/xmp/extension/\x00"+strings.Repeat("A", 32)+"\x00\x00\x00\x40\x00\x00\x00\x00"+xmp(t)))
		}),
		file("jpeg", "maker's note", "a.jpg", func(t string) string { return string(jpegWith(0xE1, "Exif\x00\x00"+exifOf(0x927C, t))) }),
		file("jpeg", "index of pictures", "a.jpg", func(t string) string { return string(jpegWith(0xE2, "MPF\x00"+exifOf(0xB000, t))) }),
		file("jpeg", "segment of a program", "a.jpg", func(t string) string { return string(jpegWith(0xEB, "JP\x00\x01"+t)) }),
		file("png", "private chunk", "a.png", func(t string) string { return string(pngWith(pngChunk("prVt", t))) }),
		file("png", "name of a palette", "a.png", func(t string) string { return string(pngWith(pngChunk("sPLT", t+"\x00\x08"))) }),
	}
}

// TestPlantedKinds plants every term in further kinds of file and of place. Each
// must be found or the file must count as not read; ordinary words in the same
// places give no hit.
func TestPlantedKinds(t *testing.T) {
	found, refused, of := map[string]int{}, map[string]int{}, map[string]int{}
	for _, p := range kindPlants() {
		missed := 0
		for _, term := range terms {
			name, b := p.make(term.Text)
			r := File(name, b, []sanitise.Term{term})
			of[p.format]++
			switch {
			case len(r.Hits) > 0:
				found[p.format]++
			case !r.Read:
				refused[p.format]++
				missed++
			default:
				t.Errorf("%s, %s: %q is not found and the file counts as read", p.format, p.place, term.Text)
			}
		}
		if missed > 0 && testing.Verbose() {
			t.Logf("%s, %s: refused, not found, for %d terms of %d", p.format, p.place, missed, len(terms))
		}
		name, b := p.make("ordinary words")
		if r := File(name, b, terms); len(r.Hits) > 0 {
			t.Errorf("%s, %s: control has hits %v", p.format, p.place, r.Hits)
		}
	}
	for f, n := range of {
		t.Logf("%-5s %3d found, %2d refused, of %3d", f, found[f], refused[f], n)
	}
}
