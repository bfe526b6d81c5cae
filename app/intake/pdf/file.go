package pdf

import (
	"bytes"
	"errors"

	"corridor/app/pdf/syntax"
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

func openFile(b []byte, expanded int64) *file {
	f := &file{b: b, room: expanded}
	f.reset()
	if i := bytes.Index(b[:min(len(b), 1024)], []byte("%PDF-")); i > 0 {
		f.b = b[i:]
	}
	// What an encrypted file holds can be judged only once it is unlocked.
	if !f.loadXref() || f.trailer["Encrypt"] == nil && !f.rooted() || f.trailer["Encrypt"] != nil && f.dict(f.trailer["Encrypt"]) == nil {
		f.rebuild()
	}
	return f
}

// open unlocks the file and makes sure that there is something to read.
func (f *file) open(passphrase string) error {
	if f.trailer["Encrypt"] == nil {
		return nil
	}
	if err := f.unlock(passphrase); err != nil {
		return err
	}
	if !f.rooted() && !f.rebuilt {
		f.rebuild()
	}
	if f.rebuilt {
		f.cache, f.streams, f.numbers = map[int]any{}, map[int][]any{}, map[int][]int{}
		f.adoptSealed()
	}
	return nil
}

func (f *file) reset() {
	f.xref, f.trailer, f.cache = map[int]where{}, dict{}, map[int]any{}
	f.busy, f.streams, f.numbers = map[int]bool{}, map[int][]any{}, map[int][]int{}
}

// root is the catalogue, or nil.
func (f *file) root() dict {
	d, _ := f.get(f.trailer["Root"]).(dict)
	return d
}

// rooted says whether the catalogue leads to a tree of pages.
func (f *file) rooted() bool { return f.dict(f.root()["Pages"]) != nil }

// get follows references to the object itself.
func (f *file) get(v any) any {
	for range 32 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.load(r.Num)
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
	return syntax.Number(f.get(v))
}

func (f *file) integer(v any) int { return syntax.Int(f.get(v)) }

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
		var own ref
		v, own = f.objectAt(w.offset, n)
		if v == missing {
			if !f.rebuilt {
				f.rebuild()
				delete(f.busy, n)
				return f.load(n)
			}
			v = nil
		}
		v = f.decrypt(v, own)
	}
	if len(f.cache) < maxObjects {
		f.cache[n] = v
	}
	return v
}

// missing is what objectAt gives when another thing stands at the offset.
var missing = keyword("missing")

// objectAt gives the object n, which should stand at an offset, and its full
// name there.
func (f *file) objectAt(at, n int) (any, ref) {
	own := ref{Num: n}
	if at < 0 || at >= len(f.b) {
		return missing, own
	}
	// Objects that do not end make each the length of the file.
	if f.work > 12*int64(len(f.b))+(32<<20) {
		f.over = true
		return nil, own
	}
	l := values(f.b, at)
	defer func() { f.work += int64(l.Pos - at) }()
	num, ok := l.Next().(int)
	gen, ok2 := l.Next().(int)
	if !ok || !ok2 || num != n || l.Next() != keyword("obj") {
		return missing, own
	}
	own.Gen = gen
	v := l.Next()
	if k, ok := v.(keyword); ok && k != "" {
		return nil, own
	}
	d, ok := v.(dict)
	if !ok {
		return v, own
	}
	start, ok := syntax.StreamAt(f.b, l.Pos)
	if !ok {
		return d, own
	}
	return &stream{dict: d, raw: f.body(d, start), own: own}, own
}

// body is the bytes of a stream; its length is believed only when the stream
// ends there.
func (f *file) body(d dict, start int) []byte {
	length := -1
	if n, ok := f.number(d["Length"]); ok {
		length = int(min(max(n, -1), float64(len(f.b)+1)))
	}
	b, how := syntax.Stream(f.b, start, length)
	if how != syntax.Stated {
		f.repaired = true
		f.work += int64(len(b)) / 4
	}
	return b
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
	head := syntax.Lexer{B: b[:first]}
	for i := 0; i < count && !head.End() && len(f.numbers[n]) < 100000; i++ {
		num, ok := head.Next().(int)
		off, ok2 := head.Next().(int)
		if !ok || !ok2 || off < 0 || first+off > len(b) {
			break
		}
		l := values(b, first+off)
		f.numbers[n] = append(f.numbers[n], num)
		f.streams[n] = append(f.streams[n], l.Next())
	}
}
