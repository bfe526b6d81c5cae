package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
)

// sampleRows are how many rows each manifest has; fewer means a broken set.
const (
	intakeRows     = 109
	structuredRows = 10
)

type row struct{ dir, file, sha, what, expect string }

func manifest(t *testing.T, set string, want int) []row {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "samples", set)
	b, err := os.ReadFile(filepath.Join(dir, "MANIFEST.tsv"))
	if err != nil {
		t.Skipf("SKIPPED, NOT PASSED: the sample set %q is not on this machine: none of its %d rows was tried", set, want)
	}
	var rows []row
	for i, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		f := strings.Split(line, "\t")
		if i == 0 || len(f) < 6 {
			continue
		}
		rows = append(rows, row{dir, f[0], f[1], f[4], f[5]})
	}
	if len(rows) < want {
		t.Fatalf("%s: the manifest has %d rows, it should have %d", set, len(rows), want)
	}
	return rows
}

func (r row) bytes(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(r.dir, r.file))
	if err != nil {
		t.Fatalf("%s is in the manifest and missing from the set: %v", r.file, err)
	}
	sum := sha256.Sum256(b)
	if hex.EncodeToString(sum[:]) != r.sha {
		t.Fatalf("%s has changed", r.file)
	}
	return b
}

func flat(s string) string { return strings.Join(strings.Fields(norm.NFKC.String(s)), " ") }

var quoted = regexp.MustCompile(`"([^"]*)"`)

// check judges one clause of an expected outcome. known is false for a clause
// it cannot read.
func check(c string, res Result) (bad string, known bool) {
	text := flat(res.Text)
	switch {
	case strings.HasPrefix(c, "text contains "), strings.HasPrefix(c, "HTML contains "), strings.HasPrefix(c, "first contains "):
		for _, q := range quoted.FindAllStringSubmatch(c, -1) {
			if !strings.Contains(text, flat(q[1])) {
				return fmt.Sprintf("text lacks %q", q[1]), true
			}
		}
		return "", quoted.MatchString(c)
	case strings.HasPrefix(c, "subject contains "), strings.HasPrefix(c, "subject starts "):
		if q := quoted.FindStringSubmatch(c)[1]; !strings.Contains(flat(res.Subject), flat(q)) {
			return fmt.Sprintf("subject is %q", res.Subject), true
		}
		return "", true
	case strings.HasPrefix(c, "subject "), strings.HasPrefix(c, "title "):
		if q := quoted.FindStringSubmatch(c)[1]; flat(res.Subject) != flat(q) {
			return fmt.Sprintf("subject is %q", res.Subject), true
		}
		return "", true
	case strings.HasPrefix(c, "charset "):
		names := regexp.MustCompile(`[a-z0-9_\-]+`).FindAllString(strings.TrimPrefix(c, "charset "), -1)
		if !slices.Contains(names, res.Charset) {
			return "charset is " + res.Charset, true
		}
		return "", true
	case strings.HasPrefix(c, "warn:"), strings.HasPrefix(c, "error:"):
		kind, class, _ := strings.Cut(c, ":")
		class = regexp.MustCompile(`^[a-z\-]+`).FindString(class)
		for _, w := range res.Warnings {
			if w.Class == class {
				return "", true
			}
		}
		if kind == "error" && res.Error != nil && res.Error.Class == class {
			return "", true
		}
		return "no " + kind + ":" + class, true
	case strings.HasPrefix(c, "attachments ") || c == "0 attachments":
		return checkAttachments(c, res), true
	case c == "no text":
		if text != "" {
			return fmt.Sprintf("text is %.60q", text), true
		}
		return "", true
	}
	for _, known := range []string{"must not crash", "no crash", "no hang", "bounded memory", "never run", "never fetched", "not fetched", "script never run", "script not run", "nothing fetched", "no network request",
		"original kept", "nothing reassembled", "display shortened", "not counted as empty", "must not be called", "LibreOffice refuses", "both listed", "no sender"} {
		if strings.HasPrefix(c, known) {
			return "", true
		}
	}
	return "", false
}

var attachment = regexp.MustCompile(`([^,;:()]+?) \(([\d,]+) bytes\)`)

func checkAttachments(c string, res Result) string {
	head, list, _ := strings.Cut(c, ":")
	n, _ := strconv.Atoi(regexp.MustCompile(`\d+`).FindString(head))
	named := 0
	for _, p := range res.Parts {
		if p.Name != "" {
			named++
		}
	}
	if n == 0 && named != 0 {
		return fmt.Sprintf("%d named parts", named)
	}
	if n > named {
		return fmt.Sprintf("%d named parts of %d", named, n)
	}
	if sized := attachment.FindAllStringSubmatch(list, -1); len(sized) > 0 {
		for _, m := range sized {
			size, _ := strconv.ParseInt(strings.ReplaceAll(m[2], ",", ""), 10, 64)
			if !has(res, strings.TrimSpace(m[1]), size) {
				return fmt.Sprintf("no part %q of %d bytes in %s", m[1], size, names(res))
			}
		}
		return ""
	}
	for _, name := range strings.Split(list, ",") {
		if name = strings.TrimSpace(name); name != "" && !has(res, name, -1) {
			return fmt.Sprintf("no part %q in %s", name, names(res))
		}
	}
	return ""
}

func has(res Result, name string, size int64) bool {
	for _, p := range res.Parts {
		if flat(p.Name) == flat(name) && (size < 0 || p.Bytes == size) {
			return true
		}
	}
	return false
}

func names(res Result) string {
	var out []string
	for _, p := range res.Parts {
		out = append(out, fmt.Sprintf("%s[%s %d %s]", p.Name, p.Type, p.Bytes, p.Read))
	}
	return strings.Join(out, " ")
}

func sized(res Result, typ string, sizes ...int64) string {
	for _, s := range sizes {
		ok := false
		for _, p := range res.Parts {
			ok = ok || p.Bytes == s && strings.HasPrefix(p.Type, typ)
		}
		if !ok {
			return fmt.Sprintf("no %s of %d bytes in %s", typ, s, names(res))
		}
	}
	return ""
}

func need(cond bool, what string) string {
	if cond {
		return ""
	}
	return what
}

func contains(res Result, all ...string) string {
	for _, s := range all {
		if !strings.Contains(flat(res.Text), flat(s)) {
			return fmt.Sprintf("text lacks %q", s)
		}
	}
	return ""
}

func parts(res Result, typ string) int {
	n := 0
	for _, p := range res.Parts {
		if strings.HasPrefix(p.Type, typ) {
			n++
		}
	}
	return n
}

func warned(res Result, class string) bool {
	return slices.ContainsFunc(res.Warnings, func(w Warning) bool { return w.Class == class })
}

func failed(res Result, class string) bool { return res.Error != nil && res.Error.Class == class }

func firstOf(alternatives ...string) string {
	for _, a := range alternatives {
		if a == "" {
			return ""
		}
	}
	return strings.Join(alternatives, "; and ")
}

func cell(res Result, row, col int) string {
	t := ParseTable(res.Text)
	if row > len(t.Rows) || col > len(t.Rows[row-1]) {
		return "(no such cell)"
	}
	return t.Rows[row-1][col-1]
}

// special judges the rows whose outcome a pattern cannot read, or that allow
// more than one. A row here is judged by its function alone.
var special = map[string]func(Result) string{
	"eml/stalwart-malformed-021.eml": func(r Result) string {
		return need(warned(r, "malformed") && r.Text != "", "malformed with text") + sized(r, "image/png", 74)
	},
	"eml/stalwart-rfc-001.eml": func(r Result) string {
		return contains(r, "get RFC-MIME.DOC") + need(parts(r, "application/postscript") == 3, "three alternatives: "+names(r))
	},
	"eml/stalwart-malformed-013.eml": func(r Result) string {
		return need(strings.Count(r.Text, "hello, world") >= 3 && warned(r, "malformed"), "hello, world three times")
	},
	"eml/rmail-utf8_headers.eml": func(r Result) string {
		return contains(r, "Säying Hello", "Jöhn Doe", "jdöe@mächine.example", "body") + need(!strings.Contains(r.Text, "?"), "question marks")
	},
	"eml/enmime-mime-signed.eml": func(r Result) string {
		return contains(r, "Section one", "Section two") + need(has(r, "signature.asc", 828) && warned(r, "signature-unknown"), "signature: "+names(r))
	},
	"eml/mime4j-base64encoded-rfc822message-nested.eml": func(r Result) string {
		return firstOf(contains(r, "TUlNRS1WZXJzaW9uOiAxLjA"), contains(r, "Text body")) + need(warned(r, "malformed"), "malformed")
	},
	"eml/flanker-enclosed-broken-body.eml": func(r Result) string {
		return contains(r, "Hello", "чтобы я без вас делал") + need(warned(r, "damaged-part") && parts(r, "message/rfc822") == 1, "damage: "+names(r))
	},
	"eml/mimekit-ukr.eml": func(r Result) string {
		return contains(r, "шостий", "RR Test 1") + need(has(r, "winmail.dat", 9566), names(r))
	},
	"eml/mimekit-unmunged.mbox": func(r Result) string {
		return contains(r, "From Russia with love") + need(parts(r, "message/rfc822") == 2, names(r))
	},
	"eml/tika-headers.mbox": func(r Result) string {
		return contains(r, "Test content") + need(parts(r, "message/rfc822") == 1 && r.Subject == "subject", names(r))
	},
	"eml/tika-quoted.mbox": func(r Result) string {
		return contains(r, "> quoted stuff") + need(parts(r, "message/rfc822") == 1, names(r))
	},
	"eml/dchat-thunderbird_encrypted_signed.eml": func(r Result) string {
		return need(failed(r, "no-key") && r.From == "Alice <alice@example.org>" && has(r, "encrypted.asc", 3285), names(r))
	},
	"hostile/flanker-long-header.eml": func(r Result) string {
		return need(strings.HasPrefix(r.Subject, "Die heiße Zypernsonne quälte Max und Victoria") && len(r.Subject) > 50000, "subject") + contains(r, "test")
	},
	"hostile/mime4j-multi-2evil.eml": func(r Result) string {
		bad := sized(r, "image/gif", 419, 357) + need(warned(r, "unsafe-name"), "unsafe-name")
		for _, p := range r.Parts {
			bad += need(!strings.ContainsAny(p.Name, `/\:`), "separator in "+p.Name)
		}
		return bad
	},
	"hostile/mimekit-stack-overflow.eml": func(r Result) string {
		return contains(r, "Message Body") + need(r.Subject == "Message Subject", r.Subject)
	},
	"msg/poi-quick.msg": func(r Result) string {
		return contains(r, "The quick brown fox jumps over the lazy dog") + need(r.Subject == "Test the content transformer", r.Subject) + checkAttachments("attachments 0", r)
	},
	"msg/poi-msgClassAppointment.msg": func(r Result) string {
		return contains(r, "This is a meeting to discuss jumping") + need(r.Subject == "Quick brown fox" && strings.Contains(r.Kind, "meeting"), r.Kind)
	},
	"msg/poi-quick-winmail.dat": func(r Result) string {
		return checkAttachments("attachments 5: quick.doc, quick.html, quick.pdf, quick.txt, quick.xml", r)
	},
	"hostile/poi-cf-POIHSMFFuzzer-4848576776503296.msg": func(r Result) string {
		return firstOf(contains(r, "Is going to jump over the lazy brown dog!!!")+need(r.Subject == "QuickBrownFox", r.Subject), need(failed(r, "damaged"), "damaged"))
	},
	"office/poi-HeaderFooterUnicode.docx": func(r Result) string {
		return contains(r, "This is a fairly simple word document", "€ euro symbol", "Molière")
	},
	"office/poi-delins.docx": func(r Result) string {
		body, after, ok := strings.Cut(flat(r.Text), "[deleted text")
		return need(ok && strings.Contains(body, "A Nepalese name for Tilaka") && strings.Contains(after, "A pendant worn in place of the red spot"), "deletion apart") + need(warned(r, "tracked-changes"), "warning")
	},
	"office/poi-WordWithAttachments.docx": func(r Result) string {
		bad := contains(r, "Русский вариант")
		for _, want := range []string{"97_-_20032.doc", "97-20033.xls", "oleObject1.bin"} {
			bad += need(slices.ContainsFunc(r.Parts, func(p Part) bool { return strings.HasSuffix(p.Name, want) }), want+" not in "+names(r))
		}
		return bad
	},
	"office/poi-unicode-path.docx": func(r Result) string {
		return firstOf(need(failed(r, "ambiguous-archive"), "ambiguous"), contains(r, "1", "2")+need(warned(r, "duplicate-entry"), "duplicate-entry"))
	},
	"office/poi-SampleSS.xlsx": func(r Result) string {
		return contains(r, "Test spreadsheet", "I'm in bold blue, on a yellow background") + checkAttachments("attachments 3: First Sheet, Sheet Number 2, Sheet3", r)
	},
	"office/poi-TwoSheetsOneHidden.xlsx": func(r Result) string {
		return contains(r, "Sheet1A1", "Sheet2A1") + need(warned(r, "hidden-sheet"), "hidden-sheet")
	},
	"office/poi-right-to-left.xlsx": func(r Result) string {
		return contains(r, "cell with comment", "עִבְרִית", "[comments]") + checkAttachments("attachments 2: English, عربى", r)
	},
	"hostile/poi-xlsx-corrupted.xlsx": func(r Result) string {
		return firstOf(need(failed(r, "damaged"), "damaged"), need(has(r, "Sheet1", -1) && has(r, "Sheet2", -1) && r.Text != "", names(r)))
	},
	"office/tika-footnotes.docx": func(r Result) string { return contains(r, "Eto ochen prostoy", "snoska") },
	"office/tika-testWORD6.doc": func(r Result) string {
		return firstOf(contains(r, "The quick brown fox jumps over the lazy dog"), need(failed(r, "unsupported") && strings.Contains(r.Error.What, "Word 6"), "names the format"))
	},
	"office/tika-testODFwithOOo3.odt": func(r Result) string {
		return contains(r, "Apache Tika Test Document") + need(slices.ContainsFunc(r.Parts, func(p Part) bool { return strings.Contains(p.Name, "Object") }), names(r))
	},
	"hostile/tika-testODTnotaZipFile.odt": func(r Result) string {
		return firstOf(need(failed(r, "not-what-it-says"), "error"), contains(r, "This is not a zip file!")+need(len(r.Warnings) > 0, "warning"))
	},
	"hostile/tika-testZipEncrypted.zip": func(r Result) string {
		return need(has(r, "unencrypted.txt", -1) && has(r, "encrypted.txt", 22) && warned(r, "password-required") && r.Text != "", names(r))
	},
	"office/tika-testZipEntryNameCharsetShiftSJIS.zip": func(r Result) string {
		return need(has(r, "文章1.txt", 24) && has(r, "文章2.txt", 24), names(r))
	},
	"text/tika-testBrokenHTMLContainingRFC822.html": func(r Result) string {
		return contains(r, "An exciting subject") + need(r.Kind == "html", r.Kind)
	},
	"text/tika-test-columnar.csv": func(r Result) string {
		return need(r.Columns == 8 && cell(r, 1, 1) == "Record Number", fmt.Sprint(r.Columns, cell(r, 1, 1)))
	},
	"hostile/oletools-sample_with_external_link_to_doc.docx": func(r Result) string {
		return need(warned(r, "external-reference"), "external-reference")
	},
	"pdf/pypdf-habibi.pdf": func(r Result) string {
		for _, letter := range "حبي" {
			if !strings.ContainsRune(norm.NFKC.String(r.Text), letter) {
				return "text lacks " + string(letter) + " in " + r.Text
			}
		}
		return contains(r, "habibi")
	},
	"hostile/pdfjs-helloworld-bad.pdf": func(r Result) string {
		return firstOf(contains(r, "Hello, world!")+need(len(r.Warnings) > 0, "a warning"), need(failed(r, "damaged"), "damaged"))
	},
	"hostile/pdfjs-GHOSTSCRIPT-698804-1-fuzzed.pdf": func(r Result) string {
		return firstOf(need(failed(r, "damaged"), "damaged"), need(warned(r, "no-text"), "no-text"))
	},
	"hostile/pypdf-libreoffice-writer-password.pdf": func(r Result) string { return need(failed(r, "password-required"), "password-required") },
	"hostile/poi-protected_agile.docx":              func(r Result) string { return need(failed(r, "password-required"), "password-required") },
	"pdf/pdfcpu-blank-scan.pdf":                     func(r Result) string { return need(warned(r, "no-text"), "no-text") },
	"text/tika-english.cp500.txt": func(r Result) string {
		return firstOf(contains(r, "IntelliStation POWER")+need(r.Charset == "cp500", r.Charset), need(failed(r, "unknown-charset"), "unknown-charset"))
	},
	"text/tika-testSrcDoc.html": func(r Result) string { return need(r.Text != "" && r.Kind == "html", r.Kind) },
	"text/csvspec-newlines_crlf.csv": func(r Result) string {
		return need(r.Rows == 4 && cell(r, 3, 1) == "Once upon \na time", fmt.Sprintf("%d %q", r.Rows, cell(r, 3, 1)))
	},
	"text/csvspec-escaped_quotes.csv": func(r Result) string {
		return need(r.Rows == 3 && cell(r, 2, 2) == `ha "ha" ha`, cell(r, 2, 2))
	},
	"text/csvspec-json.csv": func(r Result) string {
		return need(r.Rows == 2 && r.Columns == 2 && strings.Contains(cell(r, 2, 2), `"coordinates": [102.0, 0.5]`), cell(r, 2, 2))
	},
	"stix-using-granular-markings.json":                   stix(4, "identity", "indicator", "threat-actor", "relationship"),
	"stix-sighting-of-an-indicator.json":                  stix(4, "identity", "indicator", "sighting"),
	"stix-test_event1_stix21.json":                        stix(9, "grouping", "observed-data", "domain-name", "indicator"),
	"stix-malicious-email-indicator-with-attachment.json": stix(6),
	"bandicoot-A_orange.csv":                              csv(7, 8, "2014-08-20 20:30:37"),
	"bandicoot-u_test_antennas.csv":                       csv(501, 6, "interaction,direction,correspondent_id,datetime,call_duration,antenna_id"),
	"cellyzer-calls.csv":                                  csv(50, 7, "Wed Sep 15 19:17:44 +0100 2010"),
	"cdrstats-CDRImport-2015-10-26.csv":                   csv(6, 25, "+34"),
	"cdrgen-edges_rollup.csv":                             csv(927, 3, "Source,Target,Weight", "+"),
	"cdrgen-PICKUP_DRIVER002_CDR-head.csv":                csv(1201, 17),
}

func stix(n int, types ...string) func(Result) string {
	return func(r Result) string {
		bad := need(r.Kind == "stix" && parts(r, "stix/") == n, fmt.Sprint(r.Kind, parts(r, "stix/")))
		for _, typ := range types {
			bad += need(parts(r, "stix/"+typ) > 0, "no "+typ)
		}
		return bad
	}
}

func csv(rows, cols int, has ...string) func(Result) string {
	return func(r Result) string {
		return need(r.Kind == "csv" && r.Rows == rows && r.Columns == cols, fmt.Sprintf("%s %d x %d", r.Kind, r.Rows, r.Columns)) + contains(r, has...)
	}
}

func judge(r row, res Result) string {
	if f, ok := special[r.file]; ok {
		return f(res)
	}
	var bad []string
	outcome := r.expect
	if one, other, ok := strings.Cut(outcome, " or error:"); ok && !strings.Contains(other, ";") {
		return firstOf(judge(row{file: r.file, expect: one}, res), judge(row{file: r.file, expect: "error:" + other}, res))
	}
	for _, c := range strings.Split(outcome, ";") {
		c = strings.TrimSpace(c)
		for _, c := range splitClause(c) {
			b, known := check(c, res)
			if !known {
				b = "THE TEST CANNOT READ: " + c
			}
			if b != "" {
				bad = append(bad, b)
			}
		}
	}
	return strings.Join(bad, "; ")
}

func splitClause(c string) []string {
	if i := strings.Index(c, ", 0 attachments"); i > 0 {
		return []string{c[:i], "0 attachments"}
	}
	return []string{c}
}

func walk(t *testing.T, set string, want int) {
	rows := manifest(t, set, want)
	passed := map[string][2]int{}
	for _, r := range rows {
		b := r.bytes(t)
		start := time.Now()
		res := Read(filepath.Base(r.file), b, "", Limits{})
		took := time.Since(start)
		bad := judge(r, res)
		if took > 10*time.Second {
			bad += fmt.Sprintf("; took %v", took)
		}
		if res.SHA256 != r.sha {
			bad += "; wrong sha256"
		}
		class := filepath.Dir(r.file)
		n := passed[class]
		n[1]++
		if bad == "" {
			n[0]++
		} else {
			t.Errorf("%s (%s): %s\n   error %v, warnings %v", r.file, r.what, bad, res.Error, res.Warnings)
		}
		passed[class] = n
	}
	for class, n := range passed {
		t.Logf("%s/%s: %d of %d rows", set, class, n[0], n[1])
	}
}

func TestManifestIntake(t *testing.T)     { walk(t, "intake", intakeRows) }
func TestManifestStructured(t *testing.T) { walk(t, "structured", structuredRows) }

// TestManifestOpenPGP tells messages, keys and signatures apart without a key.
// What the messages hold is for those who have one.
func TestManifestOpenPGP(t *testing.T) {
	rows := manifest(t, "openpgp", 61)
	passed := 0
	for _, r := range rows {
		b := r.bytes(t)
		res := Read(r.file, b, "", Limits{})
		want := "openpgp"
		switch {
		case regexp.MustCompile(`\b(pub|sec|key|public|secret|secring|pubring|keyring|pubkey|seckey|keys|cert|privateKey|publicKey|expiredKey)\b`).MatchString(strings.NewReplacer("_", " ", "-", " ", ".", " ").Replace(r.file)) && !strings.HasPrefix(r.file, "gpg-signed") && !strings.Contains(r.file, "signed-expired") && !strings.Contains(r.file, "detached"), strings.HasPrefix(r.file, "interop-gnupg-v1-001-decrypt"), strings.HasPrefix(r.file, "rnp-armor-"):
			want = "openpgp-key"
		case strings.HasSuffix(r.file, "message.txt"), strings.HasSuffix(r.file, "message_01.txt"), strings.HasSuffix(r.file, "subkey.txt"), strings.HasSuffix(r.file, "tampered.txt"):
			want = "txt"
		case strings.HasSuffix(r.file, ".txt.asc"):
			want = "openpgp-signature"
		case strings.Contains(r.file, "cleartext"), strings.HasSuffix(r.file, "key-now-expired.asc"):
			want = "openpgp-signed"
		}
		if res.Kind != want || IsOpenPGP(b) != (want == "openpgp" || want == "openpgp-signed") {
			t.Errorf("%s (%s): kind %s, want %s", r.file, r.expect, res.Kind, want)
			continue
		}
		class := map[string]string{ // of those that need no key, or not only one
			"rnp-rfc9580-A.12.1.v4-skesk-argon2-aes128.asc": "password-required", "gocrypto-argon2-sym-message.asc": "password-required",
			"gocrypto-sym-corrupted-message-long-length.asc": "password-required", "pgpy-message.enc.twofish.asc": "password-required",
			"rnp-message.zlib-quine": "bomb", "rnp-4g.bzip2.gpg": "bomb", "rnp-message.txt.signed.malfsig": "", "rnp-message.txt.signed-expired-key": "",
		}
		switch c, special := class[r.file]; {
		case want != "openpgp":
		case special && c == "" && (res.Error != nil || !warned(res, "signature-unknown") || strings.TrimSpace(res.Text) == ""):
			t.Errorf("%s: %v %q %v", r.file, res.Error, res.Text, res.Warnings)
			continue
		case special && c != "" && !failed(res, c), !special && !failed(res, "no-key"):
			t.Errorf("%s: %v", r.file, res.Error)
			continue
		}
		passed++
	}
	t.Logf("openpgp: %d of %d told apart", passed, len(rows))
}

func TestManifestPasswords(t *testing.T) {
	rows := manifest(t, "intake", intakeRows)
	for file, c := range map[string]struct{ pass, text string }{
		"hostile/pypdf-libreoffice-writer-password.pdf":               {"openpassword", "Lorem ipsum dolor sit amet"},
		"pdf/tika-testPDF_no_extract_no_accessibility_owner_user.pdf": {"user", ""},
	} {
		i := slices.IndexFunc(rows, func(r row) bool { return r.file == file })
		if i < 0 {
			t.Fatalf("%s is not in the manifest", file)
		}
		b := rows[i].bytes(t)
		if res := Read(file, b, c.pass, Limits{}); res.Error != nil || contains(res, c.text) != "" || strings.TrimSpace(res.Text) == "" {
			t.Errorf("%s: %v %.80q", file, res.Error, res.Text)
		}
		if res := Read(file, b, "not it", Limits{}); !failed(res, "wrong-passphrase") {
			t.Errorf("%s with a wrong passphrase: %v", file, res.Error)
		}
	}
}
