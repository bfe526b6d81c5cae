package intake

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"corridor/app/intake/charset"
)

// MAPI property tags that a message is read by.
const (
	tagClass      = 0x001a
	tagSubject    = 0x0037
	tagSubmitted  = 0x0039
	tagStart      = 0x0060
	tagEnd        = 0x0061
	tagHeaders    = 0x007d
	tagSentName   = 0x0042
	tagSentMail   = 0x0065
	tagSender     = 0x0c1a
	tagSenderMail = 0x0c1f
	tagSenderSMTP = 0x5d01
	tagBcc        = 0x0e02
	tagCc         = 0x0e03
	tagTo         = 0x0e04
	tagDelivered  = 0x0e06
	tagBody       = 0x1000
	tagRTF        = 0x1009
	tagHTML       = 0x1013
	tagMessageID  = 0x1035
	tagName       = 0x3001
	tagRecipient  = 0x0c15
	tagEmail      = 0x3003
	tagSMTP       = 0x39fe
	tagData       = 0x3701
	tagShortFile  = 0x3704
	tagMethod     = 0x3705
	tagLongFile   = 0x3707
	tagMIME       = 0x370e
	tagWebPage    = 0x3fde
	tagCodePage   = 0x3ffd
)

// mapiValue is one property, its type and its bytes.
type mapiValue struct {
	typ uint16
	b   []byte
}

type mapiProps map[uint16]mapiValue

func (p mapiProps) number(tag uint16) int {
	if v, ok := p[tag]; ok && len(v.b) >= 4 {
		return int(int32(binary.LittleEndian.Uint32(v.b)))
	}
	return 0
}

// set is the character set of the message's 8-bit strings.
func (p mapiProps) set() string {
	for _, tag := range []uint16{tagCodePage, tagWebPage} {
		if n := p.number(tag); n > 0 && n != 1200 {
			return codePage(n)
		}
	}
	return ""
}

// codePage names a Windows code page as mail does.
func codePage(n int) string {
	switch {
	case n == 65001:
		return "utf-8"
	case n == 65000:
		return "utf-7"
	case n == 20127:
		return "us-ascii"
	case n >= 28591 && n <= 28605:
		return fmt.Sprintf("iso-8859-%d", n-28590)
	case n >= 1250 && n <= 1258, n == 874:
		return fmt.Sprintf("windows-%d", n)
	case n == 932:
		return "shift_jis"
	case n == 936 || n == 54936 || n == 20936:
		return "gb18030"
	case n == 949 || n == 51949:
		return "euc-kr"
	case n == 950:
		return "big5"
	case n == 20866:
		return "koi8-r"
	case n == 21866:
		return "koi8-u"
	case n == 50220 || n == 50221 || n == 50222:
		return "iso-2022-jp"
	case n == 50225:
		return "iso-2022-kr"
	case n == 51932 || n == 20932:
		return "euc-jp"
	case n == 52936:
		return "hz-gb-2312"
	case n == 10000, n == 32768:
		return "mac-roman"
	case n == 32769: // as Excel writes it
		return "windows-1252"
	case n == 10007:
		return "mac-cyrillic"
	case n == 37 || n == 500:
		return fmt.Sprintf("cp%03d", n)
	}
	return fmt.Sprintf("cp%d", n)
}

func (p mapiProps) text(tag uint16, set string) string {
	v, ok := p[tag]
	if !ok {
		return ""
	}
	switch v.typ {
	case 0x1f:
		return utf16LE(v.b)
	case 0x1e:
		b := bytes.TrimRight(v.b, "\x00")
		if set != "" && !charset.Known(set) {
			set = ""
		}
		return charset.Decode(b, set).Text
	}
	return ""
}

func (p mapiProps) when(tag uint16) string {
	v, ok := p[tag]
	if !ok || v.typ != 0x40 || len(v.b) < 8 {
		return ""
	}
	n := binary.LittleEndian.Uint64(v.b)
	const epoch = 116444736000000000
	if n < epoch || n > epoch+8e18/100 {
		return ""
	}
	return time.Unix(0, int64(n-epoch)*100).UTC().Format(time.RFC1123Z)
}

func utf16LE(b []byte) string {
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return strings.TrimRight(string(utf16.Decode(u)), "\x00")
}

// recipients are those of a message, by its To, Cc and Bcc.
type recipients [3][]string

// readMAPI shows a message read by its properties.
func (r *reader) readMAPI(in input, p mapiProps, to recipients) found {
	set := p.set()
	f := found{kind: "msg", subject: p.text(tagSubject, set)}
	class := strings.ToLower(p.text(tagClass, set))
	switch {
	case strings.Contains(class, "appointment"), strings.Contains(class, "schedule.meeting"):
		f.kind = "msg-meeting"
	case strings.Contains(class, "contact"):
		f.kind = "msg-contact"
	case strings.Contains(class, "task"):
		f.kind = "msg-task"
	}
	headers := p.text(tagHeaders, set)
	f.from = mapiFrom(p, set)
	f.date = p.when(tagSubmitted)
	if f.date == "" {
		f.date = p.when(tagDelivered)
	}
	if f.subject == "" && headers != "" {
		fields, _, _ := splitHead([]byte(headers), false)
		f.subject = decodeHeader(get(fields, "Subject"))
	}
	if f.id = p.text(tagMessageID, set); f.id == "" && headers != "" {
		fields, _, _ := splitHead([]byte(headers), false)
		f.id = get(fields, "Message-ID")
	}
	r.trace(headers)
	var head strings.Builder
	line := func(k, v string) {
		if v = strings.TrimSpace(v); v != "" {
			head.WriteString(k + ": " + v + "\n")
		}
	}
	line("From", f.from)
	for i, tag := range [...]uint16{tagTo, tagCc, tagBcc} {
		list := strings.Join(to[i], "; ")
		if list == "" {
			list = p.text(tag, set)
		}
		line([...]string{"To", "Cc", "Bcc"}[i], list)
	}
	line("Date", f.date)
	line("Start", p.when(tagStart))
	line("End", p.when(tagEnd))
	line("Subject", f.subject)
	undo, before := r.head(head.String()+"\n"), r.out.Len()
	f.charset = r.mapiBody(in, p, set)
	if undo(); r.out.Len() == before && head.Len() > 0 { // nothing stands below its heading
		r.note("message head", head.String())
	}
	if rest := p.others(set); rest != "" {
		if f.kind == "msg" {
			r.note("message properties", rest)
		} else {
			r.view("", "application/x-message-properties", "\n[details]\n", rest)
		}
	}
	return f
}

// others lists the texts among the properties that nothing else shows: a
// contact's telephones, categories, what programs added.
func (p mapiProps) others(set string) string {
	var lines []string
	for _, tag := range slices.Sorted(maps.Keys(p)) {
		switch tag {
		case tagClass, tagSubject, tagHeaders, tagBody, tagHTML, tagRTF, tagTo, tagCc, tagBcc, tagSender, tagSenderMail, tagSenderSMTP, tagSentName, tagSentMail,
			0x003d, 0x0070, 0x0e1d, 0x0064, 0x0c1e, 0x0075, 0x0077, 0x3002, 0x3ffa, 0x3ff8, 0x1035, 0x1042, 0x0e28, 0x0e29:
			continue // shown, or how a thing shown is spelt again
		}
		t := strings.TrimSpace(p.text(tag, set))
		if t == "" || strings.HasPrefix(t, "/O=") || strings.HasPrefix(t, "/o=") {
			continue
		}
		lines = append(lines, contactWord(tag)+shorten(strings.ReplaceAll(t, "\x00", "; "), 2000))
	}
	return strings.Join(lines, "\n")
}

func contactWord(tag uint16) string {
	switch tag {
	case 0x3a02, 0x3a08, 0x3a1b:
		return "work telephone: "
	case 0x3a09, 0x3a2f:
		return "home telephone: "
	case 0x3a1c:
		return "mobile: "
	case 0x3a1f:
		return "other telephone: "
	case 0x3a24:
		return "fax: "
	case 0x3a16:
		return "company: "
	case 0x3a17:
		return "job: "
	}
	return ""
}

func mapiFrom(p mapiProps, set string) string {
	name, mail := p.text(tagSender, set), p.text(tagSenderSMTP, set)
	if name == "" {
		name = p.text(tagSentName, set)
	}
	for _, tag := range []uint16{tagSenderMail, tagSentMail} {
		if mail == "" {
			mail = p.text(tag, set)
		}
	}
	switch {
	case mail == "" || mail == name:
		return name
	case name == "":
		return mail
	}
	return name + " <" + mail + ">"
}

// mapiBody reads the plain, RTF and HTML bodies; those that say the same are
// said once.
func (r *reader) mapiBody(in input, p mapiProps, set string) string {
	used := ""
	m := &message{}
	if v, ok := p[tagBody]; ok && len(v.b) > 0 {
		text := p.text(tagBody, set)
		used = set
		if v.typ == 0x1f {
			used = "utf-16le"
		}
		if q, ok := r.list("", "text/plain", v.b); ok {
			start := r.out.Len()
			r.say(text)
			r.bodySpan(q, start)
			m.remember(text)
		}
	}
	if v, ok := p[tagHTML]; ok && len(v.b) > 0 {
		src := p.text(tagHTML, set)
		if v.typ == 0x102 {
			declared := htmlCharset(v.b)
			if declared == "" && p.number(tagWebPage) > 0 {
				declared = codePage(p.number(tagWebPage))
			}
			src = r.decode(v.b, declared).Text
		}
		if q, ok := r.list("", "text/html", v.b); ok {
			start := r.out.Len()
			r.htmlBody(q, src, m, in.depth)
			if r.res.Parts[q].Text == "" {
				r.bodySpan(q, start)
			}
			m.remember(readHTMLText(src).text)
		}
	}
	if v, ok := p[tagRTF]; ok && len(v.b) > 0 {
		r.rtfBody(in, v.b, m)
	}
	return used
}

func (r *reader) rtfBody(in input, packed []byte, m *message) {
	b, ok := unLZFu(packed)
	if !ok {
		r.warn("damaged-part", "the formatted body of the message is damaged")
	}
	if len(b) == 0 {
		return
	}
	q, listed := r.list("", "text/rtf", b)
	if !listed {
		return
	}
	side := &reader{lim: r.lim, res: &Result{}}
	side.readRTF(input{b: b, depth: in.depth})
	text := side.out.String()
	r.res.Parts[q].Text = text
	if l := lettersOf(text); l != "" && strings.Contains(m.plain, l) {
		r.res.Parts[q].Why = "the same words as another body"
		return
	}
	start := r.out.Len()
	r.readRTF(input{b: b, depth: in.depth})
	r.bodySpan(q, start)
}

const lzDict = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"

// unLZFu undoes the compression of RTF in messages.
func unLZFu(b []byte) (out []byte, ok bool) {
	if len(b) < 16 {
		return nil, false
	}
	size := int(binary.LittleEndian.Uint32(b[4:]))
	switch string(b[8:12]) {
	case "MELA":
		return b[16:min(len(b), 16+max(size, 0))], true
	case "LZFu":
	default:
		return nil, false
	}
	var dict [4096]byte
	w := copy(dict[:], lzDict)
	in := b[16:]
	if size < 0 || size > 64<<20 || size > len(b)*20+4096 {
		return nil, false
	}
	for i := 0; i < len(in); {
		flags := in[i]
		i++
		for bit := 0; bit < 8 && i < len(in); bit++ {
			if flags>>bit&1 == 0 {
				out = append(out, in[i])
				dict[w&4095] = in[i]
				w = (w + 1) & 4095
				i++
				continue
			}
			if i+1 >= len(in) {
				return out, false
			}
			off, n := int(in[i])<<4|int(in[i+1])>>4, int(in[i+1]&15)+2
			i += 2
			if off == w {
				return out[:min(len(out), size)], true
			}
			for k := range n {
				c := dict[(off+k)&4095]
				out = append(out, c)
				dict[w] = c
				w = (w + 1) & 4095
			}
		}
		if len(out) > size+4096 {
			break
		}
	}
	return out[:min(len(out), size)], len(out) >= size
}
