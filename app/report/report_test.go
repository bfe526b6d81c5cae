package report

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"corridor/app/intake"
	"corridor/app/release"
)

func sample() Report {
	return Report{
		Ref: "REL-26-0031", Version: 2, Marking: "OFFICIAL-SENSITIVE – RECIPIENTS ONLY – PERSONAL DATA",
		Handling: "C A2 S1", Instructions: "Covert use only. Ask before any arrest.", Conditions: "Two copies.",
		ActionOn: "No action before Friday.", Title: "Supply of Class A drugs in Tarnbridge", Intelligence: "2026-11-21",
		Created: time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC),
		Items: []Item{
			{"A man known as Seán Ó Briain supplies from an address in Mill Lane — £40 a deal.", "2D"},
			{"Gŵr o’r enw Łukasz uses 07700 900123.", "1A"},
		},
		Provenance: "Information from several places.", ProvenanceGrade: "1A", ReviewDate: "2027-02-21",
	}
}

// long is a report that runs over several pages.
func long() Report {
	r := sample()
	for range 30 {
		r.Items = append(r.Items, Item{strings.Repeat("The parcel came on a Tuesday and was gone by night. ", 8), "2C"})
	}
	return r
}

func TestRenderHasWhatAReportMustCarry(t *testing.T) {
	text := string(Render(sample()))
	mark := "OFFICIAL-SENSITIVE – RECIPIENTS ONLY – PERSONAL DATA"
	if !strings.HasPrefix(text, mark+"\n") || !strings.HasSuffix(text, "\n"+mark+"\n") {
		t.Errorf("marking is not first and last line:\n%s", text)
	}
	for _, want := range []string{
		"Reference: REL-26-0031 version 2", "Handling: C A2 S1 (", "Covert use", "Delegated authority",
		"Handling instructions: Covert use only.", "Conditions: Two copies.", "Action on this report: No action",
		"Title: Supply of", "Date of intelligence: 21 Nov 2026", "Date created: 23 Nov 2026",
		"1. A man known as", "[2D]", "2. Gŵr", "Provenance: Information from several places. [1A]",
		"Review by: 21 Feb 2027", "Grading key", "Source: Reliable", "Assessment: Suspected to be false",
		"Handling: Lawful sharing permitted with conditions", "Action: Covert development", "Sanitisation: Consult originator",
		"not evidence",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("missing %q in:\n%s", want, text)
		}
	}
}

func TestCodesOfConditionsNeverShowUnderP(t *testing.T) {
	r := sample()
	r.Handling, r.Instructions = "P", ""
	for _, code := range []string{"A1", "A2", "A3", "S1", "S2", "Covert development", "Consult originator"} {
		if regexp.MustCompile(`\b` + code + `\b`).Match(Render(r)) {
			t.Errorf("%q is shown under P", code)
		}
	}
}

func TestRenderIsCanonical(t *testing.T) {
	r := sample()
	r.Title = "Cafe\u0301 \u202Eevil\u202C\u200B one\r\n two\ttabs \x00\uFEFF\U000E0041 end \xff"
	b := Render(r)
	if !utf8.Valid(b) || !norm.NFC.IsNormal(b) || bytes.ContainsRune(b, '\r') {
		t.Error("not UTF-8 in NFC with LF")
	}
	for _, c := range string(b) {
		if c != '\n' && (unicode.IsControl(c) || unicode.Is(unicode.Cf, c)) {
			t.Errorf("invisible %U left in", c)
		}
	}
	if !strings.Contains(string(b), "Title: Café evil one two tabs end \uFFFD\n") {
		t.Errorf("title came out as:\n%s", b)
	}
}

func TestATitleCannotForgeAnotherLine(t *testing.T) {
	r := sample()
	r.Title = "Harmless\nHandling: P (Lawful sharing permitted)"
	n := 0
	for line := range strings.Lines(string(Render(r))) {
		if strings.HasPrefix(line, "Handling: ") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d handling lines, want 1", n)
	}
}

func TestSameReportSameBytes(t *testing.T) {
	a, errA := PDF(long())
	b, errB := PDF(long())
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Errorf("PDF differs from itself: %v %v", errA, errB)
	}
	if !bytes.Equal(Render(long()), Render(long())) {
		t.Error("text differs from itself")
	}
}

func TestOneCharacterChangesBothRenderings(t *testing.T) {
	a, b := sample(), sample()
	b.Items = slices.Clone(b.Items)
	b.Items[0].Text = strings.Replace(b.Items[0].Text, "£40", "£50", 1)
	pa, _ := PDF(a)
	pb, _ := PDF(b)
	if bytes.Equal(Render(a), Render(b)) || bytes.Equal(pa, pb) {
		t.Error("an edit did not show")
	}
}

func TestPDFCarriesNoMetadata(t *testing.T) {
	b, err := PDF(sample())
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"/Info", "/Producer", "/Creator", "/Author", "/CreationDate", "/ModDate", "/Metadata", "/ID", "xmp", "corridor", "Corridor"} {
		if bytes.Contains(b, []byte(word)) {
			t.Errorf("PDF contains %q", word)
		}
	}
}

// tool runs a program of poppler over a PDF, or skips loudly.
func tool(t *testing.T, pdf []byte, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("SKIPPED: %s is not installed, so the PDF was not read back by another program", name)
	}
	file := filepath.Join(t.TempDir(), "r.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(args, file)
	if name == "pdftotext" {
		args = append(args, "-")
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestPDFReadBackByAnotherProgram(t *testing.T) {
	b, err := PDF(long())
	if err != nil {
		t.Fatal(err)
	}
	text := tool(t, b, "pdftotext", "-layout")
	pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	if len(pages) < 3 {
		t.Fatalf("%d pages, want several", len(pages))
	}
	mark := "OFFICIAL-SENSITIVE – RECIPIENTS ONLY – PERSONAL DATA"
	for i, page := range pages {
		if n := strings.Count(page, mark); n != 2 {
			t.Errorf("page %d carries the marking %d times, want 2", i+1, n)
		}
		lines := strings.Split(strings.TrimSpace(page), "\n")
		if strings.TrimSpace(lines[0]) != mark {
			t.Errorf("page %d begins with %q", i+1, lines[0])
		}
		if want := regexp.MustCompile(`Page (\d+) of (\d+)`).FindStringSubmatch(page); want == nil {
			t.Errorf("page %d has no count", i+1)
		}
	}
	flat := strings.Join(strings.Fields(text), " ")
	for _, want := range []string{"Seán Ó Briain", "£40", "Gŵr o’r enw Łukasz", "[2D]", "Covert development", "Page 1 of"} {
		if !strings.Contains(flat, want) {
			t.Errorf("PDF text lacks %q", want)
		}
	}
}

func TestPDFSaysNothingOfItsMaking(t *testing.T) {
	b, err := PDF(sample())
	if err != nil {
		t.Fatal(err)
	}
	out := tool(t, b, "pdfinfo")
	for _, word := range []string{"Title", "Author", "Creator", "Producer", "CreationDate", "ModDate"} {
		if strings.Contains(out, word+":") {
			t.Errorf("pdfinfo shows %s:\n%s", word, out)
		}
	}
	if !strings.Contains(out, "A4") || !strings.Contains(out, "Metadata Stream: no") {
		t.Errorf("pdfinfo says:\n%s", out)
	}
}

func TestPDFShowsWhatTheFontLacks(t *testing.T) {
	r := sample()
	r.Title = "Name 王 and 😀"
	b, err := PDF(r)
	if err != nil {
		t.Fatal(err)
	}
	if text := tool(t, b, "pdftotext"); !strings.Contains(text, "[U+738B]") || !strings.Contains(text, "[U+1F600]") {
		t.Errorf("a character was lost in silence:\n%s", text)
	}
}

// TestPDFIsReadByOurOwnIntake: what leaves is inspected from its bytes, so our
// own reader has to get every sentence whole.
func TestPDFIsReadByOurOwnIntake(t *testing.T) {
	b, err := PDF(long())
	if err != nil {
		t.Fatal(err)
	}
	got := intake.Read("report.pdf", b, "", intake.DefaultLimits())
	flat := strings.Join(strings.Fields(got.Text), " ")
	for _, want := range []string{"supplies from an address in Mill Lane — £40 a deal.", "Handling C A2 S1", "Gŵr o’r enw Łukasz uses 07700 900123.", "Page 2 of"} {
		if !strings.Contains(flat, want) {
			t.Errorf("intake lacks %q in:\n%.3000s", want, got.Text)
		}
	}
	if len(got.Warnings) > 0 {
		t.Errorf("intake warns: %v", got.Warnings)
	}
}

// TestEveryWordSurvivesThePDF draws random words from the scripts that the
// fonts hold and reads each item back, whole and in order.
func TestEveryWordSurvivesThePDF(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	letters := []rune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ŵŷâêîôûáéíóúñçößåøæœłśżžčšğıșțđΑΒΓαβγδΩабвгджзЖЮЯіїєґ£€'’“”()-–—/.,;:%&@#!?")
	for range 20 {
		r := Report{Marking: "OFFICIAL"}
		for range 1 + rng.IntN(12) {
			var item []string
			for range 1 + rng.IntN(60) {
				word := make([]rune, 1+rng.IntN(12))
				for i := range word {
					word[i] = letters[rng.IntN(len(letters))]
				}
				item = append(item, string(word))
			}
			r.Items = append(r.Items, Item{Text: strings.Join(item, " "), Grade: "1A"})
		}
		b, err := PDF(r)
		if err != nil {
			t.Fatal(err)
		}
		got := intake.Read("report.pdf", b, "", intake.DefaultLimits())
		flat := squash(got.Text)
		for i, item := range r.Items {
			for word := range strings.FieldsSeq(item.Text) {
				at := strings.Index(flat, squash(clean(word)))
				if at < 0 {
					t.Fatalf("item %d: %q of %q is lost or out of order", i+1, word, item.Text)
				}
				flat = flat[at+len(squash(clean(word))):]
			}
		}
	}
}

// squash takes out white space.
func squash(s string) string { return strings.Join(strings.Fields(s), "") }

func TestPDFOfOddReports(t *testing.T) {
	cases := map[string]Report{
		"empty":          {},
		"long word":      {Marking: "OFFICIAL", Title: strings.Repeat("x", 3000)},
		"long marking":   {Marking: strings.Repeat("OFFICIAL-SENSITIVE ", 20), Items: []Item{{"a", "1A"}}},
		"long reference": {Marking: "OFFICIAL", Ref: strings.Repeat("R", 200)},
		"parens":         {Marking: "OFFICIAL", Title: `) Tj ET ( \ << >> <41>`, Items: []Item{{"(((", ")))"}}},
	}
	for name, r := range cases {
		b, err := PDF(r)
		if err != nil || !bytes.HasPrefix(b, []byte("%PDF-1.7")) || !bytes.HasSuffix(b, []byte("%%EOF\n")) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if out := tool(t, b, "pdfinfo"); strings.Contains(out, "Error") || !strings.Contains(out, "Pages:") {
			t.Errorf("%s: %s", name, out)
		}
	}
}

func TestWrapKeepsEveryWordInTheWidth(t *testing.T) {
	f, err := loadFace("NotoSans-Regular")
	if err != nil {
		t.Fatal(err)
	}
	p := newPen(f)
	text := "one two " + strings.Repeat("long", 60) + " three £40"
	lines := p.wrap(text, 10, 120)
	for _, l := range lines {
		if p.width(l, 10) > 120 {
			t.Errorf("line %q is too wide", l)
		}
	}
	if got := strings.ReplaceAll(strings.Join(lines, ""), " ", ""); got != strings.ReplaceAll(text, " ", "") {
		t.Errorf("wrapping lost something: %q", got)
	}
}

func TestNoteTellsHowToOpenAndCheck(t *testing.T) {
	m := release.Manifest{Ref: "REL-26-0031", Marking: "OFFICIAL", Handling: "P", Created: time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)}
	note := string(Note(sample(), m))
	for _, want := range []string{"gpg --decrypt-files *.pgp", "gpg --verify manifest.json.author.asc manifest.json",
		"gpg --verify manifest.json.approver.asc manifest.json", "gpg --verify report.txt.approver.asc report.txt",
		"gpg --import officer-author.asc officer-approver.asc", "REL-26-0031", "23 Nov 2026 09:30 GMT", "Acknowledge"} {
		if !strings.Contains(note, want) {
			t.Errorf("note lacks %q:\n%s", want, note)
		}
	}
	if strings.Contains(note, "Supply of Class A") {
		t.Error("the note gives away the title")
	}
	more := m
	more.Files = []release.ManifestFile{{Name: "a"}}
	if string(Note(sample(), more)) != note {
		t.Error("the note hangs on the list of files, so it cannot be one of them")
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range []string{"", "plain", "Cafe\u0301", "\u202Ex", "a\nb", "\xff\xfe", "1. [2D]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := Report{Marking: "OFFICIAL", Title: s, Items: []Item{{Text: s, Grade: "1A"}}}
		b := Render(r)
		if !utf8.Valid(b) || !norm.NFC.IsNormal(b) {
			t.Fatalf("not canonical: %q", b)
		}
		if clean(clean(s)) != clean(s) {
			t.Fatalf("clean is not stable on %q", s)
		}
		if _, err := PDF(r); err != nil {
			t.Fatal(err)
		}
	})
}
