package intake

import (
	"strings"
	"testing"
)

// What no screen shows is read all the same.
func TestSidesOfOfficeDocuments(t *testing.T) {
	for _, c := range []struct {
		name, file string
		b          []byte
		text       []string // in the text or on a part
		warn       string
	}{
		{"data behind a pivot table", "a.xlsx", zipOf(t, "xl/workbook.xml", "<workbook/>", "xl/worksheets/sheet1.xml", "<worksheet/>", "xl/pivotCache/pivotCacheRecords1.xml", `<r><s v="07700 900123"/><n v="4"/></r>`), []string{"07700 900123"}, "hidden-text"},
		{"cells of another workbook", "a.xlsx", zipOf(t, "xl/workbook.xml", "<workbook/>", "xl/worksheets/sheet1.xml", "<worksheet/>", "xl/externalLinks/externalLink1.xml", `<externalLink><sheetName val="Payroll"/><row><cell><v>4711</v></cell></row></externalLink>`), []string{"Payroll", "4711"}, "external-reference"},
		{"connections", "a.xlsx", zipOf(t, "xl/workbook.xml", "<workbook/>", "xl/worksheets/sheet1.xml", "<worksheet/>", "xl/connections.xml", `<connections><connection name="c"><dbPr connection="Server=db.example.org" command="select 1"/></connection></connections>`), []string{"db.example.org", "select 1"}, "external-reference"},
		{"variables and custom data", "a.docx", zipOf(t, "word/document.xml", wordBody, "word/settings.xml", `<settings><docVars><docVar name="who" val="A Handler"/></docVars></settings>`, "customXml/item1.xml", "<x><y>kept aside</y></x>"), []string{"A Handler", "kept aside"}, "tracked-changes"},
		{"links of fields and shapes", "a.docx", zipOf(t, "word/document.xml", `<w:document xmlns:w="w" xmlns:v="v"><w:p><w:r><w:instrText>HYPERLINK "https://one.example/a"</w:instrText></w:r><w:r><w:instrText> HYPERLINK \l "_Toc1"</w:instrText></w:r><v:shape href="https://two.example/b"/></w:p></w:document>`), []string{"https://one.example/a", "https://two.example/b"}, ""},
		{"folders parted the other way", "a.xlsx", zipOf(t, "[content_types].xml", "<Types/>", `xl\workbook.xml`, "<workbook/>", `xl\worksheets\sheet1.xml`, `<worksheet><sheetData><row><c t="inlineStr"><is><t>cell</t></is></c></row></sheetData></worksheet>`), []string{"cell"}, ""},
		{"authors of comments", "a.pptx", zipOf(t, "ppt/presentation.xml", "<p/>", "ppt/slides/slide1.xml", "<s/>", "ppt/commentAuthors.xml", `<l><cmAuthor name="A Reviewer"/></l>`), []string{"A Reviewer"}, ""},
		{"hidden slide", "a.odp", zipOf(t, "mimetype", "application/vnd.oasis.opendocument.presentation", "content.xml", `<o xmlns:s="s" xmlns:d="d" xmlns:t="t"><s:style s:name="dp1"><s:drawing-page-properties s:visibility="hidden"/></s:style><d:page d:name="two" d:style-name="dp1"><t:p>unseen slide</t:p></d:page></o>`), []string{"unseen slide"}, "hidden-sheet"},
		{"flat macro", "a.fodt", []byte(`<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.text"><x:module xmlns:x="x">Sub Main</x:module><t:p xmlns:t="t">body</t:p></office:document>`), []string{"Sub Main", "body"}, ""},
	} {
		res := Read(c.file, c.b, "", Limits{})
		all := res.Text
		for _, p := range res.Parts {
			all += "\n" + p.Text
		}
		for _, want := range c.text {
			if !strings.Contains(all, want) {
				t.Errorf("%s: lacks %q: %q (%v)", c.name, want, all, res.Error)
			}
		}
		if strings.Contains(all, "_Toc1") {
			t.Errorf("%s: a place inside the document is listed as a link", c.name)
		}
		if c.warn != "" && !warned(res, c.warn) {
			t.Errorf("%s: no %s in %v", c.name, c.warn, res.Warnings)
		}
	}
}

func TestTraceHeadersOfEveryMessageAreKept(t *testing.T) {
	box := "From a@example.com Mon Nov 23 10:00:00 2026\nReceived: from one.example\nSubject: a\nFrom: a@example.com\n\nfirst\n\nFrom b@example.com Mon Nov 23 11:00:00 2026\nReceived: from two.example\nSubject: b\nFrom: b@example.com\n\nsecond\n"
	res := Read("a.mbox", []byte(box), "", Limits{})
	if !strings.Contains(res.Headers, "one.example") || !strings.Contains(res.Headers, "two.example") {
		t.Errorf("headers %q", res.Headers)
	}
}

// Strings that no cell shows are read, once; comments say of which cell and by
// whom, and do not grow together.
func TestStringsOfNoCellAndCommentsOnCells(t *testing.T) {
	b := zipOf(t, "xl/workbook.xml", "<w/>",
		"xl/sharedStrings.xml", "<sst><si><t>shown</t></si><si><t>the old drop point</t></si><si><t>shown</t></si><si><t>the old drop point</t></si><si/></sst>",
		"xl/worksheets/sheet1.xml", "<w><row><c r='A1' t='s'><v>0</v></c></row></w>",
		"xl/comments1.xml", "<comments><authors><author>Ann</author><author>Bob</author></authors><commentList><comment ref='A1' authorId='1'><text><r><t>look here</t></r></text></comment><comment ref='B2' authorId='9'><text><t>and here</t></text></comment></commentList></comments>")
	res := Read("a.xlsx", b, "", Limits{})
	for _, want := range []string{"[strings of no cell]\nthe old drop point\n", "[A1 Bob] look here\n[B2] and here\n"} {
		if strings.Count(res.Text, want) != 1 {
			t.Errorf("%q is not once in %q", want, res.Text)
		}
	}
	if res.Error != nil || len(res.Warnings) != 1 || res.Warnings[0].Class != "hidden-text" || !strings.Contains(res.Warnings[0].What, "keeps 1 strings") {
		t.Errorf("%v %+v", res.Error, res.Warnings)
	}
}
