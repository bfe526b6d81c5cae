package intake

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// input is one piece of bytes on its way to a format.
type input struct {
	name     string // as shown; the extension is a hint only
	declared string // media type the container gave, or ""
	charset  string // charset the container gave, or ""
	b        []byte
	depth    int
	top      bool // the file itself, not a part of it
}

// found is what a format says of the piece it read. Text and parts have gone
// to the reader already.
type found struct {
	kind, subject, charset, from, date string
	id                                 string // Message-ID
	rows, columns                      int
	fail                               *Failure
	partly                             string // why it was read only in part
}

// reader gathers text, parts and warnings of one file under its limits.
type reader struct {
	lim      Limits
	pass     string
	res      *Result
	now      time.Time // to tell what has expired
	out      strings.Builder
	pending  []string // headings that wait for text to stand over
	below    int      // where the text under the last heading begins
	expanded int64
	full     bool
	manyWarn bool
	signers  []string // addresses of the certificate behind Result.Signature
}

func fail(kind, class, format string, args ...any) found {
	return found{kind: kind, fail: &Failure{class, "not read: " + fmt.Sprintf(format, args...)}}
}

// maxWarnings bounds the list; the last one says that there are more.
const maxWarnings = 200

func (r *reader) warn(class, format string, args ...any) {
	w := Warning{class, shorten(fmt.Sprintf(format, args...), 400)}
	for _, have := range r.res.Warnings {
		if have == w {
			return
		}
	}
	if len(r.res.Warnings) >= maxWarnings {
		if !r.manyWarn {
			r.manyWarn = true
			r.res.Warnings = append(r.res.Warnings, Warning{"malformed", "more warnings of these kinds are not listed"})
		}
		return
	}
	r.res.Warnings = append(r.res.Warnings, w)
}

func (r *reader) warned(class string) bool {
	for _, w := range r.res.Warnings {
		if w.Class == class {
			return true
		}
	}
	return false
}

// say adds text that was read, after any heading that waits for it.
func (r *reader) say(text string) {
	if strings.TrimSpace(text) == "" || r.full {
		return
	}
	for i, p := range r.pending {
		if p != "" {
			r.put(p)
			r.pending[i] = ""
			r.below = r.out.Len()
		}
	}
	r.put(text)
	if !strings.HasSuffix(text, "\n") {
		r.put("\n")
	}
}

func (r *reader) put(text string) {
	text = clean(text)
	room := r.lim.TextBytes - int64(r.out.Len())
	if int64(len(text)) > room {
		r.full = true
		cut := int(max(room, 0))
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut]
		r.warn("damaged-part", "only the first %d bytes of text are shown; the rest is in the original", r.lim.TextBytes)
	}
	r.out.WriteString(text)
}

// clean makes text safe to hold and show: one kind of line end, no null and no
// invalid bytes.
func clean(s string) string {
	if strings.ContainsAny(s, "\r\x00") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\ufffd").Replace(s)
	}
	return strings.ToValidUTF8(s, "\ufffd")
}

// head sets a heading over the text that follows; it returns the undo.
func (r *reader) head(h string) func() {
	r.pending = append(r.pending, h)
	n := len(r.pending)
	return func() { r.pending = r.pending[:n-1] }
}

// open decides what the piece is by its content and reads it. A panic in a
// parser becomes a failure of that piece alone.
func (r *reader) open(in input) (f found) {
	kind := sniff(in)
	defer func() {
		if p := recover(); p != nil {
			f = found{kind: kind, fail: &Failure{"damaged", "not read: the content broke its parser (" + kind + ")"}}
		}
	}()
	if in.top || in.declared == "" {
		r.checkName(in.name, kind)
	}
	return r.dispatch(kind, in)
}

func (r *reader) dispatch(kind string, in input) found {
	switch kind {
	case "eml":
		return r.readMail(in)
	case "mbox":
		return r.readMbox(in)
	case "pdf":
		return r.readPDF(in)
	case "zip":
		return r.readZip(in)
	case "html":
		return r.readHTML(in)
	case "rtf":
		return r.readRTF(in)
	case "ole":
		return r.readOLE(in)
	case "tnef":
		return r.readTNEF(in)
	case "pkcs7":
		return r.readPKCS7(in)
	case "excel4":
		return r.readOldXLS(in)
	case "openpgp", "openpgp-signed", "openpgp-key", "openpgp-signature":
		return r.readOpenPGP(kind, in)
	case "csv":
		return r.readCSV(in)
	case "vcf", "ics":
		return r.readCard(kind, in)
	case "json":
		return r.readJSON(in)
	case "xml":
		return r.readXML(in)
	case "txt":
		return r.readText(in)
	case "gzip", "bzip2", "xz", "lzma", "zstd":
		return r.readCompressed(kind, in)
	case "tar":
		return r.readTar(in)
	case "rar":
		return r.readRAR(in)
	case "7z":
		return r.read7z(in)
	case "jpeg", "png", "gif", "bmp", "tiff", "webp", "heic", "emf", "wmf":
		return r.readImage(kind, in)
	case "empty":
		r.warn("no-text", "%s is empty: 0 bytes", label(in.name, "the file"))
		return found{kind: "empty"}
	}
	return fail(kind, "unsupported", "%s is not a kind that can be read", kindWord(kind))
}

// attach lists a piece found inside another and reads it in turn.
func (r *reader) attach(in input) *found {
	p, ok := r.list(in.name, in.declared, in.b)
	if !ok {
		return nil
	}
	if in.depth > r.lim.Depth {
		r.warn("nested-too-deep", "%s lies more than %d containers deep and was not read", label(in.name, "a part"), r.lim.Depth)
		r.settle(p, "no", "nested too deep")
		return nil
	}
	start := r.out.Len()
	name := r.res.Parts[p].Name
	if runs(name) || sniffMagic(in.b[:min(len(in.b), 64)]) == "program" {
		r.warn("active-content", "%s would run if it were opened; it was not", label(name, "a part"))
	}
	undo := r.head("\n[" + strings.TrimSpace(label(name, "part")+" "+in.declared) + "]\n")
	f := r.open(in)
	undo()
	if r.res.Parts[p].Type == "" {
		r.res.Parts[p].Type = mediaOf(f.kind)
	}
	r.spans(p, start)
	r.judge(p, in, f)
	return &f
}

// runs says whether a desktop runs what has such a name.
func runs(name string) bool {
	switch extension(name) {
	case "exe", "com", "scr", "pif", "bat", "cmd", "lnk", "js", "jse", "vbs", "vbe", "wsf", "wsh", "hta", "ps1", "msi", "cpl", "jar", "reg", "chm", "iso", "img", "vhd", "url", "scf", "application", "xll", "sh", "desktop":
		return true
	}
	return false
}

func (r *reader) judge(p int, in input, f found) {
	switch {
	case f.fail != nil:
		r.settle(p, "no", f.fail.Class+": "+strings.TrimPrefix(f.fail.What, "not read: "))
		if f.fail.Class != "unsupported" || !quietKind(f.kind) {
			r.warn(f.fail.Class, "%s: %s", label(r.res.Parts[p].Name, "a part"), f.fail.What)
		}
	case f.partly != "":
		r.settle(p, "partly", f.partly)
	}
}

// list enters a part in the list. It returns false when the limits on count
// or size leave no room; that is warned of.
func (r *reader) list(name, typ string, b []byte) (int, bool) {
	if len(r.res.Parts) >= r.lim.Parts {
		r.warn("bomb", "more than %d parts: the rest are not listed", r.lim.Parts)
		return 0, false
	}
	shown, safe := safeName(name)
	if !safe {
		r.warn("unsafe-name", "a part calls itself %q; it is listed as %q", shorten(name, 300), shown)
	}
	part := Part{Name: shown, Type: typ, SHA256: digest(b), Bytes: int64(len(b)), Read: "yes", Body: b}
	r.expanded += int64(len(b))
	if int64(len(b)) > r.lim.PartBytes || r.expanded > r.lim.Expanded {
		r.warn("bomb", "%s (%d bytes) is over the size limit and was not read", label(shown, "a part"), len(b))
		part.Read, part.Why, part.Body = "no", "over the size limit", nil
		r.res.Parts = append(r.res.Parts, part)
		return 0, false
	}
	r.res.Parts = append(r.res.Parts, part)
	return len(r.res.Parts) - 1, true
}

func (r *reader) settle(p int, read, why string) {
	r.res.Parts[p].Read, r.res.Parts[p].Why = read, shorten(why, 300)
}

// spans says that what was read since start is the text of part p.
func (r *reader) spans(p, start int) {
	part := &r.res.Parts[p]
	part.at, part.end = start, r.out.Len()
	part.Text = r.out.String()[start:]
}

// bodySpan is spans for the body of a message: its header, which is set over
// the first body as a heading, is no part of it.
func (r *reader) bodySpan(p, start int) { r.spans(p, min(max(start, r.below), r.out.Len())) }

// view lists something read that has no bytes of its own in the container:
// a sheet, a set of comments, deleted text.
func (r *reader) view(name, typ, heading, text string) {
	if len(r.res.Parts) >= r.lim.Parts {
		r.warn("bomb", "more than %d parts: the rest are not listed", r.lim.Parts)
	} else {
		shown, _ := safeName(name)
		r.res.Parts = append(r.res.Parts, Part{Name: shown, Type: typ, SHA256: digest([]byte(text)), Bytes: int64(len(text)), Read: "yes", Text: text})
	}
	undo, start := r.head(heading), r.out.Len()
	r.say(text)
	undo()
	if n := len(r.res.Parts); n > 0 && r.out.Len() > start {
		r.spans(n-1, start)
	}
}

func label(name, other string) string {
	if name == "" {
		return other
	}
	return name
}

func shorten(s string, n int) string {
	s = clean(s)
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n]) + "…"
}
