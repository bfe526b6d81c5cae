package pdf

import (
	"bytes"
	"encoding/binary"
	"maps"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"corridor/app/pdf/syntax"
)

// Limits bound one file.
type Limits struct {
	Expanded int64 // bytes that streams may expand to
	Text     int   // bytes of text
	Pages    int
}

// Attachment is a file inside the file.
type Attachment struct {
	Name, Type string
	Body       []byte
	Lost       bool // it is named, and its bytes cannot be had
	Sealed     bool // its bytes are encrypted and no passphrase opened them
}

// Document is what was read.
type Document struct {
	Title       string
	Info        []string // "Key: value" of the document's own description
	Pages       int
	Text        string
	Notes       []string // annotations and their authors
	Fields      []string // "name: value" of form fields
	Links       []string
	Bookmarks   []string // titles of the outline, set in by depth
	Scripts     []string // source of what would run, never run
	XMP         []byte   // the description as XML, or nil
	Attachments []Attachment
	Signatures  []Signature
	Revoked     [][]byte // lists of revoked certificates that came with it
	Covered     []string // drawn where replacement text says something else
	Described   []string // what tagged pictures and passages are said to show
	Active      []string // what would run
	External    []string // what would be fetched or opened
	Revisions   []string // text of earlier revisions where it differs
	Updates     int      // how many times the file was added to
	Repaired    bool     // the structure was broken and was rebuilt
	Encrypted   bool
	Unreadable  int // glyphs drawn that say no text
	Guessed     int // glyphs whose letter was taken from their code alone
	Shown       int // glyphs drawn in all
	Images      int
	Cut         bool // a limit was reached
}

// Read reads a file. The passphrase is used only when the file asks for one.
func Read(b []byte, passphrase string, lim Limits) (Document, error) {
	d, err := read(b, passphrase, lim)
	if err != nil {
		return d, err
	}
	earlier := revisions(b)
	d.Updates = len(earlier)
	for i, end := range earlier {
		if i >= 5 {
			d.Cut = true
			break
		}
		old, err := read(b[:end], passphrase, Limits{lim.Expanded / 4, lim.Text / 4, lim.Pages})
		if err != nil || old.Repaired && !d.Repaired {
			continue
		}
		if t := strings.TrimSpace(old.Text); t != "" && t != strings.TrimSpace(d.Text) {
			d.Revisions = append(d.Revisions, old.Text)
		}
	}
	return d, nil
}

// revisions gives the ends of earlier versions of the file inside it.
func revisions(b []byte) []int {
	var ends []int
	for at := 0; len(ends) < 1000; {
		i := bytes.Index(b[at:], []byte("%%EOF"))
		if i < 0 {
			break
		}
		at += i + 5
		ends = append(ends, at)
	}
	if len(ends) > 0 && bytes.Contains(b[:min(len(b), 2048)], []byte("/Linearized")) && ends[0] < len(b)/2+4096 {
		ends = ends[1:]
	}
	if len(ends) == 0 {
		return nil
	}
	ends = ends[:len(ends)-1]
	var out []int
	for _, e := range ends {
		// Only an end with objects or a table after it is an earlier version.
		if (bytes.Contains(b[e:], []byte("endobj")) || bytes.Contains(b[e:], []byte("trailer"))) && bytes.Contains(b[max(0, e-64):e], []byte("startxref")) {
			out = append(out, e)
		}
	}
	return out
}

func read(b []byte, passphrase string, lim Limits) (Document, error) {
	var d Document
	f := openFile(b, lim.Expanded)
	d.Encrypted = f.trailer["Encrypt"] != nil
	if err := f.open(passphrase); err != nil {
		return d, err
	}
	r := reader{f: f, d: &d, lim: lim, seen: map[string]bool{}}
	r.info()
	if err := r.pages(); err != nil {
		return d, err
	}
	r.outline()
	r.form()
	r.attachments()
	r.sweep()
	d.Revoked = r.lists()
	d.Repaired = f.repaired || f.rebuilt
	d.Cut = d.Cut || f.over
	return d, nil
}

// adoptSealed indexes object streams once they can be decrypted.
func (f *file) adoptSealed() {
	for _, n := range f.numbersInOrder() {
		s, ok := f.load(n).(*stream)
		if !ok || s.dict["Type"] != name("ObjStm") {
			continue
		}
		f.objectStream(n)
		for i, k := range f.numbers[n] {
			if _, have := f.xref[k]; !have {
				f.xref[k] = where{inside: n, index: i}
			}
		}
	}
}

type reader struct {
	f    *file
	d    *Document
	lim  Limits
	seen map[string]bool
	// widgets are the fields that stand on pages.
	widgets []ref
}

// textString reads a string meant for people: UTF-16, UTF-8 or PDFDocEncoding.
func textString(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xfe\xff")), bytes.HasPrefix(b, []byte("\xff\xfe")):
		order := binary.ByteOrder(binary.BigEndian)
		if b[0] == 0xff {
			order = binary.LittleEndian
		}
		u := make([]uint16, 0, len(b)/2)
		for i := 2; i+1 < len(b); i += 2 {
			u = append(u, order.Uint16(b[i:]))
		}
		return string(utf16.Decode(u))
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(b[3:]), "\ufffd")
	}
	var out strings.Builder
	special := []rune("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž")
	for _, c := range b {
		switch {
		case c >= 0x18 && c <= 0x1f:
			out.WriteRune([]rune("˘ˇˆ˙˝˛˚˜")[c-0x18])
		case c >= 0x80 && c <= 0x9e:
			out.WriteRune(special[c-0x80])
		case c == 0xa0:
			out.WriteRune('€')
		default:
			r := charmap.ISO8859_1.DecodeByte(c)
			if r == utf8.RuneError || r == 0 {
				continue
			}
			out.WriteRune(r)
		}
	}
	return out.String()
}

func (r *reader) str(v any) string {
	switch s := r.f.get(v).(type) {
	case []byte:
		return textString(s)
	case name:
		return string(s)
	case *stream:
		b, _ := r.f.decode(s)
		return textString(b[:min(len(b), 1<<20)])
	}
	return ""
}

func (r *reader) info() {
	if s, ok := r.f.get(r.f.root()["Metadata"]).(*stream); ok {
		if b, ok := r.f.decode(s); ok {
			r.d.XMP = b[:min(len(b), 1<<20)]
		}
	}
	d := r.f.dict(r.f.trailer["Info"])
	for _, k := range []name{"Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate"} {
		if s := strings.TrimSpace(r.str(d[k])); s != "" {
			r.d.Info = append(r.d.Info, string(k)+": "+s)
			if k == "Title" {
				r.d.Title = s
			}
		}
	}
}

// pages reads every page of the tree; when the tree is broken, every object
// that says it is a page.
func (r *reader) pages() error {
	f := r.f
	ops := 0
	p := &painter{f: f, ops: &ops, fonts: map[string]*font{}, limit: r.lim.Text, spots: map[spot]int{}, hidden: &r.d.Covered}
	seen := map[int]bool{}
	var list []dict
	broken := false
	var walk func(v any, inherited dict, depth int)
	walk = func(v any, inherited dict, depth int) {
		if ref, ok := v.(ref); ok {
			if seen[ref.Num] {
				broken = true
				return
			}
			seen[ref.Num] = true
		}
		n := f.dict(v)
		if n == nil || depth > syntax.MaxNest || len(list) >= r.lim.Pages {
			broken = broken || n == nil
			r.d.Cut = r.d.Cut || len(list) >= r.lim.Pages
			return
		}
		res := inherited
		if x := f.dict(n["Resources"]); x != nil {
			res = x
		}
		if kids := f.array(n["Kids"]); kids != nil {
			for _, k := range kids {
				walk(k, res, depth+1)
			}
			return
		}
		if t, _ := f.get(n["Type"]).(name); t == "Page" || n["Contents"] != nil || n["MediaBox"] != nil {
			page := maps.Clone(n)
			page["Resources"] = res
			list = append(list, page)
		} else {
			broken = true
		}
	}
	walk(f.root()["Pages"], nil, 0)
	if len(list) == 0 && !f.rebuilt && f.cipher == nil {
		f.rebuild()
	}
	treeless := len(list) == 0
	if broken = broken || treeless; broken {
		list = append(list, r.strayPages(seen, r.lim.Pages-len(list))...)
	}
	if len(list) == 0 {
		return ErrDamaged
	}
	r.d.Pages = len(list)
	notes, hidden := len(r.d.Notes), len(r.d.Covered)
	fields := len(r.d.Fields)
	r.draw(p, list)
	if !f.over && p.unknown*5 > p.shown && p.learn() {
		ops = 0
		again := &painter{f: f, ops: &ops, fonts: p.fonts, limit: p.limit, spots: p.spots, hidden: p.hidden}
		r.d.Notes, r.d.Covered, r.d.Fields = r.d.Notes[:notes], r.d.Covered[:hidden], r.d.Fields[:fields]
		p = again
		r.draw(p, list)
	}
	r.d.Text = p.out.String()
	r.d.Unreadable, r.d.Guessed, r.d.Shown, r.d.Images = p.unknown, p.guessed, p.shown, p.images
	f.repaired = f.repaired || broken
	switch {
	case p.shown > 0:
	case f.over:
		return ErrTooBig
	case treeless && p.images == 0: // an empty page that nothing leads to is no reading
		return ErrDamaged
	}
	return nil
}

// draw runs the pages.
func (r *reader) draw(p *painter, list []dict) {
	for i, page := range list {
		if i > 0 && p.out.Len() > 0 {
			p.out.WriteString("\n")
		}
		r.page(p, page)
		if *p.ops > maxOps || p.size > r.lim.Text {
			r.d.Cut = true
			break
		}
	}
}

// strayPages gives the pages that no tree leads to, at most n, seen ones left out.
func (r *reader) strayPages(seen map[int]bool, n int) (list []dict) {
	f := r.f
	for _, k := range f.numbersInOrder() {
		d, ok := f.load(k).(dict)
		if !ok || seen[k] || len(list) >= n {
			continue
		}
		if t := f.get(d["Type"]); t == name("Page") || t == nil && d["Contents"] != nil && (d["MediaBox"] != nil || d["Resources"] != nil) {
			list = append(list, f.withResources(d))
		}
	}
	return list
}

// withResources is a page with the resources that the tree above it has for it.
func (f *file) withResources(page dict) dict {
	for up, n := page, 0; up != nil && n < syntax.MaxNest; up, n = f.dict(up["Parent"]), n+1 {
		if res := f.dict(up["Resources"]); res != nil {
			page = maps.Clone(page)
			page["Resources"] = res
			return page
		}
	}
	return page
}

func (r *reader) page(p *painter, page dict) {
	f := r.f
	var content []byte
	add := func(v any) {
		if s, ok := f.get(v).(*stream); ok {
			if b, ok := f.decode(s); ok {
				content = append(append(content, b...), '\n')
			}
		}
	}
	if list := f.array(page["Contents"]); list != nil {
		for i, v := range list {
			if i < 10000 {
				add(v)
			}
		}
	} else {
		add(page["Contents"])
	}
	st := state{ctm: identity, scale: 1, size: 1}
	res := resources{f.dict(page["Resources"])}
	p.run(content, res, st, 0)
	p.endPage()
	for i, v := range f.array(page["Annots"]) {
		if a, ok := v.(ref); ok && f.dict(a)["Subtype"] == name("Widget") && len(r.widgets) < 5000 {
			r.widgets = append(r.widgets, a)
		}
		if i < 5000 {
			r.annotation(p, f.dict(v), res, st)
		}
	}
}
