package pdf

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strconv"
)

// Errors of Read. ErrPassword asks for a passphrase; ErrWrongPassword says
// that the one given does not open the file.
var (
	ErrPassword      = errors.New("pdf: a passphrase is required")
	ErrWrongPassword = errors.New("pdf: the passphrase does not open the file")
	ErrDamaged       = errors.New("pdf: the file is too damaged to read")
	ErrCipher        = errors.New("pdf: the encryption is not supported")
	ErrTooBig        = errors.New("pdf: the file expands past the limit")
)

// where says how an object is found: at an offset, or in an object stream.
type where struct {
	offset int
	inside int // number of the object stream, 0 for none
	index  int
}

// file is a PDF opened for reading.
type file struct {
	b        []byte
	xref     map[int]where
	trailer  dict
	cache    map[int]any
	busy     map[int]bool
	streams  map[int][]any // objects of an object stream, by index
	numbers  map[int][]int
	cipher   *cipherState
	rebuilt  bool
	repaired bool
	room     int64 // bytes that streams may still expand to
	over     bool
	sections int
}

// maxObjects bounds the cross-reference table.
const maxObjects = 1 << 20

func openFile(b []byte, expanded int64) (*file, error) {
	f := &file{b: b, room: expanded}
	f.reset()
	if i := bytes.Index(b[:min(len(b), 1024)], []byte("%PDF-")); i > 0 {
		f.b = b[i:]
	}
	// What an encrypted file holds can be judged only once it is unlocked.
	if !f.loadXref() || f.trailer["Encrypt"] == nil && f.root() == nil || f.trailer["Encrypt"] != nil && f.dict(f.trailer["Encrypt"]) == nil {
		f.rebuild()
	}
	if f.trailer["Encrypt"] == nil && f.root() == nil {
		return nil, ErrDamaged
	}
	return f, nil
}

// open unlocks the file and makes sure that there is something to read.
func (f *file) open(passphrase string) error {
	if f.trailer["Encrypt"] == nil {
		return nil
	}
	if err := f.unlock(passphrase); err != nil {
		return err
	}
	if f.root() == nil && !f.rebuilt {
		f.rebuild()
	}
	if f.rebuilt {
		f.cache, f.streams, f.numbers = map[int]any{}, map[int][]any{}, map[int][]int{}
		f.adoptSealed()
	}
	if f.root() == nil {
		return ErrDamaged
	}
	return nil
}

func (f *file) reset() {
	f.xref, f.trailer, f.cache = map[int]where{}, dict{}, map[int]any{}
	f.busy, f.streams, f.numbers = map[int]bool{}, map[int][]any{}, map[int][]int{}
}

func (f *file) root() dict {
	d, _ := f.get(f.trailer["Root"]).(dict)
	if d == nil || f.get(d["Pages"]) == nil {
		return nil
	}
	return d
}

func (f *file) loadXref() bool {
	tail := f.b[max(0, len(f.b)-4096):]
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		return false
	}
	l := lexer{b: tail, pos: i + 9}
	at, ok := l.next(0, false).(int)
	seen := map[int]bool{}
	for ok && at > 0 && at < len(f.b) && !seen[at] && len(seen) < 1000 {
		seen[at] = true
		f.sections++
		d := f.xrefAt(at)
		if d == nil {
			return len(seen) > 1 && f.trailer["Root"] != nil && false
		}
		for k, v := range d {
			if _, have := f.trailer[k]; !have {
				f.trailer[k] = v
			}
		}
		if s, is := d["XRefStm"].(int); is && s > 0 && s < len(f.b) && !seen[s] {
			seen[s] = true
			f.xrefAt(s)
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
	l := lexer{b: f.b, pos: at}
	first := l.next(0, false)
	if first == keyword("xref") {
		return f.xrefTable(&l)
	}
	if n, ok := first.(int); ok {
		s, _ := f.objectAt(at, n).(*stream)
		if s == nil {
			return nil
		}
		if t, _ := s.dict["Type"].(name); t != "XRef" {
			return nil
		}
		f.xrefStream(s)
		return s.dict
	}
	return nil
}

func (f *file) xrefTable(l *lexer) dict {
	for {
		v := l.next(0, false)
		if v == keyword("trailer") {
			d, _ := l.next(0, true).(dict)
			return d
		}
		start, ok := v.(int)
		n, ok2 := l.next(0, false).(int)
		if !ok || !ok2 || n < 0 || start < 0 {
			return nil
		}
		for i := range n {
			off, ok := l.next(0, false).(int)
			_, ok2 := l.next(0, false).(int)
			k, ok3 := l.next(0, false).(keyword)
			if !ok || !ok2 || !ok3 || len(f.xref) > maxObjects {
				return nil
			}
			if k == "n" && off > 0 {
				f.place(start+i, where{offset: off})
			} else {
				f.place(start+i, where{})
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
		if i >= 3 && string(f.b[i-3:i]) == "end" {
			continue
		}
		n, start, ok := objectHead(f.b, i)
		if !ok || len(f.xref) > maxObjects {
			continue
		}
		f.xref[n] = where{offset: start}
		if h := f.b[at:min(len(f.b), at+400)]; bytes.Contains(h, []byte("/ObjStm")) {
			sealed = append(sealed, n)
		}
	}
	for at := 0; ; {
		i := bytes.Index(f.b[at:], []byte("trailer"))
		if i < 0 {
			break
		}
		at += i + 7
		l := lexer{b: f.b, pos: at}
		if d, ok := l.next(0, true).(dict); ok {
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
				catalog = ref{n, 0}
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
					catalog = ref{k, 0}
				}
			}
		}
	}
	if f.root() == nil && catalog != nil {
		f.trailer["Root"] = catalog
	}
}

// objectHead reads "12 0 " backwards from the word obj.
func objectHead(b []byte, i int) (n, start int, ok bool) {
	p := i
	back := func() (int, bool) {
		for p > 0 && space(b[p-1]) {
			p--
		}
		end := p
		for p > 0 && b[p-1] >= '0' && b[p-1] <= '9' && end-p < 9 {
			p--
		}
		v, err := strconv.Atoi(string(b[p:end]))
		return v, err == nil
	}
	if _, ok = back(); !ok {
		return 0, 0, false
	}
	n, ok = back()
	return n, p, ok
}

// get follows references to the object itself.
func (f *file) get(v any) any {
	for range 32 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.load(r.num)
	}
	return nil
}

func (f *file) dict(v any) dict {
	switch o := f.get(v).(type) {
	case dict:
		return o
	case *stream:
		return o.dict
	}
	return nil
}

func (f *file) array(v any) []any { a, _ := f.get(v).([]any); return a }

func (f *file) number(v any) (float64, bool) {
	switch n := f.get(v).(type) {
	case int:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

func (f *file) integer(v any) int {
	n, _ := f.number(v)
	if n != n || n > 1<<30 || n < -(1<<30) {
		return 0
	}
	return int(n)
}

func (f *file) load(n int) any {
	if v, ok := f.cache[n]; ok {
		return v
	}
	w, ok := f.xref[n]
	if !ok || f.busy[n] || w == (where{}) {
		return nil
	}
	f.busy[n] = true
	defer delete(f.busy, n)
	var v any
	if w.inside > 0 {
		f.objectStream(w.inside)
		list, nums := f.streams[w.inside], f.numbers[w.inside]
		if w.index < len(list) && nums[w.index] == n {
			v = list[w.index]
		} else {
			for i, k := range nums {
				if k == n {
					v = list[i]
				}
			}
		}
	} else {
		v = f.objectAt(w.offset, n)
		if v == missing {
			if !f.rebuilt {
				f.rebuild()
				delete(f.busy, n)
				return f.load(n)
			}
			v = nil
		}
		v = f.decrypt(v, ref{n, 0})
	}
	if len(f.cache) < maxObjects {
		f.cache[n] = v
	}
	return v
}

// missing is what objectAt gives when another thing stands at the offset.
var missing = keyword("missing")

func (f *file) objectAt(at, n int) any {
	if at < 0 || at >= len(f.b) {
		return missing
	}
	l := lexer{b: f.b, pos: at}
	num, ok := l.next(0, false).(int)
	_, ok2 := l.next(0, false).(int)
	if !ok || !ok2 || num != n || l.next(0, false) != keyword("obj") {
		return missing
	}
	v := l.next(0, true)
	if k, ok := v.(keyword); ok && k != "" {
		return nil
	}
	d, ok := v.(dict)
	if !ok {
		return v
	}
	l.skip()
	if !bytes.HasPrefix(f.b[l.pos:], []byte("stream")) {
		return d
	}
	start := l.pos + 6
	if start < len(f.b) && f.b[start] == '\r' {
		start++
	}
	if start < len(f.b) && f.b[start] == '\n' {
		start++
	}
	return &stream{dict: d, raw: f.streamBytes(d, start), own: ref{n, 0}}
}

// streamBytes trusts the stated length only when the stream ends there.
func (f *file) streamBytes(d dict, start int) []byte {
	if start >= len(f.b) {
		return nil
	}
	if n := f.integer(d["Length"]); n >= 0 && n <= len(f.b)-start {
		l := lexer{b: f.b, pos: start + n}
		l.skip()
		if bytes.HasPrefix(f.b[min(l.pos, len(f.b)):], []byte("endstream")) || bytes.HasPrefix(f.b[min(l.pos, len(f.b)):], []byte("endobj")) {
			return f.b[start : start+n]
		}
	}
	f.repaired = true
	i := bytes.Index(f.b[start:], []byte("endstream"))
	if i < 0 {
		if i = bytes.Index(f.b[start:], []byte("endobj")); i < 0 {
			return f.b[start:]
		}
	}
	b := f.b[start : start+i]
	b = bytes.TrimSuffix(b, []byte("\n"))
	return bytes.TrimSuffix(b, []byte("\r"))
}

// objectStream unpacks an object stream once.
func (f *file) objectStream(n int) {
	if _, done := f.streams[n]; done {
		return
	}
	f.streams[n] = nil
	s, ok := f.load(n).(*stream)
	if !ok {
		return
	}
	b, _ := f.decode(s)
	count, first := f.integer(s.dict["N"]), f.integer(s.dict["First"])
	if first < 0 || first > len(b) {
		return
	}
	head := lexer{b: b[:first]}
	for i := 0; i < count && !head.end() && len(f.numbers[n]) < 100000; i++ {
		num, ok := head.next(0, false).(int)
		off, ok2 := head.next(0, false).(int)
		if !ok || !ok2 || off < 0 || first+off > len(b) {
			break
		}
		l := lexer{b: b, pos: first + off}
		f.numbers[n] = append(f.numbers[n], num)
		f.streams[n] = append(f.streams[n], l.next(0, true))
	}
}
