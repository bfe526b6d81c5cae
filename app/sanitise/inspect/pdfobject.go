package inspect

import (
	"bytes"

	"corridor/app/pdf/syntax"
)

// object is one indirect object: a value and, where it is a stream, its bytes
// as they stand in the file.
type object struct {
	num    int
	val    any
	stream []byte
	has    bool
	broken bool
}

func (o *object) dict() syntax.Dict {
	d, _ := o.val.(syntax.Dict)
	return d
}

const (
	maxObjects  = 300_000
	maxTrailers = 1000
	maxTrailer  = 8 << 10 // bytes of one
)

// objects finds every object by its "n g obj", whatever the cross-reference
// table says, so that earlier versions kept in the file are read too.
// What stands between them goes to notes.
func (w *walker) objects(b []byte, notes *bytes.Buffer) (all []*object, trailers []syntax.Dict, over bool) {
	last := 0
	defer func() { between(b[last:], notes) }()
	t := find(b, 0, "trailer")
	for i := 0; i < len(b); {
		j := bytes.Index(b[i:], []byte("obj"))
		if t < i {
			t = find(b, i, "trailer")
		}
		if t < len(b) && (j < 0 || t < i+j) {
			if len(trailers) >= maxTrailers {
				return all, trailers, true
			}
			l := &syntax.Lexer{B: b[:min(len(b), t+7+maxTrailer)], Pos: t + 7, Refs: true}
			if d, ok := l.Next().(syntax.Dict); ok {
				trailers = append(trailers, d)
			}
			w.steps += l.Pos - i
			i = t + 7
			continue
		}
		if j < 0 {
			return all, trailers, false
		}
		p := i + j
		w.steps += j
		i = p + 3
		own, _, ok := syntax.Head(b, p)
		if !ok {
			continue
		}
		if len(all) >= maxObjects {
			return all, trailers, true
		}
		between(b[last:p], notes)
		o, end := w.readObject(b, i, notes)
		last = end
		w.steps += end - p
		o.num = own.Num
		all = append(all, o)
		i = max(i, end)
	}
	return all, trailers, false
}

// find is the place of s at or after i, or the end.
func find(b []byte, i int, s string) int {
	if j := bytes.Index(b[i:], []byte(s)); j >= 0 {
		return i + j
	}
	return len(b)
}

// between keeps what is no cross-reference table of the bytes outside objects.
func between(b []byte, notes *bytes.Buffer) {
	for len(b) > 0 && notes.Len() < syntax.MaxNotes {
		line := b
		if k := bytes.IndexAny(b, "\r\n"); k >= 0 {
			line, b = b[:k], b[k+1:]
		} else {
			b = nil
		}
		line = bytes.TrimSpace(line)
		if len(line) == 18 && (line[17] == 'n' || line[17] == 'f') && line[10] == ' ' {
			continue
		}
		switch string(line) {
		case "", "endobj", "endstream", "xref", "trailer", "startxref", "%%EOF":
			continue
		}
		notes.Write(line)
		notes.WriteByte('\n')
	}
}

// readObject reads the object whose head ends at i, and gives where it ends.
func (w *walker) readObject(b []byte, i int, notes *bytes.Buffer) (*object, int) {
	l := &syntax.Lexer{B: b, Pos: i, Refs: true, Notes: notes}
	o := &object{val: l.Next()}
	o.broken = l.Broken
	d, is := o.val.(syntax.Dict)
	start, stream := syntax.StreamAt(b, l.Pos)
	if !is || !stream {
		return o, l.Pos
	}
	length := -1
	if n, ok := syntax.Number(d["Length"]); ok && n >= 0 && n <= float64(len(b)) {
		length = int(n)
	}
	body, how := syntax.Stream(b, start, length)
	o.has, o.stream, o.broken = true, body, o.broken || how == syntax.Endless
	return o, start + len(body)
}
