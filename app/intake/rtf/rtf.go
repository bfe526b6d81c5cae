package rtf

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf16"

	"corridor/app/intake/charset"
)

// Document is what was read.
type Document struct {
	Text    string
	HTML    string // the page that was wrapped in RTF, when it was
	Title   string
	Author  string
	Info    []string
	Deleted string
	Fields  []string
	Objects []Object
	Notes   []string
	Hidden  bool // some of Text is formatted as hidden
	Changed bool // it keeps tracked changes
	Broken  bool // groups do not balance or the end is missing
	Images  int
}

// Object is an embedded OLE object, its data as it stands in the file.
type Object struct {
	Class string
	Data  []byte
}

type dest int

const (
	body dest = iota
	skip
	fonts
	info
	field
	object
	class
	deleted
	note
	tag
	picture
)

type group struct {
	dest    dest
	uc      int
	page    string
	hidden  bool
	erased  bool
	noHTML  bool // inside \htmlrtf: rendering that the page does not hold
	key     string
	starred bool
	fresh   bool // nothing but the destination word has come yet
}

type parser struct {
	b       []byte
	i       int
	d       *Document
	g       group
	stack   []group
	pages   map[int]string
	font    int
	ansi    string
	raw     []byte // bytes waiting to be decoded in the current page
	high    rune   // first half of a surrogate pair
	eat     int    // fallback characters to pass over after \u
	out     strings.Builder
	del     strings.Builder
	inst    strings.Builder
	objs    strings.Builder
	cls     strings.Builder
	infos   strings.Builder
	notes   strings.Builder
	page    strings.Builder // the wrapped page
	html    bool
	maxText int
}

// maxGroups bounds nesting.
const maxGroups = 10000

// Read reads a document; it always gives what it could.
func Read(b []byte, maxText int) Document {
	var d Document
	p := &parser{b: b, d: &d, pages: map[int]string{}, ansi: "windows-1252", maxText: maxText}
	p.g = group{uc: 1, page: p.ansi}
	for p.i < len(b) && p.out.Len() < maxText {
		p.step()
	}
	p.flush()
	d.Broken = d.Broken || len(p.stack) > 0
	d.Text, d.Deleted = p.out.String(), p.del.String()
	if p.html {
		d.HTML = p.page.String()
	}
	return d
}

func (p *parser) step() {
	switch c := p.b[p.i]; c {
	case '{':
		p.flush()
		p.i++
		if len(p.stack) < maxGroups {
			p.stack = append(p.stack, p.g)
		}
		p.g.starred, p.g.fresh = false, true
		p.eat = 0
	case '}':
		p.flush()
		p.i++
		p.close()
	case '\\':
		p.control()
	case '\r', '\n':
		p.i++
	default:
		p.i++
		p.byte(c)
	}
}

func (p *parser) close() {
	n := len(p.stack)
	if n == 0 {
		// Text after the last group: some files are several in one.
		p.d.Broken = p.d.Broken || strings.TrimSpace(string(p.b[p.i:min(len(p.b), p.i+64)])) != ""
		return
	}
	was := p.g
	p.g = p.stack[n-1]
	p.stack = p.stack[:n-1]
	p.eat = 0
	if was.dest == p.g.dest && was.key == p.g.key {
		return
	}
	switch was.dest {
	case field:
		p.d.Fields = append(p.d.Fields, strings.TrimSpace(p.inst.String()))
		p.inst.Reset()
	case object:
		p.object()
	case class:
		// kept until its object ends
	case info:
		v := strings.TrimSpace(p.infos.String())
		p.infos.Reset()
		if v != "" && len(p.d.Info) < 100 {
			p.d.Info = append(p.d.Info, was.key+": "+v)
			switch was.key {
			case "title":
				p.d.Title = v
			case "author":
				p.d.Author = v
			}
		}
	case note:
		if v := strings.TrimSpace(p.notes.String()); v != "" {
			p.d.Notes = append(p.d.Notes, v)
		}
		p.notes.Reset()
	case skip, picture, fonts:
	}
}

func (p *parser) object() {
	clean := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, p.objs.String())
	data, _ := hex.DecodeString(clean[:len(clean)&^1])
	if len(p.d.Objects) < 1000 {
		p.d.Objects = append(p.d.Objects, Object{strings.TrimSpace(p.cls.String()), data})
	}
	p.objs.Reset()
	p.cls.Reset()
}

// control reads one control word or symbol.
func (p *parser) control() {
	p.i++
	if p.i >= len(p.b) {
		return
	}
	c := p.b[p.i]
	if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
		p.word()
		return
	}
	p.i++
	switch c {
	case '\'':
		if p.i+1 < len(p.b) {
			if v, err := strconv.ParseUint(string(p.b[p.i:p.i+2]), 16, 8); err == nil {
				p.i += 2
				p.byte(byte(v))
				return
			}
		}
	case '\\', '{', '}':
		p.byte(c)
	case '~':
		p.text("\u00a0")
	case '_':
		p.text("-")
	case '*':
		p.g.starred = true
	case '\n', '\r':
		p.text("\n")
	case '\t':
		p.text("\t")
	}
}

func (p *parser) word() {
	start := p.i
	for p.i < len(p.b) && (p.b[p.i] >= 'a' && p.b[p.i] <= 'z' || p.b[p.i] >= 'A' && p.b[p.i] <= 'Z') && p.i-start < 64 {
		p.i++
	}
	w := string(p.b[start:p.i])
	neg := p.i < len(p.b) && p.b[p.i] == '-'
	if neg {
		p.i++
	}
	num, has := 0, false
	for p.i < len(p.b) && p.b[p.i] >= '0' && p.b[p.i] <= '9' {
		if num < 1<<27 {
			num = num*10 + int(p.b[p.i]-'0')
		}
		p.i++
		has = true
	}
	if neg {
		num = -num
	}
	if p.i < len(p.b) && p.b[p.i] == ' ' {
		p.i++
	}
	if w == "bin" {
		if num > 0 {
			n := min(num, len(p.b)-p.i)
			if p.g.dest == object {
				p.objs.WriteString(hex.EncodeToString(p.b[p.i : p.i+n]))
			}
			p.i += n
		}
		return
	}
	p.apply(w, num, has)
}

func (p *parser) byte(c byte) {
	p.g.fresh = false
	if p.eat > 0 {
		p.eat--
		return
	}
	p.raw = append(p.raw, c)
}

func (p *parser) unicode(n int) {
	p.flush()
	if n < 0 {
		n += 65536
	}
	p.eat = p.g.uc
	r := rune(n)
	switch {
	case utf16.IsSurrogate(r) && p.high == 0:
		p.high = r
		return
	case p.high != 0:
		r = utf16.DecodeRune(p.high, r)
		p.high = 0
	}
	if r > 0 && r <= 0x10ffff {
		keep := p.eat
		p.eat = 0
		p.text(string(r))
		p.eat = keep
	}
}

func (p *parser) flush() {
	if len(p.raw) == 0 {
		return
	}
	raw := p.raw
	p.raw = p.raw[:0]
	ascii := true
	for _, c := range raw {
		ascii = ascii && c < 0x80
	}
	s := string(raw)
	if !ascii {
		s = charset.Decode(raw, p.g.page).Text
	}
	p.put(s)
}

func (p *parser) text(s string) {
	p.flush()
	if p.eat > 0 {
		p.eat--
		return
	}
	p.put(s)
}

// put sends text where its group says.
func (p *parser) put(s string) {
	switch p.g.dest {
	case skip, fonts, picture:
	case info:
		p.infos.WriteString(s)
	case field:
		p.inst.WriteString(s)
	case object:
		if p.objs.Len() < 256<<20 {
			p.objs.WriteString(s)
		}
	case class:
		p.cls.WriteString(s)
	case note:
		p.notes.WriteString(s)
	case tag:
		if p.html {
			p.page.WriteString(s)
		}
	default:
		if p.g.erased {
			p.del.WriteString(s)
			return
		}
		if p.g.hidden && strings.TrimSpace(s) != "" {
			p.d.Hidden = true
		}
		if p.html && !p.g.noHTML {
			p.page.WriteString(s)
		}
		p.out.WriteString(s)
	}
}
