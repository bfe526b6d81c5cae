package inspect

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"time"

	"corridor/app/sanitise"
)

// beside is what became of the planted leaks of one format.
type beside struct {
	planted, found, gone, left, refused int
	leaves                              []string // places
}

var (
	rootTag = regexp.MustCompile(`<[A-Za-z][^\s/>]*`)
	prefix  = regexp.MustCompile(`[<\s/]([A-Za-z]+):[A-Za-z]`)
)

// spaces are the XML namespaces that mat2 looks for.
var spaces = map[string]string{
	"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
	"a": "http://schemas.openxmlformats.org/drawingml/2006/main", "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
	"cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties", "dc": "http://purl.org/dc/elements/1.1/",
	"office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
	"meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0", "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}

// bound gives the first element of an XML part the namespaces it uses.
func bound(x string) string {
	at := rootTag.FindStringIndex(x)
	if at == nil {
		return x
	}
	var decl strings.Builder
	seen := map[string]bool{"xml": true, "xmlns": true}
	for _, m := range prefix.FindAllStringSubmatch(x, -1) {
		if n := m[1]; !seen[n] && !strings.Contains(x, "xmlns:"+n+"=") {
			seen[n] = true
			uri := spaces[n]
			if uri == "" {
				uri = "urn:" + n
			}
			decl.WriteString(` xmlns:` + n + `="` + uri + `"`)
		}
	}
	return x[:at[1]] + decl.String() + x[at[1]:]
}

// mainPart is the part an office file starts from, and its content type.
var mainPart = map[string][2]string{
	"docx": {"word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"},
	"xlsx": {"xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"},
	"pptx": {"ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"},
}

// partKinds are content types of other parts, by the name of the part.
var partKinds = map[string]string{
	"core": "package.core-properties", "app": "officedocument.extended-properties", "custom": "officedocument.custom-properties",
	"comments": "officedocument.wordprocessingml.comments", "header": "officedocument.wordprocessingml.header",
	"footnotes": "officedocument.wordprocessingml.footnotes", "slide": "officedocument.presentationml.slide",
	"notesSlide": "officedocument.presentationml.notesSlide", "comment": "officedocument.presentationml.comments",
	"commentAuthors": "officedocument.presentationml.commentAuthors", "sheet": "officedocument.spreadsheetml.worksheet",
	"sharedStrings": "officedocument.spreadsheetml.sharedStrings", "pivotCacheRecords": "officedocument.spreadsheetml.pivotCacheRecords",
}

// wellFormed turns a planted file into one that a strict reader takes: office
// files get their list of contents and their namespaces, pictures real pixels.
// What was planted stays where it was.
func wellFormed(t *testing.T, format string, b []byte) []byte {
	t.Helper()
	switch format {
	case "png":
		var real bytes.Buffer
		if err := png.Encode(&real, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
			t.Fatal(err)
		}
		r := real.Bytes()
		end := bytes.Index(b, []byte("IDAT")) - 4
		tail := bytes.Index(b, []byte("IEND")) + 8
		return bytes.Join([][]byte{r[:33], b[33:end], r[33:], b[tail:]}, nil) // after the header, before the end
	case "jpeg":
		var real bytes.Buffer
		if err := jpeg.Encode(&real, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
			t.Fatal(err)
		}
		end := bytes.LastIndex(b, []byte("\xff\xd9"))
		return bytes.Join([][]byte{b[:end], real.Bytes()[2:], b[end+2:]}, nil)
	case "docx", "xlsx", "pptx", "odt":
		return wellFormedOffice(t, format, b)
	}
	return b
}

func wellFormedOffice(t *testing.T, format string, b []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return b
	}
	var parts []string
	var types strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		text := string(body)
		switch ext := path.Ext(f.Name); {
		case f.Name == "[Content_Types].xml", f.Name == "_rels/.rels", f.Name == "META-INF/manifest.xml":
			continue
		case ext == ".rels":
			text = strings.Replace(text, "<Relationships>", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`, 1)
		case ext == ".xml":
			text = bound(text)
			kind := "application/xml"
			if f.Name == mainPart[format][0] {
				kind = mainPart[format][1]
			} else if k := partKinds[strings.TrimRight(strings.TrimSuffix(path.Base(f.Name), ".xml"), "0123456789")]; k != "" {
				kind = "application/vnd.openxmlformats-" + k + "+xml"
			}
			fmt.Fprintf(&types, `<Override PartName="/%s" ContentType="%s"/>`, esc(f.Name), kind)
		}
		parts = append(parts, f.Name, text)
	}
	if format == "odt" {
		return zipOf(append(parts, "META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="`+spaces["manifest"]+`"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/></manifest:manifest>`)...)
	}
	head := []string{"[Content_Types].xml", `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` + types.String() + `</Types>`,
		"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + spaces["r"] + `/officeDocument" Target="` + mainPart[format][0] + `"/></Relationships>`}
	return zipOf(append(head, parts...)...)
}

// TestBesideMat2 puts one term in every place of every format, lets mat2 clean
// the files and looks for the term again: what mat2 takes out, what it leaves,
// and what it will not clean. It is for the table in README.md, and runs where
// mat2 is installed.
func TestBesideMat2(t *testing.T) {
	mat2, err := exec.LookPath("mat2")
	if err != nil {
		t.Skip("SKIPPED: mat2 is not installed (Debian package mat2)")
	}
	dir := t.TempDir()
	term := sanitise.Term{Text: "Ambrose Quillfeather", Kind: "name"}
	files, found := make([]string, len(plants())), make([]bool, len(plants()))
	for i, p := range plants() {
		name, b := p.make(term.Text)
		if filepath.Ext(name) == "" {
			name += ".bin"
		}
		b = wellFormed(t, p.format, b)
		if len(File(name, b, []sanitise.Term{term}).Hits) > 0 {
			found[i] = true
		}
		files[i] = filepath.Join(dir, fmt.Sprintf("%03d%s", i, filepath.Ext(name)))
		if err := os.WriteFile(files[i], b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, mat2, files...).CombinedOutput()
	if ctx.Err() != nil {
		t.Fatalf("mat2 did not end: %v", err)
	}
	t.Logf("mat2: %d lines of output, %v", strings.Count(string(out), "\n"), err)
	if testing.Verbose() {
		t.Logf("%s", out)
	}
	by := map[string]*beside{}
	for i, p := range plants() {
		r := by[p.format]
		if r == nil {
			r = &beside{}
			by[p.format] = r
		}
		r.planted++
		if found[i] {
			r.found++
		}
		ext := filepath.Ext(files[i])
		clean, err := os.ReadFile(strings.TrimSuffix(files[i], ext) + ".cleaned" + ext)
		switch {
		case err != nil:
			r.refused++
		case len(File("cleaned"+ext, clean, []sanitise.Term{term}).Hits) > 0:
			r.left++
			r.leaves = append(r.leaves, p.place)
		default:
			r.gone++
		}
	}
	var formats []string
	cleaned := 0
	for f, r := range by {
		formats = append(formats, f)
		cleaned += r.gone + r.left
	}
	if cleaned == 0 {
		t.Fatalf("mat2 cleaned nothing: %.300s", out)
	}
	sort.Strings(formats)
	for _, f := range formats {
		r := by[f]
		t.Logf("| %s | %d | %d | %d | %d | %d | %s |", f, r.planted, r.found, r.gone, r.left, r.refused, strings.Join(r.leaves, ", "))
		if r.found != r.planted {
			t.Errorf("%s: %d of %d found", f, r.found, r.planted)
		}
	}
}
