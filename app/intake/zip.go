package intake

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"corridor/app/intake/charset"
)

// archive is a zip file opened for reading, its entries with readable names.
type archive struct {
	entries []*zipEntry
	names   map[string]*zipEntry // the first of each name
	twice   []string             // names that occur more than once
}

type zipEntry struct {
	name   string
	file   *zip.File
	sealed bool
	body   []byte
	err    *Failure
	done   bool
}

// readZip opens a zip file and reads it as the document it is, or entry by
// entry.
func (r *reader) readZip(in input) found {
	a, bad := openZip(in.b)
	if bad != nil {
		return r.salvageZip(in, bad)
	}
	if len(a.twice) > 0 {
		r.warn("duplicate-entry", "the archive holds more than one entry called %s; all are read", strings.Join(limit(a.twice, 3), ", "))
	}
	a.settle(r)
	kind := a.kind(r)
	switch kind {
	case "docx", "docm":
		return r.readWord(in, a, kind)
	case "xlsx", "xlsm", "xlsb":
		return r.readSheets(in, a, kind)
	case "pptx", "pptm":
		return r.readSlides(in, a, kind)
	case "odt", "ods", "odp", "odg", "odf":
		return r.readODF(in, a, kind)
	}
	return r.readEntries(in, a)
}

func openZip(b []byte) (*archive, *Failure) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, zipFailure(b)
	}
	if len(z.File) == 0 && bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		return nil, &Failure{"damaged", "not read: the archive has entries but its directory lists none"}
	}
	a := &archive{names: map[string]*zipEntry{}}
	set := nameSet(z.File)
	office := slices.ContainsFunc(z.File, func(f *zip.File) bool { return strings.EqualFold(f.Name, "[Content_Types].xml") })
	for _, f := range z.File {
		name := f.Name
		if office { // some writers part folders the other way
			name = strings.ReplaceAll(name, "\\", "/")
		}
		other := ""
		if u, ok := unicodePath(f.Extra); ok && utf8.ValidString(name) && isASCII(name) && u != name {
			other = u
		} else if ok {
			name = u
		} else if f.NonUTF8 || !utf8.ValidString(name) {
			name = charset.Decode([]byte(name), set).Text
		}
		e := &zipEntry{name: name, file: f, sealed: f.Flags&1 != 0}
		a.entries = append(a.entries, e)
		if other != "" { // two names for one entry: programs will differ on which counts
			a.twice = append(a.twice, other)
			a.entries = append(a.entries, &zipEntry{name: other, file: f, sealed: e.sealed})
		}
		key := strings.ToLower(name)
		if _, have := a.names[key]; have && !strings.HasSuffix(name, "/") {
			a.twice = append(a.twice, name)
		} else {
			a.names[key] = e
		}
	}
	return a, nil
}

// zipFailure tells a file that was cut off from one that is broken.
func zipFailure(b []byte) *Failure {
	at, cut := 0, false
	for at+30 <= len(b) && string(b[at:at+4]) == "PK\x03\x04" {
		flags := binary.LittleEndian.Uint16(b[at+6:])
		size := int(binary.LittleEndian.Uint32(b[at+18:]))
		next := at + 30 + int(binary.LittleEndian.Uint16(b[at+26:])) + int(binary.LittleEndian.Uint16(b[at+28:]))
		if next+size > len(b) {
			cut = true
			break
		}
		if flags&8 != 0 && size == 0 {
			i := bytes.Index(b[min(next, len(b)):], []byte("PK\x03\x04"))
			if i < 0 {
				cut = !bytes.Contains(b[min(next, len(b)):], []byte("PK\x01\x02"))
				break
			}
			at = next + i
			continue
		}
		at = next + size
	}
	if !bytes.Contains(b, []byte("PK\x05\x06")) && (cut || at+30 > len(b) || string(b[at:at+4]) == "PK\x01\x02") {
		return &Failure{"truncated", "not read: the archive was cut off; its end is missing"}
	}
	return &Failure{"damaged", "not read: the archive is damaged; its directory cannot be followed"}
}

// salvageZip reads the whole entries that can be found in a broken archive by
// their own headers.
func (r *reader) salvageZip(in input, bad *Failure) found {
	at, found0 := 0, len(r.res.Parts)
	for len(r.res.Parts)-found0 < 200 {
		i := bytes.Index(in.b[min(at, len(in.b)):], []byte("PK\x03\x04"))
		if i < 0 || at+i+30 > len(in.b) {
			break
		}
		at += i
		h := in.b[at:]
		method, flags := binary.LittleEndian.Uint16(h[8:]), binary.LittleEndian.Uint16(h[6:])
		size := int(binary.LittleEndian.Uint32(h[18:]))
		n := int(binary.LittleEndian.Uint16(h[26:]))
		start := 30 + n + int(binary.LittleEndian.Uint16(h[28:]))
		if size <= 0 || start+size > len(h) || flags&9 != 0 || 30+n > len(h) || method != 0 && method != 8 {
			at += 4
			continue
		}
		body := h[start : start+size]
		if method == 8 {
			body, _ = io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(body)), max(min(r.lim.PartBytes, r.lim.Expanded-r.expanded), 0)))
		}
		if crc32.ChecksumIEEE(body) != binary.LittleEndian.Uint32(h[14:]) {
			at += 4
			continue
		}
		shown, _ := entryName(charset.Decode(h[30:30+n], "").Text)
		p := len(r.res.Parts)
		if r.attach(input{name: path.Base(shown), b: body, depth: in.depth + 1}); p < len(r.res.Parts) {
			r.res.Parts[p].Name = shorten(shown, 300)
			if r.res.Parts[p].Read == "yes" {
				r.settle(p, "partly", "whole by itself, found in a damaged archive")
			}
		}
		at += start + size
	}
	return found{kind: "zip", fail: bad}
}

// nameSet is the character set of names that are not marked UTF-8.
func nameSet(files []*zip.File) string {
	var all []byte
	for _, f := range files {
		if f.NonUTF8 {
			all = append(append(all, f.Name...), '\n')
		}
	}
	set := charset.Detect(all)
	switch set {
	case "", "us-ascii", "windows-1252", "mac-roman", "cp850":
		return "cp437"
	}
	return set
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// unicodePath reads the Info-ZIP field that gives a name in UTF-8.
func unicodePath(extra []byte) (string, bool) {
	for len(extra) >= 4 {
		id, n := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if 4+n > len(extra) {
			return "", false
		}
		if id == 0x7075 && n > 5 && utf8.Valid(extra[9:4+n]) {
			return string(extra[9 : 4+n]), true
		}
		extra = extra[4+n:]
	}
	return "", false
}

func (a *archive) get(name string) *zipEntry { return a.names[strings.ToLower(name)] }

func (a *archive) match(prefix, suffix string) []*zipEntry {
	var out []*zipEntry
	for _, e := range a.entries {
		n := strings.ToLower(e.name)
		if strings.HasPrefix(n, prefix) && strings.HasSuffix(n, suffix) {
			out = append(out, e)
		}
	}
	return out
}

func (a *archive) kind(r *reader) string {
	if e := a.get("mimetype"); e != nil {
		b, _ := r.unzip(e)
		if m, ok := strings.CutPrefix(strings.TrimSpace(string(b)), "application/vnd.oasis.opendocument."); ok {
			return odfKind(m)
		}
	}
	types := ""
	if e := a.get("[Content_Types].xml"); e != nil {
		b, _ := r.unzip(e)
		types = string(b)
	}
	macro := strings.Contains(types, "macroEnabled")
	pick := func(plain, with string) string {
		if macro {
			return with
		}
		return plain
	}
	switch {
	case len(a.match("word/", "document.xml")) > 0 || strings.Contains(types, "wordprocessingml.document.main") || strings.Contains(types, "ms-word"):
		return pick("docx", "docm")
	case a.get("xl/workbook.bin") != nil:
		return "xlsb"
	case a.get("xl/workbook.xml") != nil || strings.Contains(types, "spreadsheetml.sheet.main"):
		return pick("xlsx", "xlsm")
	case a.get("ppt/presentation.xml") != nil || strings.Contains(types, "presentationml.presentation.main"):
		return pick("pptx", "pptm")
	case a.get("content.xml") != nil && a.get("META-INF/manifest.xml") != nil:
		return "odf"
	}
	return "zip"
}

func odfKind(m string) string {
	switch {
	case strings.HasPrefix(m, "text"):
		return "odt"
	case strings.HasPrefix(m, "spreadsheet"):
		return "ods"
	case strings.HasPrefix(m, "presentation"):
		return "odp"
	case strings.HasPrefix(m, "graphics"):
		return "odg"
	}
	return "odf"
}
