package intake

import (
	"bytes"
	"encoding/json"
	"path"
	"regexp"
	"strings"

	"corridor/app/intake/charset"
)

// sniff says what the bytes are. The name only settles what content cannot:
// whether plain text is a table, or a short header block a message.
func sniff(in input) string {
	b := in.b
	if len(b) == 0 {
		return "empty"
	}
	if in.declared == "message/rfc822" && !in.top {
		return "eml"
	}
	if k := sniffMagic(b); k != "" {
		return k
	}
	ext := extension(in.name)
	text := textPrefix(b)
	if text == "" {
		return "unknown"
	}
	t := strings.TrimLeft(text, " \t\r\n\ufeff")
	low := strings.ToLower(t[:min(len(t), 2048)])
	switch {
	case strings.HasPrefix(low, `{\rtf`), strings.HasPrefix(low, `{\urtf`):
		return "rtf"
	case strings.HasPrefix(low, "<?xml"):
		if strings.Contains(low, "<html") {
			return "html"
		}
		return "xml"
	case strings.HasPrefix(low, "<"):
		if looksHTML(low) || ext == "html" || ext == "htm" || in.declared == "text/html" {
			return "html"
		}
		if ext == "xml" || ext == "svg" || strings.HasPrefix(low, "<!doctype") {
			return "xml"
		}
	case strings.HasPrefix(t, "{"), strings.HasPrefix(t, "["):
		if json.Valid(bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))) {
			return "json"
		}
	}
	if armour := sniffArmour(t); armour != "" {
		return armour
	}
	if strings.HasPrefix(t, "From ") && looksMbox(t) {
		return "mbox"
	}
	if in.declared == "message/rfc822" || looksMail(t, ext) {
		return "eml"
	}
	if ext == "html" || ext == "htm" || in.declared == "text/html" {
		return "html"
	}
	if ext == "csv" || ext == "tsv" || in.declared == "text/csv" {
		return "csv"
	}
	return "txt"
}

func extension(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(strings.ReplaceAll(name, "\\", "/")), "."))
}

func sniffMagic(b []byte) string {
	has := func(s string) bool { return bytes.HasPrefix(b, []byte(s)) }
	switch {
	case bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")):
		if !looksMail(string(b[:min(len(b), 1024)]), "") {
			return "pdf"
		}
	case has("PK\x03\x04"), has("PK\x05\x06"), has("PK\x07\x08PK"), has("PK00PK\x03\x04"):
		return "zip"
	case has("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return "ole"
	case has("\x78\x9f\x3e\x22"):
		return "tnef"
	case has("\x1f\x8b\x08"):
		return "gzip"
	case has("BZh") && len(b) > 10 && (bytes.Equal(b[4:10], []byte("1AY&SY")) || bytes.Equal(b[4:10], []byte("\x17rE8P\x90"))):
		return "bzip2"
	case len(b) > 262 && string(b[257:262]) == "ustar":
		return "tar"
	case has("\xff\xd8\xff"):
		return "jpeg"
	case has("\x89PNG\r\n\x1a\n"):
		return "png"
	case has("GIF87a"), has("GIF89a"):
		return "gif"
	case has("II*\x00"), has("MM\x00*"):
		return "tiff"
	case has("BM") && len(b) > 26 && b[6] == 0 && b[7] == 0 && b[8] == 0 && b[9] == 0:
		return "bmp"
	case has("RIFF") && len(b) > 12 && string(b[8:12]) == "WEBP":
		return "webp"
	case len(b) > 44 && has("\x01\x00\x00\x00") && string(b[40:44]) == " EMF":
		return "emf"
	case has("\xd7\xcd\xc6\x9a"), has("\x01\x00\x09\x00\x00\x03"):
		return "wmf"
	case has("RIFF") && len(b) > 12 && string(b[8:12]) == "WAVE", has("ID3"), has("OggS"), has("fLaC"), has("#!AMR"):
		return "audio"
	case len(b) > 12 && string(b[4:8]) == "ftyp":
		switch brand := string(b[8:12]); brand {
		case "heic", "heix", "mif1", "heif", "avif":
			return "heic"
		case "M4A ":
			return "audio"
		}
		return "video"
	case has("\x1a\x45\xdf\xa3"), has("RIFF") && len(b) > 12 && string(b[8:12]) == "AVI ":
		return "video"
	case has("7z\xbc\xaf\x27\x1c"):
		return "7z"
	case has("Rar!\x1a\x07"):
		return "rar"
	case has("\xfd7zXZ\x00"):
		return "xz"
	case has("MZ") && len(b) > 64 && (b[2] != 0 || b[3] != 0) && bytes.IndexByte(b[:64], 0) >= 0, has("\x7fELF"):
		return "program"
	case has("SQLite format 3\x00"):
		return "sqlite"
	case has("\xdb\xa5-\x00\x00\x00"):
		return "word2"
	case has("\x09\x00\x04\x00"), has("\x09\x02\x06\x00"), has("\x09\x04\x06\x00"):
		return "excel4"
	case has("\xffWPC"):
		return "wordperfect"
	}
	if binaryOpenPGP(b) {
		return "openpgp"
	}
	return binaryKey(b)
}

// textPrefix is the beginning as text, or "" when it is not text.
func textPrefix(b []byte) string {
	h := b[:min(len(b), 16<<10)]
	switch name := charset.Detect(h); name {
	case "":
		// A message may carry 8-bit bytes of many sets, or binary parts.
		if looksMail(strings.ToValidUTF8(string(h), "?"), "") {
			return strings.ToValidUTF8(string(h), "?")
		}
		return ""
	case "utf-16le", "utf-16be", "utf-32le", "utf-32be", "cp500":
		return charset.Decode(h[:len(h)&^3], name).Text
	}
	return strings.ToValidUTF8(string(h), "?")
}

func looksHTML(low string) bool {
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<table", "<div", "<p>", "<p ", "<span", "<font", "<br", "<h1", "<h2", "<h3", "<ul", "<a ", "<b>", "<i>", "<center", "<script", "<style", "<iframe", "<img", "<form", "<base", "<link"} {
		if strings.HasPrefix(low, tag) {
			return true
		}
	}
	// A comment or an unknown element may come first.
	return strings.HasPrefix(low, "<!--") || strings.Contains(low, "<html") || strings.Contains(low, "<body") || strings.Contains(low, "</p>")
}

// knownHeaders: the value says whether the name alone makes a message likely.
func knownHeader(name string) (known, strong bool) {
	switch strings.ToLower(name) {
	case "received", "return-path", "delivered-to", "message-id", "mime-version", "dkim-signature", "x-mailer", "x-original-to", "arc-seal", "envelope-to", "x-received", "content-transfer-encoding":
		return true, true
	case "from", "to", "cc", "bcc", "subject", "date", "reply-to", "sender", "content-type", "in-reply-to", "references", "importance", "x-priority", "user-agent", "list-id", "content-disposition", "organization", "newsgroups", "path", "status":
		return true, false
	}
	return strings.HasPrefix(strings.ToLower(name), "x-"), false
}

func looksMail(text, ext string) bool {
	known, strong, lines := 0, 0, 0
	first := true
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			if lines == 0 {
				continue
			}
			break
		}
		if first && (strings.HasPrefix(line, "From ") || strings.HasPrefix(line, ">From ")) {
			first = false
			continue
		}
		first = false
		lines++
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || !isToken(strings.TrimRight(name, " \t")) {
			break
		}
		k, s := knownHeader(strings.TrimRight(name, " \t"))
		if k {
			known++
		}
		if s || strings.EqualFold(name, "content-type") && strings.Contains(value, "/") {
			strong++
		}
		if lines > 100 {
			break
		}
	}
	if ext == "eml" || ext == "msg" || ext == "mht" || ext == "mhtml" {
		return known > 0
	}
	return strong > 0 && known >= 2 || known >= 3 || strong > 0 && strings.Contains(strings.ToLower(text[:min(len(text), 400)]), "content-type: multipart/")
}

func isToken(s string) bool {
	if s == "" {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f || s[i] == ':' {
			return false
		}
	}
	return true
}

var mboxDate = regexp.MustCompile(`^From \S*.{0,200}?\b(\d{1,2}:\d\d(:\d\d)?|\d{4})\b`)

func looksMbox(t string) bool {
	line, rest, _ := strings.Cut(t, "\n")
	if strictEnvelope.MatchString(strings.TrimRight(line, "\r")) {
		return true
	}
	if mboxDate.MatchString(line) && looksMail(rest, "eml") {
		return true
	}
	return strings.HasPrefix(line, "From ") && looksMail(rest, "")
}

// checkName warns when the extension says another kind than the content.
func (r *reader) checkName(name, kind string) {
	ext := extension(name)
	kinds, ok := extensionKinds(ext)
	if !ok || kind == "empty" {
		return
	}
	for _, k := range kinds {
		if k == kind {
			return
		}
	}
	r.warn("not-what-it-says", "%s is named as .%s and is %s", label(shorten(name, 100), "the file"), ext, kindWord(kind))
}

func extensionKinds(ext string) ([]string, bool) {
	switch ext {
	case "pdf":
		return []string{"pdf"}, true
	case "docx", "docm", "xlsx", "xlsm", "pptx", "pptm", "dotx", "dotm", "xlsb":
		return []string{"zip", "ole"}, true
	case "odt", "ods", "odp", "odg":
		return []string{"zip", "xml"}, true
	case "zip":
		return []string{"zip"}, true
	case "doc", "dot":
		return []string{"ole", "rtf", "word2", "wordperfect"}, true
	case "xls", "ppt":
		return []string{"ole", "excel4"}, true
	case "msg":
		return []string{"ole", "eml"}, true
	case "eml":
		return []string{"eml", "mbox"}, true
	case "rtf":
		return []string{"rtf"}, true
	case "html", "htm":
		return []string{"html", "xml", "txt", "eml"}, true
	case "jpg", "jpeg":
		return []string{"jpeg"}, true
	case "png", "gif", "bmp", "heic", "webp":
		return []string{ext}, true
	case "tif", "tiff":
		return []string{"tiff"}, true
	case "txt", "csv", "tsv", "json":
		return []string{"txt", "csv", "json", "html", "xml", "eml", "mbox", "openpgp", "openpgp-signed", "openpgp-key", "openpgp-signature", "rtf"}, true
	case "gz":
		return []string{"gzip"}, true
	case "bz2":
		return []string{"bzip2"}, true
	case "tar":
		return []string{"tar"}, true
	}
	return nil, false
}

func kindWord(kind string) string {
	switch kind {
	case "ole":
		return "an OLE compound file"
	case "unknown":
		return "unknown data"
	case "txt":
		return "plain text"
	case "eml":
		return "a mail message"
	case "openpgp":
		return "an OpenPGP message"
	case "word2":
		return "a Word 2 document"
	case "excel4":
		return "an Excel 2 to 4 sheet"
	case "wordperfect":
		return "a WordPerfect document"
	}
	return kind
}

func quietKind(kind string) bool {
	switch kind {
	case "jpeg", "png", "gif", "bmp", "tiff", "webp", "heic", "emf", "wmf", "openpgp-key":
		return true
	}
	return false
}

func mediaOf(kind string) string {
	switch kind {
	case "txt":
		return "text/plain"
	case "csv", "html", "rtf", "xml":
		return "text/" + kind
	case "eml", "msg":
		return "message/rfc822"
	case "jpeg", "png", "gif", "bmp", "tiff", "webp", "heic", "emf", "wmf":
		return "image/" + kind
	case "unknown", "empty", "":
		return "application/octet-stream"
	}
	return "application/" + kind
}
