package pdf

import (
	"bytes"
	"maps"
	"slices"

	"corridor/app/pdf/syntax"
)

// where says how an object is found: at an offset, or in an object stream.
type where struct {
	offset int
	inside int // number of the object stream, 0 for none
	index  int
}

func (f *file) loadXref() bool {
	tail := f.b[max(0, len(f.b)-4096):]
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		return false
	}
	l := values(tail, i+9)
	at, ok := l.Next().(int)
	seen := map[int]bool{}
	for ok && at > 0 && at < len(f.b) && !seen[at] && len(seen) < 1000 {
		seen[at] = true
		f.sections++
		d := f.xrefAt(at)
		if d == nil {
			return false
		}
		for k, v := range d {
			if _, have := f.trailer[k]; !have {
				f.trailer[k] = v
			}
		}
		at, ok = d["Prev"].(int)
		if !ok {
			if x, is := d["Prev"].(float64); is {
				at, ok = int(x), true
			}
		}
	}
	return len(seen) > 0 && f.trailer["Root"] != nil
}

// xrefAt reads one section, table or stream, and gives its trailer.
func (f *file) xrefAt(at int) dict {
	l := values(f.b, at)
	first := l.Next()
	if first == keyword("xref") {
		return f.xrefTable(l)
	}
	if n, ok := first.(int); ok {
		return f.xrefStreamAt(at, n)
	}
	return nil
}

// xrefStreamAt reads the section that is the object n.
func (f *file) xrefStreamAt(at, n int) dict {
	v, _ := f.objectAt(at, n)
	s, _ := v.(*stream)
	if s == nil {
		return nil
	}
	if t, _ := s.dict["Type"].(name); t != "XRef" {
		return nil
	}
	f.xrefStream(s)
	return s.dict
}

// xrefTable reads a table. What it calls free may stand in the stream beside
// it, hidden from readers of old (7.5.8.4).
func (f *file) xrefTable(l *syntax.Lexer) dict {
	var free []int
	for {
		v := l.Next()
		if v == keyword("trailer") {
			d, _ := l.Next().(dict)
			if at, ok := d["XRefStm"].(int); ok && at > 0 && at < len(f.b) {
				if n, ok := values(f.b, at).Next().(int); ok {
					f.xrefStreamAt(at, n)
				}
			}
			for _, n := range free {
				f.place(n, where{})
			}
			return d
		}
		start, ok := v.(int)
		n, ok2 := l.Next().(int)
		if !ok || !ok2 || n < 0 || start < 0 {
			return nil
		}
		for i := range n {
			off, ok := l.Next().(int)
			_, ok2 := l.Next().(int)
			k, ok3 := l.Next().(keyword)
			if !ok || !ok2 || !ok3 || len(f.xref) > maxObjects {
				return nil
			}
			if k == "n" && off > 0 {
				f.place(start+i, where{offset: off})
			} else {
				free = append(free, start+i)
			}
		}
	}
}

func (f *file) place(n int, w where) {
	if _, have := f.xref[n]; !have && n >= 0 && n < 1<<24 {
		f.xref[n] = w
	}
}

func (f *file) xrefStream(s *stream) {
	b, _ := f.decode(s)
	w, _ := s.dict["W"].([]any)
	if len(w) < 3 {
		return
	}
	var width [3]int
	for i := range width {
		width[i], _ = w[i].(int)
		if width[i] < 0 || width[i] > 8 {
			return
		}
	}
	size, _ := s.dict["Size"].(int)
	index, _ := s.dict["Index"].([]any)
	if len(index) == 0 {
		index = []any{0, size}
	}
	row := width[0] + width[1] + width[2]
	if row == 0 {
		return
	}
	for i := 0; i+1 < len(index); i += 2 {
		start, _ := index[i].(int)
		n, _ := index[i+1].(int)
		for k := 0; k < n && len(b) >= row && len(f.xref) <= maxObjects; k++ {
			v := [3]int{1, 0, 0}
			at := 0
			for j, wd := range width {
				if wd > 0 {
					v[j] = 0
					for range wd {
						v[j] = v[j]<<8 | int(b[at])
						at++
					}
				}
			}
			b = b[row:]
			switch v[0] {
			case 1:
				f.place(start+k, where{offset: v[1]})
			case 2:
				f.place(start+k, where{inside: v[1], index: v[2]})
			default:
				f.place(start+k, where{})
			}
		}
	}
}

// rebuild makes a table by scanning the whole file for objects: the last of
// each number counts.
func (f *file) rebuild() {
	if f.rebuilt {
		return
	}
	f.reset()
	f.rebuilt, f.repaired = true, true
	key := f.cipher
	f.cipher = nil
	defer func() { f.cipher = key }()
	var sealed []int
	for at := 0; at < len(f.b); {
		i := bytes.Index(f.b[at:], []byte("obj"))
		if i < 0 {
			break
		}
		i += at
		at = i + 3
		own, start, ok := syntax.Head(f.b, i)
		if !ok || len(f.xref) > maxObjects {
			continue
		}
		f.xref[own.Num] = where{offset: start}
		if h := f.b[at:min(len(f.b), at+400)]; bytes.Contains(h, []byte("/ObjStm")) {
			sealed = append(sealed, own.Num)
		}
	}
	for at := 0; ; {
		i := bytes.Index(f.b[at:], []byte("trailer"))
		if i < 0 {
			break
		}
		at += i + 7
		l := values(f.b, at)
		if d, ok := l.Next().(dict); ok {
			for k, v := range d {
				f.trailer[k] = v
			}
		}
	}
	f.adopt(sealed)
}

// numbersInOrder lists the objects, so that reading is the same every time.
func (f *file) numbersInOrder() []int { return slices.Sorted(maps.Keys(f.xref)) }

// adopt finds what a trailer would have said, and objects in object streams.
func (f *file) adopt(sealed []int) {
	var catalog any
	for _, n := range f.numbersInOrder() {
		if len(f.cache) > 200000 {
			break
		}
		switch o := f.load(n).(type) {
		case *stream:
			if t, _ := o.dict["Type"].(name); t == "XRef" {
				for _, k := range []name{"Root", "Info", "Encrypt", "ID"} {
					if v, ok := o.dict[k]; ok && f.trailer[k] == nil {
						f.trailer[k] = v
					}
				}
			}
		case dict:
			if t, _ := o["Type"].(name); t == "Catalog" {
				catalog = ref{Num: n}
			}
		}
	}
	if f.trailer["Encrypt"] == nil {
		for _, n := range sealed {
			f.objectStream(n)
			for i, k := range f.numbers[n] {
				if _, have := f.xref[k]; !have {
					f.xref[k] = where{inside: n, index: i}
				}
				if d, ok := f.streams[n][i].(dict); ok && d["Type"] == name("Catalog") && catalog == nil {
					catalog = ref{Num: k}
				}
			}
		}
	}
	if !f.rooted() && catalog != nil {
		f.trailer["Root"] = catalog
	}
}
