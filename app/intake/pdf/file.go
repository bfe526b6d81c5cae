package pdf

import (
	"bytes"
	"errors"
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
	work     int64 // bytes lexed and searched so far
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
	// Objects that do not end make each the length of the file.
	if f.work > 12*int64(len(f.b))+(32<<20) {
		f.over = true
		return nil
	}
	l := lexer{b: f.b, pos: at}
	defer func() { f.work += int64(l.pos - at) }()
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
		f.work += int64(len(f.b)-start) / 4
	} else {
		f.work += int64(i) / 4
	}
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
