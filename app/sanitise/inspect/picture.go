package inspect

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// png reads the text chunks of a PNG and notes what follows its end.
func (w *walker) png(where string, b []byte, depth int) {
	w.pixels(where)
	i := 8
	for i+8 <= len(b) {
		n := int(binary.BigEndian.Uint32(b[i:]))
		kind := string(b[i+4 : i+8])
		if n < 0 || n > len(b)-i-8 {
			w.unread(where, "a damaged picture")
			w.strings(where, b[i:])
			return
		}
		d := b[i+8 : i+8+n]
		i += 8 + n
		if i+4 <= len(b) {
			i += 4
		}
		switch kind {
		case "IHDR", "PLTE", "IDAT", "tRNS", "cHRM", "gAMA", "sBIT", "sRGB", "bKGD", "hIST", "pHYs", "acTL", "fcTL", "fdAT":
		case "IEND":
			if i < len(b) {
				w.unread(where, "bytes after the picture's end")
				w.visit(in(where, "after the end"), "", b[i:], depth+1)
			}
			return
		case "tIME":
			if len(d) == 7 {
				w.place(in(where, "time"), fmt.Sprintf("%04d-%02d-%02d %02d:%02d:%02d", int(d[0])<<8|int(d[1]), d[2], d[3], d[4], d[5], d[6]))
			}
		case "tEXt":
			w.place(in(where, "text chunk"), latin(bytes.ReplaceAll(d, []byte{0}, []byte{'\n'})))
		case "zTXt":
			k, rest, _ := bytes.Cut(d, []byte{0})
			w.place(in(where, "text chunk"), latin(k))
			if len(rest) > 1 {
				w.inflateText(in(where, "text chunk"), rest[1:])
			}
		case "iTXt":
			w.internationalText(where, d)
		case "eXIf":
			w.exif(in(where, "EXIF"), d, depth)
		case "iCCP":
			k, _, _ := bytes.Cut(d, []byte{0})
			w.place(in(where, "colour profile name"), latin(k))
			if len(d) > len(k)+2 {
				if t, ok := w.inflate(in(where, "colour profile"), d[len(k)+2:]); ok {
					w.strings(in(where, "colour profile"), t)
				}
			}
		case "sPLT":
			k, _, _ := bytes.Cut(d, []byte{0})
			w.place(in(where, "palette name"), latin(k))
		default:
			w.strings(in(where, "chunk "+kind), d)
		}
	}
}

func (w *walker) internationalText(where string, d []byte) {
	k, rest, _ := bytes.Cut(d, []byte{0})
	w.place(in(where, "text chunk"), string(k))
	if len(rest) < 2 {
		return
	}
	packed := rest[0] == 1
	lang, rest, _ := bytes.Cut(rest[2:], []byte{0})
	key, rest, _ := bytes.Cut(rest, []byte{0})
	w.place(in(where, "text chunk"), string(lang)+"\n"+string(key))
	if packed {
		w.inflateText(in(where, "text chunk"), rest)
		return
	}
	w.place(in(where, "text chunk"), string(rest))
}

func (w *walker) inflateText(where string, b []byte) {
	if t, ok := w.inflate(where, b); ok {
		w.place(where, decodeText(t))
	}
}

// inflate unpacks zlib data within the limits. Damaged data gives what came
// before the damage.
func (w *walker) inflate(where string, b []byte) ([]byte, bool) {
	src := bytes.NewReader(b)
	r, err := zlib.NewReader(src)
	if err != nil {
		w.unread(where, "packed data that cannot be read")
		return nil, false
	}
	defer r.Close()
	limit := min(maxPart, max(1<<20, len(b)*maxRatio*4))
	out, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if len(out) > limit {
		w.unread(where, "packed suspiciously tight")
		return nil, false
	}
	if err != nil && len(out) == 0 {
		w.unread(where, "packed data that cannot be read")
		return nil, false
	}
	if err != nil && err != io.ErrUnexpectedEOF && err != zlib.ErrChecksum {
		w.unread(where, "damaged packed data")
	}
	if rest := bytes.TrimSpace(b[len(b)-src.Len():]); err == nil && len(rest) > 0 {
		w.strings(in(where, "after the packed data"), rest)
		if len(rest) > 16 {
			w.unread(where, "bytes after the packed data")
		}
	}
	return out, w.spend(where, len(out))
}

// jpeg reads the segments of a JPEG that are not the picture.
func (w *walker) jpeg(where string, b []byte, depth int) {
	w.pixels(where)
	i := 2
	for i+4 <= len(b) {
		if b[i] != 0xFF {
			i++
			continue
		}
		m := b[i+1]
		switch {
		case m == 0xFF:
			i++
			continue
		case m == 0 || m >= 0xD0 && m <= 0xD7 || m == 1:
			i += 2
			continue
		case m == 0xD9:
			w.afterPicture(where, b[i+2:], depth)
			return
		case m == 0xD8:
			i += 2
			continue
		}
		n := int(binary.BigEndian.Uint16(b[i+2:]))
		if n < 2 || i+2+n > len(b) {
			w.unread(where, "a damaged picture")
			w.strings(where, b[i:])
			return
		}
		d := b[i+4 : i+2+n]
		i += 2 + n
		switch {
		case m == 0xE1 && bytes.HasPrefix(d, []byte("Exif\x00\x00")):
			w.exif(in(where, "EXIF"), d[6:], depth)
		case m == 0xE1 && bytes.HasPrefix(d, []byte("http://ns.adobe.com/")):
			_, x, _ := bytes.Cut(d, []byte{0})
			w.markup(in(where, "XMP"), x, false, depth)
		case m == 0xED:
			w.strings(in(where, "IPTC"), d)
		case m == 0xFE:
			w.place(in(where, "comment"), decodeText(d))
		case m == 0xE0 && bytes.HasPrefix(d, []byte("JFIF")):
		case m >= 0xE0 && m <= 0xEF:
			w.strings(in(where, fmt.Sprintf("segment APP%d", m-0xE0)), d)
		}
	}
}

func (w *walker) afterPicture(where string, b []byte, depth int) {
	if len(bytes.Trim(b, "\x00\r\n ")) == 0 {
		return
	}
	w.unread(where, "bytes after the picture's end")
	w.visit(in(where, "after the end"), "", b, depth+1)
}

// exif reads the tags of a TIFF block: words, positions, and the thumbnail.
func (w *walker) exif(where string, b []byte, depth int) {
	if len(b) < 8 {
		return
	}
	var o binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		o = binary.BigEndian
	}
	t := &tiff{w: w, where: where, b: b, o: o, seen: map[uint32]bool{}, depth: depth}
	at := o.Uint32(b[4:])
	for n := 0; at != 0 && n < 8; n++ {
		at = t.dir(at, 0)
	}
	w.place(where, t.out.String())
	w.strings(in(where, "raw"), b)
}

type tiff struct {
	w     *walker
	where string
	b     []byte
	o     binary.ByteOrder
	seen  map[uint32]bool
	out   strings.Builder
	depth int
}

var tiffSize = [...]int{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8}

// dir reads one directory and gives the place of the next.
func (t *tiff) dir(at uint32, level int) uint32 {
	if t.seen[at] || int64(at)+2 > int64(len(t.b)) || level > 4 {
		return 0
	}
	t.seen[at] = true
	n := int(t.o.Uint16(t.b[at:]))
	var thumb, size uint32
	ref := map[uint16]string{}
	for i := 0; i < n; i++ {
		e := int(at) + 2 + 12*i
		if e+12 > len(t.b) {
			return 0
		}
		tag, typ := t.o.Uint16(t.b[e:]), int(t.o.Uint16(t.b[e+2:]))
		count := int64(t.o.Uint32(t.b[e+4:]))
		if typ == 0 || typ >= len(tiffSize) {
			continue
		}
		size64 := count * int64(tiffSize[typ])
		v := t.b[e+8 : e+12]
		if size64 > 4 {
			off := int64(t.o.Uint32(v))
			if off+size64 > int64(len(t.b)) {
				continue
			}
			v = t.b[off : off+size64]
		} else {
			v = v[:size64]
		}
		switch {
		case tag == 0x8769 || tag == 0x8825 || tag == 0xA005:
			if len(v) >= 4 {
				t.dir(t.o.Uint32(v), level+1)
			}
		case tag == 0x201 && len(v) >= 4:
			thumb = t.o.Uint32(v)
		case tag == 0x202 && len(v) >= 4:
			size = t.o.Uint32(v)
		case (tag == 2 || tag == 4) && typ == 5 && len(v) >= 24:
			ref[tag] = t.degrees(v)
		case (tag == 1 || tag == 3) && typ == 2:
			ref[tag] = strings.TrimRight(string(v), "\x00")
		case tag >= 0x9C9B && tag <= 0x9C9F:
			t.say(utf16(v, false))
		case typ == 2 || typ == 7 || typ == 1 && len(v) > 4:
			t.say(strings.Trim(decodeText(bytes.Trim(v, "\x00")), "\x00"))
		}
	}
	if ref[2] != "" || ref[4] != "" {
		t.say(sign(ref[1], "S") + ref[2] + ", " + sign(ref[3], "W") + ref[4])
	}
	if thumb > 0 && int64(thumb)+int64(size) <= int64(len(t.b)) && size > 4 {
		t.w.visit(in(t.where, "thumbnail"), "", t.b[thumb:thumb+size], t.depth+1)
	}
	if e := int(at) + 2 + 12*n; e+4 <= len(t.b) {
		return t.o.Uint32(t.b[e:])
	}
	return 0
}

func sign(ref, neg string) string {
	if strings.EqualFold(ref, neg) {
		return "-"
	}
	return ""
}

func (t *tiff) say(s string) {
	if strings.TrimSpace(s) != "" {
		t.out.WriteString(s)
		t.out.WriteByte('\n')
	}
}

// degrees turns degrees, minutes and seconds into decimals.
func (t *tiff) degrees(v []byte) string {
	d := 0.0
	for i, div := 0, 1.0; i < 3; i, div = i+1, div*60 {
		n, m := t.o.Uint32(v[8*i:]), t.o.Uint32(v[8*i+4:])
		if m != 0 {
			d += float64(n) / float64(m) / div
		}
	}
	return fmt.Sprintf("%.5f", d)
}
