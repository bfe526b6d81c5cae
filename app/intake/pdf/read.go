package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
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
	Attachments []Attachment
	Active      []string // what would run
	External    []string // what would be fetched or opened
	Revisions   []string // text of earlier revisions where it differs
	Updates     int      // how many times the file was added to
	Repaired    bool     // the structure was broken and was rebuilt
	Encrypted   bool
	Unreadable  int // glyphs drawn that say no text
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
		// Only an end with objects after it is an earlier version.
		if bytes.Contains(b[e:], []byte("endobj")) && bytes.Contains(b[max(0, e-64):e], []byte("startxref")) {
			out = append(out, e)
		}
	}
	return out
}

func read(b []byte, passphrase string, lim Limits) (Document, error) {
	var d Document
	f, err := openFile(b, lim.Expanded)
	if err != nil {
		return d, err
	}
	d.Encrypted = f.trailer["Encrypt"] != nil
	if err := f.open(passphrase); err != nil {
		return d, err
	}
	r := reader{f: f, d: &d, lim: lim}
	r.info()
	if err := r.pages(); err != nil {
		return d, err
	}
	r.form()
	r.attachments()
	r.sweep()
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
	p := &painter{f: f, ops: &ops, fonts: map[string]*font{}, limit: r.lim.Text}
	seen := map[int]bool{}
	var list []dict
	broken := false
	var walk func(v any, inherited dict, depth int)
	walk = func(v any, inherited dict, depth int) {
		if ref, ok := v.(ref); ok {
			if seen[ref.num] {
				broken = true
				return
			}
			seen[ref.num] = true
		}
		n := f.dict(v)
		if n == nil || depth > maxNest || len(list) >= r.lim.Pages {
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
			page := dict{}
			for k, v := range n {
				page[k] = v
			}
			page["Resources"] = res
			list = append(list, page)
		} else {
			broken = true
		}
	}
	walk(f.root()["Pages"], nil, 0)
	if len(list) == 0 {
		f.repaired = true
		if !f.rebuilt && f.cipher == nil {
			f.rebuild()
		}
		for _, n := range f.numbersInOrder() {
			if d, ok := f.load(n).(dict); ok && f.get(d["Type"]) == name("Page") && len(list) < r.lim.Pages {
				list = append(list, d)
			}
		}
	}
	if len(list) == 0 {
		return ErrDamaged
	}
	r.d.Pages = len(list)
	for i, page := range list {
		if i > 0 && p.out.Len() > 0 {
			p.out.WriteString("\n")
		}
		r.page(p, page)
		if ops > maxOps || p.size > r.lim.Text {
			r.d.Cut = true
			break
		}
	}
	r.d.Text = p.out.String()
	r.d.Unreadable, r.d.Shown, r.d.Images = p.unknown, p.shown, p.images
	f.repaired = f.repaired || broken
	if f.over && p.shown == 0 {
		return ErrTooBig
	}
	return nil
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
	p.run(content, f.dict(page["Resources"]), st, 0)
	p.endPage()
	for i, v := range f.array(page["Annots"]) {
		if i < 5000 {
			r.annotation(p, f.dict(v), st)
		}
	}
}

func (r *reader) annotation(p *painter, a dict, st state) {
	if a == nil {
		return
	}
	f := r.f
	kind, _ := f.get(a["Subtype"]).(name)
	if kind != "Link" && kind != "Popup" {
		ap := f.get(f.dict(a["AP"])["N"])
		if d, ok := ap.(dict); ok {
			ap = f.get(d[r.state(a, d)])
		}
		if s, ok := ap.(*stream); ok {
			p.form(s, nil, st, 1)
			p.endPage()
		}
	}
	text := strings.TrimSpace(r.str(a["Contents"]))
	if text == "" {
		text = strings.TrimSpace(stripXML(r.str(a["RC"])))
	}
	if text != "" {
		who := strings.TrimSpace(r.str(a["T"]))
		r.d.Notes = append(r.d.Notes, strings.TrimSpace(string(kind)+" "+who)+": "+text)
	}
	if mk := f.dict(a["MK"]); mk != nil {
		if s := strings.TrimSpace(r.str(mk["CA"])); len(s) > 1 {
			r.d.Fields = append(r.d.Fields, "button: "+s)
		}
	}
	if fs := a["FS"]; fs != nil && kind == "FileAttachment" {
		r.attach("", fs)
	}
}

// state is the appearance that is on, or the first that is there.
func (r *reader) state(a, d dict) name {
	if as, ok := r.f.get(a["AS"]).(name); ok && d[as] != nil {
		return as
	}
	best := name("")
	for k, v := range d {
		if _, ok := r.f.get(v).(*stream); ok && (best == "" || k < best) {
			best = k
		}
	}
	return best
}

func stripXML(s string) string {
	var out strings.Builder
	in := false
	for _, c := range s {
		switch {
		case c == '<':
			in = true
		case c == '>':
			in = false
			out.WriteByte(' ')
		case !in:
			out.WriteRune(c)
		}
	}
	return out.String()
}

// form reads the values of form fields.
func (r *reader) form() {
	f := r.f
	acro := f.dict(f.root()["AcroForm"])
	seen := map[int]bool{}
	var walk func(v any, prefix string, depth int)
	walk = func(v any, prefix string, depth int) {
		if x, ok := v.(ref); ok {
			if seen[x.num] {
				return
			}
			seen[x.num] = true
		}
		d := f.dict(v)
		if d == nil || depth > 20 || len(r.d.Fields) > 5000 {
			return
		}
		n := prefix
		if t := strings.TrimSpace(r.str(d["T"])); t != "" {
			n = strings.TrimPrefix(prefix+"."+t, ".")
		}
		value := r.value(d["V"])
		if value == "" && d["DV"] != nil {
			value = r.value(d["DV"])
		}
		if tip := strings.TrimSpace(r.str(d["TU"])); tip != "" && tip != n {
			n += " (" + tip + ")"
		}
		if n != prefix && (value != "" && value != "Off" || d["Kids"] == nil) {
			r.d.Fields = append(r.d.Fields, n+": "+value)
		}
		for _, k := range f.array(d["Kids"]) {
			walk(k, n, depth+1)
		}
	}
	for _, v := range f.array(acro["Fields"]) {
		walk(v, "", 0)
	}
	if x := f.get(acro["XFA"]); x != nil {
		r.xfa(x)
	}
}

func (r *reader) value(v any) string {
	if list := r.f.array(v); list != nil {
		var all []string
		for _, e := range list {
			all = append(all, r.str(e))
		}
		return strings.Join(all, ", ")
	}
	return strings.TrimSpace(r.str(v))
}

func (r *reader) xfa(x any) {
	var all []byte
	add := func(v any) {
		if s, ok := r.f.get(v).(*stream); ok {
			b, _ := r.f.decode(s)
			all = append(all, b...)
		}
	}
	if list, ok := x.([]any); ok {
		for _, v := range list {
			add(v)
		}
	} else {
		add(x)
	}
	if len(all) > 0 {
		r.d.Attachments = append(r.d.Attachments, Attachment{Name: "form (XFA).xml", Type: "application/xml", Body: all})
	}
}

// attachments reads the name tree of embedded files, then any file
// specification that it leaves out.
func (r *reader) attachments() {
	f := r.f
	var walk func(v any, depth int)
	seen := map[int]bool{}
	walk = func(v any, depth int) {
		if x, ok := v.(ref); ok {
			if seen[x.num] {
				return
			}
			seen[x.num] = true
		}
		d := f.dict(v)
		if d == nil || depth > 20 {
			return
		}
		list := f.array(d["Names"])
		for i := 0; i+1 < len(list) && i < 20000; i += 2 {
			r.attach(r.str(list[i]), list[i+1])
		}
		for _, k := range f.array(d["Kids"]) {
			walk(k, depth+1)
		}
	}
	walk(f.dict(f.root()["Names"])["EmbeddedFiles"], 0)
	for _, v := range f.array(f.root()["AF"]) {
		r.attach("", v)
	}
}

func (r *reader) attach(n string, v any) {
	f := r.f
	key := fmt.Sprint(v)
	if x, ok := v.(ref); ok {
		key = "#" + itoa(x.num)
	}
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	d := f.dict(v)
	if d == nil || r.seen[key] || len(r.d.Attachments) > 10000 {
		return
	}
	r.seen[key] = true
	for _, k := range []name{"UF", "F", "Unix", "DOS", "Mac"} {
		if s := strings.TrimSpace(r.str(d[k])); s != "" {
			n = s
			break
		}
	}
	ef := f.dict(d["EF"])
	if ef == nil {
		return
	}
	for _, k := range []name{"UF", "F", "Unix", "DOS", "Mac"} {
		x, ok := ef[k].(ref)
		if ok && r.seen["@"+itoa(x.num)] {
			return
		}
		s, ok2 := f.get(ef[k]).(*stream)
		if !ok2 {
			continue
		}
		if ok {
			r.seen["@"+itoa(x.num)] = true
		}
		b, decoded := f.decode(s)
		t, _ := f.get(s.dict["Subtype"]).(name)
		r.d.Attachments = append(r.d.Attachments, Attachment{Name: n, Type: string(t), Body: b, Lost: !decoded})
		return
	}
	r.d.Attachments = append(r.d.Attachments, Attachment{Name: n, Lost: true})
}

// sweep looks at every object for what would run or be fetched, and for files
// that nothing leads to.
func (r *reader) sweep() {
	f := r.f
	count := 0
	for _, n := range f.numbersInOrder() {
		if count++; count > 300000 || f.over {
			r.d.Cut = true
			return
		}
		r.inspect(f.load(n), 0)
		if d, ok := f.load(n).(dict); ok && f.get(d["Type"]) == name("Filespec") && d["EF"] != nil {
			r.attach("", ref{n, 0})
		}
	}
	r.inspect(f.root(), 0)
}

func (r *reader) inspect(v any, depth int) {
	if depth > 12 {
		return
	}
	switch o := v.(type) {
	case *stream:
		r.inspect(o.dict, depth)
	case []any:
		for _, e := range o {
			r.inspect(e, depth+1)
		}
	case dict:
		s, _ := r.f.get(o["S"]).(name)
		switch s {
		case "JavaScript":
			add(&r.d.Active, "script: "+first(r.str(o["JS"]), 120))
		case "Launch":
			add(&r.d.Active, "starts a program or file: "+first(r.str(o["F"])+r.str(r.f.dict(o["F"])["F"])+r.str(r.f.dict(o["Win"])["F"]), 120))
		case "RichMediaExecute", "ImportData":
			add(&r.d.Active, string(s))
		case "SubmitForm":
			add(&r.d.External, "sends the form to "+first(r.str(o["F"])+r.str(r.f.dict(o["F"])["F"]), 120))
		case "GoToR", "GoToE":
			add(&r.d.External, "opens "+first(r.str(o["F"])+r.str(r.f.dict(o["F"])["F"]), 120))
		case "URI":
			add(&r.d.Links, first(r.str(o["URI"]), 500))
		}
		if o["JS"] != nil && s == "" {
			add(&r.d.Active, "script: "+first(r.str(o["JS"]), 120))
		}
		if t, _ := o["Subtype"].(name); t == "RichMedia" || t == "3D" || t == "Movie" || t == "Screen" {
			add(&r.d.Active, "media: "+string(t))
		}
		for _, e := range o {
			switch e.(type) {
			case dict, []any:
				r.inspect(e, depth+1)
			}
		}
	}
}

func add(list *[]string, s string) {
	if strings.TrimSpace(s) == "" || len(*list) >= 1000 {
		return
	}
	for _, have := range *list {
		if have == s {
			return
		}
	}
	*list = append(*list, s)
}

func first(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > n {
		return string([]rune(s)[:n]) + "…"
	}
	return s
}
