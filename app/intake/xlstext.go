package intake

import (
	"encoding/binary"
	"strings"

	"corridor/app/intake/charset"
)

// bytes reads text of the workbook's own character set.
func (x *xls) bytes(b []byte) string {
	if !charset.Known(x.set) {
		return charset.Decode(b, "windows-1252").Text
	}
	return charset.Decode(b, x.set).Text
}

// short reads text after its length of one byte.
func (x *xls) short(b []byte) string {
	if len(b) < 2 {
		return ""
	}
	n := int(b[0])
	if x.old {
		return x.bytes(b[1:min(len(b), 1+n)])
	}
	if b[1]&1 != 0 {
		return utf16Text(b[2:min(len(b), 2+2*n)])
	}
	return charset.Decode(b[2:min(len(b), 2+n)], "windows-1252").Text
}

// long reads text after its length of two bytes.
func (x *xls) long(b []byte) string {
	if len(b) < 3 {
		return ""
	}
	n := int(binary.LittleEndian.Uint16(b))
	if x.old {
		return x.bytes(b[2:min(len(b), 2+n)])
	}
	if b[2]&1 != 0 {
		return utf16Text(b[3:min(len(b), 3+2*n)])
	}
	return charset.Decode(b[3:min(len(b), 3+n)], "windows-1252").Text
}

// strings reads the shared strings, which may break off and go on, in the
// other width, in the next record.
func (x *xls) strings(v []byte, more [][]byte) {
	s := segments{list: append([][]byte{v}, more...)}
	s.take(4)
	count := int(s.u32())
	for i := 0; i < count && !s.end && len(x.sst) < 4<<20; i++ {
		x.sst = append(x.sst, s.text())
	}
}

// segments are the bytes of a record and of those that go on with it.
type segments struct {
	list [][]byte
	end  bool
}

func (s *segments) fill() {
	for len(s.list) > 0 && len(s.list[0]) == 0 {
		s.list = s.list[1:]
	}
	s.end = len(s.list) == 0
}

func (s *segments) take(n int) []byte {
	var out []byte
	for n > 0 {
		if s.fill(); s.end {
			return append(out, make([]byte, min(n, 64))...)
		}
		k := min(n, len(s.list[0]))
		out = append(out, s.list[0][:k]...)
		s.list[0] = s.list[0][k:]
		n -= k
	}
	return out
}

func (s *segments) u16() uint16 { return binary.LittleEndian.Uint16(s.take(2)) }
func (s *segments) u32() uint32 { return binary.LittleEndian.Uint32(s.take(4)) }

func (s *segments) text() string {
	n := int(s.u16())
	flags := s.take(1)[0]
	runs, ext := 0, 0
	if flags&8 != 0 {
		runs = int(s.u16())
	}
	if flags&4 != 0 {
		ext = int(s.u32())
	}
	wide := flags&1 != 0
	var out strings.Builder
	for n > 0 {
		broken := len(s.list) > 0 && len(s.list[0]) == 0
		if s.fill(); s.end {
			break
		}
		if broken { // the rest says anew how wide it is
			wide = s.take(1)[0]&1 != 0
		}
		if len(s.list[0]) == 0 {
			continue
		}
		size := 1
		if wide {
			size = 2
		}
		k := min(n, len(s.list[0])/size)
		if k == 0 {
			s.take(len(s.list[0]))
		}
		b := s.take(k * size)
		if wide {
			out.WriteString(utf16Text(b))
		} else {
			out.WriteString(charset.Decode(b, "iso-8859-1").Text)
		}
		n -= k
	}
	s.take(4 * runs)
	if ext > 0 && ext < 1<<24 {
		s.take(ext)
	}
	return out.String()
}
