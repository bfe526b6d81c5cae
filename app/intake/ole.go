package intake

import (
	"bytes"
	"encoding/binary"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/richardlehane/mscfb"
)

// oleFile is a compound file unpacked: streams by path, in file order.
type oleFile struct {
	names   []string
	streams map[string][]byte
	cut     bool
	folders map[string][]string // the names in each storage, made when first asked for
}

// in gives the full names of the streams that lie directly in a storage; dir
// is "" or ends with a slash.
func (o *oleFile) in(dir string) []string {
	if o.folders == nil {
		o.folders = map[string][]string{}
		for _, n := range o.names {
			d := n[:strings.LastIndexByte(n, '/')+1]
			o.folders[d] = append(o.folders[d], n)
		}
	}
	return o.folders[dir]
}

// openOLE is the one place that calls the compound-file library.
func openOLE(b []byte, room int64) (f *oleFile, bad *Failure) {
	defer func() {
		_ = recover() // what was read before the library broke stands
		if f == nil || len(f.names) == 0 {
			if s := salvageOLE(b, room); s != nil {
				f = s
			}
		}
		if f == nil {
			bad = &Failure{"damaged", "not read: the OLE file is too damaged"}
		}
	}()
	doc, err := mscfb.New(bytes.NewReader(b))
	if err != nil {
		return nil, nil
	}
	out := &oleFile{streams: map[string][]byte{}}
	f = out
	for e, err := doc.Next(); err == nil; e, err = doc.Next() {
		if len(out.names) > 20000 {
			out.cut = true
			break
		}
		name := strings.Join(append(slices.Clone(e.Path), canonical(e.Name)), "/")
		if e.FileInfo().IsDir() {
			continue
		}
		size := min(e.Size, int64(len(b)))
		body, rerr := io.ReadAll(io.LimitReader(e, min(size, room)))
		if room -= int64(len(body)); room <= 0 {
			out.cut = true
			break
		}
		if rerr != nil {
			out.cut = true
		}
		if _, have := out.streams[name]; !have {
			out.names = append(out.names, name)
			out.streams[name] = body
		}
	}
	return out, nil
}

// canonical gives the streams that tell kinds apart the case we know them in:
// names in compound files do not depend on it.
func canonical(name string) string {
	for _, known := range []string{"WordDocument", "0Table", "1Table", "Workbook", "Book", "PowerPoint Document", "EncryptedPackage", "EncryptionInfo"} {
		if strings.EqualFold(name, known) {
			return known
		}
	}
	return name
}

func (o *oleFile) has(name string) bool { _, ok := o.streams[name]; return ok }

// readOLE reads a compound file as what its streams make it.
func (r *reader) readOLE(in input) found {
	o, bad := openOLE(in.b, min(r.lim.PartBytes*2, r.lim.Expanded))
	if bad != nil {
		return found{kind: oleKindByName(in.name), fail: bad}
	}
	f := r.readStreams(in, o)
	if o.cut && f.fail == nil {
		f.partly = "the OLE file is damaged or too large; only part of it was read"
		r.warn("damaged-part", "the OLE file is damaged or too large; only part of it was read")
	}
	return f
}

func (r *reader) readStreams(in input, o *oleFile) found {
	switch {
	case o.has("EncryptedPackage") || o.has("EncryptionInfo"):
		return r.readSealedOffice(in, o)
	case o.has("__properties_version1.0"):
		return r.readMsg(in, o, "")
	case o.has("WordDocument"):
		return r.readDoc(in, o)
	case o.has("Workbook"), o.has("Book"):
		return r.readXLS(in, o)
	case o.has("PowerPoint Document"):
		return r.readPPT(in, o)
	}
	return r.readOLEObject(in, o)
}

// sub gives the storage under prefix as a file of its own.
func (o *oleFile) sub(prefix string) *oleFile {
	out := &oleFile{streams: map[string][]byte{}}
	for _, n := range o.names {
		if rest, ok := strings.CutPrefix(n, prefix); ok && rest != "" {
			out.names = append(out.names, rest)
			out.streams[rest] = o.streams[n]
		}
	}
	return out
}

// stores gives the storages that hold embedded objects: those of a Word pool
// and those that a workbook names MBD and a number.
func (o *oleFile) stores() []string {
	var out []string
	for _, n := range o.names {
		dir, _, ok := strings.Cut(n, "/")
		if !ok {
			continue
		}
		store := dir + "/"
		if dir == "ObjectPool" {
			inner, _, ok := strings.Cut(n[len(store):], "/")
			if !ok {
				continue
			}
			store += inner + "/"
		} else if !strings.HasPrefix(dir, "MBD") {
			continue
		}
		if !slices.Contains(out, store) && len(out) < 1000 {
			out = append(out, store)
		}
	}
	return out
}

// olePools reads the objects embedded in a binary document.
func (r *reader) olePools(in input, o *oleFile) {
	for _, store := range o.stores() {
		r.oleEmbedded(in, path.Base(store), o.sub(store))
	}
}

func (r *reader) oleEmbedded(in input, name string, o *oleFile) {
	if in.depth >= r.lim.Depth {
		r.warn("nested-too-deep", "objects nest more than %d deep; the inner ones were not read", r.lim.Depth)
		return
	}
	size := 0
	for _, n := range o.names {
		size += len(o.streams[n])
	}
	p, ok := r.list(name, "application/x-ole-object", nil)
	if !ok {
		return
	}
	r.res.Parts[p].Bytes = int64(size)
	start := r.out.Len()
	undo := r.head("\n[embedded object " + name + "]\n")
	in.depth++
	in.top = false
	f := r.readStreams(in, o)
	undo()
	r.spans(p, start)
	r.judge(p, in, f)
}

func oleKindByName(name string) string {
	switch ext := extension(name); ext {
	case "msg", "doc", "xls", "ppt":
		return ext
	}
	return "ole"
}

// readOLEObject reads packages and streams that are files of their own.
func (r *reader) readOLEObject(in input, o *oleFile) found {
	read := 0
	for _, n := range o.names {
		b := o.streams[n]
		base := path.Base(n)
		if strings.HasSuffix(base, "Ole10Native") {
			if name, body, ok := olePackage(b); ok {
				r.attach(input{name: name, b: body, depth: in.depth + 1})
				read++
			}
			continue
		}
		switch strings.ToLower(base) {
		case "contents", "package", "embedded", "quill":
			if k := sniffMagic(b); k != "" {
				r.attach(input{name: base, b: b, depth: in.depth + 1})
				read++
			}
		}
	}
	r.oleMacros(o)
	if read > 0 {
		return found{kind: "ole"}
	}
	return fail("ole", "unsupported", "an OLE object of a kind that cannot be read")
}

// oleMacros warns of macros, and shows their source.
func (r *reader) oleMacros(o *oleFile) {
	found := false
	for _, n := range o.names {
		up := strings.ToUpper(n)
		if strings.Contains(up, "_VBA_PROJECT") || strings.Contains(up, "MACROS/") {
			found = true
		}
	}
	if !found {
		return
	}
	r.warn("active-content", "the document holds macros; they were not run")
	if src := o.macroSource(); src != "" {
		r.view("macros", "application/x-macro", "\n[macro source, not run]\n", src)
	}
}

func macroSource(b []byte) string {
	o, bad := openOLE(b, 64<<20)
	if bad != nil {
		return ""
	}
	return o.macroSource()
}

// macroSource finds the compressed source of each module: it begins with the
// word Attribute, whose first eight letters stand uncompressed.
func (o *oleFile) macroSource() string {
	var out strings.Builder
	for _, n := range o.names {
		b := o.streams[n]
		i := bytes.Index(b, []byte("\x00Attribut"))
		if i < 3 || b[i-3] != 1 || out.Len() > 4<<20 {
			continue
		}
		src := unVBA(b[i-3:])
		out.WriteString("' " + path.Base(n) + "\n" + eightBit(string(src)) + "\n")
	}
	return out.String()
}

// unVBA undoes the compression of macro source.
func unVBA(b []byte) []byte {
	var out []byte
	at := 1
	for at+2 <= len(b) && len(out) < 4<<20 {
		h := binary.LittleEndian.Uint16(b[at:])
		end := min(at+int(h&0xfff)+3, len(b))
		if h>>12&7 != 3 {
			break
		}
		at += 2
		start := len(out)
		if h&0x8000 == 0 {
			out = append(out, b[at:min(at+4096, len(b))]...)
			at += 4096
			continue
		}
		for at < end {
			flags := b[at]
			at++
			for bit := 0; bit < 8 && at < end; bit++ {
				if flags>>bit&1 == 0 {
					out = append(out, b[at])
					at++
					continue
				}
				if at+2 > end {
					return out
				}
				token := int(binary.LittleEndian.Uint16(b[at:]))
				at += 2
				width := 4
				for 1<<width < len(out)-start {
					width++
				}
				n := token&(0xffff>>width) + 3
				off := token>>(16-width) + 1
				if off > len(out)-start {
					return out
				}
				for range n {
					out = append(out, out[len(out)-off])
				}
			}
		}
		at = end
	}
	return out
}
