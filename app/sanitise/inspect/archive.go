package inspect

import (
	"archive/zip"
	"bytes"
	deflate "compress/flate"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"sort"
	"strings"
)

// zip reads an archive, or one of the document formats that are archives, and
// gives the kind.
func (w *walker) zip(where, name string, b []byte, depth int) string {
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		w.unread(where, "a damaged archive")
		w.strings(where, b)
		return "zip"
	}
	kind := officeKind(r)
	w.place(in(where, "archive comment"), r.Comment)
	w.outside(where, b, r)
	parts := map[string][]byte{}
	var order []string
	for _, f := range r.File {
		w.place(in(where, "name of a part"), f.Name)
		w.place(in(where, "comment on "+f.Name), f.Comment)
		if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 == 0 {
			continue
		}
		p, ok := w.unpack(in(where, f.Name), f)
		if !ok {
			continue
		}
		if _, twice := parts[f.Name]; twice {
			w.unread(in(where, f.Name), "two parts of one name")
		}
		parts[f.Name] = p
		order = append(order, f.Name)
	}
	switch kind {
	case "docx", "xlsx", "pptx", "odt", "ods", "odp":
		w.office(where, kind, parts, order, depth)
	default:
		for _, n := range order {
			w.visit(in(where, n), n, parts[n], depth+1)
		}
	}
	return kind
}

// unpack reads one part within the limits.
func (w *walker) unpack(where string, f *zip.File) ([]byte, bool) {
	if f.Flags&1 != 0 {
		w.unread(where, "encrypted")
		return nil, false
	}
	if f.UncompressedSize64 > maxPart {
		w.unread(where, "too large")
		return nil, false
	}
	if f.UncompressedSize64 > 1<<20 && f.UncompressedSize64 > maxRatio*max(f.CompressedSize64, 1) {
		w.unread(where, "packed suspiciously tight")
		return nil, false
	}
	b, err := w.unpacked(where, f)
	if err != nil {
		w.unread(where, "damaged, or packed in a way that cannot be read")
		return b, len(b) > 0 && w.spend(where, len(b))
	}
	if len(b) > maxPart || len(b) > 1<<20 && uint64(len(b)) > maxRatio*max(f.CompressedSize64, 1) {
		w.unread(where, "unpacks to more than it says")
		return nil, false
	}
	return b, w.spend(where, len(b))
}

// errSum is content that does not agree with the sum the archive gives of it.
var errSum = errors.New("inspect: sum of a part")

// unpacked reads one part, at most one byte over what is allowed, and notes
// bytes that stand in its place and belong to no packed content.
func (w *walker) unpacked(where string, f *zip.File) ([]byte, error) {
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, err
	}
	var b []byte
	switch f.Method {
	case zip.Store:
		b, err = io.ReadAll(io.LimitReader(raw, maxPart+1))
	case zip.Deflate:
		var packed []byte
		if packed, err = io.ReadAll(io.LimitReader(raw, maxPart+1)); err != nil {
			return nil, err
		}
		src := bytes.NewReader(packed)
		r := deflate.NewReader(src)
		b, err = io.ReadAll(io.LimitReader(r, maxPart+1))
		if rest := packed[len(packed)-src.Len():]; err == nil && len(b) <= maxPart && len(rest) > 0 {
			w.unread(where, "bytes after the packed content")
			w.strings(in(where, "after the packed content"), rest)
		}
	default:
		return nil, zip.ErrAlgorithm
	}
	if err == nil && len(b) <= maxPart && crc32.ChecksumIEEE(b) != f.CRC32 {
		err = errSum
	}
	return b, err
}

// outside looks for bytes of the archive that belong to no part: before the
// first, between parts, and after the end.
func (w *walker) outside(where string, b []byte, r *zip.Reader) {
	type span struct{ s, e int64 }
	var spans []span
	for _, f := range r.File {
		data, err := f.DataOffset()
		if err != nil || data < 0 || data > int64(len(b)) {
			w.unread(in(where, f.Name), "damaged")
			continue
		}
		s := localStart(b, data)
		w.ownHeader(in(where, f.Name), b[s:data], f)
		e := data + int64(min(f.CompressedSize64, uint64(len(b))))
		if f.Flags&8 != 0 && e+4 <= int64(len(b)) && e >= 0 { // a descriptor follows
			e += 12
			if binary.LittleEndian.Uint32(b[e-12:]) == 0x08074b50 {
				e += 4
			}
		}
		spans = append(spans, span{s, e})
	}
	sort.Slice(spans, func(i, j int) bool { return spans[i].s < spans[j].s })
	var stray []byte
	at := int64(0)
	for _, s := range spans {
		if s.s > at && s.s <= int64(len(b)) {
			stray = append(stray, b[at:s.s]...)
		}
		at = max(at, min(s.e, int64(len(b))))
	}
	if dir := bytes.Index(b[at:], []byte("PK\x01\x02")); dir > 0 {
		stray = append(stray, b[at:at+int64(dir)]...)
	}
	if end := bytes.LastIndex(b, []byte("PK\x05\x06")); end >= 0 && end+22+len(r.Comment) < len(b) {
		stray = append(stray, b[end+22+len(r.Comment):]...)
	}
	if len(stray) > 16 {
		w.unread(where, "bytes of the archive that belong to no part")
		w.strings(in(where, "between the parts"), stray)
	}
}

// localStart is where a part's own header begins.
func localStart(b []byte, data int64) int64 {
	for back := int64(30); back < 30+2*65536 && back <= data; back++ {
		s := data - back
		if b[s] == 'P' && bytes.HasPrefix(b[s:], []byte("PK\x03\x04")) && back == 30+int64(binary.LittleEndian.Uint16(b[s+26:]))+int64(binary.LittleEndian.Uint16(b[s+28:])) {
			return s
		}
	}
	return data
}

// ownHeader reads what a part's own header says beside the directory of the
// archive: its name again, and further fields of both.
func (w *walker) ownHeader(where string, h []byte, f *zip.File) {
	w.strings(in(where, "further fields"), f.Extra)
	if len(h) < 30 {
		w.unread(where, "damaged")
		return
	}
	n := min(30+int(binary.LittleEndian.Uint16(h[26:])), len(h))
	if name := string(h[30:n]); name != f.Name {
		w.place(in(where, "name in its own header"), name)
		w.unread(where, "two names for one part")
	}
	w.strings(in(where, "further fields of its own header"), h[n:])
}
