package intake

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
)

// oleProperties reads what a compound document says about itself: its summary,
// the second summary, and the properties that its users named.
func (r *reader) oleProperties(f *found, o *oleFile) {
	var lines []string
	for _, stream := range []string{"SummaryInformation", "DocumentSummaryInformation"} {
		for _, p := range propertySet(o.properties(stream)) {
			if stream == "SummaryInformation" {
				if p.name = summaryName(p.id); p.id == 2 {
					f.subject = p.value
				}
			} else if p.name == "" {
				p.name = documentName(p.id)
			}
			if p.name != "" {
				lines = append(lines, p.name+": "+p.value)
			}
		}
	}
	if len(lines) > 0 {
		r.note("document properties", strings.Join(lines, "\n"))
	}
}

// properties is a stream of properties, whose name begins with a control that
// not every reader keeps.
func (o *oleFile) properties(name string) []byte {
	if b := o.streams["\x05"+name]; b != nil {
		return b
	}
	return o.streams[name]
}

func summaryName(id uint32) string {
	return map[uint32]string{2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "comments", 7: "template", 8: "last author", 9: "revision",
		11: "last printed", 12: "created", 13: "last saved", 18: "program"}[id]
}

func documentName(id uint32) string {
	return map[uint32]string{2: "category", 3: "presentation target", 14: "manager", 15: "company", 26: "content type", 27: "content status", 28: "language"}[id]
}

type property struct {
	id          uint32
	name, value string // name of those that users named
}

// propertySet reads the sections of a property set ([MS-OLEPS]).
func propertySet(b []byte) []property {
	if len(b) < 48 {
		return nil
	}
	var out []property
	for i := range min(int(binary.LittleEndian.Uint32(b[24:])), 2) {
		at := 28 + 20*i + 16
		if at+4 > len(b) {
			break
		}
		sec := int64(binary.LittleEndian.Uint32(b[at:]))
		if sec+8 > int64(len(b)) {
			continue
		}
		out = append(out, section(b[sec:])...)
	}
	return out
}

// sectionEntry is the i-th property of a section; v is nil when it is not
// there, else of at least 8 bytes.
func sectionEntry(s []byte, i int) (id uint32, v []byte) {
	if 8+8*i+8 > len(s) {
		return 0, nil
	}
	id = binary.LittleEndian.Uint32(s[8+8*i:])
	at := int64(binary.LittleEndian.Uint32(s[8+8*i+4:]))
	if at+8 > int64(len(s)) {
		return id, nil
	}
	return id, s[at:]
}

// sectionSet is the character set of a section, or "" when it names none.
func sectionSet(s []byte) string {
	for i := range min(int(binary.LittleEndian.Uint32(s[4:])), 500) {
		if id, v := sectionEntry(s, i); id == 1 && v != nil && v[0] == 2 {
			if n := int(binary.LittleEndian.Uint16(v[4:])); n != 1200 {
				return codePage(n)
			}
			return "utf-16le"
		}
	}
	return ""
}

// summarySet is the character set of the document's properties, in which an old
// program wrote its text too; "" when they name none.
func (o *oleFile) summarySet() string {
	b := o.properties("SummaryInformation")
	if len(b) < 48 {
		return ""
	}
	at := int64(binary.LittleEndian.Uint32(b[44:]))
	if at+8 > int64(len(b)) {
		return ""
	}
	return sectionSet(b[at:])
}

func section(s []byte) []property {
	n := min(int(binary.LittleEndian.Uint32(s[4:])), 500)
	set, names := sectionSet(s), map[uint32]string{}
	var out []property
	for i := range n {
		switch id, v := sectionEntry(s, i); {
		case v == nil || id == 1:
		case id == 0:
			names = dictionary(v, set)
		default:
			if text := propertyText(v, set); text != "" {
				out = append(out, property{id: id, value: text})
			}
		}
	}
	for i := range out {
		out[i].name = names[out[i].id]
	}
	return out
}

// dictionary gives the names that users gave to properties.
func dictionary(v []byte, set string) map[uint32]string {
	out := map[uint32]string{}
	n := int(binary.LittleEndian.Uint32(v))
	v = v[4:]
	for ; n > 0 && len(v) >= 8 && len(out) < 500; n-- {
		id, k := binary.LittleEndian.Uint32(v), int64(binary.LittleEndian.Uint32(v[4:]))
		v = v[8:]
		if set == "utf-16le" {
			k = (k*2 + 3) &^ 3
		}
		if k > int64(len(v)) {
			return out
		}
		out[id] = strings.TrimSpace(stringIn(v[:k], set))
		v = v[k:]
	}
	return out
}

func stringIn(b []byte, set string) string {
	if set == "utf-16le" {
		s, _, _ := strings.Cut(utf16LE(b), "\x00")
		return s
	}
	b, _, _ = bytes.Cut(b, []byte{0})
	return tnefText(b, set)
}

// propertyText shows a typed value; "" when its type says nothing to people.
func propertyText(v []byte, set string) string {
	typ, n := binary.LittleEndian.Uint16(v), int64(binary.LittleEndian.Uint32(v[4:]))
	switch typ {
	case 0x1e, 0x1f:
		if typ == 0x1f {
			n, set = n*2, "utf-16le"
		}
		if n > int64(len(v)-8) {
			return ""
		}
		return strings.TrimSpace(stringIn(v[8:8+n], set))
	case 3:
		return fmt.Sprint(int32(n))
	case 0x0b:
		return fmt.Sprint(n != 0)
	case 0x40:
		if len(v) < 12 {
			return ""
		}
		const epoch = 116444736000000000
		if t := binary.LittleEndian.Uint64(v[4:]); t > epoch && t < epoch+8e16 {
			return time.Unix(0, int64(t-epoch)*100).UTC().Format("2006-01-02 15:04:05 MST")
		}
	}
	return ""
}
