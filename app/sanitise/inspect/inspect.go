package inspect

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"corridor/app/sanitise"
)

// Limits on one inspection.
const (
	maxDepth   = 6         // containers inside containers
	maxTotal   = 256 << 20 // bytes unpacked in all
	maxPart    = 64 << 20  // bytes unpacked from one part
	maxRatio   = 250       // unpacked to packed, over a megabyte
	maxParts   = 20_000    // parts of all containers
	maxPlaces  = 50_000
	maxNotRead = 200
)

// Place is a stretch of text and where in the file it stands.
type Place struct{ Where, Text string }

// Hit is a deny-listed term found in the file. Term is the term as listed, not
// the form in which it stood.
type Hit struct{ Term, Where string }

// Report is what an inspection found. Read is false when any part could not be
// read to the end; NotRead names those parts. A file that was not read must not
// leave.
type Report struct {
	Kind    string
	Read    bool
	NotRead []string
	Places  []Place
	Hits    []Hit
}

// File inspects the bytes of a finished file. The name is inspected too. It
// never fails: what it cannot read it names in the report.
func File(name string, b []byte, deny []sanitise.Term) (r Report) {
	defer func() {
		if recover() != nil { // a fault here must stop the file, not the program
			r.Read = false
			r.NotRead = append(r.NotRead, "file: the inspection failed")
		}
	}()
	return file(name, b, deny)
}

func file(name string, b []byte, deny []sanitise.Term) Report {
	w := newWalker(deny)
	w.place("file name", name)
	kind := w.visit("", name, b, 0)
	r := Report{Kind: kind, NotRead: w.notRead, Places: w.places, Hits: w.hits}
	r.Read = len(r.NotRead) == 0
	return r
}

func newWalker(deny []sanitise.Term) *walker {
	w := &walker{deny: sanitise.NewRefuse(deny), left: maxTotal}
	for _, t := range deny {
		if c := compact(t.Text); len(c) >= 7 {
			w.tight = append(w.tight, tightTerm{t.Text, c})
		}
	}
	return w
}

type tightTerm struct{ term, compact string }

// walker carries one inspection.
type walker struct {
	deny    *sanitise.Refuse
	tight   []tightTerm
	places  []Place
	hits    []Hit
	notRead []string
	left    int // bytes that may still be unpacked
	parts   int
	steps   int // bytes looked at, again and again if need be; held in proportion by a test
	seen    map[Hit]bool
}

// unread notes a part that could not be read.
func (w *walker) unread(where, why string) {
	if where == "" {
		where = "file"
	}
	s := where + ": " + why
	for _, n := range w.notRead {
		if n == s {
			return
		}
	}
	if len(w.notRead) < maxNotRead {
		w.notRead = append(w.notRead, s)
	}
}

// place records text found and looks for deny-listed terms in it.
func (w *walker) place(where, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	if len(w.places) >= maxPlaces {
		w.unread("file", "too many pieces of text")
		return
	}
	w.places = append(w.places, Place{Where: where, Text: text})
	w.look(where, text)
	w.within(where, text)
}

// look finds deny-listed terms in text that stands somewhere.
func (w *walker) look(where, text string) {
	w.steps += len(text)
	for _, d := range w.deny.Find(text) {
		w.hit(d.Term.Text, where)
	}
	if len(w.tight) == 0 {
		return
	}
	c := compact(text)
	for _, t := range w.tight {
		if strings.Contains(c, t.compact) {
			w.hit(t.term, where)
		}
	}
}

func (w *walker) hit(term, where string) {
	h := Hit{Term: term, Where: where}
	if w.seen == nil {
		w.seen = map[Hit]bool{}
	}
	if !w.seen[h] {
		w.seen[h] = true
		w.hits = append(w.hits, h)
	}
}

// compact keeps letters and digits only, folded, so that words set letter by
// letter still match.
func compact(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			b = append(b, c+32)
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c >= 0x80:
			b = append(b, c)
		}
	}
	return string(b)
}

// spend takes n bytes from what may be unpacked.
func (w *walker) spend(where string, n int) bool {
	if n > w.left {
		w.left = 0
		w.unread(where, "unpacks to more than is allowed")
		return false
	}
	w.left -= n
	return true
}

// in names a part inside a container.
func in(where, part string) string {
	if where == "" {
		return part
	}
	return where + " > " + part
}

// visit reads one file or part by what its bytes are, and gives its kind.
func (w *walker) visit(where, name string, b []byte, depth int) string {
	if depth > maxDepth {
		w.unread(where, "nested too deep")
		return "unknown"
	}
	w.steps += len(b)
	if w.parts++; w.parts > maxParts {
		w.unread(where, "too many parts")
		return "unknown"
	}
	k := sniff(name, b)
	if e := strings.ToLower(path.Ext(name)); (k == "text" || k == "eml" || k == "html" || k == "xml") && binaryName(e) {
		w.unread(where, "not the kind of file its name says")
	}
	switch k {
	case "empty":
	case "pdf":
		w.pdf(where, b, depth)
	case "zip":
		return w.zip(where, name, b, depth)
	case "png":
		w.png(where, b, depth)
	case "jpeg":
		w.jpeg(where, b, depth)
	case "eml":
		w.mail(where, b, depth)
	case "html":
		w.markup(where, b, true, depth)
	case "xml":
		w.markup(where, b, false, depth)
	case "rtf":
		w.rtf(where, b)
	case "text":
		w.text(where, b)
	default:
		w.unread(where, k+" cannot be read")
		w.strings(where, b)
	}
	return k
}

// binaryName reports the ending of a kind of file that is never plain text.
func binaryName(e string) bool {
	switch e {
	case ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".zip", ".msg", ".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff":
		return true
	}
	return false
}

// sniff tells a file's kind from its bytes, and only between texts from its name.
func sniff(name string, b []byte) string {
	head := b
	if len(head) > 1024 {
		head = head[:1024]
	}
	ext := strings.ToLower(path.Ext(name))
	switch {
	case len(b) == 0:
		return "empty"
	case bytes.Contains(head, []byte("%PDF-")):
		return "pdf"
	case bytes.HasPrefix(b, []byte("PK\x03\x04")), bytes.HasPrefix(b, []byte("PK\x05\x06")):
		return "zip"
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return "png"
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return "jpeg"
	case bytes.HasPrefix(b, []byte("{\\rtf")):
		return "rtf"
	case bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")):
		return "old office document"
	case bytes.HasPrefix(b, []byte("GIF8")):
		return "gif picture"
	case bytes.HasPrefix(b, []byte("II*\x00")), bytes.HasPrefix(b, []byte("MM\x00*")):
		return "tiff picture"
	case bytes.HasPrefix(b, []byte("RIFF")), bytes.HasPrefix(b, []byte("ID3")), bytes.HasPrefix(b, []byte("OggS")), len(b) > 8 && string(b[4:8]) == "ftyp":
		return "sound or video"
	case bytes.HasPrefix(b, []byte("\x1f\x8b")), bytes.HasPrefix(b, []byte("7z\xbc\xaf")), bytes.HasPrefix(b, []byte("Rar!")), bytes.HasPrefix(b, []byte("BZh")), bytes.HasPrefix(b, []byte("\xfd7zXZ")):
		return "other archive"
	}
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return "text"
	}
	if bytes.IndexByte(b, 0) >= 0 {
		return "unknown binary"
	}
	t := bytes.ToLower(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"))
	switch {
	case bytes.HasPrefix(t, []byte("<!doctype html")), bytes.HasPrefix(t, []byte("<html")), ext == ".html", ext == ".htm":
		return "html"
	case bytes.HasPrefix(t, []byte("<?xml")), ext == ".xml", ext == ".rels", ext == ".svg", bytes.HasPrefix(t, []byte("<svg")):
		return "xml"
	case ext == ".eml", ext == ".mht", looksLikeMail(head):
		return "eml"
	}
	return "text"
}

// looksLikeMail reports header lines at the start.
func looksLikeMail(b []byte) bool {
	n := 0
	for _, line := range bytes.SplitN(b, []byte("\n"), 12) {
		i := bytes.IndexByte(line, ':')
		if i <= 0 {
			continue
		}
		switch strings.ToLower(string(bytes.TrimSpace(line[:i]))) {
		case "from", "to", "received", "message-id", "return-path", "mime-version", "delivered-to", "content-type", "reply-to":
			n++
		}
	}
	return n >= 2
}

// text reads plain text: UTF-8, UTF-16 with a mark, or Windows-1252.
func (w *walker) text(where string, b []byte) {
	w.doubtful(where, b)
	if bytes.Contains(b, []byte("-----BEGIN PGP MESSAGE-----")) {
		w.unread(where, "encrypted text")
	}
	w.place(in(where, "text"), decodeText(b))
}

// doubtful notes bytes that are no UTF-8 and too strange for Windows-1252.
func (w *walker) doubtful(where string, b []byte) {
	if utf8.Valid(b) || bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return
	}
	high := 0
	for _, c := range b {
		if c >= 0x80 || c < 0x20 && c != '\n' && c != '\r' && c != '\t' {
			high++
		}
	}
	if high*5 > len(b) {
		w.unread(where, "text in a character set that is not known")
	}
}

func decodeText(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		b = b[3:]
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return utf16(b[2:], false)
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return utf16(b[2:], true)
	}
	if utf8.Valid(b) {
		return string(b)
	}
	return latin(b)
}

func utf16(b []byte, big bool) string {
	var s strings.Builder
	for i := 0; i+1 < len(b); i += 2 {
		c := rune(b[i]) | rune(b[i+1])<<8
		if big {
			c = rune(b[i+1]) | rune(b[i])<<8
		}
		if c >= 0xD800 && c < 0xDC00 && i+3 < len(b) {
			d := rune(b[i+2]) | rune(b[i+3])<<8
			if big {
				d = rune(b[i+3]) | rune(b[i+2])<<8
			}
			if d >= 0xDC00 && d < 0xE000 {
				c = (c-0xD800)<<10 + (d - 0xDC00) + 0x10000
				i += 2
			}
		}
		s.WriteRune(c)
	}
	return s.String()
}

// windows1252 is the upper control range of that code page.
var windows1252 = [32]rune{0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
	0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178}

func latin(b []byte) string {
	var s strings.Builder
	s.Grow(len(b) + len(b)/8)
	for _, c := range b {
		if c >= 0x80 && c < 0xA0 {
			s.WriteRune(windows1252[c-0x80])
		} else {
			s.WriteRune(rune(c))
		}
	}
	return s.String()
}

// strings reads the runs of printable characters out of bytes of unknown kind,
// one byte or two to the character.
func (w *walker) strings(where string, b []byte) {
	var out strings.Builder
	run := 0
	for i := 0; i <= len(b); i++ {
		if i < len(b) && (b[i] >= 0x20 && b[i] < 0x7F || b[i] == '\t') {
			run++
			continue
		}
		if run >= 4 {
			out.Write(b[i-run : i])
			out.WriteByte('\n')
		}
		run = 0
	}
	for start := 0; start < 2; start++ {
		for low := 0; low < 2; low++ { // which of the two bytes holds the letter
			run = 0
			for i := start; i+1 < len(b)+2; i += 2 {
				if i+1 < len(b) && b[i+low] >= 0x20 && b[i+low] < 0x7F && b[i+1-low] == 0 {
					run++
					continue
				}
				if run >= 4 {
					for k := i - 2*run; k < i; k += 2 {
						out.WriteByte(b[k+low])
					}
					out.WriteByte('\n')
				}
				run = 0
			}
		}
	}
	w.place(in(where, "raw strings"), out.String())
}

// pixels notes that nobody here reads words off a picture.
func (w *walker) pixels(where string) {
	w.unread(where, "the picture itself; a person must look at it")
}

func numbered(what string, n int) string { return fmt.Sprintf("%s %d", what, n) }
