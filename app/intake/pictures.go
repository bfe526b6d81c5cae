package intake

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
)

// olePictures lists the pictures inside a binary office document. They lie in
// several streams as records of one form ([MS-ODRAW] 2.2.23), which are found
// by that form.
func (r *reader) olePictures(in input, o *oleFile, streams ...string) {
	seen := map[string]bool{}
	for _, name := range streams {
		b := o.streams[name]
		for at := 0; at+8 < len(b) && len(seen) < 1000; {
			n := pictureAt(b[at:])
			if n == 0 {
				at++
				continue
			}
			body, ext := picture(b[at:at+8+n], r.lim.PartBytes)
			at += 8 + n
			if sum := digest(body); len(body) > 0 && !seen[sum] {
				seen[sum] = true
				r.attach(input{name: fmt.Sprintf("picture %d.%s", len(seen), ext), b: body, depth: in.depth + 1})
			}
		}
	}
}

// pictureAt gives the length of the picture record that begins here, 0 when
// none does.
func pictureAt(b []byte) int {
	if b[3] != 0xf0 || b[2] < 0x1a || b[2] > 0x2a || b[0]&15 != 0 {
		return 0
	}
	switch binary.LittleEndian.Uint16(b) >> 4 {
	case 0x216, 0x217, 0x3d4, 0x3d5, 0x542, 0x543, 0x46a, 0x46b, 0x6e2, 0x6e3, 0x6e0, 0x6e1, 0x7a8, 0x7a9, 0x6e4, 0x6e5:
	default:
		return 0
	}
	n := int64(binary.LittleEndian.Uint32(b[4:]))
	if n < 17 || n > int64(len(b)-8) {
		return 0
	}
	return int(n)
}

// picture takes the record's own fields off the picture and unpacks it.
func picture(rec []byte, room int64) (body []byte, ext string) {
	kind, inst := rec[2], binary.LittleEndian.Uint16(rec)>>4
	v := rec[8:]
	head := 16
	if inst&1 != 0 {
		head = 32 // a second digest
	}
	meta := kind <= 0x1c
	ext = map[byte]string{0x1a: "emf", 0x1b: "wmf", 0x1c: "pict", 0x1d: "jpg", 0x1e: "png", 0x1f: "bmp", 0x29: "tif", 0x2a: "jpg"}[kind]
	if ext == "" {
		ext = "bin"
	}
	if !meta {
		if head+1 > len(v) {
			return nil, ext
		}
		return v[head+1:], ext
	}
	if head+34 > len(v) {
		return nil, ext
	}
	packed := v[head+32] == 0
	v = v[head+34:]
	if !packed {
		return v, ext
	}
	z, err := zlib.NewReader(bytes.NewReader(v))
	if err != nil {
		return v, ext
	}
	body, _ = io.ReadAll(io.LimitReader(z, min(room, 64<<20)))
	return body, ext
}
