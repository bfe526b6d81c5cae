package intake

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"strings"

	"corridor/app/intake/charset"
)

// readPPT reads the text of a binary presentation.
func (r *reader) readPPT(in input, o *oleFile) found {
	f := found{kind: "ppt"}
	if user := o.streams["Current User"]; o.has("EncryptedSummary") || len(user) >= 16 && binary.LittleEndian.Uint32(user[12:]) == 0xf3d1c4df {
		if f.fail = r.unsealPPT(o); f.fail != nil {
			return f
		}
		if o.has("Pictures") || o.has("EncryptedSummary") {
			delete(o.streams, "Pictures")
			f.partly = "its pictures and properties are encrypted apart and were not read"
			r.warn("damaged-part", "the pictures and properties of the presentation are encrypted apart and were not read")
		}
	}
	if o.has("PersistentStorage Directory") {
		return fail("ppt", "unsupported", "a PowerPoint 95 presentation is not a kind that can be read")
	}
	var out strings.Builder
	var walk func(b []byte, depth int)
	walk = func(b []byte, depth int) {
		for len(b) >= 8 && out.Len() < 32<<20 {
			ver, typ, n := binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint16(b[2:]), int64(binary.LittleEndian.Uint32(b[4:]))
			if n > int64(len(b)-8) {
				n = int64(len(b) - 8)
			}
			v := b[8 : 8+n]
			b = b[8+n:]
			switch {
			case typ == 0x1011:
				r.pptStorage(in, v, ver>>4 == 1)
			case (ver&15 == 15 || typ == 0x138b) && depth < 32: // containers, and comments in a tag of their own
				walk(v, depth+1)
			case typ == 0x0fa0:
				out.WriteString(strings.ReplaceAll(utf16Text(v), "\r", "\n") + "\n")
			case typ == 0x0fa8:
				out.WriteString(strings.ReplaceAll(charset.Decode(v, "windows-1252").Text, "\r", "\n") + "\n")
			case typ == 0x0fba && depth > 1:
				if s := strings.TrimSpace(utf16Text(v)); s != "" && !strings.HasPrefix(s, "___PPT") {
					out.WriteString(s + "\n")
				}
			}
		}
	}
	walk(o.streams["PowerPoint Document"], 0)
	r.say(out.String())
	r.oleMacros(o)
	r.oleProperties(&f, o)
	r.olePools(in, o)
	r.olePictures(in, o, "Pictures")
	return f
}

// pptStorage reads an object, or the macros, that a presentation embeds as a
// compound file, mostly compressed.
func (r *reader) pptStorage(in input, b []byte, packed bool) {
	if packed && len(b) > 4 {
		room := min(r.lim.PartBytes, r.lim.Expanded-r.expanded)
		z, err := zlib.NewReader(bytes.NewReader(b[4:]))
		if err != nil {
			r.warn("damaged-part", "an object embedded in the presentation is damaged")
			return
		}
		b, _ = io.ReadAll(io.LimitReader(z, max(room, 0)))
		r.expanded += int64(len(b))
	}
	o, bad := openOLE(b, r.lim.PartBytes)
	if bad != nil {
		r.warn("damaged-part", "an object embedded in the presentation is damaged")
		return
	}
	for _, n := range o.names {
		if strings.Contains(strings.ToUpper(n), "_VBA_PROJECT") {
			r.oleMacros(o)
			return
		}
	}
	r.oleEmbedded(in, "embedded object", o)
}
