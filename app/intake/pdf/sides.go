package pdf

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

func (r *reader) annotation(p *painter, a dict, res resources, st state) {
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
			p.form(s, append(resources{f.dict(f.dict(f.root()["AcroForm"])["DR"])}, res...), st, 1)
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
			if seen[x.Num] {
				return
			}
			seen[x.Num] = true
		}
		d := f.dict(v)
		if d == nil || depth > 20 || len(r.d.Fields) > 5000 {
			return
		}
		n := prefix
		if t := strings.TrimSpace(r.str(d["T"])); t != "" {
			n = strings.TrimPrefix(prefix+"."+t, ".")
		}
		if f.get(d["FT"]) == name("Sig") && f.dict(d["V"]) != nil {
			r.signature(n, d["V"])
			return // it is told of by itself
		}
		value := r.value(d["V"], d["Opt"])
		if value == "" && d["DV"] != nil {
			value = r.value(d["DV"], d["Opt"])
		}
		if of := r.choices(d["Opt"]); of != "" {
			value = strings.TrimSpace(value + " [of: " + of + "]")
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
	for _, v := range r.widgets { // fields on a page that no form lists
		walk(r.fieldOf(v), "", 0)
	}
	if x := f.get(acro["XFA"]); x != nil {
		r.xfa(x)
	}
}

// fieldOf is the outermost field that a widget belongs to.
func (r *reader) fieldOf(v any) any {
	for range 20 {
		up := r.f.dict(v)["Parent"]
		if r.f.dict(up) == nil {
			break
		}
		v = up
	}
	return v
}

// value is what a field holds; a choice is told by the words that the form
// shows for it.
func (r *reader) value(v, opt any) string {
	if list := r.f.array(v); list != nil {
		var all []string
		for _, e := range list {
			all = append(all, r.shownFor(r.str(e), opt))
		}
		return strings.Join(all, ", ")
	}
	return r.shownFor(strings.TrimSpace(r.str(v)), opt)
}

// shownFor gives the words that a list of choices shows for a value, which
// stands beside them where it is another.
func (r *reader) shownFor(value string, opt any) string {
	for i, o := range r.f.array(opt) {
		if pair := r.f.array(o); i < maxChoices && len(pair) == 2 && value != "" && strings.TrimSpace(r.str(pair[0])) == value {
			if s := strings.TrimSpace(r.str(pair[1])); s != "" && s != value {
				return s + " (" + value + ")"
			}
		}
	}
	return value
}

// maxChoices is how many choices of one field are told.
const maxChoices = 500

// choices are the words of all choices of a field.
func (r *reader) choices(opt any) string {
	var all []string
	for i, o := range r.f.array(opt) {
		if i >= maxChoices {
			all = append(all, "…")
			break
		}
		if pair := r.f.array(o); len(pair) == 2 {
			o = pair[1]
		}
		if s := strings.TrimSpace(r.str(o)); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, ", ")
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
			if seen[x.Num] {
				return
			}
			seen[x.Num] = true
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
		key = "#" + itoa(x.Num)
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
	found := false
	for _, k := range []name{"UF", "F", "Unix", "DOS", "Mac"} { // each system may have a file of its own
		s, ok := f.get(ef[k]).(*stream)
		if !ok {
			continue
		}
		found = true
		if x, ok := ef[k].(ref); ok {
			if r.seen["@"+itoa(x.Num)] {
				continue
			}
			r.seen["@"+itoa(x.Num)] = true
		}
		b, decoded := f.decode(s)
		t, _ := f.get(s.dict["Subtype"]).(name)
		r.d.Attachments = append(r.d.Attachments, Attachment{Name: n, Type: string(t), Body: b, Lost: !decoded, Sealed: f.cipher != nil && f.cipher.key == nil})
	}
	if !found {
		r.d.Attachments = append(r.d.Attachments, Attachment{Name: n, Lost: true})
	}
}

// outline reads the titles of the bookmarks, one a line, set in by depth.
func (r *reader) outline() {
	f := r.f
	seen := map[int]bool{}
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		for range 20000 {
			if x, ok := v.(ref); ok {
				if seen[x.Num] {
					return
				}
				seen[x.Num] = true
			}
			d := f.dict(v)
			if d == nil || len(r.d.Bookmarks) > 20000 {
				return
			}
			if t := strings.TrimSpace(r.str(d["Title"])); t != "" {
				r.d.Bookmarks = append(r.d.Bookmarks, strings.Repeat("  ", depth)+t)
			}
			if depth < 20 {
				walk(d["First"], depth+1)
			}
			v = d["Next"]
		}
	}
	walk(f.dict(f.root()["Outlines"])["First"], 0)
}

// script keeps the source of an action, which is never run.
func (r *reader) script(v any) string {
	src := r.str(v)
	add(&r.d.Scripts, src)
	return first(src, 120)
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
		r.described(f.load(n))
		if d, ok := f.load(n).(dict); ok && f.get(d["Type"]) == name("Filespec") && d["EF"] != nil {
			r.attach("", ref{Num: n})
		}
	}
	r.inspect(f.root(), 0)
}

// described keeps what an element of the tagged structure says its content
// shows, stands for or is short for: programs that read aloud say it, no page does.
func (r *reader) described(v any) {
	d, ok := v.(dict)
	if !ok || d["P"] == nil || r.f.get(d["S"]) == nil || r.f.get(d["Type"]) != name("StructElem") && d["K"] == nil {
		return
	}
	for _, k := range []name{"Alt", "ActualText", "E"} {
		if s := first(r.str(d[k]), 2000); s != "" && onlyLetters(s) != "" {
			add(&r.d.Described, s)
		}
	}
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
		if o["ByteRange"] != nil && o["Contents"] != nil {
			r.signature("", o)
		}
		s, _ := r.f.get(o["S"]).(name)
		switch s {
		case "JavaScript":
			add(&r.d.Active, "script: "+r.script(o["JS"]))
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
			add(&r.d.Active, "script: "+r.script(o["JS"]))
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
