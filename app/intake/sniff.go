package intake

import (
	"bytes"
	"encoding/json"
	"path"
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
	switch {
	case strings.HasPrefix(low, "begin:vcard"):
		return "vcf"
	case strings.HasPrefix(low, "begin:vcalendar"):
		return "ics"
	case strings.HasPrefix(t, "(This file must be converted with BinHex"):
		return "binhex"
	}
	if armour := sniffArmour(t); armour != "" {
		return armour
	}
	if strings.HasPrefix(t, "-----BEGIN PKCS7-----") || strings.HasPrefix(t, "-----BEGIN CMS-----") || (ext == "p7m" || ext == "p7s") && isPKCS7(pkcs7Bytes(b)) {
		return "pkcs7"
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
	case len(b) > 262 && string(b[257:262]) == "ustar", isTar(b):
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
	case has("\x00\x05\x16\x07"), has("\x00\x05\x16\x00"):
		return "applefile"
	case has("SQLite format 3\x00"):
		return "sqlite"
	case has("\xdb\xa5-\x00"):
		return "word2"
	case has("\x09\x00\x04\x00"), has("\x09\x02\x06\x00"), has("\x09\x04\x06\x00"):
		return "excel4"
	case has("1\xbe\x00\x00\x00\xab"), has("2\xbe\x00\x00\x00\xab"):
		return "write"
	case has("\xffWPC"):
		return "wordperfect"
	}
	if k := namedMagic(b); k != "" {
		return k
	}
	if binaryOpenPGP(b) {
		return "openpgp"
	}
	if isPKCS7(b) {
		return "pkcs7"
	}
	if isLZMA(b) {
		return "lzma"
	}
	return binaryKey(b)
}

// namedMagic knows kinds that are named and not read, and the last piece of an
// archive in pieces, whose directory stands at its end.
func namedMagic(b []byte) string {
	for _, m := range [...]struct{ head, kind string }{
		{"MSCF\x00\x00\x00\x00", "cab"}, {"\x1f\x9d", "compress"}, {"\x28\xb5\x2f\xfd", "zstd"}, {"\x04\x22\x4d\x18", "lz4"}, {"070701", "cpio"}, {"070707", "cpio"}, {"!<arch>\n", "ar"},
		{"\x00\x01\x00\x00Standard Jet DB", "access"}, {"\x00\x01\x00\x00Standard ACE DB", "access"}, {"!BDN", "pst"}, {"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "onenote"},
		{"\x4c\x00\x00\x00\x01\x14\x02\x00", "shortcut"}, {"\xca\xfe\xba\xbe", "program"}, {"FWS", "flash"}, {"CWS", "flash"},
	} {
		if bytes.HasPrefix(b, []byte(m.head)) && (m.kind != "flash" || len(b) > 8 && b[3] < 64) {
			return m.kind
		}
	}
	if i := bytes.LastIndex(b[max(0, len(b)-1024):], []byte("PK\x05\x06")); i >= 0 && bytes.Contains(b, []byte("PK\x01\x02")) && bytes.IndexByte(b[:min(len(b), 64)], 0) >= 0 {
		return "zip"
	}
	return ""
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
