package intake

import (
	"bytes"
	"encoding/binary"

	"corridor/app/intake/charset"
)

// tnefFile is one attachment as it is gathered.
type tnefFile struct {
	title string
	data  []byte
	props mapiProps
}

// readTNEF reads a winmail.dat: Outlook's own wrapping of a message.
func (r *reader) readTNEF(in input) found {
	f := found{kind: "tnef"}
	props := mapiProps{}
	var files []*tnefFile
	b := in.b[min(6, len(in.b)):]
	set, page, subject, body := "", 0, "", []byte(nil)
	broken, damaged := len(in.b) < 6, false
	read := 0
	for len(b) > 0 && !broken {
		if len(b) < 11 {
			broken = len(bytes.Trim(b, "\x00")) > 0
			break
		}
		id, n := binary.LittleEndian.Uint32(b[1:]), int64(binary.LittleEndian.Uint32(b[5:]))
		if n+11 > int64(len(b)) || b[0] != 1 && b[0] != 2 {
			broken = true
			break
		}
		v := b[9 : 9+n]
		sum := uint16(0)
		for _, c := range v {
			sum += uint16(c)
		}
		damaged = damaged || sum != binary.LittleEndian.Uint16(b[9+n:])
		b = b[11+n:]
		read++
		last := func() *tnefFile {
			if len(files) == 0 {
				files = append(files, &tnefFile{props: mapiProps{}})
			}
			return files[len(files)-1]
		}
		switch id & 0xffff {
		case 0x9007:
			if len(v) >= 4 {
				page = int(binary.LittleEndian.Uint32(v))
				set = codePage(page)
			}
		case 0x8004:
			subject = tnefText(v, set)
		case 0x800c:
			body = v
		case 0x9003:
			broken = !mapiTable(v, props) || broken
		case 0x9002:
			if len(files) < r.lim.Parts {
				files = append(files, &tnefFile{props: mapiProps{}})
			}
		case 0x8010:
			last().title = tnefText(v, set)
		case 0x800f:
			last().data = v
		case 0x9005:
			damaged = !mapiTable(v, last().props) || damaged
		}
	}
	broken = broken || damaged
	if read == 0 {
		return fail("tnef", "damaged", "the winmail.dat is too damaged")
	}
	if broken {
		f.partly = "it is cut off or damaged"
		r.warn("damaged-part", "the winmail.dat is cut off or damaged; what came before was read")
	}
	if set == "" {
		set = props.set()
	}
	if subject == "" {
		subject = props.text(tagSubject, set)
	}
	if len(body) > 0 && props[tagBody].b == nil {
		props[tagBody] = mapiValue{0x1e, body}
		if props[tagCodePage].b == nil && page > 0 {
			props[tagCodePage] = mapiValue{3, binary.LittleEndian.AppendUint32(nil, uint32(page))}
		}
	}
	got := r.readMAPI(in, props, recipients{})
	f.subject, f.from, f.date = label(got.subject, subject), got.from, got.date
	for _, t := range files {
		r.tnefFile(in, t, set)
	}
	if broken && r.out.Len() == 0 && len(files) == 0 {
		f.fail = &Failure{"damaged", "not read: the winmail.dat is too damaged"}
	}
	return f
}

func tnefText(b []byte, set string) string {
	if !charset.Known(set) {
		set = ""
	}
	return charset.Decode(bytes.TrimRight(b, "\x00"), set).Text
}

func (r *reader) tnefFile(in input, t *tnefFile, set string) {
	name := t.props.text(tagLongFile, set)
	if name == "" {
		name = t.title
	}
	if name == "" {
		name = t.props.text(tagName, set)
	}
	data := t.data
	if v, ok := t.props[tagData]; ok && len(v.b) > 0 {
		if v.typ == 0x0d && len(v.b) > 16 {
			data = v.b[16:] // an object comes after the id of its interface
		} else if len(data) == 0 {
			data = v.b
		}
	}
	if name == "" && len(data) == 0 {
		return
	}
	r.attach(input{name: name, declared: t.props.text(tagMIME, set), b: data, depth: in.depth + 1})
}

// mapiTable reads properties laid out one after the other.
// It says whether it came to the end of them.
func mapiTable(b []byte, p mapiProps) bool {
	if len(b) < 4 {
		return false
	}
	short := false
	n := binary.LittleEndian.Uint32(b)
	b = b[4:]
	take := func(k int) []byte {
		if k < 0 || k > len(b) {
			b, short = nil, true
			return nil
		}
		v := b[:k]
		b = b[k:]
		return v
	}
	word := func() int {
		v := take(4)
		if v == nil {
			return -1
		}
		return int(int32(binary.LittleEndian.Uint32(v)))
	}
	for ; n > 0 && len(b) >= 4; n-- {
		h := take(4)
		typ, tag := binary.LittleEndian.Uint16(h), binary.LittleEndian.Uint16(h[2:])
		if tag >= 0x8000 {
			take(16)
			if word() == 1 {
				k := word()
				take(k + (4-k&3)&3)
			} else {
				word()
			}
		}
		count := 1
		base := typ &^ 0x1000
		varies := base == 0x1e || base == 0x1f || base == 0x102 || base == 0x0d
		if typ&0x1000 != 0 || varies {
			count = word()
		}
		for ; count > 0 && len(b) > 0; count-- {
			var v []byte
			switch {
			case varies:
				k := word()
				v = take(k)
				if k > 0 && v != nil {
					take((4 - k&3) & 3)
				}
			case base == 5 || base == 6 || base == 7 || base == 0x14 || base == 0x40:
				v = take(8)
			case base == 0x48:
				v = take(16)
			default:
				v = take(4)
			}
			if _, have := p[tag]; !have && v != nil {
				p[tag] = mapiValue{base, v}
			}
		}
	}
	return !short && n == 0
}
