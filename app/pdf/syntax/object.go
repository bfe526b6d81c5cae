package syntax

import (
	"bytes"
	"strconv"
)

// Head reads "12 0 " backwards from the word obj at i: the object's number,
// its generation and where the head begins. ok is false when no head stands
// there, as before the obj of endobj.
func Head(b []byte, i int) (own Ref, start int, ok bool) {
	if i >= 3 && string(b[i-3:i]) == "end" {
		return Ref{}, 0, false
	}
	p := i
	back := func() (int, bool) {
		for p > 0 && Space(b[p-1]) {
			p--
		}
		end := p
		for p > 0 && b[p-1] >= '0' && b[p-1] <= '9' && end-p < 9 {
			p--
		}
		n, err := strconv.Atoi(string(b[p:end]))
		return n, err == nil
	}
	if own.Gen, ok = back(); !ok {
		return Ref{}, 0, false
	}
	own.Num, ok = back()
	return own, p, ok
}

// StreamAt says where the bytes of a stream begin when the word stream stands
// at or after pos, past white space.
func StreamAt(b []byte, pos int) (start int, ok bool) {
	l := Lexer{B: b, Pos: pos}
	l.Skip()
	if !bytes.HasPrefix(b[l.Pos:], []byte("stream")) {
		return 0, false
	}
	start = l.Pos + len("stream")
	if start < len(b) && b[start] == '\r' {
		start++
	}
	if start < len(b) && b[start] == '\n' {
		start++
	}
	return start, true
}

// How a stream ended.
const (
	Stated  = iota // where its length says
	Sought         // at the word that ends it, not where its length says
	Endless        // nowhere: it is the rest of the bytes
)

// Stream is the body of a stream that begins at start. The stated length, in
// bytes and below 0 when there is none, is believed only when the stream ends
// there; else the body reaches to the word that ends it, less one line end.
func Stream(b []byte, start, length int) (body []byte, how int) {
	rest := b[min(start, len(b)):]
	if length >= 0 && length <= len(rest) {
		after := bytes.TrimLeft(rest[length:min(len(rest), length+64)], "\r\n \t\f\x00")
		if bytes.HasPrefix(after, []byte("endstream")) || bytes.HasPrefix(after, []byte("endobj")) {
			return rest[:length], Stated
		}
	}
	i := bytes.Index(rest, []byte("endstream"))
	if i < 0 {
		i = bytes.Index(rest, []byte("endobj"))
	}
	if i < 0 {
		return rest, Endless
	}
	body = bytes.TrimSuffix(rest[:i], []byte("\n"))
	return bytes.TrimSuffix(body, []byte("\r")), Sought
}

// SkipPicture passes over the bytes of an inline picture (8.9.7), its ID
// having been read, to where content goes on.
func (l *Lexer) SkipPicture() {
	for {
		i := bytes.Index(l.B[l.Pos:], []byte("EI"))
		if i < 0 {
			l.Pos = len(l.B)
			return
		}
		at := l.Pos + i
		l.Pos = at + 2
		if at > 0 && Space(l.B[at-1]) && (at+2 >= len(l.B) || Space(l.B[at+2])) {
			return
		}
	}
}
