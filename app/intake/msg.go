package intake

import (
	"encoding/binary"
	"path"
	"slices"
	"strconv"
	"strings"
)

// readMsg reads an Outlook message kept under prefix in a compound file.
func (r *reader) readMsg(in input, o *oleFile, prefix string) found {
	if in.depth > r.lim.Depth {
		r.warn("nested-too-deep", "messages nest more than %d deep; the inner ones were not read", r.lim.Depth)
		return fail("msg", "nested-too-deep", "nested too deep")
	}
	head := 32
	if prefix != "" {
		head = 24
	}
	p := o.props(prefix, head)
	set := p.set()
	var to recipients
	for _, dir := range o.dirs(prefix, "__recip_version1.0_#") {
		q := o.props(dir, 8)
		mail := q.text(tagSMTP, set)
		if mail == "" {
			mail = q.text(tagEmail, set)
		}
		if n := q.text(tagName, set); n != "" && n != mail {
			mail = strings.TrimSpace(n + " <" + mail + ">")
		}
		if mail != "" {
			i := min(max(q.number(tagRecipient)&3-1, 0), 2)
			to[i] = append(to[i], mail)
		}
	}
	f := r.readMAPI(in, p, to)
	for _, dir := range o.dirs(prefix, "__attach_version1.0_#") {
		r.msgAttachment(in, o, dir, set)
	}
	if len(p) == 0 {
		f.fail = &Failure{"damaged", "not read: the message has no properties that can be found"}
	}
	return f
}

func (r *reader) msgAttachment(in input, o *oleFile, dir, set string) {
	a := o.props(dir, 8)
	name := a.text(tagLongFile, set)
	if name == "" {
		name = a.text(tagShortFile, set)
	}
	if name == "" {
		name = a.text(tagName, set)
	}
	typ := a.text(tagMIME, set)
	inner := dir + "__substg1.0_3701000D/"
	switch {
	case o.has(inner + "__properties_version1.0"):
		r.msgNested(in, o, inner, name)
	case a[tagData].b != nil:
		r.attach(input{name: name, declared: typ, b: a[tagData].b, depth: in.depth + 1})
	default:
		if b := oleNative(o, inner); b != nil {
			r.attach(input{name: label(name, "object"), b: b, depth: in.depth + 1})
			return
		}
		if p, ok := r.list(name, typ, nil); ok {
			why := "its bytes are not in the file"
			if m := a.number(tagMethod); m == 2 || m == 3 || m == 4 || m == 7 {
				why = "kept elsewhere; never fetched"
				r.warn("external-reference", "the attachment %s is kept elsewhere; it was not fetched", label(name, "without a name"))
			}
			r.settle(p, "no", why)
		}
	}
}

func oleNative(o *oleFile, dir string) []byte {
	for _, n := range o.names {
		if strings.HasPrefix(n, dir) && (strings.EqualFold(path.Base(n), "contents") || strings.HasSuffix(n, "Ole10Native")) {
			return o.streams[n]
		}
	}
	return nil
}

// msgNested reads a message attached to a message.
func (r *reader) msgNested(in input, o *oleFile, dir, name string) {
	p, ok := r.list(name, "application/vnd.ms-outlook", nil)
	if !ok {
		return
	}
	start := r.out.Len()
	undo := r.head("\n[attached message " + name + "]\n")
	in.depth++
	f := r.readMsg(in, o, dir)
	undo()
	r.spans(p, start)
	r.judge(p, in, f)
	for _, n := range o.names {
		if strings.HasPrefix(n, dir) {
			r.res.Parts[p].Bytes += int64(len(o.streams[n]))
		}
	}
}

// dirs gives the storages under prefix whose name begins so, in order.
func (o *oleFile) dirs(prefix, begin string) []string {
	var out []string
	for _, n := range o.names {
		rest, ok := strings.CutPrefix(n, prefix)
		if !ok || !strings.HasPrefix(rest, begin) {
			continue
		}
		if d, _, ok := strings.Cut(rest, "/"); ok && !slices.Contains(out, prefix+d+"/") {
			out = append(out, prefix+d+"/")
		}
	}
	slices.Sort(out)
	return out
}

// props reads the properties of a storage: those of fixed size from its table,
// the others from streams named by tag and type.
func (o *oleFile) props(dir string, head int) mapiProps {
	p := mapiProps{}
	table := o.streams[dir+"__properties_version1.0"]
	for at := head; at+16 <= len(table); at += 16 {
		typ, tag := binary.LittleEndian.Uint16(table[at:]), binary.LittleEndian.Uint16(table[at+2:])
		switch typ {
		case 0x1e, 0x1f, 0x102, 0x0d:
		default:
			p[tag] = mapiValue{typ, table[at+8 : at+16]}
		}
	}
	for _, n := range o.in(dir) {
		hex, ok := strings.CutPrefix(n, dir+"__substg1.0_")
		if !ok || len(hex) < 8 || len(hex) > 8 && hex[8] != '-' {
			continue
		}
		v, err := strconv.ParseUint(hex[:8], 16, 32)
		if err != nil {
			continue
		}
		tag, typ := uint16(v>>16), uint16(v)
		switch have := p[tag]; {
		case len(hex) == 8 && typ&0x1000 != 0: // the lengths of a list; its values follow
		case len(hex) > 8: // one value of a list
			p[tag] = mapiValue{typ &^ 0x1000, slices.Concat(have.b, o.streams[n])}
		default:
			p[tag] = mapiValue{typ, o.streams[n]}
		}
	}
	return p
}
