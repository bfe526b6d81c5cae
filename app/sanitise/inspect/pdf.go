package inspect

import (
	"bytes"
	"sort"
	"strings"

	"corridor/app/pdf/syntax"
)

// pdfFile is one document being read.
type pdfFile struct {
	w     *walker
	where string
	depth int
	notes *bytes.Buffer // comments, and what stands between the objects
	all   []*object
	by    map[int]*object // the latest object of each number
	fonts map[int]*font
	done  map[*object]bool // streams already read as page content
}

// pdf reads a PDF: text by page, with what is hidden named; every string of
// every object; properties, XMP, attachments and pictures.
func (w *walker) pdf(where string, b []byte, depth int) {
	notes := &bytes.Buffer{}
	all, trailers, over := w.objects(b, notes)
	p := &pdfFile{w: w, where: where, depth: depth, notes: notes, all: all, by: map[int]*object{}, fonts: map[int]*font{}, done: map[*object]bool{}}
	if over {
		w.unread(where, "too many objects")
	}
	if len(all) == 0 {
		w.unread(where, "no objects found")
		w.strings(where, b)
		return
	}
	for _, o := range all {
		p.by[o.num] = o
		if o.broken {
			w.unread(where, "damaged")
		}
	}
	locked := false
	for _, t := range trailers {
		locked = locked || t["Encrypt"] != nil
	}
	for _, o := range all {
		locked = locked || o.has && o.dict()["Type"] == syntax.Name("XRef") && o.dict()["Encrypt"] != nil
	}
	if locked {
		w.unread(where, "encrypted")
		w.strings(where, b)
		return
	}
	p.outsideObjects(b)
	p.packedObjects()
	p.words(trailers)
	p.pages()
	p.streams()
	w.strings(in(where, "comments, and between the objects"), notes.Bytes())
}

// outsideObjects looks past the last end-of-file mark.
func (p *pdfFile) outsideObjects(b []byte) {
	if i := bytes.LastIndex(b, []byte("%%EOF")); i >= 0 {
		if rest := bytes.TrimSpace(b[i+5:]); len(rest) > 0 {
			p.w.unread(p.where, "bytes after the end")
			p.w.visit(in(p.where, "after the end"), "", rest, p.depth+1)
		}
	}
	if i := bytes.Index(b, []byte("%PDF-")); i > 0 {
		p.w.strings(in(p.where, "before the start"), b[:i])
	}
}

// packedObjects unpacks object streams.
func (p *pdfFile) packedObjects() {
	for _, o := range append([]*object(nil), p.all...) {
		d := o.dict()
		if !o.has || d["Type"] != syntax.Name("ObjStm") {
			continue
		}
		p.done[o] = true
		b, ok := p.decode(o)
		if !ok {
			continue
		}
		p.unpack(b, syntax.Int(p.get(d["N"])), syntax.Int(p.get(d["First"])))
	}
}

// unpack reads the n objects that a stream holds from its byte first on.
func (p *pdfFile) unpack(b []byte, n, first int) {
	head := &syntax.Lexer{B: b, Notes: p.notes}
	left := 4*len(b) + 1<<16 // objects may overlap a little, not without end
	for i := 0; i < n && i < maxObjects; i++ {
		num, ok1 := head.Next().(int)
		off, ok2 := head.Next().(int)
		from := first + off
		if !ok1 || !ok2 || off < 0 || from < 0 || from >= len(b) {
			return
		}
		l := &syntax.Lexer{B: b, Pos: from, Refs: true, Notes: p.notes}
		v := l.Next()
		p.w.steps += l.Pos - from + 1
		if left -= l.Pos - from; left < 0 {
			p.w.unread(p.where, "packed objects that overlap")
			return
		}
		x := &object{num: num, val: v}
		p.all = append(p.all, x)
		if p.by[num] == nil {
			p.by[num] = x
		}
	}
}

// get follows references.
func (p *pdfFile) get(v any) any {
	for i := 0; i < 10; i++ {
		r, ok := v.(syntax.Ref)
		if !ok {
			return v
		}
		o := p.by[r.Num]
		if o == nil {
			return nil
		}
		v = o.val
	}
	return nil
}

func (p *pdfFile) dictOf(v any) syntax.Dict {
	d, _ := p.get(v).(syntax.Dict)
	return d
}

func (p *pdfFile) num(v any) float64 {
	f, _ := syntax.Number(p.get(v))
	return f
}

// words reads every string of every object that is not text on a page.
func (p *pdfFile) words(trailers []syntax.Dict) {
	for _, o := range p.all {
		var out strings.Builder
		p.collect(o.val, &out, 0)
		if out.Len() > 0 {
			p.w.place(in(p.where, p.label(o)), out.String())
		}
	}
	for _, t := range trailers {
		var out strings.Builder
		delete(t, "ID")
		p.collect(t, &out, 0)
		p.w.place(in(p.where, "trailer"), out.String())
	}
}

// label names an object by what it is.
func (p *pdfFile) label(o *object) string {
	d := o.dict()
	switch {
	case d["Type"] == syntax.Name("Annot") || d["Subtype"] != nil && d["Rect"] != nil:
		return numbered("annotation, object", o.num)
	case d["Author"] != nil || d["Producer"] != nil || d["Creator"] != nil || d["CreationDate"] != nil:
		return "document properties"
	case d["Title"] != nil && (d["Dest"] != nil || d["A"] != nil || d["Parent"] != nil):
		return numbered("bookmark, object", o.num)
	case d["EF"] != nil:
		return numbered("attachment name, object", o.num)
	case d["JS"] != nil:
		return numbered("script, object", o.num)
	case d["FT"] != nil || d["TU"] != nil:
		return numbered("form field, object", o.num)
	}
	return numbered("object", o.num)
}

func (p *pdfFile) collect(v any, out *strings.Builder, depth int) {
	if depth > syntax.MaxNest {
		return
	}
	switch x := v.(type) {
	case []byte:
		if s := pdfText(x); strings.TrimSpace(s) != "" {
			out.WriteString(s)
			out.WriteByte('\n')
		}
	case []any:
		for _, y := range x {
			p.collect(y, out, depth+1)
		}
	case syntax.Dict:
		keys := make([]string, 0, len(x))
		for k := range x {
			keys = append(keys, string(k))
		}
		sort.Strings(keys)
		for _, k := range keys {
			if k == "ID" || k == "U" || k == "O" {
				continue
			}
			if len(k) > 14 {
				out.WriteString(k + "\n")
			}
			p.collect(x[syntax.Name(k)], out, depth+1)
		}
	case syntax.Name:
		if len(x) > 12 {
			out.WriteString(string(x) + "\n")
		}
	}
}

// pdfText decodes a text string: UTF-16 or UTF-8 with a mark, or bytes. What
// no reader draws is taken out, for it parts no word.
func pdfText(s []byte) string {
	switch {
	case bytes.HasPrefix(s, []byte("\xfe\xff")):
		return utf16(s[2:], true)
	case bytes.HasPrefix(s, []byte("\xff\xfe")):
		return utf16(s[2:], false)
	case bytes.HasPrefix(s, []byte("\xef\xbb\xbf")):
		return string(s[3:])
	}
	if bytes.ContainsAny(s, "\b\f") {
		s = bytes.Map(func(r rune) rune {
			if r == '\b' || r == '\f' {
				return -1
			}
			return r
		}, s)
	}
	return latin(s)
}

// streams reads the streams no page led to: XMP, attachments, pictures, and
// content that is not shown.
func (p *pdfFile) streams() {
	for _, o := range p.all {
		if !o.has || p.done[o] {
			continue
		}
		d := o.dict()
		where := in(p.where, numbered("stream, object", o.num))
		switch {
		case d["Type"] == syntax.Name("XRef"):
			continue
		case d["Subtype"] == syntax.Name("Image"):
			p.picture(o, where)
			continue
		}
		b, ok := p.decode(o)
		if !ok {
			continue
		}
		switch {
		case d["Type"] == syntax.Name("Metadata") || bytes.Contains(b[:min(len(b), 200)], []byte("<?xpacket")):
			p.w.markup(in(p.where, "XMP"), b, false, p.depth)
		case d["Type"] == syntax.Name("EmbeddedFile"):
			p.w.visit(in(p.where, numbered("attachment, object", o.num)), "", b, p.depth+1)
		case d["Length1"] != nil || d["Subtype"] == syntax.Name("CIDFontType0C") || d["Subtype"] == syntax.Name("Type1C") || d["Subtype"] == syntax.Name("OpenType"):
			p.w.strings(where+" (font)", b)
		case bytes.Contains(b, []byte("BT")) && bytes.Contains(b, []byte("Tf")):
			c := p.content(nil, nil)
			c.run(b, p.allFonts(), 0)
			c.report(in(p.where, numbered("content not on a page, object", o.num)))
		default:
			p.w.strings(where, b)
		}
	}
}

func (p *pdfFile) picture(o *object, where string) {
	p.done[o] = true
	if f := p.filters(o.dict()); len(f) > 0 && f[len(f)-1] == "DCTDecode" {
		if b, ok := p.decode(o); ok {
			p.w.visit(where+" (picture)", "", b, p.depth+1)
		}
		return
	}
	p.w.pixels(where + " (picture)")
}
